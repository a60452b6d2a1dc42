"""A timeline with everything around it: a choice of lanes, the overview, its buttons, and the table twin.

It shows a Sheet and knows no run: the live room, the debrief and a projection fill the sheet and listen.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy, QStackedWidget, QToolButton, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.timeline.minimap import Minimap
from exercise_studio.desktop.timeline.strip import Timeline
from exercise_studio.desktop.timeline.telling import Row
from exercise_studio.desktop.timeline.tracks import Card, Sheet
from exercise_studio.desktop.timeline.twin import Twin
from exercise_studio.language import N_, _

FOOT: Final = 30
"""Pixels of the row with the overview and the buttons."""
TABLE: Final = 190
"""Pixels that the table would like to have."""
MANY: Final = 5_000
"""From so many rows on the table is not filled anew at each entry, but when things have been quiet for a moment."""


class TimelineView(QWidget):
    """The timeline, its lanes to choose from, its overview, and its table twin with the same selection.

    Attributes:
        strip: the painted timeline.
        twin: the table.
        lanes: the choice of lanes.
        wanted_height: pixels it would like to have; it makes do with less.
    Signals:
        picked: the entry (or "inject/<id>") that was clicked, or on which Enter was pressed.
        lanes_chosen: the key of other lanes.
        height_wanted: it would like to be of another height now.
    """

    picked = Signal(str)
    lanes_chosen = Signal(str)
    height_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = Timeline()
        self.twin = Twin()
        self.wanted_height = 0
        self._small: bool | None = None
        self._choices: tuple[tuple[str, str], ...] = ()
        self._refill = QTimer(self)
        self._refill.setSingleShot(True)
        self._refill.timeout.connect(self._fill_twin)
        self.lanes = QComboBox()
        self.lanes.setProperty("look", "small")
        texts.name(self.lanes, N_("Lanes of the timeline"))
        self.lanes.activated.connect(self._lanes_activated)
        self.overview = Minimap(self.strip, self)
        self.fit = self._button(N_("Whole"), self.strip.fit_or_back, N_("The whole timeline, and back (0)"))
        self.follow = self._button(N_("Follow now"), self._follow, N_("Keep the present moment in sight (N)"), True)
        self.table = self._button(
            N_("Table"), self.show_table, N_("The timeline as a table, for keyboard and screen reader (T)"), True
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.strip)
        self._stack.addWidget(self.twin)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._connect()
        self._arrange(small=False)
        texts.on_language(self._retold)

    def _connect(self) -> None:
        self.strip.picked.connect(self.picked)
        self.strip.moved.connect(self._moved)
        self.strip.table_wanted.connect(self.toggle_table)
        self.twin.strip_wanted.connect(self.toggle_table)
        self.strip.selection_changed.connect(self._strip_selected)
        self.twin.current_changed.connect(self._twin_selected)
        self.twin.opened.connect(self._twin_opened)

    def _button(self, message: str, clicked: Callable[..., object], hint: str, checkable: bool = False) -> QToolButton:
        found = QToolButton()
        found.setProperty("look", "chip")
        found.setCheckable(checkable)
        found.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        tr(found.setText, message)
        tr(found.setToolTip, hint)
        texts.name(found, message)
        found.clicked.connect(clicked)
        return found

    # what is shown

    @property
    def sheet(self) -> Sheet:
        """What is shown; call `changed()` after changing it."""
        return self.strip.sheet

    def set_choices(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """The lanes there are to choose from, (key, message id), and those in use."""
        if tuple(choices) != self._choices:
            self._choices = tuple(choices)
            self.lanes.clear()
            for key, message in self._choices:
                self.lanes.addItem(_(message), key)
        self.lanes.setCurrentIndex(max(0, self.lanes.findData(chosen)))

    def set_card(self, card: Callable[[str], Card | None]) -> None:
        """Where more is known of an entry than the sheet says, for the card under the pointer."""
        self.strip.card = card

    def changed(self) -> None:
        """The sheet is another one, or holds more."""
        self.strip.changed()
        self._align()
        self.overview.update()
        if self.as_table:
            self._refill.start(500 if len(self.twin.model_.rows) > MANY else 0)

    def begin(self) -> None:
        """Another exercise: everything in sight."""
        self.strip.begin()
        self.changed()

    def set_now(self, play: int | None) -> None:
        """The present moment."""
        before = self.strip.now
        self.strip.set_now(play)
        if play is None or before is None or play // 10_000 != before // 10_000:
            self.overview.update()

    def select(self, entry: str) -> None:
        """Mark an entry that was selected elsewhere."""
        self.strip.select(entry)

    def set_scale(self, scale: float) -> None:
        """Larger than usual, for a wall."""
        self.strip.scale = scale
        self.strip.changed()

    # table and strip

    @property
    def as_table(self) -> bool:
        """Whether the table is shown instead of the painted strip."""
        return self._stack.currentWidget() is self.twin

    def toggle_table(self) -> None:
        """The table instead of the strip, or the strip again; the keyboard goes with it."""
        self.show_table(not self.as_table)
        self._stack.currentWidget().setFocus()

    def show_table(self, shown: bool) -> None:
        """Show the table, or the strip."""
        self.table.setChecked(shown)
        if shown:
            self._fill_twin()
            self.twin.select_row(self.twin.model_.number_of(self.strip.selected))
        self._stack.setCurrentWidget(self.twin if shown else self.strip)
        self._place()
        self.height_wanted.emit()

    def _fill_twin(self) -> None:
        self.twin.show_sheet(self.sheet)

    def _strip_selected(self, entry: str) -> None:
        if self.as_table:
            row = self.twin.current_row
            if row is None or row.entry != entry:
                self.twin.select_row(self.twin.model_.number_of(entry))

    def _twin_selected(self, row: Row | None) -> None:
        if row is not None and row.entry and self.as_table:
            self.strip.select(row.entry, reveal=True)

    def _twin_opened(self, row: Row) -> None:
        if row.entry:
            self.picked.emit(row.entry)

    # buttons

    def _follow(self, checked: bool) -> None:
        if checked:
            self.strip.show_now()
        else:
            self.strip.following = False

    def _moved(self) -> None:
        self.follow.setChecked(self.strip.following)

    def _lanes_activated(self, at: int) -> None:
        self.lanes_chosen.emit(self.lanes.itemData(at))

    def _retold(self) -> None:
        for at, (_key, message) in enumerate(self._choices):
            self.lanes.setItemText(at, _(message))
        if self.as_table:
            self._fill_twin()

    # place

    def lanes_height(self, *, roomy: bool = False) -> int:
        """How high it wants to be with all lanes; `roomy`: as high as they are read best."""
        if self.as_table:
            return theme.scaled(TABLE + FOOT)
        return self.strip.lanes_height(roomy=roomy) + theme.scaled(FOOT) + self._grid.spacing()

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(400), max(self.wanted_height, self.minimumSizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(360), self.strip.minimumSizeHint().height())

    def _align(self) -> None:
        """The overview begins where the axis does."""
        least = theme.scaled(108)
        short = min(theme.scaled(150), max(least, self.lanes.sizeHint().width()))
        self.lanes.setFixedWidth(short if self._small else max(least, self.strip.title_width - self._grid.spacing()))

    def _place(self) -> None:
        needed = self.strip.minimumSizeHint().height() + theme.scaled(FOOT + 20)
        self._arrange(small=self.height() < needed)
        self._align()

    def _arrange(self, *, small: bool) -> None:
        """The buttons under the strip beside the overview; where height is scarce in two rows to its right."""
        if small is self._small:
            return
        self._small = small
        grid = self._grid
        parts: tuple[QWidget, ...] = (self.lanes, self.overview, self.fit, self.follow, self.table)
        for part in (self._stack, *parts):
            grid.removeWidget(part)
        if small:
            grid.addWidget(self._stack, 0, 0, 2, 1)
            grid.addWidget(self.lanes, 0, 1)
            grid.addWidget(self.table, 0, 2)
            grid.addWidget(self.fit, 1, 1)
            grid.addWidget(self.follow, 1, 2)
        else:
            grid.addWidget(self._stack, 0, 0, 1, 5)
            for at, part in enumerate(parts):
                grid.addWidget(part, 1, at)
        # Only now: shown before it has a parent, it would be a window of its own and take the keys.
        self.overview.setVisible(not small)
        grid.setColumnStretch(0, 1 if small else 0)
        grid.setColumnStretch(1, 0 if small else 1)
        grid.setRowStretch(0, 1)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._place()
