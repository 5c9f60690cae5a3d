"""People as dots in groups that stand side by side and need no choice: so they need no script either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nextsteps.charts.rows_of_dots import rows_of_dots
from nextsteps.evidence import Claim, Comparison, EvidenceError, Measurement, registry
from nextsteps.models.outcome import Outcome, outcome
from nextsteps.models.whole_people import end_of_range, whole_people
from nextsteps.review import Ledger
from nextsteps.wording import outcomes as say
from nextsteps.wording import words
from nextsteps.wording.citations import cited
from nextsteps.wording.language import Words
from nextsteps.wording.papers import papers
from nextsteps.wording.two_groups import two_groups
from widgets.lesson_widget import MARKUP

#: Up to so many people in a picture, every dot is as large as every other.
EQUAL_UP_TO = 1_000


@dataclass(frozen=True)
class People:
    """One group: `people` of `of` are filled. `kind` is "treated" or "compared"; `said` is how the number is read."""

    title: str
    said: str
    people: int
    of: int
    kind: str

    @property
    def drawing(self) -> dict[str, Any]:
        """The dots of the group, as `rows_of_dots` gives them."""
        return rows_of_dots(self.people, self.of)

    @property
    def alone(self) -> bool:
        """Whether one dot among thousands is to be found by the ring around it."""
        return self.of > EQUAL_UP_TO and self.people == 1


@dataclass(frozen=True)
class Panel:
    """Groups of one size under one heading, with the sentence that says the same.

    `claims` are what the panel rests on: one for all of its groups, or one for each group in their order. `how_sure` is
    said, a line for each group, in place of their ranges where the picture counts out of another number than its claim.
    """

    title: str
    groups: tuple[People, ...]
    sentence: str
    claims: tuple[Claim, ...]
    how_sure: tuple[str, ...] = ()

    @property
    def enlarged(self) -> bool:
        """Whether the people counted are drawn larger than the rest: at their own size nobody would find them."""
        return any(group.of > EQUAL_UP_TO and group.people for group in self.groups)


class SideBySide:
    """Panels of groups, and where their numbers come from. `SideBySide.of_...` makes one from claims.

    Nothing here can be chosen, so it is plain HTML: the same in JupyterLab, on the page, on paper and without scripts.
    """

    def __init__(self, name: str, panels: Sequence[Panel], w: Words) -> None:
        self.name, self.panels, self.words = name, tuple(panels), w
        self.signed = Ledger.read(registry())

    @classmethod
    def of_raters(cls, name: str, claims: Sequence[str], *, language: str = "en") -> SideBySide:
        """The same people, rated by doctors and by themselves: one panel for each outcome, in the order given.

        Raises EvidenceError if the claims are not of one source, or one of them had a comparison group.
        """
        w = words(language)
        found = [outcome(registry().claim(id)) for id in claims]
        for o in found:
            if o.claim.source != found[0].claim.source or o.compared_with != "no comparison group":
                raise EvidenceError(
                    f"{o.claim.file}, {o.claim.id}: it is not about the same people without a comparison group; "
                    "show who rated in one study at a time."
                )
        panels = []
        for kind in dict.fromkeys(o.claim.outcome for o in found):
            of_kind = [o for o in found if o.claim.outcome == kind]
            doctors = [o for o in of_kind if o.claim.rater == "clinician"]
            patients = [o for o in of_kind if o.claim.rater == "patient"]
            if len(doctors) != 1 or not patients:
                raise EvidenceError(
                    f"{found[0].claim.file}: {name} needs one rating by clinicians and one or more by patients "
                    f"of each outcome; {kind} has {len(doctors)} and {len(patients)}."
                )
            groups = [
                _group(
                    w,
                    o,
                    w.say("Doctors’ rating ({scale})", scale=w.entry(o.claim.scale))
                    if o in doctors
                    else w.say("Patients’ own form ({scale})", scale=w.entry(o.claim.scale)),
                    "treated",
                )
                for o in [*doctors, *patients]
            ]
            numbers = {
                "doctors": say.people_of(w, doctors[0].treated),
                "patients": w.list([say.people_of(w, o.treated) for o in patients]),
            }
            sentence = (
                w.say(
                    "Doctors counted {doctors} people as better. By the forms those same people filled out, "
                    "it was {patients}. There was no comparison group.",
                    **numbers,
                )
                if kind == "response"
                else w.say(
                    "Doctors counted {doctors} people as having few or no symptoms. By the forms those same people "
                    "filled out, it was {patients}. There was no comparison group.",
                    **numbers,
                )
            )
            titles = {
                "response": w.say("Counted as better (response)"),
                "remission": w.say("Counted as having few or no symptoms (remission)"),
            }
            rated = tuple(o.claim for o in [*doctors, *patients])
            panels.append(Panel(titles[kind], tuple(groups), sentence, rated))
        return cls(name, panels, w)

    @classmethod
    def of_trials(cls, name: str, claims: Sequence[str], *, language: str = "en") -> SideBySide:
        """One panel for each trial: those treated beside those compared. Raises EvidenceError without a comparison."""
        w = words(language)
        panels = []
        for id in claims:
            found = outcome(registry().claim(id))
            if found.compared is None or not found.beside_sham:
                raise EvidenceError(
                    f"{found.claim.file}, {id}: it has no sham group to stand beside; choose a trial that has one."
                )
            other = People(
                w.say("People who had sham"),
                say.people_of(w, found.compared),
                found.compared.people or 0,
                found.compared.of,
                "compared",
            )
            panels.append(
                Panel(
                    w.entry(found.claim.label),
                    (_group(w, found, w.say("People who had TMS"), "treated"), other),
                    w.say(
                        "{sentence} Counted at: {when}.",
                        sentence=say.sentence(w, found),
                        when=w.entry(found.claim.follow_up),
                    ),
                    (found.claim,),
                )
            )
        return cls(name, panels, w)

    @classmethod
    def of_rates(
        cls, name: str, claim: str, titles: tuple[str, str], *, of: int, sentence: str, language: str = "en"
    ) -> SideBySide:
        """One panel of two rates per 1,000 patients, both drawn out of `of` people. `sentence` says what is counted.

        `titles` name the two groups. Raises EvidenceError if the claim is no rate per 1,000 patients beside another.
        """
        w = words(language)
        found = registry().claim(claim)
        rates = [found.measured]
        if isinstance(found.compared_with, Comparison):
            rates.append(found.compared_with.measured)
        if found.unit != "per 1,000 patients" or len(rates) != 2 or any(m.value is None for m in rates):
            raise EvidenceError(
                f"{found.file}, {claim}: it is not one rate per 1,000 patients beside another; "
                "choose a claim that compares two."
            )
        groups = []
        for title, measured, kind in zip(titles, rates, ("treated", "compared"), strict=True):
            people = whole_people((measured.value or 0) / 1_000, of)
            said = (
                w.say("fewer than one of {of}", of=of) if people == 0 and measured.value else say.counted(w, people, of)
            )
            groups.append(People(title, said, people, of, kind))
        both = w.say(
            "{what} {first}: {first_people}. {second}: {second_people}.",
            what=sentence,
            first=titles[0],
            first_people=groups[0].said,
            second=titles[1],
            second_people=groups[1].said,
        )
        title = w.say("Out of {of} patients", of=of)
        sure = tuple(_range_of(w, measured, of) for measured in rates)
        return cls(name, [Panel(title, tuple(groups), both, (found,), sure)], w)

    @classmethod
    def of_groups(cls, name: str, claims: Sequence[str], *, language: str = "en") -> SideBySide:
        """One panel for each claim that compares two groups: those who stayed, or stopped, and those beside them.

        Raises EvidenceError for a claim without two numbers of people, or whose groups have no words yet.
        """
        w = words(language)
        panels = []
        for id in claims:
            found = outcome(registry().claim(id))
            said = two_groups(w, found)
            assert found.compared is not None and found.compared.people is not None  # two_groups refused the rest
            other = People(
                said.second, say.people_of(w, found.compared), found.compared.people, found.compared.of, "compared"
            )
            both = (_group(w, found, said.first, "treated"), other)
            panels.append(Panel(said.heading, both, f"{said.sentence} {said.other_side}", (found.claim,)))
        return cls(name, panels, w)

    def html(self) -> str:
        """The pictures as HTML that is complete without a script."""
        w = self.words
        return MARKUP.get_template("people_side_by_side.html").render(
            name=self.name,
            panels=[(panel, self._papers(panel), self._cited(panel)) for panel in self.panels],
            details_title=w.say("Who was counted, and how sure is it?"),
            source_title=w.say("Read the study"),
            enlarged=w.say("The dots of those counted are drawn larger than the rest, so that you can find them."),
            ringed=w.say("A ring marks a dot that stands alone."),
            secondary=w.say("We read this number in reports about the study, not in the study itself."),
        )

    def _cited(self, panel: Panel) -> list[tuple[str, str]]:
        """The address and the citation of each source of a panel, once."""
        sources = [registry().sources[id] for id in dict.fromkeys(claim.source for claim in panel.claims)]
        return [(source.url, cited(source, self.words.language)) for source in sources]

    def _papers(self, panel: Panel) -> list[tuple[str, list[str]]]:
        """Pairs of a heading and its texts: one where all groups share it, else one for each group, by its title."""
        by_heading: dict[str, list[str]] = {}
        for claim in panel.claims:
            for heading, text in papers(self.words, claim, registry().sources[claim.source], self.signed):
                by_heading.setdefault(heading, []).append(text)
        if panel.how_sure:
            by_heading[self.words.say("How sure")] = list(panel.how_sure)
        pairs = []
        for heading, texts in by_heading.items():
            alike = len(set(texts)) == 1 or len(texts) != len(panel.groups)
            named = [f"{group.title}: {text}" for group, text in zip(panel.groups, texts, strict=False)]
            pairs.append((heading, list(dict.fromkeys(texts)) if alike else named))
        return pairs

    def every_state(self) -> list[str]:
        """Every panel as a line of text, for reviewers and for nbval."""
        return [f"{p.title}: {p.sentence}" for p in self.panels]

    def __repr__(self) -> str:
        return "\n".join([f"SideBySide {self.name}", *self.every_state()])

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": repr(self)}


def _range_of(w: Words, measured: Measurement, of: int) -> str:
    """The likely range of a rate per 1,000 patients, out of `of` people; or that none was reported."""
    if measured.interval is None:
        return w.say("range not reported")
    low, high = (end_of_range(end / 1_000, of) for end in measured.interval)
    return w.say("likely range {low} to {high} of {of}", low=low, high=high, of=of)


def _group(w: Words, found: Outcome, title: str, kind: str) -> People:
    if found.treated.people is None:
        raise EvidenceError(
            f"{found.claim.file}, {found.claim.id}: a range between ways of counting cannot be drawn as people; "
            "choose a claim with one value."
        )
    return People(title, say.people_of(w, found.treated), found.treated.people, found.treated.of, kind)
