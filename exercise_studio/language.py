"""The two languages of the program: English message ids, translated through gettext catalogues, without Qt.

A report's language is independent of the window's, so every function exists for the current and for a named language.
"""

import gettext
from collections.abc import Callable
from functools import cache
from typing import Final

from exercise_studio import paths

DOMAIN: Final = "exercise_studio"
LANGUAGES: Final = ("ja", "en")
DEFAULT: Final = "ja"

_current = DEFAULT
_listeners: list[Callable[[str], None]] = []


@cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    """English is the message ids themselves: only the other languages have a catalogue."""
    if lang not in LANGUAGES:
        raise ValueError(f"unknown language {lang!r}; known: {', '.join(LANGUAGES)}")
    if lang == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, paths.resources("locale"), languages=[lang], fallback=True)


def current() -> str:
    """The language in use, "ja" or "en"."""
    return _current


def use(lang: str) -> None:
    """Make `lang` the current language and tell the listeners of `on_change`; ValueError for an unknown one."""
    global _current  # noqa: PLW0603  the one place that holds the window's language
    _catalogue(lang)
    if lang == _current:
        return
    _current = lang
    for listener in tuple(_listeners):
        listener(lang)


def on_change(listener: Callable[[str], None]) -> Callable[[], None]:
    """Call `listener(lang)` after each change of language; returns a function that stops it."""
    _listeners.append(listener)

    def stop() -> None:
        if listener in _listeners:
            _listeners.remove(listener)

    return stop


def translate(lang: str, msgid: str, /, **params: object) -> str:
    """`msgid` in `lang`, its named placeholders filled from `params`.

    Without params the text is returned as it stands, so that braces in it need no doubling.
    """
    text = _catalogue(lang).gettext(msgid) if msgid else ""
    return text.format(**params) if params else text


def _(msgid: str, /, **params: object) -> str:
    """`msgid` in the current language: `_("Inject {number} fired.", number=7)`."""
    return translate(_current, msgid, **params)


def N_(msgid: str) -> str:  # noqa: N802  the name every gettext tool knows
    """Marks a message for the catalogue and returns it untranslated, for tables that are translated when shown."""
    return msgid


def plural(one: str, many: str, n: int, /, *, lang: str | None = None, **params: object) -> str:
    """`one` or `many` by the count `n`, which fills the placeholder {n}, in `lang` or the current language."""
    return _catalogue(lang or _current).ngettext(one, many, n).format(n=n, **params)
