"""The script of a scenario to be read on the screen: contents at the left, the text in a column of comfortable width."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, Final

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QFont, QTextCursor, QTextDocument
from PySide6.QtWidgets import QButtonGroup, QTextBrowser, QToolButton, QVBoxLayout, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.library.script import Place, Script, Writer, contents, css
from exercise_studio.desktop.library.words import LANGUAGE_NAMES, clock
from exercise_studio.desktop.stylesheet import set_look
from exercise_studio.desktop.texts import authored, tr
from exercise_studio.desktop.widgets.elided import Elided
from exercise_studio.desktop.widgets.layout import INSIDE, Splitter, button, row
from exercise_studio.desktop.widgets.search import SearchBox
from exercise_studio.desktop.widgets.tables import Column, RowsModel, Table
from exercise_studio.language import LANGUAGES, N_, _, current

WIDEST: Final = 860
"""Pixels at 100 % beyond which a line is too long to read."""


def _number(place: Place) -> str:
    """A phase's title takes the whole row."""
    return place.number or authored(place.title)


def _when(place: Place) -> str:
    if not place.number:
        return ""
    return clock(place.at) if place.sure else _("if …")


def _font(place: Place) -> QFont | None:
    return None if place.number else theme.ui_font(theme.BODY, bold=True)


def _title(place: Place) -> str:
    return authored(place.title)


CONTENTS: Final = (
    Column(N_("No."), _number, width=46, font=_font),
    Column(N_("Time"), _when, width=58, ink=lambda _place: "ink.muted"),
    Column(N_("Title"), _title, tip=_title, width=0, least=120, font=_font),
)


def _anchors(document: QTextDocument) -> Iterator[tuple[int, str]]:
    """Position and name of every anchor, in order."""
    block = document.begin()
    while block.isValid():
        parts = block.begin()
        while not parts.atEnd():
            fragment = parts.fragment()
            for name in fragment.charFormat().anchorNames():
                yield fragment.position(), name
            parts += 1
        block = block.next()


class Reading(QWidget):
    """A script. Signals: closed – back to the library."""

    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._script: Script | None = None
        self._own_lang = ""
        self._following = False
        self._starts: list[tuple[int, int]] = []
        self.title = Elided("section")
        self.search = SearchBox(N_("Search in the script"))
        self.search.setMaximumWidth(theme.scaled(240))
        self.search.searched.connect(self.find)
        self.search.returnPressed.connect(self.find_next)
        self.back = button(N_("Back to the library"), self.closed.emit, icon="left")
        self.languages = QButtonGroup(self)
        head = row(self.back, spacing=INSIDE)
        head.addWidget(self.title, 1)
        head.addWidget(self.search)
        for lang in LANGUAGES:
            choice = QToolButton()
            choice.setProperty("look", "segment")
            choice.setText(lang.upper())
            choice.setCheckable(True)
            choice.setProperty("lang", lang)
            texts.name(choice, LANGUAGE_NAMES[lang])
            self.languages.addButton(choice)
            head.addWidget(choice)
        self.languages.buttonClicked.connect(self._language_clicked)
        self.places = RowsModel(CONTENTS, parent=self)
        self.table = Table(self.places, density="compact", name=N_("Contents of the script"))
        self.table.horizontalHeader().hide()
        self.table.current_changed.connect(self._go)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        set_look(self.text, "paper")
        texts.name(self.text, N_("Script"))
        self.text.verticalScrollBar().valueChanged.connect(self._scrolled)
        split = Splitter("library/reading", desk.settings, sizes=(270, 700))
        split.addWidget(self.table)
        split.addWidget(self.text)
        split.setStretchFactor(1, 1)
        split.restore()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(INSIDE)
        column.addLayout(head)
        column.addWidget(split, 1)
        texts.on_language(self._language_changed)
        desk.themes.changed.connect(self._write)

    @property
    def lang(self) -> Any:
        """The language in which it is read: the window's unless another was chosen."""
        return self._own_lang or current()

    def show_script(self, script: Script) -> None:
        """Show a script from its beginning."""
        self._script = script
        self._own_lang = ""
        self._show_contents(script)
        tr(self.title.set_full, script.scenario.title)
        self._write()
        self.table.select_row(0)
        self.text.verticalScrollBar().setValue(0)
        self.table.setFocus()

    def renew(self, script: Script) -> None:
        """Show the script as its files have it now, at the same place."""
        self._script = script
        self._show_contents(script)
        tr(self.title.set_full, script.scenario.title)
        at = self.text.verticalScrollBar().value()
        self._write()
        self.text.verticalScrollBar().setValue(at)

    def _show_contents(self, script: Script) -> None:
        self.table.clearSpans()
        self.places.set_rows(contents(script))
        for number, place in enumerate(self.places.rows):
            if not place.number:
                self.table.setSpan(number, 0, 1, len(CONTENTS))

    def find(self, words: str) -> None:
        """Go to the first place where the words stand."""
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        if words:
            self.text.find(words)

    def find_next(self) -> None:
        """Go to the next one, after the last to the first again."""
        words = self.search.text()
        if words and not self.text.find(words):
            self.find(words)

    def find_before(self) -> None:
        """Go to the one before."""
        if words := self.search.text():
            self.text.find(words, QTextDocument.FindFlag.FindBackward)

    def _language_clicked(self, choice: Any) -> None:
        self._own_lang = choice.property("lang")
        self._keeping_place()

    def _language_changed(self) -> None:
        self._own_lang = ""
        if self._script is not None:
            self._keeping_place()

    def _keeping_place(self) -> None:
        """In another language one stands at the same inject."""
        place = self.table.current_row
        self._write()
        if place is not None:
            self._go(place)

    def _write(self) -> None:
        if self._script is None:
            return
        for choice in self.languages.buttons():
            choice.setChecked(choice.property("lang") == self.lang)
        document = self.text.document()
        document.setDefaultFont(theme.ui_font(theme.STRONG))
        document.setDefaultStyleSheet(css(theme.current().tokens()))
        self._following = True
        self.text.setHtml(Writer(self._script, self.lang).html())
        self._following = False
        known = {place.anchor: number for number, place in enumerate(self.places.rows)}
        self._starts = [(at, known[name]) for at, name in _anchors(document) if name in known]
        self._fit()
        document.size()  # lays out all of it now: what is not laid out yet cannot be scrolled to

    def _go(self, place: Place | None) -> None:
        if place is not None and not self._following:
            self._following = True
            self.text.scrollToAnchor(place.anchor)
            self._following = False

    def _scrolled(self, _value: int) -> None:
        """The contents follow the text."""
        if self._following or self._script is None:
            return
        at = self.text.cursorForPosition(QPoint(4, theme.scaled(24))).position()
        bar = self.text.verticalScrollBar()
        number = bisect_right([start for start, _row in self._starts], at) - 1
        if bar.value() == bar.maximum() > 0:
            number = len(self._starts) - 1  # the last part may be too short to reach the upper edge
        self._following = True
        self.table.select_row(self._starts[number][1] if number >= 0 else 0)
        self._following = False

    def _fit(self) -> None:
        """A column no wider than can be read, in the middle of the room."""
        room = self.text.width()
        side = max(theme.scaled(8), (room - theme.scaled(WIDEST)) // 2)
        self.text.setViewportMargins(side, 0, side, 0)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._fit()
