"""A lesson that runs live: Python answers in the room, few at a time, and whoever loses it is told what to do."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT, Server, free_port, serving
from find_nginx import MISSING, find_nginx, running_nginx
from playwright.sync_api import Page, expect
from test_attack_surface import CLOSED, KERNEL, ask
from test_failures import wait_for

from pages.live import ADDRESSES

LESSON = "voila/render/live.ipynb"
SLIDER = """
from pathlib import Path
import ipywidgets as w
assert not Path("trouble").exists()
slider = w.IntSlider(description="Weeks", value=3, max=10)
told = w.HTML("Python was not asked yet")
slider.observe(lambda change: setattr(told, "value", f"Python says {change.new * change.new}"), "value")
w.VBox([slider, told])
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one small lesson that asks to run live."""
    folder = tmp_path_factory.mktemp("room")
    notebook = nbformat.v4.new_notebook(
        metadata={
            "title": "A lesson for a room",
            "live": True,
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        },
        cells=[
            nbformat.v4.new_markdown_cell("# A lesson for a room\n\nMove the slider."),
            nbformat.v4.new_code_cell(SLIDER),
        ],
    )
    nbformat.write(notebook, folder / "live.ipynb")
    return folder


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A copy of the project: whoever works on it meanwhile would have the lesson rendered anew, by one more kernel."""
    copy = tmp_path_factory.mktemp("project")
    for package in ("nextsteps", "widgets", "pages"):
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "jupyter/share", copy / "share")
    return {"PYTHONPATH": str(copy), "JUPYTER_PATH": str(copy / "share")}


