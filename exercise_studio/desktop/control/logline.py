"""The little language of the log line: `@team >receiver #tag ! * ?` and item ids among ordinary words, in either width.

    @経営 #遅延 ! 出荷を止めると決めた          a response of the executives, tagged, significant
    ＠CSIRT DET-04△ ログの保全は一部のみ        a response that did item DET-04 partly
    * 夕刻まで公表しない                       a decision
    @CSIRT >省庁 第一報を入れた                a response, and what it told whom
    ? 承認者は誰か                             a question for later

Words are what stands between spaces. `!`, `*` and `?` count where they stand alone or before the first ordinary word, so that
a sentence may end in one. Nothing here knows Qt or the log.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from exercise_studio.domain.payloads import Extent

Sort = Literal["response", "decision", "question"]

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−ー－ｰ"), "-")
_EXTENTS: dict[str, Extent] = {
    "○": "done", "◯": "done", "〇": "done", "◎": "done", "✓": "done", "✔": "done", "済": "done", "済み": "done",
    "△": "partly", "▲": "partly", "一部": "partly",
    "×": "missed", "✕": "missed", "✗": "missed", "✖": "missed", "x": "missed", "未": "missed", "未実施": "missed",
}  # fmt: skip
"""What may stand behind an item's id: the marks of the rating scale, and short words."""


@dataclass(frozen=True, slots=True)
class TeamName:
    """A team and every name by which people may call it; the first one is completed."""

    address: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the log line knows of the exercise.

    Attributes:
        receivers: with whom information may be shared: teams, organisations, the simulated bodies.
        items: id to title of the checklist items in use.
        tags: tags used so far, the latest first.
    """

    teams: tuple[TeamName, ...] = ()
    receivers: tuple[TeamName, ...] = ()
    items: dict[str, str] | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a line says.

    Attributes:
        sort: what kind of entry it is.
        team: address of the team named in it, or "".
        unknown: names behind @ that are no team, or fit several; they stay in the text.
        text: what is left of the words.
        receivers: addresses named behind >, or the name itself where nobody is called so.
    """

    sort: Sort
    team: str
    text: str
    items: tuple[tuple[str, Extent], ...]
    tags: tuple[str, ...]
    significant: bool
    unknown: tuple[str, ...]
    receivers: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing would be logged."""
        return not self.text and not self.items and not self.receivers


_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


@lru_cache(maxsize=1 << 16)
def plain(word: str) -> str:
    """A word as it is compared: full-width letters made half-width, in lower case, katakana as hiragana."""
    return unicodedata.normalize("NFKC", word).casefold().translate(_TO_HIRAGANA)


def parse(line: str, known: Vocabulary) -> Parsed:
    """Reads a line. Line breaks inside the text are kept."""
    sort: Sort = "response"
    team, significant = "", False
    tags: list[str] = []
    items: dict[str, Extent] = {}
    unknown: list[str] = []
    receivers: list[str] = []
    kept: list[str] = []
    last_item = ""
    for word, gap in _words(line):
        said = unicodedata.normalize("NFKC", word)
        rest, may_lead = word, not any(kept)
        if last_item and said in _EXTENTS:
            items[last_item], last_item = _EXTENTS[said], ""
            continue
        last_item = ""
        while may_lead and len(said) > 1 and said[0] in "!*?" and said[1] != "=":
            sort, significant = _flag(said[0], sort, significant)
            said, rest = said[1:], rest[1:]
        if said in ("!", "*", "?"):
            sort, significant = _flag(said, sort, significant)
            continue
        if said.startswith("@") and len(said) > 1:
            found = find_team(said[1:], known)
            if found:
                team = found
                continue
            unknown.append(rest[1:])
        elif _names_receiver(said):
            receivers.append(find_receiver(said[1:], known) or rest[1:])
            continue
        elif said.startswith("#") and len(said) > 1:
            tags.append(said[1:])
            continue
        else:
            touched = find_item(said, known)
            if touched:
                items[touched[0]] = touched[1]
                last_item = touched[0]
                continue
        kept += [gap if kept else "", rest]
    return Parsed(
        sort, team, "".join(kept).strip(), tuple(items.items()), tuple(dict.fromkeys(tags)), significant, tuple(unknown),
        tuple(dict.fromkeys(receivers)),
    )  # fmt: skip


def _names_receiver(said: str) -> bool:
    """Whether a word begins with > and a name: ">30%", ">=" and a quotation's lone sign are ordinary words."""
    return len(said) > 1 and said[0] == ">" and (said[1].isalpha() or said[1] in "(「")


def _flag(sign: str, sort: Sort, significant: bool) -> tuple[Sort, bool]:
    if sign == "!":
        return sort, True
    return ("decision" if sign == "*" else "question"), significant


def _words(line: str) -> list[tuple[str, str]]:
    """Words with the white space before each, ideographic spaces included."""
    found, gap, word = [], "", ""
    for sign in line:
        if sign.isspace():
            if word:
                found.append((word, gap))
                gap, word = "", ""
            gap += sign
        else:
            word += sign
    return [*found, (word, gap)] if word else found


