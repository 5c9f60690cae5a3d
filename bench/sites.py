"""The pages that are measured: how each is served, on a port of its own, and how all of it is gone afterwards."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psutil
import stock_notebook

BENCH = Path(__file__).parent
ROOT = BENCH.parent
WORK = BENCH / ".work"
PEERS = BENCH / "peers"
#: The peers' own environment, so that none of their packages touches ours.
PEER_PYTHON = WORK / "peers" / "venv" / "bin" / "python"
LESSON_JSON = WORK / "peers" / "lesson.json"
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
#: A page that has not got this far after so many seconds will not get there.
PATIENCE = 90
#: Nor will a server that does not answer by then: ours renders fourteen lessons first.
STARTS_WITHIN = 240


@dataclass
class Site:
    """A page to measure: where it is served, by which process, and the log that tells why it is not."""

    name: str
    address: str
    path: str
    process: psutil.Process
    log: Path

    @property
    def url(self) -> str:
        return self.address + self.path

    def family(self) -> list[psutil.Process]:
        """The server and everything it started that still runs."""
        return [self.process, *self.process.children(recursive=True)]

    def memory(self) -> int:
        """Bytes held by all of them, each shared page counted once (proportional set size)."""
        held = 0
        for process in self.family():
            with contextlib.suppress(psutil.Error, OSError):
                full = process.memory_full_info()
                held += getattr(full, "pss", 0) or full.rss
        return held

    def processor_seconds(self) -> float:
        """What they have used so far, with those that have ended."""
        used = 0.0
        for process in self.family():
            with contextlib.suppress(psutil.Error):
                times = process.cpu_times()
                used += times.user + times.system + times.children_user + times.children_system
        return used

    def kernels(self) -> int:
        """How many notebook kernels run."""
        count = 0
        for process in self.family():
            with contextlib.suppress(psutil.Error):
                count += "ipykernel" in " ".join(process.cmdline())
        return count


@cache
def browser_path() -> str:
    sys.path.insert(0, str(ROOT / "tests" / "browser"))
    from find_browser import find_browser  # the tests' own, so that both drive the same browser

    return find_browser() or sys.exit(
        "No browser was found, so nothing was measured; install Chromium (on Debian: apt-get install chromium), "
        "or set NEXTSTEPS_BROWSER to the path of one."
    )


def get(url: str) -> str:
    """The text of a page, as it is."""
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return str(answer.read().decode())


@cache
def browser_version() -> str:
    told = subprocess.run([browser_path(), "--version"], capture_output=True, text=True, check=True).stdout
    return told.strip().partition(" built on")[0]


def ours(folder: Path | None = None, without: str = "") -> AbstractContextManager[Site]:
    """Our page through Voila: the lesson that the others show too, or a folder of lessons `without` some below it."""
    name = ""
    if folder is None:
        lesson = stock_notebook.write_ours(WORK / "ours" / stock_notebook.LESSON.name)
        folder, name = lesson.parent, f"voila/render/{lesson.name}"
    else:  # a copy, so that what is measured stays as it is
        shutil.rmtree(WORK / "lessons", ignore_errors=True)
        folder = Path(shutil.copytree(folder, WORK / "lessons", ignore=shutil.ignore_patterns(without)))
    return _serve("ours", [sys.executable, "-m", "pages", "serve", str(folder), "--port={port}"], name, checkout())


def static() -> AbstractContextManager[Site]:
    """The same page as files, behind the plainest server there is."""
    lesson = stock_notebook.write_ours(WORK / "ours" / stock_notebook.LESSON.name)
    target = WORK / "site"
    shutil.rmtree(target, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", "pages", "site", str(lesson.parent), "--to", str(target)],
        cwd=WORK,
        env=checkout(),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise UnavailableError(
            f"the static edition was not made: {(done.stderr.strip().splitlines() or ['no reason'])[-1]}"
        )
    page = next((p for p in sorted(target.rglob("*.html")) if p.stem == lesson.stem), target / "index.html")
    server = [sys.executable, "-m", "http.server", "{port}", "--protocol=HTTP/1.1", "--bind=localhost"]
    return _serve("static", [*server, f"--directory={target}"], str(page.relative_to(target)), dict(os.environ))


def stock() -> AbstractContextManager[Site]:
    return _stock("stock")


def preheated() -> AbstractContextManager[Site]:
    return _stock("preheated", "--preheat_kernel=True", "--pool_size=1")


def _stock(name: str, *options: str) -> AbstractContextManager[Site]:
    notebook = stock_notebook.write(WORK / name / "tms_outcomes_stock.ipynb")
    # No folder to look for a configuration in: ours, installed beside Voila, is not read.
    command = [sys.executable, "-m", "voila", str(notebook.parent), "--port={port}", "--template=lab", "--no-browser"]
    return _serve(
        name, [*command, "--Voila.config_file_paths=[]", *options], f"voila/render/{notebook.name}", _elsewhere()
    )


def streamlit() -> AbstractContextManager[Site]:
    options = ["--server.port={port}", "--server.headless=true", "--browser.gatherUsageStats=false"]
    quiet = ["--server.address=localhost", "--server.fileWatcherType=none"]
    return _peer("streamlit", ["-m", "streamlit", "run", str(PEERS / "streamlit_app.py"), *options, *quiet])


def panel() -> AbstractContextManager[Site]:
    command = ["-m", "panel", "serve", str(PEERS / "panel_app.py"), "--port={port}", "--allow-websocket-origin=*"]
    return _peer("panel", command, "panel_app")


def dash() -> AbstractContextManager[Site]:
    return _peer("dash", [str(PEERS / "dash_app.py"), "{port}"])


def marimo() -> AbstractContextManager[Site]:
    command = ["-m", "marimo", "-q", "run", str(PEERS / "marimo_app.py"), "--port={port}", "--headless", "--no-token"]
    return _peer("marimo", [*command, "--host=localhost"])


#: Every page of the comparison, ours first.
SITES: dict[str, Callable[[], AbstractContextManager[Site]]] = {
    "ours": ours,
    "static": static,
    "stock": stock,
    "preheated": preheated,
    "streamlit": streamlit,
    "panel": panel,
    "dash": dash,
    "marimo": marimo,
}


class UnavailableError(Exception):
    """A page that cannot be measured here, with the reason; the others still can."""


def _peer(name: str, command: list[str], path: str = "") -> AbstractContextManager[Site]:
    _install_peers()
    content = [sys.executable, str(PEERS / "content.py")]
    subprocess.run(content, check=True, cwd=WORK, env=checkout(), stdout=subprocess.DEVNULL)
    environment = {**_elsewhere(), "BENCH_LESSON": str(LESSON_JSON), "MARIMO_SKIP_UPDATE_CHECK": "1"}
    return _serve(name, [str(PEER_PYTHON), *command], path, environment)


def _install_peers() -> None:
    pins = BENCH / "requirements-peers.txt"
    done = PEER_PYTHON.parents[1] / "installed.txt"
    if done.exists() and done.read_text("utf-8") == pins.read_text("utf-8"):
        return
    print("Installing the peers in an environment of their own", flush=True)
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "--quiet", "--clear", str(PEER_PYTHON.parents[1])], check=True)
    install = [*uv, "pip", "install", "--quiet", f"--python={PEER_PYTHON}", "-r", str(pins)]
    subprocess.run([*install, "--require-hashes"], check=True)
    done.write_text(pins.read_text("utf-8"), "utf-8")


@cache
def checkout() -> dict[str, str]:
    """The environment of this checkout, from a copy: an edit during the run would render our pages anew."""
    copy = WORK / "checkout"
    shutil.rmtree(copy, ignore_errors=True)
    for name in ("nextsteps", "widgets", "pages", "jupyter"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    paths = {"JUPYTER_PATH": str(copy / "jupyter/share"), "JUPYTER_CONFIG_PATH": str(copy / "jupyter/etc")}
    return {**os.environ, **paths, "PYTHONPATH": str(copy)}


def _elsewhere() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k not in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH")}


@contextlib.contextmanager
def _serve(name: str, command: list[str], path: str, environment: dict[str, str]) -> Iterator[Site]:
    """The site, once it answers. Afterwards it and everything it started are gone."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    WORK.mkdir(exist_ok=True)
    log = WORK / f"{name}.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [part.replace("{port}", str(port)) for part in command],
            cwd=WORK,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        address = f"http://localhost:{port}/"
        _wait_for(process, address + path, log, name)
        yield Site(name, address, path, psutil.Process(process.pid), log)
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


def _wait_for(process: subprocess.Popen[bytes], address: str, log: Path, name: str) -> None:
    # The stock page would run its notebook for this; its start page tells as well.
    address = address.partition("voila/")[0]
    deadline = time.monotonic() + STARTS_WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise UnavailableError(f"the {name} page did not answer at {address}; its log says: {last_error(log)}")


def last_error(log: Path) -> str:
    lines = re.sub(r"\x1b\[[\d;]*m", "", log.read_text("utf-8")).strip().splitlines()
    return next(
        (line for line in reversed(lines) if re.match(r"\w*(Error|Exception): ", line)), (lines or ["nothing"])[-1]
    )
