"""Which doubts about quality a scenario's profile raises, and what counts as an item's id in players' text."""

import pytest

from exercise_studio.design.quality_checks import check_quality
from exercise_studio.domain.scenario import Scenario
from tests.plans import SCENARIO, both, inject, plan, scenario

NOTES = both("進行のメモ", "Notes")
PROMPTS = [both("問い1", "First?"), both("問い2", "Second?")]
TITLE = both("通知", "Notice")
BARE = [one | {"title": TITLE} for one in SCENARIO["injects"]]
BUSY = [one | {"notes": NOTES, "prompts": PROMPTS} for one in BARE]


def checks(one: Scenario) -> set[str]:
    return {problem.check for problem in check_quality(one, plan().checklists)}


@pytest.mark.parametrize(
    ("profile", "bare", "noted"),
    [
        ("exercise", {"no-notes", "few-prompts", "no-executive-decision"}, {"few-prompts", "no-executive-decision"}),
        ("short", {"no-notes", "few-prompts"}, {"few-prompts"}),
        ("drill", {"no-notes"}, set()),
    ],
)
def test_beginners_need_prompts_and_notes_and_a_drill_notes_alone(
    profile: str, bare: set[str], noted: set[str]
) -> None:
    assert checks(scenario(profile=profile, injects=BARE)) == bare
    assert checks(scenario(profile=profile, injects=[one | {"notes": NOTES} for one in BARE])) == noted


@pytest.mark.parametrize(("profile", "idle"), [("exercise", True), ("short", False), ("drill", False)])
def test_only_a_whole_exercise_has_to_keep_every_team_busy(profile: str, idle: bool) -> None:
    # Everything in the first ten minutes: the teams wait for the other fifty.
    early = [one | ({"at": "10m"} if one["id"] == "I04" else {}) for one in BUSY]
    assert ("idle-team" in checks(scenario(profile=profile, injects=early))) is idle


def test_what_only_controllers_read_needs_no_notes() -> None:
    said = {"to": ["terminal"], "title": TITLE, "notes": NOTES, "prompts": PROMPTS}
    message, for_controllers = inject("I05", **said), inject("N02", kind="information", to=["terminal"])
    assert "no-notes" not in checks(scenario(injects=[*BUSY, message, for_controllers]))
    assert "no-notes" in checks(scenario(injects=[*BUSY, message, for_controllers | {"kind": "normal"}]))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("EXERCISE Please begin with OPS-01.", True),
        ("EXERCISE 次にOPS-01を始める", True),
        ("EXERCISE The tank OPS-012 is full.", False),
        ("EXERCISE The tank X-OPS-01 is full.", False),
        ("EXERCISE Berth BER-01 is free.", False),
    ],
)
def test_an_item_id_of_the_exercises_own_lists_does_not_belong_in_players_text(body: str, told: bool) -> None:
    spoken = inject("I05", title=TITLE, notes=NOTES, prompts=PROMPTS, body=both("【演習】通知", body))
    assert ("controllers-word" in checks(scenario(injects=[*BUSY, spoken]))) is told
