"""The dots, the sentence and the names are one result told three ways, in every state a reader can reach."""

import dataclasses
import importlib
import inspect
import json
import re
from pathlib import Path

import pytest
import traitlets
from bs4 import BeautifulSoup

from nextsteps.evidence import EvidenceError, Registry
from widgets import IconArray
from widgets.icon_array import OUTCOMES, SHOWN, could_be
from widgets.lesson_widget import FOLDER, LessonWidget

REAL = Registry.read()
STUDIES = [
    "tms.sham-trials-response",
    "tms.sham-trials-remission",
    "tms.nih-trial-remission",
    "tms.veterans-trial-no-difference",
    "accelerated-tms.second-trial-response",
    "accelerated-tms.second-trial-remission",
    "accelerated-tms.sham-trial-remission-any-visit",
    "tms.clinics-response-by-doctor",
]
ARRAY = IconArray("people", STUDIES)
HOSTILE = '</script><script>alert("x")</script><b>&amp;'


def page(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def dots(path) -> list[str]:
    """Where the dots of a path stand: each is a stroke of no length, which a round end makes a dot."""
    places = re.findall(r"M(\d+ \d+)h0", path["d"])
    assert path["d"] == "".join(f"M{place}h0" for place in places), "the path draws something that is not a dot"
    return places


@pytest.fixture
def with_claim(monkeypatch):
    """Puts a changed copy of a real claim where the widget looks for its claims, and answers its id."""

    def put(id: str = STUDIES[0], **changes) -> str:
        claim = dataclasses.replace(REAL.record(id), **changes)
        source = dataclasses.replace(REAL.sources[REAL.record(id).source], id=claim.source)
        known = Registry({claim.id: claim}, {source.id: source}, {})
        monkeypatch.setattr("widgets.icon_array.registry", lambda: known)
        return claim.id

    return put


def test_a_reviewer_reads_every_state_as_text():
    lines = repr(ARRAY).splitlines()
    assert lines[0] == "IconArray people"
    assert len(lines) == 1 + len(ARRAY.states) == 1 + len(ARRAY.found) * len(OUTCOMES)
    for line, (study, outcome) in zip(lines[1:], ((s, o) for s in ARRAY.found for o in OUTCOMES), strict=True):
        assert line.startswith(f"{ARRAY.label(study)} · {outcome}: {ARRAY.states[f'{study} {outcome}']['sentence']}")


def test_the_text_for_reviewers_is_the_same_in_every_run():
    again = IconArray("people", STUDIES)
    assert repr(again) == repr(ARRAY)
    assert again.html() == ARRAY.html()
    assert not re.search(r"0x[0-9a-f]{6}", repr(ARRAY) + ARRAY.html()), "a memory address differs in every run"


def test_jupyter_gets_the_page_and_the_text_beside_the_live_view():
    data, _ = ARRAY._repr_mimebundle_()
    assert data["text/plain"] == repr(ARRAY)
    assert data["text/html"] == ARRAY.html()
    assert "application/vnd.jupyter.widget-view+json" in data


def test_a_reader_without_scripts_or_eyes_has_named_groups_of_choices_and_a_spoken_sentence():
    found = page(ARRAY.html())
    legends = [fieldset.legend.get_text(strip=True) for fieldset in found.find_all("fieldset")]
    assert len(legends) == 3
    assert all(legends)
    sentence = found.find("output")
    assert sentence["aria-live"] == "polite"
    assert sentence.get_text() == ARRAY.states[f"{ARRAY.study} {ARRAY.outcome}"]["sentence"]
    for trait, values in (("study", list(ARRAY.found)), ("outcome", list(OUTCOMES)), ("shown", list(SHOWN))):
        inputs = found.find_all("input", attrs={"data-trait": trait})
        assert [i["value"] for i in inputs] == values
        assert [i["value"] for i in inputs if i.has_attr("checked")] == [getattr(ARRAY, trait)]
        assert all(i.find_parent("label").get_text(strip=True) for i in inputs)
        assert len({i["name"] for i in inputs}) == 1, "radio buttons of two names are not one choice"


def test_the_table_has_every_number_for_a_reader_without_scripts():
    rows = page(ARRAY.html()).select("tbody tr")
    cells = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in rows]
    assert len(cells) == len(STUDIES)
    assert all(row.find("th")["scope"] == "row" for row in rows)
    sentences = [state["sentence"] for state in ARRAY.states.values()]
    for id, row in zip(STUDIES, cells, strict=True):
        assert row[0] == REAL.record(id).label
        assert row[-1] in sentences


