"""Errors that a person can act on; everything else is a fault of the program."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, Protocol, TypeGuard, runtime_checkable

from exercise_studio.language import translate


@runtime_checkable
class Spoken(Protocol):
    """A parameter that differs by language: a `Text`, or a fault inside another sentence."""

    def get(self, lang: Any) -> str:
        """The words in `lang`."""


def fill(lang: str, message: str, params: Mapping[str, object]) -> str:
    """The message in `lang` with its placeholders filled, those that differ by language in that language."""
    spoken = {key: value.get(lang) if _differs(value) else value for key, value in params.items()}
    return translate(lang, message, **spoken)


def _differs(value: object) -> TypeGuard[Spoken]:
    return isinstance(value, Spoken) and not isinstance(value, Mapping)


class Unfit(ValueError):
    """A value that a model does not take: half a sentence of the catalogue, which names no field."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message.format(**params) if params else message)
        self.message, self.params = message, params

    def get(self, lang: Any) -> str:
        """The words in `lang`."""
        return fill(lang, self.message, self.params)


class KnownError(Exception):
    """What happened, what is safe, and the one thing to do: three sentences, each a message of the catalogue.

    Attributes:
        what, safe, action: English messages with named placeholders.
        params: the values of the placeholders.
        exit_code: what the command line returns (1 input, 2 usage, 3 environment).
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, safe: str = "", action: str = "", **params: object) -> None:
        super().__init__(what)
        self.what, self.safe, self.action, self.params = what, safe, action, params

    def text(self, lang: str) -> str:
        """The sentences in `lang`, in one line."""
        parts = (self.what, self.safe, self.action)
        said = [fill(lang, part, self.params) for part in parts if part]
        return ("" if lang == "ja" else " ").join(said)

    def __str__(self) -> str:
        return self.text("en")


class InputError(KnownError):
    """A file or a value that somebody gave is at fault.

    Attributes:
        file, line: where, if known; the line counts from 1.
    """

    def __init__(
        self, what: str, *, file: str = "", line: int = 0, safe: str = "", action: str = "", **params: object
    ) -> None:
        super().__init__(what, safe=safe, action=action, **params)
        self.file, self.line = file, line

    def text(self, lang: str) -> str:
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        return place + super().text(lang)


class UsageError(KnownError):
    """The command was called in a way it does not know."""

    exit_code: ClassVar[int] = 2


class EnvironmentFault(KnownError):
    """Disk, permission, database server or machine are at fault."""

    exit_code: ClassVar[int] = 3


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file or a plan, where it is, and what to do.

    Attributes:
        check: the id of the check that found it ("shape" for a file that cannot be read).
        message: an English message with named placeholders, filled from `params`.
        line: counts from 1; 0 where there is none.
        path: the place inside the file ("injects.3.title.ja").
    """

    severity: Literal["error", "warning"]
    check: str
    message: str
    params: dict[str, object] = field(default_factory=dict)
    file: str = ""
    line: int = 0
    path: str = ""

    def text(self, lang: str) -> str:
        """Place and sentence in one line."""
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        return place + fill(lang, self.message, self.params)


class InvalidFile(InputError):
    """A file that cannot be read; `problems` has every fault that was found, the first of them is the sentence."""

    def __init__(self, problems: list[Problem]) -> None:
        first = problems[0]
        super().__init__(first.message, file=first.file, line=first.line)
        self.params = first.params
        self.problems = problems
