"""Appending to the log: ids, chains, hashes and one transaction for all entries of an act."""

import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from secrets import token_hex
from typing import Any, NamedTuple

from exercise_studio.domain import log
from exercise_studio.domain.errors import InputError, KnownError
from exercise_studio.domain.log import ChangeSet, Draft, Entry, UnknownEntry
from exercise_studio.domain.payloads import Heads, Payload
from exercise_studio.language import N_
from exercise_studio.store import faults
from exercise_studio.store.reading import Sealed
from exercise_studio.store.session import Session, new_id
from exercise_studio.store.tables import WRITTEN

Times = Callable[[int], tuple[int | None, int | None]]
"""Instant of an entry to (elapsed, play) in milliseconds."""

_INSERT = f"INSERT INTO entry ({', '.join(WRITTEN)}) VALUES ({', '.join('?' * len(WRITTEN))})"
BEARS_HEADS = frozenset(("run_ended", "work_handed_in", "report_issued"))
"""Kinds that carry the heads of all chains, so that a lost tail shows."""
_STATES = {"run_started": "running", "run_ended": "ended", "report_issued": "reported"}
_IDS_AT_ONCE = 500
_KIND, _RUN, _DEVICE = (WRITTEN.index(name) for name in ("kind", "run", "device"))
Row = tuple[Any, ...]
"""Values in the order of `WRITTEN`."""


def beside(entry: str, elapsed: int | None, play: int | None) -> int:
    """A checksum of what is stored beside the hashed header, so that `verify` sees a changed digit there too."""
    return zlib.crc32(f"{entry} {elapsed} {play}".encode())


_HASH = len(log.HEADER)
_ELAPSED, _PLAY = _HASH + 3, _HASH + 4


class Appended(NamedTuple):
    """What an append did.

    Attributes:
        entries: the entries as they stand in the log now.
        before: seq of the exercise's newest entry before them; None where it is not known without asking.
    """

    changes: ChangeSet
    entries: list[Entry]
    before: int | None


