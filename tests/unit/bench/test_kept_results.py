"""What was measured in several runs is told as one, of towns that every generator was measured on."""

from pathlib import Path

import polars as pl

from bench.quality import _kept


def test_only_seeds_of_every_generator_are_told(tmp_path: Path) -> None:
    for name, seeds in (("demo", [1, 2]), ("chains", [2, 3])):
        pl.DataFrame({"generator": [name] * 2, "seed": seeds}).write_parquet(tmp_path / f"{name}.parquet")

    found = _kept([tmp_path / "demo.parquet", tmp_path / "chains.parquet"])

    assert found.sort("generator").rows() == [("chains", 2), ("demo", 2)]


def test_one_generator_alone_is_told_whole(tmp_path: Path) -> None:
    pl.DataFrame({"generator": ["demo"] * 2, "seed": [1, 2]}).write_parquet(tmp_path / "demo.parquet")

    assert _kept([tmp_path / "demo.parquet"])["seed"].to_list() == [1, 2]