@pytest.fixture(scope="module")
def live(room: Path, project: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that allows it, to one reader at a time."""
    command = [sys.executable, "-m", "voila", "--Readers.allow_live=True", "--Readers.live_most=1"]
    with serving(room, tmp_path_factory.mktemp("live") / "log", command, **project) as server:
        yield server


@pytest.fixture
def free(live: Server) -> Server:
    """The same server, once no earlier reader has a kernel."""
    wait_for(lambda: live.kernels() == [], lambda: None)
    return live


def ready(page: Page) -> Page:
    """The page once its slider answers to Python."""
    expect(page.get_by_role("slider")).to_be_visible(timeout=60_000)
    return page


def test_a_slider_talks_to_python_and_leaving_ends_its_kernel(free: Server, open_page: Callable[..., Page]) -> None:
    page = ready(open_page(free.url + LESSON))
    assert len(free.kernels()) == 1
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Python says 16")).to_be_visible()
    expect(page.get_by_text("goes to the computer that serves this page")).to_be_visible()
    expect(page.get_by_text("sends nothing")).to_have_count(0)
    assert page.context.cookies() == []
    page.goto("about:blank")
    wait_for(lambda: free.kernels() == [], lambda: None)


def test_when_all_places_are_taken_a_reader_gets_the_lesson_made_ahead(
    free: Server, open_page: Callable[..., Page]
) -> None:
    ready(open_page(free.url + LESSON))
    late = open_page(free.url + LESSON)
    expect(late.get_by_role("status").filter(has_text="no free place for you just now")).to_be_visible()
    expect(late.get_by_role("heading", name="A lesson for a room")).to_be_visible()
    expect(late.get_by_role("link", name="988").first).to_be_visible()
    status, headers, _ = ask(free.url, f"/{LESSON}")
    assert status == 200 and headers["Cache-Control"] == "no-store"
    assert "unsafe-eval" not in headers["Content-Security-Policy"]
    assert len(free.kernels()) == 1


def test_a_kernel_that_died_says_so_with_what_to_do(free: Server, open_page: Callable[..., Page]) -> None:
    page = ready(open_page(free.url + LESSON))
    said = page.get_by_text("The live part of this page has stopped")
    # A tap on a crisis number fires `beforeunload` though the page stays; the kernel must stay too.
    page.evaluate("dispatchEvent(new Event('beforeunload'))")
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Python says 16")).to_be_visible()
    expect(said).to_be_hidden()
    os.kill(free.kernels()[0], signal.SIGKILL)
    expect(said).to_be_in_viewport()
    expect(page.get_by_role("link", name="988").first).to_be_visible()
    assert free.kernels() == [], "a new and empty kernel in its place would not answer"
    page.get_by_role("link", name="Reload the page").click()
    ready(page)
    expect(said).to_be_hidden()


def test_an_idle_kernel_is_ended_and_the_open_page_says_so(
    room: Path, project: dict[str, str], tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    # Long enough for a slow browser to join the kernel before it counts as idle.
    command = [sys.executable, "-m", "voila", "--Readers.allow_live=True", "--Readers.live_idle=10"]
    with serving(room, tmp_path / "log", command, **project) as server:
        page = ready(open_page(server.url + LESSON))
        expect(page.get_by_text("The live part of this page has stopped")).to_be_visible(timeout=60_000)
        wait_for(lambda: server.kernels() == [], lambda: None)


def test_a_visitor_who_never_joins_its_kernel_does_not_keep_it(
    room: Path, project: dict[str, str], tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "voila", "--Readers.allow_live=True", "--Readers.live_join=1"]
    with serving(room, tmp_path / "log", command, **project) as server:
        assert "unsafe-eval" in ask(server.url, f"/{LESSON}")[1]["Content-Security-Policy"], "not live at all"
        wait_for(lambda: server.kernels() == [], lambda: None)


def test_a_lesson_that_fails_live_is_shown_as_it_was_made_ahead(free: Server, room: Path) -> None:
    (room / "trouble").touch()
    try:
        status, _, body = ask(free.url, f"/{LESSON}")
        assert status == 200 and b"no free place" in body and b"Move the slider" in body
        wait_for(lambda: free.kernels() == [], lambda: None)
    finally:
        (room / "trouble").unlink()


def test_a_reader_of_a_live_lesson_cannot_run_code_of_their_own(
    free: Server, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = ready(open_page(free.url + LESSON))
    mine = tmp_path / "mine"
    header = {"msg_id": "1", "msg_type": "execute_request", "session": "1", "username": "", "version": "5.3"}
    message = {
        "channel": "shell",
        "header": {**header, "date": "2026-01-01T00:00:00Z"},
        "parent_header": {},
        "metadata": {},
        "content": {"code": f"open({str(mine)!r}, 'w')", "silent": True},
    }
    page.evaluate(
        """async (message) => {
            const { baseUrl, kernelId } = JSON.parse(document.getElementById("jupyter-config-data").textContent);
            const socket = new WebSocket(`${baseUrl}api/kernels/${kernelId}/channels`);
            await new Promise((opened) => socket.onopen = opened);
            socket.send(message);
        }""",
        json.dumps(message),
    )
    wait_for(lambda: "execute_request" in free.log.read_text(), lambda: None)
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Python says 16")).to_be_visible()
    assert not mine.exists(), "whoever reads a lesson could run anything on the server"


@pytest.fixture
def proxy(free: Server, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of nginx before the live lesson: as it comes, or with live lessons let through."""
    program, port = find_nginx(), free_port()
    if not program:
        pytest.fail(MISSING)
    instead = {"server 127.0.0.1:8866;": f"server localhost:{free.url.rsplit(':', 1)[1].strip('/')};"}
    if request.param == "live":
        instead["# include /etc/nginx/snippets/nextsteps-live.conf;"] = f"include {ROOT}/deploy/nginx-live.conf;"
    with running_nginx(program, ROOT / "deploy/nginx.conf", tmp_path, port, instead):
        yield f"http://127.0.0.1:{port}/"


@pytest.mark.parametrize("proxy", ["live"], indirect=True)
def test_a_live_lesson_runs_behind_nginx_where_its_keeper_lets_it_through(
    free: Server, proxy: str, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = ready(open_page(proxy + LESSON))
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Python says 16")).to_be_visible()
    for path, method in ((f"api/kernels/{KERNEL}", "DELETE"), (f"voila/api/shutdown/{KERNEL}", "GET")):
        assert ask(proxy, f"/{path}", method)[0] in (403, 404)
    page.goto("about:blank")
    wait_for(lambda: free.kernels() == [], lambda: None)
    assert "127.0.0.1" not in (tmp_path / "nextsteps.log").read_text()


@pytest.mark.parametrize("proxy", ["as it comes"], indirect=True)
def test_nginx_as_it_comes_lets_nobody_reach_a_kernel(free: Server, proxy: str, open_page: Callable[..., Page]) -> None:
    page = open_page(proxy + LESSON)
    expect(page.get_by_role("heading", name="A lesson for a room")).to_be_visible()
    expect(page.get_by_role("link", name="988").first).to_be_visible()
    kernel = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    upgrade = ["Upgrade: websocket", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {'a' * 22}=="]
    assert ask(proxy, f"/api/kernels/{kernel}/channels", "GET", *upgrade)[0] in (400, 404)
    assert ask(proxy, f"/voila/api/shutdown/{kernel}", "POST")[0] == 403
    assert len(free.kernels()) == 1
    ask(free.url, f"/voila/api/shutdown/{kernel}", "POST")


def test_a_look_at_the_head_starts_no_kernel(free: Server) -> None:
    assert ask(free.url, f"/{LESSON}", "HEAD")[0] == 200
    assert free.kernels() == []


@pytest.mark.parametrize("path", [path for path in CLOSED if not re.match(ADDRESSES, path)])
def test_what_a_live_lesson_does_not_need_stays_closed(live: Server, path: str) -> None:
    status, headers, body = ask(live.url, f"/{path}")
    assert status in (400, 403, 404)
    assert b"988" in body and "Set-Cookie" not in headers


def test_unless_the_server_allows_it_there_is_no_kernel_to_reach(
    room: Path, project: dict[str, str], tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    with serving(room, tmp_path / "log", **project) as server:
        page = open_page(server.url + LESSON)
        expect(page.get_by_role("heading", name="A lesson for a room")).to_be_visible()
        expect(page.get_by_text("sends nothing")).to_be_visible()
        assert server.kernels() == []
        for path in (f"api/kernels/{KERNEL}", f"api/kernels/{KERNEL}/channels", "voila/static/voila.js"):
            assert ask(server.url, f"/{path}")[0] == 404
        assert ask(server.url, f"/voila/api/shutdown/{KERNEL}", "POST")[0] == 405
