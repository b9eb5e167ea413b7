"""How long a stay lasts: mixtures of two sorts, drawn fresh or given the time already served."""

import numpy as np
import numpy.typing as npt
from scipy.special import gamma, ndtr, ndtri

from bench.chains.catalogue import KINDS, NAMES
from bench.chains.town import Town

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
MONTH = 365.25 / 12
LONGER = 4.0
SHORTEST = 5.0


class Stays:
    """The laws of all kinds in one town: sort 0 is the usual one, sort 1 lasts `LONGER` times as long."""

    def __init__(self, town: Town) -> None:
        rng = town.stream("laws")
        own = np.exp(rng.normal(0, 0.12, len(NAMES)))
        months = np.array([KINDS[name].months for name in NAMES]) * own
        self.long = np.array([KINDS[name].long for name in NAMES])
        self.shape = np.array([KINDS[name].shape for name in NAMES])
        mean = months * MONTH / (1 + self.long * (LONGER - 1))
        self.mean = np.stack([mean, mean * LONGER])
        weibull = {"weibull": 1.0, "lognormal": 0.0, "mixture": 0.5}[town.law]
        self.weibull = town.stream("law").random(len(NAMES)) < weibull

    def _sf(self, kind: Ints, sort: Ints, age: Floats) -> Floats:
        mean, shape = self.mean[sort, kind], self.shape[kind]
        with np.errstate(divide="ignore"):
            weibull = np.exp(-((age / (mean / gamma(1 + 1 / shape))) ** shape))
            sd = 0.9 / np.sqrt(shape)
            z = (np.log(np.maximum(age, 1e-9)) - (np.log(mean) - sd**2 / 2)) / sd
        return np.where(self.weibull[kind], weibull, ndtr(-z))

    def _isf(self, kind: Ints, sort: Ints, chance: Floats) -> Floats:
        mean, shape = self.mean[sort, kind], self.shape[kind]
        weibull = (mean / gamma(1 + 1 / shape)) * (-np.log(chance)) ** (1 / shape)
        sd = 0.9 / np.sqrt(shape)
        lognormal = np.exp(np.log(mean) - sd**2 / 2 - sd * ndtri(chance))
        return np.where(self.weibull[kind], weibull, lognormal)

    def draw(self, kind: Ints, rng: np.random.Generator, served: Floats | None = None) -> Floats:
        """Days of whole stays that last longer than `served`."""
        served = np.zeros(len(kind)) if served is None else np.maximum(served, 0.0)
        both = [self._sf(kind, np.full(len(kind), sort), served) for sort in (0, 1)]
        late = self.long[kind] * both[1]
        usual = (1 - self.long[kind]) * both[0]
        chance = late / np.maximum(late + usual, 1e-300)
        sort = (rng.random(len(kind)) < chance).astype(np.int64)
        left = np.where(sort == 1, both[1], both[0])
        lasts = self._isf(kind, sort, np.clip(rng.random(len(kind)) * left, 1e-12, 1 - 1e-12))
        return np.maximum(lasts, np.maximum(served, SHORTEST))
