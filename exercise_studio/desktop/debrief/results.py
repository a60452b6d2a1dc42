"""Results at a glance: each group as a bar with glyphs, its average, n and coverage; and the items that went badly."""

from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from exercise_studio.conduct.describe import body_name
from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.actions import ActionSet
from exercise_studio.desktop.debrief.drawn import Drawn
from exercise_studio.desktop.debrief.figures import Figures, Weak, figures
from exercise_studio.desktop.debrief.two_lines import TwoLines
from exercise_studio.desktop.debrief.words import lang
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.chips import LEVEL_MARKS
from exercise_studio.desktop.widgets.layout import (
    BETWEEN,
    GRID,
    INSIDE,
    EmptyState,
    Splitter,
    button,
    column,
    label,
    row,
)
from exercise_studio.desktop.widgets.rating import RatingBar
from exercise_studio.desktop.widgets.tables import Column, RowsModel
from exercise_studio.evaluation.scores import Score, level_of
from exercise_studio.language import N_, _
from exercise_studio.reporting.labels import LAYERS, PILLARS_SHORT

KINDS: Final = frozenset({
    "item_rated", "rating_cleared", "work_handed_in", "value_settled", "item_excluded", "run_started", "plan_amended", "packet_merged",
    "response_logged", "decision_logged", "entry_withdrawn", "run_ended",
})  # fmt: skip
GROUP_TITLES: Final = {
    "pillar": N_("By pillar"),
    "phase": N_("By phase"),
    "layer": N_("By layer"),
    "team": N_("By team"),
    "objective": N_("By objective"),
}


def mean(score: Score) -> str:
    """Glyph and average, or a dash."""
    return "–" if score.average is None else f"{LEVEL_MARKS[str(level_of(score.average))].glyph} {score.average:.1f}"


def share(part: int, whole: int) -> str:
    """A share that says 0 or 100 only where it is exactly that."""
    if not whole:
        return "–"
    percent = round(100 * part / whole)
    percent = 99 if percent == 100 and part < whole else 1 if percent == 0 and part else percent
    return f"{percent} %"


