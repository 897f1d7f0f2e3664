"""Published totals that a plausible run should come near, with their sources.

They are counts for the whole of Germany under the law of 2023-07-01 to 2026-06-30. Single offices
differ; nothing in a scenario was fitted to them unless its source says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..model.process.text import Text

_BA = "Bundesagentur für Arbeit, Presseinfo 17/2025"
_IAB = "IAB-Forum, 19.5.2025"
_STOCK = "BIAJ Nr. 2085"


@dataclass(frozen=True, slots=True)
class CalibrationTarget:
    """A published rate: events per ``per`` years in benefit, from ``low`` to ``high``.

    ``per`` is 100 or 100,000 ELB-years (an ELB-year: one employable beneficiary for one year).
    ``low`` equals ``high`` where one number is known.
    """

    indicator: str
    per: int
    low: float
    high: float
    area: Text
    source: Text
    arithmetic: Text


CALIBRATION_TARGETS: tuple[CalibrationTarget, ...] = (
    CalibrationTarget(
        "appointment_reductions",
        100,
        8.0,
        8.0,
        Text("Deutschland 2024", "Germany 2024"),
        Text(f"{_BA}; Bestand: {_STOCK}", f"{_BA} (press release); stock: {_STOCK}"),
        Text(
            "318.700 Minderungen wegen Meldeversäumnissen, geteilt durch 3,987 Millionen "
            "erwerbsfähige Leistungsberechtigte im Jahresdurchschnitt",
            "318,700 reductions for missed appointments, divided by 3.987 million employable "
            "beneficiaries, mean of the year",
        ),
    ),
    CalibrationTarget(
        "breach_reductions",
        100,
        0.84,
        0.84,
        Text("Deutschland 2024", "Germany 2024"),
        Text(f"{_BA}; Bestand: {_STOCK}", f"{_BA} (press release); stock: {_STOCK}"),
        Text(
            "23.400 Minderungen wegen Weigerung und rund 10.000, die nach Abzug aller genannten "
            "Gründe übrig bleiben (vermutlich § 31 Abs. 1 Nr. 1), geteilt durch 3,987 Millionen",
            "23,400 reductions for refusal and about 10,000 left over when all named reasons are "
            "subtracted (presumably § 31(1) no. 1), divided by 3.987 million",
        ),
    ),
    CalibrationTarget(
        "conciliations",
        100_000,
        3.0,
        4.0,
        Text("Deutschland, Juli 2023 bis Januar 2025", "Germany, July 2023 to January 2025"),
        Text(_IAB, "IAB-Forum, 19 May 2025"),
        Text(
            "rund 200 Schlichtungen in 19 Monaten; unklar ist, ob alle Jobcenter erfasst sind, "
            "daher eine Spanne",
            "about 200 conciliations in 19 months; whether all Jobcenter are covered is unclear, "
            "hence a span",
        ),
    ),
)
"""The targets, in the order in which tables and pictures show them."""
