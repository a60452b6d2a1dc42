"""The injects as a table: one row an inject in the order of play, a row for each phase, and the first columns held in place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from exercise_studio.conduct.describe import body_name
from exercise_studio.design.schedule import earliest, in_order, phase_of, planned_times
from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.editor.pickers import receivers, summary
from exercise_studio.desktop.editor.words import CHANNELS, KINDS, clock, in_use, span
from exercise_studio.desktop.texts import authored
from exercise_studio.desktop.widgets.search import matches
from exercise_studio.desktop.widgets.tables import ROW, Column, Index, RowsModel, Table
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.scenario import Inject, Scenario, ScenarioPhase
from exercise_studio.language import N_, _, plural

TITLE: Final = 3
"""The column of the title."""
ITEMS: Final = 7
"""The last column that should be seen without scrolling."""
FROZEN: Final = 3
"""How many columns stay in place when the table is scrolled sideways."""


@dataclass(frozen=True)
class InjectRow:
    """An inject as the table shows it.

    Attributes:
        planned: play time in milliseconds, or None for one that waits for a condition.
        problems: 2 for an error, 1 for a warning, 0 for none.
    """

    inject: Inject
    plan: Plan
    planned: int | None
    problems: int = 0

    @property
    def id(self) -> str:
        """The inject's id."""
        return self.inject.id


@dataclass(frozen=True)
class PhaseRow:
    """The heading of a phase."""

    phase: ScenarioPhase
    number: int
    injects: int

    id: str = ""


Row = InjectRow | PhaseRow


def rows_of(plan: Plan, words: str = "", marks: dict[str, int] | None = None, only_marked: bool = False) -> list[Row]:
    """The table of a plan; with `words` only the injects in which all of them occur, `only_marked` those with problems."""
    times = planned_times(plan.scenario)
    marks = marks or {}
    shown: dict[str, list[Row]] = {phase.id: [] for phase in plan.scenario.phases}
    for inject in in_order(plan.scenario):
        if only_marked and not marks.get(inject.id):
            continue
        if words and not matches(words, *_searched(plan, inject)):
            continue
        row = InjectRow(inject, plan, times[inject.id], marks.get(inject.id, 0))
        shown.setdefault(phase_of(plan.scenario, inject), []).append(row)
    rows: list[Row] = []
    for number, phase in enumerate(plan.scenario.phases, 1):
        if shown[phase.id] or not (words or only_marked):
            rows.append(PhaseRow(phase, number, len(shown[phase.id])))
            rows += shown[phase.id]
    return rows


def _searched(plan: Plan, inject: Inject) -> list[str]:
    parts = [inject.id, inject.title.ja, inject.title.en, inject.body.ja, inject.body.en, inject.sender, *inject.to]
    parts += [_(CHANNELS[inject.channel]), body_name(plan, inject.sender, in_use()), receivers_text(plan, inject)]
    return parts + [expect.item for expect in inject.expects]


def receivers_text(plan: Plan, inject: Inject) -> str:
    """Who receives an inject, by name."""
    return summary(receivers(plan), inject.to, short=True)


def staffed_text(plan: Plan, inject: Inject) -> str:
    """The teams that take part and receive an inject, teams first, as a narrow column needs it."""
    by_house: dict[str, list[str]] = {}
    for address in plan.targets_of(inject):
        house, team = plan.teams[address]
        by_house.setdefault(house.id, []).append(authored(team.title))
    if not by_house:
        return _("simulated: {receivers}", receivers=receivers_text(plan, inject))
    parts = []
    for house_id, teams in by_house.items():
        house = plan.organisation_by_id[house_id]
        said = _("all teams") if len(teams) == len(house.teams) else _(", ").join(teams)
        alone = len(plan.organisations) == 1
        parts.append(said if alone else _("{teams} ({organisation})", teams=said, organisation=authored(house.name)))
    return _("; ").join(parts)


def scenario_time(scenario: Scenario, play: int) -> str:
    """The story's wall clock at a moment of play, time jumps of the phases before included ("7/5 07:12" on another day)."""
    start = scenario.clock.start
    at = start + timedelta(milliseconds=play)
    for phase in scenario.phases:
        if phase.jump is not None and play >= phase.start:
            at = phase.jump.to + timedelta(milliseconds=play - phase.start)
    return f"{at:%H:%M}" if at.date() == start.date() else f"{at.month}/{at.day} {at:%H:%M}"


def due_text(row: Row) -> str:
    """When an inject is due: "T+0:25", or that it waits for its condition."""
    if isinstance(row, PhaseRow):
        return ""
    return f"T+{clock(row.planned)}" if row.planned is not None else _("if …")


