"""What a lesson says of a medicine's level is worked out anew from the registry, and a wrong or old number refused."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest

from nextsteps.evidence import Hours, Registry
from pages.lint import Failure, lint
from widgets import MissedDoses

KNOWN = Registry.read()
SHOWN = MissedDoses("missed-doses", known=KNOWN)


def lesson(folder: Path, html: str = "", plain: str = "") -> Path:
    data = {"text/html": html, "text/plain": plain}
    cell: dict[str, Any] = {"cell_type": "code", "id": "levels", "metadata": {}, "execution_count": 1}
    output = {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": data}
    cell |= {"source": 'MissedDoses("missed-doses")', "outputs": [output]}
    path = folder / "lesson.ipynb"
    metadata = {"title": "A lesson", "description": "", "lang": "en"}
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": [cell]}), "utf-8")
    return path


def refused(folder: Path, html: str, plain: str = "", known: Registry = KNOWN) -> list[Failure]:
    return lint(lesson(folder, html, plain), known)


def test_every_number_of_the_levels_is_one_that_the_model_and_the_registry_give(tmp_path: Path) -> None:
    assert refused(tmp_path, SHOWN.html(), repr(SHOWN)) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("One missed</th><td>53%</td>", "One missed</th><td>57%</td>"),
        ("<td>53%</td><td>3 days</td>", "<td>53%</td><td>4 days</td>"),
        ("One missed: lowest 53%; until", "One missed: lowest 57%; until"),
        ("By day 5, it is close to", "By day 4, it is close to"),
        ("is gone from the blood in about 26 hours", "is gone from the blood in about 36 hours"),
        ("within these 14 days", "within these 15 days"),
    ],
)
def test_one_wrong_number_is_refused_wherever_it_stands(tmp_path: Path, right: str, wrong: str) -> None:
    box, state = SHOWN.html().split('<script type="application/json"')
    state = f'<div data-widget="missed_doses"><script type="application/json"{state}'
    said = [(box, ""), (state, ""), (SHOWN.html(), repr(SHOWN))]
    tried = [(html, plain) for html, plain in said if right in (plain or html)]
    assert tried
    for html, plain in tried:
        failures = refused(
            tmp_path, html if plain else html.replace(right, wrong, 1), plain and plain.replace(right, wrong, 1)
        )
        changed = set(re.findall(r"\d+", wrong)) - set(re.findall(r"\d+", right))
        assert any(number in str(failure) for number in changed for failure in failures)


def test_a_level_that_is_true_of_another_medicine_is_refused_for_this_one(tmp_path: Path) -> None:
    assert refused(tmp_path, SHOWN.html().replace("sertraline falls to", "fluoxetine falls to"))
    for id, other in (("level.sertraline", "level.fluoxetine"), ("level.sertraline-made", "level.fluoxetine-made")):
        assert refused(tmp_path, SHOWN.html().replace(f'<tbody id="{id}">', f'<tbody id="{other}">'))


def test_when_a_half_life_is_corrected_the_lesson_that_says_the_old_levels_is_refused(tmp_path: Path) -> None:
    corrected = dataclasses.replace(KNOWN.drugs["sertraline"], half_life_read=Hours(32))
    drugs = {**KNOWN.drugs, "sertraline": corrected}
    known = Registry({claim.id: claim for claim in KNOWN}, KNOWN.sources, {}, drugs)
    failures = refused(tmp_path, SHOWN.html(), known=known)
    assert any("“53%”" in str(failure) for failure in failures)
    assert not any("fluoxetine falls" in str(failure) for failure in failures)


def test_the_sentences_of_the_model_are_spared_in_its_own_picture_only(tmp_path: Path) -> None:
    said = SHOWN.states["levels"]["sertraline one-missed"]["sentence"]
    assert refused(tmp_path, f"<p>{said}</p>")


def test_a_path_is_drawn_and_not_said_but_words_cannot_pass_for_one(tmp_path: Path) -> None:
    def state(text: str) -> str:
        return f'<script type="application/json" class="ns-state">{json.dumps({"d": text})}</script>'

    assert refused(tmp_path, state("M0 0l24 0 12 -37z")) == []
    for words in ("M0 0l24 0 of 100 people", "53", "M53", "53 of 100"):
        assert refused(tmp_path, state(words)), words
