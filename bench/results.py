"""The figures of one run as a report: ratios first, then what was counted, then where the bytes are."""

from __future__ import annotations

import datetime
import os
import platform
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

#: What this project promises: so many times faster to ready on a warm page, so many times fewer bytes compressed.
FASTER, FEWER = 40, 50


@dataclass(frozen=True)
class Part:
    """One answer or websocket frame: its path, its bytes as served, and its bytes if sent with gzip -6."""

    path: str
    served: int
    compressed: int


@dataclass
class Traffic:
    """What one visit asked for and received."""

    requests: int = 0
    elsewhere: set[str] = field(default_factory=set)
    parts: list[Part] = field(default_factory=list)

    @property
    def served(self) -> int:
        return sum(part.served for part in self.parts)

    @property
    def compressed(self) -> int:
        return sum(part.compressed for part in self.parts)

    @property
    def websocket(self) -> int:
        return sum(part.served for part in self.parts if part.path == "websocket")

    def largest(self, count: int) -> list[Part]:
        return sorted(self.parts, key=lambda part: part.compressed, reverse=True)[:count]


@dataclass
class Measured:
    """All visits to one page: milliseconds by step, the lesson's traffic, and that with the chart pointed at."""

    times: list[dict[str, float]] = field(default_factory=list)
    whole: list[Traffic] = field(default_factory=list)
    live: list[Traffic] = field(default_factory=list)


@dataclass(frozen=True)
class Run:
    """One run: both pages, the browser's version, and how busy the machine was before and after."""

    ours: Measured
    stock: Measured
    browser: str
    load_before: float
    load_after: float


def seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.2f} s"


def megabytes(size: float) -> str:
    return f"{size / 1e6:.2f} MB" if size >= 1e6 else f"{size / 1e3:.1f} kB"


@dataclass(frozen=True)
class Row:
    """A line of the table: what it is, where its values are, and how one is written."""

    what: str
    values: Callable[[Measured], list[float]]
    unit: Callable[[float], str]

    def ratio(self, run: Run) -> float:
        return statistics.median(self.values(run.stock)) / statistics.median(self.values(run.ours))

    def lowest_ratio(self, run: Run) -> float:
        """The best stock visit beside our worst."""
        return min(self.values(run.stock)) / max(self.values(run.ours))

    def line(self, run: Run) -> str:
        ratio = self.ratio(run)
        written = f"{ratio:.1f}" if ratio < 10 else f"{ratio:.0f}"
        return f"| {self.what} | **{written}** | {self._spread(run.ours)} | {self._spread(run.stock)} |"

    def _spread(self, measured: Measured) -> str:
        values = self.values(measured)
        low, middle, high = (self.unit(v) for v in (min(values), statistics.median(values), max(values)))
        return middle if low == high else f"{middle} ({low} to {high})"


READY = Row(
    "**Ready**: a choice answered and the chart drawn in view", lambda m: [t["ready"] for t in m.times], seconds
)
ANSWER = Row("The first choice answered", lambda m: [t["answer"] for t in m.times], seconds)
TEXT = Row("The first readable text", lambda m: [t["text"] for t in m.times], seconds)
SERVED = Row("Bytes as served, whole lesson", lambda m: [t.served for t in m.whole], megabytes)
COMPRESSED = Row("**Bytes if both used gzip**, whole lesson", lambda m: [t.compressed for t in m.whole], megabytes)
LIVE = Row("Time to Plotly’s own chart, pointed at", lambda m: [t["live"] for t in m.times], seconds)
LIVE_COMPRESSED = Row("Bytes if both used gzip, chart pointed at", lambda m: [t.compressed for t in m.live], megabytes)
LIVE_SERVED = Row("Bytes as served, chart pointed at", lambda m: [t.served for t in m.live], megabytes)
REQUESTS = Row("Requests, whole lesson", lambda m: [t.requests for t in m.whole], lambda n: f"{n:.0f}")


