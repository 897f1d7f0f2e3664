"""Divide the totals of a scenario among its offices: plain arithmetic, no chance.

A **spread** takes office ``i`` of ``n`` (from 0, the largest first) at the quantile
``1 - (i + 1/2) / n`` of a log-normal distribution of sizes. Its share of persons under 25 and its
caseload stand at quantiles of their own; the order of these is that of the fractional parts of
``(i + 1) / g`` and ``(i + 1) / g**2`` with ``g**3 = g + 1`` (M. Roberts' R2 sequence), which looks
unrelated to size without being drawn. A **table** gives all of this directly.

Then the totals are met: sizes are whole persons by largest remainder, staff in hundredths of an
FTE by largest remainder, and shares under 25 are scaled so that their mean over all persons is the
scenario's. Staff for case management is divided by the number of persons.

Regions of a spread have about the same number of persons: each office, largest first, goes to the
region that has the fewest so far.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from statistics import NormalDist

from .office_groups import Land, OfficeRow, Offices, OfficeSpread
from .parameter import RegionCount

HUNDREDTHS = 100
"""Staff is divided in parts of 1/100 FTE."""

_PLASTIC = 1.324717957244746
"""Real solution of g**3 = g + 1."""

_NINTH_DECILE = NormalDist().inv_cdf(0.9)


class DivisionError(ValueError):
    """The totals cannot be divided; ``field`` is the part of ``offices`` to blame."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True, slots=True)
class Totals:
    """What all offices have together: persons, mean share [share], staff [FTE]."""

    size: int
    share_under_25: float
    fte_under_25: float
    fte_from_25: float
    fte_case_management: float = 0.0


@dataclass(frozen=True, slots=True)
class OfficeNumbers:
    """One office: persons, share of persons under 25 [share], staff [FTE]; land None: as given.

    Offices with the same ``region`` (from 0) are those between which people move.
    """

    label: str
    size: int
    share_under_25: float
    fte_under_25: float
    fte_from_25: float
    land: Land | None
    region: int
    fte_case_management: float = 0.0


def divide(offices: Offices, totals: Totals) -> tuple[OfficeNumbers, ...]:
    """Return what each office has; the offices add up to the totals.

    Raises:
        DivisionError: an office would have nobody, or more persons under 25 than persons.
    """
    if offices.spread is not None:
        divided = _divide_by_spread(offices.spread, totals)
    else:
        divided = _divide_by_table(offices.rows, totals)
    if totals.fte_case_management == 0:
        return divided
    persons = [office.size for office in divided]
    staff = _staff(totals.fte_case_management, persons, persons)
    return tuple(
        replace(office, fte_case_management=fte) for office, fte in zip(divided, staff, strict=True)
    )


def table_totals(rows: Sequence[OfficeRow]) -> dict[str, float]:
    """Return the totals that a table gives: field of ``Totals`` to value; unknown ones left out."""
    first, size = rows[0], sum(row.size for row in rows)
    totals: dict[str, float] = {"size": size}
    if first.share_under_25 is not None:
        totals["share_under_25"] = _mean([r.size for r in rows], _shares(rows))
    for name in ("fte_under_25", "fte_from_25"):
        if getattr(first, name) is not None:
            totals[name] = math.fsum(getattr(row, name) for row in rows)
    return totals


def office_label(number: int, count: int) -> str:
    """Return a label such as ``office 017``; numbers count from 0, as in results."""
    return f"office {number:0{max(3, len(str(count - 1)))}d}"


def apportion(total: int, weights: Sequence[float | Fraction]) -> list[int]:
    """Return whole parts of ``total`` in proportion to ``weights``, by largest remainder.

    Of equal remainders the first is rounded up. The parts add up to ``total`` exactly.

    Raises:
        ValueError: there is something to divide, but no weight above 0.
    """
    exact = [Fraction(weight) for weight in weights]
    whole = sum(exact)
    if total == 0:
        return [0] * len(exact)
    if whole <= 0:
        raise ValueError("nothing to divide by")
    quotas = [total * weight / whole for weight in exact]
    parts = [math.floor(quota) for quota in quotas]
    by_remainder = sorted(range(len(parts)), key=lambda place: parts[place] - quotas[place])
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts


