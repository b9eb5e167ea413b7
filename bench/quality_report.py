"""The measured towns as tables: errors, bias, coverage and width, beside the simple methods, the oracle and the Markov
model."""

import numpy as np
import polars as pl

from bench.quality_goals import goals
from cockpit.forecast import METHODS

DRAWS = 2000
TITLES = {
    "model": "**forecast**",
    "oracle": "*oracle*",
    "budget": "adjusted budget",
    "last_year": "last year",
    "ytd_scaled": "year to date × 12/m",
    "last_year_share": "last years' share",
    "linear_trend": "24-month linear trend",
    "commitments": "posted + plain commitments",
    "markov": "Markov stock-flow",
}
SHOWN = ("model", "oracle", *METHODS[1:], "markov")
MONTH_NAMES = {3: "31 March", 6: "30 June", 9: "30 September"}
GENERATOR_NAMES = {
    "demo": "The demo's generator", "chains": "The second generator", "terse": "The third generator",
    "patchwork": "The fourth generator", "desks": "The fifth generator",
}  # fmt: skip
INTRO = """# Forecast quality

Made by `python -m bench.quality`; not written by hand. {total} municipalities ({counts}), each of
about 400 active grants (seeds {first}–{last}; development used seeds below 1000).
Each is forecast at three closes from what was known then, and held against its final
accounts, in six scenarios: steady, growth, shrinkage, a turn in this year's inflow, untidy
registration, and one-off bills of earlier years.

*The demo's generator* (`cockpit.demo`) draws each course by itself: gamma lengths, providers, decisions. *The second
generator* (`bench.chains`) shares none of that: citizens move in continuous time from one kind of help to the next
(Weibull and lognormal mixtures), four families of municipalities differ in price laws, in what a bill tells, in how
late and in what batches case workers register, in the season and clumping of inflow, in frame accounts (15–55 % of
steered spend) and in how many closed years there are (two to four). *The third* (`bench.terse`) has books that tell
little: no bill says its month, most say no grant and some no citizen, and part of the providers bill by the quarter or
half a year at once in December; stays thin out as a Lomax law, and each grant is one stay. *The fourth*
(`bench.patchwork`) was thought out by somebody who had not seen the forecast: case workers plan ends and move them,
often in the middle of a month, and each town draws none to five of sixteen habits, as lists of active grants only, a
new grant each year, half-yearly or collective bills, accruals of December turned back in January, new accounts, prices
that are known late, refunds by the quarter or the year; its lists are drawn on the last day of the month. *The fifth*
(`bench.desks`) was thought out likewise: the desk for children and the desk for adults each have a case system and
habits of their own; help ends where it is reviewed, at the end of the school year and at eighteen, and one kind of
help follows another; the extent of a help is changed on the way; what is delivered is settled by rules, in some towns
on account and credited later, by last year's price until the letter comes, with a month's notice, by the half-year, or
once in December; refund is claimed by the law's own limits. Its months hang on the month before and on chance alone,
so that its oracle is checked against the mean of many other futures of the same town.

*The oracle* knows all that has happened until the close, registered or not, and the true rates (laws of stays, inflow
with its turn, price steps, how bills wait, the year's frames), but not the future. Its error is the floor; no forecast
from registered data can be expected to be below it. *Markov stock-flow* is the yardstick of width: stock and flow per
paragraph with ±2σ bands added up, as demand tools show them.

What this proves and what not: all towns are synthetic, so habits that nobody thought of are missing. The total
includes frame-steered accounts and refunds. Parameters are drawn, not found: a real municipality may be calmer or
wilder. The 95 % in brackets are bootstrap intervals of the median over towns. Where there are few towns, a cover of
the total is a count of few: of 10 towns one more or less is ten percent.

The towns' years here are {years}.{new_act}
"""
NEW_ACT_YEAR = 2024
NEW_ACT = """
2024, when barnets lov took over, is {among} them. In that year the grants of children are decided anew under the new
act, grant by grant, so that single paragraphs are harder to tell in advance than in other years{cover}.
What such a year shows is not used for the ranges of later ones."""


def pct(value: float | None, digits: int = 2) -> str:
    """A share as percent."""
    return "–" if value is None else f"{100 * value:.{digits}f}"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _table(head: list[str], lines: list[list[str]]) -> str:
    return "\n".join([_line(head), _line(["---"] + ["---:"] * (len(head) - 1)), *map(_line, lines)])


