"""Every lesson in words for a tired reader: short sentences, everyday words, and people who do things.

`pytest -s tests/notebooks/test_plain_language.py` prints the ten sentences of each lesson that are hardest to read.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from lesson_words import LESSONS, PASSIVE, PASSIVE_ES, Sentence, ease, grade, language, of_html, passive, said, worst

each_lesson = pytest.mark.parametrize("path", LESSONS, ids=["/".join(p.parts[-2:]) for p in LESSONS])


def shown(sentences: list[Sentence] | list[tuple[float, Sentence]]) -> str:
    rows = [row if isinstance(row, tuple) else ("", row) for row in sentences]
    return "\n" + "\n".join(f"  {f'{mark:.1f} ' if mark else ''}[{s.where}] {s.text}" for mark, s in rows)


@each_lesson
@pytest.mark.parametrize("part", ["prose", "widgets"])
def test_a_tired_reader_can_follow_what_a_lesson_says(path: Path, part: str) -> None:
    text = " ".join(s.text for s in said(path) if (s.where == "prose") == (part == "prose"))
    hardest = shown(worst(path))
    print(f"\n{path.stem}: the hardest to read{hardest}")
    if not text:
        assert part == "widgets", "a lesson without prose"
    elif language(path) == "es":
        assert ease(text) >= 65, f"Fernández-Huerta {ease(text):.0f}; the hardest to read:{hardest}"
    else:
        assert grade(text) <= 8, f"grade {grade(text):.1f}; the hardest to read:{hardest}"


@each_lesson
def test_no_sentence_is_so_long_that_its_beginning_is_forgotten(path: Path) -> None:
    long = [s for s in said(path) if s.words > 30 and not (s.where == "phq9" and s.text.startswith("If you checked"))]
    assert not long, f"more than 30 words; cut in two:{shown(long)}"


@each_lesson
def test_sentences_are_short_on_the_whole(path: Path) -> None:
    lengths = [s.words for s in said(path)]
    assert sum(lengths) / len(lengths) <= 15


@each_lesson
def test_most_sentences_say_who_does_what(path: Path) -> None:
    found = passive(path)
    assert len(found) <= 0.15 * len(said(path)), f"in the passive:{shown(found)}"


def test_the_measures_would_notice() -> None:
    heavy = "Pharmacological augmentation necessitates individualized multidisciplinary deliberation."
    assert grade(heavy) > 8
    assert ease("La farmacoterapia individualizada requiere deliberación multidisciplinaria especializada.") < 65
    assert PASSIVE.search("The dose was slowly lowered.")
    assert not PASSIVE.search("You lower the dose. You are tired.")
    assert PASSIVE_ES.search("La dosis fue bajada.")
    assert not PASSIVE_ES.search("Se baja la dosis.")
    assert list(
        of_html("<h2>A head</h2><p>One is here. Two is <b>there</b>.</p><p>No end</p><li>Three is it?</li>")
    ) == [
        "One is here.",
        "Two is there.",
        "Three is it?",
    ]


def test_what_widgets_say_later_is_measured_too() -> None:
    [tms] = [path for path in LESSONS if path.parts[-2:] == ("notebooks", "tms_outcomes.ipynb")]
    assert {"prose", "icon_array", "time_and_travel", "chart", "in_your_words"} <= {s.where for s in said(tms)}
    assert len(said(tms)) > 250
