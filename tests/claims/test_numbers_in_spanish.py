"""A Spanish lesson is held to the same claims as an English one, in the way its readers in New Mexico write numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nextsteps.evidence import Registry
from pages.lint import Failure, lint
from pages.numbers_in_text import denied, figures

PROSE = """Con EMT mejoraron [29 de cada 100](#tms.sham-trials-response) personas;
con la simulada, [10 de cada 100](#tms.sham-trials-response). Eran [1,371 personas](#tms.sham-trials-response).

Eso es [2.35](#tms.sham-trials-response-ratio) veces más. La razón de probabilidades fue de
[0.38](#breakthrough.kato-odds-ratio). Otros mejoraron a las
[12 semanas](#antidepressants.late-response-week-12). En los estudios va de
[9 a 57 de cada 100](#breakthrough.range-in-reviews).
"""
SHOWN = "<p>Con EMT, 29 de cada 100 personas mejoraron. No mejoraron 71 de cada 100. Fueron 2.35 veces más.</p>"


def findings(folder: Path, text: str = PROSE, html: str = SHOWN) -> list[Failure]:
    """What the lint says of a small Spanish lesson with one cell of prose and one widget."""
    output = {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {},
        "data": {"text/html": html, "text/plain": ""},
    }
    cells = [
        {"cell_type": "markdown", "id": "prosa", "metadata": {}, "source": text},
        {
            "cell_type": "code",
            "id": "figura",
            "metadata": {},
            "source": 'IconArray("figura", ["tms.sham-trials-response", "tms.sham-trials-response-ratio"])',
            "execution_count": 1,
            "outputs": [output],
        },
    ]
    metadata = {"title": "Una lección", "description": "", "lang": "es"}
    path = folder / "leccion.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}), "utf-8")
    return lint(path, Registry.read())


def test_a_spanish_lesson_with_the_numbers_of_its_claims_passes(tmp_path: Path) -> None:
    assert [str(failure) for failure in findings(tmp_path)] == []


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("29 de cada 100", "30 de cada 100", "tms.sham-trials-response does not give “30 de cada 100”"),
        ("1,371 personas", "1.371 personas", "does not give “1.371”"),
        ("2.35", "2.53", "tms.sham-trials-response-ratio does not give “2.53”"),
        ("2.35", "2,35", "tms.sham-trials-response-ratio does not give"),
        ("0.38", "0.5", "breakthrough.kato-odds-ratio does not give “0.5”"),
        ("12 semanas", "13 semanas", "antidepressants.late-response-week-12 does not give “13 semanas”"),
        ("9 a 57 de cada 100", "9 a 75 de cada 100", "breakthrough.range-in-reviews does not give"),
        ("[12 semanas](#antidepressants.late-response-week-12)", "12 semanas", "“12 semanas” has no claim"),
    ],
)
def test_one_wrong_number_in_spanish_prose_is_refused(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    assert right in PROSE
    failure, *_ = findings(tmp_path, text=PROSE.replace(right, wrong, 1))
    assert failure.cell == "prosa"
    assert told in failure.wrong


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("29 de cada 100", "39 de cada 100"),
        ("71 de cada 100", "72 de cada 100"),
        ("No mejoraron 71", "Mejoraron 71"),
        ("2.35", "3.25"),
    ],
)
def test_one_wrong_number_in_a_spanish_widget_is_refused(tmp_path: Path, right: str, wrong: str) -> None:
    (failure,) = findings(tmp_path, html=SHOWN.replace(right, wrong))
    assert failure.cell == "figura"


def test_a_sum_is_no_difference_between_two_groups_of_people() -> None:
    counted = figures("cuenta deducida: 240 menos 135", "es")
    assert [(f.text, f.more) for f in counted] == [
        ("240", False),
        ("135", False),
    ]
    (difference,) = figures("19 menos de cada 100", "es")
    assert difference.more and difference.of == 100


def test_those_whom_a_test_misses_are_counted_as_the_others() -> None:
    missed = "Se le escapan cerca de 15 de cada 100 personas con depresión."
    found = "Encuentra a cerca de 15 de cada 100 personas con depresión."
    assert [denied(text, figures(text, "es")[0], "es") for text in (missed, found)] == [True, False]
