"""The measured steps, in the order in which a controller meets them. Each returns lines: what, limit, measured."""

import os
import sys
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import polars as pl

from cockpit import demo, forecast, usecases
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.scope import Role, Scope
from cockpit.demo.generate import build
from cockpit.demo.parameters import SCALES, Parameters, Scale
from cockpit.forecast import spread
from cockpit.forecast.state import HISTORY_YEARS, prepare
from cockpit.usecases.figures import figures, ranged_rows, read_data

CONTROLLER = Scope("bench", Role.CONTROLLER)
Line = tuple[str, str, str]
PAGES = (
    "overview/overblik",
    "finance/budgetopfoelgning",
    "finance/paragraffer",
    "finance/afstemning",
    "finance/dyre_sager",
    "finance/egne_tilbud",
    "finance/hvorfor",
    "finance/disponering",
    "finance/handleplaner",
    "finance/maanedsrapport",
    "finance/laengere_frem",
    "finance/kommende_sager",
    "practice/indsatser",
)


@cache
def exports(folder: Path) -> tuple[list[Path], list[Path]]:
    """The large municipality's files: the ledger, and everything else."""
    municipality = demo.generate(seed=1, size=demo.Size.LARGE)
    files = demo.write_exports(municipality, folder / "exports", months=1)
    ledger = [path for path in files if "posteringer" in path.name]
    return ledger, [path for path in files if path not in ledger]


def mib(path: Path) -> float:
    """A file's size."""
    return path.stat().st_size / 1024**2


def take_in(home: Path, files: list[Path]) -> None:
    """Import and accept, sandbox and encryption included."""
    cockpit = usecases.open_cockpit(home)
    batch = usecases.check(cockpit, CONTROLLER, [usecases.Upload.of(path) for path in files])
    usecases.accept(cockpit, CONTROLLER, batch, confirmed=True)


def import_step(folder: Path) -> list[Line]:
    """The ledger in, beside bare polars."""
    from bench.run import bare, processor, reader_peak_mib, timed  # noqa: PLC0415 - run imports this module too

    ledger, rest = exports(folder)
    take_in(folder / "home", rest)
    started = processor()
    yardstick = [sum(timed(lambda path=path: bare(path)) for path in ledger) for _ in range(2)]
    bare_cpu, started = (processor() - started) / 2, processor()
    whole = timed(lambda: take_in(folder / "home", ledger))
    whole_cpu = processor() - started
    yardstick.append(sum(timed(lambda path=path: bare(path)) for path in ledger))
    reference = sorted(yardstick)[1]
    rows = sum(bare(path).height for path in ledger)
    largest = max(ledger, key=lambda path: path.stat().st_size)
    size = sum(map(mib, ledger))
    return [
        (
            f"Import and accept {rows:,} postings in {len(ledger)} CSV files ({size:.0f} MiB)",
            "",
            f"{whole:.1f} s ({whole_cpu:.1f} s of processor)",
        ),
        ("The same files read and parsed by bare polars", "", f"{reference:.1f} s ({bare_cpu:.1f} s of processor)"),
        ("Ratio", "≤ 3", f"{whole / reference:.1f}"),
        (
            f"Peak memory of the sandboxed reader on the largest file ({mib(largest):.0f} MiB)",
            "≤ 2,048 MiB",
            f"{reader_peak_mib(largest):.0f} MiB",
        ),
    ]


MILLION = 1_000_000
CHANGED_SHARE = 500
"""Of the rows of last month one in so many reads otherwise in the next export."""


def million(folder: Path) -> pl.DataFrame:
    """A million of the newest postings, with days and amounts as such."""
    from bench.run import bare  # noqa: PLC0415

    ledger, _ = exports(folder)
    return pl.concat([bare(path) for path in sorted(ledger)[-3:]]).tail(MILLION)


