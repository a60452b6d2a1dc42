"""The log line keeps the time of the first keystroke and never loses or splits a Japanese conversion (UX.md §7, 12–14)."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.control.logline import Candidate, Completion
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.widgets.log_line import LogLine, LogLineEdit


class FakeClock:
    """Stands still until somebody moves it."""

    def __init__(self) -> None:
        self.at = 1_000_000

    def __call__(self) -> int:
        return self.at


def converts(line: LogLineEdit, preedit: str, commit: str = "") -> None:
    """What an input method sends."""
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(line, event)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def make(qtbot: QtBot, desk: Desk, clock: FakeClock) -> Callable[..., tuple[LogLineEdit, list[LogLine], QPushButton]]:
    windows: list[QWidget] = []

    def made(complete=None):
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        line, other = LogLineEdit(clock, complete), QPushButton("other")
        layout = QVBoxLayout(window)
        layout.addWidget(line)
        layout.addWidget(other)
        window.resize(400, 200)
        window.show()
        window.activateWindow()
        line.setFocus()
        qtbot.waitUntil(line.hasFocus)
        committed: list[LogLine] = []
        line.committed.connect(committed.append)
        return line, committed, other

    return made


def test_time_is_that_of_the_first_key(qtbot: QtBot, make, clock: FakeClock) -> None:
    line, committed, _ = make()
    qtbot.keyClicks(line, "i")
    clock.at += 20_000
    qtbot.keyClicks(line, "solated")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert committed == [LogLine("isolated", 1_000_000)]
    assert line.began_at is None
    assert line.toPlainText() == ""


def test_time_is_that_of_the_first_preedit(qtbot: QtBot, make, clock: FakeClock) -> None:
    line, committed, _ = make()
    converts(line, "か")
    clock.at += 20_000
    converts(line, "かくり")
    converts(line, "", "隔離")
    clock.at += 5_000
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert [(c.typed, c.began_at) for c in committed] == [("隔離", 1_000_000)]


def test_return_during_a_conversion_commits_nothing(qtbot: QtBot, make) -> None:
    line, committed, _ = make()
    converts(line, "かくり")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert committed == []
    converts(line, "", "隔離")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert [c.typed for c in committed] == ["隔離"]


def test_conversion_survives_the_loss_of_focus(qtbot: QtBot, make) -> None:
    line, _, other = make()
    qtbot.keyClicks(line, "A-1 ")
    converts(line, "かくり")
    other.setFocus()
    assert line.toPlainText() == "A-1 かくり"
    assert not line.composing


def test_draft_has_what_is_being_converted(qtbot: QtBot, make) -> None:
    line, _, _ = make()
    drafts: list[str] = []
    line.draft_changed.connect(drafts.append)
    qtbot.keyClicks(line, "IT ")
    converts(line, "かくり")
    assert drafts[-1] == "IT かくり" == line.draft()


def test_conversion_given_up_gives_up_its_time(make, clock: FakeClock) -> None:
    line, _, _ = make()
    converts(line, "か")
    converts(line, "")
    assert line.began_at is None
    clock.at += 60_000
    converts(line, "き")
    assert line.began_at == 1_060_000


def test_shift_return_begins_a_line_and_auto_repeat_commits_once(qtbot: QtBot, make) -> None:
    line, committed, _ = make()
    qtbot.keyClicks(line, "one")
    qtbot.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(line, "two")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert [c.typed for c in committed] == ["one\ntwo"]


def test_time_can_be_nudged(qtbot: QtBot, make) -> None:
    line, committed, _ = make()
    stamps: list[int | None] = []
    line.stamped.connect(stamps.append)
    qtbot.keyClicks(line, "x")
    line.nudge(-10_000)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert committed[0].began_at == 990_000
    assert stamps == [1_000_000, 990_000, None]


def test_proposals_are_taken_with_tab_and_never_by_return_alone(qtbot: QtBot, make) -> None:
    def complete(text: str, cursor: int) -> Completion | None:
        start = text.rfind("@", 0, cursor)
        return Completion(start, cursor, (Candidate("@経営", "", "@経営 "),)) if text[start:] == "@k" else None

    line, committed, _ = make(complete)
    qtbot.keyClicks(line, "@k")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert line.toPlainText() == "@経営 "
    assert line.hasFocus()
    qtbot.keyClicks(line, "@k")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert [c.typed for c in committed] == ["@経営 @k"]
