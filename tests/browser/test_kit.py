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

import pytest
from conftest import ROOT
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from pages.kit import FOLDER, START


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a presenter unpacks onto a stick: the kit of two lessons, made by the command that `make kit` runs."""
    folder = tmp_path_factory.mktemp("kit")
    lessons = folder / "notebooks"
    lessons.mkdir()
    for name in ("index.ipynb", "tms_outcomes.ipynb"):
        shutil.copy(ROOT / "notebooks" / name, lessons)
    made = subprocess.run(
        [
            *(sys.executable, "-m", "pages", "kit", str(lessons), "--guides", str(ROOT / "docs/guides")),
            *("--to", "kit.zip", "--address", "https://www.clinic.example/lessons"),
        ],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=folder,
    )
    assert made.returncode == 0, made.stderr
    with zipfile.ZipFile(folder / "kit.zip") as kit:
        kit.extractall(folder / "a stick")
    return folder / "a stick" / FOLDER


def follow(page: Page, lesson: str, link: str) -> None:
    """From the start page, open what the kit has of a lesson."""
    page.get_by_role("heading", name=lesson, exact=True).locator("xpath=following-sibling::ul[1]").get_by_role(
        "link", name=link
    ).click()


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
