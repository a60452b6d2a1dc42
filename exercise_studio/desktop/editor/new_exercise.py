"""A new exercise in four calm steps: scenario, exercise, participants, observers and checklist. Enter alone leads to a good one."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from exercise_studio.design.schedule import in_order, phase_of
from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Choice as Answer
from exercise_studio.desktop.dialogs import Dialog, Question
from exercise_studio.desktop.editor.checklist_panel import ChecklistPanel
from exercise_studio.desktop.editor.drafts import PlanDraft
from exercise_studio.desktop.editor.participants import ObserversPanel, ParticipantsPanel
from exercise_studio.desktop.editor.setup import AttendancePanel, GeneralPanel
from exercise_studio.desktop.editor.words import SECTORS, clock, span
from exercise_studio.desktop.names import DIFFICULTIES, THREATS
from exercise_studio.desktop.stylesheet import set_look
from exercise_studio.desktop.texts import authored, on_language
from exercise_studio.desktop.widgets.layout import BETWEEN, GRID, INSIDE, Card, button, label, row
from exercise_studio.desktop.widgets.tables import Column, RowsModel, Table
from exercise_studio.domain.checklist import Checklist
from exercise_studio.domain.errors import KnownError
from exercise_studio.domain.exercise import ObserverSeat, Plan
from exercise_studio.domain.scenario import Scenario
from exercise_studio.journeys import authoring, library
from exercise_studio.journeys.library import ScenarioCard
from exercise_studio.language import N_, _, current

AHEAD: Final = timedelta(days=28)
START: Final = time(13, 30)
STEPS: Final = (N_("Scenario"), N_("Exercise"), N_("Who takes part"), N_("Observers and checklist"))
HINTS: Final = (
    N_("Choose what the exercise plays."),
    N_("Everything here can be changed until the run starts."),
    N_("Tick who takes part. Slots that nobody fills are played by controllers."),
    N_(
        "Observers are known by code, never by name. The ticks follow the scenario; change them where a team has other tasks."
    ),
)


def planned_start(today: date) -> datetime:
    """When an exercise is planned unless somebody says otherwise: four weeks ahead, on a working day, at 13:30."""
    day = today + AHEAD
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime.combine(day, START)


def first_plan(scenario: Scenario, checklists: tuple[Checklist, ...], today: date, before: Plan | None = None) -> Plan:
    """A plan that could be played as it is; what was already said for another scenario is kept."""
    plan = authoring.new_plan(
        scenario,
        checklists,
        starts_at=before.starts_at if before else planned_start(today),
        place=before.place if before else "",
        department=before.department if before else "",
        tlp=before.tlp if before else "AMBER",
        observers=(ObserverSeat(code="OBS-01"),),
    )
    if before is not None and before.title != before.scenario.title:
        plan = plan.changed(title=before.title)
    return plan


class NewExercise(Dialog):
    """Makes an exercise and opens its plan.

    Attributes:
        draft: the plan in the making; None until a scenario is chosen.
        step: which step is shown, from 0.
        begin_at: the step to show as soon as the library is read.
    """

    def __init__(
        self, desk: Desk, scenario: str = "", parent: QWidget | None = None, today: date | None = None
    ) -> None:
        super().__init__(N_("New exercise"), parent)
        self.desk = desk
        self.draft: PlanDraft | None = None
        self.step = 0
        self.begin_at = 0
        self._wanted = scenario
        self._today = today or date.today()  # noqa: DTZ011  the day on the user's own calendar
        self._making = False
        self.hint = label(look="muted", wrap=True)
        self.steps = [label() for _step in STEPS]
        self.stack = QStackedWidget()
        self.library = ScenarioStep()
        self.library.chosen.connect(self._scenario_chosen)
        self.library.table.opened.connect(self.next)
        self.stack.addWidget(self.library)
        rail = QFrame()
        rail.setProperty("look", "panel")
        column = QVBoxLayout(rail)
        column.setContentsMargins(INSIDE, BETWEEN, INSIDE, BETWEEN)
        column.setSpacing(BETWEEN)
        for said in self.steps:
            said.setWordWrap(True)
            column.addWidget(said)
        column.addStretch(1)
        rail.setFixedWidth(theme.scaled(172))
        right = QVBoxLayout()
        right.setSpacing(INSIDE)
        right.addWidget(self.hint)
        right.addWidget(self.stack, 1)
        line = row(rail, spacing=BETWEEN)
        line.addLayout(right, 1)
        self.body.addLayout(line, 1)
        self.error = label(look="error", wrap=True)
        self.error.hide()
        self.body.addWidget(self.error)
        self.back = button(N_("Previous step"), self.previous, icon="left")
        self.forward = button(N_("Next step"), self.next, "primary")
        self.forward.setDefault(True)
        self.cancel = button(N_("Cancel"), self.reject, "quiet")
        self.buttons(self.back, self.forward, left=(self.cancel,))
        self.resize(theme.scaled(980), theme.scaled(620))
        self.setMinimumSize(theme.scaled(720), theme.scaled(480))
        on_language(self._say)
        self._say()
        desk.tasks.run(library.list_scenarios, then=self._listed, failed=self._failed, compute=True)

    # the library

    def _listed(self, cards: list[ScenarioCard]) -> None:
        self.library.show_cards(cards, self._wanted)
        if self._wanted and self.library.card is not None and self.library.card.id == self._wanted:
            # Chosen on the home page already: this step is done, Back still leads to it.
            self.begin_at = max(1, self.begin_at)
        self._scenario_chosen()

    def _scenario_chosen(self) -> None:
        card = self.library.card
        if card is not None and card.scenario is not None:
            before = self.draft.plan if self.draft else None
            if before is None or before.scenario != card.scenario:
                self.desk.tasks.run(
                    library.load_checklists, card.scenario.checklists,
                    then=self._checklists, failed=self._failed, latest="new exercise", compute=True,
                )  # fmt: skip
        self._say()

    def _checklists(self, checklists: tuple[Checklist, ...]) -> None:
        card = self.library.card
        if card is None or card.scenario is None:
            return
        plan = first_plan(card.scenario, checklists, self._today, self.draft.plan if self.draft else None)
        if self.draft is None:
            self.draft = PlanDraft(plan, self)
            self._build()
        else:
            self.draft.replace(plan)
        if self.begin_at:
            begin, self.begin_at = self.begin_at, 0
            self.show_step(begin)
        self._say()

    # the steps behind it

    def _build(self) -> None:
        assert self.draft is not None
        self.general = GeneralPanel(self.draft)
        self.participants = ParticipantsPanel(self.draft, intro=False)
        self.observers = ObserversPanel(self.draft, intro=False)
        self.attendance = AttendancePanel(self.draft)
        self.checklist = ChecklistPanel(self.draft)
        for panel in (self.general, self.participants):
            self.stack.addWidget(_scrolled(panel))
        last = QWidget()
        column = QVBoxLayout(last)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(BETWEEN)
        column.addWidget(self.observers)
        column.addWidget(self.checklist, 1)
        self.stack.addWidget(last)
        people = Card(N_("Planned attendance"))
        people.body.addWidget(self.attendance)
        self.participants.layout().addWidget(people)
        self.participants.layout().addStretch(1)  # type: ignore[attr-defined]
        self.general.layout().addStretch(1)  # type: ignore[attr-defined]
        self.draft.refused.connect(self._failed)

    def show_step(self, number: int) -> None:
        """Show a step, from 0; those behind the first need a scenario."""
        self.flush()
        if number and self.draft is None:
            return
        self.step = max(0, min(number, len(STEPS) - 1))
        self.stack.setCurrentIndex(self.step)
        self._say()
        # Focus on the button, so that Enter alone goes on and Tab leads into the fields.
        self.forward.setFocus()

    def next(self, *_row: object) -> None:
        """Go on, or make the exercise behind the last step."""
        if self.step < len(STEPS) - 1:
            self.show_step(self.step + 1)
        else:
            self.make()

    def previous(self) -> None:
        """One step back."""
        self.show_step(self.step - 1)

    def flush(self) -> None:
        """Hand on what was typed."""
        if self.draft is not None:
            for panel in (self.general, self.participants, self.observers):
                panel.flush()

    # making it

    def make(self) -> None:
        """Make the exercise; the dialog closes when it stands."""
        self.flush()
        if self.draft is None or self._making:
            return
        self._making = True
        self._say()
        self.desk.tasks.run(
            authoring.create_exercise, self.desk.workspace, self.draft.plan, then=self._made, failed=self._failed
        )

    def _made(self, exercise: str) -> None:
        self.accept()
        self.desk.open_exercise(exercise, "plan")

    def _failed(self, error: Exception) -> None:
        self._making = False
        if isinstance(error, KnownError):
            self.error.setText(error.text(current()))
            self.error.show()
        else:
            self.desk.bug(error)
        self._say()

    def reject(self) -> None:
        """Closing asks first when something was written."""
        self.flush()
        if self.draft is None or not self.draft.stack.count() or self._making:
            super().reject()
            return
        question = Question(
            N_("Give up this exercise?"),
            N_("What you wrote in these steps is not kept anywhere yet."),
            (Answer("discard", N_("Give it up"), "danger"),),
            back=N_("Go on writing"),
            parent=self,
        )
        question.ask(self._answered)

    def _answered(self, answer: str) -> None:
        if answer == "discard":
            super().reject()

    def _say(self) -> None:
        """Which step this is, and what the buttons do."""
        for number, (said, name) in enumerate(zip(self.steps, STEPS, strict=True)):
            done = number < self.step
            said.setText(f"{'✓' if done else number + 1}  {_(name)}")
            set_look(said, "strong" if number == self.step else "muted")
        self.hint.setText(_(HINTS[self.step]))
        last = self.step == len(STEPS) - 1
        self.forward.setText(_("Make the exercise") if last else _("Next step"))
        ready = self.draft is not None and not self._making
        if self.step == 0:
            card = self.library.card
            ready = ready and card is not None and self.draft is not None and self.draft.plan.scenario is card.scenario
        if last and self.draft is not None and not self.draft.plan.organisations:
            ready = False
            self.error.setText(_("At least one organisation has to take part."))
            self.error.show()
        elif not self._making:
            self.error.setVisible(bool(self.error.text()) and self.step == 0)
        self.forward.setEnabled(bool(ready))
        self.back.setVisible(self.step > 0)


def _scrolled(panel: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(GRID, GRID, BETWEEN, GRID)
    column.addWidget(panel)
    area.setWidget(inner)
    return area


class ScenarioStep(QWidget):
    """The library: a list, and beside it what the chosen scenario is about.

    Signals:
        chosen: the cursor is on another scenario.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RowsModel(
            (
                Column(N_("Scenario"), _title, tip=_title, width=0),
                Column(N_("Level"), _level, width=64),
                Column(N_("Length"), _length, width=88),
            ),
            parent=self,
        )
        self.table = Table(self.model, name=N_("Scenarios of the library"))
        self.table.current_changed.connect(self._current)
        self.title = label(look="section", wrap=True)
        self.facts = label(look="muted", wrap=True)
        self.summary = label(wrap=True)
        self.objectives = label(wrap=True)
        self.story = label(wrap=True)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(BETWEEN, 0, BETWEEN, 0)
        column.setSpacing(BETWEEN)
        self._headings: list[QLabel] = []
        for heading, widget in (
            ("", self.title),
            ("", self.facts),
            ("", self.summary),
            (N_("What it tries out"), self.objectives),
            (N_("Storyline"), self.story),
        ):
            if heading:
                self._headings.append(label(heading, "strong"))
                column.addWidget(self._headings[-1])
            column.addWidget(widget)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        texts.name(area, N_("About the scenario"))
        line = row(spacing=BETWEEN)
        line.addWidget(self.table, 1)
        line.addWidget(area, 1)
        self.setLayout(line)
        on_language(self._write)
        self._write()

    @property
    def card(self) -> ScenarioCard | None:
        """The chosen scenario."""
        found: Any = self.table.current_row
        return found

    def show_cards(self, cards: list[ScenarioCard], wanted: str = "") -> None:
        """Show the library, with the cursor on `wanted` or on the first that can be played."""
        self.model.set_rows(cards)
        good = [n for n, card in enumerate(cards) if card.scenario is not None]
        place = next((n for n in good if cards[n].id == wanted), good[0] if good else 0)
        self.table.select_row(place)
        self._write()

    def _current(self, _card: object) -> None:
        self._write()
        self.chosen.emit()

    def _write(self) -> None:
        card = self.card
        scenario = card.scenario if card else None
        for heading in self._headings:
            heading.setVisible(scenario is not None)
        if scenario is None:
            problems = "\n".join(problem.text(current()) for problem in card.problems[:5]) if card else ""
            self.title.setText(card.id if card else _("Reading the library…"))
            self.facts.setText(_("This scenario cannot be read:") if card else "")
            self.summary.setText(problems)
            self.objectives.setText("")
            self.story.setText("")
            return
        comma = _(", ")
        self.title.setText(authored(scenario.title))
        self.facts.setText(
            "\n".join(
                (
                    _("Sectors: {names}", names=comma.join(_(SECTORS[s]) for s in scenario.sectors)),
                    _("Threats: {names}", names=comma.join(_(THREATS[t]) for t in scenario.threats)),
                    _(
                        "{level}, {length}, {count} injects",
                        level=_(DIFFICULTIES[scenario.level]),
                        length=span(scenario.duration),
                        count=len(scenario.injects),
                    ),
                )
            )
        )
        self.summary.setText(authored(scenario.summary).strip())
        self.objectives.setText("\n".join(f"{o.id}  {authored(o.text).strip()}" for o in scenario.objectives))
        self.story.setText(storyline(scenario))


