"""Rehearsals are deleted without a question, because they come back for thirty days."""

from typing import Any

from PySide6.QtWidgets import QAbstractButton

from exercise_studio.journeys import conducting


def act_of(page: Any) -> QAbstractButton:
    """The one button of the one line."""
    (found,) = [one for one in page.start.rehearsals.lines.findChildren(QAbstractButton) if one.property("run")]
    assert found.accessibleName()
    return found


def test_a_rehearsal_is_deleted_and_comes_back(ready: Any, qtbot: Any) -> None:
    page, desk = ready.page, ready.page.desk
    assert not page.start.rehearsals.isVisibleTo(page.start)
    desk.exercise.do(conducting.start_run, "rehearsal")
    qtbot.waitUntil(lambda: desk.exercise.mode == "rehearsal")
    desk.exercise.do(conducting.end_run)
    qtbot.waitUntil(lambda: desk.exercise.mode == "ended")
    page.show_start()
    qtbot.waitUntil(lambda: len(page.start.rehearsals.found) == 1)
    act_of(page).click()
    qtbot.waitUntil(lambda: [one.trashed for one in page.start.rehearsals.found] == [True])
    assert desk.exercise.live is None
    act_of(page).click()
    qtbot.waitUntil(lambda: [one.trashed for one in page.start.rehearsals.found] == [False])
    assert [run.number for run in desk.workspace.runs(desk.exercise.id)] == [1]
