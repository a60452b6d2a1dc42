"""Home: what one sees at first, how one gets to an exercise, and that nothing is lost by the trash."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from exercise_studio import language
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Question
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.home.page import HomePage
from exercise_studio.desktop.settings import Settings
from exercise_studio.store.workspace import Workspace
from tests.conftest import Modals
from tests.desktop.played import Played, played, played_once, settle

__all__ = ["played", "played_once"]


@pytest.fixture
def home(qtbot: QtBot, desk: Desk, frame: Frame) -> HomePage:
    """The home page in the window, without a workspace."""
    frame.show()
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    frame.show_page("home")
    settle(qtbot, desk)
    page = frame.pages["home"]
    assert isinstance(page, HomePage)
    return page


def opened(qtbot: QtBot, desk: Desk, file: Path, **how: bool) -> None:
    with qtbot.waitSignal(desk.workspace_changed):
        desk.open_workspace(file, **how)
    settle(qtbot, desk)


def test_a_new_workspace_says_how_to_begin(qtbot: QtBot, desk: Desk, home: HomePage, tmp_path: Path) -> None:
    opened(qtbot, desk, tmp_path / "new.estudio", create=True)
    assert home.nothing.isVisible()
    assert not home.continue_card.isVisible()
    home.show_library()
    assert home.scenario_table.isVisible()
    assert home.scenarios.rowCount() >= 1


def test_exercises_are_listed_and_one_in_the_middle_is_offered(
    qtbot: QtBot, desk: Desk, home: HomePage, played: Played
) -> None:
    opened(qtbot, desk, played.file)
    assert {card.id for card in home.exercises.rows} == {played.running, played.over}
    assert home.continue_card.isVisible()
    with qtbot.waitSignal(desk.exercise_changed):
        qtbot.mouseClick(home.continue_card.go_on, Qt.MouseButton.LeftButton)
    assert desk.exercise is not None
    assert desk.exercise.id == played.running
    assert desk.exercise.mode == "rehearsal"


def test_return_opens_the_chosen_exercise_where_one_goes_on(
    qtbot: QtBot, desk: Desk, frame: Frame, home: HomePage, played: Played
) -> None:
    opened(qtbot, desk, played.file)
    home.exercise_table.select_row([card.id for card in home.exercises.rows].index(played.over))
    with qtbot.waitSignal(desk.exercise_changed):
        qtbot.keyClick(home.exercise_table, Qt.Key.Key_Return)
    assert desk.exercise is not None
    assert desk.exercise.id == played.over
    assert frame.mode.mode == "ended"
    assert frame.tlp.said() == f"TLP:{desk.exercise.plan.tlp}"


def test_search_folds_width_and_kana_and_says_when_nothing_fits(
    qtbot: QtBot, desk: Desk, home: HomePage, played: Played
) -> None:
    opened(qtbot, desk, played.file)
    qtbot.keyClick(home, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert home.search.hasFocus()
    for query, count in (("らんさむうぇあ", 2), ("ＲＡＮＳＯＭＷＡＲＥ", 2), ("台風", 0)):
        home.search.setText(query)
        qtbot.keyClick(home.search, Qt.Key.Key_Return)
        assert home.exercises.rowCount() == count, query
    assert home.not_found.isVisible()
    qtbot.keyClick(home.search, Qt.Key.Key_Escape)
    assert home.exercises.rowCount() == 2


def test_trash_asks_and_can_be_undone(qtbot: QtBot, desk: Desk, frame: Frame, home: HomePage, played: Played) -> None:
    opened(qtbot, desk, played.file)
    card = next(card for card in home.exercises.rows if card.id == played.over)
    home.ask_trash(card)
    home.findChild(Question).reject()
    settle(qtbot, desk)
    assert home.exercises.rowCount() == 2
    home.ask_trash(card)
    next(q for q in home.findChildren(Question) if q.isVisible()).choose("trash")
    qtbot.waitUntil(lambda: home.exercises.rowCount() == 1)
    banner = frame.banners.shown[0]
    assert card.title.ja in banner.text.text()
    qtbot.mouseClick(banner.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: home.exercises.rowCount() == 2)


def test_language_changes_lists_and_keeps_the_choice(
    qtbot: QtBot, desk: Desk, frame: Frame, home: HomePage, played: Played
) -> None:
    opened(qtbot, desk, played.file)
    home.exercise_table.select_row(1)
    chosen = home.exercise_table.current_row.id
    before = home.exercises.index(0, 0).data()
    frame.use_language("en")
    settle(qtbot, desk)
    assert home.exercises.index(0, 0).data() != before
    assert home.exercise_table.current_row.id == chosen
    assert home.exercises.headerData(0, Qt.Orientation.Horizontal) == "Exercise"
    language.use("ja")


def test_the_sample_is_played_and_opened(qtbot: QtBot, desk: Desk, home: HomePage, tmp_path: Path) -> None:
    opened(qtbot, desk, tmp_path / "new.estudio", create=True)
    with qtbot.waitSignal(desk.exercise_changed, timeout=30_000):
        home.play_sample()
    settle(qtbot, desk)
    assert home.exercises.rowCount() == 1
    assert desk.exercise is not None
    assert desk.exercise.mode == "ended"


def test_a_workspace_is_made_and_opened_by_its_dialogs(
    qtbot: QtBot, desk: Desk, home: HomePage, tmp_path: Path, modals: Modals, played: Played
) -> None:
    modals.expect("QFileDialog.getSaveFileName", (str(tmp_path / "mine"), ""))
    with qtbot.waitSignal(desk.workspace_changed):
        home.make_workspace()
    settle(qtbot, desk)
    assert list(tmp_path.glob("mine.*"))
    modals.expect("QFileDialog.getOpenFileName", (str(played.file), ""))
    with qtbot.waitSignal(desk.workspace_changed):
        home.choose_workspace()
    settle(qtbot, desk)
    assert home.exercises.rowCount() == 2
    modals.expect("QFileDialog.getOpenFileName", ("", ""))
    home.choose_workspace()
    assert desk.workspace is not None
    assert str(desk.workspace.target) == str(played.file)


def test_damage_is_told_and_the_last_good_backup_offered(
    qtbot: QtBot, desk: Desk, frame: Frame, home: HomePage, played: Played
) -> None:
    from exercise_studio.store.backup import backup_if_changed

    with Workspace.open(played.file) as workspace:
        assert backup_if_changed(workspace, "open") is not None
    whole = played.file.read_bytes()
    broken = whole[:4096] + bytes(len(whole) - 4096)
    played.file.write_bytes(broken)
    desk.open_workspace(played.file)
    settle(qtbot, desk)
    banner = frame.banners.shown[0]
    assert banner.kind == "danger"
    with qtbot.waitSignal(desk.workspace_changed):
        qtbot.mouseClick(banner.action, Qt.MouseButton.LeftButton)
    settle(qtbot, desk)
    assert home.exercises.rowCount() == 2
    assert played.file.read_bytes() == broken
    assert desk.workspace is not None
    assert Path(desk.workspace.target) != played.file


def test_what_is_no_workspace_is_said_in_one_sentence(
    qtbot: QtBot, desk: Desk, frame: Frame, home: HomePage, tmp_path: Path
) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("hello")
    desk.open_workspace(text)
    settle(qtbot, desk)
    assert str(text) in frame.banners.shown[0].text.text()
    assert text.read_text() == "hello"


def test_the_program_begins_where_it_ended(tmp_path: Path) -> None:
    from exercise_studio.desktop.home.opening import first_workspace
    from exercise_studio.journeys.keeping import default_workspace

    last = tmp_path / "last.estudio"
    assert first_workspace(Settings(workspace=str(last))) == str(default_workspace())
    last.touch()
    assert first_workspace(Settings(workspace=str(last))) == str(last)
    assert first_workspace(Settings(workspace="postgresql://h/d")) == "postgresql://h/d"
