"""Hvorfor on the screen: the bars as a chart and as rows that open the grants behind them."""

from typing import Protocol

import streamlit as st

from cockpit import charts
from cockpit.ui.drawing import chart
from cockpit.ui.tables import choosable, table, without
from cockpit.views import Table, Waterfall


class Bridge(Protocol):
    """A bridge of either kind: a chart, its bars as a table, and what stands behind each."""

    @property
    def headline(self) -> str: ...  # noqa: D102 - a protocol's member says it by its name

    @property
    def bridge(self) -> Waterfall: ...  # noqa: D102

    @property
    def bars(self) -> Table: ...  # noqa: D102

    def behind(self, bar: str, /) -> Table: ...  # noqa: D102


def reasons(view: Bridge, bar: str, *, key: str) -> None:
    """The bridge; below it what stands behind the bar that is chosen in its table or by name. `bar`: the column of the
    bars' table that holds their keys."""
    body = view.bars.frame.head(view.bars.frame.height - view.bars.totals)
    named = dict(body.select(bar, "label").iter_rows())
    if not named:
        st.markdown(f"**{view.headline}**")
        return
    drawn, listed = st.columns(2)
    with drawn:
        chart(charts.waterfall, view.bridge, key=f"{key}-bro", height=320)
    with listed:
        clicked = choosable(without(view.bars, "sentence"), key=f"{key}-linjer")
    sentences = dict(body.select(bar, "sentence").iter_rows())
    with st.expander("Det samme med ord", icon=":material/notes:"):
        st.markdown("\n".join(f"- {sentence}" for sentence in sentences.values()))
    chosen = st.selectbox(
        "Åbn en søjle",
        list(named),
        index=None if clicked is None else clicked,
        format_func=lambda one: named[one],
        placeholder="Vælg en søjle, eller klik på den i tabellen, og se hvad der ligger bag",
        key=f"{key}-aabn-{clicked}",
    )
    if chosen is not None:
        st.markdown(sentences[chosen])
        table(view.behind(chosen), key=f"{key}-bag")
