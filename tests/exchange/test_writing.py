"""Writing whole or not at all: on a full disk, in a folder without rights, over what was there before."""

import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from exercise_studio.domain.errors import EnvironmentFault
from exercise_studio.exchange.writing import write_whole


def test_a_file_is_written_with_the_folders_above_it(tmp_path: Path) -> None:
    target = tmp_path / "reports" / "2026" / "改善報告書.pdf"
    write_whole(target, b"whole")
    assert target.read_bytes() == b"whole"
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_what_was_there_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "report.pdf"
    target.write_bytes(b"old")
    target.chmod(0o600)
    write_whole(target, b"new")
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_new_file_has_the_permissions_that_new_files_have(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.write_bytes(b"")
    write_whole(tmp_path / "report.pdf", b"x")
    assert (tmp_path / "report.pdf").stat().st_mode == usual.stat().st_mode


def test_the_longest_name_that_a_disk_takes_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / ("報" * 84 + ".p")  # 254 bytes
    write_whole(target, b"x")
    assert target.read_bytes() == b"x"


def test_a_folder_in_the_way_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "report.pdf"
    target.mkdir()
    (target / "inside").write_text("x")
    with pytest.raises(EnvironmentFault) as caught:
        write_whole(target, b"new")
    assert str(target) in caught.value.text("en")
    assert [path.name for path in tmp_path.iterdir()] == ["report.pdf"]
    assert (target / "inside").read_text() == "x"


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from exercise_studio.domain.errors import EnvironmentFault
from exercise_studio.exchange.writing import write_whole
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    write_whole(Path(sys.argv[1]), b"x" * 1_000_000)
except EnvironmentFault as error:
    print(error.text("en"))
"""


@pytest.mark.parametrize("before", [None, b"the old report"])
def test_where_no_more_can_be_written_the_old_file_stays_and_no_part_is_left(
    tmp_path: Path, before: bytes | None
) -> None:
    target = tmp_path / "report.pdf"
    if before is not None:
        target.write_bytes(before)
    done = subprocess.run([sys.executable, "-c", FULL_DISK, str(target)], capture_output=True, text=True, check=True)
    assert "could not be written" in done.stdout
    assert "What was there before is unchanged." in done.stdout
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == ({"report.pdf": before} if before else {})


NO_RIGHTS = """
import os, sys
from pathlib import Path
from exercise_studio.domain.errors import EnvironmentFault
from exercise_studio.exchange.writing import write_whole
if os.geteuid() == 0:
    os.setgid(65534); os.setuid(65534)
try:
    write_whole(Path(sys.argv[1]), b"new")
except EnvironmentFault as error:
    print(error.text("en"))
"""


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that another account reaches: pytest's own are closed to it."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_a_folder_that_cannot_be_written_is_a_sentence(open_to_all: Path) -> None:
    target = open_to_all / "shut" / "report.pdf"
    target.parent.mkdir()
    target.write_bytes(b"old")
    target.parent.chmod(0o555)
    # Loaded before the rights are given up: another account may not read the repository.
    code = (
        "import exercise_studio.exchange.writing, exercise_studio.language as l; l.translate('ja', 'x')\n" + NO_RIGHTS
    )
    done = subprocess.run([sys.executable, "-c", code, str(target)], capture_output=True, text=True, check=False)
    target.parent.chmod(0o755)
    assert f"{target} could not be written" in done.stdout, done.stderr
    assert [path.name for path in target.parent.iterdir()] == ["report.pdf"]
    assert target.read_bytes() == b"old"
