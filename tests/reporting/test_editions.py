"""The editions: whose texts are in them, how long they are, and what they need to be told."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exercise_studio.conduct.run import fold
from exercise_studio.domain import payloads as p
from exercise_studio.domain.errors import UsageError
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.findings import Action, Finding, StandardClause
from exercise_studio.domain.log import Entry
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import DAY, MINUTE, Instant
from exercise_studio.evaluation.learning import fold_learning
from exercise_studio.reporting.anonymous import Names, pattern
from exercise_studio.reporting.content import EDITIONS, Earlier, build
from exercise_studio.reporting.document import Prose, ReportContent, Section, Small, Table, plain
from exercise_studio.reporting.editions import Options
from exercise_studio.reporting.pdf import write_pdf
from exercise_studio.reporting.redaction import ORDER, public_texts
from exercise_studio.reporting.sections.aar_ip import element
from exercise_studio.reporting.sections.follow_up import after
from exercise_studio.reporting.writers import write
from tests.plans import both, entry, house, plan
from tests.reporting.sample import AS_OF, learning_entries, run_entries, sample_plan
from tests.reporting.test_content import texts

OTHERS = "秘密"
"""In every text of every other organisation."""
OWN = "自社の"
TEAM = "alpha/csirt"


def _named(number: int) -> dict[str, Any]:
    """An organisation all of whose texts can be recognised."""
    mark = OWN if number == 0 else f"{OTHERS}{number}"
    made = house("alpha" if number == 0 else f"other-{number}", "terminal", "port", "executives", "csirt")
    made["name"] = both(f"{mark}会社", f"{mark} Company")
    for team in made["teams"]:
        team["title"] = both(f"{mark}班", f"{mark} team")
        team["seats"] = [{"role": both(f"{mark}役", f"{mark} role")}]
    return made


def _plan(count: int) -> Plan:
    houses = [_named(number) for number in range(count)]
    return plan(
        title=both(f"{OTHERS}1会社との合同演習", f"Exercise with {OTHERS}1 Company"), purpose=both(f"{OTHERS}1会社の備え", "Purpose"),
        organisations=houses, distribution=[one["name"]["ja"] for one in houses], place=f"{OTHERS}1会社の会議室",
        adaptations={one["id"]: {"I01": {"title": both(f"{one['name']['ja']}向け", "For")}} for one in houses},
        observers=[{"code": "OB1", "scope": ["alpha"]}, {"code": "OB2"}],
    )  # fmt: skip


def _run(of: Plan) -> list[Entry]:
    """Everything that teams can do, done by each organisation."""
    log = [entry(p.RunStarted(mode="live", plan_hash=""), 0), entry(p.InjectFired(inject="I01"), MINUTE)]
    for number, one in enumerate(of.organisations):
        mark, team, at = one.name.ja, one.address("csirt"), (2 + number) * MINUTE
        touched = (p.ItemTouched(item="DET-01"),)
        log += [
            entry(p.InjectFired(inject="I02", targets=(one.id,)), at),
            entry(p.ResponseLogged(team=team, text=f"{mark}の対応", items=touched, significant=True), at),
            entry(p.DecisionLogged(team=team, question=f"{mark}は？", choice=f"{mark}で", decided_by=f"{mark}長", ground=mark), at),
            entry(p.PlanActivated(team=team, plan="bcp", by=f"{mark}長", criterion=f"{mark}基準"), at),
            entry(p.ItemRated(observer="OB1", item="DET-01", team=team, value=1 + number % 4, note=f"{mark}の所見"), at),
            entry(p.ItemRated(observer="OB2", item="DEC-01", team=one.address("executives"), value=2), at),
            entry(p.ValueSettled(item="INF-01", team=one.address("executives"), value=3, reason=f"{mark}の理由"), at),
            entry(p.ObservationNoted(observer="OB1", text=f"{mark}の観察", team=team), at),
            entry(p.QuestionParked(text=f"{mark}の問い", team=team), at),
        ]  # fmt: skip
    other = of.organisations[-1].address("csirt")
    log += [
        entry(p.InformationShared(sender=TEAM, receiver=other, content=f"{OWN}連絡", means="phone"), 40 * MINUTE),
        entry(p.InformationShared(sender=other, receiver=TEAM, content=f"{OTHERS}連絡", means="phone"), 41 * MINUTE),
        entry(p.ResponseLogged(team=TEAM, text=f"{OTHERS}1会社へ電話した"), 42 * MINUTE),
        entry(p.ClockPaused(reason=f"{OTHERS}1会社の都合"), 50 * MINUTE),
        entry(p.ClockResumed(), 51 * MINUTE),
        entry(p.RunEnded(reason=f"{OTHERS}の終わり"), 60 * MINUTE),
    ]
    return log


def _learned(of: Plan) -> list[Entry]:
    """A finding and an action of each organisation, one of several, answers, an edited passage and an issue."""
    said: list[p.Payload] = []
    for number, one in enumerate(of.organisations):
        mark, team = one.name.ja, one.address("csirt")
        clause = StandardClause(kind="internal", document=f"{mark}規程")
        finding = Finding(
            id=f"F-{number}", title=f"{mark}の課題", fact=mark, effect=mark, cause=mark, teams=(team,), standards=(clause,),
        )  # fmt: skip
        action = Action(
            id=f"A-{number}", finding=f"F-{number}", text=f"{mark}の対策", owner=f"{mark}部", due=date(2026, 8, 1)
        )
        said += [
            p.FindingWritten(finding=finding), p.ActionPlanned(action=action),
            p.ActionStateChanged(action=action.id, state="doing", note=f"{mark}の途中"),
            p.AnswersGiven(questionnaire="participants", team=team, texts={"what_helped": f"{mark}の感想"}),
        ]  # fmt: skip
    both_of = Finding(
        id="F-90", title=f"{OTHERS}と共通", teams=(TEAM, of.organisations[-1].address("csirt")), severity="high"
    )
    said += [
        p.FindingWritten(finding=both_of),
        p.FindingWritten(finding=Finding(id="F-91", title=f"{OTHERS}全体の課題")),
        p.SectionEdited(section="results.comment", language="ja", text=f"{OTHERS}について"),
        p.SectionEdited(section="org.other-1.organisation.verdict", language="ja", text=f"{OTHERS}の結論"),
        p.AttendanceCounted(by_layer={"EXEC": 3}, by_department={f"{OTHERS}部門": 3}),
        p.ReportIssued(number=1, edition="organisation", language="ja", sha256="x", as_of="2026-08-01"),
    ]
    return [entry(one, (100 + n) * MINUTE, run=None) for n, one in enumerate(said)]


def _content(
    of: Plan, edition: str, lang: Lang = "ja", extra: tuple[Entry, ...] = (), earlier: bool = False, **options: Any
) -> ReportContent:
    log, outside = _run(of), [*_learned(of), *extra]
    before = None
    if earlier:
        then = of.changed(starts_at=of.starts_at.replace(year=2025))
        before = Earlier(then, fold(then, "run", log), fold_learning(outside))
    return build(
        of, fold(of, "run", log), [*log, *outside], fold_learning(outside), as_of=AS_OF, language=lang, edition=edition,
        earlier=before, options=Options(**options), data=True,
    )  # fmt: skip


def _section(content: ReportContent, name: str) -> Section:
    return next(one for one in content.sections if one.id == name)


def _printed(content: ReportContent, folder: Path) -> str:
    """What pdftotext reads."""
    file = folder / "report.pdf"
    file.write_bytes(write(content, "pdf"))
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode()


# one organisation's


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("count", [3, 8])
@pytest.mark.parametrize("earlier", [False, True])
def test_nothing_of_the_others_is_in_an_organisations_report(
    lang: Lang, count: int, earlier: bool, tmp_path: Path
) -> None:
    content = _content(_plan(count), "organisation", lang, earlier=earlier, organisation="alpha")
    assert [text for text in texts(content) if OTHERS in text or "other-" in text] == []
    for format in ("json", "csv"):  # noqa: A001
        assert OTHERS.encode() not in write(content, format)
    printed = _printed(content, tmp_path)
    assert OTHERS not in printed
    assert OWN in printed


def test_what_is_its_own_is_there() -> None:
    content = _content(_plan(8), "organisation", organisation="alpha")
    said = "\n".join(texts(content))
    for own in ("自社の会社の課題", "自社の会社の対策", "自社の会社の所見", "自社の会社は？", "自社の連絡"):
        assert own in said, own
    assert "他の参加組織" in said
    assert "F-90（重大度：高" in said
    assert "F-91" not in said


def test_every_organisation_finds_its_own_report() -> None:
    of = _plan(4)
    for one in of.organisations:
        said = "\n".join(texts(_content(of, "organisation", organisation=one.id)))
        assert f"{one.name.ja}の課題" in said
        assert all(other.name.ja not in said for other in of.organisations if other is not one)


def test_the_others_are_shown_from_five_on_and_else_one_line_says_why() -> None:
    few, enough = (_section(_content(_plan(n), "organisation", organisation="alpha"), "summary") for n in (5, 6))
    assert any(isinstance(one, Small) and "比較は示さない" in one.text for one in few.blocks)
    assert not any(isinstance(one, Table) and one.columns[0].title == "比較する事項" for one in few.blocks)
    table = next(one for one in enough.blocks if isinstance(one, Table) and one.columns[0].title == "比較する事項")
    assert {plain(row[5]) for row in table.rows} <= {"5", "－"}


def test_quartiles_of_the_others_are_those_by_hand() -> None:
    # DET-01 counts 1, 2, 3, 4, 1, 2, 3, 4 for eight organisations; DEC-01 is 2 (critical) and INF-01 settled at 3 for all.
    content = _content(_plan(8), "organisation", organisation="alpha")
    table = next(
        one
        for one in _section(content, "summary").blocks
        if isinstance(one, Table) and one.columns[0].title == "比較する事項"
    )
    weights = {"DET-01": 1, "DEC-01": 1, "INF-01": 1}
    items = plan().items
    weights |= {key: 2 for key in weights if items[key].critical}
    total = sum(weights.values())
    fixed = weights["DEC-01"] * 2 + weights["INF-01"] * 3
    others = sorted((fixed + weights["DET-01"] * (1 + n % 4)) / total for n in range(1, 8))
    assert [plain(cell) for cell in table.rows[0][2:5]] == [
        f"{others[1] / 2 + others[2] / 2:.1f}",
        f"{others[3]:.1f}",
        f"{others[4] / 2 + others[5] / 2:.1f}",
    ]
    assert plain(table.rows[0][6]) == "下位4分の1"


def test_a_passage_can_be_written_for_one_organisation_and_stands_in_its_report_alone() -> None:
    content = _content(_plan(3), "organisation", organisation="alpha")
    slot = next(one.slot for one in _section(content, "summary").blocks if getattr(one, "slot", ""))
    assert slot == "org.alpha.organisation.verdict"
    edit = entry(p.SectionEdited(section=slot, language="ja", text="手書きの結論"), 900 * MINUTE, run=None)
    mine = _content(_plan(3), "organisation", extra=(edit,), organisation="alpha")
    theirs = _content(_plan(3), "organisation", extra=(edit,), organisation="other-1")
    assert "手書きの結論" in "\n".join(texts(mine))
    assert "手書きの結論" not in "\n".join(texts(theirs))


def test_an_organisation_report_of_the_sample_has_about_eight_pages() -> None:
    of = sample_plan()
    log, outside = run_entries(of), learning_entries(of)
    content = build(
        of, fold(of, "run", log), [*log, *outside], fold_learning(outside), as_of=AS_OF, language="ja", edition="organisation",
        options=Options(organisation=of.organisations[1].id),
    )  # fmt: skip
    assert 7 <= write_pdf(content).pages <= 14


def test_names_are_found_whole_and_the_longest_first() -> None:
    import re

    names = ["甲社", "甲社東", "Alpha", "乙"]
    change = Names(re.compile(pattern(names)), ["甲社東"], "他社")
    assert change("甲社と甲社東とAlphaとAlphabetと乙") == "他社と甲社東と他社とAlphabetと乙"
    assert pattern([]) == ""
    assert pattern(["乙"]) == ""
    many = [f"会社{n}" for n in range(2000)]
    change = Names(re.compile(pattern(many)), ["会社7"], "他社")
    assert change("会社7、会社77、会社1999") == "会社7、他社、他社"


# executives


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("length", [1, 400])
def test_the_executive_edition_has_exactly_two_pages(lang: Lang, length: int) -> None:
    of = sample_plan()
    log = run_entries(of)
    outside = learning_entries(of)
    for number in range(20):
        long = Finding(id=f"F-{50 + number}", title="手順がない。" * length, severity="high")
        act = Action(
            id=f"A-{50 + number}",
            finding=long.id,
            text="改める。" * length,
            owner="課長" * length,
            due=date(2026, 9, 1),
            priority="high",
        )
        outside += [
            entry(p.FindingWritten(finding=long), DAY, run=None),
            entry(p.ActionPlanned(action=act), DAY, run=None),
        ]
    content = build(
        of,
        fold(of, "run", log),
        [*log, *outside],
        fold_learning(outside),
        as_of=AS_OF,
        language=lang,
        edition="executive",
    )
    assert write_pdf(content).pages == 2


def test_an_exercise_that_was_not_played_has_an_executive_edition_of_two_pages() -> None:
    content = build(plan(), None, [], fold_learning([]), as_of=AS_OF, language="ja", edition="executive")
    assert write_pdf(content).pages == 2


# redacted


def _everything(of: Plan, edition: str, tlp: str, level: str | None) -> ReportContent:
    """The world above, all its entries at `tlp` ("" for none of their own)."""
    log = [one._replace(tlp=tlp or None) for one in _run(of)]
    outside = [one._replace(tlp=tlp or None) for one in _learned(of)]
    then = of.changed(starts_at=of.starts_at.replace(year=2025))
    earlier = Earlier(
        then, fold(then, "run", log), fold_learning(outside), {one.id: one.tlp for one in (*log, *outside)}
    )
    return build(
        of, fold(of, "run", log), [*log, *outside], fold_learning(outside), as_of=AS_OF, language="ja", edition=edition,
        earlier=earlier, options=Options(tlp=level), data=True,
    )  # fmt: skip


def _authored(of: Plan) -> set[str]:
    """Every text of the plan that a person wrote, in Japanese."""

    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if set(value) <= {"ja", "en"}:
                yield value.get("ja", "")
            else:
                for part in value.values():
                    yield from walk(part)
        elif isinstance(value, list | tuple):
            for part in value:
                yield from walk(part)

    return {text for text in walk(of.model_dump()) if text and len(text) > 3}


def test_an_amber_exercise_gives_no_text_to_readers_of_green(tmp_path: Path) -> None:
    of = _plan(4)
    content = _everything(of, "redacted", "", "GREEN")
    said = "\n".join(texts(content))
    assert OTHERS not in said
    assert OWN not in said
    assert [text for text in _authored(of) if text in said] == []
    assert OTHERS.encode() not in write(content, "csv")
    printed = _printed(content, tmp_path)
    assert OTHERS not in printed
    assert "TLP:GREEN" in printed
    assert content.tlp == "GREEN"


@pytest.mark.parametrize("own", ORDER)
@pytest.mark.parametrize("level", ORDER)
def test_each_texts_own_level_decides(own: str, level: str) -> None:
    of = _plan(3).changed(tlp="CLEAR")
    said = "\n".join(texts(_everything(of, "redacted", own, level)))
    passes = ORDER[own] <= ORDER[level]
    assert ("自社の会社の対応" in said) == passes
    assert ("自社の会社の課題" in said) == passes
    assert ("自社の会社の対策" in said) == passes
    assert "自社の会社" in said


def test_injects_pass_by_their_own_level() -> None:
    of = _plan(3)
    first, *rest = of.scenario.injects
    told = of.scenario.changed(
        injects=(first.changed(tlp="green", title=first.title.with_language("ja", "公開の付与")), *rest)
    )
    content = _everything(of.changed(scenario=told), "redacted", "", "GREEN")
    assert "公開の付与" in "\n".join(texts(content))
    assert rest[0].title.ja not in "\n".join(texts(content))


def test_the_list_says_what_kind_where_and_how_many_and_the_numbers_stay() -> None:
    of = _plan(3)
    content = _everything(of, "redacted", "", "GREEN")
    table = next(one for one in _section(content, "left-out").blocks if isinstance(one, Table))
    rows = {(plain(row[0]), plain(row[1])): (plain(row[2]), plain(row[3])) for row in table.rows}
    assert rows["組織の名称", "実施体制"] == ("TLP:AMBER", "3")
    assert rows["意思決定の記録", "対応経過"] == ("TLP:AMBER", "3")
    assert rows["改善策", "改善計画"] == ("TLP:AMBER", "3")
    full = _everything(of, "full", "", None)
    for name in ("summary",):
        tiles = [next(b for b in _section(one, name).blocks if type(b).__name__ == "Tiles") for one in (full, content)]
        assert [tile.value for tile in tiles[0].tiles] == [tile.value for tile in tiles[1].tiles]


def test_nothing_is_left_out_at_the_exercises_own_level() -> None:
    content = _everything(_plan(3), "redacted", "", "AMBER")
    assert any(
        isinstance(one, Prose) and "省略したものはない" in one.text for one in _section(content, "left-out").blocks
    )
    assert OWN in "\n".join(texts(content))


def test_checklists_that_come_with_the_program_are_public() -> None:
    of = _plan(3)
    title = of.checklists[0].items[0].title.ja
    log = _run(of)
    options = Options(tlp="GREEN", public=public_texts(of.checklists))
    content = build(
        of,
        fold(of, "run", log),
        log,
        fold_learning([]),
        as_of=AS_OF,
        language="ja",
        edition="redacted",
        options=options,
    )
    assert title in "\n".join(texts(content))
    assert OWN not in "\n".join(texts(content))


# follow-up


def _follow_up(as_of: Instant = AS_OF, months: int = 3, lang: Lang = "ja") -> ReportContent:
    of = sample_plan()
    log, outside = run_entries(of), learning_entries(of)
    late = Action(id="A-9", finding="F-1", text="遅れている対策", owner="総務課", due=date(2026, 7, 10))
    moved = Action(
        id="A-1", finding="F-1", text="手順書に第一報の担当と期限を定める", priority="high", owner="危機管理課長",
        due=date(2026, 10, 31), criterion="改訂版の施行",
    )  # fmt: skip
    outside += [
        entry(
            p.ReportIssued(number=1, edition="full", language="ja", sha256="x", as_of="2026-07-10"), 6 * DAY, run=None
        ),
        entry(p.ActionPlanned(action=late), 7 * DAY, run=None),
        entry(p.ActionPlanned(action=moved), 8 * DAY, run=None),
        entry(p.ActionStateChanged(action="A-1", state="doing", evidence="改訂案"), 9 * DAY, run=None),
        entry(p.ActionConfirmed(action="A-2", by="監査部", on=date(2026, 7, 20)), 10 * DAY, run=None),
    ]
    return build(
        of, fold(of, "run", log), [*log, *outside], fold_learning(outside), as_of=as_of, language=lang, edition="follow-up",
        options=Options(months=months),
    )  # fmt: skip


def test_a_follow_up_tells_what_changed_since_the_last_issue() -> None:
    changes = [one for one in _section(_follow_up(), "progress").blocks if isinstance(one, Table)][-1]
    told = [tuple(plain(cell) for cell in row[1:]) for row in changes.rows]
    assert told == [
        ("A-9", "新規", "遅れている対策"),
        ("A-1", "期限を2026-09-30から2026-10-31に変更", "－"),
        ("A-1", "予定→実施中", "改訂案"),
        ("A-2", "完了→確認済み", "監査部が確認"),
    ]


def test_overdue_actions_come_first_and_done_ones_last() -> None:
    table = next(one for one in _section(_follow_up(), "plan").blocks if isinstance(one, Table))
    assert [plain(row[0]) for row in table.rows] == ["A-9", "A-1", "A-2"]
    assert plain(table.rows[0][6]) == "予定（期限超過）"
    assert [plain(row[7]) for row in table.rows] == ["新規", "予定", "完了"]


def test_a_follow_up_has_chapters_nine_to_eleven_and_says_when_it_was_due() -> None:
    content = _follow_up(months=6)
    assert [one.id for one in content.sections] == ["progress", "plan", "standards", "earlier"]
    assert [one.number for one in content.sections] == ["1", "2", "3", "4"]
    first = next(one for one in content.sections[0].blocks if isinstance(one, Prose))
    assert "2027年1月4日" in plain(first.text)
    assert "第1版" in plain(first.text)


def test_months_end_where_their_last_day_is() -> None:
    assert after(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert after(date(2026, 7, 4), 12) == date(2027, 7, 4)
    assert after(date(2026, 8, 31), 6) == date(2027, 2, 28)


# the form in English


def test_the_form_is_in_english_whatever_the_language(tmp_path: Path) -> None:
    bare = plan(title={"ja": "演習", "en": "Exercise"})
    log = [
        entry(p.RunStarted(mode="live", plan_hash=""), 0),
        entry(p.ItemRated(observer="OB1", item="DET-01", team="alpha/csirt", value=4), MINUTE),
        entry(p.ItemRated(observer="OB1", item="INF-01", team="alpha/executives", value=1), MINUTE),
        entry(p.RunEnded(), 60 * MINUTE),
    ]
    content = build(bare, fold(bare, "run", log), log, fold_learning([]), as_of=AS_OF, language="ja", edition="aar-ip")
    assert content.language == "en"
    said = [text for text in texts(content) if any("\u3040" <= char <= "\u9fff" for char in text)]
    assert said == []
    printed = _printed(content, tmp_path)
    assert "4 → P, 3 → S, 2 → M, 1 → U" in " ".join(printed.split())


def test_ratings_become_letters_one_by_one() -> None:
    of = plan()
    for value, letter in ((4, "P"), (3, "S"), (2, "M"), (1, "U")):
        log = [entry(p.RunStarted(mode="live", plan_hash=""), 0)]
        for team in of.teams:
            log += [
                entry(p.ItemRated(observer="OB1", item=item, team=team, value=value), MINUTE)
                for item in of.items_of(team)
            ]
        content = build(of, fold(of, "run", log), log, fold_learning([]), as_of=AS_OF, language="en", edition="aar-ip")
        table = next(one for one in _section(content, "performance").blocks if isinstance(one, Table))
        ticked = {table.columns[2 + n].title for row in table.rows for n in range(4) if plain(row[2 + n])}
        assert ticked == {letter}


def test_the_form_has_its_parts_and_every_action() -> None:
    of = sample_plan()
    log, outside = run_entries(of), learning_entries(of)
    content = build(
        of, fold(of, "run", log), [*log, *outside], fold_learning(outside), as_of=AS_OF, language="en", edition="aar-ip"
    )
    assert [(one.number, one.id) for one in content.sections] == [
        ("1", "overview"), ("2", "performance"), ("3", "analysis"), ("A", "plan"), ("B", "participants"),
    ]  # fmt: skip
    table = next(one for one in _section(content, "plan").blocks if isinstance(one, Table))
    assert len(table.rows) == 2
    areas = [one for one in texts(_section(content, "analysis")) if one.startswith("Area ")]
    assert len(areas) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [("手順書に期限を定める", "Planning"), ("担当者に研修を行う", "Training"), ("次回の演習で確かめる", "Exercise"),
     ("衛星回線を導入する", "Equipment"), ("当番の体制を作る", "Organization"), ("Assign a deputy", "Organization")],
)  # fmt: skip
def test_the_element_is_drafted_from_the_words(text: str, expected: str) -> None:
    assert element(text) == expected


# what fits together


@pytest.mark.parametrize(
    ("edition", "options", "reason"),
    [
        ("organisation", {}, "needs --organisation"),
        ("organisation", {"organisation": "nobody"}, "has the id “nobody”"),
        ("full", {"organisation": "alpha"}, "takes no --organisation"),
        ("full", {"tlp": "GREEN"}, "takes no --tlp"),
        ("redacted", {}, "needs --tlp"),
        ("follow-up", {}, "needs --months"),
        ("follow-up", {"months": 5}, "after 3, 6, 12 months, not after 5"),
        ("executive", {"months": 3}, "takes no --months"),
    ],
)
def test_what_does_not_fit_together_is_said(edition: str, options: dict[str, Any], reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        _content(_plan(2), edition, **options)


def test_an_organisations_report_needs_a_run() -> None:
    with pytest.raises(UsageError, match="has not been started"):
        build(
            plan(), None, [], fold_learning([]), as_of=AS_OF, language="ja", edition="organisation",
            options=Options(organisation="alpha"),
        )  # fmt: skip


@pytest.mark.parametrize("edition", [name for name, one in EDITIONS.items() if not one.run])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_edition_of_an_exercise_that_was_not_played_can_be_written(edition: str, lang: Lang) -> None:
    chosen = EDITIONS[edition]
    options = Options(tlp="GREEN" if chosen.tlp else None, months=3 if chosen.months else 0)
    content = build(plan(), None, [], fold_learning([]), as_of=AS_OF, language=lang, edition=edition, options=options)
    assert write_pdf(content).pages >= 2


@pytest.mark.parametrize(
    ("edition", "options"),
    [("organisation", {"organisation": "alpha"}), ("executive", {}), ("redacted", {"tlp": "GREEN"}), ("follow-up", {"months": 3}),
     ("aar-ip", {})],
)  # fmt: skip
def test_the_same_log_gives_the_same_bytes(edition: str, options: dict[str, Any]) -> None:
    of = _plan(7)
    log, outside = _run(of), _learned(of)

    def made() -> bytes:
        content = build(
            of, fold(of, "run", log), [*log, *outside], fold_learning(outside), as_of=AS_OF, language="ja", edition=edition,
            options=Options(**options),
        )  # fmt: skip
        return write(replace(content), "pdf")

    assert made() == made()
