"""What leaves the registry for other programs: nothing lost, nothing that runs, and never half a file."""

import csv
import dataclasses
import datetime
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import bibtexparser
import jsonschema
import pytest
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors

from nextsteps.evidence import (
    Amount,
    Claim,
    Comparison,
    CrisisLine,
    Doses,
    Drug,
    EvidenceError,
    FormText,
    Hours,
    Measurement,
    NextStep,
    Registry,
    Source,
    SteadyState,
    registry,
)
from nextsteps.evidence import __main__ as command
from nextsteps.evidence.exports import bibtex, claims_csv, csl_item, csl_json, files, registry_json
from nextsteps.evidence.records import NO_COMPARISON, OUTCOMES, SOURCE_KINDS, UNITS, VERIFICATIONS

REAL = registry()
SCHEMA = json.loads(Path("docs/schema/registry.schema.json").read_text("utf-8"))
VALID = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
#: Everything that is a command to TeX, to a parser of BibTeX, or to a spreadsheet.
HOSTILE = r'=1+1 & 50% of {men} and $x$, #1 a_b ~ \textbf{x} "said" @misc{y, — Árbol'


def a_source(**changes) -> Source:
    return dataclasses.replace(REAL.sources["berlim-2014"], **changes)


def a_claim(**changes) -> Claim:
    return dataclasses.replace(REAL.record("tms.sham-trials-response"), **changes)


def of_one_source(source: Source) -> Registry:
    return Registry({}, {source.id: source}, {})


def of_one_claim(claim: Claim) -> Registry:
    return Registry({claim.id: claim}, {claim.source: REAL.sources[claim.source]}, {})


# The whole registry as JSON


def faults(content: object) -> list[str]:
    return [f"{fault.json_path}: {fault.message}" for fault in VALID.iter_errors(content)]


#: What stands inside a record, where it is not a measurement.
INSIDE = {
    Claim: {},
    Drug: {
        "half_life_read": Hours,
        "metabolite_half_life_read": Hours,
        "doses_read": Doses,
        "steady_state_read": SteadyState,
    },
    NextStep: {"visits": Amount, "session_minutes": Amount, "hours_in_all": Amount},
}


def read_back(record: type, said: dict):
    """A record made again from what the JSON file says of it."""
    made = dict(said)
    for field in dataclasses.fields(record):
        if field.default is dataclasses.MISSING:
            made.setdefault(field.name, "")  # a text that says nothing
        value = made.get(field.name)
        if isinstance(value, list):
            made[field.name] = tuple(value)
        elif isinstance(value, dict) and "what" in value:
            made[field.name] = Comparison(value["what"], read_back(Measurement, value["measured"]))
        elif isinstance(value, dict):
            made[field.name] = read_back(INSIDE[record].get(field.name, Measurement), value)
        elif field.name in ("checked", "accessed") and value:
            made[field.name] = datetime.date.fromisoformat(value)
    return record(**made)


def test_the_json_file_holds_every_record_and_can_be_read_back_without_loss():
    content = json.loads(registry_json(REAL))
    assert [read_back(Claim, said) for said in content["claims"]] == list(REAL)
    assert [read_back(Source, said) for said in content["sources"]] == list(REAL.sources.values())
    assert [read_back(CrisisLine, said) for said in content["crisis_lines"]] == list(REAL.crisis_lines)
    assert [read_back(Drug, said) for said in content["drugs"]] == list(REAL.drugs.values())
    assert [read_back(FormText, said) for said in content["phq9"]] == list(REAL.phq9.values())
    assert [read_back(NextStep, said) for said in content["next_steps"]] == list(REAL.next_steps.values())


def test_a_count_of_no_people_is_a_number_and_not_left_out():
    known = of_one_claim(a_claim(measured=Measurement(value=0.0, count=0, of=14)))
    assert json.loads(registry_json(known))["claims"][0]["measured"] == {"value": 0.0, "count": 0, "of": 14}


def test_the_json_file_is_what_its_published_schema_says():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert faults(json.loads(registry_json(REAL))) == []


RECORDS = {
    "claim": Claim,
    "source": Source,
    "crisis_line": CrisisLine,
    "measurement": Measurement,
    "comparison": Comparison,
    "drug": Drug,
    "hours": Hours,
    "doses": Doses,
    "steady_state": SteadyState,
    "form_text": FormText,
    "next_step": NextStep,
    "amount": Amount,
}


