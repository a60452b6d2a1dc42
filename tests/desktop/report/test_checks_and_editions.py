"""What is to be looked at, and the editions, in the window with a real exercise."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QBoxLayout
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.report.page import ReportPage
from exercise_studio.journeys import debriefing, reporting
from tests.desktop.played import Played, kept, settle, show


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, frame: Frame, played: Played) -> ReportPage:
    """The page with its preview."""
    found = show(qtbot, desk, frame, played.file, played.over, "report")
    assert isinstance(found, ReportPage)
    qtbot.waitUntil(lambda: found.view.pages > 0)
    settle(qtbot, desk)
    return found


def printed_anew(qtbot: QtBot, page: ReportPage, generation: int) -> None:
    qtbot.waitUntil(lambda: page.view.generation > generation, timeout=20_000)
    settle(qtbot, page.desk)


def write(qtbot: QtBot, page: ReportPage, slot: str, text: str) -> None:
    generation = page.view.generation
    assert page.desk.exercise is not None
    page.desk.exercise.do(reporting.edit_section, slot, text, lang="ja")
    printed_anew(qtbot, page, generation)


# checks


def test_checks_name_gaps_persons_numbers_and_characters_with_their_pages(qtbot: QtBot, page: ReportPage) -> None:
    write(qtbot, page, "summary.verdict", "判定は田中さんが8765件から下した。\U00013000")

    found = {(check.sort, check.part): check for check in page.checks}
    assert {sort for sort, _part in found} == {"gap", "person", "number", "glyph"}
    pages = {part.id: part.page for part in page.parts}
    for sort in ("person", "number", "glyph"):
        check = found[sort, "summary"]
        assert check.place is not None, sort
        assert check.place.page == pages["summary"]
    assert page.checks_button.text() == f"確認 {len(page.checks)}"
    said = page.summary.text()
    assert "個人名 1" in said
    assert "根拠のない数値 1" in said
    assert "印刷できない文字 1" in said

    write(qtbot, page, "summary.verdict", "")
    assert {check.sort for check in page.checks} == {"gap"}
    assert "数値はすべて根拠あり" in page.summary.text()


def test_n_goes_from_check_to_check_with_passage_and_page_and_keeps_the_keys(qtbot: QtBot, page: ReportPage) -> None:
    page.checks_button.click()
    assert page.lists.currentWidget() is page.check_table
    page.check_table.setFocus()
    gone = []
    for _turn in range(len(page.checks) + 1):
        QTest.keyClick(page.check_table, Qt.Key.Key_N)
        assert page.check_table.hasFocus()
        check = page.check_table.current_row
        gone.append(check.key)
        assert page.table.current_row.id == check.part
        if check.slot:
            assert check.slot in page.passages.fields
        if check.place is not None:
            assert page.view._mark == check.place
            shown = page.view._rect(check.place.page).top() + check.place.down * page.view._scale(check.place.page)
            assert 0 <= shown <= page.view.viewport().height(), "the place itself is in sight"
    order = [check.key for check in page.checks]
    first = order.index(gone[0])
    assert gone[:-1] == order[first:] + order[:first]
    assert gone[-1] == gone[0], "and round again"


def test_n_typed_in_a_passage_is_a_letter(qtbot: QtBot, page: ReportPage) -> None:
    check = next(check for check in page.checks if check.slot)
    page._mend(check)
    edit = page.passages.fields[check.slot].field.edit
    assert edit.hasFocus()
    before = page._check
    QTest.keyClicks(edit, "nN")
    assert edit.toPlainText() == "nN"
    assert page._check == before


def test_enter_on_a_check_leads_into_its_passage(qtbot: QtBot, page: ReportPage) -> None:
    page.checks_button.click()
    place, check = next((n, check) for n, check in enumerate(page.checks) if check.slot)
    page.check_table.setFocus()
    page.check_table.select_row(place)
    QTest.keyClick(page.check_table, Qt.Key.Key_Return)

    assert page.passages.fields[check.slot].field.edit.hasFocus()


def test_what_is_written_is_a_check_no_more(qtbot: QtBot, page: ReportPage) -> None:
    before = len(page.checks)
    slot = next(check.slot for check in page.checks if check.slot)
    write(qtbot, page, slot, "秋に全組織で行う")
    assert len(page.checks) == before - 1
    assert slot not in {check.slot for check in page.checks}


def test_a_report_without_checks_says_so(qtbot: QtBot, page: ReportPage) -> None:
    generation = page.view.generation
    page.bar.choose("executive")
    printed_anew(qtbot, page, generation)
    for slot in {check.slot for check in page.checks}:
        write(qtbot, page, slot, "秋に全組織で行う")
    page.checks_button.click()

    assert page.lists.currentWidget() is page.nothing
    assert not page.acts["next"].isEnabled()
    assert "✓" in page.summary.text()


# drafts


def test_the_draft_stands_beside_ones_own_words_and_can_be_had_back(
    qtbot: QtBot, page: ReportPage, played: Played
) -> None:
    page.table.select_row(next(n for n, part in enumerate(page.parts) if part.id == "summary"))
    field = page.passages.fields["summary.verdict"]
    draft = field.field.edit.toPlainText()
    assert draft
    assert field.beside.isHidden(), "what stands there is the draft"

    field.field.edit.setFocus()
    QTest.keyClicks(field.field.edit, "Mine. ")
    assert not field.beside.isHidden()
    assert field.drafted.text() == draft
    generation = page.view.generation
    field.keep()
    printed_anew(qtbot, page, generation)
    field = page.passages.fields["summary.verdict"]
    assert field.passage.edited
    assert field.drafted.text() == draft, "also when it was read again from the log"
    assert kept(played.file, played.over, "section_edited")[-1].text.startswith("Mine. ")

    generation = page.view.generation
    field.draft.click()
    printed_anew(qtbot, page, generation)
    assert page.passages.fields["summary.verdict"].field.edit.toPlainText() == draft
    assert page.passages.fields["summary.verdict"].beside.isHidden()


def test_a_wide_window_puts_outline_passages_and_pages_side_by_side(
    qtbot: QtBot, page: ReportPage, frame: Frame
) -> None:
    frame.window().resize(1920, 1040)
    qtbot.waitUntil(lambda: page.left_side.orientation() == Qt.Orientation.Horizontal)
    page.table.select_row(next(n for n, part in enumerate(page.parts) if part.id == "summary"))
    field = page.passages.fields["summary.verdict"]
    qtbot.waitUntil(lambda: field.width() >= 560)
    assert field._both.direction() == QBoxLayout.Direction.LeftToRight

    frame.window().resize(1024, 660)
    qtbot.waitUntil(lambda: page.left_side.orientation() == Qt.Orientation.Vertical)
    qtbot.waitUntil(lambda: field._both.direction() == QBoxLayout.Direction.TopToBottom)


# editions


@pytest.mark.parametrize("edition", ["organisation", "executive", "redacted", "follow-up", "aar-ip"])
def test_each_edition_is_shown_with_what_it_needs(qtbot: QtBot, page: ReportPage, edition: str) -> None:
    generation, pages = page.view.generation, page.view.pages
    page.view.go(pages - 1)
    page.bar.choose(edition)
    printed_anew(qtbot, page, generation)

    assert page.content is not None
    assert page.content.edition == edition
    assert page.view.pages < pages
    assert page.view.page == 0, "another report is read from its beginning"
    needed = {"organisation": page.bar.houses, "redacted": page.bar.levels, "follow-up": page.bar.months}
    shown = {name for name, combo in needed.items() if not combo.isHidden()}
    assert shown == ({edition} & needed.keys())
    assert page.preview.shown.currentWidget() is page.view


def test_a_form_that_exists_in_english_alone_offers_no_japanese(qtbot: QtBot, page: ReportPage) -> None:
    generation = page.view.generation
    page.bar.choose("aar-ip")
    printed_anew(qtbot, page, generation)
    assert page.lang == "en"
    assert {b.property("lang"): b.isEnabled() for b in page.bar._languages.buttons()} == {"ja": False, "en": True}
    slot = next(check.slot for check in page.checks if check.slot)
    page._mend(next(check for check in page.checks if check.slot))
    QTest.keyClicks(page.passages.fields[slot].field.edit, "The prefecture.")

    generation = page.view.generation
    page.bar.choose("full")
    printed_anew(qtbot, page, generation)
    assert page.lang == "ja", "the language that was chosen before"
    exercise = page.desk.exercise
    assert exercise is not None
    assert exercise.learning.sections[slot, "en"].text == "The prefecture.", "kept in the language it was typed in"


def test_what_needs_a_run_cannot_be_chosen_without_one(qtbot: QtBot, desk: Desk, frame: Frame, played: Played) -> None:
    from exercise_studio.journeys.session import Session
    from exercise_studio.store.workspace import Workspace

    with Workspace.open(played.file) as workspace:
        from exercise_studio.journeys import authoring

        plan = Session.open(workspace, played.over).plan
        draft = authoring.create_exercise(workspace, plan)
    page = show(qtbot, desk, frame, played.file, draft, "report")
    assert isinstance(page, ReportPage)
    qtbot.waitUntil(lambda: page.view.pages > 0)
    model = page.bar.editions.model()
    enabled = {page.bar.editions.itemData(n): model.item(n).isEnabled() for n in range(model.rowCount())}  # type: ignore[attr-defined]
    assert not enabled.pop("organisation")
    assert all(enabled.values())


def test_a_report_that_cannot_be_made_says_why_in_the_place_of_the_pages(qtbot: QtBot, page: ReportPage) -> None:
    from exercise_studio.domain.errors import UsageError
    from exercise_studio.language import N_

    page._refused(UsageError(N_("The edition “{edition}” needs {option}."), edition="x", option="y"))
    assert page.preview.shown.currentWidget() is page.preview.why_not
    assert "x" in page.preview.why_not.text.text()

    generation = page.view.generation
    page.acts["refresh"].trigger()
    printed_anew(qtbot, page, generation)
    assert page.preview.shown.currentWidget() is page.view


def test_another_exercise_begins_with_its_full_report(qtbot: QtBot, page: ReportPage, played: Played) -> None:
    generation = page.view.generation
    page.bar.choose("executive")
    printed_anew(qtbot, page, generation)
    generation = page.view.generation
    page.desk.open_exercise(played.running, page="report")
    printed_anew(qtbot, page, generation)
    assert page.bar.edition == "full"
    assert page.content is not None
    assert page.content.edition == "full"


# the pages


def test_ctrl_and_wheel_go_through_the_sizes_and_the_list_follows(qtbot: QtBot, page: ReportPage) -> None:
    page.view.go(3)
    sizes = []
    for turn in (120, 120, -120):
        event = QWheelEvent(
            QPointF(50, 50), QPointF(50, 50), QPoint(0, 0), QPoint(0, turn), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(page.view.viewport(), event)
        sizes.append(int(page.view.zoom))
        assert page.zooms.currentData() == page.view.zoom
        assert page.view.page == 3
    assert sizes[0] < sizes[1]
    assert sizes[2] == sizes[0]


def test_many_changes_in_a_row_are_printed_once(qtbot: QtBot, page: ReportPage) -> None:
    exercise = page.desk.exercise
    assert exercise is not None
    generation = page.view.generation
    for number in range(5):
        exercise.do(debriefing.write_finding, f"Finding {number}")
    settle(qtbot, page.desk)
    assert page.view.generation == generation, "it waits until nothing has changed for a moment"
    assert page._settled.isActive()
    printed_anew(qtbot, page, generation)
    assert page.view.generation == generation + 1


def test_a_workspace_opened_for_reading_is_read_and_exported_but_not_written(
    qtbot: QtBot, desk: Desk, frame: Frame, played: Played
) -> None:
    with qtbot.waitSignal(desk.workspace_changed):
        desk.open_workspace(played.file, read_only=True)
    desk.open_exercise(played.over, page="report")
    qtbot.waitUntil(lambda: "report" in frame.pages)
    found = frame.pages["report"]
    assert isinstance(found, ReportPage)
    frame.show()
    found.refresh_preview()
    qtbot.waitUntil(lambda: found.view.pages > 0, timeout=20_000)
    settle(qtbot, desk)

    found.table.select_row(next(n for n, part in enumerate(found.parts) if part.passages))
    assert all(field.field.edit.isReadOnly() for field in found.passages.fields.values())
    assert not found.acts["issue"].isEnabled()
    assert found.acts["export"].isEnabled()
