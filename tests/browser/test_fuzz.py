"""Six thousand requests that no browser would send: never an error of ours, never a hang, never a kernel."""

from __future__ import annotations

import http.client
import random
import shutil
import socket
import sys
from pathlib import Path

import psutil
from conftest import LESSON, ROOT, serving
from test_attack_surface import CLOSED

REQUESTS = 6_000
#: The same requests in every run, so that one that was found can be sent again.
SEED = 20261124
METHODS = "GET GET GET GET HEAD POST PUT DELETE PATCH OPTIONS TRACE CONNECT PROPFIND get G@T \x00 é".split(" ")
HEADERS = (
    "Host Range If-None-Match If-Modified-Since Accept Accept-Encoding Accept-Language Cookie Origin Referer Upgrade "
    "X-HTTP-Method-Override X-Forwarded-For X-XSRFToken Authorization Expect Content-Type TE If-Range X"
).split()
VALUES = [
    "", "*", "br", "gzip;q=0", "bytes=0-", "bytes=9-1", "websocket", "a" * 3_000, "../../etc/passwd", "0", "-1", "é",
    "\t", '"', 'W/"x"', "100-continue", "application/json", "_xsrf=1", "\x7f", "${jndi:x}", "{{7*7}}", "\ud83d\ude00",
]  # fmt: skip
PIECES = [
    *"/ // . .. %2e %2f %5c %00 %ff %u0000 ? # & = ; : @ \\ * + ~ | { } ' \" < > é".split(),
    *("voila render tree files api static kernels contents channels tms_outcomes.ipynb .ipynb index assets page.css "
      "healthz metrics template theme token nbconvert terminals a").split(),
]  # fmt: skip


def request(chance: random.Random) -> bytes:
    """One request, from nearly right to nonsense."""
    path = chance.choice(
        [
            lambda: "/" + LESSON + chance.choice(["", "", "?", "?template=x", "?" + "a" * chance.randrange(9_000)]),
            lambda: "/" + chance.choice(CLOSED),
            lambda: "/" + "".join(chance.choices(PIECES, k=chance.randrange(12))),
            lambda: "".join(chance.choices(PIECES, k=chance.randrange(4))),
            lambda: "http://elsewhere.example/" + LESSON,
        ]
    )()
    lines = [f"{chance.choice(METHODS)} {path} {chance.choice(['HTTP/1.1'] * 12 + ['HTTP/1.0', 'HTTP/9', 'X', ''])}"]
    if chance.random() < 0.9:
        lines.append("Host: localhost")
    lines += [f"{chance.choice(HEADERS)}: {chance.choice(VALUES)}" for _ in range(chance.randrange(5))]
    body = chance.randbytes(chance.choice([0, 0, 0, 1, 100, 6_000]))
    if body or chance.random() < 0.1:
        lines.append(chance.choice([f"Content-Length: {len(body)}"] * 6 + ["Content-Length: -1", "Content-Length: x"]))
    if chance.random() < 0.05:
        lines.append("Transfer-Encoding: chunked")
    text = "\r\n".join([*lines, "Connection: close", "", ""]).encode("utf-8", "surrogatepass")
    if chance.random() < 0.05:
        text = text[: chance.randrange(len(text))]
    return text + body


def answer(port: int, sent: bytes) -> bytes:
    """The head of what comes back. Half of the connection is closed after sending, so that nothing waits for more."""
    with socket.create_connection(("localhost", port), timeout=30) as connection:
        try:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            head = connection.recv(4_096)
            while connection.recv(1 << 20):
                pass
            return head
        except (ConnectionResetError, BrokenPipeError):
            return b""


def test_no_request_whatever_breaks_or_slows_the_lessons(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    lesson = ROOT / "notebooks/tms_outcomes.ipynb"
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / lesson.name).write_bytes(lesson.read_bytes())
    # A copy: whoever works on the lessons meanwhile would have them rendered anew.
    project = tmp_path / "project"
    for package in ("nextsteps", "widgets", "pages"):
        shutil.copytree(ROOT / package, project / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "jupyter/share", project / "share")
    own = {"PYTHONPATH": str(project), "JUPYTER_PATH": str(project / "share")}
    command = [sys.executable, "-m", "voila", "--Readers.slowest_request=5"]
    with serving(folder, tmp_path / "log", command, **own) as server:
        process, seen, memory = psutil.Process(server.process.pid), set(), 0
        for number in range(REQUESTS):
            sent = request(chance)
            head = answer(server.port, sent)
            status = int(head.split()[1]) if head.startswith(b"HTTP/1.1 ") else 0
            # A path may leave the lesson as it is; whatever else is answered must be one of our refusals.
            assert status in (0, 100, 200, 302, 304, 400, 403, 404, 405), (sent[:300], head[:300])
            for private in (b"Set-Cookie", b"\nServer:", b"Traceback"):
                assert private not in head, (sent[:300], head[:300])
            seen.add(status)
            if number % 200 == 0:
                assert server.kernels() == [], sent[:300]
            if number == REQUESTS // 3:
                memory = process.memory_info().rss
        assert {0, 200, 304, 400, 404, 405} <= seen, "the requests are not as mixed as they should be"
        assert process.memory_info().rss < memory * 1.1
        connection = http.client.HTTPConnection("localhost", server.port, timeout=30)
        connection.request("GET", "/" + LESSON)
        assert connection.getresponse().status == 200
        logged = server.log.read_text()
        assert "Traceback" not in logged and "127.0.0.1" not in logged
        assert logged.count("Executing notebook") == 1
