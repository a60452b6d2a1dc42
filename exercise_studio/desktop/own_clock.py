"""The exercise's own clock: it takes the time from the computer once and then counts by a clock that nobody sets."""

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from exercise_studio.domain.times import SECOND, Instant

STEP: Final = 2 * SECOND
"""A computer's clock that moves by more than this between two looks was set; less is its ordinary correction."""
GAP: Final = 30 * SECOND
"""Between two looks there is a second; more than this, and the computer slept or the program stood still."""


def wall_clock() -> int:
    """The computer's clock: UTC milliseconds."""
    return time.time_ns() // 1_000_000


def steady_clock() -> int:
    """Milliseconds of a clock that is never set and goes on while the computer sleeps."""
    if sys.platform == "linux":
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
    if sys.platform == "darwin":
        return time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1_000_000  # Python's own stands still during sleep there
    return time.monotonic_ns() // 1_000_000


@dataclass(frozen=True)
class Seen:
    """What a look at the clocks found.

    Attributes:
        now: by the exercise's own clock.
        changed: by how much the computer's clock was set since the last look, milliseconds; 0 where it was not.
        since: the look before, where the computer slept or the program stood still since; else None.
    """

    now: Instant
    changed: int = 0
    since: Instant | None = None


class OwnClock:
    """Read by any thread, looked at by one.

    Attributes:
        ahead: how far it is ahead of the computer's clock, milliseconds; 0 as long as nobody set that.
    """

    def __init__(self, wall: Callable[[], int] = wall_clock, steady: Callable[[], int] = steady_clock) -> None:
        self._wall, self._steady = wall, steady
        self._lock = threading.Lock()
        self._last = steady()
        self._drift = self._base = wall() - self._last

    def now(self) -> Instant:
        """UTC milliseconds."""
        with self._lock:
            return Instant(self._base + self._steady())

    @property
    def ahead(self) -> int:
        """How far it goes ahead of the computer's clock."""
        with self._lock:
            return self._base + self._steady() - self._wall()

    def follow(self) -> None:
        """Take the computer's time again: no run is on that it could disturb."""
        with self._lock:
            self._last = self._steady()
            self._drift = self._base = self._wall() - self._last

    def not_before(self, instant: int) -> int:
        """Never show a moment before `instant`, at which something was logged; returns by how much it was put forward."""
        with self._lock:
            behind = max(0, instant - (self._base + self._steady()))
            self._base += behind
            return behind

    def look(self) -> Seen:
        """What happened to the clocks since the last look; a second is meant to lie between two."""
        with self._lock:
            steady, drift = self._steady(), self._wall() - self._steady()
            before, self._last = self._last, steady
            changed, self._drift = drift - self._drift, drift
            now = Instant(self._base + steady)
        return Seen(
            now,
            changed if abs(changed) > STEP else 0,
            Instant(now - (steady - before)) if steady - before > GAP else None,
        )
