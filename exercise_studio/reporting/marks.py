"""What a stretch of text is besides its look: a link, words of another language, characters that no font has."""

import re
from typing import Final, NamedTuple
from urllib.parse import quote

_KANA_OR_KANJI: Final = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_JAPANESE: Final = re.compile(
    f"[{_KANA_OR_KANJI}](?:[{_KANA_OR_KANJI}\u3000-\u3012\u3014-\u30ff\uff01-\uff9f]*[{_KANA_OR_KANJI}])?"
)
# A name of two words is at home in Japanese text; three in a row are English.
_ENGLISH: Final = re.compile("(?:[A-Za-z][a-z'’-]+[,;:.]? ){2,}[A-Za-z][a-z'’-]+")
_OUTSIDE: Final = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+", re.IGNORECASE)
_INSIDE: Final = re.compile(r"#s-[\w.-]+")
_MOST: Final = 4000
"""Characters of one mark: PDF/A-2 allows strings of 32,767 bytes."""
_PLAIN: Final = "!#$%&'()*+,-./:;=?@[]_~"


class Mark(NamedTuple):
    """Characters `start` to `end` (exclusive) of a stretch.

    Attributes:
        properties: entries of the Span that they are, "" for none.
        link: which of the text's links they belong to, -1 for none; `target` is where it leads.
    """

    start: int
    end: int
    properties: str
    link: int
    target: str


def target_of(link: str) -> str:
    """Where a link may lead: http, https, mailto, or a chapter of this document ("#s-…"); "" for anything else."""
    link = link.strip()
    if _OUTSIDE.fullmatch(link):
        return quote(link.encode("utf-8", "replace"), safe=_PLAIN)
    return link if _INSIDE.fullmatch(link) else ""


def marks_of(text: str, shown: str, links: list[tuple[int, int, int, str]], language: str) -> tuple[Mark, ...]:
    """The marks of a stretch, in order and apart.

    Args:
        text: what is meant; `shown` is what is drawn, as long.
        links: start, end, number and target of each linked run.
        language: the document's; "" marks no language.
    """
    foreign = _foreign(text, language)
    if not links and not foreign and text == shown:
        return ()
    size = len(text)
    tongue, leads = [""] * size, [(-1, "")] * size
    for start, end, lang in foreign:
        tongue[start:end] = [lang] * (end - start)
    for start, end, number, target in links:
        leads[start:end] = [(number, target)] * (end - start)
    found: list[Mark] = []
    start = 0
    while start < size:
        kind = text[start] != shown[start], tongue[start], leads[start]
        end = start + 1
        while end < min(size, start + _MOST) and (text[end] != shown[end], tongue[end], leads[end]) == kind:
            end += 1
        properties = f"/Lang({tongue[start]})" if tongue[start] else ""
        if kind[0]:
            properties += f"/ActualText<FEFF{text[start:end].encode('utf-16-be').hex().upper()}>"
        if properties or leads[start][0] >= 0:
            found.append(Mark(start, end, properties, *leads[start]))
        start = end
    return tuple(found)


def _foreign(text: str, language: str) -> list[tuple[int, int, str]]:
    if language == "ja":
        return [(*one.span(), "en") for one in _ENGLISH.finditer(text)] if " " in text else []
    if language == "en" and max(text, default="") >= "\u2e80":
        return [(*one.span(), "ja") for one in _JAPANESE.finditer(text)]
    return []
