"""Our page beside what else one could build it with, in one run on one machine: speed, bytes, processor and memory.

`python bench/measure.py` measures, keeps the figures in bench/results.json and writes bench/RESULTS.md. `--only` runs
parts of it; the figures of the other parts stay. What is counted, and what is not, is written there with the figures.
Each part has its minutes. What does not fit, or fails, is named in the report, and the rest is measured all the same.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import gzip
import json
import os
import re
import signal
import socket
import sys
import time
import traceback
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import lighthouse
import psutil
import results
import sites
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, sync_playwright
from sites import SITES, Site, UnavailableError

from pages.library import lesson_names

READY = (sites.BENCH / "ready.js").read_text("utf-8")
VIEWPORT = {"width": 1280, "height": 800}
#: A timed visit waits until the processors are busy for less than this share of the time, for some seconds at most.
QUIET_BELOW = 20.0
#: How many changes are timed on a page, and for how many milliseconds at most.
CHANGES, CHANGES_PATIENCE = 100, 8_000
#: How many views are of the page with everything it needs; those after them are of the page alone.
WHOLE_VIEWS = 2_000
#: How many visitors stay at once: these many, for as long as one page's turn (in seconds) lasts.
CROWD, CROWD_PATIENCE = (1, 10, 50, 100), 22
#: A kernel for each visitor is a hundred megabytes and seconds of processor: this many are enough to see the slope.
CROWD_WITH_KERNELS = (1, 5)
#: After how many minutes of a whole run each part starts nothing new, so that all of it takes less than twenty.
ENDS = {"visits": 8.0, "interaction": 9.5, "crowd": 13.0, "flood": 14.5, "lighthouse": 19.5}
#: The lessons with the most bytes are visited three times by Lighthouse, the others once: the time is short.
HEAVIEST = 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3, help="timed visits to each page")
    parser.add_argument("--only", default=",".join(PARTS), help=f"parts to run, of {','.join(PARTS)}")
    parser.add_argument("--sites", default=",".join(SITES), help=f"pages to measure, of {','.join(SITES)}")
    parser.add_argument("--quiet-wait", type=int, default=20, help="seconds to wait for a quiet machine, at most")
    parser.add_argument("--views", type=int, default=20_000, help="views of our page for the memory measurement")
    chosen = parser.parse_args()
    if chosen.repeats < 1:
        parser.error(f"--repeats {chosen.repeats} times nothing; give 1 or more")
    if chosen.views < 2 * WHOLE_VIEWS:
        parser.error(f"--views {chosen.views} are too few to tell; give {2 * WHOLE_VIEWS} or more")
    parts, names = chosen.only.split(","), chosen.sites.split(",")
    if unknown := [*(set(parts) - set(PARTS)), *(set(names) - set(SITES))]:
        parser.error(f"there is no {unknown[0]!r} here")
    # Asked to stop, leave as after an error: with all servers and the browser gone.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sites.WORK.mkdir(exist_ok=True)
    # Before the run: later, the load is its own.
    started, skipped, load = time.monotonic(), 0.0, os.getloadavg()[0]
    for part, ends in ENDS.items():
        if part not in parts:
            skipped += ends - max([0.0, *(e for e in ENDS.values() if e < ends)])
            continue
        chosen.deadline = started + 60 * (ends - skipped)
        print(f"== {part}", flush=True)
        try:
            results.keep(part, PARTS[part](names, chosen), sites.browser_version(), load)
        except KeyboardInterrupt:
            results.keep_problem(part, "it was stopped")
            results.write()
            sys.exit("Stopped; what was measured before is kept.")
        except (Exception, SystemExit) as error:
            results.keep_problem(part, (str(error).splitlines() or [type(error).__name__])[0])
            traceback.print_exc()
        try:
            results.write()
        except Exception:  # the figures are kept, and the other parts are still measured
            traceback.print_exc()
        print(f"== {part} has taken until minute {(time.monotonic() - started) / 60:.1f}", flush=True)
    results.write()
    print(f"Written: {results.REPORT}")


def visits(names: list[str], chosen: argparse.Namespace) -> dict[str, Any]:
    """Timed visits, a counted one, and a hundred changes, to each page by itself."""
    with _browser() as browser:
        asked = _asked(browser)
        return _each("visits", names, lambda site: _visits(browser, site, asked, chosen), chosen.deadline)


def _visits(browser: Browser, site: Site, asked: dict[str, Any], chosen: argparse.Namespace) -> dict[str, Any]:
    changes = _check(browser, site, asked)
    _settle(chosen.quiet_wait)
    used, times = site.processor_seconds(), []
    for turn in range(1, chosen.repeats + 1):
        if times and time.monotonic() > chosen.deadline:
            break
        _settle(chosen.quiet_wait)
        with _context(browser) as context:
            times.append(_visit(context.new_page(), site, {**asked, "point": True}))
        print(f"{site.name} {turn}/{chosen.repeats}: {_steps(times[-1])}", flush=True)
    _settle(5)  # what a visit sets going on the server is part of its price
    used = (site.processor_seconds() - used) / len(times)
    whole = _counted(browser, site, {**asked, "point": False})
    # The other pages come with Plotly; ours takes one more visit to see what that adds.
    live = _counted(browser, site, {**asked, "point": True}) if site.name in ("ours", "static") else whole
    return {"times": times, "processor": used, "whole": whole, "live": live, "changes": changes}


def interaction(_names: list[str], chosen: argparse.Namespace) -> dict[str, Any]:
    """A hundred changes in each widget of each English lesson of ours, through whatever controls it has.

    The Spanish lessons have the same widgets, with other words.
    """
    script = (sites.BENCH / "changes.js").read_text("utf-8")
    measured = {}
    with sites.ours(sites.ROOT / "notebooks", without="es") as site, _browser() as browser:
        for lesson in (name for name in lesson_names(sites.ROOT / "notebooks") if "/" not in name):
            if time.monotonic() > chosen.deadline:
                raise UnavailableError(f"its time ran out before {lesson}")
            with _context(browser) as context:
                page = context.new_page()
                page.goto(f"{site.address}voila/render/{lesson}", wait_until="networkidle")
                for widget in page.locator("[data-widget]").all():
                    took = widget.evaluate(script, CHANGES)
                    if took:
                        key = f"{lesson.removesuffix('.ipynb')}: {widget.get_attribute('id')}"
                        measured[key] = took
                        print(f"{key}: {sorted(took)[len(took) // 2]:.1f} ms", flush=True)
                results.keep("interaction", measured, sites.browser_version())
    return measured


def crowd(names: list[str], chosen: argparse.Namespace) -> dict[str, Any]:
    """Memory, processes and kernels while more and more visitors have the page open."""
    with _browser() as browser:
        asked = {**_asked(browser), "textOnly": True, "point": False}

        def turn(site: Site) -> list[dict[str, float]]:
            levels = CROWD_WITH_KERNELS if site.name in ("stock", "preheated") else CROWD
            rows = _crowd(browser, site, asked, levels)
            print(f"{site.name}: {rows}", flush=True)
            return rows

        return _each("crowd", names, turn, chosen.deadline)


def _crowd(browser: Browser, site: Site, asked: dict[str, Any], levels: tuple[int, ...]) -> list[dict[str, float]]:
    deadline, rows = time.monotonic() + CROWD_PATIENCE, [_held(site, 0)]
    with _context(
        browser
    ) as context:  # one browser profile: the server sees as many visitors, this machine fewer copies
        context.add_init_script(f"({READY})({json.dumps(asked)})")
        while len(context.pages) < levels[-1] and time.monotonic() < deadline:
            page = context.new_page()
            _open(page, site, "text")
            if len(context.pages) in levels:
                page.wait_for_timeout(2000)
                rows.append(_held(site, len(context.pages)))
        if rows[-1]["visitors"] != len(context.pages):
            rows.append(_held(site, len(context.pages)))
    return rows


def _held(site: Site, visitors: int) -> dict[str, float]:
    return {
        "visitors": visitors,
        "memory": site.memory(),
        "processes": len(site.family()),
        "kernels": site.kernels(),
    }


def flood(names: list[str], chosen: argparse.Namespace) -> dict[str, Any]:
    """Many views without a browser: how many in a second and in a second of processor, and what memory does."""

    def turn(site: Site) -> dict[str, Any]:
        # The files have no memory to watch, and their plain server waits 40 ms before it sends each: a few are enough.
        views = chosen.views if site.name == "ours" else 500
        figures = _stock_flood(site) if site.name == "stock" else _flood(site, views)
        print(f"{site.name}: {figures}", flush=True)
        return figures

    return _each("flood", [name for name in names if name in ("ours", "static", "stock")], turn, chosen.deadline)


def _flood(site: Site, views: int) -> dict[str, Any]:
    """First views of the page with what it needs (all but Plotly), over as many connections as a view has requests;
    then of the page alone, as readers who come back ask for it, to see what memory does.
    """
    with urllib.request.urlopen(site.url) as answer:
        html = answer.read().decode()
    needed = re.findall(r'(?:href|src)="([^"#:]+\.(?:css|m?js|svg))"', html)
    modules = [m for m in re.findall(r'"([^"\s]*assets/[^"]+\.m?js)"', html) if "plotly" not in m]
    paths = [urlsplit(site.url).path, *dict.fromkeys(urlsplit(urljoin(site.url, p)).path for p in [*needed, *modules])]
    base = urlsplit(site.url)
    connections = [Connection(base.hostname or "", base.port or 80, path) for path in paths]
    whole, memory = min(WHOLE_VIEWS, views - 101), {}
    for view in range(1, views + 1):
        if view == 101:  # the first hundred warm up
            memory["100"] = site.memory()
            started, used = time.monotonic(), site.processor_seconds()
        if view == whole + 101:
            took, used = time.monotonic() - started, site.processor_seconds() - used
        for connection in connections if view <= whole + 100 else connections[:1]:
            connection.ask()
        for connection in connections if view <= whole + 100 else connections[:1]:
            connection.hear()
        if view in (views // 4, views // 2, views * 3 // 4, views):
            memory[str(view)] = site.memory()
    return {
        "views": whole,
        "requests": len(paths),
        "seconds": took,
        "processor": used,
        "memory": memory,
        "kernels": site.kernels(),
    }


class Connection:
    """One connection that stays open and asks for one address again and again, as if its cache were always empty."""

    def __init__(self, host: str, port: int, path: str, codings: str = "gzip, deflate, br") -> None:
        self.request = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept-Encoding: {codings}\r\n\r\n".encode()
        self.at = (host, port)
        self.socket: socket.socket | None = None

    def ask(self) -> None:
        if self.socket is None:
            self.socket = socket.create_connection(self.at, timeout=30)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(self.request)

    def has(self, etag: bytes) -> None:
        """From now on, ask as a browser that keeps what it got with this ETag."""
        self.request = self.request[:-2] + b"If-None-Match: " + etag + b"\r\n\r\n"

    def hear(self) -> bytes:
        """The ETag of the answer, once all of it is here."""
        assert self.socket
        heard = b""
        while b"\r\n\r\n" not in heard:
            heard += self._more()
        head, _, body = heard.partition(b"\r\n\r\n")
        status = head.split(b" ", 2)[1]
        length = re.search(rb"(?i)content-length: (\d+)", head)
        etag = re.search(rb"(?i)\r\netag: ([^\r]+)", head)
        if status == b"304" and b"If-None-Match" in self.request:
            return b""
        if status != b"200" or not length:
            sys.exit(f"{self.request.decode().splitlines()[0]} was answered with {head.decode().splitlines()[0]}")
        left = int(length[1]) - len(body)
        while left > 0:
            left -= len(self._more())
        return etag[1] if etag else b""

    def _more(self) -> bytes:
        assert self.socket
        more = self.socket.recv(1 << 20)
        if not more:
            sys.exit(f"The server hung up in the middle of {self.request.decode().splitlines()[0]}")
        return more


def _stock_flood(site: Site) -> dict[str, Any]:
    """Only the page itself, one view after the other: less than a stock visit costs, in favour of stock Voila."""
    views = 5
    started, used = time.monotonic(), site.processor_seconds()
    for _ in range(views):
        with urllib.request.urlopen(site.url, timeout=sites.PATIENCE) as answer:
            answer.read()
    took, used = time.monotonic() - started, site.processor_seconds() - used
    return {"views": views, "requests": 1, "seconds": took, "processor": used, "kernels": site.kernels()}


def scores(_names: list[str], chosen: argparse.Namespace) -> list[dict[str, Any]]:
    """Lighthouse on every lesson, the heaviest first and more often."""
    folder = sites.ROOT / "notebooks"
    names = sorted(lesson_names(folder), key=lambda name: -(folder / name).stat().st_size)
    return lighthouse.measure(names, lambda place: 3 if place < HEAVIEST else 1, chosen.deadline)


#: What a run is made of, in its order.
PARTS: dict[str, Callable[[list[str], argparse.Namespace], Any]] = {
    "visits": visits,
    "interaction": interaction,
    "crowd": crowd,
    "flood": flood,
    "lighthouse": scores,
}


def _each(part: str, names: list[str], turn: Callable[[Site], Any], deadline: float) -> dict[str, Any]:
    """Each page's turn, served by itself, kept at once. One that cannot be measured is kept with the reason."""
    measured: dict[str, Any] = {}
    for name in names:
        try:
            if time.monotonic() > deadline:
                raise UnavailableError("the time for this part ran out")
            with SITES[name]() as site:
                measured[name] = turn(site)
        except (Exception, SystemExit) as error:
            measured[name] = {"unavailable": (str(error).splitlines() or [type(error).__name__])[0]}
            print(f"{name}: {measured[name]['unavailable']}", flush=True)
        results.keep(part, measured, sites.browser_version())
    return measured


