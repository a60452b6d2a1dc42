"""The reference data in use: the shipped files, and files of the user's own folder in their place."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from exercise_studio import paths
from exercise_studio.domain.errors import EnvironmentFault, InvalidFile, Problem
from exercise_studio.domain.reference import MODELS, Reference, ReferenceFile
from exercise_studio.exchange.yaml_files import read_model
from exercise_studio.language import N_


@dataclass(frozen=True, slots=True)
class ReferenceInUse:
    """The data, and what of it is the user's own.

    Attributes:
        own: kinds that come from the user's folder.
        problems: what is wrong with files of that folder; the shipped ones stand in their place.
    """

    data: Reference
    own: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


def own_reference() -> Path:
    """The user's folder for reference data; a file there takes the place of the shipped one of the same name."""
    return paths.user_data() / "reference"


def reference_in_use() -> ReferenceInUse:
    """The reference data as it stands on disk now. Raises InvalidFile where a shipped file is damaged."""
    folder = own_reference()
    stamps = []
    for kind in MODELS:
        try:
            stat = (folder / f"{kind}.yaml").stat()
        except OSError:
            continue
        stamps.append((kind, stat.st_mtime_ns, stat.st_size))
    return _read(folder, tuple(stamps))


@lru_cache(maxsize=2)
def _read(folder: Path, stamps: tuple[tuple[str, int, int], ...]) -> ReferenceInUse:
    """Read once for each state of the user's files, which the stamps tell."""
    shipped = {kind: read_model(paths.resources("reference", f"{kind}.yaml"), model) for kind, model in MODELS.items()}
    own: dict[str, ReferenceFile] = {}
    problems: list[Problem] = []
    for kind, _time, _size in stamps:
        try:
            own[kind] = read_model(folder / f"{kind}.yaml", MODELS[kind])
        except InvalidFile as error:
            problems += error.problems
    data, fitting, unfit = _together(shipped, own)
    for kind, reason in unfit.items():
        message = N_("This file does not fit the other reference data ({reason}).")
        problems.append(Problem("error", "reference", message, {"reason": reason}, str(folder / f"{kind}.yaml")))
    return ReferenceInUse(data, fitting, tuple(problems))


def _together(
    shipped: Mapping[str, ReferenceFile], own: Mapping[str, ReferenceFile]
) -> tuple[Reference, frozenset[str], dict[str, object]]:
    """As many of the user's files as fit together with the rest, and why the others do not.

    All at once first: two files may need one another.
    """
    try:
        return Reference.model_validate({**shipped, **own}), frozenset(own), {}
    except ValidationError:
        data = Reference.model_validate(dict(shipped))
    taken: dict[str, ReferenceFile] = {}
    reasons: dict[str, object] = {}
    for kind, file in own.items():
        try:
            data = Reference.model_validate({**shipped, **taken, kind: file})
        except ValidationError as error:
            fault = error.errors()[0]
            reasons[kind] = fault.get("ctx", {}).get("error", fault["msg"])
        else:
            taken[kind] = file
    return data, frozenset(taken), reasons


def copy_reference(kind: str) -> Path:
    """Copies a shipped file into the user's folder, to be edited there; one that is there already is left as it is.

    Raises EnvironmentFault when it cannot be written.
    """
    target = own_reference() / f"{kind}.yaml"
    if target.exists():
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        shutil.copyfile(paths.resources("reference", target.name), part)
        part.replace(target)
    except OSError as error:
        raise _unwritable(error) from error
    return target


def put_aside(kind: str) -> Path:
    """Renames the user's own file, so that the shipped one holds again; returns where it lies now.

    Raises EnvironmentFault when it cannot be renamed.
    """
    file = own_reference() / f"{kind}.yaml"
    number = 1
    while (aside := file.with_name(f"{kind}.old-{number}.yaml")).exists():
        number += 1
    try:
        file.rename(aside)
    except OSError as error:
        raise _unwritable(error) from error
    return aside


def _unwritable(error: OSError) -> EnvironmentFault:
    return EnvironmentFault(
        N_("Your folder of reference data cannot be written: {reason}."),
        safe=N_("The reference data is as it was."),
        reason=error.strerror or str(error),
    )
