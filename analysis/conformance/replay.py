"""Replay one case of a log: moves, deadlines, findings.

What the log does not tell is three-valued: an event fits if some assignment of the unknown facts
lets it happen. A fact of the person that the log states keeps its value until an event changes it
or the log states another; a fact of the situation counts for its row only.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...model.process.case import rule_facts
from ...model.process.clocks import Limits
from ...model.process.deadlines import DEADLINE_INDEX, DEADLINES
from ...model.process.events import EVENTS
from ...model.process.facts import FACT_BIT, SITUATION_DEFAULTS, fact_names
from ...model.process.states import parse_configuration
from ...model.properties.kinds import Property
from ...model.rule_set import RuleSet
from ..logs.log_store import LogRow
from ..logs.mapping import MISSED, MODEL_EVENTS
from .beliefs import LIFTED, NO_REDUCTION, UNCLEAR, Beliefs, Move
from .broken_properties import PastStep, broken_by_acts
from .case_state import CaseReplay, CaseState
from .findings import misfit_found, miss_found, not_missed_found, too_late_found
from .misfits import diagnose
from .replay_clocks import DUE_UNKNOWN, ReplayClocks
from .status import status_of
from .stories import told_miss, told_step

_PERSON = sum(FACT_BIT[name] for name in fact_names("person"))
_SITUATION = sum(FACT_BIT[name] for name in SITUATION_DEFAULTS)
_ENDS_UNSEEN = FACT_BIT["integrated_to_capacity"]
"""Facts that can end without an event: the log tells only that they began."""

_LEGACY, _RUNNING = FACT_BIT["legacy_period_open"], FACT_BIT["reduction_running"]
_REPEATED, _FURTHER = FACT_BIT["repeated_breach"], FACT_BIT["further_repeated_breach"]
_ENTRIES = ("enter", "enter_from_unemployment_insurance")
_MISSES = {MISSED + name: index for name, index in DEADLINE_INDEX.items()}
_CHANGES = {
    name: (
        sum(FACT_BIT[fact] for fact, _ in spec.changes),
        sum(FACT_BIT[fact] for fact, value in spec.changes if value),
    )
    for name, spec in EVENTS.items()
}


class Replayer:
    """Replays cases under one rule set.

    Args:
        beliefs: beliefs of the rule set's table.
        rule_set: the rule set.
        last_day: last day of the log (ordinal); deadlines are watched up to it.
        assumed: facts of persons who enter, where the log does not state them.
    """

    def __init__(
        self,
        beliefs: Beliefs,
        rule_set: RuleSet,
        last_day: int,
        assumed: Sequence[tuple[str, bool]] = (),
    ) -> None:
        self._assumed = sum(FACT_BIT[name] for name, _ in assumed)
        self._assumed_true = sum(FACT_BIT[name] for name, value in assumed if value)
        self._beliefs = beliefs
        self._rule_set = rule_set
        self._limits = Limits(rule_set)
        self._last_day = last_day
        given = rule_facts(rule_set)
        self._rule_known = sum(FACT_BIT[name] for name in given)
        self._rule_truth = sum(FACT_BIT[name] for name, value in given.items() if value)
        self._legacy_end = rule_set.legacy_end.toordinal()
        self._configurations = beliefs.table.configurations
        self._unseen = beliefs.unseen_clocks()

    def replay(self, case: str, rows: Sequence[LogRow], *, tell: bool = False) -> CaseReplay:
        """Replay the rows of a case, which are in order of time.

        Args:
            case: id of the case.
            rows: at least one row.
            tell: whether the story is to be kept.
        """
        found = CaseReplay(case)
        state = self._begin(rows[0], found)
        for row in rows:
            if row.team:
                state.team = row.team
            name = MODEL_EVENTS[row.event]
            if state.clocks.next_day <= row.day:
                self._run_clocks(state, found, row.day, name, tell)
            if name.startswith(MISSED):
                fits = self._told_miss(state, found, row, name, tell)
            else:
                fits = self._event(state, found, row, name, tell)
            found.fits.append(fits)
            self._note_status(state, found, row.day)
        self._run_clocks(state, found, self._last_day, "", tell)
        return found

    # -- the beginning ------------------------------------------------------------------------

    def _begin(self, first: LogRow, found: CaseReplay) -> CaseState:
        name = MODEL_EVENTS[first.event]
        if name in _ENTRIES:
            clocks = ReplayClocks(known=True)
            return CaseState(self._beliefs.initial, clocks, self._assumed, self._assumed_true)
        found.from_entry = False
        clocks = ReplayClocks(known=False)
        start = self._beliefs.table.index.get(parse_configuration(first.before))
        if start is None:
            state = CaseState(self._beliefs.anywhere, clocks)
        else:
            state = CaseState(self._beliefs.number((start,)), clocks)
            here = set(self._configurations[start])
            clocks.keep_only(i for i, d in enumerate(DEADLINES) if here & d.active_in)
        state.team = first.team
        self._note_status(state, found, 0)
        return state

    # -- what is known ------------------------------------------------------------------------

    def _facts(self, state: CaseState, row: LogRow | None, day: int) -> tuple[int, int]:
        known = state.known | self._rule_known | _LEGACY
        truth = state.truth | self._rule_truth | (_LEGACY if day <= self._legacy_end else 0)
        clocks = state.clocks
        if clocks.reduction_until is not None:
            known |= _RUNNING
            truth |= _RUNNING if day <= clocks.reduction_until else 0
        if clocks.breaches is not None:
            known |= _REPEATED | _FURTHER
            truth |= (_REPEATED if clocks.breaches >= 1 else 0) | (
                _FURTHER if clocks.breaches >= 2 else 0
            )
        if row is not None:
            known |= row.known & _SITUATION
            truth |= row.truth & _SITUATION
        return known, truth

    @staticmethod
    def _state_facts(state: CaseState, row: LogRow) -> None:
        """Take in the facts of the person that a row states."""
        stated = row.known & _PERSON
        state.known |= stated
        state.truth = (state.truth & ~stated) | (row.truth & stated)

    # -- one event ----------------------------------------------------------------------------

    def _event(
        self, state: CaseState, found: CaseReplay, row: LogRow, name: str, tell: bool
    ) -> bool:
        beliefs = self._beliefs
        if row.known:
            self._state_facts(state, row)
        if name in _ENTRIES and self._is_closed(state.belief):
            state.belief, state.clocks = beliefs.initial, ReplayClocks(known=True)
        known, truth = self._facts(state, row, row.day)
        move = beliefs.move(state.belief, name, known, truth, row.acts)
        if not move.outcomes:
            move = beliefs.move_unseen(state.belief, name, known, truth, row.acts)
        fits = bool(move.outcomes)
        if not fits:
            move = self._misfit(state, found, row, name, known, truth)
        else:
            state.forced = None
        if move.outcomes:
            self._carry_out(state, name, row.day, known, truth, move)
            if tell:
                found.story.append(told_step(beliefs, name, row, move))
        return fits

    def _is_closed(self, belief: int) -> bool:
        members = self._beliefs.members(belief)
        return all(self._configurations[c][0] == "closed" for c in members)

    def _carry_out(
        self, state: CaseState, name: str, day: int, known: int, truth: int, move: Move
    ) -> None:
        state.belief = move.after
        if move.operations:
            state.clocks.apply(move.operations, day, known, truth, self._limits)
            state.clocks.forget(self._unseen)
        if move.reduction != NO_REDUCTION:
            self._reduce(state.clocks, move.reduction, day)
        changed, true_now = _CHANGES[name]
        if changed:
            state.known = (state.known | changed) & ~(_ENDS_UNSEEN & true_now)
            state.truth = (state.truth & ~changed) | true_now
        # A fact that may have ended unseen is not held against the case later on.
        state.known &= ~(_ENDS_UNSEEN & state.truth)
        state.truth &= state.known
        state.past.append(PastStep(day, name, move.outcomes[0], known, truth))

    def _reduce(self, clocks: ReplayClocks, reduction: int, day: int) -> None:
        if reduction == LIFTED:
            clocks.reduction_until = 0
        elif reduction == UNCLEAR:
            clocks.reduction_until = clocks.breaches = None
        else:
            clocks.reduce(reduction, day, self._rule_set)

    # -- misfits ------------------------------------------------------------------------------

    def _misfit(
        self, state: CaseState, found: CaseReplay, row: LogRow, name: str, known: int, truth: int
    ) -> Move:
        late = self._too_late(state, found, row, name, known, truth)
        if late is not None:
            return late
        misfit = diagnose(self._beliefs, state.belief, name, known, truth, row.acts)
        broken: list[Property] = []
        if misfit.difference is not None:
            step = PastStep(row.day, name, misfit.move.outcomes[0], known, truth)
            merged = misfit.difference.merged
            broken = broken_by_acts(self._beliefs.table, self._rule_set, state.past, step, merged)
        found.deviations.append(
            misfit_found(self._rule_set.name, found.case, row, name, state.team, misfit, broken)
        )
        state.forced = None
        return misfit.move

    def _too_late(
        self, state: CaseState, found: CaseReplay, row: LogRow, name: str, known: int, truth: int
    ) -> Move | None:
        """Return the move from before a MUST deadline ended, if the event fits there only."""
        if state.forced is None:
            return None
        belief, index, ended = state.forced
        move = self._beliefs.move(belief, name, known, truth, row.acts)
        if not move.outcomes:
            return None
        found.deviations.append(too_late_found(found.case, row, name, state.team, index, ended))
        state.forced = None
        return move

    # -- deadlines ----------------------------------------------------------------------------

    def _run_clocks(
        self, state: CaseState, found: CaseReplay, day: int, event: str, tell: bool
    ) -> None:
        """Let happen what happens by itself up to a day, before ``event`` on that day."""
        while state.clocks.next_day <= day:
            when, index = state.clocks.next_day, state.clocks.expiring()
            deadline = DEADLINES[index]
            if deadline.silent:
                state.clocks.stop(index)
            elif not deadline.expiry_event:
                self._miss(state, found, index, when, tell)
            elif when == day and event == deadline.expiry_event:
                return  # the row itself tells it
            else:
                self._force(state, found, index, when, tell)
            self._note_status(state, found, when)

    def _miss(self, state: CaseState, found: CaseReplay, index: int, when: int, tell: bool) -> None:
        state.clocks.miss(index, when - 1)
        found.deviations.append(miss_found(found.case, 0, state.team, index, when))
        if tell:
            found.story.append(told_miss(index, when))

    def _force(
        self, state: CaseState, found: CaseReplay, index: int, when: int, tell: bool
    ) -> None:
        """Let a MUST deadline bring about its event, which a log need not tell."""
        event = DEADLINES[index].expiry_event
        known, truth = self._facts(state, None, when)
        move = self._beliefs.move(state.belief, event, known, truth, "")
        if not move.outcomes:
            state.clocks.due[index] = DUE_UNKNOWN
            state.clocks.find_next()
            return
        state.forced = (state.belief, index, when - 1)
        self._carry_out(state, event, when, known, truth, move)
        if tell:
            row = LogRow(when, 0, 0, "", "", "", 0, 0)
            found.story.append(told_step(self._beliefs, event, row, move, forced=True))

    def _told_miss(
        self, state: CaseState, found: CaseReplay, row: LogRow, name: str, tell: bool
    ) -> bool:
        """Take in a row that calls a deadline missed; tell whether the clocks agree."""
        index = _MISSES[name]
        clocks = state.clocks
        if clocks.missed[index] and clocks.due[index] < row.day:
            return True
        if clocks.due[index] == DUE_UNKNOWN:
            clocks.miss(index, row.day - 1)
            found.deviations.append(miss_found(found.case, row.row, state.team, index, row.day))
            if tell:
                found.story.append(told_miss(index, row.day))
            return True
        due = clocks.due[index]
        found.deviations.append(not_missed_found(found.case, row, state.team, index, due))
        return False

    # -- status -------------------------------------------------------------------------------

    def _note_status(self, state: CaseState, found: CaseReplay, day: int) -> None:
        status = status_of(self._beliefs, state.belief, state.clocks)
        timeline = found.timeline
        if not timeline or timeline[-1][1:] != (status, state.team):
            timeline.append((day, status, state.team))