@contextlib.contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=sites.browser_path(), args=sites.ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def _asked(browser: Browser) -> dict[str, Any]:
    """What all pages are asked to show, as our own page shows it."""
    with sites.ours() as ours, _context(browser) as context:
        page = context.new_page()
        page.goto(ours.url)
        if page.locator("#jupyter-config-data").count() or context.cookies():
            sys.exit(
                f"{ours.url} is Voila's stock page, not ours; install the project again, so that its template is found."
            )
        page.wait_for_function("() => !document.querySelector('[data-widget]:not([data-ready])')")
        widget = page.locator(".ns-widget[data-ready]").first
        fieldset = widget.locator("fieldset").first
        before, first = _words(widget.locator("output").first), _words(fieldset.locator("label:has(input:checked)"))
        choice = fieldset.locator("label:not(:has(input:checked))").first
        label = _words(choice)
        choice.locator("input").check()
        chart = page.locator(".ns-chart").first  # not scrolled to: below the mouse it would become Plotly's own
        asked = {
            "heading": _words(page.locator("h1").first),
            "labels": [first, label],
            "answers": [before, _words(widget.locator("output").first)],
            "chart": {
                "title": _words(chart.locator("h3").first),
                "points": chart.locator(".ns-drawing > svg").count(),
                "labels": chart.locator(".ns-drawing > text:not(.ns-tick)").count(),
            },
        }
    if len(set(asked["answers"])) == 1 or not asked["chart"]["points"]:
        sys.exit(
            "Our page does not answer a choice or draws no chart, so there is nothing to time; run the tests first."
        )
    return asked


