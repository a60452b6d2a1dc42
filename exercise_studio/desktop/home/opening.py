"""Which workspace the program begins with."""

from pathlib import Path

from exercise_studio.desktop.settings import Settings


def first_workspace(settings: Settings) -> str:
    """Last time's workspace if it is still there, else the user's own (it may have to be made)."""
    from exercise_studio.journeys.keeping import default_workspace, is_server

    last = settings.workspace
    return last if last and (is_server(last) or Path(last).exists()) else str(default_workspace())
