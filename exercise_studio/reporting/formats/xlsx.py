"""The data behind the report as an Excel workbook: real dates and numbers, filters, lists to choose from, no formula from data."""

import io
from datetime import UTC, date, datetime
from typing import Any, Final

from exercise_studio.reporting.document import Cell, DataSheet, ReportContent

FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins with one of these could be taken for a formula."""
MOST_ROWS: Final = 1_048_575
LONGEST: Final = 32_767
"""Characters that a cell holds."""
_ILLEGAL: Final = {code: None for code in range(32) if code not in (9, 10, 13)} | dict.fromkeys(range(0xD800, 0xE000))


def write_xlsx(content: ReportContent) -> bytes:
    """The data sheets as an XLSX file, the same bytes for the same content. Texts too long for a cell end in "…"."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        made = datetime.strptime(content.created or "20000101000000", "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        book.set_properties({
            "title": _fitted(f"{content.header} ({content.version})", 255), "subject": _fitted(content.subject, 255),
            "author": "Exercise Studio", "keywords": f"TLP:{content.tlp}", "created": made.replace(tzinfo=None),
        })  # fmt: skip
        looks = _Looks(book, content.language)
        for sheet in content.sheets:
            _write(book.add_worksheet(_sheet_name(sheet.title)), sheet, content, looks)
        if not content.sheets:
            book.add_worksheet("－").write_string(0, 0, f"{content.header} {content.version}")
    return buffer.getvalue()


class _Looks:
    """Cell formats, shared by all sheets."""

    def __init__(self, book: Any, lang: str) -> None:
        font = {"font_name": "Yu Gothic" if lang == "ja" else "Calibri", "font_size": 10, "valign": "top"}
        self.head = book.add_format({
            **font, "bold": True, "bg_color": "#08325D", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter",
        })  # fmt: skip
        self.text = book.add_format({**font, "text_wrap": True})
        self.guarded = book.add_format({**font, "text_wrap": True, "quote_prefix": True})
        self.number = book.add_format(font)
        self.date = book.add_format({**font, "num_format": "yyyy-mm-dd", "align": "left"})
        self.moment = book.add_format({**font, "num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"})
        self.edit = book.add_format({**font, "text_wrap": True, "bg_color": "#FFF9E5"})
        self.edit_guarded = book.add_format({**font, "text_wrap": True, "bg_color": "#FFF9E5", "quote_prefix": True})
        self.edit_date = book.add_format({**font, "num_format": "yyyy-mm-dd", "align": "left", "bg_color": "#FFF9E5"})


def _sheet_name(title: str) -> str:
    kept = "".join(" " if sign in "[]:*?/\\" else sign for sign in title).strip("' ")
    return kept[:31] or "－"


def _write(page: Any, sheet: DataSheet, content: ReportContent, looks: _Looks) -> None:
    rows, columns = sheet.rows[:MOST_ROWS], sheet.columns
    for at, column in enumerate(columns):
        page.set_column(at, at, column.width, None, {"hidden": True} if column.hidden else {})
        page.write_string(0, at, column.title, looks.head)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
    write_string, write_number, write_datetime = page.write_string, page.write_number, page.write_datetime
    marks = [
        (looks.edit, looks.edit_guarded, looks.edit_date)
        if column.editable
        else (looks.text, looks.guarded, looks.date)
        for column in columns
    ]
    for number, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            text, guarded, day = marks[at]
            if isinstance(value, str):
                if value:
                    said = _fitted(value, LONGEST)
                    write_string(number, at, said, guarded if said.startswith(FORMULA_SIGNS) else text)
                elif columns[at].editable:
                    page.write_blank(number, at, None, text)
            elif isinstance(value, datetime):
                write_datetime(number, at, value, looks.moment)
            elif isinstance(value, date):
                write_datetime(number, at, value, day)
            elif value is not None:
                write_number(number, at, value, looks.number)
    for at, column in enumerate(columns):
        if column.choices and rows:
            page.data_validation(1, at, len(rows), at, {"validate": "list", "source": list(column.choices)})
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_margins(left=0.5, right=0.5, top=0.9, bottom=0.8)
    # "&" begins a code in heads and feet.
    name, mark = content.header.replace("&", "&&")[:120], f"TLP:{content.tlp}"
    page.set_header(f"&L&9{name}　{content.version}&R&12&B{mark}")
    page.set_footer(f"&L&9{content.handling.replace('&', '&&')}　{content.as_of}&C&9&P / &N&R&12&B{mark}")


def _fitted(text: str, most: int) -> str:
    kept = text.translate(_ILLEGAL)
    # Excel counts UTF-16 units.
    if len(kept) <= most // 2 or len(kept.encode("utf-16-le")) // 2 <= most:
        return kept
    return kept.encode("utf-16-le")[: (most - 1) * 2].decode("utf-16-le", "ignore") + "…"


def plain_cell(value: Cell) -> str:
    """A value as text: ISO dates, numbers as they are, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
