"""Frames and layouts: cards, banners, empty states, a flowing row, a splitter that remembers."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any, Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from exercise_studio.desktop import icons, theme
from exercise_studio.desktop.settings import SettingsFile
from exercise_studio.desktop.texts import Source, tr
from exercise_studio.language import N_

GRID: Final = 4
INSIDE, BETWEEN, MARGIN = 8, 12, 16
"""Pixels inside a group, between groups, and around a page (UX.md §8.3)."""


class Paragraph(QLabel):
    """A label of several lines with room between them: the Japanese face alone sets its lines edge to edge."""

    SPACING: Final = 140
    """Line height in percent of the face's own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plain = ""
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)

    def setText(self, text: str) -> None:
        self._plain = text
        # What people wrote is shown as it stands: a "<" in it is no markup.
        lines = escape(text, quote=False).replace("\n", "<br>")
        super().setText(f'<p style="line-height:{self.SPACING}%">{lines}</p>' if text else "")
        self.setAccessibleName(text)

    def text(self) -> str:
        return self._plain


def label(source: Source = "", look: str = "", *, wrap: bool = False, **params: Any) -> QLabel:
    """A label that follows the language, in one of the looks title, section, strong, muted, caption, error."""
    found = Paragraph() if wrap else QLabel()
    found.setProperty("look", look)
    if not wrap:
        found.setTextFormat(Qt.TextFormat.PlainText)
    if source != "":
        tr(found.setText, source, **params)
    return found


def button(
    source: Source,
    clicked: Callable[..., object] | None = None,
    look: str = "",
    *,
    icon: str = "",
    tip: Source = "",
    **params: Any,
) -> QPushButton:
    """A push button that follows the language; `clicked` is a bound method."""
    found = QPushButton()
    found.setProperty("look", look)
    found.setAutoRepeat(False)
    found.setAutoDefault(False)
    tr(found.setText, source, **params)
    if tip:
        tr(found.setToolTip, tip, **params)
    if icon:
        inks = {"primary": "accent.on", "danger": "danger.on"}
        found.setIcon(icons.icon(icon, inks.get(look, "ink.text")))
    if clicked is not None:
        found.clicked.connect(clicked)
    return found


def column(*widgets: QWidget | QLayout | int, spacing: int = INSIDE, margin: int = 0) -> QVBoxLayout:
    """A vertical layout of widgets and layouts; a number is a stretch."""
    return _fill(QVBoxLayout(), widgets, spacing, margin)


def row(*widgets: QWidget | QLayout | int, spacing: int = INSIDE, margin: int = 0) -> QHBoxLayout:
    """A horizontal layout of widgets and layouts; a number is a stretch."""
    return _fill(QHBoxLayout(), widgets, spacing, margin)


def _fill(layout: Any, parts: Sequence[QWidget | QLayout | int], spacing: int, margin: int) -> Any:
    layout.setSpacing(spacing)
    layout.setContentsMargins(margin, margin, margin, margin)
    for part in parts:
        if isinstance(part, int):
            layout.addStretch(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)
    return layout


