"""What a rehearsal adds to the live room: starting one by a key, and flagging injects that are to be mended."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from exercise_studio.desktop import texts
from exercise_studio.desktop.dialogs import Dialog
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import button
from exercise_studio.journeys import flagging
from exercise_studio.language import N_


class RemarkDialog(Dialog):
    """A remark on a flagged inject.

    Attributes:
        inject: its id.
        line: what is typed.
    """

    def __init__(self, inject: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(N_("What is to be mended in {inject}?"), parent, inject=inject)
        self.inject = inject
        self.line = QLineEdit(text)
        self.line.setMaxLength(500)
        self.line.setMinimumWidth(420)
        texts.name(self.line, N_("Remark on the flag"))
        tr(self.line.setPlaceholderText, N_("A word for whoever edits the plan"))
        self.body.addWidget(self.line)
        keep = button(N_("Keep the remark"), self.accept, "primary")
        keep.setDefault(True)
        self.buttons(keep, button(N_("Go back"), self.reject))


class Rehearsing:
    """The part of the live page that is for rehearsals."""

    def rehearsal_handlers(self) -> dict[str, Callable[..., object]]:
        """Act to method."""
        return {"flag": self.flag, "rehearse": self.start_rehearsal}

    def start_rehearsal(self) -> None:
        """Start a rehearsal of the plan as it stands, where no run is going on."""
        exercise = self.exercise
        if exercise is None or exercise.mode not in ("prepare", "ended"):
            return
        self.show_start()
        self.start.choose("rehearsal", self.start.speed)
        if self.start.start.isEnabled():
            self.start_run("rehearsal", self.start.speed)

    @property
    def rehearsing(self) -> bool:
        """Whether a rehearsal is on screen."""
        return self.exercise is not None and self.exercise.mode == "rehearsal"

    def flag(self) -> None:
        """Flag the inject that is selected in the cue list; a second time asks for a remark."""
        inject = self.room.cues.selected_key()
        exercise = self.exercise
        if not inject or exercise is None or not self.rehearsing:
            return
        if self._flag_of(inject) is not None:
            self._to_remark = inject
            self.remark()
            return
        self._to_remark = inject
        exercise.do(flagging.flag, inject, then=self._flagged)

    def _flag_of(self, inject: str):
        exercise = self.exercise
        return flagging.flag_entry(exercise.live.entries, exercise.run, inject)

    def _flagged(self, _changes: object) -> None:
        self.desk.tell(
            N_("Inject {inject} is flagged. The plan page shows it first."), kind="calm", action=N_("Add a remark"),
            then=self.remark, key="flag", inject=self._to_remark,
        )  # fmt: skip
        self.room.refresh()

    def remark(self) -> None:
        """Ask for a word on the flag that was set last."""
        found = self._flag_of(self._to_remark)
        dialog = RemarkDialog(self._to_remark, found.payload.text if found is not None else "", self)  # type: ignore[arg-type]  # the page
        dialog.accepted.connect(self._remarked)
        dialog.finished.connect(dialog.deleteLater)
        self._remark_dialog = dialog
        dialog.open()

    def _remarked(self) -> None:
        dialog, exercise = self._remark_dialog, self.exercise
        found = self._flag_of(dialog.inject)
        if exercise is not None and found is not None and dialog.line.text().strip() != found.payload.text:
            self.desk.resolved.emit("flag")
            text = dialog.line.text().strip()
            exercise.do(flagging.flag, dialog.inject, text, supersedes=found.id)