@pytest.mark.parametrize(("kind", "record"), RECORDS.items())
def test_the_published_schema_names_every_field_and_which_of_them_are_always_there(kind, record):
    told = SCHEMA["$defs"][kind]
    assert set(told["properties"]) == {field.name for field in dataclasses.fields(record)}
    if kind != "measurement":
        always = {f.name for f in dataclasses.fields(record) if f.default is dataclasses.MISSING}
        may_say_nothing = {"rater", "scale"} if kind == "claim" else {"number"} if kind == "crisis_line" else set()
        may_say_nothing |= {"time"} if kind == "next_step" else set()
        assert set(told["required"]) ^ always == may_say_nothing


def test_the_published_schema_allows_the_words_that_the_registry_allows():
    told = SCHEMA["$defs"]
    assert set(told["claim"]["properties"]["unit"]["enum"]) == UNITS
    assert set(told["claim"]["properties"]["outcome"]["enum"]) == OUTCOMES
    assert set(told["claim"]["properties"]["compared_with"]["oneOf"][1]["enum"]) == NO_COMPARISON
    assert set(told["source"]["properties"]["kind"]["enum"]) == SOURCE_KINDS
    assert told["verification"]["enum"] == list(VERIFICATIONS)


def objects(schema: dict) -> list[dict]:
    """Every object that the schema describes, at any depth."""
    inside = [found for value in schema.values() if isinstance(value, dict) for found in objects(value)]
    return [schema, *inside] if schema.get("type") == "object" else inside


def test_the_published_schema_lets_no_unknown_key_through():
    described = objects(SCHEMA)
    assert len(described) == 13
    assert all(told["additionalProperties"] is False for told in described)


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("claims", {"surprise": 1}, "surprise"),
        ("claims", {"measured": {"value": "29%"}}, "29%"),
        ("claims", {"measured": {"count": 3}}, "'of' is a dependency of 'count'"),
        ("claims", {"compared_with": "nothing"}, "nothing"),
        ("claims", {"checked": "yesterday"}, "yesterday"),
        ("sources", {"doi": "https://doi.org/10.1/x"}, "10.1/x"),
        ("sources", {"authors": []}, "non-empty"),
        ("sources", {"title": " "}, "' '"),
        ("crisis_lines", {"way": "phone"}, "phone"),
        ("drugs", {"half_life_read": {"value": "26 h"}}, "26 h"),
        ("drugs", {"doses_read": {"low_mg": 50}}, "high_mg"),
        ("drugs", {"curve": False}, "True was expected"),
        ("phq9", {"es": " "}, "' '"),
        ("next_steps", {"claims": []}, "non-empty"),
    ],
)
def test_a_file_that_was_changed_by_hand_is_found_by_the_schema(table, change, said):
    content = json.loads(registry_json(REAL))
    content[table][0] |= change
    assert any(said in fault for fault in faults(content)), faults(content)


# The sources for reference managers


def in_csl(source: Source) -> dict:
    """What a CSL-JSON item must say of a source, written down independently of how the export makes it."""
    name = {"container": "container-title", "pages": "page", "doi": "DOI", "pmid": "PMID", "pmcid": "PMCID"}
    keys = ("title", "volume", "issue", *name)
    return {name.get(key, key): value for key in keys if (value := getattr(source, key))}


