"""Corrective actions: a list with what is overdue, the form of one, and its steps with evidence."""

from datetime import date, timedelta
from typing import Any, Final

from PySide6.QtCore import QDate, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QDateEdit,
    QFrame,
    QGridLayout,
    QLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.debrief.fields import ProseField, Roles, fill_combo
from exercise_studio.desktop.debrief.words import ACTION_STATES, GRADE_GLYPHS, GRADES, today
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.formats import day
from exercise_studio.desktop.report.taking_in import ActionsWorkbook
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import BETWEEN, GRID, INSIDE, MARGIN, Splitter, button, column, label, row
from exercise_studio.desktop.widgets.tables import Column, RowsModel, Table
from exercise_studio.evaluation.learning import ActionProgress
from exercise_studio.journeys import following_up
from exercise_studio.journeys.session import local_of
from exercise_studio.language import N_, _

STATE_GLYPHS: Final = {"planned": "○", "doing": "◐", "done": "●", "confirmed": "✓", "dropped": "－"}
SPAN: Final = 60
"""Days until a new action is due, unless said otherwise."""


class ActionsPanel(QWidget):
    """The actions of one finding, or of all of them (`finding` None).

    Attributes:
        finding: whose actions are shown; a new action belongs to it.
    Signals:
        counted: (all, overdue).
    """

    counted = Signal(object)

    def __init__(self, desk: Desk, roles: Roles, *, every: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.every = desk, every
        self.finding = ""
        self._roles_of = roles
        self._shown = ""
        self._new = False
        self._kind = "open"
        columns = (
            Column(N_("No."), self._number, width=76),
            Column(N_("Action"), _text, width=0, tip=_text),
            *((Column(N_("Finding"), _finding, width=84),) if every else ()),
            Column(N_("Owner"), _owner, width=190 if every else 130, tip=_owner),
            Column(N_("Due"), self._due, width=172 if every else 152, ink=self._due_ink, font=self._due_font),
            Column(N_("State"), _state, width=120 if every else 100),
        )
        self.rows = RowsModel(columns)
        self.table = Table(self.rows, name=N_("Corrective actions"))
        self.table.current_changed.connect(self._chosen)
        self.table.opened.connect(self._edit)
        self.add = button(N_("Plan an action"), self.plan_new, "primary" if not every else "", icon="plus")
        self.filter = QComboBox()
        fill_combo(
            self.filter,
            {"open": N_("Still open"), "overdue": N_("Overdue"), "closed": N_("Closed"), "all": N_("All")},
            "all",
        )
        self.filter.currentIndexChanged.connect(self.show_actions)
        texts.name(self.filter, N_("Which actions"))
        self.summary = label(look="muted")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, INSIDE if every else GRID, 0, 0)
        outer.setSpacing(INSIDE)
        top = row(self.filter, self.summary, 1) if every else row(self.add, self.summary, 1)
        if every:
            top.addWidget(self._workbook())
        outer.addLayout(top)
        # The one that has no place here belongs to the panel all the same, so that it goes with it.
        spare = self.add if every else self.filter
        spare.setParent(self)
        spare.hide()
        name, sizes = ("actions", (200, 300)) if every else ("finding-actions", (110, 300))
        self.splitter = Splitter(name, desk.settings, Qt.Orientation.Vertical, sizes)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self._form())
        self.splitter.setStretchFactor(0, 1)
        self.splitter.restore()
        outer.addWidget(self.splitter, 1)
        self.table.setMinimumHeight(theme.scaled(92))

    def _workbook(self) -> QWidget:
        """The actions as a workbook that others edit, and back in again."""
        found = button(N_("Excel"), None, tip=N_("Write the actions into a workbook, or take an edited one in"))
        texts.name(found, N_("Actions as a workbook"))
        found.setMenu(ActionsWorkbook(self.desk, self).menu(found))
        return found

    # the form

    def _form(self) -> QWidget:
        frame = QFrame()
        frame.setProperty("look", "card")
        whole = QVBoxLayout(frame)
        whole.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole.addWidget(scroll)
        self.form = QWidget()
        scroll.setWidget(self.form)
        self.heading = label(look="strong")
        self.text = ProseField(
            N_("What is done"), N_("A deed with an end, so that it can be checked"), roles=self._roles_of
        )
        self.owner = QComboBox()
        self.owner.setEditable(True)
        self.owner.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.owner.setSizePolicy(self.owner.sizePolicy().Policy.Ignored, self.owner.sizePolicy().verticalPolicy())
        texts.name(self.owner, N_("Owner (a role)"))
        self.due = QDateEdit()
        self.due.setCalendarPopup(True)
        self.due.setDisplayFormat("yyyy/MM/dd")
        texts.name(self.due, N_("Due"))
        self.priority = QComboBox()
        fill_combo(self.priority, GRADES, "middle")
        texts.name(self.priority, N_("Priority"))
        self.resources = QLineEdit()
        texts.name(self.resources, N_("Resources"))
        self.criterion = QLineEdit()
        texts.name(self.criterion, N_("Done when"))
        tr(self.criterion.setPlaceholderText, N_("How anybody can see that it is done"))
        self.keep = button(N_("Keep the action"), self.keep_action, "primary")
        grid = QGridLayout()
        grid.setHorizontalSpacing(BETWEEN)
        grid.setVerticalSpacing(INSIDE)
        grid.setColumnStretch(1, 1)
        for line, (title, field) in enumerate(
            (
                (N_("Owner (a role)"), self.owner),
                (N_("Due"), row(self.due, label(N_("Priority"), "muted"), self.priority, 1)),
                (N_("Resources"), self.resources),
                (N_("Done when"), self.criterion),
            )
        ):
            grid.addWidget(label(title), line, 0)
            if isinstance(field, QWidget):
                grid.addWidget(field, line, 1)
            else:
                grid.addLayout(field, line, 1)
        left = column(self.heading, self.text, 1)
        right = column(grid, row(1, self.keep), 1)
        fields = SideBySide()
        fields.add(left)
        fields.add(right)
        inside = column(fields, self._steps(), 1, spacing=BETWEEN)
        inside.setContentsMargins(BETWEEN, INSIDE, BETWEEN, INSIDE)
        self.form.setLayout(inside)
        return frame

    def _steps(self) -> QWidget:
        self.steps = QWidget()
        self.state = QComboBox()
        fill_combo(self.state, ACTION_STATES)
        self.state.currentIndexChanged.connect(self._state_chosen)
        texts.name(self.state, N_("State"))
        self.evidence = QLineEdit()
        texts.name(self.evidence, N_("Evidence or reason"))
        self.record = button(N_("Record the step"), self.record_step)
        self.history = label(look="muted", wrap=True)
        line = row(self.state, self.evidence, self.record)
        line.setStretchFactor(self.evidence, 1)
        self.steps.setLayout(column(label(N_("State"), "strong"), line, self.history))
        return self.steps

    # showing

    def show_finding(self, finding: str) -> None:
        """The actions of one finding."""
        if finding != self.finding:
            self.finding, self._shown, self._new = finding, "", False
        self.show_actions()

    def show_actions(self) -> None:
        """The actions as they are; the cursor stays on its action."""
        exercise = self.desk.exercise
        known = exercise.learning if exercise is not None else None
        found: list[ActionProgress] = []
        if known is not None:
            found = (
                list(known.actions.values()) if self.every else known.actions_of(self.finding) if self.finding else []
            )
        now = self._today()
        late = sum(one.overdue(now) for one in found)
        shown = [one for one in found if self._passes(one, now)]
        shown.sort(
            key=lambda one: (not one.overdue(now), one.state not in ("planned", "doing"), one.action.due, one.action.id)
        )
        self.rows.set_rows(shown)
        self.counted.emit((len(found), late))
        tr(
            self.summary.setText,
            N_("Actions: {n}, overdue: {late}") if found else N_("No action is planned yet."),
            n=len(found),
            late=late,
        )
        self.add.setEnabled(bool(self.finding) or self.every)
        if self._new:
            return
        place = next((n for n, one in enumerate(shown) if one.action.id == self._shown), 0)
        with QSignalBlocker(self.table):
            self.table.select_row(place)
        self._chosen(shown[place] if shown else None)

    def _passes(self, one: ActionProgress, now: date) -> bool:
        kind = self.filter.currentData() if self.every else "all"
        if kind == "overdue":
            return one.overdue(now)
        if kind == "open":
            return one.state in ("planned", "doing")
        return one.state not in ("planned", "doing") if kind == "closed" else True

    def _chosen(self, progress: ActionProgress | None) -> None:
        self._new = False
        self.form.setVisible(progress is not None)
        if progress is None:
            self._shown = ""
            return
        action = progress.action
        self._shown = action.id
        self._fill_owners(action.owner)
        tr(self.heading.setText, N_("{action}, for finding {finding}"), action=action.id, finding=action.finding)
        self.text.show_text(action.text)
        self.due.setDate(QDate(action.due.year, action.due.month, action.due.day))
        self.priority.setCurrentIndex(max(0, self.priority.findData(action.priority)))
        self.resources.setText(action.resources)
        self.criterion.setText(action.criterion)
        self.steps.show()
        with QSignalBlocker(self.state):
            self.state.setCurrentIndex(max(0, self.state.findData(progress.state)))
        self.evidence.clear()
        self._state_chosen()
        self._show_history(progress)

    def _show_history(self, progress: ActionProgress) -> None:
        zone = self.desk.exercise.plan.time_zone
        lines = []
        for step in reversed(progress.history):
            when = day(local_of(step.at, zone).date(), weekday=False)
            said = "  ".join(filter(None, (step.note, step.evidence)))
            lines.append(f"{when}  {STATE_GLYPHS[step.state]} {_(ACTION_STATES[step.state])}  {said}".rstrip())
        self.history.setText("\n".join(lines))
        self.history.setVisible(bool(lines))

    def retranslate(self) -> None:
        """Dates and states in the language in use."""
        self.show_actions()

    def _fill_owners(self, owner: str) -> None:
        self.owner.clear()
        self.owner.addItems(list(self._roles_of()))
        self.owner.setCurrentText(owner)

    def _today(self) -> date:
        return today(self.desk.exercise) if self.desk.exercise is not None else date.min

    # acts

    def plan_new(self) -> None:
        """A form for another action of the finding."""
        finding = self.finding
        if self.every:
            current = self.table.current_row
            finding = current.action.finding if current is not None else ""
        if not finding or self.desk.exercise is None:
            return
        self._new, self._shown, self.finding = True, "", finding
        self.form.show()
        tr(self.heading.setText, N_("New action, for finding {finding}"), finding=finding)
        self._fill_owners("")
        self.text.show_text("")
        due = self._today() + timedelta(days=SPAN)
        self.due.setDate(QDate(due.year, due.month, due.day))
        known = self.desk.exercise.learning.findings.get(finding)
        self.priority.setCurrentIndex(max(0, self.priority.findData(known.finding.severity if known else "middle")))
        self.resources.clear()
        self.criterion.clear()
        self.steps.hide()
        self.text.edit.setFocus()

    def keep_action(self) -> None:
        """Keep what stands in the form as a new or a changed action."""
        exercise = self.desk.exercise
        progress = exercise.learning.actions.get(self._shown) if exercise is not None else None
        if exercise is None or (progress is None and not self._new):
            return
        text, owner = self.text.value(), self.owner.currentText().strip()
        if not text or not owner:
            self.desk.tell(N_("An action needs a text and an owner role."), key="debrief/action")
            (self.owner if text else self.text.edit).setFocus()
            return
        self.desk.resolved.emit("debrief/action")
        due = self.due.date()
        exercise.do(
            following_up.plan_action, progress.action.finding if progress is not None else self.finding, text,
            owner=owner, due=date(due.year(), due.month(), due.day()), priority=self.priority.currentData(),
            resources=self.resources.text().strip(), criterion=self.criterion.text().strip(),
            action=progress.action.id if progress is not None else None, then=self._kept,
        )  # fmt: skip

    def _kept(self, result: Any) -> None:
        exercise = self.desk.exercise
        entry = exercise.by_id.get(result.entries[-1]) if exercise is not None else None
        if entry is not None:
            self._new, self._shown = False, entry.payload.action.id
        self.show_actions()

    def _state_chosen(self) -> None:
        state = self.state.currentData()
        hints = {
            "done": N_("Evidence: document, record, test result"),
            "confirmed": N_("Confirmed by which role"),
            "dropped": N_("Why it is dropped"),
        }
        tr(self.evidence.setPlaceholderText, hints.get(state, N_("Note")))

    def record_step(self) -> None:
        """Keep the state with its evidence."""
        exercise = self.desk.exercise
        if exercise is None or not self._shown:
            return
        state, said = self.state.currentData(), self.evidence.text().strip()
        if state in ("done", "dropped", "confirmed") and not said:
            needs = (
                N_("Say which role confirms it.")
                if state == "confirmed"
                else N_("Closing an action needs evidence or a reason.")
            )
            self.desk.tell(needs, key="debrief/action")
            self.evidence.setFocus()
            return
        self.desk.resolved.emit("debrief/action")
        if state == "confirmed":
            exercise.do(following_up.confirm, self._shown, said, self._today())
        elif state == "done":
            exercise.do(following_up.change_state, self._shown, state, evidence=said)
        else:
            exercise.do(following_up.change_state, self._shown, state, note=said)

    def _edit(self, progress: ActionProgress) -> None:
        self.text.edit.setFocus()

    @property
    def complete(self) -> bool:
        """Whether what stands in the form can be kept."""
        return bool(self.text.value()) and bool(self.owner.currentText().strip())

    def unsaved(self) -> bool:
        """Whether a new action is half written."""
        return self._new and bool(self.text.value())

    # cells

    def _number(self, one: ActionProgress) -> str:
        return f"{GRADE_GLYPHS[one.action.priority]} {one.action.id}"

    def _due(self, one: ActionProgress) -> str:
        said = day(one.action.due, weekday=False)
        now = self._today()
        if not one.overdue(now):
            return said
        return _("{day} ▲{days} d", day=said, days=(now - one.action.due).days)

    def _due_ink(self, one: ActionProgress) -> str | None:
        return "danger.fill" if one.overdue(self._today()) else None

    def _due_font(self, one: ActionProgress) -> Any:
        return theme.ui_font(bold=one.overdue(self._today()))


class SideBySide(QWidget):
    """Parts beside each other where there is room, one above the other where there is not."""

    ROOM: Final = 700

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(MARGIN)

    def add(self, part: QLayout) -> None:
        """Another part."""
        self._box.addLayout(part, 1)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.scaled(self.ROOM)
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(240), super().minimumSizeHint().height())


def _text(one: ActionProgress) -> str:
    return one.action.text


def _finding(one: ActionProgress) -> str:
    return one.action.finding


def _owner(one: ActionProgress) -> str:
    return one.action.owner


def _state(one: ActionProgress) -> str:
    return f"{STATE_GLYPHS[one.state]} {_(ACTION_STATES[one.state])}"
