"""The two chapters that are tables: the CEPTOAR map, a row for each CEPTOAR, and which sector needs which."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from exercise_studio.desktop import theme
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.reference.chapters import CONFIDENCE
from exercise_studio.desktop.texts import authored, tr
from exercise_studio.desktop.widgets.estimate import Estimate
from exercise_studio.desktop.widgets.layout import INSIDE, Splitter, label
from exercise_studio.desktop.widgets.tables import Column, Index, RowsModel, Table
from exercise_studio.domain.reference import Ceptoar, Dependency, Reference
from exercise_studio.domain.text import Text
from exercise_studio.language import N_, _

DASH: Final = "—"


@dataclass(frozen=True)
class CeptoarRow:
    """A CEPTOAR with what other parts of the data say of it."""

    one: Ceptoar
    sector: Text
    umbrella: Text | None

    @property
    def id(self) -> str:
        """The CEPTOAR's id."""
        return self.one.id


@dataclass(frozen=True)
class EdgeRow:
    """A dependency with the names of its two sectors."""

    one: Dependency
    dependent: Text
    provider: Text

    @property
    def id(self) -> str:
        """As the chapter's entries have it."""
        return f"{self.one.dependent}-{self.one.provider}"


def ceptoar_rows(data: Reference) -> list[CeptoarRow]:
    """The map's columns as rows, in the map's order."""
    umbrellas = {one.id: one.name for one in data.ceptoar.umbrellas}
    return [
        CeptoarRow(one, data.sector[one.sector].name, umbrellas.get(one.umbrella or ""))
        for one in data.ceptoar.ceptoars
    ]


def edge_rows(data: Reference) -> list[EdgeRow]:
    """The dependencies in the order of the dependent sectors."""
    place = {code: number for number, code in enumerate(data.sector)}
    edges = sorted(data.dependencies.edges, key=lambda one: place[one.dependent])
    return [EdgeRow(one, data.sector[one.dependent].name, data.sector[one.provider].name) for one in edges]


def _name(row: CeptoarRow) -> str:
    """As on the map, where the finance CEPTOARs stand below their liaison council."""
    return f"{authored(row.one.name)}\n({authored(row.umbrella)})" if row.umbrella else authored(row.one.name)


def _scope_tip(row: CeptoarRow) -> str:
    return authored(row.one.scope_note) if row.one.scope_note else authored(row.one.scope)


def _beyond(row: CeptoarRow) -> str:
    return authored(row.one.also_sent_to) if row.one.also_sent_to else DASH


CEPTOARS: Final = (
    Column(N_("Sector"), lambda r: authored(r.sector), width=104),
    Column(N_("Field of business"), lambda r: authored(r.one.scope), tip=_scope_tip, width=104),
    Column(N_("Name"), _name, width=206),
    Column(N_("Secretariat"), lambda r: authored(r.one.secretariat), width=0, least=140),
    Column(N_("Members (total)"), lambda r: authored(r.one.members), width=108),
    Column(N_("Passed on beyond members"), _beyond, width=132),
)
SECRETARIAT: Final = 3
EDGES: Final = (
    Column(N_("Needs"), lambda r: authored(r.dependent), width=0, least=120),
    Column(N_("what comes from"), lambda r: authored(r.provider), width=150),
    Column(
        N_("Falls after"),
        lambda r: _("{n} h", n=f"{r.one.time_to_impact_h:g}"),
        value=lambda r: r.one.time_to_impact_h,
        number=True,
    ),
    Column(N_("By at most"), lambda r: f"{r.one.max_loss:.0%}", value=lambda r: r.one.max_loss, number=True),
    Column(
        N_("Confidence"),
        lambda r: _(CONFIDENCE[r.one.confidence]),
        value=lambda r: list(CONFIDENCE).index(r.one.confidence),
        optional=2,
    ),
    Column(N_("Published case"), lambda r: "○" if r.one.precedent else "", optional=1),
)


class _Wrapped(QStyledItemDelegate):
    """Cells of several lines with room around them; Qt's own measure forgets the padding of the style sheet."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        table = self.parent()
        assert isinstance(table, Table)
        room = table.columnWidth(index.column()) - theme.scaled(12) - 8
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        flags = int(Qt.TextFlag.TextWordWrap.value)
        box = table.fontMetrics().boundingRect(0, 0, max(20, room), 10_000, flags, text)
        return QSize(table.columnWidth(index.column()), box.height() + theme.scaled(12))


class _MapTable(Table):
    """Gives the secretariat what the other columns leave, and lets the table scroll sideways where that is too little."""

    LEAST: Final = 170

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        header = self.horizontalHeader()
        others = sum(header.sectionSize(index) for index in range(header.count()) if index != SECRETARIAT)
        roomy = self.viewport().width() - others >= theme.scaled(self.LEAST)
        mode = QHeaderView.ResizeMode.Stretch if roomy else QHeaderView.ResizeMode.Fixed
        header.setSectionResizeMode(SECRETARIAT, mode)
        if not roomy:
            header.resizeSection(SECRETARIAT, theme.scaled(self.LEAST))


class _TablePage(QWidget):
    """A table above a text."""

    def __init__(self, desk: Desk, name: str, table: Table, text: QTextBrowser, parts: Sequence[Any] = ()) -> None:
        super().__init__()
        self.table, self.text = table, text
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(INSIDE)
        for part in parts or (table,):
            column.addWidget(part, 1 if part is table else 0)
        split = Splitter(f"reference/{name}", desk.settings, Qt.Orientation.Vertical, sizes=(380, 160))
        split.addWidget(upper)
        split.addWidget(text)
        split.setStretchFactor(0, 1)
        split.restore()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)

    def select(self, key: str) -> bool:
        """Put the cursor on the row of an entry; whether there is one."""
        rows = self.table.model().rows  # type: ignore[attr-defined]
        at = next((number for number, row in enumerate(rows) if row.id == key), None)
        if at is not None:
            self.table.select_row(at)
        return at is not None


class CeptoarPage(_TablePage):
    """The map, and below it what stands beside the map: the council, others, co-operation."""

    def __init__(self, desk: Desk, text: QTextBrowser) -> None:
        self.model = RowsModel(CEPTOARS)
        table = _MapTable(self.model, name=N_("CEPTOARs"), sortable=True)
        table.setWordWrap(True)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.setItemDelegate(_Wrapped(table))
        super().__init__(desk, "ceptoar", table, text)
        self.model.setParent(self)

    def show_data(self, data: Reference) -> None:
        """Show the map."""
        self.model.set_rows(ceptoar_rows(data))


class DependencyPage(_TablePage):
    """The dependencies, labelled as estimates, with the reason for the one that is chosen."""

    def __init__(self, desk: Desk, text: QTextBrowser) -> None:
        self.model = RowsModel(EDGES)
        table = Table(self.model, density="compact", name=N_("Dependencies"), sortable=True)
        self.estimate = Estimate()
        self.why = label(look="muted", wrap=True)
        super().__init__(desk, "dependencies", table, text, (self.estimate, table, self.why))
        self.model.setParent(self)
        table.current_changed.connect(self._chosen)

    def show_data(self, data: Reference) -> None:
        """Show the dependencies."""
        self.model.set_rows(edge_rows(data))
        self.estimate.show_words(data.dependencies.label, data.dependencies.caution)
        if self.table.current_row is None:
            self.table.select_row(0)
        self._chosen(self.table.current_row)

    def _chosen(self, row: EdgeRow | None) -> None:
        tr(self.why.setText, row.one.rationale if row is not None else "")
