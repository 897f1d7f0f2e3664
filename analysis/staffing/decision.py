"""How many office-years it takes to say "with 95 percent", and how many of them may fail.

The least staff is searched with a fixed set of n office-years (common random numbers: number 17 is
the same persons and the same chance at any staff). If more staff never harms, each office-year has
a staff X from which on it meets the target, and the least staff at which at most c of the n fail is
the (n - c)-th smallest of these X. That order statistic is a distribution-free upper confidence
bound for the staff at which the share ``probability`` of all office-years meet the target (S. S.
Wilks, Annals of Mathematical Statistics 12, 1941): it is too small with probability

    P(Binomial(n, 1 - probability) <= c) <= 1 - confidence,

however many staff levels were looked at. n and c are chosen so.

>>> office_years_needed(0.95, 0.95)
Decision(office_years=93, failures=1)
"""

from __future__ import annotations

from dataclasses import dataclass

from scipy import stats

from ..errors import AnalysisError
from ..intervals import CONFIDENCE

LARGE = 150
"""Above this many office-years none may fail instead of one, which needs fewer."""

MOST_OFFICE_YEARS = 5_000


@dataclass(frozen=True, slots=True)
class Decision:
    """A target counts as met at a staff if at most ``failures`` of ``office_years`` miss it."""

    office_years: int
    failures: int


def office_years_needed(
    probability: float, confidence: float = CONFIDENCE, office_years: int | None = None
) -> Decision:
    """Return size and accepted failures of the set of office-years that decides.

    Args:
        probability: share of office-years that must meet the target.
        confidence: how sure the answer is to be (1 - error), between 0.5 and 1.
        office_years: the number to use; the least that leaves room for one failure by default (none
            where that would be more than 150).

    Raises:
        AnalysisError: if ``office_years`` are too few to show the probability at all.
    """
    if not 0.5 <= confidence < 1:
        raise AnalysisError(
            f"A confidence of {confidence:g} is not accepted; give 0.5 to below 1, such as 0.95."
        )
    if office_years is not None and not 1 <= office_years <= MOST_OFFICE_YEARS:
        raise AnalysisError(
            f"{office_years} office-years are not accepted; give 1 to {MOST_OFFICE_YEARS}."
        )
    if office_years is None:
        with_one = _least(probability, confidence, 1)
        if with_one <= LARGE:
            return Decision(with_one, 1)
        return Decision(_least(probability, confidence, 0), 0)
    least = _least(probability, confidence, 0)
    if office_years < least:
        raise AnalysisError(
            f"To show that {probability:.4g} of all office-years meet a target, sure to "
            f"{confidence:.4g}, at least {least} office-years must be simulated, not "
            f"{office_years}."
        )
    failures = 0
    while _error(office_years, failures + 1, probability) <= 1 - confidence:
        failures += 1
    return Decision(office_years, failures)


def _error(office_years: int, failures: int, probability: float) -> float:
    return float(stats.binom.cdf(failures, office_years, 1 - probability))


def _least(probability: float, confidence: float, failures: int) -> int:
    """Return the least number of office-years whose error is small enough (it falls with them)."""
    low, high = failures, failures + 1
    while _error(high, failures, probability) > 1 - confidence:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if _error(middle, failures, probability) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high
