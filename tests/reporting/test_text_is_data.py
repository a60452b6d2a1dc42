"""Whatever people type is printed or shown as missing: nothing is lost, nothing is markup, nothing breaks the page."""

import io
import re
import unicodedata

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercise_studio.reporting import fonts
from exercise_studio.reporting.document import Prose, Run
from exercise_studio.reporting.drawing import draw_block
from exercise_studio.reporting.paper import Paper
from exercise_studio.reporting.pdf import write_pdf
from exercise_studio.reporting.typeset import Block, Style, Typesetter
from exercise_studio.reporting.unprintable import COVER, sentences, unprintable
from tests.reporting.small import report

SPACES = " \u3000\u2002\u2003\u00a0"
ANY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "あ漢、。「」（）ーッ々…―A1,.()-/ \n\u3000\u200d\u202e\u0301\u3099\ufe0f\U000e0100𠮷한م😀\x00\x1b\t"
        ),
    ),
    max_size=300,
)
WIDTHS = st.floats(min_value=1.0, max_value=600.0)
STYLES = st.sampled_from(
    [
        Style(),
        Style(align="left"),
        Style(size=8.5, leading=12.5, indent=16),
        Style(first=10, hanging=24),
        Style(fixed=True),
    ]
)
# All that a text may put on a page: marked content, state, moves, faces, colours, and glyphs as hexadecimal digits.
_DRAWN = re.compile(
    r"(?:/\w+ ?<<[^<>]*>> ?BDC |/\w+ BMC )?q BT(?:\n(?:/F\d+ [\d.]+ Tf|[\d.]+ [\d.]+ [\d.]+ rg|-?[\d.]+ Tc"
    r"|1 0 0 1 -?[\d.]+ -?[\d.]+ Tm|<[0-9A-F]*> Tj|\[<[0-9A-F]*> -?[\d.]+\] TJ))*\nET Q(?: EMC)?"
)


def accounted(block: Block, size: float, room: float, first: float = 0.0) -> None:
    """Every character stands on one line, once, in order; what stands between lines is spaces; nothing hangs.

    `room` is in points; the first line of each stretch has `first` points less.
    """
    for stretch in block.stretches:
        at = 0
        for line in stretch.lines:
            assert stretch.text[at : line.start].strip(SPACES) == ""
            assert line.end >= line.start
            shown = stretch.text[line.start : line.end]
            whole = sum(not unicodedata.combining(char) for char in shown) <= 1
            own = (room - first if line is stretch.lines[0] else room) / size
            assert line.width <= own + 1e-6 or whole, (shown, line.width, own)
            at = line.end
        assert stretch.text[at:].strip(SPACES) == ""
        assert stretch.lines[-1].last
        assert [span[0] for span in stretch.spans[1:]] == [span[1] for span in stretch.spans[:-1]]


@settings(max_examples=300, deadline=None)
@given(ANY, WIDTHS, STYLES)
def test_any_text_at_any_width_is_set_whole(text: str, width: float, style: Style) -> None:
    setter = Typesetter(language="ja")
    block = setter.set(text, style, width)
    room = max(width - style.indent - style.hanging, style.size)
    accounted(block, style.size, room, style.first - style.hanging)
    assert "\n".join(stretch.text for stretch in block.stretches) == "".join(
        char if char == "\n" or fonts.spare_for(char) or char in fonts.face(fonts.REGULAR).advance else fonts.MISSING
        for char in fonts.clean(text)
    )


@settings(max_examples=150, deadline=None)
@given(ANY, ANY, WIDTHS)
def test_what_is_drawn_is_glyphs_and_nothing_else(text: str, other: str, width: float) -> None:
    setter = Typesetter()
    block = setter.set((Run(text, True, "#881828"), Run(other)), Style(), width)
    canvas = Paper(io.BytesIO())
    before = len(canvas._code)
    draw_block(canvas, block, 0, 500)
    drawn = canvas._code[before:]
    assert all(_DRAWN.fullmatch(one) for one in drawn), drawn
    digits = sum(len(one) for code in drawn for one in re.findall(r"<([0-9A-F]*)>", code))
    shown = sum(line.end - line.start for stretch in block.stretches for line in stretch.lines)
    # A space that ends a line is written as well.
    assert shown * 4 <= digits <= (shown + block.count) * 4 or block.blank


