"""Circumstances that several properties read: when RFB may be used, and where a case stands.

They say again, in the words of the rules, what the guards of the process say in theirs; so they
share nothing with those.
"""

from __future__ import annotations

from .formula import Formula, emits, fact, implies, was_in

IMPORTANT_REASON = fact("important_reason")
"""An important reason exists (15.51)."""

NEVER_WITH_NOTICE = fact("coaching_matter") | fact("rehabilitation_matter")
"""§ 16k coaching and rehabilitation services: never with RFB (15.54)."""

MAY_BE_DEMANDED = fact("reasonable") & ~NEVER_WITH_NOTICE
"""What is asked is reasonable (15.55) and no exempt matter (15.54)."""

CHECK_ALLOWS_NOTICE = ~fact("vulnerable") | fact("notice_helps")
"""No individual check is needed, or it found that RFB helps (15.53)."""

DEMANDABLE_BREACH = ~IMPORTANT_REASON & MAY_BE_DEMANDED
"""Something reasonable was not done, without an important reason (15.52)."""

NOTICE_FOLLOWS = DEMANDABLE_BREACH & CHECK_ALLOWS_NOTICE
"""Demands with RFB follow (15.52, 15.53)."""

REDUCTION_BARRED = IMPORTANT_REASON | fact("exceptional_hardship")
"""An important reason (§ 31(1) S. 2, § 32(1) S. 2) or hardship (§ 31a(3)) bars a reduction."""

WORKING_PLAN = was_in("trust", "plan_with_notice", "returning")
"""A plan is in force and need is established: agreements may be followed by demands."""

OLD_AGREEMENT = was_in("legacy_agreement", "legacy_analysed")
"""An integration agreement of the old law is in force (15.69)."""

OPEN_CASE = ~was_in("outside", "closed")
"""The case is open."""

REASON_CONSIDERED_NOW = emits("important_reason_considered")
"""This step considers an important reason (15.51)."""


def exactly_if(condition: Formula, consequence: Formula) -> Formula:
    """``consequence`` holds where ``condition`` does, and nowhere else."""
    return implies(condition, consequence) & implies(~condition, ~consequence)
