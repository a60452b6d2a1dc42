"""Figures: what they draw stays in its place at every size, is told apart without colour, and says what it lacks."""

import io
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any, NamedTuple

import pypdfium2
import pytest
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, Path, Rect, String
from reportlab.pdfgen.canvas import Canvas

from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import MINUTE
from exercise_studio.language import translate
from exercise_studio.reporting import figures, fonts
from exercise_studio.reporting.figures.common import EDGES, FILLS, NOTHING, colour
from exercise_studio.reporting.figures.data import (
    DotRow,
    Dots,
    Heat,
    HeatRow,
    Lane,
    Mark,
    PlannedMark,
    Radar,
    RadarAxis,
    StackRow,
    Stacks,
    Timeline,
)
from exercise_studio.reporting.figures.paint import paint, shapes_of
from exercise_studio.reporting.figures.ratings import shares
from exercise_studio.reporting.figures.said import said
from exercise_studio.reporting.labels import GLYPHS
from exercise_studio.reporting.paper import Paper
from exercise_studio.reporting.theme import ACCENT, INK, NAVY, WARN, WHITE, Theme
from exercise_studio.reporting.typeset import Typesetter
from tests.reporting.figure_data import LEGEND, LONG, WORDS, Kind, cell, every

ROOM = 640.0
SORTS = tuple(figures.FIGURES)
Shape = Any


class Text(NamedTuple):
    """A text of a drawing with the box of its ink."""

    words: str
    left: float
    bottom: float
    right: float
    top: float


def drawn(sort: str, data: object, *, width: float = 459.0, room: float = ROOM, lang: Lang = "ja") -> Drawing:
    """A figure's drawing."""
    return figures.draw(sort, data, Typesetter(language=lang), width, room, Theme(lang))


def texts(drawing: Drawing) -> list[Text]:
    """Every text, stretches of different fonts apart."""
    found = []
    for shape, left, bottom in shapes_of(drawing):
        if isinstance(shape, String):
            one: Shape = shape
            face = fonts.face(one.fontName)
            width = sum(face.advance[char] for char in one.text) * one.fontSize
            x, y = one.x + left, one.y + bottom
            found.append(Text(one.text, x, y - one.fontSize * 0.12, x + width, y + one.fontSize * 0.75))
    return found


def said_in(drawing: Drawing) -> str:
    """All words of a drawing."""
    return "\n".join(text.words for text in texts(drawing))


def extent(shape: Shape) -> Iterator[tuple[float, float]]:
    """The corners of a rectangle or the points of a path."""
    if isinstance(shape, Rect):
        own: Shape = shape
        yield own.x, own.y
        yield own.x + own.width, own.y + own.height
    elif isinstance(shape, Path):
        points: Shape = shape
        yield from zip(points.points[::2], points.points[1::2], strict=True)


def paths(drawing: Drawing, *, fill: str | None, edge: str | None) -> list[Shape]:
    """The paths of one look."""
    wanted = (colour(fill) if fill else None, colour(edge) if edge else None)
    return [s for s, *_ in shapes_of(drawing) if isinstance(s, Path) and (s.fillColor, s.strokeColor) == wanted]


