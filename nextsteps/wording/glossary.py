"""Medical words in everyday ones: the one source of what a page shows at a word's first use. No number stands here."""

from __future__ import annotations

from dataclasses import dataclass

from nextsteps.wording.language import Words


@dataclass(frozen=True, eq=False)
class Term:
    """A medical word.

    key       its name in GLOSSARY.md, small letters; the same in every language
    forms     how it is written in the prose of each language, as a regular expression
    everyday  the same in an everyday word or two
    meaning   one sentence
    """

    key: str
    forms: dict[str, str]
    everyday: str
    meaning: str


def terms(w: Words) -> tuple[Term, ...]:
    """Every medical word that lessons explain where they first use it."""
    return (
        Term(
            "TMS",
            {"en": r"TMS", "es": r"EMT"},
            w.say("magnetic treatment"),
            w.say("Transcranial magnetic stimulation: magnetic pulses reach the brain through the scalp."),
        ),
        Term(
            "ECT",
            {"en": r"ECT", "es": r"TEC"},
            w.say("a brief seizure, asleep"),
            w.say("Electroconvulsive therapy: doctors start a brief seizure on purpose while you are asleep."),
        ),
        Term(
            "sham",
            {"en": r"sham", "es": r"simulad[oa]s?"},
            w.say("pretend treatment"),
            w.say("A pretend treatment that looks and sounds like TMS, to see what happens without it."),
        ),
        Term(
            "dummy pill",
            {"en": r"dummy pills?|placebo", "es": r"pastillas? sin medicamento|placebo"},
            w.say("pill with no medicine"),
            w.say("It shows what happens without the medicine. Doctors say placebo."),
        ),
        Term(
            "remission",
            {"en": r"remission", "es": r"remisión"},
            w.say("few or no symptoms left"),
            w.say("A score on a rating scale below a line that the study set."),
        ),
        Term(
            "relapse",
            {"en": r"relapses?|relapsed", "es": r"recaídas?"},
            w.say("it comes back"),
            w.say("Depression that was better comes back."),
        ),
        Term(
            "coil",
            {"en": r"coils?", "es": r"bobinas?"},
            w.say("the part held to the head"),
            w.say("The part of a TMS device that rests against the head and sends the pulses."),
        ),
        Term(
            "adequate trial",
            {"en": r"fair try|full trial|fair trials?", "es": r"prueba justa|prueba completa"},
            w.say("a fair try"),
            w.say("A medicine taken at a high enough dose, for long enough, and as prescribed."),
        ),
        Term(
            "half-life",
            {"en": r"half-life", "es": r"vida media"},
            w.say("how fast it leaves"),
            w.say("The time in which the amount of a medicine in the body falls by half."),
        ),
        Term(
            "comparison",
            {"en": r"comparison groups?", "es": r"grupos? de comparación"},
            w.say("the others in the study"),
            w.say("People who got something else, so that one can see what the treatment adds."),
        ),
    )
