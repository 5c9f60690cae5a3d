"""Our page beside stock Voila with the same lesson, in one run on one machine: time to ready, requests and bytes.

`python bench/measure.py` writes bench/RESULTS.md. What is counted, and what is not, is written there with the figures.
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
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import stock_notebook
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright
from results import Measured, Part, Run, Traffic, megabytes, report, seconds

BENCH = Path(__file__).parent
ROOT = BENCH.parent
WORK = BENCH / ".work"
READY = (BENCH / "ready.js").read_text("utf-8")
VIEWPORT = {"width": 1280, "height": 800}
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
#: A page that has not got this far after so many seconds will not get there.
PATIENCE = 180
#: A timed visit waits, so many seconds at most, until the processors are busy for less than this share of the time.
QUIET_WAIT, QUIET_BELOW = 120, 20.0
#: How many visits count bytes. They differ by a few messages at most.
BYTE_VISITS = 3


@dataclass
class Site:
    """A page to measure: where it is served, and the log that tells why it is not."""

    name: str
    url: str
    log: Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5, help="timed visits to each page")
    repeats = parser.parse_args().repeats
    if repeats < 1:
        parser.error(f"--repeats {repeats} times nothing; give 1 or more")
    # Asked to stop, leave as after an error: with both servers and the browser gone.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped; nothing was written."))
    path = _browser_path()
    WORK.mkdir(exist_ok=True)
    load = os.getloadavg()[0]
    with _ours() as ours, _stock() as stock, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            asked = _asked(browser, ours)
            _check_stock(browser, stock, asked)
            measured = {site.name: Measured() for site in (ours, stock)}
            for turn in range(1, repeats + 1):
                for site in (ours, stock):
                    times = _timed(browser, site, asked)
                    measured[site.name].times.append(times)
                    print(f"{turn}/{repeats} {site.name}: {_steps(times)}", flush=True)
            for turn in range(1, BYTE_VISITS + 1):
                for site in (ours, stock):
                    m = measured[site.name]
                    m.whole.append(_counted(browser, site, {**asked, "point": False}))
                    m.live.append(_counted(browser, site, asked))
                    print(f"{turn}/{BYTE_VISITS} {site.name}: {megabytes(m.whole[-1].served)}", flush=True)
            run = Run(measured["ours"], measured["stock"], browser.version, load, os.getloadavg()[0])
        finally:
            browser.close()
    text = report(run)
    (BENCH / "RESULTS.md").write_text(text, "utf-8")
    print(text)


def _browser_path() -> str:
    sys.path.insert(0, str(ROOT / "tests" / "browser"))
    from find_browser import find_browser  # the tests' own, so that both drive the same browser

    return find_browser() or sys.exit(
        "No browser was found, so nothing was measured; install Chromium (on Debian: apt-get install chromium), "
        "or set NEXTSTEPS_BROWSER to the path of one."
    )


@contextlib.contextmanager
def _ours() -> Iterator[Site]:
    # As the Makefile does: this checkout's template and configuration, not the copy made when it was installed.
    paths = {"JUPYTER_PATH": str(ROOT / "jupyter/share"), "JUPYTER_CONFIG_PATH": str(ROOT / "jupyter/etc")}
    with _voila("ours", ROOT / "notebooks", {**os.environ, **paths}) as address:
        yield Site("ours", f"{address}voila/render/{stock_notebook.LESSON.name}", WORK / "ours.log")


@contextlib.contextmanager
def _stock() -> Iterator[Site]:
    notebook = stock_notebook.write(WORK / "stock" / "tms_outcomes_stock.ipynb")
    environment = {k: v for k, v in os.environ.items() if k not in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH")}
    # No folder to look for a configuration in: ours, installed beside Voila, is not read.
    options = ("--template=lab", "--no-browser", "--Voila.config_file_paths=[]")
    with _voila("stock", notebook.parent, environment, *options) as address:
        yield Site("stock", f"{address}voila/render/{notebook.name}", WORK / "stock.log")


@contextlib.contextmanager
def _voila(name: str, folder: Path, environment: dict[str, str], *options: str) -> Iterator[str]:
    """Voila's address, on a free port. Afterwards it and every kernel it started are gone."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    log = WORK / f"{name}.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "voila", str(folder), f"--port={port}", *options],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        address = f"http://localhost:{port}/"
        _wait_for(process, address, log)
        yield address
    finally:
        # Kernels live in sessions of their own, so that each must be found before its parent is gone.
        with contextlib.suppress(psutil.NoSuchProcess):
            family = psutil.Process(process.pid).children(recursive=True)
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            for one in [process, *family]:
                with contextlib.suppress(psutil.NoSuchProcess):
                    one.kill()
        process.wait()


def _wait_for(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"Voila did not answer at {address}; {log.relative_to(ROOT)} says why: {_last_error(log)}")


def _last_error(log: Path) -> str:
    lines = re.sub(r"\x1b\[[\d;]*m", "", log.read_text("utf-8")).strip().splitlines()
    return next(
        (line for line in reversed(lines) if re.match(r"\w*(Error|Exception): ", line)), (lines or ["nothing"])[-1]
    )


