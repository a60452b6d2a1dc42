"""The files that wait for the line being written: a chip each, taken away with a click; and where files come from."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QToolButton, QWidget

from exercise_studio.desktop import icons, texts
from exercise_studio.desktop.widgets.layout import GRID, FlowLayout
from exercise_studio.journeys.logging_acts import GivenFile
from exercise_studio.language import N_, _

MOST: Final = 10
"""Files of one entry."""


def files_of(data: QMimeData) -> list[GivenFile]:
    """The files on this computer that something dropped or pasted names."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []
    return [GivenFile(path.name, path) for path in paths][:MOST]


def carries_files(data: QMimeData) -> bool:
    """Whether something dropped or pasted is a file, or a picture without words (a table from Excel comes as both)."""
    return bool(files_of(data)) or (data.hasImage() and not data.hasText())


def png_of(image: QImage, name: str) -> GivenFile:
    """A picture as a PNG file. It takes its time for a large one: call it off the window's thread."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return GivenFile(name, data=bytes(data.data()))


class FileChips(QWidget):
    """The files that the next entry will have.

    Attributes:
        files: GivenFiles.
    Signals:
        changed: others than before.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.files: list[GivenFile] = []
        self._flow = FlowLayout(self, GRID)
        self._chips: list[QToolButton] = []
        texts.name(self, N_("Files of the entry"))
        texts.on_language(self._show)
        self.hide()

    def add(self, file: GivenFile) -> None:
        """One more."""
        if len(self.files) < MOST and file not in self.files:
            self.files.append(file)
            self._show()
            self.changed.emit()

    def take(self) -> tuple[GivenFile, ...]:
        """Give them all away."""
        files, self.files = tuple(self.files), []
        if files:
            self._show()
            self.changed.emit()
        return files

    def _show(self) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for at, file in enumerate(self.files):
            chip = QToolButton(self)
            chip.setProperty("look", "chip")
            chip.setProperty("number", at)
            chip.setIcon(icons.icon("attach"))
            chip.setText(_short(file.name) + "  ×")
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            chip.setToolTip(_("{name}: click to leave it out", name=file.name))
            chip.setAccessibleName(chip.toolTip())
            chip.clicked.connect(self._drop)
            self._flow.addWidget(chip)
            self._chips.append(chip)
        self.setVisible(bool(self.files))

    def _drop(self) -> None:
        del self.files[self.sender().property("number")]
        self._show()
        self.changed.emit()


def _short(name: str) -> str:
    return name if len(name) <= 28 else f"{name[:18]}…{name[-9:]}"
