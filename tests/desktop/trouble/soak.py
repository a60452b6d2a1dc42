"""A rehearsal of two hours at sixty times the pace with twenty teams, played in the window.

`python -m tests.desktop.trouble.soak FILE EXERCISE SECONDS` prints one JSON line every few seconds: how many entries the log
has, and how much memory the program holds.
"""

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer

from exercise_studio.desktop.app import make_application, make_desk
from exercise_studio.desktop.settings import SettingsFile
from exercise_studio.domain.exercise import ObserverSeat, Plan
from exercise_studio.journeys import authoring
from exercise_studio.journeys.library import find_scenario, load_checklists

SPEED = 60.0
TEAMS = 20
LINES = (
    "端末を切り離し、ログを保全した",
    "第一報を経営層へ上げた #報告",
    "! 広報文案の確認を依頼した",
    "代替手順に切り替え、所要時間を見積もった",
)


def plan() -> Plan:
    """Four organisations with twenty teams in all."""
    scenario, _problems = find_scenario("port-terminal-ransomware")
    players = [member for member in scenario.cast if member.kind == "player"]
    houses = [authoring.organisation_for(player) for player in players]
    more = authoring.organisation_for(players[0], name_id="second")
    left = TEAMS - sum(len(house.teams) for house in houses)
    houses.append(more.changed(teams=more.teams[:left]))
    return authoring.new_plan(
        scenario, load_checklists(scenario.checklists), starts_at=datetime(2026, 7, 4, 9, 0), as_of=date(2026, 7, 4),
        organisations=houses, observers=(ObserverSeat(code="OBS-01"),),
    )  # fmt: skip


def resident() -> int:
    """Bytes of memory that this program holds."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) * 1024
    import os

    return int(subprocess.check_output(["ps", "-o", "rss=", "-p", str(os.getpid())])) * 1024


class Soak(QObject):
    """The window, the hands, and the scale."""

    def __init__(self, file: str, exercise: str, seconds: float) -> None:
        super().__init__()
        from exercise_studio.desktop.frame import Frame

        self.app = make_application()
        self.desk = make_desk(SettingsFile())
        self.frame = Frame(self.desk)
        self.frame.resize(1366, 768)
        self.frame.show()
        self.exercise, self.seconds, self.turn = exercise, seconds, 0
        self.desk.workspace_changed.connect(self._open)
        self.desk.changes.changed.connect(self._begin)
        self.desk.open_workspace(file)
        self.hands, self.scale = QTimer(self), QTimer(self)
        self.hands.setInterval(100)
        self.hands.timeout.connect(self.act)
        self.scale.setInterval(2_500)
        self.scale.timeout.connect(self.weigh)

    @property
    def page(self) -> Any:
        return self.frame.pages["live"]

    def _open(self) -> None:
        self.desk.workspace_changed.disconnect(self._open)
        self.desk.open_exercise(self.exercise, "live")
        self.desk.exercise_changed.connect(self._start)

    def _start(self) -> None:
        QTimer.singleShot(0, self._press)

    def _press(self) -> None:
        self.page.closing = True
        self.page.start_run("rehearsal", SPEED)

    def _begin(self, _changes: Any) -> None:
        if self.hands.isActive():
            return
        self.page.acts["screen_open"].trigger()
        self.hands.start()
        self.scale.start()
        QTimer.singleShot(round(self.seconds * 1000), self.end)

    def act(self) -> None:
        """Twenty teams answer; injects are fired; marks, pauses and other pages now and then."""
        self.turn += 1
        page, room = self.page, self.page.room
        teams = sorted(self.desk.exercise.plan.teams)
        if self.turn % 40 == 0:
            page.acts["go"].trigger()
        if self.turn % 97 == 0:
            page.acts["marker"].trigger()
        if self.turn % 211 == 0:
            page.acts["pause"].trigger()
        elif self.turn % 211 == 5:
            page.acts["resume"].trigger()
        if self.turn % 151 == 0:
            page.acts["screen_holding"].trigger()
        elif self.turn % 151 == 20:
            page.acts["screen_live"].trigger()
        if self.turn % 157 == 0:
            self.frame.use_language("en" if self.turn % 2 else "ja")
        room.composer.set_team(teams[self.turn % len(teams)])
        room.composer.line.insertPlainText(LINES[self.turn % len(LINES)])
        room.composer.line.commit()

    def weigh(self) -> None:
        state = self.desk.exercise.state
        said = {
            "entries": len(self.desk.exercise.entries), "bytes": resident(),
            "play": int(state.clock.play(self.desk.exercise.now())), "screens": len(self.app.topLevelWidgets()),
        }  # fmt: skip
        print(json.dumps(said), flush=True)

    def end(self) -> None:
        self.hands.stop()
        self.scale.stop()
        self.weigh()
        self.frame.close()
        self.app.quit()


def main() -> int:
    soak = Soak(sys.argv[1], sys.argv[2], float(sys.argv[3]))
    return soak.app.exec()


if __name__ == "__main__":
    sys.exit(main())
