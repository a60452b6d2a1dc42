"""What is written as one act: both or nothing, corrections of every sort, files that never cost the text."""

from pathlib import Path

import pytest

from exercise_studio.domain import payloads as p
from exercise_studio.domain.errors import InputError
from exercise_studio.journeys import conducting, logging_acts
from exercise_studio.journeys.log_detail import entry_detail
from exercise_studio.journeys.logging_acts import Decision, GivenFile, Response, Sharing
from exercise_studio.journeys.room import log_rows
from exercise_studio.journeys.session import Session
from exercise_studio.store.blobs import BLOB_LIMIT
from tests.journeys.conftest import Hand


def last(session: Session, kind: str):
    return [e for e in session.workspace.entries(session.exercise) if e.kind == kind][-1]


def team_of(session: Session) -> str:
    return next(iter(session.plan.teams))


def body_of(session: Session) -> str:
    return next(m.id for m in session.plan.scenario.cast if m.kind == "simulated")


def shared(session: Session, **other: object) -> str:
    """The id of a share that was just logged."""
    told = Sharing(team_of(session), (body_of(session),), "第一報", **other)  # type: ignore[arg-type]
    return logging_acts.share(session, told).entries[0]


def test_a_response_and_what_it_told_stand_in_one_transaction(running: Session) -> None:
    team, body = team_of(running), body_of(running)
    said = Response(team, "第一報を入れた", tags=("報告",))
    told = Sharing(team, (body, "近くの工場"), "第一報", means="電話", about="I01", system="ot", tlp="GREEN")
    changes = logging_acts.respond(running, said, told)
    assert changes.kinds == {"response_logged", "information_shared"}
    assert len(changes.entries) == 3
    entries = {e.id: e for e in running.workspace.entries(running.exercise)}
    first = entries[changes.entries[1]]
    assert (first.payload.sender, first.payload.receiver, first.payload.means, first.tlp) == (
        team,
        body,
        "電話",
        "GREEN",
    )
    assert (first.payload.system, first.payload.about) == ("ot", "I01")
    assert entries[changes.entries[2]].payload.receiver == "近くの工場"
    with pytest.raises(InputError):
        logging_acts.share(running, Sharing(team, (" ",), "x"))


def test_a_receipt_is_confirmed_once_and_survives_a_correction(running: Session, clock: Hand) -> None:
    entry = shared(running)
    clock.on(2)
    logging_acts.confirm(running, entry)
    assert last(running, "receipt_confirmed").payload.by == body_of(running)
    with pytest.raises(InputError):
        logging_acts.confirm(running, entry)
    clock.on(1)
    again = shared(running, corrects=entry)
    (share,) = running.state.seen(last(running, "information_shared").scope or "").shares
    assert (share.entry, share.confirmed_at is not None) == (again, True)
    row = next(r for r in log_rows(running.live, "ja") if r.entry == again)  # type: ignore[arg-type]
    assert (row.confirmed, row.corrected, row.editor) == (True, True, "facilitator")


def test_every_kind_that_people_write_can_be_corrected_by_its_own_family_only(running: Session) -> None:
    team = team_of(running)
    marker = conducting.drop_marker(running).entries[0]
    question = conducting.park_question(running, "誰が承認するか", team).entries[0]
    decision = logging_acts.decide(running, Decision(team, "止めるか", "止める", ("止める", "続ける"))).entries[0]
    response = logging_acts.respond(running, Response(team, "確認した")).entries[0]
    conducting.drop_marker(running, "ここで電話が鳴った", supersedes=marker)
    conducting.park_question(running, "誰が承認し、いつまでか", team, supersedes=question)
    logging_acts.decide(running, Decision(team, "止めるか", "続ける", corrects=decision, reversible=True))
    logging_acts.respond(running, Response(team, "確認を終えた", corrects=response))
    struck = {row.entry for row in log_rows(running.live, "ja") if row.struck}  # type: ignore[arg-type]
    assert struck == {marker, question, decision, response}
    assert [text for text, _answer in running.state.parked.values()] == ["誰が承認し、いつまでか"]
    count = len(running.workspace.entries(running.exercise))
    with pytest.raises(InputError):
        conducting.park_question(running, "別の家系", supersedes=response)
    assert len(running.workspace.entries(running.exercise)) == count


def test_a_question_that_was_answered_stays_answered_when_it_is_reworded(running: Session) -> None:
    question = conducting.park_question(running, "誰").entries[0]
    conducting.resolve_question(running, question, "法務")
    conducting.park_question(running, "誰が承認するか", supersedes=question)
    assert list(running.state.parked.values()) == [("誰が承認するか", "法務")]


def test_taking_a_correction_back_gives_the_old_wording_again(running: Session) -> None:
    team = team_of(running)
    first = logging_acts.respond(running, Response(team, "2台を切り離した")).entries[0]
    second = logging_acts.respond(running, Response(team, "2区画を切り離した", corrects=first)).entries[0]
    logging_acts.take_back(running, [second], "すぐ取り消し")
    rows = log_rows(running.live, "ja")  # type: ignore[arg-type]
    assert [r.text for r in rows if r.mark == "response" and not r.struck] == ["2台を切り離した"]
    assert running.state.seen(team.partition("/")[0]).responses == 1


