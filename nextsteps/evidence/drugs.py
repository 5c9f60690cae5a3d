"""What the US label says of each antidepressant: how fast it leaves the body, and the doses it is given in.

A half-life or a dose that nobody has read in a source, or that sources dispute, is here for reviewers and never shown.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nextsteps.evidence.records import VERIFICATIONS, EvidenceError, Reader

FILE = "drugs.toml"


@dataclass(frozen=True)
class Hours:
    """A half-life in hours. `low` and `high` are the range the source gives; both None where it gives one number."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Doses:
    """What adults usually take, in mg a day. `start` is None where the source gives no single starting dose.

    They say what a fair trial can mean in a study. They are no advice, and no check of anyone's treatment.
    """

    low_mg: float
    high_mg: float
    start_mg: float | None = None


@dataclass(frozen=True)
class SteadyState:
    """Days until the level no longer climbs with a dose every day, and what that rests on."""

    days: float
    basis: str
    verification: str


@dataclass(frozen=True)
class Drug:
    """One medicine. The fields that end in `_read` are what was read, shown or not, for reviewers and exports.

    Take `half_life`, `doses`, `metabolite_half_life` and `steady_state`, which refuse what may not be shown, or the
    `…_h` numbers, which are None then.

    half_life_open, doses_open   what is missing before the half-life (with all that follows from it) or the doses may
                                 be shown; empty where nothing is
    curve        whether a curve of its level may be drawn
    missed_dose_text  what the label, or else this project, says about a missed dose
    note         a remark for reviewers, which no reader sees
    """

    id: str
    generic: str
    brand: str
    drug_class: str
    half_life_read: Hours
    doses_read: Doses
    source: str
    verification: str
    verification_half_life: str
    verification_dose: str
    missed_dose_text: str
    checked: datetime.date
    active_metabolite: str = ""
    metabolite_half_life_read: Hours | None = None
    steady_state_read: SteadyState | None = None
    also: tuple[str, ...] = ()
    half_life_open: str = ""
    doses_open: str = ""
    curve: bool = False
    note: str = ""

    @property
    def half_life(self) -> Hours:
        """The half-life. Raises EvidenceError if it may not be shown."""
        self._refuse("half-life", self.verification_half_life, self.half_life_open)
        return self.half_life_read

    @property
    def metabolite_half_life(self) -> Hours | None:
        """That of the active metabolite, None if there is none. Raises EvidenceError if it may not be shown."""
        self._refuse("half-life", self.verification_half_life, self.half_life_open)
        return self.metabolite_half_life_read

    @property
    def doses(self) -> Doses:
        """The doses. Raises EvidenceError if they may not be shown."""
        self._refuse("dose", self.verification_dose, self.doses_open)
        return self.doses_read

    @property
    def steady_state(self) -> SteadyState:
        """The time to a steady level. Raises EvidenceError if there is none or it may not be shown."""
        read = self.steady_state_read
        if read is None:
            raise EvidenceError(
                f"{FILE}, {self.id}: the time to steady state is not in the registry, so no lesson may show it; "
                "read it in a source first."
            )
        self._refuse("time to steady state", read.verification, self.half_life_open)
        return read

    @property
    def curve_may_be_drawn(self) -> bool:
        """Whether a curve of its level may be drawn."""
        return self.curve and self._shown

    @property
    def half_life_h(self) -> float | None:
        """Hours, or None where the half-life may not be shown."""
        return self.half_life_read.value if self._shown else None

    @property
    def half_life_low_h(self) -> float | None:
        """The low end of the source's range in hours, or None where it has none or it may not be shown."""
        return self.half_life_read.low if self._shown else None

    @property
    def half_life_high_h(self) -> float | None:
        """The high end of the source's range in hours, or None where it has none or it may not be shown."""
        return self.half_life_read.high if self._shown else None

    @property
    def metabolite_half_life_h(self) -> float | None:
        """Hours, or None where there is no active metabolite with a half-life or it may not be shown."""
        read = self.metabolite_half_life_read
        return read.value if read and self._shown else None

    @property
    def _shown(self) -> bool:
        return self.verification_half_life != "recalled" and not self.half_life_open

    @property
    def sources(self) -> tuple[str, ...]:
        """The label first, then the sources that agree with it."""
        return (self.source, *self.also)

    def _refuse(self, what: str, verification: str, missing: str) -> None:
        if verification == "recalled":
            raise EvidenceError(
                f"{FILE}, {self.id}: the {what} was only recalled, so no lesson may show it; "
                "read its source and set verification."
            )
        if missing:
            raise EvidenceError(
                f"{FILE}, {self.id}: the {what} is still open ({missing}), so no lesson may show it; close it first."
            )


