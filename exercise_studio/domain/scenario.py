"""A scenario: a reusable script of phases, injects, branches and objectives (format exercise-studio/scenario/1)."""

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, NaiveDatetime, StringConstraints, model_validator

from exercise_studio.domain.checklist import Id, Layer, Pillar, Threat
from exercise_studio.domain.conditions import Condition
from exercise_studio.domain.errors import Unfit
from exercise_studio.domain.text import Lang, Model, Text
from exercise_studio.domain.times import Duration
from exercise_studio.language import N_

Tlp = Literal["RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"]
TlpInFile = Literal["red", "amber+strict", "amber", "green", "clear"]
Sector = Literal[
    "ict", "finance", "aviation", "airport", "railway", "power", "gas", "government", "medical", "water", "logistics",
    "chemical", "credit", "oil", "port",
]  # fmt: skip
SystemKind = Literal["it", "ot", "iot", "none"]
Channel = Literal["mail", "phone", "notice", "news", "post", "chat", "form", "alert", "in_person", "document"]
InjectType = Literal[
    "tech", "field", "external", "info_provide", "decision", "media", "official", "spillover", "supplier", "legal", "human"
]  # fmt: skip
InjectKind = Literal["normal", "contingency", "information"]
TeamKind = Literal[
    "executives", "ciso", "strategy", "csirt", "ot", "operations", "publicity", "legal", "audit", "supplier"
]
LAYER_OF_TEAM: dict[str, Layer] = {
    "executives": "EXEC", "ciso": "CISO", "strategy": "SM", "csirt": "SYS", "ot": "OT", "operations": "BIZ",
    "publicity": "PR", "legal": "LEGAL", "audit": "AUDIT", "supplier": "SUPPLIER",
}  # fmt: skip
BodyCategory = Literal[
    "supplier", "customer", "press", "ministry", "national_office", "ceptoar_secretariat", "isac", "police", "port_authority",
    "local_government", "agency", "counsel", "public", "attacker", "headquarters", "operator", "other",
]  # fmt: skip
Address = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][\w.-]*(/[\w.-]+)?$", max_length=160)]
"""`all`, a member of the cast, or member/team."""


class Jump(Model):
    """A time jump at the start of a phase: the scenario clock moves on, play does not."""

    to: NaiveDatetime
    told: Text


class ScenarioPhase(Model):
    """A stretch of play."""

    id: Id
    title: Text
    start: Duration = Field(alias="from")
    end: Duration = Field(alias="to")
    jump: Jump | None = None


class Member(Model):
    """Somebody who appears: a slot that players fill, or a body that a controller plays."""

    id: Id
    kind: Literal["player", "simulated"]
    title: Text
    sector: Sector | None = None
    category: BodyCategory | None = None
    teams: tuple[TeamKind, ...] = ()
    about: Text | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> "Member":
        if self.kind == "player" and not (self.sector and self.teams):
            raise Unfit(N_("player {member} needs a sector and teams"), member=self.id)
        if self.kind == "simulated" and not self.category:
            raise Unfit(N_("simulated body {member} needs a category"), member=self.id)
        return self


class Objective(Model):
    """What the exercise is to find out (検証課題)."""

    id: Id
    text: Text
    pillar: Pillar
    items: tuple[Id, ...] = ()
    standards: tuple[Literal["mandatory", "recommended", "industry", "internal"], ...] = ()


class Outage(Model):
    """What is really broken, for the cascade. An estimate for exercise use (推定値・演習用)."""

    sector: Sector
    share: float = Field(ge=0, le=1)
    level: float = Field(ge=0, le=1)
    start: Duration = Field(alias="from")
    end: Duration = Field(alias="to")


class Expectation(Model):
    """An action that an inject should set off, with its reason."""

    item: Id
    within: Duration | None = None
    by: Address | None = None
    why: Text


class Attachment(Model):
    """A file that players receive with an inject; the path stays inside the scenario's folder."""

    file: Annotated[str, StringConstraints(pattern=r"^attachments/[^/\\:*?\"<>|\x00-\x1f]+$", max_length=120)]
    title: Text
    lang: Lang | None = None


class After(Model):
    """So long after another inject was fired, in play time."""

    inject: Id
    delay: Duration


