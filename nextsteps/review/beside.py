"""What stands beside the claims and goes stale as they do: medicines, next steps and the PHQ-9. Nobody signs them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

from nextsteps.evidence import Drug, Registry
from nextsteps.evidence.drugs import FILE as DRUGS
from nextsteps.evidence.next_steps import FILE as NEXT_STEPS
from nextsteps.evidence.phq9 import FILE as PHQ9
from nextsteps.review.standing import year_before

#: What each file holds, as a changelog calls it, and what stands before its ids on the command line.
FILES = {DRUGS: ("Medicines", "drug."), NEXT_STEPS: ("Next steps", "step."), PHQ9: ("PHQ-9", "form.")}


@dataclass(frozen=True)
class BesideStanding:
    """One record, by the id a reviewer asks for it with ("drug.sertraline"), and why it is due (see REASONS)."""

    id: str
    file: str
    verification: str
    checked: datetime.date
    says: str
    reasons: dict[str, str]


def is_beside(asked: str) -> bool:
    """Whether a reviewer means one of these records rather than a claim."""
    return asked.startswith(tuple(before for _, before in FILES.values()))


def beside_standings(asked: Sequence[str], known: Registry, today: datetime.date) -> list[BesideStanding]:
    """How each record asked for stands on the day `today`; all of them where nothing is asked for."""
    found = [_drug_standing(drug) for drug in known.drugs.values()]
    found += [
        BesideStanding(f"step.{step.id}", NEXT_STEPS, step.verification, step.checked, step.name, _open(step.open))
        for step in known.next_steps.values()
    ]
    found += [
        BesideStanding(f"form.{part.id}", PHQ9, part.verification, part.checked, part.en, _open(part.open))
        for part in known.phq9.values()
    ]
    wanted = [s for s in found if not asked or any(fnmatchcase(s.id, one) for one in asked)]
    return [replace(s, reasons=_reasons(s, today)) for s in wanted]


def _open(missing: str) -> dict[str, str]:
    return {"open": missing} if missing else {}


def _drug_standing(drug: Drug) -> BesideStanding:
    half_life, doses, steady = drug.half_life_read, drug.doses_read, drug.steady_state_read
    read = {"half-life": drug.verification_half_life, "doses": drug.verification_dose}
    if steady:
        read["time to steady state"] = steady.verification
    missing = [f"half-life: {drug.half_life_open}"] if drug.half_life_open else []
    missing += [f"doses: {drug.doses_open}"] if drug.doses_open else []
    missing += [f"{what}: only recalled" for what, how in read.items() if how == "recalled"]
    reasons = _open("; ".join(missing))
    if told := [what for what, how in read.items() if how == "secondary"]:
        reasons["secondary"] = f"{drug.source}: {', '.join(told)}"
    says = f"{drug.generic}: half-life {half_life.value:g} hours, {doses.low_mg:g} to {doses.high_mg:g} mg a day"
    return BesideStanding(f"drug.{drug.id}", DRUGS, drug.verification, drug.checked, says, reasons)


def _reasons(standing: BesideStanding, today: datetime.date) -> dict[str, str]:
    reasons = dict(standing.reasons)
    if standing.checked < year_before(today):
        reasons["overdue"] = f"last checked {standing.checked}"
    if standing.verification == "secondary":
        reasons.setdefault("secondary", standing.says)
    return reasons


def beside_changes(file: str, old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """An entry for each record of one file that changed, is new or was removed, with each key before and after."""
    _, before = FILES[file]
    entries = []
    for id in sorted(old.keys() | new.keys()):
        was, now = old.get(id, {}), new.get(id, {})
        if not was or not now:
            table = was or now
            lines = ["removed" if was else "new", *(f"{key}: {_told(value)}" for key, value in table.items())]
        else:
            keys = [key for key in dict.fromkeys([*was, *now]) if was.get(key) != now.get(key)]
            lines = [f"{key}: {_told(was.get(key))} → {_told(now.get(key))}" for key in keys]
        if lines:
            entries.append("\n".join([f"- `{before}{id}`", *(f"  - {line}" for line in lines)]))
    return entries


def _told(value: Any) -> str:
    if isinstance(value, list):
        numbers = all(isinstance(v, int | float) for v in value)
        return (" to " if numbers else ", ").join(_told(v) for v in value)
    return "none" if value is None else f"{value:.10g}" if isinstance(value, int | float) else str(value)