def conditions_text(inject: Inject) -> str:
    """What an inject hangs on: the one it follows, its condition."""
    parts = []
    if inject.after is not None:
        parts.append(_("{time} after {inject}", time=span(inject.after.delay), inject=inject.after.inject))
    if inject.when is not None:
        parts.append(inject.when.text)
    return _("; ").join(parts)


def phase_text(row: PhaseRow) -> str:
    """The heading of a phase: number, title, its stretch of play and how many injects it holds."""
    phase = row.phase
    return _(
        "{number}. {title}   T+{start} – T+{end}   {count}",
        number=row.number,
        title=authored(phase.title),
        start=clock(phase.start),
        end=clock(phase.end),
        count=plural("{n} inject", "{n} injects", row.injects),
    )


def _of_inject(function: Any) -> Any:
    def text(row: Row) -> Any:
        return function(row) if isinstance(row, InjectRow) else ""

    return text


def _first(row: Row) -> str:
    return phase_text(row) if isinstance(row, PhaseRow) else row.inject.id


def _marks(row: InjectRow) -> str:
    """What is special about an inject, as letters with a meaning in the tooltip: M major, C contingency, I for controllers."""
    found = []
    if row.inject.guard == "major":
        found.append("M")
    found += {"contingency": ["C"], "information": ["I"], "normal": []}[row.inject.kind]
    return " ".join(found)


def _marks_tip(row: Row) -> str:
    if isinstance(row, PhaseRow):
        return ""
    said = [_(KINDS[row.inject.kind])]
    if row.inject.guard == "major":
        said.append(_("Major: armed before it is fired"))
    return "\n".join(said)


def _problem(row: InjectRow) -> str:
    return {2: "×", 1: "!", 0: ""}[row.problems]


def _problem_ink(row: Row) -> str | None:
    return "danger.fill" if isinstance(row, InjectRow) and row.problems == 2 else None


def _bold(row: Row) -> QFont | None:
    return theme.ui_font(theme.BODY, bold=True) if isinstance(row, PhaseRow) else None


def _mono(row: Row) -> QFont | None:
    return theme.ui_font(theme.BODY, bold=True) if isinstance(row, PhaseRow) else theme.clock_font(theme.BODY)


def _muted_if_waiting(row: Row) -> str | None:
    return "ink.muted" if isinstance(row, InjectRow) and row.planned is None else None


def _scenario_time(row: InjectRow) -> str:
    return scenario_time(row.plan.scenario, earliest(row.plan.scenario, row.inject))


def _title(row: InjectRow) -> str:
    return authored(row.inject.title)


def _to(row: InjectRow) -> str:
    return staffed_text(row.plan, row.inject)


def _to_all(row: InjectRow) -> str:
    return receivers_text(row.plan, row.inject)


def _condition(row: InjectRow) -> str:
    return conditions_text(row.inject)


def _channel(row: InjectRow) -> str:
    return _(CHANNELS[row.inject.channel])


def _items(row: InjectRow) -> str:
    return str(len(row.inject.expects) or "–")


def _sender(row: InjectRow) -> str:
    return body_name(row.plan, row.inject.sender, in_use())


COLUMNS: Final = (
    Column(N_("No."), _first, width=48, font=_mono),
    Column(N_("Planned"), due_text, width=80, font=_mono, ink=_muted_if_waiting),
    Column(N_("Story time"), _of_inject(_scenario_time), width=90, font=_mono, ink=_muted_if_waiting),
    Column(N_("Title"), _of_inject(_title), tip=_of_inject(_title), width=242),
    Column("!", _of_inject(_problem), width=28, ink=_problem_ink),
    Column(N_("To"), _of_inject(_to), tip=_of_inject(_to_all), width=130),
    Column(N_("Channel"), _of_inject(_channel), width=96),
    Column(N_("Items"), _of_inject(_items), width=56, number=True),
    Column(N_("Kind"), _of_inject(_marks), tip=_marks_tip, width=52),
    Column(N_("Condition"), _of_inject(_condition), tip=_of_inject(_condition), width=150),
    Column(N_("From"), _of_inject(_sender), width=170),
)


class MselModel(RowsModel):
    """Rows of injects and phases; a phase cannot be selected, so the arrow keys pass over it."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.rows[index.row()], PhaseRow):
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)


class _PhaseDelegate(QStyledItemDelegate):
    """Paints the heading of a phase over the whole row, on a quiet band."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        if not isinstance(row, PhaseRow):
            super().paint(painter, option, index)
            return
        painter.save()
        painter.fillRect(option.rect, theme.color("ground.surface"))
        if index.column() == 0:
            painter.setPen(theme.color("ink.text"))
            painter.setFont(theme.ui_font(theme.BODY, bold=True))
            inner = QRect(option.rect).adjusted(theme.scaled(8), 0, 0, 0)
            view = option.widget
            if isinstance(view, QAbstractItemView):
                inner.setRight(inner.left() + view.viewport().width() - theme.scaled(12))
            said = painter.fontMetrics().elidedText(phase_text(row), Qt.TextElideMode.ElideRight, inner.width())
            painter.setClipping(False)
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, said)
        painter.restore()


