"""Which workspace the program begins with."""

from pathlib import Path

from exercise_studio import paths
from exercise_studio.desktop.settings import Settings

FIRST_NAME = "exercises.estudio"


def first_workspace(settings: Settings) -> tuple[str, bool]:
    """The workspace to open at the start and whether it must be made: last time's, else the user's own."""
    last = settings.workspace
    if last and ("://" in last or Path(last).exists()):
        return last, False
    own = paths.user_data() / FIRST_NAME
    return str(own), not own.exists()