def _divide_by_spread(spread: OfficeSpread, totals: Totals) -> tuple[OfficeNumbers, ...]:
    count = int(spread.count.value)
    sizes = _factors(range(count), spread.size_decile_ratio.value)[::-1]
    young = _factors(_ranks(count, 1 / _PLASTIC), spread.under_25_decile_ratio.value)
    caseload = _factors(_ranks(count, 1 / _PLASTIC**2), spread.caseload_decile_ratio.value)
    persons = _whole_sizes(totals.size, sizes, "spread.size_decile_ratio")
    shares = _scaled_shares(persons, young, totals.share_under_25, "spread.under_25_decile_ratio")
    busy = list(zip(persons, shares, caseload, strict=True))
    staff = (
        _staff(totals.fte_under_25, [n * share / load for n, share, load in busy], persons),
        _staff(totals.fte_from_25, [n * (1 - share) / load for n, share, load in busy], persons),
    )
    regions = _regions(persons, spread.region_count)
    return tuple(
        OfficeNumbers(
            office_label(i, count),
            persons[i],
            shares[i],
            staff[0][i],
            staff[1][i],
            None,
            regions[i],
        )
        for i in range(count)
    )


def _divide_by_table(rows: Sequence[OfficeRow], totals: Totals) -> tuple[OfficeNumbers, ...]:
    persons = _whole_sizes(totals.size, [row.size for row in rows], "table.rows")
    shares = _scaled_shares(persons, _shares(rows), totals.share_under_25, "table.rows")
    young = [n * share for n, share in zip(persons, shares, strict=True)]
    older = [n - part for n, part in zip(persons, young, strict=True)]
    staff = (
        _staff(totals.fte_under_25, _given([r.fte_under_25 for r in rows], young), persons),
        _staff(totals.fte_from_25, _given([r.fte_from_25 for r in rows], older), persons),
    )
    names = list(dict.fromkeys(row.region for row in rows))
    return tuple(
        OfficeNumbers(
            row.name,
            persons[i],
            shares[i],
            staff[0][i],
            staff[1][i],
            row.land,
            names.index(row.region),
        )
        for i, row in enumerate(rows)
    )


def _factors(ranks: Sequence[int], decile_ratio: float) -> list[float]:
    """Return log-normal quantiles (median 1) of ranks 0 to n - 1, in the order of ``ranks``."""
    deviation = math.log(decile_ratio) / (2 * _NINTH_DECILE)
    normal, count = NormalDist(), len(ranks)
    return [math.exp(deviation * normal.inv_cdf((rank + 0.5) / count)) for rank in ranks]


def _ranks(count: int, step: float) -> list[int]:
    """Return the ranks of the fractional parts of ``step``, ``2 * step``, and so on."""
    parts = [(place + 1) * step % 1.0 for place in range(count)]
    ranks = [0] * count
    for rank, place in enumerate(sorted(range(count), key=parts.__getitem__)):
        ranks[place] = rank
    return ranks


def _regions(persons: Sequence[int], wanted: RegionCount | None) -> list[int]:
    """Return the region of each office: the one that has the fewest persons so far."""
    together = [0] * min(len(persons), 1 if wanted is None else int(wanted.value))
    found = []
    for number in persons:
        place = together.index(min(together))
        together[place] += number
        found.append(place)
    return found


def _whole_sizes(total: int, weights: Sequence[float], field: str) -> list[int]:
    persons = apportion(total, weights)
    if min(persons) < 1:
        text = f"leaves an office without anybody when {total:,} persons are divided"
        raise DivisionError(field, f"{text} among {len(persons):,} offices")
    return persons


def _shares(rows: Sequence[OfficeRow]) -> list[float]:
    return [1.0 if row.share_under_25 is None else row.share_under_25 for row in rows]


def _scaled_shares(
    persons: Sequence[int], shares: Sequence[float], mean: float, field: str
) -> list[float]:
    """Scale shares so that their mean over all persons is ``mean``."""
    now = _mean(persons, shares)
    if now == 0:
        if mean == 0:
            return list(shares)
        raise DivisionError(field, f"has nobody under 25, but population.share_under_25 is {mean}")
    factor = mean / now
    scaled = [share * factor for share in shares]
    if max(scaled) > 1:
        raise DivisionError(field, "gives an office more persons under 25 than it has persons")
    return scaled


def _given(values: Sequence[float | None], otherwise: Sequence[float]) -> list[float]:
    pairs = zip(values, otherwise, strict=True)
    return [instead if value is None else value for value, instead in pairs]


def _mean(persons: Sequence[int], shares: Sequence[float]) -> float:
    parts = (n * share for n, share in zip(persons, shares, strict=True))
    return math.fsum(parts) / sum(persons)


def _staff(total: float, weights: Sequence[float], persons: Sequence[int]) -> list[float]:
    """Divide staff by weights; by all persons if nobody has a weight (a team without persons)."""
    parts = apportion(round(total * HUNDREDTHS), weights if any(weights) else persons)
    return [part / HUNDREDTHS for part in parts]
