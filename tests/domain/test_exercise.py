"""The plan: what it refuses, who gets what, and the hash that freezes it."""

from copy import deepcopy
from typing import Any

import pytest
from pydantic import ValidationError

from exercise_studio.domain.exercise import ObserverSeat, Plan, default_assignments
from exercise_studio.domain.scenario import Scenario
from exercise_studio.domain.text import Text
from exercise_studio.domain.times import SECOND
from tests.plans import CHECKLIST, PLAN, SCENARIO, both, house, inject, item, plan, scenario


def test_a_plan_is_read_back_from_its_text_equal_and_with_the_same_hash() -> None:
    before = plan()
    again = Plan.model_validate_json(before.text())
    assert again == before
    assert again.text() == before.text()
    assert again.content_hash == before.content_hash


def _changes() -> list[Any]:
    other = deepcopy(SCENARIO)
    other["injects"][0]["body"]["en"] += "!"
    when = deepcopy(SCENARIO)
    when["injects"][4]["when"] = "late(DET-01, 5m)"
    anchors = deepcopy(CHECKLIST)
    anchors["items"][0]["anchors"] = {"4": both("できた", "Done")}
    return [
        {"title": both("港湾演習", "Port exercise 2")},
        {"starts_at": "2026-07-04T13:31"},
        {"tlp": "GREEN"},
        {"scenario": other},
        {"scenario": when},
        {"checklists": [anchors]},
        {"organisations": PLAN["organisations"][::-1]},
        {"observers": [{"code": "OB1"}]},
        {"assignments": PLAN["assignments"] | {"terminal/csirt": []}},
        {"adaptations": {"alpha": {"I01": {"title": both("別", "Other")}}}},
        {"attendance": {"EXEC": 3}},
        {"settings": {"guards": {"arm": "6s"}}},
    ]


@pytest.mark.parametrize("change", _changes())
def test_any_change_of_a_plan_changes_its_hash(change: dict[str, Any]) -> None:
    assert plan(**change).content_hash != plan().content_hash


def test_saying_a_default_aloud_is_no_change() -> None:
    assert plan(tlp="AMBER", time_zone="Asia/Tokyo", settings={"guards": {"arm": "5s"}}) == plan()
    assert plan(settings={"guards": {"arm": "5s"}}).content_hash == plan().content_hash
    assert plan().settings.guards.arm == 5 * SECOND


@pytest.mark.parametrize(
    "change",
    [
        {"organisations": [house("alpha", "nowhere", "port", "csirt")]},
        {"organisations": [house("alpha", "maker", "port", "csirt")]},
        {"organisations": [house("alpha", "terminal", "port", "csirt")] * 2},
        {"observers": [{"code": "OB1"}, {"code": "OB1", "scope": ["beta"]}]},
        {"starts_at": "2026-07-04T13:30+09:00"},
        {"settings": {"critical_weight": 0.5}},
        {"checklists": []},
        {"participants": 3},
    ],
)
def test_a_plan_that_does_not_hang_together_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        plan(**change)


def test_an_inject_goes_to_the_teams_it_names_in_every_house_of_the_slot() -> None:
    one = plan()
    injects = one.scenario.inject_by_id
    everybody = ("alpha/executives", "alpha/csirt", "beta/executives", "beta/csirt", "gamma/operations")
    assert one.targets_of(injects["I01"]) == everybody
    assert one.targets_of(injects["I02"]) == ("alpha/executives", "beta/executives")
    assert one.targets_of(injects["I02"], "beta") == ("beta/executives",)
    assert one.targets_of(injects["I02"], "gamma") == ()
    assert one.targets_of(injects["I03"]) == ("gamma/operations",)
    assert one.targets_of(injects["N01"]) == ()


def test_a_team_has_the_items_of_its_slot_unless_its_own_house_says_otherwise() -> None:
    one = plan(assignments=PLAN["assignments"] | {"beta/csirt": ["DET-01", "INF-01"], "alpha/csirt": []})
    assert one.items_of("beta/csirt") == ("DET-01", "INF-01")
    assert one.items_of("alpha/csirt") == ()
    assert one.items_of("alpha/executives") == ("DEC-01", "INF-01")
    assert one.items_of("nobody/csirt") == ()


