"""The outline of a report, without a window."""

import pytest

from exercise_studio.desktop.report.outline import (
    Check,
    Part,
    Passage,
    all_checks,
    heading,
    needles,
    next_check,
    outline,
    telling,
    title_of,
    with_printing,
)
from exercise_studio.desktop.report.rendering import print_report
from exercise_studio.journeys import proofreading, reporting
from exercise_studio.journeys.session import Session
from exercise_studio.reporting.editions import Options
from exercise_studio.store.workspace import Workspace
from tests.desktop.played import Played


def gap(name: str) -> Check:
    return Check("gap", name, f"{name}.text", "［要記入：何か］", f"gap/{name}.text")


def part(name: str, *passages: Passage, checks: tuple[Check, ...] = ()) -> Part:
    return Part(name, "1", f"Title of {name}", passages, checks)


def test_checks_are_gone_through_in_their_order_and_round_again() -> None:
    parts = [part("a"), part("b", checks=(gap("b"),)), part("c", checks=(gap("c"),))]
    checks = all_checks(parts)

    assert [check.part for check in checks] == ["b", "c"]
    assert next_check(checks, "") == 0
    assert next_check(checks, checks[0].key) == 1
    assert next_check(checks, checks[1].key) == 0
    assert next_check(checks, "one that was mended meanwhile") == 0
    assert next_check([], "") is None


def test_states_say_what_a_chapter_rests_on() -> None:
    draft = Passage("x", "drafted", False, False)
    assert part("a").state == "filled"
    assert part("a", draft).state == "drafted"
    assert part("a", draft, Passage("y", "mine", True, False)).state == "written"
    assert part("a", Passage("y", "mine", True, False), checks=(gap("a"),)).state == "missing"


def test_passages_of_one_organisation_are_called_as_the_others() -> None:
    assert title_of("org.terminal.organisation.verdict") == title_of("summary.verdict")
    assert title_of("something.new") == "something.new"


def test_a_real_report_lists_its_chapters_with_passages_drafts_and_checks(played: Played) -> None:
    with Workspace.open(played.file) as workspace:
        session = Session.open(workspace, played.over)
        proof = proofreading.proof(session, lang="ja")
        before = outline(proof)
        drafted = next(p for chapter in before[1:] for p in chapter.passages if p.draft and not p.edited)
        empty = next(p for chapter in before[1:] for p in chapter.passages if p.to_write)
        reporting.edit_section(session, drafted.slot, "来年度は田中さんの班で8765回試す", lang="ja")
        reporting.edit_section(session, empty.slot, "2027年3月に第2回を行う", lang="ja")
        after = outline(proofreading.proof(session, lang="ja"))

    assert [chapter.id for chapter in before] == ["cover", *(section.id for section in proof.content.sections)]
    written = next(p for chapter in after for p in chapter.passages if p.slot == drafted.slot)
    assert (written.edited, written.to_write, written.draft) == (True, False, drafted.draft)
    filled = next(p for chapter in after for p in chapter.passages if p.slot == empty.slot)
    assert (filled.edited, filled.to_write, filled.draft) == (True, False, "")
    new = {(check.sort, check.slot, check.words) for check in all_checks(after)}
    new -= {(check.sort, check.slot, check.words) for check in all_checks(before)}
    assert ("person", drafted.slot, "田中さん") in new
    assert ("number", drafted.slot, "8765") in new
    assert not {one for one in new if one[1] == empty.slot}, "a date and the number of an edition need no source"
    assert len([c for c in all_checks(before) if c.slot == empty.slot]) == 1
    assert not [c for c in all_checks(after) if c.slot == empty.slot]


def test_the_printed_pages_say_where_everything_is(played: Played) -> None:
    with Workspace.open(played.file) as workspace:
        session = Session.open(workspace, played.over)
        reporting.edit_section(
            session, "summary.verdict", "判定は田中さんと相談し、\U00020bb7野家と書いた。", lang="ja"
        )
        reporting.edit_section(session, "overview.purpose", "象形文字\U00013000", lang="ja")
        proof = proofreading.proof(session, lang="ja")
    parts = outline(proof)
    printed = print_report(proof.content, needles(parts))
    shown = with_printing(parts, proof.content, printed)

    pages = {one.id: one.page for one in shown}
    assert pages["cover"] == 0
    assert 0 < pages["summary"] < pages["results"] < pages["log"]
    person = next(c for c in all_checks(shown) if c.words == "田中さん")
    assert person.place is not None
    assert person.place.page == pages["summary"]
    assert 0 < person.place.down < 842
    late = next(c for c in all_checks(shown) if c.slot == "recommendations.text")
    assert late.place is not None
    assert late.place.page >= pages["recommendations"]
    lost = [c for c in all_checks(shown) if c.sort == "glyph"]
    assert [c.words for c in lost] == ["\U00013000"]
    assert lost[0].place is not None
    assert lost[0].part == "overview"
    assert "13000" in telling(lost[0])


