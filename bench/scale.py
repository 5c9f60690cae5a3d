"""What a view costs as a file behind nginx and as a page from our server, and what a million readers a day would cost.

`python bench/scale.py` takes about two minutes, needs nginx, and writes its figures into docs/scaling.md. Processor
seconds are counted, not time: they stay true on a machine that does other things as well.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import psutil
import results
import sites
from measure import Connection

sys.path.insert(0, str(sites.ROOT / "tests" / "browser"))
from find_nginx import MISSING, find_nginx, running_nginx  # the tests' own, so that both run the same nginx

HERE = sites.WORK / "scale"
PAGE = sites.ROOT / "docs/scaling.md"
#: Views to count: enough that a hundredth of a second, the smallest step of the count, does not matter.
FILES_VIEWS, SERVER_VIEWS, WARM = 20_000, 4_000, 100
#: What the arithmetic assumes. Only these are not measured.
READERS, LESSONS_EACH, PEAK = 1_000_000, 3, 10


@dataclass(frozen=True)
class Cost:
    """Of one kind of view: how many were counted, with how many requests, and the seconds they took."""

    views: int
    requests: int
    processor: float
    took: float

    @property
    def each(self) -> float:
        """Processor seconds for a view."""
        return self.processor / self.views


def main() -> None:
    program = find_nginx() or sys.exit(MISSING)
    load = os.getloadavg()[0]
    folder = HERE / "site"
    command = [sys.executable, "-m", "pages", "site", str(sites.ROOT / "notebooks"), "--to", str(folder)]
    HERE.mkdir(parents=True, exist_ok=True)
    subprocess.run([*command, "--compressed"], check=True, cwd=HERE, env=sites.checkout())
    pages = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.html") if p.name != "404.html")
    with nginx(program, folder) as (address, process):
        files = count(process, [address + page for page in pages], FILES_VIEWS)
        again = count(process, [address + page for page in pages], FILES_VIEWS, again=True)
    with sites.ours(sites.ROOT / "notebooks") as site:
        lessons = [f"{site.address}voila/render/{page.removesuffix('.html')}.ipynb" for page in pages]
        served = count(site.process, lessons, SERVER_VIEWS)
    told = report(files, again, served, sizes(folder, pages), load)
    print(told)
    put(PAGE, "measured", told)


@contextlib.contextmanager
def nginx(program: str, folder: Path) -> Iterator[tuple[str, psutil.Process]]:
    """nginx with deploy/nginx-site.conf and one worker: its address and its process."""
    port = free_ports(1)[0]
    with running_nginx(
        program,
        sites.ROOT / "deploy/nginx-site.conf",
        HERE,
        port,
        {"root /srv/lessons;": f"root {folder};"},
        main=f"user {os.environ.get('USER') or 'root'};",
        http="keepalive_requests 1000000; types { text/html html; text/javascript js; image/svg+xml svg; }",
    ) as running:
        yield f"http://127.0.0.1:{port}/", psutil.Process(running.pid)


def count(process: psutil.Process, urls: list[str], views: int, again: bool = False) -> Cost:
    """Ask for the pages in turn, each with all that it needs but the chart library, over connections that stay open.

    `again` counts readers who come back: what is named by content is kept, and the page is asked for with its ETag.
    """
    host = urlsplit(urls[0])
    at = (host.hostname or "", host.port or 80)
    asked = [needed(url)[: 1 if again else None] for url in urls]
    connections: dict[str, Connection] = {}
    requests = 0
    for view in range(views + WARM):
        if view == WARM:
            began, used, requests = time.monotonic(), spent(process), 0
        for path in asked[view % len(asked)]:
            # Voila and nginx both send gzip here; nginx sends brotli only with a module of its own.
            connection = connections.get(path) or Connection(*at, path, "gzip")
            connections[path] = connection
            connection.ask()
            etag = connection.hear()
            if again and view < len(asked):
                connection.has(etag)
            requests += 1
    return Cost(views, requests, spent(process) - used, time.monotonic() - began)


def needed(url: str) -> list[str]:
    """The paths of a first view: the page, its script and its icon."""
    html = sites.get(url)
    named = re.findall(r'(?:href|src)="([^"#:]+\.(?:css|js|svg))"', html)
    return list(dict.fromkeys([urlsplit(url).path, *(urlsplit(urljoin(url, name)).path for name in named)]))


def spent(process: psutil.Process) -> float:
    """Processor seconds of a server and all that it started, so far."""
    used = 0.0
    for one in [process, *process.children(recursive=True)]:
        times = one.cpu_times()
        used += times.user + times.system
    return used


@dataclass(frozen=True)
class Sizes:
    """Bytes of a first view, the mean of all lessons, by content coding; and of the chart library."""

    view: dict[str, float]
    charts: dict[str, int]
    lessons: int


def sizes(folder: Path, pages: list[str]) -> Sizes:
    view = {"gz": 0.0, "br": 0.0}
    for page in pages:
        text = (folder / page).read_text("utf-8")
        names = re.findall(r'(?:href|src)="((?:\.\./)?assets/[^"]+)"', text)
        paths = {folder / page, *((folder / page).parent / name for name in names)}
        for coding in view:
            view[coding] += sum(Path(f"{path.resolve()}.{coding}").stat().st_size for path in paths) / len(pages)
    library = next((folder / "assets").glob("plotly-basic.*.js"))
    return Sizes(view, {coding: Path(f"{library}.{coding}").stat().st_size for coding in view}, len(pages))


def report(files: Cost, again: Cost, served: Cost, size: Sizes, load: float) -> str:
    """The figures and the arithmetic, as Markdown."""
    average = READERS * LESSONS_EACH / 86_400
    peak = average * PEAK
    day = READERS * (LESSONS_EACH * size.view["br"] + size.charts["br"])
    lines = [
        "| a view | processor time | views a processor second | requests a processor second |",
        "|---|---:|---:|---:|",
    ]
    for what, cost in [
        ("files behind nginx, first", files),
        ("files behind nginx, again (304)", again),
        ("our server, first", served),
    ]:
        lines.append(
            f"| {what} | {cost.each * 1e6:,.0f} µs | {1 / cost.each:,.0f} | {cost.requests / cost.processor:,.0f} |"
        )
    lines += [
        "",
        f"A view as files costs **{served.each / files.each:.0f} times less** processor time than one from our server"
        + stock(files, served)
        + f" One client, which asked for one thing at a time, got {files.requests / files.took:,.0f} answers a second "
        f"from nginx and {served.requests / served.took:,.0f} from our server; that is the client's pace on a busy "
        "machine, and no limit of either.",
        "",
        f"A first view is {size.view['br'] / 1e3:.1f} kB with brotli ({size.view['gz'] / 1e3:.1f} kB with gzip), the "
        f"mean of {size.lessons} pages with their script and icon: {files.requests // files.views} requests. "
        f"The chart library, asked for once and only by who "
        f"touches a chart, is {size.charts['br'] / 1e3:.0f} kB ({size.charts['gz'] / 1e3:.0f} kB).",
        "",
        f"**A million readers a day.** Assumed: each opens {LESSONS_EACH} lessons and has none of them yet, each asks "
        f"for the chart library once, and the busiest second has {PEAK} times the average. Then:",
        "",
        f"- {average:,.0f} views a second on average, {peak:,.0f} in the busiest;",
        f"- at that peak nginx is busy with {peak * files.each:.2f} of one processor, our server would be with "
        f"{peak * served.each:.1f};",
        f"- {peak * size.view['br'] * 8 / 1e6:,.0f} Mbit a second at the peak for the lessons"
        f" ({size.view['br'] / 1e3:.1f} kB × {peak:,.0f}), and as much as "
        f"{READERS / 86_400 * PEAK * size.charts['br'] * 8 / 1e6:,.0f} more for the chart library;",
        f"- {day / 1e9:,.0f} GB a day: {READERS:,} × ({LESSONS_EACH} × {size.view['br'] / 1e3:.1f} kB + "
        f"{size.charts['br'] / 1e3:.0f} kB).",
        "",
        "So the processor is not the limit; the line is, and that is what a CDN is for.",
        "",
        measured(
            load, subprocess.run([find_nginx() or "nginx", "-v"], capture_output=True, text=True).stderr.split()[-1]
        ),
    ]
    return "\n".join(lines)


def stock(files: Cost, served: Cost) -> str:
    """The same beside stock Voila, which starts a kernel for each view, from the figures of an earlier run."""
    kept = json.loads(results.KEPT.read_text("utf-8"))
    views = results.VIEWS.of(kept, "stock")
    if not views:
        return "."
    each = 1 / views
    peak = READERS * LESSONS_EACH / 86_400 * PEAK
    return (
        f", and about {round(each / files.each, -3):,.0f} times less than one from stock Voila, which starts a kernel "
        f"for it ({each:.1f} processor seconds, measured {kept['visits']['when'][:10]} on the same machine, in "
        f"[another run](../bench/RESULTS.md)): it would need about "
        f"{round(peak * each, -2):,.0f} processors at the peak below."
    )


def measured(load: float, what: str) -> str:
    """What was measured where and when."""
    return (
        f"*Measured {datetime.date.today().isoformat()}: {results.machine()}; {what}; load "
        f"average {load:.1f} at the start, {os.getloadavg()[0]:.1f} at the end.*"
    )


def put(page: Path, place: str, told: str) -> None:
    """Write what was found between the two comments of that name in a page, and nothing else."""
    begin, end = f"<!-- {place} -->\n", f"<!-- end of {place} -->"
    text = page.read_text("utf-8")
    before, found, rest = text.partition(begin)
    _, found_end, after = rest.partition(end)
    if not (found and found_end):
        sys.exit(f"{page} has no place for the figures; it needs the lines {begin.strip()} and {end}.")
    page.write_text(f"{before}{begin}{told}\n{end}{after}", "utf-8")


def free_ports(number: int) -> list[int]:
    """Ports that nobody holds, all different."""
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(number)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


if __name__ == "__main__":
    main()
