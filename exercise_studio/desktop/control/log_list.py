"""The log on screen: newest last, followed while it is in sight, corrected lines struck through but readable."""

import math
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QPainter,
)
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from exercise_studio import language
from exercise_studio.conduct.run import LiveRun
from exercise_studio.desktop import icons, theme
from exercise_studio.desktop.control.file_chips import carries_files
from exercise_studio.desktop.control.teams import code_of, index_of
from exercise_studio.desktop.control.wording import short_name
from exercise_studio.desktop.widgets.clock import format_span
from exercise_studio.desktop.widgets.search import folded
from exercise_studio.desktop.widgets.tables import ROW, Column, Index, RowsModel, Table
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.times import Instant
from exercise_studio.journeys.room import LogNotes, LogRow, log_rows
from exercise_studio.journeys.session import local_of
from exercise_studio.language import N_, _

TIME, TEAM, TEXT = range(3)
DENSITIES: Final = {"compact": (1, 6, 0.0), "normal": (3, 12, 0.0), "projector": (4, 20, 4.0)}
"""Most lines of a row, pixels around them, and points by which the words are larger."""
MEASURED: Final = 500
IN_SIGHT: Final = 60
"""Up to so many rows all are measured at once; of more only as many as a screen can show."""
GLYPHS: Final = {"decision": "◆", "question": "?", "marker": "▲", "share": "⇄"}
EXTENTS: Final = {"done": "✓", "partly": "△", "missed": "×"}


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What the list and the timeline show.

    Attributes:
        team: a team's address, or an organisation's for all its teams; "" for all.
        only: "", "significant", "decision", "question" or "share".
        words: words that must all stand in a line, whatever their width, case and kana.
    """

    team: str = ""
    only: str = ""
    words: str = ""

    @property
    def empty(self) -> bool:
        """Whether everything is shown."""
        return not (self.team or self.only or self.words)

    def _of_house(self, row: LogRow) -> bool:
        """Whether an organisation is asked for and the line is one of its teams', or concerns everybody."""
        return "/" not in self.team and row.team.partition("/")[0] in ("", self.team)

    def shows(self, row: LogRow) -> bool:
        """Whether a line passes."""
        if self.team and row.team != self.team and not self._of_house(row):
            return False
        if self.only == "significant":
            if not row.significant:
                return False
        elif self.only and row.mark != self.only:
            return False
        if not self.words:
            return True
        said = _FOLDED.of(row.text)
        missing = [word for word in _words(self.words) if word not in said]
        if not missing:
            return True
        rest = _searched(row.team_name, row.items, row.tags, row.files)
        return all(word in rest for word in missing)


class _Folded(dict[str, str]):
    """Texts of lines as they are searched. Many at once are folded in one go: a call for each would take ten times as long."""

    MOST: Final = 300_000

    def of(self, text: str) -> str:
        """One text."""
        found = self.get(text)
        if found is None:
            found = self[text] = folded(text)
        return found

    def learn(self, rows: Iterable[LogRow]) -> None:
        """The texts of many lines."""
        if len(self) > self.MOST:
            self.clear()
        texts = list({row.text for row in rows if row.text not in self and "\0" not in row.text})
        self.update(zip(texts, folded("\0".join(texts)).split("\0"), strict=True) if texts else ())


_FOLDED: Final = _Folded()


@lru_cache(maxsize=8)
def _words(query: str) -> tuple[str, ...]:
    return tuple(folded(query).split())


@lru_cache(maxsize=1 << 15)
def _searched(team: str, items: tuple[tuple[str, str], ...], tags: tuple[str, ...], files: tuple[str, ...]) -> str:
    """What words are looked for in beside the text: little of it differs from line to line."""
    return folded(" ".join((team, *(item for item, _extent in items), *tags, *files)))


