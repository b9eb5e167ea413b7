"""What was measured in several runs is told as one, of towns that every generator was measured on; a run that died goes
on where it stopped."""

from pathlib import Path

import polars as pl
import pytest

from bench import quality
from bench.quality import _kept, kept_or_measured


def test_only_seeds_of_every_generator_are_told(tmp_path: Path) -> None:
    for name, seeds in (("demo", [1, 2]), ("chains", [2, 3])):
        pl.DataFrame({"generator": [name] * 2, "seed": seeds}).write_parquet(tmp_path / f"{name}.parquet")

    found = _kept([tmp_path / "demo.parquet", tmp_path / "chains.parquet"])

    assert found.sort("generator").rows() == [("chains", 2), ("demo", 2)]


def test_one_generator_alone_is_told_whole(tmp_path: Path) -> None:
    pl.DataFrame({"generator": ["demo"] * 2, "seed": [1, 2]}).write_parquet(tmp_path / "demo.parquet")

    assert _kept([tmp_path / "demo.parquet"])["seed"].to_list() == [1, 2]


def test_a_town_that_an_earlier_run_measured_is_not_measured_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def measure(key: tuple[str, int], *, with_ranges: bool) -> pl.DataFrame:
        asked.append((key, with_ranges))
        return pl.DataFrame({"generator": [key[0]], "seed": [key[1]]})

    monkeypatch.setattr(quality, "measure", measure)
    first, again = (kept_or_measured(("demo", 7), tmp_path) for _ in range(2))
    kept_or_measured(("demo", 7), tmp_path, with_ranges=False)

    assert first.equals(again)
    assert asked == [(("demo", 7), True), (("demo", 7), False)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo-7-no-ranges.parquet", "demo-7.parquet"]


def test_a_run_that_dies_leaves_no_half_town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def measure(key: tuple[str, int], *, with_ranges: bool) -> pl.DataFrame:
        raise KeyboardInterrupt

    monkeypatch.setattr(quality, "measure", measure)
    with pytest.raises(KeyboardInterrupt):
        kept_or_measured(("demo", 7), tmp_path)

    assert list(tmp_path.iterdir()) == []
