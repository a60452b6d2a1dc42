"""The window as it first appears: header, rail and ground in the right colours and face, and nothing that takes time to import.

The frame is furnished into it a moment later. Everything here avoids Qt's large name space `Qt`, pydantic and the pages, because
each of them would show as a delay before anything is seen.
"""

from typing import Any, Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QMainWindow

from exercise_studio import paths
from exercise_studio.desktop.screens import clamp
from exercise_studio.desktop.settings import SettingsFile
from exercise_studio.language import translate

SMALLEST: Final = QSize(1024, 660)
FIRST: Final = QSize(1366, 768)
FACE: Final = "BIZ UDPGothic"
NAME: Final = "Exercise Studio"
HEADER, RAIL, FOOTER = 41, 84, 28


def make_application() -> QApplication:
    """The QApplication with its names, style and the face of the first paint."""
    app = QApplication([NAME])
    app.setApplicationName(NAME)
    app.setOrganizationName(NAME)
    app.setDesktopFileName("exercise-studio")
    app.setStyle("Fusion")
    return app


def colour_in(theme: str, section: str, name: str) -> str:
    """One colour out of a theme's TOML; reading all of it, with the imports for that, would take longer than the paint."""
    lines = iter(theme.partition(f"[{section}]")[2].splitlines())
    return next(line.partition('"')[2][:7] for line in lines if line.partition("=")[0].strip() == name)


def dress(app: QApplication, settings: SettingsFile) -> dict[str, str]:
    """Give the application the face of its theme and zoom; returns the few colours that the shell paints with."""
    dark = settings.now.theme == "dark"
    if settings.now.theme == "system":
        # What the platform paints tells it; asking for the colour scheme would load all of the name space.
        dark = app.palette().color(QPalette.ColorRole.Window).lightness() < 128
    text = paths.resources("themes", f"{'dark' if dark else 'light'}.toml").read_text(encoding="utf-8")
    tokens = {
        name: colour_in(text, *name.split(".")) for name in ("ground.surface", "ground.bg", "line.divider", "ink.text")
    }
    QFontDatabase.addApplicationFont(str(paths.resources("fonts", "BIZUDPGothic-Regular.ttf")))
    font = QFont(FACE)
    font.setPointSizeF(10 * settings.now.zoom / 100)
    app.setFont(font)
    return tokens


class Shell(QMainWindow):
    """The window of the program. It asks its frame before it closes, and remembers where it stood."""

    def __init__(self, settings: SettingsFile, tokens: dict[str, str]) -> None:
        super().__init__()
        self._settings, self._tokens = settings, tokens
        self._frame: Any = None
        self._name = translate(settings.now.language, NAME)
        self.setWindowTitle(self._name)
        self.setMinimumSize(SMALLEST)
        available = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        stored = settings.now.sizes.get("window", ())
        if len(stored) == 4:
            wanted = QRect(*stored)
        else:
            first = available[0] if available else QRect(0, 0, 1920, 1080)
            wanted = QRect(first.center() - QRect(0, 0, FIRST.width(), FIRST.height()).center(), FIRST)
        self.setGeometry(clamp(wanted, available, SMALLEST))

    def furnish(self, frame: Any) -> None:
        """Put the frame into the window."""
        self._frame = frame
        self.setWindowTitle(frame.windowTitle())
        frame.windowTitleChanged.connect(self.setWindowTitle)
        frame.windowIconChanged.connect(self.setWindowIcon)
        self.setWindowIcon(frame.windowIcon())
        self.setCentralWidget(frame)

    def closeEvent(self, event: Any) -> None:
        if self._frame is not None and not self._frame.leave():
            event.ignore()
            return
        place = self.normalGeometry()
        if place.isValid():
            self._settings.remember_size("window", (place.x(), place.y(), place.width(), place.height()))
        event.accept()

    def paintEvent(self, event: Any) -> None:
        """Until the frame is there: where it will have its parts."""
        if self._frame is not None:
            super().paintEvent(event)
            return
        line = QColor(self._tokens["line.divider"])
        zoom = self._settings.now.zoom / 100
        header, rail, footer = round(HEADER * zoom), round(RAIL * zoom), round(FOOTER * zoom)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._tokens["ground.surface"]))
        painter.fillRect(
            QRect(rail, header, self.width() - rail, self.height() - header - footer), QColor(self._tokens["ground.bg"])
        )
        painter.fillRect(QRect(0, header - 1, self.width(), 1), line)
        painter.fillRect(QRect(0, self.height() - footer, self.width(), 1), line)
        font = QFont(self.font())
        font.setPointSizeF(11 * zoom)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(self._tokens["ink.text"]))
        painter.drawText(12, header // 2 + painter.fontMetrics().ascent() // 2 - 1, self._name)
