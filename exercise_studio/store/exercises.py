"""Exercises with their drafts, frozen plans and runs."""

import hashlib
import time
from typing import Final, NamedTuple, get_args

from exercise_studio.domain.errors import InputError
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.log import RunMode
from exercise_studio.domain.text import Text
from exercise_studio.language import N_
from exercise_studio.store import faults
from exercise_studio.store.session import Session, new_id


class ExerciseRow(NamedTuple):
    """An exercise as lists show it. Times are UTC milliseconds; `starts_at` is ISO in the exercise's own zone."""

    id: str
    title: Text
    scenario: str
    starts_at: str
    state: str
    """draft, running, ended or reported: how far its runs have come."""
    created_at: int
    updated_at: int
    """Last change of plan or draft."""
    trashed_at: int | None
    runs: int
    last_entry_at: int | None


class RunRow(NamedTuple):
    """A run: its number counts from 1 in the exercise."""

    id: str
    exercise: str
    number: int
    mode: RunMode
    plan_hash: str
    created_at: int


_EXERCISES = """
SELECT e.id, e.title_ja, e.title_en, e.scenario, e.starts_at, e.state, e.created_at, e.updated_at, e.trashed_at,
    (SELECT count(*) FROM run AS r WHERE r.exercise = e.id
        AND NOT EXISTS (SELECT 1 FROM meta AS m WHERE m.key = 'trashed_run/' || r.id)),
    (SELECT n.at FROM entry AS n WHERE n.exercise = e.id ORDER BY n.seq DESC LIMIT 1)
FROM exercise AS e
"""


def _now() -> int:
    """UTC milliseconds, for the lists' own dates; nothing in the log depends on them."""
    return time.time_ns() // 1_000_000


TRASHED_RUN: Final = "trashed_run/"
"""In the table meta, before a run's id."""


