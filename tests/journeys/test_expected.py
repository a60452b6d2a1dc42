"""The checklist beside the log: what is asked for when, late by how much, done how fast; and that little is made anew."""

from exercise_studio.domain.times import Play
from exercise_studio.journeys import conducting, logging_acts
from exercise_studio.journeys.expected import ChecklistRow, Expectations, checklist_rows, coverage
from exercise_studio.journeys.logging_acts import Response
from exercise_studio.journeys.session import Session
from tests.journeys.conftest import Hand


def asked(session: Session) -> tuple[str, str, str, int]:
    """An inject with a time limit, the item it asks for, whose that is, and the limit."""
    plan = session.plan
    for inject in plan.scenario.injects:
        for expect in inject.expects:
            item = plan.items.get(expect.item)
            limit = expect.within if expect.within is not None else item.target.within if item and item.target else None
            team = next((t for t in plan.teams if expect.item in plan.items_of(t)), "")
            if inject.at is not None and limit and team:
                return inject.id, expect.item, team, limit
    raise AssertionError("the small plan asks for nothing within a time")


def row_of(rows: list[ChecklistRow], team: str, item: str) -> ChecklistRow:
    return next(row for row in rows if (row.team, row.item) == (team, item))


def test_an_item_is_open_then_expected_then_late_and_done_with_its_latency(running: Session, clock: Hand) -> None:
    inject, item, team, limit = asked(running)
    board = Expectations()

    def now() -> ChecklistRow:
        return row_of(board.rows(running.state, running.play(), "ja"), team, item)

    assert now().status in ("open", "standing")
    assert not now().asked
    clock.on(1)
    conducting.fire(running, inject)
    fired = running.play()
    assert (now().status, now().due, now().target) == ("expected", fired + limit, limit)
    clock.on(limit / 60_000 + 1)
    assert now().status == "late"
    logging_acts.respond(running, Response(team, "済", items=((item, "done"),)))
    row = now()
    assert (row.status, row.latency, row.in_time) == ("done", running.play() - fired, False)
    assert row == row_of(checklist_rows(running.state, running.play(), "ja"), team, item)


def test_rows_to_which_nothing_happened_are_the_same_objects(running: Session, clock: Hand) -> None:
    inject, item, team, _limit = asked(running)
    board = Expectations()
    before = board.rows(running.state, running.play(), "ja")
    assert board.rows(running.state, Play(running.play() + 1_000), "ja") is before
    conducting.fire(running, inject)
    clock.on(0.1)
    after = board.rows(running.state, running.play(), "ja")
    changed = {(b.team, b.item) for a, b in zip(before, after, strict=True) if a is not b}
    assert (team, item) in changed
    assert all(inject in row_of(after, *one).expected_by for one in changed)
    logging_acts.respond(running, Response(team, "一部", items=((item, "partly"),)))
    last = board.rows(running.state, running.play(), "ja")
    assert [(b.team, b.item) for a, b in zip(after, last, strict=True) if a is not b] == [(team, item)]
    assert [row.title for row in board.rows(running.state, running.play(), "en")] != [row.title for row in last]


def test_coverage_counts_only_what_was_expected_by_now(running: Session) -> None:
    inject, item, team, _limit = asked(running)
    rows = checklist_rows(running.state, running.play(), "ja")
    assert sum(group.asked for group in coverage(rows, running.plan, "ja", by="phase")) == 0
    conducting.fire(running, inject)
    logging_acts.respond(running, Response(team, "済", items=((item, "done"),)))
    rows = checklist_rows(running.state, running.play(), "ja")
    wanted = sum(row.asked for row in rows)
    for by in ("phase", "team"):
        groups = coverage(rows, running.plan, "ja", by=by)  # type: ignore[arg-type]
        assert (sum(g.asked for g in groups), sum(g.done for g in groups)) == (wanted, 1)
        assert all(g.title for g in groups)
