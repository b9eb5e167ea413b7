"""A fourth synthetic municipality: plans that are moved, and a patchwork of habits of registering and booking.

It was thought out by somebody who had seen neither the forecast nor the other generators. Each grant is a stay of a
gamma length; a case worker plans its end and moves the plan, often in the middle of a month. Each town draws a few
habits of `bench.patchwork.town.Habits`. A town is written straight into the contract's frames, one state of knowledge
per close; the truth is held apart and never enters a state.
"""

from bench.patchwork.oracle import expected
from bench.patchwork.state import actuals, state
from bench.patchwork.town import Habits, Town, town_of
from bench.patchwork.world import World, build

__all__ = ["Habits", "Town", "World", "actuals", "build", "expected", "state", "town_of"]
