"""Reading the log: many entries fast, one by id, counts, and the feed after a seq."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from exercise_studio.domain import log
from exercise_studio.domain.log import Entry
from exercise_studio.domain.payloads import Payload
from exercise_studio.store.session import Session
from exercise_studio.store.tables import READ

_SELECT = f"SELECT {', '.join(READ)} FROM entry"
_KIND, _VERSION, _PAYLOAD = Entry._fields.index("kind"), Entry._fields.index("version"), Entry._fields.index("payload")


@contextmanager
def paused_gc() -> Iterator[None]:
    """No cyclic collection while many objects are made at once: it is most of their cost, and finds nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def entries_of(rows: Iterable[tuple[Any, ...]]) -> list[Entry]:
    """Entries of rows in the order of `READ`. Raises pydantic.ValidationError on a damaged payload."""
    readers: dict[tuple[str, int], Callable[[str], Payload]] = {}
    known = log.kinds()
    found: list[Entry] = []
    keep = found.append
    make = tuple.__new__
    for row in rows:
        kind, version, text = row[_KIND], row[_VERSION], row[_PAYLOAD]
        read = readers.get((kind, version))
        if read is None:
            cls = known.get(kind)
            if cls is not None and cls.current == version:
                read = readers[kind, version] = cls.__pydantic_validator__.validate_json
        payload = read(text) if read is not None and text is not None else log.read_payload(kind, version, text)
        keep(make(Entry, (*row[:_PAYLOAD], payload, *row[_PAYLOAD + 1 :])))
    return found


class Sealed(NamedTuple):
    """An entry to the letter as it is stored, with the salt that proves its payload: what a packet carries.

    Attributes:
        header: the values of `log.HEADER`.
        text: the payload's JSON as it was hashed, never written anew; None, like the salt, after a redaction.
    """

    header: tuple[Any, ...]
    hash: str
    salt: str | None
    text: str | None
    elapsed: int | None
    play: int | None

    def field(self, name: str) -> Any:
        """A value of the header."""
        return self.header[log.HEADER.index(name)]

    @property
    def proved(self) -> bool:
        """Whether header and payload are what their hashes say; of a redacted payload nothing is said."""
        try:
            whole = log.header_hash(self.header) == self.hash
            said = self.text is None or log.payload_hash(self.salt or "", self.text) == self.field("payload_hash")
        except (TypeError, ValueError):
            return False
        return whole and said and (self.salt is None) == (self.text is None)


class Reading(Session):
    """The reading half of the log."""

    def entries(
        self, exercise: str, run: str | None = None, after_seq: int = 0, kinds: Iterable[str] | None = None
    ) -> list[Entry]:
        """The entries of an exercise, or of one run, in the order of seq.

        `log.in_canonical_order` sorts them for folding.
        """
        where, values = "exercise = ? AND seq > ?", [exercise, after_seq]
        if run is not None:
            where += " AND run = ?"
            values.append(run)
        if kinds is not None:
            wanted = sorted(kinds)
            where += f" AND kind IN ({', '.join('?' * len(wanted))})" if wanted else " AND 1 = 0"
            values += wanted
        with paused_gc():
            return entries_of(self._rows(f"{_SELECT} WHERE {where} ORDER BY seq", values))

    def entry(self, entry_id: str) -> Entry | None:
        """One entry by its id."""
        return next(iter(entries_of(self._rows(f"{_SELECT} WHERE id = ?", (entry_id,)))), None)

    def sealed(self, exercise: str, run: str | None = None, device: str | None = None) -> list[Sealed]:
        """Entries for a packet: of an exercise, of one of its runs, of one device, in the order of their chains."""
        where, values = "exercise = ?", [exercise]
        for name, value in (("run", run), ("device", device)):
            if value is not None:
                where += f" AND {name} = ?"
                values.append(value)
        columns = ", ".join((*log.HEADER, "hash", "salt", "payload", "elapsed", "play"))
        rows = self._rows(f"SELECT {columns} FROM entry WHERE {where} ORDER BY run, device, device_seq", values)
        return [Sealed(row[: len(log.HEADER)], *row[len(log.HEADER) :]) for row in rows]

    def count(self, exercise: str | None = None, run: str | None = None) -> int:
        """How many entries an exercise or one of its runs has, or the whole workspace."""
        named = {"exercise": exercise, "run": run}
        given = {name: value for name, value in named.items() if value is not None}
        where = f"WHERE {' AND '.join(f'{name} = ?' for name in given)}" if given else ""
        found = self._row(f"SELECT count(*) FROM entry {where}", list(given.values()))
        return found[0] if found else 0

    def last_seq(self, exercise: str) -> int:
        """The seq of the newest entry of an exercise; 0 when there is none."""
        found = self._row("SELECT coalesce(max(seq), 0) FROM entry WHERE exercise = ?", (exercise,))
        return found[0] if found else 0
