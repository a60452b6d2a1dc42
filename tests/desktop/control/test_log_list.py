"""The log list and the checklist beside it, as a facilitator reads them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from exercise_studio.domain.times import MINUTE
from tests.desktop.control.conftest import Live


def shown(live: Live) -> list[str]:
    return [row.text for row in live.page.room.log_model.rows]


def test_17_a_share_and_a_marker_are_revealed_too_and_the_chip_says_it(live: Live) -> None:
    room = live.page.room
    room.chips[1].click()
    live.write("@csirt >省庁 第一報")
    room.composer.sharing.commit()
    live.settle()
    live.page.acts["marker"].trigger()
    live.settle()
    outside = [row.mark for row in room.log_model.rows if room.log_model.outside(row)]
    assert outside == ["response", "share", "marker"]


def test_18_words_are_part_of_the_filter_for_list_and_timeline(live: Live) -> None:
    live.write("@csirt ログを保全した")
    live.write("@経営 報告を受けた")
    room = live.page.room
    live.page.acts["find"].trigger()
    assert room.words.hasFocus()
    room.words.setText("ﾛｸﾞ")
    QTest.keyClick(room.words, Qt.Key.Key_Return)
    assert shown(live) == ["ログを保全した"]
    assert room.timeline.sheet.events == 1
    live.frame.show_page("home")
    live.frame.show_page("live")
    assert shown(live) == ["ログを保全した"]
    room.clear_filter()
    assert "報告を受けた" in shown(live)
    assert room.words.isHidden()


def test_entries_are_copied_as_text_with_time_and_team(live: Live) -> None:
    live.write("@csirt 一つ目")
    live.write("@csirt 二つ目")
    room = live.page.room
    room.log.setFocus()
    room.log.selectAll()
    QTest.keyClick(room.log, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[-2:] == ["09:00:00\tIT\t一つ目", "09:00:00\tIT\t二つ目"]


def test_enter_reads_an_entry_in_full_with_its_versions_and_three_times(live: Live) -> None:
    live.write("@csirt DET-01△ 一報あり")
    entry = live.entries("response_logged")[0].id
    room = live.page.room
    room.log.select_entry(entry)
    live.page.correct()
    room.composer.line.setPlainText("@csirt DET-01 二報あり")
    room.composer.line.commit()
    live.settle()
    room.log.select_entry(live.entries("response_logged")[1].id)
    room.log.setFocus()
    QTest.keyClick(room.log, Qt.Key.Key_Return)
    pane = room.reading
    assert room.left.currentWidget() is pane
    assert pane.heading.text() == "二報あり"
    text = pane.text.text()
    assert "<s>一報あり</s>" in text
    assert "DET-01" in text
    assert "09:00:00" in text
    assert "T+00:00:00" in text
    live.frame.use_language("en")
    assert "Versions" in pane.text.text()
    pane.leave()
    assert room.left.currentWidget() is room.cues


def test_what_people_typed_is_never_markup(live: Live) -> None:
    live.write("@csirt <b>5</b> 台")
    room = live.page.room
    room.log.select_entry(live.entries("response_logged")[0].id)
    room.log.opened.emit(room.log.current_row)
    live.page.exercise.do(_withdraw, live.entries("response_logged")[0].id)
    live.settle()
    assert "<s>&lt;b&gt;5&lt;/b&gt; 台</s>" in room.reading.text.text()


def _withdraw(session, entry):
    from exercise_studio.journeys import conducting

    return conducting.withdraw(session, entry, "試し")


def test_rows_are_as_large_as_was_chosen_and_stay_so(live: Live) -> None:
    live.write("@csirt " + "長い記録 " * 60)
    room = live.page.room
    heights = {}
    for action in room.filters.rows.actions():
        action.trigger()
        room.log.fit_rows()
        heights[action.data()] = room.log.rowHeight(room.log_model.rowCount() - 1)
    assert heights["compact"] < heights["normal"] < heights["projector"]
    assert live.desk.settings.now.density == "projector"


def test_a_late_item_says_by_how_much_and_a_done_one_how_long_it_took(live: Live) -> None:
    live.go()
    panel = live.page.room.checklist
    fired = live.page.room.play()
    live.move(30 * MINUTE)
    model = panel.model
    row = next(row for row in model.rows if row.item == "DET-01")
    assert row.status == "late"
    late = (live.page.room.play() - row.due) // 1000
    assert model._due(row) == f"+{late // 60}:{late % 60:02}"
    live.write("DET-01")
    done = next(row for row in panel._rows if row.item == "DET-01")
    assert done.in_time is False
    assert model._due(done).startswith("30:")
    assert f"> {row.target // 60_000}:" in model._due(done)
    assert fired <= done.asked_at + 2_000


def test_the_checklist_filters_now_late_critical_standing_and_all(live: Live) -> None:
    live.go()
    live.move(30 * MINUTE)
    panel = live.page.room.checklist
    buttons = {button.property("only"): button for button in panel._choices.buttons()}
    buttons["late"].click()
    assert {row.status for row in panel.model.rows} == {"late"}
    buttons["critical"].click()
    assert all(row.critical for row in panel.model.rows)
    assert panel.model.rows
    buttons["standing"].click()
    assert all(row.standing for row in panel.model.rows)
    assert "standing" in {row.status for row in panel.model.rows}
    buttons["all"].click()
    assert len(panel.model.rows) == len(panel._rows)


def test_coverage_stands_by_phase_and_by_layer_in_words_too(live: Live) -> None:
    live.go()
    panel = live.page.room.checklist
    asked = sum(row.asked for row in panel._rows)
    assert sum(group.asked for group in panel.bar.groups) == asked > 0
    phases = [group.title for group in panel.bar.groups]
    panel.bar.click()
    assert [group.title for group in panel.bar.groups] != phases
    assert sum(group.asked for group in panel.bar.groups) == asked
    assert panel.bar.groups[0].title in panel.bar.accessibleDescription()


def test_an_item_is_read_in_full_with_what_each_level_looks_like(live: Live) -> None:
    live.go()
    live.write("DET-01")
    panel, room = live.page.room.checklist, live.page.room
    panel.opened.emit(next(row for row in panel._rows if row.item == "DET-01"))
    assert room.left.currentWidget() is room.reading
    text = room.reading.text.text()
    item = live.page.exercise.plan.items["DET-01"]
    assert all(anchor.ja[:10] in text for anchor in item.anchors.values())
    assert "進行" in text
