"""The registry for other programs: BibTeX and CSL-JSON of the sources, CSV of the claims, and one JSON file of it all.

Each function answers with text. Nothing is formatted here and nothing is worked out: every field goes over as recorded.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from nextsteps.evidence.records import Claim, Comparison, Measurement, Source
from nextsteps.evidence.registry import Registry

#: The version of the JSON file's shape: docs/schema/registry.schema.json says what version 1 holds.
SHAPE = 1
_STUDIES = frozenset({"rct", "meta-analysis", "cohort", "registry", "review", "validation", "guideline"})
_DATE_PARTS = ("year", "month", "day")


def files(known: Registry) -> dict[str, bytes]:
    """What `python -m nextsteps.evidence export` writes: the content of each file by its name."""
    return {
        "sources.bib": bibtex(known).encode(),
        "sources.csl.json": csl_json(known).encode(),
        "claims.csv": claims_csv(known).encode("utf-8-sig"),  # the mark without which Excel takes UTF-8 for Latin-1
        "registry.json": registry_json(known).encode(),
    }


def registry_json(known: Registry) -> str:
    """Every record of the registry, shown or not; docs/schema/registry.schema.json describes it."""
    return _json(
        {
            "shape": SHAPE,
            "claims": [_plain(claim) for claim in known],
            "sources": [_plain(source) for source in known.sources.values()],
            "crisis_lines": [_plain(line) for line in known.crisis_lines],
            "drugs": [_plain(drug) for drug in known.drugs.values()],
            "phq9": [_plain(part) for part in known.phq9.values()],
            "next_steps": [_plain(step) for step in known.next_steps.values()],
        }
    )


def csl_json(known: Registry) -> str:
    """Every source as CSL-JSON, which reference managers and pandoc read."""
    return _json([csl_item(source) for source in known.sources.values()])


def csl_item(source: Source) -> dict[str, Any]:
    """One source as a CSL-JSON item. What CSL has no name for stands under `custom`."""
    item: dict[str, Any] = {"id": source.id, "type": _csl_type(source), "title": source.title, "URL": source.url}
    if source.authors:
        item["author"] = [
            {"family": family, "given": given} if given else {"family": family}
            for family, given in map(_person, source.authors)
        ]
        if source.et_al:  # CSL has no mark for it; a last name that reads "et al" comes out right in every style
            item["author"].append({"literal": "et al"})
        item["publisher"] = source.organisation
    elif source.organisation:
        item["author"] = [{"literal": source.organisation}]
    item |= {
        "container-title": source.container,
        "volume": source.volume,
        "issue": source.issue,
        "page": source.pages,
        "DOI": source.doi,
        "PMID": source.pmid,
        "PMCID": source.pmcid,
        "custom": {key: text for key in ("kind", "funding", "note") if (text := getattr(source, key))},
    }
    published = [getattr(source, part) for part in _DATE_PARTS if getattr(source, part) is not None]
    if published:
        item["issued"] = {"date-parts": [published]}
    if source.accessed:
        item["accessed"] = {"date-parts": [[getattr(source.accessed, part) for part in _DATE_PARTS]]}
    return {key: value for key, value in item.items() if value}


def bibtex(known: Registry) -> str:
    """Every source as BibTeX, in UTF-8, with its capitals kept."""
    return "\n".join(_bibtex_entry(source) for source in known.sources.values())


def claims_csv(known: Registry) -> str:
    """Every claim as one row, shown or not, with a column for each field and for each part of its number.

    A text that a spreadsheet would take for a formula starts with an apostrophe.
    """
    columns = ["id"]
    rows = []
    for claim in known:
        row = _row(claim) | {"source_url": known.sources[claim.source].url}
        columns += [name for name in row if name not in columns]
        rows.append(row)
    written = io.StringIO()
    table = csv.DictWriter(written, columns)
    table.writeheader()
    for row in rows:
        table.writerow({name: _not_a_formula(value) for name, value in row.items()})
    return written.getvalue()


def _row(claim: Claim) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for field in fields(Claim):
        value = getattr(claim, field.name)
        if isinstance(value, Measurement):
            row |= _number_columns("", value)
        elif field.name == "compared_with":
            compared = value if isinstance(value, Comparison) else Comparison(value, Measurement())
            row |= {"compared_with": compared.what} | _number_columns("compared_", compared.measured)
        else:
            row[field.name] = "; ".join(value) if isinstance(value, tuple) else value
    return row


def _number_columns(before: str, measured: Measurement) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for field in fields(Measurement):
        value = getattr(measured, field.name)
        if field.name in ("interval", "range"):
            columns[f"{before}{field.name}_low"], columns[f"{before}{field.name}_high"] = value or (None, None)
        else:
            columns[before + field.name] = value
    return columns


def _not_a_formula(value: object) -> object:
    """A cell as it is, or with an apostrophe before it where a spreadsheet would run it."""
    return f"'{value}" if isinstance(value, str) and value.lstrip()[:1] in tuple("=+-@") else value


def _csl_type(source: Source) -> str:
    if source.kind in _STUDIES:
        in_journal = source.container or source.doi or source.pmid or source.pmcid
        return "article-journal" if in_journal else "document"
    if source.kind == "law":
        return "legislation"
    return "article-magazine" if source.volume else "webpage"


def _person(author: str) -> tuple[str, str]:
    """The family name and the initials of "Williams JBW": "Williams" and "J. B. W."; a family name alone has none."""
    family, _, initials = author.rpartition(" ")
    if family and initials.replace("-", "").isalpha() and initials.isupper():
        return family, " ".join(f"{letter}." for letter in initials if letter != "-")
    return author, ""


def _bibtex_entry(source: Source) -> str:
    names = [f"{family}, {given}" if given else family for family, given in map(_person, source.authors)]
    authors = " and ".join([*map(_tex, names), *(["others"] if source.et_al else [])])
    kept = {"title": source.title, "publisher": source.organisation}
    if not source.authors:
        authors = f"{{{_tex(source.organisation)}}}" if source.organisation else ""
        del kept["publisher"]
    entry: Mapping[str, str] = {
        "author": authors,
        **{key: f"{{{_tex(value)}}}" if value else "" for key, value in kept.items()},  # braces keep the capitals
        "journal": _tex(source.container),
        "year": str(source.year or ""),
        "month": str(source.month or ""),
        "day": str(source.day or ""),
        "volume": _tex(source.volume),
        "number": _tex(source.issue),
        "pages": re.sub(r"(?<=\d)-(?=\d)", "--", _tex(source.pages)),
        "doi": source.doi,
        "pmid": source.pmid,
        "pmcid": source.pmcid,
        "url": source.url.translate({ord("{"): "%7B", ord("}"): "%7D"}),  # BibTeX reads an address as it stands
        "urldate": source.accessed.isoformat() if source.accessed else "",
        "keywords": source.kind,
        "funding": _tex(source.funding),
        "annote": _tex(source.note),
    }
    lines = [f"  {key} = {{{value}}},\n" for key, value in entry.items() if value]
    kind = "article" if _csl_type(source).startswith("article") else "misc"
    return f"@{kind}{{{source.id},\n{''.join(lines)}}}\n"


_TEX = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "&%$#_{}"},
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\\": r"\textbackslash{}",
    }
)


def _tex(text: str) -> str:
    """Text in which nothing is a command to TeX."""
    return text.translate(_TEX)


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _plain(value: Any) -> Any:
    """A record as JSON's own kinds of value. A field that says nothing (None, False, or empty) is left out."""
    if is_dataclass(value):
        pairs = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {name: _plain(held) for name, held in pairs if held not in (None, "", ()) and held is not False}
    if isinstance(value, datetime.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
