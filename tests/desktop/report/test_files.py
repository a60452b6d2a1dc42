"""Files of the report: formats, all organisations, issues that can be had back, and the workbook of actions."""

import hashlib
import zipfile
from pathlib import Path

import openpyxl
import pytest
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import ProgressDialog
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.report.exporting import FORMATS, write_all, write_one
from exercise_studio.desktop.report.issued import IssuedReports
from exercise_studio.desktop.report.issuing import Issue
from exercise_studio.desktop.report.page import ReportPage
from exercise_studio.desktop.report.rendering import Wish
from exercise_studio.desktop.report.taking_in import TakingIn
from exercise_studio.desktop.tasks import Cancelled, Job
from exercise_studio.desktop.widgets.layout import Banner
from exercise_studio.journeys import debriefing, following_up, round_trip
from exercise_studio.reporting.writers import SUFFIXES, WRITERS
from exercise_studio.store.workspace import Workspace
from tests.desktop.opened import Opened, opened
from tests.desktop.played import Played, kept, settle, show
from tests.qt_guards import Modals

__all__ = ["opened"]


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, frame: Frame, played: Played) -> ReportPage:
    """The page with its preview."""
    found = show(qtbot, desk, frame, played.file, played.over, "report")
    assert isinstance(found, ReportPage)
    qtbot.waitUntil(lambda: found.view.pages > 0)
    settle(qtbot, desk)
    return found


def said(frame: Frame) -> str:
    return "\n".join(banner.text.text() for banner in frame.findChildren(Banner) if banner.isVisible())


def test_the_menu_has_every_format() -> None:
    assert set(FORMATS) == set(WRITERS) == set(SUFFIXES)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "pdf"])
def test_each_format_is_written_where_one_says(
    qtbot: QtBot, page: ReportPage, frame: Frame, modals: Modals, tmp_path: Path, name: str
) -> None:
    target = tmp_path / "report"
    modals.expect("QFileDialog.getSaveFileName", (str(target), ""))
    action = next(one for one in page.export_button.menu().actions() if one.data() == name)
    action.trigger()
    suffix = SUFFIXES[name][SUFFIXES[name].rindex(".") :]
    written = target.with_suffix(suffix)
    qtbot.waitUntil(written.exists, timeout=30_000)
    settle(qtbot, page.desk)

    assert Path(modals.seen[0][1][2]).name.endswith(SUFFIXES[name])
    head = {".pdf": b"%PDF", ".docx": b"PK", ".xlsx": b"PK", ".zip": b"PK", ".json": b"{"}[suffix]
    assert written.read_bytes().startswith(head)
    assert str(written) in said(frame)


def test_an_edition_is_exported_as_it_is_shown(qtbot: QtBot, page: ReportPage, modals: Modals, tmp_path: Path) -> None:
    page.bar.choose("redacted")
    settle(qtbot, page.desk)
    modals.expect("QFileDialog.getSaveFileName", (str(tmp_path / "shown.json"), ""))
    page.exporting.ask("json")
    qtbot.waitUntil((tmp_path / "shown.json").exists, timeout=30_000)
    settle(qtbot, page.desk)

    assert '"edition": "redacted"' in (tmp_path / "shown.json").read_text(encoding="utf-8")
    assert "TLP-GREEN" in Path(modals.seen[0][1][2]).name


# all organisations


def test_every_organisations_report_goes_into_a_folder(
    qtbot: QtBot, page: ReportPage, frame: Frame, modals: Modals, tmp_path: Path, played: Played
) -> None:
    before = kept(played.file, played.over, "report_issued")
    modals.expect("QFileDialog.getExistingDirectory", str(tmp_path / "all"))
    page.exporting.ask_all()
    qtbot.waitUntil(lambda: "全" in said(frame) or "書き出し" in said(frame), timeout=60_000)
    settle(qtbot, page.desk)

    assert page.desk.exercise is not None
    houses = page.desk.exercise.plan.organisations
    assert len(list((tmp_path / "all").glob("*.pdf"))) == len(houses)
    assert not [one for one in page.findChildren(ProgressDialog) if one.isVisible()]
    assert kept(played.file, played.over, "report_issued") == before

    modals.expect("QFileDialog.getExistingDirectory", str(tmp_path / "all"))
    page.exporting.ask_all()
    qtbot.waitUntil(lambda: "変更のない" in said(frame), timeout=60_000)
    settle(qtbot, page.desk)