def next_month(rows: pl.DataFrame) -> pl.DataFrame:
    """The same ledger a month later: some rows corrected, the oldest ones gone, new ones at the end."""
    place = pl.int_range(pl.len())
    amount = pl.when(place % CHANGED_SHARE == 0).then(pl.col("Beløb") + 1).otherwise("Beløb").cast(MONEY)
    new = rows.head(1000).with_columns(pl.format("9{}", "Bilagsnummer").alias("Bilagsnummer"))
    return pl.concat([rows.with_columns(amount.alias("Beløb")).slice(1000), new])


def second_month_step(folder: Path) -> list[Line]:
    """A million rows as xlsx and as csv, of a ledger whose last month is there: read, checked and held against it."""
    from bench.big_workbook import write_book  # noqa: PLC0415
    from bench.run import bare, timed  # noqa: PLC0415

    first = million(folder)
    second, home = next_month(first), folder / "million"
    before, book, text = (
        folder / f"Opus_posteringer_{name}" for name in ("2025-12.csv", "2026-01.xlsx", "2026-01.csv")
    )
    _as_opus_csv(first, before)
    _as_opus_csv(second, text)
    write_book(second, book)
    take_in(home, [before])
    cockpit = usecases.open_cockpit(home)

    def receipt(path: Path) -> None:
        (read,) = usecases.check(cockpit, CONTROLLER, [usecases.Upload.of(path)]).receipts
        assert read.changes is not None, read.reason  # noqa: S101 - without a comparison there is nothing to time
        assert read.changes.changed + read.changes.new, read.changes  # noqa: S101

    lines: list[Line] = []
    for path, yardstick, limit in ((book, bare_workbook, "≤ 1.5"), (text, bare, "≤ 3")):
        plain = min(timed(lambda read=yardstick, path=path: read(path)) for _ in range(2))
        whole = min(timed(lambda path=path: receipt(path)) for _ in range(2))
        what = f"{second.height:,} postings as {path.suffix} ({mib(path):.0f} MiB)"
        lines += [
            (f"Receipt of {what}, the comparison with last month included", "", f"{whole:.1f} s"),
            (f"The same file by bare {'calamine' if path is book else 'polars'}", "", f"{plain:.1f} s"),
            ("Ratio", limit, f"{whole / plain:.2f}"),
        ]
    accepted = timed(lambda: take_in(home, [text]))
    return [*lines, ("The second month checked, accepted and in a new snapshot", "", f"{accepted:.1f} s")]


def bare_workbook(path: Path) -> pl.DataFrame:
    """The yardstick of workbooks: calamine alone reads the sheet as text; no checks, nothing typed."""
    import fastexcel  # noqa: PLC0415

    return fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_polars()


def _as_opus_csv(rows: pl.DataFrame, path: Path) -> None:
    """As the finance system writes it: days with points, a decimal comma, windows-1252."""
    days = [name for name, kind in rows.schema.items() if kind == pl.Date]
    shown = rows.with_columns(
        pl.col("Beløb").cast(pl.String).str.replace(".", ",", literal=True),
        *(pl.col(name).dt.strftime("%d.%m.%Y") for name in days),
    )
    path.write_bytes(shown.write_csv(separator=";").encode("windows-1252"))


def forecast_step(folder: Path) -> list[Line]:
    """The forecast of every paragraph, cold."""
    from bench.run import RUNS, median, processor, timed  # noqa: PLC0415

    cockpit = usecases.open_cockpit(folder / "home")
    data = read_data(cockpit, Scope.engine(), None)
    found = []

    def cold() -> None:
        cockpit.memory.clear()
        found[:] = [figures(cockpit, CONTROLLER)]
        ranged_rows(found[0], "paragraph", None)

    cold()
    warm = median(lambda: ranged_rows(found[0], "paragraph", None))
    reading = timed(lambda: read_data(cockpit, Scope.engine(), usecases.newest(cockpit)))
    started = processor()
    whole = median(cold)
    whole_cpu = (processor() - started) / RUNS
    return [
        (f"Grants in the list, {data.postings.height:,} different postings", "", f"{data.grants.height:,}"),
        (
            "Forecast of all paragraphs, from snapshot to rows",
            "≤ 3 s",
            f"{whole:.1f} s ({whole_cpu:.1f} s of processor)",
        ),
        ("of which reading the snapshot", "", f"{reading:.1f} s"),
        (
            "Rows of all paragraphs, leaves in memory",
            "",
            f"{warm:.2f} s",
        ),
    ]


