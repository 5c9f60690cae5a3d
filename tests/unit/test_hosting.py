"""What a host says of the files: the same as our server, so that no edition protects a reader less than another."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import brotli
import pytest

from pages.hosting import headers_file, host_headers, with_compressed
from pages.render import RenderError
from pages.server import A_YEAR, HEADERS, policy

ROOT = Path(__file__).parents[2]


def read(headers: bytes) -> dict[str, dict[str, str]]:
    """The rules of a file of headers, as a host reads them."""
    rules: dict[str, dict[str, str]] = {}
    for line in headers.decode().splitlines():
        if line.startswith("/"):
            path = rules.setdefault(line, {})
        elif line:
            name, value = line.strip().split(": ", 1)
            path[name] = value
    return rules


def ours() -> dict[str, str]:
    """What the server sends with a lesson; the manifest is a file that only the folder has."""
    return {"Content-Security-Policy": policy("'self'") + "; manifest-src 'self'", **HEADERS}


def test_a_reader_of_the_files_is_protected_as_one_of_the_server_is() -> None:
    rules = read(headers_file(host_headers()))
    assert rules["/*"] == ours()
    assert rules["/assets/*"] == {"Cache-Control": f"public, max-age={A_YEAR}, immutable"}


def test_no_header_is_said_twice_because_hosts_join_both_values() -> None:
    rules = read(headers_file(host_headers()))
    assert not set(rules["/*"]) & set(rules["/assets/*"])
    assert max(len(line) for line in headers_file(host_headers()).splitlines()) < 2000, "a host reads no longer line"


def test_the_nginx_that_shows_the_files_says_the_same_as_the_server() -> None:
    settings = (ROOT / "deploy/nginx-site.conf").read_text("utf-8")
    said = dict(re.findall(r'^    add_header (\S+) "([^"]*)" always;$', settings, re.MULTILINE))
    assert said == ours()
    assert f'~/assets/ "public, max-age={A_YEAR}, immutable"' in settings
    # A location with a header of its own would lose the others.
    assert not re.findall(r"^     +add_header", settings, re.MULTILINE)


def test_the_clinic_that_frames_the_lessons_is_in_the_headers_of_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEXTSTEPS_FRAME_ANCESTORS", "'self' https://www.clinic.example")
    framed = read(headers_file(host_headers()))["/*"]["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://www.clinic.example; manifest-src 'self'" in framed


def test_a_place_that_cannot_frame_is_told_before_a_site_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEXTSTEPS_FRAME_ANCESTORS", "everybody; script-src *")
    with pytest.raises(RenderError, match="NEXTSTEPS_FRAME_ANCESTORS"):
        host_headers()


def test_each_compressed_copy_is_the_same_lesson_and_smaller() -> None:
    page = b"<!DOCTYPE html>" + b"<p>Ask at your next visit.</p>" * 50
    made = with_compressed({"index.html": page, "assets/card.0.png": b"\x89PNG", "_headers": b"/*\n"})
    assert sorted(made) == ["_headers", "assets/card.0.png", "index.html", "index.html.br", "index.html.gz"]
    assert brotli.decompress(made["index.html.br"]) == gzip.decompress(made["index.html.gz"]) == page
    assert len(made["index.html.br"]) < len(made["index.html.gz"]) < len(page)
