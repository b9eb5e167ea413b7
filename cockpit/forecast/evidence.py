"""What is believed, moved by what is seen: least squares, drawn to the belief."""

import polars as pl


def times(evidence: pl.DataFrame, *, most: float, believed: float = 1.0, doubt: float = 1.0) -> float:
    """How many times something is so, 0 to `most`. `evidence`: a row each observation, with `moves` (by how much once
    of it would move what is observed), `beyond` (by how much that lies beyond the usual) and `variance`. Drawn to
    `believed` as if that might be off by `doubt`; without evidence it is that."""
    moves, beyond, variance = (pl.col(name) for name in ("moves", "beyond", "variance"))
    told = evidence.filter(variance > 0).select((moves * beyond / variance).sum(), sure=(moves**2 / variance).sum())
    seen, sure = told.row(0)
    return float(min(most, max(0.0, (believed / doubt**2 + seen) / (1 / doubt**2 + sure))))