def test_csl_json_says_of_every_source_who_wrote_what_where_and_when():
    items = json.loads(csl_json(REAL))
    assert [item["id"] for item in items] == list(REAL.sources)
    for item, source in zip(items, REAL.sources.values(), strict=True):
        assert item.items() >= in_csl(source).items()
        assert item["URL"] == source.url
        assert item["custom"] == {k: v for k in ("kind", "funding", "note") if (v := getattr(source, k))}
        issued = [part for part in (source.year, source.month, source.day) if part]
        assert item.get("issued", {"date-parts": [[]]})["date-parts"] == [issued]
        accessed = item.get("accessed", {"date-parts": [None]})["date-parts"][0]
        assert (datetime.date(*accessed) if accessed else None) == source.accessed
        names = [n.get("literal") or f"{n['family']} {n.get('given', '')}" for n in item.get("author", [])]
        expected = [*source.authors, *(["et al"] if source.et_al else [])] or list(filter(None, [source.organisation]))
        assert [n.replace(".", "").replace(" ", "") for n in names] == [e.replace(" ", "") for e in expected]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "article-journal"),
        ({"container": "", "doi": "", "pmcid": "PMC1"}, "article-journal"),
        ({"container": "", "doi": "", "pmid": "", "pmcid": ""}, "document"),
        ({"kind": "news"}, "article-magazine"),
        ({"kind": "news", "volume": ""}, "webpage"),
        ({"kind": "label", "volume": ""}, "webpage"),
        ({"kind": "law", "volume": ""}, "legislation"),
    ],
)
def test_a_reference_manager_files_each_kind_of_source_where_a_librarian_would(changes, kind):
    assert csl_item(a_source(**changes))["type"] == kind


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Williams JBW", {"family": "Williams", "given": "J. B. W."}),
        ("de Vries YA", {"family": "de Vries", "given": "Y. A."}),
        ("O'Reardon J-P", {"family": "O'Reardon", "given": "J. P."}),
        ("Pigott", {"family": "Pigott"}),
        ("van der Berg", {"family": "van der Berg"}),
    ],
)
def test_a_name_is_split_into_family_and_initials_and_never_inside_the_family(author, name):
    assert csl_item(a_source(authors=(author,), et_al=False))["author"] == [name]


def read_bibtex(text: str) -> dict[str, dict]:
    """Entries by key as a BibTeX parser understands them: texts without TeX, addresses as they stand, names split."""
    plain = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    split = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors()])
    assert plain.failed_blocks == split.failed_blocks == []
    return {
        entry.key: {f.key: f.value for f in entry.fields}
        | {f.key: f.value for f in as_it_stands.fields if f.key in ("author", "url", "doi")}
        for entry, as_it_stands in zip(plain.entries, split.entries, strict=True)
    }


def in_bibtex(author: str) -> str:
    """A name as the export is expected to write it: "Williams JBW" as "Williams, J. B. W."."""
    found = re.fullmatch(r"(.+) ([A-Z]+)", author)
    return f"{found[1]}, {' '.join(f'{letter}.' for letter in found[2])}" if found else author


def test_bibtex_can_be_read_back_with_every_source_and_all_its_details():
    entries = read_bibtex(bibtex(REAL))
    assert list(entries) == list(REAL.sources)
    same = {"container": "journal", "issue": "number", "kind": "keywords", "note": "annote"}
    for id, source in REAL.sources.items():
        entry = entries[id]
        for key in ("title", "container", "volume", "issue", "doi", "pmid", "pmcid", "url", "kind", "funding", "note"):
            assert entry.get(same.get(key, key), "") == getattr(source, key), (id, key)
        for key in ("year", "month", "day"):
            assert entry.get(key, "") == str(getattr(source, key) or "")
        assert entry.get("pages", "") == source.pages.replace("-", "–")
        assert entry.get("urldate") == (source.accessed.isoformat() if source.accessed else None)
        if source.authors:
            assert entry["author"] == [in_bibtex(author) for author in source.authors] + ["others"] * source.et_al
            assert entry.get("publisher", "") == source.organisation
        elif source.organisation:
            assert len(entry["author"]) == 1, "the organisation's name is taken for several people"
            assert entry["author"][0].replace("\\", "") == f"{{{source.organisation}}}"
        else:
            assert "author" not in entry


def test_bibtex_keeps_signs_that_are_commands_to_tex():
    source = a_source(title=HOSTILE, organisation="", funding=HOSTILE, note=HOSTILE, container="A & B", volume="5%")
    (entry,) = read_bibtex(bibtex(of_one_source(source))).values()
    assert (entry["title"], entry["funding"], entry["annote"]) == (HOSTILE, HOSTILE, HOSTILE)
    assert (entry["journal"], entry["volume"]) == ("A & B", "5%")


def test_bibtex_keeps_an_organisation_with_and_in_its_name_as_one_author():
    source = a_source(authors=(), et_al=False, organisation="National Institute for Health and Care Excellence")
    (entry,) = read_bibtex(bibtex(of_one_source(source))).values()
    assert entry["author"] == ["{National Institute for Health and Care Excellence}"]


def test_bibtex_is_not_broken_by_an_address_with_a_brace():
    source = a_source(url="https://example.org/a{b}?c=50%25&d_e#f")
    text = bibtex(of_one_source(source))
    assert "url = {https://example.org/a%7Bb%7D?c=50%25&d_e#f}" in text


