"""What a medicine's level does when doses are missed, in words: the medicine's level, never how a person will feel.

Each sentence is complete in itself, so that another language can order it freely. No sentence says what to do about a
missed dose, but whom to ask.
"""

from __future__ import annotations

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
    """What a reader chooses a medicine by: its generic name, the brand they may know, and the form if that matters."""
    form = w.entry(drug.generic).partition(" (")[2].removesuffix(")")
    return f"{name(w, drug)} ({', '.join(filter(None, [drug.brand, form]))})"


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


def sentence(w: Words, drug: Drug, pattern: str) -> str:
    """What is missed, the lowest level of the medicine, and when it is back above 90 percent."""
    if not PATTERNS[pattern]:
        return w.say("With a dose every day, {medicine} stays at its usual level.", medicine=name(w, drug))
    found = course(PATTERNS[pattern], medicine(drug))
    return " ".join([_missed(w, pattern), _falls(w, name(w, drug), found), _back(w, pattern, found)])


def metabolite_sentence(w: Words, drug: Drug, pattern: str) -> str:
    """The same of what the body makes of it, or "" where there is nothing to say."""
    substance = metabolite(drug)
    if substance is None or not PATTERNS[pattern]:
        return ""
    found = course(PATTERNS[pattern], substance)
    return " ".join(
        [
            w.say(
                "Your body turns some of it into another active substance, {active}.",
                active=w.entry(drug.active_metabolite),
            ),
            _falls(w, active_name(w, drug), found),
            _back(w, pattern, found),
        ]
    )


def range_sentence(w: Words, drug: Drug, pattern: str) -> str:
    """How far the lowest level would be another with the other half-lives of the source, or "" if it gives none."""
    ends = fastest_and_slowest(drug)
    if ends is None or not PATTERNS[pattern]:
        return ""
    low, high = (_about(w, course(PATTERNS[pattern], s).lowest) for s in ends)
    if low == high:
        return ""
    return w.say(
        "People differ. If half of it is gone in {short} hours, the lowest level is {low}. "
        "If that takes {long} hours, it is {high}. The shaded part shows this.",
        short=drug.half_life_low_h,
        long=drug.half_life_high_h,
        low=low,
        high=high,
    )


def half_life_sentences(w: Words, drug: Drug) -> list[str]:
    """The half-lives that the picture is drawn from, and what it leaves out for this medicine."""
    said = [
        w.say(
            "Half of {medicine} is gone from the blood in about {hours} hours. This is its half-life.",
            medicine=name(w, drug),
            hours=drug.half_life_h,
        )
    ]
    if fastest_and_slowest(drug) is None:
        said.append(
            w.say("Our source gives one number for it. People differ around it, and we cannot draw by how much.")
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
    waiting = [w.entry(drug.generic) for drug in known.drugs.values() if not drug.curve_may_be_drawn]
    if not waiting:
        return ""
    return w.say("Not yet checked, so not offered here: {medicines}.", medicines=w.list(waiting))


def question(w: Words, drug: Drug) -> str:
    """The line for the conversation plan."""
    return w.say("Ask what to do about a missed dose of {medicine}.", medicine=name(w, drug))


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
            "We call the level back when it is above {back}% and stays there to the end of day {days}.",
            back=BACK,
            days=DAYS,
        ),
        w.say(
            "The model treats the body as one space. Each dose gets into the blood at once. Half of what is there "
            "leaves with each half-life. Real bodies are less simple."
        ),
    ]


def every_text(known: Registry, w: Words) -> list[str]:
    """All that is said with a number from the model, worked out anew: what the claims lint holds a lesson to."""
    said = how_it_is_made(w)
    for drug in known.drugs.values():
        if not drug.curve_may_be_drawn:
            continue
        said += half_life_sentences(w, drug)
        for pattern in PATTERNS:
            for tell in (sentence, metabolite_sentence, range_sentence):
                said.append(tell(w, drug, pattern))
    return said


def _missed(w: Words, pattern: str) -> str:
    days = sorted(PATTERNS[pattern])
    return {
        "one-missed": w.say("The dose on day {first} is missed.", first=days[0]),
        "two-missed": w.say("The doses on days {days} are missed.", days=w.list([w.number(d) for d in days])),
        "three-missed": w.say("The doses on days {days} are missed.", days=w.list([w.number(d) for d in days])),
        "weekends-off": w.say("On weekends (days {days}), no dose is taken.", days=w.list([w.number(d) for d in days])),
        "stopped": w.say("From day {first} on, no dose is taken.", first=days[0]),
    }[pattern]


def _falls(w: Words, what: str, found: Course) -> str:
    return w.say(
        "By the end of day {day}, {medicine} falls to {low} of its usual level.",
        medicine=what,
        day=found.lowest_day,
        low=_about(w, found.lowest),
    )


def _back(w: Words, pattern: str, found: Course) -> str:
    if found.always_above:
        return w.say("It never falls below {back}%.", back=BACK)
    if found.back_day is None and found.in_between:
        return w.say(
            "It is back above {back}% before the second weekend, but not again within these {days} days.",
            back=BACK,
            days=DAYS,
        )
    if found.back_day is None:
        return w.say("It does not come back above {back}% within these {days} days.", back=BACK, days=DAYS)
    return w.say_count(
        "It is back above {back}% on day {day}, {count} day after the last missed dose.",
        "It is back above {back}% on day {day}, {count} days after the last missed dose.",
        found.back_day - max(PATTERNS[pattern]),
        back=BACK,
        day=found.back_day,
    )


def _about(w: Words, percent: float) -> str:
    """A whole percent; a model is not surer than that."""
    return w.say("less than 1%") if percent < 1 else w.say("about {percent}%", percent=round(percent))
