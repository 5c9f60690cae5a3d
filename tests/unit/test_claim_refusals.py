"""A mistake in the evidence stops here, in one sentence that names the file, the entry and the mend."""

import json
import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nextsteps.evidence import EvidenceError, Registry
from nextsteps.evidence.registry import FOLDER

#: No study: the counts are round so that a reader of these tests can check each refusal in their head.
CLAIM = """\
["tms.made-up"]
label = "A trial made up for this test"
statement = "In a made-up trial, 30 of 100 people got better; with a dummy, 10 of 100 did."
outcome = "response"
unit = "proportion"
value = 0.3
count = 30
of = 100
interval = [0.2, 0.4]
compared_with = { what = "sham (dummy) treatment", value = 0.1, count = 10, of = 100, interval = "not reported" }
population = "people made up for this test"
follow_up = "end of treatment"
design = "made up"
source = "berlim-2014"
locator = "nowhere"
certainty = "not graded"
verification = "primary"
caveat = "Never shown to anyone."
checked = 2026-11-24
"""
TMS, SOURCES, CRISIS = "claims/tms.toml", "sources.toml", "crisis.toml"
DRUGS, PHQ9, STEPS = "drugs.toml", "phq9.toml", "next_steps.toml"
#: The sources that the small registry needs; the first is the one that the cases below change.
OF_THE_FOLDER = ("berlim-2014", "988-lifeline", "label-sertraline", "phq9-form-en", "phq9-form-es")
STEP = """\
["made-up-step"]
name = "A step made up for this test"
name_es = "Un paso inventado"
involves = "Nothing."
visits = [20, 30]
how_soon = "Never."
side_effects = "None."
access = "Nowhere."
claims = ["tms.made-up"]
verification = "primary"
checked = 2026-11-24
"""

Change = Callable[[str], str | bytes]


def written(value: Any) -> str:
    """A value as TOML writes it on one line."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return f"[{', '.join(written(v) for v in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{k} = {written(v)}' for k, v in value.items())} }}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def real_entry(file: str, id: str) -> str:
    """One entry of the real registry, one key a line, with whatever keys such an entry has today."""
    entry = tomllib.loads((FOLDER / file).read_text("utf-8"))[id]
    return "\n".join([f'["{id}"]', *(f"{key} = {written(value)}" for key, value in entry.items())]) + "\n"


def put(key: str, toml: str) -> Change:
    """The first entry of the file with `key` set to `toml`, added where it had none."""

    def change(text: str) -> str:
        changed, times = re.subn(rf"^{key} = .*$", lambda _: f"{key} = {toml}", text, count=1, flags=re.MULTILINE)
        return changed if times else text.replace("]\n", f"]\n{key} = {toml}\n", 1)

    return change


def drop(key: str) -> Change:
    return lambda text: re.sub(rf"^{key} = .*\n", "", text, count=1, flags=re.MULTILINE)


def swap(old: str, new: str) -> Change:
    return lambda text: text.replace(old, new)


def cut(id: str) -> Change:
    """The file without one whole entry."""
    return lambda text: re.sub(rf'\["{id}"\]\n(?:.+\n)*', "", text, count=1)


def both(first: Change, second: Change) -> Change:
    return lambda text: second(str(first(text)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A registry of one claim, with what stands beside it as the real registry has it."""
    (tmp_path / "claims").mkdir()
    (tmp_path / TMS).write_text(CLAIM, "utf-8")
    sources = [real_entry(SOURCES, id) for id in OF_THE_FOLDER]
    (tmp_path / SOURCES).write_text("\n".join(sources), "utf-8")
    (tmp_path / CRISIS).write_text(real_entry(CRISIS, "988-call-en"), "utf-8")
    (tmp_path / DRUGS).write_text(real_entry(DRUGS, "sertraline"), "utf-8")
    shutil.copy(FOLDER / PHQ9, tmp_path / PHQ9)
    (tmp_path / STEPS).write_text(STEP, "utf-8")
    return tmp_path


