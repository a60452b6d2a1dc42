"""What the report says: every chapter, in both languages, with data and without."""

import dataclasses
import json
from collections.abc import Iterator

import pytest

from exercise_studio.conduct.run import fold
from exercise_studio.domain import payloads as p
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import MINUTE
from exercise_studio.evaluation.learning import fold_learning
from exercise_studio.language import LANGUAGES
from exercise_studio.reporting.content import build
from exercise_studio.reporting.document import Card, Figure, Lead, Prose, ReportContent, Section, Table, Tiles, plain
from exercise_studio.reporting.writers import write
from tests.plans import entry, plan
from tests.reporting.sample import AS_OF, run_entries, sample_content, sample_plan

CHAPTERS = (
    "summary", "overview", "organisation", "scenario", "course", "results", "practices", "findings", "plan", "standards",
    "earlier", "recommendations", "ratings", "questionnaire", "log", "method", "origins", "glossary", "sources",
)  # fmt: skip


def texts(value: object) -> Iterator[str]:
    """Every string of the content."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for one in dataclasses.fields(value):
            yield from texts(getattr(value, one.name))
    elif isinstance(value, tuple | list):
        for part in value:
            yield from texts(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)


def section(content: ReportContent, name: str) -> Section:
    return next(one for one in content.sections if one.id == name)


def said(section: Section) -> str:
    return "\n".join(texts(section))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_chapter_is_there_in_order(lang: Lang) -> None:
    content = sample_content(lang)
    assert tuple(one.id for one in content.sections) == CHAPTERS
    assert [one.number for one in content.sections] == [*map(str, range(1, 13)), *"ABCDEFG"]


def test_an_exercise_without_a_run_says_so_in_every_chapter() -> None:
    content = build(plan(), None, [], fold_learning([]), as_of=AS_OF, language="ja")
    assert tuple(one.id for one in content.sections) == CHAPTERS
    assert all(one.blocks for one in content.sections)
    assert "演習はまだ実施されておらず" in said(section(content, "course"))
    assert "演習はまだ実施されておらず" in said(section(content, "results"))
    assert "課題の記録はない" in said(section(content, "findings"))
    assert "前回の演習の記録はない" in said(section(content, "earlier"))
    assert "アンケートの回答はまだない" in said(section(content, "questionnaire"))


def test_the_english_report_has_no_japanese_of_its_own() -> None:
    bare = build(plan(title={"ja": "演習", "en": "Exercise"}), None, [], fold_learning([]), as_of=AS_OF, language="en")
    words = [text for text in texts(bare) if any("\u3040" <= char <= "\u9fff" for char in text)]
    assert words == []


def test_numbers_name_their_n() -> None:
    content = sample_content("ja")
    tiles = next(block for block in section(content, "summary").blocks if isinstance(block, Tiles)).tiles
    assert "n=" in tiles[0].note
    assert "n=" in tiles[1].note
    figures = [block for one in content.sections for block in one.blocks if isinstance(block, Figure)]
    assert len(figures) >= 6
    assert all(figure.alt for figure in figures)
    assert [figure.caption.split("　")[0] for figure in figures] == [f"図{n}" for n in range(1, len(figures) + 1)]


def test_the_averages_are_those_of_the_scores() -> None:
    of = plan()
    log = [
        entry(p.RunStarted(mode="live", plan_hash=""), 0),
        entry(p.ItemRated(observer="OB1", item="DEC-01", team="alpha/executives", value=2), MINUTE),
        entry(p.ItemRated(observer="OB1", item="INF-01", team="alpha/executives", value=4), MINUTE),
        entry(p.ItemRated(observer="OB2", item="OPS-01", team="gamma/operations", value="NO"), MINUTE),
        entry(p.RunEnded(), 60 * MINUTE),
    ]
    content = build(of, fold(of, "run", log), log, fold_learning([]), as_of=AS_OF, language="ja")
    tile = next(block for block in section(content, "summary").blocks if isinstance(block, Tiles)).tiles[0]
    # (2 × 2 + 4) / 3 = 2.67, two of seven applicable pairs have a value.
    assert (tile.value, tile.note) == ("2.7", "n=2、評価率29%")


def test_findings_go_from_fact_to_action() -> None:
    cards = [block for block in section(sample_content("ja"), "findings").blocks if isinstance(block, Card)]
    assert [card.number for card in cards] == ["F-1", "F-2"]
    titles = [part.title for part in cards[0].parts]
    assert titles == ["事実", "影響", "原因", "関係する基準等", "改善策 A-1", "担当", "期限"]
    assert {part.label for part in cards[0].parts if part.label} == {"評価者所見"}


def test_what_a_person_wrote_stands_in_place_of_the_draft_and_an_empty_text_brings_it_back() -> None:
    def edit(text: str, number: int) -> object:
        payload = p.SectionEdited(section="summary.verdict", language="ja", text=text)
        return entry(payload, (700 + number) * MINUTE, run=None)

    first = next(b for b in section(sample_content("ja"), "summary").blocks if isinstance(b, Lead))
    edited = sample_content("ja", extra=(edit("現場は動けた。", 1),))
    lead = next(b for b in section(edited, "summary").blocks if isinstance(b, Lead))
    assert (lead.text, lead.edited) == ("現場は動けた。", True)
    again = sample_content("ja", extra=(edit("現場は動けた。", 1), edit("", 2)))
    assert next(b for b in section(again, "summary").blocks if isinstance(b, Lead)) == first
    english = sample_content("en", extra=(edit("現場は動けた。", 1),))
    assert not next(b for b in section(english, "summary").blocks if isinstance(b, Lead)).edited


def test_gaps_are_listed_and_go_when_written() -> None:
    assert "recommendations.text" in sample_content("ja").gaps
    payload = p.SectionEdited(section="recommendations.text", language="ja", text="来年7月に行う。")
    assert "recommendations.text" not in sample_content("ja", extra=(entry(payload, 700 * MINUTE, run=None),)).gaps


def test_an_overdue_action_is_marked() -> None:
    payload = p.ActionStateChanged(action="A-2", state="doing")
    content = sample_content("ja", extra=(entry(payload, 700 * MINUTE, run=None),))
    table = next(block for block in section(content, "plan").blocks if isinstance(block, Table))
    states = {plain(row[0]): plain(row[8]) for row in table.rows}
    assert states == {"A-1": "予定", "A-2": "実施中（期限超過）"}


def test_comparison_and_earlier_actions_come_from_the_earlier_exercise() -> None:
    with_earlier = said(section(sample_content("ja"), "results"))
    assert "前年度の演習" in with_earlier
    assert "前年度の演習" in said(section(sample_content("ja"), "earlier"))
    assert "比較できる過去の演習の記録はない" in said(section(sample_content("ja", earlier=False), "results"))


def test_each_issue_adds_a_line_to_the_history() -> None:
    issued = p.ReportIssued(number=1, edition="full", language="ja", sha256="x", as_of="2026-08-01")
    content = sample_content("ja", extra=(entry(issued, 700 * MINUTE, run=None),))
    assert content.version == "第2版"
    assert [plain(row[0]) for row in content.cover.history.rows] == ["1", "2"]


def test_eras_and_time_zones_are_those_of_the_plan() -> None:
    of = sample_plan()
    reiwa = of.changed(settings=of.settings.changed(era="reiwa"))
    log = run_entries(reiwa)
    content = build(reiwa, fold(reiwa, "run", log), log, fold_learning([]), as_of=AS_OF, language="ja")
    assert dict(content.cover.lines)["演習実施日"] == "令和8年7月4日（土）"
    assert "2026年" not in said(section(content, "overview"))


def test_many_organisations_are_summed_instead_of_listed() -> None:
    of = sample_plan()
    house = of.organisations[0]
    many = tuple(house.changed(id=f"h-{number:03d}") for number in range(60))
    large = of.changed(organisations=many)
    log = run_entries(large)
    content = build(large, fold(large, "run", log), log, fold_learning([]), as_of=AS_OF, language="ja")
    assert sum(len(block.rows) for one in content.sections for block in one.blocks if isinstance(block, Table)) < 900
    assert "評点のある組織n=60" in said(section(content, "results"))


def test_unknown_editions_and_formats_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown edition"):
        build(plan(), None, [], fold_learning([]), as_of=AS_OF, language="ja", edition="secret")
    with pytest.raises(ValueError, match="unknown format"):
        write(sample_content("ja"), "odt")


def test_json_holds_every_text_and_names_the_blocks() -> None:
    content = sample_content("ja")
    read = json.loads(write(content, "json"))
    assert [one["id"] for one in read["sections"]] == list(CHAPTERS)
    assert {block["block"] for one in read["sections"] for block in one["blocks"]} >= {
        "prose",
        "table",
        "figure",
        "card",
    }
    assert sorted(texts(read["sections"][7]["blocks"][1]["title"])) == [
        block.title for block in content.sections[7].blocks[1:2] if isinstance(block, Card)
    ]


def test_drafted_passages_have_slots_of_their_own() -> None:
    slots = [
        block.slot
        for one in sample_content("ja").sections
        for block in one.blocks
        if isinstance(block, Prose | Lead) and block.slot
    ]
    assert len(slots) == len(set(slots))
    assert {
        "summary.verdict",
        "overview.purpose",
        "results.comment",
        "standards.policy",
        "recommendations.text",
    } <= set(slots)
