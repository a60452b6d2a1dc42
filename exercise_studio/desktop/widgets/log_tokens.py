"""The small marks inside a log line: @team #tag and ! * ? at its beginning, half or full width."""

import unicodedata
from typing import Final, NamedTuple

MARKS: Final = {"!": "significant", "*": "decision", "?": "parking"}
SIGNS: Final = {"@": "team", "#": "tag"}
_WIDE: Final = str.maketrans({"＠": "@", "＃": "#", "！": "!", "＊": "*", "？": "?"})
_ENDS: Final = "、。，．,;；：)）」』】"


class LogText(NamedTuple):
    """A log line taken apart. `text` is what remains to be read: without team and leading marks, tags kept."""

    text: str
    teams: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    significant: bool = False
    decision: bool = False
    parking: bool = False


class Token(NamedTuple):
    """The word the cursor stands in, while it is typed: `sign` is "@", "#" or "" and `word` what follows it."""

    sign: str
    word: str
    start: int


def parse(line: str) -> LogText:
    """Take a log line apart: `＠経営 ＃遅延 ！` reads like `@経営 #遅延 !`.

    Signs count at the beginning of a word only, so that an address (a@b) and a question mark in a sentence stay text.
    The marks ! * ? count where they stand alone or at the very beginning.
    """
    teams: list[str] = []
    tags: list[str] = []
    marks: set[str] = set()
    words: list[str] = []
    for piece in line.replace("\u3000", " ").split(" "):
        word, plain = piece, piece.translate(_WIDE)
        while plain[:1] in MARKS and (not words or len(plain) == 1):
            marks.add(MARKS[plain[0]])
            plain, word = plain[1:], word[1:]
        if plain[:1] in SIGNS and len(plain) > 1:
            name = word[1:].rstrip(_ENDS)
            if SIGNS[plain[0]] == "team":
                teams.append(_half_digits(name))
                continue
            tags.append(name)
            words.append(f"#{name}")
            continue
        if word:
            words.append(word)
    return LogText(
        " ".join(words),
        tuple(dict.fromkeys(teams)),
        tuple(dict.fromkeys(tags)),
        "significant" in marks,
        "decision" in marks,
        "parking" in marks,
    )


def token_at(line: str, cursor: int) -> Token:
    """The word before the cursor, with its sign if it has one."""
    start = cursor
    while start > 0 and line[start - 1] not in " \u3000\n":
        start -= 1
    word = line[start:cursor]
    sign = word[:1].translate(_WIDE)
    return Token(sign, word[1:], start) if sign in SIGNS else Token("", word, start)


def _half_digits(name: str) -> str:
    """Full-width Latin letters and digits as half-width ones: codes are the same whichever way they were typed."""
    return "".join(unicodedata.normalize("NFKC", c) if "\uff01" <= c <= "\uff5e" else c for c in name)