def test_stopping_keeps_what_is_finished(played: Played, tmp_path: Path) -> None:
    """The job as the button "Stop" ends it: at its next step."""
    told: list[object] = []
    job = Job(told.append)
    job.cancel()
    with Workspace.open(played.file) as workspace, pytest.raises(Cancelled):
        write_all(job, workspace.reader(), played.over, None, tmp_path / "all", "ja", None)
    assert not list(tmp_path.glob("all/*.pdf"))


def test_stopping_in_the_window_says_what_is_there(
    qtbot: QtBot, page: ReportPage, frame: Frame, modals: Modals, tmp_path: Path
) -> None:
    modals.expect("QFileDialog.getExistingDirectory", str(tmp_path / "all"))
    page.exporting.ask_all()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(ProgressDialog)), timeout=20_000)
    next(one for one in page.findChildren(ProgressDialog) if one.isVisible()).reject()
    settle(qtbot, page.desk)
    assert "中止しました" in said(frame) or "書き出しました" in said(frame)


# issues


def issue(qtbot: QtBot, page: ReportPage, modals: Modals, target: Path) -> Issue:
    page.acts["issue"].trigger()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(Issue)), timeout=20_000)
    dialog = next(one for one in page.findChildren(Issue) if one.isVisible())
    modals.expect("QFileDialog.getSaveFileName", (str(target), ""))
    dialog._issue()
    qtbot.waitUntil(target.exists, timeout=30_000)
    settle(qtbot, page.desk)
    return dialog


def test_a_later_issue_says_what_changed_and_the_first_can_be_opened_to_the_byte(
    qtbot: QtBot, page: ReportPage, frame: Frame, modals: Modals, tmp_path: Path, opened: Opened, played: Played
) -> None:
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
    issue(qtbot, page, modals, first)
    exercise = page.desk.exercise
    assert exercise is not None
    exercise.do(debriefing.write_finding, "Found afterwards")
    settle(qtbot, page.desk)
    dialog = issue(qtbot, page, modals, second)
    new = list(exercise.learning.findings)[-1]
    assert any(new in line for line in dialog.since)
    original = first.read_bytes()
    first.unlink()

    page.acts["issued"].trigger()
    settle(qtbot, page.desk)
    listed = page.findChild(IssuedReports)
    assert listed is not None
    assert [kept_.report.number for kept_ in listed.rows.rows] == [2, 1]
    assert new in listed.changed.text()
    listed.table.select_row(1)
    listed.open_button.click()
    settle(qtbot, page.desk)
    assert opened.paths[-1].read_bytes() == original
    digests = [one.sha256 for one in kept(played.file, played.over, "report_issued")]
    assert digests[0] == hashlib.sha256(original).hexdigest()

    modals.expect("QFileDialog.getSaveFileName", (str(first), ""))
    listed.save_button.click()
    settle(qtbot, page.desk)
    assert first.read_bytes() == original
    assert str(first) in said(frame)
    listed.reject()


def test_before_the_first_issue_the_list_says_how_to_get_one(qtbot: QtBot, page: ReportPage) -> None:
    page.acts["issued"].trigger()
    settle(qtbot, page.desk)
    listed = page.findChild(IssuedReports)
    assert listed is not None
    assert listed.empty.isVisible()
    assert not listed.open_button.isEnabled()
    listed.reject()


# the workbook of actions


