"""What is half written in the log line and its strips, kept beside the settings so that a crash loses not even that."""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from exercise_studio import paths


def file_of(exercise: str) -> Path:
    """Where the draft of an exercise lies."""
    return paths.user_data() / "drafts" / f"{exercise}.json"


def keep(exercise: str, draft: dict[str, Any]) -> None:
    """Keeps a draft, whole or not at all; an empty one is removed. A comfort: a folder that cannot be written stops nobody."""
    file = file_of(exercise)
    with suppress(OSError):
        if not draft:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        waiting = file.with_suffix(".new")
        waiting.write_text(json.dumps(draft, ensure_ascii=False), encoding="utf-8")
        os.replace(waiting, file)


def kept_whole(exercise: str) -> dict[str, Any]:
    """The draft that was left; empty where there is none or it cannot be read."""
    try:
        said = json.loads(file_of(exercise).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def kept(exercise: str) -> tuple[str, int | None]:
    """The line that was left, and the time of its first key; ("", None) where there is none."""
    said = kept_whole(exercise)
    began_at = said.get("began_at")
    return str(said.get("text") or ""), began_at if isinstance(began_at, int) else None
