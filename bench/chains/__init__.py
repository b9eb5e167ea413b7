"""A second synthetic municipality, built otherwise than `cockpit.demo`: citizens move in continuous time.

A citizen enters, stays in one kind of help for a time drawn from a mixture of laws, moves on to another kind or
leaves; some kinds bring a second one along. Case work, bills, frames and refunds are laid upon that by the habits of a
*family* of municipalities. Everything is written straight into the contract's frames, one state of knowledge per
close; the
truth is held apart and never enters a state.
"""

from bench.chains.oracle import expected
from bench.chains.state import actuals, state
from bench.chains.town import SCENARIOS, Town, town_of
from bench.chains.world import World, build

__all__ = ["SCENARIOS", "Town", "World", "actuals", "build", "expected", "state", "town_of"]
