"""The log on screen: newest last, followed while it is in sight, corrected lines struck through but readable."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from PySide6.QtCore import QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from exercise_studio import language
from exercise_studio.conduct.run import LiveRun, RunState
from exercise_studio.desktop import theme
from exercise_studio.desktop.control.teams import code_of, index_of
from exercise_studio.desktop.control.wording import short_name
from exercise_studio.desktop.widgets.tables import ROW, Column, Index, RowsModel, Table
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.log import Entry
from exercise_studio.journeys.room import LogRow, log_rows, struck_entries
from exercise_studio.journeys.session import local_of
from exercise_studio.language import N_, _

TIME, TEAM, TEXT = range(3)
MOST_LINES: Final = 3
MEASURED: Final = 500
IN_SIGHT: Final = 60
"""Up to so many rows all are measured at once; of more only as many as a screen can show."""
GLYPHS: Final = {"decision": "◆", "question": "?", "marker": "▲", "share": "⇄"}
EXTENTS: Final = {"done": "✓", "partly": "△", "missed": "×"}


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What the list and the timeline show. `only` is "", "significant", "decision" or "question"."""

    team: str = ""
    only: str = ""

    @property
    def empty(self) -> bool:
        """Whether everything is shown."""
        return not self.team and not self.only

    def shows(self, row: LogRow) -> bool:
        """Whether a line passes."""
        if self.team and row.team != self.team:
            return False
        if self.only == "significant":
            return row.significant
        return not self.only or row.mark == self.only


@dataclass(frozen=True, slots=True)
class _Part:
    """Some entries of a run with its state: what `log_rows` needs, so that appending does not walk the whole log."""

    entries: list[Entry]
    state: RunState


class LogModel(RowsModel):
    """All lines of a run, and those of them that the filter shows.

    Attributes:
        all: every line in canonical order.
        filter: what is shown.
        revealed: entries shown although the filter hides them, because they were just written.
    """

    def __init__(self, parent: Any = None) -> None:
        self.all: list[LogRow] = []
        self.filter = LogFilter()
        self.revealed: set[str] = set()
        self._plan: Plan | None = None
        self._seen: list[str] = []
        columns = (
            Column(N_("Time"), self._time, width=72),
            Column(N_("Team"), self._team, tip=self._team_name, width=58),
            Column(N_("Entry"), self._text, tip=self._text, width=0),
        )
        super().__init__(columns, (), parent)

    def load(self, live: LiveRun | None) -> None:
        """Shows a run from its beginning."""
        self._plan = live.state.plan if live else None
        self.all = log_rows(live, language.current()) if live else []  # type: ignore[arg-type]
        self._seen = [entry.id for entry in live.entries] if live else []
        self.revealed.clear()
        self._show_all()

    def take(self, live: LiveRun, reveal: Iterable[str] = ()) -> list[LogRow]:
        """Takes what was added to the run; returns the new lines. Late entries of other devices load it anew."""
        self.revealed.update(reveal)
        self._plan = live.state.plan
        seen = len(self._seen)
        if len(live.entries) < seen or (seen and live.entries[seen - 1].id != self._seen[-1]):
            self.load(live)
            return self.all
        new = live.entries[seen:]
        if not new:
            return []
        self._seen += [entry.id for entry in new]
        struck, _corrections = struck_entries(new)
        if struck:
            self._strike(struck)
        part: Any = _Part(new, live.state)
        rows: list[LogRow] = log_rows(part, language.current())  # type: ignore[arg-type]
        self.all += rows
        self.append(row for row in rows if self._visible(row))
        return rows

    def set_filter(self, wanted: LogFilter) -> None:
        """Shows other lines; what was revealed is hidden again."""
        self.filter = wanted
        self.revealed.clear()
        self._show_all()

    def outside(self, row: LogRow) -> bool:
        """Whether a line is shown although the filter hides it."""
        return row.entry in self.revealed and not self.filter.shows(row)

    def number_of(self, entry: str) -> int:
        """The row of an entry, or -1."""
        return next((at for at, row in enumerate(self.rows) if row.entry == entry), -1)

    def _visible(self, row: LogRow) -> bool:
        return self.filter.shows(row) or row.entry in self.revealed

    def _show_all(self) -> None:
        self.beginResetModel()
        self.rows = [row for row in self.all if self._visible(row)]
        self.endResetModel()

    def _strike(self, ids: set[str]) -> None:
        self.all = [replace(row, struck=True) if row.entry in ids else row for row in self.all]
        for at, row in enumerate(self.rows):
            if row.entry in ids:
                self.replace(at, replace(row, struck=True))

    def _time(self, row: LogRow) -> str:
        return local_of(row.at, self._plan.time_zone).strftime("%H:%M:%S") if self._plan else ""

    def _team(self, row: LogRow) -> str:
        return code_of(row.team, language.current()) if "/" in row.team else ""  # type: ignore[arg-type]

    def _team_name(self, row: LogRow) -> str:
        return row.team_name

    def _text(self, row: LogRow) -> str:
        """The line in words, for screen readers and copying: marks are said, not only drawn."""
        text = self.line(row)
        if row.struck:
            return _("Struck out: {text}", text=text)
        if row.corrected:
            return _("Corrected: {text}", text=text)
        return text

    def line(self, row: LogRow) -> str:
        """What is drawn: items with how far they are done, the mark, the words, the tags."""
        parts = [f"{item} {EXTENTS[extent]}" for item, extent in row.items]
        glyph = GLYPHS.get(row.mark, "")
        parts += ["!" if row.significant else "", glyph]
        several = self._plan is not None and len(self._plan.organisations) > 1
        parts += [
            f"[{self._house(row.team)}]" if several and row.team and row.mark != "share" else "",
            row.text.replace("\n", " "),
        ]
        parts += [f"#{tag}" for tag in row.tags]
        return " ".join(part for part in parts if part)

    def _house(self, team: str) -> str:
        house = self._plan.organisation_by_id.get(team.partition("/")[0]) if self._plan else None
        return short_name(house.name.get(language.current())) if house else team  # type: ignore[arg-type]

    def colour_of(self, row: LogRow) -> int:
        """The colour of a line's team."""
        return index_of(self._plan, row.team) if self._plan else 0


