"""Reads YAML under the 1.2 core schema and validates it, so that an error names file, line, field and what was expected.

PyYAML's C parser gives the events; the values are made here, because its own constructor follows YAML 1.1, in which
`no` is false and a time is a number. What was read once is kept as JSON by content hash (14 times faster).
"""

import difflib
import hashlib
import json
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

from exercise_studio import paths
from exercise_studio.domain.conditions import ConditionError
from exercise_studio.domain.errors import InvalidFile, Problem, Unfit
from exercise_studio.language import N_

_READER = 3
"""Counts up when the same text is read as other values, so that nothing older is taken from the cache."""
MAX_BYTES = 8 * 1024 * 1024
MAX_NODES = 500_000
MAX_DEPTH = 100

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?[0-9]{1,300}|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
          "null": None, "Null": None, "NULL": None, "~": None, "": None}  # fmt: skip

Path_ = tuple[str | int, ...]


class _Builder:
    """Makes plain values of the parser's events and remembers the line of each.

    Of events and not of nodes, because the C composer calls itself for every level of nesting and ends the whole
    program where the stack does.

    Attributes:
        lines: the line of every path, counted from 1.
        count: values so far, those that aliases repeat included.
    """

    def __init__(self, text: str, file: str) -> None:
        self.file, self.lines, self.count = file, dict[Path_, int](), 0
        self._events = yaml.parse(text, Loader=_LOADER)
        self._anchors: dict[str, tuple[Any, int]] = {}
        """Anchor to its value and how many values that is."""

    def fault(self, line: int, message: str, **params: object) -> InvalidFile:
        return InvalidFile([Problem("error", "shape", message, params, self.file, line)])

    def document(self) -> Any:
        """The value of the only document. Raises InvalidFile, or what the parser raises."""
        event = self._next(yaml.StreamStartEvent)
        if isinstance(event, yaml.StreamEndEvent):
            raise self.fault(1, N_("The file is empty."))
        found = self.value(next(self._events), ())
        event = self._next(yaml.DocumentEndEvent)
        if not isinstance(event, yaml.StreamEndEvent):
            raise self.fault(_line(event), N_("This is not YAML: {problem}."), problem="found another document")
        return found

    def _next(self, after: type[yaml.Event]) -> yaml.Event:
        """The event after the next one, which is an `after`."""
        event = next(self._events)
        assert isinstance(event, after)
        return next(self._events)

    def value(self, event: yaml.Event, path: Path_) -> Any:
        line = self.lines[path] = _line(event)
        self._counted(1, line)
        if isinstance(event, yaml.AliasEvent):
            return self._repeated(event, line)
        before = self.count
        if isinstance(event, yaml.ScalarEvent):
            found: Any = _scalar(event)
        elif len(path) >= MAX_DEPTH:
            raise self.fault(line, N_("The file is nested too deeply."))
        elif isinstance(event, yaml.MappingStartEvent):
            found = self._mapping(path)
        else:
            found = []
            while not isinstance(part := next(self._events), yaml.SequenceEndEvent):
                found.append(self.value(part, (*path, len(found))))
        anchor = getattr(event, "anchor", None)
        if anchor:
            self._anchors[anchor] = found, self.count - before
        return found

    def _mapping(self, path: Path_) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise self.fault(line, N_("A key must be plain text."))
            key = str(event.value)
            if key in found:
                raise self.fault(line, N_("“{key}” stands twice."), key=key)
            found[key] = self.value(next(self._events), (*path, key))
            self.lines[*path, key] = line
        return found

    def _repeated(self, event: yaml.AliasEvent, line: int) -> Any:
        if event.anchor not in self._anchors:  # or it stands inside of what it names, which has no end
            raise self.fault(
                line, N_("This is not YAML: {problem}."), problem=f"nothing before *{event.anchor} is named so"
            )
        found, size = self._anchors[event.anchor]
        self._counted(size, line)
        return found

    def _counted(self, more: int, line: int) -> None:
        self.count += more
        if self.count > MAX_NODES:
            raise self.fault(line, N_("The file holds more than {most} values; it was not read."), most=MAX_NODES)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _scalar(event: yaml.ScalarEvent) -> Any:
    text = str(event.value)
    if event.style or event.tag:  # the C parser gives a plain scalar the style "", the other one None
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def _compose(text: str, file: str) -> tuple[Any, dict[Path_, int]]:
    builder = _Builder(text, file)
    try:
        return builder.document(), builder.lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise builder.fault(line, N_("This is not YAML: {problem}."), problem=error.problem or error.context) from None
    except yaml.YAMLError as error:
        raise builder.fault(1, N_("This is not YAML: {problem}."), problem=str(error).splitlines()[0]) from None


def _text_of(file: Path) -> str:
    name = str(file)
    try:
        if file.stat().st_size > MAX_BYTES:
            raise InvalidFile(
                [
                    Problem(
                        "error",
                        "shape",
                        N_("The file is larger than {most} bytes; it was not read."),
                        {"most": MAX_BYTES},
                        name,
                    )
                ]
            )
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidFile(
            [Problem("error", "shape", N_("The file is not UTF-8 text (byte {at})."), {"at": error.start}, name)]
        ) from None
    except OSError as error:
        raise InvalidFile(
            [Problem("error", "shape", N_("The file cannot be read: {reason}."), {"reason": error.strerror}, name)]
        ) from None


def read_yaml(file: Path) -> tuple[Any, dict[Path_, int]]:
    """The plain value of a file and the line of every path in it. Raises InvalidFile."""
    return _compose(_text_of(file), str(file))


