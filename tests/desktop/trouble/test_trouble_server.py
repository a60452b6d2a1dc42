"""A run on a database server whose connection breaks: one banner, nothing typed is lost, and one press goes on."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.store.workspace import Workspace
from tests.desktop.control.conftest import Live, plan_of
from tests.desktop.played import settle
from tests.store.conftest import new_database, postgres, server_url
from tests.store.test_server_lost import cut_all

__all__ = ["new_database", "postgres", "server_url"]


def test_a_connection_that_breaks_during_a_run(qtbot: QtBot, desk: Desk, frame: Frame, server_url: str) -> None:
    from exercise_studio.journeys import authoring

    with Workspace.create(server_url) as workspace:
        exercise = authoring.create_exercise(workspace, plan_of(1))
    frame.show()
    desk.open_workspace(server_url)
    settle(qtbot, desk)
    desk.open_exercise(exercise, "live")
    settle(qtbot, desk)
    room = Live(qtbot, desk, frame, frame.pages["live"], None, Path(), exercise)  # type: ignore[arg-type]
    room.page.closing = True
    room.start()
    room.write("届いた行")
    cut_all(server_url)
    room.write("届かなかった行")
    assert room.page.room.composer.line.draft() == "届かなかった行"
    banner = frame.banners.shown[0]
    assert banner.action.text() == "接続し直す"
    banner.action.click()
    room.settle()
    assert [shown.key for shown in frame.banners.shown] == ["moved"]
    room.page.room.composer.line.commit()
    room.settle()
    said = [e.payload.text for e in desk.exercise.entries if e.kind == "response_logged"]  # type: ignore[union-attr]
    assert said == ["届いた行", "届かなかった行"]
    with Workspace.open(server_url, read_only=True) as workspace:
        assert [e.payload.text for e in workspace.entries(exercise) if e.kind == "response_logged"] == said