def report(run: Run) -> str:
    """The whole of RESULTS.md. Every figure in it comes from this run."""
    rows = (READY, ANSWER, TEXT, COMPRESSED, SERVED, REQUESTS, LIVE, LIVE_COMPRESSED, LIVE_SERVED)
    table = "\n".join(row.line(run) for row in rows)
    versions = ", ".join(
        f"{name} {version(name)}" for name in ("voila", "ipywidgets", "anywidget", "plotly", "playwright")
    )
    ours, stock = run.ours.whole[-1], run.stock.whole[-1]
    timed, counted = len(run.ours.times), len(run.ours.whole)
    return f"""<!-- Written by bench/measure.py; run `make bench` to renew it. -->
# Our page beside stock Voila

The same lesson, served twice on one machine in one run: by this project’s page, and by Voila’s own `lab` template
with stock ipywidgets controls and a plotly FigureWidget per picture. Each was visited {timed} times to be timed and
{counted} times to be counted, in turn, each time in a new browser profile with an empty cache. The figures are medians,
with the lowest and highest in brackets.

| | times better | our page | stock Voila |
|---|---|---|---|
{table}

## Against what we promised

- {_verdict("Time to ready", READY.ratio(run), FASTER, "times faster")} Our slowest visit beside the stock page’s
  fastest: {READY.lowest_ratio(run):.0f} times.
- {_verdict("Bytes if both used gzip", COMPRESSED.ratio(run), FEWER, "times fewer")}
- {_verdict("Bytes as each is served", SERVED.ratio(run), FEWER, "times fewer")}
  We compress what we serve, with brotli; Voila does not compress.
- All of this is without plotly.js on our page, which loads it when a reader points at the chart. For that reader our
  page is {LIVE.ratio(run):.0f} times faster, with {LIVE_COMPRESSED.ratio(run):.0f} times fewer bytes if both used gzip
  and {LIVE_SERVED.ratio(run):.0f} times fewer as served. The targets are {FASTER} and {FEWER}.

## Where the bytes are

The largest answers of the whole lesson, if sent with gzip:

| our page | | stock Voila | |
|---|---|---|---|
{_largest(ours, stock)}

Of the stock page’s {megabytes(stock.served)} as served, {megabytes(stock.websocket)} came through its websocket: each
FigureWidget sends the whole of plotly.js. Other hosts asked by our page: {_hosts(ours)}; by the stock page:
{_hosts(stock)}. What they answer is not counted.

## What is counted

- **Warm**: each page was opened once before. Ours was rendered when its server started and comes from memory; the
  stock page starts a kernel and runs the notebook on every visit. That is the difference being measured.
- **Time** runs from the start of the navigation, by the browser’s own clock. A script in the page (`ready.js`, the
  same for both) looks every few milliseconds. *Text*: the lesson’s heading is visible. *Answered*: the other choice
  of the first question was made as soon as it was there, and its sentence has appeared. *Ready*: then the chart was
  scrolled into view, and all its marks and labels are drawn: by Plotly in the stock page, by Python before the page was
  sent in ours.
- **Bytes** are those the browser received: headers and bodies over http, and websocket frames. Bytes that it sent are
  not counted. *If both used gzip*: each body and each frame is compressed on its own at level 6, where that makes it
  smaller; our brotli is not used for this. Counting slows a browser down, so these visits are not the timed ones.
- **Chart pointed at**: our page asks for plotly.js only when a reader points at the chart. These rows add that: the
  same visit goes on by pointing at it at once, until Plotly has drawn it. The other rows of our page hold no plotly.js.
- **The same lesson**: the stock notebook is made from ours, cell by cell, on every run, and says its sentences with
  our own library. Our page alone shows crisis help, the papers of each number and the site’s frame.
- The network is the machine’s own: no delay and no limit. On a phone’s network, bytes weigh more.

## This run

- {datetime.date.today()}; {_processor()}, {os.cpu_count()} cores; {platform.system()} {platform.machine()}
- Python {platform.python_version()}, {versions}, Chromium {run.browser} without a screen
- Load average before and after: {run.load_before:.1f} and {run.load_after:.1f}. Each timed visit
  waited for a quiet machine, two minutes at most. A busy one slows the stock page more, and so flatters ours.
"""


def _verdict(what: str, ratio: float, target: int, better: str) -> str:
    if ratio >= target:
        return f"{what}: {ratio:.0f} {better}; the target of {target} is met."
    return f"{what}: {ratio:.1f} {better}; **the target of {target} is missed** ({ratio / target:.0%} of it)."


def _largest(ours: Traffic, stock: Traffic) -> str:
    return "\n".join(
        f"| `{Path(a.path).name}` | {megabytes(a.compressed)} | `{Path(b.path).name}` | {megabytes(b.compressed)} |"
        for a, b in zip(ours.largest(5), stock.largest(5), strict=False)
    )


def _hosts(traffic: Traffic) -> str:
    return ", ".join(sorted(traffic.elsewhere)) or "none"


def _processor() -> str:
    told = Path("/proc/cpuinfo").read_text("utf-8") if Path("/proc/cpuinfo").exists() else ""
    names = [line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")]
    return names[0] if names else platform.processor() or "processor not known"
