"""The workbook of actions, edited by another program and read back (behaviour 40)."""

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from exercise_studio.domain.errors import InputError, InvalidFile
from exercise_studio.journeys import debriefing, following_up, reporting, round_trip
from exercise_studio.journeys.session import Session


@pytest.fixture(params=["ja", "en"])
def lang(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture
def session(running: Session) -> Session:
    """Three actions for one finding."""
    debriefing.write_finding(running, "連絡先が古い", fact="3件中1件が不通")
    for number in range(3):
        following_up.plan_action(running, "F-1", f"対策{number}", owner="総務課", due=date(2026, 9, 30))
    return running


@pytest.fixture
def book(session: Session, lang: Any, tmp_path: Path) -> Path:
    return reporting.export(session, tmp_path / "actions.xlsx", lang=lang, format="xlsx").path


def edit(path: Path, cells: dict[tuple[str, str], Any]) -> None:
    """Writes (action, column title) cells as somebody would in a spreadsheet, and saves the file."""
    opened = openpyxl.load_workbook(path)
    page = opened.worksheets[0]
    head = {cell.value: cell.column for cell in page[1]}
    rows = {page.cell(row, head["key"]).value: row for row in range(2, page.max_row + 1)}
    for (action, title), value in cells.items():
        page.cell(rows[action], head[title]).value = value
    opened.save(path)


def title(lang: Any, column: str) -> str:
    return round_trip.column_title(column, lang)


def test_40_a_workbook_that_nobody_edited_changes_nothing(session: Session, book: Path) -> None:
    edit(book, {})  # saved by another program
    seen = round_trip.preview(session, book)
    assert (seen.changes, seen.conflicts, seen.problems, seen.unchanged, seen.missing) == ((), (), (), 3, ())
    with pytest.raises(InputError, match="nothing to take in"):
        round_trip.apply(session, seen)


def test_40_only_edited_cells_change_something(session: Session, book: Path, lang: Any) -> None:
    done = "完了" if lang == "ja" else "Done"
    edit(book, {
        ("A-1", title(lang, "owner")): "-危機管理課", ("A-2", title(lang, "due")): datetime(2026, 12, 1),
        ("A-3", title(lang, "state")): done, ("A-3", title(lang, "evidence")): "議事録",
    })  # fmt: skip
    seen = round_trip.preview(session, book)
    assert {(one.action, one.column, one.sheet) for one in seen.changes} == {
        ("A-1", "owner", "-危機管理課"), ("A-2", "due", "2026-12-01"), ("A-3", "state", "done"), ("A-3", "evidence", "議事録"),
    }  # fmt: skip
    assert all(one.cell.partition("!")[2][1:].isdigit() or one.cell[-1].isdigit() for one in seen.changes)
    entries = len(session.workspace.entries(session.exercise))
    round_trip.apply(session, seen)
    assert len(session.workspace.entries(session.exercise)) == entries + 3
    actions = session.learning.actions
    assert actions["A-1"].action.owner == "-危機管理課"
    assert (actions["A-2"].action.due, actions["A-2"].action.owner) == (date(2026, 12, 1), "総務課")
    assert (actions["A-3"].state, actions["A-3"].history[-1].evidence) == ("done", "議事録")


def test_40_what_both_sides_changed_is_a_conflict_and_waits_for_a_word(session: Session, book: Path, lang: Any) -> None:
    following_up.plan_action(session, "F-1", "対策0", owner="広報課", due=date(2026, 9, 30), action="A-1")
    edit(book, {("A-1", title(lang, "owner")): "法務課", ("A-2", title(lang, "text")): "対策1改"})
    seen = round_trip.preview(session, book)
    (conflict,) = seen.conflicts
    assert (conflict.before, conflict.now, conflict.sheet) == ("総務課", "広報課", "法務課")
    round_trip.apply(session, seen)
    assert session.learning.actions["A-1"].action.owner == "広報課"
    assert session.learning.actions["A-2"].action.text == "対策1改"
    again = round_trip.preview(session, book)
    round_trip.apply(session, again, take=[("A-1", "owner")])
    assert session.learning.actions["A-1"].action.owner == "法務課"


def test_what_was_changed_alike_on_both_sides_is_no_conflict(session: Session, book: Path, lang: Any) -> None:
    following_up.plan_action(session, "F-1", "対策0", owner="広報課", due=date(2026, 9, 30), action="A-1")
    edit(book, {("A-1", title(lang, "owner")): "広報課"})
    seen = round_trip.preview(session, book)
    assert (seen.changes, seen.conflicts) == ((), ())


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("due", "来月", "is no date"), ("state", "ほぼ完了", "is no state"), ("priority", "最高", "is no priority"),
        ("text", "", "may not be empty"), ("state", "confirmed", "confirmed in the program"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_taken_is_named(
    session: Session, book: Path, lang: Any, column: str, value: str, said: str
) -> None:
    edit(book, {("A-2", title(lang, column)): value, ("A-1", title(lang, "owner")): "法務課"})
    seen = round_trip.preview(session, book)
    (problem,) = seen.problems
    assert said in problem.text("en")
    assert "Row 3" in problem.text("en")
    assert problem.path.endswith("3")
    assert [one.action for one in seen.changes] == ["A-1"]


@pytest.mark.parametrize(
    "text", ["2026/12/1", "2026年12月1日", "令和8年12月1日", "２０２６－１２－０１", "2026-12-01 00:00:00"]
)
def test_dates_are_read_as_people_write_them(session: Session, book: Path, lang: Any, text: str) -> None:
    edit(book, {("A-1", title(lang, "due")): text})
    (change,) = round_trip.preview(session, book).changes
    assert change.sheet == "2026-12-01"


def test_rows_that_were_added_doubled_or_belong_elsewhere_are_named(session: Session, book: Path, lang: Any) -> None:
    opened = openpyxl.load_workbook(book)
    page = opened.worksheets[0]
    values = [cell.value for cell in page[2]]
    page.append(values)
    page.append(["A-99", values[1], *values[2:]])
    page.append([None, None, "A-4", "F-1", "", "新しい対策"])
    page.append(["A-1", "{damaged", *values[2:]])
    opened.save(book)
    seen = round_trip.preview(session, book)
    assert [problem.check for problem in seen.problems] == ["new_row", "base", "row", "row"]
    assert seen.changes == ()


def test_an_action_missing_from_the_workbook_stays(session: Session, book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    opened.worksheets[0].delete_rows(3)
    opened.save(book)
    assert round_trip.preview(session, book).missing == ("A-2",)


def test_closing_without_evidence_takes_nothing_in(session: Session, book: Path, lang: Any) -> None:
    done = "完了" if lang == "ja" else "Done"
    edit(book, {("A-1", title(lang, "owner")): "法務課", ("A-2", title(lang, "state")): done})
    seen = round_trip.preview(session, book)
    before = session.workspace.entries(session.exercise)
    with pytest.raises(InputError, match="needs evidence"):
        round_trip.apply(session, seen)
    assert session.workspace.entries(session.exercise) == before


def test_an_action_changed_after_the_comparison_is_not_overwritten(session: Session, book: Path, lang: Any) -> None:
    edit(book, {("A-1", title(lang, "owner")): "法務課"})
    seen = round_trip.preview(session, book)
    following_up.plan_action(session, "F-1", "対策0", owner="広報課", due=date(2026, 9, 30), action="A-1")
    with pytest.raises(InputError, match="changed since"):
        round_trip.apply(session, seen)
    assert session.learning.actions["A-1"].action.owner == "広報課"


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(3):
            packed.writestr(f"xl/{number}.xml", b"0" * (80 * 1024 * 1024))


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 half", "bomb", "other"])
def test_what_is_no_such_workbook_is_refused_in_words(session: Session, tmp_path: Path, content: Any) -> None:
    path = tmp_path / "x.xlsx"
    if content == "bomb":
        bomb(path)
    elif content == "other":
        openpyxl.Workbook().save(path)
    else:
        path.write_bytes(content)
    with pytest.raises(InvalidFile) as refused:
        round_trip.preview(session, path)
    assert "x.xlsx" in str(refused.value)
