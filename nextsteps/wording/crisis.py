"""Crisis help in a reader’s words, by links that work with scripts off. The page and the widgets share it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from nextsteps.evidence import CrisisLine, EvidenceError, Registry
from nextsteps.wording.language import Words


def crisis_lines(w: Words) -> list[dict[str, str | Markup]]:
    """Each line as its language (`lang`) and its words with links (`html`), the most needed first.

    Raises EvidenceError if a line may not be shown, or if the words name another number than the registry.
    """
    # Read anew each time: a crisis number mended in the registry must not wait for a restart.
    line = Registry.read().crisis_line
    if w.language == "es":
        return _in_spanish(line)
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
    return [{"lang": w.language, "html": text} for text in lines] + [{"lang": "es", "html": spanish}]


def _in_spanish(line: Callable[[str], CrisisLine]) -> list[dict[str, str | Markup]]:
    """The lines that answer in Spanish first, with the key to press and the word to send; then those in English.

    No catalogue holds them: another key or word than the registry's would lead a reader in a crisis to nobody.
    """
    call, veterans = line("988-call-es"), line("988-call-veterans")
    lines = [
        Markup(
            "¿Piensa en el suicidio, o solo necesita hablar? {call} y oprima {key}, o {text}, de día o de noche. "
            "También puede enviar {other}."
        ).format(
            call=_link(call, "Llame al 988"),
            key=call.press,
            text=_link(line("988-text-es"), "envíe AYUDA al 988"),
            other=_link(line("ctl-es"), "AYUDA al 741741"),
        ),
        Markup("¿Está en peligro ahora mismo? {call}.").format(call=_link(line("911"), "Llame al 911")),
        Markup("Veteranos, en inglés: {call} y oprima {key}, o {text}.").format(
            call=_link(veterans, "llame al 988"),
            key=veterans.press,
            text=_link(line("988-text-veterans"), "envíe un texto al 838255"),
        ),
    ]
    english = Markup("In English: {call} or {text}, day or night.").format(
        call=_link(line("988-call-en"), "call 988"), text=_link(line("988-text-en"), "text 988")
    )
    return [{"lang": "es", "html": text} for text in lines] + [{"lang": "en", "html": english}]


def chat_line(w: Words) -> dict[str, str | Markup]:
    """The chat of the same lifeline, for the foot of a page: it needs the network, where the lines above it do not.

    Raises EvidenceError as `crisis_lines` does.
    """
    line = Registry.read().crisis_line("988-chat")
    if w.language == "es":
        spanish = Markup("Si prefiere escribir, también hay {chat}, en español.")
        return {"lang": "es", "html": spanish.format(chat=_link(line, "un chat en 988lifeline.org"))}
    chat = _link(line, w.say("chat at 988lifeline.org"))
    return {"lang": w.language, "html": w.say("If you would rather type, you can {chat}.", chat=chat)}


def call_or_text(w: Words) -> str:
    """How to reach the lifeline, for the middle of a sentence: in Spanish with the key to press and the word to send.

    Raises EvidenceError as `crisis_lines` does.
    """
    line = Registry.read().crisis_line
    if w.language == "es":
        call, text = line("988-call-es"), line("988-text-es")
        return f"llame al {call.number} y oprima {call.press}, o envíe {text.word} al {text.number}"
    return w.say("call or text {number}", number=line("988-call-en").number)


def help_now(w: Words) -> dict[str, Any]:
    """What opens at once where a reader says that they think of death: `said` is read out, `lines` are the links.

    Raises EvidenceError if a line may not be shown.
    """
    return {
        "label": w.say("Help for you, now"),
        "title": w.say("Thank you for saying so. You do not have to be alone with this."),
        "said": w.say("Help is here: you can {call_or_text} now, day or night.", call_or_text=call_or_text(w)),
        "more": w.say(
            "You can talk about these thoughts with someone who listens, right now. "
            "If you can, tell a person near you too."
        ),
        "lines": crisis_lines(w),
    }


def _link(line: CrisisLine, text: str) -> Markup:
    """A link that calls, texts or opens the line.

    Raises EvidenceError if the words name another number than the registry.
    """
    if line.number not in text or line.word not in text:
        raise EvidenceError(
            f"crisis.toml, {line.id}: the page says {text!r}, which is not {line.word} {line.number}; mend one."
        )
    addresses = {
        "call": f"tel:{line.number}",
        "text": f"sms:{line.number}" + (f"?body={line.word}" if line.word else ""),
        "chat": f"https://{line.number}/",
    }
    return Markup('<a href="{}">{}</a>').format(addresses[line.way], text)
