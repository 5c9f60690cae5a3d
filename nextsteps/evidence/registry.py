"""The registry: claims, sources, crisis lines, medicines, next steps and the PHQ-9, checked against each other."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from nextsteps.evidence.drugs import FILE as DRUGS
from nextsteps.evidence.drugs import Doses, Drug, read_drug
from nextsteps.evidence.next_steps import FILE as NEXT_STEPS
from nextsteps.evidence.next_steps import NextStep, read_next_step
from nextsteps.evidence.phq9 import FILE as PHQ9
from nextsteps.evidence.phq9 import FormText, read_form_text, refuse_a_form_with_gaps
from nextsteps.evidence.records import (
    Claim,
    CrisisLine,
    EvidenceError,
    Source,
    read_claim,
    read_crisis_line,
    read_source,
    refuse_repeated_sources,
)
from nextsteps.evidence.toml_text import parse

FOLDER = Path(__file__).parent


class Registry:
    """Claims and all that is kept beside them, each by id. Whatever contradicts itself was refused when reading.

    A lesson takes a claim with `claim(id)`, which refuses what may not be shown and remembers what was asked for,
    so that the page can list its sources. A reviewer looks at any record with `record(id)`.
    """

    def __init__(
        self,
        claims: dict[str, Claim],
        sources: dict[str, Source],
        crisis: dict[str, CrisisLine],
        drugs: Mapping[str, Drug] = MappingProxyType({}),
        phq9: Mapping[str, FormText] = MappingProxyType({}),
        next_steps: Mapping[str, NextStep] = MappingProxyType({}),
    ) -> None:
        self._claims = claims
        self.sources = sources
        self._crisis = crisis
        self.drugs = drugs
        self.phq9 = phq9
        self.next_steps = next_steps
        self.asked: dict[str, Claim] = {}
        self.asked_drugs: dict[str, Drug] = {}
        self.asked_doses: dict[str, Drug] = {}

    @classmethod
    def read(cls, folder: Path = FOLDER) -> Registry:
        """Read `claims/*.toml` and the other tables under `folder`. Raises EvidenceError."""
        sources = {
            id: read_source("sources.toml", id, table) for id, table in _tables(folder / "sources.toml", "sources.toml")
        }
        refuse_repeated_sources("sources.toml", sources)
        claims: dict[str, Claim] = {}
        files = sorted((folder / "claims").glob("*.toml"))
        if not files:
            raise EvidenceError(
                f"There is no claim file in {folder / 'claims'}; restore the folder from the repository."
            )
        for path in files:
            name = f"claims/{path.name}"
            for id, table in _tables(path, name):
                if id in claims:
                    raise EvidenceError(f"{name}, {id}: the id stands in {claims[id].file} too; remove one of the two.")
                claim = read_claim(name, id, table)
                if claim.topic != path.stem:
                    raise EvidenceError(
                        f"{name}, {id}: the topic {claim.topic!r} is not the file's name; "
                        f"move it to claims/{claim.topic}.toml."
                    )
                for source in (claim.source, *claim.also):
                    _require_source(name, id, source, sources)
                claims[id] = claim
        crisis = {}
        for id, table in _tables(folder / "crisis.toml", "crisis.toml"):
            crisis[id] = read_crisis_line("crisis.toml", id, table)
            _require_source("crisis.toml", id, crisis[id].source, sources)
        drugs = {id: read_drug(id, table) for id, table in _tables(folder / DRUGS, DRUGS)}
        for drug in drugs.values():
            for source in drug.sources:
                _require_source(DRUGS, drug.id, source, sources)
        phq9 = {id: read_form_text(id, table) for id, table in _tables(folder / PHQ9, PHQ9)}
        refuse_a_form_with_gaps(phq9)
        for part in phq9.values():
            for source in part.sources:
                _require_source(PHQ9, part.id, source, sources)
        steps = {id: read_next_step(id, table) for id, table in _tables(folder / NEXT_STEPS, NEXT_STEPS)}
        for step in steps.values():
            for named in step.claims:
                if named not in claims:
                    near = difflib.get_close_matches(named, claims, 1, 0.6)
                    mend = f"did you mean {near[0]!r}" if near else "add it under nextsteps/evidence/claims"
                    raise EvidenceError(f"{NEXT_STEPS}, {step.id}: the claim {named!r} is not in the registry; {mend}.")
        return cls(claims, sources, crisis, drugs, phq9, steps)

    def __iter__(self) -> Iterator[Claim]:
        return iter(self._claims.values())

    @property
    def crisis_lines(self) -> tuple[CrisisLine, ...]:
        """Every crisis line, shown or not, for reviewers and exports."""
        return tuple(self._crisis.values())

    def record(self, id: str) -> Claim:
        """Any claim, shown or not, for reviewers. Raises EvidenceError if there is none of that id."""
        if id not in self._claims:
            near = difflib.get_close_matches(id, self._claims, 3, 0.5)
            mend = f"did you mean {' or '.join(near)}" if near else "add it under nextsteps/evidence/claims"
            raise EvidenceError(f"There is no claim {id!r} in the registry; {mend}.")
        return self._claims[id]

    def claim(self, id: str) -> Claim:
        """A claim that a reader may see. Raises EvidenceError if it is unknown, recalled or still open."""
        claim = self.record(id)
        _refuse_to_show(claim.file, id, "this claim", claim.verification, claim.open)
        self.asked[id] = claim
        return claim

    def crisis_line(self, id: str) -> CrisisLine:
        """A crisis line that may be shown. Raises EvidenceError if it is unknown, recalled or still open."""
        line = self._crisis.get(id)
        if line is None:
            raise EvidenceError(
                f"There is no crisis line {id!r} in crisis.toml; use one of: {', '.join(self._crisis)}."
            )
        if line.open or line.verification == "recalled":
            raise EvidenceError(
                f"crisis.toml, {id}: this line may not be shown ({line.open or 'recalled'}); "
                "call it and record the day."
            )
        return line

    def drug(self, id: str) -> Drug:
        """A medicine, whose `half_life` and `doses` refuse to be shown where they may not. Raises EvidenceError.

        It is remembered as asked for, so that the page can list its sources; a reviewer takes it from `drugs`.
        """
        self.asked_drugs[id] = self._known_drug(id)
        return self.drugs[id]

    def doses(self, id: str) -> Doses:
        """The usual doses of a medicine, for a page that shows no more of it. Raises EvidenceError.

        They are remembered apart from `drug`, so that the page's list of sources does not tell of half-lives too.
        """
        doses = self._known_drug(id).doses
        self.asked_doses[id] = self.drugs[id]
        return doses

    def _known_drug(self, id: str) -> Drug:
        if id not in self.drugs:
            near = difflib.get_close_matches(id, self.drugs, 3, 0.5)
            mend = f"did you mean {' or '.join(near)}" if near else f"add it to nextsteps/evidence/{DRUGS}"
            raise EvidenceError(f"There is no medicine {id!r} in the registry; {mend}.")
        return self.drugs[id]

    def form_text(self, id: str) -> FormText:
        """A part of the PHQ-9 that may be shown. Raises EvidenceError if it is unknown, recalled or still open."""
        part = self.phq9.get(id)
        if part is None:
            raise EvidenceError(f"The PHQ-9 has no part {id!r}; use one of: {', '.join(self.phq9)}.")
        _refuse_to_show(PHQ9, id, "this part of the form", part.verification, part.open)
        return part

    def next_step(self, id: str) -> NextStep:
        """A step that may be shown. Raises EvidenceError if it is unknown, recalled or still open."""
        step = self.next_steps.get(id)
        if step is None:
            raise EvidenceError(f"There is no next step {id!r}; use one of: {', '.join(self.next_steps)}.")
        _refuse_to_show(NEXT_STEPS, id, "this step", step.verification, step.open)
        return step


def _refuse_to_show(file: str, id: str, what: str, verification: str, missing: str) -> None:
    if verification == "recalled":
        raise EvidenceError(
            f"{file}, {id}: {what} was only recalled, so no lesson may show it; read its source and set verification."
        )
    if missing:
        raise EvidenceError(
            f"{file}, {id}: {what} is still open ({missing}), so no lesson may show it; close it first."
        )


def _require_source(file: str, id: str, source: str, sources: dict[str, Source]) -> None:
    if source not in sources:
        near = difflib.get_close_matches(source, sources, 1, 0.6)
        mend = f"did you mean {near[0]!r}" if near else "add it there"
        raise EvidenceError(f"{file}, {id}: the source {source!r} is not in sources.toml; {mend}.")


def _tables(path: Path, name: str) -> list[tuple[str, dict[str, Any]]]:
    """The tables of one TOML file, by id. A typo is reported with its line; tomllib itself refuses a repeated id."""
    try:
        content, _ = parse(path.read_bytes(), name)
    except FileNotFoundError:
        raise EvidenceError(f"{name} is missing in {path.parent}; restore it from the repository.") from None
    for id, table in content.items():
        if not isinstance(table, dict):
            raise EvidenceError(
                f'{name}, {id}: this stands outside any entry; put it below a heading such as ["topic.name"].'
            )
    return list(content.items())


@cache
def registry() -> Registry:
    """The registry of this package, read once in each process. Raises EvidenceError."""
    return Registry.read()


def claim(id: str) -> Claim:
    """A claim of this package's registry that a reader may see. Raises EvidenceError."""
    return registry().claim(id)
