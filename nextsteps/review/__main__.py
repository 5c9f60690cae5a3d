"""`python -m nextsteps.review`: sign claims, list what is due, report how each claim stands, show what changed."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from nextsteps.evidence import Claim, EvidenceError, Registry
from nextsteps.evidence.registry import FOLDER
from nextsteps.review.beside import beside_standings, is_beside
from nextsteps.review.diff import numbers_that_changed
from nextsteps.review.languages import waiting_text
from nextsteps.review.ledger import Ledger, reviewer_name
from nextsteps.review.lessons import LESSONS
from nextsteps.review.listing import beside_text, due_csv, due_text, report_csv, report_text
from nextsteps.review.selection import chosen, chosen_with_lines, is_pattern
from nextsteps.review.signing import sign
from nextsteps.review.standing import line_standings, standings


def main(arguments: list[str] | None = None) -> None:
    """Run one command. Whatever is wrong ends it with one sentence and an exit code that is not zero."""
    asked = _parser().parse_args(arguments)
    try:
        known = Registry.read(asked.evidence)
        print(asked.run(asked, known), end="", flush=True)
    except EvidenceError as error:
        sys.exit(str(error))
    except BrokenPipeError:  # `… due | head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nextsteps.review", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="sign, due, report or diff")
    folder = argparse.ArgumentParser(add_help=False)
    folder.add_argument("--evidence", type=Path, default=FOLDER, metavar="FOLDER", help="another evidence folder")

    signing = commands.add_parser(
        "sign", parents=[folder], help="put your name under claims you compared with their sources"
    )
    signing.add_argument(
        "claims", nargs="*", metavar="claim", help='the id of a claim, or a quoted pattern such as "tms.*"'
    )
    signing.add_argument("--reviewer", default="", metavar="NAME", help="your initials or name, as readers will see it")
    signing.add_argument("--yes", action="store_true", help="sign what a pattern finds, after you have seen its list")
    signing.set_defaults(run=_sign)

    for name, run, what in (
        ("due", _due, "list the claims and crisis lines that wait for a reviewer"),
        ("report", _report, "say how each claim stands"),
    ):
        listing = commands.add_parser(name, parents=[folder], help=what)
        listing.add_argument("claims", nargs="*", metavar="claim", help="only these: ids or quoted patterns")
        listing.add_argument("--format", choices=("text", "csv"), default="text")
        listing.set_defaults(run=run)

    changed = commands.add_parser("diff", parents=[folder], help="show the numbers that changed since a git revision")
    changed.add_argument("revision", metavar="REV", help="a tag, a branch or a commit")
    changed.add_argument("--notebooks", type=Path, default=LESSONS, metavar="FOLDER", help="another folder of lessons")
    changed.set_defaults(run=_diff)
    return parser


def _sign(asked: argparse.Namespace, known: Registry) -> str:
    name = reviewer_name(asked.reviewer)
    found = chosen(asked.claims, known)
    by_pattern = any(is_pattern(one) for one in asked.claims)
    left_out = [c for c in found if c.verification == "recalled" and c.id not in asked.claims]
    claims = [c for c in found if c not in left_out]
    if claims and by_pattern and not asked.yes:
        print(_named("To sign:", claims) + _named("Left out, because only recalled:", left_out), end="")
        sys.exit(f"Nothing is signed yet; to sign these {len(claims)} as {name}, repeat the command with --yes.")
    added = {signoff.claim for signoff in sign(claims, name, known, asked.evidence)}
    return (
        _named(f"Signed by {name}:", [c for c in claims if c.id in added])
        + _named(f"Already signed by {name} today:", [c for c in claims if c.id not in added])
        + _named("Left out, because only recalled:", left_out)
    )


def _named(title: str, claims: Sequence[Claim]) -> str:
    """The claims below a title, or nothing if there are none."""
    return "\n".join([title, *(f"  {c.id}: {c.statement}" for c in claims), ""]) if claims else ""


def _due(asked: argparse.Namespace, known: Registry) -> str:
    today = datetime.date.today()
    of_claims = [one for one in asked.claims if not is_beside(one)]
    beside_claims = [one for one in asked.claims if is_beside(one)]
    beside = beside_standings(beside_claims, known, today) if beside_claims or not asked.claims else []
    for one in beside_claims:
        if not any(fnmatchcase(s.id, one) for s in beside):
            raise EvidenceError(f"There is no record {one!r} beside the claims; see them all with due alone.")
    if beside_claims and not of_claims:
        return due_csv([], [], beside) if asked.format == "csv" else beside_text(beside).lstrip("\n")
    claims, lines = chosen_with_lines(of_claims, known)
    found, found_lines = standings(claims, Ledger.read(known, asked.evidence), today), line_standings(lines, today)
    if asked.format == "csv":
        return due_csv(found, found_lines, beside)
    return due_text(found, today, found_lines) + beside_text(beside)


def _report(asked: argparse.Namespace, known: Registry) -> str:
    found = standings(chosen(asked.claims or ["*"], known), Ledger.read(known, asked.evidence), datetime.date.today())
    if asked.format == "csv":
        return report_csv(found)
    return report_text(found) + ("" if asked.claims else waiting_text())


def _diff(asked: argparse.Namespace, known: Registry) -> str:
    return numbers_that_changed(asked.revision, asked.evidence, asked.notebooks)


if __name__ == "__main__":
    main()