def storyline(scenario: Scenario) -> str:
    """The phases with the titles of their injects."""
    lines = []
    for number, phase in enumerate(scenario.phases, 1):
        lines.append(f"{number}. {authored(phase.title)}  T+{clock(phase.start)} – T+{clock(phase.end)}")
        here = [inject for inject in in_order(scenario) if phase_of(scenario, inject) == phase.id]
        lines += [f"    {inject.id}  {authored(inject.title)}" for inject in here if inject.kind != "information"]
    return "\n".join(lines)


def _title(card: ScenarioCard) -> str:
    return authored(card.scenario.title) if card.scenario else card.id


def _level(card: ScenarioCard) -> str:
    return _(DIFFICULTIES[card.scenario.level]) if card.scenario else _("damaged")


def _length(card: ScenarioCard) -> str:
    return span(card.scenario.duration) if card.scenario else "–"


def gallery_wizards() -> Any:
    """The steps, to be painted."""
    for number in range(len(STEPS)):
        yield f"new-{number + 1}", _At(number)


class _At:
    """Makes the dialog and brings it to one of its steps when the library is read."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __call__(self, desk: Desk) -> QWidget:
        dialog = NewExercise(desk, today=date(2026, 6, 1))
        dialog.begin_at = self._number
        return dialog
