"""What the live room does with the log: writing, correcting, withdrawing, ticking items off."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from exercise_studio import language
from exercise_studio.desktop.control.composer import CORRECTABLE, Written
from exercise_studio.desktop.control.file_chips import files_of, png_of
from exercise_studio.desktop.control.on_its_way import OnItsWay
from exercise_studio.domain.errors import KnownError
from exercise_studio.domain.log import ChangeSet, Entry
from exercise_studio.journeys import conducting, logging_acts
from exercise_studio.journeys.logging_acts import Decision, GivenFile, Response, Sharing
from exercise_studio.journeys.session import local_of
from exercise_studio.language import _

REVEALED = frozenset({
    "response_logged", "decision_logged", "question_parked", "marker_dropped", "information_shared", "receipt_confirmed",
})  # fmt: skip
"""What is shown after it was written even where the filter would hide it."""
REMOVABLE = (
    *CORRECTABLE,
    "receipt_confirmed",
    "severity_judged",
    "plan_activated",
    "form_submitted",
    "attachment_added",
)


class Writing:
    """The part of the live page that writes entries."""

    def writing_handlers(self) -> dict[str, Callable[..., object]]:
        """Act to method."""
        return {
            "log": self.focus_log, "log_slash": self.focus_log, "nudge_back": self.nudge_back, "nudge_on": self.nudge_on,
            "nudge_now": self.nudge_now, "marker": self.marker, "correct": self.correct, "withdraw": self.withdraw,
            "tick_done": self.tick_done, "tick_partly": self.tick_partly, "tick_missed": self.tick_missed,
            "attach": self.attach, "attach_entry": self.attach_entry, "confirm": self.confirm, "find": self.find,
            "copy": self.copy,
        }  # fmt: skip

    def wire_writing(self) -> None:
        """Connect the room's panels to these methods."""
        room = self.room
        composer = room.composer
        composer.written.connect(self._written)
        composer.told.connect(self._decided)
        composer.shared.connect(self._shared)
        composer.withdrawn.connect(self._withdrawn)
        composer.phrase.connect(self._phrase)
        composer.phrases_told.connect(self._phrases_told)
        composer.given.connect(self._given_to_line)
        room.log.given.connect(self._given_to_entry)
        room.log.current_changed.connect(self.enable)
        room.checklist.ticked.connect(self._ticked)
        room.checklist.table.current_changed.connect(self.enable)
        room.reading.removed.connect(self._remove_file)
        for name, home in (
            ("correct", room.log), ("withdraw", room.log), ("confirm", room.log), ("attach_entry", room.log), ("copy", room.log),
            ("nudge_back", composer.line), ("nudge_on", composer.line), ("nudge_now", composer.line),
            ("tick_done", room.checklist.table), ("tick_partly", room.checklist.table), ("tick_missed", room.checklist.table),
        ):  # fmt: skip
            self.acts.move(name, home)

    def enable_writing(self, on: bool) -> dict[str, bool]:
        """Act to whether it can be done now, while a run goes on or not."""
        room = self.room
        ticking = on and room.checklist.table.current_row is not None
        return {
            "correct": on and self._selected_entry(*CORRECTABLE) is not None,
            "withdraw": on and self._selected_entry(*REMOVABLE) is not None,
            "confirm": on and self._selected_entry("information_shared") is not None and not room.log.current_row.confirmed,
            "attach": on, "attach_entry": on and self._selected_entry() is not None, "find": self.stack.currentWidget() is room,
            "copy": room.log.current_row is not None, "tick_done": ticking, "tick_partly": ticking, "tick_missed": ticking,
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
        corrects, kind = written.corrects, written.corrected_kind
        files = self.room.composer.files.take()
        back = partial(self._put_back, written, files)
        if kind == "marker_dropped":
            marker = exercise.by_id[corrects]
            self._log(
                conducting.drop_marker, said.text, inject=marker.payload.inject, began_at=written.began_at,
                supersedes=corrects, files=files, back=back,
            )  # fmt: skip
        elif said.sort == "question" and corrects and kind != "question_parked":
            reason = _("it is a question for later")
            self._log(
                logging_acts.move_to_parking, corrects, said.text, written.team, began_at=written.began_at, reason=reason,
                files=files, back=back,
            )  # fmt: skip
        elif said.sort == "question":
            self._log(
                conducting.park_question, said.text, written.team, began_at=written.began_at, supersedes=corrects or None,
                files=files, back=back,
            )  # fmt: skip
        else:
            text = self._item_titles(said.items) or "、".join(file.name for file in files)
            self._log(logging_acts.respond, written.response(text), files=files, back=back)

    def _put_back(self, written: Written, files: Sequence[GivenFile]) -> None:
        """A line that could not be kept; a correction is one again."""
        old = self.exercise.by_id.get(written.corrects) if self.exercise is not None and written.corrects else None
        if old is not None:
            self.room.composer.correct(old)
            self.room.composer.line.set_draft("")
        self.room.composer.put_back(written.line, files)

    def _item_titles(self, items: tuple[tuple[str, Any], ...]) -> str:
        known = self.exercise.plan.items if self.exercise else {}
        titles = [known[item].title.get(language.current()) for item, _extent in items if item in known]  # type: ignore[arg-type]
        return " / ".join(titles)

    def _decided(self, told: Decision) -> None:
        files = self.room.composer.files.take()
        self._log(logging_acts.decide, told, files=files, back=partial(self.room.composer.decision_back, told, files))

    def _shared(self, response: Response | None, shared: Sharing) -> None:
        files = self.room.composer.files.take()
        back = partial(self.room.composer.sharing_back, response, shared, files)
        if response is None:
            self._log(logging_acts.share, shared, files=files, back=back)
        else:
            self._log(logging_acts.respond, response, shared, files=files, back=back)

    def _phrase(self, phrase: str) -> None:
        """One click, one entry."""
        team = self.room.composer.team
        if team and self.exercise is not None:
            self._log(logging_acts.respond, Response(team, phrase, began_at=self.exercise.now()))

    def _phrases_told(self, phrases: tuple[str, ...]) -> None:
        if self.exercise is not None:
            self.exercise.do(logging_acts.put_phrases, phrases)

    def _log(
        self,
        command: Callable[..., Any],
        *args: Any,
        files: Sequence[GivenFile] = (),
        back: Callable[[], object] | None = None,
        **named: Any,
    ) -> None:
        """Write an entry; it is shown even where the filter would hide it. `back` puts it where it was if that fails."""
        if self.exercise is not None:
            self._reveal |= REVEALED
            way = OnItsWay(self, back)
            self.exercise.do(
                logging_acts.with_files, tuple(files), command, *args, then=way.kept, failed=way.failed, **named
            )

    def _kept(self, outcome: tuple[ChangeSet, list[KnownError]]) -> None:
        """The text is in the log; what is said of its files does not change that."""
        changes, faults = outcome
        self._remember(changes)
        for fault in faults:
            self.desk.tell_error(fault)

    def _not_kept(self, error: Exception) -> None:
        """Nothing typed is lost because it could not be written."""
        if isinstance(error, KnownError):
            self.desk.tell_error(error)
        else:
            self.desk.bug(error)

    # files

    def attach(self) -> None:
        """Choose files for the line being written."""
        self._choose_files(self._chosen_for_line)

    def attach_entry(self) -> None:
        """Choose files for the selected entry."""
        if self._selected_entry() is not None:
            self._choose_files(self._chosen_for_entry)

    def _choose_files(self, then: Callable[..., object]) -> None:
        dialog = QFileDialog(self, _("Attach a photo or a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(then)
        dialog.open()

    def _chosen_for_line(self, paths: list[str]) -> None:
        for path in paths:
            self.room.composer.files.add(GivenFile(Path(path).name, Path(path)))
        self.room.composer.line.setFocus()

    def _chosen_for_entry(self, paths: list[str]) -> None:
        entry = self._selected_entry()
        if entry is not None:
            self._attach(entry.id, [GivenFile(Path(path).name, Path(path)) for path in paths])

    def _given_to_line(self, data: QMimeData) -> None:
        """Pasted or dropped on the line."""
        found = files_of(data)
        for file in found:
            self.room.composer.files.add(file)
        if not found and data.hasImage():
            self._picture(data, self.room.composer.files.add)

    def _given_to_entry(self, entry: str, data: QMimeData) -> None:
        """Dropped on an entry of the log, or behind the last one: that is for the line."""
        known = self.exercise.by_id.get(entry) if self.exercise is not None else None
        if known is None:
            self._given_to_line(data)
            return
        found = files_of(data)
        if found:
            self._attach(entry, found)
        elif data.hasImage():
            self._target = entry
            self._picture(data, self._picture_ready)

    def _picture(self, data: QMimeData, then: Callable[..., object]) -> None:
        """A picture becomes a file off this thread: a large one takes its time."""
        image = QImage(data.imageData())
        now = self.exercise.now() if self.exercise is not None else 0
        zone = self.exercise.plan.time_zone if self.exercise is not None else "UTC"
        name = _("picture-{time}.png", time=local_of(now, zone).strftime("%H%M%S"))
        if not image.isNull():
            self.desk.tasks.run(png_of, image, name, then=then, compute=True)

    def _picture_ready(self, file: GivenFile) -> None:
        self._attach(self._target, [file])

    def _attach(self, entry: str, files: Sequence[GivenFile]) -> None:
        if self.exercise is not None:
            for file in files:
                self.exercise.do(logging_acts.attach, file, entry, then=self._remember, failed=self._not_attached)

    def _not_attached(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self.desk.tell_error(error)
        else:
            self.desk.bug(error)

    def _remove_file(self, entry: str) -> None:
        self._withdrawn(entry, _("the file was removed"))

    # the list

    def confirm(self) -> None:
        """What the selected entry shared has arrived."""
        entry = self._selected_entry("information_shared")
        if entry is not None:
            self._log(logging_acts.confirm, entry.id)

    def find(self) -> None:
        """Find words in the log."""
        self._lists()
        self.room.tabs.setCurrentWidget(self.room.log_pane)
        self.room.filters.open_find()

    def copy(self) -> None:
        """The selected lines as text, with their times and teams."""
        QGuiApplication.clipboard().setText(self.room.log.selected_text())

    def marker(self) -> None:
        """A bare mark, text later."""
        state = self.room.state
        if state is not None and state.clock.mode != "ended":
            self._log(conducting.drop_marker)

    def correct(self) -> None:
        """Reword the selected entry; a bare marker gets its words."""
        entry = self._selected_entry(*CORRECTABLE)
        if entry is not None:
            self.room.composer.correct(entry)

    def withdraw(self) -> None:
        """Make the selected entry count no longer."""
        entry = self._selected_entry(*REMOVABLE)
        if entry is not None:
            self.room.composer.withdraw(entry)

    def _selected_entry(self, *kinds: str) -> Entry | None:
        row = self.room.log.current_row
        entry = self.exercise.by_id.get(row.entry) if row is not None and self.exercise is not None else None
        return entry if entry is not None and (not kinds or entry.kind in kinds) and not row.struck else None

    def _withdrawn(self, entry: str, reason: str) -> None:
        if self.exercise is not None:
            self.exercise.do(conducting.withdraw, entry, reason, failed=self._not_attached)

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
        said = Response(team, self._item_titles(((item, extent),)), items=((item, extent),))  # type: ignore[arg-type]
        self._log(logging_acts.respond, said)
