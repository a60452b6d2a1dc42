"""One organisation's part of an exercise, cut out of the whole, so that nothing of the others can reach its report.

The whole is folded and counted once (`Houses`); an organisation's part (`Own`) is small, and can be sent to another process
beside what all parts share (`Shared`).
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

from exercise_studio.conduct.clock import Clock
from exercise_studio.conduct.run import InjectState, OrganisationState, Rating, RunState
from exercise_studio.domain.checklist import Pillar
from exercise_studio.domain.exercise import Adaptation, ObserverSeat, Organisation, Plan
from exercise_studio.domain.findings import Grade
from exercise_studio.domain.scenario import Member
from exercise_studio.domain.text import Text
from exercise_studio.evaluation import scores, timeliness
from exercise_studio.evaluation.chronicle import Moment
from exercise_studio.evaluation.learning import Learning
from exercise_studio.language import N_, translate
from exercise_studio.reporting.material import Earlier, Material

V = TypeVar("V")
LEAST_OTHERS = 5
"""Of fewer others nothing is shown: with a handful, a distribution tells who is who."""
OTHER = "another-organisation"
"""The address that stands for any other organisation that takes part."""
STAND_IN = N_("Another organisation")
_OF_A_TEAM = frozenset({"response_logged", "decision_logged", "plan_activated"})
_OF_ALL = frozenset(
    {"run_started", "clock_paused", "clock_resumed", "time_jumped", "speed_changed", "run_suspended", "run_continued", "run_ended"}
)  # fmt: skip


class Others(NamedTuple):
    """How the others' values are spread: how many have one, and the quartiles. Nobody's own value has a name."""

    n: int
    lower: float
    median: float
    upper: float


@dataclass(frozen=True)
class Shared:
    """What the parts of all organisations have in common.

    Attributes:
        plan: without organisations, observers and what is theirs.
        spread: measure to every organisation's value, sorted, without names.
        houses: how many organisations take part.
        names: every organisation's names, those of the earlier exercise too.
        before: the same of the earlier exercise.
    """

    plan: Plan
    run: str
    mode: str
    clock: Clock
    injects: dict[str, InjectState]
    moments: tuple[Moment, ...]
    spread: dict[str, tuple[float, ...]]
    houses: int
    names: tuple[str, ...]
    before: "Shared | None" = None


class Mark(NamedTuple):
    """A finding that concerns several organisations, without its words."""

    id: str
    severity: Grade
    pillar: Pillar | None


@dataclass(frozen=True)
class Own:
    """What is one organisation's own.

    Attributes:
        common: findings that it shares with others.
        before: what was its own in the earlier exercise.
    """

    organisation: Organisation
    assignments: dict[str, tuple[str, ...]]
    adaptations: dict[str, Adaptation]
    observers: tuple[ObserverSeat, ...]
    state: OrganisationState
    ratings: dict[tuple[str, str], dict[str, Rating]]
    settled: dict[tuple[str, str], tuple[int, str]]
    excluded: dict[tuple[str, str], str]
    moments: tuple[Moment, ...]
    learning: Learning
    common: tuple["Mark", ...]
    measures: dict[str, float]
    before: "Own | None" = None


def others(shared: Shared, own: Own, measure: str) -> Others | None:
    """The spread of the other organisations' values; None where fewer than `LEAST_OTHERS` have one."""
    values = list(shared.spread.get(measure, ()))
    mine = own.measures.get(measure)
    if mine is not None:
        values.pop(bisect_left(values, mine))
    if len(values) < LEAST_OTHERS:
        return None
    return Others(len(values), *(_quantile(values, share) for share in (0.25, 0.5, 0.75)))


