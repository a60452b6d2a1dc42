"""Rehearsals in the trash are out of everything, and come back as they were."""

import pytest

from exercise_studio.domain.errors import InputError
from exercise_studio.journeys import conducting, rehearsals
from exercise_studio.journeys.session import Session
from exercise_studio.store.workspace import Workspace
from tests.journeys.conftest import Hand


@pytest.fixture
def rehearsed(session: Session, clock: Hand) -> Session:
    """An exercise with one rehearsal that is over."""
    conducting.start_run(session, "rehearsal")
    conducting.fire(session, "I01")
    clock.on(5)
    conducting.end_run(session)
    return session


def test_a_rehearsal_is_discarded_without_a_trace_in_what_follows(rehearsed: Session, workspace: Workspace) -> None:
    run = rehearsed.run
    assert run is not None
    (one,) = rehearsals.rehearsals(rehearsed)
    assert (one.run, one.number, one.entries, one.trashed) == (run, 1, 3, False)
    rehearsals.discard(rehearsed, run)
    again = Session.open(workspace, rehearsed.exercise)
    assert (again.run, again.live) == (None, None)
    assert rehearsals.rehearsals(again)[0].trashed
    conducting.start_run(again, "live")
    assert [row.number for row in workspace.runs(again.exercise)] == [2]
    rehearsals.bring_back(again, run)
    assert len(Session.open(workspace, again.exercise, run=run).live.entries) == 3  # type: ignore[union-attr]


def test_neither_a_live_run_nor_one_that_goes_on_is_discarded(session: Session) -> None:
    conducting.start_run(session, "rehearsal")
    assert session.run is not None
    with pytest.raises(InputError, match="still going on"):
        rehearsals.discard(session, session.run)
    conducting.end_run(session)
    conducting.start_run(session, "live")
    conducting.end_run(session)
    with pytest.raises(InputError, match="Only a rehearsal"):
        rehearsals.discard(session, session.run)
