"""The figures of the last runs as a report: ratios first, then the figures, then what was counted and where."""

from __future__ import annotations

import datetime
import json
import os
import platform
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import distributions, version
from pathlib import Path
from typing import Any

import picture
import stock_notebook

BENCH = Path(__file__).parent
KEPT, REPORT, PICTURE = BENCH / "results.json", BENCH / "RESULTS.md", BENCH / "results.svg"
FAULTS = BENCH / "FAULTS.md"
#: What this project promises beside stock Voila: times faster to ready, times fewer bytes, times more views.
FASTER, FEWER, MORE = 40, 50, 200
#: Within one frame of a screen that shows sixty a second.
FRAME = 16.0
#: Memory may differ by so much from view 100 to the last.
FLAT = 0.10
#: Lighthouse's scores at least, and its times (milliseconds) at most.
SCORES = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
TIMES = {"largest-contentful-paint": 1500, "interactive": 3000, "total-blocking-time": 100}
NAMES = {
    "ours": "our page",
    "static": "our static page",
    "stock": "stock Voila",
    "preheated": "stock Voila, preheated",
    "streamlit": "Streamlit",
    "panel": "Panel",
    "dash": "Dash",
    "marimo": "marimo",
}
PEERS = list(NAMES)[2:]
VISITORS = 50


def keep(part: str, figures: Any, browser: str, load_before: float | None = None) -> None:
    """Keep a part's figures with when, where and how busy, in place of those of its last run.

    Pages that this run did not measure keep the figures of the run that did.
    """
    kept = _kept()
    old = kept.get(part, {})
    if isinstance(figures, dict) and part != "interaction":
        figures = {**old.get("figures", {}), **figures}
    load = os.getloadavg()[0]
    kept[part] = {
        "when": datetime.datetime.now().isoformat(timespec="minutes"),
        "load": [load if load_before is None else load_before, load],
        "browser": browser,
        "figures": figures,
    }
    _put(kept)


def keep_problem(part: str, problem: str) -> None:
    """Keep, with what of a part was measured, why the rest of it was not. The part's next run starts without it."""
    kept = _kept()
    load = os.getloadavg()[0]
    now = datetime.datetime.now().isoformat(timespec="minutes")
    none: dict[str, Any] = {"when": now, "load": [load, load], "browser": "no browser", "figures": {}}
    kept[part] = {**kept.get(part, none), "problem": problem}
    _put(kept)


def _put(kept: dict[str, Any]) -> None:
    # Whole or not at all: what earlier runs measured must outlive one that is stopped here.
    new = KEPT.with_suffix(".new")
    new.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")
    new.replace(KEPT)


def _kept() -> dict[str, Any]:
    return json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}


def write() -> None:
    """Write RESULTS.md and its picture from what is kept."""
    kept = _kept()
    PICTURE.write_text(picture.draw(*_bars(kept)), "utf-8")
    REPORT.write_text(report(kept), "utf-8")


def seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.2f} s"


def bytes_(size: float) -> str:
    return f"{size / 1e6:.2f} MB" if size >= 1e6 else f"{size / 1e3:.1f} kB"


def _milliseconds(value: float) -> str:
    return f"{value:.1f} ms" if value < 100 else f"{value:.0f} ms"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


@dataclass(frozen=True)
class Row:
    """A line of the tables: what it is, its value on a page, how it is written, and whether more of it is better."""

    what: str
    value: Callable[[dict[str, Any], str], float | None]
    written: Callable[[float], str]
    more_is_better: bool = False
    #: What no page can be better than: two that have it are equal.
    least: float = 0.0

    def of(self, kept: dict[str, Any], site: str) -> float | None:
        try:
            return self.value(kept, site)
        except (KeyError, IndexError, ZeroDivisionError, statistics.StatisticsError):
            return None  # too short a run may also have used no processor time that could be counted

    def ratio(self, kept: dict[str, Any], site: str, ours: str = "ours") -> float | None:
        """How many times better ours is than `site`."""
        mine, other = self.of(kept, ours), self.of(kept, site)
        if not mine or not other:
            return None
        return mine / other if self.more_is_better else other / mine


