"""Documents as HTML, PDF, Excel and CSV, read back by programs that were not written here."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import html5lib
import numpy as np
import openpyxl
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.plots import style
from koopsim.analysis.reports import (
    FORMATS,
    Bullets,
    Column,
    Document,
    Heading,
    Paragraph,
    Picture,
    Table,
    write_document,
)
from koopsim.analysis.reports.cells import cell_text, pieces
from koopsim.analysis.reports.html_document import document_html
from koopsim.analysis.reports.inert import inert_text
from koopsim.analysis.reports.pdf_document import document_pdf
from koopsim.analysis.reports.sheet_names import SheetNames
from koopsim.analysis.reports.xlsx_document import document_xlsx
from matplotlib.figure import Figure

from .hostile_texts import HOSTILE, MARKUP

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
COLUMNS = (
    Column("Team"),
    Column("wait", "days", "number", 2),
    Column("persons", "", "whole"),
    Column("kept", "", "share", 1),
)


def picture(text: str = "persons") -> Figure:
    with style.drawing():
        figure, (panel,) = style.new_figure()
        panel.plot([0, 1, 2], [0, 4, 2], label=text)
        panel.set_xlabel(text)
        panel.set_ylabel(text)
        panel.legend()
    return figure


def table(rows: Any, title: str = "Waiting") -> Table:
    return Table("waiting", title, COLUMNS, rows)


def plain_document(language: Any = "en") -> Document:
    rows = [["team A", 1234.567, 9650, 0.0525], ["team B", None, float("nan"), 1.0]]
    return Document(
        "A question",
        language,
        [
            Heading("Answer"),
            Paragraph("It is two.", "emphasis"),
            Paragraph("Reckoned with care."),
            Bullets(["first point", "second point"]),
            Heading("Numbers", 2),
            table(rows),
            Picture("p", "A curve", picture(), "It rises, then falls."),
        ],
        subtitle="24 months",
        provenance={"seed": "7", "command": "koopsim run small --seed 7"},
    )


def hostile_document() -> Document:
    blocks: list[Any] = []
    for text in HOSTILE:
        blocks += [Heading(text), Paragraph(text), Bullets([text])]
        blocks.append(Table(text, text, [Column(text, text)], [[text]]))
    blocks.append(Picture("=p", HOSTILE[8], picture(f"{MARKUP[0]} {MARKUP[2]}"), HOSTILE[10]))
    provenance = {text or "empty": text for text in HOSTILE}
    return Document(HOSTILE[0], "de", blocks, subtitle=HOSTILE[9], provenance=provenance)


@pytest.fixture(scope="module")
def hostile() -> Document:
    return hostile_document()


def pdf_words(content: bytes) -> str:
    """Return the text of a PDF without spaces, which line breaks make unsure."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    text = unicodedata.normalize("NFKC", " ".join(page.extract_text() for page in pages))
    return re.sub(r"[\s\xad-]", "", text)


def unspaced(text: str) -> str:
    return re.sub(r"[\s\xad-]", "", unicodedata.normalize("NFKC", text))


def workbook(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


# -- what is in it ------------------------------------------------------------------------------


def test_page_holds_every_text_and_number() -> None:
    tree = html5lib.parse(document_html(plain_document()))
    words = " ".join("".join(tree.itertext()).split())
    for text in (
        "A question",
        "24 months",
        "It is two.",
        "second point",
        "1,234.57",
        "9,650",
        "5.2%" if round(5.25, 1) == 5.2 else "5.3%",
        "It rises, then falls.",
        "koopsim run small --seed 7",
        "decides no person's case",
    ):
        assert text in words
    rows = [[c.text for c in row] for row in tree.iter(f"{XHTML}tr")]
    assert ["team B", None, None, "100.0%"] in rows
    assert len(list(tree.iter(f"{SVG}svg"))) == 1


def test_page_is_written_without_faults() -> None:
    parser = html5lib.HTMLParser(strict=True)
    tree = parser.parse(document_html(plain_document()))
    assert [h.text for h in tree.iter(f"{XHTML}h1")] == ["A question"]
    assert [h.text for h in tree.iter(f"{XHTML}h2")] == ["Answer", "Provenance"]
    assert [h.text for h in tree.iter(f"{XHTML}h3")] == ["Numbers"]


def test_ids_of_pages_are_unique_with_many_pictures() -> None:
    pictures = [Picture("p", "same", picture(), "same") for _ in range(3)]
    page = document_html(Document("t", "en", pictures))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) > 30
    assert {r for r in re.findall(r'url\(#([^)"]+)\)', page)} <= set(ids)