def find_team(name: str, known: Vocabulary) -> str:
    """The address of the team that a name or its beginning means, or "" when none or several fit."""
    return _find(name, known.teams)


def find_receiver(name: str, known: Vocabulary) -> str:
    """The address of whom a name or its beginning means, or "" when none or several fit."""
    return _find(name, known.receivers)


def fitting_receivers(name: str, known: Vocabulary) -> tuple[str, ...]:
    """Addresses of everybody whom a name or its beginning may mean."""
    wanted = plain(name)
    return tuple(t.address for t in known.receivers if any(plain(n).startswith(wanted) for n in (t.address, *t.names)))


def _find(name: str, among: tuple[TeamName, ...]) -> str:
    wanted = plain(name)
    exact = [t.address for t in among if wanted in map(plain, (t.address, *t.names))]
    if len(exact) == 1:
        return exact[0]
    fitting = [t.address for t in among if any(plain(n).startswith(wanted) for n in (t.address, *t.names))]
    return fitting[0] if len(fitting) == 1 and not exact else ""


def find_item(word: str, known: Vocabulary) -> tuple[str, Extent] | None:
    """The item that a word is the id of, with the mark behind it (done where there is none)."""
    items = known.items or {}
    by_plain = {plain(item): item for item in items}
    said = plain(word).translate(_DASHES)
    if said in by_plain:
        return by_plain[said], "done"
    for mark, extent in _EXTENTS.items():
        stem = said.removesuffix(plain(mark))
        if stem != said and stem in by_plain:
            return by_plain[stem], extent
    return None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One completion: what is shown, what it explains, and what is put in place of the word."""

    shown: str
    about: str
    insert: str


@dataclass(frozen=True, slots=True)
class Completion:
    """Completions of the word before the cursor, which stands from `start` to `end`."""

    start: int
    end: int
    candidates: tuple[Candidate, ...]


def complete(line: str, cursor: int, known: Vocabulary, most: int = 8) -> Completion | None:
    """What the word before the cursor could become; None where nothing is offered or it is complete already."""
    start = cursor
    while start > 0 and not line[start - 1].isspace():
        start -= 1
    said = plain(line[start:cursor])
    if said.startswith(("@", ">")):
        sign, wanted = said[0], said[1:]
        among = known.teams if sign == "@" else known.receivers
        fitting = [t for t in among if any(plain(name).startswith(wanted) for name in t.names)]
        # Whose own name fits stands before those who are only of such a sort.
        fitting.sort(key=lambda t: not plain(t.names[0]).startswith(wanted))
        found = [
            Candidate(f"{sign}{t.names[0]}", " · ".join(t.names[1:3]), f"{sign}{_one_word(t, among)} ") for t in fitting
        ]
    elif said.startswith("#"):
        tags = [tag for tag in known.tags if plain(tag).startswith(said[1:]) and plain(tag) != said[1:]]
        found = [Candidate(f"#{tag}", "", f"#{tag} ") for tag in tags]
    else:
        found = _item_candidates(said.translate(_DASHES), known)
    return Completion(start, cursor, tuple(found[:most])) if found else None


def _one_word(team: TeamName, among: tuple[TeamName, ...]) -> str:
    """A name that the line can read back: one without spaces, which nobody else has."""
    words = [name for name in team.names if not any(map(str.isspace, name))]
    return next((name for name in words if _find(name, among) == team.address), team.address)


def _item_candidates(wanted: str, known: Vocabulary) -> list[Candidate]:
    """Items whose id begins with the word (two letters at least), or whose title holds it (three signs at least)."""
    if len(wanted) < 2 or find_item(wanted, known):
        return []
    items = known.items or {}
    by_id = [i for i in items if plain(i).startswith(wanted)]
    by_title = [i for i, title in items.items() if len(wanted) >= 3 and wanted in plain(title) and i not in by_id]
    return [Candidate(item, _beginning(items[item]), item) for item in (*by_id, *by_title)]


def _beginning(title: str, room: int = 48) -> str:
    """As much of a title as tells it from others; full-width signs take the room of two."""
    for at, sign in enumerate(title):
        room -= 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        if room < 0:
            return f"{title[:at].rstrip()}…"
    return title


def line_of(parsed_from: Parsed, team_name: str) -> str:
    """A line that reads back as what it came from: to correct an entry in the same place where it was typed."""
    marks = {"done": "", "partly": "△", "missed": "×"}
    words = [f"@{team_name}" if team_name else ""]
    words += ["!" if parsed_from.significant else "", {"decision": "*", "question": "?"}.get(parsed_from.sort, "")]
    words += [f">{receiver}" for receiver in parsed_from.receivers]
    words += [f"#{tag}" for tag in parsed_from.tags]
    words += [f"{item}{marks[extent]}" for item, extent in parsed_from.items]
    return " ".join(word for word in [*words, parsed_from.text] if word)
