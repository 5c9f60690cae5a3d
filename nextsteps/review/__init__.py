"""Who read which claim against its source, and what has changed since: the tools of the people who review.

A page that names its reviewers asks here, and gets only sign-offs of exactly what the claim says today::

    from nextsteps.review import signoffs
    signoffs("tms.sham-trials-response")     # a list; each has .reviewer and .date

A reviewer types `python -m nextsteps.review` and one of `sign`, `due`, `report` and `diff`.
"""

from nextsteps.review.ledger import Ledger, SignOff, signoffs

__all__ = ["Ledger", "SignOff", "signoffs"]
