"""Where a line of Japanese or Latin text may end: kinsoku rules, whole words, units kept with their numbers.

The rules follow JIS X 4051 and the W3C's Requirements for Japanese Text Layout (JLREQ): nothing hangs into the margin,
and what may not begin or end a line moves to the next one (追い出し).
"""

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

# JLREQ cl-02, 05, 06, 07, 09, 10, 11 and the closing signs of Latin text.
NOT_AT_START: Final = frozenset(
    "」』）］｝〕〉》】〙〗〟’”｠»）］｝"
    "、。，．・：；？！‼⁇⁈⁉ー－゠–〜～／"
    "々ゝゞヽヾ〻ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    "｡｣､･ｧｨｩｪｫｬｭｮｯｰﾞﾟ゛゜"
    ")]},.:;?!%‰°′″℃％¢"
)
# JLREQ cl-01, 12 and the opening signs of Latin text.
NOT_AT_END: Final = frozenset("「『（［｛〔〈《【〘〖〝‘“｟«｢([{￥＄￡＃№$£¥€#")
INSEPARABLE: Final = frozenset("…‥—―─")
"""Two or more of one of these stay together (cl-08)."""

_WORD: Final = (
    "!-~\u00a0-\u024f\u0250-\u02ff\u0370-\u1fff\u2007\u2010-\u2012\u2018\u2019\u201c\u201d\u202f\u2030\u2070-\u209f"
    "\u20a0-\u20cf\u2c00-\u2dff\ua640-\ud7ff\ufb00-\ufeff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
)
WORD: Final = re.compile(f"[{_WORD}]")
"""Characters that make words: no line ends between two of them, but at the points named below."""
_CJK: Final = (
    "\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3031-\u30fa\u30fc-\u30ff\u3100-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff"
)
_BESIDE: Final = re.compile(
    f"(?<=[{_CJK}])(?=[A-Za-z0-9\u00c0-\u024f\u0370-\u03ff])|(?<=[A-Za-z0-9%\u00c0-\u024f\u0370-\u03ff])(?=[{_CJK}])"
)
"""Between Japanese and Latin, where a quarter em stands."""
_LATIN: Final = re.compile("[A-Za-z0-9\u00c0-\u03ff]")
# A number stays with its unit and with the word that makes it a name.
_MONTH: Final = (
    "(?:Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?|July?|Aug(?:ust|\\.)?|Sept?(?:ember|\\.)?"
    "|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?)"
)
_UNIT: Final = (
    "(?:[num\u00b5k]?s|min|h|[num\u00b5kc]?m|km|pt|[mk\u00b5]?g|t|[KMGTk]?B|[kMG]?bps|dB|[kMG]?(?:W|Wh|V|Hz)|hPa|mL|L|\u00b0C|%"
    "|seconds?|minutes?|hours?|days?|weeks?|months?|years?|yen|percent|points?|pages?|items?|injects?|people|teams?)"
)
_BOUND: Final = re.compile(
    r"\d(?=[\u4e00-\u9fff\u3400-\u4dbf々ァ-ヶ\u3300-\u33ff℃℉ℓ％‰]|[かケ][月所年国条寸])"
    r"|(?:付与|課題|項目|第|図|表|約|計|全|同|改善|令和|平成|昭和|[±−＋])[ ]?(?=\d)"
    r"|(?:Inject|Injects|Figure|Fig\.|Table|Chapter|Section|Phase|Day|Page|Item|No\.|T\+) ?(?=\d)"
    rf"|\d ?(?={_UNIT}(?![A-Za-z]))"
    rf"|(?<!\d)\d\d? (?={_MONTH}(?![A-Za-z]))|(?<![A-Za-z]){_MONTH} (?=\d\d?(?!\d))"
    r"|[0-9０-９][，．：／・](?=[0-9０-９])"
)
_NAMED: Final = re.compile(
    r"付(?=与 ?\d)|課(?=題 ?\d)|項(?=目 ?\d)|改(?=善 ?\d)|[令昭](?=和 ?\d)|平(?=成 ?\d)|\d日(?=[(（][日月火水木金土])"
)
_COUNTER: Final = re.compile(
    r"\d((?:[年日週時分秒]間|[回件日年つ]目|[かカヵヶケ](?:月|所|年|国|条|寸)|年[度代]|[万億兆千百][円件人台]|人[日月時]|営業日|項目|段階|階層|分野|拠点|系統|種類"
    r"|事業者|組織|チーム|グループ|サイト|ページ|サーバー|メートル|キロ|トン|リットル|ドル|ユーロ|ポイント|パーセント|ギガ|メガ|テラ)(?:間|目)?)"
)
# Parts of one date or time; a line that would be too empty without is broken here.
_DATED: Final = re.compile(rf"\d[年月時](?=\d)|{_MONTH}(?: \d\d?,)? (?=\d{{4}}(?!\d))")
_DIGIT: Final = re.compile(r"\d")
_POINTS: Final = frozenset("/?&=_-.#:;,+@|\\")
"""After these a long address may be broken."""
GAP: Final = 0.25
"""Between Japanese and Latin, em."""
_LONG: Final = 20
"""Words from this length on may be broken at their points to fill a line."""
_IN_DATE: Final = re.compile("(?<=[年月日時分秒間第])(?=[0-9])")
_COUNTED: Final = re.compile("(?<=課題|項目|改善)(?=[0-9]+[件個点])")
"""Not a name with its number, but so many of them."""
_BEHIND: Final = re.compile("[ぁ-ん、。，；：）」』](?![ぁ-んー、。，；：）」』])")
_FEWEST: Final = 3
_FEWEST_LATIN: Final = 5
"""Characters that a last line should have."""
_STRETCHED: Final = 0.08
"""How much a line can be stretched without harm, em a character."""
_FULL: Final = 0.6
"""A line that is emptier than this share is broken at a place of the next worse sort."""
_BEGUN: Final = 0.35
"""How full a ragged line must be at least where it ends before a word of katakana."""
_KATAKANA: Final = re.compile("[ァ-ヺー]")
_NOWHERE: Final[frozenset[int]] = frozenset()
_EPSILON: Final = 1e-6
_SPACES: Final = " \u3000\u2002\u2003\u2009"
_TIED: Final = frozenset("\u00a0\u2007\u202f")
_QUOTES: Final = frozenset("\"'")


