"""Check a rule set or a reform as the command and the plugin ask for it."""

from __future__ import annotations

from collections.abc import Sequence

from ..model.checker import CheckReport, check
from ..model.checker.check import Progress
from ..model.rule_set import RuleSet

_SIGN = "Rz "


def checked(
    rule_set: RuleSet,
    *,
    names: Sequence[str] | None = None,
    rule: str = "",
    progress: Progress | None = None,
) -> CheckReport:
    """Check a rule set or reform.

    Args:
        rule_set: the rule set or reform.
        names: only these properties.
        rule: only properties that cite this rule, such as "15.52" or "Rz 15.52".
        progress: is told how far the check is.

    Raises:
        RuleError: if no property has one of the names, or none cites the rule.
    """
    return check(rule_set, names=names, rule=rule.strip().removeprefix(_SIGN), progress=progress)
