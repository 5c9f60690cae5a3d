"""What whoever runs the server is told: health, counts and log lines without a reader in them, and a calm stop."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import psutil
import pytest
from conftest import LESSON, ROOT, Server, free_port, serving
from test_failures import change, fetch, first_code, wait_for


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A folder with two short lessons."""
    folder = tmp_path / "short"
    folder.mkdir()
    shutil.copy(ROOT / "notebooks/tms_outcomes.ipynb", folder / "tms_outcomes.ipynb")
    shutil.copy(ROOT / "notebooks/tms_outcomes.ipynb", folder / "other.ipynb")

    def shorten(content: dict) -> None:
        content["cells"] = [content["cells"][0], first_code(content)]
        content["cells"][1]["source"] = "print('short')"

    for path in folder.glob("*.ipynb"):
        change(path, shorten)
    return folder


def health(server: Server) -> tuple[int, dict]:
    status, _, body = fetch(server.url + "healthz")
    return status, json.loads(body)


def patient(url: str) -> int:
    """The status, however busy the machine is."""
    with urllib.request.urlopen(url, timeout=120) as answer:
        answer.read()
        return int(answer.status)


def count(server: Server, line: str) -> float:
    text = fetch(server.url + "metrics")[2].decode()
    return next((float(row.rpartition(" ")[2]) for row in text.splitlines() if row.startswith(line + " ")), 0.0)


def test_health_says_what_is_served_and_which_evidence_it_rests_on(two: Path, tmp_path: Path) -> None:
    with serving(two, tmp_path / "log") as server:
        status, said = health(server)
        assert (status, said["status"], said["pages"]) == (200, "ready", {"ready": 2, "of": 2, "missing": []})
        assert said["version"] == "1.0.0"
        assert len(said["registry"]) == 16
        shutil.copy(two / "other.ipynb", two / "broken.ipynb")
        change(two / "broken.ipynb", lambda n: first_code(n).update(source="1 / 0"))
        assert fetch(server.url + "voila/render/broken.ipynb")[0] == 500
        status, said = health(server)
        assert (status, said["pages"]["missing"]) == (503, ["broken.ipynb"]), "a lesson without a copy is not healthy"
        (two / "broken.ipynb").unlink()
        wait_for(lambda: health(server)[0] == 200, lambda: None)


