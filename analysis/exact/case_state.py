"""The state of the chain: a configuration and, in weeks, what is still waited for."""

from __future__ import annotations

from typing import NamedTuple

from ...model.process.facts import FACT_BIT

NONE = -1
"""A wait that is not running."""

GROUND_MAY_BEGIN, GROUND_RUNS, GROUND_NEITHER = range(3)

BENEFIT, CAPACITY = FACT_BIT["unemployment_benefit"], FACT_BIT["integrated_to_capacity"]
NEED = FACT_BIT["need_established"]
CHANGING_FACTS = BENEFIT | CAPACITY | NEED
"""The person facts that are part of the state; all others are those of the person class."""

CLOSED = -1
"""The configuration of a case that has left benefit."""


class CaseState(NamedTuple):
    """What of a case matters for its future. All waits in weeks, ``NONE`` if not running.

    ``configuration`` indexes the transition table, ``facts`` are bits of ``CHANGING_FACTS``.
    ``talk`` runs until the appointment if an invitation is out, else until the next request.
    ``update`` runs until the plan's update is due (0: overdue). ``ground`` is one of the constants
    above.
    """

    configuration: int
    facts: int
    ground: int = GROUND_MAY_BEGIN
    talk: int = NONE
    update: int = NONE
    adherence_review: int = NONE
    demand_response: int = NONE
    notice_review: int = NONE
    intervention_result: int = NONE
    conciliation_agreement: int = NONE
    conciliation_end: int = NONE
    waiver_review: int = NONE
    need_decision: int = NONE


GONE = CaseState(CLOSED, 0, GROUND_NEITHER)
"""The one state of all cases that have left benefit."""
