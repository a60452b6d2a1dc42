"""The timeline of a run: fills the view from the log and the cue list, and remembers the lanes chosen for an exercise.

The live room, the debrief and a projection use it alike: `fill` with the lines to show, `moment` when time has passed.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from exercise_studio import language
from exercise_studio.conduct.run import RunState
from exercise_studio.desktop.control import sheet as sheets
from exercise_studio.desktop.control.cue_rows import CueSheet, cue_sheet
from exercise_studio.desktop.control.log_list import LogFilter
from exercise_studio.desktop.exercise import OpenExercise
from exercise_studio.desktop.settings import SettingsFile
from exercise_studio.desktop.timeline.tracks import Card
from exercise_studio.desktop.timeline.view import TimelineView
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import Play
from exercise_studio.journeys.room import LogRow, log_rows

LATE_EVERY: Final = 10_000
"""Milliseconds of play after which what is late is counted again though nothing happened."""


class RunTimeline(TimelineView):
    """A TimelineView that knows how to read a run.

    Attributes:
        kind: what its lanes are: "team", "organisation", "sector" or "phase".
    """

    def __init__(self, settings: SettingsFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = "team"
        self._settings = settings
        self._exercise: OpenExercise | None = None
        self._rows: Sequence[LogRow] = ()
        self._wanted = LogFilter()
        self._frozen: list[int] = []
        self._counted: tuple[object, ...] = ()
        self.lanes_chosen.connect(self._choose)
        self.set_card(self._card)

    def show_whole(self, exercise: OpenExercise) -> None:
        """A run that is over, or stands, with all its lines and nothing else to be called: for debrief and projection."""
        state = exercise.state
        if exercise.live is None or state is None:
            return
        play = state.clock.play(exercise.now())
        self.fill(exercise, log_rows(exercise.live, self._lang), LogFilter())
        self.moment(cue_sheet(state, play, self._lang, entries=exercise.by_id), state, play)
        self.begin()

    def fill(self, exercise: OpenExercise, rows: Sequence[LogRow], wanted: LogFilter) -> None:
        """Everything anew: these lines, as far as the filter shows them."""
        if self._exercise is not exercise:
            self.kind = self._remembered(exercise)
        self._exercise, self._rows, self._wanted = exercise, rows, wanted
        self._frozen = sheets.frozen_at(exercise, rows)
        self.set_choices(sheets.lane_choices(exercise.plan), self.kind)
        sheets.fill(self.sheet, exercise, rows, self._lang, wanted, self.kind)
        self._counted = ()
        if exercise.state is not None:
            self._count(exercise.state, exercise.state.clock.play(exercise.now()))

    def take(self, rows: Iterable[LogRow]) -> bool:
        """Further lines; False when one needs a lane that is not there yet, so that all must be filled anew."""
        if self._exercise is None:
            return False
        rows = list(rows)
        self._frozen += sheets.frozen_at(self._exercise, rows)
        return sheets.take(self.sheet, self._exercise, rows, self._wanted, self.kind)

    def moment(self, cues: CueSheet, state: RunState, play: Play) -> None:
        """The plan, the clock and what is done and late, as of now."""
        sheets.update_plan(self.sheet, cues, state, self._frozen)
        self._count(state, play)
        self.set_now(play)

    def _count(self, state: RunState, play: Play) -> None:
        asked = (id(state), state.applied, play // LATE_EVERY, self.kind, language.current())
        if asked != self._counted:
            self._counted = asked
            self.sheet.coverage = sheets.coverage_of(state, play, self.kind, self._lang)
            self.strip.changed()

    @property
    def _lang(self) -> Lang:
        return language.current()  # type: ignore[return-value]

    def _card(self, entry: str) -> Card | None:
        return sheets.card_of(self.sheet, self._exercise, entry, self._lang) if self._exercise is not None else None

    def _remembered(self, exercise: OpenExercise) -> str:
        kept = self._settings.now.choices.get(f"lanes/{exercise.id}", "")
        allowed = [kind for kind, _message in sheets.lane_choices(exercise.plan)]
        return kept if kept in allowed else sheets.usual_lanes(exercise.plan)

    def _choose(self, kind: str) -> None:
        if self._exercise is None or kind == self.kind:
            return
        self.kind = kind
        self._settings.remember_choice(f"lanes/{self._exercise.id}", kind)
        self.fill(self._exercise, self._rows, self._wanted)
        self.strip.bar.setValue(0)
        self.changed()
        self.height_wanted.emit()
