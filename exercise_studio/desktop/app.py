"""Starts the desktop: the shell is painted first, everything heavy is imported after that."""

import sys
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from exercise_studio import language
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.settings import SettingsFile
from exercise_studio.desktop.tasks import Fault, Tasks
from exercise_studio.desktop.theme import ThemeManager

LOCALES: Final = {
    "ja": QLocale(QLocale.Language.Japanese, QLocale.Country.Japan),
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
}
_translators: list[QTranslator] = []


def translate_qt(lang: str) -> None:
    """Qt's own dialogs (files, printing), calendars and numbers in the language of the window."""
    QLocale.setDefault(LOCALES[lang])
    app = QApplication.instance()
    while _translators:
        app.removeTranslator(_translators.pop())
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if lang != "en" and translator.load(f"qtbase_{lang}", folder):
        app.installTranslator(translator)
        _translators.append(translator)


def make_application(argv: Sequence[str] = ()) -> QApplication:
    """The QApplication with its names; palette and fonts come from the ThemeManager."""
    app = QApplication([sys.argv[0], *argv])
    app.setApplicationName("Exercise Studio")
    app.setOrganizationName("Exercise Studio")
    app.setDesktopFileName("exercise-studio")
    app.setStyle("Fusion")
    return app


def make_desk(settings: SettingsFile) -> Desk:
    """Theme, threads and desk, in the language of the settings."""
    language.use(settings.now.language)
    themes = ThemeManager(settings.now.theme, settings.now.zoom)
    themes.apply()
    return Desk(settings, themes, Tasks())


class _Start:
    """What happens after the first paint."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def run(self) -> None:
        """Show the first page and open the workspace of last time."""
        desk = self._frame.desk
        translate_qt(language.current())
        self._frame.show_page("home")
        from exercise_studio.desktop.home.opening import first_workspace

        desk.open_workspace(first_workspace(desk.settings.now), create=True)


def main(argv: Sequence[str] = ()) -> int:
    """Open the window and run until it is closed; returns the exit code."""
    app = make_application(argv)
    desk = make_desk(SettingsFile())
    frame = Frame(desk)
    sys.excepthook = lambda kind, error, trace: desk.tasks.bug.emit(Fault(error))
    frame.show()
    # Paint now: the shell stands before pydantic, SQLAlchemy and the pages are imported.
    app.processEvents()
    start = _Start(frame)
    QTimer.singleShot(0, start.run)
    return app.exec()
