"""What readers got while something failed: each fault of the tests, done to a server that is being read all the while.

`python bench/faults.py` takes about two minutes and writes bench/FAULTS.md. Whether an answer is right is held by
tests/browser/test_faults.py; here it is counted under load, with how long the slowest reader waited.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import resource
import shutil
import signal
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

BENCH = Path(__file__).parent
ROOT = BENCH.parent
# The tests' own server and faults, so that both do the same.
sys.path.insert(0, str(ROOT / "tests" / "browser"))
import conftest  # noqa: E402
from conftest import LESSON, Server  # noqa: E402
from test_failures import change, fetch, first_code  # noqa: E402
from test_faults import CLOCK, read_only  # noqa: E402

REPORT = BENCH / "FAULTS.md"
#: Readers at the same time, each asking again as soon as it has its answer.
READERS = 4
#: Seconds that a fault lasts, once it is there.
LASTS = 2.0
#: Seconds to wait for a server to come round.
PATIENCE = 60


@dataclass
class Read:
    """What the readers got during one fault."""

    answers: int = 0
    refused: int = 0
    absent: int = 0
    wrong: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)


@contextlib.contextmanager
def being_read(url: str, may_be_absent: bool = False) -> Iterator[Read]:
    """Let READERS read the lesson all the while. A cut connection is no wrong answer: the browser says what it is."""
    read, stop, lock = Read(), threading.Event(), threading.Lock()

    def reader() -> None:
        while not stop.is_set():
            began = time.monotonic()
            try:
                status, _, body = fetch(url)
            except Exception:
                with lock:
                    read.refused += 1
                stop.wait(0.05)
                continue
            with lock:
                read.answers += 1
                read.waits.append(time.monotonic() - began)
                if status == 404 and may_be_absent:
                    read.absent += 1
                elif status != 200 or b"The text of version " not in body or not body.rstrip().endswith(b"</html>"):
                    read.wrong.append(f"{status}, {len(body)} bytes")

    threads = [threading.Thread(target=reader) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield read
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)


class Lesson:
    """The lesson that is read: short, and with the number of its version in its text."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "tms_outcomes.ipynb"
        self.version = 0
        shutil.copy(ROOT / "notebooks/tms_outcomes.ipynb", self.path)
        self.renew()

    def renew(self) -> None:
        """Write the next version."""
        self.version += 1

        def edit(content: dict) -> None:
            cell = first_code(content)
            cell["source"] = f"print('The text of version {self.version}.')"
            content["cells"] = [content["cells"][0], cell]

        change(self.path, edit)

    def arrives(self, url: str) -> None:
        """Wait until readers get the newest version. Stops the program if they never do."""
        until(lambda: f"version {self.version}.".encode() in fetch(url)[2], f"version {self.version} did not arrive")


