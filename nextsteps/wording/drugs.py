"""What the registry knows of a medicine, in words: how fast it leaves the body and the doses on its label.

Each sentence is whole, so that another language can order it freely. None says what anybody should take.
"""

from __future__ import annotations

from nextsteps.evidence import Drug, EvidenceError
from nextsteps.wording.language import Words


def drug_sentences(w: Words, drug: Drug) -> list[str]:
    """What may be shown of the medicine; what may not is said to be unchecked, without its number."""
    return [_half_life(w, drug), *_doses(w, drug)]


def label_range(w: Words, drug: Drug) -> str:
    """The usual doses on the label, and who says so. Raises EvidenceError if they may not be shown."""
    low, high = drug.doses.low_mg, drug.doses.high_mg
    if low == high:
        said = w.say(
            "The usual dose on the label of {medicine} is {dose} mg a day.",
            medicine=w.entry(drug.generic).partition(" (")[0],
            dose=low,
        )
    else:
        said = w.say(
            "The usual range on the label of {medicine} is {low} to {high} mg a day.",
            medicine=w.entry(drug.generic).partition(" (")[0],
            low=low,
            high=high,
        )
    if drug.verification_dose == "secondary":
        said = w.say("{range} We read this in a report about the label.", range=said)
    return said


def drug_papers(w: Words, drug: Drug, *, doses_only: bool = False) -> list[tuple[str, str]]:
    """Pairs of a short heading and its text: how each number was read, and when."""
    pairs = [(w.say("How we read the doses"), _read(w, drug.verification_dose))]
    if drug.half_life_h is not None and not doses_only:
        pairs.insert(0, (w.say("How we read the half-life"), _read(w, drug.verification_half_life)))
    return [*pairs, (w.say("Last checked"), w.date(drug.checked))]


def _half_life(w: Words, drug: Drug) -> str:
    if drug.half_life_h is None:
        return w.say("How fast {medicine} leaves the body is not yet checked.", medicine=w.entry(drug.generic))
    low, high = drug.half_life_low_h, drug.half_life_high_h
    if low is None or high is None or low == high:
        return w.say(
            "Half of {medicine} is gone from the blood in about {hours} hours.",
            medicine=w.entry(drug.generic),
            hours=drug.half_life_h,
        )
    return w.say(
        "Half of {medicine} is gone from the blood in about {hours} hours; the source gives {low} to {high} hours.",
        medicine=w.entry(drug.generic),
        hours=drug.half_life_h,
        low=low,
        high=high,
    )


def _doses(w: Words, drug: Drug) -> list[str]:
    try:
        doses = drug.doses
    except EvidenceError:
        return []
    if doses.low_mg == doses.high_mg:
        said = w.say("The usual dose for adults is {dose} mg a day. This is not advice for you.", dose=doses.low_mg)
    else:
        said = w.say(
            "The usual doses for adults are {low} to {high} mg a day. This is not advice for you.",
            low=doses.low_mg,
            high=doses.high_mg,
        )
    return [said]


def _read(w: Words, verification: str) -> str:
    return w.say("in the label itself") if verification == "primary" else w.say("in reports about the label")
