"""The catalogue of a language, brought up to date with the code and the registry: `python -m pages catalogue es`.

Babel finds the sentences and merges them. What was translated stays; what changed is marked `fuzzy` until somebody has
read it again; what nothing says any more is taken out. The registry's own texts stand in the context `registry`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from nextsteps.evidence import Comparison, EvidenceError, Registry
from nextsteps.evidence.records import NOT_REPORTED
from nextsteps.wording.language import CATALOGUES, ENTRY
from nextsteps.wording.papers import UNREAD

ROOT = Path(__file__).parent.parent
CALLS = {"say": None, "say_count": (1, 2)}
#: A comment that begins like this stands beside the sentence in every catalogue.
COMMENT = "Translators:"
#: The texts of a claim that a reader meets.
CLAIM_TEXTS = "label statement population setting follow_up rater scale design certainty caveat locator unit".split()
DRUG_TEXTS = "generic drug_class active_metabolite".split()


def sentences(root: Path = ROOT) -> Catalog:
    """Every sentence of the code and every text of the registry that a reader may meet, as a template without words."""
    template = Catalog(project="Next Steps", header_comment="# What readers of Next Steps read.", fuzzy=False)
    for room in ("nextsteps", "widgets", "pages"):
        found = extract_from_dir(
            root / room,
            method_map=[("**.py", "python")],
            keywords=CALLS,
            comment_tags=(COMMENT,),
            strip_comment_tags=True,
        )
        found = [*found, *_in_markup(root / room)]
        for file, _line, message, comments, _context in found:
            # Without lines a catalogue does not change each time that code moves.
            template.add(message, locations=[(f"{room}/{file}", None)], auto_comments=comments)
    for text, where in _entries(Registry.read()):
        template.add(text, context=ENTRY, locations=[(where, None)])
    return template


def _in_markup(folder: Path) -> Iterator[tuple[str, int, str, list[str], None]]:
    """The sentences that templates ask for themselves; Jinja's extractor knows only calls of a plain name."""
    for path in sorted(folder.rglob("*.html")):
        for said in re.findall(r'\bsay\("([^"]+)"\)', path.read_text("utf-8")):
            yield str(path.relative_to(folder)), 0, said, [], None


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