@pytest.mark.parametrize(
    "text",
    [
        "𠮷野﨑髙𩸽神仝〆", "ｶﾅ｢ｶｷﾞ｣ﾊﾟｰﾄ", "→←↑↓⇒⇔↗➡", "αβΩЯжё", "ế ğ ş ő Ō ū", "㈱℡㎡①㊤㋿", "✔✅❌⚡📞🔥😀👩",
        "Zürich — naïve café", "か゚ゔヷ", "½ ¼ ² ³ µ © ® ™ ‰",
    ],
)  # fmt: skip
def test_what_people_type_is_printed_as_they_typed_it(text: str) -> None:
    made = write_pdf(report(Prose(text), lang="ja"))
    assert made.missing == {}
    document = pypdfium2.PdfDocument(made.data)
    said = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert unicodedata.normalize("NFC", text).replace(" ", "") in said.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("한국", {"한": 1, "국": 1}),
        ("们", {"们": 1}),
        ("שלום", {"ש": 1, "ל": 1, "ו": 1, "ם": 1}),
        ("a\x07b\x07c", {"\x07": 2}),
        ("\ud800", {"\ufffd": 1}),
        ("\ue000\U0010fffd", {"\ue000": 1, "\U0010fffd": 1}),
    ],
)
def test_what_no_font_has_is_counted_by_the_writer_and_told_with_its_chapter(
    text: str, missing: dict[str, int]
) -> None:
    content = report(Prose((Run("前"), Run(text), Run("後", True))), lang="ja")
    assert write_pdf(content).missing == missing
    told = unprintable(content)
    assert {one.character: one.times for one in told} == missing
    assert {one.chapters for one in told} == {("1 text",)}
    assert all(one.code == f"U+{ord(one.character):04X}" for one in told)


def test_the_cover_is_a_place_too_and_a_clean_report_has_nothing_to_tell() -> None:
    assert unprintable(report(Prose("港湾の演習"), lang="ja")) == ()
    told = unprintable(report(Prose("x"), lang="ja", text="한"))
    assert told[0].chapters[:2] == (COVER, "1 한")
    assert told[0].called == "HANGUL SYLLABLE HAN"


def test_another_shape_of_a_kanji_than_the_usual_one_is_told() -> None:
    usual, other = "葛\U000e0101", "葛\U000e0100"
    assert unprintable(report(Prose(f"{usual}飾と葛城、⚠\ufe0f"), lang="ja")) == ()
    content = report(Prose(f"{other}城"), lang="ja")
    (one,) = unprintable(content)
    assert (one.character, one.code, one.times, one.chapters) == (other, "U+845B U+E0100", 1, ("1 text",))
    assert sentences([one]) == [f"「{other}」（U+845B U+E0100）は、通常の字形「葛」で印刷しました（1か所）：1 text"]
    assert write_pdf(content).missing == {}


def test_joiners_and_marks_of_direction_turn_nothing_round() -> None:
    assert fonts.clean("a\u202eb\u2066c\u200dd\u200fe") == "abcde"
    assert fonts.clean("9:00\u202fAM 1\u2009000") == "9:00\u00a0AM 1 000"


@pytest.mark.parametrize(
    "char", ["x", "あ", "。", "(", "「", "한", "\x00", "\u0301", "-", "/", '"', "\u3000", "😀", "\u3099"]
)
def test_ten_thousand_of_one_character(char: str) -> None:
    block = Typesetter().set(char * 10_000, Style(), 200)
    accounted(block, 10, 200)


@pytest.mark.parametrize("char", ["😀", "漢", "W", "か\u309a"])
def test_a_character_wider_than_its_room_stands_alone(char: str) -> None:
    for count in (1, 2, 3):
        lines = Typesetter().set(char * count, Style(), 1).stretches[0].lines
        assert [line.end - line.start for line in lines] == [len(char)] * count
