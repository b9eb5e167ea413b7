"""In which prices the years are compared, and the form in which a controller enters the municipality's own rise."""

import streamlit as st

from cockpit import usecases
from cockpit.contracts.errors import CockpitError
from cockpit.ui.boundary import show_error
from cockpit.ui.moment import Moment
from cockpit.ui.session import Reader
from cockpit.ui.shell import leave_message
from cockpit.views.fixed_prices import IN_FORECAST, PriceLevel, price_level_title

_LEVELS: tuple[PriceLevel, ...] = ("current", "fixed")


def choose_prices(moment: Moment) -> PriceLevel:
    """The prices of each year or all in this year's, kept in the address."""
    titles = {price_level_title(level, moment.year): level for level in _LEVELS}
    first = next(iter(titles))
    chosen = st.segmented_control(
        "Priser",
        titles,
        default=first,
        key="priser",
        required=True,
        bind="query-params",
        help="Gælder alle år på siden.",
    )
    return titles.get(chosen or first, "current")


def price_rise_form(reader: Reader, moment: Moment) -> None:
    """Enter a year's rise; for the controller alone."""
    if not reader.scope.may_write:
        return
    with st.form("pris-loen"):
        st.markdown("**Indtast kommunens egen pris- og lønstigning**")
        left, middle, right = st.columns([1, 1, 3])
        year = left.number_input("År", usecases.FIRST_RISE_YEAR, moment.year + 4, moment.year, key="pl-aar")
        rise = middle.text_input("Stigning i pct.", key="pl-pct", placeholder="2,8")
        source = right.text_input("Kilde", key="pl-kilde", max_chars=200, help="Hvor stigningen er fundet.")
        st.caption(IN_FORECAST)
        if st.form_submit_button("Gem stigningen", key="pl-gem"):
            _save(reader, int(year), rise, source)


def _save(reader: Reader, year: int, rise: str, source: str) -> None:
    try:
        usecases.enter_price_rise(reader.cockpit, reader.scope, year, usecases.parse_amount(rise), source)
    except CockpitError as error:
        show_error(error)
        return
    leave_message(f"Stigningen i {year} er gemt, og de faste priser regnes igen.")
    st.rerun()
