"""Steering the players' screens: each act is one entry that says all that a screen shows."""

import pytest

from exercise_studio.conduct.showing import shown
from exercise_studio.domain import payloads as p
from exercise_studio.domain.errors import InputError
from exercise_studio.domain.log import Entry
from exercise_studio.domain.times import Play
from exercise_studio.journeys import conducting, showing
from exercise_studio.journeys.session import Session
from tests.journeys.conftest import Hand
from tests.plans import minutes


def changes(session: Session) -> list[Entry]:
    return [entry for entry in session.workspace.entries(session.exercise) if entry.kind == "display_changed"]


def test_every_act_is_one_entry_and_keeps_what_the_others_set(running: Session, clock: Hand) -> None:
    conducting.fire(running, "I01")
    clock.on(1)
    showing.ask(running, ["  誰が決めますか。 ", ""])
    showing.discuss(running, 10)
    showing.turn_page(running, 1)
    showing.lock(running, True)
    showing.set_mode(running, "black")
    said = [entry.payload for entry in changes(running)]
    assert len(said) == 5
    assert said[-1] == p.DisplayChanged(
        mode="black", locked=True, questions=("誰が決めますか。",), until=Play(minutes(11)), page=1
    )
    showing.follow(running)
    showing.ask(running, [])
    showing.discuss(running, 0)
    last = changes(running)[-1].payload
    assert last == p.DisplayChanged(mode="black")


def test_an_earlier_inject_can_be_shown_again_and_a_coming_one_cannot(running: Session) -> None:
    conducting.fire(running, "I01")
    conducting.fire(running, "I02")
    showing.show_inject(running, "I01")
    seen = shown(running.state, running.play(), "ja").card
    assert seen is not None
    assert seen.inject == "I01"
    for pending in ("I04", "N01", "nothing"):
        with pytest.raises(InputError) as caught:
            showing.show_inject(running, pending)
        assert "cannot show it" in caught.value.text("en")
    with pytest.raises(InputError):
        showing.show_inject(running, "I02", "gamma")  # it was not addressed to gamma
    assert len(changes(running)) == 1


def test_one_organisations_screen_has_entries_of_its_scope(running: Session) -> None:
    conducting.fire(running, "I01")
    showing.set_mode(running, "black", "alpha")
    assert changes(running)[-1].scope == "alpha"
    assert [shown(running.state, running.play(), "ja", house).mode for house in ("alpha", "beta")] == ["black", "live"]
    with pytest.raises(InputError):
        showing.set_mode(running, "black", "nobody")


def test_a_run_that_is_over_takes_no_more_changes(running: Session) -> None:
    conducting.end_run(running)
    with pytest.raises(InputError) as caught:
        showing.set_mode(running, "live")
    assert "ended" in caught.value.text("en")
    with pytest.raises(InputError):
        showing.discuss(running, 1_000)
    assert changes(running) == []
