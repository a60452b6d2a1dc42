"""What the chapters say: summary, agreement, round trips, evidence, comparison, appendices; and their one line without data."""

import io
from collections.abc import Sequence

import pypdfium2
import pytest

from exercise_studio.conduct.run import fold
from exercise_studio.domain import payloads as p
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.log import Entry
from exercise_studio.domain.text import Lang, Text
from exercise_studio.domain.times import MINUTE
from exercise_studio.evaluation.learning import fold_learning
from exercise_studio.language import LANGUAGES, translate
from exercise_studio.reporting.content import build
from exercise_studio.reporting.document import Card, Figure, Prose, ReportContent, Section, Table, plain
from exercise_studio.reporting.figures.data import Heat, Radar, Trend
from exercise_studio.reporting.labels import PILLARS
from exercise_studio.reporting.material import Earlier
from exercise_studio.reporting.sections import summary
from exercise_studio.reporting.writers import write
from tests.plans import entry, house, plan
from tests.reporting.sample import AS_OF, learning_entries, run_entries, sample_content, sample_plan
from tests.reporting.test_content import said, section


def tables(of: Section) -> list[Table]:
    return [block for block in of.blocks if isinstance(block, Table)]


def table_with(of: Section, heading: str) -> Table:
    return next(one for one in tables(of) if any(column.title == heading for column in one.columns))


def report(
    of: Plan, log: list[Entry], outside: Sequence[Entry] = (), lang: Lang = "ja", earlier: Earlier | None = None
) -> ReportContent:
    return build(
        of, fold(of, "run", log), [*log, *outside], fold_learning(outside), as_of=AS_OF, language=lang, earlier=earlier
    )  # fmt: skip


def rated(count: int, first: tuple[int, ...], second: tuple[int, ...]) -> tuple[Plan, list[Entry]]:
    """Two observers who rate one item for `count` organisations."""
    of = plan(organisations=[house(f"h{n:02d}", "terminal", "port", "csirt") for n in range(count)])
    log = [entry(p.RunStarted(mode="live", plan_hash=""), 0)]
    for number in range(count):
        for code, values in (("OB1", first), ("OB2", second)):
            value = values[number % len(values)]
            log.append(
                entry(p.ItemRated(observer=code, item="DET-01", team=f"h{number:02d}/csirt", value=value), MINUTE)
            )
    return of, log


# the first page


def test_the_verdict_has_at_most_sixty_characters() -> None:
    for _least, message in summary._VERDICTS:
        for pillar in PILLARS.values():
            assert len(translate("ja", message, area=translate("ja", pillar))) <= 60


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_summary_is_one_page_however_much_it_has_to_say(lang: Lang) -> None:
    long = "所管省庁への第一報が遅れ、手順書に定める期限を守れなかったうえに、その後の続報も途絶えた" * 2
    outside = learning_entries(sample_plan())
    for number in range(4, 12):
        finding = p.Finding(id=f"F-{number}", title=long, severity="high")
        outside.append(entry(p.FindingWritten(finding=finding), (800 + number) * MINUTE, run=None))
    of = sample_plan()
    log = run_entries(of)
    then = of.changed(title=Text.same("前回"), starts_at=of.starts_at.replace(year=2025))
    earlier = Earlier(then, fold(then, "run", run_entries(then, seed=2)), fold_learning(learning_entries(then)))
    pdf = pypdfium2.PdfDocument(io.BytesIO(write(report(of, log, outside, lang, earlier), "pdf")))
    text = [page.get_textpage().get_text_range().replace(" ", "").replace("　", "") for page in pdf]
    first = "1エグゼクティブサマリー" if lang == "ja" else "1Executivesummary"
    after = "2演習の概要" if lang == "ja" else "2Overviewoftheexercise"
    # The contents name both; then the summary has its page, and the next one begins with chapter 2.
    begin = next(n for n, page in enumerate(text[2:], 2) if first in page)
    assert after in text[begin + 1]


def test_five_findings_at_most_stand_on_the_first_page_and_the_rest_is_named() -> None:
    extra = tuple(
        entry(p.FindingWritten(finding=p.Finding(id=f"F-{n}", title=f"課題{n}")), (800 + n) * MINUTE, run=None)
        for n in range(4, 9)
    )
    text = said(section(sample_content("ja", extra=extra), "summary"))
    assert [name for name in ("F-1", "F-2", "F-4", "F-5", "F-6", "F-7", "F-8") if f"{name}  " in text] == [
        "F-1", "F-2", "F-4", "F-5", "F-6",
    ]  # fmt: skip
    assert "ほか2件は第8章に示す" in text.replace(" ", "")


