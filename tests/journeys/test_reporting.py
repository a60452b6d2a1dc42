"""The report from a log: it writes nothing into the workspace unless it is issued, and the same log gives the same bytes."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from exercise_studio.domain.errors import EnvironmentFault, InputError
from exercise_studio.journeys import conducting, debriefing, observing, reporting
from exercise_studio.journeys.session import Session, local_of
from exercise_studio.store.workspace import Workspace
from tests.journeys.conftest import Hand

Export = Callable[..., reporting.Made]


@pytest.fixture
def played(running: Session, clock: Hand) -> Session:
    """A short exercise that was played, rated and debriefed."""
    conducting.fire(running, "I01")
    clock.on(6)
    conducting.log_response(running, "alpha/csirt", "検知し、隔離した", items=[("DET-01", "done")], inject="I01")
    observing.rate(running, "OB1", "alpha/csirt", "DET-01", 3, note="早かった")
    observing.hand_in(running, "OB1")
    clock.on(50)
    conducting.end_run(running)
    clock.on(30)
    debriefing.write_finding(running, "連絡先が古い", fact="3件中1件が不通", items=["INF-01"])
    return running


def stored(session: Session) -> list[Any]:
    return session.workspace.entries(session.exercise)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_draft_writes_a_file_and_nothing_into_the_workspace(played: Session, tmp_path: Path, lang: Any) -> None:
    before = stored(played)
    made = reporting.export(played, tmp_path / "out" / "report.pdf", lang=lang)
    content = made.path.read_bytes()
    assert content.startswith(b"%PDF-")
    assert (made.size, made.sha256, made.number) == (len(content), hashlib.sha256(content).hexdigest(), None)
    assert stored(played) == before


def test_the_same_log_gives_the_same_bytes(played: Session, workspace: Workspace, tmp_path: Path) -> None:
    first = reporting.export(played, tmp_path / "1.pdf", lang="ja")
    again = reporting.export(Session.open(workspace, played.exercise), tmp_path / "2.pdf", lang="ja")
    assert first.sha256 == again.sha256
    assert reporting.export(played, tmp_path / "3.pdf", lang="en").sha256 != first.sha256


def test_a_report_that_is_issued_is_numbered_and_kept(played: Session, tmp_path: Path, clock: Hand) -> None:
    before = len(stored(played))
    last = local_of(stored(played)[-1].at, "Asia/Tokyo")
    clock.on(60)
    first = reporting.export(played, tmp_path / "1.pdf", lang="ja", issue=True)
    second = reporting.export(played, tmp_path / "2.pdf", lang="en", issue=True)
    assert (first.number, second.number) == (1, 2)
    kept = [entry.payload for entry in stored(played)[before:]]
    assert [(p.number, p.language, p.sha256) for p in kept] == [(1, "ja", first.sha256), (2, "en", second.sha256)]
    assert kept[0].heads
    assert {p.as_of for p in kept} == {last.isoformat(timespec="minutes")}


def test_a_report_as_of_a_moment_does_not_know_what_came_later(played: Session, tmp_path: Path) -> None:
    written = local_of(stored(played)[-1].at, "Asia/Tokyo")
    before = reporting.build_content(played, lang="ja", as_of=written - timedelta(minutes=1))
    after = reporting.build_content(played, lang="ja", as_of=written)
    assert "連絡先が古い" not in repr(before)
    assert "連絡先が古い" in repr(after)
    assert after == reporting.build_content(played, lang="ja", as_of=written)


def test_an_exercise_that_was_never_started_has_a_report_that_says_so(session: Session, tmp_path: Path) -> None:
    made = reporting.export(session, tmp_path / "report.pdf", lang="ja")
    assert made.path.read_bytes().startswith(b"%PDF-")
    assert stored(session) == []


def test_a_moment_before_the_run_and_long_after_it_are_no_trouble(played: Session) -> None:
    for moment in (datetime(2020, 1, 1), datetime(2099, 1, 1)):
        assert reporting.build_content(played, lang="en", as_of=moment)


def test_a_place_that_cannot_be_written_issues_nothing(played: Session, tmp_path: Path) -> None:
    before = stored(played)
    with pytest.raises(InputError, match="is a folder"):
        reporting.export(played, tmp_path, lang="ja", issue=True)
    (tmp_path / "file").write_text("x")
    with pytest.raises(EnvironmentFault, match="could not be written"):
        reporting.export(played, tmp_path / "file" / "report.pdf", lang="ja", issue=True)
    assert stored(played) == before
