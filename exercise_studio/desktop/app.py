"""Starts the desktop: the shell is painted first, everything heavy is imported after that."""

import sys
import time
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from exercise_studio.desktop import plain_imports
from exercise_studio.desktop.settings import SettingsFile
from exercise_studio.desktop.shell import Shell, dress, make_application

if TYPE_CHECKING:
    from exercise_studio.desktop.desk import Desk
    from exercise_studio.desktop.frame import Frame

__all__ = ["first_paint", "main", "make_application", "make_desk", "translate_qt", "until_ready"]

_translators: Final[list[Any]] = []


def translate_qt(lang: str) -> None:
    """Qt's own dialogs (files, printing), calendars and numbers in the language of the window."""
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

    locales = {
        "ja": QLocale(QLocale.Language.Japanese, QLocale.Country.Japan),
        "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
    }
    QLocale.setDefault(locales[lang])
    app = QApplication.instance()
    while _translators:
        old = _translators.pop()
        app.removeTranslator(old)
        old.deleteLater()
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if lang != "en" and translator.load(f"qtbase_{lang}", folder):
        app.installTranslator(translator)
        _translators.append(translator)


def make_desk(settings: SettingsFile) -> "Desk":
    """Theme, threads and desk, in the language of the settings."""
    from exercise_studio import language
    from exercise_studio.desktop.desk import Desk
    from exercise_studio.desktop.tasks import Tasks
    from exercise_studio.desktop.theme import ThemeManager

    language.use(settings.now.language)
    themes = ThemeManager(settings.now.theme, settings.now.zoom)
    themes.apply()
    return Desk(settings, themes, Tasks())


class Studio:
    """The program from its first paint to its end.

    Attributes:
        shell: the window.
        frame: what is in it, once `furnish` ran.
    """

    def __init__(self) -> None:
        self.app = make_application()
        self.settings = SettingsFile()
        self.shell = Shell(self.settings, dress(self.app, self.settings))
        self.frame: Frame | None = None
        self.shell.show()
        # Paint now: the shell stands before pydantic, SQLAlchemy and the pages are imported.
        self.app.processEvents()

    def furnish(self) -> None:
        """Import the rest, put the frame into the window, show the first page, open the workspace of last time."""
        with plain_imports():
            pass
        from exercise_studio.desktop.frame import Frame
        from exercise_studio.desktop.tasks import Fault

        desk = make_desk(self.settings)
        self.frame = Frame(desk)
        self.shell.furnish(self.frame)
        translate_qt(self.settings.now.language)
        sys.excepthook = _Hook(desk, Fault)
        self.frame.show_page("home")
        from exercise_studio.desktop.home.opening import first_workspace

        desk.open_workspace(first_workspace(self.settings.now), create=True)

    def run(self) -> int:
        """Until the window is closed; returns the exit code."""
        QTimer.singleShot(0, self.furnish)
        return self.app.exec()


class _Hook:
    """Exceptions in slots and handlers become the crash dialog instead of a line nobody reads."""

    def __init__(self, desk: "Desk", fault: Any) -> None:
        self._desk, self._fault = desk, fault

    def __call__(self, kind: type[BaseException], error: BaseException, trace: Any) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self._desk.tasks.bug.emit(self._fault(error))


def main() -> int:
    """Open the window and run until it is closed; returns the exit code."""
    return Studio().run()


def first_paint() -> None:
    """Up to the first paint, and no further: what the benchmark measures."""
    Studio()


def until_ready() -> None:
    """Until the home page shows the exercises of the workspace, then the end: what the benchmark measures."""
    studio = Studio()
    studio.furnish()
    assert studio.frame is not None
    desk = studio.frame.desk
    while desk.workspace is None or desk.tasks.busy:
        studio.app.processEvents()
        time.sleep(0.001)  # leaves the interpreter to the database thread
    studio.app.processEvents()
    studio.shell.close()
