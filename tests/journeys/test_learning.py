"""Observing, debrief and follow-up: ratings stay with their observers, numbers are given once, and nothing is closed without a word."""

from datetime import date

import pytest

from exercise_studio.domain import payloads as p
from exercise_studio.journeys import conducting, debriefing, following_up, observing
from exercise_studio.journeys.session import Session
from exercise_studio.store.workspace import Workspace
from tests.journeys.conftest import Hand
from tests.journeys.test_conducting import kinds, refused

TEAM = "alpha/executives"
DUE = date(2026, 12, 1)


def test_only_observers_of_the_plan_join(running: Session) -> None:
    assert "no observer OB9" in refused(running, observing.join, "OB9")
    observing.join(running, "OB1")
    assert running.state.observers == {"OB1": ("alpha",)}
    assert running.workspace.entries(running.exercise)[-1].author == "OB1"


def test_a_sheet_has_the_teams_in_scope_and_nobody_elses_values(running: Session) -> None:
    observing.rate(running, "OB1", TEAM, "DEC-01", 2, note="促された")
    observing.rate(running, "OB2", TEAM, "DEC-01", 4)
    mine = observing.rating_sheet(running.state, "OB1", "ja")
    assert {row.team for row in mine} == {"alpha/executives", "alpha/csirt"}
    assert {(row.item, row.value, row.note) for row in mine if row.value is not None} == {("DEC-01", 2, "促された")}
    everything = observing.rating_sheet(running.state, "OB2", "en")
    assert {row.team for row in everything} == set(running.plan.teams)


def test_a_new_value_keeps_the_note_and_clearing_keeps_it_too(running: Session) -> None:
    observing.rate(running, "OB1", TEAM, "DEC-01", 2, note="促された")
    observing.rate(running, "OB1", TEAM, "DEC-01", 3)
    observing.clear(running, "OB1", TEAM, "DEC-01")
    (row,) = [row for row in observing.rating_sheet(running.state, "OB1", "ja") if row.item == "DEC-01"]
    assert (row.value, row.note) == (None, "促された")


def test_work_is_handed_in_again_as_another_edition(running: Session) -> None:
    for _ in range(2):
        observing.hand_in(running, "OB1")
    observing.hand_in(running, "OB2")
    assert running.state.handed_in == {"OB1": 2, "OB2": 1}
    first, second, _ = [e for e in running.workspace.entries(running.exercise) if e.kind == "work_handed_in"]
    assert first.payload.heads
    assert first.payload.digest != second.payload.digest


@pytest.mark.parametrize(
    ("values", "is_one"),
    [((4, 2), True), ((3, 2), True), ((4, 3), False), ((2, 1), False), ((3, 1), True), ((3, 3), False), ((4, "NO"), False), ((4,), False)],
)  # fmt: skip
def test_observers_disagree_two_levels_apart_or_across_the_line(
    running: Session, values: tuple[p.RatingValue, ...], is_one: bool
) -> None:
    for observer, value in zip(("OB1", "OB2"), values, strict=False):
        observing.rate(running, observer, TEAM, "DEC-01", value)
        observing.hand_in(running, observer)
    assert bool(debriefing.disagreements(running)) is is_one


def test_who_has_not_handed_in_disagrees_with_nobody(running: Session) -> None:
    observing.rate(running, "OB1", TEAM, "DEC-01", 4)
    observing.rate(running, "OB2", TEAM, "DEC-01", 1)
    assert debriefing.disagreements(running) == []
    observing.hand_in(running, "OB1")
    assert debriefing.disagreements(running) == []
    observing.hand_in(running, "OB2")
    (found,) = debriefing.disagreements(running)
    assert (found.team, found.item, found.settled) == (TEAM, "DEC-01", None)
    assert [(observer, value) for observer, value, _ in found.values] == [("OB1", 4), ("OB2", 1)]
    debriefing.settle(running, TEAM, "DEC-01", 2, "促しがあった")
    assert debriefing.disagreements(running)[0].settled == 2


def test_what_is_settled_or_left_out_needs_a_reason(running: Session) -> None:
    assert "needs a reason" in refused(running, debriefing.settle, TEAM, "DEC-01", 3, " ")
    assert "needs a reason" in refused(running, debriefing.exclude, TEAM, "DEC-01", "")


def test_numbers_are_never_given_twice(running: Session, workspace: Workspace, clock: Hand) -> None:
    for text in ("一", "二", "三"):
        debriefing.add_card(running, "keep", text)
    last = workspace.entries(running.exercise)[-1]
    conducting.withdraw(running, last.id, "誤り")
    assert list(running.learning.cards) == ["C-1", "C-2"]
    debriefing.add_card(running, "keep", "四")
    assert list(running.learning.cards) == ["C-1", "C-2", "C-4"]
    again = Session.open(workspace, running.exercise, now=clock)
    conducting.withdraw(again, workspace.entries(running.exercise)[-1].id, "誤り")
    again = Session.open(workspace, running.exercise, now=clock)
    debriefing.add_card(again, "keep", "五")
    assert list(again.learning.cards) == ["C-1", "C-2", "C-5"]
    running.refresh()
    debriefing.add_card(running, "keep", "六")
    assert list(running.learning.cards)[-1] == "C-6"


