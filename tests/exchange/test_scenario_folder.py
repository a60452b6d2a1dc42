"""Scenario folders: what is found in a library, and attachments that cannot lead out of their folder."""

import json
from pathlib import Path

import pytest

from exercise_studio.domain.errors import InvalidFile
from exercise_studio.exchange.scenario_folder import (
    MAX_ATTACHMENT,
    attachment_path,
    read_checklist,
    read_scenario,
    scenario_folders,
)
from tests.plans import CHECKLIST, SCENARIO, plan


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "library" / "small"
    (made / "attachments").mkdir(parents=True)
    (made / "scenario.yaml").write_text(json.dumps(SCENARIO), "utf-8")
    (made / "attachments" / "notice.txt").write_text("演習", "utf-8")
    return made


def test_a_scenario_and_a_checklist_are_read(folder: Path) -> None:
    assert read_scenario(folder) == plan().scenario
    file = folder / "small.yaml"
    file.write_text(json.dumps(CHECKLIST), "utf-8")
    assert read_checklist(file) == plan().checklists[0]


def test_a_library_is_every_folder_with_a_scenario_by_name(folder: Path) -> None:
    library = folder.parent
    (library / "empty").mkdir()
    (library / "note.txt").write_text("x")
    other = library / "another"
    other.mkdir()
    (other / "scenario.yaml").write_text("damaged: [")
    assert scenario_folders(library) == [other, folder]
    assert scenario_folders(library / "nowhere") == []


def test_an_attachment_is_found_in_its_folder(folder: Path) -> None:
    assert attachment_path(folder, "attachments/notice.txt").read_text("utf-8") == "演習"


@pytest.mark.parametrize(
    "file", ["../secret.txt", "attachments/../../secret.txt", "attachments/out.txt", "attachments/way/secret.txt"]
)
def test_no_attachment_leads_out_of_the_folder(folder: Path, file: str) -> None:
    secret = folder.parent / "secret.txt"
    secret.write_text("secret")
    (folder / "attachments" / "out.txt").symlink_to(secret)
    (folder / "attachments" / "way").symlink_to(folder.parent)
    with pytest.raises(InvalidFile, match="outside"):
        attachment_path(folder, file)


def test_an_absolute_path_leads_nowhere(folder: Path) -> None:
    with pytest.raises(InvalidFile, match="outside"):
        attachment_path(folder, "/etc/hostname")


@pytest.mark.parametrize("file", ["attachments/none.txt", "attachments", "attachments/.."])
def test_a_missing_attachment_and_a_folder_are_named(folder: Path, file: str) -> None:
    with pytest.raises(InvalidFile, match="is missing"):
        attachment_path(folder, file)


def test_an_attachment_has_a_bounded_size(folder: Path) -> None:
    large = folder / "attachments" / "large.bin"
    with large.open("wb") as file:
        file.truncate(MAX_ATTACHMENT)
    assert attachment_path(folder, "attachments/large.bin") == large.resolve()
    with large.open("ab") as file:
        file.write(b"x")
    with pytest.raises(InvalidFile, match="25 MB"):
        attachment_path(folder, "attachments/large.bin")