def _visit(kept: dict[str, Any], site: str) -> dict[str, Any]:
    figures: dict[str, Any] = kept["visits"]["figures"][site]
    return figures


def _step(name: str) -> Callable[[dict[str, Any], str], float]:
    return lambda kept, site: statistics.median(times[name] for times in _visit(kept, site)["times"])


def _views_per_processor_second(kept: dict[str, Any], site: str) -> float:
    flood = kept.get("flood", {}).get("figures", {}).get(site)
    if flood and "views" in flood:
        return float(flood["views"] / flood["processor"])
    return float(1 / _visit(kept, site)["processor"])


def _views_per_second(kept: dict[str, Any], site: str) -> float:
    flood = kept.get("flood", {}).get("figures", {}).get(site)
    if flood and "views" in flood:
        return float(flood["views"] / flood["seconds"])
    return (os.cpu_count() or 1) * _views_per_processor_second(kept, site)


def _for_visitors(what: str, count: int = VISITORS) -> Callable[[dict[str, Any], str], float]:
    """What `count` visitors take: measured, or on the line through the fewest and the most that were measured."""

    def value(kept: dict[str, Any], site: str) -> float:
        rows = kept["crowd"]["figures"][site]
        if "unavailable" in rows:
            raise KeyError(site)
        for row in rows:
            if row["visitors"] == count:
                return float(row[what])
        first, last = rows[1], rows[-1]
        return float(first[what] + (count - first["visitors"]) * _slope(first, last, what))

    return value


def _slope(first: dict[str, float], last: dict[str, float], what: str) -> float:
    return (last[what] - first[what]) / max(1, last["visitors"] - first["visitors"])


READY = Row("Ready: a choice answered, the chart drawn in view", _step("ready"), seconds)
TEXT = Row("First readable text", _step("text"), seconds)
ANSWER = Row("First choice answered", _step("answer"), seconds)
LIVE = Row("Plotly’s own chart, pointed at", _step("live"), seconds)
COMPRESSED = Row("Bytes if all used gzip", lambda k, s: _visit(k, s)["whole"]["compressed"], bytes_)
SERVED = Row("Bytes as served", lambda k, s: _visit(k, s)["whole"]["served"], bytes_)
LIVE_COMPRESSED = Row("Bytes if all used gzip, with Plotly", lambda k, s: _visit(k, s)["live"]["compressed"], bytes_)
REQUESTS = Row("Requests", lambda k, s: _visit(k, s)["whole"]["requests"], _number)
CHANGE = Row("A later choice answered", lambda k, s: statistics.median(_visit(k, s)["changes"]), _milliseconds)
VIEWS = Row("Views per processor second", _views_per_processor_second, _number, more_is_better=True)
PER_SECOND = Row("Views per second", _views_per_second, _number, more_is_better=True)
MEMORY = Row(f"Memory with {VISITORS} visitors", _for_visitors("memory"), bytes_)
PROCESSES = Row(f"Processes with {VISITORS} visitors", _for_visitors("processes"), _number, least=1.0)
ROWS = [
    READY,
    TEXT,
    ANSWER,
    CHANGE,
    LIVE,
    COMPRESSED,
    SERVED,
    LIVE_COMPRESSED,
    REQUESTS,
    VIEWS,
    PER_SECOND,
    MEMORY,
    PROCESSES,
]


