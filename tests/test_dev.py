"""The project's own commands, as far as they can be tried without installing anything."""

import platform
import sys
from pathlib import Path

import pytest

import dev


@pytest.fixture
def loader_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A loader that knows every library but libxcb-cursor, in front of the machine's own."""
    known = "".join(f"\t{library} (libc6,x86-64) => /lib/{library}\n" for library in dev.LIBRARIES.values())
    program = tmp_path / "ldconfig"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{known.replace('libxcb-cursor.so.0', 'libother.so.0')}END\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    return program


@pytest.mark.usefixtures("loader_cache")
def test_a_missing_library_is_asked_for_by_its_package() -> None:
    expected = ["libxcb-cursor0"] if platform.system() == "Linux" else []
    assert dev.missing_packages(sys.executable) == expected


def test_without_rights_the_one_command_to_type_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if not Path("/etc/debian_version").exists():
        pytest.skip("only Debian-like systems are installed on")
    for name, body in {"sudo": "exit 1", "apt-get": "exit 0"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
    with pytest.raises(dev.CannotGoOn, match=r"sudo apt-get install -y --no-install-recommends libegl1$"):
        dev.install_system_packages(["libegl1"])


def test_a_change_of_the_locks_or_of_the_folder_asks_for_a_new_set_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dev.txt").write_text("a", "utf-8")
    before = dev.wanted_stamp()
    monkeypatch.setattr(dev, "LOCKS", tmp_path)
    other_locks = dev.wanted_stamp()
    (tmp_path / "dev.txt").write_text("b", "utf-8")
    assert len({before, other_locks, dev.wanted_stamp()}) == 3


@pytest.mark.parametrize("arguments", [[], ["frobnicate"]])
def test_wrong_usage_is_told_from_a_machine_at_fault(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        dev.main(arguments)
    assert stopped.value.code == 2


def test_arguments_of_pytest_and_of_the_benchmarks_pass_through() -> None:
    options, rest = dev.arguments_of(["test", "--all", "tests/domain", "-k", "clock"])
    assert (options.all, rest) == (True, ["tests/domain", "-k", "clock"])
    assert dev.arguments_of(["bench", "log_entry", "--json"])[1] == ["log_entry", "--json"]
