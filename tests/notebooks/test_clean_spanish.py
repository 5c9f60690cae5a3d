"""No Spanish sentence shows a seam: all texts of all Spanish pages, in every state, join as Spanish does."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

from nextsteps.evidence import Registry
from nextsteps.evidence.common_statements import common_statements
from nextsteps.wording.language import CATALOGUES
from pages.guides import markdown
from pages.lint import passages

ROOT = Path(__file__).parents[2]
SPANISH = sorted((ROOT / "notebooks/es").glob("*.ipynb"))
GUIDES = sorted((ROOT / "docs/guides/es").glob("*.md"))
#: What may not stand in a Spanish text, and why.
SEAMS = {
    "de el, a el": r"\b(?:de|a) el\b(?! (?:Paso|Niño))",
    "two prepositions": r"\b(?:de del|del del|al al|al del|a al|en en|con con|por por|para para|de de)\b",
    "two articles": r"\b(?:el|la|los|las|un|una|unos|unas) (?:el|la|los|las|un|una|unos|unas)\b",
    "a word twice": r"\b([^\W\d]{3,}) \1\b",
    "a share with one word too many": r"\bal menos del? \d|\b(?:más|menos) de \d+ ?%",
    "e before i, u before o": r"\b(?:y (?:i|hi)(?![aeo])[a-záéíóú]+|o (?:o|ho)[a-záéíóú]+)",
    "a space before a mark": r"\s[,.;:!?»”)](?!\d)",
    "no space after a mark": r"[a-záéíóúñ)][,;:!?][a-záéíóúñ¿¡]|[a-záéíóúñ]{2}\.[A-ZÁÉÍÓÚÑ¿¡]",
    "two marks": r"\.\.(?!\.)|,,|;;|,\.|(?<!UU)\.,|;\.|:\.",
    "a half question": r"^[^¿]*\?|^[^¡]*!",
    "a decimal comma": r"\b\d+,\d{1,2}\b|\b\d{1,3}\.\d{3}\b(?!\.)",
    "a share beside its word": r"\d %|% (?:por ciento|%)",
    "an empty place": r"\bNone\b|\bundefined\b|\bnan\b|\{\}",
    "English": r"\b(?:the|of|and|with|your|this|that|which|was|were|from|they|their|people|weeks?|if|not|for|you)\b",
}
#: Names in English that a Spanish text may hold: of a claim, of what is read elsewhere, of a study, and quoted words.
NAMES = re.compile(
    r"\b[a-z][a-z0-9-]+\.[a-z0-9-]+\b|\{\w+\}|(?<=ahí: ).*|(?<=estudio: )[A-Z].*"
    r"|Restoring Invisible and Abandoned Trials|«not graded»"
)


def shown(path: Path) -> BeautifulSoup:
    """A Spanish lesson or guide as HTML with its states, without what is marked as another language."""
    if path.suffix == ".md":
        parts = [markdown(path.read_text("utf-8"), "")]
    else:
        notebook = json.loads(path.read_text("utf-8"))
        parts = [f"<p>{notebook['metadata'][key]}</p>" for key in ("title", "description")]
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                parts.append(markdown("".join(cell["source"]), ""))
            parts += ["".join(output.get("data", {}).get("text/html", "")) for output in cell.get("outputs", [])]
    soup = BeautifulSoup("".join(parts), "html.parser")
    for other in soup.select("[lang]:not([lang=es])"):
        other.decompose()
    return soup


def texts(path: Path) -> list[str]:
    """Every text of a Spanish lesson or guide that a reader may meet."""
    said = [re.sub(r"\s+", " ", NAMES.sub("X", passage.text)).strip() for passage in passages(str(shown(path)))]
    # The words by which no question is sought are a list, and no sentence.
    return [text for text in said if not text.startswith("a al algo ante ")]


def answered_in_english(text: str) -> list[str]:
    """Each clause that sends a reader to text 988 without AYUDA, though it does not say that the answer is English."""
    texting = re.compile(r"\b(?:text|mensaje|escrib|env[ií]|mand)\w*\b[^.;\d]*\b988\b(?!lifeline)", re.IGNORECASE)
    fine = re.compile(r"\bAYUDA\b|\binglés\b|^In English:")
    return [c for c in re.split(r"(?<=[.;!?])\s", text) if texting.search(c) and not fine.search(c)]


@pytest.mark.parametrize("path", SPANISH, ids=lambda path: path.stem)
def test_no_spanish_text_shows_where_it_was_joined(path: Path) -> None:
    found = {
        f"{seam}: …{text[max(0, match.start() - 40) : match.end() + 40]}…"
        for text in set(texts(path))
        for seam, pattern in SEAMS.items()
        for match in re.finditer(pattern, text)
    }
    assert not found, sorted(found)


@pytest.mark.parametrize(
    "wrong",
    [
        "al menos del 1% de su nivel",
        "más de 29% de las personas",
        "la respuesta de el estudio",
        "Pregunte a el médico",
        "lejos de del nivel",
        "la una respuesta",
        "Mejoró mucho mucho",
        "sertralina y imipramina",
        "siete o ocho",
        "no , gracias",
        "Nunca.No",
        "fin..",
        "Cuánto tarda?",
        "un 2,5 de 100",
        "1.371 personas",
        "29 % de ellas",
        "None",
        "29 of 100",
    ],
)
def test_a_seam_is_seen(wrong: str) -> None:
    assert any(re.search(pattern, wrong) for pattern in SEAMS.values())


@pytest.mark.parametrize("path", [*SPANISH, *GUIDES], ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_no_spanish_page_offers_a_text_to_988_without_the_word_that_is_answered_in_spanish(path: Path) -> None:
    assert [clause for text in texts(path) for clause in answered_in_english(text)] == []
    # The states of a widget are JSON in an attribute or a script, so a link in them is met as text too.
    links = re.findall(r"sms:\+?1?988[^\s\"'\\<>)]*", html.unescape(str(shown(path))))
    assert set(links) <= {"sms:988?body=AYUDA"}


def test_nor_does_a_spanish_sentence_that_no_page_shows_today() -> None:
    with (CATALOGUES / "es.po").open(encoding="utf-8") as file:
        kept = [str(message.string) for message in read_po(file)]
    kept += [statement.publish["es"] for statement in common_statements(Registry.read())]
    assert [clause for text in kept for clause in answered_in_english(text)] == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Llame o mande un mensaje de texto al 988.", "Llame al 988 y oprima 2, o envíe AYUDA al 988."),
        ("Puede escribir al 988, de día o de noche.", "Para inglés, escriba al 988."),
        ("call 988 or text 988, day or night.", "In English: call 988 or text 988, day or night."),
        ("Envíe AYUDA al 741741. O mande un texto al 988.", "Llame al 988 y oprima 1, o envíe un texto al 838255."),
    ],
)
def test_a_text_to_988_without_its_word_is_found(wrong: str, right: str) -> None:
    assert answered_in_english(wrong) and not answered_in_english(right)
