"""The live room: what the facilitator sees and does while an exercise runs."""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from exercise_studio import language
from exercise_studio.conduct.describe import inject_name
from exercise_studio.desktop import texts
from exercise_studio.desktop.control import pictures
from exercise_studio.desktop.control.acts import ROOM_ACTS
from exercise_studio.desktop.control.automatic import SelfFiring
from exercise_studio.desktop.control.clockwork import Clockwork
from exercise_studio.desktop.control.draft_keeper import DraftKeeper
from exercise_studio.desktop.control.firing import Firing
from exercise_studio.desktop.control.header import scenario_text
from exercise_studio.desktop.control.many import Many
from exercise_studio.desktop.control.rehearsing import Rehearsing
from exercise_studio.desktop.control.room import Room, Stack
from exercise_studio.desktop.control.showing import Showing
from exercise_studio.desktop.control.start_panel import StartPanel
from exercise_studio.desktop.control.undoing import Undoing
from exercise_studio.desktop.control.writing import Writing
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Choice, Question
from exercise_studio.desktop.exercise import OpenExercise
from exercise_studio.desktop.page import Page
from exercise_studio.desktop.weak import alive
from exercise_studio.desktop.widgets.clock import format_span
from exercise_studio.desktop.widgets.layout import BETWEEN, INSIDE
from exercise_studio.domain.log import ChangeSet
from exercise_studio.domain.times import Instant
from exercise_studio.journeys import conducting
from exercise_studio.journeys.session import local_of
from exercise_studio.language import N_, _

TICK: Final = 200
"""Milliseconds between two looks at the clock."""
OFTEN, SELDOM = 5, 25
"""Every so many ticks the lists are looked at; seldom where that takes long."""
SHARE: Final = 20
"""A look that takes so many milliseconds is worth a tick of rest: then looking takes a tenth of the time at most."""


def steady() -> int:
    """Milliseconds of a clock that nobody sets."""
    return time.monotonic_ns() // 1_000_000


