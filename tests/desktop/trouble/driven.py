"""The whole program playing a live run by itself until somebody kills it: `python -m tests.desktop.trouble.driven TOLD EXERCISE`.

It presses what a facilitator would press. Whatever the window acknowledged, and whatever it offers after a start, it writes
as one line into the file TOLD; nothing is written there before it is true.
"""

import json
import os
import random
import sys
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest

from exercise_studio.desktop.app import Studio
from exercise_studio.desktop.control import drafts

PHRASES = (
    "端末3台を切り離し、ログを保全した",
    "first report to the CSIRT, written by the duty officer",
    "経営層へ第一報を上げ、広報文案の確認を依頼した",
    "who signs the report to the authority",
)


class Driven(QObject):
    """The hands on the keyboard."""

    def __init__(self, told: str, exercise: str, quiet: bool) -> None:
        super().__init__()
        self.told = os.open(told, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self.exercise, self.quiet = exercise, quiet
        self.studio = Studio()
        self.typing = ""
        self.kept = ""
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.look_for_home)
        self.timer.start(10)

    def say(self, what: str, **more: Any) -> None:
        os.write(self.told, (json.dumps({"what": what, **more}, ensure_ascii=False) + "\n").encode())

    def step(self, look: Any, milliseconds: int = 10) -> None:
        """Do this from now on."""
        self.timer.timeout.disconnect()
        self.timer.timeout.connect(look)
        self.timer.setInterval(milliseconds)

    @property
    def desk(self) -> Any:
        return self.studio.frame.desk

    @property
    def page(self) -> Any:
        return self.studio.frame.pages["live"]

    def look_for_home(self) -> None:
        """Home is there, with its card or without."""
        frame = self.studio.frame
        if frame is None or self.desk.workspace is None or self.desk.tasks.busy:
            return
        card = frame.pages["home"].continue_card
        frame.desk.changes.changed.connect(self.acknowledged)
        frame.desk.noticed.connect(self.noticed)
        self.step(self.look_for_room)
        if card.recover.isVisible():
            self.say("card", text=card.text.text(), note=card.note.text())
            QTest.mouseClick(card.recover, Qt.MouseButton.LeftButton)
        else:
            self.say("no card")
            self.desk.open_exercise(self.exercise, "live")

    def look_for_room(self) -> None:
        """The room, with the run in it; it is started where there is none."""
        if self.desk.exercise is None or self.desk.tasks.busy or "live" not in self.studio.frame.pages:
            return
        if self.desk.exercise.live is None:
            self.page.start.choose("live")
            self.page.start.start.click()
            return
        self.typing = self.page.room.composer.line.draft()
        self.say(
            "live", mode=self.desk.exercise.mode, clock=self.desk.exercise.state.clock.mode, offered=self.typing,
            play=int(self.desk.exercise.state.clock.play(self.desk.exercise.now())),
        )  # fmt: skip
        self.step(self.nothing if self.quiet else self.act, 12)

    def nothing(self) -> None:
        """Wait to be killed."""

    def acknowledged(self, changes: Any) -> None:
        """The window shows these."""
        self.say("entries", ids=list(changes.entries))

    def noticed(self, notice: Any) -> None:
        """A banner came."""
        self.say("banner", key=notice.key, text=self.studio.frame.banners.past[0])

    def act(self) -> None:
        """One of the things a facilitator does."""
        line, acts = self.page.room.composer.line, self.page.acts
        line.setFocus()
        self.look_at_draft()
        chance = random.random()
        if chance < 0.02:
            acts["go"].trigger()
        elif chance < 0.03:
            acts["pause"].trigger()
        elif chance < 0.08:
            acts["resume"].trigger()
        elif chance < 0.10:
            acts["marker"].trigger()
        elif chance < 0.115 and len(self.typing) > 8:
            QTest.keyClick(line, Qt.Key.Key_Return)
            self.typing = ""
        else:
            phrase = random.choice(PHRASES) if not self.typing else "、さらに続けて書いた"
            more = phrase[: random.randint(1, 3)] if self.typing else phrase[:4]
            line.insertPlainText(more)
            self.typing += more

    def look_at_draft(self) -> None:
        """What is half typed counts as kept when it is on the disk."""
        kept, _began_at = drafts.kept(self.exercise)
        if kept and kept != self.kept:
            self.kept = kept
            self.say("draft", text=kept)


def main() -> int:
    driven = Driven(sys.argv[1], sys.argv[2], "quiet" in sys.argv[3:])
    return driven.studio.run()


if __name__ == "__main__":
    sys.exit(main())
