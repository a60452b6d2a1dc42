"""Starting: the shell's first paint, readiness, and a whole rehearsal from the command line."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Result, beside, median, process

_EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.quit)
application = QApplication([])
QFontDatabase.addApplicationFont(sys.argv[1])
application.setFont(QFont("BIZ UDPGothic", 10))
window = Window()
window.resize(1366, 768)
window.show()
application.exec()
"""


def bench_first_paint() -> Iterator[Result]:
    """From the start of the process to the shell's first paint, against an empty QMainWindow with the same font."""
    from exercise_studio import paths

    font = str(paths.resources("fonts", "BIZUDPGothic-Regular.ttf"))
    shell = "from exercise_studio.desktop.app import first_paint; first_paint()"
    with tempfile.TemporaryDirectory() as home:
        ours = process(f"import os; os.environ['EXERCISE_STUDIO_HOME'] = {home!r}; {shell}")
        theirs = process(_EMPTY, font)
        ours()
        one, other = beside(ours, theirs, times=9)
    yield Result("first paint", median(one) * 1000, "ms", median(other) * 1000, 1.2)


def bench_ready() -> Iterator[Result]:
    """From the start of the process to a usable home page, against a Qt window plus the imports of SQLAlchemy and pydantic."""
    from exercise_studio import paths

    font = str(paths.resources("fonts", "BIZUDPGothic-Regular.ttf"))
    with tempfile.TemporaryDirectory() as home:
        ready = "from exercise_studio.desktop.app import until_ready; until_ready()"
        ours = process(f"import os; os.environ['EXERCISE_STUDIO_HOME'] = {home!r}; {ready}")
        theirs = process(_EMPTY + "import sqlalchemy, pydantic\n", font)
        ours()
        one, other = beside(ours, theirs, times=7)
    yield Result("ready for use", median(one) * 1000, "ms", median(other) * 1000, 1.3)


def bench_rehearse() -> Iterator[Result]:
    """A whole rehearsal of one organisation from the command line, against three seconds on the machine it was measured on.

    The bound is a process that imports what a rehearsal needs; the aim leaves three times that for playing it.
    """
    with tempfile.TemporaryDirectory() as folder:
        home = f"import os; os.environ['EXERCISE_STUDIO_HOME'] = {folder!r}; import sys; from pathlib import Path; "
        file = str(Path(folder) / "w.exst")
        play = f"Path({file!r}).unlink(missing_ok=True); from exercise_studio.cli import main; "
        play += f"sys.exit(main(['rehearse', 'port-terminal-ransomware', '--workspace', {file!r}]))"
        ours = process(home + play)
        theirs = process(home + "import sqlalchemy, pydantic, yaml; import exercise_studio.journeys.rehearsing")
        ours()
        one, other = beside(ours, theirs, times=5)
    yield Result("rehearse one organisation", median(one) * 1000, "ms", median(other) * 1000, 4)
