"""A text in both languages, written side by side; what is missing in one is marked, never hidden."""

from typing import Any

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.texts import Source
from exercise_studio.desktop.widgets.layout import GRID, INSIDE, label, row
from exercise_studio.language import N_

LANGUAGES = {"ja": N_("Japanese"), "en": N_("English")}
NARROW = 460
"""Below this width (pixels at 100 %) the two stand one above the other."""


class TextPair(QWidget):
    """Two fields, Japanese first.

    Signals:
        changed: somebody typed; not emitted by `set_text`.
        edited: the focus left after a change: the moment for an undo step.
    """

    changed = Signal()
    edited = Signal()

    def __init__(
        self, title: Source = "", *, multiline: bool = False, lines: int = 4, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._multiline = multiline
        self._quiet = False
        self._dirty = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GRID)
        if title:
            outer.addWidget(label(title, "strong"))
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setSpacing(INSIDE)
        self._fields: dict[str, Any] = {}
        self._missing: dict[str, QWidget] = {}
        for lang, name in LANGUAGES.items():
            field: Any = QPlainTextEdit() if multiline else QLineEdit()
            if multiline:
                field.setTabChangesFocus(True)
                field.setMinimumHeight(field.fontMetrics().lineSpacing() * lines + theme.scaled(16))
            texts.name(field, N_("{title} ({language})") if title else name, title=_Said(title), language=_Said(name))
            field.textChanged.connect(self._typed)
            field.installEventFilter(self)
            self._fields[lang] = field
            missing = label(N_("missing"), "error")
            self._missing[lang] = missing
            side = QVBoxLayout()
            side.setSpacing(2)
            side.addLayout(row(label(name, "caption"), missing, 1))
            side.addWidget(field, 1)
            self._box.addLayout(side, 1)
        outer.addLayout(self._box, 1)
        self._mark()

    def value(self) -> tuple[str, str]:
        """(Japanese, English) as typed."""
        return self._read("ja"), self._read("en")

    def text(self) -> Any:
        """A domain Text, or None while both are empty."""
        from exercise_studio.domain.text import Text

        ja, en = self.value()
        return Text(ja=ja, en=en) if ja.strip() or en.strip() else None

    def set_text(self, text: Any) -> None:
        """Show a domain Text, or nothing for None; the cursor stays where the words are the same."""
        self._quiet = True
        for lang in LANGUAGES:
            said = getattr(text, lang) if text is not None else ""
            if said != self._read(lang):
                field = self._fields[lang]
                field.setPlainText(said) if self._multiline else field.setText(said)
        self._quiet = False
        self._dirty = False
        self._mark()

    def set_read_only(self, read_only: bool) -> None:
        """Whether it can only be read."""
        for field in self._fields.values():
            field.setReadOnly(read_only)

    def field(self, lang: str) -> Any:
        """The field of a language, to focus it."""
        return self._fields[lang]

    def focus(self) -> None:
        """Put the cursor into the first field."""
        self._fields["ja"].setFocus()

    def _read(self, lang: str) -> str:
        field = self._fields[lang]
        return field.toPlainText() if self._multiline else field.text()

    def _typed(self) -> None:
        self._mark()
        if not self._quiet:
            self._dirty = True
            self.changed.emit()

    def _mark(self) -> None:
        written = {lang: bool(self._read(lang).strip()) for lang in LANGUAGES}
        for lang, mark in self._missing.items():
            mark.setVisible(not written[lang] and any(written.values()))

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self._dirty:
            self._dirty = False
            # After the field itself has dealt with it: a conversion under way is committed first.
            QTimer.singleShot(0, self.edited.emit)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.scaled(NARROW)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._box.setDirection(down if narrow else across)


class _Said:
    """A source as a parameter of another message: read when it is shown."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def __call__(self) -> str:
        return texts.resolve(self._source) if self._source else ""
