"""Issued reports stay with the exercise to the byte, and a later one says what changed."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from exercise_studio.domain.errors import InputError
from exercise_studio.journeys import conducting, debriefing, following_up, issuing, keeping, reporting
from exercise_studio.journeys.session import Session
from exercise_studio.reporting.changes import Change
from exercise_studio.store.workspace import Workspace
from tests.journeys.conftest import Hand


@pytest.fixture
def debriefed(running: Session, clock: Hand) -> Session:
    """A short exercise with one finding and one action."""
    conducting.fire(running, "I01")
    clock.on(50)
    conducting.end_run(running)
    debriefing.write_finding(running, "連絡先が古い", fact="3件中1件が不通", items=["INF-01"])
    following_up.plan_action(running, "F-1", "四半期ごとに更新する", owner="総務課", due=date(2026, 9, 30))
    return running


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
def test_an_issued_report_is_got_back_to_the_byte(debriefed: Session, tmp_path: Path, form: str) -> None:
    made = reporting.export(debriefed, tmp_path / "first", lang="ja", format=form, issue=True)
    made.path.unlink()
    (kept,) = issuing.issued(debriefed)
    assert (kept.here, kept.report.number, kept.report.format, kept.report.size) == (True, 1, form, made.size)
    again = issuing.copy_again(debriefed, 1, tmp_path / "again")
    assert hashlib.sha256(again.read_bytes()).hexdigest() == made.sha256


def test_a_draft_is_not_kept(debriefed: Session, tmp_path: Path) -> None:
    made = reporting.export(debriefed, tmp_path / "draft.pdf", lang="ja")
    assert issuing.issued(debriefed) == []
    assert not debriefed.workspace.has_blob(made.sha256)
    with pytest.raises(InputError, match="no issued report 1"):
        issuing.fetch(debriefed, 1)


def test_a_later_issue_says_what_changed(debriefed: Session, tmp_path: Path, clock: Hand) -> None:
    reporting.export(debriefed, tmp_path / "1.pdf", lang="ja", issue=True)
    clock.on(60)
    debriefing.write_finding(debriefed, "代替手段が決まっていない", fact="電話が使えなかった")
    following_up.change_state(debriefed, "A-1", "done", evidence="更新済み一覧")
    told = reporting.build_content(debriefed, lang="ja").cover.history.rows
    assert "F-2" in str(told[-1][2])
    assert "A-1" in str(told[-1][2])
    reporting.export(debriefed, tmp_path / "2.pdf", lang="ja", issue=True)
    found = issuing.differences(debriefed, 1, 2)
    assert found[:2] == [Change("added", "finding", "F-2"), Change("changed", "action", "A-1")]
    assert {one.sort for one in found[2:]} == {"chapter"}
    assert any("改善計画" in one.name for one in found)
    back = {(one.what, one.name) for one in issuing.differences(debriefed, 2, 1)}
    assert ("removed", "F-2") in back


def test_nothing_changed_is_said_too(debriefed: Session, tmp_path: Path) -> None:
    reporting.export(debriefed, tmp_path / "1.pdf", lang="en", issue=True)
    again = reporting.build_content(debriefed, lang="en").cover.history.rows[-1][2]
    reporting.export(debriefed, tmp_path / "2.pdf", lang="en", issue=True)
    assert again == "Nothing changed since edition 1"
    assert issuing.differences(debriefed, 1, 2) == []


def test_a_backup_holds_the_file_too(debriefed: Session, tmp_path: Path) -> None:
    made = reporting.export(debriefed, tmp_path / "1.pdf", lang="ja", issue=True)
    info = keeping.back_up(debriefed.workspace, "test")
    with Workspace.open(info.path) as other:
        session = Session.open(other, debriefed.exercise)
        assert issuing.fetch(session, 1) == made.path.read_bytes()
