"""The plan changes while it is played: who comes late, who observes too, injects added, changed, adapted, and each taken back."""

from collections.abc import Callable
from typing import Any

import pytest

from exercise_studio.conduct.cues import cue_list
from exercise_studio.conduct.describe import describe
from exercise_studio.domain import payloads as p
from exercise_studio.domain.errors import InputError
from exercise_studio.domain.exercise import Adaptation, ObserverSeat
from exercise_studio.domain.scenario import Inject
from exercise_studio.domain.text import Text
from exercise_studio.journeys import amending, conducting
from exercise_studio.journeys.room import checklist_rows
from exercise_studio.journeys.session import Session
from tests.journeys.conftest import Hand
from tests.plans import inject


def refused(act: Callable[..., Any], session: Session, *args: Any, **said: Any) -> str:
    before = session.last_seq
    with pytest.raises(InputError) as caught:
        act(session, *args, **said)
    assert session.last_seq == before
    assert caught.value.text("ja").endswith("。")
    return caught.value.text("en")


def last_words(session: Session) -> tuple[str, str]:
    assert session.live is not None
    entry = session.live.entries[-1]
    return describe(entry, session.plan, "ja"), describe(entry, session.plan, "en")


def made(name: str, **said: Any) -> Inject:
    return Inject.model_validate(inject(name, **said))


def late(session: Session, **said: Any) -> str:
    house = amending.late_organisation(session.plan, "terminal", "青波埠頭", "Aonami Wharf")
    amending.join(session, house, reason="交通の乱れで遅れた", **said)
    return house.id


def test_an_organisation_that_comes_late_missed_what_was_fired_and_gets_what_comes(
    running: Session, clock: Hand
) -> None:
    conducting.fire(running, "I01")
    clock.on(5)
    house = late(running)
    assert last_words(running) == (
        "青波埠頭が参加しました（交通の乱れで遅れた）", "Aonami Wharf takes part from now on (交通の乱れで遅れた)",
    )  # fmt: skip
    assert running.state.inject_state("I01", house).status == "missed"
    assert running.state.inject_state("I01", "alpha").status == "fired"
    assert {team.kind for team in running.plan.organisation_by_id[house].teams} == {"executives", "csirt"}
    # What it was not there for is not expected of it, however late it becomes.
    rows = checklist_rows(running.state, running.play(), "ja", organisation=house)
    assert {row.item: row.status for row in rows}["DET-01"] == "open"
    clock.on(5)
    conducting.fire(running, "I02")
    assert running.state.inject_state("I02", house).status == "fired"
    assert [one.inject.id for one in amending.missed_injects(running.state, house)] == ["I01"]


def test_a_late_organisation_reopens_nothing_for_the_others(running: Session) -> None:
    conducting.fire(running, "I01")
    late(running)
    cue = next(cue for cue in cue_list(running.state, running.play()) if cue.inject.id == "I01")
    assert cue.readiness == "done"
    assert "already" in refused(conducting.fire, running, "I01")
    assert "already" in refused(conducting.hold, running, "I01")
    assert "already" in refused(conducting.skip, running, "I01")


def test_what_it_missed_may_be_told_as_a_summary_at_once_or_sent_later(running: Session, clock: Hand) -> None:
    conducting.fire(running, "I01")
    conducting.fire(running, "I02")
    house = late(running, summaries=["I01"])
    told = running.state.inject_state("I01", house)
    assert (told.status, told.as_summary) == ("fired", True)
    assert [(one.inject.id, one.told) for one in amending.missed_injects(running.state, house)] == [
        ("I01", True),
        ("I02", False),
    ]
    conducting.fire(running, "I02", organisation=house, as_summary=True)
    assert running.state.inject_state("I02", house).as_summary
    assert not running.state.inject_state("I02", "alpha").as_summary
    assert "has not been fired" in refused(
        amending.join, running, amending.late_organisation(running.plan, "carrier", "運", "C"), summaries=["I04"]
    )


def test_two_late_ones_get_ids_of_their_own_and_need_a_slot_and_a_name(running: Session) -> None:
    assert late(running) != late(running)
    assert "slot" in refused(amending.join, running, running.plan.organisations[0].changed(id="new", slot="maker"))
    assert "already" in refused(amending.join, running, running.plan.organisations[0])
    with pytest.raises(InputError):
        amending.late_organisation(running.plan, "terminal", " ", "")


def test_another_observer_and_another_scope(running: Session) -> None:
    amending.add_observer(running, ObserverSeat(code="OB9", scope=("beta",)), reason="増員")
    assert last_words(running)[0] == "評価者OB9の担当は社betaです（増員）"
    amending.add_observer(running, ObserverSeat(code="OB9"))
    assert last_words(running)[1] == "Observer OB9 watches everybody"
    assert [seat.scope for seat in running.plan.observers if seat.code == "OB9"] == [()]
    assert "this scope already" in refused(amending.add_observer, running, ObserverSeat(code="OB9"))
    assert "does not take part" in refused(amending.add_observer, running, ObserverSeat(code="OB8", scope=("delta",)))


def test_an_inject_added_on_the_spot_is_in_the_list_and_can_be_fired(running: Session, clock: Hand) -> None:
    clock.on(3)
    amending.put_inject(running, made("I90", at="3m", to=["alpha"]), reason="議論が早く進んだ")
    assert last_words(running)[0] == "状況付与を追加: I90 状況I90（議論が早く進んだ）"
    conducting.fire(running, "I90")
    assert running.state.inject_state("I90", "alpha").status == "fired"
    assert "cast" in refused(amending.put_inject, running, made("I91", **{"from": "nobody"}))
    assert "cast" in refused(amending.put_inject, running, made("I91", to=["nobody"]))
    assert refused(amending.put_inject, running, made("I91", when="late(NONE-01)"))


