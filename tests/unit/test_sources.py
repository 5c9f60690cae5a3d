"""Where a number comes from: each source stands once, is named in one clean line, and is refused if it is wrong."""

import dataclasses
import datetime
import re
import shutil
import tomllib

import citeproc
import pytest
from bs4 import BeautifulSoup
from lxml import etree

from nextsteps.evidence import EvidenceError, Registry, registry
from nextsteps.evidence.records import SOURCE_KINDS, Source, read_source
from nextsteps.evidence.registry import FOLDER
from nextsteps.wording import LANGUAGES
from nextsteps.wording.citations import STYLE, bibliography, citation
from widgets.sources import Sources

REAL = registry().sources
LATER = datetime.date.today() + datetime.timedelta(days=2)

#: No paper: a source made up for these tests, whole, from which each refusal takes one thing away.
MADE_UP = {
    "kind": "rct",
    "authors": ["Byrne SE", "de Vries YA"],
    "et_al": True,
    "title": "A trial made up for these tests",
    "container": "J Made Up",
    "year": 2019,
    "month": 3,
    "day": 31,
    "volume": "59",
    "issue": "6",
    "pages": "1-11",
    "doi": "10.1234/made-up",
    "pmid": "123",
    "pmcid": "PMC456",
    "url": "https://doi.org/10.1234/made-up",
    "funding": "nobody",
    "accessed": datetime.date(2026, 11, 24),
    "note": "Nobody read it.",
}


def made_up(**changes) -> Source:
    """The made-up source with these keys changed, or left out where they are None."""
    table = {key: value for key, value in (MADE_UP | changes).items() if value is not None}
    return read_source("sources.toml", "made-up", table)


# What a reader sees


@pytest.mark.parametrize(
    ("id", "named"),
    {
        "byrne-1998": "Byrne SE, Rothschild AJ. Loss of antidepressant efficacy during maintenance therapy: possible "
        "mechanisms and treatments. J Clin Psychiatry. 1998;59(6):279–288. PMID: 9671339.",
        "fava-2020": "Fava GA. May antidepressant drugs worsen the conditions they are supposed to treat? "
        "Ther Adv Psychopharmacol. 2020;10:1–11. doi: 10.1177/2045125320970325.",
        "devries-2019": "de Vries YA, et al. Predicting antidepressant response by monitoring early improvement of "
        "individual symptoms of depression: individual patient data meta-analysis. Br J Psychiatry.",
        "stard-letter-2023": "STAR*D investigators. The STAR*D data remain strong: reply to Pigott et al. "
        "Am J Psychiatry. 2023;180. doi: 10.1176/appi.ajp.20230869.",
        "ecam-2020": "The clinical effectiveness of cognitive behavioral therapy for patients with insomnia and "
        "depression: a systematic review and meta-analysis. Evid Based Complement Alternat Med. 2020:8071821. "
        "doi: 10.1155/2020/8071821.",
        "smc-germany-2024": "Science Media Center Germany. Symptome bei Absetzen von Antidepressiva: erste "
        "Meta-Analyse. 2024 Jun 6.",
        "mayo-alcohol": "Mayo Clinic. Antidepressants and alcohol: what is the concern?",
        "cipriani-talk": "Cipriani A. Comparative efficacy of antidepressants for major depression: a network "
        "meta-analysis. University of Oxford.",
    }.items(),
)
def test_a_clinician_reads_a_citation_as_pubmed_would_write_it(id, named):
    assert citation(REAL[id], "en") == named


def test_a_date_is_written_as_each_language_writes_it():
    source = made_up(kind="news", container=None, volume=None, issue=None, pages=None, year=2024, month=6, day=9)
    assert ". 2024 Jun 9. " in citation(source, "en")
    assert ". 9 jun 2024. " in citation(source, "es")


