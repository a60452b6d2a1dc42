"""Start from the service that fails: which sectors an outage reaches, when and through whom, and the scenarios with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from exercise_studio.conduct.cascade import Cascade
from exercise_studio.desktop import theme
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.library.words import SCENARIO_COLUMNS
from exercise_studio.desktop.texts import authored, tr
from exercise_studio.desktop.widgets.estimate import Estimate
from exercise_studio.desktop.widgets.layout import BETWEEN, INSIDE, EmptyState, Splitter, button, label, row
from exercise_studio.desktop.widgets.tables import VALUE, Column, Index, RowsModel, Table
from exercise_studio.domain.reference import Reference, SectorEntry
from exercise_studio.journeys import browsing
from exercise_studio.journeys.library import ScenarioCard
from exercise_studio.language import N_, _
from exercise_studio.reporting.labels import SECTORS

SHOWN: Final = browsing.OUTAGE_HOURS
"""Hours that the figures show."""


@dataclass(frozen=True)
class Choice:
    """A sector that can fail, with how many scenarios of the library have its service fail."""

    sector: SectorEntry
    scenarios: int


@dataclass(frozen=True)
class Reached:
    """A sector that an outage reaches.

    Attributes:
        hour: when it falls below its normal level; 0 for the one that fails by itself.
        provider: the sector through which it is reached; empty for the one that fails by itself.
        levels: its level every hour.
        why: the rationale of the dependency.
    """

    sector: str
    hour: float
    provider: str
    levels: tuple[float, ...]
    why: Any = None

    @property
    def worst(self) -> float:
        """The lowest level."""
        return min(self.levels)


@dataclass(frozen=True)
class Spread:
    """What is shown of one outage."""

    entry: SectorEntry
    reached: tuple[Reached, ...]
    label: Any
    caution: Any


def sectors_of(data: Reference) -> tuple[SectorEntry, ...]:
    """The sectors in the source's order."""
    return tuple(data.sector.values())


def spread_of(sector: str) -> Spread:
    """Where an outage of the whole sector spreads; off the window's thread."""
    data = browsing.reference()
    found: Cascade = browsing.outage(sector)
    why = {(edge.dependent, edge.provider): edge.rationale for edge in data.dependencies.edges}
    hours = range(round(SHOWN) + 1)
    reached = [
        Reached(name, hour, provider, tuple(found.level(name, at) for at in hours), why.get((name, provider)))
        for name, hour, provider in found.spread
    ]
    reached.sort(key=lambda one: (one.sector != sector, one.hour))
    return Spread(data.sector[sector], tuple(reached), data.dependencies.label, data.dependencies.caution)


def when_text(reached: Reached) -> str:
    """So many hours after the beginning, no more exact than an estimate may be."""
    if not reached.provider:
        return _("at once")
    if reached.hour < 1:
        return _("within the hour")
    return _("about {n} h later", n=f"{reached.hour:.0f}")


def _name(code: str) -> str:
    return _(SECTORS.get(code, code))


def _worst(reached: Reached) -> str:
    return f"{reached.worst:.0%}"


CHOICES: Final = (
    Column(N_("Service that fails"), lambda c: authored(c.sector.name), width=0, least=120),
    Column(N_("Scenarios"), lambda c: str(c.scenarios), value=lambda c: c.scenarios, number=True),
)
REACHED: Final = (
    Column(N_("Sector"), lambda r: _name(r.sector), tip=lambda r: _name(r.sector), width=0, least=140),
    Column(N_("Felt"), when_text, value=lambda r: r.hour),
    Column(N_("Through"), lambda r: _name(r.provider) if r.provider else "–", width=140),
    Column(N_("Lowest level"), _worst, value=lambda r: r.worst, number=True),
    Column(N_("72 hours"), lambda r: "", value=lambda r: r.levels, width=120, optional=1),
)
LEVELS_AT: Final = 4


