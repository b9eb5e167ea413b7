"""Invented providers: enough of each kind for the catalogue's services, each with a name, an owner and a price
level."""

from itertools import product

import numpy as np
import polars as pl

from cockpit.demo.catalogue import Line, lines, names
from cockpit.demo.parameters import Parameters

TRANSFER_OFFICE = "Ydelseskontoret"
LOCAL = 0.45
"""Share of private providers that lie in the municipality itself."""
OWN = ("egen_ramme", "egen_intern")

SCHEMA: dict[str, pl.DataType] = {
    "provider": pl.Int64(),
    "name": pl.String(),
    "line": pl.String(),
    "owner": pl.String(),
    "kind": pl.String(),
    "municipality": pl.String(),
    "level": pl.Float64(),
}


def _families(count: int, rng: np.random.Generator) -> list[str]:
    first, last = names()["first_names"], names()["last_names"]
    pairs = rng.choice(len(first), (count, 2))
    return [
        f"Plejefamilie {first[a]} og {first[b]} {last[c]}"
        for (a, b), c in zip(pairs, rng.choice(len(last), count), strict=True)
    ]


def _places(kind: str, count: int, rng: np.random.Generator) -> list[str]:
    """Prefix and place, then the town too, so that names stay natural in any number."""
    prefixes, places = names()["prefixes"][kind], names()["places"]
    plain = [f"{prefix} {place}" for prefix, place in product(prefixes, places)]
    towns = [f"{name}, {town}" for name, town in product(plain, names()["towns"])]
    drawn = [plain[i] for i in rng.permutation(len(plain))] + [towns[i] for i in rng.permutation(len(towns))]
    return drawn[:count]


def _unique(found: list[str], taken: set[str]) -> list[str]:
    """The names, with the town or a number behind those that are taken."""
    result = []
    for name in found:
        towns = (f"{name}, {town}" for town in names()["towns"])
        free = next((text for text in (name, *towns) if text not in taken), f"{name} {len(taken)}")
        taken.add(free)
        result.append(free)
    return result


def _named(line: Line, owner: str, count: int, rng: np.random.Generator) -> list[str]:
    if owner == "plejefamilie":
        return _families(count, rng)
    return _places(line.kind, count, rng)


def _home(owner: str, count: int, rng: np.random.Generator) -> list[str]:
    if owner in (*OWN, "borger", "plejefamilie"):
        return [names()["municipality"]] * count
    away = [str(name) for name in rng.choice(names()["municipalities"], count)]
    local = rng.random(count) < (LOCAL if owner == "privat" else 0.0)
    return [names()["municipality"] if at_home else place for at_home, place in zip(local, away, strict=True)]


def _of(line: Line, owner: str, share: float, parameters: Parameters, taken: set[str]) -> pl.DataFrame:
    rng = parameters.stream(f"providers/{line.key}/{owner}")
    single = owner in OWN or owner == "borger"
    count = 1 if single else max(1, round(line.active * parameters.scale.volume * share / line.clients))
    fixed = [line.provider or TRANSFER_OFFICE]
    found = fixed if single else _unique(_named(line, owner, count, rng), taken)
    return pl.DataFrame(
        {
            "name": found,
            "line": [line.key] * len(found),
            "owner": [owner] * len(found),
            "kind": [line.kind] * len(found),
            "municipality": _home(owner, len(found), rng),
            "level": np.exp(rng.normal(0, line.spread, len(found))) if not single else np.ones(1),
        }
    )


def providers(parameters: Parameters) -> pl.DataFrame:
    """The rows of `SCHEMA`, one per provider and line; `level` multiplies the line's price."""
    taken: set[str] = set()
    parts = [
        _of(line, owner, share, parameters, taken) for line in lines().values() for owner, share in line.owners.items()
    ]
    return pl.concat(parts).with_row_index("provider").cast({"provider": pl.Int64}).select(list(SCHEMA))


def draw(providers_of_line: pl.DataFrame, owners: dict[str, float], count: int, rng: np.random.Generator) -> pl.Series:
    """A provider for each of `count` courses: the owner by its share, then a few providers get most of the citizens."""
    weight = 1 / (1 + np.arange(len(providers_of_line))) ** 0.35
    share = providers_of_line["owner"].replace_strict(owners, return_dtype=pl.Float64).to_numpy()
    total = (
        pl.DataFrame({"o": providers_of_line["owner"], "w": weight}).select(pl.col("w").sum().over("o"))["w"].to_numpy()
    )
    chance = share * weight / total
    return pl.Series(rng.choice(providers_of_line["provider"].to_numpy(), count, p=chance / chance.sum()))
