"""What a medicine's level does when doses are missed, in words: the medicine's level, never how a person will feel.

Each sentence is complete in itself, so that another language can order it freely. No sentence says what to do about a
missed dose, but whom to ask.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nextsteps.evidence import Drug, Registry
from nextsteps.models.drug_level import BACK, DAYS, PATTERNS, Course, Substance, course
from nextsteps.wording.language import Words


def medicine(drug: Drug) -> Substance:
    """The medicine itself. Raises EvidenceError, a sentence, if its half-life may not be shown."""
    return Substance(drug.half_life.value)


def metabolite(drug: Drug) -> Substance | None:
    """What the body makes of it and the label gives a half-life for, or None."""
    if drug.metabolite_half_life_h is None:
        return None
    return Substance(drug.metabolite_half_life_h, drug.half_life_h)


def active_name(w: Words, drug: Drug) -> str:
    """The name of what the body makes of it, without the remark that the registry puts in brackets behind it."""
    return w.entry(drug.active_metabolite).partition(" (")[0]


def fastest_and_slowest(drug: Drug) -> tuple[Substance, Substance] | None:
    """The medicine with the shortest and the longest half-life that the source gives, or None if it gives one."""
    low, high = drug.half_life_low_h, drug.half_life_high_h
    return (Substance(low), Substance(high)) if low and high and low < high else None


def name(w: Words, drug: Drug) -> str:
    """The medicine's name without its form: "paroxetine" of "paroxetine (immediate release)"."""
    return w.entry(drug.generic).partition(" (")[0]


def label(w: Words, drug: Drug) -> str:
    """A medicine in a list: its generic name, the brand they may know, and the form if that matters."""
    form = w.entry(drug.generic).partition(" (")[2].removesuffix(")")
    return f"{name(w, drug)} ({', '.join(filter(None, [drug.brand, form]))})"


#: The letters by which labels tell a form that lets the medicine out slowly.
_SLOW = re.compile(r" (XR|XL|ER)$")


def plain_name(w: Words, drug: Drug) -> str:
    """The medicine's name without its form, and without the letters of a long-acting one."""
    return _SLOW.sub("", name(w, drug))


def spoken(w: Words, drug: Drug) -> str:
    """The medicine as a sentence says it: "long-acting venlafaxine" for "venlafaxine XR"."""
    plain = plain_name(w, drug)
    return w.say("long-acting {medicine}", medicine=plain) if _SLOW.search(drug.generic) else plain


def choice(w: Words, drug: Drug) -> str:
    """What a reader chooses a medicine by: the letters of the box stay, and a word beside them says what they mean."""
    slow = _SLOW.search(drug.generic)
    letters = slow[1] if slow and not drug.brand.endswith(slow[0]) else ""
    if slow:
        form = w.say("long-acting")
    elif drug.generic.endswith(" (immediate release)"):
        form = w.say("not long-acting")
    else:
        return label(w, drug)
    return f"{' '.join(filter(None, [plain_name(w, drug), letters]))} ({drug.brand}, {form})"


def pattern_names(w: Words) -> dict[str, str]:
    """What a reader chooses a pattern by, in the order of the choice."""
    return {
        "every-day": w.say("Every day"),
        "one-missed": w.say("One missed"),
        "two-missed": w.say("Two in a row"),
        "three-missed": w.say("Three in a row"),
        "weekends-off": w.say("Weekends off"),
        "stopped": w.say("Stopped"),
    }


def title(w: Words, drug: Drug, pattern: str) -> str:
    """What the picture shows: the medicine, the days, the pattern."""
    name = _capital(spoken(w, drug))
    return {
        "every-day": w.say("{medicine} in the blood, day by day, with a dose every day", medicine=name),
        "one-missed": w.say("{medicine} in the blood, day by day, when one dose is missed", medicine=name),
        "two-missed": w.say("{medicine} in the blood, day by day, when two doses in a row are missed", medicine=name),
        "three-missed": w.say(
            "{medicine} in the blood, day by day, when three doses in a row are missed", medicine=name
        ),
        "weekends-off": w.say("{medicine} in the blood, day by day, when weekend doses are missed", medicine=name),
        "stopped": w.say("{medicine} in the blood, day by day, when it is stopped at once", medicine=name),
    }[pattern]


