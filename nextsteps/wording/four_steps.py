"""The four steps of STAR*D in words: what was counted at each, two readings of the total, and why they differ.

Both readings get the same space, and neither is called the right one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nextsteps.wording.language import Words

#: The claims of the four steps in order, of both totals, and of what the first team answered.
STEPS = tuple(f"antidepressants.stard-step-{step}" for step in (1, 2, 3, 4))
FIRST_REPORT, SECOND_LOOK = "antidepressants.stard-total-67", "antidepressants.stard-total-35"
DISPUTE = "antidepressants.stard-dispute"


def after_each_step(w: Words) -> list[str]:
    """What stands above the 100 people after each of the four steps."""
    return [
        w.say("After the first step"),
        w.say("After the second step"),
        w.say("After the third step"),
        w.say("After the fourth step"),
    ]


def walked(w: Words, well: Sequence[str]) -> str:
    """How many of 100 were well after each step, in sentences: running totals alone, and what they mean."""
    return w.say(
        "Picture 100 people who start. After the first step, {first} had few or no symptoms. After the second it was "
        "{second}, then {third}, then {fourth}. So by this count more than half got there within two steps, and the "
        "later steps added fewer. There was no comparison group.",
        **dict(zip(("first", "second", "third", "fourth"), well, strict=True)),
    )


def of_each_step(w: Words) -> list[str]:
    """The columns of the table of single steps, where each step counts only those who took it."""
    return [w.say("Step"), w.say("Of those who took it"), w.say("In all, after it")]


def numbered(w: Words) -> list[str]:
    """The four steps in that table."""
    return [w.say("First"), w.say("Second"), w.say("Third"), w.say("Fourth")]


def taken_for_granted(w: Words, said: Mapping[str, str]) -> str:
    """What the total of the first report rests on. It belongs beside every picture of the walk."""
    return w.say(
        "But many people left the study on the way. The total of {total} takes for granted that they would have done "
        "as well as those who stayed.",
        total=said[FIRST_REPORT],
    )


def two_readings(w: Words, said: Mapping[str, str]) -> list[str]:
    """The dispute: each side once, what the two totals mean, and where that leaves it."""
    return [
        w.say(
            "The first report put the total at {first}, by a form that people filled out themselves. By that count, "
            "most people got to few or no symptoms.",
            first=said[FIRST_REPORT],
        ),
        w.say(
            "A later team went back to the records of the same study. They counted by the scale in its plan, "
            "and put the total at {second}. By that count, most people did not.",
            second=said[SECOND_LOOK],
        ),
        w.say(
            "The first team does not agree: they say that the second look left out {people} people. Both sides have "
            "made their case, and this page does not choose between them. Neither reading has a comparison group.",
            people=said[DISPUTE],
        ),
    ]
