"""The states of the plan in the groups that readers speak of, with entry and exit.

They are those of the indicators ``stock_…``, and two more: ``outside`` (not yet in benefit) and
``closed`` (benefit has ended).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ..model.process.states import LEAVES, REGION_NAMES, leaves_of, parse_configuration
from ..model.process.text import Text
from ..simulation.months import STOCK_STATES
from .indicator_catalogue import indicator

OUTSIDE, CLOSED = "outside", "closed"

_ORDER = (
    "trust",
    "no_plan",
    "with_notice",
    "returning",
    "conciliation",
    "suspended",
    "exempt",
    "waived",
    "moved",
    "support",
)
_PLAN_REGION = REGION_NAMES.index("plan")


def _groups() -> dict[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {OUTSIDE: (OUTSIDE,)}
    for name in _ORDER:
        states = STOCK_STATES[f"stock_{name}"]
        groups[name] = tuple(leaf for state in states for leaf in leaves_of(state))
    return {**groups, CLOSED: (CLOSED,)}


PLAN_STATES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(_groups())
"""Groups of leaves of the region ``plan``; together they hold each leaf once."""

PLAN_STATE_TITLES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        OUTSIDE: Text("neu im Leistungsbezug", "new in benefit"),
        **{name: indicator(f"stock_{name}").title for name in _ORDER},
        CLOSED: Text("nicht mehr im Bezug", "no longer in benefit"),
    }
)
"""What readers call the groups."""

GROUP_OF_LEAF: Final[Mapping[str, str]] = MappingProxyType(
    {leaf: name for name, leaves in PLAN_STATES.items() for leaf in leaves}
)
"""The group of each leaf of the region ``plan``."""

if set(GROUP_OF_LEAF) != {leaf.name for leaf in LEAVES.values() if leaf.region == "plan"}:
    raise AssertionError("the groups of plan states do not hold each leaf of the plan once")


def plan_leaf(configuration: str) -> str:
    """Return the state of the plan in a configuration as the log writes it.

    >>> plan_leaf("trust|plain_due|no_talk|no_measure|no_demand|x|y")
    'trust'
    """
    return parse_configuration(configuration)[_PLAN_REGION]