class Line(NamedTuple):
    """One line: the characters from `start` to `end` without spaces at its end; `width` in em; `last` of its stretch."""

    start: int
    end: int
    width: float
    last: bool


def gaps_of(text: str) -> list[int]:
    """Indices of the characters after which a quarter em stands; a number and its unit (7月4日, 12分) are set solid."""
    if not _LATIN.search(text):
        return []
    places = [found.start() for found in _BESIDE.finditer(text)]
    if not places:
        return []
    if _DIGIT.search(text):
        solid = _solid(text)
        places = [place for place in places if place not in solid]
    return [place - 1 for place in places]


@lru_cache(512)
def bound_positions(text: str) -> frozenset[int]:
    """Positions where no line ends although the characters alone would let it: numbers and what they belong to."""
    if not _DIGIT.search(text):
        return _NOWHERE
    found = {one.end() for pattern in (_BOUND, _NAMED) for one in pattern.finditer(text)}
    for one in _COUNTER.finditer(text):
        found.update(range(one.start(1), one.end(1)))
    return frozenset(found)


@lru_cache(512)
def _dated(text: str) -> frozenset[int]:
    """The same with those between the parts of a date or time."""
    return bound_positions(text).union(found.end() for found in _DATED.finditer(text))


@lru_cache(512)
def _solid(text: str) -> frozenset[int]:
    """Positions where no quarter em stands although Japanese meets Latin there."""
    counted = bound_positions(text).difference(found.start() for found in _COUNTED.finditer(text))
    return counted.union(found.start() for found in _IN_DATE.finditer(text))


