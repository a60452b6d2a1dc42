"""Files: reading the scenario and its checklist, fresh and from the cache."""

import json
from collections.abc import Iterator

import yaml

from benchmarks.measure import Result, beside, median
from exercise_studio import paths
from exercise_studio.domain.checklist import Checklist
from exercise_studio.exchange.yaml_files import read_model, read_yaml
from exercise_studio.journeys.library import card_of, list_scenarios


def bench_yaml() -> Iterator[Result]:
    """Reading and validating a checklist: fresh against PyYAML's C parser composing it, cached against json.loads of it."""
    file = paths.resources("checklists", "bcp-csirt.yaml")
    text = file.read_text("utf-8")
    as_json = json.dumps(read_yaml(file)[0])
    read_model(file, Checklist)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    one, other = beside(
        lambda: read_model(file, Checklist, cache=False), lambda: yaml.compose(text, Loader=loader), times=7
    )
    yield Result("checklist from YAML", median(one) * 1000, "ms", median(other) * 1000, 1.6)
    one, other = beside(lambda: read_model(file, Checklist), lambda: json.loads(as_json), times=30)
    yield Result("checklist from the cache", median(one) * 1000, "ms", median(other) * 1000, 5)


def bench_library() -> Iterator[Result]:
    """Listing the scenario library with a warm cache, against reading its files and json.loads of their content."""
    files = [card.folder / "scenario.yaml" for card in list_scenarios() if card.scenario is not None]
    as_json = [json.dumps(read_yaml(file)[0]) for file in files]

    def theirs() -> None:
        for file, text in zip(files, as_json, strict=True):
            file.read_bytes()
            json.loads(text)

    def ours() -> None:
        card_of.cache_clear()
        list_scenarios()

    one, other = beside(ours, theirs, times=15)
    yield Result("library, warm", median(one) * 1000, "ms", median(other) * 1000, 5)
