"""What narrows the sheet: words, a phase of the checklist, and the kinds of items that still need something."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QSizePolicy, QToolButton, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.observer import sheet
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import GRID, FlowLayout
from exercise_studio.desktop.widgets.search import SearchBox
from exercise_studio.journeys.observing import RatingRow
from exercise_studio.language import N_, _


class Filters(QObject):
    """The filters and their widgets, which the page lays out.

    Attributes:
        kind: an id of sheet.KINDS; `phase` an id or empty; `words` as typed.
        search, phases, chips: the widgets.
    Signals:
        changed: something else passes now.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.kind, self.phase, self.words = "all", "", ""
        self.search = SearchBox(N_("Filter the items (/)"))
        self.search.setMinimumWidth(theme.scaled(120))
        self.search.searched.connect(self._searched)
        self.phases = QComboBox()
        self.phases.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.phases.setMinimumWidth(theme.scaled(110))
        texts.name(self.phases, N_("Phase of the checklist"))
        self.phases.currentIndexChanged.connect(self._phase_chosen)
        self.chips = QWidget()
        flow = FlowLayout(self.chips, GRID)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        for kind in sheet.KINDS:
            choice = QToolButton()
            choice.setProperty("look", "chip")
            choice.setProperty("kind", kind)
            choice.setCheckable(True)
            choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._group.addButton(choice)
            self.buttons[kind] = choice
            flow.addWidget(choice)
        self.buttons["all"].setChecked(True)
        self._group.buttonClicked.connect(self._kind_chosen)

    @property
    def plain(self) -> bool:
        """Whether everything passes."""
        return self.kind == "all" and not self.phase and not self.words

    def passing(self, rows: Sequence[RatingRow]) -> list[RatingRow]:
        """The rows that pass."""
        return sheet.shown(rows, self.kind, self.phase, self.words)

    def reset(self) -> None:
        """Let everything pass, without a signal."""
        self.kind, self.phase, self.words = "all", "", ""
        with QSignalBlocker(self.search), QSignalBlocker(self.phases):
            self.search.clear()
            self.phases.setCurrentIndex(0)
        self.buttons["all"].setChecked(True)

    def count(self, rows: Sequence[RatingRow]) -> None:
        """Write how many rows each kind has; a kind without any is hidden, unless it is the chosen one."""
        for kind, choice in self.buttons.items():
            caption, test = sheet.KINDS[kind]
            n = sum(map(test, rows))
            tr(choice.setText, caption, n=n)
            tr(choice.setAccessibleName, caption, n=n)
            choice.setVisible(n > 0 or kind in ("all", self.kind))

    def set_phases(self, titles: Mapping[str, str]) -> None:
        """The phases that can be chosen; the chosen one stays."""
        with QSignalBlocker(self.phases):
            self.phases.clear()
            self.phases.addItem(_("All phases"), "")
            for phase, title in titles.items():
                self.phases.addItem(title, phase)
            self.phases.setCurrentIndex(max(0, self.phases.findData(self.phase)))

    def _searched(self, words: str) -> None:
        self.words = words
        self.changed.emit()

    def _phase_chosen(self, index: int) -> None:
        self.phase = self.phases.itemData(index) or ""
        self.changed.emit()

    def _kind_chosen(self, choice: QToolButton) -> None:
        self.kind = str(choice.property("kind"))
        self.changed.emit()
