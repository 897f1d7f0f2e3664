"""Safeguards as they were used: how often each applied, was kept, was violated, in which case.

* 15.53: a demand with RFB to a vulnerable person follows an individual check that found it helps;
  a check that found it harms, and no demand, keeps the safeguard as well.
* 15.54: matters of § 16k coaching or rehabilitation never lead to RFB. That a failure concerned one
  of these is known from the rule that the step cites.
* 15.57: where a minor gets a demand or a later invitation with RFB, the legal representative is
  instructed as well.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..model.process.acts import Act
from ..model.process.text import Text
from .group_membership import PERSON_GROUPS, FactHistory
from .logs.act_texts import parse_acts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .log_tables import LogTables


class Safeguard(StrEnum):
    """A safeguard, named by its margin number."""

    individual_check = "15.53"
    never_notice = "15.54"
    representative = "15.57"


SAFEGUARD_TITLES = {
    Safeguard.individual_check: Text(
        "Einzelfallprüfung vor RFB bei besonderem Bedarf",
        "individual check before RFB for vulnerable persons",
    ),
    Safeguard.never_notice: Text(
        "§ 16k und Rehabilitation nie mit RFB", "coaching and rehabilitation never with RFB"
    ),
    Safeguard.representative: Text(
        "bei Minderjährigen auch die gesetzliche Vertretung belehrt",
        "legal representative of a minor instructed as well",
    ),
}

_NOTICE_ISSUED = "notice issued after the check"
_NOTICE_WITHHELD = "notice withheld"
_WITH_REPRESENTATIVE = "representative instructed"
_VIOLATED = "safeguard left out"


def safeguard_rows(tables: LogTables, histories: dict[str, FactHistory]) -> pd.DataFrame:
    """Return one row per application of a safeguard (see ``GroupResult.safeguards``).

    ``histories`` are those of all ``GROUP_FACTS``.
    """
    acts = tables.events["acts"].astype("category")
    rules = tables.events["rules"].astype("category")
    parsed = [parse_acts(str(text)) for text in acts.cat.categories]
    matters = np.array(
        [Safeguard.never_notice in str(text).split(", ") for text in rules.cat.categories], bool
    )
    vulnerable, minor = histories["vulnerable"].at_row, histories["minor"].at_row
    exempt = matters[rules.cat.codes.to_numpy()]
    judged = (
        (Safeguard.individual_check, [_check(each) for each in parsed], vulnerable),
        (Safeguard.never_notice, [_never(each) for each in parsed], exempt),
        (Safeguard.representative, [_representative(each) for each in parsed], minor),
    )
    frames = []
    for safeguard, outcomes, applies in judged:
        how = np.array(outcomes, dtype=object)[acts.cat.codes.to_numpy()]
        rows = np.flatnonzero(applies & (how != ""))
        frames.append(_frame(tables, histories, safeguard, rows, how[rows]))
    return pd.concat(frames, ignore_index=True)


def _check(acts: tuple[Act, ...]) -> str:
    """Judge a step of a vulnerable person; empty if the safeguard has no object."""
    kinds = [act.kind for act in acts]
    checks = [place for place, act in enumerate(acts) if act.kind == "individual_check"]
    helps = [place for place in checks if acts[place].get("notice_helps") is True]
    if "demand" in kinds:
        demanded = kinds.index("demand")
        return _NOTICE_ISSUED if any(place < demanded for place in helps) else _VIOLATED
    return _NOTICE_WITHHELD if checks else ""


def _never(acts: tuple[Act, ...]) -> str:
    """Judge a step about an exempt matter."""
    return _VIOLATED if any(act.kind == "demand" for act in acts) else _NOTICE_WITHHELD


def _representative(acts: tuple[Act, ...]) -> str:
    """Judge a step of a minor; empty if it carries no notice."""
    notice = any(
        act.kind == "demand"
        or (
            act.kind == "invitation"
            and act.get("notice") is True
            and act.get("to") in ("follow_up", "reporting")
        )
        for act in acts
    )
    if not notice:
        return ""
    told = any(act.kind == "representative_instructed" for act in acts)
    return _WITH_REPRESENTATIVE if told else _VIOLATED


def _frame(
    tables: LogTables,
    histories: dict[str, FactHistory],
    safeguard: Safeguard,
    rows: NDArray[np.int64],
    how: NDArray[np.object_],
) -> pd.DataFrame:
    events = tables.events.iloc[rows]
    columns: dict[str, object] = {
        "replication": np.full(len(rows), tables.replication, dtype=np.int16),
        "office": events["office"].to_numpy(),
        "case": events["case"].to_numpy(),
        "date": events["date"].to_numpy(),
        "event": events["event"].astype(str).to_numpy(),
        "safeguard": safeguard.value,
        "outcome": np.where(how == _VIOLATED, "violated", "kept"),
        "how": how.astype(str),
    }
    for group in PERSON_GROUPS:
        known = histories.get(group.fact)
        whole = np.ones(len(rows), dtype=np.bool_)
        columns[group.name] = whole if known is None else known.at_row[rows] == group.value
    return pd.DataFrame(columns)
