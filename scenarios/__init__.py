"""Scenarios: every number a simulation needs that is not law, each with its origin.

Read these files in this order:

1. ``parameter``: one number with value, unit, range, grade and source
2. ``group``, ``population``, ``behaviour``, ``organisation``: the groups of numbers
3. ``office_groups``, ``office_division``: many offices in one scenario, and how totals are divided
4. ``schema``: the whole scenario; ``offices``: one scenario per office
5. ``library/baseline.yaml``: a mean German Jobcenter in numbers; the other files change it
6. ``loader`` (with ``yaml_reader``, ``office_file``, ``merge``, ``explain``, ``problems``): from
   file to scenario
7. ``ledger``: where every number comes from, as a table
8. ``schema_json``: the schema for editors

This folder knows no engine and no law beyond citations.
"""

from __future__ import annotations

from .group import TwoLanguages
from .ledger import AssumptionLedger, LedgerRow, assumption_ledger
from .loader import load_scenario, scenario_names
from .office_groups import LANDS
from .offices import OfficeScenario, office_scenarios
from .parameter import Grade, Parameter
from .schema import Scenario
from .schema_json import scenario_json_schema

__all__ = [
    "LANDS",
    "AssumptionLedger",
    "Grade",
    "LedgerRow",
    "OfficeScenario",
    "Parameter",
    "Scenario",
    "TwoLanguages",
    "assumption_ledger",
    "load_scenario",
    "office_scenarios",
    "scenario_json_schema",
    "scenario_names",
]
