"""No word that a reader meets is hard-coded: in a language with every text in brackets, none stands outside them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from pseudo_language import CODE, LESSONS, deck, page, spoken

from nextsteps.evidence import registry
from nextsteps.wording import words
from nextsteps.wording.citations import citation, short
from nextsteps.wording.crisis import crisis_lines
from nextsteps.wording.options import options, orders
from pages.course import Lesson
from pages.guides import Guide, read_guides
from pages.handouts import sheet
from pages.library import notice
from pages.lint import passages
from pages.live import not_live, privacy
from pages.live import sentences as live_sentences
from pages.present import Room, panel, phone_words

ROOT = Path(__file__).parents[2]
#: What is no word of a language: a date as this language writes it, and an address.
NO_WORD = re.compile(r"\d{4}-\w+-\d\d|(?:https?://|\bx\.example\b)[^\s⟧]+")
#: The metadata of a page that other programs show to people.
SHOWN = {"description", "og:site_name", "og:title", "og:description", "og:image:alt"}
#: The keys of schema.org under which words for a reader stand.
SAID = {"name", "description", "text"}


def bracketed(text: str) -> str:
    return f"⟦{text}⟧"


@pytest.fixture(scope="module", autouse=True)
def language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with spoken(tmp_path_factory.mktemp("locale"), bracketed):
        yield


def outside(text: str) -> str:
    """What of a text stands outside every pair of brackets, which may stand in each other."""
    while (inner := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = inner
    return text


def structured(data: Any, key: str = "") -> Iterator[str]:
    """The words of structured data that search engines show to a reader."""
    match data:
        case str() if key in SAID:
            yield data
        case list():
            for item in data:
                yield from structured(item, key)
        case dict():
            for name, item in data.items():
                yield from structured(item, name)


def hard_coded(html: str) -> list[str]:
    """The words of a page that stand outside every pair of brackets, unless they are marked as another language."""
    soup = BeautifulSoup(html, "html.parser")
    for other in soup.select(f"[lang]:not([lang={CODE}])"):
        other.decompose()
    texts: list[str] = []
    for passage in passages(str(soup)):
        if texts and texts[-1].count("⟦") > texts[-1].count("⟧"):  # in a chart, a line may go on in another
            texts[-1] += passage.text
        else:
            texts.append(passage.text)
    texts += [str(el["content"]) for el in soup.select("meta") if SHOWN & {el.get("name"), el.get("property")}]
    # data-show names the place of a number and is no word of its own.
    texts += [
        v for el in soup.select("output") for k, v in el.attrs.items() if k.startswith("data-") and k != "data-show"
    ]
    texts += [t for el in soup.select('[type="application/ld+json"]') for t in structured(json.loads(el.string or ""))]
    # The line for Spanish readers, on every page; then names of things: sources, brands, claims, keys in an order.
    spared = [str(line["html"].striptags()) for line in crisis_lines(words(CODE)) if line["lang"] != CODE]
    spared += [claim.id for claim in sorted(registry(), key=lambda claim: -len(claim.id))]
    spared += [" ".join(order) for order in orders(options(words(CODE)))]
    spared += [text for source in registry().sources.values() for text in (citation(source, CODE), short(source))]
    spared += filter(None, (drug.brand for drug in registry().drugs.values()))
    left = []
    for text in texts:
        for known in (known for known in spared if known in text):
            text = text.replace(known, "")
        said = outside(NO_WORD.sub("", text))
        if re.search(r"[^\W\d_]{3,}", said):
            left.append(said.strip()[:120])
    return left


@pytest.mark.parametrize("stem", LESSONS)
def test_every_word_of_a_lesson_and_around_it_comes_from_the_catalogue_or_its_writer(stem: str) -> None:
    assert hard_coded(page(stem, bracketed)) == []


@pytest.mark.parametrize("stem", LESSONS)
def test_every_word_of_its_slides_does(stem: str) -> None:
    assert hard_coded(deck(stem, bracketed)) == []


@pytest.mark.parametrize("status", [400, 404, 500])
def test_every_word_of_a_page_that_could_not_be_shown_does(status: int) -> None:
    assert hard_coded(notice(status, CODE)) == []


@pytest.mark.parametrize("guide", read_guides(ROOT / "docs/guides", "en"), ids=lambda guide: guide.lesson)
def test_every_word_of_its_handout_does(guide: Guide) -> None:
    handout = re.sub(r"^(\d\. |- )(.+)$", lambda line: line[1] + bracketed(line[2]), guide.parts["handout"], flags=re.M)
    own = replace(guide, language=CODE, parts={**guide.parts, "handout": handout})
    lessons = [Lesson(f"{CODE}/{stem}.ipynb", bracketed(stem), bracketed("About."), CODE, "", 3) for stem in LESSONS]
    assert (
        hard_coded(re.sub(r"<style>.*?</style>", "", sheet(own, lessons, "A4", "https://x.example/"), flags=re.S)) == []
    )


def test_every_word_of_a_workshop_does_and_of_a_lesson_that_runs_live() -> None:
    room = Room(code="")
    said = [panel(room, "http://x.example", CODE), *phone_words(CODE).values()]
    said += [privacy(CODE), not_live(CODE), *live_sentences(CODE).values()]
    assert [words for text in said for words in hard_coded(f"<p>{text}</p>")] == []


def test_the_brackets_would_show_a_word_that_is_not_in_them() -> None:
    assert hard_coded('<p>⟦With ⟦TMS⟧⟧ sham</p><button aria-label="Close">⟦x⟧</button>') == ["sham", "Close"]
    assert hard_coded('<output data-added="Added"></output><p lang="es">Hola</p>') == ["Added"]
