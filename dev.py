"""The project's own commands, with the standard library alone: set up, run, test, lint, measure, build.

    python3 dev.py run        (Windows: py dev.py run)

Everything else is installed into `.venv` beside this file, from locked versions with hashes.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "exercise-studio-setup"
LOCKS = ROOT / "requirements"
OLDEST = (3, 11)
NEWEST_TRIED = 14
LOCKER = "uv==0.13.9"
ENVIRONMENT_AT_FAULT = 3

# Debian package -> the library it brings; the first group is needed to draw at all, the second for a real window.
LIBRARIES = {
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libfontconfig1": "libfontconfig.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libgssapi-krb5-2": "libgssapi_krb5.so.2",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
}


class CannotGoOn(Exception):
    """The machine lacks something; the message is one sentence that says what to do."""


def say(text: str) -> None:
    """One line for the person, in order with what the children print."""
    print(text, flush=True)


# --- The machine -----------------------------------------------------------------------------------------------------


def interpreter() -> str:
    """The Python to make the virtual environment with: this one, or a newer one found beside it."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for minor in range(NEWEST_TRIED, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    raise CannotGoOn(
        f"Exercise Studio needs Python {OLDEST[0]}.{OLDEST[1]} or newer, this is {platform.python_version()}; "
        "install a newer Python and start this command with it."
    )


def missing_packages(python: str) -> list[str]:
    """Debian packages to install: libraries that the loader does not know, and venv where Python came without it."""
    if platform.system() != "Linux":
        return []
    ldconfig = shutil.which("ldconfig") or "/sbin/ldconfig"
    try:
        known = subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout
    except OSError:
        known = ""
    missing = [package for package, library in LIBRARIES.items() if known and f"\t{library} " not in known]
    if not venv_python().exists() and subprocess.call([python, "-c", "import ensurepip"], stderr=subprocess.DEVNULL):
        missing.append("python3-venv" if python.startswith("/usr/bin/") else f"{Path(python).name}-venv")
    return missing


def install_system_packages(packages: Sequence[str]) -> None:
    """Install Debian packages where we may; else say the one command that does it."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not (Path("/etc/debian_version").exists() and shutil.which("apt-get")):
        libraries = ", ".join(LIBRARIES.get(package, package) for package in packages)
        say(f"This system may lack what Qt needs: {libraries}. If the studio does not start, install them.")
        return
    may_use_sudo = shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0
    prefix = [] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["sudo", "-n", "-E"]
    if prefix and not may_use_sudo:
        typed = f"sudo apt-get update && sudo {' '.join(command)}"
        raise CannotGoOn(f"System libraries are missing. Type this, then start again:\n  {typed}")
    say(f"Installing system libraries: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in ([*prefix, "apt-get", "update", "-qq"], [*prefix, *command, "-qq"]):
        code = subprocess.call(step, stdout=subprocess.DEVNULL, env=environment)
    if code:
        raise CannotGoOn(f"The system libraries could not be installed. See why with:\n  sudo {' '.join(command)}")


# --- The virtual environment -----------------------------------------------------------------------------------------


def venv_python() -> Path:
    """The interpreter inside .venv."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def venv_script(name: str) -> str:
    """A program that a package put into .venv."""
    return str(venv_python().with_name(f"{name}.exe" if os.name == "nt" else name))


