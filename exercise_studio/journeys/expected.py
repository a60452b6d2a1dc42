"""The checklist beside the log: what is expected of whom and by when, what is late, and who did it how fast. Pure."""

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from exercise_studio.conduct.describe import body_name
from exercise_studio.conduct.run import ItemState, RunState
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import Play

ItemStatus = Literal["done", "partly", "missed", "late", "expected", "standing", "open"]


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """One expected action of one team.

    Attributes:
        status: what its team did; else late or expected, where an inject that was fired asks for it; else standing, where
            it is observed all through; else open.
        expected_by: injects that ask for it.
        asked_at: play time of the first of them that was fired.
        latency: milliseconds from then to the first response that did it, wholly or partly.
        target: milliseconds in which it should be done.
    """

    item: str
    team: str
    team_name: str
    title: str
    critical: bool
    phase: str
    status: ItemStatus
    due: Play | None
    done_at: Play | None
    expected_by: tuple[str, ...]
    standing: bool = False
    asked_at: Play | None = None
    latency: int | None = None
    target: int | None = None

    @property
    def asked(self) -> bool:
        """Whether anything was expected by now: only such items count in the coverage."""
        return self.status not in ("open", "standing")

    @property
    def in_time(self) -> bool | None:
        """Whether it was done within its target; None where nobody can say."""
        return None if self.latency is None or self.target is None else self.latency <= self.target


class _Known(NamedTuple):
    """What does not change of a row while the plan stays."""

    row: ChecklistRow
    house: str
    key: tuple[str, str]
    asks: tuple[tuple[str, int | None], ...]
    """Inject and the time it leaves (milliseconds)."""


class Expectations:
    """The rows of a run, made anew only where something happened to them: 20 teams with 60 items take about a millisecond."""

    def __init__(self) -> None:
        self._for: tuple[Plan, Lang, str | None] | None = None
        self._excluded: frozenset[tuple[str, str]] = frozenset()
        self._known: list[_Known] = []
        self._injects: tuple[str, ...] = ()
        self._seen: list[tuple[object, ...]] = []
        self._rows: list[ChecklistRow] = []

    def rows(self, state: RunState, play: Play, lang: Lang, organisation: str | None = None) -> list[ChecklistRow]:
        """The checklist in its own order, for one organisation or all. Rows that stay are the same objects as before."""
        wanted = (state.plan, lang, organisation)
        excluded = frozenset(state.excluded)
        before = self._for
        if before is None or before[0] is not wanted[0] or before[1:] != wanted[1:] or excluded != self._excluded:
            self._for, self._excluded = wanted, excluded
            self._learn(state.plan, lang, organisation)
        fired = self._fired(state)
        touched = {house: state.seen(house).items for house in dict.fromkeys(known.house for known in self._known)}
        rows = self._rows
        for at, known in enumerate(self._known):
            done = touched[known.house].get(known.key)
            asked_at, due, target = _asked(known, fired)
            late = due is not None and play > due
            seen = (done.extent, done.first_at, done.done_at) if done is not None else (late, None, None)
            if (seen, asked_at, due) != self._seen[at]:
                self._seen[at] = (seen, asked_at, due)
                if rows is self._rows:
                    rows = list(rows)  # whoever has the old list keeps it as it was
                rows[at] = _row(known, done, asked_at, due, target, late)
        self._rows = rows
        return rows

    def _learn(self, plan: Plan, lang: Lang, organisation: str | None) -> None:
        asks: dict[str, list[tuple[str, int | None]]] = {}
        for inject in plan.scenario.injects:
            for expect in inject.expects:
                asks.setdefault(expect.item, []).append((inject.id, expect.within))
        standing = set(plan.scenario.standing)
        order = {item: index for index, item in enumerate(plan.items)}
        self._known = []
        for team, (house, _) in plan.teams.items():
            if organisation is not None and house.id != organisation:
                continue
            name = body_name(plan, team, lang)
            for item in plan.items_of(team):
                known = plan.items.get(item)
                if known is None or (team, item) in self._excluded:
                    continue
                own = known.target.within if known.target else None
                asked = tuple((inject, within if within is not None else own) for inject, within in asks.get(item, ()))
                row = ChecklistRow(
                    item, team, name, known.title.get(lang), known.critical, known.phase, "open", None, None,
                    tuple(inject for inject, _within in asked), known.standing or item in standing,
                )  # fmt: skip
                self._known.append(_Known(row, house.id, (team, item), asked))
        self._known.sort(key=lambda one: order[one.row.item])
        self._injects = tuple(dict.fromkeys(inject for one in self._known for inject, _within in one.asks))
        self._seen = [()] * len(self._known)
        self._rows = [one.row for one in self._known]

    def _fired(self, state: RunState) -> dict[tuple[str, str], Play]:
        found = {}
        for house in dict.fromkeys(known.house for known in self._known):
            for inject in self._injects:
                known = state.inject_state(inject, house)
                if known.status == "fired" and known.fired_at is not None:
                    found[house, inject] = known.fired_at
        return found


