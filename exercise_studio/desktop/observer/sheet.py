"""The observer's sheet without Qt: what is counted, what is shown, where the next gap is, and tags inside notes."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from exercise_studio import language
from exercise_studio.conduct.run import RunState
from exercise_studio.desktop import texts
from exercise_studio.desktop.widgets.search import matches
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.text import Lang
from exercise_studio.journeys.observing import RatingRow
from exercise_studio.language import N_

LOW: Final = frozenset({1, 2})
"""Levels at which a report wants to know why."""


def lang() -> Lang:
    """The language in use, as queries want it."""
    return "en" if language.current() == "en" else "ja"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a sheet holds. Blank, not observed and the levels are counted apart; averages are nowhere here.

    Attributes:
        applicable: items on the sheet.
        levels: count at each level, 4 to 1.
        not_observed: items expressly not observed.
    """

    applicable: int
    levels: Mapping[int, int]
    not_observed: int

    @property
    def valued(self) -> int:
        """Items with a value."""
        return sum(self.levels.values())

    @property
    def blank(self) -> int:
        """Items about which nothing is said yet."""
        return self.applicable - self.valued - self.not_observed

    @property
    def done(self) -> int:
        """Items with a word on them: a value, or not observed."""
        return self.valued + self.not_observed

    @property
    def completion(self) -> float:
        """Share of items with a word on them, 0 to 1 (MODEL.md, "Sums"); an empty sheet is complete."""
        return self.done / self.applicable if self.applicable else 1.0


def coverage(rows: Iterable[RatingRow]) -> Coverage:
    """Counts of a sheet."""
    levels = {4: 0, 3: 0, 2: 0, 1: 0}
    applicable = unseen = 0
    for row in rows:
        applicable += 1
        if row.value == "NO":
            unseen += 1
        elif row.value is not None:
            levels[row.value] += 1
    return Coverage(applicable, levels, unseen)


def is_blank(row: RatingRow) -> bool:
    """Nothing is said yet."""
    return row.value is None


def is_not_observed(row: RatingRow) -> bool:
    """The observer says that it could not be seen."""
    return row.value == "NO"


def lacks_note(row: RatingRow) -> bool:
    """A low level without a word on why: a warning, never a bar to handing in."""
    return row.value in LOW and not row.note.strip()


def _every(row: RatingRow) -> bool:
    return True


Test = Callable[[RatingRow], bool]
KINDS: Final[Mapping[str, tuple[str, Test]]] = {
    "all": (N_("All {n}"), _every),
    "blank": (N_("Not rated {n}"), is_blank),
    "unseen": (N_("Not observed {n}"), is_not_observed),
    "low": (N_("Low without a note {n}"), lacks_note),
}
"""Filters by id: their caption with the count, and the test."""


def shown(rows: Iterable[RatingRow], kind: str = "all", phase: str = "", words: str = "") -> list[RatingRow]:
    """The rows that pass the filters; `phase` is an id or empty for all."""
    test = KINDS[kind][1]
    return [
        row
        for row in rows
        if test(row)
        and (not phase or row.phase == phase)
        and matches(words, row.item, row.title, row.team_name, row.note)
    ]


def next_gap(rows: Sequence[RatingRow], after: int) -> int | None:
    """The next row that needs a word, looking on from `after` and round to the start; first blanks, then missing notes."""
    order = [*range(after + 1, len(rows)), *range(min(after + 1, len(rows)))]
    for test in (is_blank, lacks_note):
        found = next((index for index in order if test(rows[index])), None)
        if found is not None:
            return found
    return None


QUICK_TAGS: Final = (
    N_("late"),
    N_("prompted"),
    N_("no-owner"),
    N_("unclear"),
    N_("not-recorded"),
    N_("well-done"),
)
"""Words that observers need most; put into the note as #word, so that they can be read and removed like any text."""

_TAG = re.compile(r"[#＃]([^\s#＃、。,.;；]+)")


def tags_in(text: str) -> tuple[str, ...]:
    """The tags of a note, each once; full-width signs count as half-width ones."""
    return tuple(dict.fromkeys(unicodedata.normalize("NFKC", tag) for tag in _TAG.findall(text)))


def with_tag(text: str, tag: str) -> str:
    """The note with the tag; the same note when it has it already."""
    if unicodedata.normalize("NFKC", tag) in tags_in(text):
        return text
    return f"{text.rstrip()} #{tag}".lstrip()


def short_teams(rows: list[RatingRow], plan: Plan) -> list[RatingRow]:
    """Teams without their organisation where the sheet has only one: nobody needs it on every line."""
    if len({r.team.partition("/")[0] for r in rows}) != 1:
        return rows
    return [replace(r, team_name=texts.authored(plan.teams[r.team][1].title)) for r in rows]


def with_row(all_rows: list[RatingRow], rows: list[RatingRow], at: RatingRow) -> list[RatingRow]:
    """The rows with the one the cursor is on, at its place."""
    wanted = {(r.team, r.item) for r in rows} | {(at.team, at.item)}
    return [r for r in all_rows if (r.team, r.item) in wanted]


def last_fired(state: RunState) -> str:
    """The inject that was fired last, for all or for one organisation; empty before the first."""
    fired = [(s.fired_at, name) for name, s in state.injects.items() if s.status == "fired" and s.fired_at is not None]
    for house in state.organisations.values():
        own = house.injects.items()
        fired += [(s.fired_at, name) for name, s in own if s.status == "fired" and s.fired_at is not None]
    return max(fired)[1] if fired else ""
