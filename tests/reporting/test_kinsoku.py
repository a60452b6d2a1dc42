"""Two hundred lines of the Japanese that offices write, at many widths: by our own account and by that of a real file."""

import io
from collections import defaultdict

import pypdfium2
import pytest

from exercise_studio.reporting import fonts
from exercise_studio.reporting.document import Run
from exercise_studio.reporting.drawing import draw_block
from exercise_studio.reporting.paper import Paper
from exercise_studio.reporting.typeset import Block, Style, Typesetter
from tests.reporting.kinsoku import INSEPARABLE, NOT_FIRST, NOT_LAST, SENTENCES, faults

STYLE = Style(size=10, leading=16)
PAGE = (595.0, 842.0)
LEFT = 60.0
WIDE = tuple(range(120, 480, 24))
NARROW = tuple(range(40, 120, 16))


def ends_of(block: Block) -> list[int]:
    return [line.end for line in block.stretches[0].lines[:-1]]


def test_the_set_is_large_and_has_every_class() -> None:
    assert len(SENTENCES) == len(set(SENTENCES)) >= 200
    said = "".join(SENTENCES)
    for name, signs in {**NOT_FIRST, **NOT_LAST, "cl-08": INSEPARABLE}.items():
        assert any(sign in said for sign in signs), name


@pytest.mark.parametrize("width", WIDE)
def test_no_line_of_the_set_is_broken_wrongly(width: int) -> None:
    setter = Typesetter()
    for text in SENTENCES:
        block = setter.set(text, STYLE, width)
        assert faults(text, ends_of(block)) == [], f"{width}: {text}"
        assert block.natural <= width + 1e-6, f"{width}: {text}"


@pytest.mark.parametrize("width", NARROW)
def test_in_a_narrow_cell_the_signs_still_stand_where_they_may(width: int) -> None:
    setter = Typesetter()
    for text in SENTENCES:
        block = setter.set(text, STYLE, width)
        assert faults(text, ends_of(block), narrow=True) == [], f"{width}: {text}"
        assert block.natural <= width + 1e-6, f"{width}: {text}"


@pytest.mark.parametrize("width", [140, 233, 459])
def test_bold_and_coloured_stretches_do_not_change_the_rules(width: int) -> None:
    setter = Typesetter()
    for text in SENTENCES:
        third = len(text) // 3
        runs = (
            Run(text[:third]),
            Run(text[third : 2 * third], True, "#881828"),
            Run(text[2 * third :], link="https://example.jp/"),
        )
        block = setter.set(runs, STYLE, width)
        assert faults(text, ends_of(block)) == [], f"{width}: {text}"


def drawn(width: float) -> bytes:
    """The set in a file: a sentence below the other, as wide as `width` points, from `LEFT`."""
    setter = Typesetter(language="ja")
    buffer = io.BytesIO()
    canvas = Paper(buffer, language="ja")
    canvas.setPageSize(PAGE)
    top = PAGE[1] - 40
    for text in SENTENCES:
        block = setter.set(text, STYLE, width)
        if top - block.height < 40:
            canvas.showPage()
            canvas.setPageSize(PAGE)
            top = PAGE[1] - 40
        draw_block(canvas, block, LEFT, top)
        # Sentences lie a line apart, so that the reader of the file can tell them.
        top -= block.height + STYLE.leading
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def paragraphs_of(data: bytes) -> list[list[tuple[str, float]]]:
    """The sentences of a file as its reader sees them: lines with where their last ink stands."""
    found: list[list[tuple[str, float]]] = []
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        rows: dict[int, list[tuple[float, float, str]]] = defaultdict(list)
        for index in range(text.count_chars()):
            left, bottom, right, _top = text.get_charbox(index, loose=True)
            character = chr(pypdfium2.raw.FPDFText_GetUnicode(text, index))
            if character.strip() and right > left:
                # A hyphen that ends a line is told apart by this reader.
                rows[round(bottom)].append((left, right, "-" if character in "\x02\ufffe" else character))
        last = None
        for bottom in sorted(rows, reverse=True):
            if last is None or last - bottom > 1.5 * STYLE.leading:
                found.append([])
            last = bottom
            row = sorted(rows[bottom])
            found[-1].append(("".join(one[2] for one in row), max(one[1] for one in row)))
    document.close()
    return found


def bare(text: str) -> str:
    # The reader gives characters beyond the first plane as two halves.
    return "".join(text.split()).encode("utf-16", "surrogatepass").decode("utf-16")


@pytest.mark.parametrize("width", [137, 240, 459])
def test_the_lines_of_a_real_file_keep_the_rules(width: int) -> None:
    paragraphs = paragraphs_of(drawn(width))
    assert len(paragraphs) == len(SENTENCES)
    for text, lines in zip(SENTENCES, paragraphs, strict=True):
        meant = bare(text)
        assert "".join(bare(line) for line, _right in lines) == meant
        ends, at, seen = [], 0, 0
        for line, right in lines:
            assert right <= LEFT + width + 0.2 * STYLE.size, f"{line!r} hangs"
            seen += len(bare(line))
            while at < len(text) and len(bare(text[:at])) < seen:
                at += 1
            ends.append(at)
        assert faults(text, ends[:-1]) == [], f"{width}: {text}"


def test_full_lines_of_the_file_end_at_the_right_edge() -> None:
    """But those that a long word or an address leaves too empty: stretched to the edge they would fall apart."""
    paragraphs = [
        lines[:-1] for text, lines in zip(SENTENCES, paragraphs_of(drawn(300)), strict=True) if not text.isascii()
    ]
    lines = [one for lines in paragraphs for one in lines]
    ragged = [line for line, right in lines if abs(right - LEFT - 300) > 3]
    assert len(lines) > 100
    assert len(ragged) <= 0.08 * len(lines), ragged


def test_marks_that_meet_take_no_more_than_half_an_em_each() -> None:
    """The face is proportional: what JLREQ takes away between marks that meet is not there in the first place."""
    for name in (fonts.REGULAR, fonts.BOLD):
        advance = fonts.face(name).advance
        assert all(advance[mark] <= 0.61 for mark in "、。，．・：；「」『』（）【】〈〉《》〔〕")
