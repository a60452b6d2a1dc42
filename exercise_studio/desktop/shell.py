"""The window as it first appears: header, rail and ground in the right colours and face, and nothing that takes time to import.

The frame is furnished into it a moment later. Everything here avoids Qt's large name space `Qt`, pydantic and the pages, because
each of them would show as a delay before anything is seen.
"""

from typing import Any, Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget

from exercise_studio import paths
from exercise_studio.desktop.screens import clamp
from exercise_studio.desktop.settings import SettingsFile

SMALLEST: Final = QSize(1024, 660)
FIRST: Final = QSize(1366, 768)
FACE: Final = "BIZ UDPGothic"
NAME: Final = "Exercise Studio"
NAMES: Final = {"ja": "演習スタジオ", "en": NAME}
"""As the catalogue has it (a test holds them together): reading the catalogue takes longer than the paint."""
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
        self._settings = settings
        self._frame: Any = None
        self._name = NAMES[settings.now.language]
        self.setWindowTitle(self._name)
        self.setMinimumSize(SMALLEST)
        available = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        stored = settings.now.sizes.get("window", ())
        if len(stored) == 4:
            wanted = QRect(*stored)
        else:
            first = available[0] if available else QRect(0, 0, 1920, 1080)
            wanted = QRect(first.center() - QRect(0, 0, FIRST.width(), FIRST.height()).center(), FIRST)
        self.setCentralWidget(_Skeleton(self._name, tokens, settings.now.zoom))
        self.setGeometry(clamp(wanted, available, SMALLEST))
        QGuiApplication.instance().screenRemoved.connect(self._screen_removed)

    def _screen_removed(self, _screen: Any) -> None:
        """A projector was unplugged: the window comes to a screen that is still there."""
        available = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        self.setGeometry(clamp(self.geometry(), available, SMALLEST))

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


class _Skeleton(QWidget):
    """Where the frame will have its parts.

    Made of palettes: a painter's `fillRect` alone would load all of the name space `Qt` to tell its overloads apart (17 ms).
    """

    def __init__(self, name: str, tokens: dict[str, str], zoom: int) -> None:
        super().__init__()
        self._sizes = [round(size * zoom / 100) for size in (HEADER, RAIL, FOOTER)]
        self._ground = self._filled(self, tokens["ground.surface"])
        self._page = self._filled(QWidget(self), tokens["ground.bg"])
        self._lines = [self._filled(QWidget(self), tokens["line.divider"]) for _ in range(2)]
        self._name = QLabel(name, self)
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(tokens["ink.text"]))
        self._name.setPalette(palette)
        font = QFont(FACE)
        font.setPointSizeF(11 * zoom / 100)
        font.setBold(True)
        self._name.setFont(font)

    @staticmethod
    def _filled(widget: QWidget, colour: str) -> QWidget:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, QColor(colour))
        widget.setPalette(palette)
        widget.setAutoFillBackground(True)
        return widget

    def resizeEvent(self, event: Any) -> None:
        header, rail, footer = self._sizes
        width, height = self.width(), self.height()
        self._name.setGeometry(12, 0, width, header)
        self._page.setGeometry(rail, header, width - rail, height - header - footer)
        self._lines[0].setGeometry(0, header - 1, width, 1)
        self._lines[1].setGeometry(0, height - footer, width, 1)
