"""The board: how each organisation stands, who needs somebody first, and that it agrees with itself however it came about."""

import random
from copy import deepcopy

from exercise_studio.conduct.run import LiveRun
from exercise_studio.domain import payloads as p
from exercise_studio.domain.log import Entry
from exercise_studio.domain.times import Play
from exercise_studio.journeys.board import Alarm, Board, BoardRow
from tests.plans import SCENARIO, entry, minutes, plan


class Table:
    """A run and the board beside it."""

    def __init__(self, critical_within: str = "") -> None:
        scenario = deepcopy(SCENARIO)
        if critical_within:
            scenario["injects"][1]["expects"][0]["within"] = critical_within
        self.live = LiveRun(plan(scenario=scenario), "run")
        self.board = Board()
        self.say(p.RunStarted(mode="live", plan_hash=""), 0)

    def say(self, payload: p.Payload, at: float, scope: str | None = None) -> None:
        self.live.add([entry(payload, minutes(at), scope=scope)])

    def responds(self, team: str, at: float, *items: str, extent: p.Extent = "done") -> None:
        touched = tuple(p.ItemTouched(item=item, extent=extent) for item in items)
        self.say(p.ResponseLogged(team=team, text="x", items=touched), at, team.partition("/")[0])

    def look(self, play: float) -> list[BoardRow]:
        return self.board.look(self.live, Play(minutes(play)), "ja")

    def row(self, house: str, play: float) -> BoardRow:
        return next(row for row in self.look(play) if row.organisation == house)


def test_each_organisation_stands_where_its_own_log_says() -> None:
    table = Table()
    table.say(p.InjectFired(inject="I01"), 0)
    table.say(p.InjectFired(inject="I02"), 10)
    table.responds("alpha/csirt", 12, "DET-01")
    alpha, beta, gamma = (table.row(house, 13) for house in ("alpha", "beta", "gamma"))
    assert (alpha.sent, alpha.received, alpha.expected, alpha.done) == (2, 2, 2, 1)
    assert (alpha.last, alpha.quiet) == (minutes(12), minutes(1))
    assert (beta.sent, beta.received, beta.done, beta.last, beta.quiet) == (2, 0, 0, None, minutes(13))
    assert (gamma.sent, gamma.expected) == (1, 0)  # I02 goes to the terminals alone, and nothing is asked of a carrier
    assert alpha.branches == beta.branches == ("stop-gates",)
    table.say(p.BranchChosen(branch="stop-gates", option="stop"), 13, "alpha")
    assert (table.row("alpha", 13).branches, table.row("beta", 13).branches) == ((), ("stop-gates",))


def test_a_receipt_that_was_confirmed_counts_without_a_response() -> None:
    table = Table()
    table.say(p.InjectFired(inject="I01"), 0)
    table.say(p.InjectReceived(inject="I01", team="alpha/csirt"), 1, "alpha")
    assert [table.row(house, 2).received for house in ("alpha", "beta")] == [1, 0]


def test_silence_is_an_alarm_only_while_something_is_expected() -> None:
    table = Table()
    table.say(p.InjectFired(inject="I01"), 0)
    assert table.row("alpha", 9.9).alarms == ()
    assert table.row("alpha", 10).alarms == (Alarm("quiet", minutes=10),)
    assert table.row("gamma", 30).alarms == ()
    table.responds("alpha/csirt", 11, "DET-01")
    assert table.row("alpha", 40).alarms == ()


def test_late_items_come_with_time_and_a_critical_one_is_an_alarm() -> None:
    table = Table(critical_within="15m")
    table.say(p.InjectFired(inject="I01"), 0)
    assert table.row("alpha", 20).late == ()
    assert table.row("alpha", 20.1).late == ("DET-01",)  # within 20 minutes, on time at the minute itself
    assert {alarm.kind for alarm in table.row("alpha", 20.1).alarms} == {"quiet"}
    table.say(p.InjectFired(inject="I02"), 10)
    assert table.row("alpha", 25).late == ("DET-01",)
    assert table.row("alpha", 25.1).late == ("DEC-01", "DET-01")  # the critical one first
    assert table.row("alpha", 25.1).alarms[0] == Alarm("critical", "DEC-01")
    table.responds("alpha/executives", 26, "DEC-01")
    assert table.row("alpha", 27).late == ("DET-01",)
    assert table.row("alpha", 27).alarms == ()


def test_an_item_without_a_time_limit_is_expected_and_never_late() -> None:
    table = Table()
    table.say(p.InjectFired(inject="I02"), 10)
    assert (table.row("alpha", 60).expected, table.row("alpha", 60).late) == (1, ())


def test_a_recall_is_shown_and_the_worst_comes_first() -> None:
    table = Table()
    table.say(p.InjectFired(inject="I01"), 0)
    table.responds("alpha/csirt", 1, "DET-01")
    table.say(p.InjectRecalled(inject="I01"), 2, "gamma")
    rows = table.look(30)
    assert [row.organisation for row in rows] == ["beta", "gamma", "alpha"]
    assert rows[1].alarms == (Alarm("recalled", "I01"),)
    assert rows[0].rank < rows[1].rank < rows[2].rank


def test_who_came_late_stands_on_the_board_with_what_it_missed() -> None:
    table = Table()
    table.say(p.InjectFired(inject="I01"), 0)
    table.look(1)
    house = table.live.state.plan.organisations[0].changed(id="delta")
    table.say(p.PlanAmended(operations=(p.OrganisationJoined(organisation=house),)), 5)
    row = table.row("delta", 40)
    assert (row.sent, row.missed, row.late, row.alarms) == (0, 1, (), ())


def test_looking_after_every_entry_gives_what_looking_once_gives() -> None:
    chance = random.Random(5)
    table, entries = Table(), []
    houses, injects = ("alpha", "beta"), ("I01", "I02", "I03", "I04", "C01")
    for minute in range(60):
        house = chance.choice(houses)
        said: list[tuple[p.Payload, str | None]] = [
            (p.InjectFired(inject=chance.choice(injects)), chance.choice((None, house))),
            (p.InjectFired(inject=chance.choice(injects), targets=(house,)), None),
            (p.InjectRecalled(inject=chance.choice(injects)), house),
            (p.ResponseLogged(team=f"{house}/csirt", text="x", items=(p.ItemTouched(item="DET-01"),)), house),
            (p.DecisionLogged(team=f"{house}/executives", question="?", choice="!"), house),
            (p.ItemExcluded(team=f"{house}/csirt", item="DET-01", reason="x"), None),
        ]
        payload, scope = chance.choice(said)
        one: Entry = entry(payload, minutes(minute), scope=scope)
        entries.append(one)
        table.live.add([one])
        again = table.look(minute)
        assert again == Board().look(table.live, Play(minutes(minute)), "ja")
    assert len(entries) == 60


def test_an_entry_that_is_withdrawn_counts_no_longer_on_the_board() -> None:
    table = Table()
    table.say(p.InjectFired(inject="I01"), 0)
    said = entry(
        p.ResponseLogged(team="alpha/csirt", text="x", items=(p.ItemTouched(item="DET-01"),)), minutes(1), scope="alpha"
    )
    table.live.add([said])
    assert table.row("alpha", 2).done == 1
    table.say(p.EntryWithdrawn(entry=said.id, reason="誤記"), 3, "alpha")
    assert table.row("alpha", 3).done == 0
