"""Errors that reach a user.

One clear sentence each, saying what, where and what would be accepted.
"""

from __future__ import annotations


class KoopsimError(Exception):
    """Base of every error that koopsim raises on purpose; its text is fit to be shown to a user."""


class RuleError(KoopsimError):
    """A rule file or rule set is wrong, incomplete or not valid on the date asked for."""


class DefinitionError(KoopsimError):
    """The process definition contradicts itself.

    Overlapping guards, unknown names, missing citations.
    """


class EventRefused(KoopsimError):
    """An event does not fit the case as it stands; the text gives the reason.

    Nothing was changed.
    """


class ScenarioError(KoopsimError):
    """A scenario file is wrong; the text names file, line, field and what is accepted."""


class RunError(KoopsimError):
    """A simulation run cannot start or go on."""


class PropertyBroken(KoopsimError):
    """A step of a case breaks a safety property: the model, or the reform it runs under, is wrong.

    ``properties`` are the names of all properties that the step breaks.
    """

    def __init__(self, text: str, properties: tuple[str, ...]) -> None:
        super().__init__(text)
        self.properties = properties
