"""What is written into the log as one act: a decision with its branch, a response with what was shared, a line with its files."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from exercise_studio.domain import payloads as p
from exercise_studio.domain.errors import InputError, KnownError
from exercise_studio.domain.log import ChangeSet
from exercise_studio.domain.scenario import SystemKind, Tlp
from exercise_studio.domain.times import Instant
from exercise_studio.journeys import conducting
from exercise_studio.journeys.session import Session
from exercise_studio.language import N_
from exercise_studio.store.blobs import BLOB_LIMIT, MEGABYTE

NAME_LIMIT: Final = 120
"""Characters of a file's name that are kept."""


class Decision(NamedTuple):
    """A decision as it is told.

    Attributes:
        reversible: None where nobody said.
        branch, option: the branch of the scenario that it settles, or "".
        corrects: the entry it takes the place of, or "".
    """

    team: str
    question: str
    choice: str
    options: tuple[str, ...] = ()
    ground: str = ""
    decided_by: str = ""
    reversible: bool | None = None
    items: tuple[tuple[str, p.Extent], ...] = ()
    began_at: Instant | None = None
    branch: str = ""
    option: str = ""
    corrects: str = ""


class Sharing(NamedTuple):
    """What was passed on, and to whom.

    Attributes:
        receivers: addresses or names; an entry is written for each.
        about: what it is about: an item, a system, a place.
    """

    sender: str
    receivers: tuple[str, ...]
    content: str
    means: str = ""
    about: str = ""
    system: SystemKind = "none"
    tlp: Tlp | None = None
    began_at: Instant | None = None
    corrects: str = ""


class Response(NamedTuple):
    """What a team did."""

    team: str
    text: str
    items: tuple[tuple[str, p.Extent], ...] = ()
    tags: tuple[str, ...] = ()
    significant: bool = False
    began_at: Instant | None = None
    corrects: str = ""


class GivenFile(NamedTuple):
    """A file for the log: on the disk, or bytes already (a picture from the clipboard)."""

    name: str
    path: Path | None = None
    data: bytes = b""


# responses, decisions, shares


def respond(session: Session, said: Response, shared: Sharing | None = None) -> ChangeSet:
    """Logs a response, and in the same transaction what was shared by it."""
    with session.together():
        conducting.log_response(
            session, said.team, said.text, items=said.items, tags=said.tags, significant=said.significant,
            began_at=said.began_at, supersedes=said.corrects or None,
        )  # fmt: skip
        if shared is not None:
            _share(session, shared)
    return conducting.committed(session)


def share(session: Session, shared: Sharing) -> ChangeSet:
    """Logs what was shared with each receiver; a correction takes the place of one entry. Raises InputError without receivers."""
    if not any(receiver.strip() for receiver in shared.receivers):
        raise InputError(N_("Say with whom the information was shared."), safe=N_("Nothing was written."))
    with session.together():
        _share(session, shared)
    return conducting.committed(session)


def _share(session: Session, shared: Sharing) -> None:
    corrects: str | None = shared.corrects or None
    for receiver in shared.receivers:
        conducting.share(
            session, shared.sender, receiver, content=shared.content, means=shared.means, about=shared.about,
            system=shared.system, tlp=shared.tlp, began_at=shared.began_at, supersedes=corrects,
        )  # fmt: skip
        corrects = None


def confirm(session: Session, shared: str) -> ChangeSet:
    """Logs that what was shared arrived, as its receiver says. Raises InputError the second time."""
    state = session.state
    entry = next((e for e in reversed(session.live.entries) if e.id == shared), None) if session.live else None
    if entry is None or not isinstance(entry.payload, p.InformationShared):
        raise InputError(N_("Only information that was shared can be confirmed."))
    houses = state.organisations.values()
    if any(one.entry == shared and one.confirmed_at is not None for house in houses for one in house.shares):
        raise InputError(N_("The receipt was confirmed already."), safe=N_("Nothing was changed."))
    return conducting.confirm_receipt(session, shared, entry.payload.receiver, organisation=entry.scope)


def decide(session: Session, told: Decision) -> ChangeSet:
    """Logs a decision, and the branch of the scenario that it settles."""
    house = told.team.partition("/")[0] or None
    with session.together():
        conducting.log_decision(
            session, told.team, told.question, told.choice, options=told.options, ground=told.ground,
            decided_by=told.decided_by, reversible=told.reversible, items=told.items, began_at=told.began_at,
            supersedes=told.corrects or None,
        )  # fmt: skip
        taken = session.state.seen(house or "").branches.get(told.branch)
        if told.branch and taken != told.option:
            conducting.choose_branch(session, told.branch, told.option, organisation=house, decided_by=told.decided_by)
    return conducting.committed(session)


def move_to_parking(
    session: Session, entry: str, text: str, team: str, *, began_at: Instant | None = None, reason: str = ""
) -> ChangeSet:
    """A response that should have been a question for later: it is withdrawn and parked, as they are of two families."""
    with session.together():
        conducting.withdraw(session, entry, reason)
        conducting.park_question(session, text, team, began_at=began_at)
    return conducting.committed(session)


