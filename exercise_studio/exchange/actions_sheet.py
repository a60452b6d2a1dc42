"""Reads the workbook of actions back: which row is which action, what it held when it was written, and what it holds now."""

import gc
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from exercise_studio.domain.errors import InputError, InvalidFile, Problem
from exercise_studio.language import N_

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_UNPACKED: Final = 200 * 1024 * 1024
MOST_ROWS: Final = 20_000
KEY, BASE = "key", "base"


@dataclass(slots=True)
class SheetRow:
    """One action's row.

    Attributes:
        number: the row in the sheet, counted as people see it.
        key: the action's number.
        base: its values when the workbook was written (codes and ISO dates).
        values: its values now, as text with whatever spaces are around it; dates as ISO dates.
    """

    number: int
    key: str
    base: dict[str, str]
    values: dict[str, str]
    _sheet: str
    _columns: Mapping[str, int]

    def cell(self, column: str) -> str:
        """The name of a column's cell in this row ("Actions!F12"); "" for a column that is not there."""
        at = self._columns.get(column)
        return "" if at is None else f"{self._sheet}!{cell_name(at, self.number)}"


@dataclass(frozen=True, slots=True)
class ActionSheet:
    """What was read: rows, and rows that could not be taken with their reason."""

    sheet: str
    rows: tuple[SheetRow, ...]
    problems: tuple[Problem, ...]


def read_actions(path: Path, titles: Mapping[str, str]) -> ActionSheet:
    """The rows of the first sheet that has the columns `key` and `base`. `titles` maps headings to column ids.

    Raises InvalidFile for what is no such workbook, or is larger than 20 MB (200 MB unpacked).
    """
    _bounded(path)
    try:
        from python_calamine import CalamineWorkbook

        with CalamineWorkbook.from_path(str(path)) as book:
            for name in book.sheet_names:
                table = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
                head = [str(title).strip() for title in table[0]] if table else []
                if KEY in head and BASE in head:
                    # Thousands of small objects: the collector would look through all of them again and again.
                    watched = gc.isenabled()
                    gc.disable()
                    try:
                        return _rows(path.name, name, head, table, titles)
                    finally:
                        if watched:
                            gc.enable()
    except (InvalidFile, InputError):
        raise
    except Exception as error:
        # The reader has no error class of its own for all that can be wrong with a file.
        raise _invalid(path, N_("The workbook cannot be read: {reason}"), reason=str(error)[:200]) from error
    raise _invalid(
        path, N_("No sheet of this workbook has the columns of the exported actions (“key” and “base”, hidden).")
    )


def _invalid(path: Path, message: str, **params: object) -> InvalidFile:
    return InvalidFile([Problem("error", "shape", message, params, path.name)])


def _bounded(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise InputError(
            N_("The file cannot be read: {reason}"), file=str(path), reason=error.strerror or ""
        ) from error
    if size > MOST_BYTES:
        raise _invalid(path, N_("The file has more than {limit} MB."), limit=MOST_BYTES // 1024**2)
    if not zipfile.is_zipfile(path):
        raise _invalid(path, N_("This is no Excel workbook (.xlsx)."))
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(member.file_size for member in packed.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _invalid(path, N_("The workbook cannot be read: {reason}"), reason=str(error)[:200]) from error
    if unpacked > MOST_UNPACKED:
        raise _invalid(path, N_("Unpacked the file has more than {limit} MB."), limit=MOST_UNPACKED // 1024**2)


def _rows(file: str, sheet: str, head: list[str], table: list[list[Any]], titles: Mapping[str, str]) -> ActionSheet:
    columns = {titles[title]: at for at, title in enumerate(head) if title in titles}
    key_at, base_at = head.index(KEY), head.index(BASE)
    rows: list[SheetRow] = []
    problems: list[Problem] = []
    places = {**columns, KEY: key_at}
    read = json.JSONDecoder().raw_decode
    names = tuple(columns)
    taken = [[cell if type(cell) is str else _text(cell) for cell in column] for column in zip(*table[1:], strict=True)]
    if not taken:
        return ActionSheet(sheet, (), ())
    edited = [taken[at] for at in columns.values()]
    for number, (key, base, *cells) in enumerate(zip(taken[key_at], taken[base_at], *edited, strict=True), 2):
        if not key and not base:
            if any(column[number - 2].strip() for column in taken):
                cell = f"{sheet}!{cell_name(key_at, number)}"
                message = N_("Row {row} has no key: new actions are planned in the program, not in the sheet.")
                problems.append(Problem("warning", "new_row", message, {"row": number}, file, path=cell))
            continue
        try:
            values, end = read(base)
            if end != len(base) or type(values) is not dict or set(map(type, values.values())) - {str}:
                raise ValueError
        except ValueError:
            message = N_("Row {row}: the hidden columns were changed, so it cannot be told what was edited.")
            cell = f"{sheet}!{cell_name(key_at, number)}"
            problems.append(Problem("error", "base", message, {"row": number}, file, path=cell))
            continue
        rows.append(SheetRow(number, key, values, dict(zip(names, cells, strict=True)), sheet, places))
    return ActionSheet(sheet, tuple(rows), tuple(problems))


def _text(value: Any) -> str:
    if type(value) is float:
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def cell_name(column: int, row: int) -> str:
    """ "F12" for column 5 (from 0) and row 12."""
    name, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(65 + letter) + name
    return f"{name}{row}"