def test_another_registry_has_another_hash(two: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    for package in ("nextsteps", "widgets", "pages"):
        shutil.copytree(ROOT / package, project / package, ignore=shutil.ignore_patterns("__pycache__"))
    with serving(two, tmp_path / "log", PYTHONPATH=str(project)) as server:
        before = health(server)[1]["registry"]
        claims = project / "nextsteps/evidence/claims/tms.toml"
        claims.write_text(claims.read_text("utf-8") + "\n# read again\n", "utf-8")
        wait_for(lambda: health(server)[1]["registry"] != before, lambda: None)


def test_counts_know_pages_and_never_a_reader(two: Path, tmp_path: Path) -> None:
    with serving(two, tmp_path / "log") as server:
        etag = fetch(server.url + LESSON)[1]["Etag"]
        fetch(server.url + LESSON, **{"If-None-Match": etag, "User-Agent": "a-telling-phone"})
        fetch(server.url + "my-diary?name=Ann")
        assert count(server, 'nextsteps_views_total{page="tms_outcomes.ipynb"}') == 2
        assert count(server, 'nextsteps_answers_total{kind="closed",status="404"}') == 1
        assert count(server, 'nextsteps_render_seconds_count{page="tms_outcomes.ipynb"}') == 1
        assert count(server, 'nextsteps_pages{state="ready"}') == 2
        change(two / "other.ipynb", lambda n: first_code(n).update(source="1 / 0"))
        wait_for(
            lambda: count(server, 'nextsteps_render_errors_total{page="other.ipynb"}') == 1,
            lambda: fetch(server.url + LESSON),
        )
        told = fetch(server.url + "metrics")[2].decode() + server.log.read_text()
        for private in ("diary", "Ann", "telling", "127.0.0.1", "::1"):
            assert private not in told, f"{private} says something about a reader"
        assert "python_info" not in told and "process_" not in told


def test_every_log_line_is_one_json_object_that_nobody_can_forge(two: Path, tmp_path: Path) -> None:
    with serving(two, tmp_path / "log") as server:
        fetch(server.url + "voila/render/%0a%7b%22event%22%3a%22forged%22%7d.ipynb")
        fetch(server.url + LESSON)
        # A line is written once the answer is out, so the reader may have it first.
        wait_for(lambda: '"page": "tms_outcomes.ipynb"' in server.log.read_text(), lambda: None)
        # A kernel's own warnings come from its process, before there is a reader.
        ours = [line for line in server.log.read_text().splitlines() if not line.startswith("[IPKernelApp]")]
        lines = [json.loads(line) for line in ours]
    answers = [line for line in lines if line["event"] == "answer"]
    assert {"kind": "page", "page": "tms_outcomes.ipynb", "method": "GET", "status": 200}.items() <= answers[-1].items()
    assert [line for line in lines if line["event"].startswith("Rendered")], "no line for a page that was rendered"
    assert "forged" not in json.dumps(lines)


def test_many_first_readers_of_a_new_lesson_start_one_kernel(two: Path, tmp_path: Path) -> None:
    with serving(two, tmp_path / "log") as server:
        shutil.copy(two / "other.ipynb", two / "new.ipynb")
        threads = [threading.Thread(target=patient, args=(server.url + "voila/render/new.ipynb",)) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert count(server, 'nextsteps_render_seconds_count{page="new.ipynb"}') == 1
        wait_for(lambda: count(server, 'nextsteps_views_total{page="new.ipynb"}') == 12, lambda: None)


def test_a_kernel_is_given_no_port_that_another_program_could_take_before_it(two: Path, tmp_path: Path) -> None:
    asks = (
        "from ipykernel import get_connection_info\nprint('reached by', get_connection_info(unpack=True)['transport'])"
    )
    change(two / "other.ipynb", lambda n: first_code(n).update(source=asks))
    with serving(two, tmp_path / "log") as server:
        assert b"reached by ipc" in fetch(server.url + "voila/render/other.ipynb")[2]


def test_a_stop_finishes_the_page_under_way_and_leaves_no_kernel(two: Path, tmp_path: Path) -> None:
    # On a slow machine the kernel alone may need the eight seconds that a stop usually gives.
    patiently = [sys.executable, "-m", "voila", "--Readers.grace=60"]
    with serving(two, tmp_path / "log", patiently) as server:
        shutil.copy(two / "other.ipynb", two / "slow.ipynb")
        change(two / "slow.ipynb", lambda n: first_code(n).update(source="import time\ntime.sleep(3)"))
        answers: list[int] = []
        reader = threading.Thread(target=lambda: answers.append(patient(server.url + "voila/render/slow.ipynb")))
        reader.start()
        wait_for(lambda: server.kernels() != [], lambda: None)
        kernels = server.kernels()
        os.kill(server.process.pid, signal.SIGTERM)
        reader.join(90)
        assert answers == [200], "a reader who was already waiting was sent away"
        assert server.process.wait(30) == 0
        wait_for(lambda: not any(psutil.pid_exists(pid) for pid in kernels), lambda: None)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("localhost", server.port))


@pytest.mark.parametrize(
    "source", ["import time\ntime.sleep(3)", "import time\ntime.sleep(600)"], ids=["soon", "never"]
)
def test_a_stop_while_the_lessons_are_being_rendered_ends_well(two: Path, tmp_path: Path, source: str) -> None:
    change(two / "other.ipynb", lambda n: first_code(n).update(source=source))
    server = Server(two, tmp_path / "log", [sys.executable, "-m", "voila", "--Readers.grace=1"])
    try:
        wait_for(lambda: server.kernels() != [], lambda: None)
        kernels = server.kernels()
        os.kill(server.process.pid, signal.SIGTERM)
        assert server.process.wait(30) == 0
        assert "Traceback" not in server.log.read_text()
        wait_for(lambda: not any(psutil.pid_exists(pid) for pid in kernels), lambda: None)
    finally:
        server.stop()


def test_settings_that_do_not_load_never_open_the_server(two: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(ROOT / "pages", broken / "pages", ignore=shutil.ignore_patterns("__pycache__"))
    (broken / "pages/library.py").write_text("import nothing_of_that_name\n")
    run = subprocess.run(
        [sys.executable, "-m", "voila", str(two), f"--port={free_port()}"],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(broken)},
    )
    assert run.returncode != 0
    assert "Their settings do not load: No module named 'nothing_of_that_name'" in run.stderr