def middles(shape: Shape) -> list[tuple[float, float]]:
    """The middle of each closed part of a path."""
    found, part, place = [], [], 0
    for operator in shape.operators:
        takes = (2, 2, 6, 0)[operator]
        part += list(
            zip(shape.points[place : place + takes : 2], shape.points[place + 1 : place + takes : 2], strict=True)
        )
        place += takes
        if operator == 3:
            xs, ys = [x for x, _ in part], [y for _, y in part]
            found.append(((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2))
            part = []
    return found


# every figure, at every size


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("count", [1, 5, 40])
@pytest.mark.parametrize("kind", ["plain", "long"])
@pytest.mark.parametrize("width", [250.0, 459.0, 706.0])
def test_nothing_stands_outside_of_a_figure(sort: str, count: int, kind: Kind, width: float) -> None:
    for part in figures.parts(sort, every(count, kind)[sort], ROOM):
        drawing = drawn(sort, part, width=width)
        assert drawing.width == width
        assert 0 < drawing.height <= ROOM
        for text in texts(drawing):
            assert text.left >= -0.5, text
            assert text.right <= width + 0.5, text
            assert text.bottom >= -1.0, text
            assert text.top <= drawing.height + 0.5, text
        for shape, left, bottom in shapes_of(drawing):
            for x, y in extent(shape):
                assert -1 <= x + left <= width + 1
                assert -1 <= y + bottom <= drawing.height + 1


@pytest.mark.parametrize("sort", sorted(set(SORTS) - {"timeline"}))
@pytest.mark.parametrize("kind", ["plain", "long"])
@pytest.mark.parametrize("width", [300.0, 459.0])
def test_no_text_lies_upon_another(sort: str, kind: Kind, width: float) -> None:
    drawing = drawn(sort, every(9, kind)[sort], width=width)
    for one, other in combinations(texts(drawing), 2):
        across = min(one.right, other.right) - max(one.left, other.left)
        up = min(one.top, other.top) - max(one.bottom, other.bottom)
        assert across <= 0.6 or up <= 0.9, f"{one} {other}"


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("count", [0, 3])
def test_without_a_value_a_sentence_stands_in_the_place_of_the_figure(sort: str, lang: Lang, count: int) -> None:
    drawing = drawn(sort, every(count, "none")[sort] if count else _emptied(sort), lang=lang)
    shown = [shape for shape, *_ in shapes_of(drawing)]
    assert said_in(drawing).replace("\n", "") == translate(lang, NOTHING)
    assert all(isinstance(shape, String) for shape in shown)
    assert drawing.height < 30


def _emptied(sort: str) -> object:
    """A figure of no groups at all."""
    from dataclasses import replace

    data: Any = every(1, "none")[sort]
    return replace(
        data, **{"timeline": {"lanes": ()}, "trend": {"lines": ()}, "radar": {"axes": ()}}.get(sort, {"rows": ()})
    )


@pytest.mark.parametrize("sort", sorted(figures.PAGED))
def test_a_figure_of_many_rows_goes_on_over_pages_and_loses_none(sort: str) -> None:
    field = figures.PAGED[sort][0]
    data = every(80)[sort]
    if sort == "timeline":
        data = Timeline(
            60 * MINUTE, (), (), tuple(Lane(f"T{n}", (Mark(n, "", "done"),)) for n in range(80)), (), (), WORDS
        )
    cut = figures.parts(sort, data, ROOM)
    assert len(cut) > 1
    assert [row for part in cut for row in getattr(part, field)] == list(getattr(data, field))
    sizes = [len(getattr(part, field)) for part in cut]
    assert max(sizes) - min(sizes) <= len(cut), "parts of like length"
    assert all(drawn(sort, part).height <= ROOM for part in cut)


def test_what_does_not_fit_is_counted() -> None:
    drawing = drawn("heat", every(80)["heat"], room=400.0, lang="en")
    shown = sum(1 for text in texts(drawing) if "号" in text.words)
    assert f"{80 - shown} more do not fit here." in said_in(drawing)
    assert drawing.height <= 400


@pytest.mark.parametrize("sort", SORTS)
def test_names_are_data_and_rare_characters_are_found_in_the_fallback_font(sort: str) -> None:
    drawing = drawn(sort, every(5, "long")[sort], width=706.0)
    used = {shape.fontName for shape, *_ in shapes_of(drawing) if isinstance(shape, String)}
    assert used <= {fonts.REGULAR, fonts.BOLD, fonts.FALLBACK}
    assert "<b>" in said_in(drawing)


# apart without colour


def test_each_level_has_its_glyph_and_its_own_pattern() -> None:
    row = HeatRow("組織", tuple(cell(value) for value in (4.0, 3.0, 2.0, 1.0)))
    drawing = drawn("heat", Heat(("a", "b", "c", "d"), (row,), LEGEND))
    words = said_in(drawing)
    for level, glyph in GLYPHS.items():
        assert f"{glyph} {level}.0" in words
    hatched = paths(drawing, fill=None, edge=EDGES[2])
    heavy = [
        shape for shape, *_ in shapes_of(drawing)
        if isinstance(shape, Rect) and shape.strokeWidth > 1 and shape.strokeColor is colour(EDGES[1])
    ]  # fmt: skip
    assert len(hatched) == 2, "the field and its sample in the legend"
    assert len(heavy) == 2
    # In grey the solid and the light field are far apart, and the other two have their pattern.
    assert _grey(FILLS[3]) - _grey(FILLS[4]) > 0.5


def _grey(name: str) -> float:
    red, green, blue = (int(name[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_an_average_never_stands_without_its_n() -> None:
    data = every(6)["heat"]
    assert isinstance(data, Heat)
    words = said_in(drawn("heat", data)).split("\n")
    for row in data.rows:
        for one in row.cells:
            if one.value is not None:
                assert one.note in words


def test_a_field_that_nobody_observed_is_dotted_and_one_that_does_not_apply_is_left_out() -> None:
    row = HeatRow("組織", (cell(3.0), cell(None, 0), cell(None, 0)))
    dotted = drawn("heat", Heat(("a", "b", "c"), (row,), LEGEND))
    dashes = [s for s, *_ in shapes_of(dotted) if isinstance(s, Rect) and s.strokeDashArray]
    assert len(dashes) == 3, "two fields and the legend"
    assert "観察できず" in said_in(dotted)
    seen = drawn("heat", Heat(("a",), (HeatRow("組織", (cell(3.0),)),), LEGEND))
    assert "観察できず" not in said_in(seen)


def test_one_rating_of_a_thousand_still_shows_its_glyph() -> None:
    row = StackRow("組織", (999, 0, 0, 1), 1, 0, "4.0", "n=1,000")
    drawing = drawn("stacks", Stacks((row,), LEGEND, "平均"))
    words = [text.words for text in texts(drawing)]
    assert "×" in words
    assert "◎999" in words
    assert "－" in words


def test_the_parts_of_a_bar_fill_it_and_keep_their_order_of_size() -> None:
    parts = shares((900, 1, 0, 40, 200, 1), 300.0)
    assert sum(parts) == pytest.approx(300)
    assert parts[2] == 0
    assert min(part for part in parts if part) == 9
    assert parts[0] > parts[4] > parts[3] >= parts[1]
    # More fields than there is room for: by count alone.
    assert shares((1, 1, 2), 12.0) == [3, 3, 6]


# what a figure tells


def _dots(*rows: DotRow) -> Dots:
    return Dots(rows, {**WORDS, "share": "時間内"})


def test_latency_is_on_an_axis_of_minutes_where_each_doubling_is_as_long_as_any_other() -> None:
    target = 30 * MINUTE
    times = tuple((minutes * MINUTE, minutes <= 30) for minutes in (3, 6, 12, 24, 48, 96))
    drawing = drawn("dots", _dots(DotRow("項目", target, times, 2, "4/8")))
    (early,), (late,) = paths(drawing, fill=ACCENT, edge=WHITE)[:1], paths(drawing, fill=WHITE, edge=WARN)[:1]
    places = [x for x, _ in middles(early)] + [x for x, _ in middles(late)]
    steps = [b - a for a, b in pairwise(places)]
    assert steps == pytest.approx([steps[0]] * 5, abs=0.01)
    (stroke,) = [one for one in paths(drawing, fill=None, edge=INK) if one.strokeWidth > 1][:1]
    mark = stroke.points[0]
    # In time are filled discs before the stroke, late are open diamonds behind it.
    assert places[3] < mark < places[4]
    assert len(early.operators) == 4 * 6
    assert len(late.operators) == 2 * 5
    assert "10分" in said_in(drawing)
    assert "2" in said_in(drawing).split("\n"), "two have no record"


def test_each_target_of_an_item_has_its_stroke() -> None:
    row = DotRow("項目", 10 * MINUTE, ((15 * MINUTE, True), (15 * MINUTE, False)), 0, "1/2", (10 * MINUTE, 20 * MINUTE))
    strokes = [one for one in paths(drawn("dots", _dots(row)), fill=None, edge=INK) if one.strokeWidth > 1]
    assert len(strokes[0].operators) == 2 * 2


def test_what_was_done_beforehand_stands_at_the_beginning_of_the_axis() -> None:
    row = DotRow("項目", 10 * MINUTE, ((-5 * MINUTE, True), (0, True), (8 * MINUTE, True)), 0, "3/3")
    (early,) = paths(drawn("dots", _dots(row)), fill=ACCENT, edge=WHITE)[:1]
    first, second, last = (x for x, _ in middles(early))
    assert first == second < last


def _radar(*values: float | None) -> Radar:
    return Radar(tuple(RadarAxis(f"P{n}", value, "－", "n=0") for n, value in enumerate(values)), WORDS)


def test_a_pillar_that_nobody_observed_is_a_gap_and_never_a_one() -> None:
    whole, gap = drawn("radar", _radar(3, 3, 3, 3, 3)), drawn("radar", _radar(3, None, 3, 3, 3))
    points = [len(paths(one, fill=NAVY, edge=NAVY)[0].operators) // 6 for one in (whole, gap)]
    lines = [next(s for s in paths(one, fill=None, edge=NAVY) if s.strokeWidth == 1.6) for one in (whole, gap)]
    sides = [len(one.operators) // 2 for one in lines]
    assert points == [5, 4]
    assert sides == [5, 3]


def test_the_radar_shows_last_times_value_beside_this_times() -> None:
    axes = tuple(RadarAxis(f"P{n}", 3.0, "○ 3.0", "n=7", 2.4 if n else None) for n in range(5))
    drawing = drawn("radar", Radar(axes, WORDS))
    words = said_in(drawing)
    assert words.count("○ 3.0  n=7") == 5
    assert words.split("\n").count("2.4") == 4
    assert WORDS["then"] in words
    assert WORDS["then"] not in said_in(drawn("radar", _radar(3, 3, 3)))


def _run(count: int) -> Timeline:
    marks = tuple(Mark(number * 1000, "", "done" if number % 5 else "partly") for number in range(count))
    injects = (
        PlannedMark("I01", 0, 0, False),
        PlannedMark("I02", 10 * MINUTE, 25 * MINUTE, True),
        PlannedMark("I03", MINUTE, None, False),
    )
    return Timeline(
        60 * MINUTE, (), injects, (Lane("本部", marks),), ((5 * MINUTE, "5分"),), ((5 * MINUTE, "7/5 07:00"),), WORDS
    )


def test_an_inject_given_later_than_planned_is_joined_with_its_plan() -> None:
    joins = [s for s in paths(drawn("timeline", _run(3)), fill=None, edge="#A9B0BA") if len(s.operators) == 2]
    assert len(joins) == 1
    x1, y1, x2, y2 = joins[0].points
    assert x2 > x1 + 50
    assert y2 < y1


def test_lanes_of_many_teams_are_columns_that_count() -> None:
    few, many = drawn("timeline", _run(20)), drawn("timeline", _run(900))
    assert len(paths(few, fill=NAVY, edge=WHITE)[0].operators) == 16 * 6
    columns = paths(many, fill=NAVY, edge=NAVY)
    heights = [max(one.points[1::2]) - min(one.points[1::2]) for one in columns]
    assert heights
    # The tallest column says how many it stands for: a column is a minute or two.
    assert any(text.words.isdigit() and int(text.words) in (60, 120, 300) for text in texts(many))


def test_a_pause_and_a_jump_at_the_same_moment_have_words_that_do_not_cover_each_other() -> None:
    found = [text for text in texts(drawn("timeline", _run(3))) if "5分" in text.words or "07:00" in text.words]
    assert len(found) == 2
    assert found[0].bottom >= found[1].top or found[1].bottom >= found[0].top


def test_only_marks_that_occur_are_explained() -> None:
    words = said_in(drawn("timeline", _run(3)))
    assert WORDS["done"] in words
    assert WORDS["decision"] not in words


# for those who do not see it


def test_the_sentence_names_highest_and_lowest_with_their_n() -> None:
    rows = (HeatRow("甲社", (cell(3.6, 8), cell(1.5, 2))), HeatRow("乙社", (cell(2.5, 4), cell(None, 0))))
    data = Heat(("初動", "復旧"), rows, LEGEND)
    assert said("heat", data, "ja") == (
        "最高は甲社の初動 ◎ 3.6 (n=8)、最低は甲社の復旧 × 1.5 (n=2)である。値のある3欄のうち1欄が2.5未満である。"
    )
    assert said("heat", data, "en") == (
        "Highest: 甲社, 初動 ◎ 3.6 (n=8); lowest: 甲社, 復旧 × 1.5 (n=2). Of 3 fields with a value, 1 are below 2.5."
    )


def test_the_sentence_says_what_is_late_and_what_has_no_record() -> None:
    row = DotRow("第一報", 10 * MINUTE, ((5 * MINUTE, True), (25 * MINUTE, False)), 3, "1/5")
    told = said("dots", _dots(row), "en")
    assert told == (
        "Of 5 marks 1 are in time and 1 late; 3 have no record. Latest for its target: 第一報, 25 min against 10 min (2.5 times)."
    )


def test_the_sentence_names_the_axis_that_is_left_open_and_the_inject_that_was_not_given() -> None:
    assert "P1" in said("radar", _radar(3, None, 2), "ja")
    told = said("timeline", _run(10), "en")
    assert "Planned and not given: I03." in told
    assert "the latest I02 by 15 min" in told
    assert "8 done, 2 partly" in told


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_figure_has_something_to_say(sort: str, lang: Lang) -> None:
    told = said(sort, every(5)[sort], lang)
    assert len(told) > 20
    assert told.endswith("。" if lang == "ja" else ".")


def test_a_figure_without_values_claims_no_extremes() -> None:
    for sort in SORTS:
        told = said(sort, every(3, "none")[sort], "en")
        assert "Highest" not in told
        assert "nan" not in told.lower()


# on paper


def _picture(pdf: bytes) -> Any:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[0].render(scale=2).to_pil().convert("RGB")
    finally:
        document.close()


@pytest.mark.parametrize("sort", SORTS)
def test_our_pen_draws_what_the_librarys_renderer_draws(sort: str) -> None:
    from PIL import ImageChops, ImageStat

    drawing: Any = drawn(sort, every(6)[sort])
    size = (drawing.width, drawing.height)
    ours, theirs = io.BytesIO(), io.BytesIO()
    paper: Any = Paper(ours)
    paper.setPageSize(size)
    paint(drawing, paper)
    paper.showPage()
    paper.save()
    make: Any = Canvas
    canvas = make(theirs, pagesize=size, invariant=1, initialFontName=fonts.REGULAR)
    renderPDF.draw(drawing, canvas, 0, 0)
    canvas.showPage()
    canvas.save()
    one, other = _picture(ours.getvalue()), _picture(theirs.getvalue())
    assert one.size == other.size
    mean = ImageStat.Stat(ImageChops.difference(one, other)).mean
    assert max(mean) < 0.6
    assert max(ImageStat.Stat(one).stddev) > 10, "there is something on it"


def test_the_words_of_a_figure_are_found_in_the_file() -> None:
    drawing: Any = drawn("stacks", every(4, "long")["stacks"])
    file = io.BytesIO()
    paper: Any = Paper(file)
    paper.setPageSize((drawing.width, drawing.height))
    paint(drawing, paper)
    paper.showPage()
    paper.save()
    document = pypdfium2.PdfDocument(file.getvalue())
    page = document[0].get_textpage()
    shown = page.get_text_range().replace("\r\n", "\n")
    document.close()
    for text in texts(drawing):
        assert text.words in shown
    assert LONG[:6] in shown
