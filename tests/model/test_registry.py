"""The rule registry: what the shipped one holds, and that every fault in a file is reported."""

from __future__ import annotations

import pickle
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from koopsim.model import rules
from koopsim.model.errors import RuleError
from koopsim.model.registry import RuleRegistry, load_registry
from koopsim.model.vocabulary import Form, Modality

NAME = "2023-07-01"
SHIPPED = Path(str(rules.__file__)).parent

KINDS_OF_FORM: dict[Form, set[str]] = {
    Form.TRANSITION: {"event", "state"},
    Form.GUARD: {"fact", "event"},
    Form.ACT: {"act"},
    Form.RECORD: {"record"},
    Form.DEADLINE: {"deadline"},
    Form.PROPERTY: {"property"},
    Form.EFFORT: {"effort"},
    Form.AUDIT: {"audit"},
    Form.REASON: set(),
}

FORM_WITHOUT_ELEMENT = {
    ("15.7", Form.AUDIT): "the format of a talk is recorded; no supervision question asks for it",
}


@pytest.fixture(scope="module")
def registry() -> RuleRegistry:
    return load_registry(NAME)


# -- the shipped registry --------------------------------------------------------------------


def test_it_holds_the_77_margin_numbers_in_order(registry: RuleRegistry) -> None:
    assert list(registry) == [f"15.{number}" for number in range(1, 78)]


def test_modalities_are_those_of_the_source(registry: RuleRegistry) -> None:
    must = "1 3 4 6 13 14 15 17 21 25 28 38 41 51 54 55 56 57 58 61 69 74"
    may = "11 18 19 22 26 34 39 42 43 44 48 49 60 67 72"
    info = "5 23 36 45 70"
    mixed = {"15.18": "MAY SHOULD", "15.19": "MAY SHOULD", "15.41": "SHOULD MUST"}
    for modality, numbers in ((Modality.MUST, must), (Modality.MAY, may), (Modality.INFO, info)):
        found = [entry.rz for entry in registry.of_modality(modality)]
        assert found == [f"15.{number}" for number in numbers.split()]
    several = {e.rz: " ".join(e.modality) for e in registry.values() if len(e.modality) > 1}
    assert several == mixed
    assert sum(registry.count_by_modality().values()) == 77


def test_every_form_is_realised_by_an_element_of_its_kind(registry: RuleRegistry) -> None:
    open_forms = {
        (entry.rz, form)
        for entry in registry.values()
        for form in entry.form
        if KINDS_OF_FORM[form] and not any(entry.elements(kind) for kind in KINDS_OF_FORM[form])
    }
    assert open_forms == FORM_WITHOUT_ELEMENT.keys()


def test_every_element_is_of_a_form_of_its_entry(registry: RuleRegistry) -> None:
    for entry in registry.values():
        allowed = set().union(*(KINDS_OF_FORM[form] for form in entry.form))
        assert {element.partition(":")[0] for element in entry.realised_by} <= allowed, entry.rz


def test_every_must_names_a_property(registry: RuleRegistry) -> None:
    without = {e.rz for e in registry.of_modality(Modality.MUST) if not e.elements("property")}
    assert without == set()


def test_statements_have_one_to_three_sentences_in_both_languages(registry: RuleRegistry) -> None:
    for entry in registry.values():
        for text in (entry.statement.de, entry.statement.en):
            without_short_forms = text.replace("Abs. ", "Abs ")
            assert 1 <= len(re.findall(r"[.?](?= |$)", without_short_forms)) <= 3, entry.rz
            assert text.endswith((".", "?")), entry.rz


def test_titles_are_different_in_both_languages(registry: RuleRegistry) -> None:
    for language in ("de", "en"):
        titles = [getattr(entry.title, language) for entry in registry.values()]
        assert len(set(titles)) == 77


def test_elements_can_be_asked_from_both_sides(registry: RuleRegistry) -> None:
    assert [e.rz for e in registry.realising("property:analysis_precedes_plan")] == [
        "15.3",
        "15.20",
    ]
    assert registry["15.65"].elements("deadline") == ("deadline:update_due",)
    assert "state:trust" in registry.elements


def test_strictest_part_counts(registry: RuleRegistry) -> None:
    assert registry["15.41"].strictest is Modality.MUST
    assert registry["15.18"].strictest is Modality.SHOULD
    assert registry["15.5"].is_information


def test_entry_accepts_the_long_form_and_names_what_is_known(registry: RuleRegistry) -> None:
    assert registry.entry("Rz 15.8").rz == "15.8"
    with pytest.raises(RuleError, match=r"has no Rz 15\.78; known are 15\.1 to 15\.77"):
        registry.entry("15.78")


def test_registry_is_cached_pickles_and_does_not_change(registry: RuleRegistry) -> None:
    assert load_registry(NAME) is registry
    assert pickle.loads(pickle.dumps(registry)) == registry
    with pytest.raises(AttributeError):
        registry.name = "other"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        registry["15.1"].rz = "15.2"  # type: ignore[misc]


