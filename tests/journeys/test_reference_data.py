"""The user's own reference data: it takes the place of the shipped files, and a faulty one harms nothing."""

from pathlib import Path

import pytest

from exercise_studio.domain.errors import EnvironmentFault
from exercise_studio.domain.reference import MODELS
from exercise_studio.journeys import browsing, reference_data
from exercise_studio.journeys.reference_data import copy_reference, own_reference, put_aside, reference_in_use


def edited(kind: str, old: str, new: str) -> Path:
    file = copy_reference(kind)
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    return file


def test_without_a_file_of_ones_own_everything_is_shipped() -> None:
    found = reference_in_use()
    assert found.own == frozenset()
    assert found.problems == ()
    assert not own_reference().exists(), "reading makes no folder"


@pytest.mark.parametrize("kind", sorted(MODELS))
def test_a_copy_says_what_the_shipped_file_says(kind: str) -> None:
    before = browsing.reference()
    file = copy_reference(kind)
    assert file.parent == own_reference()
    found = reference_in_use()
    assert found.own == {kind}
    assert found.data == before


def test_ones_own_file_takes_the_place_of_the_shipped_one_at_once() -> None:
    edited("ceptoar", "27社 1団体", "28社 1団体")
    assert browsing.reference().ceptoar.ceptoars[0].members.ja == "28社 1団体"
    edited("ceptoar", "28社 1団体", "29社 1団体")
    assert browsing.reference().ceptoar.ceptoars[0].members.ja == "29社 1団体"


def test_copying_again_leaves_what_was_edited() -> None:
    file = edited("ceptoar", "27社 1団体", "28社 1団体")
    assert copy_reference("ceptoar") == file
    assert "28社 1団体" in file.read_text("utf-8")


def test_a_faulty_file_is_named_by_line_and_the_shipped_one_holds() -> None:
    file = edited("severity", "level: 3,", "levle: 3,")
    found = reference_in_use()
    assert found.own == frozenset()
    assert [level.level for level in found.data.severity.levels] == [0, 1, 2, 3, 4]
    assert found.problems
    assert all(problem.file == str(file) and problem.line > 1 for problem in found.problems)


def test_a_file_that_names_what_no_other_file_has_is_left_out_alone() -> None:
    edited("sectors", "body: mic,", "body: mic_of_the_future,")
    edited("ceptoar", "27社 1団体", "28社 1団体")
    found = reference_in_use()
    assert found.own == {"ceptoar"}
    assert found.data.ceptoar.ceptoars[0].members.ja == "28社 1団体"
    assert [problem.file for problem in found.problems] == [str(own_reference() / "sectors.yaml")]
    assert "mic_of_the_future" in found.problems[0].text("ja")


def test_two_files_that_need_one_another_are_taken_together() -> None:
    edited("sectors", "body: mic,", "body: mic_of_the_future,")
    edited("bodies", "id: mic\n", "id: mic_of_the_future\n")
    found = reference_in_use()
    assert found.own == {"sectors", "bodies"}
    assert found.problems == ()


def test_a_file_put_aside_is_kept_and_the_shipped_one_holds_again() -> None:
    for number in (1, 2):
        edited("ceptoar", "27社 1団体", f"{number}社")
        aside = put_aside("ceptoar")
        assert f"{number}社" in aside.read_text("utf-8")
        assert reference_in_use().own == frozenset()
    assert len(list(own_reference().iterdir())) == 2


def test_a_folder_that_cannot_be_made_is_said() -> None:
    own_reference().parent.mkdir(parents=True, exist_ok=True)
    own_reference().write_text("a file where the folder should be", "utf-8")
    with pytest.raises(EnvironmentFault) as told:
        copy_reference("tlp")
    assert told.value.safe
    assert reference_data.reference_in_use().own == frozenset()
