"""The problems of a plan in one line, with a list to open and a way to walk through them."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.actions import ActionSet
from exercise_studio.desktop.texts import on_language, tr
from exercise_studio.desktop.widgets.layout import GRID, IconLabel, label, row
from exercise_studio.desktop.widgets.tables import Column, RowsModel, Table
from exercise_studio.domain.errors import Problem
from exercise_studio.domain.exercise import Plan
from exercise_studio.language import N_, _, plural

NAMES = {"ja": N_("Japanese"), "en": N_("English")}


def inject_of(problem: Problem, plan: Plan) -> tuple[str, str]:
    """The inject that a problem's path lies in and the rest of the path; empty where it lies elsewhere."""
    parts = problem.path.split(".")
    if len(parts) > 1 and parts[0] == "injects" and parts[1].isdigit():
        number = int(parts[1])
        if number < len(plan.scenario.injects):
            return plan.scenario.injects[number].id, ".".join(parts[2:])
    return "", problem.path


def marks_of(problems: Sequence[Problem], plan: Plan) -> dict[str, int]:
    """For each inject with problems how bad they are: 2 an error, 1 a warning."""
    found: dict[str, int] = {}
    for problem in problems:
        inject, _rest = inject_of(problem, plan)
        if inject:
            found[inject] = max(found.get(inject, 0), 2 if problem.severity == "error" else 1)
    return found


class ProblemRow:
    """A problem with the plan it was found in."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan

    def place(self) -> str:
        """The inject's number, or the part of the plan."""
        inject, path = inject_of(self.problem, self.plan)
        if inject:
            return inject
        part = path.partition(".")[0]
        parts = {
            "organisations": N_("Organisations"),
            "observers": N_("Observers"),
            "assignments": N_("Checklist"),
            "title": N_("Set-up"),
        }
        return _(parts.get(part, N_("Scenario")))

    def said(self) -> str:
        """The sentence."""
        params: dict[str, Any] = dict(self.problem.params)
        if params.get("language") in NAMES:
            params["language"] = _(NAMES[str(params["language"])])
        return texts.resolve(self.problem.message, params)

    def mark(self) -> str:
        """× for an error, ! for a warning."""
        return "×" if self.problem.severity == "error" else "!"

    def ink(self) -> str | None:
        """The colour of the mark."""
        return "danger.fill" if self.problem.severity == "error" else None


class ProblemsBar(QFrame):
    """How many problems there are, the next one, and the list.

    Signals:
        picked: a Problem to go to.
        only_these: whether the table shall show only injects with problems.
    """

    picked = Signal(object)
    only_these = Signal(bool)

    def __init__(self, acts: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "panel")
        self._next = 0
        self.problems: list[Problem] = []
        self.icon = IconLabel("warning", 18, "notice.edge")
        self.good = IconLabel("ok", 18, "calm.edge")
        self.count = label(look="strong")
        self.first = label(look="muted")
        self.first.setMinimumWidth(theme.scaled(60))
        self.toggle = QPushButton()
        self.toggle.setProperty("look", "quiet")
        self.toggle.setCheckable(True)
        self.toggle.setAutoDefault(False)
        tr(self.toggle.setText, N_("Show the list"))
        self.toggle.toggled.connect(self._toggled)
        self.filter = QPushButton()
        self.filter.setProperty("look", "quiet")
        self.filter.setCheckable(True)
        self.filter.setAutoDefault(False)
        tr(self.filter.setText, N_("Only these injects"))
        self.filter.toggled.connect(self.only_these)
        self.next = QPushButton()
        self.next.setProperty("look", "quiet")
        acts.attach(self.next, "problem")
        self.model = RowsModel(
            (
                Column("", ProblemRow.mark, ink=ProblemRow.ink, width=28),
                Column(N_("Where"), ProblemRow.place, width=96),
                Column(N_("Problem"), ProblemRow.said, tip=ProblemRow.said, width=0),
            ),
            parent=self,
        )
        self.table = Table(self.model, density="compact", name=N_("Problems of the plan"))
        self.table.setFixedHeight(theme.scaled(136))
        self.table.opened.connect(self._opened)
        self.table.clicked.connect(self._clicked)
        self.table.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, 2, GRID, 2)
        column.setSpacing(2)
        line = row(self.icon, self.good, self.count)
        line.addWidget(self.first, 1)
        for widget in (self.filter, self.next, self.toggle):
            line.addWidget(widget)
        column.addLayout(line)
        column.addWidget(self.table)
        on_language(self._say)

    def show_problems(self, problems: Sequence[Problem], plan: Plan) -> None:
        """Show the problems of a plan, errors first."""
        self.problems = list(problems)
        self.model.set_rows(ProblemRow(problem, plan) for problem in problems)
        self._next = min(self._next, max(0, len(self.problems) - 1))
        self._say()

    def go_to_next(self) -> None:
        """Go to the next problem, from the last to the first again."""
        if self.problems:
            self._next %= len(self.problems)
            self.table.select_row(self._next)
            problem = self.problems[self._next]
            self._next += 1
            self.picked.emit(problem)

    def _say(self) -> None:
        count = len(self.problems)
        self.icon.setVisible(count > 0)
        self.good.setVisible(count == 0)
        self.count.setText(plural("{n} problem", "{n} problems", count) if count else _("No problems"))
        self._elide()
        for widget in (self.toggle, self.filter, self.next):
            widget.setVisible(count > 0)
        if not count:
            self.toggle.setChecked(False)
            self.filter.setChecked(False)

    def _elide(self) -> None:
        said = ""
        if self.model.rows and not self.toggle.isChecked():
            first = self.model.rows[0]
            said = f"{first.place()}: {first.said()}"
        room = max(40, self.first.width() - 4)
        self.first.setToolTip(said)
        self.first.setText(self.first.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, room))

    def _toggled(self, on: bool) -> None:
        self.table.setVisible(on)
        self._elide()

    def _opened(self, row_: ProblemRow) -> None:
        self.picked.emit(row_.problem)

    def _clicked(self, index: Any) -> None:
        self.picked.emit(self.model.rows[index.row()].problem)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._elide()
