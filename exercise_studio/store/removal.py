"""How something leaves the log, each with its record: redaction of a payload, purge from the trash."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Final, NamedTuple

from exercise_studio.domain.errors import InputError
from exercise_studio.domain.log import ChangeSet, Draft
from exercise_studio.domain.payloads import EntryRedacted, Heads
from exercise_studio.language import N_
from exercise_studio.store.appending import Appending
from exercise_studio.store.backup import BackupInfo, backups_of
from exercise_studio.store.exercises import TRASHED_RUN, Exercises, _now
from exercise_studio.store.session import new_id

TRASH_DAYS: Final = 30
"""Days that a rehearsal stays in the trash (UX.md §4.1, F5)."""
_NAMES_A_FILE: Final = "kind IN ('attachment_added', 'report_issued')"
"""Entries whose payload names a file that is kept beside the log."""


class Purged(NamedTuple):
    """What a purge removed, and the backups that still hold it (`backup.drop` removes those)."""

    exercise: str
    run: str | None
    entries: int
    heads: Heads
    backups: tuple[BackupInfo, ...]


class Removal(Appending, Exercises):
    """Redact and purge."""

    def redact(
        self, entry_id: str, reason: str, *, now: Callable[[], int], author: str = "", offset_min: int = 540,
        lang: str = "ja", initiator: object = None,
    ) -> ChangeSet:  # fmt: skip
        """Empties the payload of an entry and appends the `entry_redacted` that says so, in one transaction.

        The text is overwritten in the file as well. `backup.backups_holding` names the backups that still have it.
        Raises InputError for an unknown entry and for a record of a redaction.
        """
        found = self._row("SELECT exercise, run, scope, kind, payload FROM entry WHERE id = ?", (entry_id,))
        if found is None:
            raise InputError(N_("This workspace has no entry {entry}."), entry=entry_id)
        exercise, run, scope, kind, text = found
        if kind == "entry_redacted":
            raise InputError(N_("The record of a redaction cannot be redacted itself."))
        draft = Draft(EntryRedacted(entry=entry_id, reason=reason), run=run, scope=scope, author=author, lang=lang)
        with self._erasing(), self._change():
            self._hold(exercise)
            rows, _ = self._headed(exercise, [draft], now, offset_min, None)
            seqs = self._insert(exercise, rows)
            self._run("UPDATE entry SET payload = NULL, salt = NULL WHERE id = ?", (entry_id,))
            self._run("DELETE FROM snapshot WHERE exercise = ?", (exercise,))
            if kind == "attachment_added" and text:
                self._drop_blobs([json.loads(text)["sha256"]])
        return ChangeSet(exercise, seqs[0], seqs[-1], frozenset(("entry_redacted",)), initiator, (rows[0][0],))

    def purge(self, exercise: str, run: str | None = None) -> Purged:
        """Removes an exercise of the trash, or one run of an exercise, for ever; a tombstone stays.

        Raises InputError when the exercise is not in the trash (a single run needs not be), UnknownExercise.
        """
        if self.exercise(exercise).trashed_at is None and run is None:
            raise InputError(
                N_("Only an exercise in the trash can be purged."), action=N_("Put the exercise into the trash first.")
            )
        if run is not None and self.run(run).exercise != exercise:
            raise InputError(N_("This workspace has no run {run}."), run=run)
        where, values = ("run = ?", [run]) if run is not None else ("exercise = ?", [exercise])
        with self._erasing(), self._change():
            self._hold(exercise)
            kinds = dict(Counter(row[0] for row in self._rows(f"SELECT kind FROM entry WHERE {where}", values)))
            heads = {
                chain: tip for chain, tip in self.heads(exercise).items() if run is None or chain.startswith(f"{run}/")
            }
            texts = self._rows(f"SELECT payload FROM entry WHERE {where} AND {_NAMES_A_FILE}", values)
            candidates = {json.loads(row[0])["sha256"] for row in texts if row[0]}
            if run is None:
                plans = [row[0] for row in self._rows("SELECT text FROM plan WHERE exercise = ?", (exercise,))]
                plans += [row[0] for row in self._rows("SELECT plan_draft FROM exercise WHERE id = ?", (exercise,))]
                candidates |= {
                    row[0] for row in self._rows("SELECT sha256 FROM blob") if any(row[0] in text for text in plans)
                }
            count = sum(kinds.values())
            self._run(
                "INSERT INTO tombstone (id, exercise, run, purged_at, entries, kinds, heads)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (new_id(), exercise, run, _now(), count, json.dumps(kinds), json.dumps(heads)),
            )
            self._run(f"DELETE FROM entry WHERE {where}", values)
            self._run("DELETE FROM snapshot WHERE exercise = ?", (exercise,))
            if run is None:
                gone = [
                    f"{TRASHED_RUN}{row[0]}" for row in self._rows("SELECT id FROM run WHERE exercise = ?", (exercise,))
                ]
                for key in gone:
                    self._run("DELETE FROM meta WHERE key = ?", (key,))
                for table in ("run", "plan"):
                    self._run(f"DELETE FROM {table} WHERE exercise = ?", (exercise,))
                self._run("DELETE FROM exercise WHERE id = ?", (exercise,))
            else:
                self._run("DELETE FROM run WHERE id = ?", (run,))
                self._run("DELETE FROM meta WHERE key = ?", (f"{TRASHED_RUN}{run}",))
            self._drop_blobs(candidates)
            self._tips.clear()
            self._newest.clear()
            self._plans.clear()
        holding = tuple(backups_of(self.path)) if self.path else ()
        return Purged(exercise, run, count, heads, holding)

    def purge_old_runs(self, *, now: int | None = None) -> list[Purged]:
        """Purges the runs that have been in the trash for 30 days. `now` in UTC milliseconds."""
        before = (_now() if now is None else now) - TRASH_DAYS * 24 * 60 * 60 * 1000
        found = [run for run, since in self.trashed_runs().items() if since <= before]
        return [self.purge(self.run(run).exercise, run) for run in found]

    def _drop_blobs(self, candidates: "set[str] | list[str]") -> None:
        """Removes those attachments that nothing names any more."""
        for digest in candidates:
            like = f"%{digest}%"
            used = (
                self._row(f"SELECT 1 FROM entry WHERE {_NAMES_A_FILE} AND payload LIKE ? LIMIT 1", (like,))
                or self._row("SELECT 1 FROM plan WHERE text LIKE ? LIMIT 1", (like,))
                or self._row("SELECT 1 FROM exercise WHERE plan_draft LIKE ? LIMIT 1", (like,))
            )
            if not used:
                self._run("DELETE FROM blob WHERE sha256 = ?", (digest,))
