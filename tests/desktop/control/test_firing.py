"""Firing as a facilitator does it, with a real workspace; the numbers are those of the acceptance list."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextBrowser,
)

from exercise_studio.desktop.dialogs import Question
from exercise_studio.desktop.timeline.strip import Timeline
from exercise_studio.domain.times import MINUTE
from tests.desktop.control.conftest import Live

ALONE = Qt.KeyboardModifier.NoModifier


def choose(live: Live, inject: str) -> None:
    live.page.room.cues.setFocus()
    live.page.room.cues.select_key(inject)
    live.page.set_next()
    live.settle()


def test_before_the_start_the_page_says_what_will_happen_and_nothing_can_be_fired(ready: Live) -> None:
    assert ready.page.stack.currentWidget() is ready.page.start
    assert ready.page.start.start.isEnabled()
    assert not ready.page.acts["go"].isEnabled()
    ready.start("rehearsal")
    assert [entry.payload.mode for entry in ready.entries("run_started")] == ["rehearsal"]
    assert ready.page.stack.currentWidget() is ready.page.room


def test_01_selecting_opening_and_typing_fire_nothing(live: Live) -> None:
    cues = live.page.room.cues
    for number in range(live.page.room.cue_model.rowCount()):
        point = cues.visualRect(live.page.room.cue_model.index(number, 4)).center()
        QTest.mouseClick(cues.viewport(), Qt.MouseButton.LeftButton, ALONE, point)
        QTest.mouseDClick(cues.viewport(), Qt.MouseButton.LeftButton, ALONE, point)
        live.page.room.show_cues()
    live.write("現場から第一報")
    live.move(5_000)
    assert live.fired() == []


def test_01_opening_an_inject_reads_it_in_full(live: Live) -> None:
    room = live.page.room
    room.cues.select_key("I03")
    QTest.keyClick(room.cues, Qt.Key.Key_Return)
    assert room.left.currentWidget() is room.inspector
    assert "I03" in room.inspector.heading.text()
    QTest.keyClick(live.frame, Qt.Key.Key_Escape)
    assert room.left.currentWidget() is room.cues


def test_go_fires_the_next_inject_after_its_countdown(live: Live) -> None:
    live.page.room.go.go.click()
    live.settle()
    assert live.fired() == []
    with live.qtbot.waitSignal(live.page.fired) as told:
        live.move(2_000)
    assert told.args == ["I01"]
    assert live.fired() == ["I01"]
    assert live.page._following() == "I03"


def test_02_a_second_go_within_the_lockout_is_refused_with_words(live: Live) -> None:
    live.go()
    with live.qtbot.waitSignal(live.page.go_refused) as told:
        live.page.room.go.go.click()
    assert told.args == ["locked"]
    assert "直後" in live.page.room.go.go.accessibleDescription()
    assert live.page.room.go.refusal.text()
    live.move(3_000)
    assert live.fired() == ["I01"]


@pytest.mark.parametrize("key", ["Ctrl+G", "Space"])
def test_03_a_held_key_fires_once_and_again_only_after_its_release(live: Live, key: str) -> None:
    room = live.page.room
    assert not any(action.autoRepeat() for action in (live.page.acts["go"], live.page.acts["go_list"]))
    room.cues.setFocus()
    pressed, with_key = (
        (Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier) if key == "Ctrl+G" else (Qt.Key.Key_Space, ALONE)
    )
    for _ in range(10):
        QTest.keyPress(room.cues, pressed, with_key)
        live.move(2_000)
    assert live.fired() == ["I01"]
    QTest.keyRelease(room.cues, pressed, with_key)
    live.move(100)  # no hand presses again sooner
    QTest.keyClick(room.cues, pressed, with_key)
    live.move(2_000)
    assert live.fired() == ["I01", "I03"]


def test_04_space_types_scrolls_clicks_and_fires_by_where_the_focus_is(live: Live) -> None:
    room = live.page.room
    line = room.composer.line
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Space)
    assert line.toPlainText() == " "
    line.clear()

    room.go.notes.setFocus()
    room.go.notes.setPlainText("\n".join("話すこと" for _ in range(200)))
    QTest.keyClick(room.go.notes, Qt.Key.Key_Space)
    assert room.go.notes.verticalScrollBar().value() > 0

    room.header.jump.setFocus()
    QTest.keyClick(room.header.jump, Qt.Key.Key_Space)
    assert room.middle.currentWidget() is room.jump
    live.page.escape()
    live.move(2_000)
    assert live.fired() == []

    room.cues.setFocus()
    QTest.keyClick(room.cues, Qt.Key.Key_Space)
    live.move(2_000)
    assert live.fired() == ["I01"]


def test_05_escape_during_the_countdown_fires_nothing(live: Live) -> None:
    cancelled: list[str] = []
    live.page.fire_cancelled.connect(cancelled.append)
    QTest.keyClick(live.page.room.cues, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    live.move(1_000)
    QTest.keyClick(live.page.room.cues, Qt.Key.Key_Escape)
    live.move(10_000)
    assert cancelled == ["I01"]
    assert live.fired() == []
    assert live.page._following() == "I01"


def test_06_a_major_inject_is_armed_first_and_disarms_by_itself(live: Live) -> None:
    choose(live, "I14")
    go = live.page.room.go
    go.go.click()
    live.move(4_000)
    assert go.guard.state == "armed"
    assert "発火準備" in go.go.words()[0]
    live.move(1_000)
    assert go.guard.state == "ready"
    assert live.fired() == []
    go.go.click()
    live.move(1_000)
    go.go.click()
    live.move(2_000)
    assert live.fired() == ["I14"]


def test_07_a_fired_inject_is_never_fired_again_or_taken_back_by_go(live: Live) -> None:
    live.go()
    live.move(3_000)
    choose(live, "I01")
    live.go()
    assert live.fired() == ["I01", "I03"]
    assert live.entries("inject_recalled") == []


def test_08_recall_keeps_the_firing_and_adds_its_own_entry(live: Live) -> None:
    live.go()
    live.page.acts["recall"].trigger()
    live.settle()
    assert live.fired() == ["I01"]
    assert [entry.payload.inject for entry in live.entries("inject_recalled")] == ["I01"]
    row = live.page.room.cue_model.rows[live.page.room.cue_model.number_of("I01")]
    assert row.state == "recalled"


def test_09_after_a_pause_go_fires_now_and_what_is_planned_shifts_by_the_pause(live: Live) -> None:
    live.move(4 * MINUTE)
    live.page.pause()
    live.settle()
    live.time.move(30 * MINUTE)
    live.page.resume()
    live.settle()
    row = live.page.room.cue_model.rows[live.page.room.cue_model.number_of("I03")]
    assert row.due - live.page.room.play() == 6 * MINUTE
    moment = live.time.now() + 2_000
    live.go()
    entry = live.entries("inject_fired")[0]
    assert entry.at == moment
    assert entry.play == 4 * MINUTE + 2_000


def test_09_while_the_clock_stands_go_is_refused(live: Live) -> None:
    live.page.pause()
    live.settle()
    with live.qtbot.waitSignal(live.page.go_refused) as told:
        live.page.room.go.go.click()
    assert told.args == ["closed"]


def test_10_a_jump_over_open_injects_asks_for_each_and_is_kept_as_one_act(live: Live) -> None:
    live.page.open_jump()
    sheet = live.page.room.jump
    assert set(sheet.boxes) >= {"I01", "I02", "I13"}
    for inject, choice in (("I01", 1), ("I02", 2), ("I03", 0)):
        sheet.boxes[inject].setCurrentIndex(choice)
    sheet.commit()
    live.settle()
    jumped = live.entries("time_jumped")
    assert len(jumped) == 1
    assert jumped[0].payload.phase == "next-morning"
    assert jumped[0].payload.told is not None
    assert {k: jumped[0].payload.choices[k] for k in ("I01", "I02", "I03")} == {
        "I01": "summary",
        "I02": "skip",
        "I03": "keep",
    }
    assert [(e.payload.inject, e.payload.as_summary) for e in live.entries("inject_fired")] == [("I01", True)]
    assert [e.payload.inject for e in live.entries("inject_skipped")] == ["I02"]
    assert live.page.room.middle.currentWidget() is live.page.room.split


def test_11_a_run_whose_injects_are_all_skipped_can_be_ended(live: Live) -> None:
    for _ in range(len(live.page.exercise.plan.scenario.injects)):
        if live.page._following():
            live.page.skip()
            live.settle()
    assert live.page._following() == ""
    live.page.open_end()
    live.page.room.end.press()
    live.settle()
    assert live.entries("run_ended") == []
    live.page.room.end.press()
    live.settle()
    assert len(live.entries("run_ended")) == 1
    assert live.page.exercise.mode == "ended"
    assert not live.page.acts["go"].isEnabled() or not live.page.room.go.isVisible()


def test_a_contingency_is_suggested_with_its_reason_when_its_condition_comes_true(live: Live) -> None:
    live.move(54 * MINUTE)
    number = live.page.room.cue_model.number_of("I07")
    assert not live.page.room.cue_model.rows[number].suggested
    live.move(2 * MINUTE)
    row = live.page.room.cue_model.rows[number]
    assert row.suggested
    assert "CON-02" in row.reason
    assert row.reason in live.page.room.cue_model.index(number, 4).data()
    assert live.page._following() != "I07"


def test_a_conditional_inject_goes_only_to_those_for_whom_it_is_true(houses: Live) -> None:
    houses.move(77 * MINUTE)
    room = houses.page.room
    row = room.cue_model.rows[room.cue_model.number_of("I10")]
    assert row.ready_for == ("terminal",)


def test_hold_keeps_an_inject_back_until_it_is_made_next_again(live: Live) -> None:
    live.page.hold()
    live.settle()
    assert live.page._following() == "I03"
    choose(live, "I01")
    assert live.page._following() == "I01"
    assert len(live.entries("inject_released")) == 1


def test_freezing_stops_the_clock_and_shows_the_holding_card(live: Live) -> None:
    live.page.acts["suspend"].trigger()
    live.settle()
    assert live.page.exercise.state.clock.mode == "suspended"
    assert live.page.exercise.state.screen().mode == "holding"
    live.page.acts["continue"].trigger()
    live.settle()
    assert live.page.exercise.state.clock.mode == "suspended"  # a real event is not over by a slip of the hand
    live.page.acts["continue"].trigger()
    live.settle()
    assert live.page.exercise.state.clock.mode == "running"


def test_every_key_of_the_room_is_told_by_its_button(live: Live) -> None:
    room = live.page.room
    assert "Ctrl+B" in room.header.pause.toolTip()
    assert all(button.accessibleName() for button in (room.header.pause, room.header.jump, room.header.end, room.go.go))


def test_marks_of_the_timeline_lead_to_their_rows(live: Live) -> None:
    timeline = live.page.room.timeline
    timeline.picked.emit("inject/I05")
    assert live.page.room.cues.selected_key() == "I05"


def test_32_closing_during_a_live_run_asks_and_going_back_changes_nothing(live: Live) -> None:
    live.page.closing = False
    live.frame.close()
    question = live.page.findChild(Question)
    assert live.frame.isVisible()
    question.reject()
    live.settle()
    assert live.frame.isVisible()
    assert live.page.exercise.state.clock.mode == "running"
    live.page.closing = True


def test_32_pause_and_close_keeps_the_run_to_be_continued_later(live: Live) -> None:
    live.page.closing = False
    live.frame.close()
    live.page.findChild(Question).choose("pause")
    live.qtbot.waitUntil(lambda: not live.frame.isVisible())
    assert len(live.entries("clock_paused")) == 1
    assert live.entries("run_ended") == []


def test_closing_a_rehearsal_or_an_exercise_before_its_start_asks_nothing(ready: Live) -> None:
    ready.page.closing = False
    assert ready.page.may_close()
    ready.start("rehearsal")
    assert ready.page.may_close()


def test_an_inject_that_announces_a_jump_offers_the_sheet_once_it_is_fired(live: Live) -> None:
    live.move(120 * MINUTE)
    row = live.page.room.cue_model.rows[live.page.room.cue_model.number_of("I14")]
    assert row.suggested
    choose(live, "I14")
    live.page.room.go.go.click()
    live.move(1_000)
    live.go()
    assert live.fired() == ["I14"]
    banner = live.frame.banners.shown[0]
    assert banner.key == "jump"
    banner.action.click()
    assert live.page.room.middle.currentWidget() is live.page.room.jump


def test_a_rehearsal_can_go_faster_while_it_runs(ready: Live) -> None:
    ready.start("rehearsal")
    ready.page.room.header.speed_wanted.emit(60.0)
    ready.settle()
    ready.time.move(1_000)
    assert ready.page.room.play() == 60_000
    assert ready.page.room.header.speed.text().strip() == "60×"


def test_a_suggestion_says_for_which_organisations_it_is_one(houses: Live) -> None:
    houses.move(77 * MINUTE)
    model = houses.page.room.cue_model
    assert model.rows[model.number_of("I10")].reason.startswith("碧浜港コンテナターミナル：INF-02")


def test_36_everything_that_can_be_worked_has_a_name(live: Live) -> None:
    live.write("@経営 * 止める")
    nameless = [
        widget
        for kind in (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTextBrowser, QAbstractItemView, Timeline)
        for widget in live.page.findChildren(kind)
        if not widget.objectName().startswith("qt_")
        and not isinstance(widget.parent(), QComboBox | QAbstractSpinBox | QAbstractItemView)
        if not isinstance(widget.window(), QMenu) and widget.window() is live.frame
        if not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]
    assert nameless == []


def _held(live: Live) -> None:
    plan = live.desk.exercise.plan
    guards = plan.settings.guards.changed(style="hold")
    object.__setattr__(plan, "settings", plan.settings.changed(guards=guards))
    live.page.room.refresh()


def test_06_a_major_inject_may_be_fired_by_holding_go_down(live: Live) -> None:
    _held(live)
    choose(live, "I14")
    go = live.page.room.go
    assert "押し続け" in go.about.text()
    centre = go.go.rect().center()
    QTest.mousePress(go.go, Qt.MouseButton.LeftButton, ALONE, centre)
    live.move(1_000)
    assert go.guard.state == "holding"
    QTest.mouseRelease(go.go, Qt.MouseButton.LeftButton, ALONE, centre)
    live.move(10_000)
    assert live.fired() == []
    QTest.mousePress(go.go, Qt.MouseButton.LeftButton, ALONE, centre)
    live.move(2_000)
    QTest.mouseRelease(go.go, Qt.MouseButton.LeftButton, ALONE, centre)
    live.move(10_000)
    assert live.fired() == ["I14"]


def test_06_letting_the_key_up_early_fires_nothing(live: Live) -> None:
    _held(live)
    choose(live, "I14")
    with_control = Qt.KeyboardModifier.ControlModifier
    QTest.keyPress(live.page.room.cues, Qt.Key.Key_G, with_control)
    live.move(1_000)
    QTest.keyRelease(live.page.room.cues, Qt.Key.Key_G, with_control)
    live.move(10_000)
    assert live.fired() == []
    QTest.keyPress(live.page.room.cues, Qt.Key.Key_G, with_control)
    live.move(2_100)
    assert live.fired() == ["I14"]
    QTest.keyRelease(live.page.room.cues, Qt.Key.Key_G, with_control)
    live.move(10_000)
    assert live.fired() == ["I14"]
