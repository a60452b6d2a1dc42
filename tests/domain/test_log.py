"""Entries: payload texts and back for every kind, what newer programs wrote, hashes, and the order that is the same everywhere."""

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from exercise_studio.domain import log
from exercise_studio.domain import payloads as p
from exercise_studio.domain.exercise import Adaptation, ObserverSeat
from exercise_studio.domain.findings import Action, Finding, StandardClause
from exercise_studio.domain.log import UPCASTS, RedactedEntry, UnknownEntry, payload_text, read_payload
from exercise_studio.domain.scenario import Inject
from exercise_studio.domain.text import Text
from tests.plans import entry, inject, plan

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,6}", fullmatch=True)
whole = st.integers(0, 2**53)
texts = st.builds(Text, ja=words.filter(str.strip), en=words)
standards = st.builds(StandardClause, kind=st.sampled_from(["mandatory", "internal"]), document=words)
evidence = st.lists(words, max_size=2).map(tuple)
amendments = st.one_of(
    st.just(p.OrganisationJoined(organisation=plan().organisations[0])),
    st.builds(p.ObserverAdded, observer=st.builds(ObserverSeat, code=ids, scope=st.just(("alpha",)))),
    st.builds(p.AutomaticPut, inject=ids, automatic=st.booleans()),
    st.builds(p.AdaptationPut, organisation=ids, inject=ids, adaptation=st.builds(Adaptation, title=st.none() | texts)),
    st.builds(
        lambda name, at: p.InjectPut(inject=Inject.model_validate(inject(name, at=f"{at}s", when="fired(I01)"))),
        ids, st.integers(0, 10**5),
    ),
)  # fmt: skip
touched = st.builds(p.ItemTouched, item=ids, extent=st.sampled_from(["done", "partly", "missed"]))

BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "operations": st.lists(amendments, max_size=3).map(tuple), "heads": st.dictionaries(words, st.tuples(whole, words), max_size=2),
    "items": st.lists(touched, max_size=3).map(tuple), "told": st.none() | texts, "due": st.none() | st.datetimes(),
    "finding_written.finding": st.builds(
        Finding, id=ids, title=words, standards=st.lists(standards, max_size=2).map(tuple), evidence=evidence
    ),
    "action_planned.action": st.builds(Action, id=ids, finding=ids, text=words, owner=words, due=st.dates()),
    "time_jumped.to": st.datetimes(), "speed": st.floats(0.01, 1000), "outage_changed.level": st.floats(0, 1),
    "continuity": st.integers(0, 4), "safety": st.integers(0, 4), "value_settled.value": st.integers(1, 4), "on": st.dates(),
    "scores": st.dictionaries(ids, st.integers(1, 5), max_size=3), "by_layer": st.dictionaries(words, whole, max_size=3),
    "by_department": st.dictionaries(words, whole, max_size=3), "fields": st.dictionaries(words, words, max_size=3),
    "texts": st.dictionaries(words, words, max_size=3), "outline": st.dictionaries(words, words, max_size=3),
    "merged": st.lists(ids, max_size=3).map(tuple),
    "until": st.none() | whole, "page": whole, "seed": st.none() | whole, "clock_offset": whole, "size": whole, "entries": whole,
    "number": whole, "edition": whole,
    "votes": whole, "report_issued.edition": words, "item_rated.value": st.sampled_from([4, 3, 2, 1, "NO"]),
    "choices": st.dictionaries(ids, st.sampled_from(["summary", "skip", "keep"]), max_size=3),
}  # fmt: skip
"""A field's values by its name, or by kind and name where the name alone says too little; the others are words."""


def _values(kind: str, name: str, annotation: str) -> st.SearchStrategy[Any]:
    found = BY_NAME.get(f"{kind}.{name}", BY_NAME.get(name))
    if found is not None:
        return found
    if "Literal" in annotation:
        return st.from_type(log.kinds()[kind].model_fields[name].annotation)  # type: ignore[arg-type]
    if "bool" in annotation:
        return st.booleans()
    if "tuple" in annotation:
        return evidence
    return ids


def _payloads(kind: str) -> st.SearchStrategy[p.Payload]:
    cls = log.kinds()[kind]
    fields = {name: _values(kind, name, str(f.annotation)) for name, f in cls.model_fields.items() if name != "kind"}
    return st.fixed_dictionaries(fields).map(cls.model_validate)


@pytest.mark.parametrize("kind", sorted(log.kinds()))
@settings(max_examples=20)
@given(data=st.data())
def test_every_kind_is_read_back_from_its_text_as_it_was(kind: str, data: st.DataObject) -> None:
    payload = data.draw(_payloads(kind))
    text = payload_text(payload)
    assert "kind" not in json.loads(text)
    again = read_payload(kind, payload.current, text)
    assert again == payload
    assert payload_text(again) == text


