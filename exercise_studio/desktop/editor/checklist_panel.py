"""Which checklist items apply to which team: a table of ticks, with the item's anchors beside it."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.editor.drafts import PlanDraft
from exercise_studio.desktop.editor.fields import Choice
from exercise_studio.desktop.editor.pickers import item_matches
from exercise_studio.desktop.editor.setup import PlanPanel
from exercise_studio.desktop.editor.words import LAYERS, STARTS, span
from exercise_studio.desktop.texts import authored
from exercise_studio.desktop.widgets.layout import BETWEEN, INSIDE, Splitter, button, label, row
from exercise_studio.desktop.widgets.search import SearchBox
from exercise_studio.desktop.widgets.tables import Index
from exercise_studio.domain.checklist import GLYPHS, Item
from exercise_studio.domain.exercise import Organisation, Plan, default_assignments
from exercise_studio.journeys import authoring
from exercise_studio.language import N_, _

FIXED: Final = (N_("Item"), N_("Expected action"), N_("Target"))
SHOWN: Final = {
    "chosen": N_("Chosen or asked for"),
    "asked": N_("Asked for by the script"),
    "all": N_("The whole checklist"),
}
NARROW: Final = 1000
"""Below this width (pixels at 100 %) the item stands under the table."""
TICK: Final = Qt.ItemDataRole.CheckStateRole


def assigned(plan: Plan, team: str, items: Sequence[str]) -> Plan:
    """The items that apply to a team (organisation/kind), in the order of the checklist.

    An organisation that bears the name of its slot also stands for the slot: others there keep what they had.
    """
    order = list(plan.items)
    chosen = tuple(sorted(dict.fromkeys(items), key=order.index))
    house_id, _slash, kind = team.partition("/")
    house = plan.organisation_by_id[house_id]
    if house.id == house.slot:
        for other in plan.organisations_in_slot[house.slot]:
            address = other.address(kind)
            if other.id != house.id and address in plan.teams and address not in plan.assignments:
                plan = authoring.with_assignment(plan, address, plan.items_of(address))
    return authoring.with_assignment(plan, team, chosen)


def defaults_restored(plan: Plan, organisation: str) -> Plan:
    """The items of an organisation's teams as the scenario suggests them."""
    house = plan.organisation_by_id[organisation]
    suggested = default_assignments(plan.scenario, plan.checklists)
    for team in house.teams:
        plan = assigned(plan, house.address(team.kind), suggested.get(f"{house.slot}/{team.kind}", ()))
    return plan


