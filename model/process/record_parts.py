"""Parts of records: content items of a plan, own efforts, services and other small entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .record_validation import validate
from .text import Text


class ContentItem(StrEnum):
    """What § 15(2) SGB II lists as content of a plan: six items of S. 2, two of S. 3."""

    SERVICES = "services"
    OWN_EFFORTS = "own_efforts"
    LANGUAGE_COURSE = "language_course"
    OTHER_PROVIDERS = "other_providers"
    OCCUPATIONS = "occupations"
    REHABILITATION = "rehabilitation"
    HEALTH = "health"
    BENEFIT_COMMUNITY = "benefit_community"

    @property
    def expected(self) -> bool:
        """True for the six items of sentence 2: a sign in the analysis asks for them (Rz 15.24)."""
        return self not in (ContentItem.HEALTH, ContentItem.BENEFIT_COMMUNITY)

    @property
    def wording(self) -> Text:
        """The item in words."""
        return _ITEMS[self][0]

    @property
    def cites(self) -> tuple[str, ...]:
        """Margin number and statute of the item."""
        return _ITEMS[self][1]


_ITEMS: dict[ContentItem, tuple[Text, tuple[str, ...]]] = {
    ContentItem.SERVICES: (
        Text("Leistungen zur Eingliederung", "integration services"),
        ("15.25", "§ 15(2) S. 2 Nr. 1 SGB II"),
    ),
    ContentItem.OWN_EFFORTS: (
        Text("Eigenbemühungen", "own efforts"),
        ("15.30", "§ 15(2) S. 2 Nr. 2 SGB II"),
    ),
    ContentItem.LANGUAGE_COURSE: (
        Text("Sprachkurs", "a language course"),
        ("15.32", "§ 15(2) S. 2 Nr. 3 SGB II"),
    ),
    ContentItem.OTHER_PROVIDERS: (
        Text("Leistungen anderer Träger", "services of other providers"),
        ("15.33", "§ 15(2) S. 2 Nr. 4 SGB II"),
    ),
    ContentItem.OCCUPATIONS: (
        Text("Ausbildung, Tätigkeiten oder Bereiche", "training, occupations or fields"),
        ("15.35", "§ 15(2) S. 2 Nr. 5 SGB II"),
    ),
    ContentItem.REHABILITATION: (
        Text("möglicher Rehabilitationsbedarf", "a possible rehabilitation need"),
        ("15.40", "§ 15(2) S. 2 Nr. 6 SGB II"),
    ),
    ContentItem.HEALTH: (
        Text("Gesundheit", "health"),
        ("15.42", "15.43", "§ 15(2) S. 3 Nr. 1 SGB II"),
    ),
    ContentItem.BENEFIT_COMMUNITY: (
        Text("Leistungen für die Bedarfsgemeinschaft", "services for the benefit community"),
        ("15.44", "§ 15(2) S. 3 Nr. 2 SGB II"),
    ),
}


class TalkFormat(StrEnum):
    """How a talk is held (Rz 15.7, 15.13)."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    TELEPHONE = "telephone"


@dataclass(frozen=True, slots=True)
class OwnEffort:
    """An own effort (Eigenbemühung, Rz 15.30): what to do, how often, and how it is shown.

    Raises:
        RecordError: if a value is no text, or ``what`` is empty.
    """

    what: str
    how_often: str = ""
    proof: str = ""

    def __post_init__(self) -> None:
        """Validate."""
        validate(self, "what")


@dataclass(frozen=True, slots=True)
class Service:
    """A service that comes into consideration (Rz 15.25).

    ``presupposes_need`` tells whether it may be given only once need is established (Rz 15.12);
    that is the usual case, § 16h SGB II is an exception.

    Raises:
        RecordError: if a value has the wrong type, or ``what`` is empty.
    """

    what: str
    presupposes_need: bool = True

    def __post_init__(self) -> None:
        """Validate."""
        validate(self, "what")


@dataclass(frozen=True, slots=True)
class LanguageCourse:
    """A language course; the plan holds registration and attendance (Rz 15.32).

    Raises:
        RecordError: if a value has the wrong type, or ``what`` is empty.
    """

    what: str
    registration: bool = True
    attendance: bool = True

    def __post_init__(self) -> None:
        """Validate."""
        validate(self, "what")


@dataclass(frozen=True, slots=True)
class RehabilitationNeed:
    """A possible rehabilitation need and the provider to whom an application goes (Rz 15.40).

    Raises:
        RecordError: if a value is no text, or ``what`` is empty.
    """

    what: str
    application_to: str = ""

    def __post_init__(self) -> None:
        """Validate."""
        validate(self, "what")


@dataclass(frozen=True, slots=True)
class TrainingSupport:
    """Supported vocational training; the plan is made for the length of the support (Rz 15.29).

    Raises:
        RecordError: if a value has the wrong type, or ``what`` is empty.
    """

    what: str
    ends: date | None = None

    def __post_init__(self) -> None:
        """Validate."""
        validate(self, "what")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A content item that the plan leaves out, with the reason (Rz 15.24).

    Raises:
        RecordError: if a value has the wrong type, or the reason is empty.
    """

    item: ContentItem
    reason: str

    def __post_init__(self) -> None:
        """Validate."""
        validate(self, "reason")
