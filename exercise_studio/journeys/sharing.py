"""Sharing: an exercise's whole log as JSON, as it stands or normalised so that two logs can be compared."""

import json
from typing import Any

from exercise_studio.domain.log import EXERCISE_FORMAT, HEADER, Entry, RedactedEntry, in_canonical_order, payload_text
from exercise_studio.store.workspace import Workspace

_LEFT_OUT = frozenset({"heads", "digest", "plan_hash", "due", "on", "starts_at", "sha256"})
"""Fields that hold hashes or days of the calendar; in a normalised export they say nothing about what happened."""


def export(workspace: Workspace, exercise: str, *, normalised: bool = False) -> str:
    """The exercise as JSON text, one entry a line, in canonical order.

    Normalised: ids become ordinals, and wall times, devices, salts and hashes are left out, so that two rehearsals of one
    seed are equal. Raises UnknownExercise.
    """
    workspace.exercise(exercise)
    entries = in_canonical_order(workspace.entries(exercise))
    names = {exercise: "exercise"}
    names |= {run.id: f"run-{run.number}" for run in workspace.runs(exercise, trashed=None)}
    names |= {entry.id: f"entry-{number}" for number, entry in enumerate(entries, 1)}
    head: dict[str, Any] = {"format": EXERCISE_FORMAT, "normalised": normalised, "exercise": exercise}
    if normalised:
        head["exercise"] = names[exercise]
    else:
        head["plans"] = {digest: json.loads(workspace.plan(digest).text()) for digest in workspace.plans(exercise)}
    lines = [json.dumps(head, ensure_ascii=False)]
    lines += [_normal_line(entry, names) if normalised else _line(entry) for entry in entries]
    return "\n".join(lines) + "\n"


def _payload(entry: Entry) -> Any:
    return None if isinstance(entry.payload, RedactedEntry) else json.loads(payload_text(entry.payload))


def _line(entry: Entry) -> str:
    header = {name: getattr(entry, name) for name in HEADER}
    return json.dumps({**header, "hash": entry.hash, "payload": _payload(entry)}, ensure_ascii=False)


def _normal_line(entry: Entry, names: dict[str, str]) -> str:
    said: dict[str, Any] = {
        "entry": names[entry.id],
        "run": names.get(entry.run or ""),
        "scope": entry.scope,
        "author": entry.author,
        "supersedes": names.get(entry.supersedes or ""),
        "kind": entry.kind,
        "version": entry.version,
        "lang": entry.lang,
        "tlp": entry.tlp,
        "elapsed": entry.elapsed,
        "play": entry.play,
        "typed": entry.at - entry.began_at if entry.began_at is not None else None,
        "payload": _renamed(_payload(entry), names),
    }
    return json.dumps(said, ensure_ascii=False)


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {names.get(key, key): _renamed(one, names) for key, one in value.items() if key not in _LEFT_OUT}
    if isinstance(value, list):
        return [_renamed(one, names) for one in value]
    return names.get(value, value) if isinstance(value, str) else value
