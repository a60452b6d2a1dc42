"""Findings and good practices: the list, the form of one, and its corrective actions."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from exercise_studio.desktop import theme
from exercise_studio.desktop.actions import ActionSet
from exercise_studio.desktop.debrief.actions_panel import ActionsPanel
from exercise_studio.desktop.debrief.fields import Roles
from exercise_studio.desktop.debrief.finding_form import NEW, FindingForm, blank
from exercise_studio.desktop.debrief.two_lines import TwoLines
from exercise_studio.desktop.debrief.words import GRADE_GLYPHS
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Choice, Question
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import BETWEEN, INSIDE, EmptyState, Splitter, button, column, label, row
from exercise_studio.desktop.widgets.tables import Column, RowsModel
from exercise_studio.domain.findings import Finding
from exercise_studio.domain.log import ChangeSet
from exercise_studio.evaluation.learning import FindingState
from exercise_studio.evaluation.persons import mentions
from exercise_studio.journeys import debriefing
from exercise_studio.journeys.session import Session
from exercise_studio.language import N_, _

KINDS: Final = frozenset({
    "finding_written", "findings_merged", "finding_withdrawn", "action_planned", "action_state_changed", "action_confirmed",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding with what the list says of it."""

    finding: Finding
    actions: int
    evidence: int
    warned: bool
    """Words in it seem to name a person."""


def _number(row_: FindingRow) -> str:
    good = row_.finding.sort == "good_practice"
    return f"{'☆' if good else GRADE_GLYPHS[row_.finding.severity]} {row_.finding.id}"


def _title(row_: FindingRow) -> str:
    return f"⚠ {row_.finding.title}" if row_.warned else row_.finding.title


def _tip(row_: FindingRow) -> str:
    if row_.warned:
        return _("{title}\nWords in it seem to name a person.", title=row_.finding.title)
    return row_.finding.title


def _actions(row_: FindingRow) -> str:
    if row_.finding.sort == "good_practice":
        return ""
    return str(row_.actions) if row_.actions else "–"


def write(session: Session, finding: Finding, card: str | None) -> ChangeSet:
    """Keeps a finding as the form has it, under its number or the next free one."""
    return debriefing.write_finding(
        session, finding.title, finding=None if finding.id == NEW else finding.id, sort=finding.sort, fact=finding.fact,
        effect=finding.effect, cause=finding.cause, spread_to=finding.spread_to, standards=finding.standards,
        severity=finding.severity, pillar=finding.pillar, items=finding.items, teams=finding.teams,
        evidence=finding.evidence, card=card,
    )  # fmt: skip


