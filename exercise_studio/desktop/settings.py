"""What the program remembers for its user on this machine, in a small TOML file that may be deleted at any time.

A NamedTuple, and imports where they are used: the settings are read before the first paint (see shell.py).
"""

import os
from pathlib import Path
from typing import Any, Final, NamedTuple

from exercise_studio import paths

LANGUAGES: Final = ("ja", "en")
"""Those of language.py, the default first (a test holds them together): gettext is not needed for the first paint."""
RECENT: Final = 12
"""How many workspaces are remembered."""
CHOSEN: Final = 60
"""How many choices of views are remembered."""


class Settings(NamedTuple):
    """One value a line of the file; what is missing or damaged there takes its default.

    Attributes:
        language: "ja" or "en".
        theme: "system", "light" or "dark".
        zoom: percent, 80 to 200.
        density: "compact", "normal" or "projector" (rows of 24, 30, 40 pixels).
        workspace: the workspace in use; empty for the one in the user's data folder.
        recent: workspaces opened lately, newest first.
        last_exercise: the exercise that was open when the program ended.
        sizes: of splitters and windows, by name: lists of logical pixels.
        choices: what a view was last set to, by the view's name; the newest last.
    """

    language: str = LANGUAGES[0]
    theme: str = "system"
    zoom: int = 100
    density: str = "normal"
    workspace: str = ""
    recent: tuple[str, ...] = ()
    last_exercise: str = ""
    sizes: dict[str, tuple[int, ...]] = {}  # never changed in place
    choices: dict[str, str] = {}  # never changed in place


CHOICES = {
    "language": LANGUAGES,
    "theme": ("system", "light", "dark"),
    "density": ("compact", "normal", "projector"),
}


def read(text: str) -> Settings:
    """Settings from TOML; never raises: what cannot be read takes its default."""
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return Settings()
    good = {name: value for name in Settings._fields if (value := _valid(name, data.get(name))) is not None}
    return Settings(**good)


def _valid(name: str, value: Any) -> Any:
    if name in CHOICES:
        return value if value in CHOICES[name] else None
    if name == "zoom":
        return value if isinstance(value, int) and 80 <= value <= 200 else None
    if name in ("workspace", "last_exercise"):
        return value if isinstance(value, str) else None
    if name == "recent":
        return tuple(v for v in value if isinstance(v, str))[:RECENT] if isinstance(value, list) else None
    if name == "sizes" and isinstance(value, dict):
        return {
            key: tuple(sizes)
            for key, sizes in value.items()
            if isinstance(sizes, list) and all(isinstance(s, int) and not isinstance(s, bool) for s in sizes)
        }
    if name == "choices" and isinstance(value, dict):
        return {key: chosen for key, chosen in value.items() if isinstance(chosen, str)}
    return None


def write(settings: Settings) -> str:
    """The settings as TOML."""
    lines = [
        f"{name} = {_toml(getattr(settings, name))}" for name in Settings._fields if name not in ("sizes", "choices")
    ]
    lines += ["", "[sizes]"]
    lines += [f"{_toml(key)} = {_toml(sizes)}" for key, sizes in sorted(settings.sizes.items())]
    lines += ["", "[choices]"]
    lines += [f"{_toml(key)} = {_toml(chosen)}" for key, chosen in settings.choices.items()]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    """JSON's strings, numbers and lists are TOML's, but for one character."""
    import json

    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False).replace("\x7f", "\\u007f")


class SettingsFile:
    """The settings in use and the file they are kept in.

    Attributes:
        now: the current values.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or paths.user_config() / "settings.toml"
        try:
            self.now = read(self.path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            self.now = Settings()

    def change(self, **values: Any) -> None:
        """Change some values and keep them."""
        changed = self.now._replace(**values)
        if changed != self.now:
            self.now = changed
            self.save()

    def remember_size(self, name: str, sizes: tuple[int, ...]) -> None:
        """Keep the sizes of a splitter or window."""
        self.change(sizes={**self.now.sizes, name: sizes})

    def remember_choice(self, name: str, chosen: str) -> None:
        """Keep what a view was set to; the oldest of very many is forgotten."""
        others = {key: value for key, value in self.now.choices.items() if key != name}
        self.change(choices={**dict(list(others.items())[-(CHOSEN - 1) :]), name: chosen})

    def remember_workspace(self, workspace: str) -> None:
        """Put a workspace first among the recent ones and make it the one in use."""
        rest = tuple(w for w in self.now.recent if w != workspace)
        self.change(workspace=workspace, recent=(workspace, *rest)[:RECENT])

    def save(self) -> None:
        """Write the file whole or not at all. Settings are a comfort: a folder that cannot be written stops nobody."""
        waiting = self.path.with_suffix(".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            waiting.write_text(write(self.now), encoding="utf-8")
            os.replace(waiting, self.path)
        except OSError:
            waiting.unlink(missing_ok=True)
