"""Classes of persons mixed with a scenario's shares."""

from __future__ import annotations

from dataclasses import dataclass, fields

from ...scenarios import Scenario
from .numbers import ExactCase, PerYear, TimeShares, exact_case
from .person import PersonClass


@dataclass(frozen=True)
class MixedCase:
    """The four classes by age and vulnerability, each with its share of the stock (adds up to 1).

    The shares are the scenario's shares of persons in benefit; rehabilitation and coaching, which
    concern few, are not told apart.
    """

    parts: tuple[tuple[float, ExactCase], ...]

    def time_shares(self) -> TimeShares:
        """Return the shares of time of the stock, and the mean length of a spell in benefit.

        Raises:
            AnalysisError: if nobody of a class ever leaves benefit.
        """
        found: dict[str, float] = {}
        solved = [(share, part.time_shares()) for share, part in self.parts]
        for share, shares in solved:
            for plan, value in shares.plan.items():
                found[plan] = found.get(plan, 0.0) + share * value
        ordered = dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
        # Persons in stock are met in proportion to the length of their spells.
        exits = sum(share / shares.months_in_benefit for share, shares in solved)
        return TimeShares(ordered, 1 / exits)

    def per_year(self) -> PerYear:
        """Return what is expected per year of one person of the stock [1/year].

        Raises:
            AnalysisError: if nobody of a class ever leaves benefit.
        """
        solved = [(share, part.per_year()) for share, part in self.parts]
        counts = {
            name: sum(share * numbers.counts[name] for share, numbers in solved)
            for name in solved[0][1].counts
        }
        plain = {
            field.name: sum(share * getattr(numbers, field.name) for share, numbers in solved)
            for field in fields(PerYear)
            if field.name != "counts"
        }
        return PerYear(**plain, counts=counts)


def mixed_case(scenario: Scenario, *, spells: bool = True) -> MixedCase:
    """Build the chains of the four classes (under 25 or not, vulnerable or not).

    ``spells``: as in ``PersonClass``.

    Raises:
        AnalysisError: as ``exact_case``.
    """
    young = float(scenario.population.share_under_25.value)
    vulnerable = float(scenario.population.share_vulnerable.value)
    parts = []
    for under_25, age_share in ((True, young), (False, 1 - young)):
        for is_vulnerable, share in ((True, vulnerable), (False, 1 - vulnerable)):
            if age_share * share > 0:
                person = PersonClass(under_25=under_25, vulnerable=is_vulnerable, spells=spells)
                parts.append((age_share * share, exact_case(scenario, person)))
    return MixedCase(tuple(parts))