def _quantile(ordered: list[float], share: float) -> float:
    """Between the two nearest values, in proportion."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


class Houses:
    """Every organisation's part of an exercise that was folded once.

    Attributes:
        shared: what all parts have in common.
    """

    def __init__(self, m: Material, *, measured: bool = True) -> None:
        if m.state is None:
            raise ValueError("there is no run to cut into parts")
        self._plan, self._state, self._learning = m.plan, m.state, m.learning
        self._measures = _measures(m) if measured else {}
        self._before: Houses | None = None
        if m.earlier is not None:
            then = m.earlier
            self._before = Houses(
                Material(then.plan, then.state, (), then.learning, m.as_of, m.words, None), measured=False
            )
        everybody = self._index(m.moments)
        names = [said for house in m.plan.organisations for said in (house.name.ja, house.name.en) if said.strip()]
        self.shared: Shared = Shared(
            plan=_without_houses(m.plan),
            run=m.state.run, mode=m.state.mode, clock=m.state.clock,
            injects={key: replace(one, received={}) for key, one in m.state.injects.items()},
            moments=everybody,
            spread=_spread(self._measures.values()),
            houses=len(m.plan.organisations),
            names=tuple(dict.fromkeys([*names, *(self._before.shared.names if self._before else ())])),
            before=self._before.shared if self._before else None,
        )  # fmt: skip

    def _index(self, moments: Iterable[Moment]) -> tuple[Moment, ...]:
        """Sorts out whose what is, in one pass over each; returns the moments that are everybody's."""
        known = self._plan.organisation_by_id
        everybody: list[Moment] = []
        self._moments: dict[str, list[Moment]] = {house: [] for house in known}
        for moment in moments:
            entry = moment.entry
            if entry.kind in _OF_ALL or (
                entry.kind == "inject_fired" and not entry.scope and not entry.payload.targets
            ):
                everybody.append(_without_reason(moment))
                continue
            for house in _belongs_to(moment, known):
                self._moments[house].append(_anonymous(moment, house, self._plan))
        self._ratings = _by_house(self._state.ratings, known)
        self._settled = _by_house(self._state.settled, known)
        self._excluded = _by_house(self._state.excluded, known)
        self._findings: dict[str, list[str]] = {}
        self._common: dict[str, list[Mark]] = {}
        for finding in self._learning.findings.values():
            concerned = {team.partition("/")[0] for team in finding.finding.teams}
            if len(concerned) == 1:
                self._findings.setdefault(concerned.pop(), []).append(finding.finding.id)
            elif finding.counts and finding.finding.sort == "issue":
                mark = Mark(finding.finding.id, finding.finding.severity, finding.finding.pillar)
                for house in concerned & known.keys():
                    self._common.setdefault(house, []).append(mark)
        self._observers: dict[str, list[ObserverSeat]] = {house: [] for house in known}
        for seat in self._plan.observers:
            watched = {one.partition("/")[0] for one in seat.scope} or set(known)
            for house in watched & known.keys():
                scope = tuple(one for one in seat.scope if one.partition("/")[0] == house)
                self._observers[house].append(ObserverSeat(code=seat.code, scope=scope))
        return tuple(everybody)

    def of(self, house: str) -> Own:
        """One organisation's part. Raises KeyError for one that does not take part."""
        organisation = self._plan.organisation_by_id[house]
        addresses = [organisation.address(team.kind) for team in organisation.teams]
        before = self._before
        return Own(
            organisation=organisation,
            assignments={address: self._plan.items_of(address) for address in addresses},
            adaptations=self._plan.adaptations.get(house, {}),
            observers=tuple(self._observers[house]),
            state=self._own_state(house),
            ratings=self._ratings[house],
            settled=self._settled[house],
            excluded=self._excluded[house],
            moments=tuple(self._moments[house]),
            learning=self._own_learning(house),
            common=tuple(self._common.get(house, ())),
            measures=self._measures.get(house, {}),
            before=before.of(house) if before is not None and house in before._plan.organisation_by_id else None,
        )

    def _own_state(self, house: str) -> OrganisationState:
        known = self._state.seen(house)
        shares = [
            replace(share, sender=_masked(share.sender, house, self._plan), receiver=_masked(share.receiver, house, self._plan))
            for share in known.shares
        ]  # fmt: skip
        return replace(known, shares=shares)

    def _own_learning(self, house: str) -> Learning:
        """Findings that concern this organisation alone, what is done about them, and passages edited for its report."""
        findings = {one: self._learning.findings[one] for one in self._findings.get(house, ())}
        actions = {}
        if findings:
            actions = {key: one for key, one in self._learning.actions.items() if one.action.finding in findings}
        mark = slot_mark(house)
        sections = {
            (slot.removeprefix(mark), lang): said
            for (slot, lang), said in self._learning.sections.items()
            if slot.startswith(mark) or slot == "cover.department"
        }
        # Whose report an issue was is not on record: what changed since then must not be told from another's.
        issued = [replace(one, edition="", outline={}) for one in self._learning.issued]
        return Learning(findings=findings, actions=actions, sections=sections, issued=issued)


def slot_mark(house: str) -> str:
    """What the slots of one organisation's report begin with, so that nothing written for another report gets into it."""
    return f"org.{house}."


def _measures(m: Material) -> dict[str, dict[str, float]]:
    """Organisation to what it can be compared by: `average`, `in_time`, `coverage`, and the average of each pillar."""
    groups: dict[str, list[scores.Unit]] = {}
    for unit in m.units:
        groups.setdefault(unit.organisation, []).append(unit)
    late: dict[str, list[timeliness.Latency]] = {}
    for one in m.latencies:
        late.setdefault(one.organisation, []).append(one)
    found: dict[str, dict[str, float]] = {}
    for house, group in groups.items():
        whole = scores.score(group, m.weight)
        values: dict[str, float | None] = {"average": whole.average, "coverage": whole.coverage}
        values["in_time"] = timeliness.tally(late.get(house, ())).rate
        for pillar, part in scores.grouped(group, "pillar", m.weight).items():
            values[pillar] = part.average
        found[house] = {measure: value for measure, value in values.items() if value is not None}
    return found


