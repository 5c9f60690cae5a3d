"""Help that answers in the reader's language stands first, with the number, the key and the word that were verified."""

from __future__ import annotations

import re

import pytest

from nextsteps.evidence import Registry
from nextsteps.wording import LANGUAGES, words
from nextsteps.wording.crisis import call_or_text, chat_line, crisis_lines, help_now


def said(line: dict[str, str]) -> str:
    return re.sub(r"<[^>]+>", "", str(line["html"]))


def test_a_spanish_reader_finds_first_the_lines_that_answer_in_spanish() -> None:
    first, danger, veterans, english = crisis_lines(words("es"))
    assert said(first) == (
        "¿Piensa en el suicidio, o solo necesita hablar? Llame al 988 y oprima 2, o envíe AYUDA al 988, de día o de "
        "noche. También puede enviar AYUDA al 741741."
    )
    assert re.findall(r'href="([^"]+)"', str(first["html"])) == [
        "tel:988",
        "sms:988?body=AYUDA",
        "sms:741741?body=AYUDA",
    ]
    assert "Llame al 911" in said(danger) and "oprima 1" in said(veterans)
    assert [line["lang"] for line in (first, danger, veterans, english)] == ["es", "es", "es", "en"]
    assert said(english) == "In English: call 988 or text 988, day or night."


def test_a_sentence_that_names_the_line_gives_a_spanish_reader_the_key_and_the_word_too() -> None:
    assert call_or_text(words("es")) == "llame al 988 y oprima 2, o envíe AYUDA al 988"
    assert help_now(words("es"))["said"] == (
        "La ayuda está aquí ahora, de día o de noche: llame al 988 y oprima 2, o envíe AYUDA al 988."
    )
    assert help_now(words("en"))["said"] == "Help is here: you can call or text 988 now, day or night."


def test_an_english_reader_still_finds_the_spanish_line_marked_as_spanish() -> None:
    *_, last = crisis_lines(words("en"))
    assert last["lang"] == "es" and said(last) == "En español: llame al 988 y oprima 2, o envíe AYUDA al 988."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_key_and_word_is_one_that_the_registry_lets_be_shown(language: str) -> None:
    lines = [line for line in Registry.read().crisis_lines if not line.open]
    numbers = {line.number for line in lines}
    for line in (*crisis_lines(words(language)), *help_now(words(language))["lines"], chat_line(words(language))):
        links = re.findall(r'href="(?:(?:tel|sms):|https://)([\w.]+)', str(line["html"]))
        assert links and set(links) <= numbers
        assert set(re.findall(r"(?:press|oprima) (\d)", said(line))) <= {line.press for line in lines}


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_help_that_opens_by_an_answer_says_nothing_in_english_but_the_english_line(language: str) -> None:
    now = help_now(words(language))
    texts = [
        now["label"],
        now["title"],
        now["said"],
        now["more"],
        *(said(o) for o in now["lines"] if o["lang"] != "en"),
    ]
    assert not re.search(r"\b(?:the|you|and|call|text|press|help)\b", " ".join(texts), re.IGNORECASE)
