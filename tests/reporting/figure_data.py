"""Data for every sort of figure, of any number of groups: with odd names, with gaps, with nothing."""

import random
from typing import Literal

from exercise_studio.domain.times import MINUTE
from exercise_studio.reporting.figures.data import (
    Coverage,
    CoverageRow,
    DotRow,
    Dots,
    Heat,
    HeatCell,
    HeatRow,
    Lane,
    Legend,
    Mark,
    PlannedMark,
    Radar,
    RadarAxis,
    StackRow,
    Stacks,
    Stretch,
    Timeline,
    Trend,
    TrendLine,
    TrendPoint,
)
from exercise_studio.reporting.labels import GLYPHS

Kind = Literal["plain", "long", "none"]
"""Ordinary names; names that are far too long, with brackets, tags and 髙𠮷; groups without a single value."""

LEGEND = Legend(("達成", "おおむね", "課題あり", "未実施"), "観察できず", "未記入")
LONG = (
    "碧浜国際コンテナターミナル・ホールディングス株式会社<b>港湾運営</b>統括本部(髙𠮷埠頭)Aohama International Terminal"
)
PHASES = (
    "事前準備",
    "検知・初動",
    "封じ込め・根絶",
    "経営判断・BCP発動",
    "情報共有・報告",
    "広報",
    "復旧",
    "事後・改善",
)
WORDS = {
    "planned": "予定", "actual": "付与済み", "phases": "フェーズ", "done": "対応（実施）", "partly": "対応（一部）",
    "missed": "対応（未実施）", "decision": "意思決定", "share": "情報連絡", "plan": "計画の発動", "pause": "休止", "jump": "場面転換",
    "contingency": "予備の状況付与", "injects": "状況付与", "on_time": "時間内", "late": "遅れ", "never": "記録なし", "target": "目標",
    "axis": "目標時間まで", "now": "今回", "then": "前回（同じ項目）", "valued": "評点あり", "not_observed": "観察できず",
    "blank": "未記入", "completion": "記入率",
}  # fmt: skip


def every(count: int, kind: Kind = "plain") -> dict[str, object]:
    """One figure of each sort with so many groups, organisations or items."""
    chance = random.Random(count)
    names = [
        LONG if kind == "long" else f"{number + 1}号 臨海{'港湾物流'[: number % 5]}株式会社" for number in range(count)
    ]
    none = kind == "none"
    return {
        "heat": _heat(chance, names, none), "stacks": _stacks(chance, names, none), "radar": _radar(chance, names, none),
        "dots": _dots(chance, names, none), "coverage": _coverage(chance, names, none),
        "trend": _trend(chance, names, none), "timeline": _timeline(chance, names, kind),
    }  # fmt: skip


def printed(value: float | None) -> str:
    """A value as figures show it."""
    return "－" if value is None else f"{value:.1f}"


def cell(value: float | None, n: int = 3) -> HeatCell:
    """A field of the grid."""
    glyph = "－" if value is None else GLYPHS[min(4, max(1, round(value - 0.01)))]
    return HeatCell(value, glyph, printed(value), f"n={n}")


def _heat(chance: random.Random, names: list[str], none: bool) -> Heat:
    rows = []
    for name in names:
        cells = [cell(round(chance.uniform(1, 4), 1), chance.randint(1, 1200)) for _ in PHASES]
        # One that nobody observed, and one that does not apply.
        cells[chance.randrange(len(PHASES))] = cell(None, 0)
        cells[chance.randrange(len(PHASES))] = HeatCell(None, "", "", "")
        rows.append(HeatRow(name, tuple(cell(None, 0) for _ in PHASES) if none else tuple(cells)))
    return Heat(PHASES, tuple(rows), LEGEND)


def _stacks(chance: random.Random, names: list[str], none: bool) -> Stacks:
    rows = []
    for name in names:
        counts = [chance.choice((0, 1, 3, 12, 240)) for _ in range(4)]
        unseen, blank = chance.choice((0, 1, 8)), chance.choice((0, 2))
        if none:
            counts, unseen, blank = [0, 0, 0, 0], 0, 0
        n = sum(counts)
        mean = sum(level * own for level, own in zip((4, 3, 2, 1), counts, strict=True)) / n if n else None
        a, b, c, d = counts
        rows.append(StackRow(name, (a, b, c, d), unseen, blank, printed(mean), f"n={n:,}"))
    return Stacks(tuple(rows), LEGEND, "平均")


