"""The library as somebody looks through it, with the shipped scenarios and a folder of one's own."""

from pathlib import Path

import pytest

from exercise_studio.domain.errors import InputError
from exercise_studio.domain.times import HOUR
from exercise_studio.journeys import browsing, library


def shipped() -> list[library.ScenarioCard]:
    return library.list_scenarios()


def test_a_filter_admits_what_has_one_of_each_and_no_more() -> None:
    scenario = library.find_scenario("port-terminal-ransomware")[0]
    assert browsing.Filters().admit(scenario)
    assert browsing.Filters(sectors=frozenset({"port", "gas"}), threats=frozenset({"cyber_attack"})).admit(scenario)
    assert not browsing.Filters(sectors=frozenset({"gas"})).admit(scenario)
    assert not browsing.Filters(threats=frozenset({"natural_disaster"})).admit(scenario)
    assert browsing.Filters(layers=frozenset({"EXEC"}), levels=frozenset({"standard"}), both_languages=True).admit(
        scenario
    )
    assert not browsing.Filters(longest=HOUR).admit(scenario)
    assert browsing.Filters(words="RANSOMWARE 港湾").admit(scenario)
    assert not browsing.Filters(words="ransomware 噴火").admit(scenario)


def test_a_damaged_scenario_is_shown_whatever_is_asked_for_and_hurts_no_other() -> None:
    own = library.own_scenarios() / "broken"
    own.mkdir(parents=True)
    (own / "scenario.yaml").write_text("format: exercise-studio/scenario/1\nid: broken\nphases: []\n", "utf-8")
    cards = shipped()
    broken = next(card for card in cards if card.id == "broken")
    assert broken.problems
    assert broken in browsing.matching(cards, browsing.Filters(sectors=frozenset({"gas"})))
    assert any(card.id == "port-terminal-ransomware" for card in cards)


def test_a_copy_has_its_own_id_and_all_its_attachments() -> None:
    card = next(card for card in shipped() if card.id == "port-terminal-ransomware")
    copy = browsing.duplicate(card, "our-port")
    again, folder = library.find_scenario("our-port")
    assert (again.id, folder) == ("our-port", copy)
    assert sorted(f.name for f in (copy / "attachments").iterdir()) == sorted(
        f.name for f in (card.folder / "attachments").iterdir()
    )
    assert "#" in (copy / "scenario.yaml").read_text("utf-8"), "comments stay"
    assert card.scenario is not None
    assert again.changed(id=card.id) == card.scenario
    with pytest.raises(InputError):
        browsing.duplicate(card, "our-port")


@pytest.mark.parametrize("name", ["../outside", "Our Port", "", "-x", "a/b"])
def test_a_copy_cannot_be_given_a_name_that_is_a_path(name: str) -> None:
    card = shipped()[0]
    with pytest.raises(InputError):
        browsing.duplicate(card, name)
    own = library.own_scenarios()
    assert not own.exists() or list(own.iterdir()) == []


def test_the_outage_of_power_is_followed_by_telecommunications_and_blamed_on_power() -> None:
    found = browsing.outage("power")
    spread = {sector: (hour, provider) for sector, hour, provider in found.spread}
    assert spread["power"][0] == 0
    assert spread["ict"][1] == "power"
    assert 0 < spread["ict"][0] < 24


def test_scenarios_of_a_service_are_those_that_touch_its_sector() -> None:
    cards = browsing.that_begin_with("port", shipped())
    assert "port-terminal-ransomware" in [card.id for card in cards]
    assert all(card.scenario is not None and "port" in card.scenario.sectors for card in cards)


def test_every_team_of_a_scenario_has_load_over_time() -> None:
    scenario = library.find_scenario("port-terminal-ransomware")[0]
    busy = browsing.load_over_time(scenario)
    assert {one.team.partition("/")[0] for one in busy} == {m.id for m in scenario.cast if m.kind == "player"}


def test_reference_data_is_there_as_the_source_writes_it(tmp_path: Path) -> None:
    data = browsing.reference()
    assert len(data.sectors.sectors) == 15
    assert len(data.ceptoar.ceptoars) == 20


def test_a_script_that_was_written_again_is_read_again() -> None:
    copy = browsing.duplicate(next(card for card in shipped() if card.id == "port-terminal-ransomware"), "ours")
    file = copy / "scenario.yaml"
    text = file.read_text("utf-8")

    def title() -> str:
        card = next(card for card in shipped() if card.folder == copy)
        return card.scenario.title.ja if card.scenario is not None else ""

    for name in ("一", "二", "三"):  # as long as one another, so that only the times and the inode tell
        beside = file.with_name("new.yaml")
        beside.write_text(text.replace("港湾ターミナルシステムのランサムウェアと物流停滞", name, 1), "utf-8")
        beside.replace(file)
        assert title() == name
    one, again = (next(card for card in shipped() if card.folder == copy) for _ in range(2))
    assert one is again