def report(kept: dict[str, Any]) -> str:
    """The whole of RESULTS.md. Every figure in it comes from the runs that are kept."""
    versions = ", ".join(
        f"{name} {version(name)}" for name in ("voila", "ipywidgets", "anywidget", "plotly", "playwright")
    )
    peers = ", ".join(f"{name} {found}" for name, found in _peer_versions().items())
    left_out = stock_notebook.left_out()
    omitted = f" Left out on every page, for want of a stock counterpart: {', '.join(left_out)}." if left_out else ""
    return f"""<!-- Written by bench/measure.py; run `make bench` to renew it. -->
# Our page beside the usual ways

The same lesson, on one machine: our page through Voila, the same page as files, stock Voila (its `lab` template with
stock ipywidgets and a plotly FigureWidget per picture) without and with preheated kernels, Streamlit, Panel, Dash and
marimo. Figures are medians.{omitted}
{_partial(kept)}
## How many times better our page is

{_ratios(kept)}

![How long each page takes until it is ready, and how many bytes it needs](results.svg)

## Against what we promised

{_promises(kept)}

## The figures

{_figures(kept)}

{_growth(kept)}

{_interaction(kept)}

{_lighthouse(kept)}

{_largest(kept)}

## When something fails

What readers got while the server was killed, its disk was full or 500 clients hung on it; what is counted, and when it
was measured, is in [FAULTS.md](FAULTS.md).

{_faults()}

## What is counted

- **Warm**: each page was opened once before. Ours was rendered when its server started and comes from memory; stock
  Voila starts a kernel and runs the notebook on every visit. That is the difference being measured.
- **The same lesson**: the stock notebook and the content of the peers are made from ours on every run. The peers get
  every sentence and figure worked out ahead as JSON, and only show them. Our page alone also shows crisis help, the
  papers of each number and the site’s frame.
- **Time** runs from the start of the navigation, by the browser’s own clock; each visit in a new profile with an empty
  cache. A script in the page (`ready.js`, the same for all) looks every few milliseconds. *Text*: the lesson’s heading
  is visible. *Answered*: the other choice of the first question was made as soon as it was there, and its sentence has
  appeared. *Ready*: then the chart was scrolled into view, and all its marks and labels are drawn: by Plotly in the
  other pages, by Python before the page was sent in ours. *Pointed at*: a reader pointed at our chart, and Plotly
  has taken its place.
- **A later choice**: up to 100 changes on the open page, from the click until its sentence stands and the page is laid
  out again, by the performance API.
- **Bytes** are those the browser received: headers and bodies over http, and websocket frames. *If all used gzip*:
  each body and each frame is compressed on its own at level 6, where that makes it smaller; our brotli is not used for
  this. What other hosts answer is not counted.
- **Views per processor second**: of the server and all it started. Ours: thousands of views, the static page: hundreds
  (the page and all it needs but Plotly, without a browser, by one client that does one view at a time). Stock Voila:
  its page alone, without what the browser then asks for. The other pages: visits of a real browser, from the first
  request to the drawn chart. **Views per second** of these is what all processors could serve at most if they did
  nothing else; of ours and of stock Voila it is what that one client got.
- **Memory** is proportional set size, of the server and all its processes, while visitors have the page open in a
  browser. Where {VISITORS} did not fit into the time, the figure is on the line through those that did, marked ≈.
- **Voila by itself** is the server of the stock page before its first visitor. {_floor(kept)} Our
  server starts lighter: `python -m pages serve` leaves out a grammar that nothing uses (see `pages/__init__.py`).
- The static page was served by Python’s own `http.server`, which compresses nothing; any real server does.
- The network is the machine’s own: no delay and no limit. On a phone’s network, bytes weigh more.

## These runs

- {machine()}
- Python {platform.python_version()}, {versions}; {peers}
{_runs(kept)}
"""


def _partial(kept: dict[str, Any]) -> str:
    """What stands first when not all was measured, or nothing."""
    missing = [f"{part}: {run['problem']}" for part, run in kept.items() if "problem" in run]
    for part, run in kept.items():
        figures = run["figures"] if isinstance(run["figures"], dict) else {}
        lost = [NAMES[site] for site, one in figures.items() if isinstance(one, dict) and "unavailable" in one]
        missing += [f"{part} of {', '.join(lost)}"] if lost else []
    return f"\n**Partial**: not all was measured ({'; '.join(missing)}).\n" if missing else ""


def _faults() -> str:
    """The table of FAULTS.md, which bench/faults.py writes by itself."""
    told = FAULTS.read_text("utf-8") if FAULTS.exists() else ""
    return "\n".join(line for line in told.splitlines() if line.startswith("|")) or "Not measured yet."


