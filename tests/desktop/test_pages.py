"""What holds for every page: it fits the smallest window in both languages, and everything in it has a name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from exercise_studio import language
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.pages import PAGES, Entry
from exercise_studio.desktop.shell import SMALLEST
from tests.desktop.played import Played, played, played_once, settle

__all__ = ["played", "played_once"]
CONTROLS = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit)
OVER = {"debrief", "report"}


@pytest.fixture
def smallest(qtbot: QtBot, frame: Frame) -> Frame:
    """The window at its smallest."""
    frame.resize(SMALLEST)
    frame.show()
    return frame


def opened(qtbot: QtBot, desk: Desk, frame: Frame, played: Played, entry: Entry) -> None:
    with qtbot.waitSignal(desk.workspace_changed):
        desk.open_workspace(played.file)
    with qtbot.waitSignal(desk.exercise_changed):
        desk.open_exercise(played.over if entry.id in OVER else played.running, page=entry.id)
    settle(qtbot, desk)
    qtbot.waitUntil(lambda: bool(controls(frame, entry)))


def controls(frame: Frame, entry: Entry) -> list[QWidget]:
    """What can be used on the page now."""
    found = [
        w for kind in CONTROLS for w in frame.pages[entry.id].findChildren(kind) if w.isVisible() and w.isEnabled()
    ]
    return [w for w in found if w.focusPolicy() != Qt.FocusPolicy.NoFocus and not _is_part(w)]


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.id)
def test_page_fits_the_smallest_window(
    qtbot: QtBot, desk: Desk, smallest: Frame, played: Played, entry: Entry, lang: str
) -> None:
    smallest.use_language(lang)
    opened(qtbot, desk, smallest, played, entry)
    needed, given = smallest.pages[entry.id].minimumSizeHint(), smallest.stack.size()
    assert needed.width() <= given.width()
    assert needed.height() <= given.height()
    assert smallest.size() == SMALLEST


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.id)
def test_every_control_of_the_page_has_a_name(
    qtbot: QtBot, desk: Desk, smallest: Frame, played: Played, entry: Entry
) -> None:
    opened(qtbot, desk, smallest, played, entry)
    nameless = [
        f"{type(w).__name__} {w.objectName()}"
        for w in controls(smallest, entry)
        if not (w.accessibleName() or (isinstance(w, QAbstractButton) and w.text()))
    ]
    assert nameless == []


def _is_part(widget: QWidget) -> bool:
    """Parts that Qt makes inside its own controls: the field of a spin box, the list of a combo box, corner buttons."""
    name, parent = widget.objectName(), widget.parent()
    inside = isinstance(parent, QAbstractSpinBox | QComboBox | QAbstractItemView)
    return name.startswith("qt_") or inside or type(parent).__name__ == "QComboBoxPrivateContainer"
