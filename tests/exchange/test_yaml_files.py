"""Reading YAML: the 1.2 core schema, every kind of broken file, and errors that say where, what and what instead."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exercise_studio import paths
from exercise_studio.domain.errors import InvalidFile, Problem
from exercise_studio.domain.scenario import Scenario
from exercise_studio.domain.text import Model, Text
from exercise_studio.domain.times import MINUTE, Duration
from exercise_studio.exchange import yaml_files
from exercise_studio.exchange.yaml_files import MAX_BYTES, read_model, read_yaml
from tests.plans import SCENARIO


def read(tmp_path: Path, text: str | bytes) -> Any:
    file = tmp_path / "file.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_yaml(file)[0]


def faults(tmp_path: Path, text: str | bytes, model: type[Model] | None = None) -> list[Problem]:
    file = tmp_path / "file.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InvalidFile) as caught:
        read_model(file, model) if model else read_yaml(file)
    for problem in caught.value.problems:
        assert problem.file == str(file)
        for lang in ("ja", "en"):
            assert "{" not in problem.text(lang).removeprefix(str(file))
    return caught.value.problems


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("y", "y"), ("NO", "NO"), ("Yes", "Yes"),
        ("2026-04-01", "2026-04-01"), ("2026-07-05T07:00", "2026-07-05T07:00"), ("6:30", "6:30"), ("1_000", "1_000"),
        ("=", "="), ("<<", "<<"), ("４５", "４５"), ("true", True), ("False", False), ("null", None), ("~", None), ("", None),
        ("12", 12), ("-3", -3), ("+3", 3), ("010", 10), ("0o17", 15), ("0x1F", 31), ("0.5", 0.5), (".5", 0.5), ("1e3", 1000.0),
        ("'12'", "12"), ("!!str 12", "12"), ("! 12", "12"), ("&a 12", 12), ('"true"', "true"), ("'no'", "no"),
        ("1.2.3", "1.2.3"), ("0b1", "0b1"),
    ],
)  # fmt: skip
def test_values_follow_the_core_schema_of_yaml_1_2(tmp_path: Path, text: str, value: object) -> None:
    assert read(tmp_path, f"key: {text}\n") == {"key": value}
    assert type(read(tmp_path, f"key: {text}\n")["key"]) is type(value)


def test_a_number_of_absurd_length_does_not_stop_the_reader(tmp_path: Path) -> None:
    assert read(tmp_path, "a: " + "9" * 5000) == {"a": float("inf")}


def test_blocks_quotes_and_aliases_are_read(tmp_path: Path) -> None:
    text = "a: |\n  一行目\n  二行目\nb: >\n  x\n  y\nc: &one {k: [1]}\nd: *one\n"
    assert read(tmp_path, text) == {"a": "一行目\n二行目\n", "b": "x y\n", "c": {"k": [1]}, "d": {"k": [1]}}


def test_line_ends_of_windows_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    text = "a: 港\nb: |\n  x\n  y\nc:\n  - 1\n"
    plain = read(tmp_path, text)
    assert read(tmp_path, text.replace("\n", "\r\n")) == plain
    assert read(tmp_path, b"\xef\xbb\xbf" + text.encode()) == plain
    assert faults(tmp_path, b"\xef\xbb\xbfa: 1\r\nb: 2\r\na: 3\r\n")[0].line == 3


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "“a” stands twice"),
        ("a:\n  b: 1\n  b: 1\n", 3, "“b” stands twice"),
        ("a:\n\tb: 1\n", 2, "not YAML"),
        ("a: [1, 2\nb: 3\n", 2, "not YAML"),
        ("a: *nobody\n", 1, "not YAML"),
        ("a: 1\n---\nb: 2\n", 2, "not YAML"),
        ("a: 1\n? [x]\n: 2\n", 2, "key"),
        ("a: \x07\n", 1, "not YAML"),
        ('a: "\\ud800"\n', 1, "not YAML"),
        ("", 1, "empty"),
        ("# nothing\n", 1, "empty"),
        ("a: &me [*me]\n", 1, "not YAML"),
        ("a: 1\nb: " + "[" * 200_000, 2, "too deeply"),
        ("\n" + "- " * 200_000 + "1", 2, "too deeply"),
    ],
)
def test_what_is_no_good_yaml_is_named_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    (problem,) = faults(tmp_path, text)
    assert problem.line == line
    assert said in problem.text("en")


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    assert "not UTF-8 text (byte 3)" in faults(tmp_path, b"a: \xff\xfe")[0].text("en")
    assert "not UTF-8" in faults(tmp_path, "件名: 演習".encode("cp932"))[0].text("en")
    assert faults(tmp_path, b"\x00\x01\x02")


def test_aliases_cannot_swell_without_bounds(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "more than" in faults(tmp_path, "\n".join(lines))[0].text("en")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "file.yaml"
    with file.open("wb") as made:
        made.truncate(MAX_BYTES + 1)
    with pytest.raises(InvalidFile, match="larger than"):
        read_yaml(file)


def test_a_missing_file_and_a_folder_are_said_to_be_unreadable(tmp_path: Path) -> None:
    for place in (tmp_path / "nothing.yaml", tmp_path):
        with pytest.raises(InvalidFile, match="cannot be read"):
            read_yaml(place)


def test_tags_build_no_objects(tmp_path: Path) -> None:
    assert read(tmp_path, "a: !!python/object/apply:os.system [ls]\n") == {"a": ["ls"]}


class Part(Model):
    title: Text
    within: Duration | None = None


class Whole(Model):
    id: str
    day: date
    parts: tuple[Part, ...] = ()


GOOD = "id: no\nday: 2026-04-01\nparts:\n  - title: {ja: 港, en: Port}\n    within: 20m\n"


def test_a_good_file_becomes_the_model(tmp_path: Path) -> None:
    file = tmp_path / "file.yaml"
    file.write_text(GOOD, "utf-8")
    wanted = Whole(id="no", day=date(2026, 4, 1), parts=(Part(title=Text(ja="港", en="Port"), within=20 * MINUTE),))
    assert read_model(file, Whole) == wanted
    assert read_model(file, Whole) == wanted  # from what was kept


@pytest.mark.parametrize(
    ("was", "becomes", "line", "path", "said"),
    [
        ("within: 20m", "within: 20", 5, "parts.0.within", "such as 90s, 45m, 2h30m or 3d, found 20"),
        ("within: 20m", "within: soon", 5, "parts.0.within", "such as 90s, 45m, 2h30m or 3d, found 'soon'"),
        ("within: 20m", "withn: 20m", 5, "parts.0.withn", "did you mean “within”"),
        ("within: 20m", "colour: red", 5, "parts.0.colour", "is not known here."),
        ("day: 2026-04-01", "day: tomorrow", 2, "day", "a day such as 2026-04-01"),
        ("{ja: 港, en: Port}", "{ja: '', en: ''}", 4, "parts.0.title", "needs Japanese or English"),
        ("id: no", "id: 12", 1, "id", "is 12; expected text."),
        ("id: no", "id:", 1, "id", "is null; expected text."),
        ("{ja: 港, en: Port}", "港", 4, "parts.0.title", 'is "港"; expected keys with values.'),
        ("{ja: 港, en: Port}", "{ja: 港, en: [Port]}", 4, "parts.0.title.en", "expected text."),
        ("id: no\n", "", 1, "id", "“id” is missing"),
        ("title: {ja: 港, en: Port}\n    within: 20m", "within: 20m", 4, "parts.0.title", "“parts.0.title” is missing"),
    ],
)
def test_a_fault_is_named_with_line_field_and_what_was_expected(
    tmp_path: Path, was: str, becomes: str, line: int, path: str, said: str
) -> None:
    assert was in GOOD
    (problem,) = faults(tmp_path, GOOD.replace(was, becomes), Whole)
    assert (problem.line, problem.path) == (line, path)
    assert problem.text("en").startswith(f"{tmp_path / 'file.yaml'}:{line}: ")
    assert said in problem.text("en")
    assert not re.search(r"expected|missing|known|needs", problem.text("ja")), "half in English"


def test_every_fault_is_named_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "id: x\nday: never\nparts:\n  - {title: 港}\n  - {title: {en: Port}, within: 3}\nmore: 1\n"
    assert [problem.line for problem in faults(tmp_path, text, Whole)] == [2, 4, 5, 6]


def test_a_fault_of_the_whole_has_a_sentence_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(json.dumps(SCENARIO | {"injects": SCENARIO["injects"] + SCENARIO["injects"][:1]}), "utf-8")
    with pytest.raises(InvalidFile) as caught:
        read_model(file, Scenario)
    assert "I01 of “injects” stands twice" in caught.value.text("en")
    assert "“”" not in caught.value.text("en")


def test_what_is_kept_of_a_file_is_only_a_shortcut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file.yaml"
    file.write_text(GOOD, "utf-8")
    first = read_model(file, Whole)
    (kept,) = (paths.user_cache() / "yaml").glob("*.json")
    for damaged in ("", "{", "[]", '{"id": "other"}', "\x00"):
        kept.write_text(damaged, "utf-8")
        assert read_model(file, Whole) == first
    kept.write_bytes(b"\xff")
    assert read_model(file, Whole) == first
    # A reader that reads otherwise does not take over what another one kept.
    kept.write_text(kept.read_text("utf-8").replace('"no"', "false"), "utf-8")
    monkeypatch.setattr(yaml_files, "_READER", 10**6)
    assert read_model(file, Whole) == first


def test_a_fault_is_named_on_every_reading(tmp_path: Path) -> None:
    for _ in range(2):
        assert faults(tmp_path, GOOD.replace("2026-04-01", "never"), Whole)[0].line == 2


def test_without_a_cache_folder_files_are_read_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file.yaml"
    file.write_text(GOOD, "utf-8")
    home = tmp_path / "home"
    (home / "cache").mkdir(parents=True)
    (home / "cache" / "yaml").write_text("a file where the folder should be")
    monkeypatch.setenv("EXERCISE_STUDIO_HOME", str(home))
    assert read_model(file, Whole).id == "no"


@pytest.mark.parametrize(
    ("change", "path", "said"),
    [
        ({"level": "hard"}, "level", "expected one of 'introductory', 'standard' or 'advanced'"),
        ({"clock": {"start": "2026-07-04T06:30+09:00"}}, "clock.start", "without a zone, such as 2026-07-04T06:30"),
        ({"clock": {"start": 20260704}}, "clock.start", "without a zone"),
        ({"as_of": "soon"}, "as_of", "a day such as 2026-04-01"),
        ({"id": "港の一日"}, "id", "has not the expected form"),
        ({"id": "x" * 81}, "id", "longer than 80 characters"),
        ({"sectors": []}, "sectors", "at least 1"),
        ({"sectors": "port"}, "sectors", "expected a list"),
        (
            {"outages": [{"sector": "port", "share": 2, "level": 0, "from": "0m", "to": "1m"}]},
            "outages.0.share",
            "out of range",
        ),
        (
            {"outages": [{"sector": "port", "share": "half", "level": 0, "from": "0m", "to": "1m"}]},
            "outages.0.share",
            "a number",
        ),
        ({"injects": [SCENARIO["injects"][0] | {"when": "fired(I01) ?"}]}, "injects.0.when", "from character 12 on"),
        (
            {"injects": [SCENARIO["injects"][0] | {"after": {"inject": "I02", "delay": "1m"}}]},
            "injects.0",
            "one of them decides",
        ),
    ],
)
def test_faults_of_a_scenario_are_said_in_either_language(
    tmp_path: Path, change: dict[str, Any], path: str, said: str
) -> None:
    (problem,) = faults(tmp_path, json.dumps(SCENARIO | change), Scenario)
    assert (problem.path, problem.line) == (path, 1)
    assert said in problem.text("en")
    japanese = problem.text("ja").split("yaml:1: ")[1].split("（")[0]
    assert re.search(r"[ぁ-ん]", japanese)
    assert not re.search(r"\b(expected|should|needs|is|valid)\b", japanese)