def _sites(kept: dict[str, Any]) -> list[str]:
    """The pages that were measured, in order."""
    return [site for site in NAMES if any(row.of(kept, site) is not None for row in ROWS)]


def _ratios(kept: dict[str, Any]) -> str:
    peers = [site for site in _sites(kept) if site in PEERS]
    lines = [f"| | {' | '.join(NAMES[site] for site in peers)} |", f"|---|{'---:|' * len(peers)}"]
    for row in ROWS:
        ratios = [row.ratio(kept, site) for site in peers]
        if any(ratios):
            lines.append(f"| {row.what} | {' | '.join(_times(ratio) for ratio in ratios)} |")
    return "\n".join(lines)


def _times(ratio: float | None) -> str:
    if ratio is None:
        return "–"
    written = f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2f}"
    return f"**{written}**"


def _figures(kept: dict[str, Any]) -> str:
    found = _sites(kept)
    lines = [f"| | {' | '.join(NAMES[site] for site in found)} |", f"|---|{'---:|' * len(found)}"]
    for row in ROWS:
        cells = []
        for site in found:
            value = row.of(kept, site)
            about = "≈ " if row in (MEMORY, PROCESSES) and value is not None and not _measured(kept, site) else ""
            cells.append("–" if value is None else about + row.written(value))
        lines.append(f"| {row.what} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _measured(kept: dict[str, Any], site: str) -> bool:
    return any(row["visitors"] == VISITORS for row in kept["crowd"]["figures"][site])


def _promises(kept: dict[str, Any]) -> str:
    lines = []
    for row, target, better in (
        (READY, FASTER, "times faster to ready than stock Voila"),
        (COMPRESSED, FEWER, "times fewer bytes than stock Voila, if both used gzip"),
        (VIEWS, MORE, "times the page views per processor second of stock Voila"),
    ):
        ratio = row.ratio(kept, "stock")
        if ratio is not None:
            lines.append(f"- {_verdict(f'{ratio:,.0f} {better}', f'the target of {target}', ratio >= target)}")
    compared = [(row, site, row.ratio(kept, site)) for row in ROWS for site in PEERS]
    not_better = [(row, site, ratio) for row, site, ratio in compared if ratio is not None and ratio <= 1]
    equal = [(row, site) for row, site, ratio in not_better if ratio == 1 and row.of(kept, site) == row.least]
    worse = [
        f"{row.what.lower()} ({NAMES[site]}, {_times(ratio).strip('*')})"
        for row, site, ratio in not_better
        if (row, site) not in equal
    ]
    lines.append(
        f"- Better than every peer on every row: **missed** on {'; '.join(worse)}."
        if worse
        else "- Better than every peer on every row that was measured: met."
    )
    if any(row is MEMORY for row, *_ in not_better) and (floor := _floor(kept)):
        lines.append(f"- {floor}")
    if equal:
        alike = "; ".join(f"{row.what.lower()} ({NAMES[site]})" for row, site in equal)
        lines.append(f"- Equal, where nobody can be better: {alike}.")
    flood = kept.get("flood", {}).get("figures", {}).get("ours", {})
    if "memory" in flood:
        views = sorted(flood["memory"], key=int)
        first, last = flood["memory"][views[0]], flood["memory"][views[-1]]
        said = (
            f"Memory from view {int(views[0]):,} to view {int(views[-1]):,}: {bytes_(first)} to {bytes_(last)} "
            f"({last / first - 1:+.1%})"
        )
        lines.append(f"- {_verdict(said, f'flat within {FLAT:.0%}', abs(last / first - 1) <= FLAT)}")
        kernels = [row["kernels"] for row in [flood, *kept.get("crowd", {}).get("figures", {}).get("ours", [])] if row]
        lines.append(f"- {_verdict(f'Kernels of our page: {max(kernels)} at most', 'none', not any(kernels))}")
    changes = kept.get("interaction", {}).get("figures", {})
    if changes:
        medians = {name: statistics.median(took) for name, took in changes.items()}
        slowest = max(medians, key=lambda name: medians[name])
        said = f"The slowest widget of all lessons ({slowest}) answers a change in {_milliseconds(medians[slowest])}"
        lines.append(f"- {_verdict(said, f'under {FRAME:.0f} ms', medians[slowest] < FRAME)}")
    scores = kept.get("lighthouse", {}).get("figures", [])
    if scores:
        short = [
            f"{row['lesson']} {key.replace('-', ' ')} {_score(key, row[key])}"
            for row in scores
            for key in (*SCORES, *TIMES)
            if not _good(key, row[key])
        ]
        lines.append(
            f"- Lighthouse: **short** in {'; '.join(short)}."
            if short
            else "- Lighthouse: every target met, every lesson."
        )
    return "\n".join(lines)


def _verdict(said: str, target: str, met: bool) -> str:
    return f"{said}; {target}: {'met' if met else '**missed**'}."


def _growth(kept: dict[str, Any]) -> str:
    crowd = kept.get("crowd", {}).get("figures", {})
    if not crowd:
        return ""
    lines = [
        "## How it grows with visitors",
        "",
        "Memory and processes with so many visitors at once, as far as the time for opening pages reached; at most "
        "five for stock Voila, where each takes a kernel.",
        "",
        "| | nobody | 1 | 10 | most measured | each more visitor |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for site in NAMES:
        rows = crowd.get(site)
        if not isinstance(rows, list) or len(rows) < 2:
            continue
        by = {row["visitors"]: row for row in rows}
        last = rows[-1]
        cells = [_held(by.get(count)) for count in (0, 1, 10)]
        slope = _slope(rows[1], last, "memory")
        lines.append(
            f"| {NAMES[site]} | {' | '.join(cells)} | {last['visitors']}: {_held(last)} "
            f"| {'none' if slope < 50_000 else bytes_(slope)} |"
        )
    return "\n".join(lines)


def _floor(kept: dict[str, Any]) -> str:
    """What Voila holds by itself, as the server of the stock page did before its first visitor, and what files need."""
    voila, files = (_alone(kept, site) for site in ("stock", "static"))
    if voila is None or files is None:
        return ""
    return f"Voila alone, before any page is opened, holds {bytes_(voila)}; our page as files needs {bytes_(files)}."


def _alone(kept: dict[str, Any], site: str) -> float | None:
    rows = kept.get("crowd", {}).get("figures", {}).get(site)
    return next((row["memory"] for row in rows if row["visitors"] == 0), None) if isinstance(rows, list) else None


def _held(row: dict[str, float] | None) -> str:
    return f"{bytes_(row['memory'])}, {row['processes']}" if row else "–"


def _interaction(kept: dict[str, Any]) -> str:
    changes = kept.get("interaction", {}).get("figures", {})
    if not changes:
        return ""
    lines = [
        "## A change in each of our widgets",
        "",
        "A hundred changes through the widget’s own controls, in JavaScript’s own clock, until the page is laid out.",
        "",
        "| lesson: widget | median | slowest of 100 |",
        "|---|---:|---:|",
    ]
    for name, took in changes.items():
        lines.append(f"| {name} | {_milliseconds(statistics.median(took))} | {_milliseconds(max(took))} |")
    return "\n".join(lines)


def _good(key: str, value: float) -> bool:
    return value >= SCORES[key] if key in SCORES else value <= TIMES[key]


def _score(key: str, value: float) -> str:
    return f"{value}" if key in SCORES else _milliseconds(value) if key == "total-blocking-time" else seconds(value)


def _lighthouse(kept: dict[str, Any]) -> str:
    rows = kept.get("lighthouse", {}).get("figures", [])
    if not rows:
        return ""
    lines = [
        "## Lighthouse, every lesson",
        "",
        f"Lighthouse {rows[0]['version']}, its default mobile settings and throttling. {_visited(rows)} "
        "What falls short of its target is bold.",
        "",
        "| lesson | performance | accessible | best practices | SEO | largest paint | interactive | blocking | shift |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        cells = [
            _score(key, row[key]) if _good(key, row[key]) else f"**{_score(key, row[key])}**"
            for key in (*SCORES, *TIMES)
        ]
        lines.append(f"| {row['lesson']} | {' | '.join(cells)} | {row['cumulative-layout-shift']:.3f} |")
    return "\n".join(lines)


def _visited(rows: list[dict[str, Any]]) -> str:
    often = [row["lesson"] for row in rows if row["runs"] > 1]
    if not often:
        return "One visit each."
    most = max(row["runs"] for row in rows)
    if len(often) == len(rows):
        return f"Medians of {most} visits."
    return f"The lessons with the most bytes ({', '.join(often)}): medians of {most} visits; all others: one visit."


def _largest(kept: dict[str, Any]) -> str:
    figures = kept.get("visits", {}).get("figures", {})
    if not all("whole" in figures.get(site, {}) for site in ("ours", "stock")):
        return ""
    ours, stock = figures["ours"]["whole"], figures["stock"]["whole"]
    lines = [
        "## Where the bytes are",
        "",
        "The largest answers, if sent with gzip:",
        "",
        "| our page | | stock Voila | |",
        "|---|---:|---|---:|",
    ]
    for (a, small), (b, large) in zip(ours["largest"], stock["largest"], strict=False):
        lines.append(f"| `{a}` | {bytes_(small)} | `{b}` | {bytes_(large)} |")
    asked = [
        f"{NAMES[site]} {', '.join(figures[site]['whole']['elsewhere'])}"
        for site in NAMES
        if figures.get(site, {}).get("whole", {}).get("elsewhere")
    ]
    lines += ["", f"Other hosts asked: {'; '.join(asked) or 'none'}. By our pages: none."]
    if any(figures[s]["whole"]["elsewhere"] for s in ("ours", "static") if "whole" in figures.get(s, {})):
        lines[-1] = f"Other hosts asked: {'; '.join(asked)}."
    return "\n".join(lines)


def _runs(kept: dict[str, Any]) -> str:
    lines = []
    for part, run in kept.items():
        before, after = run["load"]
        lines.append(
            f"- {part}: {run['when'].replace('T', ' ')}, load average {before:.1f} before the run and {after:.1f} "
            f"after this part, {run['browser']}"
        )
        figures = run["figures"] if isinstance(run["figures"], dict) else {}
        for site, figure in figures.items():
            if isinstance(figure, dict) and "unavailable" in figure:
                lines.append(f"  - {NAMES[site]} was not measured: {figure['unavailable']}")
    cores = os.cpu_count() or 1
    # By what was under way before: the load after a part is mostly its own.
    if any(run["load"][0] > cores for run in kept.values()):
        lines.append(
            "- **The machine was busy** with other work in at least one of these runs: times are longer and less sure "
            "than on a quiet one, for every page, and ratios with them."
        )
    return "\n".join(lines)


def _bars(kept: dict[str, Any]) -> tuple[str, list[picture.Panel]]:
    panels = []
    for row, title in ((READY, "Ready, in seconds"), (COMPRESSED, "Bytes if all used gzip")):
        values = [(NAMES[site], value) for site in NAMES if (value := row.of(kept, site)) is not None]
        panels.append(picture.Panel(title, [(name, value, row.written(value)) for name, value in values]))
    return "How long each page takes until it is ready, and how many bytes it needs", panels


def _peer_versions() -> dict[str, str]:
    """What is installed in the peers' environment: the pins name more than one release where Pythons differ."""
    folders = [str(path) for path in (BENCH / ".work/peers/venv/lib").glob("python*/site-packages")]
    found = {one.metadata["Name"].lower(): one.version for one in distributions(path=folders)}
    return {name: found[name] for name in ("streamlit", "panel", "dash", "marimo") if name in found}


def machine() -> str:
    """The machine that measures, in a few words."""
    return f"{_processor()}, {os.cpu_count()} cores, {_memory_of_machine()}; {platform.system()} {platform.machine()}"


def _memory_of_machine() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB of memory"


def _processor() -> str:
    told = Path("/proc/cpuinfo").read_text("utf-8") if Path("/proc/cpuinfo").exists() else ""
    names = [line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")]
    return names[0] if names else platform.processor() or "processor not known"


if __name__ == "__main__":
    write()
