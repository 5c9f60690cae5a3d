"""The guides for facilitators: every lesson has one, each number is its claim's, and a room has a plan for distress."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import textstat

from pages.assets import Assets
from pages.course import course
from pages.guides import PLANS, Guide, guide_pages, languages, read_guide, read_guides
from pages.render import RenderError
from pages.surround import Site

ROOT = Path(__file__).parents[2]
GUIDES = ROOT / "docs/guides"
#: What a guide says in each language: how long a plan takes, its first and last steps, help, and the plan for distress.
SAID = {
    "en": {
        "time": "({} minutes)",
        "first": "safe room",
        "last": "Help lines again",
        "call": 'href="tel:988">Call 988</a>',
        "ask": "Are you thinking about suicide?",
        "stay": "Do not leave the person alone.",
    },
    "es": {
        "time": "({} minutos)",
        "first": "sala segura",
        "last": "Otra vez las líneas de ayuda",
        "call": 'href="tel:988">Llame al 988</a> y oprima 2',
        "ask": "¿Está pensando en el suicidio?",
        "stay": "No deje sola a esa persona.",
    },
}


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    made = guide_pages(GUIDES, Site(tuple(course(ROOT / "notebooks"))), Assets.collect())
    return {path: page.decode() for path, page in made.items()}


@pytest.fixture
def guides(tmp_path: Path) -> Path:
    """A copy of the guides that a test may spoil."""
    return Path(shutil.copytree(GUIDES, tmp_path / "guides"))


def spoil(guides: Path, old: str, new: str, name: str = "tms_outcomes.md") -> None:
    path = guides / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_each_lesson_for_patients_has_a_guide_in_every_language_that_has_guides() -> None:
    for language in languages(GUIDES):
        lessons = [lesson for lesson in course(ROOT / "notebooks") if lesson.language == language]
        wanted = {lesson.stem for lesson in lessons if lesson.audience != "reviewers"}
        assert {guide.lesson for guide in read_guides(GUIDES, language)} == wanted


def test_a_wrong_number_in_a_guide_is_refused_before_a_facilitator_says_it_aloud(guides: Path) -> None:
    spoil(guides, "[29 of 100](#tms.sham-trials-response)", "[49 of 100](#tms.sham-trials-response)")
    with pytest.raises(RenderError, match=r"tms\.sham-trials-response does not give “49 of 100”"):
        read_guide(guides, "tms_outcomes")


def test_a_number_without_a_claim_is_refused_in_the_plan_for_distress_too(guides: Path) -> None:
    spoil(guides, "**Afterwards,**", "About 9 of 100 people will be upset. **Afterwards,**", "a-safe-room.md")
    with pytest.raises(RenderError, match=r"a-safe-room\.md, .*“9 of 100” has no claim"):
        read_guide(guides, "tms_outcomes")


def test_a_link_to_a_claim_that_is_not_there_is_refused(guides: Path) -> None:
    spoil(guides, "#regulation.cleared-not-approved", "#regulation.approved")
    with pytest.raises(RenderError, match=r"regulation\.approved"):
        read_guide(guides, "tms_outcomes")


def test_a_plan_that_would_run_over_its_time_is_refused(guides: Path) -> None:
    spoil(guides, "- **3 min** Welcome", "- **13 min** Welcome")
    with pytest.raises(RenderError, match="the short plan take 30 minutes, not 20"):
        read_guide(guides, "tms_outcomes")


def test_a_guide_without_one_of_its_parts_is_refused_with_their_order(guides: Path) -> None:
    spoil(guides, "## Do not say", "### Do not say")
    with pytest.raises(RenderError, match=r"has 7 parts; .*aim, short, long, say, do-not-say"):
        read_guide(guides, "tms_outcomes")


def test_a_guide_that_nobody_wrote_is_told_by_its_path(guides: Path) -> None:
    with pytest.raises(RenderError, match=r"There is no guide .*sleep\.md"):
        read_guide(guides, "sleep")


def every_guide() -> list[Guide]:
    return [guide for language in languages(GUIDES) for guide in read_guides(GUIDES, language)]


def language_of(page: str) -> str:
    return re.findall(r'<html lang="(\w+)"', page)[0]


def test_each_plan_starts_with_a_safe_room_and_ends_with_the_help_lines() -> None:
    for guide in every_guide():
        said = SAID[guide.language]
        for plan, minutes in PLANS.items():
            steps = re.findall(r"^- .+$", guide.parts[plan], re.MULTILINE)
            assert said["time"].format(minutes) in guide.parts[plan].splitlines()[0]
            assert said["first"] in steps[0], guide
            assert said["last"] in steps[-1], guide


def test_each_page_shows_the_help_lines_twice_and_says_what_to_do_for_someone_in_distress(
    pages: dict[str, str],
) -> None:
    for path, page in pages.items():
        said = SAID[language_of(page)]
        assert page.count(said["call"]) == 2, path
        assert said["ask"] in page and said["stay"] in page, path


def test_each_number_of_a_guide_leads_to_its_study_on_the_same_page(pages: dict[str, str]) -> None:
    for path, page in pages.items():
        linked = set(re.findall(r'href="#([a-z0-9-]+\.[a-z0-9-]+)"', page))
        listed = set(re.findall(r'<li id="([^"]+)" class="ns-claim"', page))
        assert linked and linked == listed, path


def test_a_guide_links_to_its_lesson_as_a_page_of_the_same_site(pages: dict[str, str]) -> None:
    found = course(ROOT / "notebooks")
    for path, page in pages.items():
        language = language_of(page)
        up = "../" if language == "en" else f"../../{language}/"
        lessons = {f"{up}{lesson.stem}.html" for lesson in found if lesson.language == language}
        linked = {link.partition("#")[0] for link in re.findall(r'href="([^"#]+\.html[^"]*)"', page)}
        assert f"{up}{Path(path).name}" in linked, path
        assert linked <= lessons, path
        assert ".ipynb" not in page and "asset:" not in page, path


def test_a_guide_is_plain_enough_to_be_read_aloud() -> None:
    for guide in every_guide():
        text = "\n".join([guide.opening, *guide.parts.values(), guide.safe_room])
        text = re.sub(r"\]\([^)]*\)|[*#\[>]|<!--.*?-->", "", text)
        text = re.sub(r"(?m)^(- |\d\. )?(.*[^.?!:”\s])$", r"\1\2.", text)
        textstat.set_lang("en_US" if guide.language == "en" else guide.language)
        if guide.language == "es":
            assert textstat.fernandez_huerta(text) >= 65, guide.lesson
        else:
            assert textstat.flesch_kincaid_grade(text) <= 7, guide.lesson


def test_no_guide_uses_words_that_hurt() -> None:
    for path in GUIDES.rglob("*.md"):
        said = path.read_text("utf-8").casefold()
        assert not re.search(r"commit(?:ted|s)? suicide|failed attempt|intento fallido|epidemi[ac]", said), path


def test_all_guides_of_a_language_call_their_parts_alike() -> None:
    for language in languages(GUIDES):
        named = [[part.splitlines()[0] for part in guide.parts.values()] for guide in read_guides(GUIDES, language)]
        assert all(names == named[0] for names in named), language
