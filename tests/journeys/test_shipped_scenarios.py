"""The shipped library as a whole: enough of everything, clean under the strictest check, and playable to its end."""

from collections import Counter
from email import message_from_bytes, policy
from pathlib import Path
from typing import get_args

import pytest

from exercise_studio import paths
from exercise_studio.domain.scenario import Scenario, Sector
from exercise_studio.journeys.checking import check_scenarios
from exercise_studio.journeys.library import list_scenarios
from exercise_studio.journeys.rehearsing import Order, rehearse
from exercise_studio.journeys.session import Session
from exercise_studio.store.workspace import Workspace

SCENARIOS: dict[str, Scenario] = {card.id: card.scenario for card in list_scenarios() if card.scenario is not None}


def test_every_sector_stands_in_three_scenarios_and_every_threat_in_one() -> None:
    sectors = Counter(sector for scenario in SCENARIOS.values() for sector in scenario.sectors)
    assert {sector: count for sector in get_args(Sector) if (count := sectors[sector]) < 3} == {}
    threats = {threat for scenario in SCENARIOS.values() for threat in scenario.threats}
    assert threats == {"cyber_attack", "natural_disaster", "mismanagement"}
    assert len(SCENARIOS) >= 18
    assert sum(len(scenario.injects) for scenario in SCENARIOS.values()) >= 220


def test_the_strictest_check_finds_nothing() -> None:
    assert [problem.text("en") for problem in check_scenarios()] == []


def play_to_the_end(scenario: Scenario, file: Path, seed: int) -> None:
    """Nobody waits for ever: all that is planned came, the run ended, and something was learned."""
    slots = sum(member.kind == "player" for member in scenario.cast)
    with Workspace.create(file) as workspace:
        exercise = rehearse(workspace, Order(scenario, seed=seed, organisations=slots, observers=1))
        session = Session.open(workspace, exercise)
    state = session.state
    assert state.clock.mode == "ended"
    for inject in scenario.injects:
        if inject.kind == "normal" and inject.when is None:
            houses = [o.id for o in state.plan.organisations if state.plan.is_addressed(inject, o.id)] or [None]
            assert {state.inject_state(inject.id, house).status for house in houses} == {"fired"}, inject.id
    for branch in scenario.branches:
        chosen = {house.branches[branch.id] for house in state.organisations.values() if branch.id in house.branches}
        assert chosen, f"nobody decided {branch.id}"
        assert chosen <= {option.id for option in branch.options}
    assert session.learning.findings


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_rehearsal_comes_to_its_end(name: str, tmp_path: Path) -> None:
    play_to_the_end(SCENARIOS[name], tmp_path / "one.estudio", 1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 6))
@pytest.mark.parametrize("name", SCENARIOS)
def test_so_do_others(name: str, seed: int, tmp_path: Path) -> None:
    play_to_the_end(SCENARIOS[name], tmp_path / "more.estudio", seed)


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_way_a_branch_can_go_and_every_contingency_can_come(name: str) -> None:
    """A contingency that asks for an option of a branch asks for one that is offered; no condition excludes itself."""
    scenario = SCENARIOS[name]
    asked = {
        call.args for inject in scenario.injects if inject.when for call in inject.when.calls() if call.name == "chosen"
    }  # fmt: skip
    offered = {(branch.id, option.id) for branch in scenario.branches for option in branch.options}
    assert asked <= offered


MAILS = sorted(paths.scenarios().glob("*/attachments/*.eml"))


@pytest.mark.parametrize("mail", MAILS, ids=lambda file: f"{file.parent.parent.name}/{file.name}")
def test_every_mail_has_one_sender_and_says_that_it_is_an_exercise(mail: Path) -> None:
    message = message_from_bytes(mail.read_bytes(), policy=policy.default)
    assert len(message["From"].addresses) == 1
    assert not message.defects
    assert not message["From"].defects
    for said in (message["Subject"], message.get_body(("plain",)).get_content()):
        assert "演習" in said or "EXERCISE" in said
