"""What the preflight learns from the machine, and the helper that keeps it awake."""

from pathlib import Path

import pytest

from exercise_studio.desktop.awake import Wakefulness
from exercise_studio.desktop.surroundings import linux_power, mac_power


def supply(folder: Path, name: str, **words: str) -> None:
    (folder / name).mkdir(parents=True)
    for word, value in words.items():
        (folder / name / word).write_text(f"{value}\n")


@pytest.mark.parametrize(
    ("supplies", "found"),
    [
        ({}, ("unknown", None)),
        ({"AC": {"type": "Mains", "online": "1"}, "BAT0": {"type": "Battery", "capacity": "80"}}, ("mains", None)),
        ({"AC": {"type": "Mains", "online": "0"}, "BAT0": {"type": "Battery", "capacity": "37"}}, ("battery", 37)),
        (
            {"BAT0": {"type": "Battery", "capacity": "90"}, "BAT1": {"type": "Battery", "capacity": "12"}},
            ("battery", 12),
        ),
        ({"BAT0": {"type": "Battery"}}, ("battery", None)),
        ({"mouse": {"type": "Battery", "scope": "Device", "capacity": "5"}}, ("unknown", None)),
        ({"ucsi": {"type": "USB", "online": "1"}}, ("mains", None)),
    ],
)
def test_linux_says_what_it_runs_on(tmp_path: Path, supplies: dict[str, dict[str, str]], found: object) -> None:
    for name, words in supplies.items():
        supply(tmp_path, name, **words)
    assert linux_power(tmp_path) == found


def test_a_machine_without_that_folder_cannot_tell(tmp_path: Path) -> None:
    assert linux_power(tmp_path / "nothing") == ("unknown", None)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Now drawing from 'AC Power'\n -InternalBattery-0 (id=1)\t100%; charged;\n", ("mains", None)),
        ("Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t64%; discharging;\n", ("battery", 64)),
        ("", ("unknown", None)),
    ],
)
def test_macos_says_what_it_runs_on(said: str, found: object) -> None:
    assert mac_power(said) == found


def test_the_helper_runs_while_it_is_held_and_ends_with_it() -> None:
    awake = Wakefulness(["cat"])
    assert not awake.alive
    awake.hold()
    awake.hold()
    assert awake.alive
    awake.release()
    assert not awake.alive
    awake.release()


def test_a_helper_that_is_not_there_disturbs_nothing() -> None:
    awake = Wakefulness(["/nowhere/keep-awake"])
    awake.hold()
    assert awake.held
    awake.release()
