"""`python -m benchmarks [NAME …] [--json]`: runs benchmarks and prints their figures; exit 1 when an aim is missed."""

import argparse
import importlib
import json
import pkgutil
import sys
from collections.abc import Callable, Iterable

import benchmarks
from benchmarks.measure import Result

Benchmark = Callable[[], Iterable[Result]]


def found() -> dict[str, Benchmark]:
    """Every function named `bench_…` of every module here, by its name."""
    benches: dict[str, Benchmark] = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(benchmarks.__path__) if m.name.startswith("of_")):
        loaded = importlib.import_module(f"benchmarks.{module}")
        benches |= {name[6:]: getattr(loaded, name) for name in dir(loaded) if name.startswith("bench_")}
    return benches


def main() -> int:
    """Runs what was asked for."""
    known = found()
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    parser.add_argument("--json", action="store_true", help="one object a line")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in known]
    if unknown:
        parser.error(f"unknown benchmark {', '.join(unknown)}; known: {', '.join(known)}")
    held = True
    if not options.json:
        print(f"{'name':34} {'value':>12} {'bound':>12} {'unit':9} {'ratio':>7}  aim")
    for name in options.names or known:
        for result in known[name]():
            held = held and result.holds
            row = result.row()
            if options.json:
                print(json.dumps(row, ensure_ascii=False))
            else:
                mark = "✓" if result.holds else "✗"
                print(
                    f"{result.name:34} {row['value']:>12} {row['bound']:>12} {result.unit:9} {row['ratio']:>7}  {row['aim']} {mark}"
                )
            sys.stdout.flush()
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main())