def range_step(folder: Path) -> list[Line]:
    """The chance that the ranges rest on. The limit was set for a simulation (5,000 grants, 1,000 draws, 36 months);
    the variances are worked by formula instead, and every grant of the large municipality is in."""
    from bench.run import median  # noqa: PLC0415

    cockpit = usecases.open_cockpit(folder / "home")
    day = usecases.newest(cockpit)
    data = read_data(cockpit, Scope.engine(), day, since=day.year - HISTORY_YEARS)
    state = prepare(data, day, day.year, cockpit.settings)
    leaves = forecast.compute(data, day, day.year, cockpit.settings).leaves
    seconds = median(lambda: spread.sd(spread.table(state, leaves).with_columns(key=pl.lit("total"))))
    return [
        (f"Ranges of a year with {state.grants.height:,} grants (by formula, no draws)", "< 1 s", f"{seconds:.2f} s")
    ]


@dataclass(frozen=True)
class LongBooks(Parameters):
    """A medium municipality with five whole years of books: four that a year of history stands before."""

    @property
    def scale(self) -> Scale:
        """What the size means, with the longer history."""
        return replace(SCALES[self.size], history_years=5)


def backtest_step(folder: Path) -> list[Line]:
    """Four years of a medium municipality forecast again at every close, as after an acceptance."""
    from bench.run import processor, timed  # noqa: PLC0415

    home = folder / "medium"
    take_in(home, demo.write_exports(build(LongBooks(seed=1)), folder / "medium-exports", months=1))
    cockpit = usecases.open_cockpit(home)
    cores = os.cpu_count() or 1
    closes: list[str] = []
    started = processor()
    seconds = timed(lambda: usecases.backtest(cockpit, CONTROLLER, "total", closes.append, cores))
    spent = processor() - started
    return [
        (
            f"Back-test of a medium municipality, {len(closes)} closes told of on the way, {cores} processes",
            "< 20 s",
            f"{seconds:.1f} s ({spent:.1f} s of processor)",
        )
    ]


def page_step(folder: Path) -> list[Line]:
    """Each page the first time that it is opened on the snapshot, and again on a warm cache. The forecast and the case
    frames are there already, as after the warm-up."""
    from bench.run import ROOT, median, timed  # noqa: PLC0415

    sys.path.insert(0, str(ROOT))
    os.environ["COCKPIT_HOME"] = str(folder / "home")
    cockpit = usecases.open_cockpit(folder / "home")
    usecases.warm(cockpit)
    usecases.warm_cases(cockpit)
    usecases.warm_report(cockpit)
    usecases.warm_outlook(cockpit)
    from streamlit.testing.v1 import AppTest  # noqa: PLC0415 - the home must be named first

    lines = []
    for name in PAGES:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300)
        app.run()
        first = timed(app.switch_page(f"pages/{name}.py").run)
        assert not app.exception, app.exception  # noqa: S101 - a failed page has no time
        lines.append((f"First opening of {name} after the warm-up", "≤ 2 s", f"{first:.1f} s"))
        lines.append((f"Rerun of {name} on a warm cache", "≤ 300 ms", f"{median(app.run, 7) * 1000:.0f} ms"))
    return lines


def report_step(folder: Path) -> list[Line]:
    """The month's report in each of its three shapes, the forecast in memory."""
    from bench.run import timed  # noqa: PLC0415

    cockpit = usecases.open_cockpit(folder / "home")
    figures(cockpit, CONTROLLER)

    def made(suffix: str) -> float:
        return timed(lambda: usecases.report_file(cockpit, CONTROLLER, "month", suffix))

    return [(f"Month report as {suffix}", "≤ 5 s", f"{made(suffix):.1f} s") for suffix in (".xlsx", ".docx", ".pdf")]
