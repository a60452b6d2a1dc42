"""The timeline and the log table with very many entries: frames, memory, filter, sort and append."""

import gc
import os
import random
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from benchmarks.measure import Result, beside, median, percentile, timed
from exercise_studio.domain.times import HOUR, MINUTE, Instant, Play
from exercise_studio.journeys.room import LogRow

if TYPE_CHECKING:
    from exercise_studio.desktop.timeline.view import TimelineView

ENTRIES, LANES = 100_000, 20
FEW = 10_000
"""The number that UX.md's behaviour 19 names."""
SIZE = (1360, 420)
MARKS = ("response", "response", "response", "decision", "share", "question", "significant", "marker")


def bench_timeline() -> Iterator[Result]:
    """Frames of 100,000 events on 20 lanes at full extent, zoomed and while panning, and what they take of memory.

    A frame is the whole widget painted anew, as when the stretch in sight moved; the bounds are those of PLATFORM.md, against
    processor time: what others on the machine do at the moment is not the timeline's.
    """
    _application()
    gc.collect()
    tracemalloc.start()
    view = _view(ENTRIES)
    _frame(view)
    grown = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    strip = view.strip

    def one_more(at: int) -> None:
        strip.sheet.add("lane-0", 3 * HOUR + at, "response", f"x{at}", "")

    whole = [_moved(view, one_more, at) for at in range(60)]
    yield Result("timeline frame, whole, median", median(whole), "ms", 16, 1)
    yield Result("timeline frame, whole, p95", percentile(whole, 0.95), "ms", 33, 1)
    strip.fit_or_back()
    zoomed = [_moved(view, lambda at: strip.zoom(0.93 if at < 60 else 1 / 0.93, 400), at) for at in range(120)]
    yield Result("timeline frame, zooming, median", median(zoomed), "ms", 16, 1)
    yield Result("timeline frame, zooming, p95", percentile(zoomed, 0.95), "ms", 33, 1)
    strip.axis = strip.axis.fitted().zoomed(0.02, 400)
    panned = [_moved(view, lambda _at: strip.show_from(strip.axis.start + strip.axis.span * 0.05)) for _ in range(120)]
    yield Result("timeline frame, panning, median", median(panned), "ms", 16, 1)
    yield Result("timeline frame, panning, p95", percentile(panned, 0.95), "ms", 33, 1)
    still = [_moved(view, lambda at: strip.set_now(Play(HOUR + at * MINUTE)), at) for at in range(60)]
    yield Result("timeline frame, clock alone, median", median(still), "ms", 16, 1)
    yield Result("timeline memory, 100,000 events", grown, "MB", 40, 1)
    view.deleteLater()


