"""The cue list on screen: a thin model over the rows of cue_rows, and a table that paints them."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from exercise_studio import language
from exercise_studio.desktop import icons, theme
from exercise_studio.desktop.control.cue_rows import CueRow
from exercise_studio.desktop.control.wording import due_text
from exercise_studio.desktop.widgets.chips import STATE_MARKS
from exercise_studio.desktop.widgets.tables import ROW, Column, Index, RowsModel, Table
from exercise_studio.domain.times import Play
from exercise_studio.language import N_, _

STATE, NUMBER, PLANNED, WHEN, TITLE = range(5)
HELD: Final = ("‖", N_("Held back"))
MISSED: Final = ("–", N_("Missed: fired before the organisation came"))
LINE, TWO_LINES = 30, 46


def state_words(row: CueRow) -> tuple[str, str]:
    """Glyph and message of a row's state."""
    if row.state in ("held", "missed"):
        return HELD if row.state == "held" else MISSED
    mark = STATE_MARKS.get(row.state)
    return (mark.glyph, mark.word) if mark else ("", "")


class CueModel(RowsModel):
    """Rows of the cue list. New rows repaint only what differs, so that selection and scrolling stay.

    Attributes:
        play: the moment of play that the countdowns are for.
    """

    def __init__(self, parent: Any = None) -> None:
        self.play = Play(0)
        columns = (
            Column("", self._state, tip=self._tip, width=28),
            Column(N_("No."), self._number, tip=self._tip, width=46),
            Column(N_("At"), self._planned, width=48),
            Column(N_("When"), self._when, width=84),
            Column(N_("Title"), self._title, tip=self._tip, width=0),
        )
        super().__init__(columns, (), parent)

    def show(self, rows: Sequence[CueRow], play: Play) -> bool:
        """Takes the rows of a moment; returns whether their order or number changed."""
        before, moved = self.rows, [row.key for row in rows] != [row.key for row in self.rows]
        old_play, self.play = self.play, play
        if moved:
            self.set_rows(rows) if len(rows) != len(before) else self._put(list(rows))
            return True
        self.rows = list(rows)
        lang: Any = language.current()
        for at, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new or due_text(old.due, old_play, lang) != due_text(new.due, play, lang):
                self.touched(at, at)
        return False

    def _put(self, rows: list[CueRow]) -> None:
        self.rows = rows
        self.touched()

    def number_of(self, key: str) -> int:
        """The row of an inject, or -1."""
        return next((at for at, row in enumerate(self.rows) if row.key == key), -1)

    def _state(self, row: CueRow) -> str:
        if row.section:
            return row.title
        return _(state_words(row)[1])

    def _number(self, row: CueRow) -> str:
        return "" if row.section else row.key

    def _planned(self, row: CueRow) -> str:
        return row.planned

    def _when(self, row: CueRow) -> str:
        return row.actual or due_text(row.due, self.play, language.current())  # type: ignore[arg-type]

    def _title(self, row: CueRow) -> str:
        if row.reason:
            return _("{title} – suggested because: {reason}", title=row.title, reason=row.reason)
        return row.title

    def _tip(self, row: CueRow) -> str:
        if row.section:
            return row.title
        marks = [_("Fires by itself")] if row.automatic else []
        marks += [_("Flagged to be mended")] if row.flagged else []
        marks += [_("Adapted for one organisation or more")] if row.adapted else []
        return "\n".join(filter(None, (f"{row.key} {row.title}", self._state(row), *marks, row.reason)))


