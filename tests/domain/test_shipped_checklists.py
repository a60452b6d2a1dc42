"""The checklists that come with the product: each loads, is whole in both languages, and shares no item with another."""

from collections import Counter

import pytest

from exercise_studio import paths
from exercise_studio.domain.checklist import Checklist
from exercise_studio.domain.text import LANGUAGES
from exercise_studio.exchange.reference_folder import read_reference_folder
from exercise_studio.exchange.yaml_files import read_model

IDS = tuple(sorted(file.stem for file in paths.resources("checklists").glob("*.yaml")))


def shipped(name: str) -> Checklist:
    return read_model(paths.resources("checklists", f"{name}.yaml"), Checklist)


def test_the_lists_that_the_library_promises_are_there() -> None:
    promised = {"bcp-csirt", "ceptoar-drill", "disaster-bcp", "executive-decision", "supplier-incident"}
    assert promised <= set(IDS)


@pytest.mark.parametrize("name", IDS)
def test_a_checklist_says_everything_in_both_languages(name: str) -> None:
    checklist = shipped(name)
    assert checklist.id == name
    assert checklist.summary is not None
    texts = [checklist.title, checklist.summary, *(phase.title for phase in checklist.phases)]
    for item in checklist.items:
        assert item.evidence is not None, item.id
        assert set(item.anchors) == {1, 2, 3, 4}, item.id
        texts += [item.title, item.evidence, *item.anchors.values()]
    for text in texts:
        for lang in LANGUAGES:
            assert not text.missing(lang), text


@pytest.mark.parametrize("name", IDS)
def test_the_four_anchors_of_an_item_are_told_apart(name: str) -> None:
    for item in shipped(name).items:
        for lang in LANGUAGES:
            assert len({anchor.get(lang) for anchor in item.anchors.values()}) == 4, item.id


@pytest.mark.parametrize("name", IDS)
def test_every_phase_of_a_checklist_has_items_and_they_stand_in_its_order(name: str) -> None:
    checklist = shipped(name)
    order = [phase.id for phase in checklist.phases]
    assert list(dict.fromkeys(item.phase for item in checklist.items)) == order
    assert [item.phase for item in checklist.items] == sorted((i.phase for i in checklist.items), key=order.index)


@pytest.mark.parametrize("name", IDS)
def test_every_reference_points_to_a_document_that_is_known(name: str) -> None:
    known = read_reference_folder(paths.resources("reference")).sources.by_prefix
    for item in shipped(name).items:
        assert item.references, item.id
        for code in item.references:
            prefix, _, place = code.partition(":")
            assert prefix in known, code
            assert place, code


def test_an_exercise_can_use_all_lists_together() -> None:
    items = [item for name in IDS for item in shipped(name).items]
    phases = [phase.id for name in IDS for phase in shipped(name).phases]
    assert [one for one, count in Counter(item.id for item in items).items() if count > 1] == []
    assert [one for one, count in Counter(item.title.ja for item in items).items() if count > 1] == []
    assert [one for one, count in Counter(phases).items() if count > 1] == []


def test_the_executive_list_asks_nothing_of_anybody_else() -> None:
    assert {item.layers for item in shipped("executive-decision").items} == {("EXEC",)}
