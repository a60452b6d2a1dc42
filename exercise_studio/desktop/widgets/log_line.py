"""The line in which the log is written: its time is that of the first keystroke, Japanese conversion included."""

import time
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, Protocol

from PySide6.QtCore import QEvent, QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QSizePolicy, QWidget

from exercise_studio.desktop import theme
from exercise_studio.desktop.weak import WeakCall


class LogLine(NamedTuple):
    """A committed line: what was typed, and when its first key was pressed (UTC ms)."""

    typed: str
    began_at: int


class Candidate(Protocol):
    """A proposal: what is put in place of the word, what the list shows, and a few words about it."""

    @property
    def insert(self) -> str: ...
    @property
    def shown(self) -> str: ...
    @property
    def about(self) -> str: ...


class Proposals(Protocol):
    """Proposals for the word that stands from `start` to `end`."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def candidates(self) -> Sequence[Candidate]: ...


Complete = Callable[[str, int], Proposals | None]
"""Text and cursor position to what the word before the cursor could become."""


def _carries_files(source: QMimeData) -> bool:
    """Files of this computer, or a picture that came without words: a table copied from Excel is both, and means its words."""
    files = source.hasUrls() and any(url.isLocalFile() for url in source.urls())
    return files or (source.hasImage() and not source.hasText())


def _now() -> int:
    return time.time_ns() // 1_000_000


class LogLineEdit(QPlainTextEdit):
    """One to four lines high. Enter commits, Shift+Enter begins a new line, Tab takes the proposal.

    Attributes:
        began_at: time of the first keystroke, UTC ms; None while the line is empty.
    Signals:
        committed: a LogLine.
        stamped: the time (ms) when it is taken or nudged, None when it is given up.
        draft_changed: the text so far with what is still being converted, for the draft that survives a crash.
        given: a QMimeData with files or a picture, pasted or dropped here: they are not put into the text.
    """

    committed = Signal(object)
    stamped = Signal(object)
    draft_changed = Signal(str)
    given = Signal(object)
    LINES: Final = 4

    def __init__(
        self, now: Callable[[], int] = _now, complete: Complete | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._now = now
        # A bound method is held weakly, a plain function as it is.
        bound = complete is not None and getattr(complete, "__self__", None) is not None
        self._complete = WeakCall(complete) if complete is not None and bound else None
        self._complete_function = None if bound else complete
        self.began_at: int | None = None
        self._preedit = ""
        self._proposals: Proposals | None = None
        self._popup = _Popup(self)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setUndoRedoEnabled(True)
        self.textChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    @property
    def composing(self) -> bool:
        """Whether a conversion is under way."""
        return bool(self._preedit)

    def draft(self) -> str:
        """The text so far, with what is still being converted at its place."""
        text, at = self.toPlainText(), self.textCursor().position()
        return text[:at] + self._preedit + text[at:]

    def set_draft(self, text: str, began_at: int | None = None) -> None:
        """Put back a line that was half typed, with its time."""
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._stamp(began_at if text else None)

    def take(self) -> LogLine | None:
        """End a conversion, empty the line and give what it held; None when there was nothing."""
        self.end_conversion()
        typed = self.toPlainText().strip()
        if not typed:
            return None
        line = LogLine(typed, self.began_at if self.began_at is not None else self._now())
        self.clear()
        self._stamp(None)
        return line

    def commit(self) -> None:
        """Take the line and say so."""
        line = self.take()
        if line is not None:
            self.committed.emit(line)

    def nudge(self, milliseconds: int) -> None:
        """Move the line's time: −10 s, +10 s."""
        self._stamp((self.began_at if self.began_at is not None else self._now()) + milliseconds)

    def stamp_now(self) -> None:
        """Take the time again, from now."""
        self._stamp(self._now())

    def stamp_at(self, at: int) -> None:
        """Take the time of something that happened before, though nothing is typed yet."""
        self._stamp(at)

    def end_conversion(self) -> None:
        """Make text of what is being converted. Some platforms do not answer `commit`, so the rest is put in here."""
        if not self._preedit:
            return
        QGuiApplication.inputMethod().commit()
        if self._preedit:
            event = QInputMethodEvent()
            event.setCommitString(self._preedit)
            self.inputMethodEvent(event)

    def _stamp(self, at: int | None) -> None:
        if at != self.began_at:
            self.began_at = at
            self.stamped.emit(at)

    def _stamp_first(self) -> None:
        if self.began_at is None:
            self._stamp(self._now())

    def _changed(self) -> None:
        if not self.toPlainText() and not self._preedit:
            self._stamp(None)
        elif self.began_at is None:
            # Pasted or dropped with the mouse.
            self._stamp(self._now())
        self.draft_changed.emit(self.draft())
        self._propose()

    def _propose(self) -> None:
        complete = self._complete.get() if self._complete else self._complete_function
        if complete is None or self._preedit or not self.hasFocus():
            self._popup.hide()
            return
        found = complete(self.toPlainText(), self.textCursor().position())
        self._proposals = found
        self._popup.propose(found.candidates if found else (), self.cursorRect().bottomLeft())

    def accept(self, candidate: Candidate) -> None:
        """Put a proposal in place of the word it is for."""
        proposals, self._proposals = self._proposals, None
        if proposals is None:
            return
        cursor = self.textCursor()
        cursor.setPosition(proposals.start)
        cursor.setPosition(proposals.end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(candidate.insert if candidate.insert.endswith(" ") else f"{candidate.insert} ")
        self._popup.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # The key that ends a conversion belongs to it, and must not commit half a line.
            if self._preedit:
                event.accept()
                return
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.insertPlainText("\n")
                return
            chosen = self._popup.chosen() if self._popup.isVisible() else None
            if chosen is not None:
                self.accept(chosen)
                return
            if not event.isAutoRepeat():
                self.commit()
            return
        if self._popup.isVisible() and self._popup.key(key):
            return
        if event.text() and event.text().isprintable():
            self._stamp_first()
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.preeditString() or event.commitString():
            self._stamp_first()
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)
        if not self._preedit and not event.commitString() and not self.toPlainText():
            # The conversion was given up and nothing is left: the next line begins anew.
            self._stamp(None)
        self.draft_changed.emit(self.draft())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return _carries_files(source) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if _carries_files(source):
            self.given.emit(source)
            return
        super().insertFromMimeData(source)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.end_conversion()
        self._popup.hide()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        # Tab is taken for a proposal before Qt moves the focus with it.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Tab
            and self._popup.isVisible()
        ):
            self.accept(self._popup.chosen() or self._popup.first())
            return True
        return super().event(event)

    def hideEvent(self, event: Any) -> None:
        self._popup.hide()
        super().hideEvent(event)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().lineSpacing()
        wanted = round(self.document().size().height()) if self.width() > 60 else 1
        lines = max(1, min(self.LINES, wanted))
        return QSize(theme.scaled(200), lines * line + round(self.document().documentMargin() * 2) + theme.scaled(12))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(120), self.sizeHint().height())


