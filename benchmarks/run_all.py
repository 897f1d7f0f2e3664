"""All benchmarks, one after the other: ``python benchmarks/run_all.py [--quick] [--json FILE]``.

``--only NAME`` (several times) runs some of them; with ``--json`` their figures replace those in
the file and the others stay. Figures depend on the machine and on what else it does: compare
figures of one run, on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path

from reporting import Figure, Section, environment, print_section, write_json

NAMES = ("table_compile", "explorer", "engines", "queue_models", "limits", "hot_loop", "country")

OTHER_TOOLS = ("ciw", "salabim")


def main() -> None:
    """Measure, print tables, write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller work; leaves out the country")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--only", choices=NAMES, action="append", help="only this one")
    arguments = parser.parse_args()
    known = _known(arguments.json) if arguments.only else {}
    about = environment()
    for name in arguments.only or NAMES:
        print(f"measuring: {name}", file=sys.stderr)
        section = _measure(name, arguments.quick)
        print_section(section)
        known[section.name] = section
        if arguments.json:
            write_json(arguments.json, about, list(known.values()))


def _measure(name: str, quick: bool) -> Section:
    try:
        section: Section = import_module(name).measure(quick)
    except ModuleNotFoundError as error:
        if error.name not in OTHER_TOOLS:
            raise
        reason = f"the package {error.name} is not installed (pip install '.[bench]')"
        return Section(name, name, "", skipped=reason)
    return section


def _known(path: Path | None) -> dict[str, Section]:
    """Return the sections of an earlier run."""
    if path is None or not path.exists():
        return {}
    sections = json.loads(path.read_text(encoding="utf-8"))["sections"]
    return {
        each["name"]: Section(**{**each, "figures": [Figure(**one) for one in each["figures"]]})
        for each in sections
    }


if __name__ == "__main__":
    main()
