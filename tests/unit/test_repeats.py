"""The picture of a trial run again: all its dots, both groups in every panel, and the word that it is pretend."""

import re

import pytest
from bs4 import BeautifulSoup

from nextsteps.charts import repeats
from nextsteps.charts.repeats import DOTS, heaps
from nextsteps.evidence import EvidenceError, claim
from nextsteps.models.outcome import outcome
from nextsteps.models.rerun import SIZES, exact_middle, rerun
from nextsteps.wording import words

NEWER = outcome(claim("accelerated-tms.second-trial-remission"))
FIRST = outcome(claim("accelerated-tms.sham-trial-remission-any-visit"))
PICTURE = repeats(NEWER, FIRST, words("en"))
PAGE = BeautifulSoup(PICTURE.html(), "html.parser")


def test_the_sentence_of_each_panel_gives_the_exact_range_of_both_groups() -> None:
    assert SIZES == (14, 24, 150)
    for of, (title, sentence, _) in zip(SIZES, PICTURE.panels, strict=True):
        (low, high), (sham_low, sham_high) = exact_middle(12 / 24, of), exact_middle(5 / 24, of)
        assert title == f"{of} people in each group."
        share = [round(100 * people / of) for people in (low, high, sham_low, sham_high)]
        assert sentence == (
            f"With TMS, nearly all repeats found {share[0]} to {share[1]} of 100. "
            f"With sham, it was {share[2]} to {share[3]} of 100."
        )
    assert "Nearly all means at least 95 of 100 repeats" in PICTURE.how_to_read


@pytest.mark.parametrize("of", SIZES)
def test_every_dot_is_drawn_at_a_result_that_the_repeats_found(of: int) -> None:
    found = rerun(0.5, of)
    heap = heaps(found)
    assert sum(heap.values()) == DOTS
    for place, n in heap.items():
        here = sum(c for people, c in enumerate(found.counts) if abs(100 * people / of - place) <= 1.01)
        assert abs(n - here * DOTS / found.repeats) <= 1.01, "a heap is as high as the share of repeats it stands for"


def test_each_panel_draws_as_many_dots_with_sham_as_with_tms() -> None:
    drawings = PAGE.select("svg.ns-drawing")
    assert len(drawings) == len(SIZES)
    for drawing in drawings:
        dots = [path["d"].count("h0") for path in drawing.select("path[stroke-width]")]
        assert dots == [DOTS, DOTS, DOTS], "full dots, and empty ones drawn as a ring and its hole"


def test_nobody_can_take_the_pretend_world_for_a_finding() -> None:
    for drawing in PAGE.select("svg.ns-drawing"):
        assert drawing.parent.strong.get_text() == "Pretend."
        assert "dashed" in drawing.parent["style"]
    assert repr(PICTURE).count("Pretend.") == len(SIZES)


def test_the_first_trial_is_mentioned_with_its_sham_group_and_only_where_chance_could_give_it() -> None:
    assert "found 11 of 14 with TMS and 2 of 15 with sham" in PICTURE.sentence
    unlike = repeats(outcome(claim("tms.nih-trial-remission")), FIRST, words("en"))
    assert "11 of 14" not in unlike.sentence


def test_without_eyes_or_scripts_the_table_says_the_same() -> None:
    assert [th.get_text() for th in PAGE.select("tbody th")] == ["14 people", "24 people", "150 people"]
    assert PAGE.select("tbody td")[0].get_text() == "3 to 11 of 14 (21 to 79 of 100)"
    assert not PAGE.find_all("script")
    assert all(svg["aria-hidden"] == "true" for svg in PAGE.select("svg"))
    assert re.search(r"ran each study 2,000 times\. One dot is 20", PICTURE.how_to_read)


def test_a_clinic_s_number_without_sham_is_not_run_again() -> None:
    with pytest.raises(EvidenceError, match="cannot be run again fairly"):
        repeats(outcome(claim("tms.va-clinics-remission")), FIRST, words("en"))
