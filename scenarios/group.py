"""Base of the groups of a scenario, and text in two languages."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""Name of a scenario or rule set: small letters, digits and single hyphens."""

Wording = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]


class Group(BaseModel):
    """A part of a scenario: frozen, and closed against fields nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class TwoLanguages(Group):
    """The same text in German and English."""

    de: Wording = Field(description="German text.")
    en: Wording = Field(description="English text.")

    def __getitem__(self, language: Literal["de", "en"]) -> str:
        """Return the text in ``language``.

        Raises:
            KeyError: if the language is neither ``"de"`` nor ``"en"``.
        """
        if language not in ("de", "en"):
            raise KeyError(language)
        return self.de if language == "de" else self.en
