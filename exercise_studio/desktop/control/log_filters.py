"""The filter chips above the log: one team, one sort, words; what can be done with the selected entry stands beside them."""

from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QComboBox, QMenu, QSizePolicy, QToolButton, QWidget

from exercise_studio import language
from exercise_studio.conduct.describe import body_name
from exercise_studio.desktop import icons, texts, theme
from exercise_studio.desktop.actions import ActionSet
from exercise_studio.desktop.control.log_list import LogFilter
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import GRID, FlowLayout
from exercise_studio.desktop.widgets.search import SearchBox
from exercise_studio.domain.exercise import Plan
from exercise_studio.language import N_, _

CHIPS: Final = (
    ("significant", N_("! Key")), ("decision", N_("* Decided")), ("question", N_("? Open")), ("share", N_("> Shared")),
)  # fmt: skip
DENSITIES: Final = (
    ("compact", N_("One line each")), ("normal", N_("Up to three lines")), ("projector", N_("Large, for the projector")),
)  # fmt: skip
LISTED: Final = 300
"""Teams in the list; with more of them, words find them."""


class LogFilters(QWidget):
    """The bar.

    Signals:
        changed: another filter is wanted.
        density_wanted: other rows are wanted, "compact", "normal" or "projector".
    """

    changed = Signal()
    density_wanted = Signal(str)

    def __init__(self, acts: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.teams = QComboBox()
        self.teams.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.teams.setMinimumContentsLength(5)
        self.teams.currentIndexChanged.connect(self._touched)
        texts.name(self.teams, N_("Show one team only"))
        self.chips: list[QToolButton] = []
        for key, message in CHIPS:
            chip = QToolButton()
            chip.setProperty("look", "chip")
            chip.setProperty("only", key)
            chip.setCheckable(True)
            tr(chip.setText, message)
            chip.clicked.connect(self._chip_clicked)
            self.chips.append(chip)
        self.words = SearchBox(N_("Find in the log"))
        self.words.setMinimumWidth(theme.scaled(96))
        self.words.setMaximumWidth(theme.scaled(170))
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.words.searched.connect(self._touched)
        # It comes when it is asked for: beside the chips there is no room to spare.
        self.words.hide()
        self.more = QToolButton()
        self.more.setProperty("look", "quiet")
        self.more.setIcon(icons.icon("more"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more.setMenu(
            acts.menu(self.more, "find", "", "correct", "confirm", "attach_entry", "copy", "", "withdraw")
        )
        self.rows = QMenu(self.more)
        self.rows.triggered.connect(self._density_chosen)
        self._density = QActionGroup(self)
        for key, message in DENSITIES:
            action = self.rows.addAction("")
            action.setCheckable(True)
            action.setData(key)
            tr(action.setText, message)
            self._density.addAction(action)
        tr(self.rows.setTitle, N_("Rows"))
        self.more.menu().addMenu(self.rows)
        self.more.setFixedWidth(theme.scaled(40))
        texts.name(self.more, N_("More about the log"))
        tr(self.more.setToolTip, N_("More about the log"))
        flow = FlowLayout(self, GRID)
        parts: tuple[QWidget, ...] = (self.teams, *self.chips, self.more, self.words)
        for part in parts:
            flow.addWidget(part)

    def wanted(self) -> LogFilter:
        """The filter as the bar says it."""
        only = next((chip.property("only") for chip in self.chips if chip.isChecked()), "")
        return LogFilter(self.teams.currentData() or "", only, self.words.text().strip())

    def show_density(self, density: str) -> None:
        """Tick the rows in use."""
        for action in self._density.actions():
            action.setChecked(action.data() == density)

    def _density_chosen(self, action: QAction) -> None:
        self.density_wanted.emit(action.data())

    def open_find(self) -> None:
        """Look for words."""
        self.words.show()
        self.words.setFocus()
        self.words.selectAll()

    def clear(self) -> None:
        """Show everything."""
        with QSignalBlocker(self):
            for chip in self.chips:
                chip.setChecked(False)
            self.teams.setCurrentIndex(0)
            self.words.clear()
            self.words.hide()
        self.changed.emit()

    def fill_teams(self, plan: Plan | None, house: str = "") -> None:
        """The teams to choose from, of one organisation or all; what was chosen stays."""
        chosen = self.teams.currentData()
        with QSignalBlocker(self.teams):
            self.teams.clear()
            self.teams.addItem(_("All teams"), house)
            teams = [t for t in plan.teams if not house or t.startswith(f"{house}/")] if plan is not None else []
            for team in teams[:LISTED]:
                self.teams.addItem(body_name(plan, team, language.current()), team)  # type: ignore[arg-type]
            self.teams.setCurrentIndex(max(0, self.teams.findData(chosen) if chosen else 0))

    def _chip_clicked(self, checked: bool) -> None:
        for chip in self.chips:
            chip.setChecked(checked and chip is self.sender())
        self.changed.emit()

    def _touched(self, _what: Any = None) -> None:
        self.changed.emit()
