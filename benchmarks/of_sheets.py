"""Spreadsheets: writing a sheet of 10,000 rows against XlsxWriter alone, reading it back against calamine alone."""

import io
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.measure import Result, beside, median
from exercise_studio.exchange.actions_sheet import read_actions
from exercise_studio.reporting.document import Cover, DataSheet, ReportContent, SheetColumn, Table
from exercise_studio.reporting.formats.xlsx import write_xlsx

ROWS, COLUMNS = 10_000, 10


def _content(sheet: DataSheet) -> ReportContent:
    cover = Cover("", "", "", (), "", (), "", (), Table((), ()), "", "")
    return ReportContent(
        "ja",
        "full",
        "AMBER",
        "演習結果・改善報告書",
        "第1版",
        "取扱注意",
        "2026-11-23",
        "{page}/{pages}",
        cover,
        (),
        "（続き）",
        sheets=(sheet,),
    )


def _sheet() -> DataSheet:
    base = '{"text":"対策","owner":"総務課"}'
    columns = (
        SheetColumn("key", "key"),
        SheetColumn("base", "base"),
        *(SheetColumn(f"c{n}", f"列{n}") for n in range(8)),
    )
    rows = tuple(
        (
            f"A-{row}",
            base,
            f"対策{row}を四半期ごとに更新する",
            row,
            "総務課",
            3.0,
            "手順書の改訂版",
            "完了",
            "議事録",
            f"F-{row}",
        )
        for row in range(ROWS)
    )
    return DataSheet("actions", "改善策", columns, rows)


def bench_sheet_writing() -> Iterator[Result]:
    """10,000 rows of 10 cells."""
    import xlsxwriter

    sheet = _sheet()
    content = _content(sheet)

    def raw() -> None:
        book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
        page: Any = book.add_worksheet()
        look = book.add_format({"text_wrap": True})
        for number, row in enumerate(sheet.rows):
            page.write_row(number, 0, row, look)
        book.close()

    ours, bound = beside(lambda: write_xlsx(content), raw, times=5)
    yield Result("writing 10,000 rows (XLSX)", median(ours) * 1000, "ms", median(bound) * 1000, 1.3)


def bench_sheet_reading() -> Iterator[Result]:
    """The same rows read back as edited actions."""
    from python_calamine import CalamineWorkbook

    with TemporaryDirectory() as folder:
        path = Path(folder) / "actions.xlsx"
        path.write_bytes(write_xlsx(_content(_sheet())))
        titles = {f"列{n}": f"c{n}" for n in range(8)}

        def raw() -> None:
            CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()

        ours, bound = beside(lambda: read_actions(path, titles), raw, times=5)
    yield Result("reading 10,000 rows (XLSX)", median(ours) * 1000, "ms", median(bound) * 1000, 1.5)
