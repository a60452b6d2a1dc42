"""Firing by itself in the room: chosen there or on the plan page, counted down, held, and never in a burst."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from exercise_studio.desktop.frame import Frame
from exercise_studio.domain.times import HOUR, MINUTE, SECOND
from tests.desktop.control.conftest import Live


def choose(live: Live, inject: str) -> None:
    live.page.room.cues.setFocus()
    live.page.room.cues.select_key(inject)
    live.page.acts["automatic"].trigger()
    live.settle()


def until(live: Live, milliseconds: int, step: int = 10 * SECOND) -> None:
    for _ in range(milliseconds // step):
        live.time.move(step)
        live.page.automatic.look()
        live.settle()
    live.page.room.refresh()


def row(live: Live, inject: str):
    return live.page.room.cue_model.rows[live.page.room.cue_model.number_of(inject)]


def test_nothing_fires_by_itself_unless_somebody_chose_it(live: Live) -> None:
    until(live, 15 * MINUTE)
    assert live.fired() == []
    assert live.page.room.automatic.isHidden()


def test_a_chosen_inject_counts_down_and_fires_once_at_its_time(live: Live) -> None:
    choose(live, "I03")
    assert [entry.payload.operations[0].automatic for entry in live.entries("plan_amended")] == [True]
    assert row(live, "I03").automatic
    assert not row(live, "I01").automatic
    until(live, 8 * MINUTE + 30 * SECOND)
    assert live.page.room.automatic.isHidden()
    until(live, MINUTE)
    strip = live.page.room.automatic
    assert not strip.isHidden()
    assert "I03" in strip.text.text()
    assert "0:30" in strip.text.text()
    with live.qtbot.waitSignal(live.page.fired) as told:
        until(live, 30 * SECOND)
    assert told.args == ["I03"]
    until(live, 5 * MINUTE)
    assert live.fired() == ["I03"]
    assert live.entries("inject_fired")[0].payload.how == "scheduled"
    assert strip.isHidden()
    assert not row(live, "I03").automatic


def test_hold_stops_the_countdown(live: Live) -> None:
    choose(live, "I03")
    until(live, 10 * MINUTE - 20 * SECOND)
    live.page.room.automatic.hold.click()
    live.settle()
    until(live, 5 * MINUTE)
    assert live.fired() == []
    assert row(live, "I03").state == "held"


def test_choosing_again_makes_it_wait_for_go_and_a_major_one_is_never_offered(live: Live) -> None:
    choose(live, "I03")
    choose(live, "I03")
    until(live, 12 * MINUTE)
    assert live.fired() == []
    live.page.room.cues.select_key("I14")
    assert row(live, "I14").major
    assert not live.page.acts["automatic"].isEnabled()


def test_it_goes_on_while_another_page_is_shown_and_stands_while_the_clock_stands(live: Live, frame: Frame) -> None:
    choose(live, "I03")
    live.desk.go("plan")
    live.settle()
    until(live, 5 * MINUTE)
    live.page.pause()
    live.settle()
    until(live, 30 * MINUTE, MINUTE)
    assert live.fired() == []
    live.page.resume()
    live.settle()
    until(live, 4 * MINUTE)
    assert live.fired() == []
    until(live, MINUTE + 10 * SECOND)
    assert live.fired() == ["I03"]


def test_after_an_hour_of_sleep_nothing_fires_and_the_room_asks(live: Live) -> None:
    for inject in ("I03", "I05"):
        choose(live, inject)
    until(live, MINUTE)
    live.time.move(HOUR)
    live.page.automatic.look()
    until(live, MINUTE)
    strip = live.page.room.automatic
    assert live.fired() == []
    assert not strip.isHidden()
    assert not strip.go_on.isHidden()
    assert any(banner.key == "automatic" for banner in live.frame.banners.shown)
    strip.go_on.click()
    until(live, 10 * MINUTE)
    assert live.fired() == []  # what was missed waits for GO
    assert not any(banner.key == "automatic" for banner in live.frame.banners.shown)
    live.go()
    assert live.fired() == ["I01"]


def test_go_counting_down_for_the_same_inject_is_not_fired_twice(live: Live) -> None:
    choose(live, "I01")  # due at the beginning
    live.page.automatic.pilot.fired(live.time.now())
    live.page.room.go.go.click()
    live.time.move(5_500)
    live.page.automatic.look()
    live.page.room.go.tick()
    live.settle()
    assert live.fired() == ["I01"]


def test_the_key_t_chooses_in_the_cue_list_and_types_in_the_log(live: Live) -> None:
    live.page.room.cues.setFocus()
    live.page.room.cues.select_key("I03")
    QTest.keyClick(live.page.room.cues, Qt.Key.Key_T)
    live.settle()
    assert len(live.entries("plan_amended")) == 1
    line = live.page.room.composer.line
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_T)
    live.settle()
    assert line.toPlainText() == "t"
    assert len(live.entries("plan_amended")) == 1


def test_undo_takes_the_choice_back(live: Live) -> None:
    choose(live, "I03")
    live.page.undo()
    live.settle()
    assert [entry.payload.operations[0].automatic for entry in live.entries("plan_amended")] == [True, False]
