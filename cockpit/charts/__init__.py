"""View model -> Altair chart. A chart adds shape and colour to a view's figures, never a number of its own.

Show with `st.altair_chart(chart, alt=alt_text(chart))` and Streamlit's own theme.
"""

from cockpit.charts.bars import bars
from cockpit.charts.development import development
from cockpit.charts.deviations import deviations, shared_values
from cockpit.charts.lines import lines
from cockpit.charts.methods import method_errors
from cockpit.charts.ranges import forecast_range
from cockpit.charts.style import Chart, alt_text
from cockpit.charts.waterfall import waterfall
from cockpit.charts.years import years

__all__ = [
    "Chart",
    "alt_text",
    "bars",
    "development",
    "deviations",
    "forecast_range",
    "lines",
    "method_errors",
    "shared_values",
    "waterfall",
    "years",
]
