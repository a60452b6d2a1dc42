"""The run as a fold: what each entry does, corrections and withdrawals, and that the order of arrival makes no difference."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exercise_studio.conduct.corrections import effective
from exercise_studio.conduct.run import LiveRun, amended, fold
from exercise_studio.domain import payloads as p
from exercise_studio.domain.exercise import Adaptation, ObserverSeat
from exercise_studio.domain.log import Entry, RedactedEntry, UnknownEntry, in_canonical_order
from exercise_studio.domain.scenario import Inject
from exercise_studio.domain.text import Text
from tests.plans import T0, entry, house, inject, minutes, plan, seconds

STARTED = p.RunStarted(mode="live", plan_hash="")


def response(text: str, at: float, **said: Any) -> Entry:
    payload = p.ResponseLogged(team="alpha/csirt", text=text, items=(p.ItemTouched(item="DET-01"),))
    return entry(payload, minutes(at), **said)


def texts(entries: list[Entry]) -> list[str]:
    return [e.payload.text for e in effective(entries) if isinstance(e.payload, p.ResponseLogged)]


# what single entries do


def test_of_several_responses_the_first_counts_and_the_furthest() -> None:
    def touched(extent: p.Extent, at: float) -> Entry:
        said = p.ItemTouched(item="DET-01", extent=extent)
        return entry(p.ResponseLogged(team="alpha/csirt", text="x", items=(said,)), minutes(at))

    entries = [entry(STARTED, 0), touched("missed", 2), touched("partly", 4), touched("done", 6), touched("missed", 8)]
    state = fold(plan(), "run", entries)
    item = state.seen("alpha").items["alpha/csirt", "DET-01"]
    assert (item.extent, item.first_at, item.done_at) == ("done", minutes(4), minutes(6))
    assert item.entries == [e.id for e in entries[1:]]
    assert (state.seen("alpha").responses, state.seen("alpha").last_response) == (4, minutes(8))
    assert state.seen("beta").responses == 0


def test_a_response_counts_from_its_first_keystroke() -> None:
    typed = response("x", 10, began_at=T0 + minutes(9))
    state = fold(plan(), "run", [entry(STARTED, 0), typed])
    assert state.seen("alpha").items["alpha/csirt", "DET-01"].first_at == minutes(9)


def test_an_inject_for_one_house_leaves_the_others_alone() -> None:
    entries = [
        entry(STARTED, 0),
        entry(p.InjectFired(inject="I01"), minutes(1), scope="alpha"),
        entry(p.InjectHeld(inject="I01"), minutes(2), scope="beta"),
    ]
    state = fold(plan(), "run", entries)
    assert [state.inject_state("I01", name).status for name in ("alpha", "beta", "gamma", None)] == [
        "fired", "held", "pending", "pending",
    ]  # fmt: skip
    state = fold(plan(), "run", [*entries, entry(p.InjectFired(inject="I01"), minutes(3))])
    assert {state.inject_state("I01", name).fired_at for name in ("alpha", "beta", "gamma", None)} == {minutes(3)}


def test_a_recalled_inject_keeps_when_it_was_fired_and_who_had_received_it() -> None:
    state = fold(plan(), "run", [
        entry(STARTED, 0),
        entry(p.InjectFired(inject="I01"), minutes(1)),
        entry(p.InjectReceived(inject="I01", team="alpha/csirt"), minutes(2), scope="alpha"),
        entry(p.InjectRecalled(inject="I01"), minutes(3)),
    ])  # fmt: skip
    recalled = state.inject_state("I01", "alpha")
    assert (recalled.status, recalled.fired_at, recalled.received) == (
        "recalled",
        minutes(1),
        {"alpha/csirt": minutes(2)},
    )


def test_the_latest_word_of_an_observer_counts_and_a_note_outlives_its_value() -> None:
    def rated(value: p.RatingValue, note: str, at: float, observer: str = "OB1") -> Entry:
        said = p.ItemRated(observer=observer, item="DET-01", team="alpha/csirt", value=value, note=note)
        return entry(said, minutes(at))

    entries = [entry(STARTED, 0), rated(2, "促された", 1), rated(4, "", 2, "OB2"), rated(3, "後で訂正", 3)]
    state = fold(plan(), "run", entries)
    given = state.ratings["alpha/csirt", "DET-01"]
    assert {observer: (r.value, r.note) for observer, r in given.items()} == {"OB1": (3, "後で訂正"), "OB2": (4, "")}
    cleared = entry(p.RatingCleared(observer="OB1", item="DET-01", team="alpha/csirt"), minutes(4))
    after = fold(plan(), "run", [*entries, cleared]).ratings["alpha/csirt", "DET-01"]["OB1"]
    assert (after.value, after.note) == (None, "後で訂正")


def test_a_receipt_is_confirmed_once_and_a_question_is_answered() -> None:
    share = entry(p.InformationShared(sender="alpha/csirt", receiver="maker"), minutes(1), scope="alpha")
    question = entry(p.QuestionParked(text="誰が決めるか"), minutes(2))
    state = fold(plan(), "run", [
        entry(STARTED, 0), share, question,
        entry(p.ReceiptConfirmed(shared=share.id, by="maker"), minutes(3)),
        entry(p.ReceiptConfirmed(shared=share.id, by="maker"), minutes(9)),
        entry(p.QuestionResolved(question=question.id, answer="役員"), minutes(4)),
        entry(p.QuestionResolved(question="nowhere", answer="x"), minutes(5)),
    ])  # fmt: skip
    assert [s.confirmed_at for s in state.seen("alpha").shares] == [minutes(3)]
    assert state.parked == {question.id: ("誰が決めるか", "役員")}


def test_firing_lifts_the_holding_card_but_not_a_black_screen() -> None:
    fired = entry(p.InjectFired(inject="I01"), minutes(2))
    assert fold(plan(), "run", [entry(STARTED, 0)]).screen().mode == "holding"
    assert fold(plan(), "run", [entry(STARTED, 0), fired]).screen().mode == "live"
    black = entry(p.DisplayChanged(mode="black"), minutes(1))
    assert fold(plan(), "run", [entry(STARTED, 0), black, fired]).screen().mode == "black"


def test_amendments_change_the_plan_in_force_and_not_the_frozen_one() -> None:
    frozen = plan()
    late = type(frozen.organisations[0]).model_validate(house("delta", "carrier", "logistics", "operations"))
    amendment = p.PlanAmended(
        operations=(
            p.OrganisationJoined(organisation=late),
            p.ObserverAdded(observer=ObserverSeat(code="OB1", scope=("beta",))),
            p.InjectPut(inject=Inject.model_validate(inject("I09", at="50m"))),
            p.InjectPut(inject=Inject.model_validate(inject("I02", at="20m"))),
            p.AdaptationPut(organisation="alpha", inject="I01", adaptation=Adaptation(title=Text(ja="別", en="Other"))),
        )
    )
    state = fold(frozen, "run", [entry(STARTED, 0), entry(amendment, minutes(1))])
    assert [o.id for o in state.plan.organisations] == ["alpha", "beta", "gamma", "delta"]
    assert {seat.code: seat.scope for seat in state.plan.observers} == {"OB1": ("beta",), "OB2": ()}
    assert state.plan.scenario.inject_by_id["I02"].at == minutes(20)
    assert state.plan.scenario.inject_by_id["I09"].at == minutes(50)
    assert state.plan.adapted(state.plan.scenario.inject_by_id["I01"], "alpha").title.en == "Other"
    assert state.plan == amended(frozen, amendment)
    assert frozen == plan()


def test_what_is_unknown_redacted_or_of_another_run_changes_nothing() -> None:
    others = [
        entry(p.InjectFired(inject="I01"), 1, run="other"),
        entry(p.InjectFired(inject="I01"), 1, run=None),
        entry(UnknownEntry(kind="inject_fired", version=9, text="{}"), 2),
        entry(UnknownEntry(kind="drone_launched", version=1, text="{}"), 3),
        entry(RedactedEntry(kind="inject_fired"), 4),
        entry(UnknownEntry(kind="entry_withdrawn", version=9, text="{}"), 5),
        entry(UnknownEntry(kind="entry_redacted", version=9, text="{}"), 6),
        entry(UnknownEntry(kind="observer_joined", version=9, text="{}"), 7),
    ]
    state = fold(plan(), "run", [entry(STARTED, 0), *others])
    assert state.injects == {}
    assert state.organisations == {}
    live = LiveRun(plan(), "run", [entry(STARTED, 0)])
    live.add(others)
    assert live.state.injects == {}


# corrections


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    first, other = response("最初", 5), response("次", 6)
    fixed = response("訂正", 9, supersedes=first.id)
    found = effective([first, other, fixed])
    assert texts([first, other, fixed]) == ["訂正", "次"]
    assert found[0].at == first.at
    state = fold(plan(), "run", [entry(STARTED, 0), first, other, fixed])
    assert state.seen("alpha").responses == 2
    assert state.seen("alpha").items["alpha/csirt", "DET-01"].first_at == minutes(5)


def test_of_two_corrections_the_later_holds_and_a_correction_can_be_corrected() -> None:
    first = response("一", 1)
    second, third = response("二", 3, supersedes=first.id), response("三", 2, supersedes=first.id)
    assert texts([first, second, third]) == ["二"]
    fourth = response("四", 4, supersedes=second.id)
    assert texts([first, second, third, fourth]) == ["四"]


def test_a_withdrawn_entry_counts_no_longer_nor_does_its_correction() -> None:
    first, kept = response("一", 1), response("二", 2)
    fixed = response("直した", 3, supersedes=first.id)
    withdrawn = entry(p.EntryWithdrawn(entry=first.id, reason="誤記"), minutes(4))
    assert texts([first, kept, withdrawn]) == ["二"]
    assert texts([first, kept, fixed, withdrawn]) == ["二"]
    of_correction = entry(p.EntryWithdrawn(entry=fixed.id, reason="誤記"), minutes(4))
    assert texts([first, kept, fixed, of_correction]) == ["二"]


def test_a_correction_whose_original_is_not_here_yet_is_shown_until_it_comes() -> None:
    first = response("一", 1)
    fixed = response("直した", 3, supersedes=first.id)
    assert texts([fixed]) == ["直した"]
    assert texts([fixed, first]) == ["直した"]


def test_a_redacted_entry_says_nothing_any_more_here_as_in_the_workspace() -> None:
    secret = response("個人名", 1)
    redaction = entry(p.EntryRedacted(entry=secret.id, reason="氏名"), minutes(2))
    live = LiveRun(plan(), "run", [entry(STARTED, 0), secret])
    assert live.state.seen("alpha").responses == 1
    live.add([redaction])
    assert live.state.seen("alpha").responses == 0
    assert "個人名" not in repr(live.entries)
    late = LiveRun(plan(), "run", [entry(STARTED, 0), redaction])
    late.add([secret])
    assert "個人名" not in repr(late.entries)
    assert late.state == live.state


# the order of arrival

SMALL = plan()


devices = st.sampled_from(["desk", "slow", "tablet"])
teams = st.sampled_from(["alpha/csirt", "alpha/executives", "beta/csirt", "gamma/operations"])
items = st.sampled_from(["DET-01", "DEC-01", "INF-01"])
observers = st.sampled_from(["OB1", "OB2"])
names = st.sampled_from(["I01", "I02", "I03", "C01"])
said = st.one_of(
    st.builds(lambda inject: p.InjectFired(inject=inject), names),
    st.builds(lambda inject, house: p.InjectFired(inject=inject, targets=(house,)), names, st.sampled_from(["alpha", "beta", "gamma"])),
    st.builds(lambda inject: p.InjectSkipped(inject=inject), names),
    st.builds(lambda inject: p.InjectRecalled(inject=inject), names),
    st.builds(lambda inject, team: p.InjectReceived(inject=inject, team=team), names, teams),
    st.builds(
        lambda team, item, extent: p.ResponseLogged(team=team, text="x", items=(p.ItemTouched(item=item, extent=extent),)),
        teams, items, st.sampled_from(["done", "partly", "missed"]),
    ),
    st.builds(lambda team: p.InformationShared(sender=team, receiver="maker"), teams),
    st.builds(
        lambda observer, item, team, value: p.ItemRated(observer=observer, item=item, team=team, value=value),
        observers, items, teams, st.sampled_from([4, 3, 2, 1, "NO"]),
    ),
    st.builds(lambda observer, item, team: p.RatingCleared(observer=observer, item=item, team=team), observers, items, teams),
    st.builds(
        lambda observer, offset: p.ObserverJoined(observer=observer, clock_offset=offset),
        observers, st.sampled_from([0, 4000, -4000]),
    ),
    st.builds(lambda to: p.TimeJumped(to=to), st.just(SMALL.scenario.phases[1].jump.to)),  # type: ignore[union-attr]
    st.sampled_from([p.ClockPaused(), p.ClockResumed(), p.RunSuspended(), p.RunContinued(), p.SpeedChanged(speed=2)]),
    st.just(p.QuestionParked(text="?")),
    st.just(p.PlanAmended(operations=(p.ObserverAdded(observer=ObserverSeat(code="OB3")),))),
)  # fmt: skip


@st.composite
def logs(draw: st.DrawFn) -> list[Entry]:
    """A log of several devices in order of writing: facts, and corrections, withdrawals and redactions of any of them."""
    count = {"desk": 0, "slow": 0, "tablet": 0}
    found = [entry(STARTED, 0, device="desk", device_seq=0, id="e-start")]
    for number in range(draw(st.integers(2, 14))):
        device = draw(devices)
        count[device] += 1
        payload, supersedes = draw(said), None
        about = draw(st.sampled_from(["fact", "fact", "fact", "correction", "withdrawal", "redaction"]))
        target = draw(st.sampled_from(found))
        if about == "correction" and target.kind in ("response_logged", "item_rated", "inject_fired"):
            payload, supersedes = draw(said.filter(lambda one, kind=target.kind: one.kind == kind)), target.id  # type: ignore[misc]
        elif about == "withdrawal" and target.id != "e-start":
            payload = p.EntryWithdrawn(entry=target.id, reason="x")
        elif about == "redaction" and target.id != "e-start":
            payload = p.EntryRedacted(entry=target.id, reason="x")
        at, seq = seconds(draw(st.integers(0, 12))), count[device]
        found.append(entry(payload, at, device=device, device_seq=seq, id=f"e-{number:02d}", supersedes=supersedes))
    return found


@settings(max_examples=150)
@given(logs(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_entry_by_entry_in_any_order_is_the_fold_of_all(log: list[Entry], chance: Any, at_once: int) -> None:
    wanted = fold(SMALL, "run", log)
    arriving = list(log)
    chance.shuffle(arriving)
    live = LiveRun(SMALL, "run")
    for start in range(0, len(arriving), at_once):
        some = arriving[start : start + at_once]
        new = live.add([*some, *arriving[: chance.randint(0, start)]])  # known ones may come again
        assert {e.id for e in new} == {e.id for e in some}
    assert live.state == wanted
    whole = LiveRun(SMALL, "run", log)
    assert whole.state == wanted
    assert live.entries == whole.entries


@settings(max_examples=50)
@given(logs(), st.randoms(use_true_random=False))
def test_the_order_is_the_same_whatever_the_order_of_arrival(log: list[Entry], chance: Any) -> None:
    wanted = [e.id for e in in_canonical_order(log)]
    shuffled = list(log)
    chance.shuffle(shuffled)
    assert [e.id for e in in_canonical_order(shuffled)] == wanted
    assert sorted(wanted) == sorted(e.id for e in log)


def test_an_entry_given_twice_counts_once() -> None:
    live, one = LiveRun(SMALL, "run", [entry(STARTED, 0)]), response("x", 1)
    assert live.add([one, one]) == [one]
    assert live.add([one]) == []
    assert live.state.seen("alpha").responses == 1
    assert live.by_author("facilitator") == live.entries


def test_entries_that_arrive_together_are_taken_in_the_order_of_their_corrected_times() -> None:
    joined = entry(p.ObserverJoined(observer="OB1", clock_offset=4000), 0, device="slow", device_seq=1)
    slow = entry(p.InjectFired(inject="I02"), seconds(5), device="slow", device_seq=2)  # at 9 by the others' clocks
    desk = entry(p.InjectSkipped(inject="I02"), seconds(6), device="desk", device_seq=1)
    live = LiveRun(plan(), "run", [entry(STARTED, 0), joined])
    assert live.add([slow, desk]) == [desk, slow]
    assert live.state.injects["I02"].status == "fired"
