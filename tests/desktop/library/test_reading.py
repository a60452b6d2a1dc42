"""The script: whole, in order, in both languages, and easy to find one's way in."""

import re
from html import unescape

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from exercise_studio.desktop import theme
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.library.conditions import sentence
from exercise_studio.desktop.library.page import LibraryPage
from exercise_studio.desktop.library.prose import prose
from exercise_studio.desktop.library.reading import Reading
from exercise_studio.desktop.library.script import Script, Writer, contents, prepare
from exercise_studio.domain.conditions import parse_condition
from exercise_studio.domain.text import LANGUAGES, Lang, Text
from exercise_studio.journeys import library
from tests.desktop.library.conftest import PORT, choose
from tests.desktop.played import settle

WHOLE = [card for card in library.list_scenarios() if card.scenario is not None]


def port() -> Script:
    return prepare(library.find_scenario(PORT)[0])


def plain(html: str) -> str:
    """Words only: markup and spaces do not count."""
    return re.sub(r"[\s*|>-]+", "", unescape(re.sub(r"<[^>]+>", "", html)))


def bare(text: str) -> str:
    """A text of a scenario without what its lists and tables are made of."""
    text = re.sub(r"^\s*(?:[-*•]|\d{1,3}[.)]|#{1,6})\s+", "", text, flags=re.MULTILINE).replace("`", "")
    return re.sub(r"[\s*|>:-]+", "", re.sub(r"^\s*\|?[-| :]{3,}$", "", text, flags=re.MULTILINE))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("card", WHOLE, ids=lambda card: card.id)
def test_a_script_says_everything_that_its_file_says(card: library.ScenarioCard, lang: Lang) -> None:
    assert card.scenario is not None
    script = prepare(card.scenario)
    said = plain(Writer(script, lang).html()).replace(":", "")
    for inject in card.scenario.injects:
        texts = [inject.title, inject.body, *inject.prompts, *(expect.why for expect in inject.expects)]
        texts += [inject.notes] if inject.notes else []
        texts += [file.title for file in inject.attachments if file.lang in (None, lang)]
        for text in texts:
            assert bare(text.get(lang)) in said, (inject.id, text.get(lang)[:40])
    for branch in card.scenario.branches:
        assert bare(branch.question.get(lang)) in said
    for phase in card.scenario.phases:
        if phase.jump is not None:
            assert bare(phase.jump.told.get(lang)) in said


@pytest.mark.parametrize("card", WHOLE, ids=lambda card: card.id)
def test_the_contents_name_every_inject_once_in_the_order_of_the_text(card: library.ScenarioCard) -> None:
    assert card.scenario is not None
    script = prepare(card.scenario)
    places = contents(script)
    assert sorted(place.number for place in places if place.number) == sorted(i.id for i in card.scenario.injects)
    html = Writer(script, "ja").html()
    at = [html.index(f'<a name="{place.anchor}"') for place in places]
    assert at == sorted(at)


def test_a_missing_translation_stands_in_the_other_language_and_is_marked() -> None:
    script = port()
    inject = script.scenario.injects[0]
    half = inject.changed(title=Text(ja="題名だけ"))
    scenario = script.scenario.changed(injects=(half, *script.scenario.injects[1:]))
    assert "題名だけ [JA]" in Writer(Script(scenario, script.items), "en").html()


def test_what_looks_like_markup_is_text() -> None:
    script = port()
    sly = script.scenario.injects[0].changed(
        title=Text.same("<b>&amp;</b>"), body=Text.same("<script>x</script>\n\n- <i>item</i>")
    )
    html = Writer(Script(script.scenario.changed(injects=(sly,), branches=()), script.items), "ja").html()
    assert "<script>" not in html
    assert "<i>" not in html
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**宛先**: 社長  \n**件名**: 至急", "<p><b>宛先</b>: 社長<br><b>件名</b>: 至急</p>"),
        ("一行目\n\n二行目", "<p>一行目</p><p>二行目</p>"),
        ("- a\n- b\n  続き", "<ul><li>a</li><li>b<br>続き</li></ul>"),
        ("3. c\n4. d", '<ol start="3"><li>c</li><li>d</li></ol>'),
        ("1. 資料\n   (1) 記録\n   (2) 一覧", '<ol start="1"><li>資料<br>(1) 記録<br>(2) 一覧</li></ol>'),
        ("2026.11 の記録", "<p>2026.11 の記録</p>"),
        ("a * b ** c", "<p>a * b ** c</p>"),
        ("`cmd /c dir`", "<p><code>cmd /c dir</code></p>"),
        ("**二行に\nわたる**", "<p><b>二行に<br>わたる</b></p>"),
        ("　　右寄せ", "<p>&#12288;&#12288;右寄せ</p>"),
        ("", ""),
    ],
)
def test_prose_keeps_lines_lists_and_bold(text: str, html: str) -> None:
    assert prose(text) == html


