"""The library: what is found by which name, what is damaged, and what the checks say of a folder."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from exercise_studio import paths
from exercise_studio.domain.errors import InputError
from exercise_studio.journeys import authoring, conducting, library
from exercise_studio.journeys.checking import check_folder, check_scenarios
from exercise_studio.journeys.session import Session
from exercise_studio.store.workspace import Workspace
from tests.journeys.conftest import Hand
from tests.plans import CHECKLIST, SCENARIO, both, inject, plan


def write(folder: Path, **said: Any) -> Path:
    """A scenario folder that uses the user's own small checklist."""
    checklist = paths.user_data() / "checklists" / "small.yaml"
    checklist.parent.mkdir(parents=True, exist_ok=True)
    checklist.write_text(json.dumps(CHECKLIST), "utf-8")
    (folder / "attachments").mkdir(parents=True)
    (folder / "scenario.yaml").write_text(json.dumps(deepcopy(SCENARIO) | said, ensure_ascii=False, indent=1), "utf-8")
    return folder


def test_a_scenario_is_found_by_the_name_of_its_folder_by_its_id_and_by_its_path(tmp_path: Path) -> None:
    own = write(library.own_scenarios() / "my-folder")
    for name in ("my-folder", "small", str(own)):
        assert library.find_scenario(name) == (plan().scenario, own)
    with pytest.raises(InputError, match="no scenario nowhere"):
        library.find_scenario("nowhere")


def test_a_damaged_scenario_is_listed_with_what_is_wrong(tmp_path: Path) -> None:
    write(tmp_path / "good")
    write(tmp_path / "bad", duration="soon")
    bad, good = library.list_scenarios((tmp_path,))
    assert (bad.id, bad.scenario) == ("bad", None)
    assert "duration" in bad.problems[0].text("en")
    assert (good.id, good.problems) == ("small", ())


def test_the_users_own_checklist_stands_before_the_shipped_one() -> None:
    shipped = library.load_checklists(("bcp-csirt",))[0]
    assert len(shipped.items) > 100
    own = paths.user_data() / "checklists" / "bcp-csirt.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(json.dumps(CHECKLIST | {"id": "bcp-csirt"}), "utf-8")
    assert len(library.load_checklists(("bcp-csirt",))[0].items) == 4
    with pytest.raises(InputError, match="no checklist"):
        library.load_checklists(("nothing",))


def test_a_clean_folder_has_no_faults(tmp_path: Path) -> None:
    assert [
        problem.text("en") for problem in check_folder(write(tmp_path / "one")) if problem.severity == "error"
    ] == []


def test_faults_of_a_folder_are_placed_in_its_file(tmp_path: Path) -> None:
    files = [{"file": f"attachments/{name}", "title": both("添付", "File")} for name in ("there.txt", "missing.txt")]
    folder = write(tmp_path / "one", injects=[*SCENARIO["injects"], inject("I09", to=["nobody"], attachments=files)])
    (folder / "attachments" / "there.txt").write_text("演習")
    (folder / "attachments" / "spare.txt").write_text("演習")
    lines = (folder / "scenario.yaml").read_text("utf-8").splitlines()
    found = {problem.check: problem for problem in check_folder(folder)}
    assert {"unknown-receiver", "attachment", "unused-attachment"} <= found.keys()
    assert '"to"' in lines[found["unknown-receiver"].line - 1]
    assert "missing.txt" in "".join(lines[found["attachment"].line - 1 : found["attachment"].line + 2])
    assert "spare.txt" in found["unused-attachment"].text("en")
    assert {problem.file for problem in found.values()} == {str(folder / "scenario.yaml")}


def test_a_scenario_without_its_checklist_says_so(tmp_path: Path) -> None:
    (problem,) = check_folder(write(tmp_path / "one", checklists=["nothing"]))
    assert "nothing" in problem.text("en")


def test_one_folder_a_library_and_an_empty_place_can_be_checked(tmp_path: Path) -> None:
    one = write(tmp_path / "library" / "one", duration="61m")
    write(tmp_path / "library" / "two")
    assert "duration" in {problem.check for problem in check_scenarios((one,))}
    assert check_scenarios((one.parent,)) == check_scenarios((one, one.parent / "two"))
    (tmp_path / "empty").mkdir()
    for nothing in (tmp_path / "empty", tmp_path / "nowhere"):
        with pytest.raises(InputError, match="no scenario in"):
            check_scenarios((nothing,))


def test_exercises_are_listed_with_how_far_they_are(workspace: Workspace, clock: Hand) -> None:
    def phase(exercise: str) -> str:
        return next(card.phase for card in library.list_exercises(workspace) if card.id == exercise)

    one = authoring.create_exercise(workspace, plan())
    assert phase(one) == "draft"
    session = Session.open(workspace, one, now=clock)
    conducting.start_run(session)
    assert phase(one) == "running"
    conducting.pause(session)
    assert phase(one) == "paused"
    conducting.resume(session)
    assert phase(one) == "running"
    conducting.suspend(session)
    assert phase(one) == "paused"
    conducting.end_run(session)
    assert phase(one) == "debrief"
    (card,) = library.list_exercises(workspace)
    assert (card.title.en, card.injects, card.runs, card.scenario) == ("Port exercise", 7, 1, "small")
    assert card.sectors == ("port", "logistics")


def test_a_run_that_a_crash_kept_from_beginning_is_still_a_draft(workspace: Workspace, clock: Hand) -> None:
    one = authoring.create_exercise(workspace, plan())
    workspace.create_run(one, "live", workspace.freeze_plan(one, plan()))
    assert [card.phase for card in library.list_exercises(workspace)] == ["draft"]
    session = Session.open(workspace, one, now=clock)
    conducting.start_run(session)
    assert session.state.clock.mode == "running"


def test_injects_are_put_moved_and_removed_on_a_copy_of_the_plan() -> None:
    before = plan()
    moved = authoring.moved_inject(before, "I03", 1_234_567)
    assert (moved.scenario.inject_by_id["I03"].at, moved.scenario.inject_by_id["I03"].after) == (1_234_000, None)
    assert authoring.moved_inject(before, "I02", -5).scenario.inject_by_id["I02"].at == 0
    with pytest.raises(InputError, match="I03, stop-gates hang on inject I02"):
        authoring.without_inject(before, "I02")
    assert "N01" not in authoring.without_inject(before, "N01").scenario.inject_by_id
    assert authoring.next_inject_id(before) == "I05"
    added = authoring.with_inject(before, before.scenario.injects[0].changed(id="I05"))
    assert [one.id for one in added.scenario.injects][-1] == "I05"
    assert [o.id for o in authoring.without_organisation(before, "beta").organisations] == ["alpha", "gamma"]
    assert before == plan()
