"""Tables over pages: every line once, rows whole where they can be, widths that keep words."""

import io

import pypdfium2
import pytest

from exercise_studio.reporting.compose import Composer, NewPage
from exercise_studio.reporting.document import Column
from exercise_studio.reporting.paper import Paper
from exercise_studio.reporting.tables import TableFlow
from exercise_studio.reporting.theme import Theme, frame_of
from exercise_studio.reporting.typeset import Typesetter

COLUMNS = (Column("番号", 0.5), Column("内容", 4), Column("期限", 0.3))
WIDTH, HEIGHT = frame_of("tall")[2:]


def table(rows: list[tuple[str, str, str]]) -> TableFlow:
    return TableFlow(Typesetter(), COLUMNS, rows, Theme("ja"))


def pieces(rows: list[tuple[str, str, str]]) -> list[TableFlow]:
    composer = Composer()
    composer.add([NewPage("tall"), table(rows)])
    found = [placed.flowable for page in composer.pages for placed in page.placed]
    assert all(isinstance(piece, TableFlow) for piece in found)
    for page in composer.pages:
        assert all(placed.y >= frame_of("tall")[1] - 0.1 for placed in page.placed)
    return found  # type: ignore[return-value]


def lines_shown(found: list[TableFlow]) -> dict[int, list[tuple[int, int]]]:
    """Row to the ranges of its lines that the pieces draw."""
    shown: dict[int, list[tuple[int, int]]] = {}
    for piece in found:
        for row in range(piece.first, piece.last):
            begin = piece.skip if row == piece.first else 0
            end = piece.keep if piece.keep is not None and row == piece.last - 1 else piece._grid.lines[row]
            shown.setdefault(row, []).append((begin, end))
    return shown


def test_every_row_stands_once_and_in_order() -> None:
    found = pieces([(str(n), "内容" * (n % 40), "2026-09-30") for n in range(400)])
    assert len(found) > 5
    for row, ranges in lines_shown(found).items():
        assert len(ranges) == 1, row
        assert ranges[0][0] == 0


def test_a_row_higher_than_a_page_is_split_without_losing_a_line() -> None:
    found = pieces([("1", "長い" * 5000, "x"), ("2", "短い", "y")])
    for row, ranges in lines_shown(found).items():
        assert ranges[0][0] == 0
        assert [end for _begin, end in ranges][:-1] == [begin for begin, _end in ranges][1:]
        assert ranges[-1][1] == found[0]._grid.lines[row]


def test_thousands_of_rows_share_one_setting() -> None:
    found = pieces([(str(n), f"項目{n}", "済") for n in range(5000)])
    assert all(piece._grid is found[0]._grid for piece in found)
    assert found[-1].last == 5000


def test_short_words_are_not_broken_in_narrow_columns() -> None:
    flow = table([("PRE-01", "内容", "2026-09-30")])
    flow.wrap(WIDTH, HEIGHT)
    assert [block.count for block in flow._grid.blocks[0]] == [1, 1, 1]


def test_rows_of_one_group_stay_on_one_page_and_leave_room_for_what_spans_them() -> None:
    rows = [("A" if n % 3 == 0 else "", "長い文です。" * 30 if n % 3 == 0 else "", f"{n}") for n in range(60)]
    flow = TableFlow(Typesetter(), COLUMNS, rows, Theme("ja"), spanning=2)
    composer = Composer()
    composer.add([NewPage("tall"), flow])
    found = [placed.flowable for page in composer.pages for placed in page.placed]
    assert len(found) > 1
    assert [piece.first % 3 for piece in found] == [0] * len(found)
    grid = flow._grid
    for first in range(0, 60, 3):
        height = grid.along[grid.end(first)] - grid.along[first]
        assert height >= grid.blocks[first][1].height
    assert [piece.last for piece in found] == [piece.first for piece in found[1:]] + [60]


def widths_of(columns: tuple[Column, ...], rows: list[tuple[str, ...]]) -> list[float]:
    flow = TableFlow(Typesetter(), columns, rows, Theme("ja"))
    flow.wrap(WIDTH, HEIGHT)
    grid = flow._grid
    assert grid.edges[-1][0] + grid.edges[-1][1] == pytest.approx(WIDTH)
    return [own for _x, own in grid.edges]


def test_columns_without_a_weight_are_as_wide_as_what_stands_in_them() -> None:
    columns = tuple(Column(title, 0) for title in ("番号", "内容", "期限"))
    number, text, due = widths_of(columns, [(f"F-{n}", "港湾の対応を記録する。" * 6, "2026-09-30") for n in range(9)])
    assert text > 3 * max(number, due)
    flow = TableFlow(Typesetter(), columns, [("F-1", "長い文です。" * 60, "2026-09-30")], Theme("ja"))
    flow.wrap(WIDTH, HEIGHT)
    assert [block.count for block in flow._grid.blocks[0]][::2] == [1, 1]


def test_a_column_without_a_weight_leaves_the_rest_to_the_others() -> None:
    columns = (Column("番号", 0), Column("内容", 3), Column("備考", 1))
    number, text, note = widths_of(columns, [("PRE-01", "内容", "備考")])
    assert text == pytest.approx(3 * note)
    assert number < note
    short = widths_of((Column("番号", 0), Column("内容", 1)), [("長い番号" * 40, "内容")])
    assert short[0] == pytest.approx(short[1], abs=10)


def test_digits_of_numbers_on_the_right_stand_below_one_another() -> None:
    columns = (Column("件", 1, "right"), Column("内容", 3))
    flow = TableFlow(Typesetter(), columns, [("1,111", "1111"), ("2,808", "2808")], Theme("ja"))
    flow.wrap(WIDTH, HEIGHT)
    ones, others = flow._grid.blocks
    assert ones[0].natural == pytest.approx(others[0].natural)
    assert ones[1].natural < others[1].natural
    buffer = io.BytesIO()
    canvas = Paper(buffer)
    flow.drawOn(canvas, 50, 600)
    canvas.showPage()
    canvas.save()
    page = pypdfium2.PdfDocument(buffer.getvalue())[0].get_textpage()
    text = page.get_text_range()
    commas = [page.get_charbox(index, loose=True)[0] for index, char in enumerate(text) if char == ","]
    assert len(commas) == 2
    assert commas[0] == pytest.approx(commas[1], abs=0.05)
    assert "1,111" in text


def test_a_long_cell_leaves_at_least_three_lines_on_either_side_of_the_page() -> None:
    for lines in range(9, 60, 7):
        rows = [(str(n), "短い文。", "x") for n in range(25)]
        rows.append(("25", "あ" * 28 * lines, "x"))
        found = pieces([*rows, ("26", "終わり", "y")])
        for ranges in lines_shown(found).values():
            assert len(ranges) == 1 or all(end - begin >= 3 for begin, end in ranges), ranges


def test_the_heading_row_stands_on_every_page() -> None:
    rows = [(str(n), "内容" * (n % 40), "2026-09-30") for n in range(200)]
    found = pieces(rows)
    canvas = Paper(buffer := io.BytesIO())
    for piece in found:
        piece.drawOn(canvas, 50, 50)
        canvas.showPage()
    canvas.save()
    document = pypdfium2.PdfDocument(buffer.getvalue())
    assert len(document) == len(found) > 3
    assert all("番号" in page.get_textpage().get_text_range() for page in document)
