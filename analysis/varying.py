"""Which parameters to vary and over which values: ``no_show.first=0.15:0.50:8``.

>>> from koopsim.scenarios import load_scenario
>>> axis = parse_vary("no_show.first=0.2,0.3", load_scenario("baseline"))
>>> axis.paths
('attendance.no_show.first',)
>>> axis.values
(0.2, 0.3)
>>> parse_vary("staff.fte=80%:120%:3", load_scenario("baseline")).values
(61.2, 76.5, 91.8)
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..scenarios import Scenario
from ..scenarios.parameter import FullTimeEquivalents, Parameter, Switch
from .errors import AnalysisError

__all__ = ["Axis", "find_paths", "parse_vary"]

MOST_VALUES = 200
"""Most values of one parameter in a sweep."""

_GRAMMAR = (
    "write PATH=LOW:HIGH:COUNT, PATH=VALUE,VALUE,… or percentages of the scenario's value such as "
    "PATH=80%:120%:5"
)
_NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(%?)\s*", re.ASCII)
_MOST_LISTED = 12


@dataclass(frozen=True, slots=True)
class Axis:
    """A parameter that is varied, or a group of staff numbers that are scaled together.

    ``name`` is the dotted path (with ``*`` for a group), ``values`` are what it takes, in ``unit``
    (of a group the total), ``base`` is the scenario's own value. ``settings`` has for each value
    what ``Scenario.replace`` takes.
    """

    name: str
    paths: tuple[str, ...]
    unit: str
    base: float
    values: tuple[float, ...]
    settings: tuple[Mapping[str, float | int | bool], ...]


def parse_vary(text: str, scenario: Scenario) -> Axis:
    """Return what one ``--vary`` asks for.

    The path may be shortened to an end that only one parameter has, and parts in its middle may
    be left out. A path that means the staff of several teams (``staff.fte``) varies them together:
    the value is the total, divided as the scenario divides it. Percentages are of the scenario's
    own value. Parameters that are whole numbers get the nearest whole number, each once.

    Raises:
        AnalysisError: if the text is not written so, the path is unknown or not unique, or a value
            is not accepted.
    """
    path, equals, wanted = text.partition("=")
    if not equals or not path.strip() or not wanted.strip():
        raise AnalysisError(f"{text!r} is not accepted; {_GRAMMAR}.")
    known = dict(scenario.parameters())
    paths = find_paths(path.strip(), known)
    parameters = [known[found] for found in paths]
    if isinstance(parameters[0], Switch):
        return _switched(paths[0], parameters[0], wanted)
    base = math.fsum(float(parameter.value) for parameter in parameters)
    numbers = _values(wanted, base, text)
    if parameters[0].whole:
        numbers = list(dict.fromkeys(float(round(number)) for number in numbers))
    settings = tuple(_setting(paths, parameters, base, number) for number in numbers)
    return Axis(_name(paths), paths, parameters[0].unit, base, tuple(numbers), settings)


def find_paths(wanted: str, known: Mapping[str, Parameter]) -> tuple[str, ...]:
    """Return the one parameter that a shortened path means, or the staff of all teams it means.

    A path that is written in full wins, then one that ends so, then one that has these parts in
    this order and ends with the last of them.

    Raises:
        AnalysisError: if none or several fit; the text lists candidates.
    """
    parts = wanted.split(".")
    tests: tuple[Callable[[str], bool], ...] = (
        lambda path: path == wanted,
        lambda path: path.endswith(f".{wanted}"),
        lambda path: path.split(".")[-1] == parts[-1] and _in_order(parts, path.split(".")),
    )
    for test in tests:
        found = tuple(path for path in known if test(path))
        if len(found) == 1 or (found and _staff_of_teams(found, known)):
            return found
        if found:
            raise AnalysisError(
                f"{wanted!r} may mean {_listed(found)}; write as much of the path as makes it "
                "unique."
            )
    near = _similar(wanted, known)
    raise AnalysisError(
        f"The scenario has no parameter {wanted!r}"
        + (f"; did you mean {_listed(near)}?" if near else "; koopsim scenarios NAME lists them.")
    )


def _in_order(parts: Sequence[str], path: Sequence[str]) -> bool:
    """Tell whether all parts occur in the path, in this order."""
    rest = iter(path)
    return all(part in rest for part in parts)


def _staff_of_teams(paths: Sequence[str], known: Mapping[str, Parameter]) -> bool:
    """Tell whether paths are the staff of teams, which can be added up to a total."""
    return (
        all(isinstance(known[path], FullTimeEquivalents) for path in paths)
        and len({path.rpartition(".")[2] for path in paths}) == 1
        and len({path.count(".") for path in paths}) == 1
    )


def _similar(wanted: str, known: Mapping[str, Parameter]) -> tuple[str, ...]:
    """Return parameters of a group that is called so, or else those that are spelled alike."""
    group = [path for path in known if f".{wanted}." in f".{path}"]
    if group:
        return tuple(group)
    ends: dict[str, str] = {}
    for path in known:
        parts = path.split(".")
        for place in range(len(parts)):
            ends.setdefault(".".join(parts[place:]), path)
    near = difflib.get_close_matches(wanted, list(ends), n=3)
    same_leaf = [path for path in known if path.split(".")[-1] == wanted.split(".")[-1]]
    return tuple(dict.fromkeys([*(ends[name] for name in near), *same_leaf]))


def _listed(paths: Sequence[str]) -> str:
    more = len(paths) - _MOST_LISTED
    return ", ".join(paths[:_MOST_LISTED]) + (f" or {more} more" if more > 0 else "")


def _name(paths: Sequence[str]) -> str:
    """Return the path; for a group with ``*`` where its paths differ."""
    if len(paths) == 1:
        return paths[0]
    columns = zip(*(path.split(".") for path in paths), strict=True)
    return ".".join(column[0] if len(set(column)) == 1 else "*" for column in columns)


def _values(wanted: str, base: float, text: str) -> list[float]:
    """Return the numbers that a range or list stands for."""
    if wanted.count(":") == 2:
        low, high, count = wanted.split(":")
        numbers = _spaced(_number(low, base, text), _number(high, base, text), count, text)
    elif ":" in wanted:
        raise AnalysisError(f"{text!r} is not accepted; {_GRAMMAR}.")
    else:
        numbers = [_number(part, base, text) for part in wanted.split(",")]
    if len(numbers) > MOST_VALUES:
        raise AnalysisError(f"{text!r} asks for {len(numbers)} values; at most {MOST_VALUES}.")
    return list(dict.fromkeys(numbers))


def _number(part: str, base: float, text: str) -> float:
    found = _NUMBER.fullmatch(part)
    if not found:
        raise AnalysisError(f"{part.strip()!r} in {text!r} is no number; {_GRAMMAR}.")
    value = float(found[1])
    if not math.isfinite(value):
        raise AnalysisError(f"{part.strip()!r} in {text!r} is too large.")
    # 15 digits: 80 % of 76.5 is 61.2, not 61.2 and a trace of binary arithmetic.
    return float(f"{value * base / 100:.15g}") if found[2] else value


def _spaced(low: float, high: float, count: str, text: str) -> list[float]:
    if not re.fullmatch(r"\s*\d{1,4}\s*", count, re.ASCII) or not 2 <= int(count) <= MOST_VALUES:
        raise AnalysisError(
            f"{count.strip()!r} in {text!r} is no number of values; give a whole number from 2 to "
            f"{MOST_VALUES}."
        )
    steps = int(count) - 1
    if low == high:
        raise AnalysisError(f"{text!r} begins and ends with the same value; {_GRAMMAR}.")
    return [float(f"{low + (high - low) * step / steps:.12g}") for step in range(steps + 1)]


def _setting(
    paths: Sequence[str], parameters: Sequence[Parameter], base: float, value: float
) -> dict[str, float | int | bool]:
    """Return the changes that give a parameter, or a group's total, a value."""
    if len(paths) == 1:
        return {paths[0]: int(value) if parameters[0].whole else value}
    shares = [float(p.value) / base if base else 1 / len(paths) for p in parameters]
    return {path: float(f"{value * share:.12g}") for path, share in zip(paths, shares, strict=True)}


def _switched(path: str, parameter: Parameter, wanted: str) -> Axis:
    """Return the axis of a switch, whose values are true and false."""
    words = [part.strip().lower() for part in wanted.split(",")]
    if unknown := [word for word in words if word not in ("true", "false")]:
        raise AnalysisError(f"{path} is true or false, not {unknown[0]!r}; write {path}=true,false")
    flags = list(dict.fromkeys(word == "true" for word in words))
    settings = tuple({path: flag} for flag in flags)
    values = tuple(float(flag) for flag in flags)
    return Axis(path, (path,), parameter.unit, float(parameter.value), values, settings)
