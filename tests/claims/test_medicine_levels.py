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
        ("sertraline falls to about 53% of", "sertraline falls to about 54% of"),
        ("It is back above 90% on day 5, 3 days after", "It is back above 90% on day 4, 2 days after"),
        ("is gone from the blood in about 26 hours", "is gone from the blood in about 36 hours"),
        ("within these 14 days", "within these 15 days"),
    ],
)
def test_one_wrong_number_is_refused_wherever_it_stands(tmp_path: Path, right: str, wrong: str) -> None:
    markup, state = SHOWN.html().split('<script type="application/json"')
    for html in (SHOWN.markup.replace(right, wrong, 1) if right in markup else "", state.replace(right, wrong, 1)):
        if html:
            prefix = '<div data-widget="missed_doses"><script type="application/json"' if html[0] == " " else ""
            suffix = "" if prefix else '<div data-widget="missed_doses"></div>'
            failures = refused(tmp_path, prefix + html + suffix)
            assert failures
            assert re.search(r"\d", wrong)[0] in str(failures[0])
    if right in repr(SHOWN):
        assert refused(tmp_path, SHOWN.html(), repr(SHOWN).replace(right, wrong, 1))


def test_a_level_that_is_true_of_another_medicine_is_refused_for_this_one(tmp_path: Path) -> None:
    swapped = SHOWN.html().replace("sertraline falls to", "fluoxetine falls to")
    assert refused(tmp_path, swapped)


def test_when_a_half_life_is_corrected_the_lesson_that_says_the_old_levels_is_refused(tmp_path: Path) -> None:
    corrected = dataclasses.replace(KNOWN.drugs["sertraline"], half_life_read=Hours(32))
    drugs = {**KNOWN.drugs, "sertraline": corrected}
    known = Registry({claim.id: claim for claim in KNOWN}, KNOWN.sources, {}, drugs)
    failures = refused(tmp_path, SHOWN.html(), known=known)
    assert any("53%" in str(failure) for failure in failures)
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
