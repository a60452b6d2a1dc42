"""The whole journey without a window: from the library to a report, with the shipped scenario, in each language."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from exercise_studio.conduct.cues import next_cue
from exercise_studio.domain.exercise import Adaptation, ObserverSeat
from exercise_studio.domain.log import in_canonical_order
from exercise_studio.domain.text import Lang, Text
from exercise_studio.journeys import (
    authoring,
    conducting,
    debriefing,
    following_up,
    library,
    observing,
    reporting,
    room,
)
from exercise_studio.journeys.session import Session
from exercise_studio.journeys.sharing import export
from exercise_studio.store.verify import verify
from exercise_studio.store.workspace import Workspace
from tests.journeys.conftest import Hand
from tests.plans import minutes

SAID = {
    "ja": ("端末12台を隔離した", "促されずに実施", "連絡先が古い", "一覧を更新する", "総務部", "監査部"),
    "en": (
        "Twelve terminals isolated",
        "Unprompted",
        "Contacts out of date",
        "Update the list",
        "General affairs",
        "Audit",
    ),
}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_from_the_library_to_the_report(tmp_path: Path, clock: Hand, lang: Lang) -> None:
    response, note, finding, measure, owner, auditor = SAID[lang]
    scenario, _ = library.find_scenario("port-terminal-ransomware")
    plan = authoring.new_plan(
        scenario, library.load_checklists(scenario.checklists), starts_at=datetime(2026, 7, 4, 13, 30),
        observers=[ObserverSeat(code="OB1"), ObserverSeat(code="OB2")],
    )  # fmt: skip
    house = plan.organisations[0].id
    first = scenario.injects[0].id
    retitled = Adaptation(title=Text(ja="当社の端末に異常", en="Our own terminals fail"))
    plan = plan.changed(adaptations={house: {first: retitled}})

    with Workspace.create(tmp_path / "exercise.estudio") as workspace:
        exercise = authoring.create_exercise(workspace, plan)
        session = Session.open(workspace, exercise, now=clock, lang=lang)
        assert session.plan == plan
        conducting.start_run(session)
        for seat in session.plan.observers:
            observing.join(session, seat.code)

        cue = next_cue(session.state, session.play())
        assert cue is not None
        assert cue.inject.id == first
        conducting.fire(session, first)
        received = session.plan.adapted(session.plan.scenario.inject_by_id[first], house)
        assert received.title == retitled.title
        assert next_cue(session.state, session.play()) != cue

        clock.on(7)
        expected = received.expects[0].item
        team = next(t for t in session.plan.teams if expected in session.plan.items_of(t))
        typed = clock()
        clock.on(0.2)
        conducting.log_response(session, team, response, items=[(expected, "done")], inject=first, began_at=typed)
        row = next(
            r for r in room.checklist_rows(session.state, session.play(), lang) if (r.item, r.team) == (expected, team)
        )
        assert (row.status, row.done_at) == ("done", minutes(7))
        assert response in [r.text for r in room.log_rows(session.live, lang)]  # type: ignore[arg-type]
        assert any(event.label == response for event in room.timeline_events(session.live, lang))  # type: ignore[arg-type]

        clock.on(2)
        conducting.pause(session)
        clock.on(15)
        conducting.resume(session)
        for observer, value in (("OB1", 4), ("OB2", 2)):
            observing.rate(session, observer, team, expected, value, note=note)
            observing.hand_in(session, observer)
        clock.on(100)
        conducting.end_run(session)
        assert session.state.clock.elapsed(clock()) == minutes(7 + 0.2 + 2 + 15 + 100)
        assert session.state.clock.play(clock()) == minutes(7 + 0.2 + 2 + 100)

        (difference,) = debriefing.disagreements(session)
        assert (difference.team, difference.item) == (team, expected)
        debriefing.settle(session, team, expected, 3, note)
        evidence = [entry.id for entry in workspace.entries(exercise) if entry.kind == "response_logged"]
        debriefing.write_finding(session, finding, items=[expected], teams=[team], evidence=evidence)
        following_up.plan_action(session, "F-1", measure, owner=owner, due=date(2026, 10, 1))
        following_up.change_state(session, "A-1", "done", evidence=note)
        following_up.confirm(session, "A-1", auditor, date(2026, 10, 2))

        made = reporting.export(session, tmp_path / "report.pdf", lang=lang, issue=True)
        assert made.number == 1
        assert made.path.read_bytes().startswith(b"%PDF-")
        content = repr(reporting.build_content(session, lang=lang))
        for words in (finding, measure, owner, response):
            assert words in content

        text = export(workspace, exercise)
        again = Session.open(workspace, exercise, lang=lang)
        assert again.state == session.state
        assert again.learning == session.learning

    exported = [json.loads(line) for line in text.splitlines()]
    assert exported[0]["exercise"] == exercise
    assert list(exported[0]["plans"]) == [plan.content_hash]
    with Workspace.open(tmp_path / "exercise.estudio", read_only=True) as workspace:
        stored = in_canonical_order(workspace.entries(exercise))
        assert [line["id"] for line in exported[1:]] == [entry.id for entry in stored]
        assert {line["lang"] for line in exported[1:]} == {lang}
        report = verify(workspace)
        assert (report.ok, report.entries, report.chains) == (True, len(stored), 2)
