"""The site as one whole: every lesson is found from every other, without scripts, by keyboard, on a small phone."""

from __future__ import annotations

import json
import re
import shutil
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from conftest import LESSON, ROOT, everywhere, make_site, serving
from playwright.sync_api import Page, expect

from pages.course import course

LESSONS = [lesson for lesson in course(ROOT / "notebooks") if not lesson.folder]
ADDRESS = "https://lessons.clinic.example/depression/"
#: The most bytes, compressed by brotli, that header, neighbours and footer may add to a page.
AROUND = 1500
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><circle cx="20" cy="20" r="18" fill="#7a3b12"/></svg>'
)
CLINIC = """name = "Example Clinic (made up)"
phone = "505-555-0142"
address = "100 Example Street, Santa Fe, New Mexico"
link = "https://www.clinic.example/"
disclosure = "This clinic offers TMS and is paid for it."
logo = "logo.svg"
[colours]
light = "#7a3b12"
dark = "#e8b48c"
"""


def clinic_in(folder: Path) -> Path:
    (folder / "logo.svg").write_text(LOGO)
    (folder / "clinic.toml").write_text(CLINIC, "utf-8")
    return folder / "clinic.toml"


@pytest.fixture(scope="module")
def two_languages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two lessons, one of them in Spanish too, shown by a clinic and made for one address."""
    folder = tmp_path_factory.mktemp("whole")
    notebooks = folder / "notebooks"
    (notebooks / "es").mkdir(parents=True)
    for name in ("tms_outcomes.ipynb", "breakthrough_depression.ipynb"):
        shutil.copy(ROOT / "notebooks" / name, notebooks / name)
    spanish = json.loads((notebooks / "tms_outcomes.ipynb").read_text("utf-8"))
    spanish["metadata"] |= {"lang": "es", "title": "Lo que la EMT puede y no puede hacer"}
    spanish["cells"] = [cell for cell in spanish["cells"] if cell["cell_type"] == "markdown"]
    (notebooks / "es/tms_outcomes.ipynb").write_text(json.dumps(spanish), "utf-8")
    return make_site(notebooks, folder / "site", "--address", ADDRESS, "--clinic", str(clinic_in(folder)))


def menu(page: Page) -> None:
    page.get_by_role("banner").get_by_text("Lessons", exact=True).click()
    expect(page.get_by_role("navigation", name="Lessons")).to_be_visible()


def read(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def file_of(name: str) -> str:
    return name.removesuffix(".ipynb") + ".html"


@everywhere
def test_every_lesson_is_in_the_menu_in_order_without_scripts(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page(address, java_script_enabled=False, viewport={"width": 320, "height": 640})
    links = page.get_by_role("navigation", name="Lessons").get_by_role("link")
    expect(links).to_have_count(0)
    menu(page)
    expect(links).to_have_text([lesson.title for lesson in LESSONS])
    expect(page.get_by_role("link", name="What TMS can and cannot do").first).to_have_attribute("aria-current", "page")
    for link in links.all():
        box = link.bounding_box()
        assert box and box["height"] >= 40
        assert box["x"] + box["width"] <= 320
    links.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(LESSONS[0].title)


def test_the_start_of_the_site_is_the_first_lesson_wherever_it_is_opened(
    site: str, below_a_path: str, made: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page(site)
    for start in (site, below_a_path, (made / "index.html").as_uri()):
        page.goto(start)
        expect(page.get_by_role("heading", level=1)).to_have_text(LESSONS[0].title)
        page.get_by_role("link", name=LESSONS[1].title).last.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(LESSONS[1].title)
        page.get_by_role("link", name="Next Steps", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(LESSONS[0].title)


def test_next_leads_through_the_whole_course_and_previous_back(made: Path) -> None:
    here, seen = file_of(LESSONS[0].name), []
    while here:
        page = read(made / here)
        before = page.select_one(".ns-neighbours a[rel=prev]")
        assert (before["href"] if before else None) == (seen[-1] if seen else None)
        seen.append(here)
        after = page.select_one(".ns-neighbours a[rel=next]")
        onward = page.select_one("main .ns-onward a")
        if after and page.select_one(".ns-sources"):
            assert onward and onward["href"] == after["href"], "the end of the text must not be a dead end"
        here = after["href"] if after else ""
    assert seen == [file_of(lesson.name) for lesson in LESSONS]


def test_the_menu_and_the_next_lesson_work_by_keyboard_alone(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(site + LESSON)
    summary = page.get_by_role("banner").locator("summary")
    for _ in range(14):
        page.keyboard.press("Tab")
        if summary.evaluate("(el) => el === document.activeElement"):
            break
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("navigation", name="Lessons").get_by_role("link").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(LESSONS[0].title)


def test_crisis_help_stays_first_and_the_menu_comes_after_it(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(site + LESSON)
    landmarks = page.evaluate("[...document.body.children].filter((el) => el.offsetParent).map((el) => el.localName)")
    assert landmarks[:4] == ["a", "aside", "header", "main"]
    assert page.get_by_role("complementary", name="Crisis help").bounding_box()["y"] == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_with_the_menu_open_and_a_clinic_shown(
    two_languages: Path, open_page: Callable[..., Page], width: int, scheme: str
) -> None:
    page = open_page(
        (two_languages / "tms_outcomes.html").as_uri(), viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    menu(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth") == 0


def test_nothing_is_cut_off_at_four_times_the_letter_size(two_languages: Path, open_page: Callable[..., Page]) -> None:
    # 400% on a desktop of 1280 pixels is a page 320 wide; here a reader's own letters are twice as large on top of it.
    page = open_page((two_languages / "index.html").as_uri(), viewport={"width": 320, "height": 640})
    page.add_style_tag(content="html { font-size: 200% }")
    menu(page)
    for part in (
        page.get_by_role("banner"),
        page.locator(".ns-neighbours"),
        page.get_by_role("region", name="Contact this clinic"),
    ):
        assert part.evaluate(
            "(el) => [el, ...el.querySelectorAll('*')].every((e) => e.getBoundingClientRect().right <= 321)"
        )


def test_a_clinic_can_be_called_from_every_page_after_the_crisis_lines(two_languages: Path) -> None:
    pages = [path for path in two_languages.rglob("*.html") if path.name != "404.html"]
    assert len(pages) == 4
    for path in pages:
        page = read(path)
        contact = page.select_one("footer .ns-contact")
        assert contact.select_one("a[href='tel:+15055550142']")
        assert contact.select_one("a[href='https://www.clinic.example/']")["rel"] == ["noreferrer"]
        assert "Example Clinic (made up)" in contact.text
        assert "is paid for it" in contact.text
        before = [el.get("class") for el in contact.find_previous_siblings("section")]
        assert before == [["ns-help"]], "who is in a crisis must not call a clinic that is closed at night"
        logo = contact.select_one("img")
        assert (logo["width"], logo["height"]) == ("192", "64")
        assert re.fullmatch(r"(\.\./)?assets/logo\.[0-9a-f]{12}\.svg", logo["src"])
        assert (path.parent / logo["src"]).read_text() == LOGO


def test_a_page_that_is_not_there_still_says_whom_to_call(two_languages: Path) -> None:
    page = read(two_languages / "404.html")
    assert page.select_one(".ns-contact a[href='tel:+15055550142']")
    assert not page.select("[src^=assets], nav")
    assert "site:" not in page.text and "asset:" not in str(page)


def test_without_a_clinic_the_prescriber_is_the_one_to_ask(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(site + LESSON)
    expect(page.get_by_role("region", name="Who to ask")).to_contain_text("Your prescriber")
    expect(page.get_by_text("Contact this clinic")).to_have_count(0)


def test_the_foot_says_when_the_numbers_of_this_page_were_checked(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(site + LESSON)
    said = page.locator("footer .ns-last-checked").inner_text().removesuffix(".")
    listed = page.locator(".ns-sources .ns-checked").inner_text().removesuffix(".")
    assert said.split(" on ")[-1] == listed.split(" on ")[-1]
    assert re.search(r"\w+ \d{1,2}, 20\d\d$", said)


def test_another_language_is_offered_only_where_the_lesson_exists_and_opens_at_the_same_place(
    two_languages: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page((two_languages / "breakthrough_depression.html").as_uri())
    expect(page.get_by_role("link", name="Español")).to_have_count(0)
    page.goto((two_languages / "tms_outcomes.html").as_uri() + "#tms.sham-trials-response")
    there = page.get_by_role("link", name="Español")
    expect(there).to_have_attribute("lang", "es")
    there.click()
    expect(page).to_have_url((two_languages / "es/tms_outcomes.html").as_uri() + "#tms.sham-trials-response")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url((two_languages / "tms_outcomes.html").as_uri() + "#tms.sham-trials-response")


def test_search_engines_and_messages_get_whole_addresses_a_title_and_a_picture_without_a_number(
    two_languages: Path,
) -> None:
    for name, address in (("tms_outcomes.html", "tms_outcomes.html"), ("breakthrough_depression.html", "")):
        page = read(two_languages / name)
        named = {
            tag.get("property") or tag.get("name"): tag["content"] for tag in page.select("meta[property], meta[name]")
        }
        assert page.select_one("link[rel=canonical]")["href"] == named["og:url"] == ADDRESS + address
        assert named["og:title"] == named["og:image:alt"] == page.h1.text
        assert named["og:description"] == named["description"]
        picture = two_languages / named["og:image"].removeprefix(ADDRESS)
        assert struct.unpack(">II", picture.read_bytes()[16:24]) == (1200, 630)
        assert picture.stat().st_size < 40_000
        assert picture.name not in str(page.body), "a visit must not load it"
    alternates = read(two_languages / "es/tms_outcomes.html").select("link[rel=alternate]")
    assert {a["hreflang"]: a["href"] for a in alternates} == {
        "es": f"{ADDRESS}es/tms_outcomes.html",
        "en": f"{ADDRESS}tms_outcomes.html",
        "x-default": f"{ADDRESS}tms_outcomes.html",
    }


def test_what_is_said_to_machines_is_what_the_page_says_and_claims_no_review(two_languages: Path, made: Path) -> None:
    for path in (two_languages / "tms_outcomes.html", made / "tms_outcomes.html", made / "evidence.html"):
        page = read(path)
        said = next(
            data
            for script in page.select("script[type='application/ld+json']")
            if "MedicalWebPage" in (data := json.loads(script.string))["@type"]
        )
        assert said["name"] == page.h1.text
        assert said["description"] == page.select_one("meta[name=description]")["content"]
        assert said["inLanguage"] == page.html["lang"]
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", said["dateModified"])
        assert not {"lastReviewed", "reviewedBy", "aggregateRating", "review"} & set(said)
        assert said.get("url") == (f"{ADDRESS}tms_outcomes.html" if path.is_relative_to(two_languages) else None)


def test_what_surrounds_a_lesson_costs_little_on_a_weak_signal(made: Path) -> None:
    around = ".ns-site, .ns-neighbours, .ns-onward, .ns-contact, .ns-last-checked, script[type='application/ld+json']"
    for lesson in LESSONS:
        page = read(made / file_of(lesson.name))
        whole = len(brotli.compress(str(page).encode(), quality=11))
        # The questions say themselves to machines too; that is theirs.
        found = [part for part in page.select(around) if part.name != "script" or "MedicalWebPage" in part.text]
        assert len(found) >= 4
        for part in found:
            part.decompose()
        cost = whole - len(brotli.compress(str(page).encode(), quality=11))
        assert 0 < cost <= AROUND, f"{lesson.name}: {cost} bytes"


def test_paper_has_the_clinic_and_no_menu(two_languages: Path, open_page: Callable[..., Page]) -> None:
    page = open_page((two_languages / "tms_outcomes.html").as_uri())
    page.emulate_media(media="print")
    expect(page.locator(".ns-menu, .ns-neighbours, .ns-onward").filter(visible=True)).to_have_count(0)
    expect(page.get_by_role("region", name="Contact this clinic")).to_be_visible()


@pytest.fixture(scope="module")
def clinic_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """One lesson served by Voila for a clinic, whose file is named by the variable: its address and that file."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks/tms_outcomes.ipynb", folder / "notebooks")
    with serving(folder / "notebooks", folder / "log", NEXTSTEPS_CLINIC=str(clinic_in(folder))) as server:
        yield server.url, folder


