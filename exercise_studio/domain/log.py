"""One fact in the append-only log: its header, its hash, and how payload texts become payloads and back."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import itemgetter
from typing import Any, Literal, NamedTuple, get_args

from exercise_studio.domain import payloads
from exercise_studio.domain.payloads import Payload
from exercise_studio.domain.scenario import Tlp
from exercise_studio.domain.times import Elapsed, Instant, Play

EXERCISE_FORMAT = "exercise-studio/log/1"


class UnknownEntry(Payload):
    """A kind, or a version of one, that a newer program wrote: kept, shown as such and exported unchanged."""

    kind: str
    version: int
    text: str


class RedactedEntry(Payload):
    """The payload was removed by redaction; an `entry_redacted` says why, and `payload_hash` still proves the chain."""

    kind: str


class Draft(NamedTuple):
    """What a command wants to append; the store adds id, device, chain and times."""

    payload: Payload
    run: str | None = None
    scope: str | None = None
    author: str = ""
    lang: str = "ja"
    tlp: Tlp | None = None
    supersedes: str | None = None
    at: Instant | None = None
    """Now, unless said (a nudged log line, a rehearsal's own clock)."""
    began_at: Instant | None = None
    id: str | None = None


class Entry(NamedTuple):
    """A stored entry. The fields up to `hash` are the header; those after `payload` belong to the workspace that keeps it."""

    id: str
    exercise: str
    run: str | None
    scope: str | None
    device: str
    device_seq: int
    """Counts from 1 in the entry's chain (run or exercise, and device)."""
    previous_hash: str
    payload_hash: str
    at: Instant
    offset_min: int
    began_at: Instant | None
    author: str
    supersedes: str | None
    kind: str
    version: int
    lang: str
    tlp: str | None
    hash: str
    payload: Any
    """A Payload; UnknownEntry or RedactedEntry where it is not one of ours."""
    seq: int
    elapsed: Elapsed | None
    play: Play | None

    @property
    def chain(self) -> str:
        """The chain it belongs to, as `Heads` names it."""
        return f"{self.run or self.exercise}/{self.device}"


HEADER = Entry._fields[: Entry._fields.index("hash")]


@cache
def kinds() -> dict[str, type[Payload]]:
    """The payload class of every kind this program knows."""
    union = get_args(payloads.AnyPayload)[0]
    return {cls.model_fields["kind"].default: cls for cls in get_args(union)}


Upcast = Callable[[dict[str, Any]], dict[str, Any]]
UPCASTS: dict[tuple[str, int], Upcast] = {
    # Version 2 of these only adds fields and acts that version 1 did not have.
    (kind, 1): dict
    for kind in ("plan_amended", "display_changed", "marker_dropped", "report_issued")
}
"""(kind, old version) to the function that makes the next version's fields of the old ones."""


def payload_text(payload: Payload) -> str:
    """The JSON text that is stored and hashed: fields in the order of the model, without the kind, which the header has."""
    if isinstance(payload, UnknownEntry):
        return payload.text
    return payload.__pydantic_serializer__.to_json(payload, exclude={"kind"}, by_alias=True).decode()


def read_payload(kind: str, version: int, text: str | None) -> Payload:
    """The payload of a stored text, lifted to this program's version. Raises pydantic.ValidationError on a damaged text."""
    if text is None:
        return RedactedEntry(kind=kind)
    cls = kinds().get(kind)
    if cls is None or version > cls.current:
        return UnknownEntry(kind=kind, version=version, text=text)
    if version == cls.current:
        return cls.__pydantic_validator__.validate_json(text)  # type: ignore[no-any-return]
    try:
        fields = json.loads(text)
    except ValueError:
        return cls.__pydantic_validator__.validate_json(text)  # type: ignore[no-any-return]  # says where it is damaged
    for step in range(version, cls.current):
        fields = UPCASTS[kind, step](fields)
    return cls.model_validate(fields)


_CANONICAL = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def payload_hash(salt: str, text: str) -> str:
    """SHA-256 of salt and text: a redacted payload cannot be guessed from its hash."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def header_hash(values: Iterable[Any]) -> str:
    """SHA-256 of the header's canonical JSON, the values in the order of `HEADER`."""
    text = _CANONICAL.encode(list(values))
    return hashlib.sha256(text.encode()).hexdigest()


Order = tuple[int, str, int, str]


def canonical_key(entry: Entry, offsets: Mapping[str, int]) -> Order:
    """The sort key that is the same on every machine: (at + the device's clock offset, device, device_seq), then the id."""
    return entry.at + offsets.get(entry.device, 0), entry.device, entry.device_seq, entry.id


_plain_order = itemgetter(*(Entry._fields.index(name) for name in ("at", "device", "device_seq", "id")))
_KIND = Entry._fields.index("kind")


def of_kind(entries: Iterable[Entry], kind: str) -> list[Entry]:
    """The entries of one kind; by position, because this runs over whole logs."""
    return [entry for entry in entries if entry[_KIND] == kind]


def clock_offsets(entries: Iterable[Entry]) -> dict[str, int]:
    """Device to the clock offset (milliseconds) that its observer announced last; devices without one are left out."""
    joined = [e for e in of_kind(entries, "observer_joined") if isinstance(e.payload, payloads.ObserverJoined)]
    # By the device's own count, not by when they arrived here: the order must be the same on every machine.
    joined.sort(key=lambda e: (e.device, e.device_seq, e.id))
    last = {e.device: e.payload.clock_offset for e in joined}
    return {device: offset for device, offset in last.items() if offset}


def in_canonical_order(entries: Iterable[Entry]) -> list[Entry]:
    """The entries sorted canonically, with the clock offsets that observers' devices announced in them."""
    found = list(entries)
    offsets = clock_offsets(found)
    if offsets:
        found.sort(key=lambda e: canonical_key(e, offsets))
    else:
        found.sort(key=_plain_order)
    return found


class ChangeSet(NamedTuple):
    """What a command changed: the one thing that windows are told (ARCHITECTURE.md, "How data travels")."""

    exercise: str
    first_seq: int
    last_seq: int
    kinds: frozenset[str]
    initiator: object = None
    entries: tuple[str, ...] = ()
    """Ids of the appended entries."""


RunMode = Literal["rehearsal", "live"]
