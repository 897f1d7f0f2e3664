"""Pictures inside a report: no ids twice, no styles that leak, readable by a screen reader."""

from __future__ import annotations

import copy
import re

from markupsafe import Markup, escape
from matplotlib.figure import Figure

from ..plots.files import figure_png, figure_svg

_IDS = re.compile(r'\bid="([^"]+)"')
_REFERENCES = re.compile(r'(url\(#|xlink:href="#)')


def inline_svg(svg: str, name: str, title: str, described_by: str) -> Markup:
    """Return an SVG text as a part of a page.

    Args:
        svg: a whole SVG file as matplotlib writes it (trusted: drawn by this program).
        name: prefix that makes all ids of this picture its own.
        title: short text for those who do not see the picture; escaped here.
        described_by: id of the caption.
    """
    body = svg[svg.index("<svg") :]
    body = _IDS.sub(rf'id="{name}-\1"', body)
    body = _REFERENCES.sub(rf"\g<1>{name}-", body)
    # matplotlib writes a style for "*", which would reach the whole page.
    body = body.replace("*{", f"#{name} *{{")
    label = f'<svg id="{name}" role="img" aria-label="{escape(title)}"'
    body = body.replace("<svg", f'{label} aria-describedby="{described_by}"', 1)
    return Markup(body)


def fresh_svg(figure: Figure) -> str:
    """Return a picture as SVG; drawn from a copy, since drawing changes what is drawn next."""
    return figure_svg(copy.deepcopy(figure))


def fresh_png(figure: Figure) -> bytes:
    """Return a picture as PNG; drawn from a copy, since drawing changes what is drawn next."""
    return figure_png(copy.deepcopy(figure))
