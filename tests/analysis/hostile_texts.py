"""Texts that some program would obey if it were not told that they are texts."""

from __future__ import annotations

FORMULAS = (
    "=cmd|'/c calc'!A1",
    '=HYPERLINK("http://example.org","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "  =1+1",
    "＝1+1",
    "{=1+1}",
)
MARKUP = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "--><svg onload=alert(1)>",
    "]]><a href='javascript:alert(1)'>x</a>",
    "&lt;b&gt; &amp;",
    "{{ 7*7 }} {% raw %}",
)
TYPST = (
    '#import "@preview/cetz:0.3.0"',
    '#read("/etc/passwd")',
    "$x^2$ *bold* _italic_ `raw` @reference <label>",
    "= heading",
    "- item // comment /* open",
    "\\ \\u{41} [content] #[x]",
)
SIGNS = ("abc\u202edef\u202c", "\u200fright to left\u200e", "nul\x00bell\x07", "line\nbreak\ttab")
OTHER = ("W" * 400, "ä" * 100, "العربية 中文 😀", "'quoted'", '"', "\\", "", " ")

HOSTILE = FORMULAS + MARKUP + TYPST + SIGNS + OTHER
