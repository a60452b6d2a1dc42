"""One entry of the log read in full: who, when in all three times, every version, what was attached, who confirmed it."""

from collections.abc import Mapping
from dataclasses import dataclass

from exercise_studio.conduct.describe import body_name, describe
from exercise_studio.conduct.run import LiveRun
from exercise_studio.domain import payloads as p
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.log import Entry
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import Instant, Play, ScenarioTime
from exercise_studio.journeys.room import LogNotes
from exercise_studio.language import N_, translate


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of an entry, the first one first. `reason` stands where it was withdrawn."""

    entry: str
    text: str
    author: str
    at: Instant
    struck: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of an entry; `entry` is the one that attached it."""

    entry: str
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class EntryDetail:
    """An entry in full.

    Attributes:
        began_at: its first key, where one was pressed.
        committed_at: when it was written.
        facts: captions with what they say.
        receipts: who confirmed, and when.
    """

    entry: str
    kind: str
    team: str
    author: str
    began_at: Instant | None
    committed_at: Instant
    play: Play
    scenario: ScenarioTime
    facts: tuple[tuple[str, str], ...]
    items: tuple[tuple[str, str, str], ...]
    """Id, title, how far."""
    versions: tuple[Version, ...]
    files: tuple[KeptFile, ...]
    receipts: tuple[tuple[str, Instant], ...]


def entry_detail(
    live: LiveRun, entry: str, lang: Lang, *, notes: LogNotes | None = None, by_id: Mapping[str, Entry] | None = None
) -> EntryDetail | None:
    """Everything about an entry, read from whichever of its versions is asked for; None where it is not in the run.

    With what a window knows already (`notes`, `by_id`) a long log is not walked again.
    """
    if notes is None:
        notes = LogNotes()
        notes.take(live.entries)
    known = by_id if by_id is not None else {one.id: one for one in live.entries}
    shown = known.get(entry)
    if shown is None or shown.run != live.state.run:
        return None
    plan = live.state.plan
    versions = sorted(
        (known[one] for one in notes.versions(entry)), key=lambda one: (one.at, one.device, one.device_seq)
    )
    attached = [known[one] for one in notes.file_entries(entry)]
    if shown.kind == "attachment_added" and entry not in notes.struck:
        attached.append(shown)
    files = [
        KeptFile(one.id, one.payload.name, one.payload.media_type, one.payload.size, one.payload.sha256)
        for one in attached
        if isinstance(one.payload, p.AttachmentAdded)
    ]
    receipts = [
        (body_name(plan, one.payload.by, lang), one.at)
        for one in (known[receipt] for receipt in notes.receipts(entry))
        if isinstance(one.payload, p.ReceiptConfirmed)
    ]
    began = shown.began_at or shown.at
    clock = live.state.clock
    team = getattr(shown.payload, "team", "") or getattr(shown.payload, "sender", "")
    touched = getattr(shown.payload, "items", ())
    return EntryDetail(
        entry=entry, kind=shown.kind, team=body_name(plan, team, lang) if team else "", author=shown.author,
        began_at=shown.began_at, committed_at=shown.at, play=clock.play(began), scenario=clock.scenario(began),
        facts=tuple((caption, text) for caption, text in _facts(shown, plan, lang) if text),
        items=tuple((t.item, plan.items[t.item].title.get(lang) if t.item in plan.items else "", t.extent) for t in touched),
        versions=tuple(
            Version(
                one.id, describe(one, plan, lang), one.author, one.at, one.id in notes.struck,
                notes.reasons.get(one.id, ""),
            )
            for one in versions
        ),
        files=tuple(files), receipts=tuple(receipts),
    )  # fmt: skip


def _facts(entry: Entry, plan: Plan, lang: Lang) -> list[tuple[str, str]]:
    said = entry.payload

    def t(message: str) -> str:
        return translate(lang, message)

    found: list[tuple[str, str]] = []
    if isinstance(said, p.DecisionLogged):
        back = {True: t(N_("can be taken back")), False: t(N_("cannot be taken back"))}
        found = [
            (t(N_("Question")), said.question), (t(N_("Choice")), said.choice), (t(N_("Options")), " / ".join(said.options)),
            (t(N_("Ground")), said.ground), (t(N_("Decided by")), said.decided_by),
            (t(N_("Reversible")), back[said.reversible] if said.reversible is not None else ""),
        ]  # fmt: skip
    elif isinstance(said, p.InformationShared):
        found = [
            (t(N_("Receiver")), body_name(plan, said.receiver, lang)), (t(N_("Content")), said.content),
            (t(N_("Means")), said.means), (t(N_("About")), said.about),
            (t(N_("System")), "" if said.system == "none" else said.system.upper()),
        ]  # fmt: skip
    elif isinstance(said, p.ResponseLogged):
        found = [(t(N_("Tags")), " ".join(f"#{tag}" for tag in said.tags)), (t(N_("Played as")), said.played_as)]
    if entry.tlp:
        found.append((t(N_("TLP")), f"TLP:{entry.tlp}"))
    inject = plan.scenario.inject_by_id.get(getattr(said, "inject", None) or "")
    if inject is not None:
        found.append((t(N_("Inject")), f"{inject.id} {inject.title.get(lang)}"))
    return found