def test_what_was_one_act_is_taken_back_as_one(running: Session) -> None:
    team = team_of(running)
    changes = logging_acts.respond(running, Response(team, "報告した"), Sharing(team, ("x",), "報告"))
    logging_acts.take_back(running, changes.entries, "誤り")
    assert all(r.struck for r in log_rows(running.live, "ja") if r.entry in changes.entries)  # type: ignore[arg-type]


def test_a_response_becomes_a_question_for_later(running: Session) -> None:
    team = team_of(running)
    entry = logging_acts.respond(running, Response(team, "誰が決めるのか")).entries[0]
    logging_acts.move_to_parking(running, entry, "誰が決めるのか", team, reason="検討課題")
    assert last(running, "entry_withdrawn").payload.entry == entry
    assert [text for text, _answer in running.state.parked.values()] == ["誰が決めるのか"]


def test_the_text_is_kept_where_its_file_fails(running: Session, tmp_path: Path) -> None:
    good, large = tmp_path / "現場.png", tmp_path / "large.bin"
    good.write_bytes(b"\x89PNG")
    with large.open("wb") as file:
        file.truncate(BLOB_LIMIT + 1)
    files = [GivenFile(f.name, f) for f in (large, tmp_path / "gone.txt", tmp_path, good)]
    changes, faults = logging_acts.with_files(
        running, files, logging_acts.respond, Response(team_of(running), "写真を受け取った")
    )
    assert last(running, "response_logged").payload.text == "写真を受け取った"
    assert len(faults) == 3
    assert "26" in faults[0].text("ja")
    for fault in faults:
        assert fault.text("ja").rstrip().endswith("。")
    kept = last(running, "attachment_added").payload
    assert (kept.to, kept.name, kept.media_type, kept.size) == (changes.entries[0], "現場.png", "image/png", 4)
    assert running.workspace.get_blob(kept.sha256) == b"\x89PNG"
    assert changes.kinds == {"response_logged", "attachment_added"}


def test_files_stand_in_the_line_of_their_entry_through_its_corrections(running: Session) -> None:
    team = team_of(running)
    first = logging_acts.respond(running, Response(team, "一")).entries[0]
    logging_acts.attach(running, GivenFile("a.txt", data=b"a"), first)
    second = logging_acts.respond(running, Response(team, "二", corrects=first)).entries[0]
    added = logging_acts.attach(running, GivenFile("b.txt", data=b"b"), second).entries[0]
    by_id = {r.entry: r for r in log_rows(running.live, "ja")}  # type: ignore[arg-type]
    assert (by_id[first].files, by_id[second].files) == ((), ("a.txt", "b.txt"))
    conducting.withdraw(running, added, "外した")
    detail = entry_detail(running.live, second, "ja")  # type: ignore[arg-type]
    assert detail is not None
    assert [file.name for file in detail.files] == ["a.txt"]
    assert [(v.text, v.struck) for v in detail.versions] == [("一", True), ("二", False)]


def test_an_entry_in_full_says_when_on_three_clocks(running: Session, clock: Hand) -> None:
    clock.on(3)
    began = clock.at
    clock.on(0.5)
    team = team_of(running)
    told = Decision(team, "止めるか", "止める", ("止める", "続ける"), "車列", "当直", False, began_at=began)
    entry = logging_acts.decide(running, told).entries[0]
    detail = entry_detail(running.live, entry, "en")  # type: ignore[arg-type]
    assert detail is not None
    assert (detail.began_at, detail.committed_at, detail.play) == (began, clock.at, 180_000)
    assert detail.scenario == running.state.clock.scenario(began)
    assert ("Reversible", "cannot be taken back") in detail.facts
    assert ("Decided by", "当直") in detail.facts
    assert entry_detail(running.live, "nowhere", "en") is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\photo.png", "photo.png"),
        ("a\u202egnp.exe", "a_gnp.exe"),
        ("con.txt", "_con.txt"),
        ("a<b>:c?.pdf", "a_b__c_.pdf"),
        ("...", "file"),
        ("写真" * 100 + ".jpeg", ("写真" * 100)[:115] + ".jpeg"),
    ],
)
def test_names_of_files_are_made_safe(given: str, kept: str) -> None:
    assert logging_acts.safe_name(given) == kept


def test_only_known_sorts_of_files_may_be_opened_with_a_click() -> None:
    assert logging_acts.media_type("x.PDF") == "application/pdf"
    assert logging_acts.media_type("x.pdf.exe") == logging_acts.OTHER


def test_phrases_are_an_amendment_that_travels_with_the_exercise(running: Session) -> None:
    logging_acts.put_phrases(running, [" 承認 ", "承認", "", "再確認", *map(str, range(20))])
    assert running.plan.settings.phrases[:2] == ("承認", "再確認")
    assert len(running.plan.settings.phrases) == 12
    assert isinstance(last(running, "plan_amended").payload.operations[0], p.PhrasesPut)
    assert Session.open(running.workspace, running.exercise).plan.settings.phrases == running.plan.settings.phrases
