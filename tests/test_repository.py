"""What holds for the repository as a whole: its size, its layers, its locks, its translations."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "exercise_studio"
LONGEST = 600
LOCKED = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>\S+)(?P<marker> ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def repository_files(*patterns: str) -> list[Path]:
    """What git knows or would add, so that neither outputs nor the virtual environment are looked at."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def text_files() -> Iterator[tuple[Path, str]]:
    for path in repository_files():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def imported(path: Path) -> Iterator[str]:
    """The top-level names of every module that a file imports, at any depth."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)


def test_no_source_file_is_too_long_to_be_read() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in repository_files("*.py", "*.spec")
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


@pytest.mark.parametrize(
    ("libraries", "only_in"),
    [
        (("PySide6", "shiboken6"), ("desktop",)),
        (("pypdfium2",), ("desktop", "reporting")),  # the preview, and figures as pictures for Word
        (("sqlalchemy", "alembic", "psycopg", "sqlite3"), ("store",)),
    ],
)
def test_a_library_stays_in_the_layer_that_owns_it(libraries: tuple[str, ...], only_in: tuple[str, ...]) -> None:
    strays = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] not in only_in
        for name in imported(path)
        if name in libraries
    ]
    assert strays == []


def test_the_command_line_loads_no_qt() -> None:
    done = run_python(
        "import sys, exercise_studio.cli, exercise_studio.__main__\n"
        "print([name for name in sys.modules if name.startswith(('PySide6', 'shiboken6'))])"
    )
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


def test_void_qt_calls_take_no_reference_from_none() -> None:
    # PySide6 6.12.0 on Python 3.11 dies here with "none_dealloc".
    done = run_python(
        "from PySide6.QtCore import QRectF; r = QRectF(); [r.setX(1) for _ in range(300000)]; print('ok')"
    )
    assert (done.returncode, done.stdout.strip()) == (0, "ok"), done.stderr


def test_no_file_names_a_place_where_packages_come_from() -> None:
    hosts = ("pypi" + ".org", "python" + "hosted", "registry.npm" + "js", "deb.debian" + ".org", "npmmirror" + ".com")
    address = re.compile(r"https?://[^\s\"'<>]+\.(?:whl|tar\.gz|tgz|deb)\b|--(?:extra-)?index-" + "url|file:" + "//")
    found = [
        f"{path.relative_to(ROOT)}: {hit}"
        for path, text in text_files()
        for hit in [host for host in hosts if host in text] + address.findall(text)
    ]
    assert found == []


def test_no_file_knows_this_machine() -> None:
    places = [str(place) for place in (ROOT, Path.home()) if len(place.parts) > 2]
    found = [f"{path.relative_to(ROOT)}: {place}" for path, text in text_files() for place in places if place in text]
    assert found == []


def test_nothing_is_left_open_in_the_code() -> None:
    marks = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|NotImplemented" + r"Error)\b|pytest\.mark\.ski" + r"p\b")
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in repository_files("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if marks.search(line)
    ]
    assert found == []


def locked(name: str) -> dict[str, str]:
    """Package -> version of a lock file, each line of which is a pinned name or a hash."""
    versions: dict[str, str] = {}
    hashes: dict[str, int] = {}
    package = ""
    for line in (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines():
        if found := LOCKED.match(line):
            package = found["name"]
            versions[package] = found["version"]
            hashes[package] = 0
        else:
            assert HASH.match(line), f"{name}: neither a pinned name nor a hash: {line!r}"
            hashes[package] += 1
    assert [package for package, count in hashes.items() if count == 0] == []
    return versions


def test_locks_hold_names_versions_and_hashes_only_and_meet_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime, dev = locked("runtime.txt"), locked("dev.txt")
    assert runtime.items() <= dev.items()
    wanted = [(runtime, line) for line in project["project"]["dependencies"]]
    wanted += [(dev, line) for line in project["dependency-groups"]["dev"]]
    for versions, line in wanted:
        requirement = Requirement(line)
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        assert requirement.specifier.contains(versions[name]), line


def test_qt_is_locked_for_every_desktop() -> None:
    # One wheel each for Windows, macOS and two Linux architectures at least: a lock made for one machine has one.
    text = (ROOT / "requirements" / "runtime.txt").read_text(encoding="utf-8")
    entry = text.split("pyside6-essentials==")[1].split("==")[0]
    assert entry.count("--hash=") >= 4


def test_every_message_is_translated_and_the_compiled_catalogue_is_fresh() -> None:
    command = [sys.executable, str(ROOT / "tools" / "catalogue.py"), "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr


def test_every_font_has_its_licence_beside_it() -> None:
    fonts = list((ROOT / "resources" / "fonts").rglob("*.ttf"))
    assert fonts
    for font in fonts:
        licences = [path for path in font.parent.glob("*.txt") if "SIL OPEN FONT LICENSE" in path.read_text("utf-8")]
        assert licences, font.name


def test_icons_have_one_colour_so_that_the_theme_can_recolour_them() -> None:
    icons = [path for path in (ROOT / "resources" / "icons").glob("*.svg") if path.stem != "app"]
    assert len(icons) >= 30
    for icon in icons:
        colours = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", icon.read_text(encoding="utf-8")))
        assert colours == {"#000"}, icon.name
