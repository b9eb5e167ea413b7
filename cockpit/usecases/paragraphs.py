"""Økonomi → Paragraffer: spend, full-year persons and unit price over the years, and price against volume."""

import datetime as dt
from decimal import Decimal

from cockpit import finance, forecast, law
from cockpit.access import require
from cockpit.contracts import danish
from cockpit.contracts.entry import EntryKind
from cockpit.contracts.errors import Refused
from cockpit.contracts.price_rise import PriceRise
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_of
from cockpit.usecases.figures import figures, ranged_rows
from cockpit.usecases.ranges import errors
from cockpit.views import paragraphs as view
from cockpit.views.fixed_prices import PriceLevel

FIRST_YEAR, LAST_YEAR, HIGHEST_PCT = 2000, 2100, 25


def paragraphs(
    cockpit: Cockpit,
    scope: Scope,
    selected: str | None = None,
    as_of: dt.date | None = None,
    year: int | None = None,
    prices: PriceLevel = "current",
) -> view.ParagraphsView:
    """The paragraphs, this year's forecast beside the years before, in the prices of each year or (`fixed`) in this
    year's. Refused on a paragraph that no year knows; AccessDenied for roles without finance."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    found = figures(cockpit, scope, as_of, year)
    rows = ranged_rows(found, "paragraph", errors(cockpit))
    years = forecast.paragraph_years(found.result, rows)
    if selected is not None and selected not in years["paragraph"]:
        raise Refused(f"Paragraffen «{selected}» har ingen udgift og intet budget i de år, der er indlæst.")
    bars, compared_with = forecast.paragraph_bars(found.result, found.data, rows)
    return view.build(
        context_of(cockpit, scope, found),
        years=years,
        price_volume=bars,
        crosswalk=law.paragraphs(),
        compared_with=compared_with,
        selected=selected,
        courses=view.Courses(
            functions=forecast.function_years(found.result),
            months=forecast.month_years(found.result),
            flows=forecast.flow_years(found.result),
            rises=finance.price_rises(min(years["year"], default=found.year) + 1, found.year, entered_rises(cockpit)),
        ),
        prices=prices,
    )


def entered_rises(cockpit: Cockpit) -> dict[int, PriceRise]:
    """What a controller entered, by year: the same for every reader and every close."""
    found = cockpit.store.entries(EntryKind.PRICE_RISE, Scope.engine())
    told = (PriceRise.model_validate(entry.body) for entry in found)
    return {rise.year: rise for rise in told}


def enter_price_rise(cockpit: Cockpit, scope: Scope, year: int, rise_pct: Decimal, source: str) -> None:
    """How much prices rose from the year before, in per cent; fixed prices are computed with it from then on. Refused
    without a source, and where it can be no rise of a year."""
    require(scope, Role.CONTROLLER)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(f"Året {year} kan ikke få en pris- og lønstigning. Vælg et år fra {FIRST_YEAR}.")
    if abs(rise_pct) > HIGHEST_PCT:
        raise Refused(f"{danish.number(rise_pct, 1)} pct. kan ikke være et års stigning. Skriv den i pct., som 2,8.")
    if not source.strip():
        raise Refused("Skriv, hvor stigningen er fundet: kilden står ved hvert tal, der hviler på den.")
    rise = PriceRise(year=year, rise_pct=rise_pct, source=source.strip())
    cockpit.store.write_entry(scope.user, EntryKind.PRICE_RISE, rise.key, rise.model_dump(mode="json"))
