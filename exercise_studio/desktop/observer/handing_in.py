"""Handing in: what the sheet holds, what is still open, and the decision; nothing in it stops an observer."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from exercise_studio.desktop import theme
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Dialog
from exercise_studio.desktop.frame import Elided
from exercise_studio.desktop.observer import sheet
from exercise_studio.desktop.texts import Source
from exercise_studio.desktop.widgets.layout import GRID, Card, button, column, label
from exercise_studio.desktop.widgets.rating import RatingBar
from exercise_studio.journeys.observing import RatingRow, rating_sheet
from exercise_studio.language import N_, plural

MOST = 5
"""Items that are named in each group; the others are counted."""


class HandIn(Dialog):
    """Shows the summary and asks once. `go` and `to_gap` are bound methods of the page."""

    def __init__(
        self,
        rows: Sequence[RatingRow],
        observer: str,
        edition: int,
        go: Callable[[], object],
        to_gap: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            N_("Hand in the ratings of {observer}, edition {edition}"), parent, observer=observer, edition=edition
        )
        self._go, self._to_gap = go, to_gap
        self.setMinimumWidth(theme.scaled(520))
        held = sheet.coverage(rows)
        bar = RatingBar()
        bar.set_counts({**held.levels, "no": held.not_observed}, held.applicable)
        self.body.addWidget(bar)
        self.body.addWidget(
            label(
                N_("{done} of {all} items are done: {valued} rated, {unseen} not observed. {blank} are blank."),
                wrap=True, done=held.done, all=held.applicable, valued=held.valued, unseen=held.not_observed, blank=held.blank,
            )
        )  # fmt: skip
        blank = [row for row in rows if sheet.is_blank(row)]
        low = [row for row in rows if sheet.lacks_note(row)]
        if blank:
            self._group(N_("Not rated yet. A blank is neither a low rating nor “not observed”."), blank)
        if low:
            self._group(N_("Rated △ or × without a note. The report will not be able to say why."), low)
        if not blank and not low:
            self.body.addWidget(label(N_("Every item is done, and every low rating says why."), wrap=True))
        self.body.addWidget(
            label(
                N_("After handing in you can still change ratings and hand in again as the next edition."),
                "muted",
                wrap=True,
            )
        )
        give = button(N_("Hand in"), self._give, "primary")
        give.setDefault(True)
        back = button(N_("Go back"), self.reject)
        left = [button(N_("Go to the first gap"), self._gap)] if blank or low else []
        self.buttons(give, back, left=left)
        give.setFocus()

    def _group(self, title: Source, rows: Sequence[RatingRow]) -> None:
        card = Card(look="well")
        lines = column(spacing=GRID)
        lines.addWidget(label(title, "strong", wrap=True))
        for shown in rows[:MOST]:
            line = Elided("muted")
            line.set_full(f"{shown.item}  {shown.title}")
            lines.addWidget(line)
        if len(rows) > MOST:
            more = label(look="muted")
            more.setText(plural("and {n} more", "and {n} more", len(rows) - MOST))
            lines.addWidget(more)
        card.body.addLayout(lines)
        self.body.addWidget(card)

    def _give(self) -> None:
        self.accept()
        self._go()

    def _gap(self) -> None:
        self.reject()
        self._to_gap()


def sample(desk: Desk) -> QWidget:
    """The dialog as the gallery paints it: the first seat's work in the exercise on screen."""
    exercise = desk.exercise
    if exercise is None or exercise.state is None or not exercise.plan.observers:
        return QWidget()
    seat = exercise.plan.observers[0].code
    rows = rating_sheet(exercise.state, seat, sheet.lang())
    return HandIn(rows, seat, 1, desk.close_exercise, desk.close_exercise)
