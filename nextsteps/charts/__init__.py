"""Pictures with axes: an outcome in, a plotly Figure out, always with its sentence and its table."""

from nextsteps.charts.chart import Chart
from nextsteps.charts.forest import forest
from nextsteps.charts.lasting import lasting
from nextsteps.charts.ranges import ranges
from nextsteps.charts.repeats import repeats

__all__ = ["Chart", "forest", "lasting", "ranges", "repeats"]
