"""Closed formulas of queues: what waits should be where an office is simple enough to calculate.

The office of the simulation books talks on the minutes of a team. Where everything but one kind of
talk is switched off, it is a textbook queue, and its waits are known without simulating; so these
formulas check the engine, and give a first guess of staff. Times are in any unit, rates in its
inverse (days and persons per day, say). A queue that cannot keep up waits for ever: its mean wait
is infinite, not an error.

References: A. K. Erlang (1917); L. Kleinrock, Queueing Systems I (1975); A. O. Allen, Probability,
Statistics, and Queueing Theory (2nd ed. 1990, 5.3.4, Allen-Cunneen); N. T. J. Bailey, On queueing
processes with bulk service, J. Royal Stat. Soc. B 16 (1954); A. Janssen and J. van Leeuwaarden,
Analytic computation schemes for the discrete-time bulk service queue, Queueing Systems 50 (2005).

>>> round(erlang_c(2, 1.0), 4)  # two officers, one of them busy on the mean
0.3333
>>> mean_wait_mm_c(1, 0.5, 1.0)  # M/M/1: rho / (mu - lambda)
1.0
"""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from .errors import AnalysisError

MOST_SERVERS = 1_000_000
"""Up to how many servers `least_servers` looks."""


def erlang_b(servers: int, offered_load: float) -> float:
    """Return the probability that all servers are busy when nobody can wait (Erlang B, M/G/c/c).

    Args:
        servers: number of servers, 0 or more.
        offered_load: arrival rate times mean service time [Erlang], 0 or more.

    Raises:
        AnalysisError: if an argument is out of range.
    """
    _check_servers(servers, least=0)
    _check_not_negative("offered load", offered_load)
    if offered_load == 0:
        return 1.0 if servers == 0 else 0.0
    # The inverse of B obeys 1/B(k) = 1 + k/a * 1/B(k-1), which neither over- nor underflows early.
    inverse = 1.0
    for k in range(1, servers + 1):
        inverse = 1.0 + k / offered_load * inverse
    return 1.0 / inverse


def erlang_c(servers: int, offered_load: float) -> float:
    """Return the probability that an arrival has to wait in M/M/c (Erlang C); 1 if overloaded.

    Args:
        servers: number of servers, 1 or more.
        offered_load: arrival rate times mean service time [Erlang], 0 or more.

    Raises:
        AnalysisError: if an argument is out of range.
    """
    _check_servers(servers)
    blocked = erlang_b(servers, offered_load)
    utilisation = offered_load / servers
    if utilisation >= 1:
        return 1.0
    return blocked / (1 - utilisation * (1 - blocked))


def mean_wait_mm_c(servers: int, arrival_rate: float, service_rate: float) -> float:
    """Return the mean wait before service in M/M/c; infinite if overloaded.

    Raises:
        AnalysisError: if an argument is out of range.
    """
    load = _offered_load(arrival_rate, service_rate)
    waiting = erlang_c(servers, load)
    spare = servers * service_rate - arrival_rate
    return waiting / spare if spare > 0 else math.inf


def wait_exceeds_mm_c(time: float, servers: int, arrival_rate: float, service_rate: float) -> float:
    """Return the probability that the wait in M/M/c is longer than ``time``; 1 if overloaded.

    The wait is 0 with probability 1 - C, and exponential with rate c mu - lambda otherwise.

    Raises:
        AnalysisError: if an argument is out of range.
    """
    _check_not_negative("time", time)
    load = _offered_load(arrival_rate, service_rate)
    spare = servers * service_rate - arrival_rate
    waiting = erlang_c(servers, load)
    return waiting * math.exp(-spare * time) if spare > 0 else 1.0


def mean_wait_mg_1(arrival_rate: float, mean_service: float, service_scv: float) -> float:
    """Return the mean wait in M/G/1 (Pollaczek-Khinchine, exact); infinite if overloaded.

    Args:
        arrival_rate: arrivals per unit of time, 0 or more.
        mean_service: mean service time, above 0.
        service_scv: squared coefficient of variation of the service time (0: constant, 1:
            exponential).

    Raises:
        AnalysisError: if an argument is out of range.
    """
    _check_not_negative("arrival rate", arrival_rate)
    _check_positive("mean service time", mean_service)
    _check_not_negative("squared coefficient of variation", service_scv)
    utilisation = arrival_rate * mean_service
    if utilisation >= 1:
        return math.inf
    return utilisation * mean_service * (1 + service_scv) / (2 * (1 - utilisation))


