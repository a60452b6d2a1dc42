"""An exercise's plan: scenario, checklists, organisations, teams, observers and settings, frozen with a content hash when a run starts."""

import hashlib
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, NaiveDatetime, model_validator

from exercise_studio.domain.checklist import Checklist, Id, Item, Layer
from exercise_studio.domain.errors import Unfit
from exercise_studio.domain.scenario import LAYER_OF_TEAM, Inject, Scenario, Sector, TeamKind, Tlp
from exercise_studio.domain.text import Model, Text
from exercise_studio.domain.times import SECOND, Duration
from exercise_studio.language import N_

PostureLevel = Literal["normal", "large_scale"]


class Seat(Model):
    """A role in a team. `simulated` seats are played by a controller, and the log keeps "played as"."""

    role: Text
    simulated: bool = False
    department: str = ""


class Team(Model):
    """A group of an organisation at one layer. Its address is organisation/kind."""

    kind: TeamKind
    title: Text
    seats: tuple[Seat, ...] = ()

    @property
    def layer(self) -> Layer:
        """The layer the team speaks for."""
        return LAYER_OF_TEAM[self.kind]


class Organisation(Model):
    """An operator that takes part; it fills one player slot of the cast."""

    id: Id
    name: Text
    sector: Sector
    slot: Id
    teams: tuple[Team, ...] = Field(min_length=1)

    def address(self, kind: str) -> str:
        """The address of one of its teams."""
        return f"{self.id}/{kind}"


class ObserverSeat(Model):
    """A person who rates, known by code only. The scope holds organisations or teams; none means all."""

    code: Id
    scope: tuple[str, ...] = ()

    def watches(self, team: str) -> bool:
        """Whether a team (organisation/kind) is in the scope."""
        return not self.scope or team in self.scope or team.split("/", maxsplit=1)[0] in self.scope


class Adaptation(Model):
    """What a sub-controller changed in an inject for their own house."""

    title: Text | None = None
    body: Text | None = None
    notes: Text | None = None
    skipped: bool = False


class Guards(Model):
    """How GO is protected. Durations in milliseconds of real time.

    `style` is how a major inject is fired: "arm" asks for a second GO within `arm`, "hold" for GO to be held down as long
    as `hold`; letting go earlier fires nothing.
    """

    style: Literal["arm", "hold"] = "arm"
    lockout: Duration = 2 * SECOND
    countdown: Duration = 2 * SECOND
    arm: Duration = 5 * SECOND
    hold: Duration = 2 * SECOND


class Settings(Model):
    """What may differ from exercise to exercise and travels with it."""

    guards: Guards = Guards()
    critical_weight: float = Field(default=2.0, ge=1, le=10)
    """Critical items count so many times in averages (MODEL.md)."""
    automatic: tuple[Id, ...] = ()
    """Injects that fire by themselves when their time or their condition has come; all others wait for GO."""
    phrases: tuple[Annotated[str, Field(min_length=1, max_length=40)], ...] = Field(default=(), max_length=12)
    """What one click writes into the log; none: the usual ones of the language in use."""
    era: Literal["western", "reiwa"] = "western"
    form: Literal["own_workplace", "gathered", "online"] = "gathered"