def edited(path: Path, cells: dict[tuple[str, str], str]) -> None:
    """Somebody writes into the workbook with another program."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    head = {cell.value: cell.column for cell in sheet[1]}
    rows = {sheet.cell(row, head["key"]).value: row for row in range(2, sheet.max_row + 1)}
    for (action, column), value in cells.items():
        sheet.cell(rows[action], head[round_trip.column_title(column, "ja")]).value = value
    book.save(path)


def take_in(qtbot: QtBot, page: ReportPage, modals: Modals, book: Path) -> TakingIn:
    modals.expect("QFileDialog.getOpenFileName", (str(book), ""))
    page.workbook.ask_import()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(TakingIn)), timeout=20_000)
    return next(one for one in page.findChildren(TakingIn) if one.isVisible())


def test_40_an_edited_workbook_is_shown_first_and_conflicts_are_asked_about(
    qtbot: QtBot, page: ReportPage, frame: Frame, modals: Modals, tmp_path: Path
) -> None:
    book = tmp_path / "actions.xlsx"
    modals.expect("QFileDialog.getSaveFileName", (str(book), ""))
    page.workbook.ask_export()
    qtbot.waitUntil(book.exists, timeout=30_000)
    settle(qtbot, page.desk)
    assert zipfile.is_zipfile(book)
    exercise = page.desk.exercise
    assert exercise is not None
    one, other = list(exercise.learning.actions.values())[:2]
    edited(book, {(one.action.id, "owner"): "法務部", (other.action.id, "resources"): "200万円"})
    exercise.do(
        following_up.plan_action, one.action.finding, one.action.text, owner="広報部", due=one.action.due,
        priority=one.action.priority, resources=one.action.resources, criterion=one.action.criterion, action=one.action.id,
    )  # fmt: skip
    settle(qtbot, page.desk)

    dialog = take_in(qtbot, page, modals, book)
    shown = [tuple(column.text(line) for column in dialog.rows.columns) for line in dialog.rows.rows]
    assert [line[:4] for line in shown] == [
        (one.action.id, "担当", "広報部", "法務部"),
        (other.action.id, "必要資源", other.action.resources, "200万円"),
    ]
    assert "プログラムの内容が残ります" in shown[0][4]
    assert exercise.learning.actions[other.action.id].action.resources != "200万円", "nothing is taken yet"
    dialog.take.click()
    settle(qtbot, page.desk)
    assert exercise.learning.actions[one.action.id].action.owner == "広報部"
    assert exercise.learning.actions[other.action.id].action.resources == "200万円"

    dialog = take_in(qtbot, page, modals, book)
    assert len(dialog.rows.rows) == 1
    assert not dialog.take.isEnabled(), "nothing is chosen"
    dialog.use.click()
    dialog.take.click()
    settle(qtbot, page.desk)
    assert exercise.learning.actions[one.action.id].action.owner == "法務部"
    assert "1個のセルを取り込みました" in said(frame)

    modals.expect("QFileDialog.getOpenFileName", (str(book), ""))
    page.workbook.ask_import()
    settle(qtbot, page.desk)
    assert "編集されたセルはありません" in said(frame)


def test_40_a_file_that_is_no_workbook_changes_nothing_and_says_so(
    qtbot: QtBot, page: ReportPage, frame: Frame, modals: Modals, tmp_path: Path, played: Played
) -> None:
    wrong = tmp_path / "letter.xlsx"
    wrong.write_text("no workbook")
    modals.expect("QFileDialog.getOpenFileName", (str(wrong), ""))
    page.workbook.ask_import()
    settle(qtbot, page.desk)
    assert any(banner.kind == "danger" for banner in frame.findChildren(Banner))
    assert page.findChild(TakingIn) is None


def test_an_export_that_takes_a_while_shows_its_steps_and_can_be_stopped(played: Played, tmp_path: Path) -> None:
    told: list[tuple[Job, int, int, str]] = []
    wish = Wish("ja", None)
    target = tmp_path / "report.pdf"
    with Workspace.open(played.file) as workspace:
        job = Job(told.append)
        write_one(job, workspace.reader(), played.over, None, target, wish, "pdf")
        assert [(done, total) for _job, done, total, _what in told] == [(0, 3), (1, 3), (2, 3)]
        assert target.exists()
        target.unlink()
        stopped = Job(lambda told_: stopped.cancel() if told_[1] == 1 else None)
        with pytest.raises(Cancelled):
            write_one(stopped, workspace.reader(), played.over, None, target, wish, "pdf")
    assert not target.exists()


def test_the_steps_of_a_long_export_stand_in_a_dialog_with_a_way_to_stop(
    qtbot: QtBot, page: ReportPage, tmp_path: Path
) -> None:
    page.exporting._late.setInterval(0)
    page.exporting.export(tmp_path / "report.docx", page.wish(), format="docx")
    qtbot.waitUntil(
        lambda: any(one.isVisible() for one in page.findChildren(ProgressDialog)) or not page.desk.tasks.busy
    )
    shown = [one for one in page.findChildren(ProgressDialog) if one.isVisible()]
    assert shown
    shown[0].stop.click()
    settle(qtbot, page.desk)
    assert "中止" in page.preview.status.text() or (tmp_path / "report.docx").exists()
