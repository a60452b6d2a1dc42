"""The live room: what the facilitator sees and does while an exercise runs."""

import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from exercise_studio import language
from exercise_studio.conduct.describe import inject_name
from exercise_studio.desktop import texts
from exercise_studio.desktop.control import commands, pictures
from exercise_studio.desktop.control.acts import ROOM_ACTS
from exercise_studio.desktop.control.composer import Written
from exercise_studio.desktop.control.draft_keeper import DraftKeeper
from exercise_studio.desktop.control.header import scenario_text
from exercise_studio.desktop.control.jumping import coming_jump
from exercise_studio.desktop.control.room import Room, Stack
from exercise_studio.desktop.control.start_panel import StartPanel
from exercise_studio.desktop.control.strips import DecisionTold
from exercise_studio.desktop.control.undoing import Undoing
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Choice, Question
from exercise_studio.desktop.exercise import OpenExercise
from exercise_studio.desktop.page import Page
from exercise_studio.desktop.widgets.clock import format_span
from exercise_studio.desktop.widgets.layout import BETWEEN, INSIDE
from exercise_studio.domain.errors import KnownError
from exercise_studio.domain.log import ChangeSet, Entry
from exercise_studio.domain.payloads import InjectFired
from exercise_studio.domain.times import MINUTE, Instant
from exercise_studio.journeys import conducting
from exercise_studio.journeys.session import local_of
from exercise_studio.language import N_, _

TICK: Final = 200
"""Milliseconds between two looks at the clock."""
OFTEN, SELDOM = 5, 25
"""Every so many ticks the lists are looked at; seldom where that takes long."""
HEAVY: Final = 25
"""Milliseconds from which on it is long."""


def steady() -> int:
    """Milliseconds of a clock that nobody sets."""
    return time.monotonic_ns() // 1_000_000


