"""Logging as a facilitator does it, with a real workspace; the numbers are those of the acceptance list."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from exercise_studio.desktop.control import drafts
from exercise_studio.desktop.control.page import LivePage
from exercise_studio.domain.times import MINUTE
from tests.desktop.control.conftest import START, Live


def compose(live: Live, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(live.page.room.composer.line, event)


def texts(live: Live) -> list[str]:
    model = live.page.room.log_model
    return [model.index(number, 2).data() for number in range(model.rowCount())]


def test_12_the_time_is_that_of_the_first_key_not_of_the_commit(live: Live) -> None:
    line = live.page.room.composer.line
    line.setFocus()
    live.time.move(1_000)
    first = live.time.now()
    QTest.keyClick(line, Qt.Key.Key_A)
    live.time.move(20_000)
    QTest.keyClick(line, Qt.Key.Key_Return)
    live.settle()
    entry = live.entries("response_logged")[0]
    assert (entry.began_at, entry.at) == (first, first + 20_000)


def test_12_the_time_is_that_of_the_first_character_still_being_converted(live: Live) -> None:
    line = live.page.room.composer.line
    line.setFocus()
    live.time.move(5_000)
    first = live.time.now()
    compose(live, "ていしした")
    live.time.move(20_000)
    compose(live, "", "停止した")
    QTest.keyClick(line, Qt.Key.Key_Return)
    live.settle()
    assert live.entries("response_logged")[0].began_at == first


def test_12_the_time_can_be_nudged_but_never_into_the_future(live: Live) -> None:
    composer = live.page.room.composer
    composer.line.setFocus()
    live.time.move(60_000)
    first = live.time.now()
    QTest.keyClick(composer.line, Qt.Key.Key_A)
    QTest.keyClick(composer.line, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert composer.line.began_at == first - 10_000
    for _ in range(3):
        QTest.keyClick(composer.line, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert composer.line.began_at == first
    live.time.move(3_000)
    QTest.keyClick(composer.line, Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier)
    assert composer.line.began_at == first + 3_000


def test_13_return_while_composing_commits_nothing_and_leaving_the_field_loses_nothing(live: Live) -> None:
    line = live.page.room.composer.line
    line.setFocus()
    compose(live, "にほんご")
    QTest.keyClick(line, Qt.Key.Key_Return)
    live.settle()
    assert live.entries("response_logged") == []
    live.page.room.cues.setFocus()
    assert line.toPlainText() == "にほんご"
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)
    live.settle()
    assert [entry.payload.text for entry in live.entries("response_logged")] == ["にほんご"]


def test_14_full_width_marks_reach_the_log_as_team_tag_and_significance(live: Live) -> None:
    live.write("＠経営　＃遅延　！　出荷を止めた")
    said = live.entries("response_logged")[0].payload
    assert (said.team, said.tags, said.significant, said.text) == (
        "terminal/executives",
        ("遅延",),
        True,
        "出荷を止めた",
    )
    assert live.page.room.composer.team == "terminal/executives"


def test_an_item_id_ticks_the_checklist_for_the_team_it_was_given_to(live: Live) -> None:
    live.go()
    panel = live.page.room.checklist
    before = [row for row in panel._rows if row.item == "DET-01"]
    assert before[0].status == "expected"
    live.write("DET-01△")
    said = live.entries("response_logged")[0].payload
    assert said.items[0].extent == "partly"
    assert said.text == live.page.exercise.plan.items["DET-01"].title.ja
    after = next(row for row in panel._rows if row.item == "DET-01")
    assert (after.team, after.status) == (said.team, "partly")


def test_the_checklist_shows_what_is_late_and_ticks_what_is_selected(live: Live) -> None:
    live.go()
    live.move(30 * MINUTE)
    panel = live.page.room.checklist
    assert {row.item for row in panel.model.rows if row.status == "late"} >= {"DET-01", "DET-02"}
    number = next(at for at, row in enumerate(panel.model.rows) if row.item == "DET-01")
    panel.table.select_row(number)
    live.page.room.tabs.setCurrentWidget(panel)
    panel.table.setFocus()
    QTest.keyClick(panel.table, Qt.Key.Key_D)
    live.settle()
    assert [(i.item, i.extent) for i in live.entries("response_logged")[0].payload.items] == [("DET-01", "done")]
    assert "DET-01" not in {row.item for row in panel.model.rows}
    assert panel.counts()["done"] == 1


def test_15_a_correction_is_a_new_version_and_the_old_one_stays_readable(live: Live) -> None:
    live.write("@csirt #遅延 2台を切り離した")
    live.page.room.log.setFocus()
    live.page.room.log.select_entry(live.entries("response_logged")[0].id)
    QTest.keyClick(live.page.room.log, Qt.Key.Key_E)
    line = live.page.room.composer.line
    assert "2台を切り離した" in line.toPlainText()
    line.setPlainText(line.toPlainText().replace("2台", "2区画"))
    line.commit()
    live.settle()
    old, new = live.entries("response_logged")
    assert new.supersedes == old.id
    assert (new.payload.text, new.payload.team, new.payload.tags) == ("2区画を切り離した", "terminal/csirt", ("遅延",))
    assert new.began_at == old.began_at
    rows = [row for row in live.page.room.log_model.rows if row.mark == "response"]
    assert [(row.struck, row.corrected) for row in rows] == [(True, False), (False, True)]


def test_15_a_withdrawn_entry_stays_readable_with_its_reason(live: Live) -> None:
    live.write("誤って書いた")
    live.page.room.log.select_entry(live.entries("response_logged")[0].id)
    live.page.withdraw()
    live.page.room.composer.withdrawing.reason.setText("別の演習の話")
    live.page.room.composer.withdrawing.commit()
    live.settle()
    assert live.entries("entry_withdrawn")[0].payload.reason == "別の演習の話"
    assert any(row.struck and row.text == "誤って書いた" for row in live.page.room.log_model.rows)


def test_16_undo_names_what_it_takes_back_and_removes_nothing(live: Live) -> None:
    live.write("電源を切らせた")
    action = live.page.acts["undo"]
    assert "電源を切らせた" in action.text()
    assert "電源を切らせた" in action.toolTip()
    action.trigger()
    live.settle()
    assert len(live.entries("response_logged")) == 1
    assert len(live.entries("entry_withdrawn")) == 1
    live.go()
    assert "I01" in action.text()
    action.trigger()
    live.settle()
    assert live.fired() == ["I01"]
    assert len(live.entries("inject_recalled")) == 1
    assert not action.isEnabled()


def test_17_a_new_entry_is_shown_even_where_the_filter_hides_it(live: Live) -> None:
    room = live.page.room
    room.chips[1].click()
    assert texts(live) == []
    live.write("@csirt ログを保全した")
    assert [row.text for row in room.log_model.rows] == ["ログを保全した"]
    assert room.log_model.outside(room.log_model.rows[0])
    live.page.escape()
    live.page.escape()
    assert not room.filtered
    assert not room.log_model.outside(room.log_model.rows[-1])


def test_18_the_filter_holds_for_list_and_timeline_and_survives_another_page(live: Live) -> None:
    live.write("@csirt 一つ目")
    live.write("@csirt ! 二つ目")
    room = live.page.room
    assert room.timeline.sheet.events == 2
    room.chips[0].click()
    assert [row.text for row in room.log_model.rows] == ["二つ目"]
    assert room.timeline.sheet.events == 1
    live.frame.show_page("home")
    live.frame.show_page("live")
    assert [row.text for row in room.log_model.rows] == ["二つ目"]
    assert room.timeline.sheet.events == 1


def test_a_decision_asks_for_its_details_without_blocking_and_settles_a_branch(live: Live) -> None:
    live.write("@経営 * 全面的に止め、列を帰す")
    strip = live.page.room.composer.decision
    assert strip.isVisible()
    assert live.entries("decision_logged") == []
    live.write("@csirt その間にも書ける")
    strip.question.setCurrentIndex(1)
    strip.ground.setText("車列が公道に達した")
    strip.commit()
    live.settle()
    said = live.entries("decision_logged")[0].payload
    assert (said.team, said.choice, said.ground) == (
        "terminal/executives",
        "全面的に止め、列を帰す",
        "車列が公道に達した",
    )
    assert said.decided_by == "経営層"
    chosen = live.entries("branch_chosen")[0].payload
    assert (chosen.branch, chosen.option) == ("stop-gates", "stop")


def test_a_question_is_parked_and_a_marker_dropped(live: Live) -> None:
    live.write("？ 公表文の承認者は誰か")
    live.page.acts["marker"].trigger()
    live.settle()
    assert [entry.payload.text for entry in live.entries("question_parked")] == ["公表文の承認者は誰か"]
    assert len(live.entries("marker_dropped")) == 1


def test_a_line_that_could_not_be_kept_stands_where_it_was_typed(live: Live) -> None:
    live.page.exercise.session.workspace.close()
    line = live.page.room.composer.line
    line.insertPlainText("大事なこと")
    first = line.began_at
    live.time.move(9_000)
    live.page.desk.tasks.bug.disconnect(live.frame.show_crash)
    line.commit()
    live.settle()
    assert (line.toPlainText(), line.began_at) == ("大事なこと", first)


def test_switching_the_language_keeps_what_is_half_typed_and_what_is_selected(live: Live) -> None:
    room = live.page.room
    live.write("@csirt 記録")
    room.log.select_row(1)
    room.cues.select_key("I05")
    room.composer.line.insertPlainText("書きかけ")
    live.frame.use_language("en")
    assert room.composer.line.toPlainText() == "書きかけ"
    assert room.cues.selected_key() == "I05"
    assert room.log.current_row.text == "記録"
    assert room.header.scenario.title.text() == "Scenario time"
    assert "Gate" in room.cue_model.rows[1].title


def test_lines_of_another_device_are_put_in_their_place(live: Live) -> None:
    live.write("二番目")
    model = live.page.room.log_model
    assert model.index(0, 0).data() == "09:00:00"
    assert live.entries("run_started")[0].at == START


def test_a_half_typed_line_is_there_again_after_the_program_ended_without_a_word(live: Live) -> None:
    line = live.page.room.composer.line
    line.setFocus()
    QTest.keyClicks(line, "half")
    first = line.began_at
    live.qtbot.waitUntil(lambda: drafts.kept(live.exercise) == ("half", first))
    again = LivePage(live.desk)
    live.qtbot.addWidget(again)
    again.open_exercise()
    assert (again.room.composer.line.toPlainText(), again.room.composer.line.began_at) == ("half", first)
    line.commit()
    live.settle()
    live.qtbot.waitUntil(lambda: drafts.kept(live.exercise) == ("", None))