class Results(QWidget):
    """The overview.

    Signals:
        finding_wanted: a Weak of which a finding should be made.
    """

    finding_wanted = Signal(object)

    def __init__(self, desk: Desk, acts: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.acts = desk, acts
        self.figures: Figures | None = None
        self._group = "pillar"
        self._stale = True
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, BETWEEN, 0, 0)
        self.stack = QStackedWidget()
        outer.addWidget(self.stack)
        self.none = EmptyState(
            N_("There are no results yet"), N_("Results appear when observers have rated."), icon="rate"
        )
        inside = QWidget()
        self.stack.addWidget(self.none)
        self.stack.addWidget(inside)
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(BETWEEN)
        self.tiles = QFrame()
        self.tile_row = row(spacing=BETWEEN)
        self.tiles.setLayout(self.tile_row)
        whole.addWidget(self.tiles)
        whole.addLayout(self._segments())
        self.splitter = Splitter("results", desk.settings, sizes=(520, 400))
        self.splitter.addWidget(self._groups())
        self.splitter.addWidget(self._weak())
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 3)
        self.splitter.restore()
        self.drawn = Drawn(desk)
        self.body = QStackedWidget()
        self.body.addWidget(self.splitter)
        self.body.addWidget(self.drawn)
        whole.addWidget(self.body, 1)

    def _segments(self) -> Any:
        self._choices = QButtonGroup(self)
        line = row(spacing=2)
        for group, title in GROUP_TITLES.items():
            choice = QToolButton()
            choice.setProperty("look", "segment")
            choice.setProperty("group", group)
            choice.setCheckable(True)
            choice.setChecked(group == self._group)
            choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            tr(choice.setText, title)
            texts.name(choice, title)
            self._choices.addButton(choice)
            line.addWidget(choice)
        self._choices.buttonClicked.connect(self._group_chosen)
        line.addSpacing(BETWEEN)
        line.addWidget(self._figures_choice())
        line.addStretch(1)
        return line

    def show_figures(self) -> None:
        """The report's figures, as a click on their choice shows them."""
        self.figures_choice.click()

    def _figures_choice(self) -> QToolButton:
        """The report's figures instead of a group and its weakest items."""
        choice = self.figures_choice = QToolButton()
        choice.setProperty("look", "segment")
        choice.setCheckable(True)
        choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        tr(choice.setText, N_("Figures of the report"))
        texts.name(choice, N_("Figures of the report"))
        self._choices.addButton(choice)
        return choice

    def _groups(self) -> QWidget:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setMinimumWidth(theme.scaled(400))
        holder = QWidget()
        self.grid = QGridLayout(holder)
        self.grid.setContentsMargins(0, 0, INSIDE, 0)
        self.grid.setHorizontalSpacing(BETWEEN)
        self.grid.setVerticalSpacing(INSIDE)
        self.grid.setColumnStretch(1, 1)
        scroll.setWidget(holder)
        return scroll

    def _weak(self) -> QWidget:
        columns = (
            Column(N_("Item"), self._weak_item, width=0, tip=self._weak_tip),
            Column(N_("Team"), self._weak_team, width=144, tip=self._weak_team),
            Column(N_("Value"), _weak_text, value=_weak_level, width=62, paint="rating"),
        )
        self.weak_rows = RowsModel(columns)
        self.weak_table = TwoLines(self.weak_rows, name=N_("Items that went badly"))
        self.weak_table.opened.connect(self._wanted)
        self.weak_table.current_changed.connect(self._enable)
        self.make = button(N_("Make a finding of it"), self._wanted_current, icon="finding")
        self.make.setEnabled(False)
        holder = QWidget()
        holder.setMinimumWidth(theme.scaled(300))
        holder.setLayout(column(label(N_("Items that went badly"), "section"), self.weak_table, row(1, self.make)))
        return holder

    # showing

    def open_exercise(self) -> None:
        """Another exercise: ask anew when it is looked at."""
        self.figures = None
        self._stale = True
        self.drawn.renew()
        self._show()
        if self.isVisible():
            self.ask()

    def refresh(self, kinds: frozenset[str]) -> None:
        """Something was appended; what is not looked at is asked for later."""
        if kinds & KINDS:
            self._stale = True
            self.drawn.renew()
            if self.isVisible():
                self.ask()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._stale:
            self.ask()

    def ask(self) -> None:
        """Have the figures computed."""
        if self.desk.exercise is not None:
            self._stale = False
            self.desk.exercise.ask(figures, then=self._answered, latest="debrief/results")

    def _answered(self, found: Figures | None) -> None:
        self.figures = found
        self._show()

    def retranslate(self) -> None:
        """Names in the language in use."""
        self._show()

    def _show(self) -> None:
        found = self.figures
        exercise = self.desk.exercise
        if found is None or exercise is None or not (found.overall.valued or found.overall.not_observed):
            self.stack.setCurrentWidget(self.none)
            return
        self.stack.setCurrentIndex(1)
        self._show_tiles(found)
        self._show_groups(found)
        self.weak_rows.set_rows(found.weakest)

    def _show_tiles(self, found: Figures) -> None:
        _empty(self.tile_row)
        overall, late = found.overall, found.punctuality
        n = N_("n = {n}")
        tiles: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
            (N_("Average"), mean(overall), n, {"n": overall.valued}),
            (
                N_("Coverage"),
                share(overall.valued, overall.applicable),
                N_("{part} of {all} items"),
                {"part": overall.valued, "all": overall.applicable},
            ),
            (N_("Not observed"), str(overall.not_observed), N_("{n} blank"), {"n": overall.blank}),
            (
                N_("On time"),
                share(late.on_time, late.n),
                N_("{part} of {all} with a target"),
                {"part": late.on_time, "all": late.n},
            ),
            (N_("Observers"), str(found.observers), N_("handed in"), {}),
        )
        for title, value, note, params in tiles:
            self.tile_row.addWidget(_tile(title, value, note, params), 1)

    def _show_groups(self, found: Figures) -> None:
        _empty(self.grid)
        heads = (N_("Group"), N_("Ratings"), N_("Average"), N_("n"), N_("Coverage"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for place, head in enumerate(heads):
            said = label(head, "caption")
            self.grid.addWidget(said, 0, place, right if place > 1 else Qt.AlignmentFlag.AlignLeft)
        scores = found.groups[self._group]
        line = 0
        for line, (key, score) in enumerate(self._ordered(scores), start=1):
            name = label(wrap=True)
            name.setText(self._name(key))
            name.setMinimumWidth(theme.scaled(136))
            name.setMaximumWidth(theme.scaled(230))
            bar = RatingBar()
            bar.set_counts(
                {**dict(zip((4, 3, 2, 1), score.levels, strict=True)), "no": score.not_observed}, score.applicable
            )
            name.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            self.grid.addWidget(name, line, 0)
            self.grid.addWidget(bar, line, 1)
            for place, text in enumerate(
                (mean(score), str(score.valued), share(score.valued, score.applicable)), start=2
            ):
                figure = label()
                figure.setText(text)
                figure.setFont(theme.clock_font(theme.BODY, bold=place == 2))
                self.grid.addWidget(figure, line, place, right)
        note = label(
            N_("Blank and not observed are in no average. Critical items count {weight:g} times."), "caption", wrap=True,
            weight=self.desk.exercise.plan.settings.critical_weight,
        )  # fmt: skip
        self.grid.addWidget(note, line + 1, 0, 1, 5)
        for place in range(self.grid.rowCount()):
            self.grid.setRowStretch(place, 0)
        self.grid.setRowStretch(line + 2, 1)

    def _ordered(self, scores: dict[str, Score]) -> list[tuple[str, Score]]:
        """In the order people know: pillars and layers as numbered, phases as in the checklist, others as they came."""
        known = {
            "pillar": list(PILLARS_SHORT), "layer": list(LAYERS),
            "phase": [phase.id for c in self.desk.exercise.plan.checklists for phase in c.phases],
        }.get(self._group, list(scores))  # fmt: skip
        return [(key, scores[key]) for key in known if key in scores and scores[key].applicable]

    def _name(self, key: str) -> str:
        plan = self.desk.exercise.plan
        if self._group == "pillar":
            return _(PILLARS_SHORT[key])
        if self._group == "layer":
            return _(LAYERS[key])
        if self._group == "phase":
            found = next((p for c in plan.checklists for p in c.phases if p.id == key), None)
            return texts.authored(found.title) if found else key
        if self._group == "objective":
            objective = next((o for o in plan.scenario.objectives if o.id == key), None)
            return f"{key} {texts.authored(objective.title)}" if objective else key
        return body_name(plan, key, lang())

    def _group_chosen(self, choice: QToolButton) -> None:
        group = choice.property("group")
        self.body.setCurrentWidget(self.splitter if group else self.drawn)
        if not group:
            return
        self._group = str(group)
        if self.figures is not None:
            self._show_groups(self.figures)

    # the weakest

    def _weak_item(self, weak: Weak) -> str:
        item = self.desk.exercise.plan.items.get(weak.item) if self.desk.exercise else None
        star = "★ " if weak.critical else ""
        return f"{star}{weak.item}  {texts.authored(item.title) if item else ''}"

    def _weak_team(self, weak: Weak) -> str:
        return body_name(self.desk.exercise.plan, weak.team, lang()) if self.desk.exercise else weak.team

    def _weak_tip(self, weak: Weak) -> str:
        return f"{self._weak_item(weak)}\n{self._weak_team(weak)}"

    def _enable(self, weak: Weak | None) -> None:
        self.make.setEnabled(weak is not None)

    def _wanted(self, weak: Weak) -> None:
        self.finding_wanted.emit(weak)

    def _wanted_current(self) -> None:
        if self.weak_table.current_row is not None:
            self._wanted(self.weak_table.current_row)

    def focus_first(self) -> None:
        """To the list of items."""
        self.weak_table.setFocus()


def _weak_text(weak: Weak) -> str:
    return f"{weak.value:.1f} (n={weak.given})"


def _weak_level(weak: Weak) -> int:
    return level_of(weak.value)


def _tile(title: str, value: str, note: str, params: dict[str, Any]) -> QWidget:
    tile = QFrame()
    tile.setProperty("look", "card")
    figure = label(look="value")
    figure.setText(value)
    inside = column(label(title, "caption"), figure, label(note, "caption", **params), spacing=GRID)
    inside.setContentsMargins(BETWEEN, INSIDE, BETWEEN, INSIDE)
    tile.setLayout(inside)
    return tile


def _empty(layout: Any) -> None:
    while layout.count():
        widget = layout.takeAt(0).widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
