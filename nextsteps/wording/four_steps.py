"""The four steps of STAR*D in words: what was counted at each, two readings of the total, and why they differ.

Both readings get the same space, and neither is called the right one.
"""

from __future__ import annotations

from collections.abc import Mapping

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


def walked(w: Words, said: Mapping[str, str]) -> str:
    """What happened at each step, in sentences. `said` gives the number of each claim, by its id, as it is shown."""
    return w.say(
        "At the first step, {first} people got to few or no symptoms. Of those who went on, {second} did at the "
        "second step, {third} at the third, and {fourth} at the fourth. There was no comparison group.",
        **dict(zip(("first", "second", "third", "fourth"), (said[id] for id in STEPS), strict=True)),
    )


def taken_for_granted(w: Words, said: Mapping[str, str]) -> str:
    """What the total of the first report rests on. It belongs beside every picture of the walk."""
    return w.say(
        "Put together, that makes {total}. But many people left the study on the way. The total takes for granted "
        "that they would have done as well as those who stayed.",
        total=said[FIRST_REPORT],
    )


def two_readings(w: Words, said: Mapping[str, str]) -> list[str]:
    """The dispute in three sentences: each side once, and where that leaves it."""
    return [
        w.say(
            "The first report put the total at {first}, by a form that people filled out themselves.",
            first=said[FIRST_REPORT],
        ),
        w.say(
            "A later team went back to the records of the same study. They counted by the scale in its plan, "
            "and put the total at {second}.",
            second=said[SECOND_LOOK],
        ),
        w.say(
            "The first team does not agree: they say that the second look left out {people} people. Both sides have "
            "made their case, and this page does not choose between them. Neither reading has a comparison group.",
            people=said[DISPUTE],
        ),
    ]
