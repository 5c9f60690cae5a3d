"""The table shows every claim with its papers, and of what is still open only what is missing."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import urllib.parse
from pathlib import Path

import pytest
import traitlets
from bs4 import BeautifulSoup

from nextsteps.evidence import Comparison, EvidenceError, Measurement, Registry, registry
from nextsteps.evidence.common_statements import common_statements, shown_statements
from nextsteps.evidence.exports import claims_csv
from nextsteps.evidence.records import UNITS
from nextsteps.models.outcome import outcome
from nextsteps.review.fingerprint import fingerprint
from nextsteps.review.ledger import Ledger, SignOff
from nextsteps.wording import claims as say
from nextsteps.wording import words
from nextsteps.wording.citations import citation, cited_short
from widgets import ClaimTable, CommonStatements

ROOT = Path(__file__).parents[2]
W = words("en")
TABLE = ClaimTable()
PAGE = BeautifulSoup(TABLE.markup, "html.parser")
SHOWN = [c for c in registry() if not c.open]
OPEN = [c for c in registry() if c.open]


def text(element) -> str:
    return " ".join(element.get_text(" ").split())


def row(id: str):
    return PAGE.find(id=id)


def test_every_claim_is_on_the_page_once_and_none_is_lost():
    assert SHOWN and OPEN
    assert sorted(tr["id"] for tr in PAGE.select("tbody tr")) == sorted(c.id for c in SHOWN)
    assert sorted(li["id"] for li in PAGE.select("li[data-topic]")) == sorted(c.id for c in OPEN)
    ids = [e["id"] for e in PAGE.find_all(id=True)]
    assert len(ids) == len(set(ids))


EVERYTHING = urllib.parse.unquote(PAGE.decode(formatter=None)) + repr(TABLE)


@pytest.mark.parametrize("claim", OPEN, ids=lambda c: c.id)
def test_of_an_open_claim_only_its_name_its_source_and_what_is_missing_are_shown(claim):
    assert claim.statement not in EVERYTHING
    entry = row(claim.id)
    topic, source, missing = say.topic_name(W, claim.topic), text(entry.a), say.missing(W, claim)
    assert text(entry) == f"{topic} {claim.id} : {missing}. {source}"


def test_a_number_that_nobody_has_checked_is_taken_out_of_the_note_on_what_is_missing():
    claim = dataclasses.replace(OPEN[0], open="the figure for the other group (47) was not read")
    assert say.missing(W, claim) == "the figure for the other group was not read"


def test_a_row_says_what_it_was_compared_with_how_sure_in_whom_and_who_read_it():
    said = text(row("tms.nih-trial-remission"))
    for words_ in (
        "14 of 100 (13 of 92)",
        "sham (dummy) treatment: 5 of 100 (5 of 98)",
        "likely range 8 to 23 of 100 (our calculation)",
        "How many people: 190",
        "Kind of study: a trial in which chance picked who got the treatment and who got a sham",
        "In the words of the study: sham-controlled randomised trial",
        "Who rated it: a clinician who did not know who got what (masked clinician)",
        "On which scale: HAM-D",
        "When: 3 weeks",
        "We read reports about it",
        "Last checked: November 24, 2026",
        "Where in the source: ",
    ):
        assert words_ in said
    assert row("tms.nih-trial-remission").a.get_text() == "George 2010, Arch Gen Psychiatry"
    (whole, *_) = row("tms.nih-trial-remission").select(".ns-about p")
    assert text(whole) == citation(registry().sources["george-2010"], "en")


def test_a_number_that_is_no_share_of_people_names_its_unit_and_what_no_difference_is():
    assert "Relative risk: 2.35 (1 means no difference)" in text(row("tms.sham-trials-response-ratio"))
    assert "Year: 2008" in text(row("regulation.first-device-october-2008"))


#: What stands below a number that has no other beside it.
ALONE = {
    "no comparison group": "No comparison group",
    "both groups together": "Both groups counted together",
    "comparison not read": "The other group’s number: not read",
    "not applicable": "",
}


def test_a_finding_without_a_number_says_so_no_louder_than_the_finding():
    for claim in SHOWN:
        if not say.number(W, claim):
            cell = row(claim.id).td
            assert text(cell).startswith("No number given") and cell.b is None


def test_what_is_told_twice_is_told_once():
    for claim in SHOWN:
        said = text(row(claim.id))
        assert said.count("range not reported") <= 1, claim.id
    assert "How many people" not in text(row("tms-safety.seizure-per-patient"))
    assert registry().record("tms-safety.seizure-per-patient").people
    assert "How many people: 190" in text(row("tms.nih-trial-remission")), "this one says it nowhere else"


def test_a_card_on_a_phone_names_its_number_and_its_source_as_the_columns_do():
    for tr in PAGE.select("tbody tr"):
        heads = [text(th) for th in tr.find_parent("table").select("thead th")]
        assert heads == ["Finding", *(td["data-label"] for td in tr.find_all("td"))]


def test_the_question_for_the_visit_comes_first_in_what_a_tap_opens():
    for more in PAGE.select("tbody details"):
        assert more.summary.find_next_sibling()["class"] == ["ns-take"]


def test_a_row_is_a_finding_a_number_beside_its_comparison_and_a_source_and_the_rest_is_a_tap_away():
    for tr in PAGE.select("tbody tr"):
        assert len(tr.find_all(["th", "td"])) == 3
        (more,) = tr.select("details")
        assert not more.has_attr("open")
        claim = registry().record(tr["id"])
        assert text(tr.th) == claim.statement
        number = tr.td.get_text(" ")
        assert say.number(W, say.in_whole_numbers(claim)) in number
        beside = claim.compared_with
        if isinstance(beside, Comparison):
            beside = f"Compared with: {say.compared(W, say.in_whole_numbers(claim))}"
        assert ALONE.get(beside, beside) in number, f"{claim.id} lost what its number stands beside"
        assert not say.number(W, claim) or tr.td.b, f"{claim.id}: its number is no louder than its words"
        assert claim.caveat in text(more)
    trusted_less = row("tms.nih-trial-remission").find_all("td")[1]
    trusted_less.details.extract()
    assert "We read reports about it" in text(trusted_less), "a reader must not need a tap to see what to trust less"


def test_a_rate_is_told_in_whole_numbers_only_where_nothing_is_rounded():
    said = text(row("tms-safety.seizure-deep-coil"))
    assert "Per 100,000 patients: 556 Compared with: figure-8 coils: 14" in said
    assert "How sure: likely range 277 to 995; figure-8 coils: likely range 1 to 51" in said
    assert "Per 1,000,000 sessions: 31 (18 of 586,656)" in text(row("tms-safety.seizure-per-session"))
    claim = registry().record("tms-safety.seizure-deep-coil")
    finer = dataclasses.replace(claim, measured=dataclasses.replace(claim.measured, value=5.555))
    assert say.in_whole_numbers(finer) is finer
    ratio = registry().record("tms.sham-trials-response-ratio")
    assert say.in_whole_numbers(ratio) is ratio


@pytest.mark.parametrize("design", sorted({c.design for c in registry()}))
def test_the_plain_name_of_a_kind_of_study_promises_no_chance_and_no_blinding_that_the_record_lacks(design):
    said = say.kind_of_study(W, design)
    if "chance" in said:
        assert re.search("randomised|sham-controlled", design)
    if "sham" in said:
        assert "sham-controlled" in design
    if "neither people nor staff" in said:
        assert "double-blind" in design
    if "no comparison group" in design:
        assert "no group to compare" in said
    for technical in ("open-label", "masked", "randomised", "cohort", "meta-analysis", "naturalistic"):
        assert technical not in said


def test_the_example_row_tells_its_claim_and_draws_the_likely_range_of_both_groups():
    example = PAGE.select_one(".ns-example")
    claim = registry().record("breakthrough.antler-relapse-while-staying")
    assert claim.statement in text(example)
    assert "39 of 100 (92 of 238). Compared with: tapered to placebo: 56 of 100" in text(example)
    spoken = example.svg["aria-label"]
    found = outcome(claim)
    for group, part in zip((found.treated, found.compared), example.svg.select("g"), strict=True):
        low, high = group.interval
        assert f"likely range {low} to {high} of 100" in spoken
        ends = [float(n) for n in re.findall(r"M([\d.]+) [\d.]+H([\d.]+)", part.path["d"])[0]]
        assert ends == [10 + 3 * low, 10 + 3 * high]
        assert float(part.circle["cx"]) == 10 + 3 * group.people
    assert ClaimTable(known=Registry({c.id: c for c in SHOWN[:3]}, registry().sources, {})).markup.count("<figure") == 0


def test_every_topic_has_a_heading_of_its_own_and_a_link_that_leads_to_it():
    links = {a["href"]: text(a) for a in PAGE.select(".ns-topics a")}
    parts = PAGE.select("section[data-part]")
    assert links == {f"#{part.h3['id']}": text(part.h3) for part in parts}
    for part in parts:
        assert part.table["aria-labelledby"] == part.h3["id"]
        assert {tr["id"].partition(".")[0] for tr in part.select("tbody tr")} == {part["data-part"]}
        assert not part.has_attr("hidden"), "without scripts every topic is there"


def test_what_a_reader_asks_about_is_a_finding_of_this_page():
    table = ClaimTable(asked=["tms.nih-trial-remission"])
    ticked = BeautifulSoup(table.markup, "html.parser").select("input[checked]")
    assert [box.find_parent("tr")["id"] for box in ticked] == ["tms.nih-trial-remission"]
    assert table.plan_title == "Findings I want to ask about"
    with pytest.raises(traitlets.TraitError, match="There is no finding 'tms\\.none' here"):
        ClaimTable(asked=["tms.none"])
    with pytest.raises(traitlets.TraitError, match="There is no finding"):
        ClaimTable(asked=[OPEN[0].id])


@pytest.mark.parametrize(
    ("unit", "measured", "said"),
    [
        ("proportion", Measurement(value=0.293), "29 of 100"),
        ("proportion", Measurement(count=11, of=14), "11 of 14"),
        ("proportion", Measurement(value=0.141, count=13, of=92), "14 of 100 (13 of 92)"),
        ("proportion", Measurement(value=0.003), "fewer than 1 of 100"),
        ("proportion", Measurement(value=0.0), "0 of 100"),
        ("proportion", Measurement(range=(0.58, 0.83)), "58 to 83 of 100"),
        ("proportion", Measurement(value=0.14, range=(0.13, 0.31)), "14 of 100; counts run from 13 to 31 of 100"),
        ("proportion", Measurement(at_least=0.3), "at least 30 of 100"),
        ("proportion", Measurement(at_most=0.33), "at most 33 of 100"),
        ("sensitivity", Measurement(value=0.85), "Sensitivity: 85 of 100"),
        (
            "difference in proportions",
            Measurement(value=0.142),
            "Difference in people of 100: 14 (0 means no difference)",
        ),
        ("odds ratio", Measurement(range=(1.154, 1.55)), "Odds ratio: 1.15 to 1.55 (1 means no difference)"),
        ("sessions", Measurement(at_least=20), "Sessions: at least 20"),
        ("cm", Measurement(value=30), "Centimeters: 30"),
        ("people", Measurement(at_most=1371), "People: at most 1,371"),
        ("words", Measurement(), ""),
    ],
)
def test_each_kind_of_number_is_said_in_plain_rounded_words(unit, measured, said):
    assert say.number(W, dataclasses.replace(SHOWN[0], unit=unit, measured=measured)) == said


def test_every_unit_that_has_no_difference_or_is_laid_down_exists():
    assert set(say.NO_DIFFERENCE) | say.LAID_DOWN <= UNITS


def test_every_topic_has_a_name_and_every_design_a_group_of_its_kind():
    for claim in registry():
        assert say.topic_name(W, claim.topic) != claim.topic
        assert say.design_group(claim.design) in say.design_group_names(W)
    assert say.topic_name(W, "new-topic") == "New topic"
    assert say.design_group("network meta-analysis of randomised trials") == "together"
    assert say.design_group("sham-controlled randomised trial") == "by-chance"
    assert say.design_group("open-label cohort, no comparison group") == "followed"
    assert say.design_group("a letter") == "other"


def test_a_trial_without_chance_is_never_called_one_with_it():
    for claim in registry():
        if say.design_group(claim.design) == "by-chance":
            assert re.search("randomised|double-blind|sham-controlled", claim.design)


def test_a_sort_by_the_day_of_the_check_puts_the_oldest_first():
    known = Registry(
        {c.id: dataclasses.replace(c, checked=c.checked.replace(day=20 - i)) for i, c in enumerate(SHOWN[:5])},
        registry().sources,
        {},
    )
    table = ClaimTable(known=known)
    days = [table.found[i].checked for i in table.states["order"]["checked"]]
    assert days == sorted(days) and len(set(days)) == 5
    assert "between" in table.markup


def test_a_sort_by_verification_puts_what_we_trust_less_first_and_keeps_topics_together():
    order = TABLE.states["order"]["verification"]
    kinds = [TABLE.found[i].verification for i in order]
    assert kinds == sorted(kinds, reverse=True)
    assert order != TABLE.states["order"]["topic"] == list(range(len(SHOWN)))


def test_the_count_is_said_for_every_number_of_entries():
    said = TABLE.states["said"]
    assert len(said) == len(SHOWN) + len(OPEN) + 1
    assert said[0].startswith("Nothing here fits")
    assert said[12] == f"Showing 12 of {len(SHOWN) + len(OPEN)} entries."


def test_a_choice_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(traitlets.TraitError, match="There is no topic 'tsm' here; choose one of: none, all, "):
        ClaimTable(topic="tsm")


def test_no_reviewer_is_named_who_did_not_sign_and_one_who_signed_is():
    assert "Reviewed: by" not in text(PAGE)
    claim = SHOWN[0]
    day = claim.checked
    signed = Ledger([SignOff(claim.id, "Ana Baca", day, fingerprint(claim, registry().sources))], registry())
    assert ("Reviewed", f"by Ana Baca on {W.date(day)}") in TABLE._row(claim, signed)["about"]


def test_the_downloads_hold_every_shown_claim_and_its_sources():
    links = {a["download"]: urllib.parse.unquote(a["href"].partition(",")[2]) for a in PAGE.select("a[download]")}
    rows = list(csv.DictReader(io.StringIO(links["claims.csv"].removeprefix("\ufeff"))))
    assert sorted(r["id"] for r in rows) == sorted(c.id for c in SHOWN)
    for claim in SHOWN:
        assert f"{{{claim.source},\n" in links["sources.bib"]
    whole = list(csv.DictReader(io.StringIO(claims_csv(Registry({c.id: c for c in SHOWN}, registry().sources, {})))))
    assert "for_authors" in whole[0] and "for_authors" not in rows[0], "a note for authors is no reader's"
    told = {r["id"]: {k: v for k, v in r.items() if k in rows[0]} for r in whole}
    assert {r["id"]: r for r in rows} == told, "a file says something else than the registry"


def test_a_page_in_spanish_leads_to_the_english_files_instead_of_carrying_them_again():
    page = BeautifulSoup(ClaimTable(language="es").markup, "html.parser")
    (link,) = page.select(".ns-downloads a")
    assert not link.has_attr("download") and link["hreflang"] == "en"
    lesson, _, place = link["href"].partition("#")
    assert (ROOT / "notebooks" / "es" / lesson).resolve() == ROOT / "notebooks" / "evidence.ipynb"
    assert PAGE.find(id=place).select("a[download]"), "the link leads past the files"


def test_reviewers_read_each_claim_and_the_counts_of_each_topic_as_text():
    lines = repr(TABLE).splitlines()
    assert "tms.nih-trial-remission · 14 of 100 (13 of 92) · n 190" in lines
    assert f"{OPEN[0].id} · open" in lines
    tms = [c for c in registry() if c.topic == "tms"]
    assert f"TMS: {sum(not c.open for c in tms)} shown, {sum(bool(c.open) for c in tms)} open" in lines


# What is often said


def test_each_statement_is_beside_what_the_evidence_supports_and_what_we_say():
    page = BeautifulSoup(CommonStatements().html(), "html.parser")
    statements = common_statements(registry())
    assert len(page.select(".ns-statements li")) == len(statements) > 30
    for part in page.select(".ns-statements > details"):
        topics = {s.topic for s in statements if part.find(id=s.id)}
        assert [say.topic_name(W, topic) for topic in topics] == [text(part.summary.h3)]
    for statement in statements:
        said = text(page.find(id=statement.id))
        assert statement.supports in said and statement.publish["en"] in said
        assert statement.publish["es"] not in said
        for link in page.find(id=statement.id).find_all("a"):
            assert row(link["href"][1:]), "a claim that is not in the table"


def test_a_note_on_what_is_left_out_is_no_quotation():
    page = BeautifulSoup(CommonStatements().html(), "html.parser")
    gaps = {li["id"] for li in page.select("li") if text(li.dt) == "Often left out"}
    assert gaps == {"w06", "w18", "w23", "w25", "w28", "w29", "w30", "w31", "w32"}
    for li in page.select("li"):
        assert bool(li.q) != (li["id"] in gaps)
        assert li.q or text(li.dd) == next(s.loose for s in common_statements(registry()) if s.id == li["id"])


def test_a_reader_reads_what_we_say_next_and_the_notes_of_editors_only_behind_a_tap():
    page = BeautifulSoup(CommonStatements().html(), "html.parser")
    for statement in shown_statements(registry()):
        entry = page.find(id=statement.id)
        assert [text(dt) for dt in entry.select("dt")][1:] == ["What we say", "See the findings"]
        (notes,) = entry.select("details")
        assert not notes.has_attr("open") and text(notes.summary) == "For reviewers"
        assert text(notes.p) == statement.supports
        notes.extract()
        assert statement.supports not in text(entry)


@pytest.mark.parametrize(
    ("id", "named"),
    {
        "carpenter-2012": "Carpenter 2012, Depress Anxiety",
        "oreardon-2007": "O'Reardon 2007, Biol Psychiatry",
        "devries-2019": "de Vries, Br J Psychiatry",
        "stard-letter-2023": "STAR*D investigators 2023, Am J Psychiatry",
        "fda-k083538": "US FDA 2008",
        "antler-hta-2021": "Health Technol Assess 2021",
        "label-sertraline": "US prescribing information, sertraline",
        "healthday-kalfas-2025": "HealthDay 2025, Drugs.com",
    }.items(),
)
def test_a_link_in_a_row_names_its_source_in_a_few_words(id, named):
    source = registry().sources[id]
    assert cited_short(source, "en") == named
    assert BeautifulSoup(cited_short(source, "es"), "html.parser").select_one("[lang=en]").get_text() == named


def test_a_spanish_reader_reads_what_is_often_said_and_what_supports_it_in_spanish():
    page = BeautifulSoup(CommonStatements(language="es").html(), "html.parser")
    spanish = words("es")
    for statement in common_statements(registry()):
        said = text(page.find(id=statement.id))
        for english in (statement.loose, statement.supports):
            assert english not in said and spanish.entry(english) in said


def test_a_statement_that_rests_on_an_open_claim_is_not_shown():
    statement = common_statements(registry())[0]
    claims = {c.id: c for c in registry()}
    claims[statement.claims[-1]] = dataclasses.replace(claims[statement.claims[-1]], open="abstract not read")
    shown = shown_statements(Registry(claims, registry().sources, {}))
    assert statement.id not in [s.id for s in shown]
    assert shown


GOOD = (
    '[w01]\ntopic = "tms"\nloose = "a"\nsupports = "b"\npublish_en = "c"\npublish_es = "d"\n'
    'claims = ["tms.sham-trials-response"]\n'
)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('loose = "a"', "loose = 1", "wording.toml, w01: loose = 1 is not text in quotation marks"),
        ('supports = "b"\n', "", "wording.toml, w01: supports is missing"),
        ('publish_es = "d"', 'publish_e = "d"', "wording.toml, w01: publish_es is missing"),
        ('loose = "a"', 'loose = "a"\nlosse = "a"', "wording.toml, w01: the key 'losse' is unknown"),
        ('"tms"', '"tmz"', "wording.toml, w01: topic 'tmz' is unknown; use one of: tms"),
        ("trials-response", "trial-response", "wording.toml, w01: There is no claim 'tms.sham-trial-response'"),
        ('claims = ["tms.sham-trials-response"]', "claims = []", "wording.toml, w01: it rests on no claim"),
        ("[w01]", "[one]", "wording.toml, one: the id is not w and a number"),
        ("[w01]\n", "", "wording.toml, topic: this stands outside any entry"),
        ('loose = "a"', "loose = ", "wording.toml, line 3: this cannot be read as TOML"),
    ],
)
def test_a_wrong_statement_is_refused_in_one_sentence(tmp_path, before, after, sentence):
    file = tmp_path / "wording.toml"
    file.write_text(GOOD, "utf-8")
    assert len(common_statements(registry(), tmp_path)) == 1
    assert before in GOOD
    file.write_text(GOOD.replace(before, after, 1), "utf-8")
    with pytest.raises(EvidenceError, match=f"^{re.escape(sentence)}"):
        common_statements(registry(), tmp_path)


def test_a_missing_list_of_statements_is_told(tmp_path):
    with pytest.raises(EvidenceError, match=r"wording\.toml is missing in .*; restore it"):
        common_statements(registry(), tmp_path)
