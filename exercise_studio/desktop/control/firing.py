"""What the live room does with injects: GO, skip, hold, set next, recall."""

from collections.abc import Callable
from typing import Any

from exercise_studio.desktop.control import commands
from exercise_studio.desktop.control.jumping import coming_jump
from exercise_studio.domain.log import ChangeSet, Entry
from exercise_studio.domain.payloads import InjectFired
from exercise_studio.domain.times import MINUTE
from exercise_studio.journeys import conducting
from exercise_studio.language import N_


class Firing:
    """The part of the live page that acts on injects; the page is made of it, `Clockwork` and `Writing`."""

    def firing_handlers(self) -> dict[str, Callable[..., object]]:
        """Act to method."""
        return {
            "go": self.go, "go_list": self.go, "skip": self.skip, "hold": self.hold, "set_next": self.set_next,
            "recall": self.recall,
        }  # fmt: skip

    def go(self) -> None:
        """GO by its key."""
        if self.stack.currentWidget() is self.room:
            self.room.go.press_key()

    def _fire(self, inject: str) -> None:
        exercise, sheet = self.exercise, self.room.sheet
        if exercise is None or sheet is None:
            return
        cue, wanted = sheet.cues.get(inject), self.room.targets()
        targets: tuple[str, ...] = ()
        if cue is not None and wanted:
            targets = tuple(house for house in cue.ready_for if house in wanted)
        elif cue is not None and cue.inject.when is not None:
            addressed = exercise.plan.receivers.get(inject, ())
            targets = cue.ready_for if set(cue.ready_for) < set(addressed) else ()
        self._firing = inject
        if wanted and not targets:
            # Not what GO would fire by itself, but chosen by hand: those who are looked at get it.
            targets = wanted
        one = targets[0] if wanted and len(targets) == 1 else None
        exercise.do(conducting.fire, inject, organisation=one, targets=() if one else targets, then=self._fired)

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
            self._about(command, inject)

    def set_next(self) -> None:
        """The selected inject becomes the next one; one held back or skipped is freed."""
        inject = self.room.cues.selected_key()
        state = self.room.state
        if not inject or state is None or self.exercise is None:
            return
        house = self.room.house or None
        status = state.inject_state(inject, house).status
        if status in ("fired", "recalled"):
            self.desk.tell(N_("Inject {inject} was fired already."), kind="calm", key="next", inject=inject)
            return
        self.room.chosen = inject
        if status in ("held", "skipped"):
            self.exercise.do(conducting.release, inject, organisation=house)
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
                house, plan = self.room.house, exercise.plan
                sent = plan.scenario.inject_by_id.get(entry.payload.inject)
                if house and (sent is None or not plan.is_addressed(sent, house)):
                    continue
                houses = [house] if house else [None, *state.organisations]
                if any(state.inject_state(entry.payload.inject, house).status == "fired" for house in houses):
                    return entry
        return None

    def recall(self) -> None:
        """Take the last fired inject back; the entry of its firing stays."""
        entry = self._last_fired()
        if entry is None or self.exercise is None:
            return
        if self.room.house:
            self.exercise.do(conducting.recall, entry.payload.inject, organisation=self.room.house)
        else:
            self.exercise.do(commands.recall, entry.payload.inject)
