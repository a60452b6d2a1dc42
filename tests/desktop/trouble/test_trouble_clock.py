"""The computer's clock is set, the computer sleeps, its zone changes: one banner each, and the run's own time is as it should."""

from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.clock_watch import ClockWatch
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.own_clock import OwnClock
from exercise_studio.desktop.unfinished import Unfinished, folder
from exercise_studio.domain.text import Text
from exercise_studio.domain.times import Instant
from tests.desktop.control.conftest import Live, _open
from tests.desktop.test_own_clock import MINUTE, Computer


class Laptop(Computer):
    """A computer with a zone."""

    zone = "Asia/Tokyo"

    def __init__(self) -> None:
        super().__init__()
        self.wall_at = 1_783_040_400_000  # 2026-07-03 10:00 in Japan

    def zone_of(self) -> str:
        return self.zone


@dataclass
class Watched:
    """A live run on a laptop that the test can set, put to sleep and carry abroad."""

    live: Live
    laptop: Laptop
    watch: ClockWatch

    def open(self) -> None:
        self.live.desk.open_exercise(self.live.exercise, "live")
        self.live.settle()

    def goes_by(self, milliseconds: int) -> None:
        """Time passes while the program looks every second."""
        for _second in range(milliseconds // 1_000):
            self.laptop.passes(1_000)
            self.watch.look()

    def play(self) -> int:
        state = self.live.desk.exercise.state
        return int(state.clock.play(self.live.desk.exercise.now()))

    def banner(self, key: str) -> str:
        return next(b.text.text() for b in self.live.frame.banners.shown if b.key.startswith(key))

    def press(self, key: str) -> None:
        next(b for b in self.live.frame.banners.shown if b.key.startswith(key)).action.click()
        self.live.settle()


@pytest.fixture
def run(qtbot: QtBot, desk: Desk, frame: Frame, tmp_path) -> Watched:
    laptop = Laptop()
    frame.safekeeping.clocks.stop()
    frame.safekeeping.clocks.blockSignals(True)
    made = _open(qtbot, desk, frame, tmp_path / "clock.estudio", 1)
    desk.exercise_changed.disconnect(frame.safekeeping.clocks._opened)
    watch = frame.safekeeping.clocks = ClockWatch(desk, OwnClock(laptop.wall, laptop.steady), laptop.zone_of)
    watch.stop()
    watched = Watched(made, laptop, watch)
    watched.open()
    made.start()
    watched.goes_by(5_000)
    return watched


def test_a_clock_set_back_is_said_and_play_goes_on_by_its_own(run: Watched) -> None:
    run.live.write("前")
    before = run.play()
    run.laptop.wall_at -= 12 * MINUTE
    run.goes_by(3_000)
    assert run.play() == before + 3_000
    assert "−12分" in run.banner("clock")
    assert "10:00" in run.banner("clock")
    run.live.write("後")
    first, second = (entry.at for entry in run.live.entries("response_logged"))
    assert 0 < second - first < 10_000, "the order of the log is the order in which it was written"
    run.press("clock")
    assert "−12分" in run.live.entries("marker_dropped")[-1].payload.text


def test_a_clock_set_forward_makes_play_jump_nowhere(run: Watched) -> None:
    before = run.play()
    run.laptop.wall_at += 3 * 60 * MINUTE
    run.goes_by(2_000)
    assert run.play() == before + 2_000
    assert "+3時間" in run.banner("clock")
    assert len(run.live.frame.banners.shown) == 1


def test_after_the_clock_was_set_back_a_new_start_does_not_go_back_either(run: Watched) -> None:
    run.goes_by(20 * MINUTE)
    run.live.write("最後の記録")
    played = run.play()
    run.laptop.wall_at -= 60 * MINUTE
    run.watch.clock.follow()  # what a program that was started anew begins with
    run.open()
    assert run.play() >= played - 5_000
    assert "60分" in run.banner("clock") or "1時間" in run.banner("clock")
    run.live.write("再開後")
    at = [entry.at for entry in run.live.entries("response_logged")]
    assert at == sorted(at)


def test_sleep_is_said_and_the_minutes_can_be_taken_out_as_a_pause(run: Watched) -> None:
    before = run.play()
    run.laptop.passes(25 * MINUTE)
    run.watch.look()
    assert run.play() == before + 25 * MINUTE, "the clock of the exercise went on"
    assert "10:00 から 10:25 まで" in run.banner("gap")
    run.live.write("目が覚めてから")
    run.press("gap")
    assert run.play() == before
    (paused,), (resumed,) = run.live.entries("clock_paused"), run.live.entries("clock_resumed")
    assert resumed.at - paused.at == 25 * MINUTE
    assert "スリープ" in paused.payload.reason
    assert run.live.desk.exercise.state.clock.mode == "running"
    run.goes_by(2_000)
    assert run.play() == before + 2_000


def test_sleep_right_after_the_clock_was_set_going_counts_from_there(run: Watched) -> None:
    run.live.page.acts["pause"].trigger()
    run.live.settle()
    run.goes_by(60_000)
    run.laptop.passes(400)
    run.live.page.acts["resume"].trigger()
    run.live.settle()
    before = run.play()
    run.laptop.passes(25 * MINUTE)
    run.watch.look()
    run.press("gap")
    assert run.play() == before


def test_sleep_during_a_pause_takes_nothing_and_says_nothing(run: Watched) -> None:
    run.live.page.acts["pause"].trigger()
    run.live.settle()
    before = run.play()
    run.laptop.passes(25 * MINUTE)
    run.watch.look()
    assert run.play() == before
    assert run.live.frame.banners.shown == []


def test_two_sleeps_are_two_banners_and_both_can_be_taken_out(run: Watched) -> None:
    before = run.play()
    for _time in range(2):
        run.laptop.passes(10 * MINUTE)
        run.watch.look()
        run.goes_by(4_000)
    run.press("gap")
    run.press("gap")
    assert run.play() == before + 8_000


def test_what_overlaps_a_pause_cannot_be_taken_out_twice(run: Watched) -> None:
    run.laptop.passes(10 * MINUTE)
    run.watch.look()
    banner = next(b for b in run.live.frame.banners.shown if b.key.startswith("gap"))
    take = banner._then
    take()
    run.live.settle()
    take()
    run.live.settle()
    assert len(run.live.entries("clock_paused")) == 1


def test_the_time_for_which_a_killed_program_was_closed_can_be_taken_out(run: Watched) -> None:
    run.live.write("落ちる前")
    alive = run.watch.clock.now()
    run.laptop.passes(15 * MINUTE)
    run.watch.clock.look()
    cut_off = Unfinished(folder() / "gone.json", "", run.live.exercise, None, Text(ja="演習"), Instant(alive), 0)
    run.live.desk.continued.emit(cut_off)
    run.open()
    assert "プログラムが閉じていました" in run.banner("gap")
    before = run.play()
    run.press("gap")
    assert run.play() == before - 15 * MINUTE
    assert "閉じていた" in run.live.entries("clock_paused")[0].payload.reason


def test_another_zone_changes_no_time_of_the_exercise(run: Watched) -> None:
    before = run.play()
    run.laptop.zone = "Europe/London"
    run.goes_by(1_000)
    assert "Europe/London" in run.banner("zone")
    assert "Asia/Tokyo" in run.banner("zone")
    assert run.play() == before + 1_000


def test_banners_follow_the_language(run: Watched) -> None:
    run.laptop.passes(25 * MINUTE)
    run.laptop.wall_at -= 12 * MINUTE
    run.watch.look()
    run.live.frame.use_language("en")
    assert "changed by −12 minutes at 10:25" in run.banner("clock")
    gap = next(b for b in run.live.frame.banners.shown if b.key.startswith("gap"))
    assert gap.action.text() == "Take these 25 minutes out"