def slips(source: Source, language: str) -> list[str]:
    """What is wrong with how a source is named: what the formatter left behind, and what it left out."""
    text = citation(source, language)
    found = re.findall(r"[^.?]$|\.\.|\?\.|\s\s|\n|None| [.,;:]|^\W|https?:", text)
    said = (source.title, *source.authors, source.organisation, source.container, source.doi, source.pmid, source.pmcid)
    said += (source.volume, source.issue, source.pages.replace("-", "–"), str(source.year or ""))
    if source.et_al:
        said += (f"{source.authors[-1]}, et al. ",)
    return found + [f"without {part}" for part in said if part not in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_source_is_named_whole_and_in_one_clean_line(language):
    assert {id: found for id, source in REAL.items() if (found := slips(source, language))} == {}


def test_a_remark_for_reviewers_reaches_no_reader():
    for source in (source for source in REAL.values() if source.note):
        assert citation(source, "en") == citation(dataclasses.replace(source, note=""), "en")


def test_no_reader_is_told_how_we_worked_instead_of_who_wrote_it():
    ours = re.compile(r"memory|excerpt|check paper|relay|stored|row (above|below)|was read|not read,|itself")
    shown = {id: f"{citation(source, 'en')} {source.funding}" for id, source in REAL.items()}
    assert {id: text for id, text in shown.items() if ours.search(text)} == {}


def test_the_list_of_sources_shows_each_citation_once_as_the_link_to_it():
    claim = next(c for c in registry() if c.source == "berlim-2014" and not c.open)
    page = BeautifulSoup(Sources([claim.id]).html(), "html.parser")
    (entry,) = page.select("li#source-berlim-2014")
    link = entry.find("a", href=REAL["berlim-2014"].url)
    assert link.get_text() == citation(REAL["berlim-2014"], "en")
    papers = dict(zip((t.text for t in entry.select("dt")), (d.text for d in entry.select("dd")), strict=True))
    assert papers["Who paid"] == "we have not read who paid"


def test_a_list_of_sources_goes_by_the_alphabet_without_capitals_and_accents_and_names_each_once():
    names = ["zeta", "Árbol", "beta", "Beta", "alma", "zeta"]
    sources = [made_up(authors=None, et_al=None, organisation=name) for name in names]
    assert [s.organisation for s, _ in bibliography(sources, "en")] == ["alma", "Árbol", "beta", "Beta", "zeta"]


def test_two_hundred_sources_are_named_once_and_then_remembered():
    bibliography(REAL.values(), "en")
    before = citation.cache_info()
    bibliography(REAL.values(), "en")
    after = citation.cache_info()
    assert (after.hits - before.hits, after.misses - before.misses) == (len(REAL), 0)


def test_a_citation_in_a_language_without_words_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match=r"no words for the language 'tlh'; use one of: en, es\."):
        citation(made_up(), "tlh")


def test_the_style_is_one_that_every_csl_processor_can_read():
    schema = etree.RelaxNG(etree.parse(citeproc.SCHEMA_PATH))
    assert schema.validate(etree.parse(STYLE)), schema.error_log


# What the registry keeps


def kept(source: Source) -> dict:
    """A source as its table would say it: its fields that say something, and its authors as a list."""
    record = {key: value for key, value in dataclasses.asdict(source).items() if value and key != "id"}
    return record | {"authors": list(source.authors) or "not recorded"}


def test_a_source_keeps_every_field_of_its_table():
    assert kept(made_up(organisation="Made Up Press")) == MADE_UP | {"organisation": "Made Up Press"}


def test_every_source_of_the_file_is_in_the_registry_with_all_it_says():
    file = tomllib.loads((FOLDER / "sources.toml").read_text("utf-8"))
    assert {id: kept(source) for id, source in REAL.items()} == {
        id: {"authors": "not recorded"} | table for id, table in file.items()
    }


def test_authors_nobody_has_looked_up_are_said_to_be_unknown_and_none_are_made_up():
    source = made_up(authors="not recorded", et_al=None)
    assert source.authors == ()
    assert citation(source, "en").startswith("A trial made up for these tests. ")


@pytest.mark.parametrize("kind", sorted(SOURCE_KINDS))
def test_a_source_of_every_kind_can_be_named(kind):
    assert "A trial made up for these tests" in citation(made_up(kind=kind), "en")


