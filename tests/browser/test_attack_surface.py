"""What an attacker finds: lessons, a start and nothing else, in small bites and within seconds."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import LESSON, ROOT, Server, free_port, serving

from pages.server import policy

KERNEL = "00000000-0000-0000-0000-000000000000"
CLOSED = f"""
api api/ api/status api/kernels api/kernels/{KERNEL} api/kernels/{KERNEL}/channels api/kernels/{KERNEL}/restart
api/kernelspecs api/contents api/contents/tms_outcomes.ipynb api/sessions api/terminals api/me api/config/notebook
api/nbconvert api/spec.yaml api/events/subscribe api/security/csp-report terminals terminals/1
terminals/websocket/1 tree tree/ lab notebooks/tms_outcomes.ipynb edit/x view/x files/tms_outcomes.ipynb
nbconvert/html/tms_outcomes.ipynb kernelspecs/python3/logo.svg login logout hub metrics/x healthz/x static/favicon.ico
favicon.ico custom/custom.css voila voila/ voila/tree voila/tree/x voila/files/tms_outcomes.ipynb
voila/files/..%2f..%2fpyproject.toml voila/api/contents voila/api/contents/x voila/api/shutdown/{KERNEL}
voila/api/themes/x voila/static/voila.js voila/templates/nextsteps/static/x voila/labextensions/x
voila/query/{KERNEL} voila/execution/{KERNEL} voila/render voila/render/../../pyproject.toml
voila/render/..%2f..%2fpyproject.toml voila/render/%2e%2e/%2e%2e/pyproject.toml voila/render/..%5c..%5cpyproject.toml
voila/render/%2fetc%2fpasswd voila/render/tms_outcomes.ipynb%00 voila/render/tms_outcomes.ipynb/
voila/render//tms_outcomes.ipynb
voila%2frender%2ftms_outcomes.ipynb voila/render/.%2ftms_outcomes.ipynb voila/render/%ff assets/ assets/..%2fpage.css
assets/../pages/server.py assets/%2e%2e%2fserver.py assets//page.css .git/config .env
""".split()


def raw(site: str, request: bytes, wait: float = 60) -> bytes:
    """Everything that comes back for these very bytes, until the server closes the connection."""
    port = int(site.rsplit(":", 1)[1].strip("/"))
    answer = b""
    with socket.create_connection(("localhost", port), timeout=wait) as connection:
        try:
            connection.sendall(request)
            while chunk := connection.recv(65536):
                answer += chunk
        except (ConnectionResetError, BrokenPipeError):
            pass
    return answer


def ask(
    site: str, path: str, method: str = "GET", *headers: str, body: bytes = b""
) -> tuple[int, dict[str, str], bytes]:
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close", *headers]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    head, _, content = raw(site, "\r\n".join([*lines, "", ""]).encode() + body).partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    return int(first.split()[1]), {k.title(): v for k, _, v in (line.partition(": ") for line in rest)}, content


@pytest.mark.parametrize("path", CLOSED)
def test_an_address_that_is_no_lesson_gives_an_attacker_nothing(site: str, path: str) -> None:
    status, headers, body = ask(site, f"/{path}")
    assert status in (400, 403, 404)
    assert b"988" in body, "whoever is lost still finds crisis help"
    assert "Set-Cookie" not in headers and "Server" not in headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", [LESSON, "", "assets/x.css", "healthz", "metrics", "api/kernels", "voila/api/contents"]
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "BREW"])
def test_a_method_that_no_reader_needs_is_refused_without_echo(site: str, method: str, path: str) -> None:
    status, headers, body = ask(
        site, f"/{path}", method, "X-Mine: <script>echo</script>", body=b"<script>echo</script>"
    )
    assert status == 405
    assert headers["Allow"] == "GET, HEAD"
    assert b"988" in body and b"echo" not in body
    assert "Set-Cookie" not in headers


#: For any answer: what the browser may do with it, and the only sources that a page may use.
CLOSING = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}
SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'self'",
}


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        (LESSON, "GET", 200),
        (LESSON, "HEAD", 200),
        (f"{LESSON}?template=x", "GET", 400),
        ("healthz", "GET", 200),
        ("metrics", "GET", 200),
        ("api/kernels", "GET", 404),
        (LESSON, "POST", 405),
    ],
)
def test_each_answer_tells_the_browser_to_load_and_send_nothing_else(
    site: str, path: str, method: str, status: int
) -> None:
    answer = ask(site, f"/{path}", method)
    assert answer[0] == status
    assert {name: answer[1].get(name) for name in CLOSING} == CLOSING
    directives = dict(part.strip().split(" ", 1) for part in answer[1]["Content-Security-Policy"].split(";"))
    assert directives == SOURCES
    assert "Server" not in answer[1] and "Set-Cookie" not in answer[1]


def test_too_much_is_refused_and_a_little_is_not(site: str) -> None:
    small = ask(site, f"/{LESSON}", "GET", "X-Small: " + "a" * 8_000)
    assert small[0] == 200
    assert raw(site, f"GET /{LESSON} HTTP/1.1\r\nHost: x\r\nX: {'a' * 20_000}\r\n\r\n".encode()) == b""
    assert raw(site, f"GET /{'a' * 20_000} HTTP/1.1\r\nHost: x\r\n\r\n".encode()) == b""
    large = f"POST /{LESSON} HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n".encode() + b"a" * 5000
    assert raw(site, large) in (b"", b"HTTP/1.1 400 Bad Request\r\n\r\n")
    chunked = (
        f"POST /{LESSON} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode() + b"1000\r\n" + b"a" * 4096
    )
    assert raw(site, chunked + b"\r\n1000\r\n" + b"a" * 4096 + b"\r\n0\r\n\r\n") in (
        b"",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
    )


def test_a_page_asked_for_in_part_or_head_only_is_answered_as_the_standard_says(site: str) -> None:
    whole = ask(site, f"/{LESSON}")
    part = ask(site, f"/{LESSON}", "GET", "Range: bytes=0-99")
    assert (part[0], len(part[2])) == (200, len(whole[2])) and part[1]["Accept-Ranges"] == "none"
    head = ask(site, f"/{LESSON}", "HEAD")
    assert head[2] == b"" and head[1]["Content-Length"] == str(len(whole[2]))
    assert head[1]["Etag"] == whole[1]["Etag"]
    for given in (whole[1]["Etag"], f'"other", {whole[1]["Etag"]}', "W/" + whole[1]["Etag"], "*"):
        same = ask(site, f"/{LESSON}", "GET", f"If-None-Match: {given}")
        assert (same[0], same[2]) == (304, b"")
        assert same[1]["Etag"] == whole[1]["Etag"]


@pytest.mark.parametrize(
    ("header", "coding"),
    [("br;q=0, gzip", "gzip"), ("gzip;q=0.0", None), ("brotli", None), ("gzip, br;q=0.1", "br"), ("identity", None)],
)
def test_a_coding_that_the_browser_refuses_is_not_sent(site: str, header: str, coding: str | None) -> None:
    assert ask(site, f"/{LESSON}", "GET", f"Accept-Encoding: {header}")[1].get("Content-Encoding") == coding


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One lesson, from a server that waits a second for a request, and two for its answer to be taken."""
    command = [sys.executable, "-m", "voila", "--Readers.slowest_request=1", "--Readers.slowest_answer=2"]
    folder = tmp_path_factory.mktemp("impatient")
    lesson = ROOT / "notebooks/tms_outcomes.ipynb"
    frame = "'self' https://*.clinic.example"
    with serving(lesson, folder / "log", command, NEXTSTEPS_FRAME_ANCESTORS=frame) as server:
        yield server


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"GET ",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc",
    ],
)
def test_a_request_that_never_ends_is_given_up(impatient: Server, start: bytes) -> None:
    assert raw(impatient.url, start) == b"", "the server must close it, or this times out"