def test_a_changed_clinic_shows_within_moments_and_a_wrong_one_never(
    clinic_server: tuple[str, Path], open_page: Callable[..., Page]
) -> None:
    url, folder = clinic_server
    asked: list[str] = []
    page = open_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url + LESSON)
    contact = page.get_by_role("region", name="Contact this clinic")
    expect(contact.get_by_role("link", name="Call 505-555-0142")).to_be_visible()
    contact.locator("img").scroll_into_view_if_needed()
    assert page.evaluate("document.querySelector('.ns-contact img').decode().then(() => true)")
    assert {urlsplit(request).netloc for request in asked} == {urlsplit(url).netloc}, "nobody else may learn of a visit"
    renderings = (folder / "log").read_text().count("Rendered")
    for wrong in ("nonsense", CLINIC.replace("0142", "0143")):
        (folder / "clinic.toml").write_text(wrong, "utf-8")
        page.wait_for_function(
            "async (number) => (await (await fetch(location.href, { cache: 'no-store' })).text()).includes(number)",
            arg="505-555-0142" if wrong == "nonsense" else "505-555-0143",
            polling=300,
        )
        for _ in range(300):  # the old number is there before the wrong file was seen
            if wrong != "nonsense" or "cannot be read as TOML" in (folder / "log").read_text():
                break
            page.evaluate("fetch(location.href, { cache: 'no-store' }).then(() => null)")
            page.wait_for_timeout(100)
    log = (folder / "log").read_text()
    assert log.count("cannot be read as TOML") == 1, "the log tells of a wrong file once"
    assert log.count("Rendered") == renderings, "a new number must cost no kernel"
