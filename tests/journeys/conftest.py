"""An exercise in a workspace file, and a clock that the test moves."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from exercise_studio.domain.times import Instant
from exercise_studio.journeys import authoring, conducting
from exercise_studio.journeys.session import Session
from exercise_studio.store.workspace import Workspace
from tests.plans import T0, minutes, plan


@dataclass
class Hand:
    """UTC milliseconds that stand until the test moves them."""

    at: Instant = T0

    def __call__(self) -> Instant:
        return self.at

    def on(self, count: float) -> None:
        """So many minutes later."""
        self.at = Instant(self.at + minutes(count))


@pytest.fixture
def clock() -> Hand:
    """The moment that commands believe it is."""
    return Hand()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace in a file."""
    with Workspace.create(tmp_path / "exercise.estudio") as made:
        yield made


@pytest.fixture
def session(workspace: Workspace, clock: Hand) -> Session:
    """The small exercise, set up and not started."""
    return Session.open(workspace, authoring.create_exercise(workspace, plan()), now=clock)


@pytest.fixture
def running(session: Session) -> Session:
    """The small exercise, live at minute 0."""
    conducting.start_run(session)
    return session
