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
READINGS: dict[str, tuple[str, ...]] = {
    "executives": ("けいえい",), "ciso": ("しーそ",), "strategy": ("せんりゃく",), "csirt": ("しーさーと", "じょうしす"),
    "ot": ("せいぎょ", "おーてぃー"), "operations": ("げんぎょう", "じぎょう"), "publicity": ("こうほう",), "legal": ("ほうむ",),
    "audit": ("かんさ",), "supplier": ("いたく",),
}  # fmt: skip
"""How the kinds of teams are read: so a team is found by what one types before it is converted."""
BODIES: dict[str, tuple[str, ...]] = {
    "supplier": ("委託先", "いたくさき", "supplier"), "customer": ("顧客", "こきゃく", "customer"),
    "press": ("報道", "ほうどう", "press"), "ministry": ("省庁", "しょうちょう", "所管省庁", "ministry"),
    "national_office": ("国", "くに", "national"), "ceptoar_secretariat": ("セプター", "せぷたー", "ceptoar"),
    "isac": ("ISAC", "あいざっく"), "police": ("警察", "けいさつ", "police"), "port_authority": ("港湾管理者", "こうわん", "port"),
    "local_government": ("自治体", "じちたい", "municipality"), "agency": ("機関", "きかん", "agency"),
    "counsel": ("弁護士", "べんごし", "counsel"), "public": ("住民", "じゅうみん", "public"),
    "headquarters": ("本社", "ほんしゃ", "headquarters"), "operator": ("事業者", "じぎょうしゃ", "operator"),
}  # fmt: skip
"""What a simulated body may be called by, after what it is."""


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
            names += [kind, *READINGS.get(kind, ())]
        else:
            names += [f"{house.id}/{CODES[kind].get(one)}" for one in LANGUAGES if kind in CODES]
        teams.append(TeamName(address, tuple(dict.fromkeys(names))))
    used = {item for team in plan.teams for item in plan.items_of(team)}
    items = {item: known.title.get(lang) for item, known in plan.items.items() if item in used}
    return Vocabulary(tuple(teams), receivers(plan, lang, tuple(teams)), items, tags)


def receivers(plan: Plan, lang: Lang, teams: tuple[TeamName, ...]) -> tuple[TeamName, ...]:
    """With whom information may be shared: the simulated bodies first, then organisations where there are several, then teams."""
    found = []
    for member in plan.scenario.cast:
        if member.kind == "simulated" and member.category != "attacker":
            titles = [member.title.get(lang), *(member.title.get(one) for one in LANGUAGES)]
            names = [*titles, *BODIES.get(member.category or "", ()), member.id]
            found.append(TeamName(member.id, tuple(dict.fromkeys(names))))
    if len(plan.organisations) > 1:
        for house in plan.organisations:
            names = [house.name.get(lang), *(house.name.get(one) for one in LANGUAGES), house.id]
            found.append(TeamName(house.id, tuple(dict.fromkeys(names))))
    return (*found, *teams)


def team_of_item(plan: Plan, item: str, preferred: str = "") -> str:
    """The team an item belongs to: the preferred one where it has it, else the first that does, else ""."""
    if preferred and item in plan.items_of(preferred):
        return preferred
    house = preferred.partition("/")[0]
    having = [team for team in plan.teams if item in plan.items_of(team)]
    return next((team for team in having if team.partition("/")[0] == house), having[0] if having else "")


def roles_of(plan: Plan, team: str, lang: Lang) -> tuple[str, ...]:
    """Who may have decided in a team: the team as a whole, then its seats."""
    known = plan.teams.get(team)
    if known is None:
        return ()
    return tuple(dict.fromkeys([known[1].title.get(lang), *(seat.role.get(lang) for seat in known[1].seats)]))
