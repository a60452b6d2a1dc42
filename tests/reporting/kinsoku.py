"""What JIS X 4051 and JLREQ say of line ends, written down apart from the program, and a set of lines to try it on."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

SENTENCES: Final = tuple(
    (Path(__file__).parent.parent / "fixtures" / "kinsoku.txt").read_text(encoding="utf-8").splitlines()
)

# JLREQ, appendix A: the classes of characters that may not begin a line (3.1.7), with the half-width forms of each.
NOT_FIRST: Final = {
    "cl-02 closing brackets": "’”）〕］｝〉》」』】｠〙〗»〟)]}｣",
    "cl-03 hyphens": "゠–〜～",
    "cl-04 dividing punctuation marks": "？！‼⁇⁈⁉?!",
    "cl-05 middle dots": "・：；･:;",
    "cl-06 full stops": "。．.｡",
    "cl-07 commas": "、，,､",
    "cl-09 iteration marks": "々〻ゝゞヽヾ",
    "cl-10 prolonged sound mark": "ーｰ",
    "cl-11 small kana": "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯ",
    "cl-13 postfixed abbreviations": "°′″℃￠％‰%",
    "voicing marks of half-width kana": "ﾞﾟ",
}
# The same of those that may not end one (3.1.8).
NOT_LAST: Final = {
    "cl-01 opening brackets": "‘“（〔［｛〈《「『【｟〘〖«〝([{｢",
    "cl-12 prefixed abbreviations": "￥＄￡＃€№¥$£#",
}
# cl-08: two of one stay together (3.1.10).
INSEPARABLE: Final = "—―…‥─"

_COUNTERS: Final = (
    "年度|年間|年目|ヵ年|か年|年|か月|ヶ月|カ月|月|営業日|日間|日目|日|時間|時|分間|分|秒|件目|件|名|人|社|個|項目|点|回目|回|度|章|頁|部|"
    "枚|台|機|位|歳|号|級|版|億円|万円|円|倍|割|組|問|本|チーム|分野|段階|か所|ヵ所|カ所|カ国|か条|系統|階層|拠点|つ目|サイト|ページ"
)
_LATIN_UNITS: Final = "min|ms|mm|km|kg|kW|kV|MW|kWh|Hz|hPa|TB|GB|MB|Gbps|ppm|mg|L|m|h|%|minutes|hours"
UNBREAKABLE: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[0-9０-９](?:{_COUNTERS})",
        rf"[0-9](?:[,.][0-9]+)* (?:{_LATIN_UNITS})(?![A-Za-z])",
        r"[0-9０-９]+(?:[.,，．：:][0-9０-９]+)*[%％‰℃㎥㎡㎏㌔°]?",
        r"(?:令和|平成|昭和) ?[0-9０-９]",
        r"(?:付与|課題|改善|図|表|第|約) ?[0-9０-９]",
        r"(?:Inject|Figure|Table|Chapter|No\.) [0-9]",
        r"[￥¥$£€№][0-9]",
        r"[±−＋][0-9]",
        r"[A-Za-z0-9]+(?:['’][A-Za-z]+)*",
        r"[A-Z]{2,4}-[0-9]{2}",
        r"[Ａ-Ｚａ-ｚ]+",
        r"[0-9]{1,2}日[(（][月火水木金土日]",
        r"[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+",
    )
)
_ADDRESS: Final = re.compile(r"https?://[!-~]+|\\\\[!-~]+|[!-~]{20,}")
_PROPER: Final = re.compile(r"[/?&=_.#:;,+@|\\-]$")


def faults(text: str, ends: Iterable[int], *, narrow: bool = False) -> list[str]:
    """What is wrong with lines of `text` that end before the characters at `ends` (the last end left out).

    A line may be narrower than a word: then (`narrow`) only the signs at its ends are looked at.
    """
    found = []
    addresses = [one.span() for one in _ADDRESS.finditer(text)]
    tied = [(one.start(), one.end(), one.group()) for pattern in UNBREAKABLE for one in pattern.finditer(text)]
    for at in ends:
        before, after = text[:at].rstrip(" \u3000"), text[at:].lstrip(" \u3000")
        if not before or not after:
            continue
        shown = f"{before[-8:]}|{after[:8]}"
        found += [f"begins with {name}: {shown}" for name, signs in NOT_FIRST.items() if after[0] in signs]
        found += [f"ends with {name}: {shown}" for name, signs in NOT_LAST.items() if before[-1] in signs]
        if before[-1] == after[0] and after[0] in INSEPARABLE:
            found.append(f"parts a pair: {shown}")
        if narrow:
            continue
        if any(begin < at < end for begin, end in addresses):
            if not _PROPER.search(before):
                found.append(f"breaks an address: {shown}")
            continue
        found += [f"parts {word!r}: {shown}" for begin, end, word in tied if begin < at < end]
    return found