def test_pdf_holds_every_text_number_and_page_number() -> None:
    content = document_pdf(plain_document("de"))
    words = pdf_words(content)
    for text in ("A question", "It is two.", "first point", "1.234,57", "9.650", "100,0 %"):
        assert unspaced(text) in words
    assert unspaced("Seite 1 von") in words
    assert unspaced("koopsim run small --seed 7") in words
    assert unspaced("entscheidet über keinen Einzelfall") in words


def test_pdf_says_title_language_and_structure_and_has_no_date() -> None:
    reader = pypdf.PdfReader(io.BytesIO(document_pdf(plain_document("de"))))
    assert reader.metadata is not None and reader.metadata.title == "A question"
    assert reader.metadata.creation_date is None
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "de" and root["/MarkInfo"]["/Marked"]
    assert [item.title for item in reader.outline if not isinstance(item, list)] == ["A question"]


def test_pdf_repeats_the_head_of_a_long_table() -> None:
    rows = [[f"team {n}", float(n), n, n / 300] for n in range(300)]
    reader = pypdf.PdfReader(io.BytesIO(document_pdf(Document("t", "en", [table(rows)]))))
    assert len(reader.pages) > 3
    assert all("Team" in page.extract_text() for page in reader.pages)


def test_workbook_holds_numbers_as_numbers_with_formats() -> None:
    book = workbook(document_xlsx(plain_document()))
    assert book.sheetnames == ["Overview", "waiting", "Pictures"]
    sheet = book["waiting"]
    assert [c.value for c in sheet[1]] == ["Team", "wait [days]", "persons", "kept"]
    assert all(c.font.bold for c in sheet[1]) and sheet.freeze_panes == "B2"
    assert [c.value for c in sheet[2]] == ["team A", 1234.567, 9650, 0.0525]
    assert [c.number_format for c in sheet[2]][1:] == ["#,##0.00", "#,##0", "0.0%"]
    assert [c.value for c in sheet[3]] == ["team B", None, None, 1]
    assert len(book["Pictures"]._images) == 1
    overview = [c.value for row in book["Overview"] for c in row if c.value]
    assert {"A question", "It is two.", "• first point", "seed", "7"} <= set(overview)


def test_links_of_a_workbook_stay_inside() -> None:
    book = workbook(document_xlsx(hostile_document()))
    links = [link for sheet in book for row in sheet for c in row if (link := c.hyperlink)]
    assert len(links) > len(HOSTILE)
    for link in links:
        assert link.target is None
        name = link.location.rsplit("!", 1)[0].strip("'").replace("''", "'")
        assert name in book.sheetnames


def test_csv_is_read_back_as_it_was(tmp_path: Path) -> None:
    (path,) = write_document(plain_document(), tmp_path, ["csv"], name="answer")
    assert path.name == "answer-waiting.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert rows[0] == ["Team", "wait [days]", "persons", "kept"]
    assert rows[1] == ["team A", "1234.567", "9650", "0.0525"]
    assert rows[2] == ["team B", "", "", "1.0"]


