"""The words of "My conversation plan": its parts, what may be written in each, and what its buttons say."""

from __future__ import annotations

from dataclasses import dataclass

from nextsteps.wording.language import Words


@dataclass(frozen=True)
class Section:
    """A part of the sheet that a reader may write in.

    key     small letters; the same in every language
    title   its heading; lines that a lesson offers under this very heading stand here too
    hint    what may be written here
    lines   how many lines to write on by hand an empty sheet has here
    """

    key: str
    title: str
    hint: str
    lines: int


def sections(w: Words) -> tuple[Section, ...]:
    """The parts of the sheet, in the order in which a visit goes."""
    return (
        Section(
            "changed",
            w.say("What changed, and when"),
            w.say("Mood, sleep, work, people: what is different, and since about when?"),
            3,
        ),
        Section(
            "tried",
            w.say("Medicines I have tried"),
            w.say("The name, about when, for how long, what helped a little, why it stopped. “I don’t know” is fine."),
            4,
        ),
        Section(
            "questions",
            w.say("My questions"),
            w.say("Three is plenty. One that is always good: what if I wait, or change nothing?"),
            3,
        ),
        Section(
            "matters",
            w.say("What matters to me, and choices to talk about"),
            w.say("Time, cost, side effects, driving, family, being heard: what counts most?"),
            3,
        ),
        Section(
            "notes",
            w.say("Notes"),
            w.say("What we agreed, and what happens next. You can say it back: “So the plan is …”"),
            4,
        ),
    )


def plan_words(w: Words) -> dict[str, str]:
    """What else stands on and around the sheet, by where it is used."""
    return {
        "title": w.say("My conversation plan"),
        "drawn": w.say(
            "A drawing of the printed sheet: five headings with lines to write on, and the help lines at the foot."
        ),
        "sheet": w.say("This is the sheet that you take along:"),
        "foot": w.say("At its foot stand the help lines. You can print it empty, too."),
        "ready": w.say("Go to “Print my plan”"),
        "when": w.say("Date of the visit"),
        "who": w.say("With"),
        "nothing": w.say(
            "Nothing from the lessons is here yet. What you tick or choose in them comes here by itself. "
            "You can also just write below."
        ),
        "here": w.say(
            "This is yours. It stays in this tab until you close it, and nothing is sent. "
            "What you print or save stays where you put it."
        ),
        "change": w.say("Change"),
        "done": w.say("Done"),
        "remove": w.say("Remove"),
        "your_words": w.say("This line in your words"),
        "removed": w.say("That line is off your plan. In its lesson nothing changed. You can put it back."),
        "put_back": w.say("Put it back"),
        "to_print": w.say("Print my plan"),
        "to_save": w.say("Save it as text"),
        "saved": w.say("The file is on this device now. Its name tells nobody what is in it."),
        "clear_answers": w.say("Clear my answers"),
        "cleared": w.say("Your plan is empty now."),
        "no_script": w.say("You can print this page with the menu of your browser, and write on the lines."),
        "file": w.say("notes"),
    }