def refusal(folder: Path) -> str:
    """What the registry says of the folder, checked to be one sentence with a mend, in no programmer's words."""
    with pytest.raises(EvidenceError) as caught:
        Registry.read(folder)
    said = str(caught.value)
    assert "\n" not in said, "more than one line"
    assert re.fullmatch(r".{10,}; .{5,}\.", said), f"no mend after a semicolon: {said}"
    assert not re.search(r"[a-z]\. [A-Z]", said), f"more than one sentence: {said}"
    assert not re.search(r"Traceback|Error\(|<class|object at 0x", said), f"words of a programmer: {said}"
    return said


def test_the_small_registry_of_these_tests_is_accepted_as_it_stands(folder):
    known = Registry.read(folder)
    assert [c.id for c in known] == ["tms.made-up"]
    assert known.crisis_line("988-call-en").number == "988"


MISTAKES = {
    # The number contradicts itself.
    "a value that disagrees with its counts": (TMS, put("value", "0.35"), "0.35 does not agree with 30 of 100"),
    "a comparison that disagrees with its counts": (
        TMS,
        swap("value = 0.1,", "value = 0.01,"),
        "0.01 does not agree with 10 of 100",
    ),
    "more people better than there were people": (TMS, put("count", "101"), "count 101 is more than of 100"),
    "a count without how many people there were": (TMS, drop("of"), "give both"),
    "a group of no people": (TMS, both(put("of", "0"), put("count", "0")), "of is above zero"),
    "a count below zero": (TMS, put("count", "-30"), "count = -30 is below zero"),
    "an interval that leaves out its own value": (
        TMS,
        put("interval", "[0.31, 0.4]"),
        "interval 0.31 to 0.4 does not contain the value 0.3",
    ),
    "an interval upside down": (TMS, put("interval", "[0.4, 0.2]"), "put the lower number first"),
    "an interval of one number": (TMS, put("interval", "[0.2]"), "is not two numbers; write interval = [low, high]"),
    "29 written for 0.29": (TMS, both(put("value", "29"), both(drop("count"), drop("of"))), "write 29% as 0.29"),
    "an interval in percent": (TMS, put("interval", "[0.2, 40]"), "40 is not a share of people between 0 and 1"),
    "true written for a number": (TMS, put("value", "true"), "value = True is not a number"),
    "a number in quotation marks": (TMS, put("value", '"0.3"'), "value = '0.3' is not a number"),
    "a finding in words that has a number": (TMS, put("unit", '"words"'), "a finding in words has no number"),
    "a share of people without a number": (
        TMS,
        both(both(drop("value"), drop("interval")), both(drop("count"), drop("of"))),
        "or give the number",
    ),
    # The number lacks its papers.
    "a source that is nowhere": (TMS, put("source", '"nobody-1900"'), "'nobody-1900' is not in sources.toml"),
    "a source mistyped": (TMS, put("source", '"berlim-2041"'), "did you mean 'berlim-2014'"),
    "a second source that is nowhere": (TMS, put("also", '["nobody-1900"]'), "'nobody-1900' is not in sources.toml"),
    "no source": (TMS, drop("source"), "source is missing"),
    "no population": (TMS, drop("population"), "population is missing"),
    "no locator": (TMS, drop("locator"), "locator is missing"),
    "only spaces for a population": (TMS, put("population", '"  "'), "population is missing"),
    "no comparison": (TMS, drop("compared_with"), "compared_with is missing"),
    "other words for no comparison": (
        TMS,
        put("compared_with", '"nothing much"'),
        "compared_with 'nothing much' is unknown; give a table, or one of: both groups together",
    ),
    "a comparison that does not say with what": (TMS, swap('what = "sham (dummy) treatment", ', ""), "what is missing"),
    "no day of checking": (TMS, drop("checked"), "checked is missing"),
    "a day of checking in the future": (TMS, put("checked", "2999-01-01"), "checked 2999-01-01 lies in the future"),
    "a day of checking in quotation marks": (TMS, put("checked", '"2026-11-24"'), "without quotation marks"),
    "a recalled claim that is not marked as open": (TMS, put("verification", '"recalled"'), 'add open = "'),
    # A word is mistyped.
    "an unknown key": (TMS, swap("caveat =", "caveats ="), "'caveats' is unknown; did you mean 'caveat'"),
    "an unknown key in a comparison": (TMS, swap("{ what", "{ n = 3, what"), "the key 'n' is unknown"),
    "an unknown unit": (TMS, put("unit", '"proportions"'), "unit 'proportions' is unknown; use one of: proportion"),
    "an unknown outcome": (TMS, put("outcome", '"recovery"'), "outcome 'recovery' is unknown; use one of: re"),
    "an unknown verification": (TMS, put("verification", '"seen"'), "verification 'seen' is unknown; use one of: "),
    "an id without a dot": (TMS, swap("tms.made-up", "tms-made-up"), "around one dot", "tms-made-up"),
    "an id in capital letters": (TMS, swap("tms.made-up", "TMS.made-up"), "use small letters", "TMS.made-up"),
    "a claim filed under another topic": (
        TMS,
        swap("tms.made-up", "phq9.made-up"),
        "move it to claims/phq9.toml",
        "phq9.made-up",
    ),
    # A source or a crisis line is wrong.
    "an unknown kind of source": (SOURCES, put("kind", '"meta analysis"'), "use one of: meta-analysis"),
    "a DOI with its address": (SOURCES, put("doi", '"https://doi.org/10.1/x"'), "is not a DOI; write it as 10.1234"),
    "a PubMed number with letters": (SOURCES, put("pmid", '"PMC123"'), "is not a PubMed number; write its digits only"),
    "an address that is not on the web": (SOURCES, put("url", '"ftp://example.org/x"'), "is not a web address"),
    "an address with a space": (SOURCES, put("url", '"https://example.org/a b"'), "is not a web address"),
    "no address": (SOURCES, drop("url"), "url is missing"),
    "an unknown key of a source": (SOURCES, put("urll", '"https://example.org"'), "'urll' is unknown"),
    "a source read in the future": (SOURCES, put("accessed", "2999-01-01"), "accessed 2999-01-01 lies in the future"),
    "a crisis line without its number": (CRISIS, drop("number"), "number is missing", "988-call-en"),
    "a crisis number that is no text": (CRISIS, put("number", "988"), "number = 988 is not text", "988-call-en"),
    "an unknown way to reach help": (CRISIS, put("way", '"phone"'), "way 'phone' is unknown", "988-call-en"),
    "a crisis line from nowhere": (CRISIS, put("source", '"988-lifelin"'), "mean '988-lifeline'", "988-call-en"),
    "a crisis line nobody checked": (CRISIS, drop("checked"), "checked is missing", "988-call-en"),
    # A medicine is wrong.
    "a half-life outside its own range": (
        DRUGS,
        put("half_life", "260"),
        "does not contain half_life 260",
        "sertraline",
    ),
    "a half-life of no time": (
        DRUGS,
        both(put("half_life", "0"), drop("half_life_range")),
        "not above 0",
        "sertraline",
    ),
    "no half-life": (DRUGS, drop("half_life"), "half_life is missing", "sertraline"),
    "a range of a half-life that nobody gave": (DRUGS, drop("metabolite_half_life"), "stands without", "sertraline"),
    "a half-life of no metabolite": (DRUGS, drop("metabolite"), "name the metabolite", "sertraline"),
    "a steady state that rests on nothing": (DRUGS, drop("steady_state_basis"), "belong together", "sertraline"),
    "doses upside down": (DRUGS, put("usual_mg", "[200, 50]"), "put the lower number first", "sertraline"),
    "no doses": (DRUGS, drop("usual_mg"), "usual_mg is missing", "sertraline"),
    "a start above the usual dose": (DRUGS, put("starting_mg", "500"), "above the usual 200 mg", "sertraline"),
    "a dose in grams": (DRUGS, put("usual_mg", '"0.05 g"'), "is not two numbers", "sertraline"),
    "a curve of a half-life that may not be shown": (
        DRUGS,
        put("half_life_open", '"sources disagree"'),
        "a curve is allowed although",
        "sertraline",
    ),
    "a curve of a recalled half-life": (
        DRUGS,
        put("verification_half_life", '"recalled"'),
        "remove curve",
        "sertraline",
    ),
    "a curve that is neither true nor false": (DRUGS, put("curve", '"yes"'), "is not true or false", "sertraline"),
    "a medicine from a label that is nowhere": (
        DRUGS,
        put("source", '"label-sertralin"'),
        "mean 'label-",
        "sertraline",
    ),
    "an unknown key of a medicine": (DRUGS, swap("curve =", "curves ="), "did you mean 'curve'", "sertraline"),
    "a medicine nobody checked": (DRUGS, drop("checked"), "checked is missing", "sertraline"),
    # The PHQ-9 or a next step is wrong.
    "a PHQ-9 of eight items": (PHQ9, swap('"item-9"', '"item-10"'), "the form has no such part", "item-10"),
    "a PHQ-9 without its last item": (PHQ9, cut("item-9"), "add it word for word", "item-9"),
    "a PHQ-9 without its credit": (PHQ9, cut("credit"), "this part of the form is missing", "credit"),
    "an item without its Spanish": (PHQ9, drop("es"), "es is missing", "stem"),
    "an item from a form that is nowhere": (PHQ9, put("source_es", '"phq9-form-sp"'), "not in sources.toml", "stem"),
    "a step that rests on no claim": (STEPS, drop("claims"), "name the claims that say what it does", "made-up-step"),
    "a step that rests on a claim that is nowhere": (
        STEPS,
        put("claims", '["tms.made-upp"]'),
        "did you mean 'tms.made-up'",
        "made-up-step",
    ),
    "a step with a claim twice": (
        STEPS,
        put("claims", '["tms.made-up", "tms.made-up"]'),
        "named twice",
        "made-up-step",
    ),
    "visits upside down": (STEPS, put("visits", "[30, 20]"), "put the lower number first", "made-up-step"),
    "visits below zero": (STEPS, put("visits", "[-1, 20]"), "visits is not above 0", "made-up-step"),
    "visits said in two ways": (STEPS, put("visits_at_least", "20"), "contradict each other", "made-up-step"),
    "a step without its Spanish name": (STEPS, drop("name_es"), "name_es is missing", "made-up-step"),
    # The file itself is broken.
    "the same id twice in a file": (TMS, lambda text: text + "\n" + text, "line 21"),
    "a quotation mark forgotten": (TMS, swap('label = "A trial', "label = A trial"), "line 2:"),
    "an entry cut off in the middle": (TMS, lambda text: text[: text.index("0.1, count")] + "\n", "line 10:"),
    "letters that are not UTF-8": (TMS, lambda text: text.replace("Never", "Né").encode("latin-1"), "line 18"),
    "a key above the first entry": (TMS, lambda text: 'note = "x"\n' + text, "note: this stands outside any entry"),
}
#: Where the file cannot be read, its line stands in for the entry's id.
WITHOUT_ID = {
    "a quotation mark forgotten",
    "an entry cut off in the middle",
    "letters that are not UTF-8",
    "a key above the first entry",
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_refused_in_a_sentence_before_a_patient_sees_it(folder, mistake):
    file, change, says, *id = MISTAKES[mistake]
    path = folder / file
    before = path.read_text("utf-8")
    after = change(before)
    assert after != before, "this case changes nothing"
    path.write_bytes(after if isinstance(after, bytes) else after.encode("utf-8"))

    said = refusal(folder)

    assert said.startswith(file), f"the sentence does not begin with the file: {said}"
    assert says in said
    if mistake not in WITHOUT_ID:
        assert (id or {TMS: ["tms.made-up"], SOURCES: ["berlim-2014"]}[file])[0] in said


def test_an_id_in_two_files_is_refused_because_a_page_could_show_either(folder):
    (folder / "claims/zebra.toml").write_text(CLAIM, "utf-8")
    said = refusal(folder)
    assert said.startswith(f"claims/zebra.toml, tms.made-up: the id stands in {TMS} too; ")


@pytest.mark.parametrize("file", [SOURCES, CRISIS, DRUGS, PHQ9, STEPS])
def test_a_missing_file_is_named_with_the_way_to_get_it_back(folder, file):
    (folder / file).unlink()
    said = refusal(folder)
    assert said.startswith(f"{file} is missing")
    assert "restore it" in said


def test_a_registry_without_claims_is_refused_because_an_empty_lesson_would_pass_every_check(folder):
    (folder / TMS).unlink()
    said = refusal(folder)
    assert "no claim file" in said
    assert "restore the folder" in said