class Findings(QWidget):
    """List and form side by side. What is typed is kept when one goes elsewhere: every wording stays in the log.

    Signals:
        counted: how many findings there are.
    """

    counted = Signal(object)

    def __init__(self, desk: Desk, acts: ActionSet, roles: Roles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.acts = desk, acts
        self._shown = ""
        self._card: str | None = None
        self._saving: Finding | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, BETWEEN, 0, 0)
        columns = (
            Column(N_("No."), _number, width=74),
            Column(N_("Title"), _title, width=0, tip=_tip),
            Column(N_("Actions"), _actions, width=84, number=True),
        )
        self.rows = RowsModel(columns)
        self.table = TwoLines(self.rows, name=N_("Findings"))
        self.table.setMinimumWidth(theme.scaled(260))
        self.table.current_changed.connect(self._chosen)
        self.table.opened.connect(self._edit)
        left = QWidget()
        left.setLayout(column(row(acts.button("finding.new"), 1), self.table))
        self.form = FindingForm(desk, roles)
        self.form.changed.connect(self._typed)
        self.actions_panel = ActionsPanel(desk, roles)
        self.actions_tab = self.form.add_page(self.actions_panel, N_("Actions"))
        self.actions_panel.counted.connect(self._count_actions)
        self.none = EmptyState(
            N_("No finding yet"),
            N_("Make one from a card of the hot wash, from an item that went badly, or write one."),
            icon="finding",
        )
        self.right = QStackedWidget()
        self.right.addWidget(self.none)
        self.right.addWidget(self._right())
        self.splitter = Splitter("findings", desk.settings, sizes=(350, 550))
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.right)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 3)
        self.splitter.restore()
        outer.addWidget(self.splitter)

    def _right(self) -> QWidget:
        frame = QFrame()
        frame.setProperty("look", "card")
        frame.setMinimumWidth(theme.scaled(420))
        self.number = label(look="section")
        self.state = label(look="muted")
        save = button(N_("Save the finding"), None, "primary")
        self.acts.attach(save, "finding.save")
        whole = column(
            row(
                self.number,
                self.state,
                1,
                self.acts.button("finding.withdraw", "quiet"),
                save,
            ),
            self.form,
        )
        whole.setContentsMargins(BETWEEN, INSIDE, BETWEEN, INSIDE)
        frame.setLayout(whole)
        return frame

    # showing

    def open_exercise(self) -> None:
        """Another exercise: begin anew."""
        self._shown, self._card, self._saving = "", None, None
        self.form.show_finding(blank())
        self.show_findings()

    def refresh(self, kinds: frozenset[str]) -> None:
        """Something was appended."""
        if kinds & KINDS:
            self.show_findings()

    def show_findings(self) -> None:
        """The findings as they are; what is being typed is left alone."""
        exercise = self.desk.exercise
        learning = exercise.learning if exercise is not None else None
        states = [*learning.issues(), *learning.good_practices()] if learning is not None else []
        rows = [self._row(state) for state in states]
        self.rows.set_rows(rows)
        self.counted.emit(len(rows))
        if self._shown == NEW:
            return
        place = next((n for n, r in enumerate(rows) if r.finding.id == self._shown), 0)
        if rows:
            with QSignalBlocker(self.table):
                self.table.select_row(place)
            self._show(rows[place].finding)
        else:
            self._shown = ""
            self.right.setCurrentWidget(self.none)
        self._enable()

    def _row(self, state: FindingState) -> FindingRow:
        finding = state.finding
        said = f"{finding.title}\n{finding.fact}\n{finding.effect}\n{finding.cause}\n{finding.spread_to}"
        actions = self.desk.exercise.learning.actions_of(finding.id)
        return FindingRow(finding, len(actions), len(state.evidence), bool(mentions(said)))

    def retranslate(self) -> None:
        """Names in the language in use; what is typed stays."""
        self.rows.touched()
        self.form.items.show_ids(self.form.items.ids)
        self.form.teams.show_ids(self.form.teams.ids)
        self.actions_panel.retranslate()

    def _show(self, finding: Finding) -> None:
        same = finding.id == self._shown
        if not (same and self.form.changed_since):
            self._shown = finding.id
            self.form.show_finding(finding)
        elif self._saving is not None and self.form.value() == finding:
            self.form.show_finding(finding)
        self._saving = None
        self.right.setCurrentIndex(1)
        self.number.setText(finding.id if finding.id != NEW else "")
        self.actions_panel.show_finding(finding.id if finding.id != NEW else "")
        self._say_state()
        self._enable()

    def _say_state(self) -> None:
        changed = self._shown != "" and self.form.changed_since
        source = N_("not saved yet") if changed else N_("saved") if self._shown != NEW else N_("new")
        tr(self.state.setText, source)

    def _enable(self) -> None:
        self.acts["finding.save"].setEnabled(bool(self._shown) and (self._shown == NEW or self.form.changed_since))
        self.acts["finding.withdraw"].setEnabled(bool(self._shown) and self._shown != NEW)

    def _typed(self) -> None:
        self._say_state()
        self._enable()

    def _count_actions(self, counts: tuple[int, int]) -> None:
        self.form.set_tab_title(self.actions_tab, N_("Actions ({n})"), n=counts[0])

    def _chosen(self, chosen: FindingRow | None) -> None:
        if chosen is None or chosen.finding.id == self._shown:
            return
        self.save_what_is_typed()
        self._card = None
        self._show(chosen.finding)

    def _edit(self, chosen: FindingRow) -> None:
        self.form.title.setFocus()

    # acts

    def begin(self, finding: Finding, card: str | None = None) -> None:
        """A new finding with what is known of it."""
        self.save_what_is_typed()
        self._card = card
        self._shown = NEW
        self.table.clearSelection()
        self.form.show_finding(blank())
        self.right.setCurrentIndex(1)
        self.number.setText("")
        self.form.show_finding(finding.changed(id=NEW))
        self.form.tabs.setCurrentIndex(0)
        self.actions_panel.show_finding("")
        self._say_state()
        self._enable()
        (self.form.title if not finding.title else self.form.fact.edit).setFocus()

    def begin_blank(self) -> None:
        """An empty finding."""
        self.begin(blank())

    def open_finding(self, finding: str) -> None:
        """Show one that is there."""
        for number, one in enumerate(self.rows.rows):
            if one.finding.id == finding:
                self.table.select_row(number)

    def save(self) -> None:
        """Keep what stands in the form."""
        exercise = self.desk.exercise
        if exercise is None or not self._shown:
            return
        finding = self.form.value()
        if not finding.title:
            self.desk.tell(
                N_("A finding needs a title: one sentence that says what is to be learned."), key="debrief/finding"
            )
            self.form.title.setFocus()
            return
        self.desk.resolved.emit("debrief/finding")
        self._saving = finding
        exercise.do(write, finding, self._card, then=self._saved)

    def save_what_is_typed(self) -> None:
        """Keep it when one goes elsewhere; without a title it stays in the form and is asked for on closing."""
        if self._shown and self.form.changed_since and self.form.value().title and self.desk.exercise is not None:
            self.desk.exercise.do(write, self.form.value(), self._card)

    def _saved(self, result: ChangeSet) -> None:
        entry = self.desk.exercise.by_id.get(result.entries[-1]) if self.desk.exercise is not None else None
        if entry is None:
            return
        if self._shown in (NEW, entry.payload.finding.id):
            self._card = None
            self._shown = entry.payload.finding.id
            if self.form.value().changed(id=self._shown) == entry.payload.finding:
                self.form.show_finding(entry.payload.finding)
        self.show_findings()

    def withdraw(self) -> None:
        """Ask whether the finding leaves the report."""
        if not self._shown or self._shown == NEW:
            return
        question = Question(
            N_("Take finding {finding} out of the report?"),
            N_(
                "It stays in the log with everything that was written, but the report and the improvement plan no longer show it."
            ),
            (Choice("withdraw", N_("Take it out"), "danger"),),
            parent=self,
            finding=self._shown,
        )
        question.ask(self._withdraw_answered)

    def _withdraw_answered(self, answer: str) -> None:
        if answer == "withdraw" and self.desk.exercise is not None:
            self.desk.exercise.do(debriefing.withdraw_finding, self._shown, _("Taken out in the debrief"))

    def unsaved(self) -> bool:
        """Whether something typed is not kept."""
        return bool(self._shown) and self.form.changed_since
