"""The run sheet: everything an exercise needs on paper, marked on every page, the same bytes for the same plan."""

import io
from datetime import date, datetime

import pypdfium2
import pytest

from exercise_studio.domain.errors import InputError
from exercise_studio.domain.exercise import Adaptation, ObserverSeat, Plan
from exercise_studio.domain.text import Text
from exercise_studio.journeys import authoring
from exercise_studio.journeys.library import find_scenario, load_checklists
from exercise_studio.reporting.document import Heading, Prose, Table, plain
from exercise_studio.reporting.marked import runs_of
from exercise_studio.reporting.pdf import write_pdf
from exercise_studio.reporting.run_sheet import run_sheet


@pytest.fixture(scope="module")
def sheet_plan() -> Plan:
    scenario, _ = find_scenario("port-terminal-ransomware")
    players = [member for member in scenario.cast if member.kind == "player"]
    return authoring.new_plan(
        scenario, load_checklists(scenario.checklists), starts_at=datetime(2026, 7, 4, 13, 30), as_of=date(2026, 7, 4),
        organisations=[authoring.organisation_for(player) for player in players],
        observers=(ObserverSeat(code="OBS-01"),),
    )  # fmt: skip


def pages_of(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    found = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return found


def rows(content: object, section: str) -> list[str]:
    """The rows of a chapter's tables as text."""
    found = next(one for one in content.sections if one.id == f"sheet-{section}")  # type: ignore[attr-defined]
    return [
        " ".join(plain(cell) for cell in row)
        for block in found.blocks
        if isinstance(block, Table)
        for row in block.rows
    ]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_page_is_marked_and_counted(sheet_plan: Plan, lang: str) -> None:
    made = write_pdf(run_sheet(sheet_plan, lang=lang))  # type: ignore[arg-type]
    pages = pages_of(made.data)
    assert len(pages) == made.pages > 10
    for number, page in enumerate(pages, 1):
        assert "演習" in page
        assert "EXERCISE" in page
        assert page.count("TLP:AMBER") >= 2
        assert f"{number} / {made.pages}" in page
    assert made.missing == {}


def test_the_same_plan_gives_the_same_bytes_and_another_one_others(sheet_plan: Plan) -> None:
    first = write_pdf(run_sheet(sheet_plan, lang="ja")).data
    assert write_pdf(run_sheet(sheet_plan, lang="ja")).data == first
    assert write_pdf(run_sheet(sheet_plan.changed(place="3階"), lang="ja")).data != first


def test_each_inject_stands_once_in_order_with_its_three_times(sheet_plan: Plan) -> None:
    script = rows(run_sheet(sheet_plan, lang="ja"), "script")
    assert len(script) == len(sheet_plan.scenario.injects)
    for inject in sheet_plan.scenario.injects:
        assert sum(row.startswith(f"□ {inject.id}\n") for row in script) == 1
    first = script[0]
    assert "T+0" in first
    assert "13:30" in first
    assert "7/4 06:30" in first
    after_jump = next(row for row in script if "□ I19\n" in row)
    assert "T+152" in after_jump
    assert "16:02" in after_jump
    assert "7/6 13:32" in after_jump


def test_whoever_plays_has_words_notes_questions_and_what_is_expected(sheet_plan: Plan) -> None:
    inject = sheet_plan.scenario.inject_by_id["I01"]
    row = rows(run_sheet(sheet_plan, lang="ja"), "script")[0]
    assert "南ゲートの手島です" in row
    assert plain(runs_of(inject.notes.ja, "ja")) in row
    assert inject.prompts[0].ja in row
    assert all(expect.item in row for expect in inject.expects)
    assert "10分以内＝13:40まで" in row
    short = rows(run_sheet(sheet_plan, lang="ja", short=True), "script")[0]
    assert "南ゲートの手島です" not in short
    assert inject.prompts[0].ja not in short
    assert inject.expects[0].item in short


def test_conditions_and_branches_are_said_in_words(sheet_plan: Plan) -> None:
    content = run_sheet(sheet_plan, lang="ja")
    waiting = [inject for inject in sheet_plan.scenario.injects if inject.when is not None]
    script = {row.split("\n")[0].removeprefix("□ "): row for row in rows(content, "script")}
    for inject in waiting:
        assert "条件：" in script[inject.id]
        assert inject.when.text not in script[inject.id]
    branches = rows(content, "branches")
    assert len(branches) == sum(len(branch.options) for branch in sheet_plan.scenario.branches)


def test_jumps_are_told_at_their_phase(sheet_plan: Plan) -> None:
    script = next(one for one in run_sheet(sheet_plan, lang="ja").sections if one.id == "sheet-script")
    said = [plain(block.text) for block in script.blocks if isinstance(block, Prose)]
    jumps = [phase for phase in sheet_plan.scenario.phases if phase.jump is not None]
    assert sum("場面転換" in one for one in said) == len(jumps) > 0
    assert sum(isinstance(block, Heading) for block in script.blocks) == len(sheet_plan.scenario.phases)


def test_observers_have_a_box_for_each_level_of_every_item(sheet_plan: Plan) -> None:
    marks = rows(run_sheet(sheet_plan, lang="ja"), "observers")
    assert len(marks) == sum(len(sheet_plan.items_of(team)) for team in sheet_plan.teams)
    assert all(row.count("□") == 5 for row in marks)


def test_the_edition_of_one_house_has_its_injects_in_its_words_and_nobody_elses(sheet_plan: Plan) -> None:
    house = sheet_plan.organisations[0]
    other = sheet_plan.organisations[1]
    adapted = sheet_plan.changed(
        adaptations={house.id: {"I01": Adaptation(body=Text(ja="うちの言葉で言う。")), "I03": Adaptation(skipped=True)}}
    )
    content = run_sheet(adapted, lang="ja", organisation=house.id)
    script = rows(content, "script")
    assert "うちの言葉で言う。" in script[0]
    assert not any(row.startswith("□ I03\n") for row in script)
    mine = {i.id for i in adapted.scenario.injects if adapted.is_addressed(i, house.id)} - {"I03"}
    assert {row.split("\n")[0].removeprefix("□ ") for row in script} == mine
    teams = [block.text for section in content.sections for block in section.blocks if isinstance(block, Heading)]
    assert not any(other.name.ja in team for team in teams)
    with pytest.raises(InputError):
        run_sheet(sheet_plan, lang="ja", organisation="nobody")


def test_many_houses_share_the_observers_pages(sheet_plan: Plan) -> None:
    first = sheet_plan.organisations[0]
    many = tuple(first.changed(id=f"house-{n}", name=Text.same(f"組織{n}")) for n in range(30))
    marks = rows(run_sheet(sheet_plan.changed(organisations=many), lang="ja"), "observers")
    one = sheet_plan.changed(organisations=(first,))
    assert len(marks) == sum(len(one.items_of(team)) for team in one.teams)


def test_markup_becomes_plain_words() -> None:
    said = "**大事**です\n\n\n| 項目 | 内容 |\n|---|---|\n| 時刻 | 6:31 |\n---\n- 一つ目\n# 見出し\n"
    runs = runs_of(said, "ja")
    assert plain(runs) == "大事です\n\n項目：内容\n時刻：6:31\n・一つ目\n見出し"
    assert [run.text for run in runs if run.bold] == ["大事", "見出し"]
    assert runs_of("", "ja") == ()


def test_what_people_wrote_can_be_anything(sheet_plan: Plan) -> None:
    odd = "<b>&amp; \u202e\x00 |||| ** # " + "あ" * 5000
    injects = tuple(i.changed(title=Text.same(odd), body=Text.same(odd)) for i in sheet_plan.scenario.injects[:2])
    plan = sheet_plan.changed(scenario=sheet_plan.scenario.changed(injects=injects, branches=()))
    assert write_pdf(run_sheet(plan, lang="ja")).pages > 3
