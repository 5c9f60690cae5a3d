"""The list of medicines tried: doses are those of the labels, the case is the article's, and a slip is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nextsteps.evidence import Registry
from pages.lint import Failure, lint
from widgets import MedicineHistory

KNOWN = Registry.read()
SHOWN = MedicineHistory(known=KNOWN)


def refused(folder: Path, html: str, plain: str) -> list[Failure]:
    """What the lint finds in a lesson of this one widget."""
    output = {"output_type": "execute_result", "execution_count": 1, "metadata": {}}
    output["data"] = {"text/html": html, "text/plain": plain}
    cell: dict[str, Any] = {"cell_type": "code", "id": "list", "metadata": {}, "execution_count": 1}
    cell |= {"source": "MedicineHistory()", "outputs": [output]}
    path = folder / "lesson.ipynb"
    metadata = {"title": "A lesson", "description": "", "lang": "en"}
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": [cell]}), "utf-8")
    return lint(path, KNOWN)


def test_every_number_of_the_list_is_given_by_the_registry_or_belongs_to_one_of_the_two_lists(tmp_path: Path) -> None:
    assert refused(tmp_path, SHOWN.html(), repr(SHOWN)) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Up to 7.5 mg a day. Weeks at that dose: 9.", "Up to 7.5 mg a day. Weeks at that dose: 19."),
        ("of these 5 medicines, 2 count", "of these 17 medicines, 2 count"),
        ("label of sertraline is 50 to 200 mg a day", "label of sertraline is 50 to 250 mg a day"),
    ],
)
def test_one_wrong_number_is_refused_wherever_it_stands(tmp_path: Path, right: str, wrong: str) -> None:
    assert refused(tmp_path, SHOWN.html().replace(right, wrong), repr(SHOWN))
    assert refused(tmp_path, SHOWN.html(), repr(SHOWN).replace(right, wrong))


def test_the_range_of_one_medicine_is_refused_for_another(tmp_path: Path) -> None:
    swapped = "label of sertraline is 15 to 45 mg a day"
    assert refused(tmp_path, SHOWN.html(), repr(SHOWN).replace("label of sertraline is 50 to 200 mg a day", swapped))


@pytest.mark.parametrize("id", SHOWN.ranges)
def test_each_medicine_is_set_beside_its_own_label_in_the_words_and_in_the_limits_of_the_page(id: str) -> None:
    doses = KNOWN.drugs[id].doses
    medicine = SHOWN.states["medicines"][id]
    assert medicine["bands"][1:3] == [doses.low_mg, doses.high_mg]
    both = f"is {doses.low_mg:g} to {doses.high_mg:g} mg a day."
    assert (both if doses.low_mg < doses.high_mg else f"is {doses.low_mg:g} mg a day.") in medicine["said"]
    relayed = KNOWN.drugs[id].verification_dose == "secondary"
    assert ("We read this in a report about the label." in medicine["said"]) == relayed


def test_the_numbers_of_the_two_lists_are_let_pass_in_no_other_widget(tmp_path: Path) -> None:
    other = SHOWN.html().replace('data-widget="medicine_history"', 'data-widget="guess"')
    assert any("104 weeks" in str(f) or "7.5" in str(f) for f in refused(tmp_path, other, ""))
