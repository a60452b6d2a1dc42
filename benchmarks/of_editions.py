"""One report for each of many organisations: how long a thousand take, and whether memory stays flat."""

import gc
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Result
from exercise_studio.journeys.library import find_scenario
from exercise_studio.journeys.rehearsing import Order, rehearse
from exercise_studio.journeys.report_batch import make_all
from exercise_studio.journeys.session import Session
from exercise_studio.store.workspace import Workspace

SCENARIO = "year-end-ddos"
HOUSES = 100
BOUND = 120.0
"""Seconds that a thousand reports may take on two cores."""
GROWTH = 64.0
"""Megabytes by which memory may grow from the tenth report to the last."""


class _Watch:
    """Remembers when reports were finished, and how large this process was."""

    cancelled = False

    def __init__(self) -> None:
        self.at: list[float] = []
        self.sizes: list[float] = []

    def report(self, done: int, total: int, what: str = "") -> None:
        """Called after each report."""
        self.at.append(time.perf_counter())
        self.sizes.append(_peak())


def _peak() -> float:
    """The most memory that this process ever had, in megabytes; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def bench_report_editions() -> Iterator[Result]:
    """A hundred organisations' reports through the processes, counted up to a thousand; the same in this process, for memory."""
    with tempfile.TemporaryDirectory() as folder:
        scenario, _folder = find_scenario(SCENARIO)
        file = Path(folder) / "many.estudio"
        with Workspace.create(file) as workspace:
            exercise = rehearse(workspace, Order(scenario, organisations=HOUSES, observers=1))
            session = Session.open(workspace, exercise)
            watch = _Watch()
            before = os.times()
            make_all(session, Path(folder) / "out", "ja", watch)
            after = os.times()
            # From the first report on: the processes' start is paid once, whatever their number.
            spent = (watch.at[-1] - watch.at[1]) / (HOUSES - 1) * 1000
            started = watch.at[1] - watch.at[0]
            yield Result("1,000 organisation reports", spent + started, "s", BOUND, 1)
            # What two cores need where nothing else runs: this process's own time and that of its helpers, halved.
            busy = sum(after[:4]) - sum(before[:4])
            yield Result("… by processor time", busy / HOUSES * 1000 / 2, "s", BOUND, 1)
            gc.collect()
            alone = _Watch()
            make_all(session, Path(folder) / "alone", "ja", alone, workers=0)
            yield Result("… memory growth, one process", alone.sizes[-1] - alone.sizes[10], "MB", GROWTH, 1)