def _asked(known: _Known, fired: dict[tuple[str, str], Play]) -> tuple[Play | None, int | None, int | None]:
    """When it was asked for first, when it is due, and the time that leaves; all None before."""
    asked_at: Play | None = None
    due: int | None = None
    for inject, within in known.asks:
        at = fired.get((known.house, inject))
        if at is None:
            continue
        asked_at = at if asked_at is None or at < asked_at else asked_at
        if within is not None and (due is None or at + within < due):
            due = at + within
    return asked_at, due, None if asked_at is None or due is None else due - asked_at


def _row(
    known: _Known, done: ItemState | None, asked_at: Play | None, due: int | None, target: int | None, late: bool
) -> ChecklistRow:
    status: ItemStatus
    if done is not None and done.extent in ("done", "partly", "missed"):
        status = done.extent  # type: ignore[assignment]
    elif asked_at is not None:
        status = "late" if late else "expected"
    else:
        status = "standing" if known.row.standing else "open"
    did = done is not None and done.extent != "missed"
    latency = max(0, done.first_at - asked_at) if done is not None and did and asked_at is not None else None
    return replace(
        known.row, status=status, due=Play(due) if due is not None else None, done_at=done.done_at if done else None,
        asked_at=asked_at, latency=latency, target=target,
    )  # fmt: skip


def checklist_rows(state: RunState, play: Play, lang: Lang, *, organisation: str | None = None) -> list[ChecklistRow]:
    """The checklist beside the log, in the order of the checklist, for one organisation or all."""
    return Expectations().rows(state, play, lang, organisation)


class Coverage(NamedTuple):
    """How much of what was expected by now was done, in one group."""

    title: str
    done: int
    partly: int
    late: int
    asked: int


def coverage(rows: list[ChecklistRow], plan: Plan, lang: Lang, *, by: Literal["phase", "team"]) -> list[Coverage]:
    """Live coverage by phase of the response, or by the kind of team (the layer), in the order of the plan."""
    titles: dict[str, str] = {}
    if by == "phase":
        titles = {phase.id: phase.title.get(lang) for checklist in plan.checklists for phase in checklist.phases}
    else:
        for _house, team in plan.teams.values():
            titles.setdefault(team.kind, team.title.get(lang))
    groups: dict[str, list[ChecklistRow]] = {key: [] for key in titles}
    for row in rows:
        key = row.phase if by == "phase" else row.team.rpartition("/")[2]
        groups.setdefault(key, []).append(row)
    found = []
    for key, members in groups.items():
        asked = [row for row in members if row.asked]
        count = {status: sum(row.status == status for row in asked) for status in ("done", "partly", "late")}
        if members:
            found.append(Coverage(titles.get(key, key), count["done"], count["partly"], count["late"], len(asked)))
    return found
