"""Conditions as sentences, for people who read a script and do not write it: what is to hold, before or after it does."""

from collections.abc import Callable, Mapping

from exercise_studio.domain.conditions import Both, Call, Condition, Node, Not
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.scenario import Inject, Scenario
from exercise_studio.domain.text import Lang, Text
from exercise_studio.language import N_, translate

HOLDS = {
    "fired": N_("{inject} was fired"),
    "done": N_("{item} is done"),
    "partly": N_("{item} is partly done"),
    "missed": N_("{item} was not done"),
    "late": N_("{item} is late"),
    "late at": N_("{item} is not done at {time}"),
    "rated": N_("{item} is rated {test}"),
    "chosen": N_("“{option}” was chosen"),
    "shared": N_("{sender} has told {receiver}"),
    "level": N_("{sector} stands at {test}"),
    "after": N_("{time} has passed"),
}
"""How a test of a condition is said where it holds; “late at” is `late` with a time of its own."""
FAILS = {
    "fired": N_("{inject} was not fired"),
    "done": N_("{item} is not done yet"),
    "partly": N_("{item} is not partly done"),
    "missed": N_("{item} was not missed"),
    "late": N_("{item} is not late"),
    "late at": N_("{item} is done, or {time} has not come"),
    "rated": N_("{item} is not rated {test}"),
    "chosen": N_("“{option}” was not chosen"),
    "shared": N_("{sender} has not told {receiver}"),
    "level": N_("{sector} does not stand at {test}"),
    "after": N_("{time} has not come"),
}
"""How a test of a condition is said where it does not hold."""


def t_plus(play: int) -> str:
    """A planned moment of play as lists show it: "T+25", with seconds only where there are any."""
    minutes, seconds = divmod(abs(play) // 1000, 60)
    sign = "−" if play < 0 else "+"
    return f"T{sign}{minutes}" + (f":{seconds:02}" if seconds else "")


def sentence(
    condition: Condition,
    scenario: Scenario,
    items: Mapping[str, Text],
    sectors: Mapping[str, str],
    name: Callable[[str], str],
    lang: Lang,
) -> str:
    """The condition in words. `items` and `sectors` (message ids) name what it asks about, `name` says who an address is."""
    return _Saying(scenario, items, sectors, name, lang).node(condition.tree, True)


class _Saying:
    """What stays the same from one part of a condition to the next."""

    def __init__(
        self,
        scenario: Scenario,
        items: Mapping[str, Text],
        sectors: Mapping[str, str],
        name: Callable[[str], str],
        lang: Lang,
    ) -> None:
        self.scenario, self.items, self.sectors, self.name, self.lang = scenario, items, sectors, name, lang

    def node(self, node: Node, wanted: bool) -> str:
        """A negation is carried down to the tests, where “and” and “or” change places."""
        if isinstance(node, Not):
            return self.node(node.part, not wanted)
        if isinstance(node, Call):
            return self.call(node, wanted)
        word = node.word if wanted else {"and": "or", "or": "and"}[node.word]
        parts: list[str] = []
        for part in node.parts:
            said = self.node(part, wanted)
            inner: Node = part.part if isinstance(part, Not) else part
            nested = isinstance(inner, Both)
            parts.append(translate(self.lang, N_("({condition})"), condition=said) if nested else said)
        joint = N_("{first}, and {second}") if word == "and" else N_("{first}, or {second}")
        found = parts[0]
        for further in parts[1:]:
            found = translate(self.lang, joint, first=found, second=further)
        return found

    def call(self, call: Call, wanted: bool) -> str:
        """One test."""
        lang, scenario = self.lang, self.scenario
        words = {"time": t_plus(call.delay or 0), "test": f"{call.sign} {call.number:g}"}
        first = call.args[0] if call.args else ""
        if call.name == "fired":
            inject = scenario.inject_by_id.get(first)
            words["inject"] = f"{first} {inject.title.get(lang)}" if inject else first
        elif call.name in ("done", "partly", "missed", "late", "rated"):
            words["item"] = first
        elif call.name == "chosen":
            branch = scenario.branch_by_id.get(first)
            options = {option.id: option.text.get(lang) for option in branch.options} if branch else {}
            words["option"] = options.get(call.args[1], call.args[1])
        elif call.name == "shared":
            words |= {"sender": self.name(first), "receiver": self.name(call.args[1])}
        elif call.name == "level":
            words["sector"] = translate(lang, self.sectors.get(first, first))
        kind = "late at" if call.name == "late" and call.delay is not None else call.name
        said = translate(lang, (HOLDS if wanted else FAILS)[kind], **words)
        if call.team:
            said = translate(lang, N_("{what} (by {team})"), what=said, team=self.name(call.team))
        title = self.items.get(words.get("item", ""))
        return translate(lang, N_("{what} ({title})"), what=said, title=title.get(lang)) if title else said


def short_name(name: str) -> str:
    """An organisation's name without its legal form, where room is scarce."""
    for form in ("株式会社", "(株)", "（株）", " Co., Ltd.", ", Ltd.", " Ltd.", ", Inc.", " Inc."):
        name = name.replace(form, "")
    return name.strip(" ,　")


def receivers(plan: Plan, inject: Inject, lang: Lang, organisations: tuple[str, ...] = ()) -> str:
    """Who receives an inject, of all organisations or some: teams where they are named, whole organisations otherwise."""
    names: list[str] = []
    members = {address.partition("/")[0] for address in inject.to}
    wanted = set(organisations)
    for house in plan.organisations:
        if wanted and house.id not in wanted:
            continue
        if not members & {"all", house.slot, house.id}:
            continue
        teams = plan.targets_of(inject, house.id)
        if not teams:
            continue
        said = [plan.teams[team][1].title.get(lang) for team in teams]
        if len(teams) == len(house.teams):
            names.append(short_name(house.name.get(lang)))
        elif len(plan.organisations) == 1:
            names += said
        else:
            inside = "・".join(said) if lang == "ja" else ", ".join(said)
            message = N_("{organisation} ({teams})")
            names.append(translate(lang, message, organisation=short_name(house.name.get(lang)), teams=inside))
    if len(plan.organisations) > 1 and len(names) > 6:
        return translate(lang, N_("{first} and {n} more"), first=names[0], n=len(names) - 1)
    return ("、" if lang == "ja" else ", ").join(names)