class LogModel(RowsModel):
    """All lines of a run, and those of them that the filter shows.

    Attributes:
        all: every line in canonical order.
        filter: what is shown.
        revealed: entries shown although the filter hides them, because they were just written.
        notes: what entries say of others.
    """

    def __init__(self, parent: Any = None) -> None:
        self.all: list[LogRow] = []
        self.filter = LogFilter()
        self.revealed: set[str] = set()
        self._plan: Plan | None = None
        self._live: LiveRun | None = None
        self._seen: list[str] = []
        self.notes = LogNotes()
        self._at: dict[str, int] = {}
        """Entry to its place in `all`."""
        self._shown: list[int] = []
        """Places in `all` of the rows that are shown."""
        columns = (
            Column(N_("Time"), self._time, tip=self._times, width=72),
            Column(N_("Team"), self._team, tip=self._team_name, width=58),
            Column(N_("Entry"), self._text, tip=self._text, width=0),
        )
        super().__init__(columns, (), parent)

    def load(self, live: LiveRun | None) -> None:
        """Shows a run from its beginning."""
        self._live, self._plan = live, live.state.plan if live else None
        self.notes = LogNotes()
        if live is not None:
            self.notes.take(live.entries)
        self.all = log_rows(live, language.current(), notes=self.notes) if live else []  # type: ignore[arg-type]
        self._at = {row.entry: at for at, row in enumerate(self.all)}
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
        touched = self.notes.take(new)
        rows = log_rows(live, language.current(), entries=new, notes=self.notes)  # type: ignore[arg-type]
        self._renew(touched)
        for row in rows:
            self._at[row.entry] = len(self.all)
            if self._visible(row):
                self._shown.append(len(self.all))
            self.all.append(row)
        self.append(row for row in rows if self._visible(row))
        return rows

    def _renew(self, touched: set[str]) -> None:
        """Lines of which a later entry said something."""
        notes = self.notes
        for entry in touched:
            at = self._at.get(entry)
            if at is None:
                continue
            old = self.all[at]
            struck = entry in notes.struck
            editor = notes.struck[entry] if struck else old.author if entry in notes.corrections else ""
            row = self.all[at] = replace(
                old, struck=struck, editor=editor, confirmed=old.mark == "share" and notes.confirmed(entry),
                files=() if struck else notes.files(entry),
            )  # fmt: skip
            place = self._place(at)
            if place >= 0:
                self.replace(place, row)

    def _place(self, at: int) -> int:
        """The row in which a line is shown, or -1."""
        place = bisect_left(self._shown, at)
        return place if place < len(self._shown) and self._shown[place] == at else -1

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
        at = self._at.get(entry)
        return -1 if at is None else self._place(at)

    def _visible(self, row: LogRow) -> bool:
        return self.filter.shows(row) or row.entry in self.revealed

    def _show_all(self) -> None:
        if self.filter.words:
            _FOLDED.learn(self.all)
        self.beginResetModel()
        self._shown = [at for at, row in enumerate(self.all) if self._visible(row)]
        self.rows = [self.all[at] for at in self._shown]
        self.endResetModel()

    def _time(self, row: LogRow) -> str:
        return local_of(row.at, self._plan.time_zone).strftime("%H:%M:%S") if self._plan else ""

    def _times(self, row: LogRow) -> str:
        return three_times(self._live, self._plan, row.at) if self._live and self._plan else ""

    def _team(self, row: LogRow) -> str:
        return code_of(row.team, language.current()) if "/" in row.team else ""  # type: ignore[arg-type]

    def _team_name(self, row: LogRow) -> str:
        return row.team_name

    def _text(self, row: LogRow) -> str:
        """The line in words, for screen readers and copying: marks are said, not only drawn."""
        text = self.line(row)
        if row.files:
            text = _("{text} (files: {names})", text=text, names=", ".join(row.files))
        if row.confirmed:
            text = _("{text} (receipt confirmed)", text=text)
        if row.struck:
            return _("Struck out by {who}: {text}", who=author_name(row.editor), text=text)
        if row.corrected:
            return _("Corrected by {who}: {text}", who=author_name(row.editor), text=text)
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


def three_times(live: LiveRun, plan: Plan, at: int) -> str:
    """A moment on all three clocks: the wall's, play and the scenario's."""
    clock, moment = live.state.clock, Instant(at)
    return _(
        "Wall clock {wall}\nPlay T+{play}\nScenario {scenario}", play=format_span(clock.play(moment)),
        wall=local_of(moment, plan.time_zone).strftime("%H:%M:%S"), scenario=clock.scenario(moment).strftime("%m/%d %H:%M:%S"),
    )  # fmt: skip


def author_name(author: str) -> str:
    """How an author's code is shown."""
    return _("facilitator") if author == "facilitator" else author


