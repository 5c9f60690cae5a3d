"""When the machine itself fails: a reader gets the whole lesson or a refused connection, never something wrong."""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import signal
import socket
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from conftest import LESSON, ROOT, Server, serving
from test_failures import change, fetch, first_code, wait_for

from pages.assets import Served


@pytest.fixture
def short(tmp_path: Path) -> Path:
    """A folder with one short lesson."""
    folder = tmp_path / "short"
    folder.mkdir()
    shutil.copy(ROOT / "notebooks/tms_outcomes.ipynb", folder)

    def shorten(content: dict) -> None:
        content["cells"] = [content["cells"][0], first_code(content)]
        content["cells"][1]["source"] = "print('the first text')"

    change(folder / "tms_outcomes.ipynb", shorten)
    return folder


@pytest.fixture
def own(tmp_path: Path) -> dict[str, str]:
    """A copy of the project for this test: whoever works on it meanwhile would have the lessons rendered anew."""
    project = tmp_path / "project"
    for package in ("nextsteps", "widgets", "pages"):
        shutil.copytree(ROOT / package, project / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "jupyter/share", project / "share")
    return {"PYTHONPATH": str(project), "JUPYTER_PATH": str(project / "share")}


def test_a_server_that_is_killed_mid_load_never_gives_half_a_lesson(
    short: Path, own: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Server(short, tmp_path / "log", **own).wait()
    whole = hashlib.sha256(fetch(first.url + LESSON)[2]).hexdigest()
    bodies: set[str] = set()
    refused: list[Exception] = []
    stop = threading.Event()

    def read(url: str) -> None:
        while not stop.is_set():
            try:
                status, _, body = fetch(url + LESSON)
                bodies.add(f"{status} {hashlib.sha256(body).hexdigest()}")
            except Exception as error:  # a connection that is cut is told as such
                refused.append(error)
                time.sleep(0.05)

    readers = [threading.Thread(target=read, args=(first.url,)) for _ in range(4)]
    for reader in readers:
        reader.start()
    wait_for(lambda: bool(bodies), lambda: None)
    os.killpg(first.process.pid, signal.SIGKILL)
    first.process.wait(10)
    wait_for(lambda: bool(refused), lambda: None)
    monkeypatch.setattr("conftest.free_port", lambda: first.port)
    again = Server(short, tmp_path / "log again", **own)
    try:
        again.wait()
        assert hashlib.sha256(fetch(again.url + LESSON)[2]).hexdigest() == whole
        assert again.kernels() == []
    finally:
        stop.set()
        for reader in readers:
            reader.join(30)
        again.stop()
    assert bodies == {f"200 {whole}"}


def test_a_full_disk_keeps_the_last_good_copy_and_room_renews_it(
    short: Path, own: dict[str, str], tmp_path: Path
) -> None:
    with serving(short, tmp_path / "log", **own) as server:
        # Not one byte more may be written to any file, its log and the kernel's connection file included.
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        change(short / "tms_outcomes.ipynb", lambda n: first_code(n).update(source="print('the second text')"))
        end = time.monotonic() + 5
        while time.monotonic() < end:
            status, _, body = fetch(server.url + LESSON)
            assert status == 200 and b"the first text" in body
        assert fetch(server.url + "healthz")[0] == 200
        assert server.kernels() == []
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        change(short / "tms_outcomes.ipynb", lambda n: first_code(n).update(source="print('a third text')"))
        wait_for(lambda: b"a third text" in fetch(server.url + LESSON)[2], lambda: None)


def test_a_lesson_from_before_is_noticed_though_the_clock_went_back(
    short: Path, own: dict[str, str], tmp_path: Path
) -> None:
    with serving(short, tmp_path / "log", **own) as server:
        change(short / "tms_outcomes.ipynb", lambda n: first_code(n).update(source="print('an older text')"))
        os.utime(short / "tms_outcomes.ipynb", (0, 0))
        wait_for(lambda: b"an older text" in fetch(server.url + LESSON)[2], lambda: None)


def test_the_same_lesson_has_the_same_etag_in_any_year(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for year in (0.0, 4e9):
        monkeypatch.setattr(time, "time", lambda year=year: year)
        served = Served(b"<p>lesson</p>" * 100, "text/html")
        made.append((served.etag, served.encodings))
    assert made[0] == made[1]


def test_a_deleted_then_a_spoiled_lesson_is_never_shown_as_something_else(
    short: Path, own: dict[str, str], tmp_path: Path
) -> None:
    lesson = short / "tms_outcomes.ipynb"
    good = lesson.read_bytes()
    with serving(short, tmp_path / "log", **own) as server:
        lesson.write_bytes(good[: len(good) // 2])
        wait_for(lambda: "cannot be read as a notebook" in server.log.read_text(), lambda: fetch(server.url + LESSON))
        status, _, body = fetch(server.url + LESSON)
        assert status == 200 and b"the first text" in body
        lesson.unlink()
        wait_for(lambda: fetch(server.url + LESSON)[0] == 404, lambda: None)
        lesson.write_bytes(good)
        wait_for(lambda: fetch(server.url + LESSON)[0] == 200, lambda: None)


def test_five_hundred_slow_clients_do_not_keep_a_reader_waiting(
    short: Path, own: dict[str, str], tmp_path: Path
) -> None:
    with serving(short, tmp_path / "log", **own) as server, ExitStack() as slow:
        for number in range(500):
            connection = slow.enter_context(socket.create_connection(("localhost", server.port), timeout=30))
            # A third says nothing, a third stops in the middle of asking, a third never takes the answer.
            connection.sendall([b"", b"GET / HT", f"GET /{LESSON} HTTP/1.1\r\nHost: x\r\n\r\n".encode()][number % 3])
        for _ in range(20):
            status, _, body = fetch(server.url + LESSON)
            assert status == 200 and b"the first text" in body
        assert fetch(server.url + "healthz")[0] == 200
        assert server.kernels() == []


def read_only(folder: Path, so: bool) -> None:
    """Take the right to write from a folder and all below it, or give it back."""
    for path in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        path.chmod(0o555 if so else 0o755)


def test_where_nothing_may_be_written_the_last_good_copy_is_served(
    short: Path, own: dict[str, str], tmp_path: Path
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    # To root nothing is read-only, unless it gives up that power.
    humbly = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    environment = {**own, "HOME": str(scratch), "TMPDIR": str(scratch)}
    read_only(tmp_path, True)
    read_only(scratch, False)
    try:
        with serving(short, scratch / "log", [*humbly, sys.executable, "-m", "voila"], **environment) as server:
            assert b"the first text" in fetch(server.url + LESSON)[2], "it needs to write more than its scratch folder"
            read_only(scratch, True)
            read_only(short, False)
            change(short / "tms_outcomes.ipynb", lambda n: first_code(n).update(source="print('the second text')"))
            read_only(short, True)
            wait_for(lambda: "PermissionError" in server.log.read_text(), lambda: fetch(server.url + LESSON))
            status, _, body = fetch(server.url + LESSON)
            assert status == 200 and b"the first text" in body
            assert fetch(server.url + "healthz")[0] == 200
            wait_for(lambda: server.kernels() == [], lambda: None)
            read_only(scratch, False)
            read_only(short, False)
            change(short / "tms_outcomes.ipynb", lambda n: first_code(n).update(source="print('a third text')"))
            wait_for(lambda: b"a third text" in fetch(server.url + LESSON)[2], lambda: None)
    finally:
        read_only(tmp_path, False)


#: A clock that a test may set: what Python's own `time.time` tells the server, moved by what stands in a file.
CLOCK = """
import os, time
real = time.time
def told():
    with open(os.environ["CLOCK"]) as moved:
        return real() + float(moved.read() or 0)
time.time = told
"""


def test_a_clock_that_jumps_a_year_neither_hides_nor_spoils_a_lesson(
    short: Path, own: dict[str, str], tmp_path: Path
) -> None:
    clock, lesson = tmp_path / "clock", short / "tms_outcomes.ipynb"
    clock.write_text("0")
    (Path(own["PYTHONPATH"]) / "sitecustomize.py").write_text(CLOCK)
    with serving(short, tmp_path / "log", CLOCK=str(clock), **own) as server:
        first = fetch(server.url + LESSON)

        def unchanged() -> bool:
            status, headers, body = fetch(server.url + LESSON)
            return (status, headers["Etag"], body) == (200, first[1]["Etag"], first[2])

        clock.write_text(str(-365 * 86400))
        assert unchanged()
        # To this clock a paper of this year lies in the future, which the evidence refuses: the good copy stays.
        change(lesson, lambda n: first_code(n).update(source="print('the second text')"))
        wait_for(lambda: "lies in the future" in server.log.read_text(), lambda: fetch(server.url + LESSON))
        assert unchanged()
        clock.write_text(str(365 * 86400))
        change(lesson, lambda n: first_code(n).update(source="print('a third text')"))
        wait_for(lambda: b"a third text" in fetch(server.url + LESSON)[2], lambda: None)
        wait_for(lambda: server.kernels() == [], lambda: None)
        assert fetch(server.url + "healthz")[0] == 200
