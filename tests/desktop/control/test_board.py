"""The board of several organisations, GO for all, some or one, and the way into one of them and back."""

from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.domain.exercise import Adaptation
from exercise_studio.domain.text import Text
from exercise_studio.domain.times import MINUTE
from exercise_studio.journeys import amending, authoring
from exercise_studio.journeys.library import find_scenario, load_checklists
from exercise_studio.store.workspace import Workspace
from tests.desktop.control.conftest import Hands, Live
from tests.desktop.played import show


@pytest.fixture
def houses(qtbot: QtBot, desk: Desk, frame: Frame, tmp_path: Path) -> Live:
    """A live run with three organisations that play the same part."""
    scenario, _ = find_scenario("port-terminal-ransomware")
    slot = next(member for member in scenario.cast if member.kind == "player")
    names = ("みなと埠頭株式会社", "潮見コンテナ株式会社", "北浜ターミナル株式会社")
    plan = authoring.new_plan(
        scenario, load_checklists(scenario.checklists), starts_at=datetime(2026, 7, 4, 9, 0), as_of=date(2026, 7, 4),
        organisations=[
            authoring.organisation_for(slot, name_id=f"house-{at}", name=Text(ja=name, en=f"House {at}"))
            for at, name in enumerate(names)
        ],
    )  # fmt: skip
    file = tmp_path / "houses.estudio"
    with Workspace.create(file) as workspace:
        exercise = authoring.create_exercise(workspace, plan)
    page = show(qtbot, desk, frame, file, exercise, "live")
    hands = Hands()
    desk.exercise.session.now, page.beat, page.closing = hands.now, hands.beat, True
    made = Live(qtbot, desk, frame, page, hands, file, exercise)
    made.start()
    return made


def names(live: Live) -> list[str]:
    return [house.id for house in live.desk.exercise.plan.organisations]


def targets(live: Live) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(entry.scope, entry.payload.targets) for entry in live.entries("inject_fired")]


def test_three_organisations_begin_with_the_board_and_one_alone_has_none(houses: Live) -> None:
    room = houses.page.room
    assert room.middle.currentWidget() is room.board
    assert len(room.board.model.rows) == 3
    assert houses.page.acts["board"].isEnabled()


def test_one_organisation_has_neither_board_nor_chip(live: Live) -> None:
    assert live.page.room.middle.currentWidget() is live.page.room.split
    assert live.page.room.bar.board.isHidden()
    assert not live.page.acts["board"].isEnabled()
    live.page.show_board()
    assert live.page.room.middle.currentWidget() is live.page.room.split


def test_go_reaches_all_those_ticked_or_the_one_that_is_looked_into(houses: Live) -> None:
    room, (first, second, third) = houses.page.room, names(houses)
    room.board.table.toggle(room.board.model.number_of(first))
    room.board.table.toggle(room.board.model.number_of(second))
    assert "2" in room.board.reach.text()
    assert "2" in room.go.about.text()
    houses.go()
    houses.move(3_000)
    assert targets(houses) == [(None, (first, second))]
    room.board.untick_all()
    houses.page.open_house(third)
    assert room.go._following == houses.fired()[0]  # the third has not had it
    houses.go()
    houses.move(3_000)
    assert targets(houses)[1] == (third, ())
    houses.page.leave_house()
    houses.go()
    assert targets(houses)[2] == (None, ())
    assert len(set(houses.fired())) == 2


def test_space_on_the_board_ticks_and_fires_nothing(houses: Live) -> None:
    table = houses.page.room.board.table
    table.setFocus()
    table.select_row(0)
    QTest.keyClick(table, Qt.Key.Key_Space)
    houses.move(5_000)
    assert len(houses.page.room.board.ticked) == 1
    assert houses.fired() == []
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert houses.page.room.board.ticked == ()


def test_a_tick_or_another_view_ends_a_countdown(houses: Live) -> None:
    room = houses.page.room
    room.go.go.click()
    room.board.table.toggle(0)
    houses.move(5_000)
    assert houses.fired() == []
    room.go.go.click()
    houses.page.open_house(names(houses)[0])
    houses.move(5_000)
    assert houses.fired() == []


def test_looking_into_one_organisation_shows_what_is_its_own_and_leads_back(houses: Live) -> None:
    room, (first, second, _third) = houses.page.room, names(houses)
    houses.page.show_board()
    room.board.table.select_row(room.board.model.number_of(second))
    QTest.keyClick(room.board.table, Qt.Key.Key_Return)
    assert room.house == second
    assert room.middle.currentWidget() is room.split
    plan = houses.desk.exercise.plan
    assert room.bar.house.toolTip() == plan.organisation_by_id[second].name.ja
    shown = {row.key for row in room.cue_model.rows if not row.section}
    assert shown == {one.id for one in plan.scenario.injects if plan.is_addressed(one, second)}
    assert room.checklist.house == second
    assert {row.team.partition("/")[0] for row in room.checklist.model.rows} <= {second}
    assert all(room.team_filter.itemData(at).startswith(second) for at in range(room.team_filter.count()))
    houses.write(f"@{plan.organisation_by_id[first].name.ja} 連絡した")
    room.bar.house.click()
    assert room.house == ""
    assert len({row.key for row in room.cue_model.rows if not row.section}) == len(plan.scenario.injects)
    room.bar.board.click()
    assert room.middle.currentWidget() is room.board