class LogTable(Table):
    """The log. It follows the newest line while that is in sight; files may be dropped on it.

    Signals:
        given: (entry or "", QMimeData) of what was dropped on a line, or behind the last one.
    """

    given = Signal(str, object)

    def __init__(self, model: LogModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent, name=N_("Log"))
        self.log = model
        self.setSelectionMode(Table.SelectionMode.ExtendedSelection)
        self.setAcceptDrops(True)
        # What can be done with an entry stands in its menu too: the table's own actions.
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.clicked.connect(self._clicked)
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

    def selected_text(self) -> str:
        """The selected lines, tab between time, team and words."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        columns = self.log.columns
        return "\n".join("\t".join(column.text(self.log.rows[at]) for column in columns) for at in rows)

    def _clicked(self, index: Any) -> None:
        """A click on the paper-clip reads the entry."""
        row: LogRow = index.data(ROW)
        point = self.viewport().mapFromGlobal(QCursor.pos())
        if row.files and index.column() == TEXT and point.x() >= self.visualRect(index).right() - _clip_width():
            self.opened.emit(row)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if carries_files(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if carries_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        at = self.rowAt(event.position().toPoint().y())
        self.given.emit(self.log.rows[at].entry if at >= 0 else "", event.mimeData())
        event.acceptProposedAction()

    def _fit_some(self, first: int, last: int) -> None:
        width = self.columnWidth(TEXT) - theme.scaled(16)
        most, around, larger = DENSITIES[self._density]
        metrics = QFontMetrics(theme.ui_font(theme.BODY + larger))
        header, line = self.verticalHeader(), metrics.height()
        blocked = header.blockSignals(last - first > 50)
        for at in range(first, last + 1):
            advance = metrics.horizontalAdvance(self.log.line(self.log.rows[at]))
            lines = min(most, max(1, math.ceil(advance * 1.06 / max(60, width))))
            height = lines * line + theme.scaled(around)
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
            self.viewport().update()

    @property
    def density(self) -> str:
        """How large the rows are."""
        return self._density


class _LogDelegate(QStyledItemDelegate):
    """Paints time, team mark and text."""

    def __init__(self, table: LogTable) -> None:
        super().__init__(table)
        self._table = table

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
        around = DENSITIES[self._table.density][1] // 2
        inner = option.rect.adjusted(
            theme.scaled(6), theme.scaled(around), -theme.scaled(6), -theme.scaled(max(2, around - 2))
        )
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
        larger = DENSITIES[self._table.density][2]
        font = QFont(theme.ui_font(theme.BODY + larger, bold=row.significant or row.mark == "decision"))
        font.setStrikeOut(row.struck)
        token = "ink.text"
        if row.struck or row.mark in ("inject", "clock", "other"):
            token = "ink.muted"
        if model.outside(row):
            inner = self._outside(painter, inner)
        painter.setFont(font)
        painter.setPen(theme.color(token))
        said = model.line(row)
        if row.confirmed:
            said = f"{said}  ✓"
        if row.files:
            inner = self._clip(painter, inner, len(row.files))
        if row.editor:
            inner = self._editor(painter, inner, row)
            painter.setFont(font)
            painter.setPen(theme.color(token))
        lines = inner.height() // max(1, painter.fontMetrics().height())
        if lines <= 1:
            said = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _TOP | Qt.TextFlag.TextWordWrap, said)

    def _clip(self, painter: QPainter, inner: QRect, count: int) -> QRect:
        """The paper-clip of an entry with files; returns the room that is left."""
        size = theme.scaled(15)
        room = QRect(inner.right() - _clip_width() + 4, inner.top(), size, size)
        icons.paint(painter, QRectF(room), "attach", "accent.fill")
        if count > 1:
            painter.save()
            painter.setFont(theme.ui_font(theme.CAPTION))
            painter.drawText(room.adjusted(size + 1, 0, size, 0), _TOP, str(count))
            painter.restore()
        return inner.adjusted(0, 0, -_clip_width(), 0)

    def _editor(self, painter: QPainter, inner: QRect, row: LogRow) -> QRect:
        """Who corrected or struck a line; returns the room that is left."""
        said = f"✎ {author_name(row.editor)}"
        font = theme.ui_font(theme.CAPTION)
        width = QFontMetrics(font).horizontalAdvance(said)
        painter.setFont(font)
        painter.setPen(theme.color("ink.muted"))
        painter.drawText(QRect(inner.right() - width, inner.top(), width + 1, inner.height()), _TOP, said)
        return inner.adjusted(0, 0, -width - 8, 0)

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


def _clip_width() -> int:
    return theme.scaled(30)


_TOP: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