# The claims for spreadsheets


def rows(known: Registry) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(claims_csv(known), newline="")))


def test_the_table_of_claims_has_a_row_for_each_claim_and_every_field_it_has():
    table = rows(REAL)
    assert [row["id"] for row in table] == [claim.id for claim in REAL]
    for row, claim in zip(table, REAL, strict=True):
        compared = claim.compared_with if isinstance(claim.compared_with, Comparison) else None
        expected = {f.name: getattr(claim, f.name) for f in dataclasses.fields(Claim)} | {
            "also": "; ".join(claim.also),
            "compared_with": compared.what if compared else claim.compared_with,
            "source_url": REAL.sources[claim.source].url,
        }
        del expected["measured"]
        numbers = {"": claim.measured, "compared_": compared.measured if compared else Measurement()}
        for before, measured in numbers.items():
            for field in dataclasses.fields(Measurement):
                value = getattr(measured, field.name)
                if field.name in ("interval", "range"):
                    low, high = value or (None, None)
                    expected |= {f"{before}{field.name}_low": low, f"{before}{field.name}_high": high}
                else:
                    expected[before + field.name] = value
        assert row == {key: "" if value is None else str(value) for key, value in expected.items()}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "\n@", "\r+"])
def test_a_text_that_a_spreadsheet_would_run_is_made_plain_text(start):
    hostile = f'{start}HYPERLINK("http://example.org";"see")'
    claim = a_claim(statement=hostile, caveat=hostile, compared_with=Comparison(hostile, Measurement(value=0.1)))
    (row,) = rows(of_one_claim(claim))
    assert (row["statement"], row["caveat"], row["compared_with"]) == (f"'{hostile}",) * 3


def test_a_number_below_zero_stays_a_number():
    (row,) = rows(of_one_claim(a_claim(unit="MADRS points", measured=Measurement(value=-3.4, interval=(-5.0, -1.8)))))
    assert (row["value"], row["interval_low"], row["interval_high"]) == ("-3.4", "-5.0", "-1.8")


def test_a_spreadsheet_knows_the_table_of_claims_for_utf_8():
    assert files(REAL)["claims.csv"].startswith(b"\xef\xbb\xbfid,")


# The command


def test_the_command_writes_every_export_into_a_folder_it_makes(tmp_path, capsys):
    folder = tmp_path / "new" / "folder"
    assert command.main(["export", str(folder)]) is None
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files(REAL)
    assert capsys.readouterr().out.split() == [str(folder / name) for name in files(REAL)]


def run(script: str, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True)


AS_TYPED = "import runpy; runpy.run_module('nextsteps.evidence', run_name='__main__', alter_sys=True)"


def test_a_folder_that_cannot_be_written_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "taken").write_text("a file, not a folder", "utf-8")
    done = run(AS_TYPED, "export", str(tmp_path / "taken"))
    assert done.returncode == 1
    assert done.stderr == (
        f"The folder {tmp_path / 'taken'} cannot be written (File exists); name one that you may write to.\n"
    )
    assert (tmp_path / "taken").read_text("utf-8") == "a file, not a folder"


def test_a_disk_that_fills_up_leaves_yesterdays_files_whole(tmp_path):
    old = dict.fromkeys(files(REAL), "yesterday's")
    for name, text in old.items():
        (tmp_path / name).write_text(text, "utf-8")
    # The real limit of the operating system: the smaller files still fit, the largest does not.
    limit = max(map(len, files(REAL).values())) - 1
    done = run(f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit})); {AS_TYPED}",
               "export", str(tmp_path))  # fmt: skip
    assert (done.returncode, done.stderr) == (
        1,
        f"The folder {tmp_path} cannot be written (File too large); name one that you may write to.\n",
    )
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == old


def test_an_unsound_registry_is_refused_in_its_own_sentence_and_nothing_is_written(tmp_path, monkeypatch):
    def unsound() -> Registry:
        return Registry.read(tmp_path)

    monkeypatch.setattr(command, "registry", unsound)
    assert command.main(["export", str(tmp_path / "out")]) == (
        f"sources.toml is missing in {tmp_path}; restore it from the repository."
    )
    assert not (tmp_path / "out").exists()
    with pytest.raises(EvidenceError):
        command.export(tmp_path / "out")
