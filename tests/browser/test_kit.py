"""The kit for a workshop on a machine without a network: from its first page to a lesson, slides and a guide."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import nbformat
import pytest
from conftest import ROOT
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from nextsteps.wording import words
from pages.guides import languages
from pages.kit import FOLDER, START

GUIDES = ROOT / "docs/guides"
LESSON = "tms_outcomes"


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a presenter unpacks onto a stick: the kit of a lesson in two languages, as `make kit` makes it."""
    folder = tmp_path_factory.mktemp("kit")
    lessons = folder / "notebooks"
    (lessons / "es").mkdir(parents=True)
    for name in ("index.ipynb", f"{LESSON}.ipynb", f"es/{LESSON}.ipynb"):
        shutil.copy(ROOT / "notebooks" / name, lessons / name)
    made = subprocess.run(
        [
            *(sys.executable, "-m", "pages", "kit", str(lessons), "--guides", str(GUIDES)),
            *("--to", "kit.zip", "--address", "https://www.clinic.example/lessons"),
        ],
        capture_output=True,
        text=True,
        timeout=900,
        cwd=folder,
    )
    assert made.returncode == 0, made.stderr
    with zipfile.ZipFile(folder / "kit.zip") as kit:
        kit.extractall(folder / "a stick")
    return folder / "a stick" / FOLDER


def kept_of(page: Page, lesson: str) -> Locator:
    """What the start page lists of a lesson."""
    return page.get_by_role("heading", name=lesson, exact=True).locator("xpath=following-sibling::ul[1]")


def follow(page: Page, lesson: str, link: str) -> None:
    """From the start page, open what the kit has of a lesson."""
    kept_of(page, lesson).get_by_role("link", name=link).click()


def test_from_a_stick_a_presenter_opens_lesson_slides_and_guide_and_nothing_asks_for_a_network(
    stick: Path, open_page: Callable[..., Page]
) -> None:
    start = (stick / START).as_uri()
    page = open_page(start, viewport={"width": 1280, "height": 800})
    asked: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    expect(page.get_by_role("heading", level=1)).to_have_text("The workshop kit")
    expect(page.get_by_role("link", name="Call 988", exact=True).first).to_be_visible()

    follow(page, "What TMS can and cannot do", "Read the lesson")
    expect(page.locator("#tms-in-100[data-ready]")).to_be_attached()
    page.get_by_role("radio", name="US government trial").check()
    expect(page.locator("#tms-in-100 output")).to_contain_text("of 100 people")

    page.goto(start)
    follow(page, "What TMS can and cannot do", "Show the slides")
    expect(page.get_by_role("heading", name="What TMS can and cannot do").first).to_be_visible()
    page.keyboard.press("PageDown")
    expect(page).to_have_url(re.compile("#/"))

    page.goto(start)
    follow(page, "What TMS can and cannot do", "Guide for whoever leads the group")
    expect(page.get_by_role("heading", level=1)).to_have_text("Guide: What TMS can and cannot do")
    page.get_by_role("link", name="29 of 100").first.click()
    expect(page.locator("li.ns-claim:target")).to_contain_text("29 of 100 people")
    page.get_by_role("link", name="the lesson", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What TMS can and cannot do")

    elsewhere = [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
    assert not elsewhere, f"the kit asked for {elsewhere}"
    assert not refused, f"the browser refused something: {refused}"


def test_whoever_leads_a_group_in_spanish_finds_their_lesson_and_all_that_belongs_to_it(
    stick: Path, open_page: Callable[..., Page]
) -> None:
    w = words("es")
    title = nbformat.read(ROOT / f"notebooks/es/{LESSON}.ipynb", as_version=4).metadata["title"]
    start = (stick / START).as_uri()
    page = open_page(start, viewport={"width": 1280, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    follow(page, title, w.say("Read the lesson"))
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.goto(start)
    follow(page, title, w.say("Show the slides"))
    expect(page.get_by_role("button", name=w.say("Crisis help (H)"))).to_be_visible()
    # Guides are translated one by one: the kit has those that there are.
    translated = "es" in languages(GUIDES) and (GUIDES / f"es/{LESSON}.md").is_file()
    page.goto(start)
    expect(kept_of(page, title).get_by_role("link")).to_have_count(5 if translated else 2)
    if translated:
        sheet = kept_of(page, title).get_by_role("link", name=w.say("Handout, A4 paper (PDF)")).get_attribute("href")
        paper = PdfReader(stick / str(sheet))
        assert paper.trailer["/Root"]["/Lang"] == "es"
        assert "988" in paper.pages[0].extract_text()
        follow(page, title, w.say("Guide for whoever leads the group"))
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        expect(page.locator("html")).to_have_attribute("lang", "es")
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def test_each_link_on_the_first_page_of_the_kit_leads_to_a_file_in_it(stick: Path) -> None:
    start = (stick / START).read_text("utf-8")
    links = re.findall(r'(?:href|src)="([^"#]+)"', start)
    paths = [unquote(urlsplit(urljoin((stick / START).as_uri(), link)).path) for link in links if ":" not in link]
    assert len(paths) > 10
    assert [path for path in paths if not Path(path).is_file()] == []


def test_the_sheets_in_the_kit_lead_to_the_address_where_phones_find_the_lesson(stick: Path) -> None:
    for paper in ("a4", "letter"):
        (sheet,) = PdfReader(io.BytesIO((stick / f"handouts/tms_outcomes-{paper}.pdf").read_bytes())).pages
        assert "www.clinic.example/lessons/tms_outcomes.html" in sheet.extract_text()