class Appending(Session):
    """The writing half of the log."""

    def append(
        self,
        exercise: str,
        drafts: Sequence[Draft],
        *,
        now: Callable[[], int],
        offset_min: int = 540,
        times: Times | None = None,
        initiator: object = None,
    ) -> ChangeSet:
        """Appends the drafts in one transaction and returns after its commit: what this returned, no crash takes back.

        `now` gives UTC milliseconds for drafts without a time, `times` what is stored beside them. A draft whose id is
        stored already is left out. Raises UnknownExercise, or a KnownError of disk, permission or server.
        """
        if not drafts:
            return ChangeSet(exercise, 0, 0, frozenset(), initiator)
        return self.append_and_read(
            exercise, drafts, now=now, offset_min=offset_min, times=times, initiator=initiator
        ).changes

    def append_and_read(
        self,
        exercise: str,
        drafts: Sequence[Draft],
        *,
        now: Callable[[], int],
        offset_min: int = 540,
        times: Times | None = None,
        initiator: object = None,
    ) -> Appended:
        """`append`, and the entries as they were stored, without reading them back."""
        with self._transaction():
            self._hold(exercise)
            rows, said = self._headed(exercise, self._fresh(drafts), now, offset_min, times)
            if not rows:
                return Appended(ChangeSet(exercise, 0, 0, frozenset(), initiator), [], 0)
            before = self._newest.get(exercise)
            seqs = self._insert(exercise, rows)
        if self._sqlite:
            self._newest[exercise] = seqs[-1]
        stored = [
            Entry._make((*row[: _HASH + 1], payload, seq, row[_ELAPSED], row[_PLAY]))
            for seq, row, payload in zip(seqs, rows, said, strict=True)
        ]
        return Appended(_change_set(exercise, seqs, rows, initiator), stored, before)

    def append_foreign(self, entries: Iterable[Sealed]) -> ChangeSet:
        """Takes in entries that another device wrote, to the letter; those stored already are left out.

        All belong to one exercise, whose runs are here. Only seq is given here. Raises InputError for an entry that is not
        what its hashes say, or that contradicts the log; then none is taken in.
        """
        found = list(entries)
        if not found:
            return ChangeSet("", 0, 0, frozenset())
        exercise = str(found[0].field("exercise"))
        with self._change():
            self._hold(exercise)
            self._tips.clear()
            known = self._stored([entry.field("id") for entry in found])
            new = {entry.field("id"): entry for entry in found if entry.field("id") not in known}
            redacted = {row[0] for row in self._redacted(exercise)}
            arriving = {_named(entry) for entry in new.values() if entry.field("kind") == "entry_redacted"}
            rows: list[Row] = []
            # By number in the chain, so that `verify` meets each entry after the one it follows.
            for identity, entry in sorted(new.items(), key=lambda pair: pair[1].field("device_seq")):
                gone = identity in redacted or identity in arriving
                if not entry.proved or (entry.text is None and not gone) or entry.field("exercise") != exercise:
                    raise InputError(
                        N_("Entry {entry} is not as its device wrote it."),
                        safe=N_("None of them was taken in."),
                        action=N_("Ask for the packet again from the computer that wrote them."),
                        entry=identity,
                    )
                salt, text = (None, None) if gone else (entry.salt, entry.text)
                mark = beside(identity, entry.elapsed, entry.play)
                rows.append((*entry.header, entry.hash, salt, text, entry.elapsed, entry.play, mark))
            if not rows:
                return ChangeSet(exercise, 0, 0, frozenset())
            seqs = self._insert(exercise, rows)
            for identity in arriving & self._stored(sorted(arriving)):
                self._run(
                    "UPDATE entry SET payload = NULL, salt = NULL WHERE id = ? AND payload IS NOT NULL", (identity,)
                )
        return _change_set(exercise, seqs, rows, None)

    def heads(self, exercise: str) -> Heads:
        """Every chain of the exercise with its length and last hash."""
        with self._mutex:
            return {chain: self._tip(chain) for chain in self._chains(exercise)}

    def _fresh(self, drafts: Sequence[Draft]) -> list[Draft]:
        """The drafts that are not stored yet."""
        given = [draft.id for draft in drafts if draft.id]
        if not given:
            return list(drafts)
        known, fresh = self._stored(given), []
        for draft in drafts:
            if draft.id:
                if draft.id in known:
                    continue
                known.add(draft.id)
            fresh.append(draft)
        return fresh

    def _stored(self, ids: Sequence[str]) -> set[str]:
        """Those of the ids that are in the log."""
        found: set[str] = set()
        for start in range(0, len(ids), _IDS_AT_ONCE):
            some = ids[start : start + _IDS_AT_ONCE]
            places = ", ".join("?" * len(some))
            found.update(row[0] for row in self._run(f"SELECT id FROM entry WHERE id IN ({places})", some))
        return found

    def _headed(
        self, exercise: str, drafts: Sequence[Draft], now: Callable[[], int], offset_min: int, times: Times | None
    ) -> tuple[list[Row], list[Payload]]:
        """The rows to insert and what they say; moves the chains' tips, which a rollback forgets."""
        device = self.device
        moment: int | None = None
        rows: list[Row] = []
        said: list[Payload] = []
        chains: set[str] | None = None
        for draft in drafts:
            payload = draft.payload
            kind = payload.kind
            at: int | None = draft.at
            if at is None:
                at = moment = now() if moment is None else moment
            if kind in BEARS_HEADS and not payload.heads:  # type: ignore[attr-defined]
                chains = (
                    self._chains(exercise) | {f"{row[2] or exercise}/{device}" for row in rows}
                    if chains is None
                    else chains
                )
                payload = payload.model_copy(update={"heads": {name: self._tip(name) for name in sorted(chains)}})
            chain = f"{draft.run or exercise}/{device}"
            length, previous = self._tips.get(chain) or self._tip(chain)
            if chains is not None:
                chains.add(chain)
            text, salt, identity = log.payload_text(payload), token_hex(16), draft.id or new_id()
            version = payload.version if isinstance(payload, UnknownEntry) else payload.current
            header = (
                identity, exercise, draft.run, draft.scope, device, length + 1, previous,
                log.payload_hash(salt, text), at, offset_min,
                draft.began_at, draft.author, draft.supersedes, kind, version, draft.lang, draft.tlp,
            )  # fmt: skip
            digest = log.header_hash(header)
            self._tips[chain] = length + 1, digest
            elapsed, play = times(at) if times else (None, None)
            rows.append((*header, digest, salt, text, elapsed, play, beside(identity, elapsed, play)))
            said.append(payload)
        return rows, said

    def _insert(self, exercise: str, rows: list[Row]) -> Sequence[int]:
        """Writes the rows; returns their seqs."""
        before = 0 if self._sqlite else self._last_seq(exercise)
        self._newest.pop(exercise, None)
        try:
            last: int | None = None
            if len(rows) == 1:
                cursor = self._run(_INSERT, rows[0])
                last = cursor.lastrowid if self._sqlite else None
            else:
                self._run_many(_INSERT, rows)
        except Exception as error:
            if not faults.is_integrity(error):
                raise
            self._roll_back()
            raise self._refused(exercise, rows) or error from error
        for kind in {row[_KIND] for row in rows} & _STATES.keys():
            self._run("UPDATE exercise SET state = ? WHERE id = ?", (_STATES[kind], exercise))
        if self._sqlite:
            last = last or self._run("SELECT max(seq) FROM entry").fetchone()[0]
            return range(last - len(rows) + 1, last + 1)
        # Other exercises are written at the same time: ours need not follow one another without gaps.
        found = self._rows("SELECT seq FROM entry WHERE exercise = ? AND seq > ? ORDER BY seq", (exercise, before))
        return [row[0] for row in found]

    def _refused(self, exercise: str, rows: list[Row]) -> KnownError | None:
        """Why a constraint refused the rows, if that is not a fault of the program."""
        if self._row("SELECT 1 FROM exercise WHERE id = ?", (exercise,)) is None:
            return faults.UnknownExercise(exercise)
        known = {row[0] for row in self._rows("SELECT id FROM run WHERE exercise = ?", (exercise,))}
        for run in {row[_RUN] for row in rows} - known - {None}:
            return InputError(N_("This workspace has no run {run}."), run=run)
        foreign = {row[_DEVICE] for row in rows} - {self.device}
        if foreign:
            return InputError(
                N_("The entries of device {device} contradict those that are here."),
                safe=N_("None of them was taken in."),
                action=N_("Ask for the packet again from the computer that wrote them."),
                device=min(foreign),
            )
        return None

    def _last_seq(self, exercise: str) -> int:
        found: int = self._run("SELECT coalesce(max(seq), 0) FROM entry WHERE exercise = ?", (exercise,)).fetchone()[0]
        return found

    def _tip(self, chain: str) -> tuple[int, str]:
        """Length and last hash of a chain; kept on SQLite, where nobody else writes."""
        tip = self._tips.get(chain)
        if tip is None:
            root, _, device = chain.rpartition("/")
            row = None
            for where in ("run = ?", "exercise = ? AND run IS NULL"):
                row = row or self._row(
                    f"SELECT device_seq, hash FROM entry WHERE {where} AND device = ? ORDER BY device_seq DESC LIMIT 1",
                    (root, device),
                )
            tip = (row[0], row[1]) if row else (0, "")
            if not self.read_only and self._sqlite:
                self._tips[chain] = tip
        return tip

    def _chains(self, exercise: str) -> set[str]:
        """The chains of an exercise: of its own and of its runs, by the devices that wrote them."""
        roots = [("exercise = ? AND run IS NULL", exercise)]
        roots += [("run = ?", row[0]) for row in self._rows("SELECT id FROM run WHERE exercise = ?", (exercise,))]
        return {
            f"{root}/{row[0]}"
            for where, root in roots
            for row in self._rows(f"SELECT DISTINCT device FROM entry WHERE {where}", (root,))
        }

    def _redacted(self, exercise: str) -> list[Row]:
        """The entries that redactions of the exercise name: (entry, id of the redaction)."""
        rows = self._rows("SELECT id, payload FROM entry WHERE kind = 'entry_redacted' AND exercise = ?", (exercise,))
        return [(json.loads(payload)["entry"], identity) for identity, payload in rows if payload]


def _named(entry: Sealed) -> str:
    """The entry that an `entry_redacted` names."""
    try:
        return str(json.loads(entry.text or "{}")["entry"])
    except (ValueError, KeyError, TypeError):
        return ""


def _change_set(exercise: str, seqs: Sequence[int], rows: list[Row], initiator: object) -> ChangeSet:
    kinds = frozenset(row[_KIND] for row in rows)
    return ChangeSet(exercise, seqs[0], seqs[-1], kinds, initiator, tuple(row[0] for row in rows))
