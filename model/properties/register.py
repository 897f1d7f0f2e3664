"""The register of properties, and the words with which they are declared."""

from __future__ import annotations

from typing import Literal

from ..errors import DefinitionError
from ..process.text import Text
from ..vocabulary import Modality
from .formula import TRUE, Formula
from .kinds import (
    Accepted,
    Always,
    AlwaysPossible,
    Keepable,
    Lasts,
    LeadsTo,
    Possible,
    Property,
)

REGISTERED: dict[str, Property] = {}
"""All properties by name, in the order in which they are declared."""


def _register(item: Property) -> None:
    if item.name in REGISTERED:
        raise DefinitionError(f"two properties are called {item.name!r}")
    REGISTERED[item.name] = item


def always(
    name: str,
    modality: Modality,
    cites: tuple[str, ...],
    de: str,
    en: str,
    *,
    when: Formula,
    then: Formula,
) -> None:
    """Declare: in every step, where ``when`` holds, ``then`` holds."""
    _register(
        Always(name=name, modality=modality, cites=cites, title=Text(de, en), when=when, then=then)
    )


def never(
    name: str,
    modality: Modality,
    cites: tuple[str, ...],
    de: str,
    en: str,
    *,
    when: Formula,
    happens: Formula,
) -> None:
    """Declare: where ``when`` holds, ``happens`` does not."""
    always(name, modality, cites, de, en, when=when, then=~happens)


def before(
    name: str,
    modality: Modality,
    cites: tuple[str, ...],
    de: str,
    en: str,
    *,
    first: Formula,
    then: Formula,
) -> None:
    """Declare: ``then`` happens only where ``first`` (a memory, mostly) holds."""
    always(name, modality, cites, de, en, when=then, then=first)


def accepted(
    name: str,
    modality: Modality,
    cites: tuple[str, ...],
    de: str,
    en: str,
    *,
    event: str,
    where: Formula,
    given: Formula = TRUE,
) -> None:
    """Declare: an event is accepted exactly where ``where`` holds (as far as ``given`` holds)."""
    _register(
        Accepted(
            name=name,
            modality=modality,
            cites=cites,
            title=Text(de, en),
            event=event,
            where=where,
            given=given,
        )
    )


def within(
    name: str,
    modality: Modality,
    cites: tuple[str, ...],
    de: str,
    en: str,
    *,
    state: str,
    limit: str,
    unit: Literal["weeks", "months"],
    longer_if: str = "",
    longer_limit: str = "",
) -> None:
    """Declare: a state ends within a limit of the rule set."""
    _register(
        Lasts(
            name=name,
            modality=modality,
            cites=cites,
            title=Text(de, en),
            state=state,
            limit=limit,
            unit=unit,
            longer_if=longer_if,
            longer_limit=longer_limit,
        )
    )


def keepable(
    name: str,
    cites: tuple[str, ...],
    de: str,
    en: str,
    *,
    deadline: str,
    limit: str,
    unit: Literal["days", "weeks", "months"],
    not_by: tuple[str, ...],
) -> None:
    """Declare: a SHOULD deadline can be kept from every state in which it runs."""
    _register(
        Keepable(
            name=name,
            modality=Modality.SHOULD,
            cites=cites,
            title=Text(de, en),
            deadline=deadline,
            limit=limit,
            unit=unit,
            not_by=not_by,
        )
    )


def possible(name: str, cites: tuple[str, ...], de: str, en: str, *, step: Formula) -> None:
    """Declare: a MAY is a choice; some case takes such a step."""
    _register(
        Possible(name=name, modality=Modality.MAY, cites=cites, title=Text(de, en), step=step)
    )


def always_possible(
    name: str,
    modality: Modality,
    cites: tuple[str, ...],
    de: str,
    en: str,
    *,
    start: Formula,
    goal: Formula,
    without: tuple[str, ...] = (),
) -> None:
    """Declare: from every state in ``start`` the ``goal`` stays reachable."""
    _register(
        AlwaysPossible(
            name=name,
            modality=modality,
            cites=cites,
            title=Text(de, en),
            start=start,
            goal=goal,
            without=without,
        )
    )


def leads_to(
    name: str,
    modality: Modality,
    cites: tuple[str, ...],
    de: str,
    en: str,
    *,
    start: Formula,
    goal: Formula,
) -> None:
    """Declare: whatever happens, ``start`` leads to ``goal`` once deadlines have run."""
    _register(
        LeadsTo(
            name=name, modality=modality, cites=cites, title=Text(de, en), start=start, goal=goal
        )
    )
