"""The catalogue of a language, brought up to date with the code and the registry: `python -m pages catalogue es`.

Babel finds the sentences and merges them. What was translated stays; what changed is marked `fuzzy` until somebody has
read it again; what nothing says any more is taken out. The registry's own texts stand in the context `registry`.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from nextsteps.evidence import Comparison, EvidenceError, Registry
from nextsteps.evidence.common_statements import common_statements
from nextsteps.evidence.records import NOT_REPORTED
from nextsteps.wording.language import CATALOGUES, ENTRY
from nextsteps.wording.papers import UNREAD

ROOT = Path(__file__).parent.parent
#: How many texts each call takes.
CALLS = {"say": 1, "say_count": 2}
#: A comment that begins like this stands beside the sentence in every catalogue.
COMMENT = "Translators:"
#: The texts of a claim that a reader meets.
CLAIM_TEXTS = "label statement population setting follow_up rater scale design certainty caveat locator unit".split()
DRUG_TEXTS = "generic drug_class active_metabolite".split()


def sentences(root: Path = ROOT) -> Catalog:
    """Every sentence of the code and every text of the registry that a reader may meet, as a template without words."""
    template = Catalog(project="Next Steps", header_comment="# What readers of Next Steps read.", fuzzy=False)
    for room in ("nextsteps", "widgets", "pages"):
        for file, message, comments in (*_in_code(root / room), *_in_markup(root / room)):
            # Without lines a catalogue does not change each time that code moves.
            template.add(message, locations=[(f"{room}/{file}", None)], auto_comments=comments)
    for text, where in _entries(Registry.read()):
        template.add(text, context=ENTRY, locations=[(where, None)])
    return template


def _in_code(folder: Path) -> Iterator[tuple[str, str | tuple[str, str], list[str]]]:
    """The sentences that Python asks for, read as code: Babel’s own extractor passes over a call inside a call.

    That left out “Call 988”, which stands inside the sentence around it.
    """
    for path in sorted(folder.rglob("*.py")):
        source = path.read_text("utf-8")
        lines = source.splitlines()
        for node in ast.walk(ast.parse(source)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS):
                continue
            said = [a.value for a in node.args[: CALLS[node.func.attr]] if isinstance(a, ast.Constant)]
            if len(said) == CALLS[node.func.attr] and all(isinstance(text, str) for text in said):
                message = str(said[0]) if len(said) == 1 else (str(said[0]), str(said[1]))
                yield str(path.relative_to(folder)), message, _comments(lines, node.lineno - 1)


def _comments(lines: list[str], line: int) -> list[str]:
    """What a translator is told about the sentence on a line: the comment above it that is addressed to them."""
    found: list[str] = []
    for above in reversed(lines[:line]):
        if not (comment := above.strip()).startswith("#"):
            break
        found.insert(0, comment.lstrip("# "))
        if found[0].startswith(COMMENT):
            return [" ".join(found).removeprefix(COMMENT).strip()]
    return []


def _in_markup(folder: Path) -> Iterator[tuple[str, str, list[str]]]:
    """The sentences that templates ask for themselves; Jinja's extractor knows only calls of a plain name."""
    for path in sorted(folder.rglob("*.html")):
        for said in re.findall(r'\bsay\("([^"]+)"\)', path.read_text("utf-8")):
            yield str(path.relative_to(folder)), said, []


def _entries(known: Registry) -> Iterator[tuple[str, str]]:
    """The registry's own texts with the id of where each stands. Of what is still open, a page says only that."""
    for claim in known:
        if claim.open:
            yield claim.open, claim.id
            continue
        texts = [getattr(claim, field) for field in CLAIM_TEXTS]
        if isinstance(claim.compared_with, Comparison):
            texts.append(claim.compared_with.what)
        yield from ((text, claim.id) for text in texts if text and text != NOT_REPORTED)
    for drug in known.drugs.values():
        yield from ((text, f"drug.{drug.id}") for text in (getattr(drug, field) for field in DRUG_TEXTS) if text)
    for said in common_statements(known):
        yield from ((text, said.id) for text in (said.loose, said.supports))
    for source in known.sources.values():
        if source.funding not in UNREAD:
            yield source.funding, source.id


def brought_up_to_date(language: str, template: Catalog) -> str:
    """The catalogue of a language as text, merged with the template. Raises EvidenceError if there is none."""
    path = CATALOGUES / f"{language}.po"
    if not path.is_file():
        raise EvidenceError(
            f"There is no catalogue {path.name}; copy the header of another into {path}, with the language’s locale."
        )
    with path.open(encoding="utf-8") as file:
        catalogue = read_po(file)
    catalogue.update(template, update_creation_date=False)
    catalogue.obsolete.clear()
    written = io.BytesIO()
    write_po(written, catalogue, width=120, sort_output=True)
    # Babel's header names nobody's address and a day that would change at each run; git knows who and when.
    return re.sub(
        r'^"(?:Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By):.*\n',
        "",
        written.getvalue().decode("utf-8"),
        flags=re.MULTILINE,
    )


def untranslated(language: str) -> list[str]:
    """What a reader of this language would still meet in English: without words, or changed since they were written."""
    with (CATALOGUES / f"{language}.po").open(encoding="utf-8") as file:
        catalogue = read_po(file)
    template = sentences()
    missing = []
    for message in template:
        if not message.id:
            continue
        own = catalogue.get(message.id, message.context)
        words = own.string if own is not None else ""
        if own is None or own.fuzzy or not all(words if isinstance(words, (tuple, list)) else [words]):
            missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return missing
