"""A reader who needs Spanish gets it at once, keeps it, and can leave it without losing a place or an answer."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPMessage, HTTPResponse
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pages.course import course

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
IN_SPANISH = [lesson for lesson in course(NOTEBOOKS) if lesson.folder == "es"]


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Show the answer that redirects, not what it leads to."""


def asked(url: str, language: str = "") -> tuple[int, HTTPMessage, str]:
    """The status, the headers and the body that a browser gets which asks for this language."""
    request = urllib.request.Request(url, headers={"Accept-Language": language} if language else {})
    try:
        answer: HTTPResponse | urllib.error.HTTPError = urllib.request.build_opener(_Stay).open(request, timeout=10)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, answer.headers, answer.read().decode()


@pytest.mark.parametrize(
    ("language", "start"),
    [("", "index.ipynb"), ("en-US,es;q=0.5", "index.ipynb"), ("es-MX,en;q=0.5", "es/index.ipynb")],
)
def test_the_sites_own_address_leads_to_the_readers_language_and_no_cache_keeps_it_for_the_next(
    site: str, language: str, start: str
) -> None:
    status, headers, _ = asked(site, language)
    assert (status, headers["Location"]) == (302, f"/voila/render/{start}")
    assert headers["Vary"] == "Accept-Language"
    assert headers["Cache-Control"] == "no-cache"


def test_an_address_that_names_its_language_is_that_language_whatever_the_browser_asks_for(site: str) -> None:
    for language in ("", "en-US", "es-MX"):
        assert asked(site + "es/", language)[1]["Location"] == "/voila/render/es/index.ipynb"
        assert asked(site + "es/index", language)[1]["Location"] == "/voila/render/es/index.ipynb"
        assert '<html lang="en">' in asked(site + "voila/render/index.ipynb", language)[2]
        status, headers, body = asked(site + "voila/render/es/index.ipynb", language)
        assert status == 200 and '<html lang="es">' in body
        assert headers["Vary"] == "Accept-Encoding", "one copy of a lesson serves everybody"


@pytest.mark.parametrize(
    ("path", "language", "shown"),
    [
        ("voila/render/es/nada.ipynb", "en", "es"),
        ("es/nada", "en", "es"),
        ("nada", "es-MX", "es"),
        ("nada", "fr", "en"),
        ("xx/", "en", "en"),
        ("voila/render/nothing.ipynb", "es", "en"),
        ("voila/render/es/index.ipynb?x=1", "en", "es"),
    ],
)
def test_a_page_that_is_not_there_says_so_in_the_readers_language_with_help_in_it(
    site: str, path: str, language: str, shown: str
) -> None:
    status, _, body = asked(site + path, language)
    assert status in (400, 404) and f'<html lang="{shown}">' in body
    first, start = {
        "en": ('<a href="tel:988">Call 988</a>', 'href="/"'),
        "es": ('<a href="tel:988">Llame al 988</a> y oprima 2', 'href="/es/"'),
    }[shown]
    assert first in body and start in body


def test_a_plain_web_servers_page_for_a_wrong_address_speaks_both_languages(made: Path) -> None:
    page = (made / "404.html").read_text("utf-8")
    assert "This page is not here" in page and '<div lang="es"><h2>Esta página no está aquí</h2>' in page
    assert 'href="./es/index.html" hreflang="es"' in page


def test_a_reader_changes_the_language_and_stays_where_they_were(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(f"{site}es/")
    page.get_by_role("heading", name="Acompañar a alguien").evaluate("el => el.scrollIntoView()")
    expect(page.get_by_role("heading", name="Acompañar a alguien")).to_be_in_viewport()
    page.get_by_role("link", name="English", exact=True).first.dispatch_event("click")
    expect(page).to_have_url(f"{site}voila/render/index.ipynb#at-supporting")
    expect(page.get_by_role("heading", name="Supporting someone")).to_be_in_viewport()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Next Steps", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Start here")


def test_choices_and_the_lines_of_the_plan_come_along_into_spanish_and_back(
    made: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page((made / "breakthrough_depression.html").as_uri())
    page.get_by_role("checkbox", name="Sad, empty, or numb").check()
    page.get_by_role("checkbox", name="Missed doses").check()
    doses = page.locator("#missed-doses")
    doses.get_by_role("combobox").select_option("sertraline")
    doses.get_by_role("radio").last.check()
    doses.get_by_role("checkbox").check()
    page.locator("#in-your-words textarea").first.fill("Se lo diría así.")
    sad, dose = "I feel sad", "sertraline"
    page.goto((made / "next_steps.html").as_uri())
    page.get_by_role("button", name="Remove: I have missed").press("Enter")
    page.get_by_role("button", name=f"Change: {sad}").press("Enter")
    page.get_by_role("textbox", name="This line in your words").fill("Me siento vacía.")
    plan = page.locator("#my-plan")
    expect(plan.get_by_text(f"missed dose of {dose}")).to_have_attribute("lang", "en")

    page.goto((made / "breakthrough_depression.html").as_uri())
    page.locator("#signs-to-tell").evaluate("el => el.scrollIntoView()")
    page.get_by_role("link", name="Español", exact=True).first.dispatch_event("click")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("#signs-to-tell")).to_be_in_viewport()
    expect(page.get_by_role("checkbox", name="Triste, con un vacío")).to_be_checked()
    expect(page.locator("#reasons-to-check input:checked")).to_have_count(1)
    expect(doses.get_by_role("combobox")).to_have_value("sertraline")
    expect(doses.get_by_role("radio").last).to_be_checked()
    expect(doses.get_by_role("checkbox")).to_be_checked()
    expect(page.locator("#in-your-words textarea").first).to_have_value("Se lo diría así.")

    page.goto((made / "es/next_steps.html").as_uri())
    expect(plan.get_by_text("Me siento vacía.")).to_be_visible()
    expect(plan.locator("s")).to_have_attribute("lang", "es")
    expect(plan.locator('[lang="en"]:not(p)')).to_have_count(0)
    page.get_by_role("link", name="English", exact=True).first.dispatch_event("click")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto((made / "breakthrough_depression.html").as_uri())
    expect(page.get_by_role("checkbox", name="Sad, empty, or numb")).to_be_checked()
    page.goto((made / "next_steps.html").as_uri())
    expect(page.get_by_role("button", name="Put it back: I have missed")).to_be_visible()
    expect(plan.get_by_text("Me siento vacía.")).to_be_visible()


def test_who_reads_in_spanish_from_a_stick_finds_every_lesson_and_the_way_back(
    made: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page((made / "es/index.html").as_uri(), java_script_enabled=False)
    page.get_by_role("banner").get_by_text("Lecciones", exact=True).click()
    expect(page.get_by_role("navigation", name="Lecciones").get_by_role("link")).to_have_count(
        len([lesson for lesson in course(NOTEBOOKS) if not lesson.folder])
    )
    page.get_by_role("navigation", name="Lecciones").get_by_role("link").nth(1).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="English", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Start here")
