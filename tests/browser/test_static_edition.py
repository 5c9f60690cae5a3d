"""The lessons as files: whole at any sub-path and on a stick, nothing deleted by mistake, kept only when asked for."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, make_site, plain_server, show_chart
from playwright.sync_api import Page, expect

from pages.library import lesson_names
from pages.site import write

ADDRESS = "https://www.clinic.example/lessons/"


@pytest.fixture(scope="module")
def offline_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """One lesson in English and its copy in a folder of another language, made to be kept: its folder, its address."""
    folder = tmp_path_factory.mktemp("offline")
    (folder / "notebooks/es").mkdir(parents=True)
    for name in ("tms_outcomes.ipynb", "es/tms_outcomes.ipynb"):
        shutil.copy(ROOT / "notebooks/tms_outcomes.ipynb", folder / "notebooks" / name)
    change_first_cell(folder / "notebooks/es/tms_outcomes.ipynb", "[English](../tms_outcomes.ipynb#sources)")
    to = folder / "www/lessons"
    to.parent.mkdir()
    make_site(folder / "notebooks", to, "--offline", "--address", ADDRESS)
    with plain_server(to.parent) as url:
        yield to, f"{url}lessons/"


def change_first_cell(notebook: Path, more: str) -> None:
    content = json.loads(notebook.read_text("utf-8"))
    content["cells"][0]["source"] = [*content["cells"][0]["source"], f"\n\n{more}"]
    notebook.write_text(json.dumps(content), "utf-8")


def named_in(page: Path) -> list[str]:
    """Every address in the page's markup that is neither of another host nor a call, a message or a place in it."""
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    found = [el[name] for name in ("href", "src", "data-charts", "data-offline") for el in soup.select(f"[{name}]")]
    return [str(a) for a in found if not urlsplit(str(a)).scheme and not str(a).startswith("#")]


@pytest.mark.parametrize("fixture", ["made", "offline_site"])
def test_every_address_in_a_page_is_relative_and_leads_to_a_file(fixture: str, request: pytest.FixtureRequest) -> None:
    made = request.getfixturevalue(fixture)
    folder = made[0] if isinstance(made, tuple) else made
    pages = [p for p in folder.rglob("*.html") if p.name != "404.html"]
    assert len(pages) > 1
    for page in pages:
        named = named_in(page)
        assert len(named) > 4, page
        for address in named:
            assert (page.parent / urlsplit(address).path).is_file(), f"{page.name} names {address}, which is not there"
            assert not address.startswith("/")
        assert "asset:" not in page.read_text("utf-8")


def test_each_lesson_is_a_page_and_the_start_is_one_of_them(made: Path) -> None:
    for name in lesson_names(ROOT / "notebooks"):
        assert (made / name).with_suffix(".html").is_file()
    first = BeautifulSoup((made / "index.html").read_text("utf-8"), "html.parser")
    assert first.h1
    assert first.select("main p")


def test_a_link_to_another_lesson_leads_to_its_page(
    offline_site: tuple[Path, str], open_page: Callable[..., Page]
) -> None:
    page = open_page((offline_site[0] / "es/tms_outcomes.html").as_uri())
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url((offline_site[0] / "tms_outcomes.html").as_uri() + "#sources")
    expect(page.locator("#tms-in-100[data-ready]")).to_be_attached()


def test_the_chart_comes_alive_from_a_stick_in_a_folder_of_its_own(
    offline_site: tuple[Path, str], open_page: Callable[..., Page]
) -> None:
    show_chart(open_page((offline_site[0] / "es/tms_outcomes.html").as_uri()))


