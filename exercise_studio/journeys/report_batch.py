"""One report for each organisation in one go, on all cores: what they share is counted once, and a broken-off run can be resumed.

Beside the files lies an index with digests. A file whose log, plan and wording are those it was made of is not made again.
"""

import hashlib
import json
import os
import signal
import threading
import unicodedata
from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import NamedTuple, Protocol

from exercise_studio.domain.errors import EnvironmentFault, InputError, UsageError
from exercise_studio.domain.exercise import Organisation
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import Instant
from exercise_studio.exchange.writing import write_whole
from exercise_studio.journeys import reporting
from exercise_studio.journeys.session import Session
from exercise_studio.language import N_
from exercise_studio.reporting.content import assemble
from exercise_studio.reporting.material import Material
from exercise_studio.reporting.own import Houses, Own, Shared
from exercise_studio.reporting.sections.organisation import OwnMaterial
from exercise_studio.reporting.wording import Words
from exercise_studio.reporting.writers import SUFFIXES, WITH_DATA, write

INDEX = "index.jsonl"
INDEX_FORMAT = "exercise-studio/reports/1"
_UNFIT = frozenset('<>:"/\\|?*')
_LONGEST = 60
_FEW = 2
"""So few reports are made sooner than another process starts."""
_AHEAD = 2
"""Reports that wait for each process: enough to keep it busy, few enough to keep memory flat."""


class Job(Protocol):
    """What the caller watches a long task with; `report` may raise to end it."""

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked it to stop."""

    def report(self, done: int, total: int, what: str = "") -> None:
        """Say that `done` of `total` are finished."""


@dataclass(frozen=True, slots=True)
class Written:
    """One report as the index has it. `digest` is of everything that it was made of."""

    exercise: str
    organisation: str
    language: str
    format: str
    file: str
    sha256: str
    size: int
    digest: str

    @property
    def key(self) -> tuple[str, str, str]:
        """There is one file for each."""
        return self.organisation, self.language, self.format


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of it: how many files were made and how many were left as they are; all of them in the order of the plan."""

    folder: Path
    made: int
    kept: int
    files: tuple[Path, ...]


def make_all(
    session: Session,
    folder: Path,
    lang: Lang,
    job: Job,
    *,
    as_of: datetime | None = None,
    format: str = "pdf",  # noqa: A002  the option's name
    workers: int | None = None,
) -> Batch:
    """Writes the report of every organisation into a folder. Writes nothing into the workspace.

    `workers` is the number of processes: as many as there are cores unless said, 0 for none beside this one. Files appear whole
    or not at all; when `job` stops it, those that are finished stay, and the next call goes on from there.

    Raises UsageError for an exercise without a run or without organisations, InputError for a folder with reports of another
    exercise, EnvironmentFault when a file cannot be written.
    """
    found = reporting.stand(session, as_of)
    if found.state is None or found.state.clock.began is None:
        raise UsageError(N_("The exercise has not been started, so there are no results to report."))
    plan = found.state.plan
    if not plan.organisations:
        raise UsageError(N_("No organisation has been entered in the plan, so there is nobody to report to."))
    index = _Index(folder, session.exercise)
    digest = hashlib.sha256(f"{found.fingerprint} organisation {lang} {format}".encode()).hexdigest()
    names = file_names(plan.organisations, lang, format)
    wanted = [
        house.id for house in plan.organisations if not index.holds((house.id, lang, format), names[house.id], digest)
    ]
    total = len(plan.organisations)
    done = total - len(wanted)
    job.report(done, total)
    if wanted:
        words = Words(lang, plan)
        whole = Material(plan, found.state, found.entries, found.learning, found.moment, words, found.earlier)
        houses = Houses(whole)
        kit = _Kit(houses.shared, found.moment, lang, format)
        tasks = (_Task(houses.of(house), str(folder / names[house])) for house in wanted)
        if workers is None:
            workers = 0 if len(wanted) <= _FEW else min(_cores(), len(wanted))
        # Closed at once when the job stops: helpers must not go on while the error travels.
        with closing(_made(kit, tasks, workers)) as finished:
            for house, sha256, size in finished:
                index.add(Written(session.exercise, house, lang, format, names[house], sha256, size, digest))
                done += 1
                job.report(done, total, words.text(plan.organisation_by_id[house].name))
    index.close()
    return Batch(
        folder, len(wanted), total - len(wanted), tuple(folder / names[house.id] for house in plan.organisations)
    )


# names