class CueTable(Table):
    """The cue list. Selecting and opening never fire anything."""

    def __init__(self, model: CueModel, parent: QWidget | None = None) -> None:
        self._spans: list[tuple[bool, bool]] = []
        self._heights_changed = True
        super().__init__(model, parent, name=N_("Cue list"))
        self.cues = model
        self.setItemDelegate(_CueDelegate(self))
        self.setMouseTracking(True)
        self.horizontalHeader().setVisible(True)
        model.modelReset.connect(self._reset)

    def arrange(self) -> None:
        """Spans of the sections and heights of the rows, after the rows changed."""
        spans = [(row.section, bool(row.reason)) for row in self.cues.rows]
        if spans == self._spans and not self._heights_changed:
            return
        self._spans, self._heights_changed = spans, False
        self.clearSpans()
        for at, row in enumerate(self.cues.rows):
            if row.section:
                self.setSpan(at, 0, 1, len(self.cues.columns))
            elif row.reason:
                # Its time has come: the room of the countdown belongs to the reason.
                self.setSpan(at, WHEN, 1, 2)
            height = theme.scaled(TWO_LINES if row.reason else LINE)
            if self.rowHeight(at) != height:
                self.setRowHeight(at, height)

    def _reset(self) -> None:
        self._heights_changed = True
        self.arrange()

    def selected_key(self) -> str:
        """The inject the cursor is on, or ""."""
        row = self.current_row
        return "" if row is None or row.section else row.key

    def select_key(self, key: str) -> None:
        """Put the cursor on an inject."""
        self.select_row(self.cues.number_of(key))

    def set_density(self, density: str) -> None:
        super().set_density(density)
        self._heights_changed = True
        if hasattr(self, "cues"):
            self.arrange()


