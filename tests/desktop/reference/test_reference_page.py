"""The reference page: all of the data in both languages, the CEPTOAR map cell by cell, names of a day, one's own files."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt, QUrl
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Question
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.reference.chapters import CHAPTERS, Chapter, Teller
from exercise_studio.desktop.reference.page import ReferencePage
from exercise_studio.desktop.reference.tables import CEPTOARS, EDGES
from exercise_studio.domain.reference import MODELS
from exercise_studio.domain.text import LANGUAGES, Lang, Model, Text
from exercise_studio.journeys import browsing
from exercise_studio.journeys.reference_data import copy_reference, own_reference
from tests.desktop.opened import Opened, opened
from tests.desktop.played import Played, played, played_once, settle

__all__ = ["opened", "played", "played_once"]
MAP = Path(__file__).parents[2] / "fixtures" / "ceptoar-map.tsv"


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, frame: Frame) -> ReferencePage:
    """Shown, with everything read."""
    frame.show()
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    frame.show_page("reference")
    settle(qtbot, desk)
    found = frame.pages["reference"]
    assert isinstance(found, ReferencePage)
    return found


def transcription() -> dict[str, list[str]]:
    """The source's table as it was written down for these tests: heading to the cells of the 20 columns."""
    lines = [line for line in MAP.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {cells[0]: cells[1:] for cells in (line.split("\t") for line in lines)}


def same(text: str) -> str:
    """Cells are compared without the spaces and line breaks of the layout."""
    return "".join(text.split())


def on_screen(page: ReferencePage) -> str:
    """The text of the chapter that is seen."""
    return "\n".join(view.toPlainText() for view in page.findChildren(QTextBrowser) if view.isVisible())


def every_text(value: object) -> list[Text]:
    """Every bilingual text inside a model."""
    if isinstance(value, Text):
        return [value]
    if isinstance(value, tuple | list):
        return [text for part in value for text in every_text(part)]
    if isinstance(value, dict):
        return [text for part in value.values() for text in every_text(part)]
    if isinstance(value, Model):
        return [text for name in type(value).model_fields for text in every_text(getattr(value, name))]
    return []


# the CEPTOAR map


def test_the_map_has_the_twenty_ceptoars_of_the_source_cell_by_cell(page: ReferencePage) -> None:
    page.go("ceptoar")
    source, model = transcription(), page.ceptoar.model
    assert {len(cells) for cells in source.values()} == {20}
    assert model.rowCount() == 20
    shown = [[same(model.index(row, column).data()) for column in range(len(CEPTOARS))] for row in range(20)]
    for number in range(20):
        cell = {name: same(cells[number]) for name, cells in source.items()}
        name = cell["名称"] + (f"({cell['連絡協議会']})" if cell["連絡協議会"] else "")
        expected = [cell["分野"], cell["事業の範囲"], name, cell["事務局"], cell["構成員"], cell["展開先"]]
        assert shown[number] == expected, source["名称"][number]


def test_every_column_of_the_map_is_seen_and_every_cell_has_room(page: ReferencePage) -> None:
    page.go("ceptoar")
    table = page.ceptoar.table
    assert table.isVisible()
    assert [table.isColumnHidden(column) for column in range(len(CEPTOARS))] == [False] * len(CEPTOARS)
    for row in range(20):
        for column in range(len(CEPTOARS)):
            room = table.columnWidth(column) - 20
            text = table.model().index(row, column).data()
            box = table.fontMetrics().boundingRect(0, 0, room, 10_000, Qt.TextFlag.TextWordWrap.value, text)
            assert box.height() <= table.rowHeight(row), text


def test_beside_the_map_stand_the_council_as_an_independent_body_others_and_co_operation(page: ReferencePage) -> None:
    page.go("ceptoar")
    said = on_screen(page)
    chart = browsing.reference().ceptoar
    assert said.index("独立した会議体") < said.index("セプターカウンシル")
    for text in (
        chart.council.nature,
        chart.others,
        chart.definition,
        chart.activity,
        chart.later_change,
        chart.provenance,
    ):
        assert text.ja in said
    for one in chart.cooperation:
        assert one.text.ja in said
    assert "2009/02/26" in said
    assert chart.expansion in said
    assert "原典で確かめていない" in said, "what the transcription of the map leaves open is said"
    assert "2023/09/30" in page.origin.text()


def test_the_council_stands_below_no_ministry() -> None:
    for lang in LANGUAGES:
        bodies = next(chapter for chapter in CHAPTERS if chapter.id == "bodies")
        say = Teller(browsing.reference(), date(2026, 11, 1), lang)
        council = browsing.reference().ceptoar.council.name.get(lang)
        assert council not in "\n".join(entry.words() for section in bodies.write(say) for entry in section.entries)


# everything else


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.id)
def test_a_chapter_says_every_text_of_its_file(chapter: Chapter, lang: Lang) -> None:
    data = browsing.reference()
    say = Teller(data, date(2026, 11, 1), lang)
    sections = list(chapter.write(say))
    said = "\n".join(f"{s.title}\n{s.note}\n" + "\n".join(e.words() for e in s.entries) for s in sections)
    file = getattr(data, chapter.id)
    elsewhere = {file.provenance.get(lang)}  # shown with the day
    if chapter.id == "dependencies":
        elsewhere.add(file.caution.get(lang))  # stands in the band above the table
    if chapter.id == "bodies":
        # A short name stands with the name of the day.
        elsewhere |= {n.short.get(lang) for b in file.bodies for n in b.names if n.short and not n.holds(say.on)}
    if chapter.id == "report_forms":
        elsewhere |= {text.get(lang) for text in file.system_kinds.values()}
    if chapter.id == "sources":
        elsewhere |= {one.locator.get(lang) for one in file.sources if one.locator}
    if chapter.id == "sectors":
        elsewhere |= {
            duty.role.get(lang) for s in file.sectors for duty in s.ministries if duty.role and not duty.holds(say.on)
        }
    missing = [t.get(lang) for t in every_text(file) if t.get(lang) not in said and t.get(lang) not in elsewhere]
    assert missing == []


