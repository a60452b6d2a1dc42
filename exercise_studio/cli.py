"""The command line: the journeys without a screen. Results on stdout, one clear sentence on stderr, exit codes as documented.

Exit codes: 0 done, 1 the input is at fault, 2 wrong usage, 3 the environment is at fault (disk, database, permission).
"""

import argparse
import dataclasses
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from exercise_studio import __version__, language
from exercise_studio.domain.errors import EnvironmentFault, InvalidFile, KnownError, UsageError
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import format_duration
from exercise_studio.language import N_, _, plural, translate

Command = Callable[[argparse.Namespace], int]
# The names of reporting.content.EDITIONS and of domain.scenario.Tlp: what holds them takes a moment to load.
_EDITIONS = ("full", "organisation", "executive", "redacted", "follow-up", "aar-ip")
_FORMATS = ("pdf", "pdf-mono", "docx", "xlsx", "csv", "csv-cp932", "json")
_TLP = ("RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    options = parser().parse_args(argv)
    language.use(options.lang)
    try:
        return int(options.command(options))
    except InvalidFile as error:
        for problem in error.problems:
            print(problem.text(options.lang), file=sys.stderr)
        return error.exit_code
    except KnownError as error:
        print(error.text(options.lang), file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print(_("Stopped. What was committed is kept."), file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        place = error.filename or ""
        text = _("The system refused: {reason} ({place}).", reason=error.strerror or str(error), place=place)
        print(text, file=sys.stderr)
        return EnvironmentFault.exit_code


class _Parser(argparse.ArgumentParser):
    """Says in one sentence what is wrong with a command, where argparse would print its whole usage."""

    def error(self, message: str) -> NoReturn:
        text = translate(
            _default_language(),
            N_("The command cannot be read: {reason}. “{program} --help” shows how it is used."),
            reason=message,
            program=self.prog,
        )
        self.exit(UsageError.exit_code, f"{text}\n")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = _Parser(
        prog="exercise-studio", description=N_("Cross-sector tabletop exercises: from scenario to improvement report.")
    )
    top.add_argument("--version", action="version", version=f"exercise-studio {__version__}")
    commands = top.add_subparsers(dest="name", required=True, metavar="COMMAND")

    def add(where: Any, name: str, command: Command, text: str) -> argparse.ArgumentParser:
        one: argparse.ArgumentParser = where.add_parser(name, help=text, description=text)
        one.add_argument(
            "--lang", choices=language.LANGUAGES, default=_default_language(), help="language of texts and reports"
        )
        one.add_argument("--json", action="store_true", help="one JSON object instead of text")
        one.set_defaults(command=command)
        return one

    def with_workspace(one: argparse.ArgumentParser) -> argparse.ArgumentParser:
        one.add_argument(
            "--workspace", metavar="PATH|URL", help="workspace file or database URL (default: in your data folder)"
        )
        return one

    scenarios = commands.add_parser("scenarios", help="the scenario library").add_subparsers(
        required=True, metavar="WHAT"
    )
    add(scenarios, "list", scenarios_list, "list the scenarios")
    check = add(scenarios, "check", scenarios_check, "check scenario folders")
    check.add_argument("path", nargs="*", help="scenario folders or a library folder (default: the whole library)")
    check.add_argument("--strict", action="store_true", help="warnings are faults too")
    add(scenarios, "schema", scenarios_schema, "print the JSON Schemas of scenarios and checklists")

    play = with_workspace(add(commands, "rehearse", rehearse, "play an exercise with simulated people"))
    play.add_argument("scenario", help="id or folder of a scenario")
    play.add_argument("--seed", type=int, default=1)
    play.add_argument("--organisations", type=_count(1, 5000), default=1, metavar="N")
    play.add_argument("--observers", type=_count(0, 20), default=2, metavar="N", help="for each organisation")
    play.add_argument("--speed", choices=["max", "60", "10", "1"], default="max")
    play.add_argument("--earlier", type=_count(0, 10), default=0, metavar="N", help="exercises before it, a year apart")
    play.add_argument("--start", metavar="YYYY-MM-DDTHH:MM", help="planned start, local time")
    play.add_argument("--acks", metavar="FILE", help="append each entry's id after its commit")

    report = with_workspace(add(commands, "report", report_command, "write an improvement report"))
    report.add_argument("exercise")
    report.add_argument("--format", choices=_FORMATS, default="pdf")
    report.add_argument("--out", required=True, metavar="FILE", help="the file; a folder with --all-organisations")
    report.add_argument("--edition", choices=_EDITIONS, default=None, help="default: full")
    report.add_argument("--organisation", default="", metavar="ID", help="whose report (--edition organisation)")
    report.add_argument("--tlp", type=str.upper, choices=_TLP, help="leave out what is above (--edition redacted)")
    report.add_argument("--months", type=_count(1, 99), default=0, metavar="3|6|12", help="(--edition follow-up)")
    report.add_argument(
        "--all-organisations", action="store_true", help="a report for each organisation, into a folder"
    )
    report.add_argument(
        "--as-of", metavar="YYYY-MM-DDTHH:MM", help="the moment that the report shows (default: the last entry)"
    )
    report.add_argument("--issue", action="store_true", help="number the report and keep that in the exercise")

    kept = commands.add_parser("issued", help="issued reports").add_subparsers(required=True, metavar="WHAT")
    with_workspace(add(kept, "list", issued_list, "list the issued reports")).add_argument("exercise")
    again = with_workspace(add(kept, "fetch", issued_fetch, "write an issued report to a file once more, to the byte"))
    again.add_argument("exercise")
    again.add_argument("number", type=_count(1, 9999))
    again.add_argument("--out", required=True, metavar="FILE")
    differ = with_workspace(add(kept, "diff", issued_diff, "what changed from one issued report to another"))
    differ.add_argument("exercise")
    differ.add_argument("number", type=_count(1, 9999))
    differ.add_argument("other", type=_count(1, 9999))

    actions = commands.add_parser("actions", help="corrective actions").add_subparsers(required=True, metavar="WHAT")
    back = with_workspace(
        add(actions, "import", actions_import, "read an edited workbook of actions back; say what it would change")
    )
    back.add_argument("exercise")
    back.add_argument("file", metavar="FILE")
    back.add_argument("--apply", action="store_true", help="take the edited cells in")
    back.add_argument(
        "--take", action="append", default=[], metavar="ACTION:COLUMN", help="of a conflict the workbook's side"
    )

    sheet = with_workspace(add(commands, "run-sheet", run_sheet_command, "write the run sheet: the plan on paper"))
    sheet.add_argument("exercise")
    sheet.add_argument("--out", required=True, metavar="FILE")
    sheet.add_argument("--organisation", default="", metavar="ID", help="the edition for one sub-controller")
    sheet.add_argument("--short", action="store_true", help="without bodies, notes and questions")

    export = with_workspace(add(commands, "export", export_command, "print an exercise's log as JSON lines"))
    export.add_argument("exercise")
    export.add_argument("--normalised", action="store_true", help="ids as ordinals; no wall times, devices or hashes")
    export.add_argument("--out", metavar="FILE")

    spaces = commands.add_parser("workspace", help="workspaces").add_subparsers(required=True, metavar="WHAT")
    for name, command, text in (
        ("init", workspace_init, "make a new workspace"),
        ("verify", workspace_verify, "recompute every hash and chain"),
        ("backup", workspace_backup, "make a backup now, if something changed"),
        ("list", workspace_list, "list the exercises of a workspace"),
    ):
        with_workspace(add(spaces, name, command, text)).add_argument("target", nargs="?", metavar="PATH|URL")

    add(commands, "doctor", doctor, "say what is missing on this machine")
    demo = add(commands, "demo", demo_command, "play the demonstration exercise into a folder")
    demo.add_argument("--out", default="out/demo", metavar="FOLDER")
    return top


def _default_language() -> str:
    said = os.environ.get("EXERCISE_STUDIO_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "en" if said.lower().startswith("en") else "ja"


def _count(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdigit() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"a number from {least} to {most}")
        return int(text)

    return read


def _say(options: argparse.Namespace, found: dict[str, Any], lines: Sequence[str]) -> None:
    """One JSON object, or the lines."""
    print(json.dumps(found, ensure_ascii=False) if options.json else "\n".join(lines))


def _open(options: argparse.Namespace, *, create: bool = False, read_only: bool = False) -> Any:
    from exercise_studio.journeys import keeping

    target = getattr(options, "target", None) or options.workspace or keeping.default_workspace()
    return keeping.open_workspace(target, create=create, read_only=read_only)


def _moment(text: str | None) -> Any:
    from datetime import datetime

    try:
        found = datetime.fromisoformat(text) if text else None
        if found is None or found.tzinfo is None:
            return found
        raise ValueError(text)  # the exercise has a time zone of its own
    except ValueError:
        raise UsageError(N_("“{text}” is no date and time; write 2026-06-10T13:30."), text=text) from None


# what was issued, and what comes back


def issued_list(options: argparse.Namespace) -> int:
    """`issued list EXERCISE`."""
    from exercise_studio.journeys import issuing
    from exercise_studio.journeys.session import Session

    with _open(options, read_only=True) as workspace:
        found = issuing.issued(Session.open(workspace, options.exercise, lang=options.lang))
    rows = [
        {
            "number": one.report.number, "edition": one.report.edition, "variant": one.report.variant, "language": one.report.language,
            "format": one.report.format, "as_of": one.report.as_of, "bytes": one.report.size, "sha256": one.report.sha256,
            "here": one.here,
        }
        for one in found
    ]  # fmt: skip
    lines = [
        f"{r['number']}  {r['as_of']}  {r['edition']}  {r['language']}  {r['format']}  {r['sha256']}" for r in rows
    ]
    _say(options, {"issued": rows}, lines or [_("No report has been issued.")])
    return 0


def issued_fetch(options: argparse.Namespace) -> int:
    """`issued fetch EXERCISE NUMBER --out FILE`."""
    from exercise_studio.journeys import issuing
    from exercise_studio.journeys.session import Session

    with _open(options, read_only=True) as workspace:
        session = Session.open(workspace, options.exercise, lang=options.lang)
        path = issuing.copy_again(session, options.number, Path(options.out))
    _say(options, {"file": str(path)}, [_("Written: {file}", file=path)])
    return 0


def issued_diff(options: argparse.Namespace) -> int:
    """`issued diff EXERCISE NUMBER OTHER`."""
    from exercise_studio.journeys import issuing
    from exercise_studio.journeys.session import Session

    with _open(options, read_only=True) as workspace:
        session = Session.open(workspace, options.exercise, lang=options.lang)
        found = issuing.differences(session, options.number, options.other)
    words = {"added": _("added"), "changed": _("changed"), "removed": _("removed")}
    lines = [f"{words[one.what]}  {one.name}" for one in found]
    _say(options, {"changes": [one._asdict() for one in found]}, lines or [_("Nothing changed.")])
    return 0


def actions_import(options: argparse.Namespace) -> int:
    """`actions import EXERCISE FILE [--apply]`. Writes nothing without `--apply`; 1 where rows or cells cannot be taken."""
    from exercise_studio.journeys import round_trip
    from exercise_studio.journeys.session import Session

    take = [tuple(one.split(":", 1)) for one in options.take]
    if any(len(one) != 2 for one in take):
        raise UsageError(N_("Write --take as ACTION:COLUMN, such as A-1:owner."))
    with _open(options, read_only=not options.apply) as workspace:
        session = Session.open(workspace, options.exercise, lang=options.lang)
        seen = round_trip.preview(session, Path(options.file))
        if options.apply:
            round_trip.apply(session, seen, take=take)
    lines = [_cell_line(change, options.lang) for change in (*seen.changes, *seen.conflicts)]
    lines += [problem.text(options.lang) for problem in seen.problems]
    found = {
        "changes": [dataclasses.asdict(one) for one in seen.changes], "missing": list(seen.missing),
        "conflicts": [dataclasses.asdict(one) for one in seen.conflicts],
        "problems": [{"cell": one.path, "message": one.text(options.lang)} for one in seen.problems],
        "unchanged": seen.unchanged, "applied": bool(options.apply),
    }  # fmt: skip
    _say(options, found, lines or [_("Nothing was edited in the workbook.")])
    return 1 if seen.problems else 0


def _cell_line(change: Any, lang: Any) -> str:
    from exercise_studio.journeys.round_trip import column_title

    params = {
        "cell": change.cell, "number": change.action, "column": column_title(change.column, lang), "now": change.now,
        "sheet": change.sheet,
    }  # fmt: skip
    if change.conflict:
        return translate(
            lang, N_("{cell}: conflict in {number} {column}: here “{now}”, in the workbook “{sheet}”"), **params
        )
    return translate(lang, N_("{cell}: {number} {column}: “{now}” becomes “{sheet}”"), **params)


# scenarios


def scenarios_list(options: argparse.Namespace) -> int:
    """`scenarios list`."""
    from exercise_studio.journeys.library import list_scenarios

    rows, lines = [], []
    lang: Lang = options.lang
    for card in list_scenarios():
        if card.scenario is None:
            print(card.problems[0].text(lang), file=sys.stderr)
            continue
        one = card.scenario
        rows.append({
            "id": one.id, "title": one.title.model_dump(), "sectors": list(one.sectors), "threats": list(one.threats),
            "injects": len(one.injects), "duration": format_duration(one.duration), "level": one.level, "tags": list(one.tags),
            "folder": str(card.folder),
        })  # fmt: skip
        injects = plural("{n} inject", "{n} injects", len(one.injects))
        lines.append(
            f"{one.id}  {one.title.get(lang)}  [{', '.join(one.sectors)}]  {injects}, {format_duration(one.duration)}"
        )
    _say(options, {"scenarios": rows}, lines)
    return 0


def scenarios_check(options: argparse.Namespace) -> int:
    """`scenarios check [PATH …] [--strict]`."""
    from exercise_studio.design.advice import advice
    from exercise_studio.journeys.checking import check_scenarios

    problems = check_scenarios(tuple(Path(path) for path in options.path))
    help_for = {p.check: language.translate(options.lang, advice(p.check)) for p in problems}
    found = [
        {
            "severity": p.severity,
            "check": p.check,
            "file": p.file,
            "line": p.line,
            "path": p.path,
            "message": p.text(options.lang),
            "advice": help_for[p.check],
        }
        for p in problems
    ]
    lines = [f"{p.text(options.lang)} {help_for[p.check]}".rstrip() for p in problems]
    _say(options, {"problems": found}, lines or [_("Everything is in order.")])
    return 1 if any(p.severity == "error" or options.strict for p in problems) else 0


def scenarios_schema(options: argparse.Namespace) -> int:
    """`scenarios schema`: always JSON."""
    from exercise_studio.domain.checklist import Checklist
    from exercise_studio.domain.scenario import Scenario

    schemas = {"scenario": Scenario.model_json_schema(), "checklist": Checklist.model_json_schema()}
    print(json.dumps(schemas, ensure_ascii=False, indent=None if options.json else 2))
    return 0


# exercises


def rehearse(options: argparse.Namespace) -> int:
    """`rehearse SCENARIO`."""
    from exercise_studio.journeys.library import find_scenario
    from exercise_studio.journeys.rehearsing import Order
    from exercise_studio.journeys.rehearsing import rehearse as play

    scenario, _folder = find_scenario(options.scenario)
    order = Order(
        scenario, options.seed, options.organisations, options.observers,
        None if options.speed == "max" else float(options.speed), _moment(options.start), options.earlier, options.lang,
    )  # fmt: skip
    with _open(options, create=True) as workspace:
        acks = open(options.acks, "a", encoding="ascii") if options.acks else None  # noqa: SIM115
        try:

            def acknowledge(ids: tuple[str, ...]) -> None:
                if acks is not None:
                    acks.write("".join(f"{one}\n" for one in ids))
                    acks.flush()

            exercise = play(workspace, order, acknowledge=acknowledge)
        finally:
            if acks is not None:
                acks.close()
        count = workspace.count(exercise)
    _say(options, {"exercise": exercise, "entries": count}, [exercise])
    return 0


def report_command(options: argparse.Namespace) -> int:
    """`report EXERCISE`. Writes nothing to the workspace unless `--issue` is given."""
    from exercise_studio.journeys import reporting
    from exercise_studio.journeys.session import Session
    from exercise_studio.reporting.editions import Options
    from exercise_studio.reporting.unprintable import sentences

    if options.all_organisations:
        return _report_to_all(options)
    with _open(options, read_only=not options.issue) as workspace:
        session = Session.open(workspace, options.exercise, lang=options.lang)
        made = reporting.export(
            session,
            Path(options.out),
            lang=options.lang,
            format=options.format,
            as_of=_moment(options.as_of),
            edition=options.edition or "full",
            issue=options.issue,
            options=Options(options.organisation, options.tlp, options.months),
        )
    found = {"file": str(made.path), "sha256": made.sha256, "bytes": made.size, "number": made.number}
    lacking = {"unprintable": [one._asdict() for one in made.unprintable]}
    _say(options, found | lacking, [_("Written: {file}", file=made.path), *sentences(made.unprintable)])
    return 0


def _report_to_all(options: argparse.Namespace) -> int:
    """`report EXERCISE --all-organisations`: what is finished stays when it is stopped, and is not made again."""
    from exercise_studio.journeys.report_batch import make_all
    from exercise_studio.journeys.session import Session

    if options.issue:
        raise UsageError(N_("Reports for all organisations are not issued; issue the full report."))
    if options.edition not in (None, "organisation"):
        raise UsageError(N_("Only the edition “organisation” can be made for all organisations."))
    if options.organisation or options.tlp or options.months:
        raise UsageError(N_("--all-organisations takes no --organisation, --tlp or --months."))
    with _open(options, read_only=True) as workspace:
        session = Session.open(workspace, options.exercise, lang=options.lang)
        made = make_all(
            session, Path(options.out), options.lang, _Progress(), as_of=_moment(options.as_of), format=options.format
        )
    found = {
        "folder": str(made.folder),
        "made": made.made,
        "kept": made.kept,
        "files": [one.name for one in made.files],
    }
    said = _(
        "Written: {made} reports in {folder}; {kept} were up to date.",
        made=made.made,
        folder=made.folder,
        kept=made.kept,
    )
    _say(options, found, [said])
    return 0


class _Progress:
    """Says on stderr how far a long command is: one line that counts on a terminal, else a line for each twentieth."""

    cancelled = False

    def __init__(self) -> None:
        self._last = -1

    def report(self, done: int, total: int, what: str = "") -> None:
        """`done` of `total` are finished."""
        if sys.stderr is None:
            return
        if sys.stderr.isatty():
            print(f"\r{done}/{total} ", end="\n" if done == total else "", file=sys.stderr, flush=True)
            return
        step = done * 20 // total if total else 0
        if step != self._last:
            self._last = step
            print(f"{done}/{total}", file=sys.stderr, flush=True)


def run_sheet_command(options: argparse.Namespace) -> int:
    """`run-sheet EXERCISE`."""
    from exercise_studio.journeys import sheets
    from exercise_studio.journeys.session import Session

    with _open(options, read_only=True) as workspace:
        session = Session.open(workspace, options.exercise, lang=options.lang)
        path = sheets.write_run_sheet(
            session, Path(options.out), lang=options.lang, organisation=options.organisation, short=options.short
        )
    found = {"file": str(path), "bytes": path.stat().st_size}
    _say(options, found, [_("Written: {file}", file=path)])
    return 0


def export_command(options: argparse.Namespace) -> int:
    """`export EXERCISE`: JSON lines; with `--json` one object."""
    from exercise_studio.journeys.sharing import export

    with _open(options, read_only=True) as workspace:
        text = export(workspace, options.exercise, normalised=options.normalised)
    entries = text.count("\n") - 1
    if options.out:
        from exercise_studio.exchange.writing import write_whole

        write_whole(Path(options.out), text.encode())
        _say(options, {"file": options.out, "entries": entries}, [_("Written: {file}", file=options.out)])
    elif options.json:
        head, *rest = (json.loads(line) for line in text.splitlines())
        _say(options, {**head, "entries": rest}, [])
    else:
        sys.stdout.write(text)
    return 0


# workspaces


def workspace_init(options: argparse.Namespace) -> int:
    """`workspace init`."""
    from exercise_studio.journeys import keeping

    target = options.target or options.workspace or keeping.default_workspace()
    keeping.make_workspace(target).close()
    _say(options, {"workspace": str(target)}, [_("Made: {file}", file=target)])
    return 0


def workspace_verify(options: argparse.Namespace) -> int:
    """`workspace verify`: exit 1 when something is broken."""
    from exercise_studio.store.verify import verify

    with _open(options, read_only=True) as workspace:
        outcome = verify(workspace)
    said = [problem.text(options.lang) for problem in outcome.problems]
    lines = said or [
        _(
            "{entries} entries in {chains} chains: everything is as it was written.",
            entries=outcome.entries,
            chains=outcome.chains,
        )
    ]
    found = {"ok": not said, "entries": outcome.entries, "chains": outcome.chains, "problems": said}
    _say(options, found, lines)
    return 1 if said else 0


def workspace_backup(options: argparse.Namespace) -> int:
    """`workspace backup`."""
    from exercise_studio.journeys import keeping
    from exercise_studio.store.workspace import Workspace

    target = options.target or options.workspace or keeping.default_workspace()
    with Workspace.open(target) as workspace:
        if workspace.read_only and workspace.notices:
            raise workspace.notices[-1]
        made = keeping.back_up(workspace, "hand")
    text = _("Backup made: {file}", file=made.path) if made else _("Nothing changed since the last backup.")
    _say(options, {"backup": str(made.path) if made else None}, [text])
    return 0


def workspace_list(options: argparse.Namespace) -> int:
    """`workspace list`."""
    from exercise_studio.journeys.library import list_exercises

    with _open(options, read_only=True) as workspace:
        cards = list_exercises(workspace)
    rows = [
        {"id": c.id, "title": c.title.model_dump(), "phase": c.phase, "starts_at": c.starts_at.isoformat()}
        for c in cards
    ]
    lines = [f"{c.id}  {c.starts_at:%Y-%m-%d %H:%M}  {c.phase}  {c.title.get(options.lang)}" for c in cards]
    _say(options, {"exercises": rows}, lines or [_("No exercises yet.")])
    return 0


# the machine


def doctor(options: argparse.Namespace) -> int:
    """`doctor`: exit 3 when something that is needed is missing."""
    from exercise_studio.journeys.examining import examine

    findings = examine()
    marks = {"ok": "✓", "advice": "·", "missing": "✗"}
    lines = [f"{marks[f.state]} {f.text(options.lang)}" for f in findings]
    missing = [f for f in findings if f.state == "missing"]
    rows = [{"what": f.what, "state": f.state, "text": f.text(options.lang)} for f in findings]
    _say(options, {"ok": not missing, "findings": rows}, lines)
    return EnvironmentFault.exit_code if missing else 0


def demo_command(options: argparse.Namespace) -> int:
    """`demo`: the demonstration exercise with last year's before it, and its reports in both languages."""
    from exercise_studio.journeys.demonstrating import demonstrate

    made = demonstrate(Path(options.out))
    _say(
        options,
        {"exercise": made.exercise, "files": [str(file) for file in made.files]},
        [str(file) for file in made.files],
    )
    return 0