def test_prose_makes_tables_of_tables() -> None:
    html = prose("| 案 | 時刻 |\n|---|:--|\n| A | **20時** |")
    assert html.count("<tr>") == 2
    assert "<th>案</th><th>時刻</th>" in html
    assert "<td>A</td><td><b>20時</b></td>" in html
    assert "---" not in html


@pytest.mark.parametrize(
    ("condition", "ja"),
    [
        ("fired(I03)", "I03 保守委託先から「サーバーが暗号化されている」が発火済み"),
        ("after(60m) and not done(CON-02)", "T+60を過ぎた、かつCON-02がまだ実施されていない"),
        ("not (chosen(stop-gates, stop) or chosen(stop-gates, partial))", "は選ばれていない、かつ「冷凍"),
        ("fired(I01) and (fired(I02) or after(5m))", "が発火済み、かつ（I02"),
        ("done(INF-01) by strategy", "（戦略マネジメント層）"),
        ("level(power) < 0.5", "電力"),
        ("late(CON-02, 45m)", "T+45"),
    ],
)
def test_conditions_are_said_in_words(condition: str, ja: str) -> None:
    assert ja in sentence(parse_condition(condition), port().scenario, {}, "ja")


def test_a_script_without_its_checklist_is_read_all_the_same() -> None:
    scenario = port().scenario.changed(checklists=("no-such-list",))
    script = prepare(scenario)
    assert script.items == {}
    assert "DET-01" in Writer(script, "ja").html()


@pytest.fixture
def reading(qtbot: QtBot, page: LibraryPage) -> Reading:
    choose(qtbot, page, PORT)
    qtbot.keyClick(page, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, page.desk)
    assert page.reading.isVisible()
    return page.reading


def row_of(reading: Reading, anchor: str) -> int:
    return next(n for n, place in enumerate(reading.places.rows) if place.anchor == anchor)


def test_the_contents_lead_to_the_place_and_follow_the_text(reading: Reading) -> None:
    bar = reading.text.verticalScrollBar()
    reading.table.select_row(row_of(reading, "I01"))
    first = bar.value()
    assert first > 0
    reading.table.select_row(row_of(reading, "I07"))
    at = bar.value()
    assert at > first
    assert reading.table.current_row.anchor == "I07"
    bar.setValue(first + 20)
    assert reading.table.current_row.anchor == "I01"
    bar.setValue(bar.maximum())
    assert reading.table.current_row.anchor == reading.places.rows[-1].anchor
    bar.setValue(0)
    assert reading.table.current_row.anchor == reading.places.rows[0].anchor


def test_it_can_be_read_in_the_other_language_at_the_same_place(reading: Reading, frame: Frame) -> None:
    reading.table.select_row(row_of(reading, "I07"))
    english = next(choice for choice in reading.languages.buttons() if choice.property("lang") == "en")
    english.click()
    assert "The queue doubles" in reading.text.toPlainText()
    assert "滞留が倍増" not in reading.text.toPlainText()
    assert reading.table.current_row.anchor == "I07"
    assert reading.text.verticalScrollBar().value() > 0
    assert reading.back.text() == "シナリオ集へ戻る", "the window stays in its language"
    frame.use_language("en")
    frame.use_language("ja")
    assert "滞留が倍増" in reading.text.toPlainText(), "the window's language is taken again when that changes"


def test_words_are_found_one_place_after_another(qtbot: QtBot, page: LibraryPage, reading: Reading) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert reading.search.hasFocus()
    reading.search.setText("アクリル酸")
    qtbot.keyClick(reading.search, Qt.Key.Key_Return)
    first = reading.text.textCursor().selectionStart()
    assert reading.text.textCursor().selectedText() == "アクリル酸"
    qtbot.keyClick(page, Qt.Key.Key_F3)
    second = reading.text.textCursor().selectionStart()
    assert second > first
    qtbot.keyClick(page, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert reading.text.textCursor().selectionStart() == first


def test_one_goes_back_to_the_list_where_one_was(qtbot: QtBot, page: LibraryPage, reading: Reading) -> None:
    qtbot.keyClick(page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.table.isVisible()
    assert page.table.hasFocus()
    assert page.table.current_row.id == PORT
    assert not page.acts["back"].isEnabled()


def test_colours_of_the_text_follow_the_theme(reading: Reading, desk: Desk) -> None:
    desk.themes.use("dark")
    assert theme.current().ink.text.lower() in reading.text.toHtml().lower()
    assert "ゲート受付" in reading.text.toPlainText()
