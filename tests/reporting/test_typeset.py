"""Text of any kind is set and drawn: fallback face, missing glyphs, bold runs, justification."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercise_studio.reporting import fonts
from exercise_studio.reporting.document import Run
from exercise_studio.reporting.drawing import draw_block
from exercise_studio.reporting.paper import Paper
from exercise_studio.reporting.paragraph import Paragraph
from exercise_studio.reporting.typeset import Style, Typesetter

STYLE = Style()


def canvas() -> Paper:
    return Paper(io.BytesIO())


def shown(text: str) -> tuple[str, Typesetter]:
    setter = Typesetter()
    block = setter.set(text, STYLE, 300)
    draw_block(canvas(), block, 0, 500)
    return "\n".join(stretch.text for stretch in block.stretches), setter


def test_a_rare_kanji_comes_from_the_second_font() -> None:
    text, setter = shown("𠮷野家の髙﨑")
    assert text == "𠮷野家の髙﨑"
    assert setter.missing == {}


@pytest.mark.parametrize("char", ["한", "ש", "م", "\ue000"])
def test_a_character_that_no_font_has_is_marked_and_counted(char: str) -> None:
    text, setter = shown(f"前{char}後{char}")
    assert text == "前〓後〓"
    assert setter.missing == {char: 2}


def test_control_characters_are_marked_and_invisible_ones_left_out() -> None:
    assert shown("a\x07b\x00c")[0] == "a〓b〓c"
    assert shown("a\u202eb\u200dc\ufeffd\u00ade")[0] == "abcde"
    assert shown("一\r\n二\u2028三\t四")[0] == "一\n二\n三 四"
    assert shown("\ud800")[0] == "〓"


def test_composed_kana_are_one_character_and_names_keep_their_kanji() -> None:
    assert shown("か\u3099")[0] == "が"
    assert shown("\ufa19")[0] == "\ufa19"


def test_markup_is_only_text() -> None:
    text = "<b>太字</b> & <font color='red'> {placeholder} %s \\n ]]> <!--"
    assert shown(text)[0] == text


def test_bold_runs_are_wider_and_one_text() -> None:
    setter = Typesetter()
    mixed = setter.set((Run("事実："), Run("太字のABC", True), Run("と続き")), STYLE, 400)
    assert mixed.stretches[0].text == "事実：太字のABCと続き"
    assert [span[2].name for span in mixed.stretches[0].spans] == [fonts.REGULAR, fonts.BOLD, fonts.REGULAR]


def test_a_cut_text_is_no_wider_than_its_room_and_ends_in_an_ellipsis() -> None:
    setter = Typesetter()
    cut = setter.fitted("とても長い題名が入りきらないとき" * 5, STYLE, 120)
    assert cut.endswith("…")
    assert setter.width(cut, STYLE) <= 120
    assert setter.fitted("短い", STYLE, 120) == "短い"


def test_a_paragraph_leaves_two_lines_on_either_side_of_a_page_break() -> None:
    setter = Typesetter()
    paragraph = Paragraph(setter, "あいうえお" * 60, STYLE)
    _width, height = paragraph.wrap(300, 1000)
    lines = round(height / STYLE.leading)
    assert lines > 6
    for room in range(lines + 1):
        parts = paragraph.split(300, room * STYLE.leading)
        if parts:
            heights = [round(part.wrap(300, 1000)[1] / STYLE.leading) for part in parts]
            assert sum(heights) == lines
            assert min(heights) >= 2
            assert heights[0] <= room


def test_lines_are_justified_to_the_right_edge() -> None:
    """Each full line of Japanese ends where the paragraph does: what is drawn with extra spacing adds up."""
    setter = Typesetter()
    block = setter.set("港湾の対応について、CSIRTが記録したところによれば、第一報は十二分で届いた。" * 4, STYLE, 300)
    drawn = canvas()
    draw_block(drawn, block, 0, 500)
    code = drawn._code[-1]
    assert " Tc" in code
    assert block.natural <= 300


@given(st.text(st.characters(), max_size=300))
def test_no_text_can_break_it(text: str) -> None:
    setter = Typesetter()
    block = setter.set((Run(text, True), Run(text)), STYLE, 200)
    draw_block(canvas(), block, 0, 500)
    assert block.count >= 1


def test_ten_thousand_characters_without_a_space() -> None:
    for text in ("x" * 10_000, "あ" * 10_000, "。" * 10_000, "(" * 10_000, "😀" * 10_000):
        assert shown(text)[1] is not None


def test_a_title_is_set_in_lines_of_like_length_that_tear_no_word_apart() -> None:
    setter = Typesetter()
    style = Style(size=27, leading=38, bold=True, align="left")
    title = "港湾ターミナルシステムのランサムウェアと物流停滞"
    block = setter.balanced(title, style, 459.0)
    assert block.count == setter.set(title, style, 459.0).count == 2
    text, lines = block.stretches[0].text, block.stretches[0].lines
    assert [text[line.start : line.end] for line in lines] == ["港湾ターミナルシステムの", "ランサムウェアと物流停滞"]
    assert setter.balanced("短い題", style, 459.0).count == 1


def test_a_title_rests_at_a_mark_even_where_its_lines_are_less_alike_then() -> None:
    style = Style(size=11.5, leading=16.5, bold=True, align="left")
    title = "F-2　瑞海化学工業株式会社／戦略マネジメント層：「サイバー対処能力強化法に基づく報告義務の有無を確認する」が不十分"
    block = Typesetter().balanced(title, style, 459.0)
    text, lines = block.stretches[0].text, block.stretches[0].lines
    assert [text[line.start : line.end] for line in lines] == [title[: title.index("「")], title[title.index("「") :]]
    assert block.natural <= 459.0
    uneven = "広報：" + "対処能力強化法に基づく報告義務の有無をあらためて確認することが不十分" * 2
    lines = Typesetter().balanced(uneven, style, 459.0).stretches[0].lines
    assert lines[0].end > 3
