"""A plugin for pytest, so that others can check their own draft of a rule set in their tests.

It does nothing unless asked: by the fixture ``koopsim_check``, by ``pytest --koopsim-reform FILE``
(which may be repeated), or by the ini option ``koopsim_reforms`` (a list of files). A reform file
becomes one test for each property, and one for findings about the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

# Nothing of koopsim is imported before it is needed: this module is loaded in every run of pytest.
if TYPE_CHECKING:
    from ..model.checker import CheckReport
    from ..model.rule_set import RuleSet

_OPTION = "--koopsim-reform"
_INI = "koopsim_reforms"
FINDINGS = "findings"
"""Name of the test of a reform that fails if anything else was found."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option and the ini option."""
    parser.getgroup("koopsim").addoption(
        _OPTION,
        action="append",
        default=[],
        metavar="FILE",
        help="check a reform of the rules under § 15 SGB II (YAML), a test for each property",
    )
    parser.addini(_INI, "files of reforms that are checked in every run", type="paths", default=[])


class KoopsimCheck:
    """Checks rule sets and reforms; the same question is answered only once in a run."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, tuple[str, ...] | None, str], CheckReport] = {}

    def __call__(
        self,
        reform: RuleSet | str | Path,
        *,
        names: Sequence[str] | None = None,
        rule: str = "",
    ) -> CheckReport:
        """Check a rule set, a reform, or a reform in a YAML file, and return the report.

        Args:
            reform: a `RuleSet`, the name of one, or the path of a reform file.
            names: only these properties.
            rule: only properties that cite this rule.

        Raises:
            RuleError: if the reform is wrong, or there is no such property or rule.
        """
        from .check_run import checked

        law = _law(reform)
        key = (law.digest, None if names is None else tuple(names), rule)
        if key not in self._known:
            self._known[key] = checked(law, names=names, rule=rule)
        return self._known[key]

    def assert_holds(
        self,
        reform: RuleSet | str | Path,
        *,
        names: Sequence[str] | None = None,
        rule: str = "",
    ) -> None:
        """Fail, with rules and stories, unless every property holds and nothing was found."""
        __tracebackhide__ = True
        from .check_text import failure_text

        text = failure_text(self(reform, names=names, rule=rule))
        if text:
            pytest.fail(text, pytrace=False)


def _law(reform: RuleSet | str | Path) -> RuleSet:
    from ..model.rule_set import load_rule_set
    from .reform_file import read_reform

    if isinstance(reform, Path) or (isinstance(reform, str) and reform.endswith((".yaml", ".yml"))):
        return read_reform(Path(reform))
    return load_rule_set(reform) if isinstance(reform, str) else reform


_KEPT = pytest.StashKey[KoopsimCheck]()


def _checker(config: pytest.Config) -> KoopsimCheck:
    return config.stash.setdefault(_KEPT, KoopsimCheck())


@pytest.fixture(scope="session")
def koopsim_check(pytestconfig: pytest.Config) -> KoopsimCheck:
    """Return what checks a reform: ``koopsim_check(reform)``, ``koopsim_check.assert_holds(…)``."""
    return _checker(pytestconfig)


# -- reform files as tests ---------------------------------------------------------------------


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add the tests of the reform files that were asked for."""
    for path in _files(config):
        items.extend(ReformFile.from_parent(session, path=path).collect())


def _files(config: pytest.Config) -> list[Path]:
    asked = [config.invocation_params.dir / name for name in config.getoption(_OPTION)]
    return list(dict.fromkeys([*config.getini(_INI), *asked]))


class ReformFile(pytest.File):
    """A reform file; its tests are the properties."""

    def collect(self) -> Iterator[ReformTest]:
        """Iterate over the tests."""
        from ..model.checker.check import chosen_properties

        for item in chosen_properties():
            yield ReformTest.from_parent(self, name=item.name)
        yield ReformTest.from_parent(self, name=FINDINGS)


class ReformTest(pytest.Item):
    """A property that a reform must keep, or the findings about the model under it."""

    def runtest(self) -> None:
        """Check the reform (once for all its tests) and fail with the story that breaks it."""
        text = self._failure(_checker(self.config)(self.path))
        if text:
            pytest.fail(text, pytrace=False)

    def _failure(self, report: CheckReport) -> str:
        from .check_text import findings_text, verdict_text

        if self.name == FINDINGS:
            return findings_text(report, "en")
        verdict = next(v for v in report.verdicts if v.name == self.name)
        return "" if verdict.good else verdict_text(verdict, "en")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """Return the text of an error for users; anything else with its traceback."""
        from ..model.errors import KoopsimError

        if isinstance(excinfo.value, KoopsimError | pytest.fail.Exception):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo, style))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return where the test stands, and its name."""
        return self.path, None, f"{self.path.name}: {self.name}"