def test_numbers_stay_apart_in_one_transaction_and_past_a_redaction(
    running: Session, workspace: Workspace, clock: Hand
) -> None:
    with running.together():
        debriefing.write_finding(running, "一")
        debriefing.write_finding(running, "二")
    assert list(running.learning.findings) == ["F-1", "F-2"]
    debriefing.write_finding(running, "二 改", finding="F-2")
    debriefing.write_finding(running, "山田さんの件")
    workspace.redact(workspace.entries(running.exercise)[-1].id, "氏名", now=clock)
    again = Session.open(workspace, running.exercise, now=clock)
    assert list(again.learning.findings) == ["F-1", "F-2"]
    debriefing.write_finding(again, "四")
    assert list(again.learning.findings) == ["F-1", "F-2", "F-4"]


def test_the_board_knows_its_cards(running: Session) -> None:
    assert "no card C-1" in refused(running, debriefing.move_card, "C-1", "keep")
    assert "no card C-1" in refused(running, debriefing.vote, "C-1")
    assert "needs a text" in refused(running, debriefing.add_card, "keep", "  ")
    debriefing.add_card(running, "keep", "早い連絡")
    debriefing.move_card(running, "C-1", "improve")
    debriefing.vote(running, "C-1", 3)
    debriefing.vote(running, "C-1")
    card = running.learning.cards["C-1"]
    assert (card.column, card.votes) == ("improve", 4)


def test_parked_questions_come_onto_the_board_once(running: Session) -> None:
    conducting.park_question(running, "誰が決めるか", "alpha/executives")
    conducting.park_question(running, "保険は使えるか")
    assert debriefing.pull_parked(running) == ["C-1", "C-2"]
    assert debriefing.pull_parked(running) == []
    assert [card.text for card in running.learning.cards.values()] == ["誰が決めるか", "保険は使えるか"]


def test_findings_are_rewritten_merged_and_withdrawn_and_all_of_it_stays(running: Session) -> None:
    assert "needs a title" in refused(running, debriefing.write_finding, " ")
    assert "no finding F-1" in refused(running, debriefing.write_finding, "x", finding="F-1")
    debriefing.write_finding(running, "一", evidence=["a"])
    debriefing.write_finding(running, "二", evidence=["b"])
    debriefing.write_finding(running, "三", sort="good_practice")
    assert "no finding F-9" in refused(running, debriefing.merge_findings, "F-1", ["F-9"])
    assert "into itself" in refused(running, debriefing.merge_findings, "F-1", ["F-1"])
    assert "no finding F-9" in refused(running, debriefing.withdraw_finding, "F-9", "x")
    assert "needs a reason" in refused(running, debriefing.withdraw_finding, "F-1", "")
    debriefing.write_finding(running, "一 改", finding="F-1", evidence=["a"])
    debriefing.merge_findings(running, "F-1", ["F-2"])
    assert [state.finding.title for state in running.learning.issues()] == ["一 改"]
    assert running.learning.issues()[0].evidence == ("a", "b")
    debriefing.withdraw_finding(running, "F-1", "重複")
    assert running.learning.issues() == []
    assert [state.finding.id for state in running.learning.good_practices()] == ["F-3"]
    assert kinds(running).count("finding_written") == 4


def test_an_action_goes_from_plan_to_confirmation_by_another_role(running: Session) -> None:
    assert "no finding F-1" in refused(running, following_up.plan_action, "F-1", "x", owner="x", due=DUE)
    debriefing.write_finding(running, "一")
    assert "owner role" in refused(running, following_up.plan_action, "F-1", "改訂する", owner=" ", due=DUE)
    assert "owner role" in refused(running, following_up.plan_action, "F-1", "", owner="CSIRT責任者", due=DUE)
    assert "no action A-7" in refused(running, following_up.plan_action, "F-1", "x", owner="x", due=DUE, action="A-7")
    following_up.plan_action(running, "F-1", "改訂する", owner="CSIRT責任者", due=DUE)
    action = running.learning.actions["A-1"]
    assert (action.state, action.overdue(DUE), action.overdue(date(2026, 12, 2))) == ("planned", False, True)
    assert "no action A-2" in refused(running, following_up.change_state, "A-2", "doing")
    assert "evidence or a reason" in refused(running, following_up.change_state, "A-1", "done")
    assert "evidence or a reason" in refused(running, following_up.change_state, "A-1", "dropped", note=" ")
    following_up.change_state(running, "A-1", "doing")
    assert "that is done" in refused(running, following_up.confirm, "A-1", "監査部", DUE)
    following_up.change_state(running, "A-1", "done", evidence="第2版")
    assert "another than its owner" in refused(running, following_up.confirm, "A-1", "CSIRT責任者", DUE)
    assert "no action A-2" in refused(running, following_up.confirm, "A-2", "監査部", DUE)
    following_up.confirm(running, "A-1", "監査部", DUE)
    assert (action.state, action.confirmed_by, action.overdue(date(2030, 1, 1))) == ("confirmed", "監査部", False)
    assert [change.state for change in action.history] == ["doing", "done", "confirmed"]


def test_answers_are_kept_without_a_name(running: Session) -> None:
    following_up.answer(running, "participants", scores={"structure": 4}, team="alpha/csirt", layer="SYS")
    entry = running.workspace.entries(running.exercise)[-1]
    assert (entry.run, entry.scope) == (None, "alpha")
    assert [(a.team, a.scores) for a in running.learning.answers] == [("alpha/csirt", {"structure": 4})]