def sentence(w: Words, drug: Drug, pattern: str) -> str:
    """What is missed, in words how low the medicine gets, and when it is close to its usual level again."""
    if not PATTERNS[pattern]:
        return w.say("With a dose every day, {medicine} stays at its usual level.", medicine=spoken(w, drug))
    found = course(PATTERNS[pattern], medicine(drug))
    return " ".join([_missed(w, pattern), *_what_happens(w, spoken(w, drug), pattern, found)])


def metabolite_sentence(w: Words, drug: Drug, pattern: str) -> str:
    """The same of what the body makes of it, or "" where there is nothing to say."""
    substance = metabolite(drug)
    if substance is None or not PATTERNS[pattern]:
        return ""
    found = course(PATTERNS[pattern], substance)
    return " ".join(
        [
            w.say(
                "Your body turns some of {medicine} into a second substance that also works.", medicine=spoken(w, drug)
            ),
            w.say(
                "Labels call it {active}. The dashed line in the picture shows it.",
                active=w.entry(drug.active_metabolite),
            ),
            *_what_happens(w, w.say("this second substance"), pattern, found),
        ]
    )


def lowest(w: Words, pattern: str, substance: Substance, ends: tuple[Substance, Substance] | None = None) -> str:
    """A cell of the table: the lowest level in percent, and in brackets what the half-lives of the source span."""
    percent = _percent(w, course(PATTERNS[pattern], substance).lowest)
    low, high = (_percent(w, course(PATTERNS[pattern], end).lowest) for end in ends) if ends else (percent, percent)
    return percent if low == high else w.say("{percent} ({low} to {high})", percent=percent, low=low, high=high)


def days_until_back(w: Words, pattern: str, substance: Substance) -> str:
    """A cell of the table: how many days after the last missed dose the level is back above 90 percent to stay."""
    found = course(PATTERNS[pattern], substance)
    if found.always_above:
        return w.say("never below")
    if found.back_day is None:
        return w.say("not to stay") if found.in_between else w.say("not in {days} days", days=DAYS)
    return w.say_count("{count} day", "{count} days", found.back_day - max(PATTERNS[pattern]))


@dataclass(frozen=True)
class Part:
    """One substance in the table: its id on the page, its heading, and for each pattern its short cells.

    rows   (pattern, lowest level, days until back), in the order of the patterns
    """

    id: str
    heading: str
    rows: list[tuple[str, str, str]]


def columns(w: Words) -> list[str]:
    """What stands above the table."""
    return [
        w.say("Doses"),
        w.say("Lowest level (usual is 100%)"),
        w.say("Until above {back}% again", back=BACK),
    ]


def parts(w: Words, drug: Drug) -> list[Part]:
    """The table of one medicine: the medicine itself, and what the body makes of it if the label gives a half-life."""

    def part(id: str, heading: str, substance: Substance, ends: tuple[Substance, Substance] | None) -> Part:
        cells = [(name, lowest(w, p, substance, ends), days_until_back(w, p, substance)) for p, name in names.items()]
        return Part(id, heading, cells)

    names = pattern_names(w)
    found = [part(f"level.{drug.id}", choice(w, drug), medicine(drug), fastest_and_slowest(drug))]
    active = metabolite(drug)
    if active:
        made = w.say(
            "What the body makes of {medicine} ({active})", medicine=spoken(w, drug), active=active_name(w, drug)
        )
        found.append(part(f"level.{drug.id}-made", made, active, None))
    return found


