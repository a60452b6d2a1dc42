"""Chapters as HTML for a rich-text view."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from exercise_studio.desktop.reference.chapters import Entry, Fact, Section


def css(ink: Mapping[str, str]) -> str:
    """The style sheet, from theme tokens to colours."""
    return f"""
body, p, li, td {{ color: {ink["ink.text"]}; line-height: 145%; }}
p {{ margin-top: 0; margin-bottom: 4px; }}
ul {{ margin-top: 0; margin-bottom: 0; margin-left: 0; -qt-list-indent: 1; }}
h1 {{ font-size: x-large; font-weight: bold; margin-top: 2px; margin-bottom: 4px; }}
h2 {{ font-size: large; font-weight: bold; margin-top: 26px; margin-bottom: 4px; color: {ink["accent.fill"]}; }}
h3 {{ font-size: medium; font-weight: bold; margin-top: 16px; margin-bottom: 3px; }}
h3.first {{ margin-top: 4px; }}
.muted, .name {{ color: {ink["ink.muted"]}; }}
.mark {{ font-weight: normal; color: {ink["notice.edge"]}; }}
.line {{ margin-top: 5px; margin-bottom: 0; }}
a {{ color: {ink["ink.link"]}; }}
table.facts {{ margin-top: 0; margin-bottom: 4px; }}
table.facts td {{ padding-right: 14px; padding-bottom: 3px; }}
"""


def chapter_html(provenance: str, sections: Iterable[Section], *, last: bool = False) -> str:
    """A whole chapter, below where it comes from, or with that at its end."""
    said = f'<p class="muted">{escape(provenance)}</p>'
    parts = [part for section in sections for part in _section(section)]
    parts = [*parts, "<hr>", said] if last else [said, *parts]
    return f"<html><body>{''.join(parts)}</body></html>"


def results_html(found: Iterable[tuple[str, str, Sequence[Entry]]]) -> str:
    """What a search found: (chapter id, its title, entries); each title leads to the entry in its chapter."""
    parts = []
    for chapter, title, entries in found:
        parts.append(f'<h2><a href="#{escape(chapter)}/">{escape(title)}</a></h2>')
        parts += [_entry(entry, href=f"#{chapter}/{entry.id}") for entry in entries]
    return f"<html><body>{''.join(parts)}</body></html>"


def _section(section: Section) -> Iterable[str]:
    if section.title:
        yield f"<h2>{escape(section.title)}</h2>"
    if section.note:
        yield f'<p class="muted">{escape(section.note)}</p>'
    plain = all(not entry.facts and not entry.text for entry in section.entries)
    if plain and len(section.entries) > 1:
        lines = [f'<li><a name="{escape(e.id)}"></a>{escape(e.title)}{_marks(e)}</li>' for e in section.entries]
        yield f"<ul>{''.join(lines)}</ul>"
        return
    for entry in section.entries:
        yield _entry(entry)


def _entry(entry: Entry, href: str = "") -> str:
    title = escape(entry.title)
    plain = not entry.facts and not entry.text
    shown = f'<a href="{escape(href)}">{title}</a>' if href else title
    if not entry.title:
        return f'<a name="{escape(entry.id)}"></a>{_facts(entry.facts)}'
    head = f'<p class="line">{shown}{_marks(entry)}</p>' if plain else f"<h3>{shown}{_marks(entry)}</h3>"
    text = f"<p>{escape(entry.text)}</p>" if entry.text else ""
    return f'<a name="{escape(entry.id)}"></a>{head}{text}{_facts(entry.facts)}'


def _marks(entry: Entry) -> str:
    return f'&nbsp;&nbsp;<span class="mark">{" · ".join(map(escape, entry.marks))}</span>' if entry.marks else ""


def _facts(facts: Sequence[Fact]) -> str:
    parts, rows = [], []
    for fact in facts:
        if not fact.name:
            parts.append(f"<ul>{''.join(f'<li>{escape(value)}</li>' for value in fact.values)}</ul>")
            continue
        values = "<br>".join(escape(value) for value in fact.values)
        rows.append(f'<tr><td class="name" width="150">{escape(fact.name)}</td><td>{values}</td></tr>')
    if rows:
        parts.append(f'<table class="facts" cellspacing="0" cellpadding="0">{"".join(rows)}</table>')
    return "".join(parts)