def _spread(measures: Iterable[dict[str, float]]) -> dict[str, tuple[float, ...]]:
    values: dict[str, list[float]] = {}
    for one in measures:
        for measure, value in one.items():
            values.setdefault(measure, []).append(value)
    return {measure: tuple(sorted(found)) for measure, found in values.items()}


def _by_house(of: dict[tuple[str, str], V], known: Iterable[str]) -> dict[str, dict[tuple[str, str], V]]:
    """What is kept by (team, item), by organisation."""
    found: dict[str, dict[tuple[str, str], V]] = {house: {} for house in known}
    for key, value in of.items():
        house = key[0].partition("/")[0]
        if house in found:
            found[house][key] = value
    return found


def _belongs_to(moment: Moment, known: dict[str, Organisation]) -> Iterable[str]:
    """The organisations of whose report an entry is part: what their own teams did and passed on, and what reached them."""
    entry, said = moment.entry, moment.entry.payload
    if entry.kind in _OF_A_TEAM:
        house = said.team.partition("/")[0]
        return (house,) if house in known else ()
    if entry.kind == "information_shared":
        sender, receiver = (end.partition("/")[0] for end in (said.sender, said.receiver))
        if sender in known:
            return (sender,)
        return (receiver,) if receiver in known else ()
    if entry.kind == "inject_fired":
        chosen = {entry.scope} if entry.scope else set(said.targets)
        return tuple(house for house in known if house in chosen)
    return ()


def _without_reason(moment: Moment) -> Moment:
    """Why the organisers paused or ended is their own note."""
    payload = moment.entry.payload
    if not getattr(payload, "reason", ""):
        return moment
    return moment._replace(entry=moment.entry._replace(payload=payload.changed(reason="")))


def _masked(address: str, house: str, plan: Plan) -> str:
    """An address in which another organisation that takes part cannot be recognised."""
    body = address.partition("/")[0]
    other = body != house and (body in plan.organisation_by_id or body in plan.organisations_in_slot)
    return OTHER if other else address


def _anonymous(moment: Moment, house: str, plan: Plan) -> Moment:
    """The entry without what it says of others."""
    entry, said = moment.entry, moment.entry.payload
    if entry.kind == "inject_fired":
        return moment._replace(entry=entry._replace(scope=None, payload=said.changed(targets=())))
    if entry.kind == "information_shared":
        ends = {name: _masked(getattr(said, name), house, plan) for name in ("sender", "receiver")}
        return moment._replace(entry=entry._replace(payload=said.changed(**ends, route=())))
    return moment


def _without_houses(plan: Plan) -> Plan:
    """The plan without what is any organisation's own, and without texts that speak to all of them at once."""
    return plan.changed(
        organisations=(), observers=(), adaptations={}, assignments={}, attendance={}, purpose=None, place="", distribution=()
    )  # fmt: skip


def plan_for(shared: Shared, own: Own) -> Plan:
    """The plan as it was for one organisation: itself alone, and the injects that were for it, as it received them."""
    house, scenario = own.organisation, shared.plan.scenario
    alone = shared.plan.changed(organisations=(house,), adaptations={house.id: own.adaptations})
    injects = tuple(
        alone.adapted(inject, house.id)
        for inject in scenario.injects
        if inject.kind != "information" and alone.is_addressed(inject, house.id)
    )
    stand_in = Member(id=OTHER, kind="simulated", title=_stand_in(), category="operator")
    cast = [member for member in scenario.cast if member.kind == "simulated" or member.id == house.slot]
    told = scenario.changed(injects=injects, cast=(*cast, stand_in), layer_decisions=())
    return shared.plan.changed(
        organisations=(house,), scenario=told, assignments=own.assignments, observers=own.observers
    )  # fmt: skip


def _stand_in() -> Text:
    return Text(ja=translate("ja", STAND_IN), en=STAND_IN)


def state_for(shared: Shared, own: Own, plan: Plan) -> RunState:
    """The run's state as far as it is one organisation's, without folding anything again."""
    state = RunState(plan, shared.run, shared.clock, shared.mode)
    state.injects = shared.injects
    state.organisations = {own.organisation.id: own.state}
    state.ratings, state.settled, state.excluded = own.ratings, own.settled, own.excluded
    return state


def moments_for(shared: Shared, own: Own) -> list[Moment]:
    """What is everybody's and what is the organisation's own, in the order of play."""
    return sorted((*shared.moments, *own.moments), key=lambda one: (one.play, one.entry.at, one.entry.id))


def earlier_for(shared: Shared, own: Own) -> Earlier | None:
    """The organisation's part of the earlier exercise; None where there was none or it did not take part."""
    if shared.before is None or own.before is None:
        return None
    plan = plan_for(shared.before, own.before)
    return Earlier(plan, state_for(shared.before, own.before, plan), own.before.learning)
