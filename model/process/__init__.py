"""The process of § 15 SGB II as data and as a statechart.

Read in this order: text, facts, expressions, guards, states, events, acts, definition, then the
regions (entry_and_exit, plan_making, cooperation, invitations_and_talks,
measures_and_consequences), deadlines, process, statechart, the records (problem,
record_validation, record_parts, records, plan_rules, record_problems, record_keeping), step,
clocks, case, story.
"""

__all__: list[str] = []