class MatrixModel(QAbstractTableModel):
    """Items by teams of one organisation; a tick applies the item to the team."""

    def __init__(self, panel: "ChecklistPanel") -> None:
        super().__init__(panel)
        self._panel = panel
        self.items: list[Item] = []
        self.teams: list[tuple[str, Any]] = []
        self.given: dict[str, frozenset[str]] = {}

    def show_plan(self, plan: Plan, house: Organisation | None, items: Sequence[Item]) -> None:
        """Show other items or teams; with the same ones only the ticks are painted anew."""
        teams = [(house.address(t.kind), t.title) for t in house.teams] if house else []
        given = {address: frozenset(plan.items_of(address)) for address, _title in teams}
        if [i.id for i in items] == [i.id for i in self.items] and [t[0] for t in teams] == [t[0] for t in self.teams]:
            self.items, self.teams, self.given = list(items), teams, given
            if self.items:
                last = self.index(len(self.items) - 1, self.columnCount() - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            return
        self.beginResetModel()
        self.items, self.teams, self.given = list(items), teams, given
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(FIXED) + len(self.teams)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        if index.column() >= len(FIXED) and not self._panel.draft.read_only:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.items[index.row()]
        if index.column() >= len(FIXED):
            address, title = self.teams[index.column() - len(FIXED)]
            on = item.id in self.given[address]
            if role == TICK:
                return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
            if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
                said = N_("{item} applies to {team}") if on else N_("{item} does not apply to {team}")
                return _(said, item=item.id, team=authored(title))
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (item.id, f"{'★ ' if item.critical else ''}{authored(item.title)}", target_text(item))[
                index.column()
            ]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 1:
            return authored(item.title)
        if role == Qt.ItemDataRole.FontRole and index.column() == 0:
            return theme.clock_font(theme.BODY)
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 2:
            return theme.color("ink.muted")
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != TICK or index.column() < len(FIXED):
            return False
        on = Qt.CheckState(value) == Qt.CheckState.Checked
        self._panel.apply(self.items[index.row()].id, self.teams[index.column() - len(FIXED)][0], on)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= self.columnCount():
            return None
        if section < len(FIXED):
            if role == Qt.ItemDataRole.DisplayRole:
                return _(FIXED[section])
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            return None
        address, title = self.teams[section - len(FIXED)]
        count = len(self.given[address])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{authored(title)}\n{count}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return _("{team}: {count} items apply", team=authored(title), count=count)
        return None


def target_text(item: Item) -> str:
    """By when an item is expected, "–" where there is no target."""
    return span(item.target.within) if item.target else "–"


class _TickDelegate(QStyledItemDelegate):
    """The tick in the middle of its cell; the whole cell takes the click."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        state = index.data(TICK)
        if state is None:
            super().paint(painter, option, index)
            return
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        whole.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, whole, painter, option.widget)
        tick = QStyleOptionViewItem(option)
        side = theme.scaled(16)
        tick.rect = QRect(0, 0, side, side)
        tick.rect.moveCenter(option.rect.center())
        enabled = bool(index.flags() & Qt.ItemFlag.ItemIsUserCheckable)
        tick.state = QStyle.StateFlag.State_Enabled if enabled else QStyle.StateFlag.State_None
        on = Qt.CheckState(state) == Qt.CheckState.Checked
        tick.state |= QStyle.StateFlag.State_On if on else QStyle.StateFlag.State_Off
        style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, tick, painter, option.widget)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.save()
            painter.setPen(QPen(theme.color("line.focus"), 2))
            painter.drawRect(option.rect.adjusted(2, 2, -2, -2))
            painter.restore()

    def editorEvent(self, event: QEvent, model: Any, option: QStyleOptionViewItem, index: Index) -> bool:
        wanted = bool(index.flags() & Qt.ItemFlag.ItemIsUserCheckable)
        if event.type() == QEvent.Type.MouseButtonRelease and wanted:
            on = Qt.CheckState(index.data(TICK)) == Qt.CheckState.Checked
            return model.setData(index, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked, TICK)
        return False


class _Matrix(QTableView):
    """The ticks; Space ticks the current cell, arrow keys walk."""

    def __init__(self, model: MatrixModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_TickDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(theme.scaled(40))
        model.modelReset.connect(self.fit)
        texts.name(self, N_("Checklist items and the teams they apply to"))

    def fit(self) -> None:
        """Narrow columns for the ticks, the wording takes the rest but stays readable."""
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        metrics = QFontMetrics(theme.ui_font(theme.BODY, bold=True))
        others = 0
        for column in range(self.model().columnCount()):
            if column == 1:
                continue
            width = theme.scaled({0: 76, 2: 84}.get(column, 0)) or self._team_width(column, metrics)
            self.setColumnWidth(column, width)
            others += width
        self.setColumnWidth(1, max(theme.scaled(220), self.viewport().width() - others))
        header.setFixedHeight(metrics.lineSpacing() * 3 + theme.scaled(12))
        self.verticalHeader().setDefaultSectionSize(theme.scaled(28))

    def _team_width(self, column: int, metrics: QFontMetrics) -> int:
        """Room for the team's name on two lines: its longest word, or half of a name without spaces."""
        name = str(self.model().headerData(column, Qt.Orientation.Horizontal)).partition("\n")[0]
        words = [metrics.horizontalAdvance(word) for word in name.replace("・", "・ ").split()]
        whole = metrics.horizontalAdvance(name)
        # A Japanese name without spaces may break anywhere; an English one only between words.
        longest = max(words, default=0) if name.isascii() or len(words) > 1 else 0
        needed = whole if len(name) <= 5 else max(longest, whole // 2)
        return max(theme.scaled(64), needed + theme.scaled(28))

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid() and index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            on = index.data(TICK) == Qt.CheckState.Checked
            self.model().setData(index, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked, TICK)
            return
        super().keyPressEvent(event)


class ChecklistPanel(PlanPanel):
    """The matrix with its filter, and what an observer will look for in the current item."""

    def __init__(self, draft: PlanDraft, settings: Any = None, parent: QWidget | None = None) -> None:
        super().__init__(draft, parent)
        self.organisation = Choice(N_("Organisation"), whole=True)
        self.organisation.chosen.connect(self._filter)
        self.shown = Choice(N_("Which items are shown"), SHOWN, whole=True)
        self.shown.show_code("chosen")
        self.shown.chosen.connect(self._filter)
        self.search = SearchBox(N_("Search the checklist"))
        self.search.searched.connect(self._filter)
        self.restore = button(N_("Back to the suggestion"), self._restore)
        self.model = MatrixModel(self)
        self.table = _Matrix(self.model)
        self.table.selectionModel().currentChanged.connect(self._current)
        self.total = label(look="muted")
        self.about = _ItemCard()
        line = row(self.organisation, self.shown)
        line.addWidget(self.search, 1)
        line.addWidget(self.restore)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(INSIDE)
        column.addLayout(line)
        column.addWidget(self.table, 1)
        column.addWidget(self.total)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._splitter: Splitter | None = None
        if settings is None:
            outer.addWidget(left)
        else:
            self._splitter = Splitter("plan.checklist", settings, sizes=(760, 280))
            self._splitter.addWidget(left)
            self._splitter.addWidget(self.about)
            self._splitter.setStretchFactor(0, 1)
            self._splitter.restore()
            outer.addWidget(self._splitter)
        self.about.hide()
        self._asked: dict[str, list[str]] = {}
        self.follow()

    def reshow(self) -> None:
        plan = self.draft.plan
        self.organisation.set_options({house.id: house.name for house in plan.organisations})
        if self.organisation.code not in plan.organisation_by_id and plan.organisations:
            self.organisation.show_code(plan.organisations[0].id)
        self.organisation.setVisible(len(plan.organisations) > 1)
        self.restore.setVisible(not self.draft.read_only and bool(plan.organisations))
        self._asked = {}
        for inject in plan.scenario.injects:
            for expect in inject.expects:
                self._asked.setdefault(expect.item, []).append(inject.id)
        self._filter()

    def apply(self, item: str, team: str, on: bool) -> None:
        """Let an item apply to a team, or not."""
        plan = self.draft.plan
        items = [one for one in plan.items_of(team) if one != item] + ([item] if on else [])
        title = plan.teams[team][1].title
        what = N_("let {item} apply to {team}") if on else N_("take {item} from {team}")
        self.draft.change(assigned(plan, team, items), what, item=item, team=title)

    def show_team(self, address: str) -> None:
        """Bring the column of a team into view, with all items to choose from."""
        house = address.partition("/")[0]
        self.organisation.show_code(house)
        self.shown.show_code("all")
        self._filter()
        teams = [team for team, _title in self.model.teams]
        if address in teams and self.model.items:
            self.table.setCurrentIndex(self.model.index(0, len(FIXED) + teams.index(address)))
            self.table.setFocus()

    def _filter(self, _value: object = None) -> None:
        plan = self.draft.plan
        house = plan.organisation_by_id.get(self.organisation.code)
        wanted = set(plan.scenario.expected_items())
        chosen = {
            i for team in plan.teams for i in plan.items_of(team) if team.partition("/")[0] == self.organisation.code
        }
        pool = {"asked": wanted, "chosen": wanted | chosen, "all": set(plan.items)}[self.shown.code or "chosen"]
        words = self.search.text()
        items = [item for item in plan.items.values() if item.id in pool and item_matches(item, words)]
        self.model.show_plan(plan, house, items)
        self.table.fit()
        applied = sum(len(plan.items_of(team)) for team in plan.teams)
        self.total.setText(
            _(
                "{shown} of {all} items shown. {applied} ratings to give in all teams. ★ counts double.",
                shown=len(items),
                all=len(plan.items),
                applied=applied,
            )
        )
        self._current()

    def _current(self, *_index: object) -> None:
        index = self.table.currentIndex()
        item = self.model.items[index.row()] if 0 <= index.row() < len(self.model.items) else None
        self.about.show_item(item, self._asked.get(item.id, []) if item else [])
        self.about.setVisible(item is not None and self._splitter is not None)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if self._splitter is not None:
            # Beside the ticks where there is room for all teams, else below them.
            wide = self.width() >= theme.scaled(NARROW)
            wanted = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
            if self._splitter.orientation() != wanted:
                self._splitter.setOrientation(wanted)
                self._splitter.setSizes([760, 280] if wide else [400, 150])

    def _restore(self) -> None:
        code = self.organisation.code
        house = self.draft.plan.organisation_by_id.get(code)
        if house is not None:
            self.draft.change(
                defaults_restored(self.draft.plan, code),
                N_("take the suggested items for {organisation}"),
                organisation=house.name,
            )


class _ItemCard(QScrollArea):
    """The current item: wording, layers, target, what each level looks like, and the injects that ask for it."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(BETWEEN, 0, 0, 0)
        column.setSpacing(INSIDE)
        self.title = label(look="strong", wrap=True)
        self.facts = label(look="muted", wrap=True)
        self.evidence = label(wrap=True)
        self.anchors = label(wrap=True)
        self.asked = label(look="muted", wrap=True)
        for widget in (self.title, self.facts, self.evidence, self.anchors, self.asked):
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(inner)

    def show_item(self, item: Item | None, asked_by: Sequence[str]) -> None:
        """Show an item, or nothing."""
        if item is None:
            return
        self.title.setText(f"{item.id}  {authored(item.title)}")
        facts = [_(", ").join(_(LAYERS[layer]) for layer in item.layers)]
        if item.target:
            start = _(STARTS[item.target.start])
            facts.append(_("Target: within {time}, {start}", time=span(item.target.within), start=start))
        if item.critical:
            facts.append(_("★ Critical: counts double"))
        self.facts.setText("\n".join(facts))
        self.evidence.setText(_("To be seen: {evidence}", evidence=authored(item.evidence)) if item.evidence else "")
        levels = [f"{GLYPHS[level]} {authored(text)}" for level, text in sorted(item.anchors.items(), reverse=True)]
        self.anchors.setText("\n".join(levels))
        known = _("Asked for by {injects}", injects=_(", ").join(asked_by))
        self.asked.setText(known if asked_by else _("No inject asks for it."))
        for widget in (self.evidence, self.anchors):
            widget.setVisible(bool(widget.text()))
