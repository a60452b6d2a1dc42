"""The fold of what was learned: findings, actions and the rest, with their corrections."""

from datetime import date

from exercise_studio.domain import payloads as p
from exercise_studio.domain.findings import Action, Finding
from exercise_studio.domain.log import Entry
from exercise_studio.evaluation.learning import fold_learning
from tests.plans import entry, minutes


def said(payload: p.Payload, at: float = 0, **more: object) -> Entry:
    return entry(payload, minutes(at), run=None, **more)


def finding(name: str, **more: object) -> p.FindingWritten:
    return p.FindingWritten(finding=Finding(id=name, title=f"課題{name}", **more))


def action(name: str, of: str, due: date = date(2026, 9, 30)) -> p.ActionPlanned:
    return p.ActionPlanned(action=Action(id=name, finding=of, text="改める", owner="CSIRT責任者", due=due))


def test_a_finding_written_again_keeps_its_place_and_counts_its_versions() -> None:
    found = fold_learning(
        [said(finding("F-1")), said(finding("F-2")), said(finding("F-1", fact="記録のとおり", evidence=("e1",)), 5)]
    )
    assert list(found.findings) == ["F-1", "F-2"]
    assert (found.findings["F-1"].finding.fact, found.findings["F-1"].versions) == ("記録のとおり", 2)


def test_merged_and_withdrawn_findings_no_longer_count_but_their_evidence_and_actions_do() -> None:
    found = fold_learning(
        [
            said(finding("F-1", evidence=("e1",)), 1),
            said(finding("F-2", evidence=("e2",)), 2),
            said(finding("F-3"), 3),
            said(action("A-1", "F-2"), 4),
            said(p.FindingsMerged(into="F-1", merged=("F-2",)), 5),
            said(p.FindingWithdrawn(finding="F-3", reason="事実と異なる"), 6),
        ]
    )
    assert [one.finding.id for one in found.issues()] == ["F-1"]
    assert found.findings["F-1"].evidence == ("e1", "e2")
    assert [one.action.id for one in found.actions_of("F-1")] == ["A-1"]


def test_good_practices_are_told_from_issues() -> None:
    found = fold_learning([said(finding("F-1", sort="good_practice")), said(finding("F-2"))])
    assert [one.finding.id for one in found.good_practices()] == ["F-1"]
    assert [one.finding.id for one in found.issues()] == ["F-2"]


def test_an_action_goes_through_its_states_and_is_confirmed() -> None:
    found = fold_learning(
        [
            said(finding("F-1"), 1),
            said(action("A-1", "F-1"), 2),
            said(p.ActionStateChanged(action="A-1", state="doing"), 3),
            said(p.ActionStateChanged(action="A-1", state="done", evidence="改訂版"), 4),
            said(p.ActionConfirmed(action="A-1", by="監査", on=date(2026, 10, 1)), 5),
        ]
    ).actions["A-1"]
    assert (found.state, found.confirmed_by, found.confirmed_on) == ("confirmed", "監査", date(2026, 10, 1))
    assert [change.state for change in found.history] == ["doing", "done", "confirmed"]


def test_overdue_means_open_after_the_due_day() -> None:
    one = fold_learning([said(finding("F-1")), said(action("A-1", "F-1"))]).actions["A-1"]
    assert not one.overdue(date(2026, 9, 30))
    assert one.overdue(date(2026, 10, 1))


def test_cards_move_gather_votes_and_become_findings() -> None:
    found = fold_learning(
        [
            said(p.CardAdded(card="C-1", column="question", text="連絡が遅い"), 1),
            said(p.CardVoted(card="C-1", votes=3), 2),
            said(p.CardVoted(card="C-1", votes=-1), 3),
            said(p.CardMoved(card="C-1", column="improve"), 4),
            said(p.FindingWritten(finding=Finding(id="F-1", title="連絡"), card="C-1"), 5),
        ]
    ).cards["C-1"]
    assert (found.column, found.votes, found.finding) == ("improve", 2, "F-1")


def test_edits_answers_attendance_and_issues_are_kept() -> None:
    found = fold_learning(
        [
            said(p.SectionEdited(section="summary.verdict", language="ja", text="旧"), 1),
            said(p.SectionEdited(section="summary.verdict", language="ja", text="新"), 2),
            said(p.AnswersGiven(questionnaire="q", scores={"a": 4}, texts={"b": "よい"}), 3),
            said(p.AttendanceCounted(by_layer={"EXEC": 2}, by_department={"総務": 2}), 4),
            said(p.ReportIssued(number=1, edition="full", language="ja", sha256="x", as_of="2026-10-01"), 5),
        ]
    )
    assert found.sections["summary.verdict", "ja"].text == "新"
    assert found.answers[0].scores == {"a": 4}
    assert (found.attendance, found.departments) == ({"EXEC": 2}, {"総務": 2})
    assert [one.number for one in found.issued] == [1]


def test_entries_of_a_run_do_not_change_what_was_learned() -> None:
    assert fold_learning([entry(finding("F-1"), 0)]).findings == {}


def test_a_correction_supersedes_and_a_withdrawal_takes_away() -> None:
    first = said(p.CardAdded(card="C-1", column="keep", text="誤字"), 1)
    second = said(p.CardAdded(card="C-2", column="keep", text="不要"), 2)
    found = fold_learning(
        [
            first,
            second,
            said(p.CardAdded(card="C-1", column="keep", text="正しい"), 3, supersedes=first.id),
            said(p.EntryWithdrawn(entry=second.id, reason="不要"), 4),
        ]
    )
    assert [(card.id, card.text) for card in found.cards.values()] == [("C-1", "正しい")]


def test_folding_all_equals_applying_one_by_one() -> None:
    log = [
        said(finding("F-1"), 1),
        said(action("A-1", "F-1"), 2),
        said(p.ActionStateChanged(action="A-1", state="doing"), 3),
    ]
    step = fold_learning([])
    for one in log:
        step.apply(one)
    assert step == fold_learning(log)
