"""Components, ranges and back-test. Pure: frames in, frames out."""

from cockpit.forecast.backtest import METHODS, backtest, final, held, tried
from cockpit.forecast.bridge import bridge, restated
from cockpit.forecast.compute import ForecastResult, compute
from cockpit.forecast.consumption import consumption
from cockpit.forecast.course import months
from cockpit.forecast.floor import kr as floor_kr
from cockpit.forecast.floor import sentence as floor_sentence
from cockpit.forecast.inside import citizens, inside, narrowed
from cockpit.forecast.month_rows import month_rows
from cockpit.forecast.open_range import open_sd, open_swing, with_open
from cockpit.forecast.paragraph_course import flow_years, function_years, month_years
from cockpit.forecast.paragraphs import paragraph_bars, paragraph_years
from cockpit.forecast.ranges import basis
from cockpit.forecast.rows import rows
from cockpit.forecast.why import behind, why

__all__ = [
    "METHODS",
    "ForecastResult",
    "backtest",
    "basis",
    "behind",
    "bridge",
    "citizens",
    "compute",
    "consumption",
    "final",
    "floor_kr",
    "floor_sentence",
    "flow_years",
    "function_years",
    "held",
    "inside",
    "month_rows",
    "month_years",
    "months",
    "narrowed",
    "open_sd",
    "open_swing",
    "paragraph_bars",
    "paragraph_years",
    "restated",
    "rows",
    "tried",
    "why",
    "with_open",
]
