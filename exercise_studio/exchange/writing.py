"""Writing a file whole or not at all: nobody ever finds half a report, and an old file survives a full disk."""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from exercise_studio.domain.errors import EnvironmentFault
from exercise_studio.language import N_


def write_whole(path: Path, content: bytes) -> None:
    """Writes beside the target, then renames. Raises EnvironmentFault; the file that was there is as before then."""
    partial = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=path.parent, prefix=".exercise-studio-", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(partial, _permissions(path))
        os.replace(partial, path)
    except OSError as error:
        if partial:
            with suppress(OSError):
                os.unlink(partial)
        raise EnvironmentFault(
            N_("{path} could not be written: {reason}."), safe=N_("What was there before is unchanged."),
            action=N_("Free some space or choose another place."), path=str(path), reason=error.strerror or str(error),
        ) from error  # fmt: skip


def _permissions(path: Path) -> int:
    """Those of the file that is replaced, so that what was private stays private; else those of any new file."""
    with suppress(FileNotFoundError):
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
