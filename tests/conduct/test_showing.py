"""What players see at a moment: the last inject that reached them, corrections, jumps, pins, locks, and nothing of the controllers'."""

from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercise_studio.conduct.run import RunState, fold
from exercise_studio.conduct.showing import Card, Shown, before_start, can_be_shown, number_of, shown
from exercise_studio.domain import payloads as p
from exercise_studio.domain.exercise import Adaptation
from exercise_studio.domain.text import Text
from exercise_studio.domain.times import Play
from tests.plans import CHECKLIST, SCENARIO, both, entry, inject, item, minutes, plan, scenario

SECRET = "極秘SENTINEL"


def play(*said: tuple[Any, float] | tuple[Any, float, str], **of_plan: Any) -> RunState:
    """A run with these payloads at these minutes, each for all or for one organisation."""
    entries = [entry(p.RunStarted(mode="live", plan_hash=""), 0)]
    entries += [entry(one[0], minutes(one[1]), **({"scope": one[2]} if len(one) > 2 else {})) for one in said]
    return fold(plan(**of_plan), "run", entries)


def fired(number: str, **said: Any) -> p.InjectFired:
    return p.InjectFired(inject=number, **said)


def card(state: RunState, at: float = 50, organisation: str = "") -> Card:
    found = shown(state, minutes(at), "ja", organisation).card
    assert found is not None
    return found


def test_before_anything_is_fired_there_is_the_holding_card() -> None:
    for seen in (before_start(plan(), "ja"), shown(play(), minutes(3), "ja")):
        assert (seen.mode, seen.exercise, seen.tlp, seen.card) == ("holding", "港湾演習", "AMBER", None)


def test_the_last_inject_stands_there_with_sender_receiver_and_its_own_tlp() -> None:
    marked = scenario(injects=[inject("I01"), inject("I02", tlp="red", channel="phone", to=["terminal/executives"])])
    state = play((fired("I01"), 1), (fired("I02"), 12), scenario=marked)
    seen = shown(state, minutes(12), "ja")
    assert seen.card == Card("I02", "02", "phone", "状況I02", "【演習】通知", "保守会社", "社alpha、社beta")
    assert (seen.mode, seen.tlp, seen.earlier) == ("live", "RED", (("01", "状況I01"),))
    assert seen.clock == datetime(2026, 7, 4, 6, 42)
    assert shown(state, minutes(5), "en").card.sender == "Maker"  # type: ignore[union-attr]


def test_an_organisation_sees_what_was_addressed_to_it_in_its_own_words() -> None:
    own = {"beta": {"I01": Adaptation(title=Text.same("別館では"), body=Text.same("別館の本文"))}}
    state = play((fired("I01"), 1), (fired("I02"), 12), adaptations=own)
    assert [card(state, 20, house).inject for house in ("alpha", "beta", "gamma")] == ["I02", "I02", "I01"]
    alone = play((fired("I01"), 1), adaptations=own)
    assert card(alone, 2, "beta").body == "別館の本文"
    assert card(alone, 2, "alpha").title == card(alone, 2).title == "状況I01"
    assert shown(alone, minutes(2), "ja", "beta").organisation == "社beta"


def test_a_house_whose_controller_left_an_inject_out_never_sees_it() -> None:
    state = play((fired("I01"), 1), (fired("I04"), 12), adaptations={"beta": {"I04": Adaptation(skipped=True)}})
    assert (card(state, 13, "alpha").inject, card(state, 13, "beta").inject) == ("I04", "I01")


def test_what_is_fired_for_one_house_stands_on_its_screen_alone() -> None:
    state = play((fired("I01"), 1), (fired("C01"), 5, "alpha"))
    assert (card(state, 6, "alpha").inject, card(state, 6, "beta").inject, card(state, 6).inject) == (
        "C01",
        "I01",
        "C01",
    )
    several = play((fired("I01"), 1), (fired("I04", targets=("beta",)), 5))
    assert (card(several, 6, "alpha").inject, card(several, 6, "beta").inject) == ("I01", "I04")


def test_what_only_controllers_read_is_never_shown() -> None:
    state = play((fired("I01"), 1), (fired("N01"), 20), (p.DisplayChanged(mode="live", inject="N01"), 21))
    assert card(state).inject == "I01"
    assert not can_be_shown(state, "N01")
    assert shown(play((fired("N01"), 20)), minutes(21), "ja").mode == "holding"


def test_08_a_recall_shows_the_correction_until_the_next_inject() -> None:
    steps: list[Any] = [(fired("I01"), 1), (p.InjectRecalled(inject="I01"), 3)]
    seen = shown(play(*steps), minutes(4), "ja")
    assert seen.card is not None
    assert (seen.card.form, seen.card.title) == ("correction", "訂正：付与01は取り消されました")
    assert "通知" not in repr(seen.card.body)
    after = shown(play(*steps, (fired("I02"), 12)), minutes(13), "ja")
    assert after.card is not None
    assert (after.card.inject, after.earlier) == ("I02", ())


