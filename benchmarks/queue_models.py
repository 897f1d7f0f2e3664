"""One queue in SimPy, Ciw and salabim: the same customers, the same waits, events per second.

``python benchmarks/queue_models.py [--quick] [--json FILE]`` (needs the extra ``bench``). Poisson
arrivals, exponential service, c servers, first come first served (M/M/c). Every tool gets the same
arrival and service times, so that all must give the same waits; before a time counts, they are
compared with each other, with the recursion of Kiefer and Wolfowitz (1955), and with Erlang's
formula.
"""

from __future__ import annotations

import heapq
import math
import time
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from reporting import Section, run_alone

SERVERS, LOAD, SEED = 5, 0.8, 20230701
CUSTOMERS, QUICK_CUSTOMERS, ROUNDS = 30_000, 5_000, 3
EVENTS_PER_CUSTOMER = 3
"""Arrival, begin of service, end of service."""

BATCHES, MOST_ERRORS = 20, 4.0
"""The mean wait may lie four standard errors of batch means off (false alarm about 1 in 1,300:
a t distribution with 19 degrees of freedom); the seed is fixed."""

Times = npt.NDArray[np.float64]


def measure(quick: bool) -> Section:
    """Check, then time in turns; and the compiled engine on an office with as many events."""
    customers, rounds = (QUICK_CUSTOMERS, 1) if quick else (CUSTOMERS, ROUNDS)
    section = Section(
        "queue",
        f"A queue M/M/{SERVERS} with {customers:,} customers, load {LOAD:.0%}",
        "Same arrival and service times for all; three events per customer (arrival, begin and end "
        "of service). Waits agree with each other and with Erlang's formula before a time counts. "
        "An event of koopsim does more: guards, acts, deadlines, properties, staff and log.",
    )
    arrivals, services = _customers(customers)
    section.add("mean wait after Erlang", erlang_wait(SERVERS, LOAD), "mean service times")
    exact = kiefer_wolfowitz(arrivals, services, SERVERS)
    section.add("mean wait of these customers", float(exact.mean()), "mean service times")
    _check_erlang(exact)
    tools: dict[str, Callable[[Times, Times], Times]] = {
        "SimPy": simpy_waits,
        "Ciw": ciw_waits,
        "salabim": salabim_waits,
    }
    times: dict[str, list[float]] = {name: [] for name in tools}
    for _ in range(rounds):
        for name, run in tools.items():
            begun = time.perf_counter()
            waits = run(arrivals, services)
            times[name].append(time.perf_counter() - begun)
            if not np.allclose(waits, exact, atol=1e-6):
                raise SystemExit(f"{name} gives other waits: nothing is measured")
    for name, seconds in times.items():
        rates = [EVENTS_PER_CUSTOMER * customers / each for each in seconds]
        section.add_all(name, rates, "events/s")
    _compiled_office(section, rounds, quick)
    return section


def _customers(count: int) -> tuple[Times, Times]:
    """Return arrival times and service times; a mean service takes 1."""
    random = np.random.default_rng(SEED)
    arrivals = random.exponential(1 / (SERVERS * LOAD), count).cumsum()
    return arrivals, random.exponential(1.0, count)


def erlang_wait(servers: int, load: float) -> float:
    """Return the mean wait in M/M/c, in mean service times (Erlang C)."""
    offered = servers * load
    last = offered**servers / math.factorial(servers) / (1 - load)
    others = sum(offered**k / math.factorial(k) for k in range(servers))
    return last / (others + last) / (servers * (1 - load))


def kiefer_wolfowitz(arrivals: Times, services: Times, servers: int) -> Times:
    """Return the wait of each customer by the recursion over the times when servers get free."""
    free, waits = [0.0] * servers, np.empty(arrivals.size)
    for i, (arrival, service) in enumerate(zip(arrivals.tolist(), services.tolist(), strict=True)):
        begin = max(arrival, free[0])
        waits[i] = begin - arrival
        heapq.heapreplace(free, begin + service)
    return waits


def _check_erlang(waits: Times) -> None:
    batches = waits[: waits.size // BATCHES * BATCHES].reshape(BATCHES, -1).mean(axis=1)
    error = batches.std(ddof=1) / math.sqrt(BATCHES)
    if abs(waits.mean() - erlang_wait(SERVERS, LOAD)) > MOST_ERRORS * error:
        raise SystemExit("the customers do not wait as Erlang's formula says")


def simpy_waits(arrivals: Times, services: Times) -> Times:
    """Run the queue with a process per customer and a resource."""
    import simpy

    environment = simpy.Environment()
    desk, waits = simpy.Resource(environment, SERVERS), np.empty(arrivals.size)

    def customer(i: int, service: float) -> simpy.events.ProcessGenerator:
        arrived = environment.now
        with desk.request() as request:
            yield request
            waits[i] = environment.now - arrived
            yield environment.timeout(service)

    def source() -> simpy.events.ProcessGenerator:
        now = 0.0
        for i, (at, service) in enumerate(zip(arrivals.tolist(), services.tolist(), strict=True)):
            yield environment.timeout(at - now)
            now = at
            environment.process(customer(i, service))

    environment.process(source())
    environment.run()
    return waits


def ciw_waits(arrivals: Times, services: Times) -> Times:
    """Run the queue with Ciw, which numbers customers by arrival."""
    import ciw

    gaps = np.diff(arrivals, prepend=0.0).tolist()
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Sequential([*gaps, math.inf])],
        service_distributions=[ciw.dists.Sequential(services.tolist())],
        number_of_servers=[SERVERS],
    )
    # Ciw takes the next service time when a service begins; with one queue that is by arrival.
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(arrivals.size, method="Finish")
    records = sorted(simulation.get_all_records(), key=lambda record: record.arrival_date)
    return np.array([record.waiting_time for record in records])


def salabim_waits(arrivals: Times, services: Times) -> Times:
    """Run the queue with a component per customer and a resource."""
    import salabim

    salabim.yieldless(False)
    environment = salabim.Environment(trace=False)
    desk, waits = salabim.Resource(capacity=SERVERS, env=environment), np.empty(arrivals.size)

    class Customer(salabim.Component):  # type: ignore[misc]
        def process(self, i: int, service: float):  # type: ignore[no-untyped-def]
            arrived = environment.now()
            yield self.request(desk)
            waits[i] = environment.now() - arrived
            yield self.hold(service)
            self.release()

    class Source(salabim.Component):  # type: ignore[misc]
        def process(self):  # type: ignore[no-untyped-def]
            pairs = zip(arrivals.tolist(), services.tolist(), strict=True)
            for i, (at, service) in enumerate(pairs):
                yield self.hold(till=at)
                Customer(env=environment, i=i, service=service)

    Source(env=environment)
    environment.run()
    return waits


def _compiled_office(section: Section, rounds: int, quick: bool) -> None:
    from koopsim.scenarios import load_scenario
    from koopsim.simulation.runner import run_replication

    scenario = load_scenario("small" if quick else "baseline")
    rates = []
    run_replication(scenario, 0, 1, engine="compiled")
    for _ in range(rounds):
        begun = time.perf_counter()
        found = run_replication(scenario, 0, 1, engine="compiled")
        rates.append(len(found.events) / (time.perf_counter() - begun))
    section.add("events of the office", len(found.events), "events")
    section.add_all(f"koopsim, compiled, scenario {scenario.name}, with log", rates, "events/s")


if __name__ == "__main__":
    run_alone(measure)
