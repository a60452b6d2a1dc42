"""Notices that files on disk changed, once they have been quiet for a moment."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

QUIET: Final = 300
"""Milliseconds without a further change: an editor or a version control tool touches many files in a row."""


class FolderWatch(QObject):
    """Watches folders and files; a folder that does not exist yet is waited for through the nearest one above it.

    Call `watch` again after each change: a file that was replaced is another one to the system.

    Signals:
        changed: something was written, added, renamed or deleted.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET)
        self._timer.timeout.connect(self.changed)
        self._watcher.directoryChanged.connect(self._touched)
        self._watcher.fileChanged.connect(self._touched)

    @property
    def paths(self) -> frozenset[str]:
        """What is watched now."""
        return frozenset((*self._watcher.directories(), *self._watcher.files()))

    def watch(self, paths: Iterable[Path]) -> None:
        """Watch these and nothing else."""
        wanted = {str(found) for path in paths if (found := _existing(path)) is not None}
        known = self.paths
        if gone := known - wanted:
            self._watcher.removePaths(sorted(gone))
        if new := wanted - known:
            self._watcher.addPaths(sorted(new))

    def _touched(self, _path: str) -> None:
        self._timer.start()


def _existing(path: Path) -> Path | None:
    """The path, or the nearest folder above it that exists."""
    return next((place for place in (path, *path.parents) if place.exists()), None)