def test_the_first_page_holds_this_time_against_last_time_on_the_same_items() -> None:
    heat = next(
        block.data for block in section(sample_content("ja"), "summary").blocks if isinstance(block, Figure)
    )  # fmt: skip
    assert isinstance(heat, Heat)
    assert heat.rows[0].title == "今回"
    assert heat.rows[-1].title == "前回（同じ項目）"
    assert all(cell.note.startswith("n=") for row in heat.rows for cell in row.cells)


def test_decisions_carry_their_dates_and_fall_back_to_what_is_due_first() -> None:
    due = table_with(section(sample_content("ja"), "summary"), "期限")
    assert [(plain(row[0]), plain(row[3])) for row in due.rows] == [("A-1", "2026-09-30")]
    done = entry(p.ActionStateChanged(action="A-1", state="done", evidence="版"), 900 * MINUTE, run=None)
    again = entry(p.ActionStateChanged(action="A-2", state="doing"), 900 * MINUTE, run=None)
    due = table_with(section(sample_content("ja", extra=(done, again)), "summary"), "期限")
    assert [plain(row[0]) for row in due.rows] == ["A-2"]


def test_a_rehearsal_says_that_it_is_one() -> None:
    of = plan()
    log = [entry(p.RunStarted(mode="rehearsal", plan_hash="", speed=60), 0), entry(p.RunEnded(), MINUTE)]
    assert "リハーサルの結果" in said(section(report(of, log), "summary"))
    assert "リハーサルの結果" not in said(section(sample_content("ja"), "summary"))


# agreement


def test_27_agreement_has_its_name_its_n_and_a_plain_sentence() -> None:
    of, log = rated(12, (4, 3, 2, 1), (4, 3, 2, 1))
    results = section(report(of, log), "results")
    table = table_with(results, "指標")
    assert [plain(cell) for cell in table.rows[0]] == ["クリッペンドルフのα（順序尺度）", "1.00", "12"]
    assert "クリッペンドルフのαは1.00（n=12）であり、評価者は尺度を同じように用いている。" in said(results)
    english = said(section(report(of, log, lang="en"), "results"))
    assert "Krippendorff's α is 1.00 (n = 12): the observers used the scale alike" in english.replace("\u00a0", " ")


def test_27_too_few_units_or_a_single_level_are_undecidable_instead_of_a_number() -> None:
    few = section(report(*rated(9, (4, 3, 2), (4, 3, 1))), "results")
    assert [plain(cell) for cell in table_with(few, "指標").rows[0]][1:] == ["判定不能", "9"]
    assert "10件に満たないため、評価者間の一致度は判定不能" in said(few)
    alike = section(report(*rated(20, (3,), (3,))), "results")
    assert [plain(cell) for cell in table_with(alike, "指標").rows[0]][1:] == ["判定不能", "20"]
    assert "すべて同じ段階" in said(alike)


def test_who_differed_most_is_told_by_code() -> None:
    text = said(section(report(*rated(12, (4, 3, 2, 2), (3, 2, 1, 1))), "results"))
    assert "2名のうちOB2の方が厳しく、平均で1.0段階低い（n=12）" in text.replace("\u00a0", "")


# course of events


def test_information_goes_to_and_fro_in_one_table() -> None:
    course = section(sample_content("ja"), "course")
    trips = table_with(course, "うち受領確認")
    assert [plain(cell) for cell in trips.rows[0]][3:7] == ["T+0:30", "1", "1", "3分"]
    assert "受領の確認があったものは100%" in said(course).replace("\u00a0", "")


def test_duties_and_parked_questions_are_told_where_there_are_any() -> None:
    of = sample_plan()
    team = next(iter(of.teams))
    log = run_entries(of)
    assert not any("検討課題" in plain_heading(block) for block in section(report(of, log), "course").blocks)
    parked = entry(p.QuestionParked(text="夜間の決裁者は誰か", team=team), 40 * MINUTE)
    start = of.scenario.clock.start
    extra = [
        parked,
        entry(p.QuestionResolved(question=parked.id, answer="当直役員とする"), 50 * MINUTE),
        entry(p.DutyStarted(duty="first-report", team=team, due=start.replace(hour=start.hour + 1)), 10 * MINUTE),
        entry(p.DutyMet(duty="first-report", team=team), 80 * MINUTE),
    ]
    log = sorted([*log, *extra], key=lambda one: one.at)
    course = section(report(of, log), "course")
    assert [plain(cell) for cell in table_with(course, "回答").rows[0]] == ["夜間の決裁者は誰か", "当直役員とする"]
    assert plain(table_with(course, "義務").rows[0][5]) == "遅れ"


def plain_heading(block: object) -> str:
    return str(getattr(block, "text", ""))


# findings, actions, earlier exercise


