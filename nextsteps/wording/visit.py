"""What to bring to a visit: reasons, signs and checks, each with the words that a reader could say there.

Nothing is scored and nothing is a finding about the reader: an item that is ticked becomes a line on a list.
"""

from __future__ import annotations

from dataclasses import dataclass

from nextsteps.wording.language import Words


@dataclass(frozen=True)
class VisitItem:
    """One thing that may apply.

    key      small letters and hyphens; the same in every language
    label    what a reader ticks
    note     one or two short sentences beside it, or ""
    line     what goes on the list for the visit, as the reader would say it
    claims   the ids that the note rests on
    urgent   True if ticking it must open crisis help at once
    group    the heading that it stands under, or ""; items of one group stand together
    """

    key: str
    label: str
    note: str
    line: str
    claims: tuple[str, ...] = ()
    urgent: bool = False
    group: str = ""


@dataclass(frozen=True)
class VisitWords:
    """A whole list: what it asks, what stands above the reader's own list, and its heading in the plan."""

    ask: str
    list_title: str
    plan_title: str
    items: tuple[VisitItem, ...]


def reasons(w: Words) -> VisitWords:
    """Nine reasons to check again when symptoms come back. The order is no ranking: nobody has measured one."""
    medicine = w.say("How you take the medicine")
    life = w.say("Your health and your life")
    depression = w.say("The depression and its treatment")
    return VisitWords(
        ask=w.say("Tick what may apply to you. More than one is common."),
        list_title=w.say("My questions for the visit"),
        plan_title=w.say("Reasons to check again"),
        items=(
            VisitItem(
                "missed-doses",
                w.say("Missed doses"),
                w.say("Many people miss some. It is worth saying, and it is no fault."),
                w.say("I have missed some doses. Could that play a part, and what would make it easier?"),
                ("breakthrough.irregular-use-is-common", "breakthrough.stop-start-use"),
                group=medicine,
            ),
            VisitItem(
                "timing",
                w.say("Doses at uneven times, or with or without food"),
                w.say("A pharmacist can look up what the leaflet of yours says."),
                w.say("Does it matter when I take my medicine, or if I take it with food?"),
                group=medicine,
            ),
            VisitItem(
                "interactions",
                w.say("A new medicine, herb or supplement"),
                w.say("Bring everything you take to the visit, boxes and bottles too."),
                w.say("Could something else I take get in the way of my antidepressant?"),
                group=medicine,
            ),
            VisitItem(
                "alcohol-drugs",
                w.say("Alcohol, cannabis or other drugs"),
                w.say(
                    "Alcohol can make depression worse and can work against the medicine. "
                    "If you tick this, it will be on the list that you bring."
                ),
                w.say("I drink alcohol or use other drugs at times. Could that affect my mood or my medicine?"),
                ("antidepressants.alcohol",),
                group=life,
            ),
            VisitItem(
                "illness",
                w.say("A new illness, pain or poor sleep"),
                w.say("Another illness is one of the first things to look for."),
                w.say("Could another health problem be part of this? Should we check for one?"),
                ("trd.check-first",),
                group=life,
            ),
            VisitItem(
                "stress",
                w.say("New stress or a loss"),
                w.say("Stress is one of the first things to look for as well."),
                w.say("A lot has happened in my life. What help is there for that, besides medicine?"),
                ("trd.check-first", "breakthrough.many-possible-causes"),
                group=life,
            ),
            VisitItem(
                "diagnosis",
                w.say("A different or a second diagnosis"),
                w.say("It is fine to ask if the first name for it still fits."),
                w.say("Could this be something else, or something besides depression?"),
                group=depression,
            ),
            VisitItem(
                "illness-itself",
                w.say("A change in the depression itself"),
                w.say("A change in the illness is one of the reasons that reviews list."),
                w.say("Has my depression changed? Would a different plan fit it better now?"),
                ("breakthrough.many-possible-causes",),
                group=depression,
            ),
            VisitItem(
                "body-adapting",
                w.say("The body getting used to the medicine"),
                w.say("Experts debate this. It is a theory, not a known fact."),
                w.say("Might this medicine be doing less for me than before? How would we find out?"),
                ("breakthrough.drug-wearing-off-is-a-theory",),
                group=depression,
            ),
        ),
    )


def signs(w: Words) -> VisitWords:
    """Five signs to tell a clinician of. The last one opens crisis help."""
    return VisitWords(
        ask=w.say("Which of these have you noticed on most days lately?"),
        list_title=w.say("What I want to say at the visit"),
        plan_title=w.say("What I have noticed"),
        items=(
            VisitItem(
                "sad-or-numb",
                w.say("Sad, empty, or numb"),
                "",
                w.say("I feel sad, empty or numb on most days. Could my depression be coming back?"),
            ),
            VisitItem(
                "lost-interest",
                w.say("Less joy or interest in things I used to like"),
                "",
                w.say("I have lost interest in things that I used to like."),
            ),
            VisitItem(
                "sleep-energy-appetite",
                w.say("Tired, or a change in sleep or appetite"),
                "",
                w.say("My energy, my sleep or my appetite has changed."),
            ),
            VisitItem(
                "focus-guilt",
                w.say("Hard to focus, or a lot of guilt"),
                "",
                w.say("I find it hard to focus, or I feel guilty or worthless."),
            ),
            VisitItem(
                "thoughts-of-death",
                w.say("Thoughts of death or suicide"),
                "",
                w.say("I have had thoughts of death or suicide. Please help me make a plan to stay safe."),
                urgent=True,
            ),
        ),
    )