_KEYS = (
    "generic brand class half_life half_life_range metabolite metabolite_half_life metabolite_range steady_state_days "
    "steady_state_basis verification_steady_state usual_mg starting_mg source also verification "
    "verification_half_life verification_dose half_life_open dose_open curve missed_dose_text note checked"
).split()


def read_drug(id: str, table: Mapping[str, Any]) -> Drug:
    """One medicine from its TOML table. Raises EvidenceError, a sentence, at the first thing that is wrong."""
    reader = Reader(FILE, id, table)
    checked = reader.date("checked", needed=True)
    assert checked is not None  # Reader.date raised already
    drug = Drug(
        id=id,
        generic=reader.text("generic", needed=True),
        brand=reader.text("brand", needed=True),
        drug_class=reader.text("class", needed=True),
        half_life_read=_hours(reader, "half_life", "half_life_range", needed=True) or Hours(0),
        doses_read=_doses(reader),
        source=reader.text("source", needed=True),
        verification=reader.text("verification", needed=True, one_of=VERIFICATIONS),
        verification_half_life=reader.text("verification_half_life", needed=True, one_of=VERIFICATIONS),
        verification_dose=reader.text("verification_dose", needed=True, one_of=VERIFICATIONS),
        missed_dose_text=reader.text("missed_dose_text", needed=True),
        checked=checked,
        active_metabolite=reader.text("metabolite"),
        metabolite_half_life_read=_hours(reader, "metabolite_half_life", "metabolite_range"),
        steady_state_read=_steady_state(reader),
        also=reader.texts("also"),
        half_life_open=reader.text("half_life_open"),
        doses_open=reader.text("dose_open"),
        curve=reader.flag("curve"),
        note=reader.text("note"),
    )
    reader.done(_KEYS)
    if drug.metabolite_half_life_read and not drug.active_metabolite:
        raise reader.refuse("metabolite_half_life stands without a metabolite", "name the metabolite, or remove it")
    if drug.curve and not drug.curve_may_be_drawn:
        raise reader.refuse(
            "a curve is allowed although the half-life may not be shown", "remove curve, or close the half-life first"
        )
    return drug


def _hours(reader: Reader, key: str, range_key: str, *, needed: bool = False) -> Hours | None:
    value, span = reader.number(key), reader.pair(range_key)
    if value is None:
        if needed:
            raise reader.refuse(f"{key} is missing", f"add {key} in hours, as the source gives it")
        if span:
            raise reader.refuse(f"{range_key} stands without {key}", f"add {key}, or remove {range_key}")
        return None
    low, high = span or (None, None)
    if value <= 0 or (low is not None and low <= 0):
        raise reader.refuse(f"{key} is not above 0 hours", "write it in hours, as the source gives it")
    if low is not None and high is not None and not low <= value <= high:
        raise reader.refuse(
            f"{range_key} {low:g} to {high:g} does not contain {key} {value:g}", "correct the number that is wrong"
        )
    return Hours(value, low, high)


def _doses(reader: Reader) -> Doses:
    usual, start = reader.pair("usual_mg"), reader.number("starting_mg")
    if usual is None:
        raise reader.refuse("usual_mg is missing", "add usual_mg = [low, high] in mg a day, as the source gives it")
    if usual[0] <= 0 or (start is not None and start <= 0):
        raise reader.refuse("a dose is not above 0 mg", "write it in mg a day, as the source gives it")
    if start is not None and start > usual[1]:
        raise reader.refuse(
            f"starting_mg {start:g} is above the usual {usual[1]:g} mg", "correct the number that is wrong"
        )
    return Doses(*usual, start)


def _steady_state(reader: Reader) -> SteadyState | None:
    days, basis = reader.number("steady_state_days"), reader.text("steady_state_basis")
    verification = reader.text("verification_steady_state", one_of=VERIFICATIONS)
    if days is None and not basis and not verification:
        return None
    if days is None or not basis or not verification:
        raise reader.refuse(
            "steady_state_days, steady_state_basis and verification_steady_state belong together",
            "give all three, or none",
        )
    if days <= 0:
        raise reader.refuse("steady_state_days is not above 0", "write it in days, as the source gives it")
    return SteadyState(days, basis, verification)