class Plan(Model):
    """Everything that is decided before the day. Immutable once a run started: from then on amendments in the log change it."""

    title: Text
    purpose: Text | None = None
    tlp: Tlp = "AMBER"
    place: str = ""
    starts_at: NaiveDatetime
    """Planned start in the exercise's time zone, without a zone of its own."""
    time_zone: str = "Asia/Tokyo"
    as_of: date
    department: str = ""
    """Who prepares the exercise and its report: a department, never a person."""
    distribution: tuple[str, ...] = ()
    scenario: Scenario
    checklists: tuple[Checklist, ...] = Field(min_length=1)
    organisations: tuple[Organisation, ...] = ()
    observers: tuple[ObserverSeat, ...] = ()
    assignments: dict[str, tuple[str, ...]] = {}
    """slot/kind, or organisation/kind where one house differs: the items that apply to the team."""
    adaptations: dict[str, dict[str, Adaptation]] = {}
    """Organisation, then inject."""
    attendance: dict[str, int] = {}
    """Planned participants by layer; no names."""
    settings: Settings = Settings()

    @model_validator(mode="after")
    def _hangs_together(self) -> "Plan":
        slots = {m.id for m in self.scenario.cast if m.kind == "player"}
        seen: set[str] = set()
        for organisation in self.organisations:
            if organisation.slot not in slots:
                raise Unfit(
                    N_("the scenario has no player slot {slot} for organisation {organisation}"),
                    slot=organisation.slot, organisation=organisation.id,
                )  # fmt: skip
            if organisation.id in seen:
                raise Unfit(N_("organisation {organisation} stands twice"), organisation=organisation.id)
            seen.add(organisation.id)
        codes = [seat.code for seat in self.observers]
        if len(codes) != len(set(codes)):
            raise Unfit(N_("an observer code stands twice"))
        return self

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the plan's canonical JSON text."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    def text(self) -> str:
        """The canonical JSON text that is stored and hashed; `Plan.model_validate_json` reads it back."""
        return self.model_dump_json(by_alias=True, exclude_defaults=True)

    @cached_property
    def items(self) -> dict[str, Item]:
        """Items of all checklists by id; the first list that has an id decides."""
        found: dict[str, Item] = {}
        for checklist in self.checklists:
            for item in checklist.items:
                found.setdefault(item.id, item)
        return found

    @cached_property
    def organisation_by_id(self) -> dict[str, Organisation]:
        """Organisations by id."""
        return {organisation.id: organisation for organisation in self.organisations}

    @cached_property
    def teams(self) -> dict[str, tuple[Organisation, Team]]:
        """Every team by its address organisation/kind, in the order of the plan."""
        return {o.address(t.kind): (o, t) for o in self.organisations for t in o.teams}

    @cached_property
    def receivers(self) -> dict[str, tuple[str, ...]]:
        """Each inject's organisations, as `is_addressed` says it."""
        return {
            inject.id: tuple(o.id for o in self.organisations if self.is_addressed(inject, o.id))
            for inject in self.scenario.injects
        }

    @cached_property
    def organisations_in_slot(self) -> dict[str, tuple[Organisation, ...]]:
        """The organisations that fill each player slot."""
        slots: dict[str, list[Organisation]] = {m.id: [] for m in self.scenario.cast if m.kind == "player"}
        for organisation in self.organisations:
            slots[organisation.slot].append(organisation)
        return {slot: tuple(found) for slot, found in slots.items()}

    def items_of(self, team: str) -> tuple[str, ...]:
        """Ids of the items that apply to a team (organisation/kind), before exclusions."""
        own = self.assignments.get(team)
        if own is not None:
            return own
        organisation_id, _, kind = team.partition("/")
        organisation = self.organisation_by_id.get(organisation_id)
        return self.assignments.get(f"{organisation.slot}/{kind}", ()) if organisation else ()

    def targets_of(self, inject: Inject, organisation: str | None = None) -> tuple[str, ...]:
        """Addresses (organisation/kind) of the teams that receive an inject, for all organisations or one."""
        found: list[str] = []
        for house in self.organisations if organisation is None else (self.organisation_by_id[organisation],):
            left_out = self.adaptations.get(house.id, {}).get(inject.id)
            if left_out is not None and left_out.skipped:
                continue
            for address in inject.to:
                member, _, kind = address.partition("/")
                if member in ("all", house.slot, house.id):
                    found += [house.address(t.kind) for t in house.teams if kind in ("", t.kind)]
        return tuple(dict.fromkeys(found))

    def is_addressed(self, inject: Inject, organisation: str) -> bool:
        """Whether one organisation receives an inject: it is addressed to it, and its sub-controller did not leave it out.

        What only controllers read concerns everybody.
        """
        if inject.kind == "information":
            return True
        house = self.organisation_by_id[organisation]
        left_out = self.adaptations.get(organisation, {}).get(inject.id)
        if left_out is not None and left_out.skipped:
            return False
        return any(address.partition("/")[0] in ("all", house.slot, house.id) for address in inject.to)

    def adapted(self, inject: Inject, organisation: str | None) -> Inject:
        """The inject as one organisation receives it."""
        change = self.adaptations.get(organisation or "", {}).get(inject.id)
        if change is None:
            return inject
        said = {key: value for key in ("title", "body", "notes") if (value := getattr(change, key)) is not None}
        return inject.model_copy(update=said)


def default_assignments(scenario: Scenario, checklists: tuple[Checklist, ...]) -> dict[str, tuple[str, ...]]:
    """For each slot/kind the items its team leads: of an item's layers the first that has a team in the slot.

    Only items that the scenario asks for count: expected by an inject, named by an objective, or standing.
    """
    items = {item.id: item for checklist in reversed(checklists) for item in checklist.items}
    wanted = [items[i] for i in scenario.expected_items() if i in items]
    found: dict[str, list[str]] = {}
    for member in scenario.cast:
        by_layer = {LAYER_OF_TEAM[kind]: kind for kind in member.teams}
        for item in wanted:
            lead = next((by_layer[layer] for layer in item.layers if layer in by_layer), None)
            if lead:
                found.setdefault(f"{member.id}/{lead}", []).append(item.id)
    return {team: tuple(ids) for team, ids in found.items()}