def test_a_page_that_is_not_there_is_whole_at_any_depth(made: Path, open_page: Callable[..., Page]) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    body = (made / "404.html").read_text("utf-8")
    page.route("**/deep/er/none.html", lambda route: route.fulfill(status=404, body=body, content_type="text/html"))
    page.goto("http://localhost/deep/er/none.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is not here")
    expect(page.get_by_role("link", name="Call 988").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ns-ink')"), "no style"
    assert [url for url in asked if not url.startswith("data:")] == ["http://localhost/deep/er/none.html"]


def test_where_a_host_sets_no_policy_the_page_refuses_another_host_by_itself(
    below_a_path: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(below_a_path + "tms_outcomes.html")
    refused = page.evaluate(
        """() => new Promise((done) => {
          addEventListener("securitypolicyviolation", (e) => done(e.effectiveDirective));
          fetch("http://127.0.0.1:9/").catch(() => {});
        })"""
    )
    assert refused == "connect-src"
    policy = page.locator("meta[http-equiv]").get_attribute("content") or ""
    assert "unsafe-eval" not in policy
    assert "frame-ancestors" not in policy, "a browser complains about it in a page"


def test_search_engines_are_given_whole_addresses_or_none(made: Path, offline_site: tuple[Path, str]) -> None:
    assert not (made / "sitemap.xml").exists()
    assert "Sitemap" not in (made / "robots.txt").read_text()
    folder = offline_site[0]
    places = [loc.text for loc in ElementTree.parse(folder / "sitemap.xml").iter() if loc.tag.endswith("}loc")]
    assert places == [ADDRESS, f"{ADDRESS}es/tms_outcomes.html"], "the start has one address, not two"
    assert f"Sitemap: {ADDRESS}sitemap.xml" in (folder / "robots.txt").read_text()
    canonical = [
        BeautifulSoup(p.read_text("utf-8"), "html.parser").select_one("link[rel=canonical]")["href"]
        for p in folder.rglob("*.html")
        if p.name != "404.html"
    ]
    assert set(canonical) == set(places)


def test_the_manifest_opens_the_start_of_this_site_wherever_it_is(made: Path) -> None:
    for folder, lang, name in ((made, "en", "Next Steps"), (made / "es", "es", "Siguientes pasos")):
        manifest = json.loads((folder / "manifest.webmanifest").read_text("utf-8"))
        assert (manifest["lang"], manifest["name"]) == (lang, name)
        assert f'<html lang="{lang}">' in (folder / manifest["start_url"]).read_text("utf-8")
        assert (folder / manifest["scope"]).resolve() == made, "a reader may change the language and stay"
        assert all((folder / icon["src"]).is_file() for icon in manifest["icons"])
        for page in folder.glob("*s.html"):
            assert '<link rel="manifest" href="manifest.webmanifest">' in page.read_text("utf-8")


def test_a_reader_is_followed_by_no_worker_unless_the_site_was_made_for_it(
    made: Path, below_a_path: str, open_page: Callable[..., Page]
) -> None:
    assert not (made / "sw.js").exists()
    page = open_page(below_a_path + "tms_outcomes.html")
    expect(page.locator("#tms-in-100[data-ready]")).to_be_attached()
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((found) => found.length)") == 0
    expect(page.get_by_text("A copy of each lesson you open stays on this device")).to_have_count(0)


def test_a_lesson_that_was_opened_is_there_without_a_network_and_says_that_it_stays(
    offline_site: tuple[Path, str], open_page: Callable[..., Page]
) -> None:
    page = open_page(offline_site[1] + "tms_outcomes.html")
    expect(page.get_by_text("A copy of each lesson you open stays on this device")).to_be_visible()
    page.wait_for_function(
        "async (address) => navigator.serviceWorker.controller && await caches.match(address)", arg=page.url
    )
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#tms-in-100[data-ready]")).to_be_attached()
    page.get_by_role("radio", name="US veterans’ trial").check()
    expect(page.locator("#tms-in-100 output")).to_contain_text("TMS did no better than sham.")
    kept = page.evaluate("async () => (await (await caches.open((await caches.keys())[0])).keys()).map((k) => k.url)")
    assert all(url.startswith(offline_site[1]) for url in kept)
    assert not [url for url in kept if "plotly" in url], "the chart library must not come before it is asked for"


def test_after_a_newer_edition_the_kept_lesson_is_the_newer_one(
    offline_site: tuple[Path, str], tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    folder = tmp_path / "www"
    shutil.copytree(offline_site[0], folder)
    with plain_server(folder) as url:
        page = open_page(url + "tms_outcomes.html")
        page.wait_for_function("async (address) => !!(await caches.match(address))", arg=page.url)
        for name, old, new in [
            ("sw.js", r"\}[0-9a-f]{12}`", "}a-newer-build`"),
            ("tms_outcomes.html", "29 of", "92 of"),
        ]:
            text = (folder / name).read_text("utf-8")
            assert re.search(old, text)
            (folder / name).write_text(re.sub(old, new, text), "utf-8")
        page.reload()
        page.wait_for_function(
            """async (address) => {
              const names = await caches.keys();
              const kept = names.length === 1 && names[0].endsWith("a-newer-build") && (await caches.match(address));
              return kept && (await kept.text()).includes("92 of");
            }""",
            arg=page.url,
        )


def refused(folder: Path, *arguments: str) -> str:
    """What is said when a site cannot be made."""
    run = subprocess.run(
        [sys.executable, "-m", "pages", "site", *arguments], capture_output=True, text=True, timeout=120, cwd=folder
    )
    assert run.returncode == 1, run.stdout
    said = [line for line in run.stderr.splitlines() if line and not line.startswith("[")]
    assert len(said) == 1, run.stderr
    return said[0]


def test_a_folder_of_other_things_is_never_emptied(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    assert "holds other files" in refused(tmp_path, str(ROOT / "notebooks"), "--to", str(tmp_path))
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize("address", ["www.clinic.example", "https://", "ftp://a.example/", "https://a.example/?x=1"])
def test_an_address_that_is_none_is_said_before_any_lesson_runs(tmp_path: Path, address: str) -> None:
    said = refused(tmp_path, str(ROOT / "notebooks"), "--to", str(tmp_path / "site"), "--address", address)
    assert "is not the address of a site; write it whole" in said


def test_a_lesson_that_fails_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    lesson = tmp_path / "notebooks/tms_outcomes.ipynb"
    shutil.copy(ROOT / "notebooks/tms_outcomes.ipynb", lesson)
    content = json.loads(lesson.read_text("utf-8"))
    next(cell for cell in content["cells"] if cell["cell_type"] == "code")["source"] = "1 / 0"
    lesson.write_text(json.dumps(content), "utf-8")
    write(tmp_path / "site", {"manifest.webmanifest": b"{}", "tms_outcomes.html": b"the last good copy"})
    assert "ZeroDivisionError" in refused(tmp_path, "notebooks", "--to", "site")
    assert (tmp_path / "site/tms_outcomes.html").read_bytes() == b"the last good copy"


def test_what_a_site_no_longer_has_goes_and_what_stays_is_never_half_written(tmp_path: Path) -> None:
    write(tmp_path / "site", {"a.html": b"1", "assets/old.js": b"1"})
    write(tmp_path / "site", {"a.html": b"2", "assets/new.js": b"2"})
    found = {p.relative_to(tmp_path / "site").as_posix() for p in (tmp_path / "site").rglob("*") if p.is_file()}
    assert found == {"a.html", "assets/new.js"}
    assert (tmp_path / "site/a.html").read_bytes() == b"2"
