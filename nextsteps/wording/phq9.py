"""The PHQ-9 in words: the form exactly as printed, and what may be said of its total, which is no diagnosis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nextsteps.evidence import registry
from nextsteps.models.phq9 import HIGHEST, ITEMS, POINTS
from nextsteps.wording.language import Words


@dataclass(frozen=True)
class Form:
    """The form word for word. `answers` stand in the order of their points, from 0; the tenth question is unscored."""

    stem: str
    answers: tuple[str, ...]
    items: tuple[str, ...]
    difficulty: str
    difficulties: tuple[str, ...]
    credit: str


def form(language: str) -> Form:
    """The official form in "en" or "es". Raises EvidenceError for another language, or for a part not yet read."""

    def text(id: str) -> str:
        return registry().form_text(id).text(language)

    return Form(
        stem=text("stem"),
        answers=tuple(text(f"answer-{points}") for points in POINTS),
        items=tuple(text(f"item-{number}") for number in range(1, ITEMS + 1)),
        difficulty=text("difficulty"),
        difficulties=tuple(text(f"difficulty-{step}") for step in range(4)),
        credit=text("credit"),
    )


def band_names(w: Words) -> tuple[str, ...]:
    """The names of the printed bands, lowest first."""
    return (w.say("mild"), w.say("moderate"), w.say("moderately severe"), w.say("severe"))


def total_sentences(w: Words, starts: Sequence[int]) -> list[str]:
    """By how many bands are reached: what the makers of the form call it. The browser fills in {total}."""
    names = band_names(w)
    return [
        w.say(
            "Your total is {total}. The people who made this form start at {start}, with “{band}”.",
            total="{total}",
            start=starts[0],
            band=names[0],
        ),
        *(
            w.say(
                "Your total is {total}. The people who made this form call {start} or more, but less than {next}, "
                "“{band}”.",
                total="{total}",
                start=starts[i],
                next=starts[i + 1],
                band=names[i],
            )
            for i in range(len(starts) - 1)
        ),
        w.say(
            "Your total is {total}. The people who made this form call {start} or more “{band}”.",
            total="{total}",
            start=starts[-1],
            band=names[-1],
        ),
    ]


def plan_lines(w: Words, starts: Sequence[int]) -> list[str]:
    """By how many bands are reached: the line for the conversation plan, as the reader would say it."""
    return [
        w.say("My PHQ-9 total: {total}. That is below the form’s first named level.", total="{total}"),
        *(
            w.say("My PHQ-9 total: {total}. The form’s word for it: {band}.", total="{total}", band=name)
            for name in band_names(w)[: len(starts)]
        ),
    ]


def change_sentences(w: Words, least: float) -> dict[str, str]:
    """By kind of change (nextsteps.models.phq9.CHANGES). The browser fills in {earlier} and {points}."""
    filled = {"earlier": "{earlier}", "points": "{points}", "least": least}
    return {
        "same": w.say("That is the same as your earlier total.", **filled),
        "little-lower": w.say(
            "Your earlier total was {earlier}, so this one is lower by {points}. For one person, a change of less than "
            "{least} points may not mean much.",
            **filled,
        ),
        "lower": w.say(
            "Your earlier total was {earlier}, so this one is lower by {points}. For one person, a change of {least} "
            "points or more counts as real.",
            **filled,
        ),
        "half": w.say(
            "Your earlier total was {earlier}, so this one is lower by {points}. For one person, a change of {least} "
            "points or more counts as real. It is also down by at least half. Studies that use this form count that "
            "as “at least half better”.",
            **filled,
        ),
        "little-higher": w.say(
            "Your earlier total was {earlier}, so this one is higher by {points}. For one person, a change of less "
            "than {least} points may not mean much.",
            **filled,
        ),
        "higher": w.say(
            "Your earlier total was {earlier}, so this one is higher by {points}. For one person, a change of {least} "
            "points or more counts as real. It is worth telling your clinician soon.",
            **filled,
        ),
    }


def earlier_line(w: Words) -> str:
    """The earlier total as a line for the plan. The browser fills in {earlier}."""
    return w.say("My earlier PHQ-9 total: {earlier}.", earlier="{earlier}")


def wrong_earlier(w: Words) -> str:
    """What is said of an earlier total that the form cannot have."""
    return w.say(
        "Only a whole number from 0 to {highest} fits here, as on the form. Your answers above are all still there.",
        highest=HIGHEST,
    )
