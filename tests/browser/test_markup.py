"""Every kind of page against the Nu HTML checker: what a browser must guess, a screen reader may guess otherwise."""

from __future__ import annotations

import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import check_markup
import pytest
from conftest import ROOT

from pages import deck, site
from pages.assets import Assets
from pages.chrome import notices
from pages.clinic import read_clinic
from pages.course import course
from pages.guides import guide_pages, read_guide
from pages.handouts import sheet
from pages.library import notice
from pages.surround import Site

NOTEBOOKS, GUIDES = ROOT / "notebooks", ROOT / "docs/guides"
ADDRESS = "https://www.clinic.example/lessons/"
CLINIC = """name = "Example Clinic (made up)"
phone = "505-555-0142"
address = "100 Example Street, Santa Fe, New Mexico"
link = "https://www.clinic.example/"
disclosure = "This clinic offers TMS and is paid for it."
"""


@pytest.fixture(scope="module")
def pages(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every kind of page that anyone is shown, as files: lessons, slides, guides, sheets, what stands in for them."""
    if sentence := check_markup.missing():
        pytest.fail(sentence)
    to = tmp_path_factory.mktemp("markup")
    (to / "clinic.toml").write_text(CLINIC, "utf-8")
    one = to / "one lesson"
    one.mkdir()
    shutil.copy(NOTEBOOKS / "index.ipynb", one)
    lessons = tuple(course(NOTEBOOKS))
    shown_by = Site(lessons, read_clinic(to / "clinic.toml"))
    with ThreadPoolExecutor(2) as pool:
        kept = pool.submit(site.files, one, ADDRESS, True, shown_by.clinic)
        slides = pool.submit(deck.files, NOTEBOOKS, ["trd_criteria.ipynb"])
        kinds = {
            "site": {path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*.html")},
            "kept by a clinic": kept.result(),
            "decks": slides.result(),
            "guides": guide_pages(GUIDES, shown_by, Assets.collect()),
        }
    kinds["notices"] = {
        f"{language}-{status}.html": shown_by.surround(notice(status, language), language=language).encode()
        for language in ("en", "es")
        for status in notices()
    }
    guide = read_guide(GUIDES, "tms_outcomes")
    paper = sheet(guide, [one for one in lessons if one.language == "en"], "a4", ADDRESS, shown_by.clinic)
    kinds["sheets"] = {"tms_outcomes.html": paper.encode()}
    for kind, files in kinds.items():
        site.write(to / kind, {path: body for path, body in files.items() if path.endswith(".html")})
    return to


def test_no_page_of_any_kind_has_an_error_that_a_browser_would_have_to_guess_around(pages: Path) -> None:
    found = sorted(pages.rglob("*.html"))
    kinds = Counter(page.relative_to(pages).parts[0] for page in found)
    assert kinds["site"] == len(course(NOTEBOOKS)) + 1, "every lesson in every language, and the page for no page"
    assert set(kinds) == {"site", "decks", "kept by a clinic", "guides", "notices", "sheets"}
    # One page is spoiled, so that a checker that no longer looks is found out.
    spoiled = pages / "spoiled.html"
    whole = next(page for page in found if page.name == "index.html").read_text("utf-8")
    spoiled.write_text(whole.replace("</main>", '<p id="twice"></p><p id="twice"></p></main>'), "utf-8")
    errors = check_markup.errors([*found, spoiled])
    assert [error for error in errors if "spoiled.html" in error and "Duplicate ID “twice”" in error], errors
    assert not [error for error in errors if "spoiled.html" not in error], "\n".join(errors)