class _Held(QTableView):
    """The columns that stay in place: a second view of the same rows over the first columns of the table."""

    def __init__(self, table: "MselTable") -> None:
        super().__init__(table)
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(table.selectionMode())
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(table.verticalScrollMode())
        self.horizontalHeader().setHighlightSections(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        # The table beside it says the same rows to a screen reader, whole.
        self.setAccessibleName("")


class MselTable(Table):
    """The table of injects."""

    def __init__(self, model: MselModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent, name=N_("Injects in the order of play"))
        self._model = model
        self._delegate = _PhaseDelegate(self)
        self.setItemDelegate(self._delegate)
        self.held = _Held(self)
        self.held.setItemDelegate(self._delegate)
        self.held.doubleClicked.connect(self._opened)
        for column in range(FROZEN, model.columnCount()):
            self.held.setColumnHidden(column, True)
        self.verticalScrollBar().valueChanged.connect(self.held.verticalScrollBar().setValue)
        self.held.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.horizontalHeader().sectionResized.connect(self._resized)
        self.horizontalScrollBar().valueChanged.connect(self._cover)
        model.modelReset.connect(self._spans)
        texts.on_language(self._retranslated)
        self.set_density(self._density)

    def show_rows(self, rows: Iterable[Row], select: str = "") -> None:
        """Show rows, with the cursor on the inject `select` if it is among them."""
        rows = list(rows)
        before = [(type(r), r.id) for r in self._model.rows]
        position = self.verticalScrollBar().value()
        if [(type(r), r.id) for r in rows] == before:
            self._model.set_rows(rows)
        else:
            self._model.beginResetModel()
            self._model.rows = rows
            self._model.endResetModel()
            self.verticalScrollBar().setValue(position)
        self._spans()
        self.select(select)

    def select(self, inject: str) -> bool:
        """Put the cursor on an inject; False if it is not shown."""
        for number, row in enumerate(self._model.rows):
            if isinstance(row, InjectRow) and row.id == inject:
                if self.current_row is not row:
                    self.select_row(number)
                return True
        return False

    def set_density(self, density: str) -> None:
        super().set_density(density)
        if not hasattr(self, "held"):
            return
        self.held.verticalHeader().setDefaultSectionSize(self.verticalHeader().defaultSectionSize())
        for column in range(FROZEN):
            self.held.setColumnWidth(column, self.columnWidth(column))
        self._place()

    def _resized(self, column: int, _old: int, new: int) -> None:
        if column < FROZEN:
            self.held.setColumnWidth(column, new)
            self._place()

    def _spans(self) -> None:
        """A phase's heading runs over the whole row."""
        self.clearSpans()
        self.held.clearSpans()
        for number, row in enumerate(self._model.rows):
            if isinstance(row, PhaseRow):
                self.setSpan(number, 0, 1, len(COLUMNS))
                self.held.setSpan(number, 0, 1, FROZEN)

    def _cover(self) -> None:
        """While nothing is scrolled sideways the held columns would only hide the headings of the phases."""
        self.held.setVisible(self.horizontalScrollBar().value() > 0)

    def _place(self) -> None:
        width = sum(self.columnWidth(column) for column in range(FROZEN))
        frame = self.frameWidth()
        header = self.horizontalHeader().height()
        self.held.horizontalHeader().setFixedHeight(header)
        self.held.setGeometry(0, 0, width + 2 * frame, self.viewport().height() + header + 2 * frame)
        self._cover()

    def _retranslated(self) -> None:
        self.viewport().update()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if hasattr(self, "held"):
            self._widen()
            self._place()

    def _widen(self) -> None:
        """Room that the columns up to the items leave goes to the title; those behind them are scrolled to."""
        others = sum(self.columnWidth(column) for column in range(ITEMS + 1) if column != TITLE)
        least = theme.scaled(COLUMNS[TITLE].width)
        self.setColumnWidth(TITLE, max(least, min(theme.scaled(400), self.viewport().width() - others)))

    def moveCursor(self, action: Any, modifiers: Any) -> QModelIndex:
        found = super().moveCursor(action, modifiers)
        if found.isValid() and found.column() < FROZEN and self.horizontalScrollBar().value():
            self.horizontalScrollBar().setValue(0)
        return found
