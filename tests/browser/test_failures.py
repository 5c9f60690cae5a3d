"""When something is wrong: a reader gets a calm page with help, an author one clear sentence, and no kernel is left."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import LESSON, ROOT, free_port, serving
from playwright.sync_api import Page, expect


def fetch(url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(url, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def change(notebook: Path, edit: Callable[[dict], None]) -> None:
    content = json.loads(notebook.read_text("utf-8"))
    edit(content)
    notebook.write_text(json.dumps(content), "utf-8")


def first_code(content: dict) -> dict:
    return next(cell for cell in content["cells"] if cell["cell_type"] == "code")


def served(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Try to serve, as `make serve` does; for what cannot be served, that ends at once."""
    return subprocess.run(
        [sys.executable, "-m", "pages", "serve", str(folder), f"--port={free_port()}"],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=folder.parent,
        env={**os.environ, **environment},
    )


def the_only_sentence(run: subprocess.CompletedProcess[str]) -> str:
    assert run.returncode != 0, run.stdout
    assert "Traceback" not in run.stderr, run.stderr
    said = [line for line in run.stderr.splitlines() if line and not line.startswith(("[", "{"))]
    assert len(said) == 1, run.stderr
    return said[0]


def test_a_cell_that_fails_gives_a_calm_page_and_leaves_the_traceback_in_the_log(
    lessons: Path, tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    shutil.copy(lessons / "tms_outcomes.ipynb", lessons / "broken.ipynb")
    change(lessons / "broken.ipynb", lambda n: first_code(n).update(source="1 / 0"))
    with serving(lessons, tmp_path / "log") as server:
        status, headers, _ = fetch(server.url + "voila/render/broken.ipynb")
        assert status == 500
        assert headers["Cache-Control"] == "no-store"
        page = open_page()
        page.goto(server.url + "voila/render/broken.ipynb")
        expect(page.get_by_role("heading", level=1)).to_have_text("This lesson is resting")
        expect(page.get_by_role("link", name="Call 988").first).to_be_visible()
        expect(page.get_by_text("ZeroDivisionError")).to_have_count(0)
        assert fetch(server.url + LESSON)[0] == 200, "one broken lesson took the others with it"
        assert "ZeroDivisionError" in server.log.read_text()
        assert "Traceback" in server.log.read_text()
        wait_for(lambda: server.kernels() == [], meanwhile=lambda: None)


def test_a_template_that_fails_never_hangs(lessons: Path, tmp_path: Path) -> None:
    templates = tmp_path / "jupyter"
    shutil.copytree(ROOT / "jupyter/share", templates)
    index = templates / "voila/templates/nextsteps/index.html.j2"
    index.write_text(index.read_text() + "{% block scripts %}{{ nothing.of.that.name }}{% endblock %}")
    index.write_text(index.read_text().replace("{% for cell in nb.cells %}", "{{ 1 / 0 }}{% for cell in nb.cells %}"))
    with serving(lessons, tmp_path / "log", JUPYTER_PATH=str(templates)) as server:
        assert fetch(server.url + LESSON)[0] == 500
        assert "Traceback" in server.log.read_text()
        assert server.kernels() == []


@pytest.mark.parametrize("query", ["?template=reveal", "?template=../x", "?theme=dark", "?anything=1"])
def test_an_address_that_asks_for_another_template_is_refused(site: str, query: str) -> None:
    status, _, body = fetch(site + LESSON + query)
    assert status == 400
    assert b"988" in body


@pytest.mark.parametrize(
    "path",
    [
        "voila/render/none.ipynb",
        "voila/render/..%2f..%2fpyproject.toml",
        "voila/render/%00",
        "voila/tree",
        "voila/files/tms_outcomes.ipynb",
        "voila/api/contents",
        "voila/static/voila.js",
        "api/kernels/00000000-0000-0000-0000-000000000000",
        "api/kernels/00000000-0000-0000-0000-000000000000/channels",
        "api/contents",
        "assets/..%2fpage.css",
        "assets/none.css",
        "login",
    ],
)
def test_nothing_but_lessons_is_served_to_readers(site: str, path: str) -> None:
    status, headers, _ = fetch(site + path)
    assert 400 <= status < 500
    assert "Set-Cookie" not in headers


def test_a_page_is_kept_compressed_and_not_sent_twice(site: str) -> None:
    status, headers, body = fetch(site + LESSON, **{"Accept-Encoding": "br"})
    assert (status, headers["Content-Encoding"]) == (200, "br")
    assert len(body) < 60_000
    assert headers["Cache-Control"] == "no-cache", "a corrected number would wait in a browser's cache"
    assert "Set-Cookie" not in headers
    assert "unsafe-eval" not in headers["Content-Security-Policy"]
    assert fetch(site + LESSON, **{"Accept-Encoding": "br", "If-None-Match": headers["Etag"]})[0] == 304
    assert fetch(site + LESSON, **{"Accept-Encoding": "gzip", "If-None-Match": headers["Etag"]})[0] == 200
    status, headers, body = fetch(site + LESSON, "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 10_000
    asset = re.search(r'(?<=")/assets/[^"]+', fetch(site + LESSON)[2].decode())
    assert asset and "immutable" in fetch(site + asset[0].lstrip("/"))[1]["Cache-Control"], "a phone would ask again"


def test_after_the_first_rendering_no_view_needs_a_kernel(lessons: Path, tmp_path: Path) -> None:
    with serving(lessons, tmp_path / "log") as server:
        for _ in range(50):
            assert fetch(server.url + LESSON)[0] == 200
            assert server.kernels() == []
        assert server.log.read_text().count("Executing notebook") == len(list(lessons.rglob("*.ipynb")))


def test_a_changed_lesson_is_noticed_and_until_then_the_last_good_copy_is_served(lessons: Path, tmp_path: Path) -> None:
    with serving(lessons, tmp_path / "log") as server:
        change(lessons / "tms_outcomes.ipynb", lambda n: first_code(n).update(source="raise RuntimeError('spoiled')"))
        wait_for(lambda: "spoiled" in server.log.read_text(), lambda: fetch(server.url + LESSON))
        assert fetch(server.url + LESSON)[0] == 200, "a lesson spoiled while serving must not replace the good copy"

        def mend(content: dict) -> None:
            content["cells"] = content["cells"][:1]
            content["cells"][0]["source"] = "# A newer lesson"

        change(lessons / "tms_outcomes.ipynb", mend)
        wait_for(lambda: b"A newer lesson" in fetch(server.url + LESSON)[2], lambda: None)
        assert server.kernels() == []


def wait_for(arrived: Callable[[], bool], meanwhile: Callable[[], object]) -> None:
    # A lesson rendered anew takes seconds, and on a slow and busy machine many times as long.
    end = time.monotonic() + 180
    while time.monotonic() < end:
        meanwhile()
        if arrived():
            return
        time.sleep(0.1)
    pytest.fail("it did not arrive within three minutes")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project's own packages, so that a test may spoil a claim."""
    for package in ("nextsteps", "widgets", "pages"):
        shutil.copytree(ROOT / package, tmp_path / "project" / package, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "project"


def test_a_changed_claim_is_noticed_and_shown(lessons: Path, project: Path, tmp_path: Path) -> None:
    with serving(lessons, tmp_path / "log", PYTHONPATH=str(project)) as server:
        assert b"1,371 people with major" in fetch(server.url + LESSON)[2]
        claims = project / "nextsteps/evidence/claims/tms.toml"
        text = claims.read_text("utf-8")
        claims.write_text(text.replace("1,371 people with major", "1,372 people with major"), "utf-8")
        wait_for(lambda: b"1,372 people with major" in fetch(server.url + LESSON)[2], lambda: None)


def test_a_missing_notebook_is_said_in_one_sentence(lessons: Path) -> None:
    assert "There is no notebook" in the_only_sentence(served(lessons / "none.ipynb"))


def test_a_folder_without_lessons_is_said_in_one_sentence(tmp_path: Path) -> None:
    assert "There is no notebook in" in the_only_sentence(served(tmp_path))


def test_a_lesson_without_a_title_is_said_in_one_sentence(lessons: Path) -> None:
    change(lessons / "tms_outcomes.ipynb", lambda n: n["metadata"].pop("title"))
    assert "has no title; add one to the notebook's metadata" in the_only_sentence(served(lessons))


def test_a_file_that_is_no_notebook_is_said_in_one_sentence(lessons: Path) -> None:
    (lessons / "tms_outcomes.ipynb").write_text("{ not a notebook")
    assert "cannot be read as a notebook" in the_only_sentence(served(lessons))


def test_a_lesson_that_asks_for_an_unknown_claim_is_said_in_one_sentence(lessons: Path) -> None:
    source = "from nextsteps.evidence import claim\nclaim('tms.sham-trial-response')"
    change(lessons / "tms_outcomes.ipynb", lambda n: first_code(n).update(source=source))
    said = the_only_sentence(served(lessons))
    assert "There is no claim 'tms.sham-trial-response'" in said
    assert "did you mean tms.sham-trials-response" in said


def test_a_claim_file_with_a_typo_is_said_in_one_sentence(lessons: Path, project: Path) -> None:
    claims = project / "nextsteps/evidence/claims/tms.toml"
    claims.write_text(claims.read_text("utf-8").replace("verification =", "verificaton =", 1), "utf-8")
    said = the_only_sentence(served(lessons, PYTHONPATH=str(project)))
    assert "claims/tms.toml, tms.sham-trials-response" in said


def test_a_port_in_use_is_said_in_one_sentence(lessons: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = subprocess.run(
            [sys.executable, "-m", "pages", "serve", str(lessons), f"--port={port}"], capture_output=True, text=True
        )
    assert f"Port {port} is already in use; stop the program that holds it" in the_only_sentence(run)