class _Popup(QListWidget):
    """The proposals under the line. A child of the window, not a window: the focus stays where one types."""

    def __init__(self, line: LogLineEdit) -> None:
        super().__init__(line)
        self._line = line
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self._clicked)
        self.hide()

    def propose(self, found: Sequence[Candidate], at: QPoint) -> None:
        """Show proposals; none hides the list. Nothing is chosen until an arrow key chooses it."""
        self.clear()
        if not found:
            self.hide()
            return
        for candidate in found:
            item = QListWidgetItem("  ".join(filter(None, (candidate.shown, candidate.about))))
            item.setData(Qt.ItemDataRole.UserRole, candidate)
            self.addItem(item)
        self.setCurrentRow(-1)
        window = self._line.window()
        if self.parent() is not window:
            self.setParent(window)
        height = self.sizeHintForRow(0) * self.count() + 2 * self.frameWidth() + 2
        width = min(window.width() - 16, max(theme.scaled(160), self.sizeHintForColumn(0) + theme.scaled(24)))
        point = self._line.viewport().mapTo(window, at)
        if point.y() + height > window.height():
            point.setY(self._line.mapTo(window, QPoint(0, 0)).y() - height)
        point.setX(max(0, min(point.x(), window.width() - width - 8)))
        self.setGeometry(point.x(), point.y(), width, height)
        self.raise_()
        self.show()

    def chosen(self) -> Candidate | None:
        """The proposal the arrow keys are on."""
        item = self.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item is not None else None

    def first(self) -> Candidate:
        """The first proposal."""
        return self.item(0).data(Qt.ItemDataRole.UserRole)

    def key(self, key: int) -> bool:
        """Up, Down and Escape work on the list; returns whether the key was taken."""
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.setCurrentRow(max(-1, min(self.count() - 1, self.currentRow() + step)))
            return True
        return False

    def _clicked(self, item: QListWidgetItem) -> None:
        self._line.accept(item.data(Qt.ItemDataRole.UserRole))