class LivePage(Page):
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
        self._draft = DraftKeeper(self.room.composer.line, desk.tasks)
        texts.on_language(self._retold)

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {
            "go": self.go, "go_list": self.go, "escape": self.escape, "skip": self.skip, "hold": self.hold,
            "set_next": self.set_next, "recall": self.recall, "undo": self.undo, "pause": self.pause, "resume": self.resume,
            "jump": self.open_jump, "suspend": self.suspend, "continue": self.continue_run, "end": self.open_end,
            "log": self.focus_log, "log_slash": self.focus_log, "nudge_back": self.nudge_back, "nudge_on": self.nudge_on,
            "nudge_now": self.nudge_now, "marker": self.marker, "correct": self.correct, "withdraw": self.withdraw,
            "tick_done": self.tick_done, "tick_partly": self.tick_partly, "tick_missed": self.tick_missed,
        }  # fmt: skip

    def _wire(self) -> None:
        room = self.room
        for name, home in (
            ("go_list", room.cues), ("set_next", room.cues), ("correct", room.log), ("withdraw", room.log),
            ("nudge_back", room.composer.line), ("nudge_on", room.composer.line), ("nudge_now", room.composer.line),
            ("tick_done", room.checklist.table), ("tick_partly", room.checklist.table), ("tick_missed", room.checklist.table),
        ):  # fmt: skip
            self.acts.move(name, home)
        room.go.fire.connect(self._fire)
        room.go.go_refused.connect(self.go_refused)
        room.go.fire_cancelled.connect(self.fire_cancelled)
        room.composer.written.connect(self._written)
        room.composer.told.connect(self._decided)
        room.composer.withdrawn.connect(self._withdrawn)
        room.checklist.ticked.connect(self._ticked)
        room.jump.wanted.connect(self._jump)
        room.jump.left.connect(self._lists)
        room.end.wanted.connect(self._end)
        room.end.left.connect(self._lists)
        room.debrief_wanted.connect(self._debrief)
        room.another_run.connect(self.show_start)
        room.cues.current_changed.connect(self.enable)
        room.log.current_changed.connect(self.enable)
        room.checklist.table.current_changed.connect(self.enable)
        room.header.speed_wanted.connect(self.change_speed)
        self.start.wanted.connect(self.start_run)

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
        return _("one log line") if self.room.composer.line.draft().strip() else ""

    def may_close(self) -> bool:
        exercise = self.exercise
        running = exercise is not None and exercise.state is not None and exercise.state.clock.mode == "running"
        if self.closing or exercise is None or not running or exercise.mode != "live":
            return True
        question = Question(
            N_("Interrupt the exercise?"),
            N_(
                "The live run is still going on. Everything so far is saved, and you can continue later where it stood."
            ),
            (
                Choice("pause", N_("Pause and close"), "primary"),
                Choice("leave", N_("Close; the clock goes on"), "danger"),
            ),
            back=N_("Go on playing"),
            parent=self,
        )
        question.ask(self._close_answered)
        return False

    def _close_answered(self, answer: str) -> None:
        if answer == "pause" and self.exercise is not None:
            self.exercise.do(conducting.pause, then=self._close)
        elif answer == "leave":
            self._close()

    def _close(self, _result: object = None) -> None:
        self.closing = True
        self.window().close()

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
            self._every = OFTEN if steady() - began < HEAVY else SELDOM

    # GO

    def go(self) -> None:
        """GO by its key."""
        if self.stack.currentWidget() is self.room:
            self.room.go.press_key()

    def _fire(self, inject: str) -> None:
        exercise, sheet = self.exercise, self.room.sheet
        if exercise is None or sheet is None:
            return
        cue = sheet.cues.get(inject)
        targets: tuple[str, ...] = ()
        if cue is not None and cue.inject.when is not None:
            addressed = [
                house.id for house in exercise.plan.organisations if exercise.plan.targets_of(cue.inject, house.id)
            ]
            targets = cue.ready_for if set(cue.ready_for) < set(addressed) else ()
        self._firing = inject
        exercise.do(conducting.fire, inject, targets=targets, then=self._fired)

    def _fired(self, changes: ChangeSet) -> None:
        self._remember(changes)
        if self.room.chosen == self._firing:
            self.room.chosen = ""
            self.room.refresh()
        self._offer_jump(self._firing)
        self.fired.emit(self._firing)

    def _offer_jump(self, fired: str) -> None:
        """An inject that announces the scenario's next jump has been fired: offer the sheet, filled in."""
        state = self.room.state
        inject = state.plan.scenario.inject_by_id.get(fired) if state is not None else None
        phase = coming_jump(state, self.room.play()) if state is not None else None
        if inject is None or phase is None or inject.guard != "major" or inject.at is None:
            return
        if abs(inject.at - phase.start) <= MINUTE:
            self.desk.tell(
                N_("Inject {inject} announces a time jump. The scenario clock has not moved yet."),
                kind="calm", action=N_("Open the time jump"), then=self.open_jump, key="jump", inject=fired,
            )  # fmt: skip

    def escape(self) -> None:
        """Cancel a countdown; else close what is open; else clear the filter. It never quits."""
        if self.room.go.cancel():
            return
        if self.room.middle.currentWidget() is not self.room.split:
            self._lists()
        elif self.room.composer.escape():
            return
        elif self.room.left.currentWidget() is self.room.inspector:
            self.room.show_cues()
        elif self.room.filtered:
            self.room.clear_filter()

    def _following(self) -> str:
        sheet = self.room.sheet
        return sheet.following.inject.id if sheet is not None and sheet.following is not None else ""

    def skip(self) -> None:
        """Leave the next inject out."""
        self._about_next(conducting.skip)

    def hold(self) -> None:
        """Keep the next inject back."""
        self._about_next(conducting.hold)

    def _about_next(self, command: Callable[..., Any]) -> None:
        inject = self._following()
        if inject and self.exercise is not None:
            self.room.go.drop(inject)
            self.exercise.do(command, inject, then=self._remember)

    def set_next(self) -> None:
        """The selected inject becomes the next one; one held back or skipped is freed."""
        inject = self.room.cues.selected_key()
        state = self.room.state
        if not inject or state is None or self.exercise is None:
            return
        status = state.inject_state(inject).status
        if status in ("fired", "recalled"):
            self.desk.tell(N_("Inject {inject} was fired already."), kind="calm", key="next", inject=inject)
            return
        self.room.chosen = inject
        if status in ("held", "skipped"):
            self.exercise.do(conducting.release, inject)
        else:
            self.room.refresh()
        self.room.show_cues()

    def _last_fired(self) -> Entry | None:
        exercise = self.exercise
        if exercise is None or exercise.live is None:
            return None
        state = exercise.live.state
        for entry in reversed(exercise.live.entries):
            if isinstance(entry.payload, InjectFired):
                houses = [None, *state.organisations]
                if any(state.inject_state(entry.payload.inject, house).status == "fired" for house in houses):
                    return entry
        return None

    def recall(self) -> None:
        """Take the last fired inject back; the entry of its firing stays."""
        entry = self._last_fired()
        if entry is not None and self.exercise is not None:
            self.exercise.do(commands.recall, entry.payload.inject)

    # the clock

    def start_run(self, mode: str, speed: float) -> None:
        """Start a run."""
        if self.exercise is not None:
            self.exercise.do(conducting.start_run, mode, speed=speed)

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
        """The emergency is over."""
        self._clock(conducting.continue_run, "suspended")

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

    # the log

    def focus_log(self) -> None:
        """Write."""
        self._lists()
        self.room.composer.line.setFocus()

    def nudge_back(self) -> None:
        """The line's time ten seconds earlier."""
        self.room.composer.nudge_back()

    def nudge_on(self) -> None:
        """Ten seconds later."""
        self.room.composer.nudge_on()

    def nudge_now(self) -> None:
        """Now."""
        self.room.composer.stamp_now()

    def _written(self, written: Written) -> None:
        exercise, said = self.exercise, written.parsed
        if exercise is None:
            return
        self._unkept = written.line
        if said.sort == "question":
            self._log(conducting.park_question, said.text, written.team, began_at=written.began_at)
            return
        text = said.text or self._item_titles(said.items)
        self._log(
            conducting.log_response, written.team, text, items=said.items, tags=said.tags, significant=said.significant,
            began_at=written.began_at, supersedes=written.corrects or None,
        )  # fmt: skip

    def _item_titles(self, items: tuple[tuple[str, Any], ...]) -> str:
        known = self.exercise.plan.items if self.exercise else {}
        titles = [known[item].title.get(language.current()) for item, _extent in items if item in known]  # type: ignore[arg-type]
        return " / ".join(titles)

    def _decided(self, told: DecisionTold) -> None:
        self._log(commands.decide, told)

    def _log(self, command: Callable[..., Any], *args: Any, **named: Any) -> None:
        """Write an entry; it is shown even where the filter would hide it."""
        if self.exercise is not None:
            self._reveal |= {"response_logged", "decision_logged", "question_parked", "marker_dropped"}
            self.exercise.do(command, *args, then=self._remember, failed=self._not_kept, **named)

    def _not_kept(self, error: Exception) -> None:
        """Nothing typed is lost because it could not be written."""
        line = getattr(self, "_unkept", None)
        if line is not None:
            self.room.composer.put_back(line)
        if isinstance(error, KnownError):
            self.desk.tell_error(error)
        else:
            self.desk.bug(error)

    def marker(self) -> None:
        """A bare mark, text later."""
        state = self.room.state
        if state is not None and state.clock.mode != "ended":
            self._log(conducting.drop_marker)

    def correct(self) -> None:
        """Reword the selected entry."""
        entry = self._selected_entry("response_logged")
        if entry is not None:
            self.room.composer.correct(entry)

    def withdraw(self) -> None:
        """Make the selected entry count no longer."""
        entry = self._selected_entry(
            "response_logged", "decision_logged", "question_parked", "marker_dropped", "information_shared"
        )
        if entry is not None:
            self.room.composer.withdraw(entry)

    def _selected_entry(self, *kinds: str) -> Entry | None:
        row = self.room.log.current_row
        entry = self.exercise.by_id.get(row.entry) if row is not None and self.exercise is not None else None
        return entry if entry is not None and entry.kind in kinds and not row.struck else None

    def _withdrawn(self, entry: str, reason: str) -> None:
        if self.exercise is not None:
            self.exercise.do(conducting.withdraw, entry, reason)

    def tick_done(self) -> None:
        """The selected item was done."""
        self.room.checklist.tick("done")

    def tick_partly(self) -> None:
        """It was done partly."""
        self.room.checklist.tick("partly")

    def tick_missed(self) -> None:
        """It was not done."""
        self.room.checklist.tick("missed")

    def _ticked(self, team: str, item: str, extent: str) -> None:
        state = self.room.state
        if state is None or state.clock.mode in ("ready", "ended"):
            return
        self._log(conducting.log_response, team, self._item_titles(((item, extent),)), items=((item, extent),))

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
            "end": on, "log": on, "log_slash": on, "marker": on, "correct": on and self._selected_entry("response_logged") is not None,
            "withdraw": on and self.room.log.current_row is not None,
        }  # fmt: skip
        ticking = on and self.room.checklist.table.current_row is not None
        allowed |= dict.fromkeys(("tick_done", "tick_partly", "tick_missed"), ticking)
        for name, is_allowed in allowed.items():
            self.acts[name].setEnabled(is_allowed)

    def _retold(self) -> None:
        self._after()

    def gallery_states(self) -> Iterable[tuple[str, Callable[[], object]]]:
        return pictures.states(self)