class LivePage(Firing, Many, Clockwork, Rehearsing, Writing, Showing, Page):
    """Wires the panels of the room to the commands of the journey.

    Attributes:
        beat: milliseconds of a steady clock, for the guard.
        closing: whether the window may close although a live run goes on, because somebody said so.
        room, start: what is shown while a run is on, and before.
    Signals:
        fired: the inject that was fired from here, after it was kept.
        go_refused: why a GO was not taken.
        fire_cancelled: the inject whose countdown was stopped.
    """

    ACTIONS = ROOM_ACTS
    fired = Signal(str)
    go_refused = Signal(str)
    fire_cancelled = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.body.setContentsMargins(BETWEEN, INSIDE, BETWEEN, INSIDE)
        self.beat: Callable[[], int] = steady
        self._undoing = Undoing()
        self._reveal: set[str] = set()
        self.closing = False
        self._asking: Question | None = None
        clocks = (self._elapsed_text, self._play_text, self._scenario_text)
        self.room = Room(self.acts, desk, self.now, self._beat, clocks)
        self.start = StartPanel(desk)
        self.stack = Stack()
        self.stack.addWidget(self.room)
        self.stack.addWidget(self.start)
        self.body.addWidget(self.stack)
        self._wire()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self._tick)
        self._ticks, self._every = 0, OFTEN
        self.automatic = SelfFiring(self, self.room.automatic)
        self._draft = DraftKeeper(self.room.composer, desk.tasks)
        texts.on_language(self._retold)

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {
            **self.firing_handlers(), **self.many_handlers(), **self.clock_handlers(), **self.rehearsal_handlers(),
            **self.writing_handlers(), **self.showing_handlers(),
            "escape": self.escape, "timeline_table": self.toggle_table, "undo": self.undo,
        }  # fmt: skip

    def _wire(self) -> None:
        room = self.room
        for name, home in (
            ("go_list", room.cues), ("set_next", room.cues), ("automatic", room.cues), ("flag", room.cues),
        ):  # fmt: skip
            self.acts.move(name, home)
        self.wire_writing()
        self.wire_many()
        self.wire_showing()
        room.go.fire.connect(self._fire)
        room.go.go_refused.connect(self.go_refused)
        room.go.fire_cancelled.connect(self.fire_cancelled)
        room.jump.wanted.connect(self._jump)
        room.jump.left.connect(self._lists)
        room.end.wanted.connect(self._end)
        room.end.left.connect(self._lists)
        room.freeze.noted.connect(self.note_freeze)
        room.freeze.released.connect(self.release)
        room.freeze.left.connect(self._lists)
        room.debrief_wanted.connect(self._debrief)
        room.another_run.connect(self.show_start)
        room.cues.current_changed.connect(self.enable)
        room.header.speed_wanted.connect(self.change_speed)
        self.start.wanted.connect(self.start_run)
        self.start.sheet_wanted.connect(self.print_sheet)

    # the page

    @property
    def exercise(self) -> OpenExercise | None:
        """The mirror."""
        return self.desk.exercise

    def open_exercise(self) -> None:
        self._undoing.clear()
        exercise = self.exercise
        if exercise is None:
            return
        if exercise.live is None:
            self.show_start()
        else:
            self.show_room()

    def show_start(self) -> None:
        """The panel before a run."""
        exercise = self.exercise
        if exercise is None:
            return
        before = exercise.state.mode if exercise.state is not None else ""
        self.start.begin(exercise.plan, before)
        self.stack.setCurrentWidget(self.start)
        self.enable()

    def show_room(self) -> None:
        """The room with the run that is on."""
        if self.exercise is not None:
            self.room.show_run(self.exercise)
            self.stack.setCurrentWidget(self.room)
            self._draft.open(self.exercise.id)
            self._after()

    def refresh(self, changes: object) -> None:
        exercise = self.exercise
        if exercise is None:
            return
        if exercise.live is None:
            self.show_start()
            return
        started = isinstance(changes, ChangeSet) and "run_started" in changes.kinds
        if started or self.room.exercise is not exercise:
            self.show_room()
            return
        reveal: Iterable[str] = ()
        if isinstance(changes, ChangeSet) and self._reveal & changes.kinds:
            reveal = changes.entries
            self._reveal.clear()
        self.room.take(reveal)
        self._after()

    def arrived(self) -> None:
        self._timer.start()
        if self.exercise is not None and self.exercise.live is not None and self.room.exercise is self.exercise:
            self.room.refresh()
        elif self.exercise is not None and self.exercise.live is None:
            self.show_start()

    def left(self) -> None:
        self._timer.stop()
        self.room.go.cancel()
        self.room.composer.line.end_conversion()
        self._draft.finish()

    def has_unsaved_text(self) -> str:
        return _("one log line") if self.room.composer.draft() else ""

    def may_close(self) -> bool:
        exercise, workspace = self.exercise, self.desk.workspace
        state = exercise.state if exercise is not None else None
        if self.closing or exercise is None or state is None or exercise.mode != "live":
            return True
        if workspace is None or workspace.read_only:
            return True  # somebody else's run, looked at
        if self._asking is not None and alive(self._asking) and self._asking.isVisible():
            self._asking.raise_()
            return False
        running = state.clock.mode == "running"
        self._asking = Question(
            N_("Interrupt the exercise?"),
            N_("The live run is still going on. Everything so far is saved, and you can continue later where it stood.")
            if running
            else N_("The clock of the live run stands. Everything so far is saved, and you can continue later where it stood."),
            (
                Choice("pause", N_("Interrupt and continue later"), "primary"),
                Choice("leave", N_("Close; the clock goes on"), "danger"),
            )
            if running
            else (Choice("leave", N_("Interrupt and continue later"), "primary"),),
            back=N_("Go on playing"),
            parent=self,
        )  # fmt: skip
        self._asking.ask(self._close_answered)
        return False

    def _close_answered(self, answer: str) -> None:
        if answer == "pause" and self.exercise is not None:
            self.exercise.do(conducting.pause, then=self._close)
        elif answer == "leave":
            self._close()

    def _close(self, _result: object = None) -> None:
        self.closing = True
        self.window().close()

    def toggle_table(self) -> None:
        """The timeline as a table, or painted again."""
        if self.stack.currentWidget() is self.room:
            self.room.timeline.toggle_table()

    # clocks

    def now(self) -> Instant:
        """The wall clock of the exercise."""
        return self.exercise.session.now() if self.exercise is not None else Instant(0)

    def _beat(self) -> int:
        return self.beat()

    def _elapsed_text(self) -> str:
        state = self.exercise.state if self.exercise else None
        return format_span(state.clock.elapsed(self.now())) if state else "--:--:--"

    def _play_text(self) -> str:
        state = self.exercise.state if self.exercise else None
        return f"T+{format_span(state.clock.play(self.now()))}" if state else "--:--:--"

    def _scenario_text(self) -> str:
        state = self.exercise.state if self.exercise else None
        return scenario_text(state.clock.scenario(self.now())) if state else "--:--:--"

    def _tick(self) -> None:
        if self.stack.currentWidget() is not self.room:
            return
        self._ticks += 1
        self.room.tick()
        state = self.room.state
        if self._ticks % self._every == 0 and state is not None and state.clock.mode == "running":
            began = steady()
            self.room.refresh()
            # With a thousand organisations the conditions take their time: then they are asked less often.
            self._every = max(OFTEN, min(SELDOM, (steady() - began) // SHARE))

    # undo

    def _remember(self, changes: ChangeSet) -> None:
        if self.exercise is not None:
            self._undoing.remember(self.exercise, changes)
        self._after()

    def undo(self) -> None:
        """Take one's own last act back by a further entry; nothing is removed from the log."""
        if self.exercise is not None:
            act = self._undoing.take(self.exercise)
            if act is not None:
                self.exercise.do(act[0], *act[1])
        self._after()

    def _undo_text(self) -> str:
        return self._undoing.text(self.exercise)

    # keeping everything in step

    def _after(self) -> None:
        self.acts.describe("undo", self._undo_text)
        self.automatic.show()
        entry = self._last_fired()
        if entry is not None and self.exercise is not None:
            name = inject_name(self.exercise.plan, entry.payload.inject, language.current())  # type: ignore[arg-type]
            moment = local_of(entry.at, self.exercise.plan.time_zone).strftime("%H:%M:%S")
            self.room.show_last(_("Last: {inject} at {time}", inject=name.partition(" ")[0], time=moment))
            self.acts.describe("recall", N_("Recall {inject}"), inject=entry.payload.inject)
        else:
            self.room.show_last("")
            self.acts.describe("recall", N_("Recall the last inject"))
        self.enable()

    def enable(self, _row: object = None) -> None:
        """What can be done now."""
        state = self.room.state if self.stack.currentWidget() is self.room else None
        mode = state.clock.mode if state is not None else "ready"
        on = mode in ("running", "paused", "suspended")
        following = bool(self._following())
        allowed = {
            "go": state is not None, "go_list": state is not None, "skip": on and following, "hold": on and following,
            "set_next": on and bool(self.room.cues.selected_key()), "recall": on and self._last_fired() is not None,
            "undo": on and bool(self._undoing), "pause": mode == "running", "resume": mode == "paused",
            "jump": mode in ("running", "paused"), "suspend": mode in ("running", "paused"), "continue": mode == "suspended",
            "end": on, "log": on, "log_slash": on, "marker": on,
        }  # fmt: skip
        allowed |= self.enable_writing(on)
        allowed["flag"] = on and self.rehearsing and bool(self.room.cues.selected_key())
        allowed["rehearse"] = self.exercise is not None and self.exercise.mode in ("prepare", "ended")
        allowed |= self.enable_many(on)
        for name, is_allowed in allowed.items():
            self.acts[name].setEnabled(is_allowed)
        self.enable_showing()

    def _retold(self) -> None:
        self._after()

    def gallery_states(self) -> Iterable[tuple[str, Callable[[], object]]]:
        return pictures.states(self)
