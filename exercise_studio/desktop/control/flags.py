"""Which injects of the cue list a rehearsal flagged: looked for only when the log has grown. Without Qt."""

from dataclasses import replace
from typing import TYPE_CHECKING

from exercise_studio.desktop.control.cue_rows import CueSheet
from exercise_studio.journeys.flagging import flagged

if TYPE_CHECKING:
    from exercise_studio.desktop.exercise import OpenExercise


class Flags:
    """The flags of the rehearsal on screen."""

    def __init__(self) -> None:
        self._seen: tuple[str, int] = ("", 0)
        self._injects: frozenset[str] = frozenset()

    def marked(self, sheet: CueSheet, exercise: "OpenExercise") -> CueSheet:
        """The cue list with its flagged rows; as it is outside a rehearsal."""
        if exercise.mode != "rehearsal" or exercise.live is None:
            return sheet
        now = (exercise.run or "", len(exercise.live.entries))
        if now != self._seen:
            self._seen, self._injects = now, frozenset(flagged(exercise.entries))
        if not self._injects:
            return sheet
        rows = tuple(replace(row, flagged=True) if row.key in self._injects else row for row in sheet.rows)
        return replace(sheet, rows=rows)
