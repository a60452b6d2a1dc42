"""Recomputes what a workspace claims about itself: payloads, headers, chains, recorded heads, plans, attachments."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from exercise_studio.domain import log
from exercise_studio.language import N_, translate
from exercise_studio.store.appending import BEARS_HEADS, beside
from exercise_studio.store.faults import Damaged
from exercise_studio.store.workspace import Workspace

_BATCH = 5_000
_SHOWN = 100
_COLUMNS = (*log.HEADER, "hash", "salt", "payload", "elapsed", "play", "beside", "seq")
_HEADER = len(log.HEADER)


class Problem(NamedTuple):
    """One thing that is not as it was written. Fields without a meaning for it are "" or 0.

    `code` is one of file, unreadable, payload, header, link, gap, beside, redaction, orphan, order, heads, plan, attachment, tombstone.
    `device_seq` is the place in the chain: of the entry itself, or of the first missing one (gap, heads).
    """

    code: str
    what: str
    entry: str = ""
    exercise: str = ""
    chain: str = ""
    device_seq: int = 0
    seq: int = 0
    detail: str = ""

    def text(self, lang: str) -> str:
        """One sentence."""
        params = self._asdict()
        return translate(
            lang, self.what, **{key: value for key, value in params.items() if key not in ("code", "what")}
        )


class VerifyReport(NamedTuple):
    """What was looked at and what is wrong; `problems` are in the order of the log, the first 100 of `found`."""

    entries: int
    chains: int
    redacted: int
    plans: int
    attachments: int
    tombstones: int
    problems: tuple[Problem, ...]
    found: int

    @property
    def ok(self) -> bool:
        """Whether everything is as it was written."""
        return self.found == 0

    @property
    def first(self) -> Problem | None:
        """The first broken thing, by the order of the log."""
        return self.problems[0] if self.problems else None


MESSAGES = {
    "file": N_("The file itself is damaged: {detail}."),
    "payload": N_(
        "The content of entry {entry} was changed (number {device_seq} of chain {chain}, exercise {exercise})."
    ),
    "header": N_(
        "The header of entry {entry} was changed (number {device_seq} of chain {chain}, exercise {exercise})."
    ),
    "unreadable": N_("Entry {entry} cannot be read (number {device_seq} of chain {chain}, exercise {exercise})."),
    "link": N_(
        "Entry {entry} does not follow the one before it (number {device_seq} of chain {chain}, exercise {exercise})."
    ),
    "gap": N_("Number {device_seq} of chain {chain} is missing before entry {entry} (exercise {exercise})."),
    "beside": N_(
        "The times beside entry {entry} were changed (number {device_seq} of chain {chain}, exercise {exercise})."
    ),
    "redaction": N_(
        "Entry {entry} and the record of its redaction do not agree (number {device_seq} of chain {chain})."
    ),
    "orphan": N_(
        "Entry {entry} belongs to an exercise or a run that is not here (exercise {exercise}, chain {chain})."
    ),
    "order": N_(
        "Entries are missing before or after number {seq} of the workspace: {detail} more were written than are here."
    ),
    "heads": N_("Chain {chain} ends before number {device_seq}, which entry {entry} recorded (exercise {exercise})."),
    "plan": N_("The frozen plan {detail} of exercise {exercise} was changed or is missing."),
    "attachment": N_("The attachment {detail} was changed or is missing."),
    "tombstone": N_("Exercise {exercise} was purged, but something of it is still here."),
}


def verify(workspace: Workspace) -> VerifyReport:
    """Looks at every entry once, in the order of the log, with little memory; changes nothing."""
    return _Verification(workspace).report()


class _Verification:
    """The state of one look at a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._problems: list[Problem] = []
        self._found = 0
        self._tips: dict[str, tuple[int, str]] = {}
        self._waiting: dict[str, dict[int, tuple[str, str, str, str, int]]] = {}
        """Chain to entries that came before their predecessors: number to (previous hash, hash, id, exercise, seq)."""
        self._open_heads: list[tuple[str, int, str, str, str, int]] = []
        self._named_plans: dict[str, str] = {}
        self._named_blobs: set[str] = set()
        self._entries = self._redacted = 0

    def report(self) -> VerifyReport:
        """Everything, one thing after another."""
        plans = blobs = tombstones = 0
        try:
            self._check_file()
            self._read_lists()
            self._check_entries()
            self._check_waiting()
            self._check_heads()
            plans, blobs, tombstones = self._check_plans(), self._check_blobs(), self._check_tombstones()
            self._check_count()
        except Damaged as error:
            self._say("file", detail=str(error.params["detail"]))
        order = sorted(self._problems, key=lambda problem: (problem.seq == 0, problem.seq))
        return VerifyReport(
            self._entries, len(self._tips), self._redacted, plans, blobs, tombstones, tuple(order[:_SHOWN]), self._found
        )

    def _say(self, code: str, **where: Any) -> None:
        self._found += 1
        if len(self._problems) < 10 * _SHOWN:
            self._problems.append(Problem(code, MESSAGES[code], **where))

    def _rows(self, statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        return self._workspace._rows(statement, values)

    def _check_file(self) -> None:
        """SQLite's own look at pages, rows and indexes."""
        if not self._workspace.on_server:
            for (found,) in self._rows("PRAGMA integrity_check(10)"):
                if found != "ok":
                    self._say("file", detail=str(found).strip().replace("\n", "; "))

    def _read_lists(self) -> None:
        self._exercises = {row[0] for row in self._rows("SELECT id FROM exercise")}
        self._runs = {row[0]: row[1] for row in self._rows("SELECT id, exercise FROM run")}
        self._run_plans = self._rows("SELECT exercise, plan_hash FROM run")
        self._tombstones = self._rows("SELECT exercise, run, entries, heads FROM tombstone")
        self._redactions = set()
        for (text,) in self._rows("SELECT payload FROM entry WHERE kind = 'entry_redacted'"):
            try:
                self._redactions.add(json.loads(text)["entry"])
            except (ValueError, TypeError, KeyError):
                continue

    def _batches(self) -> Iterator[list[tuple[Any, ...]]]:
        """All entries by seq, from the table itself: an index would show what it remembers, not what is there."""
        last, size, unreadable = -1, _BATCH, 0
        while True:
            try:
                rows = self._batch(last, size)
            except Damaged:
                if size > 1:
                    size = 1
                    continue
                unreadable += 1
                broken = self._name_unreadable(last)
                if broken is None or unreadable > _SHOWN:
                    return
                last = broken
                continue
            if not rows:
                return
            yield rows
            last = rows[-1][-1]

    def _batch(self, last: int, size: int) -> list[tuple[Any, ...]]:
        from_table = "entry" if self._workspace.on_server else "entry NOT INDEXED"
        statement = f"SELECT {', '.join(_COLUMNS)} FROM {from_table} WHERE seq > ? ORDER BY seq LIMIT {size}"
        try:
            return self._rows(statement, (last,))
        except sqlite3.OperationalError:
            # A byte that is no UTF-8: read on, the hash will tell which entry it is.
            with self._workspace.lenient_text():
                return self._rows(statement, (last,))

    def _name_unreadable(self, last: int) -> int | None:
        """Names the entry after `last`, whose row SQLite cannot read, from what the indexes remember; returns its seq."""
        try:
            rows = self._rows(
                "SELECT seq, id FROM entry INDEXED BY entry_id WHERE +seq > ? ORDER BY seq LIMIT 1", (last,)
            )
            if not rows:
                return None
            ((seq, identity),) = rows
            for root, index, where in (
                ("run", "entry_chain_run", "run IS NOT NULL"),
                ("exercise", "entry_chain_exercise", "run IS NULL"),
            ):
                for whose, device, number in self._rows(
                    f"SELECT {root}, device, device_seq FROM entry INDEXED BY {index} WHERE {where} AND +seq = ?",
                    (seq,),
                ):
                    exercise, chain = self._runs.get(whose, whose), f"{whose}/{device}"
                    self._say("unreadable", entry=identity, exercise=exercise, chain=chain, device_seq=number, seq=seq)
                    return int(seq)
        except Damaged:
            return None
        self._say("unreadable", entry=identity, seq=seq)
        return int(seq)

    def _check_entries(self) -> None:
        for rows in self._batches():
            for row in rows:
                self._entries += 1
                try:
                    self._check_entry(row)
                except (TypeError, ValueError, KeyError, AttributeError):
                    self._say("header", **self._place(row))

    def _place(self, row: tuple[Any, ...]) -> dict[str, Any]:
        return {
            "entry": _said(row[0]), "exercise": _said(row[1]), "chain": f"{_said(row[2] or row[1])}/{_said(row[4])}",
            "device_seq": row[5] if isinstance(row[5], int) else 0, "seq": row[-1],
        }  # fmt: skip

    def _check_entry(self, row: tuple[Any, ...]) -> None:
        digest, salt, text, elapsed, play, mark, seq = row[_HEADER:]
        identity, exercise, run, kind = row[0], row[1], row[2], row[13]
        if log.header_hash(row[:_HEADER]) != digest:
            self._say("header", **self._place(row))
        elif text is None:
            self._redacted += 1
            if identity not in self._redactions or salt is not None:
                self._say("redaction", **self._place(row))
        elif log.payload_hash(salt, text) != row[7]:
            self._say("payload", **self._place(row))
        elif identity in self._redactions:
            self._say("redaction", **self._place(row))
        elif beside(identity, elapsed, play) != mark:
            self._say("beside", **self._place(row))
        elif exercise not in self._exercises or (run is not None and self._runs.get(run) != exercise):
            self._say("orphan", **self._place(row))
        elif kind in BEARS_HEADS:
            for chain, (number, head) in json.loads(text)["heads"].items():
                if self._tips.get(chain) != (number, head):
                    self._open_heads.append((chain, number, head, identity, exercise, seq))
        elif kind == "run_started":
            self._named_plans[json.loads(text)["plan_hash"]] = exercise
        elif kind == "attachment_added":
            self._named_blobs.add(json.loads(text)["sha256"])
        self._link(f"{run or exercise}/{row[4]}", row[5], row[6], digest, identity, exercise, seq)

    def _link(self, chain: str, number: int, *rest: Any) -> None:
        """One more entry of a chain; one that comes too early waits for those before it."""
        waiting = self._waiting.get(chain)
        if number > self._tips.get(chain, (0, ""))[0] + 1:
            self._waiting.setdefault(chain, {})[number] = rest
            return
        self._follow(chain, number, *rest)
        while waiting and (early := waiting.pop(self._tips[chain][0] + 1, None)):
            self._follow(chain, self._tips[chain][0] + 1, *early)

    def _follow(
        self, chain: str, number: int, previous: str, digest: str, identity: str, exercise: str, seq: int
    ) -> None:
        """The entry becomes the chain's tip, whether it fits or not, so that one fault is said once."""
        length, head = self._tips.get(chain, (0, ""))
        if number <= length or previous != head:
            self._say("link", entry=identity, exercise=exercise, chain=chain, device_seq=number, seq=seq)
        self._tips[chain] = number, digest

    def _check_waiting(self) -> None:
        """Entries whose predecessors never came."""
        for chain, waiting in self._waiting.items():
            for number in sorted(waiting):
                _, digest, identity, exercise, seq = waiting[number]
                length, _ = self._tips.get(chain, (0, ""))
                if number > length + 1:
                    self._say("gap", entry=identity, exercise=exercise, chain=chain, device_seq=length + 1, seq=seq)
                    self._tips[chain] = number, digest
                else:
                    self._follow(chain, number, *waiting[number])

    def _check_heads(self) -> None:
        """Heads that were not the tip when they were recorded: the chain must at least hold them."""
        for chain, number, head, identity, exercise, seq in self._open_heads:
            root, _, device = chain.rpartition("/")
            if any(
                root == run or (run is None and self._runs.get(root, root) == whose)
                for whose, run, *_ in self._tombstones
            ):
                continue
            found: list[Any] = []
            for where in ("run = ?", "exercise = ? AND run IS NULL"):
                found += self._rows(
                    f"SELECT hash FROM entry WHERE {where} AND device = ? AND device_seq = ?", (root, device, number)
                )
            if (head,) not in found:
                self._say("heads", entry=identity, exercise=exercise, chain=chain, device_seq=number, seq=seq)

    def _check_plans(self) -> int:
        found = set()
        for digest, exercise in self._rows("SELECT hash, exercise FROM plan"):
            ((text,),) = self._rows("SELECT text FROM plan WHERE hash = ? AND exercise = ?", (digest, exercise))
            found.add(digest)
            if hashlib.sha256(str(text).encode()).hexdigest() != digest:
                self._say("plan", exercise=exercise, detail=digest)
        wanted = {digest: exercise for exercise, digest in self._run_plans} | self._named_plans
        for digest, exercise in wanted.items():
            if digest not in found:
                self._say("plan", exercise=exercise, detail=digest)
        return len(found)

    def _check_blobs(self) -> int:
        found = set()
        for (digest,) in self._rows("SELECT sha256 FROM blob"):
            ((data, size),) = self._rows("SELECT bytes, size FROM blob WHERE sha256 = ?", (digest,))
            found.add(digest)
            if hashlib.sha256(data).hexdigest() != digest or len(data) != size:
                self._say("attachment", detail=digest)
        for digest in sorted(self._named_blobs - found):
            self._say("attachment", detail=digest)
        return len(found)

    def _check_tombstones(self) -> int:
        for exercise, run, *_ in self._tombstones:
            where, value = ("run = ?", run) if run is not None else ("exercise = ?", exercise)
            if (run in self._runs if run is not None else exercise in self._exercises) or self._rows(
                f"SELECT 1 FROM entry WHERE {where} LIMIT 1", (value,)
            ):
                self._say("tombstone", exercise=exercise)
        return len(self._tombstones)

    def _check_count(self) -> None:
        """SQLite remembers how many entries were ever written: those not here must have been purged."""
        if self._workspace.on_server:
            return
        rows = self._rows("SELECT seq FROM sqlite_sequence WHERE name = 'entry'")
        missing = (rows[0][0] if rows else 0) - self._entries - sum(row[2] for row in self._tombstones)
        if missing:
            ((last,),) = self._rows("SELECT coalesce(max(seq), 0) FROM entry")
            self._say("order", seq=last, detail=str(missing))


def _said(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def summary(report: VerifyReport, lang: str) -> str:
    """One sentence on the whole, for a person."""
    if report.first is None:
        return translate(lang, N_("All {entries} entries are as they were written."), entries=report.entries)
    return report.first.text(lang)
