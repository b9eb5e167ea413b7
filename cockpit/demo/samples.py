"""One small export of each layout that real systems give, written to `data/demo/samples`: what the shipped profiles
read, and what a municipality can hold its own exports against. `python -m cockpit.demo.samples` writes them anew."""

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from cockpit.contracts.paths import DEMO
from cockpit.demo.cpr import synthetic_cpr
from cockpit.demo.sheet import workbook

SOURCE = DEMO / "samples.yaml"
FOLDER = DEMO / "samples"
_DASHED = slice(0, 6), slice(6, 10)


def _citizens(born: list[dt.date]) -> list[str]:
    """The citizens' numbers as `ddmmyy-xxxx`."""
    first, last = _DASHED
    return [f"{number[first]}-{number[last]}" for number in synthetic_cpr(pl.Series(born, dtype=pl.Date))]


def _lines(file: dict[str, Any], citizens: list[str]) -> list[list[str]]:
    """Rows and total line as text, the citizens' numbers in their places."""
    rows = [*file["rows"], *([file["total"]] if "total" in file else [])]
    return [[str(cell).format("", *citizens) for cell in row] for row in rows]


def _csv(path: Path, file: dict[str, Any], lines: list[list[str]]) -> None:
    said = [*([title] for title in file.get("titles", ())), file["headings"], *lines]
    text = "".join(";".join(f'"{cell}"' if ";" in cell else cell for cell in line) + "\r\n" for line in said)
    path.write_bytes(text.encode(file.get("encoding", "cp1252")))


def _xlsx(path: Path, file: dict[str, Any], lines: list[list[str]]) -> None:
    with workbook(path, "Udtræk") as sheet:
        sheet.titles(file.get("titles", ()))
        sheet.headings(file["headings"])
        for line in lines:
            sheet.cells([cell or None for cell in line])


def write_samples(folder: Path = FOLDER) -> list[Path]:
    """Every sample as a file in `folder`, by name; the same bytes each time."""
    told = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    citizens = _citizens(told["born"])
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for file in told["files"]:
        path = folder / file["name"]
        (_xlsx if path.suffix == ".xlsx" else _csv)(path, file, _lines(file, citizens))
        written.append(path)
    return sorted(written)


if __name__ == "__main__":
    write_samples()