def interval(values: list[float]) -> tuple[float, float]:
    """The 95 % bootstrap interval of the median; the same draws every time."""
    rng = np.random.default_rng(1)
    drawn = rng.choice(np.array(values), (DRAWS, len(values)))
    low, high = np.quantile(np.median(drawn, axis=1), [0.025, 0.975])
    return float(low), float(high)


def with_errors(found: pl.DataFrame) -> pl.DataFrame:
    """Adds `month`, `miss` (kr., plus = forecast too high) and `error` (of the accounts)."""
    miss = pl.col("forecast_kr") - pl.col("actual_kr")
    whole = pl.when(pl.col("actual_kr") != 0).then(pl.col("actual_kr").abs())
    return found.with_columns(month=pl.col("as_of").dt.month(), miss=miss, error=miss / whole)


def _present(found: pl.DataFrame) -> list[str]:
    return [method for method in SHOWN if method in set(found["method"])]


def totals(found: pl.DataFrame) -> str:
    """The year's total: median absolute error with its interval, and mean bias, % of the accounts."""
    whole = found.filter(pl.col("level") == "total")
    lines = []
    for method in _present(found):
        cells = [TITLES[method]]
        for month in MONTH_NAMES:
            errors = whole.filter((pl.col("method") == method) & (pl.col("month") == month))["error"].drop_nulls()
            low, high = interval(errors.abs().to_list())
            cells += [f"{pct(errors.abs().median())} ({pct(low)}–{pct(high)})", f"{100 * errors.mean():+.2f}"]
        lines.append(cells)
    head = ["Total, % of the accounts"]
    for name in MONTH_NAMES.values():
        head += [f"{name}: median error (95 %)", "bias"]
    return _table(head, lines)


def scenarios(found: pl.DataFrame) -> str:
    """The total per scenario: median absolute error of the forecast and of the oracle, and the forecast's bias."""
    whole = found.filter(pl.col("level") == "total")
    lines = []
    for name in sorted(set(found["scenario"])):
        cells = [name]
        for month in MONTH_NAMES:
            here = whole.filter((pl.col("scenario") == name) & (pl.col("month") == month))
            mine, known = (here.filter(pl.col("method") == method)["error"] for method in ("model", "oracle"))
            cells += [pct(mine.abs().median()), pct(known.abs().median()), f"{100 * mine.mean():+.2f}"]
        lines.append(cells)
    head = ["Scenario"]
    for month in MONTH_NAMES.values():
        head += [f"{month}: median error", "oracle", "bias"]
    return _table(head, lines)


def held_to(found: pl.DataFrame, level: str, method: str) -> pl.DataFrame:
    """A method's rows at a level, held to the keys that the model was held to; where it has no figure it misses by
    all. The oracle is asked only where it answers."""
    keys = ["generator", "seed", "scenario", "as_of", "month", "key"]
    mine = found.filter(pl.col("level") == level)
    asked = mine.filter(pl.col("method") == "model").select(*keys, "actual_kr")
    own = mine.filter(pl.col("method") == method).select(*keys, "forecast_kr")
    full = asked.join(own, on=keys, how="left").with_columns(pl.col("forecast_kr").fill_null(0.0))
    return full.with_columns(miss=pl.col("forecast_kr") - pl.col("actual_kr"))


def weighted_error(rows: pl.DataFrame) -> float | None:
    """Sum of absolute misses over the sum of the accounts."""
    whole = rows["actual_kr"].abs().sum()
    return rows["miss"].abs().sum() / whole if whole else None


def weighted(found: pl.DataFrame, level: str) -> str:
    """Sum of absolute misses over the sum of the accounts, per method, month and scenario."""
    names, lines = sorted(set(found["scenario"])), []
    methods = set(found.filter(pl.col("level") == level)["method"])
    for method in (name for name in SHOWN if name in methods):
        full = held_to(found, level, method)
        by_month = [pct(weighted_error(full.filter(pl.col("month") == month))) for month in MONTH_NAMES]
        by_scenario = [pct(weighted_error(full.filter(pl.col("scenario") == name))) for name in names]
        lines.append([TITLES[method], *by_month, *by_scenario])
    return _table([f"Per {level}, weighted error, %", *MONTH_NAMES.values(), *names], lines)


