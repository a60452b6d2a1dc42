"""The live room with a thousand organisations: the board, and the cue list that all of them share."""

from collections.abc import Iterator

from benchmarks.measure import Result, median, timed
from benchmarks.samples import SCENARIO
from exercise_studio.conduct.cues import cue_list
from exercise_studio.conduct.run import LiveRun
from exercise_studio.domain import payloads as p
from exercise_studio.domain.log import Entry
from exercise_studio.domain.times import MINUTE, Play
from exercise_studio.journeys.board import Board
from exercise_studio.journeys.library import find_scenario
from exercise_studio.journeys.rehearsing import Order, default_start, plan_of

HOUSES = 1_000
LIMIT_MS = 50.0
"""What a look may take, so that a room that looks once a second stays usable."""


def _crowded() -> LiveRun:
    """A run at half time: every inject of the first hour went to all, every organisation has answered three times."""
    scenario, _ = find_scenario(SCENARIO)
    plan = plan_of(Order(scenario, organisations=HOUSES), default_start(scenario))
    entries: list[Entry] = []

    def say(payload: p.Payload, at: int, scope: str | None = None) -> None:
        number = len(entries) + 1
        entries.append(
            Entry(
                id=f"{number:032d}", exercise="e", run="r", scope=scope, device="d", device_seq=number, previous_hash="",
                payload_hash="", at=at, offset_min=540, began_at=None, author="facilitator", supersedes=None,  # type: ignore[arg-type]
                kind=payload.kind, version=payload.current, lang="ja", tlp=None, hash="", payload=payload, seq=number,
                elapsed=None, play=None,
            )
        )  # fmt: skip

    say(p.RunStarted(mode="live", plan_hash=""), 0)
    for inject in scenario.injects:
        if inject.at is not None and inject.at < 60 * MINUTE and inject.kind == "normal":
            say(p.InjectFired(inject=inject.id), inject.at)
    for turn in range(3):
        for house in plan.organisations:
            team = house.address(house.teams[turn % len(house.teams)].kind)
            items = plan.items_of(team)
            touched = (p.ItemTouched(item=items[turn % len(items)]),) if items else ()
            say(p.ResponseLogged(team=team, text="対策本部を設置した。", items=touched), 40 * MINUTE + turn, house.id)
    return LiveRun(plan, "r", entries)


def bench_board() -> Iterator[Result]:
    """A thousand organisations: the board anew, the board after one more response, the cue list of all, against 50 ms."""
    live = _crowded()
    play = Play(62 * MINUTE)
    anew = [timed(lambda: Board().look(live, play, "ja")) for _ in range(9)]
    board = Board()
    board.look(live, play, "ja")
    again = [timed(lambda: board.look(live, play, "ja")) for _ in range(20)]
    cues = [timed(lambda: cue_list(live.state, play)) for _ in range(9)]
    one = live.state.plan.organisations[500].id
    own = [timed(lambda: cue_list(live.state, play, one)) for _ in range(9)]
    for name, took in (
        ("board of 1,000, anew", anew), ("board of 1,000, as time goes on", again), ("cue list of 1,000", cues),
        ("cue list of one of 1,000", own),
    ):  # fmt: skip
        yield Result(name, median(took) * 1000, "ms", LIMIT_MS, 1)
