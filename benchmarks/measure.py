"""What a benchmark gives, and how two things are timed beside one another."""

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Result:
    """One measured figure.

    Attributes:
        value, bound: both in `unit`, measured in the same run.
        aim: what the ratio must not exceed (or must reach, where `at_least`).
    """

    name: str
    value: float
    unit: str
    bound: float
    aim: float
    at_least: bool = False

    @property
    def ratio(self) -> float:
        """Value over bound."""
        return self.value / self.bound if self.bound else float("inf")

    @property
    def holds(self) -> bool:
        """Whether the aim is kept."""
        return self.ratio >= self.aim if self.at_least else self.ratio <= self.aim

    def row(self) -> dict[str, object]:
        """The keys that `--json` prints."""
        found = asdict(self)
        del found["at_least"]
        sign = "≥" if self.at_least else "≤"
        rounded = {
            "value": float(f"{self.value:.5g}"),
            "bound": float(f"{self.bound:.5g}"),
            "ratio": float(f"{self.ratio:.4g}"),
        }
        return {**found, **rounded, "aim": f"{sign} {self.aim:g}", "holds": self.holds}


def timed(work: Callable[[], object]) -> float:
    """Seconds that one call takes, with the collector as it is in the program."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def beside(
    first: Callable[[], object], second: Callable[[], object], *, times: int, small: bool = False
) -> tuple[list[float], list[float]]:
    """Times two things in turn, so that a busy moment of the machine hits both. Seconds, in the order measured.

    Before each the collector runs, so that nobody pays for the other's garbage; not for `small` things of microseconds,
    which would then be measured with cold caches.
    """
    one: list[float] = []
    other: list[float] = []
    for _ in range(times):
        for work, found in ((first, one), (second, other)):
            if not small:
                gc.collect()
            found.append(timed(work))
    return one, other


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share (0 to 1) of all lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def process(code: str, *arguments: str) -> Callable[[], object]:
    """A whole Python process that runs `code` offscreen."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}

    def run() -> object:
        return subprocess.run(
            [sys.executable, "-c", code, *arguments], env=environment, check=True, capture_output=True
        )

    return run
