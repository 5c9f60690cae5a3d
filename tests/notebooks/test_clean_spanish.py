"""No Spanish sentence shows a seam: all texts of all Spanish pages, in every state, join as Spanish does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from pages.guides import markdown
from pages.lint import passages

SPANISH = sorted((Path(__file__).parents[2] / "notebooks/es").glob("*.ipynb"))
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


def texts(path: Path) -> list[str]:
    """Every text of a Spanish lesson that a reader may meet, without what is marked as another language."""
    notebook = json.loads(path.read_text("utf-8"))
    html = [f"<p>{notebook['metadata'][key]}</p>" for key in ("title", "description")]
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            html.append(markdown("".join(cell["source"]), ""))
        html += ["".join(output.get("data", {}).get("text/html", "")) for output in cell.get("outputs", [])]
    soup = BeautifulSoup("".join(html), "html.parser")
    for other in soup.select("[lang]:not([lang=es])"):
        other.decompose()
    said = [re.sub(r"\s+", " ", NAMES.sub("X", passage.text)).strip() for passage in passages(str(soup))]
    # The words by which no question is sought are a list, and no sentence.
    return [text for text in said if not text.startswith("a al algo ante ")]


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
