"""The choices for a next step, each by the same questions: what a source says, or what to ask the clinic instead.

A number stays inside its own study, beside what it was compared with there. Nothing ranks the choices: their names
stand in the order of the alphabet, and each day of the week starts with another one, so that none is always first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from nextsteps.evidence import Comparison, EvidenceError, registry
from nextsteps.models.outcome import group_of
from nextsteps.wording import outcomes
from nextsteps.wording.crisis import call_or_text
from nextsteps.wording.language import Words

#: What a sentence links to its claim, written as in a lesson: [29 of 100](#tms.sham-trials-response).
_LINK = re.compile(r"\[([^\]]+)\]\(#([a-z0-9-]+\.[a-z0-9-]+)\)")


@dataclass(frozen=True)
class Option:
    """A choice. `steps` are the next steps of the registry that it stands for; waiting is none of them."""

    key: str
    name: str
    steps: tuple[str, ...]
    line: str


@dataclass(frozen=True)
class Question:
    """What a reader asks of each choice, the line it puts on the plan, and what to know before reading across."""

    key: str
    asks: str
    line: str
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """What one choice answers to one question.

    said     HTML: sentences whose numbers and findings link to their claims, or "" where no source was read
    ask      what to ask the clinic, or ""; one of the two is always there
    claims   the ids that `said` links to
    """

    said: Markup
    ask: str
    claims: tuple[str, ...]

    @property
    def text(self) -> str:
        """The answer as plain text."""
        return " ".join(part for part in (str(self.said.striptags()), self.ask) if part)


@dataclass(frozen=True)
class Counted:
    """One group of the study that a choice is told by: `people` of `of`. `said` is that as a link to its claim."""

    title: str
    people: int
    of: int
    said: Markup

    @property
    def text(self) -> str:
        """The group in words, as a picture of it is read aloud."""
        return f"{self.title}: {self.said.striptags()}"


def options(w: Words) -> list[Option]:
    """The six choices and waiting, in the order of the alphabet. Raises EvidenceError if a step may not be shown."""
    found = [
        Option(
            "add-medicine",
            w.say("Add a second medicine"),
            ("add-medicine",),
            w.say("I would like to talk about adding a second medicine."),
        ),
        Option(
            "add-therapy", w.say("Add talking therapy"), ("cbt",), w.say("I would like to talk about talking therapy.")
        ),
        Option(
            "adjust-or-switch",
            w.say("Adjust or switch the medicine"),
            ("recheck", "switch"),
            w.say("I would like to talk about a change of my medicine or its dose."),
        ),
        Option("ect", w.say("ECT"), ("ect",), w.say("I would like to talk about ECT.")),
        Option(
            "esketamine",
            w.say("Esketamine nasal spray"),
            ("esketamine",),
            w.say("I would like to talk about esketamine nasal spray."),
        ),
        Option("tms", w.say("TMS"), ("tms-standard",), w.say("I would like to talk about TMS.")),
        Option(
            "wait",
            w.say("Wait, or change nothing"),
            (),
            w.say("I would like to talk about what happens if I wait or change nothing."),
        ),
    ]
    for option in found:
        for step in option.steps:
            registry().next_step(step)
    return sorted(found, key=lambda option: option.name.casefold())


def orders(found: list[Option]) -> list[list[str]]:
    """The keys of the choices for each day of the week from Sunday on: each day starts with another one.

    So over seven days each choice stands once in each place.
    """
    keys = [option.key for option in found]
    return [keys[day:] + keys[:day] for day in range(7)]


def questions(w: Words) -> list[Question]:
    """What readers ask of each choice, in the order in which a reader finds it until they choose."""
    own_study = w.say(
        "Each number belongs to its own study. The people, the length and the measure differ, "
        "so the numbers cannot tell which choice is best."
    )
    return [
        Question(
            "what-happens",
            w.say("What happens, and how much time does it take?"),
            w.say("It matters to me what happens and how much time it takes."),
        ),
        Question(
            "how-often",
            w.say("How often did people get better?"),
            w.say("It matters to me how many people got better, and compared with what."),
            own_study,
        ),
        Question(
            "how-soon",
            w.say("How soon might it help?"),
            w.say("It matters to me how soon it might help."),
            own_study,
        ),
        Question(
            "how-sure",
            w.say("How sure are we?"),
            w.say("It matters to me how sure we can be."),
        ),
        Question(
            "side-effects",
            w.say("What about side effects?"),
            w.say("It matters to me which side effects I could have."),
            w.say(
                "If thoughts of suicide come, at any age, tell someone now, or {call_or_text}.",
                call_or_text=call_or_text(w),
            ),
        ),
        Question(
            "work-and-driving",
            w.say("What about work, home and driving?"),
            w.say("It matters to me how it fits with work, home and driving."),
        ),
        Question(
            "cost",
            w.say("What does it cost, and what will my plan pay?"),
            w.say("It matters to me what it costs and what my plan pays."),
        ),
    ]


def answers(w: Words) -> dict[str, dict[str, Answer]]:
    """The answer to each question, by question and choice. Raises EvidenceError for a claim that may not be shown."""
    return {
        question: {option: _answer(said, ask) for option, (said, ask) in row.items()}
        for question, row in _sentences(w).items()
    }


def _answer(said: str, ask: str) -> Answer:
    ids = tuple(dict.fromkeys(id for _, id in _LINK.findall(said)))
    for id in ids:
        registry().claim(id)
    return Answer(Markup(_LINK.sub(r'<a href="#\2">\1</a>', str(Markup.escape(said)))), ask, ids)


def counted(w: Words) -> dict[str, tuple[Counted, Counted]]:
    """Of each choice the two groups that its answer to "how-often" tells of, its own first, to be drawn alike.

    Raises EvidenceError for a claim that may not be shown, or that has not two groups of people.
    """
    added, switched = w.say("Bupropion added"), w.say("Switch to bupropion")
    therapy, usual = w.say("Talking therapy added"), w.say("Usual care and medicine")
    aripiprazole, veterans = "options.add-aripiprazole-remission", "options.add-bupropion-remission"
    ketamine, talking = "options.ketamine-versus-ect", "options.add-cbt-response"
    spray, tms = "options.esketamine-response-day-28", "tms.sham-trials-response"
    return {
        "add-medicine": groups_of(w, aripiprazole, w.say("Aripiprazole added"), switched),
        "add-therapy": groups_of(w, talking, therapy, usual),
        "adjust-or-switch": groups_of(w, veterans, added, switched)[::-1],
        "ect": groups_of(w, ketamine, w.say("Ketamine by a drip"), w.say("ECT"))[::-1],
        "esketamine": groups_of(w, spray, w.say("Esketamine spray"), w.say("Dummy spray")),
        "tms": groups_of(w, tms, w.say("TMS"), w.say("Sham (pretend) TMS")),
        "wait": groups_of(w, talking, therapy, usual)[::-1],
    }


def groups_of(w: Words, id: str, first: str, second: str) -> tuple[Counted, Counted]:
    """The two groups of a claim by their titles, the one it measured first. Raises EvidenceError unless it has both."""
    claim = registry().claim(id)
    if not isinstance(claim.compared_with, Comparison):
        raise EvidenceError(f"{id} compares nobody in numbers ({claim.compared_with}); give the choice another claim.")
    made = []
    for title, measured in ((first, claim.measured), (second, claim.compared_with.measured)):
        group = group_of(measured)
        if group.people is None:
            raise EvidenceError(f"{id} gives no single number of people to draw; give the choice another claim.")
        said = Markup('<a href="#{}">{}</a>').format(id, outcomes.people_of(w, group))
        made.append(Counted(title, group.people, group.of, said))
    return made[0], made[1]


def _people(w: Words, id: str) -> str:
    """'29 of 100': those in the claim, in whole people."""
    return outcomes.people_of(w, group_of(registry().claim(id).measured))


def _beside(w: Words, id: str) -> str:
    """'10 of 100': those whom the same study compared them with, in whole people."""
    compared = registry().claim(id).compared_with
    if not isinstance(compared, Comparison):
        raise EvidenceError(f"{id} compares nobody in numbers ({compared}); give the choice another claim.")
    return outcomes.people_of(w, group_of(compared.measured))


def _span(w: Words, id: str) -> str:
    """'6 to 12': what the claim lays down, from and to."""
    ends = registry().claim(id).measured.range
    if ends is None:
        raise EvidenceError(f"{id} gives no range, such as 6 to 12 sessions; give the choice another claim.")
    return w.say("{low} to {high}", low=w.number(ends[0]), high=w.number(ends[1]))


def _value(w: Words, id: str) -> str:
    """'12': the one number of the claim."""
    value = registry().claim(id).value
    if value is None:
        raise EvidenceError(f"{id} gives no single number; give the choice another claim.")
    return w.number(value)


def _sentences(w: Words) -> dict[str, dict[str, tuple[str, str]]]:
    """What is said and what is to be asked, by question and choice. A number is the link to its claim, as in a lesson.

    The words of a row differ in length by less than a third, so that no choice looks weightier for being told more.
    """
    return {
        "what-happens": {
            "add-medicine": (
                w.say(
                    "You keep your antidepressant and take a second medicine with it. Trials have tested [several "
                    "kinds](#options.add-on-medicines)."
                ),
                w.say("Which one would fit me, how often do we meet, and do I need tests?"),
            ),
            "add-therapy": (
                w.say(
                    "You meet a trained therapist and go on with your medicine. In the trial, the plan was [12 to 18 "
                    "sessions](#options.cbt-sessions) of [about an hour](#options.cbt-sessions). Most people went to "
                    "[about {sessions}](#options.cbt-sessions).",
                    sessions=_value(w, "options.cbt-sessions"),
                ),
                "",
            ),
            "adjust-or-switch": (
                w.say(
                    "You and your prescriber [look for reasons](#trd.check-first) first, such as missed doses or "
                    "stress. Then the dose may change. Or you [step down](#stopping.taper-slowly) from one medicine "
                    "and start another."
                ),
                "",
            ),
            "ect": (
                w.say(
                    "You are [put to sleep](#options.ect-anesthesia) and have a brief, controlled seizure. You wake "
                    "[5 to 10 minutes](#options.ect-anesthesia) after. A course is [{sessions} treatments, two or "
                    "three times a week](#options.ect-sessions).",
                    sessions=_span(w, "options.ect-sessions"),
                ),
                "",
            ),
            "esketamine": (
                w.say(
                    "You use a nose spray at a clinic. Staff then watch you for [at least {hours} "
                    "hours](#options.esketamine-monitoring). You go [twice a week for four weeks, once a week for "
                    "four weeks](#options.esketamine-schedule), then less.",
                    hours=_value(w, "options.esketamine-monitoring"),
                ),
                "",
            ),
            "tms": (
                w.say(
                    "A coil on your head sends magnetic pulses. You go [once a day, five days a week, for 4 to 6 "
                    "weeks](#tms.standard-schedule). You sit for [{minutes} minutes](#tms.session-minutes), or for "
                    "[{short}](#tms.session-minutes) in a short session.",
                    minutes=_value(w, "tms.session-minutes"),
                    short=w.number(_compared_value("tms.session-minutes")),
                ),
                "",
            ),
            "wait": (
                "",
                w.say(
                    "If I keep what I take now, on which day do we look again? What should I watch for until then? "
                    "And what would make us look sooner?"
                ),
            ),
        },
        "how-often": {
            "add-medicine": (
                w.say(
                    "In a trial of US veterans, [{added}](#options.add-aripiprazole-remission) had few or no "
                    "symptoms at [12 weeks](#options.add-aripiprazole-remission) with aripiprazole (an antipsychotic) "
                    "added. With a switch to bupropion (an antidepressant), "
                    "[{switched}](#options.add-aripiprazole-remission) did. No group had a dummy pill. So a few more "
                    "got well with it added. Most did not.",
                    added=_people(w, "options.add-aripiprazole-remission"),
                    switched=_beside(w, "options.add-aripiprazole-remission"),
                ),
                "",
            ),
            "add-therapy": (
                w.say(
                    "In one trial, [{added}](#options.add-cbt-response) people were at least half better at [6 "
                    "months](#options.add-cbt-response) with talking therapy added to their medicine. With usual "
                    "care and medicine, [{usual}](#options.add-cbt-response) were. So more people "
                    "got better with therapy added. More than half did not.",
                    added=_people(w, "options.add-cbt-response"),
                    usual=_beside(w, "options.add-cbt-response"),
                ),
                "",
            ),
            "adjust-or-switch": (
                w.say(
                    "In a trial of US veterans, [{switched}](#options.add-bupropion-remission) had few or no "
                    "symptoms at [12 weeks](#options.add-bupropion-remission) with a switch to bupropion (an "
                    "antidepressant). With bupropion added, [{added}](#options.add-bupropion-remission) did. No group "
                    "had a dummy pill. So the gap was small. Most did not get well.",
                    switched=_beside(w, "options.add-bupropion-remission"),
                    added=_people(w, "options.add-bupropion-remission"),
                ),
                "",
            ),
            "ect": (
                w.say(
                    "In one trial, [{ect}](#options.ketamine-versus-ect) people were at least half better after [3 "
                    "weeks](#options.ketamine-versus-ect) of ECT. With ketamine, a medicine "
                    "given by a drip, [{ketamine}](#options.ketamine-versus-ect) were. No group had a pretend "
                    "treatment. So fewer got better with ECT here. Many did not with either.",
                    ect=_beside(w, "options.ketamine-versus-ect"),
                    ketamine=_people(w, "options.ketamine-versus-ect"),
                ),
                "",
            ),
            "esketamine": (
                w.say(
                    "In the maker’s trials, [{spray}](#options.esketamine-response-day-28) people were at least half "
                    "better by [day 28](#options.esketamine-response-day-28) with the spray. With a dummy spray, "
                    "[{dummy}](#options.esketamine-response-day-28) were. Both groups got a new pill too. So more got "
                    "better with the spray. Many did without it too.",
                    spray=_people(w, "options.esketamine-response-day-28"),
                    dummy=_beside(w, "options.esketamine-response-day-28"),
                ),
                "",
            ),
            "tms": (
                w.say(
                    "In [29](#tms.sham-trials-response) older trials, [{tms}](#tms.sham-trials-response) people were "
                    "at least half better at the end of TMS. With sham (pretend) TMS, "
                    "[{sham}](#tms.sham-trials-response) were. The courses were shorter than they are today. So more "
                    "got better with TMS. Most did not.",
                    tms=_people(w, "tms.sham-trials-response"),
                    sham=_beside(w, "tms.sham-trials-response"),
                ),
                "",
            ),
            "wait": (
                w.say(
                    "In the trial of talking therapy, [{usual}](#options.add-cbt-response) people were at least half "
                    "better at [6 months](#options.add-cbt-response) with usual care and medicine. With the therapy "
                    "added, [{added}](#options.add-cbt-response) were. No group went without care. So some got better "
                    "with usual care. Most did not.",
                    usual=_beside(w, "options.add-cbt-response"),
                    added=_people(w, "options.add-cbt-response"),
                ),
                "",
            ),
        },
        "how-soon": {
            "add-medicine": (
                w.say(
                    "The trial of veterans counted people at [12 weeks](#options.add-aripiprazole-remission). We have "
                    "read no count from before. So we cannot say how soon."
                ),
                w.say("How soon should we know if it helps, and what then?"),
            ),
            "add-therapy": (
                w.say(
                    "The trial counted people at [6 months](#options.add-cbt-response). We have read no count from "
                    "before. So we cannot say how soon."
                ),
                w.say("How soon should we know if it helps, and what then?"),
            ),
            "adjust-or-switch": (
                w.say(
                    "[Some benefit](#antidepressants.benefit-starts-week-1) over a dummy pill can be seen in the "
                    "first week. Of people who got well on a first medicine, [about "
                    "half](#antidepressants.half-take-over-6-weeks) needed more than six weeks. So it can take a while."
                ),
                "",
            ),
            "ect": (
                w.say(
                    "The trial counted people after [3 weeks](#options.ketamine-versus-ect). We have read no count "
                    "from before. So we cannot say how soon."
                ),
                w.say("How soon should we know if it helps, and what then?"),
            ),
            "esketamine": (
                w.say(
                    "By [day 2](#options.esketamine-response-day-2), [{spray}](#options.esketamine-response-day-2) "
                    "people were at least half better with the spray. With a dummy spray, "
                    "[{dummy}](#options.esketamine-response-day-2) were. Both groups got a new pill too. So most were "
                    "not that soon.",
                    spray=_people(w, "options.esketamine-response-day-2"),
                    dummy=_beside(w, "options.esketamine-response-day-2"),
                ),
                "",
            ),
            "tms": (
                w.say(
                    "A course takes [4 to 6 weeks](#tms.standard-schedule). The trials counted people [at its "
                    "end](#tms.sham-trials-response). So we cannot say how soon."
                ),
                w.say("How soon should we know if it helps, and what then?"),
            ),
            "wait": (
                w.say(
                    "Of people with little change after two weeks on a medicine, "
                    "[{late}](#antidepressants.late-response-week-6) still got better by [week "
                    "six](#antidepressants.late-response-week-6). Of all in those trials, "
                    "[{all}](#antidepressants.late-response-week-6) did. So a late turn is "
                    "less common, but it happens.",
                    late=_people(w, "antidepressants.late-response-week-6"),
                    all=_beside(w, "antidepressants.late-response-week-6"),
                ),
                "",
            ),
        },
        "how-sure": {
            "add-medicine": (
                w.say(
                    "Some added medicines [did better than a dummy pill](#options.add-on-medicines), but most trials "
                    "had [weak points](#options.add-on-medicines). In the trial of veterans, most people were "
                    "[men](#options.add-aripiprazole-remission)."
                ),
                "",
            ),
            "add-therapy": (
                w.say(
                    "The number comes from one trial. People [knew what they got](#options.add-cbt-response). They "
                    "had tried [one medicine](#options.add-cbt-response), so it says less about people who tried more."
                ),
                "",
            ),
            "adjust-or-switch": (
                w.say(
                    "A large review found [little difference](#antidepressants.small-differences-between-drugs) "
                    "between one medicine and the next. It left out trials with many people whose depression was "
                    "[hard to treat](#antidepressants.small-differences-between-drugs)."
                ),
                "",
            ),
            "ect": (
                w.say(
                    "A review found that ECT [helped more than sham](#options.ect-versus-sham-bitemporal), but the "
                    "true size is [not sure](#options.ect-versus-sham-bitemporal). In the trial above, people [knew "
                    "what they got](#options.ketamine-versus-ect)."
                ),
                "",
            ),
            "esketamine": (
                w.say(
                    "Authors from the maker looked back [after the trials](#options.esketamine-response-day-28). In "
                    "people aged [65 and up](#options.esketamine-over-65-response), the gap to a dummy spray [could "
                    "be chance](#options.esketamine-over-65-response)."
                ),
                "",
            ),
            "tms": (
                w.say(
                    "Many trials compared TMS with sham, but they do not agree. In a large trial of US veterans, TMS "
                    "did [no better than sham](#tms.veterans-trial-no-difference). Both groups got close care."
                ),
                "",
            ),
            "wait": (
                "",
                w.say(
                    "We have read no trial of waiting after more than one medicine, so we have no good number. What "
                    "do you expect for me, and why?"
                ),
            ),
        },
        "side-effects": {
            "add-medicine": (
                w.say(
                    "In the trial of veterans, aripiprazole brought [more side "
                    "effects](#options.add-aripiprazole-remission). More people stop an added antipsychotic for side "
                    "effects than [stop a dummy pill](#options.add-antipsychotic-stopping). If it is an "
                    "antidepressant, labels warn of [more thoughts of suicide at 24 and "
                    "under](#stopping.boxed-warning-under-25)."
                ),
                w.say("Could it change my sleep, weight, stomach or sex life? When do I call?"),
            ),
            "add-therapy": (
                "",
                w.say(
                    "The reports that we read do not count side effects of talking therapy. What can feel hard in it? "
                    "What do we do if I feel worse for a while? Can I change to another therapist if we do not fit? "
                    "When do I call you?"
                ),
            ),
            "adjust-or-switch": (
                w.say(
                    "After stopping the old one, [{medicine}](#stopping.any-symptom) notice symptoms; after a dummy "
                    "pill, [{dummy}](#stopping.any-symptom) do. For long use, some experts call that [too "
                    "low](#stopping.estimate-is-disputed). Labels warn of [more thoughts of suicide at 24 and "
                    "under](#stopping.boxed-warning-under-25). For the new one, we have read no counts.",
                    medicine=_people(w, "stopping.any-symptom"),
                    dummy=_beside(w, "stopping.any-symptom"),
                ),
                w.say("Could it change my sleep, weight, stomach or sex life?"),
            ),
            "ect": (
                w.say(
                    "It can cause [headache, sore muscles and memory loss](#options.ect-memory). The loss is most "
                    "often [short, but can last](#options.ect-memory). Sources do not agree on how often."
                ),
                w.say(
                    "How will you check my memory? What could last, and how long? What would make us "
                    "stop? When do I call?"
                ),
            ),
            "esketamine": (
                w.say(
                    "In one trial, [{spray}](#options.esketamine-stopped-for-side-effects) stopped the spray for "
                    "side effects; with a dummy spray, [{dummy}](#options.esketamine-stopped-for-side-effects) did. "
                    "So few stopped, but more with the spray. Most common were [feeling detached, nausea, a bad taste "
                    "and being dizzy](#options.esketamine-stopped-for-side-effects).",
                    spray=_people(w, "options.esketamine-stopped-for-side-effects"),
                    dummy=_beside(w, "options.esketamine-stopped-for-side-effects"),
                ),
                w.say("What would make us stop?"),
            ),
            "tms": (
                w.say(
                    "[Headache, scalp pain, face twitches and a light head](#tms-safety.common-list) are common and "
                    "tend to ease. Rare harms are [a seizure, a manic high (far too much energy), and hearing "
                    "loss](#tms-safety.rare-list). "
                    "Some people with [metal in or near the head](#tms-safety.metal-in-head) cannot have it."
                ),
                w.say("What would make us stop?"),
            ),
            "wait": (
                "",
                w.say(
                    "The side effects that I have now may go on, and so may my symptoms. Can we ease the ones that I "
                    "have now? What could get worse while we wait? Which signs should make me call you, and whom do "
                    "I call at night?"
                ),
            ),
        },
        "work-and-driving": {
            "add-medicine": (
                "",
                w.say("Could the two together make me slow or sleepy? When is it safe to drive or use machines?"),
            ),
            "add-therapy": (
                w.say("A session takes [about an hour](#options.cbt-sessions)."),
                w.say("Could we meet online, or early or late in the day?"),
            ),
            "adjust-or-switch": (
                "",
                w.say("Could the new dose or medicine make me sleepy? When is it safe to drive or use machines?"),
            ),
            "ect": (
                w.say("You are [put to sleep](#options.ect-anesthesia) each time."),
                w.say("Who takes me home, when may I drive, and when can I work?"),
            ),
            "esketamine": (
                w.say("You need [a ride home and cannot drive until the next day](#options.esketamine-schedule)."),
                w.say("How much work would I miss?"),
            ),
            "tms": (
                w.say("Plan for [five days a week](#tms.standard-schedule)."),
                w.say("May I drive there and back? Are there early or late times?"),
            ),
            "wait": (
                "",
                w.say("What could ease my load at work or at home for now? Is it safe to drive as I am?"),
            ),
        },
        "cost": {
            "add-medicine": (
                "",
                w.say(
                    "What would both medicines and any tests cost me each month? Must my plan agree first? Is there a "
                    "cheaper one?"
                ),
            ),
            "add-therapy": (
                "",
                w.say(
                    "What would I pay for each visit? Which therapists are in my plan? Is there a limit on the "
                    "visits, or a wait?"
                ),
            ),
            "adjust-or-switch": (
                "",
                w.say(
                    "What would the new medicine cost me each month? Must my plan agree first? Is there one of the "
                    "same kind that costs less?"
                ),
            ),
            "ect": (
                "",
                w.say(
                    "What would I pay for the whole course, with the anesthesia and the hospital? Must my plan agree "
                    "first, and to what?"
                ),
            ),
            "esketamine": (
                w.say("Only [clinics certified for it](#options.esketamine-certified-sites) give it."),
                w.say("What would I pay for the spray and the visit? Must my plan agree first?"),
            ),
            "tms": (
                w.say("The FDA’s words [do not ask for two medicines](#regulation.current-wording)."),
                w.say("Does my plan? What would I pay for the whole course?"),
            ),
            "wait": (
                "",
                w.say(
                    "What do I pay for a visit to check on me? Can it be by phone or video? Would waiting change my "
                    "plan later?"
                ),
            ),
        },
    }


def _compared_value(id: str) -> float:
    """The one number that the claim is compared with."""
    compared = registry().claim(id).compared_with
    if not isinstance(compared, Comparison) or compared.measured.value is None:
        raise EvidenceError(f"{id} is compared with no single number; give the choice another claim.")
    return compared.measured.value
