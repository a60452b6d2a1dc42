"""The steps to a new exercise: Enter alone makes one that can be run; what is chosen on the way is what is made."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from exercise_studio import language
from exercise_studio.conduct.run import RunState
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Question
from exercise_studio.desktop.editor.new_exercise import STEPS, NewExercise, planned_start
from exercise_studio.desktop.frame import Frame
from exercise_studio.domain.exercise import Plan
from exercise_studio.journeys import conducting
from exercise_studio.journeys.session import Session
from exercise_studio.store.workspace import Workspace
from tests.desktop.editor.conftest import SCENARIO

Made = Callable[[], tuple[Plan, str]]


@pytest.fixture
def empty_file(tmp_path: Path, desk: Desk, qtbot: QtBot) -> Path:
    """A workspace without exercises, open on the desk."""
    file = tmp_path / "empty.estudio"
    desk.open_workspace(file, create=True)
    qtbot.waitUntil(lambda: desk.workspace is not None, timeout=10_000)
    return file


@pytest.fixture
def wizard(qtbot: QtBot, desk: Desk, empty_file: Path) -> Callable[[str], NewExercise]:
    """Opens the dialog when the library is read."""

    def opened(scenario: str = "") -> NewExercise:
        dialog = NewExercise(desk, scenario, today=date(2026, 11, 23))
        qtbot.addWidget(dialog)
        dialog.open()
        qtbot.waitUntil(lambda: dialog.forward.isEnabled(), timeout=10_000)
        return dialog

    return opened


@pytest.fixture
def made(qtbot: QtBot, desk: Desk, empty_file: Path) -> Made:
    """What stands in the workspace file after the dialog closed."""

    def read() -> tuple[Plan, str]:
        qtbot.waitUntil(lambda: desk.exercise is not None, timeout=10_000)
        qtbot.waitUntil(lambda: not desk.tasks.busy, timeout=10_000)
        with Workspace.open(empty_file, read_only=True) as reader:
            row = reader.exercises()[0]
            return reader.draft(row.id), row.id

    return read


def test_enter_three_times_makes_an_exercise_that_can_be_run(
    wizard: Callable[[str], NewExercise], made: Made, desk: Desk, qtbot: QtBot
) -> None:
    pages: list[str] = []
    desk.page_wanted.connect(pages.append)
    dialog = wizard(SCENARIO)
    assert dialog.step == 1
    for _enter in range(3):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    plan, exercise = made()
    assert pages == ["plan"]
    assert [o.id for o in plan.organisations] == ["terminal"]
    assert [seat.code for seat in plan.observers] == ["OBS-01"]
    assert plan.starts_at == datetime(2026, 12, 21, 13, 30)
    assert len(plan.items_of("terminal/csirt")) > 10
    states: list[RunState] = []

    def run(session: Session) -> None:
        conducting.start_run(session)
        states.append(session.state)

    assert desk.exercise.id == exercise
    desk.exercise.do(run)
    qtbot.waitUntil(lambda: bool(states), timeout=10_000)
    assert states[0].clock.mode == "running"


def test_without_a_scenario_it_begins_with_the_library(
    wizard: Callable[[str], NewExercise], made: Made, qtbot: QtBot
) -> None:
    language.use("en")
    dialog = wizard("")
    assert dialog.step == 0
    assert dialog.library.card.id in [card.id for card in dialog.library.model.rows]
    assert "I01" in dialog.library.story.text()
    for _enter in range(len(STEPS)):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert made()[0].scenario.id == dialog.library.card.id


def test_what_is_chosen_on_the_way_is_what_is_made(
    wizard: Callable[[str], NewExercise], made: Made, qtbot: QtBot
) -> None:
    dialog = wizard(SCENARIO)
    title = dialog.general.title.fields["ja"]
    title.setFocus()
    title.selectAll()
    qtbot.keyClicks(title, "Winter 2027")
    dialog.general.tlp.chosen.emit("RED")
    qtbot.keyClicks(dialog.general.place, "Hall 3")
    dialog.forward.click()
    dialog.participants.slots["chemical"].filled.click()
    name = dialog.participants.slots["chemical"].houses["chemical"].name.fields["en"]
    name.setFocus()
    name.selectAll()
    qtbot.keyClicks(name, "Other Chemicals")
    dialog.participants.slots["chemical"].houses["chemical"].ticks["ot"].click()
    dialog.forward.click()
    dialog.observers.add()
    item = dialog.draft.plan.items_of("chemical/strategy")[0]
    dialog.checklist.apply(item, "chemical/strategy", False)
    dialog.forward.click()
    plan, _exercise = made()
    assert (plan.title.ja, plan.tlp, plan.place) == ("Winter 2027", "RED", "Hall 3")
    assert [o.name.en for o in plan.organisations][1] == "Other Chemicals"
    assert "chemical/ot" not in plan.teams
    assert "chemical/executives" in plan.teams
    assert [seat.code for seat in plan.observers] == ["OBS-01", "OBS-02"]
    assert item not in plan.items_of("chemical/strategy")


def test_somebody_has_to_take_part(wizard: Callable[[str], NewExercise], qtbot: QtBot) -> None:
    dialog = wizard(SCENARIO)
    dialog.show_step(2)
    dialog.participants.slots["terminal"].filled.click()
    dialog.show_step(3)
    assert not dialog.forward.isEnabled()
    assert dialog.error.isVisible()
    dialog.show_step(2)
    dialog.participants.slots["terminal"].filled.click()
    dialog.show_step(3)
    assert dialog.forward.isEnabled()
    assert not dialog.error.isVisible()
    dialog.done(0)


def test_closing_asks_only_when_something_was_written(wizard: Callable[[str], NewExercise], qtbot: QtBot) -> None:
    untouched = wizard(SCENARIO)
    untouched.reject()
    assert not untouched.isVisible()
    dialog = wizard(SCENARIO)
    qtbot.keyClicks(dialog.general.place, "Hall 3")
    dialog.reject()
    question = dialog.findChild(Question)
    assert dialog.isVisible()
    question.reject()
    assert dialog.isVisible()
    dialog.reject()
    dialog.findChildren(Question)[-1].choose("discard")
    assert not dialog.isVisible()


def test_the_day_is_a_working_day() -> None:
    assert planned_start(date(2026, 6, 5)).isoweekday() == 5
    assert planned_start(date(2026, 6, 6)) == datetime(2026, 7, 6, 13, 30)
    assert planned_start(date(2026, 6, 7)) == datetime(2026, 7, 6, 13, 30)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_step_fits_a_small_screen(wizard: Callable[[str], NewExercise], lang: str) -> None:
    language.use(lang)
    dialog = wizard(SCENARIO)
    for step in range(len(STEPS)):
        dialog.show_step(step)
        QApplication.processEvents()
        least = dialog.minimumSizeHint()
        assert least.width() <= 1024
        assert least.height() <= 640
        for button in (dialog.back, dialog.forward, dialog.cancel):
            assert not button.isVisible() or button.width() >= button.sizeHint().width()
    dialog.done(0)


def test_the_home_page_s_wish_opens_the_steps(desk: Desk, frame: Frame, empty_file: Path, qtbot: QtBot) -> None:
    frame.show()
    desk.new_exercise(SCENARIO)
    dialog = frame.findChild(NewExercise)
    qtbot.waitUntil(lambda: dialog.step == 1, timeout=10_000)
    dialog.reject()
