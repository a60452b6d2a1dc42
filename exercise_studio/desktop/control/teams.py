"""Short codes and names of teams, as marks, lanes and the log line use them. Without Qt."""

from exercise_studio.conduct.describe import body_name
from exercise_studio.desktop.control.logline import TeamName, Vocabulary
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.text import LANGUAGES, Lang, Text

CODES: dict[str, Text] = {
    "executives": Text(ja="経営", en="EX"),
    "ciso": Text(ja="CISO", en="CISO"),
    "strategy": Text(ja="戦略", en="SM"),
    "csirt": Text(ja="IT", en="IT"),
    "ot": Text(ja="OT", en="OT"),
    "operations": Text(ja="現業", en="OPS"),
    "publicity": Text(ja="広報", en="PR"),
    "legal": Text(ja="法務", en="LAW"),
    "audit": Text(ja="監査", en="AUD"),
    "supplier": Text(ja="委託", en="SUP"),
}
"""At most four letters, so that a mark stays narrow."""


def code_of(team: str, lang: Lang) -> str:
    """The code of a team's address, or of whatever else wrote: its first letters."""
    kind = team.rpartition("/")[2]
    known = CODES.get(kind)
    return known.get(lang) if known else kind[:4].upper()


def index_of(plan: Plan, team: str) -> int:
    """The colour of a team: teams of one kind have the same one in every organisation."""
    kind = team.rpartition("/")[2]
    kinds = list(CODES)
    return kinds.index(kind) if kind in kinds else 0


def vocabulary(plan: Plan, lang: Lang, tags: tuple[str, ...] = ()) -> Vocabulary:
    """What the log line knows: every team by all its names in both languages, the items in use, the tags so far."""
    teams = []
    several = len(plan.organisations) > 1
    for address, (house, team) in plan.teams.items():
        kind = team.kind
        names = [body_name(plan, address, lang)]
        if not several:
            names += [team.title.get(one) for one in LANGUAGES]
            names += [CODES[kind].get(one) for one in LANGUAGES if kind in CODES]
            names += [kind]
        else:
            names += [f"{house.id}/{CODES[kind].get(one)}" for one in LANGUAGES if kind in CODES]
        teams.append(TeamName(address, tuple(dict.fromkeys(names))))
    used = {item for team in plan.teams for item in plan.items_of(team)}
    items = {item: known.title.get(lang) for item, known in plan.items.items() if item in used}
    return Vocabulary(tuple(teams), items, tags)


def team_of_item(plan: Plan, item: str, preferred: str = "") -> str:
    """The team an item belongs to: the preferred one where it has it, else the first that does, else ""."""
    if preferred and item in plan.items_of(preferred):
        return preferred
    house = preferred.partition("/")[0]
    having = [team for team in plan.teams if item in plan.items_of(team)]
    return next((team for team in having if team.partition("/")[0] == house), having[0] if having else "")
