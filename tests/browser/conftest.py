"""A real Voila and a real browser, for tests that see what a reader sees."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pytest
from find_browser import MISSING, find_browser
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
LESSON = "voila/render/tms_outcomes.ipynb"
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
expect.set_options(timeout=15_000)


#: Below the ports that a system hands out by itself: a kernel that starts beside could be given the port that a server
#: was promised, in the seconds until the server opens it. Each worker of xdist has a thousand of its own.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
PORTS = itertools.count(20_000 + WORKER % 10 * 1_000 + os.getpid() % 700)


def free_port() -> int:
    for port in PORTS:
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("localhost", port))
            return port
    raise AssertionError("the ports never end")


class Server:
    """A Voila process: its address, its log, and the kernels it holds."""

    def __init__(self, folder: Path, log: Path, command: list[str] | None = None, **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}/"
        self.log = log
        self.process = subprocess.Popen(
            [*(command or [sys.executable, "-m", "voila"]), str(folder), f"--port={self.port}"],
            stdout=log.open("w"),
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd=log.parent,  # not the checkout: the packages come from where they are installed, or from PYTHONPATH
            env={**os.environ, **environment},
            start_new_session=True,
        )

    def wait(self) -> Server:
        """Until it answers. Fails with its log if it stops instead."""
        # Alone on two processors all lessons take half a minute; another worker may render them at the same time.
        end = time.monotonic() + 600
        while time.monotonic() < end:
            if self.process.poll() is not None:
                pytest.fail(f"Voila stopped with {self.process.returncode}:\n{self.log.read_text()}")
            try:
                # Not a lesson: a live one would start a kernel for whoever asks.
                urllib.request.urlopen(self.url + "healthz", timeout=5)
                return self
            except urllib.error.HTTPError:  # an error page is an answer too
                return self
            except OSError:
                time.sleep(0.1)
        pytest.fail(f"Voila did not answer within ten minutes:\n{self.log.read_text()}")

    def kernels(self) -> list[int]:
        """The kernels this server has running."""
        found = []
        for child in psutil.Process(self.process.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):  # it ended while we looked
                if "ipykernel" in " ".join(child.cmdline()):
                    found.append(child.pid)
        return found

    def stop(self) -> None:
        if self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)


@contextmanager
def serving(folder: Path, log: Path, command: list[str] | None = None, **environment: str) -> Iterator[Server]:
    server = Server(folder, log, command, **environment)
    try:
        yield server.wait()
    finally:
        server.stop()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The lessons of this repository, served by `voila notebooks/`."""
    with serving(ROOT / "notebooks", tmp_path_factory.mktemp("voila") / "log") as server:
        yield server.url


def make_site(notebooks: Path, to: Path, *options: str) -> Path:
    """The lessons as files, made by the command that `make site` runs."""
    made = subprocess.run(
        [sys.executable, "-m", "pages", "site", str(notebooks), "--to", str(to), *options],
        capture_output=True,
        text=True,
        timeout=900,
        cwd=to.parent,
    )
    assert made.returncode == 0, made.stderr
    return to


class Plain(SimpleHTTPRequestHandler):
    """A web server that knows nothing but files, like a clinic's."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def plain_server(folder: Path) -> Iterator[str]:
    """The address at which a plain web server shows the folder."""
    with ThreadingHTTPServer(("localhost", 0), partial(Plain, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lessons of this repository as files, in a folder two levels below what `below_a_path` serves."""
    folder = tmp_path_factory.mktemp("static") / "clinic"
    folder.mkdir()
    return make_site(ROOT / "notebooks", folder / "lessons")


@pytest.fixture(scope="session")
def below_a_path(made: Path) -> Iterator[str]:
    """The lessons as files, at a sub-path of a plain web server."""
    with plain_server(made.parents[1]) as url:
        yield f"{url}clinic/lessons/"


#: For a journey that a reader may take in every edition: through Voila, from any web server, from a stick.
everywhere = pytest.mark.parametrize("address", ["voila", "web server", "disk"], indirect=True)


@pytest.fixture
def address(request: pytest.FixtureRequest) -> str:
    """Where the TMS lesson is in an edition; through Voila, where a test does not ask for `everywhere`."""
    edition = getattr(request, "param", "voila")
    if edition == "disk":
        return (request.getfixturevalue("made") / "tms_outcomes.html").as_uri()
    if edition == "web server":
        return request.getfixturevalue("below_a_path") + "tms_outcomes.html"
    return request.getfixturevalue("site") + LESSON


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    """A copy of three of the lessons, in both languages, that a test may spoil: few are rendered sooner."""
    folder = tmp_path / "notebooks"
    (folder / "es").mkdir(parents=True)
    for name in ("index.ipynb", "tms_outcomes.ipynb", "es/tms_outcomes.ipynb"):
        shutil.copy(ROOT / "notebooks" / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_browser()
    if not path:
        pytest.fail(MISSING)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a fresh browser profile; at the end, no script may have failed."""
    contexts, problems = [], []

    def opened(url: str = "", **settings: object) -> Page:
        # A page from a disk must need no network at all.
        usual = {"viewport": {"width": 360, "height": 780}, "offline": url.startswith("file:")}
        context = browser.new_context(**{**usual, **settings})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        if url:
            page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not problems, f"scripts failed on the page: {problems}"


@pytest.fixture
def lesson(address: str, open_page: Callable[..., Page]) -> Page:
    """The TMS lesson on a phone, its widget ready to answer."""
    page = open_page(address)
    expect(page.locator("#tms-in-100[data-ready]")).to_be_attached()
    return page


def open_fold(page: Page, inside: str = "#every-study") -> None:
    """Open the part of the page that a reader may skip and that holds `inside`, if it is still closed."""
    fold = page.locator(f".ns-fold:has({inside})")
    if fold.get_attribute("open") is None:
        fold.locator("> summary").click()


def show_chart(page: Page) -> None:
    """Open the chart's part and point at the chart, so that Plotly takes the drawing's place."""
    open_fold(page)
    page.locator("#every-study .ns-plot").hover()
    expect(page.locator("#every-study[data-ready] svg.main-svg").first).to_be_visible()


def open_everything(page: Page) -> None:
    """Open each folded part, as a reader would, one after the other."""
    closed = page.locator("details:not([open]) > summary").locator("visible=true")
    while closed.count():
        closed.first.click()


def sentence_of(page: Page) -> str:
    return re.sub(r"\s+", " ", page.locator("#tms-in-100 output").inner_text())
