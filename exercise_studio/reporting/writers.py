"""The formats a report can be written in; each is one function from content to bytes."""

import dataclasses
import json
from collections.abc import Callable
from typing import Any

from exercise_studio.reporting.document import ReportContent


def _pdf(content: ReportContent) -> bytes:
    # reportlab takes a noticeable moment to load: only when a PDF is wanted.
    from exercise_studio.reporting.pdf import write_pdf

    data: bytes = write_pdf(content).data
    return data


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
    return value


WRITERS: dict[str, Callable[[ReportContent], bytes]] = {"pdf": _pdf, "json": _json}


def write(content: ReportContent, format: str) -> bytes:  # noqa: A002  the word every caller uses
    """The report as a file's bytes, the same for the same content. Raises ValueError for a format not in `WRITERS`."""
    writer = WRITERS.get(format)
    if writer is None:
        raise ValueError(f"unknown format {format!r}; known: {', '.join(WRITERS)}")
    return writer(content)
