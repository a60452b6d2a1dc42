"""The panel beside the list: what to look for, what each level looks like (a click rates), and the note."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from exercise_studio import language
from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.observer import sheet
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.chips import LEVEL_MARKS, level_key
from exercise_studio.desktop.widgets.layout import BETWEEN, GRID, INSIDE, FlowLayout, button, label, row
from exercise_studio.desktop.widgets.levels import LevelRow
from exercise_studio.desktop.widgets.log_line import LogLineEdit
from exercise_studio.domain.text import Text
from exercise_studio.journeys.observing import RatingRow
from exercise_studio.language import N_, _


class NoteEdit(LogLineEdit):
    """The note of an item: its text stays when it is committed, and Esc goes back to the list.

    Signals:
        finished: the text was committed by Enter, or left by Esc; the observer goes back to the list.
    """

    finished = Signal()
    LINES = 5

    def commit(self) -> None:
        self.finished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.composing:
            self.finished.emit()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return QSize(size.width(), max(size.height(), self.fontMetrics().lineSpacing() * 2 + theme.scaled(20)))


class ItemDetail(QFrame):
    """Everything about the item the cursor is on.

    Signals:
        rated: the key of a level, "4" to "1" or "no".
        note_left: the note was left, by keys or by the mouse, or its writer paused: it may have to be saved.
        back: the observer wants to go on in the list.
    """

    rated = Signal(str)
    note_left = Signal()
    back = Signal()

    def __init__(self, now: Callable[[], int], local: Callable[[int], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self._local = local
        self._row: RatingRow | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self.inside = QVBoxLayout(inside)
        self.inside.setContentsMargins(BETWEEN, INSIDE, INSIDE, INSIDE)
        self.inside.setSpacing(GRID)
        scroll.setWidget(inside)
        outer.addWidget(scroll, 1)
        self.place = label(look="caption", wrap=True)
        self.title = label(look="strong", wrap=True)
        self.evidence = label(look="muted", wrap=True)
        for part in (self.place, self.title, self.evidence):
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.inside.addWidget(self.place)
        self.inside.addWidget(self.title)
        self.levels: dict[str, LevelRow] = {}
        self._add_levels()
        self.inside.addWidget(self.evidence)
        self.inside.addStretch(1)
        # The note stays in sight however long the anchors are.
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(BETWEEN, 0, BETWEEN, BETWEEN)
        self.foot.setSpacing(GRID)
        outer.addLayout(self.foot)
        self._add_note(now)
        texts.on_language(self._say)
        self.show_row(None)

    def _add_levels(self) -> None:
        levels = QVBoxLayout()
        levels.setSpacing(2)
        for key in LEVEL_MARKS:
            level = LevelRow(key)
            level.clicked.connect(self._clicked)
            self.levels[key] = level
            levels.addWidget(level)
        self.inside.addLayout(levels)

    def _add_note(self, now: Callable[[], int]) -> None:
        self.stamp = label(look="caption")
        self.stamp.setFont(theme.clock_font(theme.CAPTION))
        self.foot.addLayout(row(label(N_("Note: what you saw and heard"), "strong"), 1, self.stamp))
        self.note = NoteEdit(now)
        self.note.stamped.connect(self._stamped)
        self.note.finished.connect(self._finished)
        texts.name(self.note, N_("Note: what you saw and heard"))
        tr(self.note.setPlaceholderText, N_("Enter saves, Shift+Enter begins a new line, Esc goes back to the list."))
        self.foot.addWidget(self.note)
        flow = FlowLayout(spacing=GRID)
        self.tags = []
        for number, tag in enumerate(sheet.QUICK_TAGS, start=1):
            chip = button(tag, look="chip")
            chip.setProperty("tag", tag)
            tr(chip.setToolTip, N_("Put #{tag} into the note (T, then {number})"), tag=_Translated(tag), number=number)
            chip.clicked.connect(self._tagged)
            self.tags.append(chip)
            flow.addWidget(chip)
        holder = QWidget()
        holder.setLayout(flow)
        self.foot.addWidget(holder)

    # what is shown

    def show_row(self, shown: RatingRow | None, *, keep_note: bool = False) -> None:
        """Show an item; `keep_note` leaves what is being written alone."""
        self._row = shown
        for key, level in self.levels.items():
            level.setEnabled(shown is not None)
            level.setChecked(shown is not None and level_key(shown.value) == key)
            anchors: dict[int, Text] = shown.anchors if shown is not None else {}
            level.set_anchor(anchors.get(int(key)) if key != "no" else None)
        self.note.setEnabled(shown is not None)
        for chip in self.tags:
            chip.setEnabled(shown is not None)
        if not keep_note:
            self.note.set_draft(shown.note if shown is not None else "")
        self._say()

    def _say(self) -> None:
        shown = self._row
        for part in (self.place, self.title, self.evidence):
            part.setVisible(shown is not None)
        if shown is None:
            return
        critical = _("★ critical") if shown.critical else ""
        self.place.setText("   ".join(filter(None, (shown.item, shown.team_name, critical))))
        self.title.setText(shown.title)
        self.evidence.setText(_("Look for: {evidence}", evidence=shown.evidence) if shown.evidence else "")
        self.evidence.setVisible(bool(shown.evidence))

    @property
    def shown(self) -> RatingRow | None:
        """The item that is shown."""
        return self._row

    @property
    def changed(self) -> bool:
        """Whether the note is other than the saved one."""
        return self._row is not None and self.note.draft().strip() != self._row.note.strip()

    def _stamped(self, at: Any) -> None:
        # The snowflake of UX.md: this time is frozen, whenever the note is finished.
        said = f"❄ {self._local(at):%H:%M:%S}" if at is not None else ""
        self.stamp.setText(said)
        self.stamp.setToolTip(_("Time of the first key of this note") if said else "")

    # acts

    def add_tag(self, tag: str) -> None:
        """Put a tag, in the words of the language in use, into the note."""
        self.note.end_conversion()
        text = sheet.with_tag(self.note.toPlainText(), language.translate(language.current(), tag))
        if text != self.note.toPlainText():
            began = self.note.began_at
            self.note.set_draft(text, began)
            if began is None:
                self.note.stamp_now()
        self.note_left.emit()

    def _tagged(self) -> None:
        self.add_tag(str(self.sender().property("tag")))

    def _clicked(self) -> None:
        level: LevelRow = self.sender()  # type: ignore[assignment]
        # What is on disk decides what is marked: the refresh that follows checks the button again.
        level.setChecked(level_key(self._row.value) == level.level if self._row else False)
        self.rated.emit(level.level)

    def _finished(self) -> None:
        self.note_left.emit()
        self.back.emit()


class _Translated:
    """A message as a parameter of another one: translated when it is shown."""

    def __init__(self, msgid: str) -> None:
        self._msgid = msgid

    def __call__(self) -> str:
        return _(self._msgid)


def tag_at(number: int, tags: Sequence[str] = sheet.QUICK_TAGS) -> str | None:
    """The quick tag of a digit key, counted from 1."""
    return tags[number - 1] if 1 <= number <= len(tags) else None
