"""JSON schema of scenario files, for editors and other programs.

``scenario.schema.json`` beside this file is generated. Renew it, deliberately, with
``python -c "from koopsim.scenarios.schema_json import renew; renew()"``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .merge import OWN_FIELDS
from .schema import Scenario

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_CHANGED = "Changed"
_GIVEN_WHOLE = frozenset({"TwoLanguages", "OfficeRow", "StaffChange"})


def scenario_json_schema() -> dict[str, Any]:
    """Return the schema: a file without ``extends`` is complete, one with it gives only changes.

    A schema cannot check that a value lies in its range, nor what only several fields together
    get wrong; ``load_scenario`` does.
    """
    complete = Scenario.model_json_schema()
    definitions: dict[str, Any] = complete.pop("$defs")
    changes = _rename(_optional(complete))
    changes["required"] = [name for name in Scenario.model_fields if name in OWN_FIELDS]
    partial = {
        name + _CHANGED: _rename(_optional(content))
        for name, content in definitions.items()
        if _is_partial(name, definitions)
    }
    return {
        "$schema": _DIALECT,
        "title": "koopsim scenario",
        "if": {"required": ["extends"], "properties": {"extends": {"type": "string"}}},
        "then": {"$ref": "#/$defs/ScenarioChanged"},
        "else": {"$ref": "#/$defs/Scenario"},
        "$defs": {**definitions, "Scenario": complete, **partial, "ScenarioChanged": changes},
    }


def scenario_json_schema_text() -> str:
    """Return the schema as the generated file holds it."""
    return json.dumps(scenario_json_schema(), indent=1, ensure_ascii=False) + "\n"


def renew() -> None:
    """Write the generated file anew; for developers, in a source tree."""
    path = Path(__file__).with_name("scenario.schema.json")
    path.write_text(scenario_json_schema_text(), encoding="utf-8")


def _is_partial(name: str, definitions: dict[str, Any]) -> bool:
    """Tell whether an extending file may give only a part of this group."""
    return name not in _GIVEN_WHOLE and definitions[name].get("type") == "object"


def _optional(content: dict[str, Any]) -> dict[str, Any]:
    """Return a group none of whose fields is needed."""
    return {key: value for key, value in content.items() if key != "required"}


def _rename(content: Any) -> Any:
    """Let references lead to the partial groups."""
    if isinstance(content, list):
        return [_rename(item) for item in content]
    if not isinstance(content, dict):
        return content
    renamed = {key: _rename(value) for key, value in content.items()}
    target = str(renamed.get("$ref", "")).removeprefix("#/$defs/")
    if target and target not in _GIVEN_WHOLE and target != "Grade":
        renamed["$ref"] = f"#/$defs/{target}{_CHANGED}"
    return renamed