def mean_wait_allen_cunneen(
    servers: int,
    arrival_rate: float,
    mean_service: float,
    service_scv: float,
    arrival_scv: float = 1.0,
) -> float:
    """Return the mean wait in GI/G/c after Allen and Cunneen: that of M/M/c, scaled by variation.

    An approximation; exact for M/M/c and for M/G/1. For constant services it is some percent off
    in the middle range (see the tests).

    Args:
        servers: number of servers, 1 or more.
        arrival_rate: arrivals per unit of time, 0 or more.
        mean_service: mean service time, above 0.
        service_scv: squared coefficient of variation of the service time.
        arrival_scv: the same of the times between arrivals; 1 for Poisson arrivals.

    Raises:
        AnalysisError: if an argument is out of range.
    """
    _check_positive("mean service time", mean_service)
    _check_not_negative("squared coefficient of variation", service_scv)
    _check_not_negative("squared coefficient of variation", arrival_scv)
    exponential = mean_wait_mm_c(servers, arrival_rate, 1 / mean_service)
    return exponential * (arrival_scv + service_scv) / 2


def mean_wait_day_slots(arrivals_per_day: float, slots_per_day: int) -> float:
    """Return the mean wait in days where each day has the same number of slots (Bailey, exact).

    A Poisson number of persons asks per day; each day serves up to ``slots_per_day`` of those who
    ask then or before, first come, first served. Who is served on the day of asking has waited 0
    days. This is the office of the engine with one kind of talk and no week-ends. The roots that
    Bailey's formula needs are given by Lambert's W for Poisson arrivals.

    Raises:
        AnalysisError: if an argument is out of range.
    """
    _check_not_negative("arrival rate", arrivals_per_day)
    _check_servers(slots_per_day)
    mean, slots = arrivals_per_day, slots_per_day
    if mean == 0:
        return 0.0
    if mean >= slots:
        return math.inf
    # The roots within the unit circle of z**slots = exp(mean * (z - 1)), other than z = 1.
    turns = np.exp(2j * np.pi * np.arange(1, slots) / slots)
    load = mean / slots
    roots = -special.lambertw(-load * turns * math.exp(-load)) / load
    before_service = mean / 2 + mean / (2 * (slots - mean)) - (slots - 1) / 2
    before_service += float(np.sum(1 / (1 - roots)).real)
    # Little: those left over at the end of a day each wait this one day.
    return max(0.0, before_service - mean) / mean


def least_servers(
    arrival_rate: float, service_rate: float, longest_wait: float, share_longer: float
) -> int:
    """Return the least number of servers with which few wait longer than a limit (M/M/c).

    Args:
        arrival_rate: arrivals per unit of time, 0 or more.
        service_rate: services of one busy server per unit of time, above 0.
        longest_wait: the limit, 0 or more.
        share_longer: largest accepted share of waits beyond it, above 0, at most 1.

    Raises:
        AnalysisError: if an argument is out of range, or more than a million are needed.
    """
    _check_not_negative("longest wait", longest_wait)
    if not 0 < share_longer <= 1:
        raise AnalysisError(
            f"A share of {share_longer:g} is not accepted; give more than 0, at most 1."
        )
    load = _offered_load(arrival_rate, service_rate)
    if load >= MOST_SERVERS:
        raise AnalysisError(
            f"A load of {load:g} Erlang needs more than {MOST_SERVERS:,} servers; give rates in "
            "the same unit of time."
        )
    servers = max(1, math.floor(load))
    while wait_exceeds_mm_c(longest_wait, servers, arrival_rate, service_rate) > share_longer:
        servers += 1
    return servers


def _offered_load(arrival_rate: float, service_rate: float) -> float:
    _check_not_negative("arrival rate", arrival_rate)
    _check_positive("service rate", service_rate)
    return arrival_rate / service_rate


def _check_servers(servers: int, least: int = 1) -> None:
    if servers != int(servers) or servers < least:
        raise AnalysisError(f"A number of {servers} servers is not accepted; give {least} or more.")


def _check_not_negative(name: str, value: float) -> None:
    if not 0 <= value < math.inf:
        raise AnalysisError(f"A {name} of {value:g} is not accepted; give 0 or more.")


def _check_positive(name: str, value: float) -> None:
    if not 0 < value < math.inf:
        raise AnalysisError(f"A {name} of {value:g} is not accepted; give more than 0.")
