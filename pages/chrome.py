"""The words around every lesson: crisis help first, then what this is, what it is not, and who is behind it."""

from __future__ import annotations

from typing import Any

from nextsteps.wording import words
from nextsteps.wording.crisis import chat_line, crisis_lines


def chrome(language: str = "en", offline: bool = False) -> dict[str, Any]:
    """The words of the page in a language, for the template. Raises EvidenceError if a crisis line may not be shown."""
    w = words(language)
    help_title, help_lines = w.say("Need help now?"), crisis_lines(w)
    return {
        "site": w.say("Next Steps"),
        "skip": w.say("Skip to the lesson"),
        "help_label": w.say("Crisis help"),
        "help_again": w.say("Crisis help, again"),
        "help": {"title": help_title, "lines": help_lines},
        "help_at_the_foot": {"title": help_title, "lines": [*help_lines, chat_line(w)]},
        "not_advice": w.say("This page is for education. It is not medical advice. Decide with your clinician."),
        "origin": w.say(
            "The idea came from an article by a clinic that offers TMS. "
            "We checked every number again and used none of theirs."
        ),
        "privacy": w.say(
            "What you tap here stays on your device, in this tab. When you close the tab, it is gone. "
            "This page sets no cookies and sends nothing."
        ),
        "kept": w.say(
            "A copy of each lesson you open stays on this device, so that it opens without a network. "
            "To remove the copies, clear this site’s data in your browser."
        )
        if offline
        else "",
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