class _LevelDelegate(QStyledItemDelegate):
    """Paints the levels of a row over time as a small area; the columns beside it say it in words."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        levels: tuple[float, ...] = index.data(VALUE)
        room = QRectF(option.rect).adjusted(6, 5, -6, -5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = room.width() / max(1, len(levels) - 1)
        points = [
            QPointF(room.left() + i * step, room.bottom() - level * room.height()) for i, level in enumerate(levels)
        ]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent.fill"))
        painter.setOpacity(0.25)
        painter.drawPolygon(QPolygonF([room.bottomLeft(), *points, room.bottomRight()]))
        painter.setOpacity(1.0)
        painter.setPen(QPen(theme.color("accent.fill"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.scaled(120), theme.scaled(24))


class OutageView(QWidget):
    """Attributes: spread – what is shown of a sector's outage; None before the first is computed.

    Signals:
        show_wanted, use_wanted: a scenario's card.
    """

    show_wanted = Signal(object)
    use_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._cards: list[ScenarioCard] = []
        self.spread: Spread | None = None
        self.choices = RowsModel(CHOICES, parent=self)
        self.sectors = Table(self.choices, name=N_("Services that can fail"))
        self.sectors.current_changed.connect(self._chosen)
        split = Splitter("library/outage", desk.settings, sizes=(250, 800))
        split.addWidget(self.sectors)
        split.addWidget(self._right())
        split.setStretchFactor(1, 1)
        split.restore()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)
        desk.themes.changed.connect(self.table.viewport().update)

    def _right(self) -> QWidget:
        self.title = label(look="section", wrap=True)
        self.services = label(look="muted", wrap=True)
        self.estimate = Estimate()
        self.reached = RowsModel(REACHED, parent=self)
        self.table = Table(self.reached, density="compact", name=N_("Sectors that the outage reaches"))
        self.table.setItemDelegateForColumn(LEVELS_AT, _LevelDelegate(self.table))
        self.table.current_changed.connect(self._reached_chosen)
        self.why = label(look="muted", wrap=True)
        self.scenarios = RowsModel(SCENARIO_COLUMNS, parent=self)
        self.scenario_table = Table(self.scenarios, density="compact", name=N_("Scenarios in which it fails"))
        self.scenario_table.opened.connect(self.show_wanted)
        self.look = button(N_("Look at it"), self._look, icon="eye")
        self.use = button(N_("Make an exercise of it"), self._use, "primary", icon="new")
        self.none = EmptyState(N_("No scenario of the library has this service fail"))
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(BETWEEN, 0, 0, 0)
        column.setSpacing(INSIDE)
        column.addWidget(self.title)
        column.addWidget(self.services)
        column.addWidget(self.estimate)
        column.addWidget(self.table, 3)
        column.addWidget(self.why)
        head = row(label(N_("Scenarios in which it fails"), "strong"), 1, self.look, self.use)
        column.addLayout(head)
        column.addWidget(self.scenario_table, 2)
        column.addWidget(self.none, 2)
        return right

    def show_cards(self, cards: Sequence[ScenarioCard], data: Reference) -> None:
        """Other scenarios or other reference data; the chosen sector stays chosen."""
        self._cards = list(cards)
        before = self.sectors.current_row.sector.id if self.sectors.current_row is not None else ""
        found = [Choice(one, len(browsing.that_begin_with(one.id, cards))) for one in sectors_of(data)]
        self.choices.set_rows(found)
        at = next((number for number, one in enumerate(found) if one.sector.id == before), 0)
        self.sectors.select_row(at)
        self._chosen(self.sectors.current_row)

    def choose(self, sector: str) -> None:
        """Let a sector's service fail."""
        for number, one in enumerate(self.choices.rows):
            if one.sector.id == sector:
                self.sectors.select_row(number)

    def _chosen(self, choice: Choice | None) -> None:
        if choice is None:
            return
        tr(self.title.setText, N_("{sector}: if the whole service stops"), sector=choice.sector.name)
        tr(self.services.setText, lambda: _(", ").join(authored(one) for one in choice.sector.services))
        found = browsing.that_begin_with(choice.sector.id, self._cards)
        before = getattr(self.scenario_table.current_row, "folder", None)
        self.scenarios.set_rows(found)
        self.scenario_table.select_row(next((n for n, card in enumerate(found) if card.folder == before), 0))
        for widget in (self.scenario_table, self.look, self.use):
            widget.setVisible(bool(found))
        self.none.setVisible(not found)
        self._desk.tasks.run(spread_of, choice.sector.id, then=self._computed, latest=self, compute=True)

    def _computed(self, spread: Spread) -> None:
        before = self.table.current_row.sector if self.spread is not None and self.table.current_row is not None else ""
        again = self.spread is not None and self.spread.entry.id == spread.entry.id
        self.spread = spread
        self.estimate.show_words(spread.label, spread.caution)
        self.reached.set_rows(spread.reached)
        first = min(1, len(spread.reached) - 1)
        at = next((n for n, one in enumerate(spread.reached) if again and one.sector == before), first)
        self.table.select_row(at)
        self._reached_chosen(self.table.current_row)

    def _reached_chosen(self, reached: Reached | None) -> None:
        if reached is None or reached.why is None:
            self.why.setText("")
            return
        tr(
            self.why.setText,
            N_("{sector} after {provider}: {rationale}"),
            sector=_Name(reached.sector), provider=_Name(reached.provider), rationale=reached.why,
        )  # fmt: skip

    def _look(self) -> None:
        if self.scenario_table.current_row is not None:
            self.show_wanted.emit(self.scenario_table.current_row)

    def _use(self) -> None:
        if self.scenario_table.current_row is not None:
            self.use_wanted.emit(self.scenario_table.current_row)


class _Name:
    """A sector's name, read anew in each language."""

    def __init__(self, code: str) -> None:
        self._code = code

    def __call__(self) -> str:
        return _name(self._code)