@pytest.mark.parametrize(
    ("cell", "column", "text"),
    [
        (2024, Column("year"), "2024"),
        (np.int64(2024), Column("year"), "2024"),
        (12.5, Column("x"), "12,5"),
        (-0.04, Column("x", kind="number"), "0,0"),
        (np.float64(1234.56), Column("x", kind="number", decimals=0), "1.235"),
        (0.05, Column("x", kind="share", decimals=0), "5\xa0%"),
        (10**20, Column("x", kind="whole"), "1E20"),
        (-1.25e28, Column("x", kind="number"), "-1,25E28"),
        (10**20, Column("seed"), "100000000000000000000"),
        (True, Column("x", kind="whole"), "ja"),
        (np.bool_(False), Column("x"), "nein"),
        (float("inf"), Column("x", kind="number"), "∞"),
        (float("-inf"), Column("x", kind="number"), "−∞"),
        (float("nan"), Column("x", kind="number"), ""),
        (np.float64("nan"), Column("x"), ""),
        (None, Column("x", kind="share"), ""),
        ("many", Column("x", kind="whole"), "many"),
    ],
)
def test_cells_as_people_read_them(cell: Any, column: Column, text: str) -> None:
    assert cell_text(cell, column, "de") == text


# -- hostile texts ------------------------------------------------------------------------------


def test_page_of_hostile_texts_runs_and_loads_nothing(hostile: Document) -> None:
    page = document_html(hostile)
    tree = html5lib.parse(page)
    tags = [element.tag for element in tree.iter() if isinstance(element.tag, str)]
    assert len(tags) > 500
    bad = {"script", "img", "link", "iframe", "object", "embed", "form", "base", "foreignObject"}
    assert not {tag.rsplit("}", 1)[-1] for tag in tags} & bad
    for element in tree.iter():
        for name, value in element.attrib.items():
            plain = str(name).rsplit("}", 1)[-1].lower()
            assert not plain.startswith("on")
            if plain in {"href", "src", "action", "data"}:
                assert value.startswith("#")
    texts = {" ".join("".join(p.itertext()).split()) for p in tree.iter(f"{XHTML}p")}
    for text in HOSTILE:
        assert " ".join(inert_text(text).split()) in texts


def test_pdf_of_hostile_texts_shows_them_as_they_are(hostile: Document) -> None:
    content = document_pdf(hostile)
    words = pdf_words(content)
    for text in HOSTILE:
        if text.isascii():
            assert unspaced(inert_text(text)) in words
    reader = pypdf.PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root)
    assert "/JavaScript" not in str(root.get("/Names", ""))
    for page in reader.pages:
        for note in page.get("/Annots", []):
            assert "/URI" not in str(note.get_object())


def test_workbook_of_hostile_texts_has_no_formula(hostile: Document) -> None:
    content = document_xlsx(hostile)
    cells = [c for sheet in workbook(content) for row in sheet for c in row]
    assert [c for c in cells if c.data_type == "f"] == []
    values = {c.value for c in cells}
    for text in HOSTILE:
        if inert_text(text).strip():
            assert inert_text(text) in values
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            assert "<f>" not in archive.read(name).decode("utf-8", "replace")
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in archive.read(name)


def test_csv_of_hostile_texts_has_no_formula(hostile: Document, tmp_path: Path) -> None:
    paths = write_document(hostile, tmp_path, ["csv"])
    assert len(paths) == len(HOSTILE)
    for path in paths:
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"))):
            for cell in row:
                assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


def test_control_and_direction_signs_are_taken_out() -> None:
    assert inert_text("a\x00b\u202ec\u2067d\ufeff\ud800") == "abcd\N{REPLACEMENT CHARACTER}"
    assert inert_text("one\r\ntwo\u2028three") == "one two three"
    assert inert_text("äöü € 中文 العربية 😀") == "äöü € 中文 العربية 😀"


def test_wrong_rows_are_refused_by_every_format() -> None:
    for made in (document_html, document_pdf, document_xlsx):
        with pytest.raises(AnalysisError, match="Row 1 of the table 'Waiting' has 1 cells for 4"):
            made(Document("t", "en", [table([["too short"]])]))


