"""Figures: drawing each one and writing it on a page, at the size it has in a large exercise."""

import io
import random
from collections.abc import Iterator
from functools import partial
from typing import Any

from benchmarks.measure import Result, timed
from exercise_studio.domain.times import MINUTE
from exercise_studio.reporting import figures
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
from exercise_studio.reporting.figures.paint import paint
from exercise_studio.reporting.paper import Paper
from exercise_studio.reporting.theme import Theme, frame_of
from exercise_studio.reporting.typeset import Typesetter

BOUND = 6.0
"""Milliseconds for one figure."""
TIMES = 15
_LEGEND = Legend(("達成", "おおむね", "課題あり", "未実施"), "観察できず", "未記入")
_PHASES = (
    "事前準備",
    "検知・初動",
    "封じ込め・根絶",
    "経営判断・BCP発動",
    "情報共有・報告",
    "広報",
    "復旧",
    "事後・改善",
)
_ITEM = "DET-{number:02d} 異常の第一報が、発見者・時刻・事象を添えて、決められた経路で上がる"
_NAMES = (
    "planned actual phases done partly missed decision share plan pause jump contingency injects on_time late never target"
    " axis now then valued not_observed blank completion"
)
_WORDS = dict.fromkeys(_NAMES.split(), "対応（実施）")


def _data(turn: int) -> dict[str, object]:
    """One of each sort: 15 organisations, 24 items of 14 teams, 20 injects and 12 lanes with 1,900 responses.

    Names are others each turn: what is known from the figure before must not help.
    """
    chance = random.Random(1)

    def cell() -> HeatCell:
        value = chance.uniform(1, 4)
        return HeatCell(value, "○", f"{value:.1f}", f"n={chance.randint(1, 1200)}")

    names = [f"臨海港湾物流{turn}-{number}号株式会社" for number in range(15)]
    dots = []
    for number in range(24):
        times = [round(30 * MINUTE * chance.uniform(0.1, 3)) for _ in range(14)]
        marks = tuple((one, one <= 30 * MINUTE) for one in times)
        dots.append(DotRow(_ITEM.format(number=turn * 24 + number), 30 * MINUTE, marks, 2, "7/16"))
    lanes = tuple(
        Lane(name, tuple(Mark(chance.randint(0, 180 * MINUTE), "", chance.choice(("done", "partly", "share"))) for _ in range(160)))
        for name in names[:12]
    )  # fmt: skip
    phases = tuple(
        Stretch(name, number * 22 * MINUTE, (number + 1) * 22 * MINUTE) for number, name in enumerate(_PHASES)
    )
    injects = tuple(PlannedMark(f"I{n:02d}", n * 9 * MINUTE, n * 9 * MINUTE, n % 6 == 5) for n in range(20))
    return {
        "heat": Heat(_PHASES, tuple(HeatRow(name, tuple(cell() for _ in _PHASES)) for name in names), _LEGEND),
        "stacks": Stacks(tuple(StackRow(name, (40, 50, 30, 4), 3, 2, "2.9", "n=124") for name in names), _LEGEND, "平均"),
        "radar": Radar(tuple(RadarAxis(name, 3.0, "○ 3.0", "n=40", 2.5) for name in _PHASES), _WORDS),
        "dots": Dots(tuple(dots), _WORDS),
        "coverage": Coverage(tuple(CoverageRow(name, 90, 5, 5, "90%", "n=100", "95%") for name in names), _WORDS),
        "trend": Trend(
            ("2024年", "2025年", "今回"),
            tuple(TrendLine(name, tuple(TrendPoint(v, f"○ {v}") for v in (2.0, 2.5, 3.0)), "n=20", "+0.5") for name in names),
        ),
        "timeline": Timeline(180 * MINUTE, phases, injects, lanes, (), (), _WORDS),
    }  # fmt: skip


def bench_figures() -> Iterator[Result]:
    """The quickest of some runs of each figure: what it costs, not what else the machine does."""
    setter, theme = Typesetter(language="ja"), Theme("ja")
    width, height = frame_of("wide")[2:]
    turns = [_data(turn) for turn in range(TIMES)]
    for sort in figures.FIGURES:
        own, room = (width, height) if sort == "timeline" else frame_of("tall")[2:]
        paper: Any = Paper(io.BytesIO())

        def work(data: object, sort: str = sort, own: float = own, room: float = room, paper: Any = paper) -> None:
            paint(figures.draw(sort, data, setter, own, room, theme), paper)

        taken = [timed(partial(work, turn[sort])) for turn in turns]
        yield Result(f"figure {sort}", min(taken) * 1000, "ms", BOUND, 1)
