"""A reader of another language meets whole sentences in it, with the numbers, names and links of the English."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

import nextsteps.wording.language as language
from nextsteps.wording import LANGUAGES, words
from pages.catalogue import CATALOGUES, brought_up_to_date, sentences, untranslated

OTHERS = [code for code in LANGUAGES if code != "en"]
each_language = pytest.mark.parametrize("code", OTHERS)
#: English words that no Spanish sentence has, except in the names of things (CBT-I, Text HOME).
FUNCTION_WORDS = re.compile(r"\b(?:the|of|and|with|your|this|that|which|was|were|from|they|their|people|weeks?)\b")


def catalogue(code: str) -> Catalog:
    with (CATALOGUES / f"{code}.po").open(encoding="utf-8") as file:
        return read_po(file)


def pairs(code: str) -> list[tuple[Message, str, str]]:
    """Each English text with its translation; of a plural, each form with the plural that it is a form of."""
    found = []
    for message in catalogue(code):
        if not message.id:
            continue
        if isinstance(message.id, str):
            found.append((message, message.id, str(message.string)))
        else:
            found += [(message, str(message.id[min(i, 1)]), str(form)) for i, form in enumerate(message.string)]
    return found


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@each_language
def test_no_text_waits_for_its_translation(code: str) -> None:
    assert untranslated(code) == []


@each_language
def test_a_translation_fills_in_what_its_english_fills_in(code: str) -> None:
    sentences_of_code = [(english, own) for m, english, own in pairs(code) if not m.context]
    # "One person" may be said without its number, so only what would fail or be lost is asked for.
    assert [(e, o) for e, o in sentences_of_code if names(o) - {"count"} != names(e) - {"count"}] == []


@each_language
def test_a_translation_links_to_what_its_english_links_to(code: str) -> None:
    targets = re.compile(r"https?://[^\s)]+|\b[a-z0-9-]+\.(?:com|org|gov)\b")
    assert [(e, o) for _, e, o in pairs(code) if sorted(targets.findall(e)) != sorted(targets.findall(o))] == []


def test_no_english_word_is_left_in_a_spanish_sentence() -> None:
    said = [re.sub(r"\{\w+\}|«[^»]*»|“[^”]*”|\(#[^)]*\)", " ", own) for m, _, own in pairs("es") if not m.context]
    assert [own for own in said if FUNCTION_WORDS.search(own)] == []


@each_language
def test_numbers_in_a_sentence_are_the_numbers_of_its_english(code: str) -> None:
    def digits(text: str) -> Counter[str]:
        return Counter(re.findall(r"\d+(?:[.,]\d+)*", re.sub(r"\{\w+\}", "", text)))

    assert [(e, o) for m, e, o in pairs(code) if not m.context and digits(e) != digits(o)] == []


def test_a_sentence_inside_a_sentence_is_found_too() -> None:
    template = sentences()
    assert template.get("Call 988") and template.get("{people} did not.")


def test_a_comment_to_translators_stands_beside_its_sentence(tmp_path: Path) -> None:
    for room in ("nextsteps", "widgets", "pages"):
        (tmp_path / room).mkdir()
    (tmp_path / "pages/a.py").write_text(
        "# Translators: the key on a telephone,\n# not on a keyboard\nw.say('Key')\n"
        "w.say_count('{count} key', '{count} keys', 2)\n"
    )
    template = sentences(tmp_path)
    assert template["Key"].auto_comments == ["the key on a telephone, not on a keyboard"]
    assert template.get(("{count} key", "{count} keys")) is not None


def test_a_third_language_needs_only_a_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "eo.po").write_text(
        'msgid ""\nmsgstr ""\n"Language: eo\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    )
    monkeypatch.setattr("pages.catalogue.CATALOGUES", tmp_path)
    monkeypatch.setattr(language, "CATALOGUES", tmp_path)
    template = Catalog()
    template.add("Previous:")
    template.add(("{count} person", "{count} people"))
    (tmp_path / "eo.po").write_text(brought_up_to_date("eo", template), "utf-8")
    assert "Previous:" in untranslated("eo"), "what waits is listed"
    made = (tmp_path / "eo.po").read_text("utf-8")
    made = made.replace('msgid "Previous:"\nmsgstr ""', 'msgid "Previous:"\nmsgstr "Antaŭa:"')
    made = made.replace('msgstr[0] ""', 'msgstr[0] "{count} homo"').replace('msgstr[1] ""', 'msgstr[1] "{count} homoj"')
    (tmp_path / "eo.po").write_text(made, "utf-8")
    w = words("eo")
    try:
        assert w.say("Previous:") == "Antaŭa:"
        assert w.say_count("{count} person", "{count} people", 1) == "1 homo"
        assert w.say_count("{count} person", "{count} people", 1371) == "1\u00a0371 homoj"
    finally:
        words.cache_clear()
