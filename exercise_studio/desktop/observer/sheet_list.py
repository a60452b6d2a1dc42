"""The list of expected actions that is rated by single keys: grouped by phase, painted, never editable."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from exercise_studio.desktop import icons, texts, theme
from exercise_studio.desktop.observer.sheet import lacks_note
from exercise_studio.desktop.widgets.chips import LEVEL_MARKS, level_key, paint_rating
from exercise_studio.journeys.observing import RatingRow
from exercise_studio.language import N_, _

Index = QModelIndex | QPersistentModelIndex
ROW: Final = Qt.ItemDataRole.UserRole
TIME: Final = Qt.ItemDataRole.UserRole + 1
WRAP: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
LINE: Final = 46
"""Height of a row in pixels at 100 %: two lines of text and room for a finger."""


class SheetModel(QAbstractListModel):
    """Phase headings (str) and RatingRows in one list.

    Attributes:
        lines: what is shown, headings included.
    """

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.lines: list[str | RatingRow] = []
        self._times: dict[tuple[str, str], str] = {}
        self.several_teams = False

    def show(self, rows: Sequence[RatingRow], titles: dict[str, str], times: dict[tuple[str, str], str]) -> None:
        """Show rows under the titles of their phases. The same rows with other ratings are only repainted."""
        lines: list[str | RatingRow] = []
        phase = None
        for row in rows:
            if row.phase != phase:
                phase = row.phase
                lines.append(titles.get(row.phase, row.phase))
            lines.append(row)
        self._times = times
        several = len({row.team for row in rows}) > 1
        same = len(lines) == len(self.lines) and all(map(_same_place, lines, self.lines))
        if same and several == self.several_teams:
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines, self.several_teams = lines, several
        self.endResetModel()

    def place(self, team: str, item: str) -> int:
        """The line of an item of a team; −1 where it is not shown."""
        for number, line in enumerate(self.lines):
            if isinstance(line, RatingRow) and (line.team, line.item) == (team, item):
                return number
        return -1

    def rows(self) -> list[RatingRow]:
        """The rows without the headings."""
        return [line for line in self.lines if isinstance(line, RatingRow)]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        # Never ItemIsEditable: it would keep the input method on, and digits would go into a conversion.
        if isinstance(self.lines[index.row()], str):
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == ROW:
            return line
        if isinstance(line, str):
            return line if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{line.item} {line.title}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{line.item} {line.title}\n{line.team_name}"
        if role == TIME:
            return self._times.get((line.team, line.item), "")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(line)
        return None


def _same_place(new: str | RatingRow, old: str | RatingRow) -> bool:
    if isinstance(new, str) or isinstance(old, str):
        return new == old
    return (new.team, new.item) == (old.team, old.item)


def spoken(row: RatingRow) -> str:
    """A row as a screen reader says it: item, rating in words, and whether there is a note."""
    mark = LEVEL_MARKS.get(level_key(row.value))
    rating = f"{mark.digit} {_(mark.word)}" if mark else _("Not rated yet")
    if row.note.strip():
        return _("{item} {title}: {rating}, with a note", item=row.item, title=row.title, rating=rating)
    return _("{item} {title}: {rating}", item=row.item, title=row.title, rating=rating)


class _SheetDelegate(QStyledItemDelegate):
    """Paints one line: item, title, team, note mark, time, rating."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heading = isinstance(index.data(ROW), str)
        return QSize(theme.scaled(240), theme.scaled(28 if heading else LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        if isinstance(line, str):
            self._heading(painter, rect, line)
        else:
            self._row(painter, rect, line, option, str(index.data(TIME)), index.model().several_teams)
        painter.restore()

    @staticmethod
    def _heading(painter: QPainter, rect: QRectF, title: str) -> None:
        painter.fillRect(rect, theme.color("ground.surface"))
        painter.setPen(theme.color("ink.muted"))
        painter.setFont(theme.ui_font(theme.BODY, bold=True))
        room = rect.adjusted(theme.scaled(10), 0, -theme.scaled(8), 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)

    @staticmethod
    def _row(
        painter: QPainter, rect: QRectF, row: RatingRow, option: QStyleOptionViewItem, time: str, several: bool
    ) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        ground = "ground.selected" if selected else "ground.hover" if hovered else "ground.bg"
        painter.fillRect(rect, theme.color(ground))
        if selected:
            painter.fillRect(QRectF(rect.left(), rect.top(), theme.scaled(3), rect.height()), theme.color("line.focus"))
        painter.setPen(QPen(theme.color("line.divider"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        ink = theme.color("ink.on_selected" if selected else "ink.text")
        muted = theme.color("ink.on_selected" if selected else "ink.muted")
        middle = Qt.AlignmentFlag.AlignVCenter
        font, code = theme.ui_font(), theme.clock_font(theme.BODY)
        right = rect.right() - theme.scaled(8)

        high = theme.scaled(24)
        chip = QRectF(right - theme.scaled(50), rect.center().y() - high / 2, theme.scaled(50), high)
        key = level_key(row.value)
        if key:
            paint_rating(painter, chip, key)
        else:
            painter.setPen(muted)
            painter.setFont(font)
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, "–")
        right = chip.left() - theme.scaled(8)

        painter.setFont(code)
        width = QFontMetricsF(code).horizontalAdvance("00:00")
        painter.setPen(muted)
        painter.drawText(QRectF(right - width, rect.top(), width, rect.height()), middle, time)
        right -= width + theme.scaled(6)

        side = theme.scaled(16)
        mark = QRectF(right - side, rect.center().y() - side / 2, side, side)
        token = "ink.on_selected" if selected else "ink.muted"
        if row.note.strip():
            icons.paint(painter, mark, "edit", token)
        elif lacks_note(row):
            icons.paint(painter, mark, "warning", token)
        right = mark.left() - theme.scaled(8)

        left = rect.left() + theme.scaled(12)
        small = theme.ui_font(theme.CAPTION)
        # The team's name in full where the row has the room for it.
        width = theme.scaled((138 if rect.width() >= theme.scaled(540) else 84) if several else 62)
        half = rect.height() / 2
        said = f"{row.item} ★" if row.critical else row.item
        painter.setPen(ink if row.critical else muted)
        if several:
            painter.drawText(QRectF(left, rect.top() + half * 0.12, width, half), middle, said)
            painter.setFont(small)
            painter.setPen(muted)
            team = QFontMetricsF(small).elidedText(row.team_name, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRectF(left, rect.top() + half * 0.9, width, half), middle, team)
        else:
            painter.drawText(QRectF(left, rect.top(), width, rect.height()), middle, said)
        left += width + theme.scaled(10)
        painter.setFont(font)
        painter.setPen(ink)
        room = QRectF(left, rect.top() + 2, max(0.0, right - left), rect.height() - 4)
        painter.drawText(room, int(WRAP), _two_lines(row.title, QFontMetricsF(font), room.width()))


def _two_lines(text: str, metrics: QFontMetricsF, width: float) -> str:
    """As much of the text as two lines hold, with … where it was cut; breaks as Qt breaks them."""
    layout = QTextLayout(text, theme.ui_font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[int] = []
    while (line := layout.createLine()).isValid() and len(starts) < 2:
        line.setLineWidth(max(1.0, width))
        starts.append(line.textStart())
    layout.endLayout()
    if len(starts) < 2:
        return text
    second = metrics.elidedText(text[starts[1] :], Qt.TextElideMode.ElideRight, width)
    return f"{text[: starts[1]].rstrip()}\n{second}"


class SheetList(QListView):
    """The list. Digits reach it even with the Japanese input method on.

    Signals:
        current_changed: the RatingRow the cursor is on, or None.
        note_wanted: Enter or a double click: the observer wants to write.
    """

    current_changed = Signal(object)
    note_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = SheetModel(self)
        self.setModel(self.sheet)
        self.setItemDelegate(_SheetDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        texts.name(self, N_("Expected actions to rate"))
        self.selectionModel().currentChanged.connect(self._moved)
        self.doubleClicked.connect(self._opened)

    @property
    def current(self) -> RatingRow | None:
        """The row the cursor is on."""
        index = self.currentIndex()
        line = self.sheet.lines[index.row()] if index.isValid() and index.row() < len(self.sheet.lines) else None
        return line if isinstance(line, RatingRow) else None

    def select(self, team: str, item: str) -> bool:
        """Put the cursor on an item of a team; False where it is not in the list."""
        number = self.sheet.place(team, item)
        if number < 0:
            return False
        self.select_line(number)
        return True

    def select_line(self, number: int) -> None:
        """Put the cursor on a line, with its heading in sight where there is room."""
        index = self.sheet.index(number)
        self.setCurrentIndex(index)
        if number and isinstance(self.sheet.lines[number - 1], str):
            self.scrollTo(self.sheet.index(number - 1))
        self.scrollTo(index)

    def select_first(self) -> None:
        """Put the cursor on the first item, or nowhere."""
        first = next((n for n, line in enumerate(self.sheet.lines) if isinstance(line, RatingRow)), None)
        if first is None:
            self.current_changed.emit(None)
        else:
            self.select_line(first)

    def _moved(self) -> None:
        self.current_changed.emit(self.current)

    def _opened(self) -> None:
        if self.current is not None:
            self.note_wanted.emit()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if self.current is not None:
            self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._opened()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters rate; they never jump to a row."""
