"""What the measured towns say of the goals, in words."""

from collections.abc import Iterator, Mapping

import polars as pl

MONTHS = {3: ("31 March", 0.019), 6: ("30 June", 0.010), 9: ("30 September", 0.005)}
OVER_ORACLE = 1.25
NAIVE = ("budget", "last_year", "ytd_scaled", "last_year_share", "linear_trend", "commitments")
COVERED = {"80": (0.75, 0.85), "95": (0.92, 0.98)}


def _median(found: pl.DataFrame, method: str, month: int) -> float:
    rows = found.filter((pl.col("level") == "total") & (pl.col("method") == method) & (pl.col("month") == month))
    value = rows["error"].abs().median()
    return float(value) if isinstance(value, float) else float("nan")


def _line(met: bool, text: str) -> str:
    return f"- **{'met' if met else 'not met'}**: {text}"


def _errors(found: pl.DataFrame) -> Iterator[str]:
    for month, (name, goal) in MONTHS.items():
        mine, known = _median(found, "model", month), _median(found, "oracle", month)
        allowed = max(goal, OVER_ORACLE * known)
        yield _line(
            mine <= allowed,
            f"median error of the total at {name} {100 * mine:.2f} % (allowed: the larger of {100 * goal:.1f} % and "
            f"1.25 x the oracle's {100 * known:.2f} %, that is {100 * allowed:.2f} %)",
        )
    for method, share, word in (("commitments", 0.5, "half"), ("ytd_scaled", 0.2, "a fifth of")):
        ratios = {
            name: _median(found, "model", month) / _median(found, method, month) for month, (name, _) in MONTHS.items()
        }
        floors = {
            name: OVER_ORACLE * _median(found, "oracle", month) / _median(found, method, month)
            for month, (name, _) in MONTHS.items()
        }
        met = all(ratio <= max(share, floors[name]) for name, ratio in ratios.items())
        told = ", ".join(
            f"{100 * ratio:.0f} % at {name} (oracle {100 * floors[name] / OVER_ORACLE:.0f} %)"
            for name, ratio in ratios.items()
        )
        yield _line(met, f"at most {word} the error of {method.replace('_', ' ')} where the oracle leaves room: {told}")


def _bias(found: pl.DataFrame) -> Iterator[str]:
    rows = found.filter((pl.col("level") == "total") & (pl.col("method") == "model") & (pl.col("month") == 6))
    bias, count = float(rows["error"].mean() or 0.0), rows.height
    slack = 1.96 * float(rows["error"].std() or 0.0) / max(count, 1) ** 0.5
    yield _line(abs(bias) <= 0.003, f"bias at 30 June {100 * bias:+.2f} % (±{100 * slack:.2f} by chance; goal ±0.3 %)")


def _against_naive(found: pl.DataFrame) -> Iterator[str]:
    from bench.quality_report import held_to, weighted_error  # noqa: PLC0415 - the report imports this module

    for level in ("function", "paragraph"):
        lost = []
        for name in ("all", *sorted(set(found["scenario"]))):
            part = found if name == "all" else found.filter(pl.col("scenario") == name)
            scores = {method: weighted_error(held_to(part, level, method)) or 0.0 for method in ("model", *NAIVE)}
            best = min(NAIVE, key=lambda method: scores[method])
            if scores["model"] >= scores[best]:
                lost.append(f"{name} ({best} {100 * scores[best]:.2f} against {100 * scores['model']:.2f})")
        told = "in every scenario" if not lost else f"except in {', '.join(lost)}"
        yield _line(not lost, f"per {level} the forecast beats the best simple method in weighted error {told}")


def _ranges(found: pl.DataFrame) -> Iterator[str]:
    from bench.quality_report import covered, ranged  # noqa: PLC0415

    mine = ranged(found)
    for level in ("total", "function", "paragraph"):
        for share, (low, high) in COVERED.items():
            told, met = [], True
            for month, (name, _) in MONTHS.items():
                inside, _ = covered(mine.filter((pl.col("level") == level) & (pl.col("month") == month)), share)
                told.append(f"{100 * (inside or 0):.0f} % at {name}")
                met &= low <= (inside or 0) <= high
            yield _line(
                met,
                f"the {share} % range of a {level} covers {', '.join(told)} (goal {100 * low:.0f}-{100 * high:.0f} %)",
            )
    told, met = [], True
    for month, (name, _) in MONTHS.items():
        _, own = covered(mine.filter((pl.col("level") == "total") & (pl.col("month") == month)), "95")
        _, band = covered(found.filter((pl.col("method") == "markov") & (pl.col("month") == month)), "95")
        ratio = (own or 0) / band if band else 0.0
        met &= ratio <= 0.5
        told.append(f"{100 * ratio:.0f} % at {name}")
    yield _line(
        met, f"width of the 95 % range of the total over the Markov model's ±2σ band: {', '.join(told)} (goal 50 %)"
    )


def goals(chapters: Mapping[str, pl.DataFrame]) -> str:
    """One list per chapter."""
    told = []
    for title, found in chapters.items():
        lines = [*_errors(found), *_bias(found), *_against_naive(found)]
        lines += _ranges(found) if "low80" in found.columns else []
        told.append("\n".join([f"**{title}**", "", *lines]))
    return "\n\n".join(told)