class LogTable(Table):
    """The log. It follows the newest line while that is in sight."""

    def __init__(self, model: LogModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent, name=N_("Log"))
        self.log = model
        self.setItemDelegate(_LogDelegate(self))
        self.setMouseTracking(True)
        self.setMinimumHeight(theme.scaled(44))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._following = True
        self._fit = QTimer(self)
        self._fit.setSingleShot(True)
        self._fit.setInterval(60)
        self._fit.timeout.connect(self.fit_rows)
        self.verticalScrollBar().valueChanged.connect(self._fit_sight)
        model.rowsAboutToBeInserted.connect(self._before)
        model.rowsInserted.connect(self._inserted)
        model.modelReset.connect(self._reset)
        self.fit_rows()

    def fit_rows(self) -> None:
        """Heights of the rows for the present width: of a long log those in sight, the others as they come into sight."""
        count = len(self.log.rows)
        if count <= MEASURED:
            self._fit_some(0, count - 1)
        elif self._following:
            self._fit_some(count - IN_SIGHT, count - 1)
        else:
            self._fit_sight()
        if self._following:
            self.scrollToBottom()

    def _fit_sight(self) -> None:
        if len(self.log.rows) > MEASURED:
            first = max(0, self.rowAt(0))
            self._fit_some(first, min(len(self.log.rows) - 1, first + IN_SIGHT))

    def select_entry(self, entry: str) -> bool:
        """Put the cursor on an entry; False when the filter hides it."""
        at = self.log.number_of(entry)
        self.select_row(at)
        return at >= 0

    def _fit_some(self, first: int, last: int) -> None:
        width = self.columnWidth(TEXT) - theme.scaled(16)
        metrics = QFontMetrics(theme.ui_font(theme.BODY))
        header, line = self.verticalHeader(), metrics.height()
        blocked = header.blockSignals(last - first > 50)
        for at in range(first, last + 1):
            advance = metrics.horizontalAdvance(self.log.line(self.log.rows[at]))
            lines = min(MOST_LINES, max(1, math.ceil(advance * 1.06 / max(60, width))))
            height = lines * line + theme.scaled(12)
            if header.sectionSize(at) != height:
                header.resizeSection(at, height)
        header.blockSignals(blocked)
        if last - first > 50:
            self.updateGeometries()
            self.viewport().update()

    def _before(self) -> None:
        self._following = self.at_end() or not self.log.rows

    def _inserted(self, _parent: Any, first: int, last: int) -> None:
        self._fit_some(first, last)
        if self._following:
            self.scrollToBottom()

    def _reset(self) -> None:
        self._following = True
        self._fit.start()

    def resizeEvent(self, event: Any) -> None:
        following = self.at_end()
        super().resizeEvent(event)
        self._following = following or self._following
        self._fit.start()

    def set_density(self, density: str) -> None:
        super().set_density(density)
        if hasattr(self, "_fit"):
            self._fit.start()


