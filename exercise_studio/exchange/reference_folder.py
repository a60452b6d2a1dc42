"""Reads a folder of reference data (format exercise-studio/reference/1) as one value."""

from pathlib import Path

from exercise_studio.domain.reference import MODELS, Reference
from exercise_studio.exchange.yaml_files import read_model


def read_reference_folder(folder: Path) -> Reference:
    """All files of the folder, checked one against another. Raises InvalidFile for a missing or faulty file,
    pydantic's ValidationError when one file names something that another does not know.
    """
    return Reference.model_validate({kind: read_model(folder / f"{kind}.yaml", MODELS[kind]) for kind in MODELS})
