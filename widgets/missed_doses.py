"""A medicine's level over 14 days when doses are missed: the reader chooses the medicine and which doses."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import traitlets
from markupsafe import Markup

from nextsteps.evidence import Drug, EvidenceError, Registry, registry
from nextsteps.models.drug_level import BETWEEN_H, DAYS, PATTERNS, Course, Levels, Substance, course
from nextsteps.wording import missed_doses as say
from nextsteps.wording import words
from nextsteps.wording.citations import cited
from widgets.lesson_widget import MARKUP, LessonWidget

#: The drawing in pixels: its height, and how far above 100 percent it reaches, in percent.
HEIGHT, ABOVE = 230, 14
#: Units of a path: one across is an hour, `PER_PERCENT` down are a percent, so that a path needs whole numbers only.
PER_PERCENT = 2
#: How far, in percent, a drawn line may be from the model.
NEAR = 0.6


class MissedDoses(LessonWidget):
    """The level of a medicine, and of what the body makes of it. State: `medicine` (a drug's id), `pattern`, `asked`.

    >>> doses = MissedDoses("missed-doses")          # doctest: +SKIP
    >>> doses.pattern = "weekends-off"               # doctest: +SKIP
    """

    stem = "missed_doses"
    medicine = traitlets.Unicode().tag(sync=True, choice=True)
    pattern = traitlets.Enum(tuple(PATTERNS), "one-missed").tag(sync=True, choice=True)
    asked = traitlets.List(traitlets.Unicode(), help="The medicines whose question is on the plan").tag(
        sync=True, choice=True
    )

    def __init__(
        self, name: str = "missed-doses", *, known: Registry | None = None, language: str = "en", **chosen: Any
    ) -> None:
        """`known` is the package's registry unless another is given. Raises EvidenceError if it offers no medicine."""
        self.words = w = words(language)
        self.known = known or registry()
        drawn = [id for id, drug in self.known.drugs.items() if drug.curve_may_be_drawn]
        self.drugs = {id: self.known.drug(id) for id in drawn}
        if not self.drugs:
            raise EvidenceError(
                "drugs.toml has no medicine whose level may be drawn; check a half-life and set its curve."
            )
        states: dict[str, Any] = {
            "missed": {pattern: sorted(days) for pattern, days in PATTERNS.items()},
            "medicines": {id: self._medicine(drug) for id, drug in self.drugs.items()},
            "levels": {
                f"{id} {pattern}": self._level(drug, pattern) for id, drug in self.drugs.items() for pattern in PATTERNS
            },
        }
        given = {"name": name, "medicine": next(iter(self.drugs)), "states": states}
        super().__init__(**{**given, "plan_title": w.say("Missed doses"), **chosen})

    @traitlets.validate("medicine")
    def _known_medicine(self, proposal: Any) -> str:
        if proposal["value"] not in self.drugs:
            raise traitlets.TraitError(
                f"There is no medicine {proposal['value']!r} here; choose one of: {', '.join(self.drugs)}"
            )
        return str(proposal["value"])

    @traitlets.validate("asked")
    def _known_medicines(self, proposal: Any) -> list[str]:
        for id in proposal["value"]:
            if id not in self.drugs:
                raise traitlets.TraitError(f"There is no medicine {id!r} here; choose among: {', '.join(self.drugs)}")
        return list(proposal["value"])

    def _medicine(self, drug: Drug) -> dict[str, str]:
        w = self.words
        about = MARKUP.get_template("missed_doses_about.html").render(
            said=say.half_life_sentences(w, drug),
            caveat=say.caveat(w, drug),
            sources=[(s.url, cited(s, w.language)) for s in map(self.known.sources.__getitem__, drug.sources)],
            title=w.say("How fast it leaves the body, and where that is from"),
            read=w.say("Read it there"),
        )
        return {"about": about, "ask": say.question(w, drug)}

    def _level(self, drug: Drug, pattern: str) -> dict[str, Any]:
        w = self.words
        own = course(PATTERNS[pattern], say.medicine(drug))
        active = say.metabolite(drug)
        made = course(PATTERNS[pattern], active) if active else None
        ends = say.fastest_and_slowest(drug)
        return {
            "title": say.title(w, drug, pattern),
            "sentence": say.sentence(w, drug, pattern),
            "active": say.metabolite_sentence(w, drug, pattern),
            "lines": [
                _between(ends, pattern) if ends else "",
                _path(_points(made.percent)) if made else "",
                _path(_points(own.percent)),
            ],
            "names": [
                _own_name(say.plain_name(w, drug), own, made or own),
                _made_name(w.say("made by the body"), made) if made else None,
            ],
        }

    def content(self) -> dict[str, Any]:
        w, states = self.words, self.states
        level = states["levels"][f"{self.medicine} {self.pattern}"]
        return {
            "medicine": self.medicine,
            "pattern": self.pattern,
            "medicines": [(id, say.choice(w, drug)) for id, drug in self.drugs.items()],
            "patterns": list(say.pattern_names(w).items()),
            "level": level,
            "about": Markup(states["medicines"][self.medicine]["about"]),
            "ask": states["medicines"][self.medicine]["ask"],
            "missed": PATTERNS[self.pattern],
            "days": range(1, DAYS + 1),
            "drawing": {
                "height": HEIGHT,
                "above": ABOVE * PER_PERCENT,
                "wide": BETWEEN_H * DAYS,
                "deep": 100 * PER_PERCENT,
            },
            "ticks": [
                (w.say("usual"), _down(100)),
                (w.say("half"), _down(50)),
                (w.say("none"), _down(0)),
            ],
            "in_plan": self.medicine in self.asked,
            "parts": [part for drug in self.drugs.values() for part in say.parts(w, drug)],
            "say": {
                "choose_medicine": w.say("Choose a medicine"),
                "choose_pattern": w.say("Choose which doses are missed"),
                "what": say.what_it_is(w),
                "whom": say.whom_to_ask(w),
                "how_title": w.say("How this picture is made"),
                "read": say.how_to_read(w),
                "day": w.say("Day"),
                "taken": w.say("dose taken"),
                "left_out": w.say("dose missed"),
                "made": w.say("What the body makes of it"),
                "shaded": w.say("people differ, by our source"),
                "add": w.say("Add to my plan:"),
                "table": w.say("Every medicine and pattern as a table"),
                "columns": say.columns(w),
                "no_script": w.say(
                    "To choose, this page needs scripts. The table below has every medicine and pattern."
                ),
            },
            "how": say.how_it_is_made(w),
            "waiting": say.not_yet_checked(w, self.known),
        }

    def every_state(self) -> list[str]:
        return [
            " ".join([say.exact(self.words, drug, pattern), level["sentence"], level["active"]]).strip()
            for id, drug in self.drugs.items()
            for pattern in PATTERNS
            for level in [self.states["levels"][f"{id} {pattern}"]]
        ]


def _down(percent: float) -> float:
    """Where a percentage stands, in pixels from the top of the drawing."""
    return round((100 + ABOVE - percent) / (100 + ABOVE) * HEIGHT, 1)


Name = list[str | float]


def _own_name(text: str, own: Course, made: Course) -> Name:
    """The medicine's name beside its line: in the bend as it comes back, or along the slope if it does not.

    [text, percent across, pixels down, the end by which it is held, and where on the line it points to: across, down]
    """
    below = np.flatnonzero(own.percent < 100 - 1e-6)
    if not below.size:
        return _placed(text, 4, _down(100) + 20, 4, _down(100))
    fall = own.percent[: BETWEEN_H * 6]  # the first dip of each pattern
    low = int(fall.argmin())
    back = np.flatnonzero(np.minimum(own.percent, made.percent)[low:] > (own.percent[low] + 95) / 2)
    if back.size and (own.back_day is not None or own.in_between):
        hour = low + int(back[0])
        return _placed(text, hour + 8, _down((own.percent[low] + 95) / 2) + 24, hour, _down(float(own.percent[hour])))
    half = int(np.flatnonzero(own.percent < 60)[0]) if own.lowest < 60 else low
    return _placed(text, 175, _down(72), half, _down(float(own.percent[half])))


def _made_name(text: str, made: Course) -> Name:
    """The name of what the body makes of it: above all lines, pointing down to its own."""
    hour = min(made.lowest_day * BETWEEN_H, 96)
    return _placed(text, hour, _down(100 + ABOVE - 6), hour, _down(float(made.percent[hour])))


def _placed(text: str, hour: float, down: float, line_hour: float, line_down: float) -> Name:
    def across(h: float) -> float:
        return round(h / (BETWEEN_H * DAYS) * 100, 1)

    return [text, across(hour), down, across(line_hour), line_down]


def _between(ends: tuple[Substance, Substance], pattern: str) -> str:
    """The room that the lines take up for all half-lives from the one to the other.

    The two ends alone are not its edges: a medicine that falls more also comes back faster, so their lines cross.
    """
    half_lives = np.geomspace(ends[0].half_life_h, ends[1].half_life_h, 9)
    every = np.stack([course(PATTERNS[pattern], Substance(float(h))).percent for h in half_lives])
    return _path([*_points(every.min(axis=0)), *reversed(_points(every.max(axis=0)))]) + "z"


def _points(percent: Levels) -> list[tuple[int, float]]:
    """The fewest points whose straight connection stays within `NEAR` percent of `percent`.

    Source: Douglas DH, Peucker TK. Cartographica 1973;10:112-122, with the distance measured upright.
    """

    def between(first: int, last: int) -> list[int]:
        straight = np.interp(np.arange(first, last + 1), [first, last], [percent[first], percent[last]])
        away = np.abs(straight - percent[first : last + 1])
        if away.max() <= NEAR:
            return []
        middle = first + int(away.argmax())
        return [*between(first, middle), middle, *between(middle, last)]

    end = percent.size - 1
    return [(hour, float(percent[hour])) for hour in (0, *between(0, end), end)]


def _path(points: Sequence[tuple[int, float]]) -> str:
    """The points as an SVG path of whole numbers, each step from the last: shorter, and alike from drug to drug."""
    places = [(hour, round((100 - percent) * PER_PERCENT)) for hour, percent in points]
    steps = [f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(places)]
    return f"M{places[0][0]} {places[0][1]}l{' '.join(steps)}"
