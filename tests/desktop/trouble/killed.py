"""Starts the driven program, reads what it tells, and kills it."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from exercise_studio.desktop.settings import Settings, write

ROOT = Path(__file__).parents[3]
PATIENCE = 50.0
"""Seconds after which a program that tells nothing is taken to hang."""


class Program:
    """One start after another in one home folder; each is killed before the next.

    Attributes:
        told: everything that all of them told so far.
    """

    def __init__(self, folder: Path, file: Path, exercise: str, env: dict[str, str] | None = None) -> None:
        self.folder, self.file, self.exercise = folder, file, exercise
        self.env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **(env or {}), "EXERCISE_STUDIO_HOME": str(folder)}
        (folder / "config").mkdir(parents=True, exist_ok=True)
        (folder / "config" / "settings.toml").write_text(write(Settings(workspace=str(file))), encoding="utf-8")
        self._file = folder / "told"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def told(self) -> list[dict[str, Any]]:
        text = self._file.read_bytes() if self._file.exists() else b""
        return [json.loads(line) for line in text[: text.rfind(b"\n") + 1].splitlines()]

    def start(self, *more: str) -> None:
        """Start the program."""
        command = [sys.executable, "-m", "tests.desktop.trouble.driven", str(self._file), self.exercise, *more]
        with (self.folder / "said").open("ab") as said:
            self._process = subprocess.Popen(command, env=self.env, cwd=ROOT, stdout=said, stderr=said)

    def wait_for(self, what: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
        """Until it told what is waited for."""
        assert self._process is not None
        until = time.monotonic() + PATIENCE
        while not what(told := self.told):
            if self._process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"it told no such thing; it said {(self.folder / 'said').read_text()[-2000:]}")
            time.sleep(0.005)
        return told

    def send(self, sign: int) -> None:
        """A signal of the system."""
        assert self._process is not None
        os.kill(self._process.pid, sign)

    def kill(self) -> None:
        """As when the power goes."""
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
            self._process = None

    def kill_somewhere(self, chance: random.Random) -> None:
        """Start it, let it play for a moment nobody can foretell, and kill it."""
        before = len(self.told)
        self.start()
        self.wait_for(lambda told: any(one["what"] == "live" for one in told[before:]))
        time.sleep(chance.uniform(0, 2.5))
        self.kill()


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """An X server of its own, as environment; offscreen where there is none."""
    program = shutil.which("Xvfb")
    if program is None:
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    read, write_ = os.pipe()
    command = [program, "-displayfd", str(write_), "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(write_,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write_)
    try:
        with os.fdopen(read) as number:
            display = f":{number.readline().strip()}"
        yield {
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "XDG_RUNTIME_DIR": os.environ.get("XDG_RUNTIME_DIR", "/tmp"),
        }
    finally:
        server.terminate()
        server.wait(10)
