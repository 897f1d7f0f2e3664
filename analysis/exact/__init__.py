"""Exact numbers of one case with a scenario's probabilities and unlimited staff.

When nobody ever waits for staff, cases do not touch each other, and one case is a Markov chain. The
chain takes its transitions from the compiled table and its behaviour from the very functions that
the simulation runs: each is run through all its answers (``questions``, ``chain_office``,
``behaviour``). Time goes in weeks; docs/exact-numbers.md says what that leaves out and how large
the error is.

Exact in weeks: intervals between talks, lead time, rebooking, time to the update, adherence
reviews, response to a demand, conciliation, review when no plan was agreed (means are kept: a wait
of 8.7 weeks is eight or nine). Memoryless as in the simulation: exit, moves, § 10 grounds,
unemployment benefit, work to capacity, beginning of measures, reporting, participation plans.
Approximated: the calendar by its means; a measure is disturbed at an even rate; a reporting date
and a decision on a reduction fall into the week of their cause; need is decided after eight weeks
at the latest; of the clocks, only those that lead to something are kept; growing older, repeated
breaches and counselling offers are left out.

Read in this order: person, case_state, questions, chain_office, behaviour, waits, hazards, changes,
week, chain, solving, numbers, routes, discretion, mixture.
"""

from .chain import CHOICES
from .discretion import Discretion, Objective, Policy
from .mixture import MixedCase, mixed_case
from .numbers import ExactCase, PerYear, ReturnToTrust, TimeShares, exact_case
from .person import ORDINARY, PersonClass
from .routes import RouteIntoNotice, RouteStep

__all__ = [
    "CHOICES",
    "ORDINARY",
    "Discretion",
    "ExactCase",
    "MixedCase",
    "Objective",
    "PerYear",
    "PersonClass",
    "Policy",
    "ReturnToTrust",
    "RouteIntoNotice",
    "RouteStep",
    "TimeShares",
    "exact_case",
    "mixed_case",
]
