"""The passages of one chapter that a person may write, kept while one types; the program's draft can always be had back."""

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from exercise_studio.desktop.debrief.fields import ProseField, Roles
from exercise_studio.desktop.report.outline import PASSAGES, SOURCES, Part, Passage
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import BETWEEN, GRID, INSIDE, button, label, row
from exercise_studio.language import N_

PAUSE = 1500
"""Milliseconds without a key after which a passage is kept."""


class PassageField(QWidget):
    """One passage.

    Signals:
        written: (slot, text): it should be kept; an empty text takes the draft back.
    """

    written = Signal(object)

    def __init__(self, passage: Passage, roles: Roles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.passage = passage
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GRID)
        self.field = ProseField(PASSAGES.get(passage.slot, passage.slot), roles=roles, least=3)
        self.state = label(look="caption")
        self.draft = button(N_("Use the draft again"), self.take_draft, "link")
        outer.addWidget(self.field)
        outer.addLayout(row(self.state, 1, self.draft))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._paused)
        self.field.changed.connect(self._pause.start)
        self._base = ""
        self.show_passage(passage)

    def show_passage(self, passage: Passage) -> None:
        """What is kept now; what is being typed is left alone."""
        typing = self.changed
        self.passage = passage
        if not typing:
            self.field.show_text(passage.text)
            # As the field gives it back: Qt turns spaces that do not break into plain ones.
            self._base = self.field.edit.toPlainText().strip()
        self.draft.setVisible(passage.edited)
        source = N_("Written by you") if passage.edited else N_("Drafted from the log")
        tr(self.state.setText, N_("Something must still be written") if passage.to_write else source)
        hint = N_("What should stand here?") if passage.to_write else ""
        tr(self.field.edit.setPlaceholderText, hint)

    @property
    def changed(self) -> bool:
        """Whether something typed is not kept yet."""
        return self.field.edit.toPlainText().strip() != self._base

    def keep(self) -> None:
        """Keep what is typed, if it is not kept."""
        self._pause.stop()
        text = self.field.value()
        if text != self._base:
            self._base = text
            self.passage = Passage(self.passage.slot, text, bool(text), not text)
            self.written.emit((self.passage.slot, text))

    def take_draft(self) -> None:
        """The program's words in place of one's own."""
        self._pause.stop()
        self._base = self.field.edit.toPlainText().strip()
        self.written.emit((self.passage.slot, ""))

    def _paused(self) -> None:
        # A conversion under way is not ended by a pause.
        if self.field.edit.composing:
            self._pause.start()
        else:
            self.keep()


class Passages(QScrollArea):
    """The passages of the chosen chapter, or where its facts come from.

    Signals:
        written: (slot, text).
        elsewhere: the id of the page on which the chapter's facts are changed.
    """

    written = Signal(object)
    elsewhere = Signal(str)

    def __init__(self, roles: Roles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._roles = roles
        self._part = ""
        self.fields: dict[str, PassageField] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(2, GRID, INSIDE, 0)
        self._column.setSpacing(BETWEEN)
        self.heading = label(look="section", wrap=True)
        self.note = label(look="muted", wrap=True)
        self.go = button(N_("Change it where it comes from"), self._go, "link")
        self.named = label(look="error", wrap=True)
        for part in (self.heading, self.note, self.named):
            self._column.addWidget(part)
        self._column.addLayout(row(self.go, 1))
        self._column.addStretch(1)
        self.setWidget(inside)
        self.show_part(None)

    def show_part(self, part: Part | None) -> None:
        """Show a chapter; the fields of the same one stay, with what is typed in them."""
        slots = [passage.slot for passage in part.passages] if part is not None else []
        name = part.id if part is not None else ""
        if name != self._part or slots != list(self.fields):
            self.keep()
            for field in self.fields.values():
                field.hide()
                field.deleteLater()
            self.fields = {}
            for passage in part.passages if part is not None else ():
                field = PassageField(passage, self._roles)
                field.written.connect(self.written)
                self.fields[passage.slot] = field
                self._column.insertWidget(self._column.count() - 3, field)
        elif part is not None:
            for passage in part.passages:
                self.fields[passage.slot].show_passage(passage)
        self._part = name
        self.heading.setText(f"{part.number}  {part.title}" if part is not None else "")
        tr(self.note.setText, N_("This chapter is filled from the plan and the log; there is nothing to write in it."))
        self.note.setVisible(part is not None and not slots)
        self.go.setVisible(part is not None and part.id in SOURCES)
        words = ("「{}」" * len(part.named)).format(*part.named) if part is not None else ""
        tr(self.named.setText, N_("⚠ {words} seems to name a person. Speak of a role."), words=words)
        self.named.setVisible(bool(words))

    def keep(self) -> None:
        """Keep everything that is typed."""
        for field in self.fields.values():
            field.keep()

    @property
    def unsaved(self) -> bool:
        """Whether something typed is not kept yet."""
        return any(field.changed for field in self.fields.values())

    def focus(self, slot: str = "") -> None:
        """To a passage, or the first that must be written, or the first."""
        order = [slot, *(s for s, f in self.fields.items() if f.passage.to_write), *self.fields]
        wanted = next((self.fields[one] for one in order if one in self.fields), None)
        if wanted is not None:
            wanted.field.edit.setFocus()
            self.ensureWidgetVisible(wanted)

    def _go(self) -> None:
        self.elsewhere.emit(SOURCES[self._part])

    def focusNextPrevChild(self, forward: bool) -> bool:
        moved = super().focusNextPrevChild(forward)
        focus: Any = self.focusWidget()
        if focus is not None:
            self.ensureWidgetVisible(focus)
        return moved
