"""The board of an exercise with many organisations: how each of them stands, those that need somebody first.

Everything that is the same for all organisations of a slot is worked out once; of one organisation again only what an entry
or the clock changed, so that a thousand of them are looked at within a few milliseconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from exercise_studio.conduct.run import InjectState, LiveRun, OrganisationState, RunState
from exercise_studio.domain.exercise import Organisation, Plan
from exercise_studio.domain.log import Entry
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import MINUTE, Play

QUIET: Final = 10 * MINUTE
"""Milliseconds of play without a word, while something is expected, after which the board says so."""

AlarmKind = Literal["critical", "quiet", "recalled"]
URGENCY: Final[dict[AlarmKind, int]] = {"critical": 0, "quiet": 1, "recalled": 2}


@dataclass(frozen=True, slots=True)
class Alarm:
    """Why an organisation needs somebody. `subject`: the item or the inject; `minutes`: how long nothing was heard."""

    kind: AlarmKind
    subject: str = ""
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class BoardRow:
    """How one organisation stands at a moment of play.

    Attributes:
        sent, received: injects it was sent, and of those the ones that its teams confirmed or answered.
        last: play time of its last response or decision, None before the first.
        quiet: milliseconds of play since then (since the first inject it was sent, before); None while nothing was sent.
        expected, done: items that injects ask of it by now, and those of them that are done, partly done included.
        late: ids of items that are past their time, critical ones first.
        branches: ids of branches that were asked and not decided.
        adapted: injects that its sub-controller changed.
        missed: injects that were fired before it came.
    """

    organisation: str
    name: str
    sent: int = 0
    received: int = 0
    last: Play | None = None
    quiet: int | None = None
    expected: int = 0
    done: int = 0
    late: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    adapted: int = 0
    missed: int = 0
    alarms: tuple[Alarm, ...] = ()

    @property
    def rank(self) -> tuple[int, int, int]:
        """Alarms first, the worst before all; then late items; then the longest silence."""
        worst = min((URGENCY[alarm.kind] for alarm in self.alarms), default=len(URGENCY))
        return worst, -len(self.late), -(self.quiet or 0)


@dataclass(slots=True)
class _Facts:
    """What the log says of one organisation, apart from the clock."""

    sent: int = 0
    received: int = 0
    first: Play | None = None
    last: Play | None = None
    expected: int = 0
    done: int = 0
    open: list[tuple[int, bool, str]] = field(default_factory=list)
    """(due in play, critical, item) of what is expected and not done, by time; what has no time limit stands at infinity."""
    branches: tuple[str, ...] = ()
    recalled: str = ""
    adapted: int = 0
    missed: int = 0


_NEVER: Final = 1 << 60
Asks = list[tuple[str, str, bool, tuple[tuple[str, int | None], ...]]]
"""For a slot: (team kind, item, critical, (inject, time limit) …)."""


class Board:
    """Keeps the rows of a run up to date. It reads the run and changes nothing.

    Attributes:
        rows: organisation to its row, as of the last `look`.
    """

    def __init__(self) -> None:
        self.rows: dict[str, BoardRow] = {}
        self._live: LiveRun | None = None
        self._state: RunState | None = None
        self._plan: Plan | None = None
        self._seen = 0
        self._facts: dict[str, _Facts] = {}
        self._asks: dict[str, Asks] = {}
        self._teams: dict[str, tuple[tuple[str, str], ...]] = {}
        self._addressed: dict[str, frozenset[str]] = {}
        self._common: dict[tuple[int, frozenset[str]], list[tuple[str, str, bool, int]]] = {}

    def look(self, live: LiveRun, play: Play, lang: Lang) -> list[BoardRow]:
        """The rows at a moment of play, those that need somebody first."""
        state = live.state
        self._common = {}
        for house in self._touched(live):
            self._facts[house.id] = self._facts_of(state, house)
        self.rows = {
            house.id: self._row(house, self._facts[house.id], play, lang) for house in state.plan.organisations
        }
        return sorted(self.rows.values(), key=_rank)

    def _touched(self, live: LiveRun) -> Sequence[Organisation]:
        """The organisations of which an entry since the last look says something; all after a change of the plan."""
        state, plan = live.state, live.state.plan
        new: list[Entry] = live.entries[self._seen :]
        whole = (
            live is not self._live
            or state is not self._state
            or plan is not self._plan
            or len(live.entries) < self._seen
        )
        self._live, self._state, self._seen = live, state, len(live.entries)
        if whole:
            self._plan = plan
            self._facts, self._asks = {}, {}
            self._addressed = _addressed(plan)
            self._teams = {
                house.id: tuple((t.kind, house.address(t.kind)) for t in house.teams) for house in plan.organisations
            }
            return plan.organisations
        touched: set[str] = set()
        for entry in new:
            if entry.scope:
                touched.add(entry.scope)
            elif entry.kind in _OF_ALL:
                targets = getattr(entry.payload, "targets", ())
                if not targets:
                    return plan.organisations
                touched.update(targets)
            team = getattr(entry.payload, "team", "")
            if team:
                touched.add(team.partition("/")[0])
        return [plan.organisation_by_id[one] for one in touched if one in plan.organisation_by_id]

    def _asks_of(self, plan: Plan, house: Organisation) -> Asks:
        """What injects ask of each team of a slot; a house with assignments of its own is asked for itself."""
        own = any(address in plan.assignments for _kind, address in self._teams[house.id])
        key = house.id if own else f"slot/{house.slot}/{','.join(kind for kind, _address in self._teams[house.id])}"
        found = self._asks.get(key)
        if found is not None:
            return found
        asked: dict[str, list[tuple[str, int | None]]] = {}
        for inject in plan.scenario.injects:
            for expect in inject.expects:
                item = plan.items.get(expect.item)
                limit = (
                    expect.within if expect.within is not None else item.target.within if item and item.target else None
                )
                asked.setdefault(expect.item, []).append((inject.id, limit))
        found = [
            (kind, item, plan.items[item].critical, tuple(asked[item]))
            for kind, address in self._teams[house.id]
            for item in plan.items_of(address)
            if item in plan.items and item in asked
        ]
        self._asks[key] = found
        return found

    def _facts_of(self, state: RunState, house: Organisation) -> _Facts:
        plan, own = state.plan, state.seen(house.id)
        facts = _Facts(last=own.last_response, adapted=len(plan.adaptations.get(house.id, {})))
        injects: dict[str, InjectState] = state.injects if not own.injects else {**state.injects, **own.injects}
        mine = self._addressed[house.id]
        fired: dict[str, Play] = {}
        for name, known in injects.items():
            if name not in mine:
                continue
            if known.status == "fired" and known.fired_at is not None:
                fired[name] = known.fired_at
                facts.sent += 1
                confirmed = any(address in known.received for _kind, address in self._teams[house.id])
                if confirmed or (own.last_response is not None and own.last_response >= known.fired_at):
                    facts.received += 1
            elif known.status == "recalled":
                facts.recalled = name
            elif known.status == "missed":
                facts.missed += 1
        facts.first = min(fired.values(), default=None)
        self._items(state, house, own, fired, facts)
        facts.branches = tuple(
            branch.id for branch in plan.scenario.branches
            if branch.asked_at in fired and branch.id not in own.branches and _decides(branch.decided_by, house)
        )  # fmt: skip
        return facts

    def _items(
        self, state: RunState, house: Organisation, own: OrganisationState, fired: dict[str, Play], facts: _Facts
    ) -> None:
        asks = self._asks_of(state.plan, house)
        if own.injects:
            asked = _asked(asks, fired)
        else:  # what was sent to it is what was sent to all of its slot
            key = (id(asks), self._addressed[house.id])
            known_asked = self._common.get(key)
            asked = known_asked if known_asked is not None else self._common.setdefault(key, _asked(asks, fired))
        addresses = dict(self._teams[house.id])
        for kind, item, critical, due in asked:
            place = (addresses[kind], item)
            if state.excluded and place in state.excluded:
                continue
            facts.expected += 1
            known = own.items.get(place)
            if known is None:
                facts.open.append((due, critical, item))
            elif known.extent != "missed":
                facts.done += 1
        facts.open.sort()

    def _row(self, house: Organisation, facts: _Facts, play: Play, lang: Lang) -> BoardRow:
        since = facts.last if facts.last is not None else facts.first
        quiet = play - since if since is not None else None
        late: tuple[str, ...] = ()
        alarms: list[Alarm] = []
        if facts.open and facts.open[0][0] < play:
            passed = [one for one in facts.open if one[0] < play]
            passed.sort(key=_critical_first)
            late = tuple(item for _due, _critical, item in passed)
            if passed[0][1]:
                alarms.append(Alarm("critical", passed[0][2]))
        if facts.open and quiet is not None and quiet >= QUIET:
            alarms.append(Alarm("quiet", minutes=quiet // MINUTE))
        if facts.recalled:
            alarms.append(Alarm("recalled", facts.recalled))
        return BoardRow(
            house.id, house.name.get(lang), facts.sent, facts.received, facts.last, quiet, facts.expected, facts.done,
            late, facts.branches, facts.adapted, facts.missed, tuple(alarms),
        )  # fmt: skip


_OF_ALL: Final = frozenset({
    "inject_fired", "inject_recalled", "inject_skipped", "inject_held", "inject_released", "branch_chosen", "item_excluded",
    "entry_withdrawn",
})  # fmt: skip


def _addressed(plan: Plan) -> dict[str, frozenset[str]]:
    """Injects that are sent to each organisation."""
    found: dict[str, set[str]] = {house.id: set() for house in plan.organisations}
    for inject in plan.scenario.injects:
        if inject.kind != "information":
            for house in plan.receivers[inject.id]:
                found[house].add(inject.id)
    return {house: frozenset(injects) for house, injects in found.items()}


def _asked(asks: Asks, fired: dict[str, Play]) -> list[tuple[str, str, bool, int]]:
    """What the injects that were sent ask for: (team kind, item, critical, due)."""
    found = []
    for kind, item, critical, injects in asks:
        sent = [(fired[inject], limit) for inject, limit in injects if inject in fired]
        if sent:
            due = min((at + limit for at, limit in sent if limit is not None), default=_NEVER)
            found.append((kind, item, critical, due))
    return found


def _rank(row: BoardRow) -> tuple[int, int, int]:
    return row.rank


def _critical_first(one: tuple[int, bool, str]) -> tuple[bool, int]:
    return (not one[1], one[0])


def _decides(decided_by: str | None, house: Organisation) -> bool:
    return not decided_by or decided_by.partition("/")[0] in ("all", house.slot, house.id)