def file_names(houses: tuple[Organisation, ...], lang: Lang, format: str) -> dict[str, str]:  # noqa: A002
    """A file name for each organisation that every system takes, and that differs from the others in more than capitals."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for house in houses:
        stem = f"{house.id.replace('.', '-')}_{_fit(house.name.get(lang))}_{lang}"
        name, number = stem + SUFFIXES[format], 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}{SUFFIXES[format]}"
        taken.add(name.casefold())
        found[house.id] = name
    return found


def _fit(name: str) -> str:
    """A name without what file systems refuse: their separators, control and invisible characters, dots and blanks at its end."""
    words = unicodedata.normalize("NFC", " ".join(name.split()))
    kept = "".join("-" if char in _UNFIT else char for char in words if unicodedata.category(char)[0] != "C")
    while len(kept.encode()) > 3 * _LONGEST:
        kept = kept[:-1]
    return kept.replace(".", "").replace(" ", "-")[:_LONGEST].strip("-")


# the index


class _Index:
    """The list of what lies in the folder: one JSON object a line, appended as soon as a file is whole."""

    def __init__(self, folder: Path, exercise: str) -> None:
        self._folder, self._file = folder, folder / INDEX
        self._known: dict[tuple[str, str, str], Written] = {}
        if folder.exists() and not folder.is_dir():
            raise InputError(N_("{path} is no folder; name one for the reports."), path=str(folder))
        for written in self._read():
            if written.exercise != exercise:
                raise InputError(
                    N_("{path} holds reports of another exercise."), safe=N_("Nothing was written."),
                    action=N_("Choose another folder."), path=str(folder),
                )  # fmt: skip
            self._known[written.key] = written
        self._ended_well = not self._file.exists() or self._file.read_bytes()[-1:] in (b"\n", b"")

    def _read(self) -> Iterator[Written]:
        """The lines that can be read: a process that was killed may have left half a line at the end."""
        with suppress(FileNotFoundError):
            for line in self._file.read_text(encoding="utf-8", errors="replace").splitlines():
                with suppress(ValueError, TypeError):
                    fields = json.loads(line)
                    if fields.pop("index", "") == INDEX_FORMAT:
                        yield Written(**fields)

    def holds(self, key: tuple[str, str, str], name: str, digest: str) -> bool:
        """Whether the file is there, of the same material, and as it was written."""
        known = self._known.get(key)
        if known is None or known.digest != digest or known.file != name:
            return False
        try:
            content = (self._folder / name).read_bytes()
        except OSError:
            return False
        return hashlib.sha256(content).hexdigest() == known.sha256

    def add(self, written: Written) -> None:
        """Notes a finished file; one that was there under an older name goes, unless somebody changed it."""
        old = self._known.get(written.key)
        self._known[written.key] = written
        with self._file.open("a", encoding="utf-8", newline="\n") as file:
            file.write(("" if self._ended_well else "\n") + _line(written))
        self._ended_well = True
        if old is not None and old.file.casefold() != written.file.casefold():
            path = self._folder / old.file
            with suppress(OSError):
                if hashlib.sha256(path.read_bytes()).hexdigest() == old.sha256:
                    path.unlink()

    def close(self) -> None:
        """Writes the index anew, each file once."""
        write_whole(self._file, "".join(_line(one) for one in self._known.values()).encode())


def _line(written: Written) -> str:
    return json.dumps({"index": INDEX_FORMAT, **asdict(written)}, ensure_ascii=False) + "\n"


# the processes


class _Kit(NamedTuple):
    """What every process gets once."""

    shared: Shared
    moment: Instant
    lang: Lang
    format: str


class _Task(NamedTuple):
    """What a process gets for one report."""

    own: Own
    path: str


_kit: _Kit | None = None
_writing = threading.Lock()


def _begin(kit: _Kit) -> None:
    """In a new process: Ctrl+C is the parent's to hear, and without the parent there is no reason to go on."""
    global _kit  # noqa: PLW0603  a worker process has one kit for its life
    _kit = kit
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        with _writing:
            os._exit(1)


def _make(task: _Task) -> tuple[str, str, int]:
    """Writes one report: organisation, SHA-256 and size."""
    assert _kit is not None
    return _written(_kit, task)


def _written(kit: _Kit, task: _Task) -> tuple[str, str, int]:
    m = OwnMaterial(kit.shared, task.own, kit.moment, Words(kit.lang, kit.shared.plan))
    data = write(assemble(m, "organisation", data=kit.format in WITH_DATA), kit.format)
    with _writing:
        write_whole(Path(task.path), data)
    return task.own.organisation.id, hashlib.sha256(data).hexdigest(), len(data)


def _made(kit: _Kit, tasks: Iterator[_Task], workers: int) -> Generator[tuple[str, str, int], None, None]:
    """Makes the reports, in any order; when the caller stops listening, what has been begun is finished and the rest dropped."""
    if not workers:
        yield from (_written(kit, one) for one in tasks)
        return
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(kit,))
    running: set[Future[tuple[str, str, int]]] = set()
    try:
        more = True
        while more or running:
            while more and len(running) < _AHEAD * workers:
                task = next(tasks, None)
                if task is None:
                    more = False
                else:
                    with _deaf():
                        running.add(pool.submit(_make, task))
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for one in finished:
                yield one.result()
    except BrokenProcessPool as error:
        raise EnvironmentFault(
            N_("A process that wrote reports was ended from outside."), safe=N_("The reports that are finished are kept."),
            action=N_("Run the same command again: it goes on from there."),
        ) from error  # fmt: skip
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes that start meanwhile do not hear Ctrl+C, not even before their first line; here it is heard right afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
