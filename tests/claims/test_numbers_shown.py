"""No number reaches a patient that the registry does not give: the claims lint on the lessons and on bad ones."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nextsteps.evidence import Claim, Comparison, Registry
from pages.lint import Failure, lint
from pages.numbers_in_text import EXEMPT, figures

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
LESSON = ROOT / "notebooks/tms_outcomes.ipynb"


@pytest.fixture(scope="module")
def known() -> Registry:
    return Registry.read()


def written(folder: Path, *cells: dict[str, Any], title: str = "A lesson", lang: str = "en") -> Path:
    path = folder / "lesson.ipynb"
    notebook = {"nbformat": 4, "nbformat_minor": 5, "cells": list(cells)}
    path.write_text(json.dumps({**notebook, "metadata": {"title": title, "description": "", "lang": lang}}), "utf-8")
    return path


def prose(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": "prose", "metadata": {}, "source": text}


def shown(html: str = "", plain: str = "", asks: str = "tms.sham-trials-response") -> dict[str, Any]:
    data = {"text/html": html, "text/plain": plain}
    output = {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": data}
    source = f'claim("{asks}")'
    return {
        "cell_type": "code",
        "id": "shown",
        "metadata": {},
        "source": source,
        "execution_count": 1,
        "outputs": [output],
    }


def in_prose(folder: Path, text: str, known: Registry, lang: str = "en") -> list[Failure]:
    return lint(written(folder, prose(text), lang=lang), known)


def test_there_are_lessons_to_check() -> None:
    assert LESSON in NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[str(p.relative_to(ROOT / "notebooks")) for p in NOTEBOOKS])
def test_every_number_of_a_committed_lesson_is_what_the_registry_says(path: Path, known: Registry) -> None:
    assert "\n".join(str(failure) for failure in lint(path, known)) == ""


def test_a_number_without_a_claim_is_refused_with_the_cell_the_words_and_the_nearest_claims(
    tmp_path: Path, known: Registry
) -> None:
    (failure,) = in_prose(tmp_path, "It helps many: about 67% feel better after all steps.", known)
    assert (failure.notebook, failure.cell) == ("lesson.ipynb", "prose")
    assert "about 67% feel better" in failure.around
    assert "has no claim" in failure.wrong
    assert 1 <= len(failure.nearest) <= 3
    assert "antidepressants.stard-total-67" in {claim.id for claim in failure.nearest}
    first, *rest = str(failure).splitlines()
    assert first.startswith("lesson.ipynb, cell prose: “")
    assert len(rest) == len(failure.nearest)
    assert all("nearest: " in line for line in rest)


def test_a_number_that_no_claim_gives_is_said_to_have_none_near(tmp_path: Path, known: Registry) -> None:
    (failure,) = in_prose(tmp_path, "In all, 98,765 people feel better.", known)
    assert "nearest: no claim gives it" in str(failure)


@pytest.mark.parametrize(
    "text",
    [
        "[29 of 100](#tms.sham-trials-response) people did; with sham, [10 in 100](#tms.sham-trials-response).",
        "That is [19 more people out of 100](#tms.sham-trials-response).",
        "Then [71 of 100](#tms.sham-trials-response) did not.",
        "Among [1,371 people](#tms.sham-trials-response), after [about 13 sessions](#tms.sham-trials-response).",
        "[29%](#tms.sham-trials-response) of them.",
        "Studies range from [9 to 57 of 100](#breakthrough.range-in-reviews).",
        "About [7 in 10,000](#tms-safety.seizure-per-patient) had a seizure.",
        "The likely range is [8 to 23 of 100](#tms.nih-trial-remission).",
        "1. First ask.\n2. Then decide.",
    ],
)
def test_what_the_claim_gives_may_be_said(tmp_path: Path, text: str, known: Registry) -> None:
    assert in_prose(tmp_path, text, known) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[30 of 100](#tms.sham-trials-response) got better.", "does not give “30 of 100”"),
        ("[29 of 101](#tms.sham-trials-response) got better.", "does not give “29 of 101”"),
        ("[71 of 100](#tms.sham-trials-response) got better.", "does not give “71 of 100”"),
        ("[20 more people](#tms.sham-trials-response) of them.", "does not give “20 more people”"),
        ("[8 to 24 of 100](#tms.nih-trial-remission)", "does not give “8 to 24 of 100”"),
        ("[13 weeks](#tms.sham-trials-response) of it.", "does not give “13 weeks”"),
        ("[1.371 people](#tms.sham-trials-response)", "does not give “1.371”"),
        ("[7 in 1,000](#tms-safety.seizure-per-patient)", "does not give “7 in 1,000”"),
        ("[29](#tms.sham-trials-response) of 100 got better.", "only part of “29 of 100”"),
        ("[29 of 100](#tms.sham-trials-respons) got better.", "There is no claim 'tms.sham-trials-respons'"),
        ("[5 of 100](#phq9.response-remission-rule)", "only recalled"),
        ("With 12 clinics it began.", "“12” has no claim"),
        ("Take 20 mg for 4 to 6 weeks.", "“20 mg” has no claim"),
        ("<p title='70% feel better'>x</p>", "“70%” has no claim"),
    ],
)
def test_a_wrong_number_is_refused_before_a_patient_reads_it(
    tmp_path: Path, text: str, wrong: str, known: Registry
) -> None:
    assert wrong in in_prose(tmp_path, text, known)[0].wrong


def test_a_title_cannot_promise_a_number(tmp_path: Path, known: Registry) -> None:
    (failure,) = lint(written(tmp_path, title="How 70% feel better"), known)
    assert failure.cell == "(title and description)"


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("<p>With TMS, 30 of 100 people got better.</p>", ""),
        ("", "With TMS, 30 of 100 people got better."),
        ('<svg aria-label="With TMS: 30 of 100"></svg>', ""),
        (
            '<script type="application/json" class="ns-state">{"states":{"a":{"picture":"<p>30 of 100</p>"}}}</script>',
            "",
        ),
        ('<script type="application/json" class="ns-figure">{"data":[{"text":["30 of 100"],"x":[31]}]}</script>', ""),
        ("<table><tr><th>29 older trials, put together</th><td>30 of 100</td></tr></table>", ""),
        ("<p>That is 18 more people out of 100.</p>", ""),
        ("<p>71 of 100 got better.</p>", ""),
    ],
    ids=["sentence", "plain text", "spoken", "another state", "drawing", "table", "difference", "the other side"],
)
def test_a_wrong_number_in_any_place_of_a_widget_is_refused(
    tmp_path: Path, html: str, plain: str, known: Registry
) -> None:
    (failure,) = lint(written(tmp_path, shown(html, plain)), known)
    assert failure.cell == "shown"
    assert failure.wrong.split("give “")[0] in {
        "the claims of this lesson do not ",
        "tms.sham-trials-response does not ",
    }


def test_the_scale_of_a_drawing_counts_nobody_but_every_other_text_in_it_is_held_to_a_claim(
    tmp_path: Path, known: Registry
) -> None:
    scale = '<svg><text class="ns-tick">40</text><text>29 of 100</text></svg>'
    assert lint(written(tmp_path, shown(scale)), known) == []
    for wrong in ("<svg><text>41 of 100</text></svg>", '<svg><text class="ns-tick">41 of 100 people</text></svg>'):
        assert lint(written(tmp_path, shown(wrong)), known)


def test_the_checksum_of_a_widget_s_states_is_no_number_for_a_reader(tmp_path: Path, known: Registry) -> None:
    state = '<script type="application/json" class="ns-state">{"%s":"197555ec"}</script>'
    assert lint(written(tmp_path, shown(state % "edition")), known) == []
    assert lint(written(tmp_path, shown(state % "sentence")), known)


def test_a_row_of_digits_to_look_states_up_in_is_no_number_for_a_reader(tmp_path: Path, known: Registry) -> None:
    state = '<script type="application/json" class="ns-state">{"changed":["%s"]}</script>'
    assert lint(written(tmp_path, shown(state % "3333333333333322222222211110")), known) == []
    assert lint(written(tmp_path, shown(state % "333333")), known)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("found 3 to 11 of 14", True),
        ("found 3 to 12 of 14", False),
        ("63 to 87 of 150", True),
        ("63 to 88 of 150", False),
        ("ran 2,000 times", True),
        ("ran 3,000 times", False),
        ("at least 95 of 100 repeats", True),
        ("at least 96 of 100 repeats", False),
    ],
)
def test_what_a_pretend_world_found_is_worked_out_again_before_a_patient_reads_it(
    tmp_path: Path, known: Registry, text: str, right: bool
) -> None:
    trial = "accelerated-tms.second-trial-remission"
    for output in (
        shown(f'<figure id="rerun-of-{trial}"><p>{text}</p></figure><i id="{trial}"></i>'),
        shown("", f"rerun-of-{trial}: {text}  {trial}"),
    ):
        assert (lint(written(tmp_path, output), known) == []) is right
    assert lint(written(tmp_path, shown(f"<p>{text}</p>")), known), "only a picture that names its trial may say it"


def test_a_row_is_held_to_the_study_that_it_names(tmp_path: Path, known: Registry) -> None:
    asks = 'tms.sham-trials-response", "tms.clinics-response-by-doctor'
    row = "<table><tr><th>{}</th><td>58 of 100</td></tr></table>"
    right = lint(written(tmp_path, shown(row.format("42 US clinics, rated by doctors"), asks=asks)), known)
    wrong = lint(written(tmp_path, shown(row.format("29 older trials, put together"), asks=asks)), known)
    after = row.format("29 older trials, put together").replace("58", "29") + "<p>In clinics, 58 of 100 did.</p>"
    assert lint(written(tmp_path, shown(after, asks=asks)), known) == []
    assert right == []
    assert [f.wrong.partition(" ")[0] for f in wrong] == ["tms.sham-trials-response"]


def test_a_citation_is_exempt_only_as_the_registry_writes_it(tmp_path: Path, known: Registry) -> None:
    cited = (
        "Berlim MT, et al. Response, remission and drop-out rates following high-frequency rTMS for treating major "
        "depression: a systematic review and meta-analysis. Psychol Med. 2014;44(2):225–239. doi: "
        "10.1017/S0033291713000512."
    )
    assert lint(written(tmp_path, shown(f"<a href='https://doi.org/x'>{cited}</a>")), known) == []
    assert lint(written(tmp_path, shown(f"<p>{cited.replace('225', '226')}</p>")), known)


#: For each exempt pattern a text that it spares, and one close to it that it must not.
NEAR = [
    ("Checked on 2026-11-24.", "About 2026-11 people."),
    ("Checked on November 24, 2026.", "On November 24, 26 people came."),
    ("el 24 de noviembre de 2026", "24 de noviembre y 26 personas"),
    ("Call or text 988.", "988 people called."),
    ("Then press 3.", "They press 31 times."),
    ("The PHQ-9 asks.", "The PHQ-19 asks."),
    ("Figure-8 coils", "Figure 8 of them"),
    ("a 510(k) notice", "a 510 notice"),
    ("100 people like those in the studies", "90 people like those in the studies"),
    ("After 12 months it is due.", "After 12 months it is better."),
    ("Only a whole number from 0 to 100 fits here.", "A whole number of people, from 0 to 100, felt well."),
    ("Only a whole number from 0 to 27 fits here, as on the form.", "A whole number from 0 to 27 fits here, so call."),
    ("higher in 6 of 7 results.", "higher in 6 of 7 people."),
    ("IconArray tms-in-100", "IconArray 100"),
    ("w01: “A quarter”", "see 01: “A quarter”"),
    ("Showing 209 of 209 entries", "Showing 209 of 209 people"),
    ("TMS: 34 shown, 7 open", "TMS: 34 shown to help, 7 open"),
]


@pytest.mark.parametrize(("spared", "near"), NEAR, ids=[exempt.why for exempt in EXEMPT])
def test_an_exemption_spares_what_it_names_and_nothing_near_it(spared: str, near: str) -> None:
    language = "es" if "noviembre" in spared else "en"
    assert figures(spared, language, shown=True) == []
    assert figures(near, language, shown=True)


def test_a_group_of_a_hundred_is_exempt_only_where_nobody_of_it_is_counted() -> None:
    assert figures("People out of 100", "en") == figures("Out of 100", "en") == []
    assert [f.text for f in figures("Out of 100, all felt well", "en")] == ["100"]
    assert figures("Of every 100 people who had responded", "en") == figures("Out of 10,000 patients", "en") == []
    assert [f.text for f in figures("Out of 10,000 patients, 7 had one", "en")] == ["10,000", "7"]
    assert [f.text for f in figures("29 people out of 100", "en")] == ["29 people out of 100"]
    assert [f.text for f in figures("29 of 100 people like those in the studies", "en")] == ["29 of 100"]


def test_the_key_to_press_is_no_number_of_people_in_spanish_either() -> None:
    assert figures("Llame al 988 y oprima 2.", "en") == []
    assert [f.text for f in figures("oprima 25", "en")] == ["25"]


@pytest.mark.parametrize(
    ("spared", "near"),
    [
        ("oprima 2", "oprima 25 veces"),
        ("opriman el 2", "opriman el 25"),
        ("pueden oprimir 1", "pueden oprimir 12 veces"),
        ("La línea 988 de Nuevo México", "988 de los que llamaron"),
        ("chatear con el 988 en 988lifeline.org", "988 en 98"),
        ("A los 12 meses le toca otra revisión.", "A los 12 meses se siente mejor."),
        ("bobinas en forma de 8", "en forma de 80"),
        ("Personas de cada 100", "Personas de cada 100 que mejoraron"),
        ("De 10,000 pacientes: una convulsión", "De 10,000 pacientes, 7 la tuvieron"),
        ("De cada 100 personas que habían respondido", "De cada 100 personas que habían respondido, 62"),
        ("De cada 100 personas", "De cada 100 personas, 62"),
        ("cada marca es cuántas personas, de cada 100, mejoraron", "de cada 100, mejoraron"),
        ("Aquí solo cabe un número entero de 0 a 100.", "un número de 0 a 100"),
        ("fue más alto en 6 de 7 resultados.", "fue más alto en 6 de 7 personas."),
        ("Entradas a la vista: 209 de 209.", "Se muestran 209 de 209 personas."),
    ],
)
def test_what_is_no_finding_in_english_is_none_in_spanish_and_nothing_near_it_is_spared(spared: str, near: str) -> None:
    assert figures(spared, "es", shown=True) == []
    assert figures(near, "es", shown=True)


def test_what_a_widget_may_say_of_its_own_rows_is_not_exempt_in_prose() -> None:
    assert [f.text for f in figures("It was better in 6 of 7 results.", "en")] == ["6 of 7"]


@pytest.mark.parametrize(
    ("language", "text", "numbers", "of", "unit"),
    [
        ("en", "1,371 people", (1371,), None, ""),
        ("en", "29 out of every 100", (29,), 100, ""),
        ("en", "1.5 hours", (1.5,), None, "hour"),
        ("en", "between 35 and 83 of 100", (35, 83), 100, ""),
        ("en", "4–6 weeks", (4, 6), None, "week"),
        ("en", "20 percent to 30 percent", (20, 30), 100, ""),
        ("en", "about -1.94 points", (-1.94,), None, ""),
        ("es", "1,371 personas", (1371,), None, ""),
        ("es", "29 de cada 100", (29,), 100, ""),
        ("es", "1.5 horas", (1.5,), None, "hour"),
        ("es", "entre 35 y 83 de cada 100", (35, 83), 100, ""),
        ("es", "de 4 a 6 semanas", (4, 6), None, "week"),
        ("es", "29.3 %", (29.3,), 100, ""),
        ("es", "29 por ciento", (29,), 100, ""),
        ("es", "de 9 a 57 de cada 100", (9, 57), 100, ""),
        ("es", "9 a 57 de cada 100", (9, 57), 100, ""),
        ("es", "de los 15 a los 21 años", (15, 21), None, "year"),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(
    language: str, text: str, numbers: tuple[float, ...], of: float | None, unit: str
) -> None:
    (found,) = figures(text, language)
    assert (found.numbers, found.of, found.unit) == (numbers, of, unit)


def test_a_spanish_lesson_is_held_to_the_same_claims_in_its_own_number_format(tmp_path: Path, known: Registry) -> None:
    right = "[1,371 personas](#tms.sham-trials-response), [29 de cada 100](#tms.sham-trials-response)"
    assert in_prose(tmp_path, right, known, lang="es") == []
    assert in_prose(tmp_path, right.replace("1,371", "1.371"), known, lang="es")
    assert in_prose(tmp_path, right.replace("29 de", "30 de"), known, lang="es")


def more(claim: Claim) -> Claim:
    """The claim as an editor's slip would leave it: one more person, or a rate a half higher."""
    measured = claim.measured
    if measured.count is not None and claim.unit == "proportion":
        return replace(claim, measured=replace(measured, count=measured.count + 1, value=None, interval=None))
    assert measured.value is not None
    slip = 0.02 if claim.unit == "proportion" else measured.value / 2
    return replace(claim, measured=replace(measured, value=measured.value + slip))


