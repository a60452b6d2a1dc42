"""The command line as another program sees it: one JSON object, one sentence on stderr, exit codes, both languages."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from exercise_studio.__main__ import main
from exercise_studio.domain.checklist import Checklist
from exercise_studio.domain.scenario import Scenario
from exercise_studio.journeys.reporting import edit_section
from exercise_studio.journeys.session import Session
from exercise_studio.store.workspace import Workspace

PORT = "port-terminal-ransomware"


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its one JSON object."""
        assert self.code in (0, 1, 3), self.err
        assert self.out.count("\n") == 1
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


Run = Callable[..., Outcome]


def call(*command: str, **said: str) -> Outcome:
    """Runs the program as a process of its own."""
    environment = {**os.environ, "EXERCISE_STUDIO_LANG": "ja", **said}
    done = subprocess.run(
        [sys.executable, "-m", "exercise_studio", *command], capture_output=True, env=environment, timeout=50, check=False,
    )  # fmt: skip
    outcome = Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in outcome.err, outcome.err
    return outcome


def check_refusal(outcome: Outcome, code: int) -> Outcome:
    """A command that failed: one sentence on stderr and nothing on stdout."""
    assert (outcome.code, outcome.out) == (code, ""), outcome
    assert outcome.err.count("\n") == 1
    assert outcome.err.rstrip().endswith(("。", "."))
    return outcome


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command that must fail, in this process, because there are many of them."""

    def run(*command: str, code: int, lang: str = "ja") -> Outcome:
        monkeypatch.setenv("EXERCISE_STUDIO_LANG", lang)
        try:
            found = main(command)
        except SystemExit as left:
            found = left.code if isinstance(left.code, int) else -1
        said = capsys.readouterr()
        return check_refusal(Outcome(found, said.out, said.err), code)

    return run


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A workspace with one rehearsed exercise, made by the command line; nobody writes to it."""
    file = tmp_path_factory.mktemp("rehearsed") / "w.estudio"
    home = str(tmp_path_factory.mktemp("home"))
    done = call("rehearse", PORT, "--workspace", str(file), "--seed", "7", "--json", EXERCISE_STUDIO_HOME=home)
    return file, done.json["exercise"]


@pytest.fixture
def own_copy(rehearsed: tuple[Path, str], tmp_path: Path) -> tuple[Path, str]:
    """The same, to be written to."""
    file = tmp_path / "copy.estudio"
    file.write_bytes(rehearsed[0].read_bytes())
    return file, rehearsed[1]


# scenarios and the machine


def test_scenarios_are_listed_with_what_one_chooses_by() -> None:
    rows = call("scenarios", "list", "--json").json["scenarios"]
    (row,) = [row for row in rows if row["id"] == PORT]
    assert row.keys() >= {"id", "title", "sectors", "threats", "injects", "duration", "level", "tags"}
    assert row["sectors"][0] == "port"
    assert row["injects"] >= 14
    assert row["title"].keys() == {"ja", "en"}
    japanese, english = (call("scenarios", "list", "--lang", lang).out for lang in ("ja", "en"))
    assert row["title"]["ja"] in japanese
    assert row["title"]["en"] in english


def test_the_shipped_scenarios_pass_their_check_and_a_broken_one_does_not(tmp_path: Path) -> None:
    shipped = call("scenarios", "check", "--json")
    assert (shipped.code, [p for p in shipped.json["problems"] if p["severity"] == "error"]) == (0, [])
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "scenario.yaml").write_text("format: exercise-studio/scenario/1\nid: broken\nduraton: 60m\n", "utf-8")
    found = call("scenarios", "check", str(folder), "--json", "--lang", "en")
    assert found.code == 1
    fault = next(p for p in found.json["problems"] if p["line"] == 3)
    assert fault["severity"] == "error"
    assert fault["message"] == f"{folder / 'scenario.yaml'}:3: “duraton” is not known here; did you mean “duration”?"
    assert call("scenarios", "check", str(folder)).code == 1


def test_the_schemas_are_those_of_the_models() -> None:
    found = call("scenarios", "schema", "--json").json
    assert found == json.loads(
        json.dumps({"scenario": Scenario.model_json_schema(), "checklist": Checklist.model_json_schema()})
    )


def test_the_doctor_names_what_it_looked_at_in_both_languages() -> None:
    found = call("doctor", "--json", "--lang", "en").json
    assert {"python", "sqlite", "data", "folder", "qt"} <= {finding["what"] for finding in found["findings"]}
    assert all(finding["text"] for finding in found["findings"])
    assert call("doctor", "--lang", "ja").out != call("doctor", "--lang", "en").out


def test_the_doctor_exits_3_when_something_is_missing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    outcome = call("doctor", "--json", EXERCISE_STUDIO_HOME=str(tmp_path / "file"))
    assert outcome.code == 3
    assert outcome.json["ok"] is False