# -- files --------------------------------------------------------------------------------------


def test_same_document_same_bytes_in_any_order(tmp_path: Path) -> None:
    first = write_document(plain_document(), tmp_path / "a", FORMATS)
    document = plain_document()
    for chosen in ("xlsx", "csv", "pdf", "html"):  # another order, drawn from the same figure
        write_document(document, tmp_path / "b", [chosen])
    assert len(first) == len(FORMATS)
    for path in first:
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_nothing_is_left_beside_and_old_files_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("old")
    paths = write_document(plain_document(), tmp_path, ["html", "pdf", "html"])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["report.html", "report.pdf"]
    assert paths == [tmp_path / "report.html", tmp_path / "report.pdf"]
    assert "A question" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_failing_format_leaves_old_files_alone(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("old")
    bad = Document("t", "en", [table([["too short"]])])
    with pytest.raises(AnalysisError, match="Row 1"):
        write_document(bad, tmp_path, ["html"])
    with pytest.raises(AnalysisError, match=r"'docx'.*html, pdf, xlsx, csv"):
        write_document(plain_document(), tmp_path, ["html", "docx"])
    assert (tmp_path / "report.html").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden", "a\\b", "-x"])
def test_names_that_leave_the_folder_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(AnalysisError, match="no name for a file"):
        write_document(plain_document(), tmp_path, ["html"], name=name)


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(AnalysisError, match="Cannot write to"):
        write_document(Document("t", "en", []), tmp_path / "taken", ["html"])


# -- any document -------------------------------------------------------------------------------

TEXTS = st.text(max_size=60)
CELLS = st.one_of(
    TEXTS,
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=True, allow_infinity=True, width=32),
    st.booleans(),
    st.none(),
)
COLUMN = st.builds(
    Column,
    TEXTS,
    TEXTS,
    st.sampled_from(["text", "whole", "number", "share"]),
    st.integers(0, 4),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.lists(COLUMN, max_size=4))
    row = st.tuples(*[CELLS for _ in columns])
    return Table(draw(TEXTS), draw(TEXTS), columns, draw(st.lists(row, max_size=4)))


BLOCKS = st.one_of(
    st.builds(Heading, TEXTS, st.integers(-1, 9)),
    st.builds(Paragraph, TEXTS, st.sampled_from(["plain", "emphasis", "note"])),
    st.builds(Bullets, st.lists(TEXTS, max_size=3)),
    tables(),
)
DOCUMENTS = st.builds(
    Document,
    TEXTS,
    st.sampled_from(["de", "en"]),
    st.lists(BLOCKS, max_size=6),
    TEXTS,
    st.dictionaries(TEXTS, TEXTS, max_size=2),
)


@settings(max_examples=30)
@given(DOCUMENTS)
def test_any_document_can_be_written_and_read(document: Document) -> None:
    html5lib.HTMLParser(strict=True).parse(document_html(document))
    assert len(pypdf.PdfReader(io.BytesIO(document_pdf(document))).pages) >= 1
    book = workbook(document_xlsx(document))
    count = sum(isinstance(block, Table) for block in document.blocks)
    assert len(book.sheetnames) == 1 + count
    assert not [c for sheet in book for row in sheet for c in row if c.data_type == "f"]


@given(st.lists(st.text(max_size=60), max_size=40))
def test_sheet_names_are_legal_and_unique(wishes: list[str]) -> None:
    names = SheetNames()
    found = [names.new(inert_text(wish)) for wish in wishes]
    assert len({name.casefold() for name in found}) == len(found)
    for name in found:
        assert 0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name)
        assert not name.startswith("'") and not name.endswith("'")
        assert name.casefold() != "history"


@given(st.text())
def test_pieces_of_a_text_are_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text
    assert all(len(word) <= 30 for piece in pieces(text) for word in piece.split(" "))
