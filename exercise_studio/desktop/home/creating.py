"""The shortest way to a new exercise: choose a scenario, name it, say when; everything else has a sensible beginning."""

from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QDate, QTime
from PySide6.QtWidgets import QComboBox, QDateEdit, QFormLayout, QTimeEdit, QWidget

from exercise_studio.desktop import texts
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Dialog
from exercise_studio.desktop.home.words import scenario_title
from exercise_studio.desktop.widgets.layout import button, label
from exercise_studio.desktop.widgets.text_pair import TextPair
from exercise_studio.domain.scenario import Scenario
from exercise_studio.domain.text import Text
from exercise_studio.journeys import authoring, library
from exercise_studio.language import N_
from exercise_studio.store.workspace import Workspace

AHEAD = timedelta(days=28)
"""How far ahead an exercise is planned unless somebody says otherwise."""


class NewExercise(Dialog):
    """Makes an exercise and opens it."""

    def __init__(self, desk: Desk, scenario: str = "", parent: QWidget | None = None) -> None:
        super().__init__(N_("New exercise"), parent)
        self.desk = desk
        self._wanted = scenario
        self._cards: list[Any] = []
        self.scenario = QComboBox()
        texts.name(self.scenario, N_("Scenario"))
        self.scenario.currentIndexChanged.connect(self._chosen)
        self.title = TextPair()
        self.title.setMinimumWidth(480)
        self.day = QDateEdit(calendarPopup=True)
        self.day.setDisplayFormat("yyyy/MM/dd")
        self.time = QTimeEdit(QTime(13, 30))
        self.time.setDisplayFormat("HH:mm")
        planned = date.today() + AHEAD  # noqa: DTZ011  the day on the user's own calendar
        self.day.setDate(QDate(planned.year, planned.month, planned.day))
        texts.name(self.day, N_("Date"))
        texts.name(self.time, N_("Start time"))
        form = QFormLayout()
        form.addRow(label(N_("Scenario")), self.scenario)
        form.addRow(label(N_("Title of the exercise")), self.title)
        form.addRow(label(N_("Date")), self.day)
        form.addRow(label(N_("Start time")), self.time)
        self.body.addLayout(form)
        self.make = button(N_("Make the exercise"), self.create, "primary")
        self.make.setDefault(True)
        self.make.setEnabled(False)
        self.buttons(self.make, button(N_("Go back"), self.reject))
        desk.tasks.run(library.list_scenarios, then=self._listed)

    def create(self) -> None:
        """Make the exercise; the dialog closes when it stands."""
        card = self._cards[self.scenario.currentIndex()]
        day, time = self.day.date(), self.time.time()
        starts = datetime(day.year(), day.month(), day.day(), time.hour(), time.minute())  # noqa: DTZ001  local by design
        self.make.setEnabled(False)
        self.desk.tasks.run(
            _create, self.desk.workspace, card.scenario, self.title.text(), starts,
            then=self._made, failed=self._failed,
        )  # fmt: skip

    def _listed(self, cards: list[Any]) -> None:
        self._cards = [card for card in cards if card.scenario is not None]
        for card in self._cards:
            self.scenario.addItem(scenario_title(card), card.id)
        place = self.scenario.findData(self._wanted)
        self.scenario.setCurrentIndex(max(0, place))
        self.make.setEnabled(bool(self._cards))

    def _chosen(self, number: int) -> None:
        if 0 <= number < len(self._cards):
            self.title.set_text(self._cards[number].scenario.title)

    def _made(self, exercise: str) -> None:
        self.accept()
        self.desk.open_exercise(exercise, "plan")

    def _failed(self, error: Exception) -> None:
        self.make.setEnabled(True)
        self.desk.tasks.handle(error)


def _create(workspace: Workspace, scenario: Scenario, title: Text | None, starts: datetime) -> str:
    """On the database thread."""
    checklists = library.load_checklists(scenario.checklists)
    plan = authoring.new_plan(scenario, checklists, title=title, starts_at=starts)
    return authoring.create_exercise(workspace, plan)
