"""The data behind the report as CSV files in a ZIP: UTF-8 with BOM, or CP932 for programs that know nothing else."""

import csv
import io
import zipfile
from typing import Final

from exercise_studio.reporting.document import Cell, DataSheet, ReportContent
from exercise_studio.reporting.formats.xlsx import FORMULA_SIGNS, plain_cell

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
MISSING: Final = "〓"
"""Stands where CP932 has no such character."""


def write_csv(content: ReportContent) -> bytes:
    """A ZIP with a CSV file a sheet, each UTF-8 with BOM, so that Excel opens it by double-click."""
    return _zipped(content, {sheet.id: sheet_csv(sheet) for sheet in content.sheets})


def write_csv_cp932(content: ReportContent) -> bytes:
    """The same in CP932. What it lacks is shown as 〓 and named in `lost_in_cp932`."""
    return _zipped(content, {sheet.id: _cp932(sheet_text(sheet)) for sheet in content.sheets})


def sheet_csv(sheet: DataSheet) -> bytes:
    """One sheet as CSV: UTF-8 with BOM, CRLF, hidden columns left out, nothing that a spreadsheet would compute."""
    return sheet_text(sheet).encode("utf-8-sig", "replace")


def sheet_text(sheet: DataSheet) -> str:
    """One sheet as CSV text with CRLF."""
    shown = [at for at, column in enumerate(sheet.columns) if not column.hidden]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(sheet.columns[at].title) for at in shown])
    for row in sheet.rows:
        writer.writerow([guarded(row[at]) for at in shown])
    return out.getvalue()


def guarded(value: Cell) -> str:
    """A value as text; one that a spreadsheet would take for a formula gets an apostrophe before it."""
    said = plain_cell(value).replace("\x00", "")
    return f"'{said}" if isinstance(value, str) and said.startswith(FORMULA_SIGNS) else said


def lost_in_cp932(content: ReportContent) -> dict[str, int]:
    """Characters of the data that CP932 lacks, with how often they occur."""
    lost: dict[str, int] = {}
    for sheet in content.sheets:
        for sign in sheet_text(sheet):
            if not _has(sign):
                lost[sign] = lost.get(sign, 0) + 1
    return dict(sorted(lost.items()))


def _has(sign: str) -> bool:
    try:
        sign.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def _cp932(text: str) -> bytes:
    try:
        return text.encode("cp932")
    except UnicodeEncodeError:
        return "".join(sign if _has(sign) else MISSING for sign in text).encode("cp932")


def _zipped(content: ReportContent, files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            info = zipfile.ZipInfo(f"{name}.csv", _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            target.writestr(info, data)
    return out.getvalue()