def may_break(text: str, at: int, bound: frozenset[int] = _NOWHERE) -> bool:
    """Whether a line may end before the character at position `at` (0 < at < len(text))."""
    before, after = text[at - 1], text[at]
    if after in _SPACES or at in bound:
        return False
    if before in _SPACES:
        return after not in NOT_AT_START and not _ends_in_opening(text, at)
    if not _allowed(text, at):
        return False
    if WORD.match(before) and WORD.match(after):
        return before == "-" and at >= 3 and text[at - 3 : at - 1].isalpha() and text[at : at + 2].isalpha()
    return True


def _allowed(text: str, at: int) -> bool:
    """Whether the two characters at a position may be parted at all, words left aside."""
    before, after = text[at - 1], text[at]
    if after in NOT_AT_START or before in NOT_AT_END:
        return False
    if before == after and before in INSEPARABLE:
        return False
    if after in "…‥" and WORD.match(before):
        return False
    if before in _TIED or after in _TIED or after in _SPACES or unicodedata.combining(after):
        return False
    if before in _QUOTES and not _closes(text, at - 1):
        return False
    return not (after in _QUOTES and _closes(text, at))


def _closes(text: str, at: int) -> bool:
    """Whether a straight quotation mark closes: the second of a pair, with words before it."""
    return (
        at > 0
        and text[at - 1] not in _SPACES
        and text[at - 1] not in NOT_AT_END
        and text.count(text[at], 0, at) % 2 == 1
    )


def _ends_in_opening(text: str, at: int) -> bool:
    """Whether what stands before the spaces that end at `at` may not end a line."""
    before = text[:at].rstrip(_SPACES)[-1:]
    return before in NOT_AT_END if before else True


def break_lines(text: str, advance: list[float], width: float, first: float = 0.0) -> list[Line]:
    """The lines of a stretch without "\\n", none wider than `width` em if its content lets it.

    `advance` holds each character's width in em without quarter-em gaps; `first` is the first line's extra indent.
    """
    return broken(text, advance, width, first)[0]


def broken(
    text: str, advance: list[float], width: float, first: float = 0.0, *, ragged: bool = False
) -> tuple[list[Line], frozenset[int]]:
    """What `break_lines` gives, and the indices of the characters after which a quarter em stands.

    `ragged` lines may be of any length: they give more to a last line that is too short.
    """
    count = len(text)
    if not count:
        return [Line(0, 0, 0.0, True)], _NOWHERE
    gaps = gaps_of(text)
    gapped = frozenset(gaps) if gaps else _NOWHERE
    whole = sum(advance) + GAP * len(gaps)
    if whole <= width - first and text[-1] not in _SPACES:
        return [Line(0, count, whole, True)], gapped
    if gaps:
        advance = advance.copy()
        for index in gaps:
            advance[index] += GAP
    along = [0.0, *accumulate(advance)]
    bound = bound_positions(text)
    dated = _dated(text) if bound else bound
    lines: list[Line] = []
    start = 0
    room = width - first
    while start < count:
        limit = along[start] + room + _EPSILON
        end = bisect_right(along, limit, start + 1, count + 1) - 1
        if end < count and end in gapped and along[end + 1] - GAP <= limit:
            end += 1
        # A character that is wider than the room stands alone.
        end = max(end, start + 1)
        if end < count:
            end = _best_break(text, start, end, along, room, bound, dated)
            if ragged and end < count:
                end = _before_katakana(text, start, end, along, room, dated)
        lines.append(_line(text, start, end, along, gapped, end >= count))
        start = end
        while start < count and text[start] in _SPACES:
            start += 1
        room = width
    if len(lines) > 1 and not lines[-1].last:
        lines[-1] = lines[-1]._replace(last=True)
    return _without_runt(text, lines, along, gapped, dated, None if ragged else room), gapped


