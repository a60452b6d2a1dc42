"""What one seat writes: ratings, notes and observations as commands, the way back by one, and notes that did not get to disk."""

from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.observer import sheet
from exercise_studio.desktop.widgets.log_line import LogLine
from exercise_studio.domain.errors import KnownError
from exercise_studio.domain.payloads import RatingValue
from exercise_studio.domain.times import Instant
from exercise_studio.journeys import observing
from exercise_studio.journeys.observing import RatingRow
from exercise_studio.language import N_

VALUES: Final[dict[str, RatingValue]] = {"4": 4, "3": 3, "2": 2, "1": 1, "no": "NO"}


class Rater(QObject):
    """The seat's pen. Nothing it writes is shown before it is on disk: the page reads the log.

    Attributes:
        observer: the code of the seat; empty for none.
        unsaved: notes that could not be kept, by team and item: they come back when their item is shown again.
    Signals:
        undo_changed: the item whose rating can be undone next, or an empty text.
        noted: a LogLine that was kept.
        refused: a LogLine that could not be kept.
    """

    undo_changed = Signal(str)
    noted = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.observer = ""
        self.unsaved: dict[tuple[str, str], str] = {}
        self._before: list[RatingRow] = []
        self._sent: dict[tuple[str, str], str] = {}
        self._lines: list[LogLine] = []

    def sit(self, observer: str) -> None:
        """Write from a seat from now on; an empty text leaves it."""
        self.observer = observer
        self.unsaved, self._before, self._sent, self._lines = {}, [], {}, []
        self._say_undo()

    # ratings

    def rate(self, row: RatingRow, level: str, note: str | None, began_at: int | None) -> None:
        """Rate an item; `note` is what stands in its note if that is not kept yet."""
        if self.desk.exercise is None or not self.observer:
            return
        self._before.append(row)
        self._say_undo()
        said = note if note is not None else row.note
        self.desk.exercise.do(
            observing.rate, self.observer, row.team, row.item, VALUES[level],
            note=note, tags=sheet.tags_in(said), began_at=None if began_at is None else Instant(began_at),
        )  # fmt: skip

    def clear(self, row: RatingRow) -> None:
        """Back to blank; the note stays."""
        if row.value is not None and self.desk.exercise is not None:
            self._before.append(row)
            self._say_undo()
            self.desk.exercise.do(observing.clear, self.observer, row.team, row.item)

    def undo(self) -> RatingRow | None:
        """Rate what was rated last as it was before, and return it; the log keeps both words."""
        if not self._before or self.desk.exercise is None or not self.observer:
            return None
        before = self._before.pop()
        self._say_undo()
        if before.value is None:
            self.desk.exercise.do(observing.clear, self.observer, before.team, before.item)
        else:
            self.desk.exercise.do(
                observing.rate, self.observer, before.team, before.item, before.value, tags=sheet.tags_in(before.note)
            )
        return before

    def _say_undo(self) -> None:
        self.undo_changed.emit(self._before[-1].item if self._before else "")

    # notes

    def annotate(self, row: RatingRow, note: str, began_at: int | None) -> None:
        """Keep the note of an item; the same note is not sent twice."""
        key = (row.team, row.item)
        if self.desk.exercise is None or not self.observer or self._sent.get(key) == note:
            return
        self._sent[key] = note
        sending = _Sending(self, key, note)
        self.desk.exercise.do(
            observing.annotate, self.observer, row.team, row.item, note,
            tags=sheet.tags_in(note), began_at=None if began_at is None else Instant(began_at),
            then=sending.kept, failed=sending.lost,
        )  # fmt: skip

    def settled(self, key: tuple[str, str], note: str, error: Exception | None) -> None:
        """A note came to disk, or did not."""
        if self._sent.get(key) == note:
            del self._sent[key]
        if error is None:
            self.unsaved.pop(key, None)
        else:
            self.unsaved[key] = note
            self._tell(error)

    # observations

    def note(self, line: LogLine) -> None:
        """Keep an observation that belongs to no item."""
        exercise = self.desk.exercise
        if exercise is None:
            return
        seat = next((s for s in exercise.plan.observers if s.code == self.observer), None)
        team = seat.scope[0] if seat is not None and len(seat.scope) == 1 else ""
        self._lines.append(line)
        exercise.do(
            observing.note, self.observer, line.typed, team=team, tags=sheet.tags_in(line.typed),
            began_at=Instant(line.began_at), then=self._noted, failed=self._refused,
        )  # fmt: skip

    def _noted(self, result: Any) -> None:
        if self._lines:
            self.noted.emit(self._lines.pop(0))

    def _refused(self, error: Exception) -> None:
        if self._lines:
            self.refused.emit(self._lines.pop(0))
        self._tell(error)

    def _tell(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self.desk.tell_error(error)
        else:
            self.desk.bug(error)

    # handing in

    def hand_in(self) -> None:
        """Hand in what is on the sheet."""
        if self.desk.exercise is not None and self.observer:
            self.desk.exercise.do(observing.hand_in, self.observer, then=self._handed_in)

    def _handed_in(self, result: Any) -> None:
        entry = self.desk.exercise.by_id.get(result.entries[-1]) if self.desk.exercise is not None else None
        if entry is not None:
            self.desk.tell(
                N_("{observer} handed in edition {edition}. Check number: {digest}."), kind="calm", key="observer/handed-in",
                observer=entry.payload.observer, edition=entry.payload.edition, digest=entry.payload.digest[:8].upper(),
            )  # fmt: skip


class _Sending(QObject):
    """One note on its way."""

    def __init__(self, rater: Rater, key: tuple[str, str], note: str) -> None:
        super().__init__(rater)
        self._rater, self._key, self._note = rater, key, note

    def kept(self, result: Any) -> None:
        """On disk."""
        self._rater.settled(self._key, self._note, None)
        self.deleteLater()

    def lost(self, error: Exception) -> None:
        """Not on disk."""
        self._rater.settled(self._key, self._note, error)
        self.deleteLater()