def exact(w: Words, drug: Drug, pattern: str) -> str:
    """The rows of the table as one line, each with its substance and pattern: what a reviewer compares."""
    at = list(PATTERNS).index(pattern)
    return " ".join(
        w.say(
            "{medicine}, {pattern}: lowest {low}; until above {back}% again: {days}.",
            medicine=part.heading,
            pattern=part.rows[at][0],
            low=part.rows[at][1],
            back=BACK,
            days=part.rows[at][2],
        )
        for part in parts(w, drug)
    )


def half_life_sentences(w: Words, drug: Drug) -> list[str]:
    """The half-lives that the picture is drawn from, and what it leaves out for this medicine."""
    said = [
        w.say(
            "Half of {medicine} is gone from the blood in about {hours} hours. This is its half-life.",
            medicine=spoken(w, drug),
            hours=drug.half_life_h,
        )
    ]
    if fastest_and_slowest(drug) is None:
        said.append(
            w.say("Our source gives one number for it. People differ around it, and we cannot draw by how much.")
        )
    else:
        said.append(
            w.say(
                "Our source gives {short} to {long} hours. The shaded part of the picture shows what that changes.",
                short=drug.half_life_low_h,
                long=drug.half_life_high_h,
            )
        )
    if metabolite(drug) is not None:
        said.append(
            w.say(
                "For {active}, which the body makes from it, this takes about {hours} hours.",
                active=active_name(w, drug),
                hours=drug.metabolite_half_life_h,
            )
        )
    if drug.verification_half_life == "secondary":
        said.append(w.say("We read this half-life in reports about the label, not in the label itself."))
    return said


def caveat(w: Words, drug: Drug) -> str:
    """Why this medicine's real line looks different, as far as the registry's notes say, or ""."""
    caveats = {
        "venlafaxine-xr": w.say(
            "This form lets the medicine out slowly. In real life, that shapes the line more than the half-life does."
        ),
        "bupropion-xl": w.say(
            "This form lets the medicine out slowly, and the body makes several substances from it. "
            "The picture shows one of them."
        ),
        "desvenlafaxine-er": w.say("This form lets the medicine out slowly. The picture leaves that out."),
        "paroxetine": w.say(
            "How fast paroxetine leaves the body changes with the dose. A simple model fits it less well."
        ),
        "fluoxetine": w.say(
            "The half-life is for people who have taken it for a long time. It is shorter after one dose."
        ),
        "mirtazapine": w.say("It can stay longer in women and in older adults."),
        "vilazodone": w.say("The picture is for doses taken with food. Without food, much less gets into the blood."),
    }
    return caveats.get(drug.id, "")


def not_yet_checked(w: Words, known: Registry) -> str:
    """The medicines whose half-life may not be shown yet, named so that nobody looks for them in vain, or ""."""
    waiting = [plain_name(w, drug) for drug in known.drugs.values() if not drug.curve_may_be_drawn]
    if not waiting:
        return ""
    return w.say("Not yet checked, so not offered here: {medicines}.", medicines=w.list(waiting))


def question(w: Words, drug: Drug) -> str:
    """The line for the conversation plan."""
    return w.say("Ask what to do about a missed dose of {medicine}.", medicine=name(w, drug))


def how_to_read(w: Words) -> str:
    """One line before the picture."""
    return w.say(
        "How to read this: the line is the medicine in the blood, from day {first} to day {last}. "
        "When it dips, there is less.",
        first=1,
        last=DAYS,
    )


def what_it_is(w: Words) -> str:
    """What the picture is and is not: it stands beside it in every state."""
    return w.say(
        "This is a model of how much medicine is in the blood. It is not a picture of your mood, "
        "and it is not advice about doses. People differ widely."
    )


def whom_to_ask(w: Words) -> str:
    """The only thing said about what to do."""
    return w.say(
        "If you miss a dose, check the leaflet, or ask your pharmacist or prescriber what to do. Never double up."
    )