def _words(locator: Locator) -> str:
    return re.sub(r"\s+", " ", locator.text_content() or "").strip()


def _check(browser: Browser, site: Site, asked: dict[str, Any]) -> list[float]:
    """The page's warm-up view, in which it shows what ours shows; and the stock page is the stock page.

    Returns the milliseconds of each of up to a hundred changes on that page.
    """
    if site.name in ("stock", "preheated"):
        # Every stock visitor gets this cookie, and ours none. Its start page tells without running a notebook.
        with urllib.request.urlopen(site.address, timeout=sites.PATIENCE) as start:
            if "username-" not in start.headers.get("Set-Cookie", ""):
                raise UnavailableError("this is not stock Voila: it read a configuration that it should not see")
    with _context(browser) as context:
        page = context.new_page()
        _visit(page, site, {**asked, "point": False})
        page.wait_for_timeout(2000)
        took: list[float] = page.evaluate(f"benchChanges({CHANGES}, {CHANGES_PATIENCE})")
        return took


@contextlib.contextmanager
def _context(browser: Browser) -> Iterator[BrowserContext]:
    """A new reader with an empty cache."""
    context = browser.new_context(viewport=VIEWPORT)
    context.set_default_timeout(sites.PATIENCE * 1000)
    try:
        yield context
    finally:
        context.close()


