"""Flags of a rehearsal: the last rehearsal's count, remarks take the place of bare flags, withdrawn ones are gone."""

from datetime import date, datetime
from pathlib import Path

import pytest

from exercise_studio.domain.errors import InputError
from exercise_studio.journeys import authoring, conducting
from exercise_studio.journeys.flagging import flag, flag_entry, flagged
from exercise_studio.journeys.library import find_scenario, load_checklists
from exercise_studio.journeys.session import Session
from exercise_studio.store.workspace import Workspace


@pytest.fixture
def session(tmp_path: Path):
    scenario, _ = find_scenario("port-terminal-ransomware")
    plan = authoring.new_plan(
        scenario, load_checklists(scenario.checklists), starts_at=datetime(2026, 7, 4, 9, 0), as_of=date(2026, 7, 4),
        organisations=[authoring.organisation_for(next(m for m in scenario.cast if m.kind == "player"))],
    )  # fmt: skip
    with Workspace.create(tmp_path / "w.estudio") as workspace:
        yield Session.open(workspace, authoring.create_exercise(workspace, plan))


def entries(session: Session) -> list:
    return session.workspace.entries(session.exercise)


def test_only_a_rehearsal_flags_and_only_what_is_there(session: Session) -> None:
    conducting.start_run(session, "live")
    with pytest.raises(InputError):
        flag(session, "I01")
    conducting.end_run(session)
    conducting.start_run(session, "rehearsal")
    with pytest.raises(InputError):
        flag(session, "I99")
    assert flagged(entries(session)) == {}


def test_a_remark_supersedes_and_a_withdrawal_takes_away(session: Session) -> None:
    conducting.start_run(session, "rehearsal")
    flag(session, "I01")
    first = flag_entry(entries(session), session.run, "I01")
    flag(session, "I01", "短く", supersedes=first.id)
    flag(session, "I02")
    assert flagged(entries(session)) == {"I01": ("短く",), "I02": ()}
    conducting.withdraw(session, flag_entry(entries(session), session.run, "I02").id, "済み")
    assert flagged(entries(session)) == {"I01": ("短く",)}


def test_the_last_rehearsal_is_the_one_that_counts(session: Session) -> None:
    conducting.start_run(session, "rehearsal")
    flag(session, "I01")
    conducting.end_run(session)
    conducting.start_run(session, "rehearsal")
    flag(session, "I03")
    conducting.end_run(session)
    conducting.start_run(session, "live")
    assert set(flagged(entries(session))) == {"I03"}
