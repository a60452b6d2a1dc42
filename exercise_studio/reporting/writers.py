"""The formats a report can be written in; each is one function from content to bytes."""

import dataclasses
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from exercise_studio.reporting.document import ReportContent


def _pdf(content: ReportContent) -> bytes:
    # reportlab takes a noticeable moment to load: only when a PDF is wanted.
    from exercise_studio.reporting.pdf import write_pdf

    data: bytes = write_pdf(content).data
    return data


def _pdf_mono(content: ReportContent) -> bytes:
    from exercise_studio.reporting.pdf import write_pdf

    data: bytes = write_pdf(content, mono=True).data
    return data


def _docx(content: ReportContent) -> bytes:
    from exercise_studio.reporting.formats.docx import write_docx

    return write_docx(content)


def _xlsx(content: ReportContent) -> bytes:
    from exercise_studio.reporting.formats.xlsx import write_xlsx

    return write_xlsx(content)


def _csv(content: ReportContent) -> bytes:
    from exercise_studio.reporting.formats.csv import write_csv

    return write_csv(content)


def _csv_cp932(content: ReportContent) -> bytes:
    from exercise_studio.reporting.formats.csv import write_csv_cp932

    return write_csv_cp932(content)


def _json(content: ReportContent) -> bytes:
    return (json.dumps(_plain(content), ensure_ascii=False, indent=1) + "\n").encode()


def _plain(value: Any) -> Any:
    """Blocks carry their kind, so that a reader can tell them apart."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {"block": type(value).__name__.lower(), **fields}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: _plain(part) for name, part in zip(value._fields, value, strict=True)}
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


SUFFIXES = {
    "pdf": ".pdf", "pdf-mono": "-mono.pdf", "docx": ".docx", "xlsx": ".xlsx", "csv": ".zip", "csv-cp932": ".zip",
    "json": ".json",
}  # fmt: skip
"""What files of each format are called at their end."""

WITH_DATA = frozenset({"xlsx", "csv", "csv-cp932", "json"})
"""Formats that hold the data sheets: their content is to be built with `data`."""
WRITERS: dict[str, Callable[[ReportContent], bytes]] = {
    "pdf": _pdf, "pdf-mono": _pdf_mono, "docx": _docx, "xlsx": _xlsx, "csv": _csv, "csv-cp932": _csv_cp932, "json": _json,
}  # fmt: skip


def write(content: ReportContent, format: str) -> bytes:  # noqa: A002  the word every caller uses
    """The report as a file's bytes, the same for the same content. Raises ValueError for a format not in `WRITERS`."""
    writer = WRITERS.get(format)
    if writer is None:
        raise ValueError(f"unknown format {format!r}; known: {', '.join(WRITERS)}")
    return writer(content)