def test_08_the_correction_of_an_earlier_inject_is_shown_too() -> None:
    state = play((fired("I01"), 1), (fired("I02"), 12), (p.InjectRecalled(inject="I01"), 14))
    assert (card(state).form, card(state).number) == ("correction", "01")
    assert shown(state, minutes(15), "ja").earlier == (("02", "状況I02"),)


def test_a_recall_for_one_house_corrects_its_screen_alone() -> None:
    state = play((fired("I01"), 1), (p.InjectRecalled(inject="I01"), 3, "alpha"))
    assert (card(state, 4, "alpha").form, card(state, 4, "beta").form) == ("correction", "mail")


def test_a_time_jump_is_told_with_what_comes_in_summary() -> None:
    jump = p.TimeJumped(to=datetime(2026, 7, 5, 9), told=Text(ja="翌朝です。", en="Next morning."))
    state = play(
        (fired("I01"), 1), (jump, 20), (fired("I02", as_summary=True), 20), (fired("I03", as_summary=True), 20)
    )
    found = card(state, 21)
    assert (found.form, found.body, found.also) == ("jump", "翌朝です。", (("02", "状況I02"), ("03", "状況I03")))
    seen = shown(state, minutes(21), "ja")
    assert (seen.clock, seen.earlier) == (datetime(2026, 7, 5, 9, 1), (("01", "状況I01"),))
    assert card(state, 21, "alpha").also == (("02", "状況I02"),)


def test_a_pinned_inject_stays_until_another_one_is_fired() -> None:
    steps: list[Any] = [(fired("I01"), 1), (fired("I02"), 12), (p.DisplayChanged(mode="live", inject="I01"), 13)]
    assert card(play(*steps)).inject == "I01"
    assert card(play(*steps, (fired("I04"), 40))).inject == "I04"


def test_a_pending_inject_can_not_be_pinned() -> None:
    state = play((fired("I01"), 1), (p.DisplayChanged(mode="live", inject="I04"), 2))
    assert card(state).inject == "I01"
    assert (can_be_shown(state, "I01"), can_be_shown(state, "I04"), can_be_shown(state, "X")) == (True, False, False)


def test_a_locked_screen_stays_whatever_is_fired_and_whatever_else_is_changed() -> None:
    locked = p.DisplayChanged(mode="live", locked=True)
    steps: list[Any] = [(fired("I01"), 1), (locked, 2), (fired("I02"), 12)]
    assert card(play(*steps)).inject == "I01"
    assert card(play(*steps, (locked.changed(page=1), 13))).inject == "I01"
    assert card(play(*steps, (p.DisplayChanged(mode="live"), 14))).inject == "I02"
    # A recalled text must not stay there.
    assert card(play(*steps, (p.InjectRecalled(inject="I01"), 15))).form == "correction"


@pytest.mark.parametrize("mode", ["holding", "black"])
def test_holding_and_black_show_no_inject_and_firing_leaves_black_alone(mode: p.DisplayMode) -> None:
    state = play((fired("I01"), 1), (p.DisplayChanged(mode=mode), 2), (fired("I02"), 12))
    seen = shown(state, minutes(13), "ja")
    assert seen.mode == ("live" if mode == "holding" else "black")
    assert (seen.card is None, seen.clock is None) == ((False, False) if mode == "holding" else (True, True))


def test_a_frozen_and_an_ended_exercise_show_nothing_of_the_script() -> None:
    frozen = play((fired("I01"), 1), (p.RunSuspended(), 2), (p.DisplayChanged(mode="live"), 3))
    ended = play((fired("I01"), 1), (p.RunEnded(), 2))
    assert (shown(frozen, minutes(4), "ja").mode, shown(ended, minutes(4), "ja").mode) == ("frozen", "ended")
    assert shown(frozen, minutes(4), "ja").card is shown(ended, minutes(4), "ja").card is None


def test_questions_and_the_time_left_are_what_the_facilitator_put_up() -> None:
    asked = p.DisplayChanged(mode="live", questions=("誰が決めますか。",), until=Play(minutes(10)), page=2)
    state = play((fired("I01"), 1), (asked, 5))
    seen = shown(state, Play(minutes(9.5) + 1), "ja")
    assert (seen.questions, seen.left, seen.page) == (("誰が決めますか。",), 30, 2)
    assert shown(state, minutes(12), "ja").left == 0
    after = shown(play((fired("I01"), 1), (asked, 5), (fired("I02"), 12)), minutes(13), "ja")
    assert (after.questions, after.left, after.page) == ((), None, 0)


