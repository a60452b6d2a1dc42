"""The rehearsals of an exercise before its next run: what there is, and the trash, where one stays thirty days."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from exercise_studio.desktop import formats, texts
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.widgets.layout import GRID, Card, button, column, label, row
from exercise_studio.domain.errors import KnownError
from exercise_studio.journeys import rehearsals
from exercise_studio.language import N_


class RehearsalList(Card):
    """A line a rehearsal. Deleting asks nothing, because it can be taken back.

    Attributes:
        found: what is shown.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(N_("Rehearsals"), parent)
        self.desk = desk
        self.found: list[rehearsals.Rehearsal] = []
        self._gone = ""
        self.lines = QWidget()
        self.body.addWidget(self.lines)
        self.hide()

    def look(self) -> None:
        """Read them anew."""
        if self.desk.exercise is not None:
            self.desk.exercise.ask(rehearsals.rehearsals, then=self.show_all, latest="rehearsals")

    def show_all(self, found: list[rehearsals.Rehearsal]) -> None:
        """Show these."""
        self.found = found
        old, self.lines = self.lines, QWidget()
        self.lines.setLayout(column(*(self._line(one) for one in found), spacing=GRID))
        self.body.replaceWidget(old, self.lines)
        old.hide()
        old.deleteLater()
        self.setVisible(bool(found))

    def _line(self, one: rehearsals.Rehearsal) -> QWidget:
        message = (
            N_("No. {n}, {time}: in the trash, for 30 days")
            if one.trashed
            else N_("No. {n}, {time}: {entries} entries")
        )
        said = label(
            message,
            "muted" if one.trashed else "",
            wrap=True,
            n=one.number,
            time=partial(formats.moment, one.began),
            entries=one.entries,
        )
        act = button(N_("Bring back") if one.trashed else N_("Delete"), self._clicked, "link")
        act.setProperty("run", one.run)
        texts.name(act, N_("Bring rehearsal {n} back") if one.trashed else N_("Delete rehearsal {n}"), n=one.number)
        line = QWidget()
        both = row(said, act)
        both.setStretch(0, 1)
        line.setLayout(both)
        return line

    def _clicked(self) -> None:
        run = self.sender().property("run")
        one = next((known for known in self.found if known.run == run), None)
        if one is not None and self.desk.exercise is not None:
            self._gone = "" if one.trashed else run
            command: Any = rehearsals.bring_back if one.trashed else rehearsals.discard
            self.desk.exercise.do(command, run, then=self._done, failed=self._refused)

    def _done(self, _result: object) -> None:
        """The rehearsal on screen is gone: read the exercise anew; else the list alone."""
        exercise = self.desk.exercise
        if exercise is not None and exercise.run == self._gone:
            self.desk.open_exercise(exercise.id, "live")
        else:
            self.look()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self.desk.tell_error(error)
        else:
            self.desk.bug(error)
