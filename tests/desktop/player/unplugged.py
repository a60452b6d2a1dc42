"""The program with a projector that is unplugged in the middle of a live run and plugged in again; prints what could be seen.

python -m tests.desktop.player.unplugged FOLDER: run by test_screens.py on a virtual X server, or offscreen with two screens.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

from exercise_studio.desktop.app import make_desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.settings import SettingsFile
from exercise_studio.desktop.shell import Shell, dress, make_application
from exercise_studio.journeys import conducting
from tests.desktop.control.conftest import make_workspace
from tests.desktop.player.monitors import CONTROL, PROJECTOR, Monitors


class Scene:
    """The windows, and what is noted of them."""

    def __init__(self, folder: Path) -> None:
        self.monitors = Monitors() if "--x11" in sys.argv else None
        if self.monitors is not None:
            self.monitors.plug("CTRL", CONTROL, outputs=True)
            self.monitors.plug("PROJ", PROJECTOR)
        self.app = make_application()
        settings = SettingsFile(folder / "settings.toml")
        settings.remember_size("window", (40, 40, 1100, 700))
        self.shell = Shell(settings, dress(self.app, settings))
        self.desk = make_desk(settings)
        self.frame = Frame(self.desk)
        self.shell.furnish(self.frame)
        self.shell.show()
        file = folder / "live.estudio"
        exercise = make_workspace(file)
        self.desk.open_workspace(file)
        self.settle()
        self.desk.open_exercise(exercise, page="live")
        self.settle()
        self.page: Any = self.frame.pages["live"]
        self.page.closing = True
        self.director = self.page.room.director
        self.noted: list[dict[str, Any]] = []
        self.told: list[str] = []

    def settle(self, seconds: float = 0.6) -> None:
        """Until the window manager and the threads have done their work."""
        until = time.monotonic() + seconds
        while time.monotonic() < until or self.desk.tasks.busy:
            self.app.processEvents()
            time.sleep(0.01)

    def note(self, what: str) -> None:
        """What stands where now."""
        window = self.director.windows.get("")
        control = self.shell.geometry()
        self.noted.append(
            {
                "what": what,
                "visible": bool(window and window.isVisible()),
                "full": bool(window and window.isFullScreen()),
                "place": _rect(window.geometry()) if window else None,
                "inject": window.seen.first.card.inject if window and window.seen.first.card else "",
                "mode": window.seen.first.mode if window else "",
                "control": _rect(control),
                "screens": [screen.name() for screen in QGuiApplication.screens()],
                "clock": self.page.room.state.clock.mode,
                "offered": self.director.offered,
                "told": self.told[-1] if self.told else "",
            }
        )

    def hear(self, notice: Any) -> None:
        """A banner."""
        self.told.append(str(notice.source))

    def unplug(self) -> None:
        """The projector goes."""
        if self.monitors is not None:
            self.monitors.unplug("PROJ")
        else:
            self.app.screenRemoved.emit(next(s for s in self.app.screens() if s.name() == "PROJ"))
        self.settle()

    def plug(self) -> None:
        """It comes back."""
        if self.monitors is not None:
            self.monitors.plug("PROJ", PROJECTOR)
        else:
            self.app.screenAdded.emit(next(s for s in self.app.screens() if s.name() == "PROJ"))
        self.settle()


def _rect(rect: QRect) -> list[int]:
    return [rect.x(), rect.y(), rect.width(), rect.height()]


def main() -> None:
    """The scene from beginning to end."""
    scene = Scene(Path(sys.argv[1]))
    scene.desk.noticed.connect(scene.hear)
    exercise = scene.desk.exercise
    assert exercise is not None
    exercise.do(conducting.start_run, "live")
    scene.settle()
    exercise.do(conducting.fire, "I01")
    scene.settle()
    scene.director.open("CTRL")
    scene.settle()
    scene.note("asked for the control room's own screen")
    scene.director.open("PROJ")
    scene.settle()
    scene.note("on the projector")
    scene.director.identify()
    scene.noted[-1]["signs"] = len(scene.director._signs)
    scene.director.end_signs()
    scene.unplug()
    scene.note("unplugged")
    scene.plug()
    scene.note("plugged in again")
    scene.director.show_on_offered()
    scene.settle()
    scene.note("offer taken")
    scene.director.swap()
    scene.settle()
    scene.note("swapped")
    scene.director.swap()
    scene.settle()
    scene.unplug()
    scene.director.offered = ""
    scene.director.show_on_offered()
    scene.settle()
    scene.note("in a window")
    print("NOTED " + json.dumps(scene.noted, ensure_ascii=False))
    sys.stdout.flush()
    scene.director.close_all()
    scene.shell.close()


if __name__ == "__main__":
    main()
