"""Writing the picture of the process to a file, in the format that its suffix names."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from pathlib import Path

from ..errors import KoopsimError
from ..process.text import Language
from ..rule_set import RuleSet, load_rule_set
from .dot import to_dot
from .drawing import draw_process
from .mermaid import to_mermaid
from .wording import TITLE, check_language

DEFAULT_RULE_SET = "2023-07-01"
_DOTS_PER_INCH = 200
_STYLE = {
    "svg.hashsalt": "koopsim",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "text.hinting": "none",
    "text.usetex": False,
    "path.simplify": False,
}


def write_diagram(path: Path | str, language: str = "en", rule_set: RuleSet | None = None) -> Path:
    """Write the picture of the process and return where it stands.

    The suffix chooses the format: .svg, .pdf, .png (one A3 sheet), .mmd (Mermaid), .dot (Graphviz).
    The same input gives the same bytes. The file is written beside its place and then moved there,
    so a file that exists is replaced whole or not at all. ``rule_set`` gives name, validity and
    limits on the sheet; without it, the one in force from 2023-07-01.

    Raises:
        KoopsimError: if the suffix or the language is unknown, or the folder cannot be written to.
    """
    place = Path(path)
    chosen = check_language(language)
    make = _FORMATS.get(place.suffix.lower())
    if make is None:
        raise KoopsimError(
            f"{place.name!r}: a diagram can be written as {', '.join(_FORMATS)};"
            f" {place.suffix or 'no suffix'} is none of them"
        )
    content = make(chosen, rule_set or load_rule_set(DEFAULT_RULE_SET))
    _replace(place, content)
    return place


def _replace(place: Path, content: bytes) -> None:
    beside = place.with_name(f".{place.name}.{uuid.uuid4().hex}.part")
    try:
        beside.write_bytes(content)
        beside.replace(place)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise KoopsimError(
            f"cannot write {place.name!r} into folder {str(place.parent)!r}: {_why(error)}"
        ) from error


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _picture(kind: str, metadata: dict[str, str | None]) -> Callable[[Language, RuleSet], bytes]:
    def make(language: Language, rule_set: RuleSet) -> bytes:
        import matplotlib
        from matplotlib import style

        with style.context("default"), matplotlib.rc_context(_STYLE):  # type: ignore[arg-type]
            figure = draw_process(rule_set, language)
            buffer = io.BytesIO()
            figure.savefig(
                buffer,
                format=kind,
                dpi=_DOTS_PER_INCH,
                metadata={"Title": TITLE[language], **metadata},
            )
        return buffer.getvalue()

    return make


def _mermaid(language: Language, _: RuleSet) -> bytes:
    return to_mermaid(language).encode()


def _dot(language: Language, _: RuleSet) -> bytes:
    return to_dot(language).encode()


_FORMATS: dict[str, Callable[[Language, RuleSet], bytes]] = {
    ".svg": _picture("svg", {"Date": None, "Creator": "koopsim"}),
    ".pdf": _picture("pdf", {"CreationDate": None, "Creator": "koopsim"}),
    ".png": _picture("png", {"Software": "koopsim"}),
    ".mmd": _mermaid,
    ".dot": _dot,
}
