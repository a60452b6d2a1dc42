"""The workbook of actions read back: only cells that were edited change something, and what both sides changed is asked about."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from exercise_studio.domain.errors import InputError, Problem
from exercise_studio.domain.log import ChangeSet
from exercise_studio.domain.text import LANGUAGES, Lang
from exercise_studio.evaluation.learning import ActionProgress
from exercise_studio.exchange.actions_sheet import SheetRow, read_actions
from exercise_studio.journeys import following_up
from exercise_studio.journeys.conducting import committed
from exercise_studio.journeys.session import Session
from exercise_studio.language import N_, translate
from exercise_studio.reporting.labels import ACTION_STATES, GRADES
from exercise_studio.reporting.sheets import COLUMN_TITLES, EDITABLE, editable_values

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_REIWA = re.compile(r"(?:令和|R)(\d{1,2}|元)[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_REQUIRED = frozenset({"text", "owner", "due"})
_DIGITS = str.maketrans("０１２３４５６７８９／－．", "0123456789/-.")


@dataclass(frozen=True, slots=True)
class CellChange:
    """One edited cell. `now` is what the program has, `sheet` what the workbook says; codes and ISO dates."""

    action: str
    column: str
    cell: str
    before: str
    now: str
    sheet: str

    @property
    def conflict(self) -> bool:
        """Whether it was changed in both since the workbook was written."""
        return self.before != self.now


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking the workbook in would do. Nothing has been changed yet.

    Attributes:
        changes: cells that were edited in the workbook alone.
        conflicts: cells that were changed on both sides to different values.
        problems: rows and cells that cannot be taken, each with its place.
        unchanged: rows without any edit.
        missing: actions that the workbook does not have; they stay as they are.
    """

    file: str
    changes: tuple[CellChange, ...]
    conflicts: tuple[CellChange, ...]
    problems: tuple[Problem, ...]
    unchanged: int
    missing: tuple[str, ...]


def preview(session: Session, path: Path) -> Preview:
    """Compares a workbook with the actions of the exercise. Raises InvalidFile for what is no such workbook."""
    titles = {translate(lang, title): name for name, title in COLUMN_TITLES.items() for lang in LANGUAGES}
    read = read_actions(path, titles)
    changes: list[CellChange] = []
    conflicts: list[CellChange] = []
    problems = list(read.problems)
    unchanged, seen = 0, set[str]()
    for row in read.rows:
        known = session.learning.actions.get(row.key)
        if known is None:
            message = N_("Row {row}: this exercise has no action {number}.")
            problems.append(_problem(path, row, "key", message, number=row.key))
            continue
        if row.key in seen:
            message = N_("Row {row}: action {number} stands twice; the first row counts.")
            problems.append(_problem(path, row, "key", message, number=row.key))
            continue
        seen.add(row.key)
        edited = _edited(path, row, known, problems)
        unchanged += not edited
        changes += [change for change in edited if not change.conflict]
        conflicts += [change for change in edited if change.conflict]
    missing = tuple(number for number in session.learning.actions if number not in seen)
    return Preview(path.name, tuple(changes), tuple(conflicts), tuple(problems), unchanged, missing)


def _edited(path: Path, row: SheetRow, known: ActionProgress, problems: list[Problem]) -> list[CellChange]:
    current = editable_values(known)
    found = []
    for column in EDITABLE:
        if column not in row.values or column not in row.base:
            continue
        value = _value(column, row.values[column].replace("\r\n", "\n").strip())
        if value is None:
            message = {
                "due": N_("Row {row}: “{value}” is no date; write it as 2026-11-30."),
                "state": N_("Row {row}: “{value}” is no state of an action."),
                "priority": N_("Row {row}: “{value}” is no priority."),
            }[column]
            problems.append(_problem(path, row, column, message, value=row.values[column][:60]))
            continue
        if value == row.base[column] or value == current[column]:
            continue
        if not value and column in _REQUIRED:
            message = N_("Row {row}: this cell may not be empty; what the program has stays.")
            problems.append(_problem(path, row, column, message))
            continue
        if column == "state" and value == "confirmed":
            message = N_("Row {row}: an action is confirmed in the program, by somebody in another role.")
            problems.append(_problem(path, row, column, message))
            continue
        found.append(CellChange(row.key, column, row.cell(column), row.base[column], current[column], value))
    return found


def _problem(path: Path, row: SheetRow, column: str, message: str, **params: object) -> Problem:
    return Problem("error", "row", message, {"row": row.number, **params}, path.name, path=row.cell(column))


def _value(column: str, text: str) -> str | None:
    """A cell's text as a code or an ISO date; None for one that is neither."""
    if column == "due":
        return _day(text)
    if column in ("state", "priority"):
        words: dict[Any, str] = dict(ACTION_STATES) if column == "state" else dict(GRADES)
        for code, word in words.items():
            if text.casefold() in {code, *(translate(lang, word).casefold() for lang in LANGUAGES)}:
                return str(code)
        return None
    return text


def _day(text: str) -> str | None:
    said = text.translate(_DIGITS).strip()
    if not said:
        return ""
    western, reiwa = _DATE.match(said), _REIWA.match(said)
    found = western or reiwa
    if found is None:
        return None
    year = int(found[1]) if western else 2018 + (1 if found[1] == "元" else int(found[1]))
    try:
        return date(year, int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None


def column_title(column: str, lang: Lang) -> str:
    """The heading of a column."""
    return translate(lang, COLUMN_TITLES[column])


def apply(session: Session, seen: Preview, *, take: Collection[tuple[str, str]] = ()) -> ChangeSet:
    """Takes the edited cells in, in one transaction; of conflicts those (action, column) in `take`.

    Raises InputError when an action was changed since the preview, or an edit is not allowed (closing without evidence):
    then nothing was taken.
    """
    wanted = [*seen.changes, *(one for one in seen.conflicts if (one.action, one.column) in take)]
    by_action: dict[str, dict[str, str]] = {}
    for change in wanted:
        known = session.learning.actions.get(change.action)
        if known is None or editable_values(known)[change.column] != change.now:
            raise InputError(
                N_("Action {number} was changed since the workbook was compared."),
                safe=N_("Nothing was taken in."), action=N_("Compare it again."), number=change.action,
            )  # fmt: skip
        by_action.setdefault(change.action, {})[change.column] = change.sheet
    if not by_action:
        raise InputError(N_("There is nothing to take in."), safe=N_("Nothing was changed."))
    with session.together():
        for number, values in by_action.items():
            _take(session, session.learning.actions[number], values)
    return committed(session)


def _take(session: Session, known: ActionProgress, values: dict[str, str]) -> None:
    action = known.action
    if values.keys() - {"state", "evidence"}:
        following_up.plan_action(
            session, action.finding, values.get("text", action.text), owner=values.get("owner", action.owner),
            due=date.fromisoformat(values.get("due", action.due.isoformat())),
            priority=values.get("priority", action.priority),  # type: ignore[arg-type]
            resources=values.get("resources", action.resources), criterion=values.get("criterion", action.criterion),
            action=action.id,
        )  # fmt: skip
    if values.keys() & {"state", "evidence"}:
        following_up.change_state(
            session, action.id, values.get("state", known.state), evidence=values.get("evidence", "")  # type: ignore[arg-type]
        )  # fmt: skip
