"""Finds words that seem to name a person: findings and reports speak of roles, because an exercise blames nobody.

A guess from honorifics, titles and frequent family names; it warns and never decides.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple


class Mention(NamedTuple):
    """A stretch of a text, `start` to `end`, that seems to name a person."""

    start: int
    end: int
    words: str


_HONORIFIC = re.compile(
    r"(?<![一-龥々ァ-ヶーA-Za-z])([一-龥々]{1,4}|[ァ-ヶー]{2,10}|[A-Z][a-z]+)(さん|氏|様|くん|殿)(?![式々子相])"
)
_NOT_A_NAME: Final = frozenset(
    [
        "お客",
        "客",
        "皆",
        "各",
        "同",
        "多",
        "仕",
        "模",
        "有",
        "異",
        "一",
        "神",
        "王",
        "奥",
        "貴",
        "両",
        "諸",
        "全",
        "何",
        "大",
        "人",
        "左",
        "右",
        "中",
        "御社",
        "貴社",
        "各社",
        "弊社",
        "当社",
        "自社",
        "他社",
        "各位",
        "取引先",
        "利用者",
        "顧客",
        "関係者",
        "参加者",
        "担当者",
        "委託先",
        "業者",
        "事業者",
        "同業者",
        "株主",
        "来訪者",
        "視聴者",
        "読者",
        "患者",
        "乗客",
        "旅客",
        "荷主",
        "船社",
        "会員",
        "消費者",
        "住民",
        "宛先",
    ]
)
"""What stands before an honorific without naming anybody."""

_FAMILY_NAMES: Final = (
    "佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "渡邊", "渡邉", "山本", "中村", "小林", "加藤", "吉田", "山田", "佐々木", "山口",
    "松本", "井上", "木村", "斎藤", "斉藤", "齋藤", "清水", "山崎", "阿部", "池田", "橋本", "山下", "石川", "中島", "前田", "藤田",
    "小川", "後藤", "岡田", "長谷川", "村上", "近藤", "石井", "坂本", "遠藤", "青木", "藤井", "西村", "福田", "太田", "三浦", "藤原",
    "岡本", "松田", "中川", "中野", "原田", "小野", "田村", "竹内", "金子", "和田", "中山", "石田", "上田", "森田", "柴田", "酒井",
    "工藤", "横山", "宮崎", "宮本", "内田", "高木", "安藤", "谷口", "大野", "丸山", "今井", "高田", "藤本", "武田", "村田", "上野",
    "杉山", "増田", "小島", "小山", "千葉", "久保", "松井", "岩崎", "桜井", "野口", "松尾", "野村", "木下", "菊地", "菊池", "佐野",
    "大塚", "新井", "杉本",
)  # fmt: skip
_TITLES: Final = (
    "本部長", "部長", "次長", "課長", "係長", "室長", "主任", "主査", "社長", "副社長", "専務", "常務", "取締役", "所長", "局長", "班長",
    "リーダー", "マネージャー", "主幹", "参事",
)  # fmt: skip
_NAMES = "|".join(sorted(_FAMILY_NAMES, key=len, reverse=True))
_TITLED = re.compile(rf"(?<![一-龥々])({_NAMES})({'|'.join(_TITLES)})")
_PLACE = "[市区町村県府駅港郡川山海島社局製工支営]"
_BARE = re.compile(rf"(?:(?<=の)|(?<=[、。「（(\s])|^)({_NAMES})(?=[がはもにのをと、。）)」]|$)(?!{_PLACE})")
_ENGLISH = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.?\s+[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)?|\b[A-Z][a-z]+-(?:san|sama)\b"
)


def _found(text: str) -> Iterator[Mention]:
    for match in _HONORIFIC.finditer(text):
        if match[1] not in _NOT_A_NAME:
            yield Mention(match.start(), match.end(), match[0])
    for pattern in (_TITLED, _BARE, _ENGLISH):
        for match in pattern.finditer(text):
            yield Mention(match.start(), match.end(), match[0])


def mentions(text: str) -> list[Mention]:
    """The stretches that seem to name a person, in their order, none inside another."""
    found: list[Mention] = []
    for mention in sorted(_found(text), key=lambda m: (m.start, -m.end)):
        if not found or mention.start >= found[-1].end:
            found.append(mention)
    return found


def with_role(text: str, mention: Mention, role: str) -> str:
    """The text with a role in the place of the person."""
    return text[: mention.start] + role + text[mention.end :]
