"""Økonomi -> Dyre sager og refusion: which cases cost most, what the state refunds of them, and what is requested."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from cockpit import finance, law
from cockpit.contracts import danish
from cockpit.views import expensive_tables as tables_of
from cockpit.views import refund_law as laws
from cockpit.views import refund_tables as refunds
from cockpit.views.context import Context
from cockpit.views.figures import Bars
from cockpit.views.kpi import Kpi
from cockpit.views.refund_law import UNVERIFIED
from cockpit.views.row import sum_kr
from cockpit.views.table import Table
from cockpit.views.wording import between as span
from cockpit.views.wording import money, plural

KIND_TITLE: dict[str, str] = {one.name: one.title for one in law.refund_kinds()}
EXPECTED, RECEIVED = "forventet", "hjemtaget"


@dataclass(frozen=True, eq=False, slots=True)
class ExpensiveView:
    """The page. `kinds` sets expected against claimed; `quarters` and `final` are the working lists of claims."""

    context: Context
    headline: str
    kpis: tuple[Kpi, ...]
    by_kind: Bars
    by_category: Bars
    categories: Table
    over: Table
    top: Table
    kinds: Table
    quarters: Table
    final: Table
    between: Table
    by_municipality: Table
    limits: Table
    shares: Table
    notes: tuple[str, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, for the workbook."""
        return (
            self.categories,
            self.over,
            self.top,
            self.kinds,
            self.quarters,
            self.final,
            self.by_municipality,
            self.between,
            self.limits,
            self.shares,
        )


def build(
    context: Context,
    *,
    cases: pl.DataFrame,
    months: pl.DataFrame,
    booked: pl.DataFrame,
    claims: pl.DataFrame,
    between: tuple[pl.DataFrame, pl.DataFrame],
    facts: pl.DataFrame | None,
    limits: Sequence[finance.Limits],
    limit_kr: Decimal,
) -> ExpensiveView:
    """The page of `context.year`. `cases`, `months`: `RefundYear`'s with `year` in front, of this year and the one
    before; `booked`: refund in the ledger; `claims`: what was requested; `between`: what is booked, and by the grants;
    `facts`: None for a reader of a part."""
    year = context.year
    mine, own = cases.filter(pl.col("year") == year), [one for one in limits if one.year == year]
    whole = facts is not None
    kinds = refunds.claimed(months, booked, claims, year, context.as_of, whole=whole)
    over = tables_of.over_limit(mine, limit_kr)
    categories = tables_of.by_category(over)
    refund = (sum_kr(mine, "refund_kr"), sum_kr(mine, "low_kr"), _triggering(mine))
    return ExpensiveView(
        context=context,
        headline=_headline(over, limit_kr, refund, own),
        kpis=_kpis(over, limit_kr, refund, kinds, own, year),
        by_kind=_by_kind(kinds, year),
        by_category=_by_category(categories),
        categories=categories,
        over=over,
        top=tables_of.top(mine),
        kinds=refunds.kinds_table(kinds, year),
        quarters=refunds.quarters(months, booked, claims, year, context.as_of, whole=whole),
        final=tables_of.final(cases.filter(pl.col("year") == year - 1), year - 1, context.as_of),
        between=refunds.between_table(between[0], year),
        by_municipality=refunds.by_municipality(between[1], year, context.as_of),
        limits=laws.limits_table(limits),
        shares=laws.shares_table(year),
        notes=_notes(own, facts, year, kinds, whole=whole),
    )


def unverified(limits: Sequence[finance.Limits]) -> bool:
    """Whether any of the limits is not the year's own."""
    return any(not one.verified for one in limits)


def _headline(
    over: Table, limit_kr: Decimal, refund: tuple[Decimal, Decimal, int], limits: Sequence[finance.Limits]
) -> str:
    expected, low, citizens = refund
    cases = plural(over.frame.height - over.totals, "sag koster", "sager koster")
    whose = f"for {plural(citizens, 'borger', 'borgere')}"
    start = f"{cases} over {money(limit_kr)} i år"
    if not limits:
        return f"{start}. Årets grænser for refusion kendes ikke, så refusionen kan ikke regnes"
    if unverified(limits) and low != expected:
        return f"{start}. Staten ventes at refundere {span(low, expected)} {whose}: årets grænser er {UNVERIFIED}"
    return f"{start}. Staten ventes at refundere {money(expected)} {whose} med dyre sager"


