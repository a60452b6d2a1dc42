"""Before the start: every failing line has a button that puts it right, and the run sheet comes out of it."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from exercise_studio.desktop.control.preflight import Surroundings
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.printing import RunSheetDialog
from exercise_studio.store.backup import backups_of
from tests.desktop.control.conftest import Live
from tests.desktop.opened import Opened, opened

__all__ = ["opened"]


class Eyes:
    """Sees what the test says."""

    def __init__(self, **found: object) -> None:
        self.found = Surroundings(**found)  # type: ignore[arg-type]

    def look(self, _desk: Desk, _window: QWidget) -> Surroundings:
        return self.found


def see(live: Live, **found: object) -> Eyes:
    eyes = Eyes(**found)
    live.page.start.look = eyes.look
    live.page.start.check()
    return eyes


def test_when_everything_is_in_order_it_says_that_you_can_start(ready: Live) -> None:
    see(ready)
    assert ready.page.start.verdict.text() == "準備が整いました。開始できます。"
    assert ready.page.start.fixes == {}
    assert ready.page.start.start.isEnabled()


def test_what_blocks_keeps_the_start_from_being_pressed(ready: Live) -> None:
    see(ready, read_only=True, power="battery")
    assert not ready.page.start.start.isEnabled()
    assert list(ready.page.start.fixes) == ["writable", "power"]
    assert "1件" in ready.page.start.verdict.text()


def test_enter_puts_the_focused_line_right(ready: Live) -> None:
    eyes = see(ready, power="battery", charge=40)
    fix = ready.page.start.fixes["power"]
    fix.setFocus()
    eyes.found = replace(eyes.found, power="mains")
    ready.qtbot.keyClick(fix, Qt.Key.Key_Return)
    assert "power" not in ready.page.start.fixes


def test_the_backup_line_makes_one(ready: Live) -> None:
    for backup in backups_of(ready.file):
        backup.path.unlink()
    ready.page.start.check()
    ready.page.start.fixes["backup"].click()
    ready.settle()
    assert len(backups_of(ready.file)) == 1
    assert "backup" not in ready.page.start.fixes


def test_the_lines_of_the_plan_lead_to_it(ready: Live) -> None:
    see(ready, rehearsed=0, shared="nfs")
    ready.page.start.fixes["rehearsal"].click()
    assert ready.page.start.mode == "rehearsal"
    assert "rehearsal" not in ready.page.start.fixes
    ready.page.start.fixes["place"].click()
    assert ready.frame.current == "home"


def test_the_run_sheet_is_written_opened_and_then_in_order(ready: Live, tmp_path: Path, opened: Opened) -> None:
    ready.page.start.check()
    ready.page.start.fixes["sheet"].click()
    dialog = ready.page.findChild(RunSheetDialog)
    dialog.write(tmp_path / "sheet.pdf")
    ready.settle()
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert opened.paths == [tmp_path / "sheet.pdf"]
    assert "sheet" not in ready.page.start.fixes


def test_a_sheet_that_cannot_be_written_is_told_and_can_be_tried_again(ready: Live, tmp_path: Path) -> None:
    ready.page.print_sheet()
    dialog = ready.page.findChild(RunSheetDialog)
    dialog.write(tmp_path)
    ready.settle()
    assert dialog.save.isEnabled()
    assert dialog.isVisible()
    dialog.reject()


@pytest.mark.parametrize("mode", ["live", "rehearsal"])
def test_a_run_keeps_the_computer_awake_until_it_ends(ready: Live, mode: str) -> None:
    awake = ready.frame.stays_awake.wakefulness
    assert not awake.held
    ready.start(mode)
    assert awake.held
    ready.page.pause()
    ready.settle()
    assert awake.held
    ready.page._end("")
    ready.settle()
    assert not awake.held
