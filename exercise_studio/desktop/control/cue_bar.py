"""The line over the cue list: the board, the organisation that is looked into, firing by itself, and changes of the plan."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from exercise_studio.desktop import icons, texts, theme
from exercise_studio.desktop.actions import ActionSet
from exercise_studio.desktop.control.wording import short_name
from exercise_studio.desktop.texts import Source, tr
from exercise_studio.desktop.widgets.layout import GRID, button, row
from exercise_studio.language import N_

CHANGES = (
    ("add", N_("Add an inject…")),
    ("change", N_("Change the selected inject…")),
    ("adapt", N_("Adapt the selected inject for one organisation…")),
    ("organisation", N_("An organisation that comes late…")),
    ("observer", N_("Another observer, or another scope…")),
)
"""What the menu of changes offers; the sheet of each is in amend.py."""


class CueBar(QWidget):
    """Buttons; nothing here decides anything.

    Signals:
        board_wanted: show the board.
        all_wanted: look at all organisations again.
        change_wanted: a key of CHANGES.
    """

    board_wanted = Signal()
    all_wanted = Signal()
    change_wanted = Signal(str)

    def __init__(self, acts: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board = button(N_("Board"), self.board_wanted.emit, icon="building")
        self.house = QToolButton()
        self.house.setProperty("look", "chip")
        self.house.setCheckable(True)
        # A long name gives way instead of widening the window; its tooltip has all of it.
        self.house.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.house.setMinimumWidth(theme.scaled(70))
        self.house.clicked.connect(self._left)
        texts.name(self.house, N_("Look at all organisations again"))
        self.automatic = acts.button("automatic", "quiet", icon_only=True)
        self.change = QToolButton()
        self.change.setProperty("look", "quietmenu")
        self.change.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.change.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.change.setIcon(icons.icon("more"))
        tr(self.change.setText, N_("Change…"))
        tr(self.change.setToolTip, N_("Change the plan during the run"))
        texts.name(self.change, N_("Change the plan during the run"))
        self.menu = QMenu(self.change)
        self.choices: dict[str, QAction] = {}
        for key, message in CHANGES:
            action = self.menu.addAction("")
            tr(action.setText, message)
            action.setData(key)
            self.choices[key] = action
        self.menu.triggered.connect(self._chosen)
        self.change.setMenu(self.menu)
        line = row(self.board, self.house, 1, self.automatic, self.change, spacing=GRID)
        line.setStretch(1, 8)
        self.setLayout(line)
        self.show_house(False, "")

    def show_house(self, several: bool, name: Source) -> None:
        """The organisation that is looked into ("" for all), where there are several."""
        self.board.setVisible(several)
        self.house.setVisible(several and name != "")
        self.house.setChecked(True)
        words = Qt.ToolButtonStyle.ToolButtonIconOnly if name != "" else Qt.ToolButtonStyle.ToolButtonTextOnly
        self.change.setToolButtonStyle(words)  # the name needs the room
        if name != "":
            tr(self.house.setToolTip, name)
            tr(self.house.setText, N_("{organisation} ×"), organisation=partial(_short, name))
            texts.name(self.house, N_("Only {organisation}; press to look at all again"), organisation=name)

    def _left(self) -> None:
        self.house.setChecked(True)
        self.all_wanted.emit()

    def _chosen(self, action: QAction) -> None:
        self.change_wanted.emit(action.data())


def _short(name: Source) -> str:
    return short_name(texts.resolve(name))