def test_an_adaptation_changes_the_words_for_one_house_only() -> None:
    one = plan(adaptations={"alpha": {"I01": {"title": both("当社の端末", "Our terminals")}}})
    original = one.scenario.inject_by_id["I01"]
    assert one.adapted(original, "alpha").title == Text(ja="当社の端末", en="Our terminals")
    assert one.adapted(original, "alpha").body == original.body
    assert one.adapted(original, "beta") is original
    assert one.adapted(original, None) is original


def test_an_observer_watches_houses_or_teams_or_everything() -> None:
    assert ObserverSeat(code="A").watches("beta/csirt")
    assert ObserverSeat(code="A", scope=("alpha",)).watches("alpha/csirt")
    assert not ObserverSeat(code="A", scope=("alpha",)).watches("alphabet/csirt")
    assert ObserverSeat(code="A", scope=("alpha/csirt",)).watches("alpha/csirt")
    assert not ObserverSeat(code="A", scope=("alpha/csirt",)).watches("alpha/executives")


def test_items_go_to_the_first_of_their_layers_that_the_slot_has() -> None:
    # DET-01: SYS. DEC-01: EXEC. INF-01: PR before EXEC, and no slot has publicity. OPS-01: BIZ, standing.
    told = inject("I09", at="5m", expects=[{"item": "INF-01", "why": both("理由", "Why")}])
    asked = scenario(injects=[*SCENARIO["injects"], told])
    assert default_assignments(asked, plan().checklists) == {
        "terminal/csirt": ("DET-01",),
        "terminal/executives": ("DEC-01", "INF-01"),
        "carrier/operations": ("OPS-01",),
    }


def test_items_that_the_scenario_does_not_ask_for_apply_to_nobody() -> None:
    bare = scenario(standing=[], objectives=[{"id": "O1", "text": both("検証", "Find"), "pillar": "P1"}])
    assert default_assignments(bare, plan().checklists) == {
        "terminal/csirt": ("DET-01",),
        "terminal/executives": ("DEC-01",),
    }


def test_of_two_checklists_the_first_that_has_an_item_decides() -> None:
    second = deepcopy(CHECKLIST) | {"id": "more", "items": [item("DET-01", "EXEC"), item("NEW-01", "EXEC")]}
    one = plan(checklists=[CHECKLIST, second])
    assert one.items["DET-01"].layers == ("SYS",)
    assert "NEW-01" in one.items
    assert default_assignments(one.scenario, one.checklists)["terminal/csirt"] == ("DET-01",)


@pytest.mark.parametrize(
    "change",
    [
        {"injects": [inject("I01", at="1m", after={"inject": "I01", "delay": "1m"})]},
        {"injects": [inject("I01", at=None)]},
        {"injects": [inject("I01"), inject("I01")]},
        {"injects": [inject("I01", when="fired(")]},
        {"injects": []},
        {"clock": {"start": "2026-07-04T06:30+09:00"}},
        {"cast": [{"id": "terminal", "kind": "player", "title": both("港運", "Terminal"), "teams": ["csirt"]}]},
        {"cast": [{"id": "maker", "kind": "simulated", "title": both("保守", "Maker")}]},
        {"title": {"ja": ""}},
    ],
)
def test_a_scenario_whose_shape_is_wrong_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Scenario.model_validate(deepcopy(SCENARIO) | change)


@pytest.mark.parametrize(
    "file",
    [
        "../a",
        "attachments/../../a",
        "attachments/a/b",
        "/etc/a",
        "attachments/a\\b",
        "attachments/a\0b",
        "attachments/a\nb",
    ],
)
def test_an_attachment_names_a_file_in_its_folder(file: str) -> None:
    with pytest.raises(ValidationError):
        scenario(injects=[inject("I01", attachments=[{"file": file, "title": both("添付", "File")}])])


def test_a_phase_holds_its_beginning_and_not_its_end() -> None:
    one = scenario()
    half = one.phases[0].end
    assert [one.phase_at(at).id for at in (0, half - 1, half, 10 * half)] == ["first", "first", "later", "later"]
