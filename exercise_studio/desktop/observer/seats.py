"""Choosing a seat: who rates at this machine. Nothing of what others rated is shown or counted here."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exercise_studio.conduct.describe import body_name
from exercise_studio.conduct.run import RunState
from exercise_studio.desktop import theme
from exercise_studio.desktop.widgets.layout import BETWEEN, button, label, row
from exercise_studio.desktop.widgets.tables import Column, RowsModel, Table
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.text import Lang
from exercise_studio.language import N_, _


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One seat: its code, whom it watches, how far it got."""

    code: str
    watches: str
    joined: bool
    edition: int
    """How often work was handed in; 0 never."""


def seat_rows(plan: Plan, state: RunState | None, lang: Lang) -> list[SeatRow]:
    """The plan's seats in their order."""
    joined = state.observers if state is not None else {}
    handed = state.handed_in if state is not None else {}
    rows = []
    for seat in plan.observers:
        names = ("、" if lang == "ja" else ", ").join(body_name(plan, one, lang) for one in seat.scope)
        rows.append(SeatRow(seat.code, names, seat.code in joined, handed.get(seat.code, 0)))
    return rows


def _code(seat: SeatRow) -> str:
    return seat.code


def _watches(seat: SeatRow) -> str:
    return seat.watches or _("All teams")


def _progress(seat: SeatRow) -> str:
    if seat.edition:
        return _("Handed in, edition {edition}", edition=seat.edition)
    return _("Seat taken") if seat.joined else _("Free")


class SeatChoice(QWidget):
    """The list of seats.

    Signals:
        taken: the code of the seat somebody takes.
    """

    taken = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(BETWEEN)
        outer.addWidget(label(N_("Who rates at this machine?"), "title"))
        outer.addWidget(
            label(
                N_("Choose your observer code. You will see your own ratings only, and nobody sees yours before you hand them in."),
                "muted", wrap=True,
            )
        )  # fmt: skip
        columns = (
            Column(N_("Observer"), _code, width=140, number=False),
            Column(N_("Watches"), _watches, width=0, tip=_watches),
            Column(N_("Progress"), _progress, width=220),
        )
        self.rows = RowsModel(columns)
        self.table = Table(self.rows, name=N_("Observer seats"))
        self.table.setMinimumHeight(theme.scaled(160))
        self.table.opened.connect(self._take)
        outer.addWidget(self.table, 1)
        self.take = button(N_("Rate from this seat"), self._take_current, "primary", icon="rate")
        self.take.setEnabled(False)
        outer.addLayout(row(self.take, 1))
        self.table.current_changed.connect(self._moved)

    def show_seats(self, rows: Sequence[SeatRow]) -> None:
        """Show seats; the cursor stays, or goes to the first one."""
        self.rows.set_rows(rows)
        if self.table.current_row is None and rows:
            self.table.select_row(0)

    def _moved(self, seat: SeatRow | None) -> None:
        self.take.setEnabled(seat is not None)

    def _take_current(self) -> None:
        if self.table.current_row is not None:
            self._take(self.table.current_row)

    def _take(self, seat: SeatRow) -> None:
        self.taken.emit(seat.code)
