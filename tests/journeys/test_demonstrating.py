"""The demonstration is complete, in both languages, and the same every time."""

from pathlib import Path

import pypdfium2

from exercise_studio.journeys.demonstrating import demonstrate
from exercise_studio.store.verify import verify
from exercise_studio.store.workspace import Workspace


def text_of(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    said = "\n".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    pages = len(document)
    document.close()
    assert pages >= 8
    return said


def test_each_report_is_written_in_the_language_in_which_people_typed(tmp_path: Path) -> None:
    made = demonstrate(tmp_path / "one")
    assert [file.name for file in made.files] == [
        "demonstration.estudio", "improvement-report-ja.pdf", "improvement-report-en.pdf", "log.jsonl",
    ]  # fmt: skip
    japanese, english = text_of(made.files[1]), text_of(made.files[2])
    assert "が不十分" in japanese
    assert "not done well enough" in english
    assert "が不十分" not in english
    with Workspace.open(made.workspace, read_only=True) as workspace:
        assert verify(workspace).ok
    again = demonstrate(tmp_path / "two")
    assert made.files[1].read_bytes() == again.files[1].read_bytes()