def _asked(browser: Browser, ours: Site) -> dict[str, Any]:
    """What both pages are asked to show, as our own page shows it. This is its warm-up view too."""
    with _context(browser) as context:
        page = context.new_page()
        page.goto(ours.url)
        if page.locator("#jupyter-config-data").count() or context.cookies():
            sys.exit(
                f"{ours.url} is Voila's stock page, not ours; install the project again, so that its template is found."
            )
        widget = page.locator(".ns-widget[data-ready]").first
        before = _words(widget.locator("output").first)
        choice = widget.locator("fieldset").first.locator("label:not(:has(input:checked))").first
        label = _words(choice)
        choice.locator("input").check()
        chart = page.locator(".ns-chart").first
        chart.scroll_into_view_if_needed()
        asked = {
            "heading": _words(page.locator("h1").first),
            "choice": label,
            "answer": _words(widget.locator("output").first),
            "point": True,
            "chart": {
                "title": _words(chart.locator("h3").first),
                "points": chart.locator(".ns-drawing > svg").count(),
                "labels": chart.locator(".ns-drawing > text:not(.ns-tick)").count(),
            },
        }
    if asked["answer"] == before or not asked["chart"]["points"]:
        sys.exit(
            f"{ours.url} does not answer a choice or draws no chart, so there is nothing to time; run the tests first."
        )
    return asked


def _words(locator: Locator) -> str:
    return re.sub(r"\s+", " ", locator.text_content()).strip()


def _check_stock(browser: Browser, stock: Site, asked: dict[str, Any]) -> None:
    """The stock page is the stock page; then its warm-up view, in which it shows what ours shows."""
    # Every stock visitor gets this cookie, and ours none. Its start page tells without running a notebook.
    with urllib.request.urlopen(stock.url.partition("voila/")[0], timeout=30) as start:
        if "username-" not in start.headers.get("Set-Cookie", ""):
            sys.exit(f"{stock.url} is not stock Voila: it read a configuration that it should not see.")
    with _context(browser) as context:
        page = context.new_page()
        _visit(page, stock, asked)
        if not page.locator("#jupyter-config-data").count():
            sys.exit(f"{stock.url} is not made by Voila's lab template; it has no page configuration.")


@contextlib.contextmanager
def _context(browser: Browser) -> Iterator[BrowserContext]:
    """A new reader with an empty cache."""
    context = browser.new_context(viewport=VIEWPORT)
    context.set_default_timeout(PATIENCE * 1000)
    try:
        yield context
    finally:
        context.close()


def _timed(browser: Browser, site: Site, asked: dict[str, Any]) -> dict[str, float]:
    deadline = time.monotonic() + QUIET_WAIT
    while psutil.cpu_percent(interval=2) > QUIET_BELOW and time.monotonic() < deadline:
        pass
    with _context(browser) as context:
        return _visit(context.new_page(), site, asked)


def _visit(page: Page, site: Site, asked: dict[str, Any]) -> dict[str, float]:
    """Open the page and do what ready.js does, until its last step. Returns milliseconds by step."""
    page.add_init_script(f"({READY})({json.dumps(asked)})")
    page.goto(site.url, wait_until="commit")
    last = "live" if asked["point"] else "ready"
    deadline = time.monotonic() + PATIENCE
    times: dict[str, float] = {}
    while last not in times:
        failed = "CellExecutionError" in site.log.read_text("utf-8")
        if failed or time.monotonic() > deadline:
            sys.exit(
                f"The {site.name} page never got to {last!r} (it got to {list(times) or 'nothing'}); "
                f"{site.log.relative_to(ROOT)} says: {_last_error(site.log)}"
            )
        page.wait_for_timeout(100)
        times = page.evaluate("globalThis.benchTimes") or {}
    return times


def _counted(browser: Browser, site: Site, asked: dict[str, Any]) -> Traffic:
    """A visit that counts. It is not timed: the browser tells of every byte, which takes time of its own."""
    traffic, open_requests, headers, finished = Traffic(), {}, {}, {}
    sockets: dict[str, list[bytes]] = {}

    def sent(event: dict[str, Any]) -> None:
        url = urlsplit(event["request"]["url"])
        if url.scheme in ("http", "https"):
            traffic.requests += 1
            open_requests[event["requestId"]] = url
            if url.netloc != urlsplit(site.url).netloc:
                traffic.elsewhere.add(url.netloc)

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
        network.on("Network.webSocketCreated", lambda _: setattr(traffic, "requests", traffic.requests + 1))
        network.on("Network.webSocketFrameReceived", received)
        _visit(page, site, asked)
        page.wait_for_timeout(2000)
        for id, size in finished.items():
            if id in open_requests and size:
                answer = network.send("Network.getResponseBody", {"requestId": id})
                body = base64.b64decode(answer["body"]) if answer["base64Encoded"] else answer["body"].encode()
                # Fonts and pictures are compressed already: the smaller of the two is what a server would send.
                smaller = min(len(body), len(gzip.compress(body, 6)))
                traffic.parts.append(Part(open_requests[id].path, size, headers.get(id, 0) + smaller))
        for frames in sockets.values():
            for frame in frames:
                traffic.parts.append(Part("websocket", len(frame), min(len(frame), len(gzip.compress(frame, 6)))))
    return traffic


def _steps(times: dict[str, float]) -> str:
    return ", ".join(f"{step} {seconds(ms)}" for step, ms in times.items())


if __name__ == "__main__":
    main()