def _line(text: str, start: int, end: int, along: list[float], gapped: frozenset[int], last: bool) -> Line:
    stop = end
    while stop > start + 1 and text[stop - 1] in _SPACES:
        stop -= 1
    width = along[stop] - along[start] - (GAP if stop - 1 in gapped else 0.0)
    return Line(start, stop, width, last)


def _best_break(
    text: str, start: int, end: int, along: list[float], room: float, bound: frozenset[int], dated: frozenset[int]
) -> int:
    """The last good place to end a line that starts at `start` and has room up to `end`."""
    if text[end] in _SPACES:
        stop = end
        while stop < len(text) and text[stop] in _SPACES:
            stop += 1
        if stop == len(text) or may_break(text, stop, dated):
            return stop
    enough = along[start] + _FULL * room
    at = _last(text, start, end, dated)
    if along[at] >= enough:
        return at
    if bound is not dated:
        at = _last(text, start, end, bound)
        if along[at] >= enough:
            return at
    # A long address: better broken at a proper point than a line that is half empty.
    if at <= start or _is_long(text, end):
        for point in range(end, max(at, start), -1):
            if text[point - 1] in _POINTS and text[point] not in _POINTS and _allowed(text, point):
                return point
    if at > start:
        return at
    # The line has room for one thing only, and not for the whole of it.
    at = _last(text, start, end, _NOWHERE)
    if at > start:
        return at
    for point in range(end, start, -1):
        if _allowed(text, point):
            return point
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def _before_katakana(text: str, start: int, end: int, along: list[float], room: float, bound: frozenset[int]) -> int:
    """Where a line may be shorter, it ends before a word of katakana rather than within it."""
    if not (_KATAKANA.match(text[end - 1]) and _KATAKANA.match(text[end])):
        return end
    at = end
    while at > start and _KATAKANA.match(text[at - 1]):
        at -= 1
    enough = along[start] + _BEGUN * room
    return at if at > start and along[at] >= enough and may_break(text, at, bound) else end


def _last(text: str, start: int, end: int, bound: frozenset[int]) -> int:
    """The last position after `start`, up to `end`, where a line may end; `start` if there is none."""
    while end > start and not may_break(text, end, bound):
        end -= 1
    return end


def _is_long(text: str, at: int) -> bool:
    """Whether the word around a position is an address or otherwise too long to be moved whole."""
    begin = end = at
    while begin > 0 and at - begin < _LONG and WORD.match(text[begin - 1]):
        begin -= 1
    while end < len(text) and end - at < _LONG and WORD.match(text[end]):
        end += 1
    return end - begin >= _LONG


def _without_runt(
    text: str, lines: list[Line], along: list[float], gapped: frozenset[int], bound: frozenset[int], room: float | None
) -> list[Line]:
    """A last line of one or two characters, or of one tiny word, takes some from the line before it.

    Where that line has to fill a `room`, only as much as stretching it can make up for.
    """
    if len(lines) < 2:
        return lines
    before, last = lines[-2:]
    latin = WORD.match(text[last.start]) is not None
    fewest = _FEWEST_LATIN if latin else _FEWEST
    if last.end - last.start >= fewest or before.end - before.start < (12 if latin or room is not None else 6):
        return lines
    better = lines
    for at in range(before.end - 1, before.end - (12 if latin else 6), -1):
        if may_break(text, at, bound):
            shorter = _line(text, before.start, at, along, gapped, False)
            if room is not None and room - shorter.width > _STRETCHED * (shorter.end - shorter.start):
                break
            enough = last.end - better[-1].start >= fewest
            # Where there is a choice, behind a particle or a mark.
            if not enough or _BEHIND.match(text, at - 1):
                better = [*lines[:-2], shorter, _line(text, at, last.end, along, gapped, True)]
                if last.end - at >= fewest and (room is not None or latin or _BEHIND.match(text, at - 1)):
                    break
    return better
