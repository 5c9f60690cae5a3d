"""Which claims a reviewer means: ids as they are written, or patterns such as "tms.*"."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from nextsteps.evidence import Claim, EvidenceError, Registry


def is_pattern(asked: str) -> bool:
    return any(sign in asked for sign in "*?[")


def chosen(asked: Sequence[str], known: Registry) -> list[Claim]:
    """The claims asked for, each once, in the order asked. Raises EvidenceError if an id or a pattern finds none."""
    found: dict[str, Claim] = {}
    for one in asked:
        claims = [c for c in known if fnmatchcase(c.id, one)] if is_pattern(one) else [known.record(one)]
        if not claims:
            topics = ", ".join(sorted({f"{c.topic}.*" for c in known}))
            raise EvidenceError(f"No claim matches the pattern {one!r}; the topics are {topics}.")
        found.update((c.id, c) for c in claims)
    return list(found.values())
