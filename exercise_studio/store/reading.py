"""Reading the log: many entries fast, one by id, counts, and the feed after a seq."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

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

    def salts(self, exercise: str, run: str | None = None, device: str | None = None) -> dict[str, str]:
        """The salts by entry id, which go with entries into a packet so that their payloads can be proved."""
        where, values = "exercise = ? AND salt IS NOT NULL", [exercise]
        for name, value in (("run", run), ("device", device)):
            if value is not None:
                where += f" AND {name} = ?"
                values.append(value)
        return {row[0]: row[1] for row in self._rows(f"SELECT id, salt FROM entry WHERE {where}", values)}

    def count(self, exercise: str | None = None) -> int:
        """How many entries an exercise has, or the whole workspace."""
        where, values = ("WHERE exercise = ?", [exercise]) if exercise is not None else ("", [])
        found = self._row(f"SELECT count(*) FROM entry {where}", values)
        return found[0] if found else 0

    def last_seq(self, exercise: str) -> int:
        """The seq of the newest entry of an exercise; 0 when there is none."""
        found = self._row("SELECT coalesce(max(seq), 0) FROM entry WHERE exercise = ?", (exercise,))
        return found[0] if found else 0
