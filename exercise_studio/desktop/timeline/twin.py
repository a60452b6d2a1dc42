"""The timeline as a table, for the keyboard and for screen readers: the same marks, the same selection."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from exercise_studio.desktop.timeline import telling
from exercise_studio.desktop.timeline.telling import Row
from exercise_studio.desktop.timeline.tracks import Sheet
from exercise_studio.desktop.widgets.tables import Column, RowsModel, Table
from exercise_studio.language import N_


class TwinModel(RowsModel):
    """The marks of a sheet by their moment. Taking a sheet anew touches only the rows that are others now."""

    def __init__(self, parent: Any = None) -> None:
        columns = (
            Column(N_("T+"), _moment, width=84, number=True),
            Column(N_("Lane"), lambda row: row.lane, tip=lambda row: row.lane, width=190),
            Column(N_("Kind"), lambda row: row.kind, width=170, optional=1),
            Column(N_("Text"), _one_line, tip=lambda row: row.text, width=0),
        )
        super().__init__(columns, (), parent)

    def show(self, sheet: Sheet) -> None:
        """Take what the sheet holds now; what stays the same keeps its selection."""
        self.take(telling.rows(sheet))

    def take(self, new: Sequence[Row]) -> None:
        """Show these rows: equal ones at both ends stay, those between are exchanged."""
        old, first = self.rows, 0
        most = min(len(old), len(new))
        while first < most and old[first] == new[first]:
            first += 1
        last = 0
        while last < most - first and old[-1 - last] == new[-1 - last]:
            last += 1
        gone, come = len(old) - first - last, len(new) - first - last
        if gone:
            self.remove(first, gone)
        if come:
            self.insert(first, list(new[first : first + come]))

    def number_of(self, entry: str) -> int:
        """The row of an entry, or -1."""
        return next((at for at, row in enumerate(self.rows) if entry and row.entry == entry), -1)


class Twin(Table):
    """Shows a TwinModel; `opened` and `current_changed` give a Row.

    Signals:
        strip_wanted: T was pressed: the painted strip again.
    """

    strip_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.model_ = TwinModel()
        super().__init__(self.model_, parent, density="compact", name=N_("Timeline as a table"))
        self.model_.setParent(self)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show what the sheet holds; the selected mark stays selected, the newest row is followed while it is in sight."""
        kept = self.current_row
        following = self.at_end() and bool(self.model_.rows)
        self.model_.show(sheet)
        now = self.current_row
        if kept is not None and (now is None or now.entry != kept.entry):
            self.select_row(self.model_.number_of(kept.entry))
        elif following and kept is None:
            self.scrollToBottom()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_T and not event.modifiers():
            self.strip_wanted.emit()
            return
        super().keyPressEvent(event)


def _moment(row: Row) -> str:
    return telling.t_plus(row.play)


def _one_line(row: Row) -> str:
    return row.text.replace("\n", " ")