M = TypeVar("M", bound=BaseModel)


def read_model(file: Path, model: type[M], *, cache: bool = True) -> M:
    """The file as a model. Raises InvalidFile with every fault that validation finds."""
    text = _text_of(file)
    kept = paths.user_cache() / "yaml" / f"{hashlib.sha256(f'{_READER}{text}'.encode()).hexdigest()}.json"
    if cache:
        # What is at fault in the file, or in what was kept of it, shows when the file is read once more.
        with suppress(OSError, ValueError):
            return model.model_validate_json(kept.read_text("utf-8"))
    value, lines = _compose(text, str(file))
    plain = json.dumps(value)
    try:
        found = model.model_validate_json(plain)
    except ValidationError as error:
        raise InvalidFile(_problems(error, str(file), lines, model)) from None
    if cache:
        _keep(kept, plain)
    return found


def _keep(kept: Path, plain: str) -> None:
    """A cache that cannot be written is no fault: the file is simply parsed again."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        partial = kept.with_suffix(f".{os.getpid()}.part")
        partial.write_text(plain, "utf-8")
        partial.replace(kept)
    except OSError:
        return


def _problems(error: ValidationError, file: str, lines: dict[Path_, int], model: type[BaseModel]) -> list[Problem]:
    known = _field_names(model)
    found = []
    faults = error.errors(include_url=False)
    places = [tuple(fault["loc"]) for fault in faults]
    for fault, path in zip(faults, places, strict=True):
        # A list whose only part is at fault counts as empty: that part's own fault says enough.
        if fault["type"] == "too_short" and any(one[: len(path)] == path != one for one in places):
            continue
        place = path
        while place and place not in lines:
            place = place[:-1]
        message, params = _sentence(fault, known)
        field = ".".join(map(str, path))
        found.append(Problem("error", "shape", message, {"field": field, **params}, file, lines.get(place, 1), field))
    return sorted(found, key=lambda problem: problem.line)


_TEXT = N_("“{field}” is {found}; expected text.")
_WHOLE = N_("“{field}” is {found}; expected a whole number.")
_NUMBER = N_("“{field}” is {found}; expected a number.")
_BOOL = N_("“{field}” is {found}; expected true or false.")
_LIST = N_("“{field}” is {found}; expected a list.")
_KEYS = N_("“{field}” is {found}; expected keys with values.")
_DAY = N_("“{field}” is {found}; expected a day such as 2026-04-01.")
_MOMENT = N_("“{field}” is {found}; expected a date and a time without a zone, such as 2026-07-04T06:30.")
_RANGE = N_("“{field}” is {found}, which is out of range.")
_EXPECTED = {
    "string_type": _TEXT, "int_type": _WHOLE, "int_parsing": _WHOLE, "int_from_float": _WHOLE, "float_type": _NUMBER,
    "float_parsing": _NUMBER, "bool_type": _BOOL, "bool_parsing": _BOOL, "tuple_type": _LIST, "list_type": _LIST,
    "dict_type": _KEYS, "model_type": _KEYS, "timezone_naive": _MOMENT, "greater_than_equal": _RANGE, "greater_than": _RANGE,
    "less_than_equal": _RANGE, "less_than": _RANGE,
    "string_pattern_mismatch": N_("“{field}” is {found}, which has not the expected form {pattern}."),
    "string_too_long": N_("“{field}” is longer than {max_length} characters."),
    "too_short": N_("“{field}” needs at least {min_length} of them."),
    "literal_error": N_("“{field}” is {found}; expected one of {expected}."),
}  # fmt: skip
"""Pydantic's kinds of fault in our own words."""


def _sentence(fault: Any, known: set[str]) -> tuple[str, dict[str, object]]:
    """The message for one of pydantic's faults."""
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "missing":
        return N_("“{field}” is missing."), {}
    if kind == "extra_forbidden":
        guess = difflib.get_close_matches(str(fault["loc"][-1]), known, 1)
        if guess:
            return N_("“{field}” is not known here; did you mean “{guess}”?"), {"guess": guess[0]}
        return N_("“{field}” is not known here."), {}
    if kind == "value_error":
        error = context.get("error")
        if isinstance(error, ConditionError):
            message = N_("“{field}”: the condition cannot be read from character {column} on ({reason}).")
            return message, {"column": error.column, "reason": str(error)}
        reason = error if isinstance(error, Unfit) else str(error or fault["msg"])
        if not fault["loc"]:
            return N_("The parts of the file do not fit together: {reason}."), {"reason": reason}
        return N_("“{field}”: {reason}."), {"reason": reason}
    found = json.dumps(fault.get("input"), ensure_ascii=False, default=str)[:60]
    date = _DAY if kind.startswith("date_") else _MOMENT if kind.startswith("datetime_") else None
    if date is not None or kind in _EXPECTED:
        return date or _EXPECTED[kind], {"found": found, **context}
    return N_("“{field}” is {found}: {reason}."), {"found": found, "reason": fault["msg"]}


def _field_names(model: type[BaseModel], seen: set[type[BaseModel]] | None = None) -> set[str]:
    """Every key that the model and the models inside it know."""
    seen = seen if seen is not None else set()
    if model in seen:
        return set()
    seen.add(model)
    names: set[str] = set()
    for name, field in model.model_fields.items():
        names.add(field.alias or name)
        waiting: list[Any] = [field.annotation]
        while waiting:
            kind = waiting.pop()
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                names |= _field_names(kind, seen)
            waiting += get_args(kind)
    return names
