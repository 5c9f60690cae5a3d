"""What a course of TMS asks of a week: visits, weeks and hours, with the reader's own minutes of travel."""

from __future__ import annotations

from typing import Any

import traitlets
from markupsafe import Markup

from nextsteps.evidence import Comparison, EvidenceError, registry
from nextsteps.wording import words
from nextsteps.wording.citations import cited
from widgets.lesson_widget import LessonWidget

#: The claims that give the schedules: the daily course, the length of a session, and the five-day plan.
DAILY, MINUTES, FIVE_DAY = "tms.standard-schedule", "tms.session-minutes", "accelerated-tms.schedule"
PLANS = ("daily", "short", "five-day")
DAYS = ("5", "4", "3", "2", "1")
#: The longest way to a clinic that is taken for meant, in minutes: half a day.
LONGEST = 720


class TimeAndTravel(LessonWidget):
    """A calendar of visits, and the hours they take. State: `plan`, `minutes` of travel one way, `days` a week.

    The hours are arithmetic on what the reader typed, so the module does it; all of its words are Python's.
    """

    stem = "time_and_travel"
    plan_of_visits = traitlets.Enum(PLANS, PLANS[0]).tag(sync=True, choice=True)
    minutes = traitlets.Unicode("", help="One way, as typed").tag(sync=True, choice=True)
    days = traitlets.Enum(DAYS, DAYS[0]).tag(sync=True, choice=True)

    def __init__(self, name: str = "time-and-travel", *, language: str = "en", **chosen: Any) -> None:
        """Raises EvidenceError if one of the three claims may not be shown, or no longer gives its numbers."""
        self.words = w = words(language)
        daily, length, packed = (registry().claim(id) for id in (DAILY, MINUTES, FIVE_DAY))
        short = length.compared_with.measured.value if isinstance(length.compared_with, Comparison) else None
        if daily.measured.range is None or length.value is None or short is None or packed.value is None:
            raise EvidenceError(
                f"{daily.file}: {DAILY}, {MINUTES} and {FIVE_DAY} must give the visits, the minutes of both kinds of "
                "session, and the sessions of the five-day plan."
            )
        self.claims = (daily, length, packed)
        low, high = (int(end) for end in daily.measured.range)
        in_a_row = int(packed.follow_up.removesuffix(" days"))
        self.visits = {"daily": (low, high), "short": (low, high), "five-day": (in_a_row, in_a_row)}
        self.chair = {"daily": length.value, "short": short}
        self.sessions = int(packed.value)
        self.plans = {
            "daily": w.say("Daily, standard sessions"),
            "short": w.say("Daily, short sessions"),
            "five-day": w.say("Five-day plan"),
        }
        states: dict[str, Any] = {
            "plans": {plan: self._plan(plan) for plan in PLANS},
            "calendars": {
                **{f"{plan} {d}": calendar(*self.visits[plan], int(d)) for plan in ("daily", "short") for d in DAYS},
                "five-day": calendar(*self.visits["five-day"], in_a_row),
            },
            "longest": LONGEST,
            "bad": w.say("Please type the minutes one way as a whole number, such as “20”. Nothing else is lost."),
            "too_long": w.say("That is longer than half a day. Please type the minutes one way, not the hours."),
            "no_day": w.say("Please choose the first day above. Then the file can be made."),
            "made": w.say("The file is on this device now. Nothing was sent."),
            "event": w.say("Appointment"),
            "file": w.say("appointments"),
        }
        super().__init__(**{"name": name, "states": states, **chosen})

    def _plan(self, plan: str) -> dict[str, Any]:
        w, (low, high) = self.words, self.visits[plan]
        if plan == "five-day":
            return {
                "visits": [low, high],
                "chair": 0,  # how long a session takes is not in the summary
                "days": low,
                "plain": self._five_day(),
                "own": w.say("Travel alone would take you about {hours} hours in that week.", hours="{most}"),
            }
        return {
            "visits": [low, high],
            "chair": self.chair[plan],
            "days": 0,
            "plain": w.say(
                "{low} to {high} visits. Each session takes {minutes} minutes in the chair. The visit takes longer.",
                low=low,
                high=high,
                minutes=self.chair[plan],
            ),
            "own": w.say(
                "On your days that is {weeks} to {more_weeks} weeks. Travel and time in the chair would take you about "
                "{hours} to {more_hours} hours in all.",
                weeks="{fewest_weeks}",
                more_weeks="{most_weeks}",
                hours="{fewest}",
                more_hours="{most}",
            ),
            "usual": int(DAYS[0]),
            "slower": w.say("A standard course is five days a week. Ask the clinic whether fewer would be all right."),
        }

    def _five_day(self) -> str:
        return self.words.say(
            "{sessions} sessions in five days in a row, ten a day, with breaks of 50 minutes between them. So plan for "
            "most of each day. How long one session takes is not in the summary we read.",
            sessions=self.sessions,
        )

    def content(self) -> dict[str, Any]:
        w, state = self.words, self.states
        sources = {c.source: registry().sources[c.source] for c in self.claims}
        drawn = state["calendars"]
        return {
            "plans": list(self.plans.items()),
            "chosen": self.plan_of_visits,
            "days": list(
                zip(
                    DAYS,
                    (
                        w.say("five days a week"),
                        w.say("four days a week"),
                        w.say("three days a week"),
                        w.say("two days a week"),
                        w.say("one day a week"),
                    ),
                    strict=True,
                )
            ),
            "day": self.days,
            "minutes": self.minutes,
            "plain": state["plans"][self.plan_of_visits]["plain"],
            "calendar": drawn.get(f"{self.plan_of_visits} {self.days}") or drawn[self.plan_of_visits],
            "choose_plan": w.say("Which plan?"),
            "choose_minutes": w.say("Minutes to the clinic, one way"),
            "choose_days": w.say("Days you can go"),
            "calendar_title": w.say("Your visits: one row is one week, Monday to Sunday"),
            "sure": w.say("a visit"),
            "may": w.say("a visit in a longer course"),
            "ask": w.say(
                "Not every clinic offers every plan, and plans differ in what they pay. A faster plan has not been "
                "shown to work better. Ask what can bend."
            ),
            "own_costs": w.say("You may also want to think about fares, child care, and time off work."),
            "first_day": w.say("First day"),
            "save": w.say("Make a calendar file"),
            "save_note": w.say(
                "The file is made on this device. Each day in it just says “Appointment”. It holds the shorter course."
            ),
            "no_script": w.say(
                "Without scripts, here is how to work it out: add the minutes there, the minutes back and the minutes "
                "in the chair. Then multiply by the number of visits."
            ),
            "table_title": w.say("The three plans as a table"),
            "columns": [w.say("Plan"), w.say("What it asks")],
            "rows": [(self.plans[p], state["plans"][p]["plain"]) for p in PLANS],
            "where": w.say("Where the three plans come from"),
            "sources": [(s, cited(s, w.language)) for s in sources.values()],
        }

    def every_state(self) -> list[str]:
        plans = self.states["plans"]
        return [
            *(f"{self.plans[p]}: {plans[p]['plain']} {plans[p].get('slower', '')} {plans[p]['own']}" for p in PLANS),
            *(self.states[key] for key in ("bad", "too_long", "no_day", "made", "event")),
        ]


def calendar(fewest: int, most: int, days: int) -> dict[str, Any]:
    """A calendar of dots: those of kind `sure` are the visits of the shorter course, and `may` are those beyond it.

    A row is a week, and the first `days` weekdays of it have a visit. `height` is in units of the drawing, 20 a week.
    `dots` is markup, so that nobody takes the places in it for numbers that a reader is told.
    """
    places = [(i % days * 20 + 10, i // days * 20 + 10) for i in range(most)]
    weeks = -(-most // days)
    taken = set(places)
    free = [
        (x * 20 + 10, y * 20 + 10) for y in range(weeks) for x in range(7) if (x * 20 + 10, y * 20 + 10) not in taken
    ]
    kinds = {"free": free, "may": places[fewest:], "may-hole": places[fewest:], "sure": places[:fewest]}
    return {
        "dots": "".join(
            Markup('<path class="ns-{}" d="{}"/>').format(kind, "".join(f"M{x} {y}h0" for x, y in dots))
            for kind, dots in kinds.items()
        ),
        "height": weeks * 20,
    }
