"""The banners of a window: as many as it has room for beside its work, the dangers first, the others one press away."""

from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exercise_studio.desktop import theme
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import GRID, Banner
from exercise_studio.language import N_

KEPT: Final = 200
"""So many messages of before can be read again."""


class Banners(QWidget):
    """The banners of a window, dangers first, then the newest; messages of before are kept in `past`.

    In a low window one is shown, so that the log line stays in view; a button in it brings the others.

    Attributes:
        shown: the banners that wait to be read, as they stand.
        past, times: what was said, newest first, and when (local time).
    """

    MOST: Final = 6
    LOW: Final = 740
    MIDDLE: Final = 900
    """Heights of the window in logical pixels below which one and two banners are seen at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)
        self.shown: list[Banner] = []
        self.past: list[str] = []
        self.times: list[datetime] = []
        self._all = False
        self._watched: QWidget | None = None
        self.hide()

    def show_banner(self, banner: Banner) -> None:
        """Show a banner; one with the same key is replaced."""
        for old in [b for b in self.shown if banner.key and b.key == banner.key]:
            old.dismiss()
        self.past.insert(0, banner.text.text())
        self.times.insert(0, datetime.now().astimezone())
        del self.past[KEPT:], self.times[KEPT:]
        banner.closed.connect(self._closed)
        banner.more.clicked.connect(self._show_all)
        place = 0 if banner.kind == "danger" else sum(b.kind == "danger" for b in self.shown)
        self.shown.insert(place, banner)
        self._column.insertWidget(place, banner)
        while len(self.shown) > self.MOST:
            self.shown[-1].dismiss()
        self.setVisible(True)
        self._arrange()

    def dismiss(self, key: str) -> None:
        """Take away the banner with this key, because what it said no longer holds."""
        for banner in [b for b in self.shown if b.key == key]:
            banner.dismiss()

    def clear(self) -> None:
        """Take all away."""
        for banner in list(self.shown):
            banner.dismiss()

    @property
    def room(self) -> int:
        """How many the window has room for."""
        height = self.window().height()
        return 1 if height < theme.scaled(self.LOW) else 2 if height < theme.scaled(self.MIDDLE) else 3

    def _show_all(self) -> None:
        self._all = True
        self._arrange()

    def _arrange(self) -> None:
        window = self.window()
        if window is not self._watched:
            if self._watched is not None:
                self._watched.removeEventFilter(self)
            window.installEventFilter(self)
            self._watched = window
        room = self.room
        self._all = self._all and len(self.shown) > room
        seen = len(self.shown) if self._all else room
        for number, banner in enumerate(self.shown):
            banner.setVisible(number < seen)
            left = len(self.shown) - seen
            banner.more.setVisible(number == seen - 1 and left > 0)
            if left > 0:
                tr(banner.more.setText, N_("{n} more"), n=left)
        self.setVisible(bool(self.shown))

    def _closed(self, banner: Banner) -> None:
        if banner in self.shown:
            self.shown.remove(banner)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.shown:
            self._arrange()
        return super().eventFilter(watched, event)

    def past_lines(self) -> list[str]:
        """What was said, newest first, each with its time."""
        return [f"{at:%H:%M}  {said}" for at, said in zip(self.times, self.past, strict=True)]
