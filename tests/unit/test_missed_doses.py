"""The missed doses: what is drawn, what is said and what the registry gives are one level told three ways."""

import dataclasses
import json
import re

import brotli
import numpy as np
import pytest
import textstat
import traitlets
from bs4 import BeautifulSoup

from nextsteps.evidence import EvidenceError, Registry
from nextsteps.models.drug_level import BETWEEN_H, DAYS, PATTERNS, Substance, past_day
from nextsteps.wording import missed_doses as say
from nextsteps.wording import words
from widgets.missed_doses import ABOVE, HEIGHT, MissedDoses

REAL = Registry.read()
DOSES = MissedDoses(known=REAL)
ENGLISH = words("en")
EVERY = [(id, pattern) for id in DOSES.drugs for pattern in PATTERNS]
MISSING = [(id, pattern) for id, pattern in EVERY if PATTERNS[pattern]]


def page(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def drawn(path: str) -> np.ndarray:
    """The corners of a path as (hour, percent)."""
    start, _, steps = path.rstrip("z").partition("l")
    numbers = [int(n) for n in [*start[1:].split(), *steps.split()]]
    places = np.cumsum(np.reshape(numbers, (-1, 2)), axis=0)
    return np.stack([places[:, 0], 100 - places[:, 1] / 2], axis=1)


def level(id: str, pattern: str) -> dict:
    return DOSES.states["levels"][f"{id} {pattern}"]


def changed(id: str, **changes) -> Registry:
    """The registry with one medicine, changed."""
    return Registry({}, REAL.sources, {}, {id: dataclasses.replace(REAL.drugs[id], **changes)})


def test_every_medicine_that_may_be_drawn_is_offered_and_the_others_are_named():
    allowed = {id for id, drug in REAL.drugs.items() if drug.curve_may_be_drawn}
    assert set(DOSES.drugs) == allowed
    assert len(allowed) >= 6
    options = page(DOSES.html()).select("select option")
    assert [o["value"] for o in options] == list(DOSES.drugs)
    waiting = say.not_yet_checked(ENGLISH, REAL)
    assert waiting in page(DOSES.html()).get_text()
    for id in ("trazodone", "amitriptyline", "nortriptyline"):
        assert id not in allowed
        assert REAL.drugs[id].generic in waiting


def test_a_form_of_a_medicine_is_named_where_it_is_chosen_and_nowhere_twice():
    assert say.label(ENGLISH, REAL.drugs["paroxetine"]) == "paroxetine (Paxil, immediate release)"
    assert say.label(ENGLISH, REAL.drugs["sertraline"]) == "sertraline (Zoloft)"
    assert ") (" not in repr(DOSES)


def test_a_medicine_whose_half_life_is_still_open_is_refused_by_name():
    with pytest.raises(EvidenceError, match=r"trazodone: the half-life is still open"):
        say.sentence(ENGLISH, REAL.drugs["trazodone"], "one-missed")


def test_a_registry_without_a_half_life_is_refused():
    with pytest.raises(EvidenceError, match=r"no medicine whose level may be drawn; check a half-life"):
        MissedDoses(known=changed("sertraline", curve=False))


@pytest.mark.parametrize(("id", "pattern"), EVERY)
def test_the_line_that_is_drawn_is_the_level_of_the_model(id, pattern):
    """Between corners a reader sees straight lines: they stay within one percent of the half-life's own curve."""
    drug, found = REAL.drugs[id], level(id, pattern)
    substances = [Substance(drug.half_life_h)]
    if drug.metabolite_half_life_h:
        substances.append(Substance(drug.metabolite_half_life_h, drug.half_life_h))
    assert bool(found["lines"][1]) == bool(drug.metabolite_half_life_h)
    hours = np.arange(DAYS * BETWEEN_H + 1)
    for path, substance in zip([found["lines"][2], found["lines"][1]], substances, strict=False):
        corners = drawn(path)
        assert corners[0].tolist() == [0, 100]
        assert corners[-1, 0] == hours[-1]
        shown = np.interp(hours, corners[:, 0], corners[:, 1])
        assert np.abs(shown - past_day(hours, PATTERNS[pattern], substance)).max() < 1


@pytest.mark.parametrize(("id", "pattern"), MISSING)
def test_the_sentence_says_the_lowest_level_and_when_it_is_back_above_90_percent(id, pattern):
    percent = past_day(
        np.arange(DAYS * BETWEEN_H + 1), PATTERNS[pattern], Substance(REAL.drugs[id].half_life_read.value)
    )
    said = level(id, pattern)["sentence"]
    lowest = percent.min()
    assert ("less than 1%" if lowest < 1 else f"about {round(lowest)}% of its usual level") in said
    day = re.search(r"back above 90% on day (\d+), (\d+) days? after", said)
    if lowest >= 90:
        assert said.endswith("It never falls below 90%.")
    elif percent[-1] < 90:
        assert not day
        assert said.endswith("within these 14 days.")
    else:
        back, after = map(int, day.groups())
        assert back - after == max(PATTERNS[pattern])
        assert (percent[back * BETWEEN_H :] >= 90).all()
        assert percent[(back - 1) * BETWEEN_H] < 90


@pytest.mark.parametrize("id", DOSES.drugs)
def test_the_shaded_part_holds_every_half_life_of_the_source_also_where_their_lines_cross(id):
    drug = REAL.drugs[id]
    for pattern in PATTERNS:
        found = level(id, pattern)
        if not (drug.half_life_low_h and drug.half_life_low_h < drug.half_life_high_h):
            assert not found["lines"][0]
            assert not found["range"]
            continue
        corners = drawn(found["lines"][0])
        assert found["lines"][0].endswith("z")
        hours = np.arange(DAYS * BETWEEN_H + 1)
        turn = int(corners[:, 0].argmax())
        lower, upper = corners[: turn + 1], corners[turn + 1 :][::-1]
        for half_life in (drug.half_life_low_h, drug.half_life_h, drug.half_life_high_h):
            percent = past_day(hours, PATTERNS[pattern], Substance(half_life))
            assert (percent > np.interp(hours, lower[:, 0], lower[:, 1]) - 1).all()
            assert (percent < np.interp(hours, upper[:, 0], upper[:, 1]) + 1).all()


@pytest.mark.parametrize(("id", "pattern"), EVERY)
def test_each_line_is_named_inside_the_picture_and_the_name_points_to_it(id, pattern):
    found = level(id, pattern)
    for name, path in zip(found["names"], [found["lines"][2], found["lines"][1]], strict=True):
        assert bool(name) == bool(path)
        if not name:
            continue
        _, across, down, line_across, line_down = name
        assert 0 <= across <= 60, "a long name would leave a phone's screen"
        assert 0 < down < HEIGHT
        corners = drawn(path)
        percent = np.interp(line_across / 100 * DAYS * BETWEEN_H, corners[:, 0], corners[:, 1])
        assert line_down == pytest.approx((100 + ABOVE - percent) / (100 + ABOVE) * HEIGHT, abs=6)
    assert found["names"][0][0] == say.name(ENGLISH, REAL.drugs[id])


def test_a_reader_without_scripts_or_eyes_has_labels_a_spoken_sentence_and_every_state_in_a_table():
    found = page(DOSES.html())
    select = found.find("select")
    assert found.find("label", attrs={"for": select["id"]}).get_text(strip=True)
    assert found.find("fieldset").legend.get_text(strip=True)
    assert [i["value"] for i in found.select("input[data-trait=pattern]")] == list(PATTERNS)
    sentence = found.find("output")
    assert sentence["aria-live"] == "polite"
    assert sentence.get_text() == level("sertraline", "one-missed")["sentence"]
    assert found.select_one(".ns-level svg")["aria-hidden"] == "true", "the sentence before it is its text"
    rows = found.select("tbody tr:has(td)")
    assert len(rows) == len(EVERY)
    for row, (id, pattern) in zip(rows, EVERY, strict=True):
        assert row.find("td").get_text().startswith(level(id, pattern)["sentence"])
        assert row.find("th")["scope"] == "row"


def test_the_missed_days_are_marked_by_shape():
    found = page(MissedDoses(known=REAL, pattern="weekends-off").html())
    days = found.select(".ns-day")
    assert [i for i, day in enumerate(days, 1) if "ns-off" in day["class"]] == sorted(PATTERNS["weekends-off"])
    assert [day.find("text").get_text() for day in days] == [str(n) for n in range(1, DAYS + 1)]
    assert all(day.select_one(".ns-dose-gap") and day.select_one(".ns-dose") for day in days)


def test_a_half_life_that_was_read_in_reports_is_said_to_be():
    for id, drug in DOSES.drugs.items():
        about = DOSES.states["medicines"][id]["about"]
        assert ("We read this half-life in reports" in about) == (drug.verification_half_life == "secondary")
        assert all(
            REAL.sources[source].url in page(about).find_all("a")[i]["href"] for i, source in enumerate(drug.sources)
        )


def test_it_is_a_picture_of_the_medicine_and_no_advice():
    said = page(DOSES.html()).get_text()
    assert "It is not a picture of your mood, and it is not advice about doses." in said
    assert "People differ widely." in said
    assert "ask your pharmacist or prescriber what to do. Never double up." in said
    everything = " ".join([repr(DOSES), said, json.dumps(DOSES.states)])
    assert not re.search(r"as soon as you remember|skip the|take it when|\d mg\b", everything, re.IGNORECASE)


def test_the_slow_release_form_and_the_dose_that_changes_its_own_half_life_are_said_to_fit_the_model_less():
    assert "slowly" in DOSES.states["medicines"]["venlafaxine-xr"]["about"]
    assert "changes with the dose" in DOSES.states["medicines"]["paroxetine"]["about"]
    assert "shorter after one dose" in DOSES.states["medicines"]["fluoxetine"]["about"]
    for id in DOSES.drugs:
        slow = re.search(r" (XR|XL|ER)$", REAL.drugs[id].generic)
        assert bool(slow) == ("lets the medicine out slowly" in say.caveat(ENGLISH, REAL.drugs[id]))


def test_all_states_together_are_small_enough_for_an_old_phone():
    assert len(brotli.compress(DOSES.html().encode())) < 12_000


def test_the_words_are_plain():
    texts = [say.what_it_is(ENGLISH), say.whom_to_ask(ENGLISH), *say.how_it_is_made(ENGLISH)]
    texts += [level("sertraline", pattern)["sentence"] for pattern in PATTERNS]
    assert textstat.flesch_kincaid_grade(" ".join(texts)) <= 7


def test_a_reviewer_reads_every_state_the_same_in_every_run():
    lines = repr(DOSES).splitlines()
    assert len(lines) == 1 + len(EVERY)
    assert repr(MissedDoses(known=REAL)) == repr(DOSES)
    for line, (id, pattern) in zip(lines[1:], EVERY, strict=True):
        assert line.startswith(f"{say.label(ENGLISH, REAL.drugs[id])}, {say.pattern_names(ENGLISH)[pattern]}: ")
        assert level(id, pattern)["sentence"] in line


def test_an_unknown_medicine_or_pattern_is_refused_with_those_there_are_and_the_choice_stays():
    doses = MissedDoses(known=REAL)
    with pytest.raises(
        traitlets.TraitError, match=r"^There is no medicine 'aspirin' here; choose one of: sertraline, "
    ):
        doses.medicine = "aspirin"
    with pytest.raises(traitlets.TraitError, match=r"every-day.*stopped"):
        doses.pattern = "sometimes"
    assert (doses.medicine, doses.pattern) == ("sertraline", "one-missed")


def test_a_choice_made_in_python_is_the_choice_on_the_page():
    doses = MissedDoses(known=REAL, medicine="fluoxetine", pattern="stopped", asked=["fluoxetine"])
    found = page(doses.html())
    assert found.select_one("option[selected]")["value"] == "fluoxetine"
    assert found.select_one("input[type=radio][checked]")["value"] == "stopped"
    assert found.select_one("input[type=checkbox]").has_attr("checked")
    assert found.find("output").get_text() == level("fluoxetine", "stopped")["sentence"]
    script = json.loads(found.find("script").string)
    assert script["states"] == json.loads(json.dumps(doses.states))
    assert script["plan_title"] == "Missed doses"


def test_words_of_a_record_can_never_become_a_script_of_the_page():
    hostile = '</script><script>alert("x")</script>'
    doses = MissedDoses(known=changed("sertraline", generic=hostile, brand=hostile, active_metabolite=hostile))
    found = page(doses.html())
    assert [s["type"] for s in found.find_all("script")] == ["application/json"]
    assert not page(doses.states["medicines"]["sertraline"]["about"]).find_all("script")