def covered(rows: pl.DataFrame, share: str) -> tuple[float | None, float | None]:
    """The part of the accounts inside the range, and the median width of the range over the accounts."""
    inside = rows.select(pl.col("actual_kr").is_between(f"low{share}", f"high{share}").mean()).item()
    width = (pl.col(f"high{share}") - pl.col(f"low{share}")) / pl.col("actual_kr").abs()
    return inside, rows.select(width.median()).item()


def ranged(found: pl.DataFrame) -> pl.DataFrame:
    """The forecast's rows that have a range and accounts to hold it against."""
    mine = (pl.col("method") == "model") & pl.col("low80").is_not_null()
    return found.filter(mine & (pl.col("actual_kr") != 0))


def ranges(found: pl.DataFrame) -> str:
    """How often the accounts fell inside, and how wide the ranges are (median over keys, % of the accounts)."""
    mine = ranged(found)
    parts = {"all": mine} | {name: mine.filter(pl.col("scenario") == name) for name in sorted(set(mine["scenario"]))}
    lines = []
    for level in ("total", "function", "paragraph"):
        for name, part in parts.items():
            cells = [f"{level}, {name}"]
            for month in MONTH_NAMES:
                here = part.filter((pl.col("level") == level) & (pl.col("month") == month))
                for share in ("80", "95"):
                    inside, width = covered(here, share)
                    cells.append(f"{pct(inside, 0)} / {pct(width, 1)}")
            lines.append(cells)
    lines.append(_markov_line(found))
    head = ["Covered / width, %"]
    for month in MONTH_NAMES.values():
        head += [f"{month}: 80 %", "95 %"]
    return _table(head, lines)


def _markov_line(found: pl.DataFrame) -> list[str]:
    cells = ["*total, Markov ±2σ*"]
    for month in MONTH_NAMES:
        here = found.filter((pl.col("method") == "markov") & (pl.col("month") == month))
        inside, width = covered(here, "95")
        cells += ["", f"{pct(inside, 0)} / {pct(width, 1)}"]
    return cells


def _chapter(title: str, found: pl.DataFrame) -> list[str]:
    parts = [f"## {title}", totals(found), scenarios(found), weighted(found, "function"), weighted(found, "paragraph")]
    return [*parts, ranges(found)] if "low80" in found.columns else parts


def _new_act(held: pl.DataFrame) -> str:
    """What is to be said of the year of barnets lov: how its paragraphs' 80 % ranges covered, and the other years'."""
    is_new = pl.col("year") == NEW_ACT_YEAR
    theirs = ranged(held).filter(pl.col("level") == "paragraph") if "low80" in held.columns else held.clear()
    if theirs.filter(is_new).is_empty():
        return NEW_ACT.format(among="among" if held.filter(is_new).height else "not among", cover="")
    told = [
        " / ".join(pct(covered(theirs.filter(rows, pl.col("month") == month), "80")[0], 0) for month in MONTH_NAMES)
        for rows in (is_new, ~is_new)
    ]
    return NEW_ACT.format(
        among="among", cover=f":\nthe 80 % range of a paragraph covers {told[0]} % at the three closes there, and "
        f"{told[1]} % in the other years"
    )  # fmt: skip


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def report(found: pl.DataFrame) -> str:
    """The whole document."""
    held = with_errors(found)
    towns = {name: held.filter(pl.col("generator") == name)["seed"].n_unique() for name in GENERATOR_NAMES}
    counts = _listed([f"{count} of `{name}`" for name, count in towns.items() if count])
    years = _listed([str(year) for year in sorted(set(held["year"]))])
    first, last = held["seed"].min(), held["seed"].max()
    intro = INTRO.format(
        total=sum(towns.values()), counts=counts, first=first, last=last, years=years, new_act=_new_act(held)
    )
    chapters = {"All generators together": held} if all(towns.values()) else {}
    chapters |= {
        GENERATOR_NAMES[name]: held.filter(pl.col("generator") == name) for name, count in towns.items() if count
    }
    told = [intro, "## What is met and what is not", goals(chapters)]
    return "\n\n".join([*told, *(part for title, rows in chapters.items() for part in _chapter(title, rows))]) + "\n"
