"""Text in two languages, and the base of every model that is read from a file or kept in the log."""

from typing import Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, model_validator

from exercise_studio.domain.errors import Unfit
from exercise_studio.language import N_

Lang = Literal["ja", "en"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)


class Model(BaseModel):
    """A frozen value: unknown keys are errors, so that a misspelt field never vanishes silently."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def changed(self, **updates: Any) -> Self:
        """A copy with some fields replaced (not validated), without the cached properties of the one it was copied from."""
        unknown = updates.keys() - type(self).model_fields.keys()
        if unknown:
            raise TypeError(f"{type(self).__name__} has no field {', '.join(sorted(unknown))}")
        copy = self.model_copy(update=updates)
        for name in [name for name in copy.__dict__ if name not in type(self).model_fields]:
            del copy.__dict__[name]
        return copy


class Text(Model):
    """What a person wrote, in Japanese, in English, or in both. At least one is there."""

    ja: str = ""
    en: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> "Text":
        if not (self.ja.strip() or self.en.strip()):
            raise Unfit(N_("a text needs Japanese or English"))
        return self

    def get(self, lang: Lang) -> str:
        """The text in `lang`; the other language where it is missing (`missing` tells)."""
        first, second = (self.ja, self.en) if lang == "ja" else (self.en, self.ja)
        return first if first.strip() else second

    def missing(self, lang: Lang) -> bool:
        """Whether `get(lang)` falls back to the other language."""
        return not (self.ja if lang == "ja" else self.en).strip()

    def with_language(self, lang: Lang, value: str) -> "Text":
        """A copy with one language replaced."""
        return Text(ja=value, en=self.en) if lang == "ja" else Text(ja=self.ja, en=value)

    @staticmethod
    def same(value: str) -> "Text":
        """One wording for both languages: names and codes."""
        return Text(ja=value, en=value)
