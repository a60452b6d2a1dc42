"""Writes docs/source-coverage.md: each requirement of the source document, where the studio has it, and what is not there yet.

    python tools/source_coverage.py            writes the page
    python tools/source_coverage.py --check    exit 1 when the page is not up to date or a pointer leads nowhere

The requirements and their pointers stand in resources/reference/requirements.yaml. A pointer is `what:where`:
data (a file of resources/reference), item (a checklist item), type (of an inject), entry (a kind of the log), window (a
page), report (a chapter), check (of a scenario), scenario (of the library), code (a file).
"""

import re
import sys
from pathlib import Path
from typing import Any, get_args

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from exercise_studio.domain.log import kinds  # noqa: E402
from exercise_studio.domain.scenario import InjectType  # noqa: E402
from exercise_studio.exchange.yaml_files import read_yaml  # noqa: E402

SOURCE = ROOT / "resources" / "reference" / "requirements.yaml"
PAGE = ROOT / "docs" / "source-coverage.md"
WORDS = {
    "data": "data / データ", "item": "checklist item / 項目", "type": "inject type / 付与の種類", "entry": "log entry / 記録",
    "window": "window / 画面", "report": "report chapter / 報告書の章", "check": "check / 検査", "scenario": "scenario / シナリオ",
    "code": "code / プログラム",
}  # fmt: skip


def requirements() -> list[dict[str, Any]]:
    """The rows of the requirements file, in the order of the source."""
    value, _ = read_yaml(SOURCE)
    rows: list[dict[str, Any]] = value["requirements"]
    return rows


def known() -> dict[str, set[str]]:
    """What each kind of pointer may lead to, read from the product itself."""
    items: set[str] = set()
    for file in sorted((ROOT / "resources" / "checklists").glob("*.yaml")):
        items |= {item["id"] for item in read_yaml(file)[0]["items"]}
    chapters = ROOT / "exercise_studio" / "reporting" / "sections"
    pages = (ROOT / "exercise_studio" / "desktop" / "pages.py").read_text("utf-8")
    checks = "".join(file.read_text("utf-8") for file in (ROOT / "exercise_studio" / "design").glob("*_checks.py"))
    return {
        "item": items,
        "type": set(get_args(InjectType)),
        "entry": set(kinds()),
        "window": set(re.findall(r'Entry\("([\w-]+)"', pages)),
        "report": set(re.findall(r"^def (\w+)\(m: Material\) -> Section", _all(chapters), re.MULTILINE)),
        "check": set(re.findall(r'_(?:warn|error|warning)\(\s*"([\w-]+)"', checks)),
        "scenario": {file.parent.name for file in (ROOT / "scenarios").glob("*/scenario.yaml")},
    }


def _all(folder: Path) -> str:
    return "\n".join(file.read_text("utf-8") for file in sorted(folder.glob("*.py")))


def dead_pointers(rows: list[dict[str, Any]]) -> list[str]:
    """Pointers that lead nowhere, and requirements with neither a pointer nor a word on what is missing."""
    places, faults = known(), []
    for row in rows:
        if not row["stands"] and "not_yet" not in row:
            faults.append(f"{row['id']}: neither a pointer nor “not yet”")
        for pointer in row["stands"]:
            what, _, where = pointer.partition(":")
            if what == "data":
                alive = (ROOT / "resources" / "reference" / where).is_file()
            elif what == "code":
                alive = (ROOT / where).is_file()
            else:
                alive = where in places.get(what, ())
            if not alive:
                faults.append(f"{row['id']}: {pointer} leads nowhere")
    return faults


def page(rows: list[dict[str, Any]]) -> str:
    """The page as Markdown."""
    whole = sum("not_yet" not in row for row in rows)
    lines = [
        "# Where the source document stands in the studio / 行動計画の概要と本製品の対応",
        "",
        "Generated from `resources/reference/requirements.yaml` by `python3 dev.py source-coverage`; do not edit by hand.",
        "",
        f"{len(rows)} requirements; {whole} stand in full, the others say what is not there yet.",
        "",
        f"要求{len(rows)}件。うち{whole}件はすべて備え、残りは「まだないもの」を記す。",
        "",
        "| id | requirement / 要求 | where it stands / 所在 | not yet / まだないもの |",
        "|---|---|---|---|",
    ]
    for row in rows:
        grouped: dict[str, list[str]] = {}
        for pointer in row["stands"]:
            what, _, where = pointer.partition(":")
            grouped.setdefault(what, []).append(f"`{where.removeprefix('../checklists/')}`")
        where_text = "<br>".join(f"{WORDS[what]}: {', '.join(found)}" for what, found in grouped.items())
        missing = row.get("not_yet")
        missing_text = f"{missing['en']}<br>{missing['ja']}" if missing else "—"
        lines.append(
            f"| {row['id']} | {row['text']['en']}<br>{row['text']['ja']} | {where_text or '—'} | {missing_text} |"
        )
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Writes or checks the page."""
    rows = requirements()
    faults, text = dead_pointers(rows), page(rows)
    if "--check" in arguments:
        if not PAGE.is_file() or PAGE.read_text("utf-8") != text:
            faults.append(f"{PAGE.relative_to(ROOT).as_posix()} is not up to date: python3 dev.py source-coverage")
    else:
        PAGE.write_text(text, "utf-8")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