def compared_more(claim: Claim) -> Claim:
    beside = claim.compared_with
    assert isinstance(beside, Comparison) and beside.measured.value is not None
    return replace(
        claim, compared_with=replace(beside, measured=replace(beside.measured, value=beside.measured.value + 0.02))
    )


def reworded(claim: Claim) -> Claim:
    return replace(claim, statement=f"It is said that {claim.statement}")


@pytest.mark.parametrize(
    ("id", "change"),
    [
        ("tms.sham-trials-response", more),
        ("tms.sham-trials-response", compared_more),
        ("tms.nih-trial-remission", more),
        ("tms.veterans-trial-no-difference", reworded),
        ("accelerated-tms.second-trial-response", more),
        ("accelerated-tms.not-shown-better", reworded),
        ("tms-safety.scalp-pain-last-session", more),
        ("tms-safety.seizure-per-patient", more),
        ("tms-safety.seizure-deep-coil", more),
        ("tms-safety.metal-in-head", reworded),
        ("tms.clinics-remission-by-patient", more),
        ("tms.va-clinics-response", more),
    ],
)
def test_a_lesson_is_refused_when_one_of_its_claims_changes(id: str, change: Any, known: Registry) -> None:
    claims = {claim.id: change(claim) if claim.id == id else claim for claim in known}
    failures = lint(LESSON, Registry(claims, known.sources, {}))
    assert failures
    assert any(id in failure.wrong or id in {c.id for c in failure.nearest} for failure in failures)


def test_the_command_says_what_is_wrong_and_fails(tmp_path: Path) -> None:
    path = written(tmp_path, prose("About 67% feel better."))
    ran = subprocess.run([sys.executable, "-m", "pages.lint", str(path)], capture_output=True, text=True, cwd=ROOT)
    assert ran.returncode == 1
    assert "lesson.ipynb, cell prose: “About 67% feel better.”" in ran.stderr


STEPS = " ".join(f"antidepressants.stard-step-{step}" for step in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("said", "asks", "refused"),
    [
        ("After the second step: 56 of 100", STEPS, 0),
        ("After the third step: 62 of 100", STEPS, 0),
        ("After the third step: 63 of 100", STEPS, 1),
        ("After the third step: 62 of 100", STEPS.rsplit(" ", 1)[0], 1),
    ],
)
def test_a_walk_through_four_steps_shows_what_all_four_give_together_and_nothing_else(
    tmp_path: Path, known: Registry, said: str, asks: str, refused: int
) -> None:
    assert len(lint(written(tmp_path, shown(plain=said, asks=asks)), known)) == refused
