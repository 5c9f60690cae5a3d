"""Questions to answer in your own words, and our words to set beside them. There is no right answer and no score."""

from __future__ import annotations

from dataclasses import dataclass

from nextsteps.wording.language import Words


@dataclass(frozen=True)
class Question:
    """One thing to say back.

    key     small letters and hyphens; the same in every language
    ask     what the reader is asked to say
    ours    how we would say it, in a few short sentences without numbers
    """

    key: str
    ask: str
    ours: str


def questions(w: Words) -> dict[str, tuple[Question, ...]]:
    """The questions of each lesson, by what the lesson is about: one or two, on what must not be taken away wrong."""
    return {
        "symptoms-back": (
            Question(
                "why",
                w.say("A friend asks you: why did the depression come back? What would you say?"),
                w.say(
                    "It can come back while a person still takes the medicine. There can be many reasons, "
                    "and it is no one’s fault. A visit is the place to look for them."
                ),
            ),
            Question(
                "now",
                w.say("What will you do with your medicine until the visit?"),
                w.say(
                    "I go on as prescribed, and I do not stop all at once. "
                    "If I feel unwell from it, I call sooner. I can get help at any hour."
                ),
            ),
        ),
        "resistant": (
            Question(
                "word",
                w.say("Someone in your family asks: what does “treatment-resistant” mean? What would you say?"),
                w.say(
                    "It is a word about the treatments so far, not about me. "
                    "It means that they did not help enough. There are others to ask about."
                ),
            ),
            Question(
                "fair-try",
                w.say("What makes it a fair try of a medicine?"),
                w.say(
                    "A dose that was high enough, for long enough, taken as prescribed. "
                    "If one of these was missing, the medicine may still be worth a talk. I would not change it alone."
                ),
            ),
        ),
        "tms": (
            Question(
                "sham",
                w.say("A friend asks you: does TMS work? What would you say?"),
                w.say(
                    "It helps some people, but not most. Some people get better with pretend TMS too. "
                    "The gap between the two is what TMS adds. No one can know which group I would be in."
                ),
            ),
            Question(
                "ask",
                w.say("What would you want to know before you say yes or no?"),
                w.say(
                    "Which kind of TMS and which coil it is, what it asks of me, and what could go wrong. "
                    "What else I could try, and what happens if I wait."
                ),
            ),
        ),
        "next-step": (
            Question(
                "choice",
                w.say("How would you say to your clinician where you stand, and what matters most to you?"),
                w.say(
                    "There is more than one way to go on, and I do not have to decide today. "
                    "What matters most to me is this, so I will ask about that first."
                ),
            ),
        ),
    }
