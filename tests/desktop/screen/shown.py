"""A live room on a real X screen, for tests that press real keys: `python -m tests.desktop.screen.shown FILE EXERCISE`.

It answers each line on its input with one JSON line: "focus NAME" puts the focus somewhere, "state" says what happened.
"""

import json
import sys
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from exercise_studio.desktop.app import make_application, make_desk
from exercise_studio.desktop.settings import SettingsFile
from exercise_studio.journeys import conducting


class Shown(QObject):
    """The window and what it answers."""

    def __init__(self, file: str, exercise: str) -> None:
        super().__init__()
        from exercise_studio.desktop.frame import Frame

        self.app = make_application()
        self.desk = make_desk(SettingsFile())
        self.frame = Frame(self.desk)
        self.frame.resize(1280, 800)
        self.frame.show()
        self.exercise = exercise
        self.clicked = 0
        self.button: Any = None
        self.desk.workspace_changed.connect(self._open)
        self.desk.exercise_changed.connect(self._opened)
        self.desk.open_workspace(file)
        self.input = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self.input.activated.connect(self._asked)

    def _open(self) -> None:
        self.desk.open_exercise(self.exercise, page="live")

    def _opened(self) -> None:
        QTimer.singleShot(0, self._start)

    def _start(self) -> None:
        page: Any = self.frame.pages["live"]
        page.closing = True
        if self.desk.exercise.live is None:
            self.desk.exercise.do(conducting.start_run, "live", then=self._ready)

    def _ready(self, _changes: object) -> None:
        self.button = QPushButton("test", self.frame.pages["live"])
        self.button.clicked.connect(self._click)
        self.button.show()
        self.frame.activateWindow()
        self._say({"ready": True, "window": int(self.frame.winId())})

    def _click(self) -> None:
        self.clicked += 1

    def _asked(self) -> None:
        line = sys.stdin.readline().split()
        if not line:
            self.app.quit()
            return
        if line[0] == "focus":
            self._focus(line[1])
        self._say(self._state())

    def _focus(self, name: str) -> None:
        room = self.frame.pages["live"].room
        places = {"cues": room.cues, "log": room.composer.line, "notes": room.go.notes, "button": self.button}
        places[name].setFocus()

    def _state(self) -> dict[str, Any]:
        room = self.frame.pages["live"].room
        entries = self.desk.exercise.entries
        return {
            "fired": [entry.payload.inject for entry in entries if entry.kind == "inject_fired"],
            "guard": room.go.guard.state,
            "down": room.go.guard.key_down,
            "typed": room.composer.line.toPlainText(),
            "clicked": self.clicked,
            "notes": room.go.notes.verticalScrollBar().value(),
            "notes_most": room.go.notes.verticalScrollBar().maximum(),
            "active": self.frame.isActiveWindow(),
            "focus": type(QApplication.focusWidget()).__name__,
        }

    @staticmethod
    def _say(said: dict[str, Any]) -> None:
        print(json.dumps(said), flush=True)


def main() -> int:
    shown = Shown(sys.argv[1], sys.argv[2])
    code = shown.app.exec()
    shown.frame.close()
    return code


if __name__ == "__main__":
    sys.exit(main())