def bench_timeline_handling() -> Iterator[Result]:
    """Behaviour 19: with 10,000 events a filter, a scroll and a zoom are each shown within 100 ms."""
    from exercise_studio.desktop.control.log_list import LogFilter, LogModel, LogTable

    _application()
    view = _view(FEW)
    model = LogModel()
    model.all = [_row(number) for number in range(FEW)]
    table = LogTable(model)
    table.resize(700, 400)
    table.show()
    model.set_filter(LogFilter())
    filters = [LogFilter(only="decision"), LogFilter(team="lane-3"), LogFilter(only="significant"), LogFilter()] * 5

    def filtered(wanted: LogFilter) -> None:
        model.set_filter(wanted)
        _fill(view, [row for row in model.all if wanted.shows(row)])
        view.changed()
        table.grab()
        view.grab()

    def scrolled(number: int) -> None:
        table.verticalScrollBar().setValue(table.verticalScrollBar().maximum() * number // 20)
        table.grab()
        view.strip.show_from(number * MINUTE)
        view.grab()

    def zoomed(number: int) -> None:
        view.strip.zoom(0.8 if number < 10 else 1.25, 300)
        view.grab()

    for name, work in (("filter", lambda at: filtered(filters[at])), ("scroll", scrolled), ("zoom", zoomed)):
        taken = [timed(_call(work, at)) * 1e3 for at in range(20)]
        yield Result(f"10,000 events, {name}, slowest", max(taken), "ms", 100, 1)
    table.deleteLater()
    view.deleteLater()


def bench_log_table() -> Iterator[Result]:
    """The log table at 100,000 rows: appending one, filtering and sorting, the last two against a plain Python list."""
    from exercise_studio.desktop.control.log_list import LogFilter, LogModel, LogTable

    _application()
    model = LogModel()
    model.all = [_row(number) for number in range(ENTRIES)]
    table = LogTable(model)
    table.resize(700, 400)
    table.show()
    model.set_filter(LogFilter())
    table.grab()
    appended = []
    for number in range(200):
        row = _row(ENTRIES + number)
        model.all.append(row)
        appended.append(timed(partial(model.append, [row])) * 1e3)
    yield Result("log table, append one, median", median(appended), "ms", 2, 1)
    plain = list(model.all)
    shuffled = plain[:]
    random.Random(1).shuffle(shuffled)
    ours, theirs = beside(
        lambda: model.set_filter(LogFilter(only="decision" if model.filter.empty else "")),
        lambda: sorted(shuffled, key=lambda row: row.at),
        times=10,
    )
    yield Result("log table, filter", median(ours), "s", median(theirs), 3)
    model.set_filter(LogFilter())
    keys = [lambda row: row.text, lambda row: row.at] * 3
    ours, theirs = [], []
    for key in keys:
        before = list(model.rows)
        theirs.append(timed(partial(sorted, before, key=key)))
        ours.append(timed(partial(model.sort_rows, key)))
    yield Result("log table, sort", median(ours), "s", median(theirs), 3)
    table.deleteLater()


def _call(work: Callable[[int], object], at: int) -> Callable[[], object]:
    return lambda: work(at)


def _application() -> Any:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from exercise_studio.desktop.app import make_application
    from exercise_studio.desktop.theme import ThemeManager

    application = QApplication.instance() or make_application()
    ThemeManager("light", 100, application).apply()
    return application


def _view(events: int) -> "TimelineView":
    from exercise_studio.desktop.timeline.view import TimelineView

    view = TimelineView()
    view.resize(*SIZE)
    view.show()
    _fill(view, [_row(number, events) for number in range(events)])
    view.begin()
    view.set_now(Play(HOUR))
    return view


def _fill(view: "TimelineView", rows: list[LogRow]) -> None:
    from exercise_studio.desktop.timeline.tracks import Coverage, Lane, Planned, Stretch

    sheet = view.sheet
    sheet.set_lanes(tuple(Lane(f"lane-{number}", f"Organisation {number}", number) for number in range(LANES)))
    sheet.coverage = {lane.key: Coverage(40, 12, 5, 2, 9) for lane in sheet.lanes}
    sheet.planned = tuple(
        Planned(f"I{number:02}", "Inject", number * 3 * MINUTE, number * 3 * MINUTE + MINUTE, "fired", f"i{number}")
        for number in range(60)
    )
    sheet.phases = tuple(Stretch(at * HOUR, (at + 1) * HOUR, f"Phase {at}") for at in range(3))
    for row in rows:
        sheet.add(row.team, row.play, "significant" if row.significant else row.mark, row.entry, row.text)


def _row(number: int, of: int = ENTRIES) -> LogRow:
    """The rows of a run of three hours, as a busy exercise has them."""
    chance = random.Random(number)
    mark = MARKS[chance.randrange(len(MARKS))]
    significant, play = mark == "significant", Play(number * 3 * HOUR // of)
    return LogRow(
        entry=f"entry-{number}", at=Instant(play), play=play, mark="response" if significant else mark,  # type: ignore[arg-type]
        team=f"lane-{chance.randrange(LANES)}", team_name="Organisation", text=f"対策本部の設置を決定し、周知した。{chance.random()}",
        items=(), tags=(), significant=significant, struck=False, corrected=False, author="facilitator",
    )  # fmt: skip


def _frame(view: "TimelineView") -> None:
    view.strip.grab()


def _moved(view: "TimelineView", move: Callable[[int], object], at: int = 0) -> float:
    """Milliseconds of the processor from a change to its picture."""
    start = time.process_time()
    move(at)
    _frame(view)
    return (time.process_time() - start) * 1e3
