"""The lock of the operating system that tells whether a workspace is open for writing, here or in another program."""

import json
import os
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from exercise_studio.store import places
from exercise_studio.store.faults import OpenElsewhere


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f".{path.name}.{ending}")


class WorkspaceLock:
    """Held from opening for writing until closing; the system frees it when a program dies.

    Beside the workspace lie, while it is held, a lock file and a note that says who holds it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = _beside(path, "lock")
        self._note = _beside(path, "holder")
        self._lock = FileLock(self._file, timeout=0, thread_local=False)

    def acquire(self) -> None:
        """Takes the lock. Raises OpenElsewhere when another program has it, OSError where it cannot be made."""
        try:
            self._lock.acquire()
        except Timeout:
            raise OpenElsewhere(self._path, holder_of(self._path)) from None
        self._note.write_text(json.dumps(places.holder()), encoding="utf-8")

    def release(self) -> None:
        """Gives it back and leaves nothing beside the workspace."""
        if not self._lock.is_locked:
            return
        with suppress(OSError):
            self._note.unlink(missing_ok=True)
        if os.name == "posix":
            # While we hold it: a waiter finds its file unlinked and takes the next one.
            with suppress(OSError):
                self._file.unlink(missing_ok=True)
        self._lock.release()


def holder_of(path: Path) -> dict[str, str]:
    """Who holds the workspace, as they wrote it: pid, host, user, since. Empty when nothing readable is there."""
    try:
        found = json.loads(_beside(path, "holder").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def is_held(path: Path) -> bool:
    """Whether somebody has the workspace open for writing at this moment."""
    file = _beside(path, "lock")
    if not file.exists():
        return False
    probe = FileLock(file, timeout=0, thread_local=False)
    try:
        with probe:
            return False
    except Timeout:
        return True
    except OSError:
        return False
