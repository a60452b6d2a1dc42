"""What the live room does with the clock: start, pause, jump, freeze and end a run."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt

from exercise_studio.journeys import conducting
from exercise_studio.language import _


class Clockwork:
    """The part of the live page that acts on the clock and opens its sheets."""

    def clock_handlers(self) -> dict[str, Callable[..., object]]:
        """Act to method."""
        return {
            "pause": self.pause, "resume": self.resume, "jump": self.open_jump, "suspend": self.suspend,
            "continue": self.continue_run, "end": self.open_end,
        }  # fmt: skip

    def start_run(self, mode: str, speed: float) -> None:
        """Start a run."""
        if self.exercise is not None:
            self.exercise.do(conducting.start_run, mode, speed=speed)

    def print_sheet(self) -> None:
        """The dialog of the run sheet; the list before the start is looked at anew when it closes."""
        from exercise_studio.desktop.printing import RunSheetDialog

        dialog = RunSheetDialog(self.desk, self)  # type: ignore[arg-type]  # the page is a widget
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self.start.check)
        dialog.open()

    def change_speed(self, speed: float) -> None:
        """A rehearsal goes on faster or slower."""
        self._clock(partial(conducting.change_speed, speed=speed), "running", "paused")

    def pause(self) -> None:
        """Play and scenario clock stand still."""
        self._clock(conducting.pause, "running")

    def resume(self) -> None:
        """They go on."""
        self._clock(conducting.resume, "paused")

    def suspend(self) -> None:
        """A real emergency."""
        self._clock(conducting.suspend, "running", "paused")

    def continue_run(self) -> None:
        """The emergency is over: the sheet asks for a second press, in words."""
        state = self.room.state
        if state is None or state.clock.mode != "suspended":
            return
        if self.room.middle.currentWidget() is not self.room.freeze:
            self.room.open_sheet(self.room.freeze)
        self.room.freeze.press()

    def release(self) -> None:
        """The second press: play goes on."""
        self._clock(conducting.continue_run, "suspended")

    def note_freeze(self, reason: str) -> None:
        """Why the exercise was stopped, for the log."""
        if self.exercise is not None:
            self.exercise.do(conducting.drop_marker, _("Stopped for a real event: {reason}", reason=reason))

    def _clock(self, command: Callable[..., Any], *modes: str) -> None:
        state = self.room.state
        if self.exercise is not None and state is not None and state.clock.mode in modes:
            self.room.go.cancel()
            self.exercise.do(command)

    def open_jump(self) -> None:
        """The sheet of the time jump."""
        state = self.room.state
        if state is not None and state.clock.mode in ("running", "paused"):
            self.room.jump.begin(state, self.room.play())
            self.room.open_sheet(self.room.jump)

    def _jump(self, wanted: tuple[Any, Any, Any, Any]) -> None:
        to, told, phase, choices = wanted
        self.desk.resolved.emit("jump")
        if self.exercise is not None:
            self.exercise.do(conducting.jump, to, told=told, phase=phase, choices=choices, then=self._lists)

    def open_end(self) -> None:
        """The sheet that ends the run."""
        sheet = self.room.sheet
        if sheet is not None:
            unfired = sum(row.open for row in sheet.rows if row.section)
            self.room.end.begin(unfired, self.room.checklist.counts()["late"])
            self.room.open_sheet(self.room.end)

    def _end(self, reason: str) -> None:
        if self.exercise is not None:
            self.exercise.do(conducting.end_run, reason, then=self._lists)

    def _lists(self, _result: object = None) -> None:
        self.room.open_sheet(None)

    def _debrief(self) -> None:
        self.desk.go("debrief")
