"""A small disk of its own that can be filled, made read-only and taken away, where the system lets a test have one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Disk:
    """A file system of eight megabytes at `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self) -> None:
        """Until nothing more goes on it."""
        with (self.folder / "filler").open("wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(b"x" * 4096)
            except OSError:
                pass

    def make_room(self) -> None:
        (self.folder / "filler").unlink()

    def write_protect(self) -> None:
        mount("-o", "remount,ro", str(self.folder))

    def take_away(self) -> None:
        """As a network share that is gone: nothing is found under its path any more."""
        subprocess.run(["umount", "-l", str(self.folder)], check=True, capture_output=True)


def mount(*arguments: str) -> bool:
    """Whether the system mounted what was asked for."""
    program = shutil.which("mount")
    return bool(program) and subprocess.run([program, *arguments], check=False, capture_output=True).returncode == 0


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk | None]:
    """A disk at `folder`; None where this account may not have one."""
    folder.mkdir()
    may = sys.platform == "linux" and os.geteuid() == 0
    if not (may and mount("-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder))):
        yield None
        return
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)
