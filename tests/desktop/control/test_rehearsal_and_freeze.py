"""A rehearsal flags what is to be mended and never mixes with a live run; a freeze stops everything until it is released in words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from exercise_studio.desktop.control.rehearsing import RemarkDialog
from exercise_studio.desktop.editor.msel import InjectRow
from exercise_studio.journeys import reporting
from exercise_studio.journeys.flagging import flagged
from exercise_studio.journeys.session import Session
from exercise_studio.store.workspace import Workspace
from tests.desktop.control.conftest import Live


def flag(live: Live, inject: str) -> None:
    live.page.room.show_cues()
    live.page.room.cues.select_key(inject)
    live.page.room.cues.setFocus()
    live.qtbot.keyClick(live.page.room.cues, Qt.Key.Key_F)
    live.settle()


def test_ctrl_shift_r_starts_a_rehearsal(ready: Live) -> None:
    ready.qtbot.keyClick(
        ready.page, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    ready.settle()
    assert ready.page.exercise.mode == "rehearsal"
    assert not ready.page.acts["rehearse"].isEnabled()


def test_f_flags_the_selected_inject_in_a_rehearsal_only(ready: Live) -> None:
    ready.start("rehearsal")
    flag(ready, "I03")
    assert [entry.payload.inject for entry in ready.entries("marker_dropped")] == ["I03"]
    assert flagged(ready.page.exercise.entries) == {"I03": ()}
    assert [row.key for row in ready.page.room.cue_model.rows if row.flagged] == ["I03"]


def test_in_a_live_run_there_is_nothing_to_flag(live: Live) -> None:
    flag(live, "I03")
    assert live.entries("marker_dropped") == []
    assert not live.page.acts["flag"].isEnabled()


def test_a_flag_can_have_a_remark_which_takes_the_place_of_the_bare_one(ready: Live) -> None:
    ready.start("rehearsal")
    flag(ready, "I03")
    flag(ready, "I03")
    dialog = ready.page.findChild(RemarkDialog)
    dialog.line.setText("長すぎる")
    dialog.accept()
    ready.settle()
    assert flagged(ready.page.exercise.entries) == {"I03": ("長すぎる",)}
    assert len(ready.entries("marker_dropped")) == 2  # nothing is edited in place


def test_the_plan_page_opens_on_what_was_flagged(ready: Live) -> None:
    ready.start("rehearsal")
    flag(ready, "I03")
    flag(ready, "I05")
    ready.page._end("")
    ready.settle()
    ready.frame.show_page("plan")
    plan = ready.frame.pages["plan"]
    assert plan.msel.flagged.text() == "リハーサルの目印（2）"
    plan.again.click()
    ready.settle()
    rows = [row.id for row in plan.msel.model.rows if isinstance(row, InjectRow)]
    assert rows == ["I03", "I05"]
    assert "I03" in plan.msel.remarks.text()
    plan.msel.flagged.click()
    assert len([row for row in plan.msel.model.rows if isinstance(row, InjectRow)]) == 20


def test_a_live_run_takes_nothing_from_the_rehearsal_before_it(ready: Live) -> None:
    ready.start("rehearsal")
    ready.go()
    ready.write("リハーサルだけの記録")
    flag(ready, "I03")
    ready.page._end("")
    ready.settle()
    ready.page.show_start()
    ready.start("live")
    state = ready.page.exercise.state
    assert state.mode == "live"
    assert state.inject_state("I01").status == "pending"
    assert [row for row in ready.page.room.log_model.all if "リハーサル" in row.text] == []
    with Workspace.open(ready.file, read_only=True) as workspace:
        session = Session.open(workspace, ready.exercise)
        assert session.state.mode == "live"
        content = repr(reporting.build_content(session, lang="ja"))
    assert "リハーサルだけの記録" not in content


def test_a_later_rehearsal_is_not_what_opens_or_is_reported(live: Live) -> None:
    live.go()
    live.write("本番の記録")
    live.page._end("")
    live.settle()
    live.page.show_start()
    live.start("rehearsal")
    live.write("あとのリハーサルの記録")
    with Workspace.open(live.file, read_only=True) as workspace:
        session = Session.open(workspace, live.exercise)
        assert session.state.mode == "live"
        content = repr(reporting.build_content(session, lang="ja"))
    assert "あとのリハーサルの記録" not in content
    assert "本番の記録" in content


# freeze


def test_a_freeze_opens_its_sheet_and_everything_stands(live: Live) -> None:
    key = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    live.page.room.composer.line.setFocus()
    live.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_P, key)
    live.settle()
    room, state = live.page.room, live.page.exercise.state
    assert room.middle.currentWidget() is room.freeze
    assert room.header.frozen.isVisible()
    play = state.clock.play(live.time.now())
    live.move(600_000)
    assert state.clock.play(live.time.now()) == play
    room.go.go.click()
    live.move(3_000)
    assert live.fired() == []


def test_going_on_after_a_freeze_is_said_twice_in_words(live: Live) -> None:
    live.page.suspend()
    live.settle()
    freeze = live.page.room.freeze
    freeze.go_on.click()
    live.settle()
    assert "解除して再開" in freeze.go_on.text()
    assert live.page.exercise.state.clock.mode == "suspended"
    freeze._disarm.timeout.emit()
    assert "解除して再開" not in freeze.go_on.text()
    freeze.go_on.click()
    freeze.go_on.click()
    live.settle()
    assert live.page.exercise.state.clock.mode == "running"
    assert live.page.room.middle.currentWidget() is live.page.room.split
    assert not live.page.room.header.frozen.isVisible()


def test_the_reason_of_a_freeze_is_logged(live: Live) -> None:
    live.page.suspend()
    live.settle()
    live.page.room.freeze.reason.setText("3階で煙")
    live.page.room.freeze.log.click()
    live.settle()
    assert "3階で煙" in live.entries("marker_dropped")[0].payload.text


def test_a_frozen_exercise_that_is_opened_again_shows_its_sheet(live: Live) -> None:
    live.page.suspend()
    live.settle()
    live.page.room.freeze.leave()
    assert live.page.room.middle.currentWidget() is live.page.room.split
    with live.qtbot.waitSignal(live.desk.exercise_changed):
        live.desk.open_exercise(live.exercise, page="live")
    live.settle()
    assert live.page.exercise.state.clock.mode == "suspended"
    assert live.page.room.middle.currentWidget() is live.page.room.freeze


def test_10_the_jump_sheet_shows_what_players_will_read(live: Live) -> None:
    live.page.open_jump()
    sheet = live.page.room.jump
    sheet.told.setPlainText("翌朝になりました。")
    sheet.boxes["I03"].setCurrentIndex(sheet.boxes["I03"].findData("summary"))
    sheet.preview.click()
    assert "翌朝になりました。" in sheet.as_read.text()
    assert live.page.exercise.plan.scenario.inject_by_id["I03"].title.ja in sheet.as_read.text()
    assert "7/4(土) 06:30" in sheet.as_read.text()


def test_10_a_jump_backwards_is_refused_in_words(live: Live) -> None:
    live.page.open_jump()
    sheet = live.page.room.jump
    sheet._set(sheet._now.replace(hour=1))
    assert not sheet.jump.isEnabled()
    assert sheet.fault.text()
    sheet.commit()
    live.settle()
    assert live.entries("time_jumped") == []
