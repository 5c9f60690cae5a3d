"""A session of TMS step by step, with two line drawings of our own: where the coil rests, and how a person sits."""

from __future__ import annotations

from nextsteps.evidence import Comparison, EvidenceError, registry
from nextsteps.wording import words
from widgets.lesson_widget import MARKUP

#: The claims that the steps rest on.
METAL, EARS, FELT, LENGTH = (
    "tms-safety.metal-in-head",
    "tms-safety.rare-list",
    "tms-safety.common-list",
    "tms.session-minutes",
)


class SessionSteps:
    """The steps as a list beside the drawings, or the drawings alone where prose tells the rest.

    Nothing can be chosen, so it is plain HTML and needs no script.
    """

    def __init__(self, name: str = "session-steps", *, drawings_only: bool = False, language: str = "en") -> None:
        """Raises EvidenceError if a claim that a step rests on may not be shown, or gives no minutes any more."""
        self.name, w = name, words(language)
        for id in (METAL, EARS, FELT):
            registry().claim(id)
        length = registry().claim(LENGTH)
        short = length.compared_with.measured.value if isinstance(length.compared_with, Comparison) else None
        if length.value is None or short is None:
            raise EvidenceError(f"{length.file}, {LENGTH}: it must give the minutes of a standard and a short session.")
        self.steps = [
            w.say("The clinic asks about metal, devices, and your health. This comes before the first session."),
            w.say("You sit in a chair, awake. Your ears are covered, to keep your hearing safe."),
            w.say("The coil rests on your head, most often at the front left."),
            w.say(
                "Pulses come through the coil. You may feel scalp pain, or your face may twitch. Say if it is too much."
            ),
            w.say(
                "A standard session lasts {long} minutes, and a short one can last {short} minutes.",
                long=length.value,
                short=short,
            ),
        ]
        if drawings_only:
            self.steps = []
        self.drawings = {
            "above": w.say("A head seen from above, nose at the top. Two rings, the coil, lie on the front left."),
            "side": w.say(
                "A person sits in a chair with the eyes open. An arm holds the coil at the front of the head."
            ),
        }
        self.captions = {"above": w.say("Where the coil rests, from above"), "side": w.say("How you sit")}

    def html(self) -> str:
        """The steps and the drawings as HTML."""
        return MARKUP.get_template("session_steps.html").render(
            name=self.name, steps=self.steps, drawings=self.drawings, captions=self.captions
        )

    def __repr__(self) -> str:
        return "\n".join([f"SessionSteps {self.name}", *self.steps, *self.drawings.values()])

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": repr(self)}