class Exercises(Session):
    """Everything about exercises that is not in the log."""

    def exercises(self, *, trashed: bool | None = False) -> list[ExerciseRow]:
        """The exercises, the latest changed first; with `trashed` those in the trash, with None all."""
        where = {None: "", True: "WHERE e.trashed_at IS NOT NULL", False: "WHERE e.trashed_at IS NULL"}[trashed]
        return [_exercise(*row) for row in self._rows(f"{_EXERCISES} {where} ORDER BY e.updated_at DESC, e.id DESC")]

    def exercise(self, exercise: str) -> ExerciseRow:
        """One exercise. Raises UnknownExercise."""
        row = self._row(f"{_EXERCISES} WHERE e.id = ?", (exercise,))
        if row is None:
            raise faults.UnknownExercise(exercise)
        return _exercise(*row)

    def create_exercise(self, plan: Plan, id: str | None = None) -> str:  # noqa: A002  the field's name
        """Makes an exercise with `plan` as its draft; returns its id. One that is there already stays as it is."""
        exercise, now = id or new_id(), _now()
        title, scenario, starts_at = _shown(plan)
        with self._change():
            self._run(
                "INSERT INTO exercise"
                " (id, title_ja, title_en, scenario, starts_at, state, plan_draft, created_at, updated_at)"
                " VALUES (?, ?, ?, ?, ?, 'draft', ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                (exercise, title.ja, title.en, scenario, starts_at, plan.text(), now, now),
            )
        return exercise

    def save_draft(self, exercise: str, draft: Plan | str) -> None:
        """Replaces the draft of the plan; a text must be that of a plan (`Plan.text`)."""
        plan = Plan.model_validate_json(draft) if isinstance(draft, str) else draft
        title, scenario, starts_at = _shown(plan)
        with self._change():
            done = self._run(
                "UPDATE exercise SET plan_draft = ?, title_ja = ?, title_en = ?, scenario = ?, starts_at = ?,"
                " updated_at = ? WHERE id = ?",
                (plan.text(), title.ja, title.en, scenario, starts_at, _now(), exercise),
            )
            if done.rowcount == 0:
                raise faults.UnknownExercise(exercise)

    def draft(self, exercise: str) -> Plan:
        """The plan as it is being written. Raises UnknownExercise."""
        row = self._row("SELECT plan_draft FROM exercise WHERE id = ?", (exercise,))
        if row is None:
            raise faults.UnknownExercise(exercise)
        return Plan.model_validate_json(row[0])

    def freeze_plan(self, exercise: str, plan: Plan) -> str:
        """Keeps the plan for ever and returns its content hash; freezing the same twice changes nothing."""
        text = plan.text()
        digest = hashlib.sha256(text.encode()).hexdigest()
        if self._row("SELECT 1 FROM plan WHERE hash = ? AND exercise = ?", (digest, exercise)) is None:
            self.exercise(exercise)
            with self._change():
                self._run(
                    "INSERT INTO plan (hash, exercise, text, frozen_at) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT (hash, exercise) DO NOTHING",
                    (digest, exercise, text, _now()),
                )
        return digest

    def plan(self, plan_hash: str) -> Plan:
        """A frozen plan; its `content_hash` is the one it was frozen with. Raises InputError for an unknown hash."""
        found = self._plans.get(plan_hash)
        if found is None:
            row = self._row("SELECT text FROM plan WHERE hash = ?", (plan_hash,))
            if row is None:
                raise InputError(N_("This workspace has no plan {plan_hash}."), plan_hash=plan_hash[:12])
            found = Plan.model_validate_json(row[0])
            # A later program may write the same plan with other words: the stored text decides.
            found.__dict__["content_hash"] = plan_hash
            self._plans[plan_hash] = found
        return found

    def plans(self, exercise: str) -> list[str]:
        """Hashes of the plans that were frozen for an exercise, oldest first."""
        return [
            row[0]
            for row in self._rows("SELECT hash FROM plan WHERE exercise = ? ORDER BY frozen_at, hash", (exercise,))
        ]

    def create_run(self, exercise: str, mode: RunMode, plan_hash: str, id: str | None = None) -> str:  # noqa: A002
        """Makes the next run of an exercise on a frozen plan; returns its id. One that is there stays as it is."""
        if mode not in get_args(RunMode):
            raise ValueError(f"unknown mode {mode!r}")
        if plan_hash not in self.plans(exercise):
            self.exercise(exercise)
            raise InputError(N_("This workspace has no plan {plan_hash}."), plan_hash=plan_hash[:12])
        run = id or new_id()
        with self._change():
            self._hold(exercise)
            self._run(
                "INSERT INTO run (id, exercise, number, mode, plan_hash, created_at)"
                " SELECT ?, ?, coalesce(max(number), 0) + 1, ?, ?, ? FROM run WHERE exercise = ?"
                " ON CONFLICT (id) DO NOTHING",
                (run, exercise, mode, plan_hash, _now(), exercise),
            )
        return run

    def runs(self, exercise: str, *, trashed: bool | None = False) -> list[RunRow]:
        """The runs of an exercise by number; with `trashed` those in the trash, with None all."""
        rows = self._rows(
            "SELECT id, exercise, number, mode, plan_hash, created_at FROM run WHERE exercise = ? ORDER BY number",
            (exercise,),
        )
        gone = self.trashed_runs()
        return [RunRow._make(row) for row in rows if trashed is None or (row[0] in gone) is trashed]

    def trashed_runs(self) -> dict[str, int]:
        """The runs in the trash, with when they were put there (UTC milliseconds)."""
        rows = self._rows("SELECT key, value FROM meta WHERE key LIKE ?", (f"{TRASHED_RUN}%",))
        return {str(key).partition("/")[2]: int(value) for key, value in rows}

    def trash_run(self, run: str, *, at: int | None = None) -> None:
        """Puts a run into the trash, from where it comes back unchanged. Raises InputError for an unknown one."""
        self.run(run)
        with self._change():
            self._put_meta(f"{TRASHED_RUN}{run}", str(at if at is not None else _now()))

    def untrash_run(self, run: str) -> None:
        """Takes a run out of the trash."""
        self.run(run)
        with self._change():
            self._run("DELETE FROM meta WHERE key = ?", (f"{TRASHED_RUN}{run}",))

    def run(self, run: str) -> RunRow:
        """One run by its id. Raises InputError."""
        row = self._row("SELECT id, exercise, number, mode, plan_hash, created_at FROM run WHERE id = ?", (run,))
        if row is None:
            raise InputError(N_("This workspace has no run {run}."), run=run)
        return RunRow._make(row)

    def trash(self, exercise: str) -> None:
        """Puts an exercise into the trash, from where it comes back unchanged."""
        self._set_trashed(exercise, _now())

    def untrash(self, exercise: str) -> None:
        """Takes an exercise out of the trash."""
        self._set_trashed(exercise, None)

    def put_snapshot(self, exercise: str, key: str, data: bytes) -> None:
        """Keeps a folded state under a key made of the chains' heads; only a cache."""
        with self._transaction():
            self._run(
                "INSERT INTO snapshot (exercise, key, bytes) VALUES (?, ?, ?)"
                " ON CONFLICT (exercise) DO UPDATE SET key = excluded.key, bytes = excluded.bytes",
                (exercise, key, data),
            )

    def snapshot(self, exercise: str, key: str) -> bytes | None:
        """The folded state kept under this key, if it still is."""
        row = self._row("SELECT bytes FROM snapshot WHERE exercise = ? AND key = ?", (exercise, key))
        return bytes(row[0]) if row else None

    def _set_trashed(self, exercise: str, when: int | None) -> None:
        with self._change():
            if self._run("UPDATE exercise SET trashed_at = ? WHERE id = ?", (when, exercise)).rowcount == 0:
                raise faults.UnknownExercise(exercise)


def _shown(plan: Plan) -> tuple[Text, str, str]:
    """What lists show of a plan."""
    return plan.title, plan.scenario.id, plan.starts_at.isoformat()


def _exercise(*row: object) -> ExerciseRow:
    identity, ja, en, *rest = row
    return ExerciseRow(identity, Text(ja=ja, en=en), *rest)  # type: ignore[arg-type]
