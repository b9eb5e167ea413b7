"""The synthetic municipality: monthly exports as the real systems give them.

`generate` makes the truth, `write_exports` the files that an administration would have drawn month by month, `truth`
the final accounts that a forecast can be held against. `build(Parameters(...))` varies the municipality.
"""

from cockpit.demo.catalogue import names
from cockpit.demo.deliveries import Delivery, deliveries, write_exports
from cockpit.demo.generate import build, generate, truth
from cockpit.demo.parameters import Municipality, Parameters, Size

NAME: str = names()["municipality"]
"""What the synthetic municipality is called."""

__all__ = [
    "NAME",
    "Delivery",
    "Municipality",
    "Parameters",
    "Size",
    "build",
    "deliveries",
    "generate",
    "truth",
    "write_exports",
]
