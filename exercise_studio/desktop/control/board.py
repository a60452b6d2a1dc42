"""The board of an exercise with many organisations: how each stands, whom GO reaches, and the way into one of them."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from exercise_studio.desktop import icons, theme
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import GRID, INSIDE, button, column, label, row
from exercise_studio.desktop.widgets.search import SearchBox, matches
from exercise_studio.desktop.widgets.tables import ROW, Column, Index, RowsModel, Table
from exercise_studio.domain.times import MINUTE
from exercise_studio.journeys.board import Alarm, BoardRow
from exercise_studio.language import N_, _

MANY: Final = 3
"""From so many organisations on, a run begins with the board."""
TICK: Final = 0

ALARMS: Final = {
    "critical": N_("critical item {subject} is late"),
    "quiet": N_("nothing heard for {minutes} min"),
    "recalled": N_("inject {subject} was recalled"),
}


def alarm_text(alarm: Alarm) -> str:
    """An alarm in words."""
    return _(ALARMS[alarm.kind], subject=alarm.subject, minutes=alarm.minutes)


class BoardModel(RowsModel):
    """Rows of the board.

    Attributes:
        ticked: organisations that GO reaches; none means all.
    """

    def __init__(self, parent: Any = None) -> None:
        self.ticked: set[str] = set()
        columns = (
            Column("", self._tick, width=34),
            Column(N_("Organisation"), self._name, tip=self._name, width=0, least=150),
            Column(N_("Received"), self._received, tip=self._received_tip, width=88, optional=2),
            Column(N_("Last heard"), self._heard, ink=self._heard_ink, width=108),
            Column(N_("Done"), self._done, width=64),
            Column(N_("Late"), self._late, tip=self._late_tip, ink=self._late_ink, width=52),
            Column(N_("To decide"), self._decide, width=88, optional=1),
            Column(N_("Needs attention"), self._alarms, tip=self._alarms, ink=self._alarm_ink, width=0, least=190),
        )
        super().__init__(columns, (), parent)

    def number_of(self, organisation: str) -> int:
        """The row of an organisation, or -1."""
        return next((at for at, said in enumerate(self.rows) if said.organisation == organisation), -1)

    def _tick(self, said: BoardRow) -> str:
        return _("ticked") if said.organisation in self.ticked else ""

    def _name(self, said: BoardRow) -> str:
        if said.missed:
            return _("{organisation} (came late: missed {n})", organisation=said.name, n=said.missed)
        return said.name

    def _received(self, said: BoardRow) -> str:
        return f"{said.received}/{said.sent}"

    def _received_tip(self, said: BoardRow) -> str:
        return _("{received} of {sent} injects were confirmed or answered", received=said.received, sent=said.sent)

    def _heard(self, said: BoardRow) -> str:
        if said.last is None:
            return _("nothing yet") if said.sent else "–"
        minutes = (said.quiet or 0) // MINUTE
        return _("{n} min ago", n=minutes) if minutes else _("just now")

    def _heard_ink(self, said: BoardRow) -> str | None:
        return "danger.fill" if any(alarm.kind == "quiet" for alarm in said.alarms) else None

    def _done(self, said: BoardRow) -> str:
        return f"{said.done}/{said.expected}"

    def _late(self, said: BoardRow) -> str:
        return str(len(said.late)) if said.late else ""

    def _late_tip(self, said: BoardRow) -> str:
        return ", ".join(said.late[:12])

    def _late_ink(self, said: BoardRow) -> str | None:
        return "danger.fill" if said.late else None

    def _decide(self, said: BoardRow) -> str:
        return str(len(said.branches)) if said.branches else ""

    def _alarms(self, said: BoardRow) -> str:
        return " · ".join(alarm_text(alarm) for alarm in said.alarms)

    def _alarm_ink(self, said: BoardRow) -> str | None:
        return "danger.fill" if said.alarms else None


class _TickDelegate(QStyledItemDelegate):
    """A check box that says whether GO reaches the organisation."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        said: BoardRow = index.data(ROW)
        table = self.parent()
        option.state &= ~QStyle.StateFlag.State_HasFocus
        table.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, table)
        size = theme.scaled(16)
        box = QRectF(0, 0, size, size)
        box.moveCenter(QRectF(option.rect).center())
        ticked = said.organisation in table.board.ticked
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent.fill" if ticked else "line.border"), 1.5))
        painter.setBrush(theme.color("accent.fill") if ticked else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        if ticked:
            icons.paint(painter, box.adjusted(1, 1, -1, -1), "ok", "accent.on")
        painter.restore()


class BoardTable(Table):
    """Space and a click on the box tick an organisation; Enter opens it. Nothing here fires.

    Signals:
        ticked: who is ticked has changed.
    """

    ticked = Signal()

    def __init__(self, model: BoardModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent, name=N_("Board of the organisations"))
        self.board = model
        self.setItemDelegateForColumn(TICK, _TickDelegate(self))

    def toggle(self, number: int) -> None:
        """Tick an organisation or take its tick away."""
        self.board.ticked ^= {self.board.rows[number].organisation}
        self.board.touched(number, number)
        self.ticked.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if index.isValid() and index.column() == TICK and event.button() == Qt.MouseButton.LeftButton:
            self.toggle(index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == TICK:
            return  # a quick second click on the box is no wish to open it
        super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.current_row is not None:
            self.toggle(self.currentIndex().row())
            return
        super().keyPressEvent(event)


class BoardView(QWidget):
    """The board with its heading: how many need attention, whom GO reaches.

    Signals:
        opened: the id of the organisation to look into.
        lists_wanted: the lists of all organisations together.
        targets_changed: whom GO reaches has changed.
    """

    opened = Signal(str)
    lists_wanted = Signal()
    targets_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = BoardModel(self)
        self.table = BoardTable(self.model)
        self.table.setMinimumHeight(theme.scaled(60))
        self._all: tuple[BoardRow, ...] = ()
        self.heading = label(look="strong")
        self.heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.reach = label(look="strong")
        self.search = SearchBox()
        self.search.setMaximumWidth(theme.scaled(190))
        self.search.searched.connect(self._searched)
        self.tick_alarms = button(N_("Tick those with alarms"), self.tick_with_alarms, "quiet")
        self.untick = button(N_("Untick all"), self.untick_all, "quiet")
        self.open_one = button(N_("Open the organisation"), self._open_current, icon="right")
        self.lists = button(N_("Lists of all"), self.lists_wanted.emit, icon="log")
        head = row(self.heading, self.search, self.open_one, self.lists, spacing=INSIDE)
        head.setStretch(0, 1)
        foot = row(self.reach, 1, self.tick_alarms, self.untick, spacing=INSIDE)
        whole = column(head, spacing=GRID)
        whole.addWidget(self.table, 1)
        whole.addLayout(foot)
        self.setLayout(whole)
        self.table.opened.connect(self._opened)
        self.table.ticked.connect(self._ticked)
        self._say()

    @property
    def ticked(self) -> tuple[str, ...]:
        """The organisations that GO reaches, in the order of the board; none means all."""
        return tuple(said.organisation for said in self._all if said.organisation in self.model.ticked)

    def begin(self) -> None:
        """Another run."""
        self.model.ticked.clear()
        self._all = ()
        self.model.set_rows(())
        self._say()

    def show_rows(self, rows: Sequence[BoardRow]) -> None:
        """Takes the rows of a moment. While the pointer is on the table they keep their order: nobody clicks on a moving target."""
        self._all = tuple(rows)
        shown = [said for said in rows if self._passes(said)]
        if self.table.underMouse() and len(shown) == len(self.model.rows):
            by_house = {said.organisation: said for said in shown}
            if all(said.organisation in by_house for said in self.model.rows):
                shown = [by_house[said.organisation] for said in self.model.rows]
        kept = self.table.current_row
        if shown != self.model.rows:
            self.model.set_rows(shown)
        if kept is not None:
            at = self.model.number_of(kept.organisation)
            if at >= 0 and self.table.currentIndex().row() != at:
                bar = self.table.verticalScrollBar()
                seen = bar.value()
                self.table.select_row(at)
                bar.setValue(seen)
        self._say()

    def _passes(self, said: BoardRow) -> bool:
        return matches(self.search.text(), said.name)

    def _searched(self, _query: str) -> None:
        self.show_rows(self._all)

    def tick_with_alarms(self) -> None:
        """Let GO reach those that need attention."""
        self._set_ticked(said.organisation for said in self._all if said.alarms)

    def untick_all(self) -> None:
        """Let GO reach all again."""
        self._set_ticked(())

    def _set_ticked(self, houses: Iterable[str]) -> None:
        self.model.ticked = set(houses)
        self.model.touched()
        self._ticked()

    def _ticked(self) -> None:
        self._say()
        self.targets_changed.emit()

    def _opened(self, said: BoardRow) -> None:
        self.opened.emit(said.organisation)

    def _open_current(self) -> None:
        said = self.table.current_row or next(iter(self.model.rows), None)
        if said is not None:
            self.opened.emit(said.organisation)

    def _say(self) -> None:
        alarms = sum(bool(said.alarms) for said in self._all)
        tr(self.heading.setText, N_("{n} organisations, {alarms} need attention"), n=len(self._all), alarms=alarms)
        ticked = len(self.ticked)
        if ticked:
            tr(self.reach.setText, N_("GO reaches the {n} ticked organisations only"), n=ticked)
        else:
            tr(self.reach.setText, N_("GO reaches all organisations"))
        self.untick.setEnabled(ticked > 0)
        self.tick_alarms.setEnabled(alarms > 0)
        self.open_one.setEnabled(bool(self.model.rows))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
