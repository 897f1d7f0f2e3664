"""The law and the process of § 15 SGB II: rules, statechart, properties, table.

Read in this order: errors, vocabulary, citation, periods, rules/ (data), registry, rule_set,
process/, properties/, static_properties, audit_questions, effort_keys, elements, coverage, table/,
explorer/, checker/, exports/, diagram/. Nothing here knows probability, staff or scenario files.
"""

from .errors import DefinitionError, EventRefused, KoopsimError, RuleError, RunError, ScenarioError
from .process.case import Case
from .process.facts import PersonFacts
from .rule_set import RuleSet, load_rule_set, rule_set_on

__all__ = [
    "Case",
    "DefinitionError",
    "EventRefused",
    "KoopsimError",
    "PersonFacts",
    "RuleError",
    "RuleSet",
    "RunError",
    "ScenarioError",
    "load_rule_set",
    "rule_set_on",
]