def test_unknown_rule_set_is_refused_with_a_suggestion() -> None:
    with pytest.raises(RuleError, match="known: 2023-07-01; did you mean '2023-07-01'"):
        load_registry("2023-07-02")


# -- broken files ----------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped rule sets, to be broken."""
    shutil.copytree(SHIPPED / NAME, tmp_path / NAME)
    return tmp_path


@pytest.fixture
def break_file(folder: Path) -> Callable[[str, str, str], int]:
    """Replace the first occurrence of a text in a file and return its line."""

    def replace(file: str, old: str, new: str) -> int:
        path = folder / NAME / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    return replace


def faults_of(folder: Path) -> list[str]:
    """Load the broken copy and return the lines of the error."""
    with pytest.raises(RuleError) as caught:
        load_registry(NAME, folder)
    return [line.strip() for line in str(caught.value).splitlines()[1:]]


def test_an_unbroken_copy_equals_the_shipped_registry(folder: Path, registry: RuleRegistry) -> None:
    assert load_registry(NAME, folder) == registry


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"15.2"', '"15.78"', "unknown Rz '15.78'; rule set 2023-07-01 has 15.1 to 15.77"),
        ('"15.2"', '"15.02"', "unknown Rz '15.02'"),
        ('"15.2"', "15.2", "rz: this must be text (write '15.2' in quotes)"),
        ('"15.2"', '"15.1"', "Rz 15.1 stands here a second time; first: chapter-01.yaml:7"),
        ("modality: MUST", "modality: MUSS", "Rz 15.1: unknown modality 'MUSS'; known: MUST"),
        ("modality: MUST", "modality: []", "Rz 15.1, modality: this must be a list"),
        ("form: [property]", "form: [propperty]", "Rz 15.1: unknown form 'propperty'"),
        ("form: [property]", "form: [property, property]", "'property' stands here a second time"),
        ("form: [property]", "form: [reason]", "the form 'reason' belongs to INFO"),
        ("valid_from: 2023-07-01", "valid_from: 2023-13-01", "'2023-13-01' is no day"),
        ("valid_from: 2023-07-01", "valid_from: 1.7.2023", "'1.7.2023' is no day"),
        (
            "valid_from: 2023-07-01",
            "valid_from: 2023-06-30",
            "lies outside the rule set's validity",
        ),
        ("valid_to: 2026-06-30", "valid_to: 2023-06-30", "lies before valid_from 2023-07-01"),
        (
            '"§ 15(2) SGB II"',
            '"§ 15 II SGB II"',
            "Rz 15.1, statute: '§ 15 II SGB II' is no citation",
        ),
        ('"§ 15(2) SGB II"', '"15.2"', "Rz 15.1, statute: '15.2' is no statute"),
        ("realised_by: [property:", "realised_by: [properties:", "did you mean 'property'?"),
        (
            "realised_by: [",
            "realized_by: [",
            "unknown field 'realized_by'; did you mean 'realised_by'?",
        ),
        (
            "    form: [property]\n",
            "    form: [property]\n    form: [act]\n",
            "'form' stands here a second",
        ),
        ('de: "Plan ohne rechtliche Bindung"', 'de: ""', "Rz 15.1, title, de: the text is empty"),
        ('de: "Plan ohne rechtliche Bindung"', 'de: "  "', "Rz 15.1, title, de: the text is empty"),
        ('de: "Plan ohne rechtliche Bindung"', 'fr: "x"', "the field 'de' is missing"),
        ('chapter: "1"', "chapter: [", "this is no valid YAML"),
        ('chapter: "1"', "", "chapter: the field 'chapter' is missing"),
    ],
)
def test_each_fault_is_reported_with_its_file(
    folder: Path,
    break_file: Callable[[str, str, str], int],
    old: str,
    new: str,
    expected: str,
) -> None:
    break_file("chapter-01.yaml", old, new)
    found = [fault for fault in faults_of(folder) if expected in fault]
    assert len(found) == 1
    assert re.match(r"chapter-01\.yaml:[1-9][0-9]*: ", found[0])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"15.2"', '"15.78"'),
        ("modality: MUST", "modality: MUSS"),
        ("form: [property]", "form: [propperty]"),
        ("valid_to: 2026-06-30", "valid_to: 2023-06-30"),
        ('"§ 15(2) SGB II"', '"§ 15 II SGB II"'),
        ("realised_by: [property:", "realised_by: [properties:"),
        ('de: "Plan ohne rechtliche Bindung"', 'de: ""'),
    ],
)
def test_a_fault_in_one_line_is_reported_with_that_line(
    folder: Path, break_file: Callable[[str, str, str], int], old: str, new: str
) -> None:
    line = break_file("chapter-01.yaml", old, new)
    assert any(fault.startswith(f"chapter-01.yaml:{line}: ") for fault in faults_of(folder))