def test_there_is_a_chapter_for_every_file() -> None:
    assert {chapter.id for chapter in CHAPTERS} == set(MODELS)
    ids = [
        (chapter.id, entry.id)
        for chapter in CHAPTERS
        for section in chapter.write(Teller(browsing.reference(), date(2026, 11, 1), "ja"))
        for entry in section.entries
    ]
    twice = {one for one in ids if ids.count(one) > 1 and one[0] != "bodies"}
    assert twice == set(), "an entry can be led to"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_chapter_is_shown_with_its_day_and_where_it_comes_from(
    qtbot: QtBot, page: ReferencePage, frame: Frame, lang: Lang
) -> None:
    frame.use_language(lang)
    data = browsing.reference()
    for number, chapter in enumerate(CHAPTERS):
        page.table.select_row(number)
        file = getattr(data, chapter.id)
        assert page.title.text()
        assert str(file.as_of.year) in page.origin.text()
        assert same(file.provenance.get(lang)) in same(on_screen(page)), chapter.id


def test_the_layers_that_are_not_the_source_s_are_marked(page: ReferencePage) -> None:
    page.go("layers")
    said = on_screen(page).splitlines()
    assert any("経営層" in line and "この製品で追加" not in line for line in said)
    for layer in browsing.reference().layers.layers:
        marked = any(layer.name.ja in line and "この製品で追加" in line for line in said)
        assert marked != layer.in_source, layer.id


def test_dependencies_are_a_table_of_estimates_with_their_reasons(page: ReferencePage, frame: Frame) -> None:
    page.go("dependencies")
    edges = browsing.reference().dependencies.edges
    model, view = page.dependencies.model, page.dependencies
    assert model.rowCount() == len(edges)
    assert view.estimate.said.text() == "推定値・演習用"
    assert view.select("ict-power")
    row = [model.index(view.table.currentIndex().row(), column).data() for column in range(len(EDGES))]
    assert row[:4] == ["情報通信", "電力", "4時間", "80%"]
    edge = next(e for e in edges if (e.dependent, e.provider) == ("ict", "power"))
    assert view.why.text() == edge.rationale.ja
    assert "全面的な回復" in on_screen(page)
    frame.use_language("en")
    assert view.estimate.said.text() == "Estimates, for exercises"
    assert view.why.text() == edge.rationale.en


# names of a day


def set_day(page: ReferencePage, year: int, month: int, day: int) -> None:
    page.day.setDate(QDate(year, month, day))


def test_bodies_have_the_names_of_the_day(page: ReferencePage) -> None:
    page.go("bodies")
    set_day(page, 2025, 6, 30)
    office = on_screen(page).splitlines()[:6]
    assert any(line.startswith("内閣サイバーセキュリティセンター (NISC)") for line in office)
    set_day(page, 2025, 7, 1)
    office = on_screen(page).splitlines()[:6]
    assert any(line.startswith("国家サイバー統括室 (NCO)") for line in office)
    assert "内閣サイバーセキュリティセンター" in on_screen(page), "the other name is told as well"


def test_the_ministry_of_water_is_that_of_the_day_beside_what_the_source_says(page: ReferencePage) -> None:
    def water() -> str:
        page.go("sectors")
        text = on_screen(page)
        return text[text.index("10. 水道") : text.index("11. 物流")]

    set_day(page, 2024, 3, 31)
    assert "厚生労働省" in water()
    assert "行動計画の概要の記載" not in water(), "nothing has changed yet"
    set_day(page, 2024, 4, 1)
    assert "国土交通省" in water()
    assert "行動計画の概要の記載\n厚生労働省" in water()
    assert "2024年4月1日に厚生労働省から" in water()


def test_ports_have_no_ceptoar_on_the_map_and_that_is_said(page: ReferencePage) -> None:
    page.go("sectors", "port")
    text = on_screen(page)
    port = text[text.index("15. 港湾") :]
    assert "原典の表にはなし" in port
    assert "第15の分野" in port


