"""Drafted passages that a person may rewrite: the draft, or what was written in its place."""

from exercise_studio.evaluation.learning import EditedSection
from exercise_studio.reporting.document import Basis, Lead, Points, Prose, Rich
from exercise_studio.reporting.labels import BASES
from exercise_studio.reporting.material import Material


def _written(m: Material, slot: str) -> EditedSection | None:
    """What a person wrote; an empty text brings the draft back."""
    written = m.learning.sections.get((slot, m.words.lang))
    return written if written is not None and written.text.strip() else None


def prose(m: Material, slot: str, draft: str, basis: Basis = "") -> Prose:
    """A paragraph under a slot."""
    written = _written(m, slot)
    text = written.text if written else draft
    return Prose(text, slot=slot, edited=written is not None, label="" if written else label(m, basis), basis=basis)


def lead(m: Material, slot: str, draft: str) -> Lead:
    """The sentence at the head of a chapter."""
    written = _written(m, slot)
    return Lead(" ".join(written.text.split("\n")) if written else draft, slot, written is not None)


def points(m: Material, slot: str, drafts: list[Rich], *, numbered: bool = False) -> Points:
    """A list under a slot; what a person wrote has one point a line."""
    written = _written(m, slot)
    if written is None:
        return Points(tuple(drafts), numbered, slot)
    lines = [line.strip() for line in written.text.split("\n")]
    return Points(tuple(line for line in lines if line), numbered, slot, edited=True)


def to_write(m: Material, slot: str, what: str) -> Prose:
    """What a person wrote under the slot, or the sign that somebody must: ［要記入］."""
    written = _written(m, slot)
    if written is not None:
        return Prose(written.text, slot=slot, edited=True)
    return Prose(m.words._("[To be written: {what}]", what=what), slot=slot, to_write=True)


def label(m: Material, basis: Basis) -> str:
    """The printed word for what a statement rests on."""
    return m.words._(BASES[basis]) if basis else ""


def nothing(m: Material, sentence: str) -> Prose:
    """The one line of a chapter without data."""
    return Prose(m.words._(sentence))