def until(true: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if true():
                return
        time.sleep(0.1)
    sys.exit(f"{otherwise} within {PATIENCE} seconds, so nothing was written.")


def main() -> None:
    os.environ.setdefault("JUPYTER_CONFIG_PATH", str(ROOT / "jupyter/etc"))
    with tempfile.TemporaryDirectory() as folder:
        rows = list(measure(Path(folder).resolve()))
    REPORT.write_text(report(rows), "utf-8")
    print(f"Wrote {REPORT}")


def measure(home: Path) -> Iterator[tuple[str, Read]]:
    """Do each fault to one server. Yields what was done, and what the readers got; the first is without a fault."""
    for package in ("nextsteps", "widgets", "pages"):
        shutil.copytree(ROOT / package, home / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "jupyter/share", home / "share")
    (home / "sitecustomize.py").write_text(CLOCK)
    clock, scratch, notebooks = home / "clock", home / "scratch", home / "notebooks"
    clock.write_text("0")
    scratch.mkdir()
    notebooks.mkdir()
    lesson = Lesson(notebooks)
    environment = {
        "PYTHONPATH": str(home),
        "JUPYTER_PATH": str(home / "share"),
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "CLOCK": str(clock),
    }
    humbly = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    command = [*humbly, sys.executable, "-m", "voila"]
    server = Server(notebooks, scratch / "log", command, **environment).wait()
    url = server.url + LESSON
    try:
        lesson.arrives(url)
        with being_read(url) as read:
            time.sleep(2 * LASTS)
        yield "Nothing (the measure of a normal wait)", read

        with being_read(url) as read, contextlib.ExitStack() as slow:
            for number in range(500):
                connection = slow.enter_context(socket.create_connection(("localhost", server.port), timeout=30))
                asked = f"GET /{LESSON} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
                connection.sendall([b"", b"GET / HT", asked][number % 3])
            time.sleep(LASTS)
        yield "500 slow clients: silent, stopped in their request, or not taking the answer", read

        with being_read(url) as read:
            whole = lesson.path.read_bytes()
            lesson.path.write_bytes(whole[: len(whole) // 2])
            time.sleep(LASTS)
            lesson.path.write_bytes(whole)
            lesson.renew()
            lesson.arrives(url)
        yield "Half of the notebook lost, then put right", read

        with being_read(url, may_be_absent=True) as read:
            whole = lesson.path.read_bytes()
            lesson.path.unlink()
            time.sleep(LASTS)
            lesson.path.write_bytes(whole)
            lesson.renew()
            lesson.arrives(url)
        yield "The notebook deleted, then put back", read

        with being_read(url) as read:
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
            lesson.renew()
            time.sleep(LASTS)
            unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, unlimited)
            lesson.renew()
            lesson.arrives(url)
        yield "The disk full while a lesson changes, then room again", read

        with being_read(url) as read:
            read_only(scratch, True)
            lesson.renew()
            time.sleep(LASTS)
            read_only(scratch, False)
            lesson.renew()
            lesson.arrives(url)
        yield "Nothing may be written while a lesson changes, then it may", read

        with being_read(url) as read:
            for years in (-1, 1):
                clock.write_text(str(years * 365 * 86400))
                time.sleep(LASTS / 2)
            lesson.renew()
            lesson.arrives(url)
        clock.write_text("0")
        yield "The clock a year back, then a year ahead, and a lesson changes", read

        with being_read(url) as read:
            time.sleep(LASTS / 2)
            os.killpg(server.process.pid, signal.SIGKILL)
            server.process.wait(10)
            conftest.free_port = lambda port=server.port: port  # where the readers ask
            server = Server(notebooks, scratch / "log again", command, **environment)
            until(lambda: fetch(url)[0] == 200, "the server that was started again did not answer")
            time.sleep(LASTS / 2)
        yield "The server killed mid-load and started again", read
        until(lambda: server.kernels() == [], "the last kernel did not end")
    finally:
        server.stop()


def report(rows: list[tuple[str, Read]]) -> str:
    """The whole of FAULTS.md."""
    normal = statistics.median(rows[0][1].waits)
    lines = [
        "<!-- Written by bench/faults.py; run it to renew it. -->",
        "# What readers got while something failed",
        "",
        f"{READERS} readers ask for one lesson again and again while the fault is there and until it is over. A wrong "
        "answer is anything but a whole lesson with status 200, or 404 while there is no notebook. A connection that "
        "is refused, because no server runs, is counted apart. No wait is a time: each is a ratio to the median wait "
        "with nothing wrong, on the same machine in the same run, so a busy machine counts for both.",
        "",
        "| what was done | answers | wrong | refused | said to be gone | median wait | longest wait |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for done, read in rows:
        waits = [statistics.median(read.waits) / normal, max(read.waits) / normal]
        lines.append(
            f"| {done} | {read.answers:,} | {len(read.wrong)} | {read.refused:,} | {read.absent:,} "
            f"| {waits[0]:.1f} × | {waits[1]:,.0f} × |"
        )
    wrong = sorted({one for _, read in rows for one in read.wrong})
    lines += ["", f"Wrong answers: {'; '.join(wrong) if wrong else 'none'}. Kernels left at the end: none."]
    lines += [
        "",
        "A reader of a lesson that was put back waits until it is rendered, which starts a kernel; one who comes in "
        "the same moment as hundreds of others waits until the machine has taken all their connections.",
        "",
        f"Run {datetime.datetime.now().isoformat(sep=' ', timespec='minutes')} on {os.cpu_count()} processors, load "
        f"average {os.getloadavg()[0]:.1f} at the end.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
