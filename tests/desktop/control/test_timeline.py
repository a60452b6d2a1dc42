"""The timeline of a run in the live room: lanes to choose, what is done in them, the clock, and the card of a mark."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from exercise_studio.desktop.control.run_timeline import RunTimeline
from exercise_studio.desktop.control.sheet import coverage_of
from exercise_studio.domain.times import MINUTE
from exercise_studio.journeys import conducting
from tests.desktop.control.conftest import Live


def timeline(live: Live) -> RunTimeline:
    return live.page.room.timeline


def choose(live: Live, kind: str) -> None:
    lanes = timeline(live).lanes
    lanes.setCurrentIndex(lanes.findData(kind))
    lanes.activated.emit(lanes.currentIndex())


def do(live: Live, command: object, *args: object, **named: object) -> None:
    live.page.exercise.do(command, *args, **named)
    live.settle()


def test_with_many_teams_the_lanes_are_organisations_until_somebody_chooses(houses: Live) -> None:
    view, plan = timeline(houses), houses.page.exercise.plan
    assert [lane.key for lane in view.sheet.lanes] == [one.id for one in plan.organisations]
    choose(houses, "team")
    assert [lane.key for lane in view.sheet.lanes] == list(plan.teams)
    choose(houses, "sector")
    assert {lane.key for lane in view.sheet.lanes} == {one.sector for one in plan.organisations}


def test_the_lanes_chosen_are_remembered_for_the_exercise(houses: Live) -> None:
    choose(houses, "phase")
    assert houses.desk.settings.now.choices[f"lanes/{houses.exercise}"] == "phase"
    again = RunTimeline(houses.desk.settings)
    houses.qtbot.addWidget(again)
    again.show_whole(houses.page.exercise)
    assert again.kind == "phase"
    assert again.lanes.currentData() == "phase"


def test_by_phase_an_entry_stands_where_its_items_belong_and_without_items_in_a_lane_of_its_own(live: Live) -> None:
    plan = live.page.exercise.plan
    team = next(one for one in plan.teams if plan.items_of(one))
    item = plan.items_of(team)[0]
    do(live, conducting.log_response, team, "済んだ", items=[(item, "done")])
    do(live, conducting.log_response, team, "項目なし")
    choose(live, "phase")
    sheet = timeline(live).sheet
    assert len(sheet.tracks[plan.items[item].phase].plays) == 1
    assert len(sheet.tracks[""].plays) == 1
    assert sheet.coverage[plan.items[item].phase].done == 1


def test_18_with_one_team_in_the_filter_only_its_lane_is_shown(live: Live) -> None:
    live.write("@csirt 一つ目")
    room = live.page.room
    height = room.timeline.height()
    at = next(n for n in range(room.team_filter.count()) if str(room.team_filter.itemData(n)).endswith("/csirt"))
    room.team_filter.setCurrentIndex(at)
    assert [lane.key for lane in room.timeline.sheet.lanes] == [room.team_filter.itemData(at)]
    assert room.timeline.sheet.events == 1
    live.settle()
    assert room.timeline.height() == height, "the room stays calm"


def test_the_heads_of_the_lanes_count_what_is_done_and_rated_and_each_only_once(live: Live) -> None:
    exercise = live.page.exercise
    plan = exercise.plan
    team = next(one for one in plan.teams if len(plan.items_of(one)) > 1)
    first, second = plan.items_of(team)[:2]
    do(live, conducting.log_response, team, "一つ目", items=[(first, "done")])
    do(live, conducting.log_response, team, "もう一度", items=[(first, "done")])
    do(live, conducting.log_response, team, "途中", items=[(second, "partly")])
    do(live, conducting.log_response, team, "別の班の項目", items=[("NO-SUCH", "done")])
    known = timeline(live).sheet.coverage[team]
    assert (known.done, known.partly, known.rated) == (1, 1, 0)
    assert known.whole == len(plan.items_of(team))
    later = coverage_of(exercise.state, exercise.state.clock.play(live.time.now()), "team", "ja")
    assert later[team] == known


def test_pauses_have_their_real_length_and_a_freeze_is_told_from_them(live: Live) -> None:
    live.move(5 * MINUTE)
    do(live, conducting.pause)
    live.move(12 * MINUTE)
    do(live, conducting.resume)
    live.move(5 * MINUTE)
    do(live, conducting.suspend)
    live.move(3 * MINUTE)
    pauses = timeline(live).sheet.pauses
    assert [(one.play, one.length, one.frozen) for one in pauses] == [
        (5 * MINUTE, 12 * MINUTE, False),
        (10 * MINUTE, None, True),
    ]


def test_the_end_of_a_run_is_no_pause(live: Live) -> None:
    live.move(5 * MINUTE)
    do(live, conducting.end_run)
    sheet = timeline(live).sheet
    assert sheet.pauses == ()
    assert sheet.ended == 5 * MINUTE


def test_a_share_between_two_lanes_has_an_arrow(houses: Live) -> None:
    teams = houses.page.exercise.plan.teams
    first = next(iter(teams))
    second = next(one for one in teams if one.partition("/")[0] != first.partition("/")[0])
    do(houses, conducting.share, first, second, content="通信元の情報")
    lanes = (first.partition("/")[0], second.partition("/")[0])
    assert [(one.sender, one.receiver) for one in timeline(houses).sheet.arrows] == [lanes]
    choose(houses, "team")
    assert [(one.sender, one.receiver) for one in timeline(houses).sheet.arrows] == [(first, second)]


def test_the_card_tells_times_who_text_and_what_was_corrected(live: Live) -> None:
    live.move(2 * MINUTE)
    live.write("@csirt 二台を切り離した")
    entry = live.entries("response_logged")[0]
    card = timeline(live).strip.card(entry.id)
    assert "T+00:02:00" in card.heading
    assert "09:02:00" in card.heading
    assert "二台を切り離した" in card.text
    do(live, conducting.correct_text, entry.id, "三台を切り離した")
    sheet = timeline(live).sheet
    after = next(name for track in sheet.tracks.values() for name in track.entries)
    assert after != entry.id
    corrected = timeline(live).strip.card(after)
    assert "三台" in corrected.text
    assert any("二台" in note for note in corrected.notes)


def test_the_line_selected_in_the_log_has_the_ring(live: Live) -> None:
    live.write("@csirt 一つ目")
    live.write("@csirt 二つ目")
    room = live.page.room
    room.log.select_row(len(room.log_model.rows) - 1)
    assert room.timeline.strip.selected == room.log_model.rows[-1].entry


def test_36_f4_shows_the_table_and_brings_the_strip_back(live: Live) -> None:
    QTest.keyClick(live.page.room.cues, Qt.Key.Key_F4)
    assert timeline(live).as_table
    assert timeline(live).twin.hasFocus()
    assert timeline(live).twin.accessibleName()
    QTest.keyClick(timeline(live).twin, Qt.Key.Key_F4)
    assert not timeline(live).as_table
    assert timeline(live).strip.hasFocus()
