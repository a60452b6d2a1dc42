"""The outline of a report, without a window."""

from exercise_studio.desktop.report.outline import Part, Passage, next_to_mend, outline, with_pages
from exercise_studio.journeys import reporting
from exercise_studio.journeys.session import Session
from exercise_studio.store.workspace import Workspace
from tests.desktop.played import Played


def part(name: str, *passages: Passage, named: tuple[str, ...] = ()) -> Part:
    return Part(name, "1", f"Title of {name}", passages, named)


def test_the_next_to_mend_is_what_must_be_written_or_names_somebody() -> None:
    parts = [part("a"), part("b", Passage("b.text", "", False, True)), part("c"), part("d", named=("田中さん",))]

    assert next_to_mend(parts, -1) == 1
    assert next_to_mend(parts, 1) == 3
    assert next_to_mend(parts, 3) == 1
    assert next_to_mend([parts[0]], 0) is None


def test_states_say_what_a_chapter_rests_on() -> None:
    draft = Passage("x", "drafted", False, False)
    assert part("a").state == "filled"
    assert part("a", draft).state == "drafted"
    assert part("a", draft, Passage("y", "mine", True, False)).state == "written"
    assert part("a", Passage("y", "mine", True, False), Passage("z", "", False, True)).state == "missing"


def test_pages_come_from_the_bookmarks_of_the_first_level() -> None:
    parts = with_pages([part("a"), part("b")], [(0, "1  Title of a", 2), (1, "Title of b", 3), (0, "2  Title of b", 5)])

    assert [p.page for p in parts] == [2, 5]


def test_a_real_report_lists_its_chapters_with_passages_and_gaps(played: Played) -> None:
    with Workspace.open(played.file) as workspace:
        session = Session.open(workspace, played.over)
        content = reporting.build_content(session, lang="ja")
        before = outline(content)
        gap = next(p for chapter in before for p in chapter.passages if p.to_write)
        reporting.edit_section(session, gap.slot, "来年度は田中さんの班で試す", lang="ja")
        after = outline(reporting.build_content(session, lang="ja"))

    assert [chapter.id for chapter in before] == [section.id for section in content.sections]
    written = next(p for chapter in after for p in chapter.passages if p.slot == gap.slot)
    assert (written.text, written.edited, written.to_write) == ("来年度は田中さんの班で試す", True, False)
    assert any("田中さん" in chapter.named for chapter in after)