class _LogDelegate(QStyledItemDelegate):
    """Paints time, team mark and text."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: LogRow = index.data(ROW)
        model: LogModel = index.model()  # type: ignore[assignment]
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.color("ground.selected"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, theme.color("ground.hover"))
        elif row.mark in ("inject", "clock"):
            painter.fillRect(option.rect, theme.color("ground.surface"))
        inner = option.rect.adjusted(theme.scaled(6), theme.scaled(6), -theme.scaled(6), -theme.scaled(4))
        if index.column() == TIME:
            painter.setFont(theme.clock_font(theme.CAPTION))
            painter.setPen(theme.color("ink.muted"))
            painter.drawText(inner, _TOP, index.data())
        elif index.column() == TEAM:
            self._team(painter, inner, row, model)
        else:
            self._text(painter, inner, row, model)
        painter.restore()

    def _team(self, painter: QPainter, inner: QRect, row: LogRow, model: LogModel) -> None:
        code = model.columns[TEAM].text(row)
        if not code:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        teams = theme.current().team
        pair = teams[model.colour_of(row) % len(teams)]
        font = theme.ui_font(theme.CAPTION, bold=True)
        metrics = QFontMetrics(font)
        chip = QRectF(inner.left() - 2, inner.top() - 2, metrics.horizontalAdvance(code) + 10, metrics.height() + 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(pair.fill))
        painter.drawRoundedRect(chip, 3, 3)
        painter.setPen(QColor(pair.on))
        painter.setFont(font)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, code)

    def _text(self, painter: QPainter, inner: QRect, row: LogRow, model: LogModel) -> None:
        font = QFont(theme.ui_font(theme.BODY, bold=row.significant or row.mark == "decision"))
        font.setStrikeOut(row.struck)
        token = "ink.text"
        if row.struck or row.mark in ("inject", "clock", "other"):
            token = "ink.muted"
        if model.outside(row):
            inner = self._outside(painter, inner)
        painter.setFont(font)
        painter.setPen(theme.color(token))
        said = model.line(row)
        if row.corrected:
            said = f"{said}  ✎"
        lines = inner.height() // max(1, painter.fontMetrics().height())
        if lines <= 1:
            said = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _TOP | Qt.TextFlag.TextWordWrap, said)

    def _outside(self, painter: QPainter, inner: QRect) -> QRect:
        """The chip on a line that the filter would hide; returns the room that is left."""
        text = _("outside the filter")
        font = theme.ui_font(theme.CAPTION)
        width = QFontMetrics(font).horizontalAdvance(text) + 12
        chip = QRect(inner.right() - width, inner.top() - 2, width, QFontMetrics(font).height() + 4)
        painter.setPen(theme.color("notice.edge"))
        painter.setBrush(theme.color("notice.fill"))
        painter.drawRoundedRect(chip, 3, 3)
        painter.setPen(theme.color("notice.on"))
        painter.setFont(font)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
        return inner.adjusted(0, 0, -width - 6, 0)


_TOP: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