class Inject(Model):
    """One thing that players receive (状況付与); `notes`, `prompts` to controllers and `expects` never reach them."""

    id: Id
    at: Duration | None = None
    after: After | None = None
    when: Condition | None = None
    kind: InjectKind = "normal"
    type: InjectType
    channel: Channel
    sender: Id = Field(alias="from")
    to: tuple[Address, ...] = Field(min_length=1)
    system: SystemKind
    guard: Literal["normal", "major"] = "normal"
    tlp: TlpInFile | None = None
    phase: Id | None = None
    objective: Id | None = None
    title: Text
    body: Text
    notes: Text | None = None
    prompts: tuple[Text, ...] = ()
    expects: tuple[Expectation, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @model_validator(mode="after")
    def _has_one_time(self) -> "Inject":
        if self.at is not None and self.after is not None:
            raise Unfit(N_("inject {inject} has both “at” and “after”; one of them decides"), inject=self.id)
        if self.at is None and self.after is None and self.when is None:
            raise Unfit(N_("inject {inject} needs “at”, “after” or “when”"), inject=self.id)
        return self


class Option(Model):
    """One way a branch can go."""

    id: Id
    text: Text


class Branch(Model):
    """A decision of the players that the scenario waits for."""

    id: Id
    asked_at: Id
    decided_by: Address | None = None
    """Whose decision it is (member or member/team); anybody's who receives the inject unless said."""
    question: Text
    options: tuple[Option, ...] = Field(min_length=2)


class LayerDecision(Model):
    """What a layer has to decide, and the inject that forces it to."""

    layer: Layer
    inject: Id
    text: Text


class Precedent(Model):
    """A public case behind the scenario: the only place where real organisations stand."""

    what: Text
    source: str
    date: str = ""


class Basis(Model):
    """What the scenario rests on, and what it does not claim."""

    note: Text | None = None
    precedents: tuple[Precedent, ...] = ()


class Waiver(Model):
    """A check that does not apply here, with the reason."""

    check: Id
    reason: Text


class Clock(Model):
    """The scenario's wall clock at T+0, Japan time."""

    start: NaiveDatetime


class Scenario(Model):
    """A whole script. Everything that can refer to something is checked in design/; here only the shape is."""

    format: Literal["exercise-studio/scenario/1"]
    id: Id
    profile: Literal["exercise", "short", "drill"] = "exercise"
    waive: tuple[Waiver, ...] = ()
    title: Text
    summary: Text
    as_of: date
    level: Literal["introductory", "standard", "advanced"]
    sectors: tuple[Sector, ...] = Field(min_length=1)
    threats: tuple[Threat, ...] = Field(min_length=1)
    tags: tuple[Id, ...] = ()
    duration: Duration
    clock: Clock
    checklists: tuple[Id, ...] = Field(min_length=1)
    cast: tuple[Member, ...] = Field(min_length=1)
    phases: tuple[ScenarioPhase, ...] = Field(min_length=1)
    objectives: tuple[Objective, ...] = Field(min_length=1)
    standing: tuple[Id, ...] = ()
    """Checklist items observed all through."""
    layer_decisions: tuple[LayerDecision, ...] = ()
    outages: tuple[Outage, ...] = ()
    injects: tuple[Inject, ...] = Field(min_length=1)
    branches: tuple[Branch, ...] = ()
    basis: Basis | None = None

    @model_validator(mode="after")
    def _has_unique_ids(self) -> "Scenario":
        for name in ("cast", "phases", "objectives", "injects", "branches"):
            ids = [part.id for part in getattr(self, name)]
            twice = {one for one in ids if ids.count(one) > 1}
            if twice:
                raise Unfit(N_("{ids} of “{list}” stands twice"), ids=", ".join(sorted(twice)), list=name)
        return self

    @cached_property
    def inject_by_id(self) -> dict[str, Inject]:
        """Injects by id."""
        return {inject.id: inject for inject in self.injects}

    @cached_property
    def member_by_id(self) -> dict[str, Member]:
        """Cast by id."""
        return {member.id: member for member in self.cast}

    @cached_property
    def branch_by_id(self) -> dict[str, Branch]:
        """Branches by id."""
        return {branch.id: branch for branch in self.branches}

    def phase_at(self, play: int) -> ScenarioPhase:
        """The phase that holds a moment of play (milliseconds); the last one afterwards."""
        return next((phase for phase in self.phases if phase.start <= play < phase.end), self.phases[-1])

    def expected_items(self) -> tuple[str, ...]:
        """Every item that an inject, an objective or the standing list asks for, in order of first mention."""
        named = [expect.item for inject in self.injects for expect in inject.expects]
        named += [item for objective in self.objectives for item in objective.items] + list(self.standing)
        return tuple(dict.fromkeys(named))