def test_a_console_that_knows_few_letters_is_no_reason_to_stop() -> None:
    assert call("doctor", PYTHONIOENCODING="ascii").code == 0
    assert call("scenarios", "list", PYTHONIOENCODING="cp932").code == 0


def test_the_program_names_itself() -> None:
    from exercise_studio import __version__

    assert call("--version").out == f"exercise-studio {__version__}\n"


# workspaces


def test_a_workspace_is_made_listed_verified_and_backed_up(tmp_path: Path) -> None:
    file = tmp_path / "new" / "w.estudio"
    assert call("workspace", "init", str(file), "--json").json == {"workspace": str(file)}
    assert call("workspace", "list", str(file), "--json").json == {"exercises": []}
    assert call("workspace", "verify", "--workspace", str(file), "--json").json == {
        "ok": True, "entries": 0, "chains": 0, "problems": [],
    }  # fmt: skip
    made = call("workspace", "backup", str(file), "--json").json["backup"]
    assert made is None or Path(made).is_file()


def test_without_a_name_the_users_own_workspace_is_meant(own_home: Path) -> None:
    made = Path(call("workspace", "init", "--json").json["workspace"])
    assert made.is_relative_to(own_home)
    assert call("workspace", "list", "--json").json == {"exercises": []}


def test_a_rehearsed_exercise_is_listed_and_sound(rehearsed: tuple[Path, str]) -> None:
    file, exercise = rehearsed
    (row,) = call("workspace", "list", str(file), "--json").json["exercises"]
    assert (row["id"], row["phase"]) == (exercise, "debrief")
    assert exercise in call("workspace", "list", str(file)).out
    found = call("workspace", "verify", str(file), "--json").json
    assert found["ok"]
    assert found["chains"] == 2  # the run's and the exercise's own


def test_looking_at_a_workspace_changes_not_a_byte_of_it(rehearsed: tuple[Path, str], tmp_path: Path) -> None:
    file, exercise = rehearsed
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    for command in (
        ["workspace", "verify", str(file)],
        ["workspace", "list", str(file)],
        ["export", exercise, "--workspace", str(file)],
        ["report", exercise, "--workspace", str(file), "--out", str(tmp_path / "r.pdf")],
    ):
        assert call(*command).code == 0
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before


def test_a_byte_changed_inside_an_entry_is_found_and_the_entry_named(own_copy: tuple[Path, str]) -> None:
    file, exercise = own_copy
    with Workspace.open(file, read_only=True) as workspace:
        victim = next(e for e in workspace.entries(exercise) if e.kind == "response_logged")
    content = file.read_bytes()
    said = victim.payload.text.encode()
    assert content.count(said)
    place = content.index(victim.id.encode())
    place = content.index(said, place)  # its payload stands after its id in the row
    file.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
    outcome = call("workspace", "verify", str(file), "--json")
    assert outcome.code == 1
    assert outcome.json["ok"] is False
    assert victim.id in outcome.json["problems"][0]