def test_a_fact_names_the_entries_it_rests_on_by_their_numbers() -> None:
    of = sample_plan()
    log = run_entries(of)
    decision = next(one for one in log if one.kind == "decision_logged")
    rating = next(one for one in log if one.kind == "item_rated" and one.payload.observer == "OBS-01")
    finding = p.Finding(id="F-9", title="課題", fact="遅れた。", evidence=(decision.id, rating.id))
    content = report(of, log, [entry(p.FindingWritten(finding=finding), 800 * MINUTE, run=None)])
    card = next(block for block in section(content, "findings").blocks if isinstance(block, Card))
    fact = plain(card.parts[0].text)
    rows = {plain(row[0]): plain(row[5]) for row in section(content, "log").blocks[1].rows}  # type: ignore[union-attr]
    number = next(mark for mark, text in rows.items() if "搬出入を止めるか" in text)
    assert fact == f"遅れた。［根拠：記録{number}、{rating.payload.item}の採点（OBS-01）］"


def test_an_earlier_action_shows_what_became_of_its_items() -> None:
    earlier = section(sample_content("ja"), "earlier")
    rows = {plain(row[0]): plain(row[5]) for row in tables(earlier)[0].rows}
    assert "→" in rows["A-1"]
    assert "（n=1）" in rows["A-1"].replace("\u00a0", "")
    assert rows["A-2"] == "－"


def test_reworded_items_are_shown_and_not_averaged() -> None:
    of, log = rated(1, (4,), (4,))
    items = of.checklists[0].items
    before = of.changed(
        checklists=(of.checklists[0].changed(items=(items[0].changed(title=Text.same("昔の文言")), *items[1:])),)
    )
    then = Earlier(before, fold(before, "run", [*log[:1], *log[1:]]), fold_learning([]))
    results = section(report(of, log, earlier=then), "results")
    assert "比較していない" in said(results)
    assert not any(isinstance(block, Figure) and isinstance(block.data, Trend) for block in results.blocks)
    changed = table_with(results, "前回と文言が異なる項目")
    assert [plain(cell) for cell in changed.rows[0]] == ["DET-01 項目DET-01", "◎ 4.0", "◎ 4.0"]


def test_a_pillar_without_a_value_is_a_gap_and_never_zero() -> None:
    of = sample_plan()
    log = [one for one in run_entries(of) if one.kind != "item_rated" or of.items[one.payload.item].pillar != "P3"]
    radar = next(
        block.data for block in section(report(of, log), "results").blocks
        if isinstance(block, Figure) and isinstance(block.data, Radar)
    )  # fmt: skip
    gaps = [(axis.value, axis.note) for axis in radar.axes if axis.title.startswith("P3")]
    assert gaps == [(None, "n=0")]


# appendices


def test_the_log_is_whole_but_for_ratings_and_receipts_and_numbered_in_order() -> None:
    of = sample_plan()
    log = run_entries(of)
    log.insert(3, entry(p.InjectReceived(inject=of.scenario.injects[0].id, team=next(iter(of.teams))), MINUTE))
    table = section(report(of, log), "log").blocks[1]
    assert isinstance(table, Table)
    kept = sum(1 for one in log if one.kind not in ("item_rated", "inject_received"))
    assert [plain(row[0]) for row in table.rows] == [f"L-{number:03d}" for number in range(1, kept + 1)]


def test_b25_clock_offsets_and_the_anonymity_rule_are_in_the_appendix() -> None:
    of = plan()
    log = [
        entry(p.RunStarted(mode="live", plan_hash=""), 0),
        entry(p.ObserverJoined(observer="OB1", clock_offset=90_000), MINUTE),
        entry(p.ItemRated(observer="OB1", item="DET-01", team="alpha/csirt", value="NO", note="見えず"), MINUTE),
        entry(p.WorkHandedIn(observer="OB1", edition=2), 2 * MINUTE),
    ]
    method = section(report(of, log), "method")
    rows = [[plain(cell) for cell in row] for row in tables(method)[0].rows]
    assert rows == [["OB1", "0", "1", "1", "+90.0秒", "第2版"], ["OB2", "0", "0", "0", "－", "未提出"]]
    assert "符号と個人の対応表は記録とは別に保管し" in said(method)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_values_of_the_cascade_are_called_estimates(lang: Lang) -> None:
    labels = [
        block for block in section(sample_content(lang), "scenario").blocks
        if isinstance(block, Prose) and block.basis == "estimate"
    ]  # fmt: skip
    assert len(labels) == 1
    assert (labels[0].label, "推定値・演習用" in plain(labels[0].text)) == (
        ("推定", True) if lang == "ja" else ("Estimate", False)
    )
