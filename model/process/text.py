"""Bilingual labels: every name of the model can be read in German and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["de", "en"]

LANGUAGES: tuple[Language, ...] = ("de", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """A label in German (``de``) and English (``en``)."""

    de: str
    en: str

    def __getitem__(self, language: Language) -> str:
        """Return the label in ``language``.

        Raises:
            KeyError: if the language is neither ``"de"`` nor ``"en"``.
        """
        if language not in LANGUAGES:
            raise KeyError(language)
        return self.de if language == "de" else self.en