def test_an_empty_statement_is_reported(folder: Path) -> None:
    path = folder / NAME / "chapter-04.yaml"
    text = path.read_text(encoding="utf-8")
    old = "      en: >-\n        Each version of the plan is filed in the electronic record.\n"
    line = text[: text.index(old)].count("\n") + 1
    path.write_text(text.replace(old, "      en:\n"), encoding="utf-8")
    faults = faults_of(folder)
    assert len(faults) == 1
    # An empty value has no place of its own: YAML gives it that of its name or of what follows.
    assert re.match(rf"chapter-04\.yaml:({line}|{line + 1}): Rz 15\.14, statement, en: ", faults[0])


def test_a_missing_entry_is_reported_where_it_belongs(folder: Path) -> None:
    path = folder / NAME / "chapter-02.yaml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index('  - rz: "15.7"'), text.index('  - rz: "15.8"')
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    line = text[: text.index('rz: "15.6"')].count("\n") + 1
    expected = f"chapter-02.yaml:{line}: Rz 15.7 is missing (it belongs after 15.6)"
    assert faults_of(folder) == [expected]


def test_a_missing_file_is_reported_for_each_of_its_entries(folder: Path) -> None:
    (folder / NAME / "chapter-01.yaml").unlink()
    faults = faults_of(folder)
    assert [re.findall(r"Rz (15\.\d+) is missing", fault) for fault in faults] == [
        [f"15.{number}"] for number in range(1, 6)
    ]
    assert all(fault.startswith("rule_set.yaml:1: ") for fault in faults)


@pytest.mark.parametrize(
    ("file", "pattern", "new", "expected"),
    [
        ("chapter-01.yaml", r"    reason:\n(?:      .*\n)+", "", "Rz 15.5: INFO needs a reason"),
        (
            "chapter-01.yaml",
            r"    realised_by: \[property:no_consequence_from_plan.*\n",
            "",
            "Rz 15.1: realised_by is missing",
        ),
        (
            "chapter-06.yaml",
            r"realised_by: \[audit:activities_targeted\]",
            "realised_by: [act:offer]",
            "Rz 15.23: INFO can be realised by audit questions only",
        ),
        (
            "chapter-01.yaml",
            r"modality: INFO",
            "modality: [INFO, MAY]",
            "Rz 15.5: INFO cannot stand beside another modality",
        ),
        ("chapter-01.yaml", r"modality: INFO", "modality: MAY", "a reason belongs to INFO only"),
        ("chapter-10.yaml", r"entries:[\s\S]*", "entries: []\n", "entries: this must be a list"),
        ("chapter-10.yaml", r"[\s\S]*", "", "this is no group of fields"),
        (
            "chapter-10.yaml",
            r"entries:[\s\S]*",
            "entries:\n  - 15.70\n",
            "must be a group of fields",
        ),
    ],
)
def test_entries_that_contradict_themselves_are_reported(
    folder: Path, file: str, pattern: str, new: str, expected: str
) -> None:
    path = folder / NAME / file
    text, count = re.subn(pattern, new, path.read_text(encoding="utf-8"), count=1)
    assert count == 1
    path.write_text(text, encoding="utf-8")
    found = [fault for fault in faults_of(folder) if expected in fault]
    assert len(found) == 1
    assert re.match(rf"{re.escape(file)}:[1-9][0-9]*: ", found[0])


def test_a_file_that_is_not_utf8_is_reported(folder: Path) -> None:
    (folder / NAME / "chapter-03.yaml").write_bytes(b"title: \xe4")
    assert any("chapter-03.yaml:1: it cannot be read" in fault for fault in faults_of(folder))


def test_a_file_that_is_nested_too_deeply_is_reported(folder: Path) -> None:
    (folder / NAME / "chapter-03.yaml").write_text("[" * 5000, encoding="utf-8")
    assert any(fault.startswith("chapter-03.yaml:1: ") for fault in faults_of(folder))


def test_all_faults_are_reported_at_once(
    folder: Path, break_file: Callable[[str, str, str], int]
) -> None:
    break_file("chapter-01.yaml", "modality: MUST", "modality: MUSS")
    break_file("chapter-05.yaml", "valid_to: 2026-06-30", "valid_to: never")
    break_file("chapter-11.yaml", "form: [", "form: [unheard, ")
    faults = faults_of(folder)
    assert [fault.partition(":")[0] for fault in faults] == [
        "chapter-01.yaml",
        "chapter-05.yaml",
        "chapter-11.yaml",
    ]


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="cannot be read"):
        load_registry(NAME, tmp_path / "nowhere")


def test_names_cannot_leave_the_folder(folder: Path) -> None:
    with pytest.raises(RuleError, match="There is no rule set"):
        load_registry(f"../{folder.name}/{NAME}", folder)
