"""`make bench`: what the product costs on a large municipality, beside bare polars in the same run.

Writes the figures to `docs/benchmarks.md`. Absolute times depend on the machine; the ratios are what to keep.
"""

import datetime as dt
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

ROOT = Path(__file__).resolve().parents[1]
RUNS = 3
MIB = 1024 * 1024


def timed(work: Callable[[], object]) -> float:
    """Seconds of one run."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def processor() -> float:
    """Processor seconds of this process and its children so far: steadier than the clock on a shared machine."""
    return sum(os.times()[:4])


def median(work: Callable[[], object], runs: int = RUNS) -> float:
    """Median seconds of several runs."""
    return statistics.median(timed(work) for _ in range(runs))


def bare(path: Path) -> pl.DataFrame:
    """The yardstick: polars alone reads the ledger and parses dates and amounts; no checks, no encryption."""
    raw = pl.read_csv(path, separator=";", infer_schema=False, encoding="windows-1252")
    amount = pl.col("Beløb").str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    sign = pl.when(amount.str.ends_with("-")).then(-1).otherwise(1)
    dates = [name for name in raw.columns if name in ("Bogføringsdato", "Ydelse fra", "Ydelse til")]
    return raw.with_columns(
        (amount.str.strip_chars_end("-").cast(pl.Decimal(18, 2)) * sign).alias("Beløb"),
        *(pl.col(name).str.to_date("%d.%m.%Y") for name in dates),
    )


def machine() -> str:
    """One line about where the figures come from."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    parts = (
        f"{platform.system()} {platform.machine()}",
        f"{os.cpu_count()} cores, {memory:.0f} GiB",
        f"Python {platform.python_version()}, polars {pl.__version__}",
    )
    return ", ".join(parts)


def measure(folder: Path) -> list[tuple[str, str, str]]:
    """Every figure: what, limit, measured."""
    os.environ["COCKPIT_KEY_FILE"] = str(folder / "key")
    from bench import steps  # noqa: PLC0415 - the key file must be set first

    rows = []
    every = (
        steps.import_step,
        steps.second_month_step,
        steps.forecast_step,
        steps.range_step,
        steps.page_step,
        steps.report_step,
        steps.backtest_step,
    )
    for step in every:
        print(f"… {step.__name__}", flush=True)
        rows += step(folder)
    return rows


def write(rows: list[tuple[str, str, str]]) -> None:
    """`docs/benchmarks.md` anew."""
    today = dt.datetime.now(dt.UTC).date().isoformat()
    lines = [
        "# Benchmarks",
        "",
        "Made by `make bench`: a synthetic municipality of 60,000 grants and 3 million postings. Times differ between "
        "machines and runs; ratios are measured within one run, in turn.",
        "",
        f"{today} · {machine()} · load at the end {os.getloadavg()[0]:.1f}",
        "",
        "Above a load of 1 a core others were at work on the machine: then the processor seconds tell, not the clock.",
        "",
        "| What | Limit | Measured |",
        "|---|---|---|",
        *(f"| {what} | {limit} | {measured} |" for what, limit, measured in rows),
        "",
    ]
    (ROOT / "docs" / "benchmarks.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


READ_ONE = """
import resource, sys
from pathlib import Path
from cockpit import ingest
path = Path(sys.argv[1])
(reading, *_) = ingest.read(path, path.name, key=bytes(32), profiles=ingest.shipped_profiles())
assert reading.frame.height, reading.receipt.reason
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def reader_peak_mib(path: Path) -> float:
    """Largest memory of the sandboxed reader on one file. Asked for in a fresh process, because a child's peak also
    counts what its parent held when it was started."""
    done = subprocess.run([sys.executable, "-c", READ_ONE, str(path)], capture_output=True, text=True, check=True)
    return int(done.stdout) * 1024 / MIB


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    work = Path(tempfile.mkdtemp(prefix="cockpit-bench-"))
    try:
        write(measure(work))
    finally:
        shutil.rmtree(work, ignore_errors=True)