WRONG = {
    "no kind": ({"kind": None}, "kind is missing; add kind"),
    "an unknown kind": ({"kind": "meta analysis"}, "kind 'meta analysis' is unknown; use one of: meta-analysis"),
    "no title": ({"title": None}, "title is missing; add title"),
    "a blank title": ({"title": "  "}, "title is missing; add title"),
    "no address": ({"url": None}, "url is missing; add url"),
    "an address that is not on the web": ({"url": "ftp://example.org/x"}, "is not a web address; give the publisher's"),
    "an address with a space": ({"url": "https://example.org/a b"}, "is not a web address; give the publisher's"),
    "the address of another paper": (
        {"url": "https://doi.org/10.1234/other"},
        "other and doi is 10.1234/made-up; give",
    ),
    "the address of a DOI that is not given": ({"doi": None}, "and doi is missing; give the same DOI in both"),
    "a mistyped key": ({"jurnal": "J"}, "the key 'jurnal' is unknown; remove it or correct its name"),
    "a key in the plural": ({"volumes": "59", "volume": None}, "'volumes' is unknown; did you mean 'volume'"),
    "the old key": ({"citation": "Byrne SE. A trial."}, "the key 'citation' is unknown"),
    "nobody's": (
        {"authors": None, "et_al": None},
        "neither authors nor organisation says whose it is; add one",
    ),
    "no author before et al.": ({"authors": None, "organisation": "X"}, "et_al stands without authors; name the first"),
    "an empty list of authors": ({"authors": []}, "neither authors nor organisation says whose it is"),
    "authors as one text": (
        {"authors": "Byrne SE, Rothschild AJ"},
        "Rothschild AJ' is not a list",
    ),
    "two authors in one": ({"authors": ["Byrne SE, Rothschild AJ"]}, "'Byrne SE, Rothschild AJ' is not one person"),
    "initials with points": (
        {"authors": ["Byrne S.E."]},
        "'Byrne S.E.' is not one person; write each as",
    ),
    "two authors and": ({"authors": ["Byrne SE and Rothschild AJ"]}, "Rothschild AJ' is not one person"),
    "et al. as an author": ({"authors": ["Byrne SE et al"]}, "'Byrne SE et al' is not one person"),
    "an author who is a number": ({"authors": ["12"]}, "'12' is not one person"),
    "et al. in words": ({"et_al": "yes"}, "et_al = 'yes' is not true or false; write et_al = true"),
    "a year as text": ({"year": "2019"}, "year = '2019' is not a whole number; write year as a whole number"),
    "a year before there were trials": ({"year": 1899}, "year 1899 lies before 1900; write the year it was published"),
    "a year to come": ({"year": LATER.year + 1}, f"{LATER.year + 1}-03-31 lies in the future; write the day"),
    "a day to come": ({"year": LATER.year, "month": LATER.month, "day": LATER.day}, f"{LATER} lies in the future"),
    "a thirteenth month": ({"month": 13}, "year 2019, month 13, day 31 is no date; write month from 1 to 12"),
    "a month nought": ({"month": 0}, "year 2019, month 0, day 31 is no date"),
    "the 31st of February": ({"month": 2}, "year 2019, month 2, day 31 is no date"),
    "a month without its year": ({"year": None}, "a day needs its month and a month its year; add what is missing"),
    "a day without its month": ({"month": None}, "a day needs its month and a month its year; add what is missing"),
    "a volume of nothing": ({"container": None}, "volume stands without a container; name the journal as container"),
    "pages of nothing": ({"container": None, "volume": None, "issue": None}, "pages stands without a container"),
    "a DOI with its address": ({"doi": "https://doi.org/10.1/x"}, "is not a DOI; write it as 10.1234/name"),
    "a DOI that is none": ({"doi": "11.1234/x"}, "doi '11.1234/x' is not a DOI"),
    "a PubMed Central number as PubMed number": (
        {"pmid": "PMC123"},
        "'PMC123' is not a PubMed number; write",
    ),
    "a PubMed number too long": ({"pmid": "123456789"}, "pmid '123456789' is not a PubMed number"),
    "a PubMed number as a number": ({"pmid": 123}, "pmid = 123 is not text in quotation marks"),
    "a PubMed number as Central number": (
        {"pmcid": "123"},
        "pmcid '123' is not a PubMed Central number; write",
    ),
    "read in the future": ({"accessed": LATER}, f"accessed {LATER} lies in the future"),
}


@pytest.mark.parametrize(("changes", "said"), WRONG.values(), ids=WRONG)
def test_a_source_that_could_mislead_is_refused_in_one_sentence_with_its_mend(changes, said):
    with pytest.raises(EvidenceError) as refused:
        made_up(**changes)
    sentence = str(refused.value)
    assert sentence.startswith("sources.toml, made-up: ")
    assert said in sentence
    assert re.fullmatch(r"[^\n]+; [^;\n]+\.", sentence), "is not one sentence with a mend"


@pytest.mark.parametrize(
    ("key", "number"), [("doi", "10.1017/S0033291713000512"), ("pmid", "20439832"), ("pmcid", "PMC6142912")]
)
def test_one_paper_under_two_names_is_refused_so_that_no_evidence_counts_twice(tmp_path, key, number):
    first = next(id for id, source in REAL.items() if getattr(source, key) == number)
    folder = shutil.copytree(FOLDER, tmp_path / "evidence")
    copy = '\n["a-copy"]\nkind = "rct"\nauthors = ["Byrne SE"]\ntitle = "A copy"\nurl = "https://example.org"\n'
    with (folder / "sources.toml").open("a", encoding="utf-8") as file:
        file.write(f'{copy}{key} = "{number.swapcase() if key == "doi" else number}"\n')
    with pytest.raises(EvidenceError, match=rf"^sources\.toml, a-copy: the {key} .* is that of {first} too; keep one"):
        Registry.read(folder)


def test_a_page_that_shows_the_doses_of_a_medicine_lists_its_label_and_no_half_life(monkeypatch):
    """The lesson on resistant depression shows label doses alone; "half is gone in 26 hours" there was a riddle."""
    for kept in ("asked", "asked_drugs", "asked_doses"):
        monkeypatch.setattr(registry(), kept, {})
    doses = registry().doses("citalopram")
    page = BeautifulSoup(Sources().html(), "html.parser")
    entry = page.find(id="drug.citalopram")
    assert f"{doses.low_mg:g} to {doses.high_mg:g} mg a day" in entry.get_text()
    assert "hours" not in page.get_text() + repr(Sources())
    assert "half-life" not in entry.get_text()
    assert not page.find(id="source-pubmed-citalopram-1981"), "read for its half-life alone"
    registry().drug("citalopram")
    whole = BeautifulSoup(Sources().html(), "html.parser")
    assert "hours" in whole.find(id="drug.citalopram").get_text(), "a page that shows its half-life lists that too"
