"""The proxy that docs/operating.md tells of, with a real nginx: lessons untouched, no address written down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import LESSON, ROOT, free_port
from find_nginx import MISSING, find_nginx, running_nginx
from test_failures import fetch


@dataclass
class Proxy:
    url: str
    folder: Path


@pytest.fixture(scope="module")
def proxy(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """nginx before the lessons, with the repository's own configuration: only ports and folders are other ones."""
    program = find_nginx()
    if not program:
        pytest.fail(MISSING)
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    # Voila listens where localhost leads, which may be the newer kind of address.
    voila = {"server 127.0.0.1:8866;": f"server localhost:{site.rsplit(':', 1)[1].strip('/')};"}
    with running_nginx(program, ROOT / "deploy/nginx.conf", folder, port, voila):
        yield Proxy(f"http://127.0.0.1:{port}/", folder)


@pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
def test_a_lesson_passes_the_proxy_untouched(site: str, proxy: Proxy, coding: str) -> None:
    behind = fetch(site + LESSON, **{"Accept-Encoding": coding})
    before = fetch(proxy.url + LESSON, **{"Accept-Encoding": coding})
    assert before[2] == behind[2]
    for name in ("Etag", "Content-Security-Policy", "Cache-Control", "Vary", "X-Content-Type-Options"):
        assert before[1][name] == behind[1][name]
    assert before[1].get("Content-Encoding") == behind[1].get("Content-Encoding")
    again = fetch(proxy.url + LESSON, **{"Accept-Encoding": coding, "If-None-Match": before[1]["Etag"]})
    assert (again[0], again[2]) == (304, b"")
    assert "Set-Cookie" not in before[1]
    assert not re.search(r"\d", before[1].get("Server", ""))


@pytest.mark.parametrize("path", ["healthz", "metrics", "metrics?x", "%6detrics", "./metrics", "//metrics"])
def test_what_keepers_see_is_not_for_everyone(site: str, proxy: Proxy, path: str) -> None:
    assert fetch(site + path.partition("?")[0].replace("%6d", "m").strip("./"))[0] == 200
    assert fetch(proxy.url + path)[0] == 404


def test_a_body_or_another_method_does_not_reach_the_lessons(proxy: Proxy) -> None:
    assert fetch(proxy.url + LESSON, "POST")[0] == 403
    assert fetch(proxy.url + LESSON, "DELETE")[0] == 403
    assert fetch(proxy.url + LESSON, **{"X-Large": "a" * 12_000})[0] == 400


def test_the_proxy_writes_no_address_down(proxy: Proxy) -> None:
    assert fetch(proxy.url + "my-diary?name=Ann", **{"User-Agent": "telling", "Referer": "http://telling/"})[0] == 404
    logged = (proxy.folder / "nextsteps.log").read_text()
    assert '"status":404' in logged
    for private in ("127.0.0.1", "diary", "Ann", "telling"):
        assert private not in logged
        assert private not in (proxy.folder / "nextsteps-error.log").read_text()


def test_a_flood_from_one_address_is_slowed_and_never_an_error(proxy: Proxy) -> None:
    with ThreadPoolExecutor(8) as pool:
        statuses = set(pool.map(lambda _: fetch(proxy.url + LESSON)[0], range(1500)))
    assert statuses == {200, 429}
