"""The card of a run that was cut off: looked at first, then gone on with."""

import json
import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from exercise_studio.desktop import unfinished
from exercise_studio.desktop.control import drafts
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.journeys import conducting
from exercise_studio.journeys.session import Session, wall_clock
from exercise_studio.store.workspace import Workspace
from tests.desktop.control.conftest import make_workspace
from tests.desktop.played import settle

TITLE = {"ja": "統合演習", "en": "Exercise"}


@pytest.fixture
def cut_off(tmp_path: Path) -> tuple[Path, str]:
    """A workspace with a live run, and the mark of a program that died two hours ago."""
    file = tmp_path / "cut.estudio"
    exercise = make_workspace(file)
    with Workspace.open(file) as workspace:
        session = Session.open(workspace, exercise)
        conducting.start_run(session)
        run = session.run
    mark = unfinished.folder() / "dead.json"
    mark.parent.mkdir(parents=True)
    mark.write_text(
        json.dumps({"target": str(file), "exercise": exercise, "run": run, "title": TITLE}), encoding="utf-8"
    )
    long_ago = (wall_clock() - 2 * 3_600_000) / 1000
    os.utime(mark, (long_ago, long_ago))
    return file, exercise


def show_home(qtbot: QtBot, desk: Desk, frame: Frame, file: Path) -> None:
    frame.show()
    frame.show_page("home")
    desk.open_workspace(file)
    settle(qtbot, desk)


def test_it_says_when_and_whether_a_line_was_half_typed(
    qtbot: QtBot, desk: Desk, frame: Frame, cut_off: tuple[Path, str]
) -> None:
    file, exercise = cut_off
    show_home(qtbot, desk, frame, file)
    card = frame.pages["home"].continue_card
    assert card.recover.isVisible()
    assert card.read_only.isVisible()
    assert not card.go_on.isVisible()
    assert "予期せず終了" in card.text.text()
    assert "入力途中の記録はありません" in card.note.text()
    drafts.keep(exercise, {"text": "途中まで"})
    frame.pages["home"].reload()
    settle(qtbot, desk)
    assert "入力途中の記録が1件" in card.note.text()


def test_it_can_be_read_first_and_is_gone_on_with_afterwards(
    qtbot: QtBot, desk: Desk, frame: Frame, cut_off: tuple[Path, str]
) -> None:
    file, exercise = cut_off
    drafts.keep(exercise, {"text": "途中まで"})
    show_home(qtbot, desk, frame, file)
    card = frame.pages["home"].continue_card
    card.read_only.click()
    settle(qtbot, desk)
    assert desk.workspace is not None
    assert desk.workspace.read_only
    assert frame.current == "live"
    assert desk.exercise is not None
    assert desk.exercise.mode == "live"
    assert [one.exercise for one in unfinished.found()] == [exercise], "to be gone on with later"
    frame.show_page("home")
    settle(qtbot, desk)
    card.recover.click()
    settle(qtbot, desk)
    assert not desk.workspace.read_only
    assert frame.current == "live"
    page = frame.pages["live"]
    assert page.room.composer.line.draft() == "途中まで"  # type: ignore[attr-defined]
    assert unfinished.found() == []
    assert len(list(unfinished.folder().glob("*.json"))) == 1, "this program's own"
    frame.show_page("home")
    settle(qtbot, desk)
    assert card.go_on.isVisible()
    assert not card.recover.isVisible()
    page.closing = True  # type: ignore[attr-defined]
    frame.close()
    assert list(unfinished.folder().iterdir()) == [], "a clean end leaves no mark"


def test_a_run_that_was_ended_since_is_not_offered(
    qtbot: QtBot, desk: Desk, frame: Frame, cut_off: tuple[Path, str]
) -> None:
    file, exercise = cut_off
    with Workspace.open(file) as workspace:
        conducting.end_run(Session.open(workspace, exercise))
    show_home(qtbot, desk, frame, file)
    assert not frame.pages["home"].continue_card.isVisible()
    assert unfinished.found() == []
