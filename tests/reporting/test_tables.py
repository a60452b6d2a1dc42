"""Tables over pages: every line once, rows whole where they can be, widths that keep words."""

from exercise_studio.reporting.compose import Composer, NewPage
from exercise_studio.reporting.document import Column
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
