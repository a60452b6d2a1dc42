"""Tables over plain Python rows: a fast model made of column functions, and a view with the studio's manners."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.widgets.chips import LEVEL_MARKS, STATE_MARKS, level_key, paint_rating, state_font
from exercise_studio.language import _

ROW_HEIGHTS: Final = {"compact": 24, "normal": 30, "projector": 40}
Index = QModelIndex | QPersistentModelIndex
ROW: Final = Qt.ItemDataRole.UserRole
"""The role under which every cell gives its whole row."""
VALUE: Final = Qt.ItemDataRole.UserRole + 1
"""The role under which a cell gives its `value`, for painters."""


@dataclass(frozen=True)
class Column:
    """One column; every function gets a row.

    Attributes:
        title: message id of the heading.
        text: what stands in the cell.
        value: what a painter or a sort needs (default: the text).
        tip: the tooltip.
        ink: theme token of the text's colour, or none.
        font: the face, or none for the table's own.
        width: pixels at 100 %, 0 takes the rest of the room, -1 fits the content.
        number: right-aligned in fixed-width digits.
        edit: takes (row, text) from the editor and returns whether it was accepted; without it cells are not editable.
        least: pixels at 100 % that a column with width 0 needs; optional columns make way for it.
        optional: 0 always stays; of the others the one with the highest number is hidden first where there is no room.
        paint: "rating" or "state": the cell is painted as that chip from `value`.
    """

    title: str
    text: Callable[[Any], str]
    value: Callable[[Any], Any] | None = None
    tip: Callable[[Any], str] | None = None
    ink: Callable[[Any], str | None] | None = None
    font: Callable[[Any], QFont | None] | None = None
    width: int = -1
    number: bool = False
    edit: Callable[[Any, str], bool] | None = None
    paint: str = ""
    least: int = 200
    optional: int = 0


class RowsModel(QAbstractTableModel):
    """Rows are any Python objects. Appending and updating never resets, so that selection and scrolling stay.

    Attributes:
        rows: the list that is shown; change it through the methods only.
    """

    def __init__(self, columns: Sequence[Column], rows: Iterable[Any] = (), parent: Any = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: list[Any] = list(rows)
        texts.on_language(self._retranslated)

    def set_rows(self, rows: Iterable[Any]) -> None:
        """Show other rows. With as many rows as before the cells are only repainted, so that the selection stays."""
        rows = list(rows)
        if len(rows) == len(self.rows):
            self.rows = rows
            self.touched()
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def append(self, rows: Iterable[Any]) -> None:
        """Add rows at the end."""
        rows = list(rows)
        if rows:
            self.insert(len(self.rows), rows)

    def insert(self, at: int, rows: Sequence[Any]) -> None:
        """Add rows before row `at`."""
        self.beginInsertRows(QModelIndex(), at, at + len(rows) - 1)
        self.rows[at:at] = rows
        self.endInsertRows()

    def remove(self, at: int, count: int = 1) -> None:
        """Take rows away."""
        self.beginRemoveRows(QModelIndex(), at, at + count - 1)
        del self.rows[at : at + count]
        self.endRemoveRows()

    def replace(self, at: int, row: Any) -> None:
        """Show another row in one's place."""
        self.rows[at] = row
        self.touched(at, at)

    def touched(self, first: int = 0, last: int | None = None) -> None:
        """Say that rows look different now."""
        last = len(self.rows) - 1 if last is None else last
        if self.rows and self.columns and last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def sort_rows(self, key: Callable[[Any], Any], *, reverse: bool = False) -> None:
        """Sort in Python, which is far faster than a proxy; the current rows stay selected."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        order = sorted(range(len(self.rows)), key=lambda i: key(self.rows[i]), reverse=reverse)
        place = {old: new for new, old in enumerate(order)}
        self.rows = [self.rows[i] for i in order]
        self.changePersistentIndexList(before, [self.index(place[i.row()], i.column()) for i in before])
        self.layoutChanged.emit()

    def _retranslated(self) -> None:
        if self.columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        self.touched()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        if self.columns[index.column()].edit is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ROLES:
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return column.text(row)
        if role == ROW:
            return row
        if role == VALUE:
            return (column.value or column.text)(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) if column.tip else None
        if role == Qt.ItemDataRole.ForegroundRole:
            token = column.ink(row) if column.ink else None
            return theme.color(token) if token else None
        if role == Qt.ItemDataRole.FontRole:
            if column.font:
                return column.font(row)
            return theme.clock_font(theme.BODY) if column.number else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column = self.columns[index.column()]
        if role != Qt.ItemDataRole.EditRole or column.edit is None:
            return False
        if not column.edit(self.rows[index.row()], str(value)):
            return False
        self.touched(index.row(), index.row())
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(self.columns[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


_ROLES: Final = frozenset(
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.EditRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.FontRole,
        Qt.ItemDataRole.TextAlignmentRole,
        ROW,
        VALUE,
    )
)


class ChipDelegate(QStyledItemDelegate):
    """Paints ratings and inject states as their chips, from the VALUE of the cell."""

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        # The words stay in the model for screen readers and copying; the chip is painted over an empty cell.
        option.text = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        value = index.data(VALUE)
        room = QRectF(option.rect).adjusted(6, 3, -6, -3)
        if self.kind == "rating":
            key = level_key(value)
            if not key:
                painter.setPen(theme.color("ink.muted"))
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, "–")
                return
            wide = room.width() >= self._rating_width(painter, key)
            if not wide:
                room.setWidth(min(room.width(), theme.scaled(48)))
            paint_rating(painter, room, key, word=wide)
            return
        if value in STATE_MARKS:
            painter.save()
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            painter.setPen(QColor(theme.color("ink.on_selected" if selected else f"inject.{value}")))
            painter.setFont(state_font(value))
            mark = STATE_MARKS[value]
            said = f"{mark.glyph} {_(mark.word)}"
            if painter.fontMetrics().horizontalAdvance(said) > room.width():
                said = mark.glyph
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
            painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.scaled(56), theme.scaled(24))

    @staticmethod
    def _rating_width(painter: QPainter, key: str) -> float:
        mark = LEVEL_MARKS[key]
        return painter.fontMetrics().horizontalAdvance(f"{mark.glyph} {mark.digit} {_(mark.word)}") * 1.1 + 12


class Table(QTableView):
    """A table that selects whole rows; Enter and double-click say `opened`, typing never edits unless a column does.

    Signals:
        opened: the row (a Python object) on which Enter was pressed or that was double-clicked.
        current_changed: the current row, or None.
    """

    opened = Signal(object)
    current_changed = Signal(object)

    def __init__(
        self,
        model: RowsModel,
        parent: QWidget | None = None,
        *,
        density: str = "normal",
        name: str = "",
        sortable: bool = False,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._density = density
        self.setModel(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(theme.scaled(32))
        editable = any(column.edit for column in model.columns)
        if not editable:
            self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            # With Japanese input on, digits and letters would go into a conversion instead of to the table.
            self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        for index, column in enumerate(model.columns):
            if column.paint:
                self.setItemDelegateForColumn(index, ChipDelegate(column.paint, self))
            if column.width == 0:
                header.setSectionResizeMode(index, QHeaderView.ResizeMode.Stretch)
            elif column.width < 0:
                header.setSectionResizeMode(index, QHeaderView.ResizeMode.ResizeToContents)
        # Only the rows in sight are measured: a table of 100,000 rows opens as fast as one of ten.
        header.setResizeContentsPrecision(60)
        if name:
            texts.name(self, name)
        self.set_density(density)
        self._sorted: tuple[int, bool] | None = None
        if sortable:
            header.setSectionsClickable(True)
            header.setSortIndicatorShown(False)
            header.sectionClicked.connect(self._sort)
        model.modelReset.connect(self._make_room)
        model.rowsInserted.connect(self._make_room)
        model.headerDataChanged.connect(self._make_room)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.doubleClicked.connect(self._opened)

    def set_density(self, density: str) -> None:
        """Rows of 24, 30 or 40 pixels: "compact", "normal", "projector"."""
        self._density = density
        self.verticalHeader().setDefaultSectionSize(theme.scaled(ROW_HEIGHTS[density]))
        for index, column in enumerate(self._model.columns):
            if column.width > 0:
                self.setColumnWidth(index, theme.scaled(column.width))

    @property
    def current_row(self) -> Any:
        """The row the cursor is on, or None."""
        index = self.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    def select_row(self, number: int) -> None:
        """Put the cursor on a row and bring it into view."""
        if 0 <= number < len(self._model.rows):
            # Said outright: Qt's own selectRow asks the keyboard, and a held Ctrl (as in Ctrl+D) would deselect the row.
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            index = self._model.index(number, 0)
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)

    def at_end(self) -> bool:
        """Whether the last row is in sight, so that an appended one should be followed."""
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - 1

    def _sort(self, number: int) -> None:
        """By a column; the same heading again turns the order round."""
        again = self._sorted == (number, False)
        self._sorted = (number, again)
        column = self._model.columns[number]
        key = column.value or column.text
        self._model.sort_rows(lambda row: ((value := key(row)) is None, value), reverse=again)
        order = Qt.SortOrder.DescendingOrder if again else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(number, order)
        self.horizontalHeader().setSortIndicatorShown(True)

    def _moved(self, current: QModelIndex) -> None:
        self.current_changed.emit(self._model.rows[current.row()] if current.isValid() else None)

    def _opened(self, index: QModelIndex) -> None:
        self.opened.emit(self._model.rows[index.row()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD
        if enter and self.state() != QAbstractItemView.State.EditingState and self.current_row is not None:
            self.opened.emit(self.current_row)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Hide optional columns until those that take the rest of the room have what they need."""
        columns = self._model.columns
        needed = 0
        for index, column in enumerate(columns):
            if column.width == 0:
                needed += theme.scaled(column.least)
            elif column.width > 0:
                needed += theme.scaled(column.width)
            else:
                needed += max(self.sizeHintForColumn(index), self.horizontalHeader().sectionSizeHint(index))
        hidden: set[int] = set()
        for index in sorted((i for i, c in enumerate(columns) if c.optional), key=lambda i: -columns[i].optional):
            if needed <= self.viewport().width():
                break
            column = columns[index]
            own = self.sizeHintForColumn(index) if column.width < 0 else theme.scaled(column.width)
            needed -= max(own, self.horizontalHeader().sectionSizeHint(index) if column.width < 0 else 0)
            hidden.add(index)
        for index, column in enumerate(columns):
            if column.optional:
                self.setColumnHidden(index, index in hidden)

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.FontChange and hasattr(self, "_density"):
            self.set_density(self._density)


_KEYPAD: Final = Qt.KeyboardModifier.KeypadModifier
