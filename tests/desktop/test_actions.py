"""One table of acts: no key twice, nothing on the input method's keys, tooltips that name the key that works."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QTableWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.actions import Act, ActionSet, Scope, check
from exercise_studio.desktop.frame import frame_acts
from exercise_studio.desktop.pages import PAGES, Entry


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ((Act("a", "A", ("Ctrl+G",)), Act("b", "B", ("Ctrl+G",))), "share Ctrl.G"),
        ((Act("a", "A", ("Ctrl+G",)), Act("b", "B", ("ctrl+g",), scope=Scope.WIDGET)), "share"),
        ((Act("a", "A"), Act("a", "B")), "two acts are called a"),
        ((Act("a", "A", ("F8",)),), "input method"),
        ((Act("a", "A", ("Space",)),), "Scope.WIDGET"),
        ((Act("a", "A", ("4",)),), "Scope.WIDGET"),
        ((Act("a", "A", ("Shift+Return",)),), "Scope.WIDGET"),
        ((Act("a", "A", ("Bogus+",)),), "no key"),
    ],
)
def test_faulty_tables_are_refused(table: tuple[Act, ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        check(table)


def test_keys_that_widgets_handle_themselves_may_repeat() -> None:
    check((Act("a", "A", ("Return",), native=True), Act("b", "B", ("Return",), native=True)))


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.id)
def test_keys_of_every_page_go_with_those_of_the_window(entry: Entry) -> None:
    check(frame_acts(), entry.load().ACTIONS)


class Room(QWidget):
    """A window with a list, notes and a button."""

    TABLE = (
        Act("go", "Fire", ("Ctrl+G",), icon="fire"),
        Act("go.list", "Fire from the list", ("Space",), scope=Scope.WIDGET),
        Act("mark", "Keep", checkable=True),
    )

    def __init__(self) -> None:
        super().__init__()
        self.fired: list[str] = []
        self.kept: list[bool] = []
        self.clicked = 0
        self.cues, self.notes, self.button = QTableWidget(2, 1), QPlainTextEdit(), QPushButton("x")
        self.notes.setReadOnly(True)
        layout = QVBoxLayout(self)
        for widget in (self.cues, self.notes, self.button):
            layout.addWidget(widget)
        self.button.clicked.connect(self.click)
        self.acts = ActionSet(self.TABLE, self, {"go": self.go, "mark": self.mark}, {"go.list": self.cues})
        self.acts.on("go.list", self.go_list)

    def go(self) -> None:
        self.fired.append("window")

    def go_list(self) -> None:
        self.fired.append("list")

    def mark(self, on: bool) -> None:
        self.kept.append(on)

    def click(self) -> None:
        self.clicked += 1


@pytest.fixture
def room(qtbot: QtBot) -> Room:
    made = Room()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_space_fires_only_in_the_list_and_ctrl_g_everywhere(qtbot: QtBot, room: Room) -> None:
    for widget in (room.cues, room.notes, room.button):
        widget.setFocus()
        qtbot.keyClick(widget, Qt.Key.Key_Space)
        qtbot.keyClick(widget, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert room.fired == ["list", "window", "window", "window"]
    assert room.clicked == 1


def test_nothing_repeats_while_a_key_is_held(room: Room) -> None:
    assert [action.autoRepeat() for action in room.acts] == [False, False, False]


def test_tooltips_are_made_of_the_key_that_works(room: Room) -> None:
    action = room.acts["go"]
    assert action.toolTip() == "Fire (Ctrl+G)"
    assert room.acts["mark"].toolTip() == "Keep"
    button = room.acts.button("go")
    assert button.toolTip() == action.toolTip()
    assert button.accessibleName() == "Fire"
    button.deleteLater()


def test_a_description_reaches_text_tooltip_and_buttons(room: Room) -> None:
    room.acts.attach(room.button, "go")
    room.acts.describe("go", "Fire {number}", number=7)
    assert room.button.text() == "Fire 7"
    assert room.button.toolTip() == "Fire 7 (Ctrl+G)"
    room.acts["go"].setEnabled(False)
    assert not room.button.isEnabled()


def test_checkable_acts_tell_their_state(room: Room) -> None:
    room.acts["mark"].trigger()
    room.acts["mark"].trigger()
    assert room.kept == [True, False]


def test_menus_take_their_text_and_mnemonic_from_the_table(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    acts = ActionSet((Act("a", "開く…", mnemonic="O"), Act("b", "Save & close", mnemonic="S")), widget)
    menu = acts.menu(widget, "a", "", "b")
    assert [action.text() for action in menu.actions()] == ["開く(&O)…", "", "&Save && close"]


def test_tooltip_key_is_the_real_key_of_every_act_of_the_frame(qtbot: QtBot, frame) -> None:
    for act in frame_acts():
        action: QAction = frame.acts[act.id]
        keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
        assert len(keys) == len(act.keys)
        assert all(key in action.toolTip() for key in keys)
        assert not action.autoRepeat()
