"""The two groups of one study in the words of a small picture: who each was, how many, and how to read the dots."""

from __future__ import annotations

from nextsteps.evidence import EvidenceError, registry
from nextsteps.models.outcome import outcome
from nextsteps.wording.language import Words
from nextsteps.wording.options import Counted, counted, groups_of
from nextsteps.wording.two_groups import two_groups

#: The claims that tell of a choice, so that its groups have the same names here as beside the other choices.
CHOICES = {
    "tms.sham-trials-response": "tms",
    "options.add-cbt-response": "add-therapy",
    "options.esketamine-response-day-28": "esketamine",
    "options.ketamine-versus-ect": "ect",
}


def both_groups(w: Words, id: str) -> tuple[tuple[Counted, Counted], str]:
    """The two groups that the claim tells of, the one it is about first, and what a full dot and a ring stand for.

    Raises EvidenceError for a claim that may not be shown, whose groups have no words, or that has not two of them.
    """
    better = w.say("A full dot is a person who got at least half better. A ring is a person who did not.")
    match id:
        case "breakthrough.antler-relapse-while-staying" | "stopping.any-symptom":
            said = two_groups(w, outcome(registry().claim(id)))
            reads = (
                w.say("A full dot is a person whose depression came back. A ring is a person whose did not.")
                if id.startswith("breakthrough")
                else w.say("A full dot is a person who noticed symptoms. A ring is a person who did not.")
            )
            return groups_of(w, id, said.first, said.second), reads
        case "tms-safety.scalp-pain-first-session":
            reads = w.say(
                "A full dot is a person whose scalp hurt at the first session. A ring is a person whose did not."
            )
            return _named_as(w, id, "tms"), reads
        case "options.esketamine-over-65-response":
            return _named_as(w, id, "esketamine"), better
        case "tms.versus-switch-us-response":
            return groups_of(w, id, w.say("TMS added"), w.say("Medicine switched")), better
        case _ if id in CHOICES:
            return counted(w)[CHOICES[id]], better
    raise EvidenceError(f"{id}: nobody has named its two groups for a small picture; name them in {__name__}.")


def _named_as(w: Words, id: str, choice: str) -> tuple[Counted, Counted]:
    """The two groups of another claim about a choice, with the names that they have beside the other choices."""
    first, second = counted(w)[choice]
    return groups_of(w, id, first.title, second.title)
