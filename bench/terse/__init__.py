"""A third synthetic municipality, whose ledger tells little: no bill says its month, some no grant, some no citizen.

Stays are exponential with a rate of each citizen's own (so that they thin out as a Lomax law), one grant a stay; bills
come by the month, by the quarter, or half a year at once in December. It shares neither citizens, case workers nor
books with `cockpit.demo` and `bench.chains`. A town is written straight into the contract's frames, one state of
knowledge per close; the truth is held apart and never enters a state.
"""

from bench.terse.oracle import expected
from bench.terse.state import actuals, state
from bench.terse.town import FAMILIES, Town, town_of
from bench.terse.world import World, build

__all__ = ["FAMILIES", "Town", "World", "actuals", "build", "expected", "state", "town_of"]
