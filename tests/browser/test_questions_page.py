"""The questions: found by a word, read without scripts and on paper, told to search engines word for word."""

from __future__ import annotations

import io
import json
import urllib.request
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pypdf import PdfReader

QUESTIONS = "voila/render/questions.ipynb"
#: What schema.org says a thing of each type must have here, and of what kind each is.
REQUIRED = {
    "FAQPage": {"@context": str, "@type": str, "inLanguage": str, "mainEntity": list},
    "Question": {"@type": str, "name": str, "acceptedAnswer": dict},
    "Answer": {"@type": str, "text": str},
}


@pytest.fixture
def questions(site: str, open_page: Callable[..., Page]) -> Page:
    """The page on a phone, its box ready to answer."""
    page = open_page(site + QUESTIONS)
    expect(page.locator("#find-a-question[data-ready]")).to_be_attached()
    return page


def plain(text: str) -> str:
    return " ".join(text.split())


def asked(page: Page) -> list[str]:
    """The questions in sight, in their order."""
    return [plain(q) for q in page.locator(".ns-asked:visible h3").all_inner_texts()]


def data(page: Page) -> dict[str, Any]:
    """What the page tells search engines of its questions."""
    every = [json.loads(text) for text in page.locator("script[type='application/ld+json']").all_text_contents()]
    [faq] = [one for one in every if one.get("@type") == "FAQPage"]
    return dict(faq)


def mistakes(thing: Any, wanted: str) -> list[str]:
    """What is wrong with a thing of schema.org that should be of the type `wanted`, and with the things in it."""
    if not isinstance(thing, dict) or thing.get("@type") != wanted:
        return [f"{thing!r} is not a {wanted}"]
    known = REQUIRED[wanted]
    found = [f"{wanted} has no property {key} here" for key in thing.keys() - known.keys()]
    found += [
        f"{wanted} needs {key}" for key, kind in known.items() if not isinstance(thing.get(key), kind) or not thing[key]
    ]
    for question in thing.get("mainEntity", []):
        found += mistakes(question, "Question")
    if "acceptedAnswer" in thing:
        found += mistakes(thing["acceptedAnswer"], "Answer")
    return found


def test_search_engines_are_told_the_very_words_that_a_reader_sees(questions: Page) -> None:
    faq = data(questions)
    # A picture shows what the words before it say; the words alone are told.
    questions.locator(".ns-asked > .ns-widget").evaluate_all("all => { for (const one of all) one.remove(); }")
    questions.locator(".ns-asked").evaluate_all("all => { for (const one of all) one.open = true; }")
    seen = [
        (plain(one.locator("h3").inner_text()), plain(one.inner_text().removeprefix(one.locator("h3").inner_text())))
        for one in questions.locator(".ns-asked").all()
    ]
    told = [(plain(q["name"]), plain(q["acceptedAnswer"]["text"])) for q in faq["mainEntity"]]
    assert len(told) >= 14
    assert told == seen


def test_what_search_engines_are_told_has_the_shape_that_schema_org_asks_for(questions: Page) -> None:
    faq = data(questions)
    assert faq["@context"] == "https://schema.org"
    assert mistakes(faq, "FAQPage") == []
    spoilt = json.loads(json.dumps(faq))
    del spoilt["mainEntity"][0]["acceptedAnswer"]["text"]
    assert mistakes(spoilt, "FAQPage") == ["Answer needs text"], "the check would not notice"


