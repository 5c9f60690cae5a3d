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
PAGE = BeautifulSoup(DOSES.html(), "html.parser")
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
        assert id in waiting


def test_a_long_acting_form_is_said_in_words_beside_the_letters_on_the_box():
    """A reader who holds the box looks for "XR"; one who does not must not meet letters alone."""
    said = {id: say.choice(ENGLISH, drug) for id, drug in DOSES.drugs.items()}
    assert said["venlafaxine-xr"] == "venlafaxine (Effexor XR, long-acting)"
    assert said["desvenlafaxine-er"] == "desvenlafaxine ER (Pristiq, long-acting)"
    assert said["paroxetine"] == "paroxetine (Paxil, not long-acting)"
    assert said["sertraline"] == "sertraline (Zoloft)"
    assert not [text for text in said.values() if re.search(r" (XR|XL|ER)\b", text) and "long-acting" not in text]
    assert ") (" not in repr(DOSES)
    for id, pattern in EVERY:
        told = level(id, pattern)
        assert not re.search(r"\b(XR|XL|ER)\b|immediate release", told["title"] + told["sentence"])


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


#: What the words for a level claim, in percent: near a number, or below one.
NEAR = {"a tenth": 10, "a fifth": 20, "a quarter": 25, "a third": 100 / 3, "half": 50, "two thirds": 200 / 3}
NEAR |= {"three quarters": 75, "nine tenths": 90}
BOUNDS = {"almost none": (0, 2), "less than a tenth": (0, 10), "less than a fifth": (0, 20), "less than half": (0, 50)}
BOUNDS |= {"a little more than half": (50, 65), "more than three quarters": (75, 90)}


def true_of(percent: float, said: str) -> bool:
    if said.startswith("about "):
        return abs(percent - NEAR[said.removeprefix("about ")]) < 5
    low, high = BOUNDS[said]
    return low <= percent < high


@pytest.mark.parametrize(("id", "pattern"), MISSING)
def test_the_sentences_say_in_true_words_how_low_it_gets_and_when_it_is_close_to_its_usual_level_again(id, pattern):
    drug, hours = REAL.drugs[id], np.arange(DAYS * BETWEEN_H + 1)
    told = [(level(id, pattern)["sentence"], Substance(drug.half_life_h))]
    if drug.metabolite_half_life_h:
        told.append((level(id, pattern)["active"], Substance(drug.metabolite_half_life_h, drug.half_life_h)))
    for said, substance in told:
        percent = past_day(hours, PATTERNS[pattern], substance)
        lowest = percent.min()
        assert "%" not in said, "an exact number stands in the table"
        if lowest >= 90:
            assert said.endswith("stays close to its usual level.")
            continue
        assert true_of(lowest, re.search(r"falls to (.+?) of its usual level", said)[1])
        day = re.search(r"By day (\d+), it is close to its usual level again", said)
        if pattern == "stopped":
            assert "again" not in said
        elif percent[-1] < 90:
            assert not day
            assert said.endswith("again within these 14 days.")
        else:
            back = int(day[1])
            assert (percent[back * BETWEEN_H :] >= 90).all()
            assert percent[(back - 1) * BETWEEN_H] < 90


def test_words_for_a_level_are_true_of_every_percent_below_90():
    for percent in np.arange(0, 90, 0.1):
        assert true_of(percent, say._share(ENGLISH, percent)), percent


@pytest.mark.parametrize(("id", "pattern"), MISSING)
def test_the_table_gives_the_exact_lowest_level_and_the_days_until_it_is_back_in_short_cells(id, pattern):
    drug, hours = REAL.drugs[id], np.arange(DAYS * BETWEEN_H + 1)
    substances = [(f"level.{id}", Substance(drug.half_life_h))]
    if drug.metabolite_half_life_h:
        substances.append((f"level.{id}-made", Substance(drug.metabolite_half_life_h, drug.half_life_h)))
    for part, substance in substances:
        percent = past_day(hours, PATTERNS[pattern], substance)
        row = PAGE.find(id=part).find("th", string=say.pattern_names(ENGLISH)[pattern]).find_parent("tr")
        low, days = (cell.get_text() for cell in row.find_all("td"))
        assert max(len(low), len(days)) <= 26, "a cell of a phone"
        assert low.startswith("less than 1%" if percent.min() < 1 else f"{round(percent.min())}%")
        if percent.min() >= 90:
            assert days == "never below"
        elif percent[-1] < 90:
            assert days in ("not in 14 days", "not to stay")
        else:
            back = max(PATTERNS[pattern]) + int(days.split()[0])
            assert (percent[back * BETWEEN_H :] >= 90).all() and percent[(back - 1) * BETWEEN_H] < 90


@pytest.mark.parametrize("id", DOSES.drugs)
def test_the_shaded_part_holds_every_half_life_of_the_source_also_where_their_lines_cross(id):
    drug = REAL.drugs[id]
    for pattern in PATTERNS:
        found = level(id, pattern)
        if not (drug.half_life_low_h and drug.half_life_low_h < drug.half_life_high_h):
            assert not found["lines"][0]
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
    assert found["names"][0][0] == say.plain_name(ENGLISH, REAL.drugs[id])


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
    for id in DOSES.drugs:
        rows = found.find(id=f"level.{id}").select("tr:has(td)")
        assert [row.find("th", scope="row").get_text() for row in rows] == list(say.pattern_names(ENGLISH).values())


def test_the_picture_has_a_title_with_medicine_days_and_pattern_a_line_of_how_to_read_it_and_the_word_day():
    assert PAGE.find("h3").get_text() == "Sertraline in the blood, day by day, when one dose is missed"
    order = [PAGE.find("h3"), PAGE.find("output"), PAGE.find(class_="ns-axis"), PAGE.find(class_="ns-level")]
    assert [e.sourceline for e in order] == sorted(e.sourceline for e in order), "read before it is looked at"
    assert PAGE.find(class_="ns-axis").get_text().startswith("How to read this: the line is the medicine in the blood")
    ticks = [t.get_text() for t in PAGE.select(".ns-upright text")]
    assert ticks == ["usual", "half", "none", "Day"]
    assert len({level(id, pattern)["title"] for id, pattern in EVERY}) == len(EVERY)


def test_what_the_body_makes_of_it_is_named_one_tap_away_and_not_in_the_first_view():
    fold = PAGE.find("details", class_="ns-active")
    assert not fold.has_attr("open")
    assert fold.summary.get_text() == "What the body makes of it"
    assert "N-desmethylsertraline" in fold.p.get_text()
    first = BeautifulSoup(DOSES.html(), "html.parser")
    for hidden in first.find_all(["details", "script"]):
        hidden.decompose()
    assert "desmethyl" not in first.get_text()
    assert "half-life" not in first.get_text()


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
        assert line.startswith(f"{say.choice(ENGLISH, REAL.drugs[id])}, {say.pattern_names(ENGLISH)[pattern]}: ")
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
