"""One column of the board: cards with their votes, painted; single keys vote and move, the input method stays off."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from exercise_studio.desktop import icons, texts, theme
from exercise_studio.desktop.texts import Source
from exercise_studio.evaluation.learning import Card
from exercise_studio.language import _, plural

Index = QModelIndex | QPersistentModelIndex
CARD: Final = Qt.ItemDataRole.UserRole
WRAP: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
DOTS: Final = 8
"""Votes that are drawn as dots; beyond them the number alone tells."""


class CardModel(QAbstractListModel):
    """The cards of one column.

    Attributes:
        cards: as they are shown.
    """

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.cards: list[Card] = []

    def show(self, cards: Sequence[Card]) -> None:
        """Show cards; the same ones are only painted anew."""
        cards = list(cards)
        same = [c.id for c in cards] == [c.id for c in self.cards]
        if same:
            self.cards = cards
            if cards:
                self.dataChanged.emit(self.index(0), self.index(len(cards) - 1))
            return
        self.beginResetModel()
        self.cards = cards
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.cards)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        card = self.cards[index.row()]
        if role == CARD:
            return card
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return card.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _("{text}, {votes}", text=card.text, votes=plural("{n} vote", "{n} votes", card.votes))
        return None


class _CardDelegate(QStyledItemDelegate):
    """A card: its words, beneath them dots for votes, the number of records behind it, and the finding made of it."""

    def __init__(self, view: "CardList") -> None:
        super().__init__(view)
        self._view = view

    def _inner(self) -> float:
        return max(60.0, self._view.viewport().width() - theme.scaled(30))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = QFontMetricsF(self._view.face())
        text = metrics.boundingRect(QRectF(0, 0, self._inner(), 10_000), int(WRAP), index.data(CARD).text)
        foot = QFontMetricsF(theme.ui_font(theme.CAPTION)).height()
        return QSize(round(self._inner()), round(text.height() + foot) + theme.scaled(32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card: Card = index.data(CARD)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(theme.scaled(5), theme.scaled(3), -theme.scaled(5), -theme.scaled(3))
        painter.setBrush(theme.color("ground.selected" if selected else "ground.raised"))
        focused = selected and self._view.hasFocus()
        edge = "line.focus" if focused else "line.border" if selected else "line.divider"
        painter.setPen(QPen(theme.color(edge), 2 if focused else 1))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)
        inner = rect.adjusted(theme.scaled(10), theme.scaled(8), -theme.scaled(10), -theme.scaled(6))
        painter.setPen(theme.color("ink.on_selected" if selected else "ink.text"))
        painter.setFont(self._view.face())
        painter.drawText(inner, int(WRAP), card.text)
        self._foot(painter, inner, card, selected)
        painter.restore()

    @staticmethod
    def _foot(painter: QPainter, inner: QRectF, card: Card, selected: bool) -> None:
        font = theme.ui_font(theme.CAPTION, bold=True)
        metrics = QFontMetricsF(font)
        line = QRectF(inner.left(), inner.bottom() - metrics.height(), inner.width(), metrics.height())
        painter.setFont(font)
        painter.setPen(theme.color("accent.fill"))
        dots = "●" * min(card.votes, DOTS)
        said = f"{dots} {card.votes}" if card.votes else ""
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
        right = f"→ {card.finding}" if card.finding else ""
        muted = theme.color("ink.on_selected" if selected else "ink.muted")
        painter.setPen(muted)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right)
        if card.evidence:
            width = metrics.horizontalAdvance(right) + (theme.scaled(10) if right else 0)
            number = str(len(card.evidence))
            room = line.adjusted(0, 0, -width, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)
            side = theme.scaled(13)
            left = room.right() - metrics.horizontalAdvance(number) - side - theme.scaled(3)
            icon = QRectF(left, line.center().y() - side / 2, side, side)
            icons.paint(painter, icon, "link", "ink.on_selected" if selected else "ink.muted")


class CardList(QListView):
    """The column's list.

    Signals:
        entered: this list has the cursor now.
        voted: (card id, votes) by a digit key.
        moved: the cursor is on another card.
        opened: Enter or a double click on a card.
    """

    entered_list = Signal(object)
    voted = Signal(object)
    moved = Signal()
    opened = Signal()

    def __init__(self, name: Source, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points = theme.BODY
        self.cards = CardModel(self)
        self.setModel(self.cards)
        self.setItemDelegate(_CardDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        texts.name(self, name)
        self.selectionModel().currentChanged.connect(self.moved)
        self.doubleClicked.connect(self.opened)

    def face(self) -> Any:
        """The font of the cards."""
        return theme.ui_font(self._points)

    def set_points(self, points: float) -> None:
        """Cards in another size: the wall reads from afar."""
        self._points = points
        self.scheduleDelayedItemsLayout()

    @property
    def current(self) -> Card | None:
        """The card the cursor is on."""
        index = self.currentIndex()
        return self.cards.cards[index.row()] if index.isValid() and index.row() < len(self.cards.cards) else None

    def select(self, card: str) -> bool:
        """Put the cursor on a card; False where it is not in this column."""
        for number, one in enumerate(self.cards.cards):
            if one.id == card:
                self.setCurrentIndex(self.cards.index(number))
                return True
        return False

    def leave(self) -> None:
        """Another column has the cursor."""
        self.setCurrentIndex(QModelIndex())

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.cards.cards:
            self.setCurrentIndex(self.cards.index(0))
        self.entered_list.emit(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, current = event.key(), self.current
        if current is not None and Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and not event.isAutoRepeat():
            self.voted.emit((current.id, key - Qt.Key.Key_0))
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current is not None:
            self.opened.emit()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Keys act on cards; they never jump to one."""
