"""Fields of the editor: texts in two languages, durations, choices. What is typed is handed on when the writer pauses or leaves."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.editor.words import LANGUAGE_NAMES, clock
from exercise_studio.desktop.texts import Source
from exercise_studio.desktop.widgets.layout import GRID, INSIDE, label, row
from exercise_studio.desktop.widgets.layout import column as widgets_column
from exercise_studio.domain.text import LANGUAGES, Lang, Text
from exercise_studio.domain.times import HOUR, MINUTE, SECOND, parse_duration
from exercise_studio.language import N_

NARROW: Final = 460
"""Below this width (pixels at 100 %) the two languages stand one above the other."""
WIDE: Final = 620
"""The same for texts of one line, which are read whole."""
PAUSE_MS: Final = 700
"""So long after the last key a text is handed on, which is when it is also kept."""


def set_fault(widget: QWidget, fault: bool) -> None:
    """Mark a field as one whose text cannot be taken; the words that say why stand beside it."""
    if bool(widget.property("fault")) != fault:
        widget.setProperty("fault", fault)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _leaves_undo(widget: QLineEdit | QPlainTextEdit, event: QEvent) -> bool:
    """Whether Ctrl+Z and Ctrl+Y belong to the window, because the field itself has nothing to take back."""
    if event.type() != QEvent.Type.ShortcutOverride:
        return False
    text = widget if isinstance(widget, QLineEdit) else widget.document()
    undo = event.matches(QKeySequence.StandardKey.Undo) and not text.isUndoAvailable()  # type: ignore[attr-defined]
    redo = event.matches(QKeySequence.StandardKey.Redo) and not text.isRedoAvailable()  # type: ignore[attr-defined]
    return bool(undo or redo)


class Line(QLineEdit):
    """One line of text.

    Signals:
        written: the text, when the writer pauses, leaves the field or presses Enter; never the same text twice.
    """

    written = Signal(str)

    def __init__(self, name: Source = "", parent: QWidget | None = None, **params: Any) -> None:
        super().__init__(parent)
        self._kept = ""
        self._converting = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self.textEdited.connect(self._typed)
        self.editingFinished.connect(self.flush)
        if name:
            texts.name(self, name, **params)

    @property
    def waiting(self) -> bool:
        """Whether something was typed that was not handed on yet."""
        return self.text() != self._kept

    def show_text(self, text: str) -> None:
        """Show a text. Where it is the one that was shown before, what is being typed over it stays."""
        if self.waiting and text == self._kept:
            return
        self.begin_with(text)

    def begin_with(self, text: str) -> None:
        """Show a text, whatever was being typed."""
        self._pause.stop()
        self._kept = text
        if self.text() != text:
            self.setText(text)
            # Long texts are read from their beginning.
            self.setCursorPosition(0)

    def flush(self) -> None:
        """Hand on what was typed."""
        self._pause.stop()
        if self.waiting and self.takes(self.text()):
            self._kept = self.text()
            self.written.emit(self._kept)

    def keep_waiting(self, kept: str) -> None:
        """What was handed on could not be taken: `kept` still holds, and the text here still waits."""
        self._kept = kept

    def takes(self, text: str) -> bool:
        """Whether a text may be handed on; a subclass may refuse."""
        return True

    def _typed(self) -> None:
        self._pause.start()

    def event(self, event: QEvent) -> bool:
        if _leaves_undo(self, event):
            event.ignore()
            return False
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._converting = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._converting and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            # Enter ends a conversion; it must not also press the dialog's button (some input methods let it through).
            event.accept()
            return
        super().keyPressEvent(event)


class Area(QPlainTextEdit):
    """Several lines of text; Tab leaves the field.

    Signals:
        written: as with Line.
    """

    written = Signal(str)

    def __init__(self, name: Source = "", parent: QWidget | None = None, *, lines: int = 3, **params: Any) -> None:
        super().__init__(parent)
        self._kept = ""
        self._lines = lines
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._typed)
        if name:
            texts.name(self, name, **params)
        self._fit()

    @property
    def waiting(self) -> bool:
        """Whether something was typed that was not handed on yet."""
        return self.toPlainText() != self._kept

    def show_text(self, text: str) -> None:
        """Show a text. Where it is the one that was shown before, what is being typed over it stays."""
        if self.waiting and text == self._kept:
            return
        self._pause.stop()
        self._kept = text
        if self.toPlainText() != text:
            self.setPlainText(text)
            self._pause.stop()

    def flush(self) -> None:
        """Hand on what was typed."""
        self._pause.stop()
        if self.waiting:
            self._kept = self.toPlainText()
            self.written.emit(self._kept)

    def _typed(self) -> None:
        if self.waiting:
            self._pause.start()

    def _fit(self) -> None:
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * self._lines + theme.scaled(16))

    def event(self, event: QEvent) -> bool:
        if _leaves_undo(self, event):
            event.ignore()
            return False
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_lines"):
            self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()


class Bilingual(QWidget):
    """A text in Japanese and English, one field under the other, each with its language in front.

    Signals:
        written: a Text, or None where both are empty and the text may be missing.
    """

    written = Signal(object)

    def __init__(
        self,
        name: Source,
        parent: QWidget | None = None,
        *,
        lines: int = 1,
        optional: bool = False,
        **params: Any,
    ) -> None:
        super().__init__(parent)
        self._optional = optional
        self._room = WIDE if lines == 1 else NARROW
        self._text: Text | None = None
        self.fields: dict[Lang, Line | Area] = {}
        self._missing: dict[Lang, QLabel] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._box.setSpacing(INSIDE if lines > 1 else GRID)
        for lang in LANGUAGES:
            field: Line | Area = Line() if lines == 1 else Area(lines=lines)
            texts.name(field, N_("{what}, {language}"), what=_Name(name, params), language=LANGUAGE_NAMES[lang])
            tag = label(plain(LANGUAGE_NAMES[lang]), "caption")
            tag.setBuddy(field)
            missing = label(N_("missing"), "error")
            missing.hide()
            field.written.connect({"ja": self._ja, "en": self._en}[lang])
            field.textChanged.connect(self._mark)
            self.fields[lang], self._missing[lang] = field, missing
            if lines == 1:
                tag.setMinimumWidth(tag.fontMetrics().horizontalAdvance(max(LANGUAGE_NAMES.values(), key=len)) + 2)
                self._box.addLayout(row(tag, field, missing, spacing=GRID), 1)
            else:
                self._box.addLayout(widgets_column(row(tag, missing, 1), field, spacing=2), 1)
        column.addLayout(self._box, 1)
        self.error = label(N_("Write it in one language at least. The wording before is kept."), "error", wrap=True)
        self.error.hide()
        column.addWidget(self.error)

    @property
    def waiting(self) -> bool:
        """Whether something was typed that was not handed on yet."""
        return any(field.waiting for field in self.fields.values())

    def show_text(self, text: Text | None) -> None:
        """Show a text."""
        self._text = text
        for lang, field in self.fields.items():
            field.show_text((text.ja if lang == "ja" else text.en) if text else "")
        self._judge(False)

    def flush(self) -> None:
        """Hand on what was typed."""
        for field in self.fields.values():
            field.flush()

    def set_read_only(self, on: bool) -> None:
        """Whether the text may only be read."""
        for field in self.fields.values():
            field.setReadOnly(on)

    def focus(self, lang: Lang) -> None:
        """Put the cursor into one language."""
        self.fields[lang].setFocus(Qt.FocusReason.OtherFocusReason)

    def _ja(self, said: str) -> None:
        self._written("ja", said)

    def _en(self, said: str) -> None:
        self._written("en", said)

    def _written(self, lang: Lang, said: str) -> None:
        ja = said if lang == "ja" else _said(self.fields["ja"])
        en = said if lang == "en" else _said(self.fields["en"])
        empty = not (ja.strip() or en.strip())
        self._judge(empty and not self._optional)
        if empty and not self._optional:
            return
        self._text = None if empty else Text(ja=ja, en=en)
        self.written.emit(self._text)

    def _judge(self, fault: bool) -> None:
        for field in self.fields.values():
            set_fault(field, fault)
        self.error.setVisible(fault)

    def _mark(self) -> None:
        """Say which language is still missing where the other one is written."""
        written = {lang: bool(_said(field).strip()) for lang, field in self.fields.items()}
        for lang, missing in self._missing.items():
            missing.setVisible(not written[lang] and any(written.values()))

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._box.setDirection(down if self.width() < theme.scaled(self._room) else across)


class _Name:
    """The name of a bilingual field as a parameter, read anew at each change of language."""

    def __init__(self, source: Source, params: dict[str, Any]) -> None:
        self._source, self._params = source, params

    def __call__(self) -> str:
        return texts.resolve(self._source, self._params)


def _said(field: Line | Area) -> str:
    return field.text() if isinstance(field, Line) else field.toPlainText()


def read_clock(text: str) -> int | None:
    """Milliseconds of what people write for a moment or a length: "25" (minutes), "0:25", "1:05:30", "T+25", "1h5m"; None else."""
    said = unicodedata.normalize("NFKC", text).strip().upper().removeprefix("T").removeprefix("+").strip()
    parts = said.split(":")
    if all(part.isdigit() for part in parts) and len(parts) <= 3:
        numbers = [int(part) for part in parts]
        if any(number > 59 for number in numbers[1:]):
            return None
        if len(numbers) == 1:
            return numbers[0] * MINUTE
        return numbers[0] * HOUR + numbers[1] * MINUTE + (numbers[2] * SECOND if len(numbers) == 3 else 0)
    try:
        return parse_duration(said.lower())
    except ValueError:
        return None


class TimeField(Line):
    """A moment of play or a length of time; up and down move it by a minute, with Shift by five.

    Signals:
        timed: milliseconds, or None where the field may be empty and is.
    """

    timed = Signal(object)

    def __init__(
        self, name: Source = "", parent: QWidget | None = None, *, optional: bool = False, **params: Any
    ) -> None:
        super().__init__(name, parent, **params)
        self._optional = optional
        self.written.connect(self._hand_on)
        texts.tr(
            self.setToolTip, N_("Hours and minutes, such as 0:25, or minutes alone. Up and down move by a minute.")
        )
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._fit()

    def show_time(self, milliseconds: int | None) -> None:
        """Show a time; what cannot be read stays until the writer has mended it."""
        self.show_text("" if milliseconds is None else clock(milliseconds))
        if not self.waiting:
            set_fault(self, False)

    def time(self) -> int | None:
        """What stands there in milliseconds; None for nothing readable."""
        return read_clock(self.text())

    def takes(self, text: str) -> bool:
        good = read_clock(text) is not None or (self._optional and not text.strip())
        set_fault(self, not good)
        return good

    def _hand_on(self, text: str) -> None:
        self.timed.emit(read_clock(text))

    def _fit(self) -> None:
        self.setFont(theme.clock_font(theme.BODY))
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("00:00:00") + theme.scaled(24))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_optional"):
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: MINUTE, Qt.Key.Key_Down: -MINUTE}.get(event.key())
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if step and plain and not self.isReadOnly():
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                step *= 5
            self.setText(clock(max(0, (self.time() or 0) + step)))
            self._typed()
            return
        super().keyPressEvent(event)


class Choice(QComboBox):
    """One of a few codes, shown by their names in the language in use; the wheel moves the page, not the choice.

    Signals:
        chosen: the code, when a person chose it.
    """

    chosen = Signal(str)

    def __init__(
        self,
        name: Source,
        options: Mapping[str, Any] | None = None,
        parent: QWidget | None = None,
        *,
        whole: bool = False,
        **params: Any,
    ) -> None:
        super().__init__(parent)
        self._options: dict[str, Any] = {}
        policy = QComboBox.SizeAdjustPolicy
        self.setSizeAdjustPolicy(policy.AdjustToContents if whole else policy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        texts.name(self, name, **params)
        self.set_options(options or {})
        self.activated.connect(self._activated)
        texts.on_language(self._retranslate)

    def set_options(self, options: Mapping[str, Any]) -> None:
        """Offer other codes; the names are message ids, bilingual texts or functions."""
        if options == self._options and self.count():
            return
        held = self.code
        self._options = dict(options)
        self.blockSignals(True)
        self.clear()
        for code, said in self._options.items():
            self.addItem(texts.resolve(said), code)
        self.blockSignals(False)
        self.show_code(held)

    @property
    def code(self) -> str:
        """The code that is shown."""
        return self.currentData() or ""

    def show_code(self, code: str) -> None:
        """Show a code; one that is not offered is shown as it stands rather than lost."""
        index = self.findData(code)
        if index < 0 and code:
            self._options[code] = _Plain(code)
            self.addItem(code, code)
            index = self.count() - 1
        self.blockSignals(True)
        self.setCurrentIndex(index)
        self.blockSignals(False)
        self.setToolTip(self.currentText())

    def _activated(self, index: int) -> None:
        self.setToolTip(self.currentText())
        self.chosen.emit(self.itemData(index))

    def _retranslate(self) -> None:
        for index, said in enumerate(self._options.values()):
            self.setItemText(index, texts.resolve(said))

    def wheelEvent(self, event: Any) -> None:
        event.ignore()


class _Plain:
    """A text that is the same in every language."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __call__(self) -> str:
        return self._text


def plain(text: str) -> Any:
    """A source for `tr` and `Choice` that is the same in every language: codes, and names as people wrote them."""
    return _Plain(text)


def flush_all(fields: Sequence[Any]) -> None:
    """Hand on what was typed into any of the fields."""
    for field in fields:
        field.flush()
