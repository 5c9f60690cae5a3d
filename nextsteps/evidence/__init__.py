"""Every number a reader sees, with its papers: read from TOML, checked, never computed here.

A lesson asks for a claim by its id::

    from nextsteps.evidence import claim
    claim("tms.sham-trials-response").value      # 0.293, a share of people from 0 to 1

and is refused, in one sentence, if the claim does not exist or may not be shown.
"""

from nextsteps.evidence.drugs import Doses, Drug, Hours, SteadyState
from nextsteps.evidence.next_steps import Amount, NextStep
from nextsteps.evidence.phq9 import FormText
from nextsteps.evidence.records import Claim, Comparison, CrisisLine, EvidenceError, Measurement, Source
from nextsteps.evidence.registry import Registry, claim, registry

__all__ = [
    "Amount",
    "Claim",
    "Comparison",
    "CrisisLine",
    "Doses",
    "Drug",
    "EvidenceError",
    "FormText",
    "Hours",
    "Measurement",
    "NextStep",
    "Registry",
    "Source",
    "SteadyState",
    "claim",
    "registry",
]
