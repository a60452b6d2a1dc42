"""Keeps the computer awake while a run goes on, and lets it sleep again after: a laptop that dozes off ends an exercise."""

import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject

from exercise_studio.desktop.desk import Desk

# From winbase.h: until further notice, the system and the display are needed.
_CONTINUOUS, _SYSTEM, _DISPLAY = 0x80000000, 0x00000001, 0x00000002
_ENDS: Final = 5
"""Seconds that a helper has to end in."""


def command() -> list[str]:
    """The program that keeps this system awake as long as it runs, or nothing where there is none.

    It waits for the end of its input, which comes when this program ends, however that happens.
    """
    if sys.platform == "darwin":
        return ["/usr/bin/caffeinate", "-d", "-i", "/bin/cat"]
    program = shutil.which("systemd-inhibit")
    if sys.platform != "linux" or program is None or not Path("/run/systemd/system").is_dir():
        return []
    why = [
        "--what=idle:sleep:handle-lid-switch",
        "--who=Exercise Studio",
        "--why=An exercise is being played",
        "--mode=block",
    ]
    return [program, *why, "cat"]


def method() -> str:
    """How the computer is kept awake here, or ""."""
    if sys.platform == "win32":
        return "SetThreadExecutionState"
    found = command()
    return Path(found[0]).name if found else ""


class Wakefulness:
    """Holds the system awake between `hold` and `release`; both may be called again and again.

    Attributes:
        held: whether it is held now.
    """

    def __init__(self, helper: list[str] | None = None) -> None:
        self._helper = command() if helper is None else helper
        self._process: subprocess.Popen[bytes] | None = None
        self.held = False

    def hold(self) -> None:
        """Keep awake from now on. A system that refuses is told in the preflight; a run goes on all the same."""
        if self.held:
            return
        self.held = True
        if sys.platform == "win32":
            self._tell_windows(_CONTINUOUS | _SYSTEM | _DISPLAY)
        elif self._helper:
            with suppress(OSError):
                self._process = subprocess.Popen(
                    self._helper, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )

    def release(self) -> None:
        """Let it sleep again."""
        if not self.held:
            return
        self.held = False
        if sys.platform == "win32":
            self._tell_windows(_CONTINUOUS)
        process, self._process = self._process, None
        if process is not None and process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
            try:
                process.wait(_ENDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    @property
    def alive(self) -> bool:
        """Whether the helper runs."""
        return self._process is not None and self._process.poll() is None

    @staticmethod
    def _tell_windows(state: int) -> None:
        import ctypes

        ctypes.windll.kernel32.SetThreadExecutionState(state)  # type: ignore[attr-defined]


class StaysAwake(QObject):
    """Holds the system awake while a run is on: running, paused or stopped for a real event."""

    def __init__(self, desk: Desk, wakefulness: Wakefulness | None = None) -> None:
        super().__init__(desk)
        self._desk = desk
        self.wakefulness = wakefulness or Wakefulness()
        desk.exercise_changed.connect(self.follow)
        desk.changes.changed.connect(self.follow)

    def follow(self, _changes: Any = None) -> None:
        """Look whether a run is on."""
        exercise = self._desk.exercise
        if exercise is not None and exercise.mode in ("live", "rehearsal"):
            self.wakefulness.hold()
        else:
            self.wakefulness.release()

    def stop(self) -> None:
        """The window is closing."""
        self.wakefulness.release()
