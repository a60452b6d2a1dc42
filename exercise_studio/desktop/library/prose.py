"""Texts of injects as HTML: paragraphs, line breaks as written, lists, tables and bold; everything else is plain text.

Not Markdown to the letter: there a line break inside a paragraph is a space, which tears the head of a mail apart.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import Final

_BOLD: Final = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
_CODE: Final = re.compile(r"`([^`\n]+)`")
_BULLET: Final = re.compile(r"[-*•]\s+(.*)")
_NUMBER: Final = re.compile(r"(\d{1,3})[.)]\s+(.*)")
_RULE: Final = re.compile(r"\|?\s*:?-{2,}[-|: ]*")
_HEADING: Final = re.compile(r"#{1,6}\s+(.*)")


def prose(text: str) -> str:
    """The text as HTML for a rich-text view."""
    return "".join(_blocks(text.replace("\t", "    ").splitlines()))


def inline(text: str) -> str:
    """A paragraph without its breaks: escaped, with bold and code."""
    said = escape(text.rstrip(), quote=False)
    return _CODE.sub(r"<code>\1</code>", _BOLD.sub(r"<b>\1</b>", said))


def _kind(line: str) -> str:
    bare = line.strip()
    if not bare:
        return "blank"
    if bare.startswith("|") and bare.count("|") > 1:
        return "table"
    if _BULLET.fullmatch(bare):
        return "bullet"
    if _NUMBER.fullmatch(bare):
        return "number"
    return "heading" if _HEADING.fullmatch(bare) else "plain"


def _runs(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Lines of one kind that follow one another; what is indented below an item of a list belongs to it."""
    kind, run = "", list[str]()
    for line in lines:
        found = _kind(line)
        if found == "plain" and kind in ("bullet", "number") and line.startswith("  "):
            run[-1] += f"\n{line.strip()}"
            continue
        if found != kind and run:
            yield kind, run
            run = []
        kind = found
        run.append(line.strip(" "))
    if run:
        yield kind, run


def _blocks(lines: list[str]) -> Iterator[str]:
    for kind, run in _runs(lines):
        if kind == "plain":
            yield f"<p>{_lines(run)}</p>"
        elif kind == "heading":
            yield "".join(f"<p><b>{inline(_HEADING.sub(_first, line))}</b></p>" for line in run)
        elif kind == "bullet":
            yield f"<ul>{''.join(f'<li>{_item(_BULLET.sub(_first, line, count=1))}</li>' for line in run)}</ul>"
        elif kind == "number":
            start = _NUMBER.match(run[0])
            number = start.group(1) if start else "1"
            yield f'<ol start="{number}">{"".join(f"<li>{_item(_NUMBER.sub(_second, line, count=1))}</li>" for line in run)}</ol>'
        elif kind == "table":
            yield _table(run)


def _first(match: re.Match[str]) -> str:
    return match.group(1)


def _second(match: re.Match[str]) -> str:
    return match.group(2)


def _item(text: str) -> str:
    return _lines(text.split("\n"))


def _lines(lines: list[str]) -> str:
    """Lines of one paragraph: bold may begin in one and end in another, and Japanese letters are indented by wide spaces."""
    return inline("\n".join(line.rstrip() for line in lines)).replace("\n", "<br>").replace("\u3000", "&#12288;")


def _table(run: list[str]) -> str:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in run if not _RULE.fullmatch(line)]
    ruled = len(run) > 1 and bool(_RULE.fullmatch(run[1]))
    out = []
    for number, cells in enumerate(rows):
        name = "th" if ruled and number == 0 else "td"
        out.append(f"<tr>{''.join(f'<{name}>{inline(cell)}</{name}>' for cell in cells)}</tr>")
    return f'<table class="grid" cellspacing="0" cellpadding="4">{"".join(out)}</table>'
