"""31 and 32: what closing asks, that going back leaves everything open, and that a live run never ends by closing."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.dialogs import Question
from tests.desktop.control.conftest import Live, live, ready
from tests.desktop.trouble.test_trouble_disk import save_elsewhere

__all__ = ["live", "ready", "save_elsewhere"]


def asked(live: Live) -> Question:
    (question,) = [found for found in live.page.findChildren(Question) if found.isVisible()]
    return question


@pytest.fixture
def open_run(live: Live) -> Live:
    """A live run that may not be closed silently, with a line half typed."""
    live.page.closing = False
    live.page.room.composer.line.insertPlainText("途中まで")
    return live


LEAVING = {
    "Esc": lambda qtbot, question: qtbot.keyClick(question, Qt.Key.Key_Escape),
    "the way back": lambda qtbot, question: question.back.click(),
    "its own cross": lambda qtbot, question: question.close(),
}


@pytest.mark.parametrize("how", LEAVING)
def test_31_every_way_out_of_the_question_leaves_everything_open(qtbot: QtBot, open_run: Live, how: str) -> None:
    entries = len(open_run.desk.exercise.entries)
    open_run.frame.close()
    LEAVING[how](qtbot, asked(open_run))
    open_run.settle()
    assert open_run.frame.isVisible()
    assert open_run.frame.current == "live"
    assert open_run.page.room.composer.line.draft() == "途中まで"
    assert len(open_run.desk.exercise.entries) == entries
    open_run.page.room.composer.line.commit()
    open_run.settle()
    assert len(open_run.desk.exercise.entries) == entries + 1, "the desk is still at work"
    assert open_run.frame.safekeeping.watching
    open_run.page.closing = True


def test_31_asking_twice_shows_one_question(qtbot: QtBot, open_run: Live) -> None:
    open_run.frame.close()
    open_run.frame.close()
    shown = [found for found in open_run.page.findChildren(Question) if found.isVisible()]
    assert len(shown) == 1
    shown[0].reject()
    open_run.frame.close()
    asked(open_run).reject()
    open_run.page.closing = True


@pytest.mark.parametrize("before", ["running", "paused", "suspended"])
def test_32_closing_asks_whether_to_interrupt_and_continuing_later_is_the_default(
    qtbot: QtBot, open_run: Live, before: str
) -> None:
    act: dict[str, Callable[[], None]] = {
        "running": lambda: None,
        "paused": open_run.page.acts["pause"].trigger,
        "suspended": open_run.page.acts["suspend"].trigger,
    }
    act[before]()
    open_run.settle()
    open_run.frame.close()
    question = asked(open_run)
    assert question.windowTitle() == "演習を中断しますか"
    default = next(found for found in question.findChildren(QPushButton) if found.isDefault())
    assert default.text() == "中断して後で続ける"
    assert default.hasFocus() or question.focusWidget() is default
    qtbot.keyClick(question, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not open_run.frame.isVisible())
    assert open_run.entries("run_ended") == []
    assert len(open_run.entries("clock_paused")) == (before != "suspended")


def test_32_what_is_only_looked_at_closes_without_a_question(open_run: Live) -> None:
    open_run.desk.open_workspace(open_run.file, read_only=True)
    open_run.settle()
    open_run.desk.open_exercise(open_run.exercise, "live")
    open_run.settle()
    assert open_run.desk.exercise.mode == "live"
    assert open_run.page.may_close()