def checks(w: Words) -> VisitWords:
    """Seven things to look at before a medicine is said to have failed. They are questions, never a finding."""
    return VisitWords(
        ask=w.say("Tick what has not been looked at yet, or what you are not sure of."),
        list_title=w.say("What I want to ask at the visit"),
        plan_title=w.say("Was it a fair try?"),
        items=(
            VisitItem(
                "dose",
                w.say("The dose"),
                w.say("A dose can be too low to show what a medicine can do. That is not for you to work out alone."),
                w.say("Was the dose of each medicine high enough to be a fair try?"),
                ("trd.many-are-pseudo-resistant",),
            ),
            VisitItem(
                "time",
                w.say("The time"),
                w.say("Some medicines are stopped before they had time to work. Side effects can be one reason."),
                w.say("Did I take each medicine long enough to know if it helps?"),
                ("trd.many-are-pseudo-resistant",),
            ),
            VisitItem(
                "doses-missed",
                w.say("Missed doses"),
                w.say("This is common, and it is no fault. A clinician can only help with it if they know."),
                w.say("I have missed some doses. Has this medicine had a fair try? What would make it easier?"),
                ("trd.many-are-pseudo-resistant", "breakthrough.irregular-use-is-common"),
            ),
            VisitItem(
                "other-illness",
                w.say("Another illness, pain or poor sleep"),
                w.say("Another illness is one of the first things to look for."),
                w.say("Could another health problem hold me back? What tests would show it?"),
                ("trd.check-first",),
            ),
            VisitItem(
                "alcohol-other-medicines",
                w.say("Alcohol, drugs or other medicines"),
                w.say("Alcohol can work against the medicine. A pharmacist can check the rest of your list."),
                w.say("Could alcohol, a drug or another medicine get in the way of this one?"),
                ("antidepressants.alcohol",),
            ),
            VisitItem(
                "strain",
                w.say("Stress, loss or life at home"),
                w.say("A pill cannot mend all of that. Other help can go along with it."),
                w.say("A lot weighs on me. What help is there for that, besides medicine?"),
                ("trd.check-first",),
            ),
            VisitItem(
                "diagnosis-again",
                w.say("The diagnosis itself"),
                w.say("It is fine to ask if the first name for it still fits."),
                w.say("Could this be something else, or something besides depression?"),
                ("trd.check-first",),
            ),
        ),
    )


def for_tms(w: Words) -> VisitWords:
    """Nine things to tell a clinic that offers TMS. The clinic checks what they mean; the list decides nothing."""
    near = w.say("Metal, devices and ears")
    health = w.say("My health, now and before")
    taken = w.say("What I take, and how I sleep")
    return VisitWords(
        ask=w.say("Tick what you want to tell the clinic."),
        list_title=w.say("What I want to tell the clinic"),
        plan_title=w.say("To tell the TMS clinic"),
        items=(
            VisitItem(
                "metal",
                w.say("Metal in or near my head or neck"),
                w.say("Clips, plates, bits of metal, and so on."),
                w.say("I have, or may have, metal in or near my head or neck. Can I have TMS?"),
                ("tms-safety.metal-in-head",),
                group=near,
            ),
            VisitItem(
                "device",
                w.say("A device in my body"),
                w.say("A hearing implant, a pump, a pacemaker, a nerve or brain stimulator."),
                w.say("I have a device in my body. Can I have TMS?"),
                ("tms-safety.metal-in-head",),
                group=near,
            ),
            VisitItem(
                "hearing",
                w.say("Trouble with hearing, or ringing in my ears"),
                "",
                w.say("I have trouble with my hearing, or ringing in my ears. How will my ears be kept safe?"),
                group=near,
            ),
            VisitItem(
                "seizure",
                w.say("A seizure, at any age, or epilepsy in the family"),
                "",
                w.say("I have had a seizure, or there is epilepsy in my family. What does that mean for TMS?"),
                group=health,
            ),
            VisitItem(
                "brain",
                w.say("A head injury, a stroke, or any illness of the brain"),
                "",
                w.say("I have had a head injury, a stroke or an illness of the brain."),
                group=health,
            ),
            VisitItem(
                "high-mood",
                w.say("A time of very high mood or little need for sleep"),
                "",
                w.say("I have had times of very high mood, or when I needed little sleep."),
                group=health,
            ),
            VisitItem(
                "pregnancy",
                w.say("A pregnancy, or a plan for one"),
                "",
                w.say("I am pregnant, may be, or would like to be. What does that mean for TMS?"),
                group=health,
            ),
            VisitItem(
                "medicines",
                w.say("All my medicines, and any change in them"),
                "",
                w.say("Here is a list of all my medicines, and what has changed lately."),
                group=taken,
            ),
            VisitItem(
                "alcohol-sleep",
                w.say("Alcohol, drugs, and how much I sleep"),
                "",
                w.say("I would like to talk about alcohol, drugs and how much I sleep."),
                group=taken,
            ),
        ),
    )