def how_it_is_made(w: Words) -> list[str]:
    """The model in plain words: what is drawn, and what it takes for granted."""
    return [
        w.say(
            "The line is the average of the past 24 hours, as a percent of what is usual for the same person. "
            "So the ups and downs within a day do not show."
        ),
        w.say(
            "Before day 1, every dose was taken for long enough that the level was steady: one dose each day, "
            "at the same hour."
        ),
        w.say(
            "We say “close to its usual level” when it is above {back}% and stays there to the end of day {days}.",
            back=BACK,
            days=DAYS,
        ),
        w.say(
            "Where we say “about half” and the like, the number is less than {near} points away. "
            "The table has each number.",
            near=5,
        ),
        w.say(
            "The model treats the body as one space. Each dose gets into the blood at once. Half of what is there "
            "leaves with each half-life. Real bodies are less simple."
        ),
    ]


def every_text(known: Registry, w: Words) -> list[str]:
    """All that is said with a number from the model, worked out anew: what the claims lint holds a lesson to."""
    said = [*how_it_is_made(w), how_to_read(w), *columns(w)]
    for drug in known.drugs.values():
        if not drug.curve_may_be_drawn:
            continue
        said += half_life_sentences(w, drug)
        for pattern in PATTERNS:
            for tell in (sentence, metabolite_sentence, exact):
                said.append(tell(w, drug, pattern))
    return said


def every_cell(known: Registry, w: Words) -> dict[tuple[str, str], set[str]]:
    """The cells that the table may show, by the id of the part and the heading of the row: for the claims lint too."""
    return {
        (part.id, pattern): {low, days}
        for drug in known.drugs.values()
        if drug.curve_may_be_drawn
        for part in parts(w, drug)
        for pattern, low, days in part.rows
    }


def _missed(w: Words, pattern: str) -> str:
    days = sorted(PATTERNS[pattern])
    return {
        "one-missed": w.say("The dose on day {first} is missed.", first=days[0]),
        "two-missed": w.say("The doses on days {days} are missed.", days=w.list([w.number(d) for d in days])),
        "three-missed": w.say("The doses on days {days} are missed.", days=w.list([w.number(d) for d in days])),
        "weekends-off": w.say("On weekends (days {days}), no dose is taken.", days=w.list([w.number(d) for d in days])),
        "stopped": w.say("From day {first} on, no dose is taken.", first=days[0]),
    }[pattern]


def _what_happens(w: Words, what: str, pattern: str, found: Course) -> list[str]:
    """How low it gets, and when it is close to its usual level again; a medicine that was stopped is not awaited."""
    if found.always_above:
        return [w.say("{medicine} stays close to its usual level.", medicine=_capital(what))]
    low = w.say(
        "By the end of day {day}, {medicine} falls to {low} of its usual level.",
        medicine=what,
        day=found.lowest_day,
        low=_share(w, found.lowest),
    )
    return [low] if pattern == "stopped" else [low, _back(w, found)]


def _back(w: Words, found: Course) -> str:
    if found.back_day is None and found.in_between:
        return w.say(
            "It comes close to its usual level before the second weekend, but not again within these {days} days.",
            days=DAYS,
        )
    if found.back_day is None:
        return w.say("It does not come close to its usual level again within these {days} days.", days=DAYS)
    return w.say("By day {day}, it is close to its usual level again.", day=found.back_day)


def _share(w: Words, percent: float) -> str:
    """A percentage below 90 as words that are true of it: "about" is at most 5 points away."""
    said = (
        (2, w.say("almost none")),
        (7, w.say("less than a tenth")),
        (13, w.say("about a tenth")),
        (17, w.say("less than a fifth")),
        (22.5, w.say("about a fifth")),
        (29, w.say("about a quarter")),
        (38, w.say("about a third")),
        (46, w.say("less than half")),
        (55, w.say("about half")),
        (63, w.say("a little more than half")),
        (71.5, w.say("about two thirds")),
        (80, w.say("about three quarters")),
        (86, w.say("more than three quarters")),
        (BACK, w.say("about nine tenths")),
    )
    return next(words for below, words in said if percent < below)


def _percent(w: Words, percent: float) -> str:
    """A whole percent; a model is not surer than that."""
    return w.say("less than 1%") if percent < 1 else w.say("{percent}%", percent=round(percent))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