@pytest.mark.parametrize("state", ARRAY.states)
def test_the_dots_are_the_people_of_the_sentence(state):
    """Filled dots are those who got better, all dots are the group, and each picture is named by its caption."""
    shown = ARRAY.states[state]
    figures = page(shown["picture"]).find_all("figure")
    assert figures
    for figure in figures:
        picture = figure.find("svg", role="img")
        title = figure.find(class_="ns-group-title").get_text()
        said = figure.find("strong").get_text()
        assert picture["aria-label"] == f"{title}: {said}"

        people, of = (int(n) for n in re.fullmatch(r"(\d+) of (\d+)", said).groups())
        filled, empty = dots(picture.find(class_="ns-filled")), dots(picture.find(class_="ns-empty"))
        assert (len(filled), len(filled) + len(empty)) == (people, of)
        assert len({*filled, *empty}) == of, "two people stand on the same spot"
        assert dots(picture.find(class_="ns-hole")) == empty
        width, height = (int(n) for n in picture["viewbox"].split()[2:])
        assert all(0 < int(x) < width and 0 < int(y) < height for x, y in map(str.split, filled + empty))
        assert of != 100 or (width, height) == (100, 100), "rows of ten are counted at a glance"
        assert re.search(rf"\b{said}\b", shown["sentence"]), f"{said} is drawn but not said"


@pytest.mark.parametrize("state", ARRAY.states)
def test_could_be_people_reach_from_one_end_of_the_interval_to_the_other_and_are_told_in_words(state):
    study, outcome = state.split()
    found = ARRAY.found[study].get(outcome) or next(iter(ARRAY.found[study].values()))
    picture = page(ARRAY.states[state]["picture"])
    said = picture.find(class_="ns-could-be").get_text()
    groups = [g for g in (found.treated, found.compared) if g is not None]
    for group, figure in zip(groups, picture.find_all("figure"), strict=True):
        at = {
            kind: dots(path) if (path := figure.find(class_=f"ns-{kind}")) else []
            for kind in ("filled", "empty", "could-not", "could")
        }
        low, high = could_be(group)
        assert at["could-not"] == at["filled"][low:], "people counted who may not be among them"
        assert at["could"] == at["empty"][: high - group.people], "people not counted who may be among them"
        if group.interval is None:
            assert (low, high) == (group.people, group.people)
        else:
            assert low < group.people < high
            assert (low, high) == group.interval or group.of < 50
            assert f"{group.interval[0]} to {group.interval[1]} of 100" in said
    if all(g.interval is None for g in groups):
        assert "gives no range" in said


def test_the_interval_of_a_small_group_is_drawn_among_its_real_people():
    assert could_be(ARRAY.found["cole-2022"]["remission"].treated) == (7, 13)  # 11 of 14: 49 to 95 of 100


@pytest.mark.parametrize("state", ARRAY.states)
def test_the_plain_words_tell_the_numbers_of_the_dots_and_those_who_did_not_get_better(state):
    picture = page(ARRAY.states[state]["picture"])
    words = [li.get_text() for li in picture.select(".ns-plain li")]
    figures = picture.find_all("figure")
    assert len(words) >= len(figures)
    for line, figure in zip(words, figures, strict=False):
        people, of = (int(n) for n in figure.find("strong").get_text().split(" of "))
        assert re.findall(r"(\d+) of (\d+)", line) == [(str(people), str(of)), (str(of - people), str(of))]
        assert line.startswith("About ") is (of == 100), "a rounded number is called so, a counted one is not"
    assert re.search(r"\bsham\b|no comparison group", " ".join(words))


def test_every_trial_with_sham_that_may_be_shown_is_on_the_page_to_be_chosen():
    lesson = json.loads((Path(__file__).parents[2] / "notebooks/tms_outcomes.ipynb").read_text("utf-8"))
    code = "".join(line for cell in lesson["cells"] if cell["cell_type"] == "code" for line in cell["source"])
    chosen = set(re.findall(r'"([\w.-]+)"', re.search(r"WITH_SHAM = \[(.*?)\]", code, re.DOTALL)[1]))
    beside_sham = {
        claim.id
        for claim in REAL
        if claim.topic in ("tms", "accelerated-tms")
        and claim.unit == "proportion"
        and claim.outcome in OUTCOMES
        and not claim.open
        and claim.verification != "recalled"
        and ("sham" in claim.design or getattr(claim.compared_with, "is_sham", False))
        and "no sham" not in claim.design
    }
    assert len(beside_sham) >= 7
    assert chosen == beside_sham


