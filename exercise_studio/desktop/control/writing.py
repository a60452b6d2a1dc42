"""What the live room does with the log: writing, correcting, withdrawing, ticking items off."""

from collections.abc import Callable
from typing import Any

from exercise_studio import language
from exercise_studio.desktop.control import commands
from exercise_studio.desktop.control.composer import Written
from exercise_studio.desktop.control.strips import DecisionTold
from exercise_studio.domain.errors import KnownError
from exercise_studio.domain.log import Entry
from exercise_studio.journeys import conducting


class Writing:
    """The part of the live page that writes entries."""

    def writing_handlers(self) -> dict[str, Callable[..., object]]:
        """Act to method."""
        return {
            "log": self.focus_log, "log_slash": self.focus_log, "nudge_back": self.nudge_back, "nudge_on": self.nudge_on,
            "nudge_now": self.nudge_now, "marker": self.marker, "correct": self.correct, "withdraw": self.withdraw,
            "tick_done": self.tick_done, "tick_partly": self.tick_partly, "tick_missed": self.tick_missed,
        }  # fmt: skip

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
