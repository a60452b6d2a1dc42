"""Latencies against targets, in play time, worked out by hand."""

import pytest

from exercise_studio.conduct.run import fold
from exercise_studio.domain import payloads as p
from exercise_studio.evaluation.chronicle import chronicle
from exercise_studio.evaluation.timeliness import Latency, latencies, tally
from tests.plans import entry, minutes, plan


def did(team: str, item: str, at: float, extent: str = "done") -> object:
    touched = (p.ItemTouched(item=item, extent=extent),)
    return entry(p.ResponseLogged(team=team, text="対応した", items=touched), minutes(at))


def fired(inject: str, at: float, **said: object) -> object:
    return entry(p.InjectFired(inject=inject), minutes(at), **said)


def all_of(*entries: object, until: float = 60) -> dict[tuple[str, str], Latency]:
    of = plan()
    log = [entry(p.RunStarted(mode="live", plan_hash=""), 0), *entries, entry(p.RunEnded(), minutes(until))]
    state = fold(of, "run", log)
    return {(one.team, one.item.id): one for one in latencies(of, state, chronicle(of, "run", log))}


def test_latency_runs_from_the_inject_that_expects_the_item() -> None:
    found = all_of(fired("I01", 2), did("alpha/csirt", "DET-01", 14))["alpha/csirt", "DET-01"]
    assert (found.verdict, found.latency, found.target) == ("on_time", minutes(12), minutes(20))
    assert (found.started_by, found.inject) == ("inject", "I01")


def test_an_action_asked_of_all_teams_of_a_kind_is_timed_for_each_of_them() -> None:
    of = plan()
    first = of.scenario.inject_by_id["I01"]
    asked = tuple(e.changed(by="all/csirt") if e.item == "DET-01" else e for e in first.expects)
    injects = tuple(i.changed(expects=asked) if i.id == "I01" else i for i in of.scenario.injects)
    of = of.changed(scenario=of.scenario.changed(injects=injects))
    log = [entry(p.RunStarted(mode="live", plan_hash=""), 0), fired("I01", 2), did("beta/csirt", "DET-01", 10)]
    log.append(entry(p.RunEnded(), minutes(60)))
    found = {(one.team, one.item.id): one for one in latencies(of, fold(of, "run", log), chronicle(of, "run", log))}
    assert found["beta/csirt", "DET-01"].latency == minutes(8)
    assert (found["alpha/csirt", "DET-01"].started_by, found["alpha/csirt", "DET-01"].inject) == ("inject", "I01")


def test_late_and_never() -> None:
    found = all_of(fired("I01", 2), did("alpha/csirt", "DET-01", 23))
    assert found["alpha/csirt", "DET-01"].verdict == "late"
    assert found["beta/csirt", "DET-01"].verdict == "never"


def test_exactly_at_the_target_is_on_time() -> None:
    assert all_of(fired("I01", 0), did("alpha/csirt", "DET-01", 20))["alpha/csirt", "DET-01"].verdict == "on_time"


def test_pauses_do_not_count() -> None:
    found = all_of(
        fired("I01", 0),
        entry(p.ClockPaused(), minutes(5)),
        entry(p.ClockResumed(), minutes(35)),
        did("alpha/csirt", "DET-01", 45),
        until=90,
    )["alpha/csirt", "DET-01"]
    assert (found.verdict, found.latency) == ("on_time", minutes(15))


def test_a_partial_response_is_no_completion() -> None:
    found = all_of(fired("I01", 0), did("alpha/csirt", "DET-01", 5, "partly"))["alpha/csirt", "DET-01"]
    assert (found.verdict, found.partly, found.latency) == ("never", True, None)


def test_a_later_completion_after_a_partial_one_counts() -> None:
    found = all_of(
        fired("I01", 0), did("alpha/csirt", "DET-01", 5, "partly"), did("alpha/csirt", "DET-01", 9)
    )["alpha/csirt", "DET-01"]  # fmt: skip
    assert found.latency == minutes(9)


def test_without_target_there_is_a_latency_but_no_verdict() -> None:
    found = all_of(fired("I02", 10), did("alpha/executives", "DEC-01", 13))["alpha/executives", "DEC-01"]
    assert (found.verdict, found.latency, found.target) == ("no_target", minutes(3), None)


def test_nothing_is_due_before_it_was_asked_for_or_before_its_time() -> None:
    assert all_of()["alpha/csirt", "DET-01"].verdict == "no_target"
    soon = all_of(fired("I01", 50))["alpha/csirt", "DET-01"]
    assert (soon.verdict, soon.pending) == ("no_target", True)


def test_an_inject_for_one_organisation_starts_its_clock_alone() -> None:
    found = all_of(fired("I01", 0, scope="alpha"))
    assert found["alpha/csirt", "DET-01"].verdict == "never"
    assert found["beta/csirt", "DET-01"].verdict == "no_target"


@pytest.mark.parametrize(
    ("anchor", "done", "verdict"),
    [
        ("detection", 12, "on_time"),
        ("detection", 16, "late"),
        ("declaration", 38, "on_time"),
        ("declaration", 41, "late"),
    ],
)
def test_without_an_inject_the_anchor_of_the_item_decides(anchor: str, done: float, verdict: str) -> None:
    of = plan()
    item = of.items["OPS-01"]
    aimed = type(item).model_validate(
        item.model_dump(mode="json", by_alias=True) | {"target": {"within": "10m", "from": anchor}}
    )  # fmt: skip
    checklist = of.checklists[0]
    items = tuple(aimed if one.id == "OPS-01" else one for one in checklist.items)
    of = of.changed(checklists=(checklist.changed(items=items),))
    log = [
        entry(p.RunStarted(mode="live", plan_hash=""), 0),
        fired("I04", 5),
        did("gamma/operations", "OPS-01", done),
        entry(p.PlanActivated(team="gamma/operations", plan="bcp"), minutes(30)),
        entry(p.RunEnded(), minutes(60)),
    ]
    state = fold(of, "run", log)
    found = next(one for one in latencies(of, state, chronicle(of, "run", log)) if one.item.id == "OPS-01")
    assert (found.verdict, found.started_by) == (verdict, anchor)


def test_a_tally_counts_only_what_came_due() -> None:
    found = tally(all_of(fired("I01", 0), did("alpha/csirt", "DET-01", 5)).values())
    assert (found.on_time, found.late, found.never, found.n) == (1, 0, 1, 2)
    assert found.rate == 0.5
    assert tally([]).rate is None
