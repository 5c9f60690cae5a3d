"""A trial run again in a pretend world: dots for what the repeats found, TMS above the line and sham below it.

Drawn as SVG alone. Nothing is gained by pointing at one of the dots, so Plotly has no part in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from nextsteps.charts.chart import data_table
from nextsteps.models.outcome import Outcome
from nextsteps.models.rerun import REPEATS, SIZES, Reruns, rerun, true_shares
from nextsteps.models.whole_people import whole_people
from nextsteps.wording.language import Words
from nextsteps.wording.outcomes import people_of

#: How many dots stand for all repeats of one group, and how far apart they are stacked, in units of the drawing.
DOTS, STACK = 100, 5.4
WIDTH, BAND = 320, 22


@dataclass(frozen=True)
class Repeats:
    """The picture with its words. `trial` is the id of the claim whose two shares are taken as true."""

    trial: str
    title: str
    pretend: str
    sentence: str
    how_to_read: str
    panels: list[tuple[str, str, tuple[Reruns, Reruns]]]
    columns: list[str]
    rows: list[list[str]]
    table_title: str
    legend: tuple[str, str]
    axis: str

    def html(self) -> str:
        """The whole picture as HTML that needs no script."""
        panels = Markup().join(
            Markup(
                '<div style="border:2px dashed var(--ns-edge);border-radius:8px;padding:.7rem;margin:1rem 0;'
                'max-width:32rem;break-inside:avoid"><p style="margin:0"><strong>{pretend}</strong> {title}</p>'
                '<p style="margin:.2rem 0 .6rem">{sentence}</p>{drawing}</div>'
            ).format(
                pretend=self.pretend, title=title, sentence=sentence, drawing=_drawing(groups, self.legend, self.axis)
            )
            for title, sentence, groups in self.panels
        )
        return str(
            Markup(
                '<div class="ns-widget"><figure id="rerun-of-{trial}" style="margin:0" '
                'aria-labelledby="rerun-title" aria-describedby="rerun-sentence">'
                '<figcaption><h3 id="rerun-title">{title}</h3><p id="rerun-sentence">{sentence}</p>'
                '<p class="ns-how">{how}</p></figcaption><div class="ns-panels">{panels}</div>'
                "{table}</figure></div>"
            ).format(
                trial=self.trial,
                title=self.title,
                sentence=self.sentence,
                how=self.how_to_read,
                panels=panels,
                table=data_table(self.table_title, self.columns, self.rows),
            )
        )

    def __repr__(self) -> str:
        """Every sentence as a line of text, each with the trial that the pretend world is made of."""
        lines = [self.sentence, *(f"{self.pretend} {title} {said}" for title, said, _ in self.panels)]
        return "\n".join([self.title, *(f"rerun-of-{self.trial}: {line}" for line in lines)])

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": repr(self)}


def repeats(trial: Outcome, earlier: Outcome, w: Words, sizes: Sequence[int] = SIZES) -> Repeats:
    """The trial run again with groups of each size, as if what it found were the truth for everybody.

    `earlier` is the smaller trial whose result the first size is to be seen beside.
    Raises EvidenceError if the trial has no share with and without treatment.
    """
    treated, sham = true_shares(trial.claim)
    panels, rows = [], []
    for of in sizes:
        groups = rerun(treated, of), rerun(sham, of)
        (low, high), (sham_low, sham_high) = groups[0].middle, groups[1].middle
        panels.append(
            (
                w.say("{of} people in each group.", of=of),
                # Out of 100, like the scale below it: a reader need not turn 11 of 14 into the place of a dot.
                w.say(
                    "With TMS, nearly all repeats found {low} to {high} of 100. "
                    "With sham, it was {sham_low} to {sham_high} of 100.",
                    low=whole_people(low / of),
                    high=whole_people(high / of),
                    sham_low=whole_people(sham_low / of),
                    sham_high=whole_people(sham_high / of),
                ),
                groups,
            )
        )
        spans = [
            w.say(
                "{low} to {high} of {of} ({low_100} to {high_100} of 100)",
                low=g.middle[0],
                high=g.middle[1],
                of=of,
                low_100=whole_people(g.middle[0] / of),
                high_100=whole_people(g.middle[1] / of),
            )
            for g in groups
        ]
        rows.append([w.say("{of} people", of=of), *spans])
    return Repeats(
        trial=trial.claim.id,
        title=w.say("How far luck can move a small study"),
        pretend=w.say("Pretend."),
        sentence=_sentence(trial, earlier, w),
        how_to_read=w.say(
            "How to read this: the computer ran each study {repeats} times. One dot is {each} of those repeats. "
            "Its place on the scale says how many people got to few or no symptoms. "
            "Full dots above the line are with TMS, and empty dots below it are with sham. "
            "Nearly all means at least 95 of 100 repeats, with TMS or with sham.",
            repeats=REPEATS,
            each=REPEATS // DOTS,
        ),
        panels=panels,
        columns=[
            w.say("Each group"),
            w.say("With TMS, nearly all repeats"),
            w.say("With sham, nearly all repeats"),
        ],
        rows=rows,
        table_title=w.say("What the repeats found, as a table"),
        legend=(w.say("With TMS"), w.say("With sham")),
        axis=w.say("People out of 100"),
    )


def _sentence(trial: Outcome, earlier: Outcome, w: Words) -> str:
    treated, sham = true_shares(trial.claim)
    said = w.say(
        "What if we ran it again? Here we pretend to know the truth: {tms} of 100 with TMS and {sham} of 100 with "
        "sham, as in the newer trial. Then we run studies in that world. Only chance differs, yet small studies find "
        "very different numbers.",
        tms=whole_people(treated),
        sham=whole_people(sham),
    )
    of, found = earlier.treated.of, earlier.treated.people
    low, high = rerun(treated, of).middle
    if found is not None and low <= found <= high:
        assert earlier.compared is not None
        said += " " + w.say(
            "The first small trial found {people} with TMS and {others} with sham. "
            "In this world, chance alone could give such numbers.",
            people=people_of(w, earlier.treated),
            others=people_of(w, earlier.compared),
        )
    return said


def heaps(found: Reruns) -> dict[float, int]:
    """How many of the dots stand at each place from 0 to 100: every dot is the middle one of its share of the repeats.

    Where results lie closer together than two dots can stand, they share a place.
    """
    results = [people for people, count in enumerate(found.counts) for _ in range(count)]
    step = found.repeats / DOTS
    picked = [results[int(step * (i + 0.5))] for i in range(DOTS)]
    near = 2.0
    places = [100 * people / found.of for people in picked]
    return dict(Counter(round(p / near) * near if 100 / found.of < near else round(p, 1) for p in places))


def _drawing(groups: tuple[Reruns, Reruns], legend: tuple[str, str], axis: str) -> Markup:
    above, below = (heaps(g) for g in groups)
    top = max(above.values()) * STACK + 20
    height = top + BAND + max(below.values()) * STACK + 34

    def at(place: float) -> str:
        return f"{12 + place * (WIDTH - 24) / 100:.4g}"

    def dots(heap: dict[float, int], start: float, way: int) -> str:
        return "".join(
            f"M{at(place)} {start + way * STACK * (i + 0.5):.4g}h0" for place, n in heap.items() for i in range(n)
        )

    ticks = Markup().join(
        Markup('<text class="ns-tick" x="{}" y="{}">{}</text>').format(at(n), f"{top + 15:.4g}", n)
        for n in range(0, 101, 20)
    )
    return Markup(
        '<svg class="ns-drawing" viewBox="0 0 {w} {h}" width="100%" aria-hidden="true" fill="none" '
        'stroke-linecap="round">{ticks}<path stroke="var(--ns-edge)" d="M0 {t}H{w}M0 {b}H{w}"/>'
        '<path stroke="var(--ns-treated)" stroke-width="4.8" d="{above}"/>'
        '<path stroke="var(--ns-compared)" stroke-width="4.8" d="{below}"/>'
        '<path stroke="var(--ns-paper)" stroke-width="2.4" d="{below}"/>'
        '<text x="0" y="12">{tms}</text><text x="{w}" y="{low}" text-anchor="end">{sham}</text>'
        '<text class="ns-tick" x="160" y="{last}">{axis}</text></svg>'
    ).format(
        w=WIDTH,
        h=f"{height:.4g}",
        t=f"{top:.4g}",
        b=f"{top + BAND:.4g}",
        ticks=ticks,
        above=dots(above, top - 1, -1),
        below=dots(below, top + BAND + 1, 1),
        tms=legend[0],
        sham=legend[1],
        low=f"{top + BAND + 18:.4g}",
        last=f"{height - 8:.4g}",
        axis=axis,
    )