def test_one_organisations_screen_is_set_by_itself() -> None:
    state = play((fired("I01"), 1), (p.DisplayChanged(mode="black"), 2, "alpha"))
    assert [shown(state, minutes(3), "ja", house).mode for house in ("alpha", "beta", "")] == ["black", "live", "live"]


def test_players_call_an_inject_by_its_number() -> None:
    assert [number_of(one) for one in ("I07", "C01", "IT3", "5")] == ["07", "C01", "IT3", "5"]


def _secret(name: str) -> dict[str, str]:
    return both(f"{SECRET}{name}", f"{SECRET}{name}")


def secretive() -> dict[str, Any]:
    """A plan in which everything that players must not see says so."""
    hidden = {
        "notes": _secret("notes"), "prompts": [_secret("prompt")],
        "expects": [{"item": "DET-01", "why": _secret("why")}],
    }  # fmt: skip
    injects = [
        inject("I01", to=["all"], **hidden),
        inject("I02", at="10m", to=["carrier"], **hidden),
        inject("I04", at="40m", title=_secret("title"), body=_secret("body"), to=["all"], **hidden),
        inject("C01", kind="contingency", when="late(DET-01)", title=_secret("c"), body=_secret("c"), to=["all"]),
        inject("N01", kind="information", at="20m", title=_secret("n"), body=_secret("n"), to=["all"]),
    ]
    branch = {
        "id": "gate", "asked_at": "I01", "question": _secret("branch"),
        "options": [{"id": "a", "text": _secret("a")}, {"id": "b", "text": _secret("b")}],
    }  # fmt: skip
    objective = {"id": "O1", "text": _secret("objective"), "pillar": "P1", "items": ["DEC-01"]}
    checklist = CHECKLIST | {
        "items": [item("DET-01", "SYS") | {"title": _secret("item")}, item("DEC-01", "EXEC"), item("OPS-01", "BIZ")]
    }
    adapted = {"beta": {"I01": {"title": _secret("beta"), "body": _secret("beta"), "notes": _secret("beta")}}}
    return {
        "scenario": SCENARIO | {"injects": injects, "branches": [branch], "objectives": [objective]},
        "checklists": [checklist], "adaptations": adapted, "purpose": _secret("purpose"), "assignments": {},
        "observers": [{"code": "SENTINEL-OB"}],
    }  # fmt: skip


def _texts(value: Any) -> list[str]:
    if is_dataclass(value) and not isinstance(value, type):
        return [text for field in fields(value) for text in _texts(getattr(value, field.name))]
    if isinstance(value, tuple):
        return [text for part in value for text in _texts(part)]
    return [repr(value)]


MOVES = st.sampled_from(
    [
        (fired("I01"), ""), (fired("I02"), ""), (fired("N01"), ""), (p.InjectRecalled(inject="I01"), ""),
        (p.InjectHeld(inject="I04"), ""), (p.InjectSkipped(inject="C01"), ""),
        (p.DisplayChanged(mode="live", inject="I04"), ""), (p.DisplayChanged(mode="live", inject="C01"), "alpha"),
        (p.DisplayChanged(mode="live", inject="N01"), ""), (p.DisplayChanged(mode="live", locked=True), ""),
        (p.TimeJumped(to=datetime(2026, 7, 5, 9)), ""), (p.MarkerDropped(text=SECRET), ""),
        (p.QuestionParked(text=SECRET), ""), (p.InjectRecalled(inject="I02", reason=SECRET), ""),
        (p.ObservationNoted(observer="OB1", text=SECRET), ""), (p.RunSuspended(reason=SECRET), ""), (p.RunContinued(), ""),
        (p.ResponseLogged(team="alpha/csirt", text=SECRET), ""), (p.ClockPaused(reason=SECRET), ""),
    ]
)  # fmt: skip


@given(st.lists(MOVES, max_size=12), st.sampled_from(["", "alpha", "gamma"]), st.sampled_from(["ja", "en"]))
def test_34_nothing_of_the_controllers_reaches_what_is_shown(moves: list[Any], organisation: str, lang: Any) -> None:
    entries = [entry(p.RunStarted(mode="live", plan_hash=""), 0)]
    entries += [
        entry(said, minutes(at + 1), **({"scope": scope} if scope else {})) for at, (said, scope) in enumerate(moves)
    ]
    state = fold(plan(**secretive()), "run", entries)
    for at in range(len(moves) + 2):
        seen = shown(state, minutes(at), lang, organisation)
        assert isinstance(seen, Shown)
        assert not [text for text in _texts(seen) if "SENTINEL" in text]