def take_back(session: Session, entries: Sequence[str], reason: str) -> ChangeSet:
    """Takes back the entries of one act: what was written counts no longer, what was corrected reads as before."""
    known = {entry.id: entry for entry in session.live.entries} if session.live else {}
    with session.together():
        for one in entries:
            entry = known.get(one)
            before = known.get(entry.supersedes or "") if entry is not None else None
            if before is None:
                conducting.withdraw(session, one, reason)
            else:
                session.say(
                    before.payload, scope=before.scope, tlp=before.tlp, began_at=before.began_at or before.at, supersedes=one,  # type: ignore[arg-type]
                )  # fmt: skip
    return conducting.committed(session)


def put_phrases(session: Session, phrases: Sequence[str]) -> ChangeSet:
    """What one click writes from now on: at most twelve short phrases. None: the usual ones again."""
    wanted = tuple(dict.fromkeys(phrase.strip()[:40] for phrase in phrases if phrase.strip()))[:12]
    return session.say(p.PlanAmended(operations=(p.PhrasesPut(phrases=wanted),)))


# files


def with_files(
    session: Session, files: Sequence[GivenFile], command: Callable[..., ChangeSet], *args: Any, **named: Any
) -> tuple[ChangeSet, list[KnownError]]:
    """Runs a command that writes an entry, then attaches files to it.

    The entry is on disk before the first file is looked at: what a file lacks never costs the text. What could not be
    attached is returned as errors to be shown.
    """
    written: ChangeSet = command(session, *args, **named)
    kinds, last, entries, faults = written.kinds, written.last_seq, list(written.entries), []
    for file in files:
        try:
            added = attach(session, file, written.entries[0] if written.entries else "")
        except KnownError as error:
            faults.append(error)
            continue
        kinds, last = kinds | added.kinds, added.last_seq
        entries += added.entries
    return written._replace(kinds=kinds, last_seq=last, entries=tuple(entries)), faults


def attach(session: Session, file: GivenFile, to: str = "") -> ChangeSet:
    """Attaches a file to an entry, or to the run. Raises InputError where it cannot be read or is too large."""
    _ = session.state  # before anything is stored: a file without a run would lie in the workspace for nobody
    data = _read(file)
    digest = session.workspace.put_blob(data)
    name = safe_name(file.name)
    scope = next((e.scope for e in reversed(session.live.entries) if e.id == to), None) if session.live and to else None
    payload = p.AttachmentAdded(to=to, name=name, media_type=media_type(name), size=len(data), sha256=digest)
    return session.say(payload, scope=scope)


def _read(file: GivenFile) -> bytes:
    if file.path is None:
        return file.data
    try:
        if not file.path.is_file():
            raise InputError(
                N_("“{name}” is not a file."), safe=N_("It was not attached."),
                action=N_("Pack a folder into one file first."), name=file.name,
            )  # fmt: skip
        size = file.path.stat().st_size
        if size > BLOB_LIMIT:
            raise InputError(
                N_("“{name}” has {size} MB; {limit} MB is the most."), safe=N_("It was not attached."),
                action=N_("Attach a smaller file."), name=file.name, size=-(-size // MEGABYTE), limit=BLOB_LIMIT // MEGABYTE,
            )  # fmt: skip
        return file.path.read_bytes()
    except OSError as error:
        raise InputError(
            N_("“{name}” cannot be read."), safe=N_("It was not attached; what was written is kept."),
            action=N_("Copy it to this computer and attach it again."), name=file.name,
        ) from error  # fmt: skip


OTHER: Final = "application/octet-stream"
MEDIA: Final = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
    ".bmp": "image/bmp", ".pdf": "application/pdf", ".txt": "text/plain", ".md": "text/markdown", ".csv": "text/csv",
    ".json": "application/json", ".eml": "message/rfc822",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}  # fmt: skip
"""What may be opened with a click, by its ending. Anything else is only saved: it might be a program."""


def media_type(name: str) -> str:
    """The media type of a file's name; of one that is not known, that of bytes."""
    return MEDIA.get(Path(name).suffix.lower(), OTHER)


_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
)


def safe_name(name: str) -> str:
    """A file's name that every system takes: no folders, no control or reserved signs, not too long, never empty."""
    base = name.replace("\\", "/").rpartition("/")[2]
    # Signs that turn the direction of writing could make "exe.png" of "gnp.exe".
    kept = "".join(sign if sign.isprintable() and sign not in '<>:"|?*' else "_" for sign in base).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    stem, ending = (stem, f".{ending[:16]}") if dot and stem else (kept, "")
    stem = stem[: NAME_LIMIT - len(ending)] or "file"
    return f"_{stem}{ending}" if stem.split(".")[0].casefold() in _RESERVED else f"{stem}{ending}"
