"""Records: the content of talk, analysis, consultation note and plan.

The process needs none of them: it is about which acts happen and when. With a record, a step also
knows what stands in the document, and ``record_problems`` tells what the rules ask for and the
document lacks. Each field names its sources in its annotation; `RECORD_FIELDS` collects them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated

from .record_parts import (
    ContentItem,
    LanguageCourse,
    LeftOut,
    OwnEffort,
    RehabilitationNeed,
    Service,
    TalkFormat,
    TrainingSupport,
)
from .record_validation import Source, field_sources, validate

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkRecord:
    """How a talk (Gespräch) was held; ``reason`` says why a first talk was not held in person.

    Raises:
        RecordError: if a value has the wrong type.
    """

    format: Annotated[TalkFormat, Source("15.7", "15.13")]
    reason: Annotated[str, Source("15.7")] = ""

    def __post_init__(self) -> None:
        """Validate."""
        validate(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PotentialAnalysis:
    """What the potential analysis (Potenzialanalyse) establishes.

    ``signs`` are the content items of a plan of which the analysis gave signs (Anhaltspunkte).
    ``facts_from_agency`` tells that facts were taken over from the employment agency.

    Raises:
        RecordError: if a value has the wrong type.
    """

    rehabilitation_check: Annotated[bool, Source("15.9", "§ 9(4) SGB IX", "§ 12(2) SGB IX")]
    strengths: Annotated[Texts, Source("15.3", "15.10", "§ 15(1) S. 1 SGB II")] = ()
    soft_skills: Annotated[Texts, Source("15.10")] = ()
    aptitude: Annotated[Texts, Source("15.9", "15.37", "§ 15(1) S. 1 SGB II")] = ()
    inclination: Annotated[Texts, Source("15.37")] = ()
    signs: Annotated[frozenset[ContentItem], Source("15.24")] = frozenset()
    facts_from_agency: Annotated[bool, Source("15.11", "15.73", "§ 15(1) S. 2 SGB II")] = False

    def __post_init__(self) -> None:
        """Validate."""
        validate(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationNote:
    """The consultation note (Beratungsvermerk) on a plan version: made jointly, taken note of.

    Raises:
        RecordError: if a value is neither True nor False.
    """

    joint_work: Annotated[bool, Source("15.13", "15.2")]
    acknowledged: Annotated[bool, Source("15.13")]

    def __post_init__(self) -> None:
        """Validate."""
        validate(self)


_NOTED = ConsultationNote(joint_work=True, acknowledged=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class CooperationPlan:
    """The content of one version of the cooperation plan (Kooperationsplan), with its note.

    Text fields may be empty and lists may be: what the rules then miss is told by
    ``record_problems.plan_problems``. ``realistic`` is the joint judgement that goal and
    occupations are realistic and keep the bounds of reasonableness. ``left_out`` gives reasons for
    content items that the plan does not hold. ``training_support`` bounds the plan to the support.
    ``side_support`` are activities that an adviser of the agency recommended.

    >>> plan = CooperationPlan(goal="work as a cook", essential_steps=("get certificates",))
    >>> sorted(plan.content_items)
    []

    Raises:
        RecordError: if a value has the wrong type, or a list holds an empty text.
    """

    goal: Annotated[str, Source("15.4", "15.21", "§ 15(2) S. 2 SGB II")]
    essential_steps: Annotated[Texts, Source("15.4", "15.21", "§ 15(2) S. 2 SGB II")]
    own_efforts: Annotated[tuple[OwnEffort, ...], Source("15.4", "15.30", "15.31")] = ()
    services: Annotated[tuple[Service, ...], Source("15.4", "15.12", "15.25")] = ()
    left_out: Annotated[tuple[LeftOut, ...], Source("15.24")] = ()
    realistic: Annotated[bool, Source("15.38", "§ 10 SGB II")] = True
    intermediate_goal: Annotated[str, Source("15.22")] = ""
    occupations: Annotated[Texts, Source("15.35", "15.38")] = ()
    language_course: Annotated[LanguageCourse | None, Source("15.32", "§ 3(4) SGB II")] = None
    other_providers: Annotated[Texts, Source("15.33")] = ()
    priority_benefits: Annotated[Texts, Source("15.34", "§ 12a SGB II")] = ()
    self_employment: Annotated[Texts, Source("15.39")] = ()
    rehabilitation_need: Annotated[RehabilitationNeed | None, Source("15.40")] = None
    participation_plan: Annotated[str, Source("15.41", "§ 19 SGB IX")] = ""
    health_services: Annotated[Texts, Source("15.42", "§ 15(2) S. 3 Nr. 1 SGB II")] = ()
    health_providers: Annotated[Texts, Source("15.43", "§ 15(2) S. 3 Nr. 1 SGB II")] = ()
    community_services: Annotated[Texts, Source("15.44", "§ 15(2) S. 3 Nr. 2 SGB II")] = ()
    municipal_services: Annotated[Texts, Source("15.27", "§ 16a SGB II")] = ()
    municipal_consent: Annotated[bool, Source("15.27")] = False
    training_support: Annotated[TrainingSupport | None, Source("15.29")] = None
    side_support: Annotated[Texts, Source("15.75")] = ()
    text_form: Annotated[bool, Source("15.13", "§ 15(3) S. 1 SGB II")] = True
    signed: Annotated[bool, Source("15.17")] = False
    notice: Annotated[bool, Source("15.1", "15.17")] = False
    note: Annotated[ConsultationNote, Source("15.13")] = _NOTED

    def __post_init__(self) -> None:
        """Validate."""
        validate(self)

    @property
    def content_items(self) -> frozenset[ContentItem]:
        """The items of § 15(2) that the plan holds; read off its fields (Rz 15.24)."""
        filled = {
            ContentItem.SERVICES: self.services,
            ContentItem.OWN_EFFORTS: self.own_efforts,
            ContentItem.LANGUAGE_COURSE: self.language_course,
            ContentItem.OTHER_PROVIDERS: self.other_providers,
            ContentItem.OCCUPATIONS: self.occupations,
            ContentItem.REHABILITATION: self.rehabilitation_need,
            ContentItem.HEALTH: self.health_services or self.health_providers,
            ContentItem.BENEFIT_COMMUNITY: self.community_services,
        }
        return frozenset(item for item, content in filled.items() if content)

    @property
    def reasoned_items(self) -> frozenset[ContentItem]:
        """The items that the plan leaves out with a reason (Rz 15.24)."""
        return frozenset(entry.item for entry in self.left_out)


Record = TalkRecord | PotentialAnalysis | CooperationPlan
"""What can go with a step; the consultation note is part of its plan version."""

RECORD_KINDS: Mapping[str, type] = MappingProxyType(
    {
        "talk": TalkRecord,
        "analysis": PotentialAnalysis,
        "note": ConsultationNote,
        "plan": CooperationPlan,
    }
)
"""Record classes by the name that element ids use."""

RECORD_FIELDS: Mapping[str, Texts] = MappingProxyType(
    {
        f"record:{kind}.{name}": cites
        for kind, record in RECORD_KINDS.items()
        for name, cites in field_sources(record).items()
    }
    | {"record:plan.content_items": ("15.24", "§ 15(2) S. 2 SGB II", "§ 15(2) S. 3 SGB II")}
)
"""Every field of the records as an element ("record:plan.goal"), with the rules it cites."""
