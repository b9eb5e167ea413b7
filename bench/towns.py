"""The generators behind one face: what was known at a close, what it came to, and the oracle."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import polars as pl

from bench import chains, desks, patchwork, terse
from bench.demo_oracle import DemoOracle
from cockpit.contracts.data import MunicipalityData
from cockpit.demo.generate import build
from cockpit.demo.parameters import Parameters, Size
from cockpit.demo.state import state

GENERATORS = ("demo", "chains", "terse", "patchwork", "desks")
SCENARIOS = {
    "steady": {"growth": 0.01, "late_registration": 0.08, "end_date_noise": 0.8},
    "growth": {"growth": 0.06},
    "shrinkage": {"growth": -0.04},
    "turn": {},
    "untidy": {"late_registration": 0.25, "end_date_noise": 2.0, "invoice_delay": 2.0, "prior_year_bills": 0.1},
    "one_off": {"prior_year_bills": 0.16},
}
"""What a scenario fixes in `cockpit.demo`; everything else varies by seed. In a turn the year's new cases are 1.7 times
the usual or 0.5 times, every second town each; in the others the turn comes on a day between March and July."""


@dataclass(frozen=True)
class Case:
    """One town in its year. `state`: what was known at a close. `final`: the closed books. `oracle`: expected accounts
    per level (total, function) and key by who knows all that has happened and the true rates. `first_closed`: the first
    earlier year that can be forecast from a year before it."""

    generator: str
    seed: int
    scenario: str
    year: int
    first_closed: int
    state: Callable[[dt.date], MunicipalityData]
    final: Callable[[], MunicipalityData]
    oracle: Callable[[dt.date], pl.DataFrame]


def demo_parameters(seed: int) -> tuple[str, Parameters]:
    """The scenario and parameters of a seed. Every second town's year is 2025, the others' 2026."""
    names = tuple(SCENARIOS)
    scenario, turn = names[seed % len(names)], seed // len(names)
    year = 2025 + turn % 2
    drawn = Parameters.varied(seed, size=Size.SMALL, last_month=dt.date(year, 9, 30))
    shock = {year: 1.7 if turn // 2 % 2 else 0.5} if scenario == "turn" else {}
    return scenario, replace(drawn, inflow_shock=shock, **SCENARIOS[scenario])


def _demo(seed: int) -> Case:
    scenario, drawn = demo_parameters(seed)
    town, year = build(drawn), drawn.last_month.year
    oracle = DemoOracle(town)
    return Case("demo", seed, scenario, year, drawn.first_year + 1, lambda day: state(town, day),
        lambda: state(town, dt.date(year + 1, 2, 28)), oracle.expected)  # fmt: skip


def _chains(seed: int) -> Case:
    town = chains.town_of(seed)
    world = chains.build(town)
    return Case("chains", seed, town.scenario, town.year, town.years[0] + 1, lambda day: chains.state(world, day),
        lambda: chains.actuals(world), lambda day: chains.expected(world, day))  # fmt: skip


def _terse(seed: int) -> Case:
    town = terse.town_of(seed)
    world = terse.build(town)
    return Case("terse", seed, town.scenario, town.year, town.years[0] + 1, lambda day: terse.state(world, day),
        lambda: terse.actuals(world), lambda day: terse.expected(world, day))  # fmt: skip


def _patchwork(seed: int) -> Case:
    town = patchwork.town_of(seed)
    world = patchwork.build(town)
    return Case("patchwork", seed, town.scenario, town.year, town.first + 1, lambda day: patchwork.state(world, day),
        lambda: patchwork.actuals(world), lambda day: patchwork.expected(world, day))  # fmt: skip


def _desks(seed: int) -> Case:
    town = desks.town_of(seed)
    return Case("desks", seed, town.scenario, town.year, town.first + 1, lambda day: desks.state(town, day),
        lambda: desks.actuals(town), lambda day: desks.expected(town, day))  # fmt: skip


MAKERS: dict[str, Callable[[int], Case]] = {
    "demo": _demo, "chains": _chains, "terse": _terse, "patchwork": _patchwork, "desks": _desks
}  # fmt: skip


def case(generator: str, seed: int) -> Case:
    """The town of a generator and seed; the same always gives the same one."""
    return MAKERS[generator](seed)