def test_a_recall_in_one_organisation_takes_it_back_there_alone(houses: Live) -> None:
    houses.go()
    houses.move(3_000)
    first = next(
        one for one in names(houses) if houses.page.room.state.inject_state(houses.fired()[0], one).status == "fired"
    )
    houses.page.open_house(first)
    houses.page.acts["recall"].trigger()
    houses.settle()
    recalled = houses.entries("inject_recalled")
    assert [entry.scope for entry in recalled] == [first]
    state, inject = houses.page.room.state, houses.fired()[0]
    others = [one for one in names(houses) if one != first and houses.desk.exercise.plan.is_addressed(
        houses.desk.exercise.plan.scenario.inject_by_id[inject], one)]  # fmt: skip
    assert state.inject_state(inject, first).status == "recalled"
    assert all(state.inject_state(inject, one).status == "fired" for one in others)


def test_skip_and_hold_in_one_organisation_leave_the_others_alone(houses: Live) -> None:
    first = names(houses)[0]
    houses.page.open_house(first)
    inject = houses.page.room.go._following
    houses.page.skip()
    houses.settle()
    state = houses.page.room.state
    assert state.inject_state(inject, first).status == "skipped"
    assert state.inject_state(inject).status == "pending"
    assert houses.page.room.go._following != inject
    houses.page.leave_house()
    assert houses.page.room.go._following == inject


def test_silence_puts_an_organisation_first_and_says_so(houses: Live) -> None:
    houses.go()
    plan = houses.desk.exercise.plan
    first = names(houses)[0]
    houses.move(12 * MINUTE)
    rows = houses.page.room.board.model.rows
    assert all("quiet" in {alarm.kind for alarm in row.alarms} for row in rows)
    team = next(iter(plan.teams))
    houses.desk.exercise.do(_respond, team)
    houses.settle()
    houses.page.room.refresh()
    assert houses.page.room.board.model.rows[-1].organisation == first
    assert "quiet" not in {alarm.kind for alarm in houses.page.room.board.model.rows[-1].alarms}


def _respond(session, team):
    from exercise_studio.journeys import conducting

    return conducting.log_response(session, team, "対応中")


def test_an_adaptation_is_marked_shown_before_and_after_and_read_where_it_belongs(houses: Live) -> None:
    first = names(houses)[0]
    inject = houses.page.room.go._following
    words = Adaptation(title=Text(ja="自社の件名", en="Our title"), body=Text(ja="自社の本文", en="Our text"))
    houses.desk.exercise.do(amending.adapt, first, inject, words)
    houses.settle()
    room = houses.page.room
    assert room.cue_model.rows[room.cue_model.number_of(inject)].adapted
    assert "自社の件名" not in room.go.headline.text()
    houses.page.open_house(first)
    assert "自社の件名" in room.go.headline.text()
    row = room.cue_model.rows[room.cue_model.number_of(inject)]
    assert row.title == "自社の件名"
    room.cues.opened.emit(row)
    said = room.inspector.text.toPlainText()
    assert "自社の本文" in said
    plain = houses.desk.exercise.plan.scenario.inject_by_id[inject]
    assert plain.title.ja in said  # and what the others read
    houses.page.open_house(names(houses)[1])
    assert "自社の件名" not in room.go.headline.text()


def test_what_a_house_leaves_out_is_not_sent_there(houses: Live) -> None:
    first = names(houses)[0]
    inject = houses.page.room.go._following
    houses.desk.exercise.do(amending.adapt, first, inject, Adaptation(skipped=True))
    houses.settle()
    houses.page.open_house(first)
    assert houses.page.room.cue_model.rows[houses.page.room.cue_model.number_of(inject)].state == "skipped"
    houses.page.leave_house()
    assert houses.page.room.go._following == inject
    houses.go()
    state = houses.page.room.state
    assert state.inject_state(inject, first).status == "skipped"
    assert {state.inject_state(inject, one).status for one in names(houses)[1:]} == {"fired"}


def test_undo_takes_a_fire_back_from_those_who_got_it_alone(houses: Live) -> None:
    first, second, third = names(houses)
    houses.page.open_house(first)
    houses.go()
    houses.move(3_000)
    inject = houses.fired()[0]
    houses.page.leave_house()
    houses.page.room.chosen = inject
    houses.page.room.refresh()
    houses.go()
    houses.move(3_000)
    assert targets(houses) == [(first, ()), (None, (second, third))]
    houses.page.undo()
    houses.settle()
    state = houses.page.room.state
    assert [state.inject_state(inject, one).status for one in names(houses)] == ["fired", "recalled", "recalled"]


def test_the_log_of_one_organisation_shows_its_own_lines_and_what_concerns_all(houses: Live) -> None:
    first, second, _third = names(houses)
    houses.go()
    for house in (first, second):
        houses.desk.exercise.do(_respond, f"{house}/csirt")
        houses.settle()
    houses.page.open_house(second)
    shown = [row.team.partition("/")[0] for row in houses.page.room.log_model.rows]
    assert second in shown
    assert first not in shown
    assert any(row.mark == "inject" for row in houses.page.room.log_model.rows)
    houses.page.leave_house()
    assert first in [row.team.partition("/")[0] for row in houses.page.room.log_model.rows]
