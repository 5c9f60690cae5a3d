"""The words around every lesson: crisis help first, then what this is, what it is not, and who is behind it."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from nextsteps.evidence import CrisisLine, EvidenceError, Registry
from nextsteps.wording import words


def chrome(language: str = "en") -> dict[str, Any]:
    """The words of the page in a language, for the template. Raises EvidenceError if a crisis line may not be shown."""
    w = words(language)
    return {
        "site": w.say("Next Steps"),
        "tagline": w.say("when depression has not lifted"),
        "skip": w.say("Skip to the lesson"),
        "help_label": w.say("Crisis help"),
        "help_again": w.say("Crisis help, again"),
        "help": {"title": w.say("Need help now?"), "lines": _help(language)},
        "not_advice": w.say("This page is for education. It is not medical advice. Decide with your clinician."),
        "origin": w.say(
            "The idea came from an article by a clinic that offers TMS. "
            "We checked every number again and used none of theirs."
        ),
        "privacy": w.say(
            "What you tap here stays on your device, in this tab. When you close the tab, it is gone. "
            "This page sets no cookies and sends nothing."
        ),
        "to_start": w.say("Go to the start"),
        "clear_answers": w.say("Clear my answers"),
        "cleared": w.say("Your answers in all lessons are gone from this device."),
        "undo_clear": w.say("Put them back"),
    }


def notices(language: str = "en") -> dict[int, tuple[str, str]]:
    """What a reader is told, by HTTP status, when a page cannot be shown: a title and a sentence."""
    w = words(language)
    return {
        404: (
            w.say("This page is not here"),
            w.say(
                "The address may be old or mistyped. The lessons are at the start. "
                "Crisis help is above, as on every page."
            ),
        ),
        500: (
            w.say("This lesson is resting"),
            w.say(
                "Something went wrong on our side, and you did nothing wrong. Please try again later. "
                "Crisis help is above, as on every page."
            ),
        ),
        400: (
            w.say("This address has something extra"),
            w.say("Part of the address is not used here. Please open the lesson again from the start."),
        ),
    }


def _help(language: str) -> list[dict[str, Any]]:
    # Read anew each time: a crisis number mended in the registry must not wait for a restart.
    line = Registry.read().crisis_line
    w = words(language)
    veterans, spanish_call, spanish_text = line("988-call-veterans"), line("988-call-es"), line("988-text-es")
    lines = [
        w.say(
            "Thoughts of suicide, or just need to talk? {call} or {text}, day or night.",
            call=_link(line("988-call-en"), w.say("Call 988")),
            text=_link(line("988-text-en"), w.say("text 988")),
        ),
        w.say("In danger right now? {call}.", call=_link(line("911"), w.say("Call 911"))),
        w.say(
            "Veterans: {call} and press {key}, or {text}.",
            call=_link(veterans, w.say("call 988")),
            key=veterans.press,
            text=_link(line("988-text-veterans"), w.say("text 838255")),
        ),
    ]
    # On every page, whatever its language: a reader in a crisis may not find the language link.
    spanish = Markup("En español: {call} y oprima {key}, o {text}.").format(
        call=_link(spanish_call, "llame al 988"), key=spanish_call.press, text=_link(spanish_text, "envíe AYUDA al 988")
    )
    return [{"lang": language, "html": text} for text in lines] + [{"lang": "es", "html": spanish}]


def _link(line: CrisisLine, text: str) -> Markup:
    """A link that calls or texts the line. Raises EvidenceError if the words name another number than the registry."""
    if line.number not in text or line.word not in text:
        raise EvidenceError(
            f"crisis.toml, {line.id}: the page says {text!r}, which is not {line.word} {line.number}; mend one."
        )
    address = (
        f"tel:{line.number}"
        if line.way == "call"
        else f"sms:{line.number}" + (f"?body={line.word}" if line.word else "")
    )
    return Markup('<a href="{}">{}</a>').format(address, text)
