"""Writing the run sheet: which plan it is of, and the note that the preflight reads."""

from datetime import date, datetime
from pathlib import Path

import pytest

from exercise_studio.domain.errors import InputError
from exercise_studio.journeys import authoring, conducting, sheets
from exercise_studio.journeys.library import find_scenario, load_checklists
from exercise_studio.journeys.session import Session
from exercise_studio.store.workspace import Workspace


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("EXERCISE_STUDIO_HOME", str(tmp_path / "home"))
    scenario, _ = find_scenario("port-terminal-ransomware")
    plan = authoring.new_plan(
        scenario, load_checklists(scenario.checklists), starts_at=datetime(2026, 7, 4, 9, 0), as_of=date(2026, 7, 4),
        organisations=[authoring.organisation_for(next(m for m in scenario.cast if m.kind == "player"))],
    )  # fmt: skip
    with Workspace.create(tmp_path / "w.estudio") as workspace:
        yield Session.open(workspace, authoring.create_exercise(workspace, plan))


def test_a_whole_sheet_is_noted_with_its_plan_and_one_of_a_house_is_not(session: Session, tmp_path: Path) -> None:
    house = session.draft.organisations[0].id
    sheets.write_run_sheet(session, tmp_path / "one.pdf", lang="ja", organisation=house)
    assert sheets.printed_of(session.exercise) == ""
    sheets.write_run_sheet(session, tmp_path / "all.pdf", lang="ja", short=True)
    assert sheets.printed_of(session.exercise) == session.draft.content_hash
    assert (tmp_path / "all.pdf").read_bytes() != (tmp_path / "one.pdf").read_bytes()


def test_before_a_run_the_draft_is_printed_and_in_a_run_its_plan(session: Session) -> None:
    conducting.start_run(session)
    frozen = session.plan
    session.workspace.save_draft(session.exercise, frozen.changed(place="別室"))
    session.draft_changed()
    assert sheets.plan_to_print(session) == frozen
    conducting.end_run(session)
    assert sheets.plan_to_print(session).place == "別室"


def test_a_folder_is_refused_and_nothing_is_noted(session: Session, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        sheets.write_run_sheet(session, tmp_path, lang="ja")
    assert sheets.printed_of(session.exercise) == ""