def _settle(patience: float) -> None:
    deadline = time.monotonic() + patience
    while psutil.cpu_percent(interval=1) > QUIET_BELOW and time.monotonic() < deadline:
        pass


def _visit(page: Page, site: Site, asked: dict[str, Any]) -> dict[str, float]:
    """Open the page and do what ready.js does, until its last step. Returns milliseconds by step."""
    page.add_init_script(f"({READY})({json.dumps(asked)})")
    return _open(page, site, "live" if asked["point"] else "ready")


def _open(page: Page, site: Site, last: str) -> dict[str, float]:
    page.goto(site.url, wait_until="commit")
    deadline = time.monotonic() + sites.PATIENCE
    times: dict[str, float] = {}
    while last not in times:
        failed = "CellExecutionError" in site.log.read_text("utf-8")
        if failed or time.monotonic() > deadline:
            raise UnavailableError(
                f"the page never got to {last!r} (it got to {list(times) or 'nothing'}); "
                f"its log says: {sites.last_error(site.log)}"
            )
        page.wait_for_timeout(50)
        times = page.evaluate("globalThis.benchTimes") or {}
    return times


def _counted(browser: Browser, site: Site, asked: dict[str, Any]) -> dict[str, Any]:
    """A visit that counts. It is not timed: the browser tells of every byte, which takes time of its own.

    Returns requests, other hosts asked, bytes as served, bytes if all were sent with gzip -6, and the largest parts.
    """
    parts: list[tuple[str, int, int]] = []
    elsewhere: set[str] = set()
    count = 0
    open_requests, headers, finished = {}, {}, {}
    sockets: dict[str, list[bytes]] = {}

    def sent(event: dict[str, Any]) -> None:
        nonlocal count
        url = urlsplit(event["request"]["url"])
        if url.scheme in ("http", "https"):
            count += 1
            open_requests[event["requestId"]] = url
            if url.netloc != urlsplit(site.url).netloc:
                elsewhere.add(url.netloc)

    def opened(_event: dict[str, Any]) -> None:
        nonlocal count
        count += 1

    def received(event: dict[str, Any]) -> None:
        frame = event["response"]
        payload = frame["payloadData"]
        sockets.setdefault(event["requestId"], []).append(
            base64.b64decode(payload) if frame["opcode"] == 2 else payload.encode()
        )

    with _context(browser) as context:
        page = context.new_page()
        network = context.new_cdp_session(page)
        # Bodies are asked for at the end, so none may be dropped before.
        network.send("Network.enable", {"maxTotalBufferSize": 400_000_000, "maxResourceBufferSize": 100_000_000})
        network.on("Network.requestWillBeSent", sent)
        network.on(
            "Network.responseReceived", lambda e: headers.update({e["requestId"]: e["response"]["encodedDataLength"]})
        )
        network.on("Network.loadingFinished", lambda e: finished.update({e["requestId"]: e["encodedDataLength"]}))
        network.on("Network.webSocketCreated", opened)
        network.on("Network.webSocketFrameReceived", received)
        _visit(page, site, asked)
        page.wait_for_timeout(2000)
        for id, size in finished.items():
            if id in open_requests and size:
                with contextlib.suppress(Error):  # an answer without a body, as to a 304
                    answer = network.send("Network.getResponseBody", {"requestId": id})
                    body = base64.b64decode(answer["body"]) if answer["base64Encoded"] else answer["body"].encode()
                    # Fonts and pictures are compressed already: the smaller of the two is what a server would send.
                    smaller = min(len(body), len(gzip.compress(body, 6)))
                    parts.append((open_requests[id].path, size, headers.get(id, 0) + smaller))
        for frames in sockets.values():
            for frame in frames:
                parts.append(("websocket", len(frame), min(len(frame), len(gzip.compress(frame, 6)))))
    return {
        "requests": count,
        "elsewhere": sorted(elsewhere),
        "served": sum(served for _, served, _ in parts),
        "compressed": sum(small for _, _, small in parts),
        "websocket": sum(served for path, served, _ in parts if path == "websocket"),
        "largest": [
            (path.rpartition("/")[2] or "the page itself", small)
            for path, _, small in sorted(parts, key=lambda part: -part[2])[:5]
        ],
    }


def _steps(times: dict[str, float]) -> str:
    return ", ".join(f"{step} {results.seconds(ms)}" for step, ms in times.items())


if __name__ == "__main__":
    main()
