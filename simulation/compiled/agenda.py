"""Who is woken when: chains of cases per phase and day, and the order within a phase.

Cases are woken in the order of their numbers, appointments in the order of their keys; a case that
was planned twice for the same phase of a day is woken once.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..day_order import Phase, Timer
from .clocking import next_morning
from .codes import Trait
from .kernel_cache import kernel
from .layout import LINK_CASES, LINK_PARTS
from .memory import (
    case_at,
    fetch_case,
    fetch_link,
    head,
    length,
    link_part,
    marks,
    set_head,
    set_length,
    set_link_part,
    set_marks,
    set_talk_key,
    talk_key,
    trailing_zeros,
    waiting_place,
)
from .stepping import has_trait

PHASES = len(Phase)
_CONTACT, _APPOINTMENT = int(Timer.CONTACT), int(Timer.APPOINTMENT)
_ONE = np.uint64(1)
AHEAD_WORDS = 3
"""How many words of marks cases are fetched ahead: a few cases in a phase of an ordinary day."""


@kernel
def _chain(office: Any, phase: Any, day: Any) -> Any:
    return phase * (office.last_day + 1 - office.first_day) + day - office.first_day


@kernel
def plan(office: Any, case: Any, phase: Any, day: Any) -> None:
    """Plan a wake-up; one that lies in the past, or after the last day, never comes."""
    if case.planned[phase] == day or day > office.last_day:
        return
    if day < office.today or (day == office.today and phase < office.closed_phases):
        return
    case.planned[phase] = day
    chain = _chain(office, phase, day)
    planned = length(office, chain)
    place = planned % LINK_CASES
    if place == 0:
        _add_link(office, chain)
    set_link_part(office, LINK_PARTS * head(office, chain) + 1 + place, case.index)
    set_length(office, chain, planned + 1)


@kernel
def _add_link(office: Any, chain: Any) -> None:
    """Put a link without cases before the others of a chain."""
    link = office.free_link
    if link >= 0:
        office.free_link = link_part(office, LINK_PARTS * link)
    else:
        link = office.links
        office.links += 1
    set_link_part(office, LINK_PARTS * link, head(office, chain))
    set_head(office, chain, link)


@kernel
def plan_wake_ups(office: Any, case: Any) -> None:
    """Plan when a case is woken next, in each phase."""
    today, last = office.today, office.last_day
    morning = next_morning(case)
    if morning <= last:
        plan(office, case, Phase.MORNING.value, max(morning, today + 1))
    contact = np.int64(case.timers[_CONTACT])
    if contact <= last and waiting_place(office, case.index) == 0:
        plan(office, case, Phase.LETTERS.value, max(contact, today))
    appointment = np.int64(case.timers[_APPOINTMENT])
    if appointment <= last:
        plan(office, case, Phase.TALKS.value, appointment)


@kernel
def take_chain(office: Any, phase: Any) -> Any:
    """Close a phase of today and mark its cases; return how many there were."""
    office.closed_phases = phase + 1
    chain = _chain(office, phase, office.today)
    link, planned = head(office, chain), length(office, chain)
    set_head(office, chain, -1)
    set_length(office, chain, 0)
    # Only the first link may have room left.
    filled = planned - LINK_CASES * ((planned - 1) // LINK_CASES)
    while link >= 0:
        first = LINK_PARTS * link
        following = link_part(office, first)
        fetch_link(office, following)
        for place in range(first + 1, first + 1 + filled):
            index = link_part(office, place)
            bit = _ONE << np.uint64(index & 63)
            set_marks(office, index >> 6, marks(office, index >> 6) | bit)
        set_link_part(office, first, office.free_link)
        office.free_link = link
        link, filled = following, LINK_CASES
    return planned


@kernel
def fetch_marked(office: Any, word: Any) -> None:
    """Bring the marked cases of a word into the processor's cache before they are needed."""
    found = marks(office, word)
    while found != 0:
        fetch_case(office, 64 * word + trailing_zeros(found))
        found &= found - _ONE


@kernel
def take_mark(office: Any, word: Any) -> Any:
    """Clear the lowest mark of a word of marks that has one; return the index of its case."""
    found = marks(office, word)
    set_marks(office, word, found & (found - _ONE))
    return 64 * word + trailing_zeros(found)


@kernel
def _sink(office: Any, place: Any, size: Any) -> None:
    key = talk_key(office, place)
    while True:
        below = 2 * place + 1
        if below >= size:
            break
        one, other = talk_key(office, below), talk_key(office, below + 1)
        # As in `waiting`, chosen without a jump.
        second = (below + 1 < size) & (other > one)
        below += np.int64(second)
        one = other if second else one
        if one <= key:
            break
        set_talk_key(office, place, one)
        place = below
    set_talk_key(office, place, key)


@kernel
def _sort_talks(office: Any, size: Any) -> None:
    """Sort the first ``size`` keys in place (heap sort: it needs no memory of its own)."""
    for place in range(size // 2 - 1, -1, -1):
        _sink(office, place, size)
    for last in range(size - 1, 0, -1):
        key = talk_key(office, last)
        set_talk_key(office, last, talk_key(office, 0))
        set_talk_key(office, 0, key)
        _sink(office, np.int64(0), last)


@kernel
def take_talks(office: Any) -> Any:
    """Write the keys of all marked cases to the list of talks, sorted; return how many."""
    found, words = 0, (office.cases + 63) >> 6
    for word in range(min(AHEAD_WORDS, words)):
        fetch_marked(office, word)
    for word in range(words):
        if word + AHEAD_WORDS < words:
            fetch_marked(office, word + AHEAD_WORDS)
        while marks(office, word) != 0:
            case = case_at(office, take_mark(office, word))
            if not has_trait(office, case, Trait.CLOSED.value):
                set_talk_key(office, found, case.key)
                found += 1
    _sort_talks(office, found)
    return found


@kernel
def links_for(office: Any, wake_ups: Any) -> Any:
    """Return how many more links some more wake-ups may need, whatever their days."""
    chains = PHASES * (office.last_day + 1 - office.first_day)
    # Each chain needs one for every full number of cases, and at most one more.
    return min(wake_ups, wake_ups // LINK_CASES + chains)


@kernel
def planned_today(office: Any) -> Any:
    """Return how many wake-ups are planned for today."""
    found = 0
    for phase in range(PHASES):
        found += length(office, _chain(office, phase, office.today))
    return found
