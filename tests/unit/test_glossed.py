"""A medical word explains itself once, where the prose first uses it: never in a heading or a link, never a number."""

import re
from pathlib import Path

import pytest
import textstat
from bs4 import BeautifulSoup

from nextsteps.wording import LANGUAGES, words
from nextsteps.wording.glossary import terms
from pages.glossed import glossed

EN = words("en")
ALL = terms(EN)


def page(prose: str, after: str = "") -> BeautifulSoup:
    return BeautifulSoup(glossed(f'<main><span id="at-a"></span>{prose}{after}</main>', EN), "html.parser")


def test_the_first_use_is_a_button_that_opens_its_meaning_without_any_script():
    made = page("<p>With sham, some do. Sham or sham again.</p>")
    [button] = made.select("button.ns-term")
    assert button.get_text() == "sham"
    meaning = made.find(id=button["popovertarget"])
    assert meaning.has_attr("popover")
    assert "pretend treatment" in meaning.get_text()
    assert meaning.find_parent("p"), "an older browser must show it where the word stands"


def test_no_line_begins_with_the_full_stop_after_a_word_that_is_a_button():
    made = page("<p>A coil, (sham). A relapse hurts.</p>")
    assert [(one.button.get_text(), list(one.strings)[-1]) for one in made.select(".ns-marked")] == [
        ("coil", ","),
        ("sham", ")."),
    ]
    assert [one.get_text() for one in made.select("p > button")] == ["relapse"]


def test_the_words_of_the_prose_stay_as_they_were():
    prose = '<p>A relapse with <a href="#x">sham</a>, a coil, and sham &amp; TMS.</p><ul><li>TMS</li></ul>'
    made = page(prose)
    assert {b.get_text() for b in made.select("button")} == {"relapse", "coil", "sham", "TMS"}
    for meaning in made.select(".ns-meaning"):
        meaning.decompose()
    for one in made.select("button, .ns-marked"):
        one.unwrap()
    assert str(made.main) == f'<main><span id="at-a"></span>{prose}</main>'


@pytest.mark.parametrize(
    "prose",
    [
        '<h2 id="sham">What sham is</h2>',
        '<p><a href="#x">10 of 100 with sham</a></p>',
        "<li><strong>Sham, or sham TMS</strong></li>",
        '<p title="sham">shame</p>',
    ],
)
def test_no_heading_link_or_part_of_another_word_becomes_a_button(prose):
    assert not page(prose).select("button")


def test_a_widget_keeps_its_own_words():
    assert not page("<p>Here.</p>", '<div class="ns-widget"><p>With sham</p></div>').select("button")
    assert not page("<p>Here.</p>", '<ol class="ns-statements"><li>With sham</li></ol>').select("button")
    assert not BeautifulSoup(glossed("<p>With sham</p>", EN), "html.parser").select("button")


def test_a_later_cell_does_not_explain_a_word_again():
    html = '<span id="at-a"></span><p>A coil.</p><div>x</div><span id="at-b"></span><p>The coil, with TMS.</p>'
    assert re.findall(r'popovertarget="([^"]+)"', glossed(html, EN)) == ["term-coil", "term-tms"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_explained_in_every_language_without_a_number(language):
    for term in terms(words(language)):
        assert re.compile(term.forms[language])
        assert not re.search(r"\d", term.everyday + term.meaning)
        assert term.meaning.endswith(".")


def test_a_meaning_is_easier_than_the_word():
    assert textstat.flesch_kincaid_grade(" ".join(term.meaning for term in ALL)) <= 8


def test_all_meanings_together_fit_the_page_s_budget():
    import brotli

    prose = "<p>" + ", ".join(re.split(r"\||\?", term.forms["en"])[0] for term in ALL) + ".</p>"
    bare, made = f'<span id="at-a"></span>{prose}', glossed(f'<span id="at-a"></span>{prose}', EN)
    assert made.count("popovertarget") == len(ALL)
    assert len(brotli.compress(made.encode())) - len(brotli.compress(bare.encode())) <= 2048


def test_the_project_s_glossary_knows_every_word_that_a_page_explains():
    rows = (Path(__file__).parents[2] / "GLOSSARY.md").read_text("utf-8")
    known = set(re.findall(r"\*\*([^*]+)\*\*", rows))
    assert {term.key for term in ALL} <= known, "add them to GLOSSARY.md"
    for key in ("half-life", "sham"):
        [term] = [t for t in ALL if t.key == key]
        [meant] = re.findall(rf"\*\*{key}\*\* \| (.+?) \|", rows)
        assert set(re.findall(r"\w{5,}", meant.lower())) & set(re.findall(r"\w{5,}", term.meaning.lower()))
