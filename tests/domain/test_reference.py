"""The reference data that the product ships: whole, bilingual, dated, and true to the source's own structure."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
from pydantic import BaseModel, ValidationError

from exercise_studio import paths
from exercise_studio.domain.checklist import Checklist
from exercise_studio.domain.reference import (
    BodyEntry,
    Dated,
    Dependencies,
    Reference,
    describe_reference,
    ministries_in_source,
    ministries_of,
    name_on,
)
from exercise_studio.domain.text import Text
from exercise_studio.exchange.reference_folder import read_reference_folder
from exercise_studio.exchange.yaml_files import read_model


@cache
def shipped() -> Reference:
    return read_reference_folder(paths.resources("reference"))


@cache
def checklist() -> Checklist:
    return read_model(paths.resources("checklists", "bcp-csirt.yaml"), Checklist)


def texts(value: object, path: str) -> Iterator[tuple[str, Text]]:
    """Every text inside a model, with its place."""
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from texts(part, f"{path}[{index}]")
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from texts(part, f"{path}[{key}]")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_text_stands_in_both_languages(lang: str) -> None:
    found = [*texts(shipped(), "reference"), *texts(checklist(), "checklist")]
    assert len(found) > 1000
    assert [path for path, text in found if text.missing(lang)] == []  # type: ignore[arg-type]


def test_fifteen_sectors_stand_in_the_order_of_the_source() -> None:
    names = [sector.name.ja for sector in shipped().sector.values()]
    assert names == [
        "情報通信", "金融", "航空", "空港", "鉄道", "電力", "ガス", "政府・行政サービス",
        "医療", "水道", "物流", "化学", "クレジット", "石油", "港湾",
    ]  # fmt: skip
    assert [sector.order for sector in shipped().sector.values()] == list(range(1, 16))


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2024, 3, 31), ("mhlw",)), (date(2024, 4, 1), ("mlit", "env")), (date(2026, 7, 4), ("mlit", "env"))],
)
def test_water_changed_ministries_and_the_source_keeps_what_it_wrote(day: date, expected: tuple[str, ...]) -> None:
    water = shipped().sector["water"]
    assert ministries_of(water, day) == expected
    assert ministries_in_source(water) == ("mhlw",)
    assert tuple(body.id for body in shipped().ministries_of("water", day)) == expected


@pytest.mark.parametrize("day", [date(2023, 9, 30), date(2024, 4, 1), date(2026, 11, 1)])
def test_every_sector_has_a_ministry_on_every_day_an_exercise_may_show(day: date) -> None:
    assert [sector for sector in shipped().sector if not shipped().ministries_of(sector, day)] == []


def test_ministries_and_their_sectors_say_the_same_today() -> None:
    reference = shipped()
    today = reference.sectors.as_of
    by_sector = {(body.id, sector) for sector in reference.sector for body in reference.ministries_of(sector, today)}
    competent = {body.id for body in reference.bodies.bodies if body.category == "ministry"}
    by_body = {(body.id, sector) for body in reference.bodies.bodies if body.id in competent for sector in body.sectors}
    assert by_sector == by_body


@pytest.mark.parametrize(("day", "short"), [(date(2025, 6, 30), "NISC"), (date(2025, 7, 1), "NCO")])
def test_the_national_office_changed_its_name(day: date, short: str) -> None:
    name = name_on(shipped().body["national_office"], day)
    assert name.short is not None
    assert name.short.ja == short


def test_outside_all_its_days_a_body_keeps_its_nearest_name() -> None:
    body = BodyEntry.model_validate(
        {
            "id": "b",
            "category": "other",
            "names": [
                {"name": {"ja": "旧"}, "valid_from": "2010-01-01", "valid_to": "2014-12-31"},
                {"name": {"ja": "新"}, "valid_from": "2015-01-01", "valid_to": "2019-12-31"},
            ],
        }
    )
    days = [date(2009, 1, 1), date(2014, 12, 31), date(2015, 1, 1), date(2030, 1, 1)]
    assert [name_on(body, day).name.ja for day in days] == ["旧", "旧", "新", "新"]


def test_a_period_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValidationError, match="comes before"):
        Dated(valid_from=date(2025, 1, 2), valid_to=date(2025, 1, 1))


def test_the_ceptoar_map_has_twenty_columns_and_none_for_ports() -> None:
    reference = shipped()
    columns = Counter(one.sector for one in reference.ceptoar.ceptoars)
    assert reference.ceptoar.as_of == date(2023, 9, 30)
    assert sum(columns.values()) == 20
    assert (columns["ict"], columns["finance"], columns["port"]) == (3, 5, 0)
    assert {one.sector for one in reference.ceptoar.ceptoars if one.umbrella} == {"finance"}
    assert [one.id for one in reference.ceptoars_of("water")] == ["water"]
    assert len(reference.ceptoar.cooperation) == 9


@pytest.mark.parametrize(
    ("ceptoar", "secretariat", "members", "also"),
    [
        ("t_ceptoar", "(一社) ICT-ISAC", "27社 1団体", "408社・団体"),
        ("securities", "日本証券業協会 IT統括部", "280社 7機関", None),
        (
            "local_government",
            "地方公共団体情報システム機構 システム統括室 リスク管理課",
            "47都道府県 1,741市区町村",
            None,
        ),
        ("water", "(公社) 日本水道協会 総務部総務課", "8水道事業体", "内容に応じ1,314事業体へ展開"),
    ],
)
def test_cells_of_the_ceptoar_map_are_kept_as_text(
    ceptoar: str, secretariat: str, members: str, also: str | None
) -> None:
    one = next(one for one in shipped().ceptoar.ceptoars if one.id == ceptoar)
    assert (one.secretariat.ja, one.members.ja) == (secretariat, members)
    assert (one.also_sent_to and one.also_sent_to.ja) == also


def test_dependencies_are_estimates_between_known_sectors() -> None:
    dependencies = shipped().dependencies
    assert len(dependencies.edges) == 138
    assert set(dependencies.recovery_lag_h) == set(shipped().sector)
    assert {edge.confidence for edge in dependencies.edges if not edge.precedent} == {"low"}
    assert dependencies.label.ja == "推定値・演習用"


def test_every_rationale_is_a_sentence_of_its_own() -> None:
    edges = shipped().dependencies.edges
    unfinished = [edge for edge in edges if not (edge.rationale.ja.endswith("。") and edge.rationale.en.endswith("."))]
    assert unfinished == []


def test_a_pair_of_sectors_depends_once() -> None:
    raw = shipped().dependencies.model_dump(mode="json")
    raw["edges"].append(raw["edges"][0])
    with pytest.raises(ValidationError, match="ict depends on power twice"):
        Dependencies.model_validate(raw)


def test_a_body_that_no_file_knows_is_refused() -> None:
    raw = shipped().model_dump(mode="json")
    raw["sectors"]["sectors"][0]["ministries"][0]["body"] = "nobody"
    with pytest.raises(ValidationError, match="unknown body: nobody"):
        Reference.model_validate(raw)


def test_layers_and_teams_match_one_another() -> None:
    layers = shipped().layers
    assert [layer.id for layer in layers.layers if layer.in_source] == ["EXEC", "CISO", "SM", "SYS"]
    assert [team.layer for team in layers.teams] == [layer.id for layer in layers.layers]


def test_the_five_pillars_keep_the_measures_of_the_source() -> None:
    pillars = {pillar.id: [measure.number for measure in pillar.measures] for pillar in shipped().pillars.pillars}
    assert pillars == {"P1": [1, 2, 3, 4], "P2": [1, 2, 3, 4], "P3": [1, 2], "P4": [1, 2], "P5": [1, 2, 3, 4, 5]}


def test_severity_runs_from_zero_to_four() -> None:
    assert [level.level for level in shipped().severity.levels] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("code", "ja", "en"),
    [
        (
            "METI-CSM3.0:7",
            "サイバーセキュリティ経営ガイドライン 指示7",
            "METI Cybersecurity Management Guidelines directive 7",
        ),
        (
            "ACTION-PLAN:P1(2)",
            "行動計画の概要 障害対応体制の強化(2)",
            "Overview of the action plan incident response structure (2)",
        ),
        ("CSF2.0:DE.AE-08", "NIST CSF 2.0 DE.AE-08", "NIST CSF 2.0 DE.AE-08"),
        ("HOUSE-RULE:4", "HOUSE-RULE:4", "HOUSE-RULE:4"),
    ],
)
def test_a_reference_code_reads_as_a_document_and_a_place(code: str, ja: str, en: str) -> None:
    sources = shipped().sources
    assert (describe_reference(sources, code, "ja"), describe_reference(sources, code, "en")) == (ja, en)


def test_every_reference_of_the_checklist_has_a_document() -> None:
    prefixes = {code.partition(":")[0] for item in checklist().items for code in item.references}
    assert prefixes == set(shipped().sources.by_prefix)


def test_the_checklist_is_whole() -> None:
    items = checklist().items
    order = [phase.id for phase in checklist().phases]
    assert len(items) == 115
    assert [item.phase for item in items] == sorted((item.phase for item in items), key=order.index)
    assert sum(item.critical for item in items) == 36
    assert sum(item.standing for item in items) == 27
    assert [item.id for item in items if set(item.anchors) != {1, 2, 3, 4}] == []
    assert len({item.wording_hash for item in items}) == 115


def test_the_four_anchors_of_an_item_differ() -> None:
    for item in checklist().items:
        for wordings in (
            [anchor.ja for anchor in item.anchors.values()],
            [anchor.en for anchor in item.anchors.values()],
        ):
            assert len(set(wordings)) == 4, item.id


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("BCM-08", "INF-12"), ("PRL-03", "PRL-02"), ("PRL-06", "PRL-10"), ("CON-05", "CON-13"), ("BCM-17", "BCM-04"),
     ("BCM-02", "BCM-03"), ("INF-01", "INF-02"), ("DET-16", "DET-04"), ("POS-03", "POS-09")],
)  # fmt: skip
def test_what_must_come_first_has_the_earlier_target(earlier: str, later: str) -> None:
    first, second = checklist().by_id[earlier].target, checklist().by_id[later].target
    assert first is not None
    assert second is not None
    assert first.start == second.start
    assert first.within < second.within
