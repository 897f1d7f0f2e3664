"""Names of sheets as Excel allows them: short, without its signs, none twice."""

from __future__ import annotations

import re

_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_RESERVED = frozenset({"history"})


class SheetNames:
    """Gives out names, each once in one workbook; Excel does not tell upper from lower case."""

    def __init__(self) -> None:
        self._taken: set[str] = set(_RESERVED)

    def new(self, wish: str) -> str:
        """Return the wish made legal, with a number behind it if it is taken.

        >>> names = SheetNames()
        >>> names.new("FTE: needed/available"), names.new("fte  needed available")
        ('FTE needed available', 'fte needed available (2)')
        """
        name = " ".join(_FORBIDDEN.sub(" ", wish).split()).strip("' ")
        name = name[:_LONGEST].strip("' ") or "Sheet"
        found, count = name, 1
        while found.casefold() in self._taken:
            count += 1
            suffix = f" ({count})"
            found = name[: _LONGEST - len(suffix)].rstrip() + suffix
        self._taken.add(found.casefold())
        return found
