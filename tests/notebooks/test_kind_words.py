"""No word blames a person for an illness, and none sells a treatment: in prose, widgets, records and translations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from lesson_words import LESSONS, ROOT, language

from nextsteps.evidence import Registry
from nextsteps.evidence.common_statements import common_statements
from pages.catalogue import sentences

#: What is never said, why, and what to say instead.
UNKIND = [
    (r"fail(?:s|ed|ing|ures?)?", "a person hears that they failed", "did not help enough"),
    (r"suffer(?:s|ed|ing|ers?)?", "pity; it makes a person into their pain", "has, lives with, finds hard"),
    (r"victims?|afflicted|stricken", "it makes a person helpless", "a person with depression"),
    (r"commit(?:s|ted|ting)? suicide", "suicide is no crime", "died by suicide"),
    (r"(?:successful|failed|completed) suicide|suicide (?:attempt )?failed", "death is no success", "died by suicide"),
    (r"(?:non-?)?complian(?:t|ce)|(?:non-?|poor )adheren(?:t|ce)", "orders and blame", "takes it as prescribed"),
    (r"refus(?:es|ed|al) (?:treatment|medicine|help)", "saying no is a choice", "decided not to"),
    (r"addicts?|junkies?|drug abusers?|substance abusers?|abusers?", "a label on a person", "a person who uses drugs"),
    (r"crazy|insane|lunatics?|the mentally ill|psychos?", "a slur", "a person with a mental illness"),
    (
        r"resistant (?:patients?|people|person)|you are (?:treatment-)?resistant",
        "treatments resist",
        "depression that …",
    ),
    (
        r"difficult patients?|bad patients?|good candidates?|poor candidates?",
        "a grade for a person",
        "may fit, may not",
    ),
    (r"(?:battle|fight|war)(?:s|ing)? (?:with|against|on)? ?depression", "who is still ill has lost", "lives with"),
    (r"obviously|of course|simply|all you have to do", "who finds it hard feels slow", "leave it out"),
]
HYPE = [
    (r"miracles?|miraculous", "a promise", "what the study counted"),
    (r"breakthrough (?:treatments?|therap\w+|devices?|cures?|medicines?)", "a sale", "newer, and what is not known"),
    (r"revolution\w*|game.chang\w+|cutting.edge|state.of.the.art|ground-?breaking", "a sale", "newer"),
    (r"amazing|incredible|powerful|life.chang\w+|transform(?:s|ed|ative)", "a sale", "how many of how many"),
    (
        r"guarantee[sd]?|proven|100% (?:safe|effective)|safe and effective|risk.free",
        "no one can know",
        "in one trial, …",
    ),
    (r"cures? (?:for )?depression|cured", "nobody has shown that", "few or no symptoms left"),
    (r"you will (?:feel|get|be) (?:better|well)|works? for (?:everyone|you)", "a promise to one person", "some people"),
    (
        r"last (?:hope|resort|chance)|hopeless cases?|nothing (?:else )?(?:works|can help)",
        "despair",
        "one step of several",
    ),
]
SPANISH = [
    (r"frac[aá]s\w*", "la persona oye que ella fracasó", "no ayudó lo suficiente"),
    (r"sufr(?:e|en|ió|ir|iendo|imiento\w*)", "lástima", "tiene, vive con"),
    (r"v[ií]ctimas?", "quita fuerza a la persona", "persona con depresión"),
    (r"comet\w+ suicidio|suicidio (?:exitoso|consumado|fallido)", "no es delito ni logro", "murió por suicidio"),
    (r"incumpl\w+|mala adherencia", "culpa", "tomarlo como se recetó"),
    (r"adict[oa]s?|drogadict\w+|loc[oa]s|enferm[oa]s? mental(?:es)?", "una etiqueta", "persona que …"),
    (
        r"(?:pacientes?|personas?) resistentes?|usted es resistente",
        "resiste la depresión, no la persona",
        "depresión que …",
    ),
    (r"obviamente|por supuesto|simplemente", "quien no puede se siente menos", "quítelo"),
    (r"milagr\w+|revolucionari\w+|innovador\w*|de vanguardia|increíble\w*|poderos\w+", "vende", "más nuevo"),
    (r"garantiz\w+|comprobad[oa]s?|sin riesgos?|segur[oa] y eficaz", "nadie puede saberlo", "en un estudio, …"),
    (r"cura(?:r|n)? la depresión|usted (?:mejorará|sanará)", "una promesa", "algunas personas"),
    (r"última (?:esperanza|opción|oportunidad)", "desesperanza", "un paso entre varios"),
]
#: Words that take blame away, a form whose words nobody may change, and what others say, quoted to be set right.
ALLOWED = re.compile(
    r"did not fail|“breakthrough depression”|you are a failure or have let yourself|es un fracaso o que ha quedado mal|"
    r"se ha fallado|not nothing can help|mean that nothing can help",
    re.IGNORECASE,
)
#: An educator's note may name what must not be said.
NOT_TO_SAY = re.compile(r"(?:Do not say|No diga):?(?:\*\*)?:? [“«][^”»]*[”»]")
LISTS = {"en": [*UNKIND, *HYPE], "es": SPANISH}


def unkind(text: str, tongue: str) -> list[str]:
    """What must not be said in the text, each with the reason and what to say instead."""
    plain = ALLOWED.sub("", NOT_TO_SAY.sub("", " ".join(text.split())))
    return [
        f"“{hit[0]}” ({why}); say: {instead} … {plain[max(0, hit.start() - 60) : hit.end() + 40]}"
        for pattern, why, instead in LISTS[tongue]
        for hit in re.finditer(rf"\b(?:{pattern})\b", plain, re.IGNORECASE)
    ]


def texts(path: Path) -> Iterator[str]:
    """All that a lesson says: its prose, its title, and what stands in its widgets. Quotations of others are theirs."""
    lesson = json.loads(path.read_text("utf-8"))
    yield f"{lesson['metadata']['title']}. {lesson['metadata']['description']}"
    for cell in lesson["cells"]:
        if cell["cell_type"] == "markdown":
            yield "".join(cell["source"])
        for output in cell.get("outputs", ()):
            soup = BeautifulSoup("".join(output.get("data", {}).get("text/html", ())), "html.parser")
            for theirs in soup.select("q, cite, script, style, a[href^='https://'], p:has(> a[href^='https://'])"):
                theirs.decompose()
            yield soup.get_text(" ")


@pytest.mark.parametrize("path", LESSONS, ids=["/".join(p.parts[-2:]) for p in LESSONS])
def test_a_lesson_neither_blames_a_reader_nor_sells_to_them(path: Path) -> None:
    found = [problem for text in texts(path) for problem in unkind(text, language(path))]
    assert not found, "\n" + "\n".join(found)


def test_no_sentence_that_a_widget_may_say_blames_or_sells() -> None:
    said = [one for m in sentences() if m.id for one in ([m.id] if isinstance(m.id, str) else m.id)]
    assert len(said) > 500
    # What is often said is shown as a quotation, beside what the evidence supports.
    quoted = {statement.loose for statement in common_statements(Registry.read())}
    said = [one for one in said if one not in quoted]
    found = [problem for one in said for problem in unkind(one, "en")]
    assert not found, "\n" + "\n".join(found)


def test_no_translation_blames_or_sells() -> None:
    with (ROOT / "nextsteps/wording/locale/es.po").open(encoding="utf-8") as file:
        said = [one for m in read_po(file) if m.id for one in ([m.string] if isinstance(m.string, str) else m.string)]
    found = [problem for one in said for problem in unkind(one, "es")]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("After two failed treatments, ask about TMS.", "en"),
        ("People who suffer from depression", "en"),
        ("He committed suicide.", "en"),
        ("A breakthrough treatment for resistant patients", "en"),
        ("It is proven, and you will feel better.", "en"),
        ("El medicamento fracasó.", "es"),
        ("Un tratamiento milagroso, sin riesgo.", "es"),
    ],
)
def test_such_words_are_found(text: str, tongue: str) -> None:
    assert unkind(text, tongue)


def test_kind_words_stay() -> None:
    assert not unkind("If one made you stop, you did not fail. Breakthrough depression is no fault.", "en")
    assert not unkind("El medicamento no ayudó lo suficiente, y no es culpa de nadie.", "es")