def test_an_inject_is_changed_before_anybody_has_it_and_not_afterwards(running: Session) -> None:
    order = [one.id for one in running.plan.scenario.injects]
    old = running.plan.scenario.inject_by_id["I02"]
    new = old.changed(title=Text(ja="新しい件名", en="New title"))
    amending.put_inject(running, new)
    assert running.plan.scenario.inject_by_id["I02"].title.ja == "新しい件名"
    assert [one.id for one in running.plan.scenario.injects] == order
    assert last_words(running)[1] == "Inject changed: I02 New title"
    assert "differs" in refused(amending.put_inject, running, new)
    conducting.fire(running, "I02", organisation="beta")
    assert "Recall it" in refused(amending.put_inject, running, old)
    conducting.recall(running, "I02", organisation="beta")
    assert "Recall it" in refused(amending.put_inject, running, old)


def test_an_inject_adapted_for_one_house_reads_so_there_alone(running: Session) -> None:
    words = Adaptation(body=Text(ja="自社の言葉", en="Our words"))
    amending.adapt(running, "alpha", "I01", words, reason="設備の名が違う")
    known = running.plan.scenario.inject_by_id["I01"]
    assert running.plan.adapted(known, "alpha").body.ja == "自社の言葉"
    assert running.plan.adapted(known, "beta").body == known.body
    assert last_words(running)[0] == "社alpha向けに変更: I01 状況I01（設備の名が違う）"
    conducting.fire(running, "I01", organisation="alpha")
    assert "Recall it" in refused(amending.adapt, running, "alpha", "I01", Adaptation())


def test_what_a_house_left_out_is_not_sent_to_it_and_nothing_is_expected_there(running: Session, clock: Hand) -> None:
    amending.adapt(running, "alpha", "I01", Adaptation(skipped=True))
    conducting.fire(running, "I01")
    assert running.state.inject_state("I01", "alpha").status == "skipped"
    assert running.state.inject_state("I01", "beta").status == "fired"
    clock.on(60)
    late_items = {row.team for row in checklist_rows(running.state, running.play(), "ja") if row.status == "late"}
    assert late_items == {"beta/csirt"}


def test_automatic_firing_is_chosen_before_and_during_a_run_but_never_for_a_major_inject(session: Session) -> None:
    amending.set_automatic(session, "I02", True)
    assert session.draft.settings.automatic == ("I02",)
    assert "by hand" in refused(amending.set_automatic, session, "I04", True)
    conducting.start_run(session)
    assert session.plan.settings.automatic == ("I02",)
    amending.set_automatic(session, "I02", False, reason="様子を見る")
    assert session.plan.settings.automatic == ()
    assert last_words(session)[0] == "自動発火を解除: I02 状況I02（様子を見る）"
    assert session.draft.settings.automatic == ("I02",)


def test_firing_by_itself_is_asked_again_where_it_is_written(session: Session, clock: Hand) -> None:
    amending.set_automatic(session, "I02", True)
    conducting.start_run(session)
    clock.on(9)
    assert conducting.fire_by_itself(session, "I02", ["alpha", "beta"]) is None
    clock.on(1)
    conducting.hold(session, "I02", organisation="alpha")
    assert conducting.fire_by_itself(session, "I02", ["alpha", "beta"]) is not None
    assert session.state.inject_state("I02", "alpha").status == "held"
    assert session.state.inject_state("I02", "beta").how == "scheduled"
    assert conducting.fire_by_itself(session, "I02", ["alpha", "beta"]) is None


def test_changes_are_taken_back_by_further_ones(running: Session) -> None:
    old = running.plan.scenario.inject_by_id["I02"]
    new = old.changed(title=Text(ja="新しい件名", en="New title"))
    undo = [
        amending.put_inject(running, new),
        amending.put_inject(running, made("I90", at="3m", to=["alpha"])),
        amending.set_automatic(running, "I02", True),
        amending.adapt(running, "alpha", "I01", Adaptation(skipped=True)),
    ]
    assert running.live is not None
    for changes in reversed(undo):
        entry = next(one for one in running.live.entries if one.id == changes.entries[0])
        assert amending.can_take_back(entry)
        amending.take_back(running, entry.id, "誤り")
    assert running.plan.scenario.inject_by_id["I02"] == old
    assert running.plan.settings.automatic == ()
    assert running.plan.adapted(old, "alpha") == old
    assert running.plan.is_addressed(running.plan.scenario.inject_by_id["I01"], "alpha")
    assert running.state.inject_state("I90").status == "skipped"
    house = late(running)
    joined = running.live.entries[-1]
    assert not amending.can_take_back(joined)
    assert "stays" in refused(amending.take_back, running, joined.id)
    assert house in running.plan.organisation_by_id


def test_before_a_run_and_after_it_the_plan_is_changed_on_its_page(session: Session) -> None:
    with pytest.raises(InputError):
        amending.put_inject(session, made("I90"))
    conducting.start_run(session)
    conducting.end_run(session)
    assert "plan page" in refused(amending.put_inject, session, made("I90"))


def test_the_plan_with_all_amendments_is_the_same_when_the_exercise_is_opened_again(running: Session) -> None:
    conducting.fire(running, "I01")
    house = late(running)
    amending.put_inject(running, made("I90", at="3m"))
    again = Session.open(running.workspace, running.exercise)
    assert again.plan.content_hash == running.plan.content_hash
    assert again.state.inject_state("I01", house).status == "missed"
    assert isinstance(again.live.entries[-1].payload, p.PlanAmended)  # type: ignore[union-attr]