@pytest.mark.parametrize(
    ("edition", "options"),
    [
        ("executive", Options()),
        ("redacted", Options(tlp="GREEN")),
        ("follow-up", Options(months=6)),
        ("aar-ip", Options()),
    ],
)
def test_every_edition_has_its_outline_and_pages(played: Played, edition: str, options: Options) -> None:
    with Workspace.open(played.file) as workspace:
        proof = proofreading.proof(Session.open(workspace, played.over), lang="ja", edition=edition, options=options)
    parts = outline(proof)
    shown = with_printing(parts, proof.content, print_report(proof.content, needles(parts)))

    assert all(one.page >= 0 for one in shown)
    assert [one.page for one in shown] == sorted(one.page for one in shown)
    assert (shown[0].id == "cover") == proof.content.front
    assert all(heading(one).strip() for one in shown)
    assert all(check.place is not None for check in all_checks(shown) if check.slot)


def test_what_a_redacted_cover_leaves_out_is_no_gap_and_not_offered(played: Played) -> None:
    with Workspace.open(played.file) as workspace:
        session = Session.open(workspace, played.over)
        assert session.plan.department
        green = proofreading.proof(session, lang="ja", edition="redacted", options=Options(tlp="GREEN"))
        amber = proofreading.proof(session, lang="ja", edition="redacted", options=Options(tlp="RED"))

    assert [one.slot for one in green.cover] == ["cover.distribution"]
    assert session.plan.department not in repr(green)
    assert {one.slot: one.to_write for one in amber.cover} == {"cover.department": False, "cover.distribution": True}


def test_an_organisations_numbers_are_known_in_its_own_report(played: Played) -> None:
    with Workspace.open(played.file) as workspace:
        session = Session.open(workspace, played.over)
        house = session.plan.organisations[0].id
        options = Options(organisation=house)
        slot = f"org.{house}.organisation.comment"
        draft = next(
            p for chapter in outline(proofreading.proof(session, lang="ja", edition="organisation", options=options))
            for p in chapter.passages if p.slot == slot
        )  # fmt: skip
        reporting.edit_section(session, slot, draft.text + "予算は98765円。", lang="ja")
        found = proofreading.proof(session, lang="ja", edition="organisation", options=options).untraced

    assert [(one.slot, one.number) for one in found] == [(slot, "98765")]


def test_department_and_distribution_are_written_on_the_cover_where_the_plan_has_none(played: Played) -> None:
    with Workspace.open(played.file) as workspace:
        session = Session.open(workspace, played.over)
        house = session.plan.organisations[0].id
        assert not session.plan.distribution
        before = outline(proofreading.proof(session, lang="ja"))[0]
        reporting.edit_section(session, "cover.distribution", "経営会議\n監査部\n", lang="ja")
        reporting.edit_section(session, "cover.department", "危機管理課", lang="ja")
        proof = proofreading.proof(session, lang="ja")
        after = outline(proof)[0]
        alone = proofreading.proof(session, lang="ja", edition="organisation", options=Options(organisation=house))
        english = proofreading.proof(session, lang="en")

    assert "cover.distribution" in {check.slot for check in before.checks}
    assert before.state == "missing"
    assert after.state == "written"
    assert not after.checks
    assert proof.content.cover.distribution == ("経営会議", "監査部")
    assert proof.content.cover.lines[3][1] == "危機管理課"
    assert alone.content.cover.distribution != ("経営会議", "監査部"), "it goes to that organisation"
    assert alone.content.cover.lines[3][1] == "危機管理課"
    assert [one.slot for one in alone.cover] == ["cover.department"]
    assert english.content.cover.distribution != ("経営会議", "監査部"), "each language has its own words"
