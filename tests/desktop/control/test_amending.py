"""Changes of the plan during a run, in the sheet that blocks nothing."""

from exercise_studio.domain.times import MINUTE
from tests.desktop.control.conftest import Live


def words(live: Live) -> list[str]:
    return [row.text for row in live.page.room.log_model.rows]


def select(live: Live, inject: str) -> None:
    live.page.room.cues.setFocus()
    live.page.room.cues.select_key(inject)


def test_an_inject_is_added_on_the_spot_and_can_be_fired(live: Live) -> None:
    live.move(3 * MINUTE)
    room = live.page.room
    room.bar.choices["add"].trigger()
    assert room.middle.currentWidget() is room.amend
    form = room.amend.forms["add"]
    room.amend.commit()
    assert not room.amend.fault.isHidden()
    assert live.entries("plan_amended") == []
    form.title._fields["ja"].setText("追加の問い合わせ")
    form.text._fields["ja"].setPlainText("【演習】取引先から問い合わせがありました。")
    room.amend.reason.setText("議論が早く進んだ")
    room.amend.save.click()
    live.settle()
    assert room.middle.currentWidget() is room.split
    made = live.entries("plan_amended")[0].payload.operations[0]
    assert made.added
    assert made.inject.at == 3 * MINUTE
    assert any("追加の問い合わせ" in text and "議論が早く進んだ" in text for text in words(live))
    select(live, made.inject.id)
    live.page.set_next()
    live.settle()
    live.go()
    assert live.fired() == [made.inject.id]


def test_while_the_sheet_is_open_go_fires_and_the_clock_goes_on(live: Live) -> None:
    live.page.room.bar.choices["observer"].trigger()
    live.go()
    assert live.fired() == ["I01"]
    assert live.page.room.middle.currentWidget() is live.page.room.amend
    live.page.escape()
    assert live.page.room.middle.currentWidget() is live.page.room.split


def test_an_inject_is_changed_while_nobody_has_it_and_undo_brings_it_back(live: Live) -> None:
    room = live.page.room
    before = live.desk.exercise.plan.scenario.inject_by_id["I03"]
    select(live, "I03")
    room.bar.choices["change"].trigger()
    form = room.amend.forms["change"]
    assert form.title.value() == (before.title.ja, before.title.en)
    form.title._fields["ja"].setText("言い直した件名")
    room.amend.save.click()
    live.settle()
    now = live.desk.exercise.plan.scenario.inject_by_id["I03"]
    assert now.title.ja == "言い直した件名"
    assert now.changed(title=before.title) == before
    assert room.cue_model.rows[room.cue_model.number_of("I03")].title == "言い直した件名"
    live.page.undo()
    live.settle()
    assert live.desk.exercise.plan.scenario.inject_by_id["I03"] == before


def test_a_fired_inject_is_not_changed_any_more(live: Live) -> None:
    live.go()
    select(live, "I01")
    live.page.room.bar.choices["change"].trigger()
    assert live.page.room.middle.currentWidget() is live.page.room.split
    assert any(banner.key == "amend" for banner in live.frame.banners.shown)


def test_a_refusal_leaves_what_was_typed(live: Live) -> None:
    room = live.page.room
    select(live, "I03")
    room.bar.choices["change"].trigger()
    room.amend.save.click()  # nothing differs
    live.settle()
    assert room.middle.currentWidget() is room.amend
    assert not room.amend.fault.isHidden()


def test_a_late_organisation_is_told_what_it_missed_and_stands_in_every_list(live: Live) -> None:
    live.go()
    live.move(5 * MINUTE)
    room = live.page.room
    room.bar.choices["organisation"].trigger()
    form = room.amend.forms["organisation"]
    form.name._fields["ja"].setText("青波埠頭株式会社")
    form.told.setChecked(True)
    room.amend.save.click()
    live.settle()
    plan = live.desk.exercise.plan
    assert [house.name.ja for house in plan.organisations][-1] == "青波埠頭株式会社"
    late = plan.organisations[-1].id
    assert room.state.inject_state("I01", late).as_summary
    assert not room.bar.board.isHidden()
    assert any(late in str(room.checklist.houses.itemData(at)) for at in range(room.checklist.houses.count()))
    assert any(str(room.team_filter.itemData(at)).startswith(late) for at in range(room.team_filter.count()))
    live.page.show_board()
    assert room.middle.currentWidget() is room.board
    assert {row.organisation for row in room.board.model.rows} == {house.id for house in plan.organisations}


def test_an_observer_is_added_with_a_scope(live: Live) -> None:
    room = live.page.room
    room.bar.choices["observer"].trigger()
    form = room.amend.forms["observer"]
    form.code.setCurrentText("OBS-77")
    form.scope.setCurrentIndex(1)
    room.amend.save.click()
    live.settle()
    seat = next(seat for seat in live.desk.exercise.plan.observers if seat.code == "OBS-77")
    assert seat.scope == (live.desk.exercise.plan.organisations[0].id,)


def test_an_inject_is_adapted_for_a_house_or_left_out(live: Live) -> None:
    room = live.page.room
    house = live.desk.exercise.plan.organisations[0].id
    select(live, "I03")
    room.bar.choices["adapt"].trigger()
    form = room.amend.forms["adapt"]
    form.text._fields["ja"].setPlainText("【演習】自社の設備名で")
    room.amend.save.click()
    live.settle()
    plan = live.desk.exercise.plan
    assert plan.adaptations[house]["I03"].body.ja == "【演習】自社の設備名で"
    assert plan.adaptations[house]["I03"].title is None
    select(live, "I03")
    room.bar.choices["adapt"].trigger()
    assert form.text.value()[0] == "【演習】自社の設備名で"
    form.left_out.setChecked(True)
    room.amend.save.click()
    live.settle()
    assert live.desk.exercise.plan.adaptations[house]["I03"].skipped
