"""How long it took: the latency of each item for each team against its target, apart from how well it was done.

Latency is play time: of the first response that did the item, minus that of what asked for it (MODEL.md, "Latency").
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from exercise_studio.conduct.run import InjectState, RunState
from exercise_studio.domain.checklist import Item
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.scenario import Inject
from exercise_studio.domain.times import Play
from exercise_studio.evaluation.chronicle import Moment

Verdict = Literal["on_time", "late", "never", "no_target"]
Start = Literal["inject", "detection", "declaration", "endex"]


class Latency(NamedTuple):
    """One item of one team against the clock. Times are milliseconds of play.

    `verdict` is "never" when no logged response did the item wholly, "no_target" where no time applies: the item has
    none, what starts it did not happen, or it was not due before the run ended and was not done (`pending`).
    """

    team: str
    organisation: str
    item: Item
    verdict: Verdict
    latency: int | None = None
    target: int | None = None
    started_by: Start | None = None
    inject: str = ""
    started_at: Play | None = None
    done_at: Play | None = None
    partly: bool = False
    pending: bool = False


class Tally(NamedTuple):
    """How many of a group were on time; `rate` is on time / (on time + late + never)."""

    on_time: int
    late: int
    never: int
    no_target: int

    @property
    def n(self) -> int:
        """Units with a target that came due."""
        return self.on_time + self.late + self.never

    @property
    def rate(self) -> float | None:
        """Share that was on time; None where nothing had a target."""
        return self.on_time / self.n if self.n else None


class Anchors(NamedTuple):
    """When one organisation's moments came that targets are counted from; None: they did not."""

    detection: Play | None
    declaration: Play | None
    endex: Play | None


def anchors(state: RunState, moments: Iterable[Moment]) -> dict[str, Anchors]:
    """The anchors of every organisation of the plan.

    Detection: the first inject that reached the organisation, because from then on there was something to detect.
    Declaration: the first plan (contingency, BCP, IT-BCP) that one of its teams put into force. Endex: the run's end.
    """
    declared: dict[str, Play] = {}
    for moment in moments:
        if moment.entry.kind == "plan_activated":
            house = moment.entry.payload.team.partition("/")[0]
            declared[house] = min(moment.play, declared.get(house, moment.play))
    ended = Play(state.clock.played) if state.clock.mode == "ended" else None
    everybody = _fired_times(state.injects.values())
    found: dict[str, Anchors] = {}
    for organisation in state.plan.organisations:
        own = state.organisations.get(organisation.id)
        fired = everybody + (_fired_times(own.injects.values()) if own else [])
        found[organisation.id] = Anchors(min(fired, default=None), declared.get(organisation.id), ended)
    return found


def _fired_times(states: Iterable[InjectState]) -> list[Play]:
    return [state.fired_at for state in states if state.status == "fired" and state.fired_at is not None]


def latencies(plan: Plan, state: RunState, moments: Iterable[Moment] = ()) -> list[Latency]:
    """The latency of every applicable unit, in the order of the plan. `moments` tell when plans were put into force."""
    anchored = anchors(state, moments)
    expecting: dict[str, list[tuple[Inject, int | None, str | None]]] = {}
    for inject in plan.scenario.injects:
        for expect in inject.expects:
            expecting.setdefault(expect.item, []).append((inject, expect.within, expect.by))
    played = Play(state.clock.played)
    found: list[Latency] = []
    for organisation in plan.organisations:
        house = state.organisations.get(organisation.id)
        moment = anchored[organisation.id]
        for team in organisation.teams:
            address = organisation.address(team.kind)
            own_addresses = {f"{organisation.slot}/{team.kind}", address, organisation.slot, organisation.id, "all"}
            own_addresses.add(f"all/{team.kind}")
            for item_id in plan.items_of(address):
                item = plan.items.get(item_id)
                if item is None or (address, item_id) in state.excluded:
                    continue
                first = _first_expecting(state, organisation.id, expecting.get(item_id, ()), own_addresses)
                start, started_by, origin, target = _start(item, first, moment)
                done = house.items.get((address, item_id)) if house else None
                done_at = done.done_at if done else None
                latency = done_at - start if done_at is not None and start is not None else None
                partly = done is not None and done_at is None and done.extent == "partly"
                told = (latency, target, started_by, origin, start, done_at, partly)
                unit = Latency(address, organisation.id, item, "no_target", *told)
                found.append(_judged(unit, played))
    return found


def _first_expecting(
    state: RunState, organisation: str, wanted: Iterable[tuple[Inject, int | None, str | None]], addresses: set[str]
) -> tuple[Play, Inject, int | None] | None:
    """The fired inject by which the item is due first: its firing time, itself, and its own limit where it has one."""
    first: tuple[Play, Inject, int | None] | None = None
    for inject, within, by in wanted:
        if by is not None and by not in addresses:
            continue
        known = state.inject_state(inject.id, organisation)
        fired = known.fired_at
        if known.status != "fired" or fired is None:
            continue
        if first is None or fired + (within or 0) < first[0] + (first[2] or 0):
            first = (fired, inject, within)
    return first


def _start(
    item: Item, first: tuple[Play, Inject, int | None] | None, moment: Anchors
) -> tuple[Play | None, Start | None, str, int | None]:
    """From when the time counts, what says so, the inject if it is one, and the target.

    The inject that asks for the item decides, with its own limit or the item's; without one, the anchor the item names.
    """
    target = item.target if item.target is not None and item.target.start != "always" else None
    within = target.within if target else None
    if first is not None:
        return first[0], "inject", first[1].id, first[2] if first[2] is not None else within
    if target is None or target.start == "receipt":
        return None, None, "", None
    at: dict[Start, Play | None] = {
        "detection": moment.detection,
        "declaration": moment.declaration,
        "endex": moment.endex,
    }
    start: Start = "detection" if target.start == "detection" else "endex" if target.start == "endex" else "declaration"
    return at[start], start, "", within


def _judged(unit: Latency, played: Play) -> Latency:
    if unit.target is None or unit.started_at is None:
        return unit
    if unit.latency is not None:
        return unit._replace(verdict="on_time" if unit.latency <= unit.target else "late")
    if unit.started_at + unit.target > played:
        return unit._replace(pending=True)
    return unit._replace(verdict="never")


def tally(group: Iterable[Latency]) -> Tally:
    """How many were on time, late, never done, or without a target that came due."""
    counts = {"on_time": 0, "late": 0, "never": 0, "no_target": 0}
    for unit in group:
        counts[unit.verdict] += 1
    return Tally(counts["on_time"], counts["late"], counts["never"], counts["no_target"])
