"""Teams and caseworkers with invented names."""

import polars as pl

from cockpit.demo.catalogue import names
from cockpit.demo.parameters import Parameters

NAMES_DRAWN = 400


def _caseworkers(person: pl.Series, area: str, parameters: Parameters) -> tuple[pl.Series, pl.Series]:
    """Team and caseworker, the same for all of a citizen's grants in an area."""
    rng = parameters.stream(f"teams/{area}")
    teams, first, last = names()["teams"][area], names()["first_names"], names()["last_names"]
    per_team = max(2, round(teams["caseworkers"] * parameters.scale.volume))
    people = [
        f"{first[a]} {last[b]}"
        for a, b in zip(rng.integers(0, len(first), NAMES_DRAWN), rng.integers(0, len(last), NAMES_DRAWN), strict=True)
    ]
    desk = rng.integers(0, per_team * len(teams["teams"]), person.to_numpy().max(initial=0) + 1)[person.to_numpy()]
    team = pl.Series([teams["teams"][i // per_team] for i in desk], dtype=pl.String)
    return team, pl.Series([people[i % len(people)] for i in desk], dtype=pl.String)


def staffed(grants: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """The grants with `team` and `caseworker`, sorted by line, course and decision."""
    parts = []
    for area in sorted(set(grants["area"])):
        own = grants.filter(pl.col("area") == area)
        team, caseworker = _caseworkers(own["person"], area, parameters)
        parts.append(own.with_columns(team=team, caseworker=caseworker))
    return pl.concat(parts).sort("line", "course", "nth")
