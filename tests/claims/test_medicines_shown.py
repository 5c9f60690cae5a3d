"""No half-life or dose reaches a patient that the labels do not give: the lint and the sources list on medicines."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from nextsteps.evidence import EvidenceError, Registry, registry
from nextsteps.wording import words
from nextsteps.wording.drugs import drug_sentences
from pages.lint import lint
from widgets import Sources

REAL = Registry.read()


def written(folder: Path, *cells: dict) -> Path:
    path = folder / "lesson.ipynb"
    metadata = {"title": "A lesson", "description": "", "lang": "en"}
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": cells, "metadata": metadata}), "utf-8")
    return path


def prose(text: str) -> dict:
    return {"cell_type": "markdown", "id": "prose", "metadata": {}, "source": text}


def shown(html: str, plain: str = "", asks: str = "drug.sertraline") -> dict:
    data = {"text/html": html, "text/plain": plain}
    output = {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": data}
    cell = {"cell_type": "code", "id": "shown", "metadata": {}, "execution_count": 1}
    return cell | {"source": f'Sources(["{asks}"])', "outputs": [output]}


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("[26 hours](#drug.sertraline)", True),
        ("[62 hours](#drug.sertraline) of it", True),
        ("[50 to 200 mg](#drug.sertraline)", True),
        ("[50 mg](#drug.sertraline)", True),
        ("[7 days](#drug.sertraline)", True),
        ("[27 hours](#drug.sertraline)", False),
        ("[26 mg](#drug.sertraline)", False),
        ("[50 hours](#drug.sertraline)", False),
        ("[50 to 200 hours](#drug.sertraline)", False),
        ("[50 to 250 mg](#drug.sertraline)", False),
        ("[26 days](#drug.sertraline)", False),
        ("[150 to 400 mg](#drug.trazodone)", True),
        ("[7 hours](#drug.trazodone)", False),
        ("[35 days](#drug.fluoxetine)", False),
        ("[26 hours](#drug.sertralin)", False),
        ("26 hours", False),
    ],
)
def test_a_number_of_a_medicine_in_the_text_is_the_label_s_own_in_its_own_unit(tmp_path, text, right):
    assert (lint(written(tmp_path, prose(text)), REAL) == []) is right


@pytest.mark.parametrize("id", ["trazodone", "amitriptyline", "nortriptyline"])
def test_a_half_life_that_sources_dispute_is_nowhere_to_be_read(tmp_path, id):
    read = REAL.drugs[id].half_life_read
    assert lint(written(tmp_path, shown(f"<p>about {read.value:g} hours</p>", asks=f"drug.{id}")), REAL)
    said = " ".join(drug_sentences(words("en"), REAL.drugs[id]))
    assert "not yet checked" in said
    assert "hours" not in said


def test_a_row_of_a_medicine_is_held_to_that_medicine(tmp_path):
    asks = "drug.sertraline drug.duloxetine"
    row = '<ul><li id="drug.{}">{} hours</li></ul>'
    assert lint(written(tmp_path, shown(row.format("sertraline", 26), asks=asks)), REAL) == []
    (failure,) = lint(written(tmp_path, shown(row.format("duloxetine", 26), asks=asks)), REAL)
    assert failure.wrong.startswith("drug.duloxetine does not give “26 hours”")


def test_a_medicine_that_the_lesson_does_not_ask_for_lends_it_no_number(tmp_path):
    assert lint(written(tmp_path, shown("<p>66 hours</p>")), REAL)
    assert lint(written(tmp_path, shown("<p>66 hours</p>", asks="drug.vortioxetine")), REAL) == []


def test_every_medicine_s_own_entry_in_the_sources_list_passes_the_lint(tmp_path, monkeypatch):
    monkeypatch.setattr(registry(), "asked", {})
    monkeypatch.setattr(registry(), "asked_drugs", {})
    ids = [f"drug.{id}" for id in REAL.drugs]
    listed = Sources(ids)
    assert lint(written(tmp_path, shown(listed.html(), repr(listed), asks=" ".join(ids))), REAL) == []
    page = BeautifulSoup(listed.html(), "html.parser")
    assert sorted(tag["id"] for tag in page.select("li.ns-claim")) == sorted(ids)
    for id, drug in REAL.drugs.items():
        entry = page.find(id=f"drug.{id}")
        label = entry.find_parent("li").select_one(".ns-citation a")
        assert label["href"] == REAL.sources[drug.source].url
        for also in drug.also:
            assert page.find(id=f"source-{also}"), f"{also} agrees with the label of {id} and is not listed"


def test_a_number_changed_in_one_medicine_s_entry_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(registry(), "asked", {})
    monkeypatch.setattr(registry(), "asked_drugs", {})
    html = Sources(["drug.sertraline"]).html()
    for right, wrong in (("26 hours", "62.5 hours"), ("200 mg", "250 mg")):
        assert right in html
        assert lint(written(tmp_path, shown(html.replace(right, wrong))), REAL), wrong


def test_a_medicine_nobody_knows_is_refused_with_the_nearest_names():
    with pytest.raises(
        EvidenceError, match=r"^There is no medicine 'sertralin' in the registry; did you mean sertrali"
    ):
        Sources(["drug.sertralin"])


@pytest.mark.parametrize(
    ("take", "changes", "says"),
    [
        (
            "half_life",
            {"half_life_open": "sources disagree"},
            "is still open (sources disagree), so no lesson may show",
        ),
        ("half_life", {"verification_half_life": "recalled"}, "the half-life was only recalled, so no lesson may show"),
        ("metabolite_half_life", {"half_life_open": "one reference"}, "the half-life is still open"),
        ("doses", {"doses_open": "not read"}, "the dose is still open (not read), so no lesson may show it; close it"),
        ("doses", {"verification_dose": "recalled"}, "the dose was only recalled"),
        ("steady_state", {"half_life_open": "one reference"}, "the time to steady state is still open"),
        ("steady_state", {"steady_state_read": None}, "is not in the registry"),
    ],
)
def test_a_number_of_a_medicine_that_may_not_be_shown_is_refused_in_one_sentence(take, changes, says):
    drug = dataclasses.replace(REAL.drugs["sertraline"], **changes)
    with pytest.raises(EvidenceError) as caught:
        getattr(drug, take)
    assert str(caught.value).startswith("drugs.toml, sertraline: ")
    assert says in str(caught.value)


def test_what_was_only_remembered_of_fluoxetine_is_refused():
    with pytest.raises(EvidenceError, match="only recalled"):
        _ = REAL.drugs["fluoxetine"].steady_state


def test_no_curve_is_drawn_of_a_level_that_nobody_has_checked():
    drawn = {id for id, drug in REAL.drugs.items() if drug.curve_may_be_drawn}
    assert set(REAL.drugs) - drawn == {"trazodone", "amitriptyline", "nortriptyline"}
    for drug in REAL.drugs.values():
        assert drug.curve_may_be_drawn is (drug.half_life_h is not None)
        if drug.half_life_h is None:
            assert (drug.half_life_low_h, drug.half_life_high_h, drug.metabolite_half_life_h) == (None, None, None)
