"""People out of 100, treated beside compared, as dots or in plain words: the reader chooses the study and outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import traitlets
from markupsafe import Markup

from nextsteps.evidence import EvidenceError, registry
from nextsteps.models.outcome import Group, Outcome, outcome
from nextsteps.models.whole_people import whole_people
from nextsteps.review import Ledger
from nextsteps.wording import outcomes as say
from nextsteps.wording import words
from nextsteps.wording.citations import cited
from nextsteps.wording.claims import why_not_compared
from nextsteps.wording.papers import papers
from widgets.lesson_widget import MARKUP, LessonWidget

OUTCOMES = ("response", "remission")
#: How a result is told below its sentence. Some people read dots at a glance, others find words easier.
SHOWN = ("dots", "words")


class IconArray(LessonWidget):
    """Dots for the people of a study. State: `study` (a source's id), `outcome` ("response" or "remission") and
    `shown` ("dots" or "words").

    >>> array = IconArray("tms-in-100", ["tms.sham-trials-response", "tms.nih-trial-remission"])  # doctest: +SKIP
    >>> array.outcome = "remission"   # the picture, in JupyterLab, follows               # doctest: +SKIP
    """

    stem = "icon_array"
    study = traitlets.Unicode().tag(sync=True, choice=True)
    outcome = traitlets.Enum(OUTCOMES, OUTCOMES[0]).tag(sync=True, choice=True)
    shown = traitlets.Enum(SHOWN, SHOWN[0]).tag(sync=True, choice=True)

    def __init__(self, name: str, claims: Sequence[str], *, language: str = "en", **chosen: str) -> None:
        """`claims` are ids of shares of people; those of one source make one study, in the order given.

        Raises EvidenceError if a claim may not be shown, is no share of people, or has no label to choose it by.
        """
        self.words = words(language)
        self.signed = Ledger.read(registry())
        self.found: dict[str, dict[str, Outcome]] = {}
        for id in claims:
            found = outcome(registry().claim(id))
            if not (found.claim.label and found.claim.outcome in OUTCOMES):
                raise EvidenceError(
                    f"{found.claim.file}, {id}: a reader cannot choose it; add its label, "
                    "and its outcome as response or remission."
                )
            if found.treated.people is None:
                raise EvidenceError(
                    f"{found.claim.file}, {id}: a range between ways of counting cannot be drawn as people; "
                    "choose a claim with one value."
                )
            outcomes = self.found.setdefault(found.claim.source, {})
            if found.claim.outcome in outcomes:
                raise EvidenceError(
                    f"{found.claim.file}, {id}: {outcomes[found.claim.outcome].claim.id} has the same study "
                    "and outcome; show one of them, or give each a picture of its own."
                )
            outcomes[found.claim.outcome] = found
        if not self.found:
            raise EvidenceError(f"The picture {name!r} names no claim; give it at least one.")
        states = {f"{s} {o}": self._state(s, o) for s in self.found for o in OUTCOMES}
        super().__init__(**{"name": name, "study": next(iter(self.found)), "states": states, **chosen})

    @traitlets.validate("study")
    def _known_study(self, proposal: Any) -> str:
        if proposal["value"] not in self.found:
            raise traitlets.TraitError(
                f"There is no study {proposal['value']!r} here; choose one of: {', '.join(self.found)}"
            )
        return str(proposal["value"])

    def label(self, study: str) -> str:
        """The name a reader chooses the study by."""
        return self.words.entry(next(iter(self.found[study].values())).claim.label)

    def _state(self, study: str, chosen: str) -> dict[str, str]:
        w, found, lead = self.words, self.found[study].get(chosen), ""
        if found is None:
            found = next(iter(self.found[study].values()))
            lead = w.say(
                "This study’s summary has no number for “{missing}”. Here is “{given}”.",
                missing=say.outcome_name(w, chosen),
                given=say.outcome_name(w, found.claim.outcome),
            )
        source = registry().sources[found.claim.source]
        picture = MARKUP.get_template("icon_array_picture.html").render(
            groups=self._groups(found),
            plain=say.plain(w, found),
            could_be=self._could_be(found),
            other_side=say.other_side(w, found),
            small=w.say("This is a small study, so each person moves the number a lot.")
            if found.treated.of < 100
            else "",
            details=papers(w, found.claim, source, self.signed),
            details_title=w.say("Who was counted, and how sure is it?"),
            source=source,
            citation=cited(source, w.language),
            source_title=w.say("Read the study"),
            secondary=w.say("We read this number in reports about the study, not in the study itself.")
            if found.claim.verification == "secondary"
            else "",
        )
        return {"sentence": f"{lead} {say.sentence(w, found)}".strip(), "picture": picture}

    def _groups(self, found: Outcome) -> list[dict[str, Any]]:
        titles = say.group_names(self.words, found)
        groups = [g for g in (found.treated, found.compared) if g is not None]
        return [
            {"title": t, "people": say.people_of(self.words, g), "kind": kind, **dots(g)}
            for t, g, kind in zip(titles, groups, ("treated", "compared"), strict=False)
        ]

    def _could_be(self, found: Outcome) -> list[str]:
        """What the lighter dots mean, and how far they reach; or only that the source gives no range to draw."""
        w = self.words
        groups = [g for g in (found.treated, found.compared) if g is not None]
        if all(g.interval is None for g in groups):
            none = w.say("The source gives no range, so we cannot show how far chance could have moved these numbers.")
            return ["", none]
        lighter = w.say(
            "The lighter dots are “could be” people, since a study can be off by chance. "
            "A dot with a hole may be one too many. A ring with a point may be one too few."
        )
        ranges = [
            w.say("{group}: {range}.", group=title, range=say.interval(w, g))
            for title, g in zip(say.group_names(w, found), groups, strict=False)
        ]
        return [lighter, " ".join(ranges)]

    def content(self) -> dict[str, Any]:
        w = self.words
        return {
            "study": self.study,
            "outcome": self.outcome,
            "studies": [(s, self.label(s)) for s in self.found],
            "outcomes": [(o, say.outcome_name(w, o)) for o in OUTCOMES],
            "choose_study": w.say("Choose a study"),
            "choose_outcome": w.say("What counts as better?"),
            "shown": self.shown,
            "ways": [("dots", w.say("As dots")), ("words", w.say("In plain words"))],
            "choose_shown": w.say("How should we show it?"),
            "state": {
                k: Markup(v) if k == "picture" else v for k, v in self.states[f"{self.study} {self.outcome}"].items()
            },
            "average": w.say("These are people in a study. Nobody can know which of them you would be."),
            "table_title": w.say("All of these numbers as a table"),
            "columns": [w.say("Study"), w.say("What counts"), w.say("With TMS"), w.say("With sham"), w.say("In words")],
            "rows": [self._row(f) for by_outcome in self.found.values() for f in by_outcome.values()],
            "no_script": w.say("To switch between studies, this page needs scripts. The table below has every number."),
        }

    def _row(self, found: Outcome) -> list[str]:
        w = self.words
        together = found.compared_with == "both groups together"
        treated = say.people_of(w, found.treated)
        return [
            w.entry(found.claim.label),
            say.outcome_name(w, found.claim.outcome),
            w.say("{people}, both groups together", people=treated) if together else treated,
            say.people_of(w, found.compared)
            if found.compared
            else w.say("not given")
            if together
            else why_not_compared(w, found.compared_with),
            say.sentence(w, found),
        ]

    def every_state(self) -> list[str]:
        return [
            f"{self.label(s)} · {o}: {self.states[f'{s} {o}']['sentence']}"
            + (f" [{'; '.join(self._intervals(self.found[s][o]))}]" if o in self.found[s] else "")
            for s in self.found
            for o in OUTCOMES
        ]

    def _intervals(self, found: Outcome) -> list[str]:
        return [say.interval(self.words, g) for g in (found.treated, found.compared) if g is not None]


def dots(group: Group) -> dict[str, Any]:
    """The dots of a group as SVG paths of zero-length strokes with round ends.

    `filled` are the people counted and `empty` the rest; of them `could_not` and `could` are those between the ends of
    the interval, whom chance alone could have left out or added. Without an interval both are empty.
    One path draws any number of dots in a few bytes each, prints sharply and follows the text's colours.
    """
    across = 10 if group.of >= 50 else 5
    places = [(i % across * 10 + 5, i // across * 10 + 5) for i in range(group.of)]
    assert group.people is not None  # a range was refused
    people = group.people
    low, high = could_be(group)

    def path(start: int, end: int) -> str:
        return "".join(f"M{x} {y}h0" for x, y in places[start:end])

    return {
        "filled": path(0, people),
        "empty": path(people, group.of),
        "could_not": path(low, people),
        "could": path(people, high),
        "width": across * 10,
        "height": -(-group.of // across) * 10,
    }


def could_be(group: Group) -> tuple[int, int]:
    """The ends of the interval in people of this group, of 14 where there were 14; both the count without an interval.

    An interval is out of 100 people, so in a small group its ends are the nearest whole person, never past the count.
    """
    assert group.people is not None
    if group.interval is None:
        return group.people, group.people
    low, high = (whole_people(end / 100, group.of) for end in group.interval)
    return min(low, group.people), max(high, group.people)
