"""Which person a chain is about: the facts that change how a case goes."""

from __future__ import annotations

from dataclasses import dataclass

from ...model.process.facts import FACT_BIT


@dataclass(frozen=True, slots=True)
class PersonClass:
    """A class of persons; the default is the ordinary one.

    ``spells`` says whether the person can come to work to capacity (waiver of the plan) and to
    receive unemployment benefit as well; without, these two rare spells are left out, which makes
    the chain less than half as large.
    """

    under_25: bool = False
    vulnerable: bool = False
    rehabilitation: bool = False
    holistic_coaching: bool = False
    spells: bool = True

    @property
    def facts(self) -> int:
        """The lasting person facts as a bit set (as in ``FACT_BIT``)."""
        names = ("under_25", "vulnerable", "rehabilitation", "holistic_coaching")
        return sum(FACT_BIT[name] for name in names if getattr(self, name))

    @property
    def age_group(self) -> int:
        """0 under 25, 1 from 25."""
        return 0 if self.under_25 else 1


ORDINARY = PersonClass()
"""From 25, nothing special."""
