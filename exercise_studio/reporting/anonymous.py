"""Takes names out of a finished report: wherever a text names another organisation, other words stand in its place."""

import dataclasses
import re
from collections.abc import Callable, Iterable
from typing import Any

_LEFT_ALONE = frozenset({"slot", "sort", "id", "language", "edition", "tlp", "created", "basis", "page", "align"})
"""Fields that hold codes of the program, not text."""
_LETTER = re.compile(r"[0-9A-Za-z]")


def mapped(value: Any, change: Callable[[str], str]) -> Any:
    """A content, block or figure with every text put through `change`."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        found = [mapped(part, change) for part in value]
        if all(new is old for new, old in zip(found, value, strict=True)):
            return value
        return type(value)._make(found) if hasattr(value, "_make") else tuple(found)
    if isinstance(value, dict):
        return {key: mapped(part, change) for key, part in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        new = {}
        for field in dataclasses.fields(value):
            if field.name not in _LEFT_ALONE:
                old = getattr(value, field.name)
                told = mapped(old, change)
                if told is not old:
                    new[field.name] = told
        return dataclasses.replace(value, **new) if new else value
    return value


def pattern(names: Iterable[str]) -> str:
    """A regular expression that finds the longest of the names at any place; "" for none.

    Written as a tree of common beginnings: a thousand names cost little more than one. Names of a single character are left
    out, they would be found everywhere; names in Latin letters are found as whole words.
    """
    tree: dict[str, Any] = {}
    for name in names:
        words = name.strip()
        if len(words) > 1:
            node = tree
            for char in words:
                node = node.setdefault(char, {})
            node[""] = {}
    return _written(tree) if tree else ""


def _written(node: dict[str, Any]) -> str:
    # Names are at most a few hundred characters: the depth of the tree is theirs.
    ends = "" in node
    branches = []
    for char, below in node.items():
        if char:
            branches.append(re.escape(char) + _chain(below))
    if not branches:
        return ""
    inner = branches[0] if len(branches) == 1 and not ends else f"(?:{'|'.join(branches)})"
    return f"{inner}?" if ends else inner


def _chain(node: dict[str, Any]) -> str:
    """Down a branch without forks, so that long names do not nest deeply."""
    said: list[str] = []
    while len(node) == 1 and "" not in node:
        char, node = next(iter(node.items()))
        said.append(re.escape(char))
    return "".join(said) + _written(node)


class Names:
    """Replaces the names of others.

    Attributes:
        kept: names that stay: one's own.
        instead: what stands in the place of another's.
    """

    def __init__(self, expression: "re.Pattern[str] | None", kept: Iterable[str], instead: str) -> None:
        self._expression, self.kept, self.instead = expression, frozenset(kept), instead

    def __call__(self, text: str) -> str:
        """The text without the others' names."""
        if self._expression is None or not text:
            return text
        return self._expression.sub(self._other, text) if self._expression.search(text) else text

    def _other(self, found: "re.Match[str]") -> str:
        name, text = found.group(), found.string
        if name in self.kept:
            return name
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        inside_a_word = (_LETTER.match(name[0]) and _LETTER.match(before)) or (
            _LETTER.match(name[-1]) and _LETTER.match(after)
        )
        return name if inside_a_word else self.instead