@pytest.mark.parametrize("state", ARRAY.states)
def test_no_group_is_drawn_without_the_one_it_was_compared_with(state):
    study, outcome = state.split()
    found = ARRAY.found[study].get(outcome) or next(iter(ARRAY.found[study].values()))
    figures = page(ARRAY.states[state]["picture"]).find_all("figure")
    assert len(figures) == (1 if found.compared is None else 2)


@pytest.mark.parametrize("state", ARRAY.states)
def test_the_papers_of_the_number_are_beside_it(state):
    picture = page(ARRAY.states[state]["picture"])
    source = REAL.sources[state.split()[0]]
    assert picture.find("a", href=source.url).get_text(strip=True)
    assert picture.find("dt")
    assert len(picture.find_all("dt")) == len(picture.find_all("dd"))


def test_the_browser_can_read_the_states_that_python_worked_out():
    script = page(ARRAY.html()).find("script", type="application/json")
    state = json.loads(script.string)
    assert state["states"] == ARRAY.states
    assert {name: state[name] for name in ARRAY.choices()} == {
        "study": ARRAY.study,
        "outcome": ARRAY.outcome,
        "shown": ARRAY.shown,
    }


def test_a_choice_made_in_python_is_the_choice_on_the_page():
    array = IconArray("people", STUDIES, study="george-2010", outcome="remission", shown="words")
    found = page(array.html())
    assert found.find("output").get_text() == array.states["george-2010 remission"]["sentence"]
    assert [i["value"] for i in found.find_all("input", checked=True)] == ["remission", "george-2010", "words"]
    assert found.select_one(".ns-array")["data-shown"] == "words"


def test_a_result_that_a_study_does_not_have_is_said_to_be_missing_before_another_is_shown():
    said = ARRAY.states["george-2010 response"]["sentence"]
    assert said.startswith("This study’s summary has no number for “At least half better (response)”.")
    assert said.endswith(ARRAY.states["george-2010 remission"]["sentence"])


def test_an_unknown_study_is_refused_with_those_there_are_and_the_choice_stays():
    array = IconArray("people", STUDIES)
    with pytest.raises(
        traitlets.TraitError, match=r"^There is no study 'nobody-1900' here; choose one of: berlim-2014, "
    ):
        array.study = "nobody-1900"
    assert array.study == "berlim-2014"
    with pytest.raises(traitlets.TraitError, match=r"no study 'nobody-1900'"):
        IconArray("people", STUDIES, study="nobody-1900")


def test_an_unknown_outcome_is_refused_with_those_there_are():
    array = IconArray("people", STUDIES)
    with pytest.raises(traitlets.TraitError, match=r"response.*remission"):
        array.outcome = "recovery"
    assert array.outcome == "response"


@pytest.mark.parametrize("missing", ["label", "outcome"])
def test_a_claim_that_a_reader_could_not_choose_is_refused(with_claim, missing):
    id = with_claim(**{missing: ""})
    with pytest.raises(EvidenceError, match=rf"^claims/tms\.toml, {id}: a reader cannot choose it; add its label"):
        IconArray("people", [id])


def test_a_claim_that_may_not_be_shown_is_refused_here_too():
    with pytest.raises(EvidenceError, match=r"still open"):
        IconArray("people", ["tms.itbs-response"])


def test_a_picture_of_no_claim_is_refused():
    with pytest.raises(EvidenceError, match=r"'people' names no claim; give it"):
        IconArray("people", [])


def test_words_of_a_record_can_never_become_a_script_of_the_page(with_claim):
    id = with_claim(label=HOSTILE, population=HOSTILE, caveat=HOSTILE, source=HOSTILE)
    found = page(IconArray("people", [id]).html())
    scripts = found.find_all("script")
    assert [s["type"] for s in scripts] == ["application/json"]
    assert f"{HOSTILE} response" in json.loads(scripts[0].string)["states"]
    assert found.find("b") is None
    assert HOSTILE in found.get_text(), "the words themselves are still there to be read"


@pytest.mark.parametrize("module", sorted(FOLDER.glob("*.mjs")), ids=lambda path: path.stem)
def test_a_widget_is_one_stem_in_python_script_style_and_markup(module: Path):
    for ending in (".py", ".css", ".html"):
        assert module.with_suffix(ending).is_file(), f"{module.stem}{ending} is missing beside {module.name}"
    python = importlib.import_module(f"widgets.{module.stem}")
    own = [c for _, c in inspect.getmembers(python, inspect.isclass) if c.__module__ == python.__name__]
    stems = [c.stem for c in own if issubclass(c, LessonWidget)]
    assert stems == [module.stem]
