"""Pictures attached to injects, read in the background and bounded: a photo of any size must not stop the room."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from exercise_studio.desktop.tasks import Tasks
from exercise_studio.domain.errors import KnownError
from exercise_studio.journeys.library import find_scenario

LONGEST: Final = 1920
"""Pixels of the longer side that are kept."""
MOST: Final = 100_000_000
"""A picture with more pixels than this is not decoded."""
KEPT: Final = 8
"""Pictures in memory."""


def read_picture(scenario: str, file: str) -> QImage:
    """An attached picture, made smaller while it is decoded; a null image where it is none or far too large."""
    try:
        _scenario, folder = find_scenario(scenario)
    except KnownError:
        return QImage()
    reader = QImageReader(str(folder / file))
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MOST:
        return QImage()
    if max(size.width(), size.height()) > LONGEST:
        reader.setScaledSize(size.scaled(QSize(LONGEST, LONGEST), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


class Pictures(QObject):
    """What was read so far; asks for the rest, and tells when it is there.

    Attributes:
        known: (scenario, file) to picture, null while it is read and where there is none.
    """

    def __init__(self, tasks: Tasks, arrived: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._arrived = tasks, arrived
        self.known: dict[tuple[str, str], QImage] = {}

    def of(self, scenario: str, file: str) -> QImage:
        """The picture, or a null one for now."""
        found = self.known.get((scenario, file))
        if found is None:
            found = self.known[scenario, file] = QImage()
            while len(self.known) > KEPT:
                del self.known[next(iter(self.known))]
            self._tasks.run(_read, scenario, file, then=self._take, compute=True)
        return found

    def _take(self, read: tuple[str, str, QImage]) -> None:
        scenario, file, picture = read
        self.known[scenario, file] = picture
        self._arrived()


def _read(scenario: str, file: str) -> tuple[str, str, QImage]:
    return scenario, file, read_picture(scenario, file)
