"""What a study found, in sentences: how many people, beside how many compared, and what is not known."""

from __future__ import annotations

from nextsteps.evidence import EvidenceError
from nextsteps.models.outcome import Group, Outcome
from nextsteps.wording.language import Words


def outcome_name(w: Words, outcome: str) -> str:
    """The outcome as a choice a reader can understand."""
    return {
        "response": w.say("At least half better (response)"),
        "remission": w.say("Few or no symptoms (remission)"),
    }[outcome]


def compared_name(w: Words, found: Outcome) -> str:
    """What those compared with had: sham, or whatever the study itself calls it. Never sham if it was not."""
    return w.say("sham") if found.beside_sham else w.entry(found.compared_with)


def group_names(w: Words, found: Outcome) -> tuple[str, str]:
    """What stands above the picture of each group."""
    if found.compared_with == "both groups together":
        return w.say("TMS and sham together"), ""
    if found.compared is None:
        return w.say("With TMS"), ""
    if found.beside_sham:
        return w.say("With TMS"), w.say("With sham")
    return w.say("With TMS"), w.say("With {other}", other=w.entry(found.compared_with))


def people_of(w: Words, group: Group) -> str:
    """'29 of 100', '11 of 14', or '58 to 83 of 100' where the source gives only a range."""
    if group.people is None:
        assert group.range is not None  # a measurement without a value has a range
        return w.say("{low} to {high} of 100", low=group.range[0], high=group.range[1])
    return counted(w, group.people, group.of)


def counted(w: Words, people: int, of: int) -> str:
    """'29 of 100' or '11 of 14'. A share of a hundred is a sentence of its own: in Spanish it is "of each" hundred."""
    return w.say("{people} of 100", people=people) if of == 100 else w.say("{people} of {of}", people=people, of=of)


def sentence(w: Words, found: Outcome) -> str:
    """What the study found, whole people beside whole people, in one to three short sentences."""
    response = found.claim.outcome == "response"
    treated = people_of(w, found.treated)
    if found.compared_with == "both groups together":
        said = w.say(
            "TMS did no better than sham. In both groups together, {people} people got to few or no symptoms.",
            people=treated,
        )
        return said + " " + w.say("The study’s summary does not give each group on its own.")
    if found.compared is None:
        said = (
            w.say("{people} people were counted as better after TMS.", people=treated)
            if response
            else w.say("{people} people had few or no symptoms after TMS.", people=treated)
        )
        return f"{said} {_alone(w, found)}"
    group = {"tms": treated, "other": compared_name(w, found), "people": people_of(w, found.compared)}
    said = (
        w.say("With TMS, {tms} people got at least half better. With {other}, {people} did.", **group)
        if response
        else w.say("With TMS, {tms} people got to few or no symptoms. With {other}, {people} did.", **group)
    )
    if found.more == 0:
        said += " " + w.say("That is as many in both groups.")
    elif found.more is not None and found.more > 0:
        said += " " + w.say_count(
            "That is {count} more person out of {of}.",
            "That is {count} more people out of {of}.",
            found.more,
            of=found.treated.of,
        )
    elif found.more is not None:
        said += " " + w.say_count(
            "That is {count} fewer person out of {of}.",
            "That is {count} fewer people out of {of}.",
            -found.more,
            of=found.treated.of,
        )
    return said


def plain(w: Words, found: Outcome) -> list[str]:
    """The result without a picture: for each group one sentence of how many got better, and how many did not.

    Raises EvidenceError where a group has only a range between ways of counting.
    """
    if found.compared_with == "both groups together":
        both = _plain_group(w, found, found.treated, w.say("TMS or sham"))
        return [both, w.say("TMS did no better than sham.")]
    treated = _plain_group(w, found, found.treated, w.say("TMS"))
    if found.compared is None:
        return [f"{treated} {_alone(w, found)}"]
    return [treated, _plain_group(w, found, found.compared, compared_name(w, found))]


def _plain_group(w: Words, found: Outcome, group: Group, had: str) -> str:
    if group.people is None:
        raise EvidenceError(
            f"{found.claim.file}, {found.claim.id}: a range between ways of counting cannot be told as people; "
            "choose a claim with one value."
        )
    others = counted(w, group.of - group.people, group.of)
    told = {"people": people_of(w, group), "had": had, "others": others}
    response = found.claim.outcome == "response"
    if group.size == group.of:  # the real people of a small group, so nothing is rounded
        return (
            w.say("{people} people who had {had} got at least half better, and {others} did not.", **told)
            if response
            else w.say("{people} people who had {had} got to few or no symptoms, and {others} did not.", **told)
        )
    return (
        w.say("About {people} people who had {had} got at least half better, and about {others} did not.", **told)
        if response
        else w.say("About {people} people who had {had} got to few or no symptoms, and about {others} did not.", **told)
    )


def _alone(w: Words, found: Outcome) -> str:
    """Why no comparison stands beside the number."""
    if found.compared_with == "comparison not read":
        return w.say("We have not read the number of the comparison group.")
    return w.say("There was no comparison group.")


def other_side(w: Words, found: Outcome) -> str:
    """The same result told from the other side: those who did not get better. Empty where only a range is known."""
    if found.treated.people is None:
        return ""
    treated = counted(w, found.treated.of - found.treated.people, found.treated.of)
    if found.compared_with == "both groups together":
        return w.say("In both groups together, {people} did not.", people=treated)
    if found.compared is None or found.compared.people is None:
        return f"{w.say('{people} did not.', people=treated)} {_alone(w, found)}"
    others = counted(w, found.compared.of - found.compared.people, found.compared.of)
    return w.say(
        "With TMS, {tms} did not. With {other}, {people} did not.",
        tms=treated,
        other=compared_name(w, found),
        people=others,
    )


def interval(w: Words, group: Group) -> str:
    """The range that chance alone could give, whose it is, or that none was reported."""
    if group.interval is None:
        return w.say("range not reported")
    low, high = group.interval
    if low == high:  # in a large study both ends may be the same whole number, which is no range to a reader
        if group.computed:
            return w.say("very likely about {people} of 100 (our calculation)", people=low)
        return w.say("very likely about {people} of 100", people=low)
    if group.computed:
        return w.say("likely range {low} to {high} of 100 (our calculation)", low=low, high=high)
    return w.say("likely range {low} to {high} of 100", low=low, high=high)


def with_interval(w: Words, said: str, group: Group) -> str:
    """A number and its likely range in brackets, or the number alone; short enough for a cell (`brackets` explains)."""
    if group.interval is None:
        return said
    told = {"said": said, "low": group.interval[0], "high": group.interval[1]}
    return (
        w.say("{said} ({low} to {high}, ours)", **told) if group.computed else w.say("{said} ({low} to {high})", **told)
    )


def brackets(w: Words) -> str:
    """What the brackets of `with_interval` mean."""
    return w.say(
        "In brackets stands the likely range, as people of a hundred, if there is one. "
        "“Ours” means that we worked it out."
    )
