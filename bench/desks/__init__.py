"""A fifth synthetic municipality: two desks, children's and adults', each with a case system and habits of its own.

It was thought out by somebody who had seen neither the forecast nor the other generators' laws. Helps end where they
are reviewed, at the end of the school year and at eighteen; what is delivered is settled by rules: on account and
credited, with last year's price until the letter comes, with a month's notice, by the year. A month hangs on the month
before and on chance alone: from the close of any month another future can be played (`build(town, split, again)`), and
so the oracle is checked against the mean of many. The truth is held apart and never enters a state.
"""

import datetime as dt

import polars as pl

from bench.desks import oracle
from bench.desks.state import actuals, state, world_of
from bench.desks.town import Desk, Habits, Town, town_of
from bench.desks.world import World, build


def expected(town: Town, day: dt.date) -> pl.DataFrame:
    """The oracle's accounts of the town's year at the close of a month."""
    return oracle.expected(world_of(town)[0], day)


__all__ = ["Desk", "Habits", "Town", "World", "actuals", "build", "expected", "state", "town_of"]
