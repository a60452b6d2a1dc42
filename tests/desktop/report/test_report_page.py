"""The report builder in the window, with a real workspace and real pages."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QDate, QDateTime, Qt, QTime
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.report.issuing import Issue
from exercise_studio.desktop.report.page import ReportPage
from exercise_studio.desktop.widgets.layout import Banner
from tests.desktop.played import Played, kept, settle, show
from tests.qt_guards import Modals


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


def issue_dialog(qtbot: QtBot, page: ReportPage) -> Issue:
    """What "Issue…" shows."""
    page.acts["issue"].trigger()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(Issue)), timeout=20_000)
    return next(one for one in page.findChildren(Issue) if one.isVisible())


def to_passage(page: ReportPage) -> str:
    """On to the next check that has a passage; its slot."""
    for _turn in page.checks:
        page.acts["next"].trigger()
        check = next(one for one in page.checks if one.key == page._check)
        if check.slot:
            return check.slot
    raise AssertionError("nothing is to be written")


def text_of(page: ReportPage) -> str:
    assert page.preview.printed is not None
    document = pypdfium2.PdfDocument(page.preview.printed.pdf)
    said = "\n".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    document.close()
    return said


def test_the_preview_shows_the_pages_and_their_number(page: ReportPage) -> None:
    assert page.view.pages >= 8
    assert page.number.maximum() == page.view.pages
    assert page.of.text() == f"/ {page.view.pages}"
    shown = page.view._pictures[0].image
    assert isinstance(shown, QImage)
    assert (
        len({shown.pixelColor(x, y).name() for x in range(0, shown.width(), 9) for y in range(0, shown.height(), 9)})
        > 2
    ), "not a blank sheet"


def test_chapters_know_their_pages_and_lead_to_them(page: ReportPage) -> None:
    place, part = next((n, part) for n, part in enumerate(page.parts) if part.id == "findings")
    assert part.page > 0

    page.table.select_row(place)

    assert page.view.page == part.page
    assert page.number.value() == part.page + 1


def test_pages_are_turned_by_number_and_by_keys(qtbot: QtBot, page: ReportPage) -> None:
    page.number.setValue(5)
    assert page.view.page == 4
    page.acts["forward"].trigger()
    assert page.view.page == 5
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_End)
    assert page.view.page == page.view.pages - 1
    QTest.keyClick(page.view, Qt.Key.Key_Home)
    assert page.view.page == 0


def test_a_newer_printing_keeps_the_page_one_reads_and_its_picture_meanwhile(qtbot: QtBot, page: ReportPage) -> None:
    page.view.go(6)
    settle(qtbot, page.desk)
    bar = page.view.verticalScrollBar()
    bar.setValue(bar.value() + 120)
    before, generation = bar.value(), page.view.generation

    page.acts["refresh"].trigger()
    assert 6 in page.view._pictures, "what is shown stays while the new pages are made"
    printed_anew(qtbot, page, generation)

    assert page.view.page == 6
    assert abs(bar.value() - before) <= 1
    assert page.view._pictures[6].generation == page.view.generation


@pytest.mark.parametrize("eye", ["protan", "deutan", "tritan"])
def test_37_the_pages_can_be_seen_with_other_eyes(qtbot: QtBot, page: ReportPage, eye: str) -> None:
    page.zooms.setCurrentIndex(page.zooms.findData("50"))
    settle(qtbot, page.desk)
    before = page.view._pictures[0].image
    page.eyes.setCurrentIndex(page.eyes.findData(eye))
    assert 0 in page.view._pictures, "what is shown stays meanwhile"
    qtbot.waitUntil(lambda: page.view._pictures[0].eye == eye)

    after = page.view._pictures[0].image
    assert after.size() == before.size()
    assert after.pixelColor(0, 0).name() == before.pixelColor(0, 0).name() == "#ffffff", "white stays white"
    assert after != before


def test_zoom_keeps_the_page_and_draws_it_at_its_size(qtbot: QtBot, page: ReportPage) -> None:
    page.view.go(3)
    page.zooms.setCurrentIndex(page.zooms.findData("page"))
    settle(qtbot, page.desk)
    assert page.view.page == 3
    assert page.view._rect(3).height() <= page.view.viewport().height()
    picture = page.view._pictures[3].image
    assert abs(picture.height() - page.view._rect(3).height() * page.view.devicePixelRatioF()) <= 2


def test_black_and_white_is_the_black_and_white_file_and_grey_until_it_is_there(qtbot: QtBot, page: ReportPage) -> None:
    generation = page.view.generation
    page.acts["mono"].trigger()
    page.view.grab()
    assert page.view._greys[0].isGrayscale(), "at once, from the picture that is there"

    printed_anew(qtbot, page, generation)
    picture = page.view._pictures[page.view.page]
    assert picture.eye == "mono"
    assert picture.image.allGray()
    assert page.preview.printed is not None
    assert page.preview.printed.mono

    generation = page.view.generation
    page.acts["mono"].trigger()
    printed_anew(qtbot, page, generation)
    assert page.eyes.currentData() == "colour"
    assert not page.view._pictures[page.view.page].image.allGray(), "the TLP mark is in colour"


def test_a_passage_that_is_written_stands_in_the_pages(qtbot: QtBot, page: ReportPage, played: Played) -> None:
    to_passage(page)
    part = page.table.current_row
    assert part.missing
    slot = next(p.slot for p in part.passages if p.to_write)
    field = page.passages.fields[slot]
    assert field.field.edit.hasFocus()
    generation = page.view.generation

    QTest.keyClicks(field.field.edit, "Next time with the night shift.")
    assert page.has_unsaved_text()
    field.keep()
    printed_anew(qtbot, page, generation)

    edited = kept(played.file, played.over, "section_edited")[-1]
    assert (edited.section, edited.language, edited.text) == (slot, "ja", "Next time with the night shift.")
    assert "Next time with the night shift." in text_of(page)
    assert not page.has_unsaved_text()
    assert not page.passages.fields[slot].draft.isHidden()

    generation = page.view.generation
    page.passages.fields[slot].take_draft()
    printed_anew(qtbot, page, generation)
    assert kept(played.file, played.over, "section_edited")[-1].text == ""
    assert "Next time with the night shift." not in text_of(page)
    assert page.passages.fields[slot].field.value() == ""


def test_looking_at_passages_writes_nothing(qtbot: QtBot, page: ReportPage, played: Played) -> None:
    for number in range(len(page.parts)):
        page.table.select_row(number)
    page.left()
    settle(qtbot, page.desk)

    assert not kept(played.file, played.over, "section_edited")


def test_the_language_of_the_report_is_its_own(qtbot: QtBot, page: ReportPage, frame: Frame) -> None:
    generation = page.view.generation
    page.use_report_language("en")
    printed_anew(qtbot, page, generation)

    assert page.content is not None
    assert page.content.language == "en"
    assert "Executive summary" in text_of(page)
    frame.use_language("en")
    frame.use_language("ja")
    assert page.lang == "en", "the window's language leaves it alone"


def test_as_of_an_earlier_minute_says_less(qtbot: QtBot, page: ReportPage) -> None:
    exercise = page.desk.exercise
    assert exercise is not None
    findings = len(exercise.learning.findings)
    assert findings
    start = exercise.plan.starts_at
    generation = page.view.generation
    page.as_of.setDateTime(QDateTime(QDate(start.year, start.month, start.day), QTime(start.hour, start.minute)))
    page.as_of_on.setChecked(True)
    printed_anew(qtbot, page, generation)

    assert page.content is not None
    cards = [block for section in page.content.sections for block in section.blocks if type(block).__name__ == "Card"]
    assert not cards, "no finding had been written yet"


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_export_writes_a_pdf_and_says_where(
    qtbot: QtBot, page: ReportPage, modals: Modals, tmp_path: Path, frame: Frame, lang: str, played: Played
) -> None:
    page.use_report_language(lang)  # type: ignore[arg-type]
    target = tmp_path / "out" / "report"
    modals.expect("QFileDialog.getSaveFileName", (str(target), ""))

    page.acts["export"].trigger()
    qtbot.waitUntil(target.with_suffix(".pdf").exists, timeout=20_000)
    settle(qtbot, page.desk)

    assert target.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    assert any(str(target) in banner.text.text() for banner in frame.findChildren(Banner))
    assert not kept(played.file, played.over, "report_issued"), "an export is no issue"
    suggested = Path(modals.seen[0][1][2]).name
    assert suggested.endswith(f"_{lang}.pdf")
    assert suggested.startswith("演習結果・改善報告書" if lang == "ja" else "Improvement_report")


def test_both_languages_are_written_side_by_side(
    qtbot: QtBot, page: ReportPage, modals: Modals, tmp_path: Path
) -> None:
    modals.expect("QFileDialog.getSaveFileName", (str(tmp_path / "report_ja.pdf"), ""))
    page.exporting.ask_both()
    qtbot.waitUntil((tmp_path / "report_en.pdf").exists, timeout=20_000)
    settle(qtbot, page.desk)

    assert (tmp_path / "report_ja.pdf").read_bytes()[:4] == (tmp_path / "report_en.pdf").read_bytes()[:4] == b"%PDF"


def test_going_back_in_the_file_dialog_writes_nothing(page: ReportPage, modals: Modals, tmp_path: Path) -> None:
    modals.expect("QFileDialog.getSaveFileName", ("", ""))
    page.acts["export"].trigger()

    assert not list(tmp_path.glob("**/*.pdf"))


def test_a_place_that_cannot_be_written_leaves_the_old_file_and_offers_another(
    qtbot: QtBot, page: ReportPage, tmp_path: Path, frame: Frame
) -> None:
    blocked = tmp_path / "file-not-folder"
    blocked.write_text("kept")
    page.export(blocked / "report.pdf", "ja")
    settle(qtbot, page.desk)

    assert blocked.read_text() == "kept"
    assert any(banner.kind == "danger" and banner.action is not None for banner in frame.findChildren(Banner))


def test_issuing_numbers_the_report_and_warns_of_gaps(
    qtbot: QtBot, page: ReportPage, modals: Modals, tmp_path: Path, played: Played
) -> None:
    import hashlib

    target = tmp_path / "issued.pdf"
    dialog = issue_dialog(qtbot, page)
    missing = next(part for part in page.parts if part.missing and part.title)
    assert any(missing.title in label.text() for label in dialog.findChildren(type(page.of)))
    assert dialog.since == [], "it is the first"
    modals.expect("QFileDialog.getSaveFileName", (str(target), ""))

    dialog._issue()
    qtbot.waitUntil(target.exists, timeout=20_000)
    settle(qtbot, page.desk)

    issued = kept(played.file, played.over, "report_issued")[-1]
    assert (issued.number, issued.language) == (1, "ja")
    assert issued.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert "1" in page.issued.text()
    assert not page.issued.isHidden()


def test_a_change_elsewhere_is_printed_when_one_comes_back(
    qtbot: QtBot, page: ReportPage, frame: Frame, desk: Desk
) -> None:
    from exercise_studio.journeys import debriefing

    frame.show_page("home")
    generation = page.view.generation
    assert desk.exercise is not None
    desk.exercise.do(debriefing.write_finding, "Written while away")
    settle(qtbot, desk)
    assert page.view.generation == generation, "nothing is printed for nobody"

    frame.show_page("report")
    printed_anew(qtbot, page, generation)
    assert "Written while away" in text_of(page)
