"""Every sentence that a lesson says: its prose, and what its widgets and charts say in every state."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import textstat
from bs4 import BeautifulSoup
from nbconvert.filters.markdown_mistune import MarkdownWithMath

from pages.markdown import LessonMarkdown

ROOT = Path(__file__).parents[2]
LESSONS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
#: What is no sentence of ours: titles of papers, the record of a study in a clinician's words, tables to look things up
#: in, drawings, and what only a script reads.
NOT_OURS = "script, style, svg, table, .ns-citation, .ns-papers, .ns-sources, p:has(> a[href^='https://'])"
#: What stands on lines of its own, so that words before and after it are never one sentence.
BLOCKS = (
    "p li h1 h2 h3 h4 dt dd label legend summary figcaption button option div section td th blockquote output".split()
)
#: The end of a sentence; not after an initial or "Dr.".
END = re.compile(r"(?<=[.?!…])[”’\"')]*\s+(?=[“‘\"'(¿¡]*[A-ZÁÉÍÓÚÑ0-9¿¡])")


@dataclass(frozen=True)
class Sentence:
    """A sentence as a reader meets it, and where: "prose", or the name of the widget's class."""

    text: str
    where: str

    @property
    def words(self) -> int:
        return len(re.findall(r"[\w’'-]+", self.text))


def language(path: Path) -> str:
    return str(json.loads(path.read_text("utf-8"))["metadata"]["lang"])


def of_html(html: str) -> Iterator[str]:
    """The sentences of some HTML, block by block. A label, a heading or a list's introduction is none."""
    soup = BeautifulSoup(html, "html.parser")
    for gone in soup.select(NOT_OURS):
        gone.decompose()
    for block in soup.find_all(BLOCKS):
        block.insert_before("\n")
        block.append("\n")
    for line in soup.get_text().split("\n"):
        for text in END.split(" ".join(line.split())):
            if re.search(r"[.?!…][”’\"')]*$", text) and len(text.split()) > 2:
                yield text


def of_states(value: Any) -> Iterator[str]:
    """The sentences that a widget can say later, wherever they are in its states."""
    if isinstance(value, str):
        if " " in value and not re.match(r"[MmLl][\d.\s-]", value):
            yield from of_html(f"<p>{value}</p>")
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from of_states(inner)


def _said(path: Path) -> Iterator[Sentence]:
    markdown = MarkdownWithMath(renderer=LessonMarkdown(None))
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            yield from (Sentence(text, "prose") for text in of_html(markdown.render("".join(cell["source"]))))
        for output in cell.get("outputs", ()):
            html = "".join(output.get("data", {}).get("text/html", ()))
            soup = BeautifulSoup(html, "html.parser")
            widget = soup.find(attrs={"data-widget": True})
            where = str(widget["data-widget"]) if widget else "chart"
            if where == "claim_table":
                continue  # the records themselves, in a clinician's words
            yield from (Sentence(text, where) for text in of_html(html))
            for state in soup.select("script.ns-state"):
                yield from (Sentence(text, where) for text in of_states(json.loads(state.get_text())["states"]))


@cache
def said(path: Path) -> tuple[Sentence, ...]:
    """Each sentence once, in the order of the page; one that differs from another only in its numbers is the same."""
    found: dict[str, Sentence] = {}
    for sentence in _said(path):
        found.setdefault(re.sub(r"[\d.,]+", "0", sentence.text), sentence)
    return tuple(found.values())


def grade(text: str) -> float:
    """Flesch-Kincaid: the year of a US school in which most pupils could read it."""
    textstat.set_lang("en_US")
    return float(textstat.flesch_kincaid_grade(text))


def ease(text: str) -> float:
    """Fernández-Huerta: how easy a Spanish text is, from 0 to 100; 60 to 70 is usual, more is easier."""
    textstat.set_lang("es")
    return float(textstat.fernandez_huerta(text))


#: To be, or to get, and a past participle, with at most two small words between.
PASSIVE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being|get|gets|got)\b"
    r"(?: (?:not|also|often|most|then|still|all|both|only|never|[a-z]+ly)){0,2} "
    r"(?:(?!(?:tired|red|need|worried|interested|indeed|speed)\b)[a-z]+ed|been|born|brought|built|chosen|cut|done|"
    r"drawn|felt|found|given|held|hidden|kept|known|left|made|meant|met|paid|put|read|said|seen|sent|set|shown|split|"
    r"taken|told|tried|understood|used|worn|written)\b",
    re.IGNORECASE,
)
#: Ser and a participle. A passive with "se" is how Spanish speaks every day, and is not counted.
PASSIVE_ES = re.compile(
    r"\b(?:es|son|era|eran|fue|fueron|ser|sido|será|serán|sea|sean)\b \w+(?:ad|id)[oa]s?\b", re.I
)


def passive(path: Path) -> list[Sentence]:
    """The sentences in the passive, found by their form: a few that only look like it are counted too."""
    pattern = PASSIVE_ES if language(path) == "es" else PASSIVE
    return [sentence for sentence in said(path) if pattern.search(sentence.text)]


def worst(path: Path, most: int = 10) -> list[tuple[float, Sentence]]:
    """The sentences hardest to read, hardest first, each with its grade (English) or its ease (Spanish)."""
    spanish = language(path) == "es"
    rated = [((ease if spanish else grade)(s.text), s) for s in said(path)]
    return sorted(rated, key=lambda pair: pair[0] if spanish else -pair[0])[:most]
