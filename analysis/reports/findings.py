"""What a result says, in sentences: every number in them is computed here, none is typed."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from ...scenarios import Grade, assumption_ledger
from ..calibration_targets import CALIBRATION_TARGETS, CalibrationTarget
from ..compliance import compliance, overall, utilisation
from ..forecast import ALL_TEAMS, monthly_values, summary, teams_of, yearly_totals
from ..formatting import (
    TEAM_TITLES,
    counted,
    enumeration,
    fitting,
    number,
    percent,
    percent_interval,
)
from ..indicator_catalogue import indicator
from ..plots.calibration import published
from ..result_protocol import Result
from . import histories
from .wording import Wording

SHORT_OF_STAFF = 0.25
"""Waiting cases, as a share of the appointments booked in a month, above which staff is short."""


class Findings:
    """The sentences of one result in one language."""

    def __init__(self, result: Result, words: Wording) -> None:
        self._result = result
        self._words = words
        self._language = words.language
        self._teams = teams_of(result)

    def answer(self) -> list[str]:
        """Return the answer in five sentences."""
        return [
            self._staff_suffices(),
            self._staff_used(),
            self._deadlines_kept(),
            self._reductions(),
            self._precision(),
        ]

    def rule(self) -> str:
        """Return when staff counts as too short."""
        return self._words.say("answer_rule", limit=percent(SHORT_OF_STAFF, self._language))

    def spread(self) -> str:
        """Return how the share of updates in time differs from run to run."""
        kept = overall(compliance(self._result), "deadline")["updates"]
        lowest = percent(float(kept["lowest"]), self._language, 1)
        highest = percent(float(kept["highest"]), self._language, 1)
        return self._words.say("share_note", lowest=lowest, highest=highest)

    def caption(self, figure: str) -> str:
        """Return the caption of a picture: what one sees, with numbers."""
        facts = {
            "staffing": self._facts_of_staffing,
            "backlog": self._facts_of_backlog,
            "deadlines": self._facts_of_deadlines,
            "invitations": self._facts_of_invitations,
            "state-occupancy": self._facts_of_states,
            "forecast": self._facts_of_forecast,
            "calibration": self._facts_of_calibration,
            "flows": self._facts_of_flows,
            "sojourns": self._facts_of_waits,
        }[figure]()
        return self._words.say(f"caption_{figure}", **facts)

    def verdict(self, row: dict[str, Any]) -> str:
        """Return how a rate of the model stands to the published one."""
        low, high = float(row["low"]), float(row["high"])
        if not (math.isfinite(low) and math.isfinite(high)):
            return self._words.say("verdict_unknown")
        if float(row["target_high"]) < low:
            return self._words.say("verdict_above")
        inside = float(row["target_low"]) <= high
        return self._words.say("verdict_inside" if inside else "verdict_below")

    # -- the answer ----------------------------------------------------------------------------

    def _staff_suffices(self) -> str:
        load = {team: self._waiting(team) for team in (*self._teams, ALL_TEAMS)}
        waiting, booked = load[ALL_TEAMS]
        backlog = self._number(waiting)
        if booked == 0:
            return self._words.say("answer_no_bookings", backlog=backlog)
        share = percent(waiting / booked, self._language)
        short = [team for team in self._teams if load[team][0] > SHORT_OF_STAFF * load[team][1]]
        if not short:
            return self._words.say("answer_short_none", backlog=backlog, share=share)
        named = [ALL_TEAMS] if len(short) == len(self._teams) else short
        teams = enumeration([TEAM_TITLES[team][self._language] for team in named], self._language)
        return self._words.say("answer_short_some", teams=teams, backlog=backlog, share=share)

    def _waiting(self, team: str) -> tuple[float, float]:
        """Return cases waiting and appointments booked, both mean per month."""
        means = monthly_values(self._result, ["backlog", "bookings"], team).mean()
        return float(means["backlog"]), float(means["bookings"])

    def _staff_used(self) -> str:
        rows = overall(utilisation(self._result), "team")
        parts = [
            self._words.say(
                "staff_of_team",
                team=TEAM_TITLES[team][self._language],
                needed=fitting(float(rows[team]["needed"]), self._language),
                available=fitting(float(rows[team]["available"]), self._language),
                used=percent(float(rows[team]["utilisation"]), self._language),
            )
            for team in self._teams
        ]
        return self._words.say("answer_staff", teams=enumeration(parts, self._language))

    def _deadlines_kept(self) -> str:
        kept = overall(compliance(self._result), "deadline")
        texts = {}
        for name in ("updates", "first_talks"):
            row = kept[name]
            limits = percent_interval(float(row["low"]), float(row["high"]), self._language)
            texts[name] = percent(float(row["share"]), self._language)
            texts[f"{name}_limits"] = f" ({limits})" if limits else ""
        return self._words.say(
            "answer_updates",
            updates=texts["updates"],
            updates_interval=texts["updates_limits"],
            first_talks=texts["first_talks"],
            first_interval=texts["first_talks_limits"],
        )

    def _reductions(self) -> str:
        rates = self._rates()
        appointment, breach = rates["appointment_reductions"], rates["breach_reductions"]
        return self._words.say(
            "answer_reductions",
            appointment=appointment[0],
            appointment_target=appointment[1],
            breach=breach[0],
            breach_target=breach[1],
            area=CALIBRATION_TARGETS[0].area[self._language],
        )

    def _precision(self) -> str:
        ledger = assumption_ledger(self._result.scenario)
        key = "answer_precision_many" if self._result.replications > 1 else "answer_precision_one"
        return self._words.say(
            key,
            runs=number(self._result.replications, self._language),
            assumptions=number(ledger.counts[Grade.ASSUMPTION], self._language),
            parameters=number(len(ledger.rows), self._language),
        )

    # -- facts of the captions -----------------------------------------------------------------

    def _facts_of_staffing(self) -> dict[str, str]:
        parts = []
        for team in self._teams:
            frame = summary(self._result, ["fte_needed", "fte_available"], team)
            means = frame.groupby("indicator")["mean"]
            text = self._words.say(
                "staff_range_of_team",
                team=TEAM_TITLES[team][self._language],
                low=fitting(float(means.min()["fte_needed"]), self._language),
                high=fitting(float(means.max()["fte_needed"]), self._language),
                available=fitting(float(means.mean()["fte_available"]), self._language),
            )
            parts.append(text)
        return {"teams": enumeration(parts, self._language)}

    def _facts_of_backlog(self) -> dict[str, str]:
        parts = [
            self._words.say(
                "backlog_of_team",
                team=TEAM_TITLES[team][self._language],
                last=self._number(self._last(["backlog"], team)["backlog"]),
            )
            for team in self._teams
        ]
        waits = [summary(self._result, ["wait_days"], team)["mean"].max() for team in self._teams]
        return {
            "waiting": enumeration(parts, self._language),
            "wait": self._number(float(pd.Series(waits).max())),
        }

    def _facts_of_deadlines(self) -> dict[str, str]:
        names = ["updates_due", "updates_in_time", "updates_missed"]
        sums = self._sums(names)
        overdue = self._last(["updates_overdue"])["updates_overdue"]
        return {
            "due": self._number(sums["updates_due"]),
            "in_time": self._number(sums["updates_in_time"]),
            "missed": self._number(sums["updates_missed"]),
            "overdue": self._number(overdue),
        }

    def _facts_of_invitations(self) -> dict[str, str]:
        sums = self._sums(["invitations_without_notice", "invitations_with_notice", "no_shows"])
        total = sums["invitations_without_notice"] + sums["invitations_with_notice"]
        known = total > 0
        return {
            "all": self._number(total),
            "with_notice": percent(
                sums["invitations_with_notice"] / total if known else math.nan, self._language
            ),
            "rate": number(100 * sums["no_shows"] / total if known else math.nan, self._language),
        }

    def _facts_of_states(self) -> dict[str, str]:
        parts = ("trust", "no_plan", "with_notice", "suspended")
        last = self._last([f"stock_{part}" for part in (*parts, "conciliation")] + ["stock"])
        stock = last["stock"]
        facts = {
            part: percent(last[f"stock_{part}"] / stock if stock > 0 else math.nan, self._language)
            for part in parts
        }
        return {**facts, "conciliation": self._number(last["stock_conciliation"])}

    def _facts_of_forecast(self) -> dict[str, str]:
        means = monthly_values(self._result, ["stock", "talks", "plans_made", "no_shows"]).mean()
        return {
            "stock": number(float(means["stock"]), self._language),
            "talks": self._number(float(means["talks"])),
            "plans": self._number(float(means["plans_made"])),
            "no_shows": self._number(float(means["no_shows"])),
        }

    def _facts_of_calibration(self) -> dict[str, str]:
        rows = overall(yearly_totals(self._result), "indicator")
        sentences = []
        for target in CALIBRATION_TARGETS:
            row = rows[target.indicator]
            text = self._words.say(
                "verdict_sentence",
                title=rate_title(target, self._words),
                mean=fitting(float(row["mean"]), self._language),
                target=published(target, self._language),
                verdict=self.verdict(row),
            )
            sentences.append(text[0].upper() + text[1:])
        return {"verdicts": " ".join(sentences)}

    def _facts_of_flows(self) -> dict[str, str]:
        return histories.facts_of_flows(self._result, self._words)

    def _facts_of_waits(self) -> dict[str, str]:
        return histories.facts_of_waits(self._result, self._words)

    # -- numbers -------------------------------------------------------------------------------

    def _rates(self) -> dict[str, tuple[str, str]]:
        """Return model and published rate of each target as text."""
        rows = overall(yearly_totals(self._result), "indicator")
        return {
            target.indicator: (
                fitting(float(rows[target.indicator]["mean"]), self._language),
                published(target, self._language),
            )
            for target in CALIBRATION_TARGETS
        }

    def _sums(self, names: list[str]) -> dict[str, float]:
        """Return sums over all months, mean over replications."""
        sums = monthly_values(self._result, names).groupby(level="replication").sum().mean()
        return {name: float(sums[name]) for name in names}

    def _last(self, names: list[str], team: str = "all") -> dict[str, float]:
        """Return the values of the last month, mean over replications."""
        means = monthly_values(self._result, names, team).groupby(level="month").mean()
        return {name: float(means[name].iloc[-1]) for name in names}

    def _number(self, value: float) -> str:
        return counted(value, self._language)


def runs(result: Result, words: Wording) -> str:
    """Return how many runs there are, in words."""
    if result.replications == 1:
        return words.say("runs_one")
    return words.say("runs_many", n=number(result.replications, words.language))


def rate_title(target: CalibrationTarget, words: Wording) -> str:
    """Return the name of a calibrated rate with its reference."""
    title = indicator(target.indicator).title[words.language]
    return words.say("rate_title", title=title, per=number(target.per, words.language))