def _kpis(
    over: Table,
    limit_kr: Decimal,
    refund: tuple[Decimal, Decimal, int],
    kinds: pl.DataFrame,
    limits: Sequence[finance.Limits],
    year: int,
) -> tuple[Kpi, ...]:
    """`refund`: expected, the least it can be, and how many citizens trigger it."""
    expected, low, citizens = refund
    spent = sum_kr(over.frame.head(over.frame.height - over.totals), "gross_kr")
    missing = sum_kr(kinds, "missing_kr")
    triggered = plural(citizens, "borger", "borgere")
    doubt = (f"mindst {money(low)}", UNVERIFIED) if unverified(limits) else (triggered, "efter årets grænser")
    return (
        Kpi(
            f"Sager over {money(limit_kr)}",
            danish.number(over.frame.height - over.totals),
            money(spent),
            "udgift i år",
        ),
        Kpi(
            f"Refusion, dyre sager {year}",
            money(expected),
            *doubt,
            f"{tables_of.EXPECTED_HELP} {triggered} udløser den.",
        ),
        Kpi("Al statsrefusion, forventet", money(sum_kr(kinds, "expected_kr")), "", _of_all(kinds, year)),
        Kpi(
            "Ikke hjemtaget endnu",
            money(missing),
            "",
            "af det, der er optjent i lukkede kvartaler",
            tables_of.MISSING_HELP,
        ),
    )


def _of_all(kinds: pl.DataFrame, year: int) -> str:
    """What the sum of all kinds is of, and whether it rests on a share that nobody has looked up."""
    states = dict(laws.shares_table(year).frame.select("title", "state").iter_rows())
    doubted = any(states.get(title) == UNVERIFIED for title in kinds["title"])
    return f"alle slags, hele året; andele {UNVERIFIED}" if doubted else "alle slags, hele året"


def _triggering(cases: pl.DataFrame) -> int:
    """How many citizens' help gives refund in the year."""
    return cases.filter(pl.col("refund_kr") > 0)["citizen"].n_unique()


def _by_kind(kinds: pl.DataFrame, year: int) -> Bars:
    rows: list[tuple[str, Decimal, str, str]] = []
    for line in kinds.iter_rows(named=True):
        for word, name in ((EXPECTED, "expected_kr"), (RECEIVED, "received_kr")):
            rows.append((f"{line['title']}, {word}", line[name], word, f"{money(line[name])} {word}"))
    frame = pl.DataFrame(rows, schema=["label", "value", "word", "text"], orient="row")
    missing = sum_kr(kinds, "missing_kr")
    message = f"Refusion {year}: {money(missing)} er optjent og ikke hjemtaget"
    return Bars(message, frame, EXPECTED, RECEIVED, "plan", ("title", "expected_kr", "received_kr"))


def _by_category(categories: Table) -> Bars:
    rows: list[tuple[str, Decimal, str, str]] = []
    lines = categories.frame.head(categories.frame.height - categories.totals)
    for name, left, refunded in lines.select("kind_of_help", "left_kr", "refunded_kr").iter_rows():
        rows.append((name, left, "netto", f"{money(left)} netto"))
        rows.append((f"{name}, refusion", refunded, "refusion", f"{money(refunded)} refusion"))
    frame = pl.DataFrame(rows, schema=["label", "value", "word", "text"], orient="row")
    most = f"De dyre sager, netto og refusion: mest til {str(frame['label'].first()).lower()}" if rows else ""
    message = most or "Ingen sager over grænsen"
    return Bars(message, frame, "netto", "refusion", "parts", ("kind_of_help", "left_kr", "refunded_kr"))


def _notes(
    limits: Sequence[finance.Limits], facts: pl.DataFrame | None, year: int, kinds: pl.DataFrame, *, whole: bool
) -> tuple[str, ...]:
    found = [f"Der kendes ingen grænser for {year}: refusion af dyre sager er ikke regnet."] if not limits else []
    for one in limits:
        if not one.verified:
            told = (
                f"{finance.RULE_TITLE[one.rule]} for {year} er {UNVERIFIED}: {one.known_year}-grænserne er ført videre."
            )
            rise = danish.pct(float(finance.HIGHEST_INDEX), 0)
            found.append(f"{told} Nedre bud regner med, at de er steget {rise} om året.")
        elif one.entered:
            found.append(f"{finance.RULE_TITLE[one.rule]} for {year} er indtastet af kommunen.")
    if not whole:
        found.append("Hjemtagelse bogføres for hele kommunen og vises ikke for enkelte områder og team.")
    if facts is not None:
        found += refunds.facts_notes(facts.filter(pl.col("year") == year), kinds)
    return (*found, *tables_of.NOTES)