class _CueDelegate(QStyledItemDelegate):
    """Paints a row as one thing: ground, bar of the next one, glyph, text in two lines where there is a reason."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: CueRow = index.data(ROW)
        rect = option.rect
        painter.save()
        self._ground(painter, option, row, index.column())
        if row.section:
            self._section(painter, rect, row)
        elif index.column() == STATE:
            self._glyph(painter, rect, row)
        elif index.column() == TITLE or (index.column() == WHEN and row.reason):
            self._title(painter, rect, row)
        else:
            self._cell(painter, rect, row, index)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.scaled(40), theme.scaled(LINE))

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, row: CueRow, column: int) -> None:
        rect = option.rect
        if row.section:
            painter.fillRect(rect, theme.color("ground.surface"))
        elif row.suggested:
            painter.fillRect(rect, theme.color("notice.fill"))
        elif row.state == "next":
            painter.fillRect(rect, theme.color("accent.soft"))
        if option.state & QStyle.StateFlag.State_Selected:
            ground = theme.color("ground.selected")
            if row.state == "next" or row.suggested:
                painter.setPen(QPen(theme.color("line.focus"), 1))
                painter.drawLine(rect.topLeft(), rect.topRight())
                painter.drawLine(rect.bottomLeft(), rect.bottomRight())
            else:
                painter.fillRect(rect, ground)
        elif option.state & QStyle.StateFlag.State_MouseOver and not (
            row.section or row.suggested or row.state == "next"
        ):
            painter.fillRect(rect, theme.color("ground.hover"))
        if column == STATE and (row.state == "next" or row.suggested):
            bar = QRect(rect.left(), rect.top(), theme.scaled(4), rect.height())
            painter.fillRect(bar, theme.color("inject.next" if row.state == "next" else "notice.edge"))

    def _section(self, painter: QPainter, rect: QRect, row: CueRow) -> None:
        painter.setFont(theme.ui_font(theme.BODY, bold=True))
        painter.setPen(theme.color("ink.muted"))
        inner = rect.adjusted(theme.scaled(10), 0, -theme.scaled(10), 0)
        done = _("{done} of {count} done", done=row.count - row.open, count=row.count)
        painter.setFont(theme.ui_font(theme.CAPTION))
        painter.drawText(inner, _RIGHT, done)
        inner.setRight(inner.right() - painter.fontMetrics().horizontalAdvance(done) - theme.scaled(8))
        painter.setFont(theme.ui_font(theme.BODY, bold=True))
        painter.drawText(inner, _LEFT, painter.fontMetrics().elidedText(row.title, _ELIDE, inner.width()))

    def _glyph(self, painter: QPainter, rect: QRect, row: CueRow) -> None:
        glyph, _word = state_words(row)
        token = {"held": "pending", "missed": "skipped"}.get(row.state, row.state)
        painter.setPen(theme.color("notice.edge" if row.suggested else f"inject.{token}"))
        painter.setFont(theme.ui_font(theme.STRONG, bold=row.state == "next"))
        painter.drawText(
            QRectF(rect).adjusted(theme.scaled(4), 0, 0, 0),
            Qt.AlignmentFlag.AlignCenter,
            "!" if row.suggested else glyph,
        )

    def _title(self, painter: QPainter, rect: QRect, row: CueRow) -> None:
        inner = rect.adjusted(theme.scaled(6), 0, -theme.scaled(6), 0)
        font = _face(row)
        painter.setFont(font)
        painter.setPen(theme.color(_ink(row)))
        text = row.title
        for name, shown in (("clock", row.automatic), ("edit", row.adapted), ("flag", row.flagged)):
            if shown:
                size = theme.scaled(16)
                place = QRect(inner.right() - size, inner.center().y() - size // 2, size, size)
                icons.paint(painter, QRectF(place), name, _ink(row))
                inner.setRight(place.left() - theme.scaled(4))
        if row.major:
            badge = _("Major")
            small = theme.ui_font(theme.CAPTION, bold=True)
            width = QFontMetrics(small).horizontalAdvance(badge) + theme.scaled(10)
            place = QRect(inner.right() - width, inner.center().y() - theme.scaled(9), width, theme.scaled(18))
            painter.setFont(small)
            painter.setPen(QPen(theme.color("danger.fill"), 1))
            painter.drawRoundedRect(place, 3, 3)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, badge)
            inner.setRight(place.left() - theme.scaled(6))
            painter.setFont(font)
            painter.setPen(theme.color(_ink(row)))
        if not row.reason:
            painter.drawText(inner, _LEFT, painter.fontMetrics().elidedText(text, _ELIDE, inner.width()))
            return
        half = inner.height() // 2
        upper, lower = QRect(inner), QRect(inner)
        upper.setBottom(inner.top() + half)
        lower.setTop(inner.top() + half - theme.scaled(2))
        painter.setPen(theme.color("notice.on"))
        painter.drawText(upper, _LEFT, painter.fontMetrics().elidedText(text, _ELIDE, upper.width()))
        painter.setFont(theme.ui_font(theme.CAPTION))
        painter.drawText(lower, _LEFT, painter.fontMetrics().elidedText(row.reason, _ELIDE, lower.width()))

    def _cell(self, painter: QPainter, rect: QRect, row: CueRow, index: Index) -> None:
        text = str(index.data())
        late = index.column() == WHEN and row.due is not None and row.state in ("pending", "next", "held")
        play = index.model().play
        painter.setFont(
            theme.clock_font(theme.BODY, bold=False) if index.column() != WHEN else theme.ui_font(theme.BODY)
        )
        token = _ink(row)
        if row.suggested:
            token = "notice.on"
        elif late and row.due is not None and play >= row.due:
            token = "danger.fill"
        painter.setPen(theme.color(token))
        inner = rect.adjusted(theme.scaled(4), 0, -theme.scaled(4), 0)
        painter.drawText(inner, _LEFT, painter.fontMetrics().elidedText(text, _ELIDE, inner.width()))


_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ELIDE: Final = Qt.TextElideMode.ElideRight


def _ink(row: CueRow) -> str:
    if row.state in ("fired", "skipped", "recalled", "waiting", "held", "missed"):
        return "ink.muted"
    return "ink.text"


def _face(row: CueRow) -> QFont:
    mark = STATE_MARKS.get(row.state)
    font = theme.ui_font(theme.BODY, bold=row.state == "next")
    if mark is not None:
        font.setStrikeOut(mark.strike)
    return font
