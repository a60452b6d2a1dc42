"""Keeps the translations in step with the code: extract, merge, compile, check (`python3 dev.py catalogue`)."""

import argparse
import ast
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from filelock import FileLock

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "exercise_studio"
LOCALE = ROOT / "resources" / "locale"
TEMPLATE = LOCALE / "exercise_studio.pot"
LANGUAGE = "ja"
CATALOGUE = LOCALE / LANGUAGE / "LC_MESSAGES" / "exercise_studio.po"
COMPILED = CATALOGUE.with_suffix(".mo")

# Function -> which of its arguments are messages: by position, by name.
FUNCTIONS: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "_": ((0,), ()),
    "N_": ((0,), ()),
    "translate": ((1,), ()),
    "plural": ((0, 1), ()),
    **dict.fromkeys(("KnownError", "InputError", "UsageError", "EnvironmentFault"), ((0,), ("what", "safe", "action"))),
}
# A real date would change every file at every run.
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
PLACEHOLDER = re.compile(r"\{(\w*)[^{}]*\}")

MsgId = str | tuple[str, ...] | list[str]


def key_of(msgid: MsgId) -> str:
    """A message is known by its singular."""
    return msgid if isinstance(msgid, str) else msgid[0]


def new_catalogue(locale: str | None) -> Catalog:
    """An empty catalogue whose header never changes by itself."""
    return Catalog(
        locale=locale,
        project="Exercise Studio",
        version="1",
        copyright_holder="the Exercise Studio authors",
        msgid_bugs_address="-",
        creation_date=NO_DATE,
        revision_date=NO_DATE,
        last_translator="-",
        language_team=locale or "-",
        fuzzy=False,
        header_comment="# Exercise Studio. Written by `python3 dev.py catalogue`; translations may be edited by hand.",
    )


def messages_in(tree: ast.AST) -> Iterator[MsgId]:
    """Every message that a module's calls mention as literal text."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name not in FUNCTIONS:
            continue
        positions, names = FUNCTIONS[name]
        given = [call.args[position] for position in positions if position < len(call.args)]
        given += [keyword.value for keyword in call.keywords if keyword.arg in names]
        texts = [part.value for part in given if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if name == "plural" and len(texts) == len(positions):
            yield tuple(texts)
        else:
            yield from texts


def extracted() -> dict[str, MsgId]:
    """Every message of the program, by its singular, in stable order."""
    found: dict[str, MsgId] = {}
    for path in SOURCE.rglob("*.py"):
        try:
            tree = ast.parse(path.read_bytes(), str(path))
        except SyntaxError as fault:
            print(f"left out, since it is no Python: {path.relative_to(ROOT)}:{fault.lineno}")
            continue
        for msgid in messages_in(tree):
            key = key_of(msgid)
            if key and (key not in found or not isinstance(msgid, str)):
                found[key] = msgid
    return dict(sorted(found.items()))


def load(path: Path) -> Catalog:
    """The catalogue in `path`, or an empty one."""
    if not path.exists():
        return new_catalogue(LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def translations_of(catalogue: Catalog) -> dict[str, str]:
    """What is translated, entries that the code no longer uses included: a string that comes back keeps its words."""
    known: dict[str, str] = {}
    for message in (*catalogue.obsolete.values(), *catalogue):
        if message.id and not message.fuzzy:
            string = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
            if string:
                known[key_of(message.id)] = string
    return known


def build(messages: dict[str, MsgId], known: dict[str, str], *, keep_unused: bool) -> Catalog:
    """The catalogue of `messages` with the words of `known`."""
    catalogue = new_catalogue(LANGUAGE)
    for key, msgid in messages.items():
        word = known.get(key, "")
        catalogue.add(msgid, word if isinstance(msgid, str) else (word,), flags=flags(msgid))
    if keep_unused:
        for key in sorted(known.keys() - messages.keys()):
            catalogue.obsolete[key] = Message(key, known[key])
    return catalogue


def flags(msgid: MsgId) -> tuple[str, ...]:
    """Editors of translations check placeholders when they are told of them."""
    return ("python-brace-format",) if PLACEHOLDER.search(key_of(msgid)) else ()


def po_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as text, sorted, without line numbers and dates."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, no_location=True, sort_output=True)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    dated = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By')
    return "".join(line for line in lines if not line.startswith(dated)).encode()


def mo_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as the program reads it."""
    catalogue.creation_date = catalogue.revision_date = NO_DATE
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def outputs(messages: dict[str, MsgId], catalogue: Catalog) -> dict[Path, bytes]:
    """Every file and what should stand in it."""
    template = new_catalogue(None)
    for msgid in messages.values():
        template.add(msgid, flags=flags(msgid))
    return {TEMPLATE: po_bytes(template), CATALOGUE: po_bytes(catalogue), COMPILED: mo_bytes(catalogue)}


def faults(messages: dict[str, MsgId], catalogue: Catalog) -> Iterator[str]:
    """One sentence for each message without good words."""
    known = translations_of(catalogue)
    for key, msgid in messages.items():
        if key not in known:
            yield f"untranslated: {json.dumps(key, ensure_ascii=False)}"
            continue
        wanted = {name for text in ([msgid] if isinstance(msgid, str) else msgid) for name in PLACEHOLDER.findall(text)}
        given = set(PLACEHOLDER.findall(known[key]))
        if wanted != given:
            yield f"placeholders differ ({', '.join(sorted(wanted ^ given))}): {json.dumps(key, ensure_ascii=False)}"


def show(lines: Iterable[str]) -> int:
    """Print each line; returns how many there were."""
    count = 0
    for line in lines:
        print(line)
        count += 1
    return count


def main() -> int:
    """Exit code 0: everything is translated; with --check 1 when it is not, or when a file is not up to date."""
    parser = argparse.ArgumentParser(prog="dev.py catalogue", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--add", type=Path, action="append", default=[], metavar="FILE.json", help="merge translations")
    parser.add_argument(
        "--check", action="store_true", help="change nothing; fail when anything is untranslated or stale"
    )
    parser.add_argument("--prune", action="store_true", help="forget the words of messages that the code no longer has")
    options = parser.parse_args()
    added: dict[str, str] = {}
    for file in options.add:
        added.update(json.loads(file.read_text(encoding="utf-8")))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(LOCALE / ".lock"):
        present = load(CATALOGUE)
        messages = extracted()
        catalogue = build(messages, translations_of(present) | added, keep_unused=not options.prune)
        wanted = outputs(messages, catalogue)
        stale = [path for path, content in wanted.items() if not path.exists() or path.read_bytes() != content]
        if not options.check:
            for path in stale:
                path.write_bytes(wanted[path])
    untranslated = show(faults(messages, catalogue))
    print(f"{len(messages)} messages, {untranslated} to be mended; {len(added)} translations given.")
    if options.check:
        show(f"not up to date: {path.relative_to(ROOT).as_posix()} (python3 dev.py catalogue)" for path in stale)
        return 1 if untranslated or stale else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
