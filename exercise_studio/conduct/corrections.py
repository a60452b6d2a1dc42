"""Which entries count: corrected ones once, withdrawn ones not at all, redacted ones without their content."""

from collections.abc import Iterable
from typing import Final

from exercise_studio.domain import payloads as p
from exercise_studio.domain.log import Entry, RedactedEntry, UnknownEntry, in_canonical_order, of_kind

_SUPERSEDES: Final = Entry._fields.index("supersedes")
WITHOUT_CONTENT: Final = (UnknownEntry, RedactedEntry)


def effective(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that count, in canonical order: withdrawn ones and those that a later one supersedes are left out.

    Of two corrections of one entry the canonically later holds. A correction takes the place (time) of what it corrects.
    """
    return counting(in_canonical_order(blanked(entries)))


def blanked(entries: Iterable[Entry]) -> list[Entry]:
    """The entries, without the content of those that a redaction names: here as in the workspace that keeps them."""
    found = list(entries)
    named = {e.payload.entry for e in of_kind(found, "entry_redacted") if isinstance(e.payload, p.EntryRedacted)}
    if not named:
        return found
    return [
        e._replace(payload=RedactedEntry(kind=e.kind)) if e.id in named and e.kind != "entry_redacted" else e
        for e in found
    ]


def counting(ordered: list[Entry]) -> list[Entry]:
    """Those of entries in canonical order that count, each with its last correction in its place."""
    gone = {e.payload.entry for e in of_kind(ordered, "entry_withdrawn") if isinstance(e.payload, p.EntryWithdrawn)}
    corrected = {e.supersedes: e for e in ordered if e[_SUPERSEDES]}
    if not gone and not corrected:
        return ordered
    present = {entry.id for entry in ordered}
    found = []
    for entry in ordered:
        if entry.supersedes in present:
            continue
        last = entry
        while last.id in corrected and last.id not in gone:
            last = corrected[last.id]
        if entry.id in gone or last.id in gone:
            continue
        found.append(entry if last is entry else last._replace(at=entry.at, began_at=last.began_at or entry.began_at))
    return found


def named_in(entries: list[Entry]) -> set[str]:
    """Entries that a correction, a withdrawal or a redaction speaks of, be they here already or not."""
    named = {entry.supersedes for entry in entries if entry.supersedes}
    for kind in ("entry_withdrawn", "entry_redacted"):
        named |= {e.payload.entry for e in of_kind(entries, kind) if not isinstance(e.payload, WITHOUT_CONTENT)}
    return named