def _radar(chance: random.Random, names: list[str], none: bool) -> Radar:
    axes = []
    for number, name in enumerate((names * 3)[: max(3, min(len(names), 8))]):
        value = None if none or number == 1 else round(chance.uniform(1, 4), 1)
        then = None if value is None or number == 0 else round(chance.uniform(1, 4), 1)
        axes.append(RadarAxis(name, value, "－" if value is None else f"○ {value}", f"n={number * 7}", then))
    return Radar(tuple(axes), WORDS)


def _dots(chance: random.Random, names: list[str], none: bool) -> Dots:
    rows = []
    for number, name in enumerate(names):
        target = chance.choice((10, 15, 30, 60, 1440)) * MINUTE
        times = [round(target * chance.uniform(0.1, 3)) for _ in range(chance.randint(0, 9))]
        dots = () if none else tuple((one, one <= target) for one in times)
        never = 0 if none else chance.choice((0, 0, 3))
        rows.append(DotRow(name, target, dots, never, f"{sum(on for _, on in dots)}/{len(dots) + never}"))
        if number == 0 and not none:
            rows[-1] = DotRow(name, target, (*dots, (0, True), (-MINUTE, True), (3 * target, True)), 0, "3/3",
                              (target, 4 * target))  # fmt: skip
    return Dots(tuple(rows), {**WORDS, "share": "時間内"})


def _coverage(chance: random.Random, names: list[str], none: bool) -> Coverage:
    rows = []
    for name in names:
        valued, unseen, blank = (
            (0, 0, 0) if none else (chance.randint(0, 90), chance.randint(0, 9), chance.randint(0, 20))
        )
        total = valued + unseen + blank
        share = f"{round(100 * valued / total)}%" if total else "－"
        done = f"{round(100 * (valued + unseen) / total)}%" if total else "－"
        rows.append(CoverageRow(name, valued, unseen, blank, share, f"n={total}", done))
    return Coverage(tuple(rows), {**WORDS, "share": "評価率"})


def _trend(chance: random.Random, names: list[str], none: bool) -> Trend:
    lines = []
    for number, name in enumerate([*names[:-1], "同じ項目の全体"]):
        values = [
            None if none or (number == 1 and index == 1) else round(chance.uniform(1, 4), 1) for index in range(3)
        ]
        last, before = values[-1], values[-2]
        change = (
            "－"
            if last is None or before is None
            else f"{last - before:+.1f}".replace("-", "−").replace("+0.0", "±0.0")
        )
        points = tuple(TrendPoint(value, f"○ {printed(value)}") for value in values)
        lines.append(TrendLine(name, points, f"n={number + 4}", change, number == len(names) - 1))
    return Trend(("2024年9月11日", "2025年9月10日", "今回"), tuple(lines))


def _timeline(chance: random.Random, names: list[str], kind: Kind) -> Timeline:
    end = 180 * MINUTE
    if kind == "none":
        return Timeline(end, (), (), tuple(Lane(name, ()) for name in names), (), (), WORDS)
    long = kind == "long"
    cuts = (0, 40, 75, 120, 150, 180)
    phases = tuple(
        Stretch(LONG if long else PHASES[number], cuts[number] * MINUTE, cuts[number + 1] * MINUTE)
        for number in range(5)
    )
    injects = tuple(
        PlannedMark(
            f"I{number:02d}",
            number * 9 * MINUTE,
            None if number == 7 else (number * 9 + number % 4 * 3) * MINUTE,
            number % 6 == 5,
        )
        for number in range(20)
    )
    sorts = ("done", "done", "done", "partly", "missed", "decision", "share", "plan")
    most = 40 * len(names) if len(names) > 20 else 12
    lanes = tuple(
        Lane(name, tuple(Mark(chance.randint(0, end), "", chance.choice(sorts)) for _ in range(most)))
        for name in names[:15]
    )
    pauses = ((88 * MINUTE, "5分"), (90 * MINUTE, "12分"))
    jumps = ((91 * MINUTE, "7/5 07:00"), (150 * MINUTE, LONG if long else "7/6 13:30"))
    return Timeline(end, phases, injects, lanes, pauses, jumps, WORDS)
