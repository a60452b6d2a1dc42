"""Letting simulated teams play a scenario, as work in the background."""

from datetime import datetime, timedelta

from exercise_studio.desktop.tasks import Job
from exercise_studio.domain.scenario import Scenario
from exercise_studio.store.workspace import Workspace


def play(job: Job, workspace: Workspace, scenario: Scenario) -> str:
    """On the database thread: played on a day in the future, so that it does not look like the past."""
    from exercise_studio.journeys.rehearsing import Order, rehearse

    told = _Told(job)
    start = (datetime.now() + timedelta(days=1)).replace(hour=13, minute=30, second=0, microsecond=0)  # noqa: DTZ005
    order = Order(scenario, seed=2026, organisations=3, start=start)
    return rehearse(workspace, order, progress=told.progress, cancelled=told.cancelled)


def was_stopped(error: BaseException) -> bool:
    """Whether somebody stopped it."""
    from exercise_studio.journeys.rehearsing import Cancelled

    return isinstance(error, Cancelled)


class _Told:
    """A Job as a rehearsal wants it: a fraction, and a question whether to stop."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def progress(self, done: float) -> None:
        """A fraction from 0 to 1."""
        if not self._job.cancelled:
            self._job.report(round(done * 100), 100)

    def cancelled(self) -> bool:
        """Whether somebody wants it to stop."""
        return self._job.cancelled
