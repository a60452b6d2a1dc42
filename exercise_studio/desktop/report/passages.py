"""The passages of one chapter that a person may write, beside the program's draft, which can always be had back."""

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from exercise_studio.desktop import theme
from exercise_studio.desktop.debrief.fields import ProseField, Roles
from exercise_studio.desktop.report.outline import SOURCES, Part, Passage, heading, telling, title_of
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import BETWEEN, GRID, INSIDE, Card, Paragraph, button, label, row
from exercise_studio.language import N_

PAUSE = 1500
"""Milliseconds without a key after which a passage is kept."""
BESIDE = 560
"""From this width on the draft stands beside one's own words, else below them."""


class PassageField(QWidget):
    """One passage: one's own words, and the draft beside them.

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
        self.field = ProseField(title_of(passage.slot), roles=roles, least=3)
        self.state = label(look="caption")
        self.draft = button(N_("Use the draft again"), self.take_draft, "link")
        self.beside = Card(look="well")
        self.beside.body.setSpacing(GRID)
        self.beside.body.addWidget(label(N_("The draft from the log"), "caption"))
        self.drafted = Paragraph()
        self.drafted.setProperty("look", "muted")
        self.drafted.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.beside.body.addWidget(self.drafted)
        self.beside.body.addStretch(1)
        self._both = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._both.setSpacing(INSIDE)
        self._both.addWidget(self.field, 1)
        self._both.addWidget(self.beside, 1)
        outer.addLayout(self._both)
        outer.addLayout(row(self.state, 1, self.draft))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._paused)
        self.field.changed.connect(self._typed)
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
        self.drafted.setText(passage.draft)
        source = N_("Written by you") if passage.edited else N_("Drafted from the log")
        tr(self.state.setText, N_("Something must still be written") if passage.to_write else source)
        hint = N_("What should stand here?") if passage.to_write else ""
        tr(self.field.edit.setPlaceholderText, hint)
        self._show_draft()

    def set_read_only(self, on: bool) -> None:
        """Nothing can be written where the workspace takes nothing."""
        self.field.edit.setReadOnly(on)
        self.draft.setEnabled(not on)

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
            self.passage = Passage(self.passage.slot, text, bool(text), not text, self.passage.draft)
            self.written.emit((self.passage.slot, text))

    def take_draft(self) -> None:
        """The program's words in place of one's own."""
        self._pause.stop()
        self._base = self.field.edit.toPlainText().strip()
        self.written.emit((self.passage.slot, ""))

    def _typed(self) -> None:
        self._pause.start()
        self._show_draft()

    def _show_draft(self) -> None:
        """The draft stands there while one's own words differ from it."""
        differs = self.field.edit.toPlainText().strip() != self.passage.draft.strip()
        self.beside.setVisible(bool(self.passage.draft) and (self.passage.edited or differs))

    def _paused(self) -> None:
        # A conversion under way is not ended by a pause.
        if self.field.edit.composing:
            self._pause.start()
        else:
            self.keep()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme.scaled(BESIDE)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._both.direction() != direction:
            self._both.setDirection(direction)


class Passages(QScrollArea):
    """The passages of the chosen chapter, or where its facts come from.

    Attributes:
        part: the chapter.
        read_only: nothing may be written; set it before the chapter is shown.
    Signals:
        written: (slot, text).
        elsewhere: the id of the page on which the chapter's facts are changed.
    """

    written = Signal(object)
    elsewhere = Signal(str)

    def __init__(self, roles: Roles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._roles = roles
        self.read_only = False
        self.part: Part | None = None
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
        self.found = label(look="error", wrap=True)
        for part in (self.heading, self.note, self.found):
            self._column.addWidget(part)
        self._column.addLayout(row(self.go, 1))
        self._column.addStretch(1)
        self.setWidget(inside)
        self.show_part(None)

    def show_part(self, part: Part | None) -> None:
        """Show a chapter; the fields of the same one stay, with what is typed in them."""
        slots = [passage.slot for passage in part.passages] if part is not None else []
        if (part.id if part else "") != (self.part.id if self.part else "") or slots != list(self.fields):
            self.keep()
            for field in self.fields.values():
                field.hide()
                field.deleteLater()
            self.fields = {}
            for passage in part.passages if part is not None else ():
                field = PassageField(passage, self._roles)
                field.set_read_only(self.read_only)
                field.written.connect(self.written)
                self.fields[passage.slot] = field
                self._column.insertWidget(self._column.count() - 3, field)
        elif part is not None:
            for passage in part.passages:
                self.fields[passage.slot].show_passage(passage)
        self.part = part
        tr(self.heading.setText, self._heading)
        tr(self.note.setText, N_("This chapter is filled from the plan and the log; there is nothing to write in it."))
        self.note.setVisible(part is not None and not slots)
        self.go.setVisible(part is not None and part.id in SOURCES)
        tr(self.found.setText, self._found)
        self.found.setVisible(bool(self._found()))

    def _heading(self) -> str:
        return heading(self.part) if self.part is not None else ""

    def _found(self) -> str:
        """What is to be looked at here; an empty field and the warning of a name speak for themselves."""
        checks = self.part.checks if self.part is not None else ()
        return "\n".join(f"⚠ {telling(one)}" for one in checks if not one.slot or one.sort not in ("gap", "person"))

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

    def reveal(self, slot: str) -> None:
        """Bring a passage into view without taking the keys."""
        if slot in self.fields:
            self.ensureWidgetVisible(self.fields[slot])

    def _go(self) -> None:
        if self.part is not None:
            self.elsewhere.emit(SOURCES[self.part.id])

    def focusNextPrevChild(self, forward: bool) -> bool:
        moved = super().focusNextPrevChild(forward)
        focus: Any = self.focusWidget()
        if focus is not None:
            self.ensureWidgetVisible(focus)
        return moved