def test_an_answer_that_is_never_taken_is_given_up(impatient: Server) -> None:
    with socket.create_connection(("localhost", impatient.port), timeout=20) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 200)
        # Taking nothing: the server closes, and whatever is sent after that is refused.
        for _ in range(400):
            try:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            except ConnectionError:
                return
            time.sleep(0.05)
    pytest.fail("the server held an answer for somebody who does not take it")


@pytest.mark.parametrize("path", [f"api/kernels/{KERNEL}/channels", "terminals/websocket/1", "api/events/subscribe"])
def test_no_websocket_is_opened(impatient: Server, path: str) -> None:
    upgrade = (
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    )
    status, headers, _ = ask(impatient.url, f"/{path}", "GET", *upgrade)
    assert status == 404
    assert "Sec-Websocket-Accept" not in headers


def test_a_clinic_may_show_the_lessons_in_its_own_page(impatient: Server, site: str) -> None:
    assert ask(impatient.url, "/")[1]["Content-Security-Policy"].endswith(
        "frame-ancestors 'self' https://*.clinic.example"
    )
    assert ask(site, f"/{LESSON}")[1]["Content-Security-Policy"].endswith("frame-ancestors 'self'")


@pytest.mark.parametrize(
    "wrong", ["*", "clinic.example", "'self'; script-src *", "'none' https://a.example", "", "https://a/b", "data:"]
)
def test_a_frame_setting_that_would_open_the_page_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="NEXTSTEPS_FRAME_ANCESTORS"):
        policy(wrong)


def test_a_wrong_frame_setting_is_told_in_one_sentence(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "pages", "serve", str(ROOT / "notebooks"), f"--port={free_port()}"],
        capture_output=True,
        text=True,
        timeout=90,
        cwd=tmp_path,
        env={**os.environ, "NEXTSTEPS_FRAME_ANCESTORS": "*"},
    )
    assert run.returncode != 0
    said = [line for line in run.stderr.splitlines() if line and not line.startswith(("[", "{"))]
    assert len(said) == 1 and "NEXTSTEPS_FRAME_ANCESTORS" in said[0], run.stderr
