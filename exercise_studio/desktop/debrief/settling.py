"""Settling: items on which observers who handed in differ, both notes side by side, and the value that will stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.actions import ActionSet
from exercise_studio.desktop.debrief.fields import ProseField, Roles
from exercise_studio.desktop.debrief.two_lines import TwoLines
from exercise_studio.desktop.debrief.words import lang
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.chips import LEVEL_MARKS, RatingChip
from exercise_studio.desktop.widgets.layout import BETWEEN, INSIDE, EmptyState, Splitter, button, column, label, row
from exercise_studio.desktop.widgets.levels import LevelRow
from exercise_studio.desktop.widgets.tables import Column, RowsModel
from exercise_studio.domain.exercise import Plan
from exercise_studio.journeys import debriefing
from exercise_studio.journeys.debriefing import Disagreement
from exercise_studio.language import N_, _, plural

KINDS: Final = frozenset(
    {"item_rated", "rating_cleared", "work_handed_in", "value_settled", "item_excluded", "run_started", "packet_merged"}
)


@dataclass(frozen=True, slots=True)
class SettleRow:
    """A disagreement with the names of its item and team."""

    found: Disagreement
    title: str
    team_name: str
    excluded: bool


def _item(row_: SettleRow) -> str:
    return f"{row_.found.item}  {row_.title}"


def _team(row_: SettleRow) -> str:
    return row_.team_name


def _values(row_: SettleRow) -> str:
    return "  ".join(LEVEL_MARKS[str(value)].glyph + str(value) for _observer, value, _note in row_.found.values)


def _settled_text(row_: SettleRow) -> str:
    if row_.excluded:
        return _("Left out")
    if row_.found.settled is None:
        return _("To settle")
    return LEVEL_MARKS[str(row_.found.settled)].glyph + str(row_.found.settled)


class Settling(QWidget):
    """The list and the decision.

    Signals:
        counted: how many are still to be settled.
    """

    counted = Signal(object)

    def __init__(self, desk: Desk, acts: ActionSet, roles: Roles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.acts = desk, acts
        self._row: SettleRow | None = None
        self._found: list[Disagreement] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, BETWEEN, 0, 0)
        self.stack = QStackedWidget()
        outer.addWidget(self.stack)
        self.none = EmptyState(
            N_("Nothing to settle"),
            N_(
                "Observers who handed in agree. Where they differ by two levels, or across the line between ○ and △, it shows here."
            ),
            icon="ok",
        )
        self.splitter = Splitter("settling", desk.settings, sizes=(480, 420))
        self.stack.addWidget(self.none)
        self.stack.addWidget(self.splitter)
        columns = (
            Column(N_("Item"), _item, width=0, tip=_item),
            Column(N_("Team"), _team, width=140, tip=_team),
            Column(N_("Observers"), _values, width=100),
            Column(N_("Stands"), _settled_text, width=70),
        )
        self.rows = RowsModel(columns)
        self.table = TwoLines(self.rows, name=N_("Items to settle"))
        self.table.current_changed.connect(self.show_row)
        self.table.setMinimumWidth(theme.scaled(380))
        self.progress = label(look="muted")
        left = QWidget()
        left.setLayout(column(self.progress, self.table))
        self.splitter.addWidget(left)
        self.splitter.addWidget(self._decision(roles))
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 4)
        self.splitter.restore()

    def _decision(self, roles: Roles) -> QWidget:
        frame = QFrame()
        frame.setProperty("look", "card")
        frame.setMinimumWidth(theme.scaled(340))
        whole = QVBoxLayout(frame)
        whole.setContentsMargins(0, 0, 0, BETWEEN)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        inside = QWidget()
        self.inside = QVBoxLayout(inside)
        self.inside.setContentsMargins(BETWEEN, BETWEEN, BETWEEN, 0)
        self.inside.setSpacing(INSIDE)
        scroll.setWidget(inside)
        whole.addWidget(scroll, 1)
        self.title = label(look="strong", wrap=True)
        self.place = label(look="caption", wrap=True)
        self.inside.addWidget(self.place)
        self.inside.addWidget(self.title)
        self.opinions = QVBoxLayout()
        self.opinions.setSpacing(INSIDE)
        self.inside.addLayout(self.opinions)
        self.inside.addWidget(label(N_("Value that stands"), "strong"))
        self.levels: dict[str, LevelRow] = {}
        levels = QVBoxLayout()
        levels.setSpacing(2)
        for key in ("4", "3", "2", "1"):
            level = LevelRow(key)
            level.clicked.connect(self._chosen)
            self.levels[key] = level
            levels.addWidget(level)
        self.inside.addLayout(levels)
        self.reason = ProseField(N_("Reason"), N_("One sentence; the report prints it."), roles=roles)
        self.inside.addWidget(self.reason)
        self.inside.addStretch(1)
        self.settle_button = button(N_("Settle the value"), None, "primary")
        self.acts.attach(self.settle_button, "settle")
        self.exclude_button = button(N_("Leave the item out"), self.exclude, "quiet")
        foot = row(self.exclude_button, 1, self.settle_button)
        foot.setContentsMargins(BETWEEN, INSIDE, BETWEEN, 0)
        whole.addLayout(foot)
        return frame

    # showing

    def open_exercise(self) -> None:
        """Another exercise: ask anew."""
        self._row = None
        self.rows.set_rows([])
        self.ask()

    def refresh(self, kinds: frozenset[str]) -> None:
        """Something was appended."""
        if kinds & KINDS:
            self.ask()

    def ask(self) -> None:
        """Ask which items observers differ on."""
        exercise = self.desk.exercise
        if exercise is None or exercise.state is None:
            self._answered([])
            return
        exercise.ask(debriefing.disagreements, then=self._answered, latest="debrief/settling")

    def retranslate(self) -> None:
        """Names in the language in use."""
        self._answered(self._found)

    def _answered(self, found: Sequence[Disagreement]) -> None:
        exercise = self.desk.exercise
        self._found = list(found)
        rows = []
        for one in self._found if exercise is not None and exercise.state is not None else ():
            item = exercise.plan.items.get(one.item)
            name = _team_name(exercise.plan, one.team)
            excluded = (one.team, one.item) in exercise.state.excluded
            rows.append(SettleRow(one, item.title.get(lang()) if item else one.item, name, excluded))
        at = self._row.found if self._row is not None else None
        self.rows.set_rows(rows)
        open_ = sum(r.found.settled is None and not r.excluded for r in rows)
        self.counted.emit(open_)
        tr(self.progress.setText, N_("{settled} of {all} settled"), settled=len(rows) - open_, all=len(rows))
        self.stack.setCurrentWidget(self.splitter if rows else self.none)
        place = next((n for n, r in enumerate(rows) if at and (r.found.team, r.found.item) == (at.team, at.item)), None)
        if place is None:
            place = next((n for n, r in enumerate(rows) if r.found.settled is None and not r.excluded), 0)
        if rows:
            self.table.select_row(place)
            self.show_row(rows[place])
        else:
            self.show_row(None)

    def show_row(self, shown: SettleRow | None) -> None:
        """Show one item with what each observer said."""
        same = shown is not None and self._row is not None and shown.found == self._row.found
        self._row = shown
        while self.opinions.count():
            taken = self.opinions.takeAt(0).widget()
            if taken is not None:
                taken.deleteLater()
        self.acts["settle"].setEnabled(shown is not None)
        self.exclude_button.setEnabled(shown is not None)
        if shown is None:
            self.title.setText("")
            self.place.setText("")
            return
        self.place.setText(f"{shown.found.item}   {shown.team_name}")
        self.title.setText(shown.title)
        for observer, value, note in shown.found.values:
            self.opinions.addWidget(_opinion(observer, value, note))
        exercise = self.desk.exercise
        item = exercise.plan.items.get(shown.found.item) if exercise is not None else None
        for key, level in self.levels.items():
            level.set_anchor(item.anchors.get(int(key)) if item is not None else None)
            if not same:
                level.setChecked(str(shown.found.settled) == key)
        if not same:
            settled = (
                exercise.state.settled.get((shown.found.team, shown.found.item))
                if exercise and exercise.state
                else None
            )
            self.reason.show_text(settled[1] if settled else "")

    # acts

    def _chosen(self) -> None:
        for level in self.levels.values():
            level.setChecked(level is self.sender())

    @property
    def value(self) -> int | None:
        """The level that is chosen."""
        return next((int(key) for key, level in self.levels.items() if level.isChecked()), None)

    def settle(self) -> None:
        """Keep value and reason; both are needed, and what is missing is said."""
        exercise, shown = self.desk.exercise, self._row
        if exercise is None or shown is None:
            return
        if self.value is None:
            self.desk.tell(N_("Choose the value that stands."), key="debrief/settle")
            self.levels["3"].setFocus()
            return
        reason = self.reason.value()
        if not reason:
            self.desk.tell(N_("A settled value needs a reason. Say in one sentence why."), key="debrief/settle")
            self.reason.edit.setFocus()
            return
        self.desk.resolved.emit("debrief/settle")
        exercise.do(debriefing.settle, shown.found.team, shown.found.item, self.value, reason, then=self._kept)

    def exclude(self) -> None:
        """Leave the item out of the team's evaluation; the reason is needed here too."""
        exercise, shown = self.desk.exercise, self._row
        if exercise is None or shown is None:
            return
        reason = self.reason.value()
        if not reason:
            self.desk.tell(N_("Leaving an item out needs a reason. Say in one sentence why."), key="debrief/settle")
            self.reason.edit.setFocus()
            return
        exercise.do(debriefing.exclude, shown.found.team, shown.found.item, reason, then=self._kept)

    def _kept(self, result: Any) -> None:
        # The next one that is open: settling goes on without the mouse.
        self._row = None
        self.ask()
        self.table.setFocus()

    def focus_first(self) -> None:
        """To the list."""
        self.table.setFocus()


def _opinion(observer: str, value: int, note: str) -> QWidget:
    holder = QWidget()
    said = label(look="muted" if not note else "", wrap=True)
    tr(said.setText, _Note(note))
    code = label(look="strong")
    code.setText(observer)
    top = row(code, RatingChip(str(value)), 1)
    holder.setLayout(column(top, said, spacing=2))
    return holder


class _Note:
    """A note, or that there is none, in the language in use."""

    def __init__(self, note: str) -> None:
        self._note = note

    def __call__(self) -> str:
        return self._note or _("No note")


def _team_name(plan: Plan, address: str) -> str:
    """The team before its organisation: what differs from line to line comes first."""
    house, team = plan.teams[address]
    if len(plan.organisations) == 1:
        return texts.authored(team.title)
    names = {"team": texts.authored(team.title), "organisation": texts.authored(house.name)}
    return _("{team}, {organisation}", **names)


def caption(waiting: int) -> str:
    """The tab's title with the number that is open."""
    return plural("To settle ({n})", "To settle ({n})", waiting) if waiting else _("To settle")
