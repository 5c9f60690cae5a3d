"""The lessons as files behind a real nginx, with the repository's own settings: compressed, protected, nobody noted."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, free_port
from find_nginx import MISSING, find_nginx, running_nginx
from test_failures import fetch

from pages.hosting import HEADERS_FILE, headers_file, host_headers, with_compressed
from pages.site import write

PAGE = b"<!DOCTYPE html><title>A lesson</title>" + b"<p>Ask at your next visit.</p>" * 200
CALM = b"<!DOCTYPE html><title>This page is not here</title>" + b"<p>Call 988.</p>" * 200


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a small site of files, and the folder of nginx's logs."""
    program = find_nginx()
    if not program:
        pytest.fail(MISSING)
    folder, port = tmp_path_factory.mktemp("nginx-files"), free_port()
    made = {
        "index.html": PAGE,
        "es/index.html": PAGE,
        "404.html": CALM,
        "assets/lesson.0123.js": b"0;" * 400,
        "es/manifest.webmanifest": b"{}",
        HEADERS_FILE: headers_file(host_headers()),
    }
    write(folder / "site", with_compressed(made))
    for path in [folder, *folder.rglob("*")]:  # nginx's workers are another user than the one who tests
        path.chmod(0o755)
    with running_nginx(
        program,
        ROOT / "deploy/nginx-site.conf",
        folder,
        port,
        {"root /srv/lessons;": f"root {folder}/site;"},
        main="user root;",  # as root, the workers would be nobody, who may not look into a folder for tests
        http="types { text/html html; text/javascript js; }",
    ):
        yield f"http://127.0.0.1:{port}/", folder


def test_a_lesson_comes_compressed_as_it_was_made_and_protected(files: tuple[str, Path]) -> None:
    status, headers, body = fetch(files[0], **{"Accept-Encoding": "gzip"})
    assert (status, headers["Content-Encoding"], headers["Vary"]) == (200, "gzip", "Accept-Encoding")
    assert body == (files[1] / "site/index.html.gz").read_bytes()
    assert gzip.decompress(body) == fetch(files[0])[2] == PAGE
    assert fetch(files[0] + "es/")[2] == PAGE
    for name, value in host_headers()["/*"].items():
        assert headers[name] == value
    assert headers["Cache-Control"] == "no-cache"
    again = fetch(files[0], **{"Accept-Encoding": "gzip", "If-None-Match": headers["ETag"]})
    assert (again[0], again[2]) == (304, b"")


def test_what_is_named_by_content_is_kept_and_asked_for_once(files: tuple[str, Path]) -> None:
    headers = fetch(files[0] + "assets/lesson.0123.js")[1]
    assert headers["Cache-Control"] == host_headers()["/assets/*"]["Cache-Control"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert fetch(files[0] + "es/manifest.webmanifest")[1]["Content-Type"] == "application/manifest+json"


@pytest.mark.parametrize("path", ["none.html", "_headers", "index.html.gz", "assets/", "deep/er/none"])
def test_who_comes_to_nothing_finds_crisis_help_and_the_same_protection(files: tuple[str, Path], path: str) -> None:
    status, headers, body = fetch(files[0] + path)
    assert status in (403, 404)
    assert b"Call 988" in body
    assert headers["Content-Security-Policy"] == host_headers()["/*"]["Content-Security-Policy"]


def test_nginx_notes_no_address_and_nothing_that_a_reader_typed(files: tuple[str, Path]) -> None:
    fetch(files[0] + "my-diary?name=Ann", **{"User-Agent": "telling", "Referer": "http://telling/"})
    logged = (files[1] / "nextsteps.log").read_text() + (files[1] / "nextsteps-error.log").read_text()
    assert '"status":404' in logged
    for private in ("127.0.0.1", "diary", "Ann", "telling"):
        assert private not in logged
