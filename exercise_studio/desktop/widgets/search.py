"""A search field, and the matching that it means: width, case and kana make no difference."""

import unicodedata
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from exercise_studio.desktop import icons, texts
from exercise_studio.desktop.texts import Source, tr
from exercise_studio.language import N_

SEARCH: Final = N_("Search")
_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


def folded(text: str) -> str:
    """The text as it is compared: NFKC, without case, katakana as hiragana."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_TO_HIRAGANA)


def matches(query: str, *found_in: str) -> bool:
    """Whether every word of the query stands in one of the texts; an empty query matches all."""
    words = folded(query).split()
    where = [folded(text) for text in found_in]
    return all(any(word in text for text in where) for word in words)


class SearchBox(QLineEdit):
    """Says what is searched a moment after the last key; Esc empties it.

    Signals:
        searched: the text, when it has settled.
    """

    searched = Signal(str)

    def __init__(self, hint: Source = SEARCH, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(120)
        self._timer.timeout.connect(self._say)
        self.textChanged.connect(self._typed)
        self.returnPressed.connect(self._say)
        self.setClearButtonEnabled(True)
        magnifier = self.addAction(icons.icon("search", "ink.muted"), QLineEdit.ActionPosition.LeadingPosition)
        tr(self.setPlaceholderText, hint)
        texts.name(self, hint)
        for part in self.findChildren(QToolButton):
            # The magnifier and the cross, which Qt makes without a name.
            texts.name(part, hint if part.defaultAction() is magnifier else N_("Empty the search"))

    def _typed(self) -> None:
        self._timer.start()

    def _say(self) -> None:
        self._timer.stop()
        if self.text() != self._last:
            self._last = self.text()
            self.searched.emit(self._last)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._say()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: Any) -> None:
        self._timer.stop()
        super().hideEvent(event)