def test_every_kind_belongs_to_one_family() -> None:
    named = [kind for kinds in p.FAMILIES.values() for kind in kinds]
    assert sorted(named) == sorted(log.kinds())
    assert set(p.FAMILY_OF) == set(named)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_a_newer_program_wrote_is_kept_to_the_letter(text: str) -> None:
    unknown = read_payload("drone_launched", 3, text)
    assert unknown == UnknownEntry(kind="drone_launched", version=3, text=text)
    assert payload_text(unknown) == text


def test_a_newer_version_of_a_known_kind_is_kept_too() -> None:
    text = '{"text": "x",  "colour": "red"}'
    found = read_payload("marker_dropped", p.MarkerDropped.current + 1, text)
    assert isinstance(found, UnknownEntry)
    assert (found.kind, found.version, payload_text(found)) == ("marker_dropped", p.MarkerDropped.current + 1, text)


def test_an_older_version_is_lifted_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    class Lifted(p.MarkerDropped):
        current = 3

    monkeypatch.setitem(log.kinds(), "marker_dropped", Lifted)
    monkeypatch.setitem(UPCASTS, ("marker_dropped", 1), lambda old: {"words": old["said"]})
    monkeypatch.setitem(UPCASTS, ("marker_dropped", 2), lambda old: {"text": old["words"] + "!"})
    assert read_payload("marker_dropped", 1, '{"said": "here"}') == Lifted(text="here!")
    assert read_payload("marker_dropped", 2, '{"words": "here"}') == Lifted(text="here!")


def test_a_redacted_payload_is_read_as_such() -> None:
    assert read_payload("marker_dropped", 1, None) == RedactedEntry(kind="marker_dropped")


def test_a_damaged_text_is_an_error_and_no_entry() -> None:
    for text in ("", "{", '{"colour": "red"}'):
        with pytest.raises(ValidationError):
            read_payload("marker_dropped", 1, text)


def test_a_value_of_a_rating_is_a_level_or_not_observed() -> None:
    said = {"observer": "OB1", "item": "DET-01", "team": "alpha/csirt"}
    for value in (4, 1, "NO"):
        assert p.ItemRated.model_validate(said | {"value": value}).value == value
    for value in (0, 5, 2.5, None, "no", ""):
        with pytest.raises(ValidationError):
            p.ItemRated.model_validate(said | {"value": value})


def test_a_hash_changes_with_every_field_and_with_the_salt() -> None:
    header = list(range(len(log.HEADER)))
    hashes = {log.header_hash([*header[:n], "other", *header[n + 1 :]]) for n in range(len(header))}
    assert len(hashes | {log.header_hash(header)}) == len(header) + 1
    assert log.payload_hash("a", "{}") != log.payload_hash("b", "{}")


def test_the_header_is_everything_before_the_hash() -> None:
    assert log.HEADER[0] == "id"
    assert log.HEADER[-1] == "tlp"
    assert not {"hash", "payload", "seq", "elapsed", "play"} & set(log.HEADER)


def test_canonical_order_is_time_with_the_announced_offset_then_device_then_number() -> None:
    def marker(name: str, at: int, device: str, seq: int) -> log.Entry:
        return entry(p.MarkerDropped(text=name), at, device=device, device_seq=seq, id=name)

    joined = entry(p.ObserverJoined(observer="OB1", clock_offset=-5000), 1000, device="slow", device_seq=1, id="joined")
    entries = [
        joined,  # corrected: -4000
        marker("d", 9_000, "slow", 2),  # corrected: 4000
        marker("a", 0, "desk", 1),
        marker("c", 4_000, "desk", 3),  # the same moment as d: the device's name decides
        marker("b", 4_000, "desk", 2),
        marker("e", 5_000, "desk", 4),
    ]
    for seed in range(20):
        Random(seed).shuffle(entries)
        assert [e.id for e in log.in_canonical_order(entries)] == ["joined", "a", "b", "c", "d", "e"]


def test_without_offsets_the_order_is_that_of_the_times() -> None:
    early, late = entry(p.MarkerDropped(), 1), entry(p.MarkerDropped(), 2)
    assert log.in_canonical_order([late, early]) == [early, late]


def test_an_entry_names_its_chain() -> None:
    assert entry(p.MarkerDropped(), 0, device="d").chain == "run/d"
    assert entry(p.MarkerDropped(), 0, run=None, device="d").chain == "exercise/d"