def test_the_policy_of_the_page_has_nothing_against_that_data(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    answer = page.goto(site + QUESTIONS, wait_until="networkidle")
    assert answer
    policy = answer.headers["content-security-policy"]
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
    assert refused == []


def test_a_word_narrows_the_questions_and_a_listener_hears_how_many_are_left(questions: Page) -> None:
    every = asked(questions)
    box = questions.get_by_role("searchbox", name="Look for a word")
    box.fill("pregnant")
    status = questions.get_by_role("main").get_by_role("status")
    expect(status).to_have_text("One question has your words. It is below.")
    assert asked(questions) == ["What if I think about death or suicide?", "What if I am pregnant, or hope to be?"]
    expect(questions.get_by_role("heading", name="Other treatments")).to_be_hidden()
    box.fill("")
    expect(status).to_have_text("All questions are here.")
    assert asked(questions) == every


#: What people may type, and the question that must be among those left.
TYPED = {
    "Can I drive home?": "Can I drive?",
    "seizures": "Is TMS safe?",
    "safe": "Is TMS safe?",
    "money": "What does it cost, and will insurance pay?",
    "Medicaid": "What does it cost, and will insurance pay?",
    "ECT": "What is ECT?",
    "spravato": "What is esketamine?",
    "painful": "Does TMS hurt?",
    "side effects": "What side effects does TMS have?",
    "my job": "Can I go on working?",
    "teenager": "Am I too young or too old for these treatments?",
    "withdrawal": "How do I stop safely, if that is the plan?",
    "my husband": "How can I help someone?",
    "counselling": "Does talk therapy help when medicine does not?",
    "forgot a pill": "What if I miss a dose?",
    "how long does it last": "How long does TMS last?",
}


def test_the_words_that_people_use_find_the_question(questions: Page) -> None:
    every = len(asked(questions))
    for typed, found in TYPED.items():
        questions.get_by_role("searchbox").fill(typed)
        left = asked(questions)
        assert found in left, f"{typed!r} does not find {found!r}"
        assert len(left) < every / 2, f"{typed!r} narrows nothing"


def test_crisis_help_is_there_whatever_is_typed_and_no_answer_is_a_kind_one(questions: Page) -> None:
    questions.get_by_role("searchbox").fill("zebra")
    expect(questions.get_by_text("That does not make it a bad question.")).to_be_visible()
    assert asked(questions) == ["What if I think about death or suicide?"]
    expect(questions.get_by_role("link", name="Call 988").first).to_be_visible()
    expect(questions.get_by_label("Crisis help", exact=True)).to_be_visible()
    expect(questions.get_by_label("Crisis help, again")).to_be_visible()
    questions.get_by_role("button", name="Show all questions").click()
    assert len(asked(questions)) > 14
    expect(questions.get_by_role("searchbox")).to_be_focused()


def test_what_is_typed_is_neither_kept_nor_sent(questions: Page) -> None:
    sent: list[str] = []
    questions.on("request", lambda request: sent.append(request.url))
    questions.get_by_role("searchbox").fill("canary")
    expect(questions.get_by_text("That does not make it a bad question.")).to_be_visible()
    assert sent == []
    assert "canary" not in questions.evaluate(
        "JSON.stringify([{ ...sessionStorage }, { ...localStorage }, location.href])"
    )


def test_a_keyboard_finds_opens_and_leaves_a_question(questions: Page) -> None:
    questions.get_by_role("searchbox").focus()
    questions.keyboard.type("driving")
    expect(questions.get_by_role("main").get_by_role("status")).to_contain_text("below")
    summary = questions.locator(".ns-asked:visible summary").filter(has_text="Can I drive?")
    for _ in range(20):
        if summary.evaluate("el => el === document.activeElement"):
            break
        questions.keyboard.press("Tab")
    questions.keyboard.press("Enter")
    expect(questions.get_by_text("a ride home", exact=True)).to_be_visible()


def test_a_link_to_a_question_opens_it(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(site + QUESTIONS + "#Can-I-drive?")
    expect(page.get_by_text("a ride home", exact=True)).to_be_in_viewport()


def test_without_scripts_every_question_is_there_to_open_and_no_dead_box(
    site: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(site + QUESTIONS, java_script_enabled=False)
    expect(page.get_by_role("searchbox")).to_be_hidden()
    assert len(asked(page)) > 14
    page.get_by_text("Is TMS safe?").click()
    expect(page.get_by_text("Serious harm is rare, but not zero.")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_on_paper_every_answer_is_open_whatever_was_typed(
    site: str, open_page: Callable[..., Page], scripts: bool
) -> None:
    page = open_page(site + QUESTIONS, java_script_enabled=scripts)
    if scripts:
        expect(page.locator("#find-a-question[data-ready]")).to_be_attached()
        page.get_by_role("searchbox").fill("driving")
    text = plain(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf())).pages))
    assert "Look for a word" not in text, "a box on paper answers nobody"
    for answer in ("a ride home", "We have no checked prices", "Ask what would help today, and listen."):
        assert answer in text
    assert text.count("Call 988") >= 2


def test_the_page_is_light_enough_for_a_phone_far_from_a_mast(site: str) -> None:
    request = urllib.request.Request(site + QUESTIONS, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(request) as answer:
        body = answer.read()
    assert len(body) <= 60_000
    assert b"Questions about depression treatment" in brotli.decompress(body)


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (360, "dark"), (1280, "light")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    site: str, open_page: Callable[..., Page], width: int, scheme: str
) -> None:
    page = open_page(site + QUESTIONS, viewport={"width": width, "height": 900}, color_scheme=scheme)
    expect(page.locator("#find-a-question[data-ready]")).to_be_attached()
    page.get_by_role("searchbox").fill("cost")
    closed = page.locator(".ns-asked:not([open]) > summary:visible")
    while closed.count():
        closed.first.click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth") == 0


def test_a_question_is_large_enough_for_a_thumb(questions: Page) -> None:
    heights = questions.locator(".ns-asked > summary").evaluate_all(
        "all => all.map((s) => s.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44
