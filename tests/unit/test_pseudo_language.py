"""No word of a widget is hard-coded: in a made-up language with every text in brackets, none stands outside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from babel.messages.pofile import write_po

import nextsteps.wording.language as language
from nextsteps.evidence import registry
from nextsteps.wording import words
from nextsteps.wording.citations import citation
from pages.catalogue import sentences
from pages.chrome import chrome
from pages.lint import passages
from widgets import (
    ConversationPlan,
    FourSteps,
    IconArray,
    InYourWords,
    MissedDoses,
    SessionSteps,
    SideBySide,
    TimeAndTravel,
    VisitList,
)

WIDGETS: dict[str, Callable[[], object]] = {
    "icon_array": lambda: IconArray("a", ["tms.sham-trials-response", "tms.nih-trial-remission"], language="eo"),
    "conversation_plan": lambda: ConversationPlan(language="eo"),
    "four_steps": lambda: FourSteps(language="eo"),
    "in_your_words": lambda: InYourWords("w", of="tms", language="eo"),
    "people_side_by_side": lambda: SideBySide.of_groups("s", ["stopping.any-symptom"], language="eo"),
    "missed_doses": lambda: MissedDoses(language="eo"),
    "session_steps": lambda: SessionSteps(language="eo"),
    "time_and_travel": lambda: TimeAndTravel(language="eo"),
    "visit_list": lambda: VisitList("v", of="reasons", language="eo"),
}


@pytest.fixture(scope="module", autouse=True)
def bracketed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A language in which every text of the catalogue is itself in brackets."""
    folder = tmp_path_factory.mktemp("locale")
    template = sentences()
    template.locale = "eo"
    template.fuzzy = False
    for message in template:
        if message.id:
            texts = (message.id,) if isinstance(message.id, str) else message.id
            said = tuple(f"⟦{text}⟧" for text in texts)
            if message.context and " (" in texts[0]:  # a medicine's name is also shown without its form
                said = (said[0].replace(" (", "⟧ (⟦", 1),)
            message.string = said[0] if len(said) == 1 else said
    with (folder / "eo.po").open("wb") as file:
        write_po(file, template)
    before, language.CATALOGUES = language.CATALOGUES, folder
    words.cache_clear()
    yield
    language.CATALOGUES = before
    words.cache_clear()


def outside(text: str) -> str:
    """What of a text stands outside every pair of brackets, which may stand in each other."""
    while (inner := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = inner
    return text


@pytest.mark.parametrize("stem", WIDGETS)
def test_every_word_of_a_widget_comes_from_the_catalogue(stem: str) -> None:
    html = WIDGETS[stem]().html()  # type: ignore[attr-defined]
    cited = [citation(source, "eo") for source in registry().sources.values()]
    brands = {drug.brand for drug in registry().drugs.values()}
    left = []
    for passage in passages(html):
        if passage.text.startswith("En español:"):  # the line for Spanish readers, Spanish on every page
            continue
        text = re.sub(r"\d{4}-\w+-\d\d", "", passage.text)  # a date, as this language writes it
        for spared in (*cited, *brands):
            text = text.replace(spared, "") if spared else text
        if re.search(r"[^\W\d_]{3,}", outside(text)):
            left.append(outside(text).strip()[:120])
    assert left == []


def test_every_word_around_a_lesson_comes_from_the_catalogue() -> None:
    said = [text for key, text in chrome("eo").items() if isinstance(text, str) and text]
    assert len(said) > 8
    assert [text for text in said if outside(text).strip()] == []


def test_the_brackets_would_show_a_word_that_is_not_in_them() -> None:
    assert outside("⟦With ⟦TMS⟧⟧ sham").strip() == "sham"
