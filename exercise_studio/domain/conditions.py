"""The little language in which a scenario says when something happens: grammar, parser and static facts.

    late(BCM-01, 45m) and not chosen(stop-gates, stop)
    done(INF-01) by strategy or after(60m)

Evaluation is in conduct/, because it needs the state of a run; here is only what the text itself says (MODEL.md, "Conditions").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from exercise_studio.domain.times import format_duration, parse_duration

_TOKEN = re.compile(r"(?P<word>[A-Za-z0-9][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)?)|(?P<sign><=|>=|==|[<>(),])")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_DEEPEST = 50
FUNCTIONS = {
    "fired": 1, "done": 1, "partly": 1, "missed": 1, "late": 1, "rated": 1, "chosen": 2, "shared": 2, "level": 1, "after": 1,
}  # fmt: skip
_OF_ITEMS = ("done", "partly", "missed", "late", "rated")


class ConditionError(ValueError):
    """The text is not a condition; `column` counts from 1."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(f"{message} (at character {column})")
        self.column = column


@dataclass(frozen=True, slots=True)
class Call:
    """One test: `name(args)`, perhaps compared with a number, perhaps for one team."""

    name: str
    args: tuple[str, ...]
    delay: int | None = None
    """late(ITEM, 45m) and after(60m): milliseconds."""
    sign: str = ""
    number: float = 0.0
    team: str = ""

    def __str__(self) -> str:
        args = [*self.args, *([format_duration(self.delay)] if self.delay is not None else [])]
        text = f"{self.name}({', '.join(args)})"
        if self.sign:
            text += f" {self.sign} {_plain(self.number)}"
        return f"{text} by {self.team}" if self.team else text


@dataclass(frozen=True, slots=True)
class Not:
    """True when its part is not."""

    part: "Node"

    def __str__(self) -> str:
        return f"not {self.part}" if isinstance(self.part, Call | Not) else f"not ({self.part})"


@dataclass(frozen=True, slots=True)
class Both:
    """`and` or `or` over two or more parts."""

    word: str
    parts: tuple["Node", ...]

    def __str__(self) -> str:
        return f" {self.word} ".join(f"({p})" if isinstance(p, Both) else str(p) for p in self.parts)


Node = Call | Not | Both


@dataclass(frozen=True, slots=True)
class Condition:
    """A parsed condition: its text as written and its tree."""

    text: str
    tree: Node

    def calls(self) -> Iterator[Call]:
        """Every test in it, from left to right."""
        waiting: list[Node] = [self.tree]
        while waiting:
            node = waiting.pop(0)
            if isinstance(node, Call):
                yield node
            else:
                waiting[:0] = [node.part] if isinstance(node, Not) else list(node.parts)

    def items(self) -> set[str]:
        """Checklist items it asks about."""
        return {call.args[0] for call in self.calls() if call.name in _OF_ITEMS}

    def injects(self) -> set[str]:
        """Injects it asks about."""
        return {call.args[0] for call in self.calls() if call.name == "fired"}

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        read = core_schema.no_info_after_validator_function(parse_condition, core_schema.str_schema())
        return core_schema.json_or_python_schema(
            json_schema=read,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), read]),
            serialization=core_schema.plain_serializer_function_ser_schema(lambda value: value.text),
        )


def _plain(number: float) -> str:
    """The number without an exponent, as the grammar reads it back."""
    return f"{Decimal(repr(number)):f}".removesuffix(".0")


def _tokens(text: str) -> list[tuple[str, str, int]]:
    found, at = [], 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        match = _TOKEN.match(text, at)
        if not match or match.lastgroup is None:
            raise ConditionError(f"unexpected {text[at]!r}", at + 1)
        found.append((match.lastgroup, match.group(), at + 1))
        at = match.end()
    return [*found, ("end", "", len(text) + 1)]


class _Parser:
    """Recursive descent over the tokens: or < and < not < test."""

    def __init__(self, text: str) -> None:
        self.tokens, self.at, self.depth = _tokens(text), 0, 0

    def take(self, *values: str) -> str | None:
        kind, value, _ = self.tokens[self.at]
        if kind != "end" and value in values:
            self.at += 1
            return value
        return None

    def fail(self, expected: str) -> ConditionError:
        _, value, column = self.tokens[self.at]
        return ConditionError(f"expected {expected}, found {value!r}" if value else f"expected {expected}", column)

    def chain(self, word: str, part: Any) -> Node:
        parts = [part()]
        while self.take(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Both(word, tuple(parts))

    def whole(self) -> Node:
        node = self.either()
        if self.tokens[self.at][0] != "end":
            raise self.fail("“and”, “or” or the end")
        return node

    def either(self) -> Node:
        return self.chain("or", lambda: self.chain("and", self.one))

    def one(self) -> Node:
        if self.depth >= _DEEPEST:
            raise ConditionError("the condition is nested too deeply", self.tokens[self.at][2])
        self.depth += 1
        node = self.part()
        self.depth -= 1
        return node

    def part(self) -> Node:
        if self.take("not"):
            return Not(self.one())
        if self.take("("):
            node = self.either()
            if not self.take(")"):
                raise self.fail("“)”")
            return node
        return self.call()

    def word(self, expected: str) -> str:
        kind, value, _ = self.tokens[self.at]
        if kind != "word":
            raise self.fail(expected)
        self.at += 1
        return value

    def duration(self) -> int:
        try:
            found = parse_duration(self.tokens[self.at][1])
        except ValueError:
            raise self.fail("a duration such as 45m") from None
        self.at += 1
        return found

    def call(self) -> Call:
        name = self.tokens[self.at][1]
        if name not in FUNCTIONS:
            raise self.fail("one of " + ", ".join(FUNCTIONS))
        self.at += 1
        if not self.take("("):
            raise self.fail(f"“(” after {name}")
        args, delay = [], None
        if name == "after":
            delay = self.duration()
        else:
            args.append(self.word("a name"))
            for _ in range(FUNCTIONS[name] - 1):
                if not self.take(","):
                    raise self.fail("“,” and a second name")
                args.append(self.word("a name"))
            if name == "late" and self.take(","):
                delay = self.duration()
        if not self.take(")"):
            raise self.fail("“)”")
        sign, number = self.comparison(name) if name in ("rated", "level") else ("", 0.0)
        team = ""
        if name in _OF_ITEMS and self.take("by"):
            team = self.word("a team after “by”")
        return Call(name, tuple(args), delay, sign, number, team)

    def comparison(self, name: str) -> tuple[str, float]:
        sign = self.take("<", ">", "<=", ">=", "==")
        text = self.tokens[self.at][1]
        if not sign or not _NUMBER.fullmatch(text):
            raise self.fail(f"a comparison after {name}(…), such as < 3")
        self.at += 1
        return sign, float(text)


@lru_cache(maxsize=4096)
def parse_condition(text: str) -> Condition:
    """Reads a condition. Raises ConditionError (a ValueError) with the column where it stops making sense."""
    if not text.strip():
        raise ConditionError("a condition is empty", 1)
    return Condition(text, _Parser(text).whole())


ConditionField = Annotated[Condition, "written as text"]