def test_an_open_exercise_brings_its_own_day(qtbot: QtBot, page: ReferencePage, desk: Desk, played: Played) -> None:
    with qtbot.waitSignal(desk.workspace_changed):
        desk.open_workspace(played.file)
    with qtbot.waitSignal(desk.exercise_changed):
        desk.open_exercise(played.over)
    settle(qtbot, desk)
    assert desk.exercise is not None
    assert page.on == desk.exercise.plan.as_of


# search


def searched(qtbot: QtBot, page: ReferencePage, query: str) -> str:
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search.hasFocus()
    page.search.setText(query)
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    return on_screen(page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("せぷたー かうんしる", "セプターカウンシル"),
        ("1,741", "自治体 CEPTOAR"),
        ("ｊ－ｃｓｉｐ", "サイバー情報共有イニシアティブ"),
        ("enforcement rules", "個人情報保護法施行規則"),
        ("it-bcp 監査", "障害対応体制の強化に向けた取組"),
        ("組織統治の一部として 推進", "P1 障害対応体制の強化"),
        ("意図的", "意図的な原因"),
        ("水質", "環境省"),
    ],
)
def test_search_looks_into_everything_in_both_languages(
    qtbot: QtBot, page: ReferencePage, query: str, found: str
) -> None:
    assert found in searched(qtbot, page, query)


def test_a_result_leads_to_its_place_and_esc_shows_the_chapter_again(qtbot: QtBot, page: ReferencePage) -> None:
    page.go("tlp")
    searched(qtbot, page, "自治体 CEPTOAR")
    assert page.results.isVisible()
    assert "#ceptoar/local_government" in page.results.toHtml()
    page.results.anchorClicked.emit(QUrl("#ceptoar/local_government"))
    assert page.ceptoar.table.isVisible()
    assert page.ceptoar.table.current_row.id == "local_government"
    assert page.search.text() == ""
    searched(qtbot, page, "no such word anywhere")
    assert page.not_found.isVisible()
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.ceptoar.table.isVisible()


def test_what_was_found_is_marked(qtbot: QtBot, page: ReferencePage) -> None:
    searched(qtbot, page, "水質")
    marks = page.results.extraSelections()
    assert marks
    assert {mark.cursor.selectedText() for mark in marks} == {"水質"}


# one's own data


def test_a_file_is_copied_opened_edited_and_shown_at_once(
    qtbot: QtBot, page: ReferencePage, desk: Desk, frame: Frame, opened: Opened
) -> None:
    page.go("ceptoar")
    assert not page.restore_button.isVisible()
    page.edit_button.click()
    settle(qtbot, desk)
    file = own_reference() / "ceptoar.yaml"
    assert opened.paths == [file]
    assert "ceptoar.yaml" in frame.banners.shown[0].text.text()
    assert "自分のファイル" in page.origin.text()
    assert page.edit_button.text() == "自分のファイルを開く"
    file.write_text(file.read_text("utf-8").replace("27社 1団体", "28社 1団体"), "utf-8")
    qtbot.waitUntil(lambda: page.ceptoar.model.index(0, 4).data() == "28社 1団体")
    page.go("tlp")
    assert "自分のファイル" not in page.origin.text()
    settle(qtbot, desk)


def test_a_faulty_file_is_told_by_line_while_the_program_s_data_holds(
    qtbot: QtBot, page: ReferencePage, desk: Desk, frame: Frame
) -> None:
    file = copy_reference("severity")
    sound = file.read_text("utf-8")
    line = next(n for n, said in enumerate(sound.splitlines(), 1) if "level: 3," in said)
    file.write_text(sound.replace("level: 3,", "levle: 3,"), "utf-8")
    qtbot.waitUntil(page.faults.isVisible)
    assert f"severity.yaml:{line}" in page.faults.said.text()
    assert "製品のデータ" in page.faults.said.text()
    page.go("severity")
    assert "レベル3" in on_screen(page)
    frame.use_language("en")
    assert "Part of your own reference data" in page.faults.said.text()
    file.write_text(sound, "utf-8")
    qtbot.waitUntil(lambda: not page.faults.isVisible())
    settle(qtbot, desk)


def test_one_can_go_back_to_the_program_s_data_and_nothing_is_lost(
    qtbot: QtBot, page: ReferencePage, desk: Desk
) -> None:
    file = copy_reference("ceptoar")
    file.write_text(file.read_text("utf-8").replace("27社 1団体", "28社 1団体"), "utf-8")
    qtbot.waitUntil(lambda: page.ceptoar.model.index(0, 4).data() == "28社 1団体")
    page.go("ceptoar")
    assert page.restore_button.isVisible()
    page.restore_button.click()
    page.findChild(Question).choose("restore")
    qtbot.waitUntil(lambda: page.ceptoar.model.index(0, 4).data() == "27社 1団体")
    assert not page.restore_button.isVisible()
    kept = [one for one in own_reference().iterdir() if "28社 1団体" in one.read_text("utf-8")]
    assert len(kept) == 1
    settle(qtbot, desk)