class Card(QFrame):
    """A frame with one pixel of border; `body` is its vertical layout."""

    def __init__(
        self, source: Source = "", parent: QWidget | None = None, *, look: str = "card", **params: Any
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", look)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(BETWEEN, BETWEEN, BETWEEN, BETWEEN)
        self.body.setSpacing(INSIDE)
        self.heading = label(source, "section", **params) if source else None
        if self.heading:
            self.body.addWidget(self.heading)


class Banner(QFrame):
    """A message that waits to be read, with at most one action; it never blocks and never vanishes by itself.

    Signals:
        closed: the banner was dismissed or its action was taken.
    """

    closed = Signal(object)
    GLYPHS: Final = {"notice": "!", "danger": "×", "calm": "i"}

    def __init__(
        self,
        source: Source,
        *,
        kind: str = "notice",
        action: Source = "",
        then: Callable[[], object] | None = None,
        key: str = "",
        parent: QWidget | None = None,
        **params: Any,
    ) -> None:
        super().__init__(parent)
        self.key, self.kind = key, kind
        self.setProperty("look", f"banner-{kind}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        line = QHBoxLayout(self)
        line.setContentsMargins(BETWEEN, INSIDE, INSIDE, INSIDE)
        line.setSpacing(BETWEEN)
        glyph = label(look="strong")
        glyph.setText(self.GLYPHS[kind])
        self.text = label(source, wrap=True, **params)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        line.addWidget(glyph)
        line.addWidget(self.text, 1)
        tr(self.setAccessibleName, source, **params)
        self.action = None
        if action:
            self.action = button(action, None, **params)
            self._then = then
            self.action.clicked.connect(self._take)
            line.addWidget(self.action)
        self.more = button("", None, "quiet")
        self.more.hide()
        line.addWidget(self.more)
        self.close_button = button(N_("Dismiss"), self.dismiss, "quiet")
        line.addWidget(self.close_button)

    def dismiss(self) -> None:
        """Take the banner away."""
        self.hide()
        self.closed.emit(self)
        self.deleteLater()

    def _take(self) -> None:
        then = self._then
        self.dismiss()
        if then is not None:
            then()


class EmptyState(QWidget):
    """What a place says while nothing is in it: what belongs here, and the buttons that bring it."""

    def __init__(
        self,
        title: Source,
        text: Source = "",
        actions: Sequence[QWidget] = (),
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        outer.setSpacing(BETWEEN)
        outer.addStretch(2)
        if icon:
            outer.addWidget(IconLabel(icon, 40, "ink.muted"), 0, Qt.AlignmentFlag.AlignHCenter)
        self.title = label(title, "section", wrap=True)
        self.title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        outer.addWidget(self.title)
        self.text = label(text, "muted", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        outer.addWidget(self.text)
        # Only now: a label without a parent that is made visible is a window of its own for a moment.
        self.text.setVisible(text != "")
        if actions:
            outer.addLayout(row(1, *actions, 1))
        outer.addStretch(3)


class IconLabel(QWidget):
    """An icon as part of a page, in the colour of a token; it says nothing to a screen reader."""

    def __init__(self, name: str, size: int = 20, token: str = "ink.text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._size, self._token = name, size, token
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(self._size), theme.scaled(self._size))

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icons.paint(painter, self.rect().toRectF(), self._name, self._token)


class FlowLayout(QLayout):
    """Puts widgets in rows and begins a new row where one is full: chips, filters, buttons."""

    def __init__(self, parent: QWidget | None = None, spacing: int = INSIDE) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _place(self, rect: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        inner = rect.adjusted(margins.left(), margins.top(), -margins.right(), -margins.bottom())
        x, y, height = inner.x(), inner.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            if height and x + hint.width() > inner.right() + 1:
                x, y, height = inner.x(), y + height + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self.spacing()
            height = max(height, hint.height())
        return y + height - rect.y() + margins.bottom()


class Splitter(QSplitter):
    """A splitter that remembers its sizes by name, for each width class of window."""

    def __init__(
        self,
        name: str,
        settings: SettingsFile,
        orientation: Qt.Orientation = Qt.Orientation.Horizontal,
        sizes: Sequence[int] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(orientation, parent)
        self._name, self._settings, self._sizes = name, settings, tuple(sizes)
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._moved)

    def restore(self) -> None:
        """Take the remembered sizes, or those given at first; call it after the widgets were added."""
        sizes = self._settings.now.sizes.get(self._key(), self._sizes)
        if len(sizes) == self.count():
            self.setSizes(list(sizes))

    def _key(self) -> str:
        screen = self.screen()
        extent = f"{screen.geometry().width()}x{screen.geometry().height()}" if screen else "any"
        return f"splitter/{self._name}/{extent}"

    def _moved(self) -> None:
        self._settings.remember_size(self._key(), tuple(self.sizes()))
