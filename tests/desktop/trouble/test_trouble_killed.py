"""28: the program killed in the middle of a live run, again and again, and started again as its user would."""

import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from exercise_studio.desktop import unfinished
from exercise_studio.desktop.control import drafts
from exercise_studio.domain.text import Text
from exercise_studio.domain.times import Instant
from exercise_studio.journeys.session import Session
from exercise_studio.store.verify import verify
from exercise_studio.store.workspace import Workspace
from tests.desktop.control.conftest import Live, live, make_workspace, ready
from tests.desktop.trouble.killed import Program

__all__ = ["live", "ready"]


def acknowledged(told: list[dict[str, Any]]) -> set[str]:
    return {entry for one in told if one["what"] == "entries" for entry in one["ids"]}


def check(program: Program) -> list[str]:
    """Nothing that the window acknowledged is missing; the file is sound; gives what responses say."""
    with Workspace.open(program.file, read_only=True) as workspace:
        entries = workspace.entries(program.exercise)
        assert acknowledged(program.told) <= {entry.id for entry in entries}
        assert verify(workspace).problems == ()
        assert Session.open(workspace, program.exercise).state.clock.mode in ("running", "paused")
    return [str(getattr(entry.payload, "text", "")) for entry in entries]


def kill_again_and_again(folder: Path, times: int, seed: int) -> int:
    """Kills one run so many times; each start but the first finds it by the card. Returns how many lines were offered."""
    file, chance = folder / "killed.estudio", random.Random(seed)
    program = Program(folder, file, make_workspace(file))
    offers, plays = 0, [0]
    logged: list[str] = []
    try:
        for turn in range(times + 1):
            before = program.told
            last = next((one["text"] for one in reversed(before) if one["what"] == "draft"), "")
            program.kill_somewhere(chance)
            started = program.told[len(before) :]
            found = next(one for one in started if one["what"] == "live")
            assert started[0]["what"] == ("card" if turn else "no card")
            assert found["mode"] == "live"
            assert found["play"] >= plays[-1], "play never runs backward"
            plays.append(found["play"])
            if last and not any(text.startswith(last) for text in logged):
                assert found["offered"].startswith(last), "the half-typed line stands where it was"
                offers += 1
            logged = check(program)
    finally:
        program.kill()
    return offers


def test_28_killed_three_times_at_a_random_moment_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path, 3, random.randrange(10**6))


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_28_killed_fifty_times_at_a_random_moment_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    assert kill_again_and_again(tmp_path, 50, random.randrange(10**6)) > 10


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_a_program_that_stood_still_says_so_once_it_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "still.estudio"
    program = Program(tmp_path, file, make_workspace(file))
    try:
        program.start("quiet")
        program.wait_for(lambda told: any(one["what"] == "live" for one in told))
        program.send(signal.SIGSTOP)
        time.sleep(33)
        program.send(signal.SIGCONT)
        told = program.wait_for(lambda told: any(one["what"] == "banner" for one in told))
        banner = next(one for one in told if one["what"] == "banner")
        assert banner["key"].startswith("gap/")
        assert "演習の時計は進んでいました" in banner["text"]
    finally:
        program.kill()


def test_28_a_line_is_kept_while_it_is_still_being_typed(live: Live) -> None:
    line = live.page.room.composer.line
    line.setFocus()
    typed = ""
    while not drafts.kept(live.exercise)[0]:
        assert len(typed) < 2_000, "a line that is typed without a pause is never kept"
        line.insertPlainText("あ")
        typed += "あ"
        live.qtbot.wait(20)
    assert typed.startswith(drafts.kept(live.exercise)[0])
    line.commit()
    live.qtbot.waitUntil(lambda: drafts.kept(live.exercise)[0] == "")
    assert live.entries("response_logged")[-1].payload.text == typed


def test_a_mark_of_a_program_that_still_runs_is_left_alone(qtbot: QtBot) -> None:
    mark = unfinished.Mark()
    mark.put("w.estudio", "E1", "R1", Text(ja="演習"), Instant(1_700_000_000_000))
    assert unfinished.found() == []
    mark.take_away()
    assert list(unfinished.folder().iterdir()) == []


def test_marks_that_cannot_be_read_are_passed_over(qtbot: QtBot) -> None:
    unfinished.folder().mkdir(parents=True)
    (unfinished.folder() / "half.json").write_text('{"target": "w.estudio", "exer')
    (unfinished.folder() / "list.json").write_text("[]")
    good = unfinished.folder() / "good.json"
    good.write_text('{"target": "w.estudio", "exercise": "E1", "run": null, "title": {"ja": "演習"}}')
    drafts.keep("E1", {"text": "途中まで"})
    assert [(one.exercise, one.lines) for one in unfinished.found()] == [("E1", 1)]
    unfinished.forget(good)
    assert unfinished.found() == []