def test_an_entry_removed_from_the_middle_is_found_and_its_place_named(own_copy: tuple[Path, str]) -> None:
    file, exercise = own_copy
    with Workspace.open(file, read_only=True) as workspace:
        entries = [e for e in workspace.entries(exercise) if e.run is not None]
    victim, follower = entries[len(entries) // 2], entries[len(entries) // 2 + 1]
    with sqlite3.connect(file) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        assert connection.execute("DELETE FROM entry WHERE id = ?", (victim.id,)).rowcount == 1
    connection.close()
    outcome = call("workspace", "verify", str(file), "--json", "--lang", "en")
    assert outcome.code == 1
    first = outcome.json["problems"][0]
    assert follower.id in first
    assert str(victim.device_seq) in first


# exports and reports


def test_the_log_is_exported_line_by_line_as_one_object_and_into_a_file(
    rehearsed: tuple[Path, str], tmp_path: Path
) -> None:
    file, exercise = rehearsed
    lines = call("export", exercise, "--workspace", str(file)).out.splitlines()
    head, entries = json.loads(lines[0]), [json.loads(line) for line in lines[1:]]
    assert (head["exercise"], head["normalised"]) == (exercise, False)
    whole = call("export", exercise, "--workspace", str(file), "--json").json
    assert whole == {**head, "entries": entries}
    target = tmp_path / "log.jsonl"
    told = call("export", exercise, "--workspace", str(file), "--out", str(target), "--json").json
    assert told == {"file": str(target), "entries": len(entries)}
    assert target.read_text("utf-8").splitlines() == lines


def test_the_same_seed_gives_the_same_normalised_export(rehearsed: tuple[Path, str], tmp_path: Path) -> None:
    def normalised(file: Path, exercise: str) -> str:
        return call("export", exercise, "--workspace", str(file), "--normalised").out

    first = normalised(*rehearsed)
    same = tmp_path / "same.estudio"
    again = call("rehearse", PORT, "--workspace", str(same), "--seed", "7").out.strip()
    assert normalised(same, again) == first


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_report_is_written_in_either_language(rehearsed: tuple[Path, str], tmp_path: Path, lang: str) -> None:
    file, exercise = rehearsed
    target = tmp_path / "report.pdf"
    told = call("report", exercise, "--workspace", str(file), "--out", str(target), "--lang", lang, "--json").json
    content = target.read_bytes()
    assert content.startswith(b"%PDF-")
    assert told == {
        "file": str(target),
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "number": None,
        "unprintable": [],
    }


def test_a_report_names_the_characters_that_it_cannot_print_and_where(
    own_copy: tuple[Path, str], tmp_path: Path
) -> None:
    file, exercise = own_copy
    with Workspace.open(file) as workspace:
        edit_section(Session.open(workspace, exercise), "summary.verdict", "釜山항への連絡が遅れた。", lang="ja")
    base = ("report", exercise, "--workspace", str(file), "--out", str(tmp_path / "report.pdf"), "--lang", "ja")
    (one,) = call(*base, "--json").json["unprintable"]
    assert (one["character"], one["code"], one["times"]) == ("항", "U+D56D", 1)
    assert one["chapters"] == ["1 エグゼクティブサマリー"]
    assert (
        "「항」（U+D56D）を印刷できるフォントがないため、〓で印刷しました（1か所）：1 エグゼクティブサマリー"
        in call(*base).out
    )


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_run_sheet_is_written_and_changes_nothing(rehearsed: tuple[Path, str], tmp_path: Path, lang: str) -> None:
    file, exercise = rehearsed
    whole, short = tmp_path / "whole.pdf", tmp_path / "short.pdf"
    base = ("run-sheet", exercise, "--workspace", str(file), "--lang", lang)
    told = call(*base, "--out", str(whole), "--json").json
    assert told == {"file": str(whole), "bytes": whole.stat().st_size}
    call(*base, "--out", str(short), "--short")
    assert short.stat().st_size < whole.stat().st_size
    again = tmp_path / "again.pdf"
    call(*base, "--out", str(again))
    assert again.read_bytes() == whole.read_bytes()
    refused = check_refusal(call(*base, "--out", str(again), "--organisation", "nobody"), 1)
    assert "nobody" in refused.err


def test_only_an_issued_report_writes_into_the_workspace(own_copy: tuple[Path, str], tmp_path: Path) -> None:
    file, exercise = own_copy

    def entries() -> int:
        with Workspace.open(file, read_only=True) as workspace:
            return workspace.count(exercise)

    before = entries()
    base = (
        "report",
        exercise,
        "--workspace",
        str(file),
        "--out",
        str(tmp_path / "r.json"),
        "--format",
        "json",
        "--json",
    )
    assert call(*base).json["number"] is None
    assert entries() == before
    assert call(*base, "--issue").json["number"] == 1
    assert entries() == before + 1


# refusals


def test_a_process_that_is_refused_says_one_sentence_and_exits_as_documented(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    check_refusal(call("export", "nobody", "--workspace", str(tmp_path / "none.estudio")), 1)
    check_refusal(call("rehearse", PORT, "--seed", "x"), 2)
    check_refusal(call("workspace", "init", str(tmp_path / "file" / "w.estudio")), 3)


def test_wrong_usage_exits_2_with_one_sentence_in_either_language(refused: Run, tmp_path: Path) -> None:
    file = str(tmp_path / "w.estudio")
    for command in (
        ["nonsense"],
        ["scenarios"],
        ["rehearse"],
        ["rehearse", PORT, "--seed", "x"],
        ["rehearse", PORT, "--organisations", "0"],
        ["rehearse", PORT, "--speed", "7"],
        ["rehearse", PORT, "--workspace", file, "--start", "tomorrow"],
        ["rehearse", PORT, "--workspace", file, "--start", "2026-06-10T13:30+09:00"],
        ["scenarios", "list", "--lang", "fr"],
        ["workspace", "init", "mysql://host/name"],
        ["report", "x"],
    ):
        japanese, english = refused(*command, code=2), refused(*command, code=2, lang="en")
        assert japanese.err != english.err, command
    assert not Path(file).exists()


def test_what_is_not_there_exits_1_with_one_sentence(refused: Run, rehearsed: tuple[Path, str], tmp_path: Path) -> None:
    file = str(rehearsed[0])
    text = tmp_path / "text.estudio"
    text.write_text("not a workspace at all, but long enough to be read as one" * 50)
    out = str(tmp_path / "r.pdf")
    for command, named in (
        (["rehearse", "nowhere", "--workspace", str(tmp_path / "n.estudio")], "nowhere"),
        (["report", "nobody", "--workspace", file, "--out", out], "nobody"),
        (["export", "nobody", "--workspace", file], "nobody"),
        (["report", rehearsed[1], "--workspace", file, "--out", str(tmp_path)], str(tmp_path)),
        (["workspace", "verify", str(tmp_path / "nothing.estudio")], "nothing.estudio"),
        (["workspace", "list", str(text)], "text.estudio"),
        (["workspace", "init", file], file),
        (["scenarios", "check", str(tmp_path / "nowhere")], "nowhere"),
    ):
        for lang in ("ja", "en"):
            assert named in refused(*command, code=1, lang=lang).err
    assert not (tmp_path / "n.estudio").exists()


def test_a_machine_that_refuses_exits_3_with_one_sentence(
    refused: Run, own_copy: tuple[Path, str], tmp_path: Path
) -> None:
    file, exercise = own_copy
    (tmp_path / "file").write_text("x")
    inside = str(tmp_path / "file" / "inside")
    refused("report", exercise, "--workspace", str(file), "--out", inside, code=3)
    refused("export", exercise, "--workspace", str(file), "--out", inside, code=3)
    refused("rehearse", PORT, "--workspace", str(tmp_path / "w.estudio"), "--acks", inside, code=3)
    refused("workspace", "init", "postgresql://nobody@127.0.0.1:1/none", code=3)


def test_a_workspace_open_elsewhere_is_read_but_not_written(
    refused: Run, own_copy: tuple[Path, str], tmp_path: Path
) -> None:
    file, exercise = own_copy
    with Workspace.open(file):
        assert call("workspace", "verify", str(file)).code == 0
        assert call("export", exercise, "--workspace", str(file)).code == 0
        refused("rehearse", PORT, "--workspace", str(file), code=3)
        refused("workspace", "backup", str(file), code=3)
        refused("report", exercise, "--workspace", str(file), "--out", str(tmp_path / "r.pdf"), "--issue", code=3)


def test_a_reader_that_goes_away_is_no_fault(rehearsed: tuple[Path, str]) -> None:
    command = [sys.executable, "-m", "exercise_studio", "export", rehearsed[1], "--workspace", str(rehearsed[0])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read().decode()
        assert (process.wait(timeout=30), said) == (0, "")


def test_actions_edited_in_a_spreadsheet_come_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import openpyxl

    space = str(tmp_path / "w.estudio")
    assert main(["rehearse", "suspicious-mail-and-stopped-bookings", "--workspace", space, "--json"]) == 0
    exercise = json.loads(capsys.readouterr().out)["exercise"]
    book = tmp_path / "actions.xlsx"
    report = ["report", exercise, "--workspace", space, "--lang", "en"]
    assert main([*report, "--format", "xlsx", "--out", str(book)]) == 0
    opened = openpyxl.load_workbook(book)
    page = opened.worksheets[0]
    column = [cell.value for cell in page[1]].index("In charge") + 1
    page.cell(2, column).value = "General affairs"
    opened.save(book)
    bring = ["actions", "import", exercise, str(book), "--workspace", space, "--lang", "en", "--json"]
    capsys.readouterr()
    assert main(bring) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["column"], one["sheet"]) for one in told["changes"]] == [("owner", "General affairs")]
    assert told["applied"] is False
    assert main([*bring, "--apply"]) == 0
    assert main(bring) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["changes"] == []


def test_issued_reports_are_listed_fetched_and_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    space = str(tmp_path / "w.estudio")
    assert main(["rehearse", "suspicious-mail-and-stopped-bookings", "--workspace", space, "--json"]) == 0
    exercise = json.loads(capsys.readouterr().out)["exercise"]
    first, again = tmp_path / "1.pdf", tmp_path / "again.pdf"
    issue = ["report", exercise, "--workspace", space, "--issue", "--lang", "en", "--out"]
    assert main([*issue, str(first)]) == 0
    assert main([*issue, str(tmp_path / "2.pdf")]) == 0
    there = ["--workspace", space, "--lang", "en"]
    assert main(["issued", "fetch", exercise, "1", "--out", str(again), *there]) == 0
    assert again.read_bytes() == first.read_bytes()
    capsys.readouterr()
    assert main(["issued", "list", exercise, "--json", *there]) == 0
    assert [one["number"] for one in json.loads(capsys.readouterr().out)["issued"]] == [1, 2]
    assert main(["issued", "diff", exercise, "1", "2", *there]) == 0
    assert capsys.readouterr().out.strip() == "Nothing changed."
    assert main(["issued", "diff", exercise, "1", "7", *there]) == 1
    assert "no issued report 7" in capsys.readouterr().err