def wanted_stamp() -> str:
    """Changes when the locks, the project's metadata or its place do: then, and only then, packages are installed."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (LOCKS / "dev.txt", ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_set_up() -> bool:
    """Whether .venv holds exactly what the locks say."""
    return venv_python().exists() and STAMP.exists() and STAMP.read_text(encoding="ascii") == wanted_stamp()


def setup() -> None:
    """Bring the machine and .venv to what the locks say; nothing to do takes well under a second."""
    python = interpreter()
    missing = missing_packages(python)
    if missing:
        install_system_packages(missing)
    if is_set_up():
        return
    with only_one_setup():
        if not is_set_up():
            install(python)


def install(python: str) -> None:
    """Make .venv where it is missing or broken, and install the locked packages and the project itself."""
    started = time.monotonic()
    works = venv_python().exists() and not subprocess.call(
        [str(venv_python()), "-c", f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"], stderr=subprocess.DEVNULL
    )
    if not works:
        say(f"Making {VENV.name} …")
        if subprocess.call([python, "-m", "venv", "--clear", str(VENV)]):
            raise CannotGoOn(f"{VENV} could not be made; is there room on the disk, and may this folder be written?")
    say("Installing the locked packages (the first time this takes a minute or two) …")
    pip = [str(venv_python()), "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
    locked = [*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(LOCKS / "dev.txt")]
    project = [*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    if subprocess.call(locked) or subprocess.call(project):
        raise CannotGoOn(
            "The packages could not be installed; pip's reason stands above. "
            "Nothing outside .venv was changed: check the network, then start this command again."
        )
    STAMP.write_text(wanted_stamp(), encoding="ascii")
    say(f"Ready after {time.monotonic() - started:.0f} s.")


@contextlib.contextmanager
def only_one_setup() -> Iterator[None]:
    """Two terminals that start at once must not install into the same folder."""
    with open(ROOT / ".venv.lock", "w", encoding="ascii") as lock:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def call(*command: str | Path, **environment: str) -> int:
    """Run a command in the repository, its output in UTF-8; returns its exit code."""
    return subprocess.call(
        [str(part) for part in command], cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1", **environment}
    )


def module(*arguments: str | Path, **environment: str) -> int:
    """Run `python -m …` inside .venv."""
    return call(venv_python(), "-m", *arguments, **environment)


# --- The commands ----------------------------------------------------------------------------------------------------


def run(arguments: Sequence[str]) -> int:
    """Open the studio, or play the demonstration where there is no display."""
    if os.name == "nt" or sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return module("exercise_studio", *arguments)
    target = ROOT / "out" / "demo"
    say("There is no display here: the demonstration exercise is played without one, into out/demo/.")
    code = module("exercise_studio", "demo", "--out", target) or gallery(
        ["--out", str(target / "pictures"), "--theme", "light"]
    )
    if code == 0:
        say("Made:")
        made = sorted(path for path in target.rglob("*") if path.is_file() and path.suffix != ".png")
        for path in made:
            say(f"  {path.relative_to(ROOT).as_posix()}  ({path.stat().st_size / 1024:,.0f} KiB)")
        say(f"  out/demo/pictures/  ({len(list((target / 'pictures').rglob('*.png')))} pictures of the windows)")
    return code


def gallery(arguments: Sequence[str]) -> int:
    """A picture of every window."""
    return module("exercise_studio.desktop.gallery", *arguments, QT_QPA_PLATFORM="offscreen")


def lint(*, fix: bool = False) -> list[str]:
    """The static checks, all of them even when one fails; returns the names of those that failed."""
    ruff = venv_script("ruff")
    checks: dict[str, list[str]] = {
        "ruff": [ruff, "check", *(["--fix"] if fix else []), "."],
        "ruff format": [ruff, "format", *([] if fix else ["--check"]), "."],
        "mypy": [str(venv_python()), "-m", "mypy"],
        "import-linter": [venv_script("lint-imports")],
    }
    failed = []
    for name, command in checks.items():
        say(f"— {name}")
        if call(*command):
            failed.append(name)
    return failed


def test(arguments: Sequence[str], *, everything: bool) -> int:
    """The static checks, then pytest without a screen; slow tests only when `everything`."""
    failed = lint()
    say("— pytest")
    choice = [] if everything or "-m" in arguments else ["-m", "not slow"]
    if not any(argument.startswith(("-n", "tests")) for argument in arguments):
        # The whole suite on all cores, a file's tests together; what is named is run as it is named.
        choice += ["-n", str(min(os.cpu_count() or 1, 8)), "--dist", "loadfile"]
    code = module("pytest", *choice, *arguments, QT_QPA_PLATFORM="offscreen")
    if failed:
        say(f"Failed before the tests: {', '.join(failed)}.")
    return code or bool(failed)


def build() -> int:
    """The frozen program in dist/."""
    return module(
        "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", "dist", "--workpath", "build", "build.spec"
    )


def lock(arguments: Sequence[str]) -> int:
    """Choose versions anew: names, versions and hashes for every platform, and no download addresses.

    Versions stay as they are where they may; `--upgrade` takes the newest.
    """
    pyproject = str(ROOT / "pyproject.toml")
    with tempfile.TemporaryDirectory() as scratch:
        python = Path(scratch) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        if call(interpreter(), "-m", "venv", scratch) or call(python, "-m", "pip", "install", "--quiet", LOCKER):
            raise CannotGoOn("The tool that chooses versions could not be installed; check the network.")
        more: dict[str, list[str]] = {
            "runtime": [],
            "dev": ["--group", f"{pyproject}:dev", "-c", str(LOCKS / "runtime.txt")],
        }
        for name, extra in more.items():
            target = LOCKS / f"{name}.txt"
            options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"]
            command: list[str | Path] = [
                python,
                "-m",
                "uv",
                "pip",
                "compile",
                "--quiet",
                pyproject,
                *options,
                *extra,
                *arguments,
            ]
            if call(*command, "-o", target):
                return 1
            if any(sign in target.read_text(encoding="utf-8") for sign in ("://", "file:", "--index", "--find")):
                say(f"{target.name} holds an address; a lock holds names, versions and hashes only.")
                return 1
            say(f"{target.relative_to(ROOT).as_posix()} is up to date.")
    return 0


def arguments_of(argv: Sequence[str] | None) -> tuple[argparse.Namespace, list[str]]:
    """The command and what is passed on to the program behind it."""
    parser = argparse.ArgumentParser(prog="dev.py", description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("setup", help="make .venv and install everything")
    commands.add_parser("run", help="open the studio; with no display, play the demonstration into out/demo/")
    tests = commands.add_parser("test", help="lint, then pytest without a screen; more arguments go to pytest")
    tests.add_argument("--all", action="store_true", help="the slow tests too")
    lints = commands.add_parser("lint", help="ruff, mypy, import-linter")
    lints.add_argument("--fix", action="store_true", help="mend what ruff can mend, and format")
    commands.add_parser("bench", help="benchmarks: [NAME …] [--json]", add_help=False)
    commands.add_parser("gallery", help="a picture of every window: [--out FOLDER]", add_help=False)
    commands.add_parser("build", help="the frozen program, in dist/")
    commands.add_parser("catalogue", help="translations: [--add FILE.json | --check | --prune]", add_help=False)
    commands.add_parser("source-coverage", help="docs/source-coverage.md: [--check]", add_help=False)
    commands.add_parser("lock", help="choose versions anew: [--upgrade]")
    return parser.parse_known_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code (2: wrong usage, 3: the machine lacks something)."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    options, rest = arguments_of(argv)
    if rest and options.command in ("setup", "lint", "build"):
        print(f"dev.py {options.command}: unknown arguments: {' '.join(rest)}", file=sys.stderr)
        return 2
    try:
        if options.command == "lock":
            return lock(rest)
        setup()
        if options.command == "run":
            return run(rest)
        if options.command == "test":
            return test(rest, everything=options.all)
        if options.command == "lint":
            return 1 if lint(fix=options.fix) else 0
        if options.command == "bench":
            return module("benchmarks", *rest)
        if options.command == "gallery":
            return gallery(rest)
        if options.command == "build":
            return build()
        if options.command in ("catalogue", "source-coverage"):
            return call(venv_python(), ROOT / "tools" / f"{options.command.replace('-', '_')}.py", *rest)
    except CannotGoOn as reason:
        print(reason, file=sys.stderr)
        return ENVIRONMENT_AT_FAULT
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
