"""Every number of the report says where it comes from, and what a person writes beside them is held against it."""

import re
from functools import cache

import pytest

from exercise_studio.conduct.run import fold
from exercise_studio.domain import payloads as p
from exercise_studio.domain.log import Entry
from exercise_studio.domain.text import Lang, Text
from exercise_studio.domain.times import MINUTE
from exercise_studio.evaluation.learning import fold_learning
from exercise_studio.language import LANGUAGES
from exercise_studio.reporting.content import build
from exercise_studio.reporting.document import Figure, ReportContent, Tiles
from exercise_studio.reporting.figures.data import Coverage, Heat, Radar, Stacks, Trend
from exercise_studio.reporting.material import Earlier, Material
from exercise_studio.reporting.traces import Trace, traces, untraced
from exercise_studio.reporting.wording import Words
from tests.plans import entry, plan
from tests.reporting.sample import AS_OF, learning_entries, run_entries, sample_plan
from tests.reporting.test_content import said


@cache
def sample(lang: Lang) -> tuple[Material, ReportContent, tuple[Trace, ...]]:
    """Material, report and traces of the sample exercise with an earlier one."""
    of = sample_plan()
    log, outside = run_entries(of), learning_entries(of)
    then = of.changed(title=Text.same("前回"), starts_at=of.starts_at.replace(year=2025))
    earlier = Earlier(then, fold(then, "run", run_entries(then, seed=2)), fold_learning(learning_entries(then)))
    state, learning = fold(of, "run", log), fold_learning(outside)
    m = Material(of, state, [*log, *outside], learning, AS_OF, Words(lang, of), earlier)
    content = build(of, state, [*log, *outside], learning, as_of=AS_OF, language=lang, earlier=earlier)
    return m, content, traces(m)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_b39_each_traced_number_stands_in_the_chapter_that_it_names(lang: Lang) -> None:
    _m, content, found = sample(lang)
    assert len(found) > 60
    texts = {one.id: said(one) for one in content.sections}
    for one in found:
        for number in one.value.split(" → "):
            assert number in texts[one.section], one


def test_ids_are_unique_and_every_trace_names_what_n_and_rule() -> None:
    _m, _content, found = sample("ja")
    assert len({one.id for one in found}) == len(found)
    assert all(one.what and one.rule and one.n >= 0 for one in found)


def test_entries_are_those_of_the_log() -> None:
    of = sample_plan()
    known = {one.id for one in (*run_entries(of), *learning_entries(of))}
    m, _content, found = sample("ja")
    held = {one.entry.id for one in m.moments} | {
        *(one.entry for one in m.learning.findings.values()), *(one.entry for one in m.learning.answers),
        *(one.entry for one in m.learning.actions.values()),
        *(change.entry for one in m.learning.actions.values() for change in one.history),
    }  # fmt: skip
    assert known
    assert all(set(one.entries) <= held for one in found)
    assert any(one.entries for one in found if one.id.startswith("results.pillar."))


def test_b39_every_tile_and_every_figure_number_has_a_trace() -> None:
    _m, content, found = sample("ja")
    values = {number for one in found for number in re.findall(r"[\d.,]+", one.value)}
    for one in content.sections:
        for block in one.blocks:
            if isinstance(block, Tiles):
                assert all(tile.value in values for tile in block.tiles), block
            elif isinstance(block, Figure) and one.id == "results":
                assert set(_printed(block)) <= values, block.caption


def _printed(figure: Figure) -> list[str]:
    data, numbers = figure.data, []
    if isinstance(data, Stacks):
        numbers = [row.average for row in data.rows]
    elif isinstance(data, Heat):
        numbers = [cell.text for row in data.rows for cell in row.cells if cell.value is not None]
    elif isinstance(data, Radar):
        numbers = [axis.text for axis in data.axes]
    elif isinstance(data, Trend):
        numbers = [point.text for line in data.lines for point in line.points]
    else:
        assert isinstance(data, Coverage) or figure.sort == "dots"
    return [found for number in numbers for found in re.findall(r"\d+\.\d+", number)]


def test_an_average_names_the_very_ratings_it_rests_on() -> None:
    of = plan()
    rated = [
        entry(p.ItemRated(observer="OB1", item="DEC-01", team="alpha/executives", value=2), MINUTE),
        entry(p.ItemRated(observer="OB2", item="DEC-01", team="alpha/executives", value=4), MINUTE),
        entry(p.ItemRated(observer="OB1", item="OPS-01", team="gamma/operations", value="NO"), MINUTE),
    ]
    settled = entry(p.ValueSettled(item="DEC-01", team="alpha/executives", value=3, reason="突合"), 2 * MINUTE)
    log = [entry(p.RunStarted(mode="live", plan_hash=""), 0), *rated, settled]
    m = Material(of, fold(of, "run", log), log, fold_learning([]), AS_OF, Words("ja", of), None)
    average = next(one for one in traces(m) if one.id == "summary.average")
    assert (average.value, average.n) == ("3.0", 1)
    assert set(average.entries) == {rated[0].id, rated[1].id, settled.id}
    assert "2倍" in average.rule


def test_without_a_run_nothing_is_claimed() -> None:
    of = plan()
    m = Material(of, None, [], fold_learning([]), AS_OF, Words("ja", of), None)
    assert {one.section for one in traces(m)} <= {"findings", "practices", "plan"}


def edited(text: str) -> ReportContent:
    of = sample_plan()
    log: list[Entry] = run_entries(of)
    edit = entry(p.SectionEdited(section="summary.verdict", language="ja", text=text), 700 * MINUTE, run=None)
    outside = [*learning_entries(of), edit]
    return build(of, fold(of, "run", log), [*log, *outside], fold_learning(outside), as_of=AS_OF, language="ja")


def test_a_number_written_by_hand_that_nothing_bears_out_is_named() -> None:
    _m, _content, found = sample("ja")
    average = next(one for one in found if one.id == "summary.average").value
    good = edited(f"2026年7月4日の演習の平均は{average}であった（第6章、F-1、09:30）。")
    assert untraced(good, found) == ()
    bad = untraced(edited("対応の99.7%は時間内であった。"), found)
    assert [(one.section, one.slot, one.number) for one in bad] == [("summary", "summary.verdict", "99.7")]
