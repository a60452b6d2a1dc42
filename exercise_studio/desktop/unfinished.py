"""What was open when the program ended without being closed: killed, crashed, or the power went.

Beside the settings lies, while a run is on, a mark that says which; a clean end takes it away. Whether the program that left
a mark still runs is told by a lock of the operating system, not by the mark's being there.
"""

import json
import os
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from filelock import FileLock, Timeout

from exercise_studio import paths
from exercise_studio.domain.text import Text
from exercise_studio.domain.times import Instant

KEPT: Final = 20
"""So many marks are looked at; a folder full of them is no reason to start slowly."""


class Unfinished(NamedTuple):
    """A run that was cut off.

    Attributes:
        mark: the file that says so.
        target: the workspace.
        alive: when the program was last known to run, UTC ms.
        lines: half-typed log lines that were kept.
    """

    mark: Path
    target: str
    exercise: str
    run: str | None
    title: Text
    alive: Instant
    lines: int = 0


def folder() -> Path:
    """Where the marks lie."""
    return paths.user_data() / "open"


class Mark:
    """This program's own mark. A comfort: a folder that cannot be written stops nobody."""

    def __init__(self) -> None:
        self._file = folder() / f"{uuid.uuid4().hex}.json"
        self._lock: FileLock | None = None
        self._said: dict[str, Any] = {}

    def put(self, target: str, exercise: str, run: str | None, title: Text, now: Instant) -> None:
        """A run is on."""
        said = {"target": target, "exercise": exercise, "run": run, "title": title.model_dump(exclude_none=True)}
        if said == self._said:
            self.touch(now)
            return
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            if self._lock is None:
                # The lock first: a mark without one would be taken for a dead program's.
                lock = FileLock(self._file.with_suffix(".lock"), timeout=0, thread_local=False)
                lock.acquire()
                self._lock = lock
            waiting = self._file.with_suffix(".new")
            waiting.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
            os.replace(waiting, self._file)
            self._said = said
            self.touch(now)

    def touch(self, now: Instant) -> None:
        """Still running."""
        if self._said:
            with suppress(OSError):
                os.utime(self._file, (now / 1000, now / 1000))

    def take_away(self) -> None:
        """No run is on any more, or the program ends as it should."""
        self._said = {}
        with suppress(OSError):
            self._file.unlink(missing_ok=True)
        if self._lock is not None:
            with suppress(OSError):
                self._lock.release()
                self._file.with_suffix(".lock").unlink(missing_ok=True)
            self._lock = None


def found() -> list[Unfinished]:
    """The runs that were cut off, the last first. Marks of programs that still run are left alone."""
    try:
        marks = sorted(folder().glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)[:KEPT]
    except OSError:
        return []
    return [one for one in map(_read, marks) if one is not None]


def forget(mark: Path) -> None:
    """It was gone on with, or somebody said to let it be."""
    for file in (mark, mark.with_suffix(".lock")):
        with suppress(OSError):
            file.unlink(missing_ok=True)


def _read(mark: Path) -> Unfinished | None:
    probe = FileLock(mark.with_suffix(".lock"), timeout=0, thread_local=False)
    try:
        with probe:
            said = json.loads(mark.read_text(encoding="utf-8"))
            alive = Instant(round(mark.stat().st_mtime * 1000))
            return Unfinished(
                mark, str(said["target"]), str(said["exercise"]), said["run"], Text(**said["title"]), alive,
                _lines(str(said["exercise"])),
            )  # fmt: skip
    except Timeout:
        return None  # that program runs
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _lines(exercise: str) -> int:
    from exercise_studio.desktop.control import drafts

    return 1 if drafts.kept_whole(exercise) else 0
