"""What every widget of a lesson is: complete HTML written in Python, and a small module that makes it answer.

Python works out every state the reader can reach; the module only looks one up. So the page is complete before
any script runs, a reviewer reads every state as text, and no kernel is needed once the page is rendered.

anywidget is the base because one plain module then serves JupyterLab and our own page alike, with no bundler.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).parent
MARKUP = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


class LessonWidget(anywidget.AnyWidget):
    """A widget whose module, stylesheet and markup share the stem of its Python file.

    A subclass in `icon_array.py` names `stem = "icon_array"`, tags what the reader chooses with `choice=True`,
    and answers `content()` and `every_state()`.
    """

    stem: str
    #: That of an earlier form, where a widget still shows what a reader entered in it. Else it is worked out.
    edition = ""
    name = traitlets.Unicode(help="The id of this widget on its page: small letters, digits and hyphens").tag(sync=True)
    states = traitlets.Dict(help="Every state the reader can reach, by its key, as the browser shows it").tag(sync=True)
    markup = traitlets.Unicode(help="The complete HTML, in the state it starts in").tag(sync=True)
    plan_title = traitlets.Unicode(help="The heading in the conversation plan, or empty: offers nothing").tag(sync=True)
    plan = traitlets.List(
        traitlets.Unicode(), help="What the reader takes to the visit: Python's sentences, or their own words"
    ).tag(sync=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "stem" in cls.__dict__:
            cls._esm = (FOLDER / f"{cls.stem}.mjs").read_text("utf-8")
            sheets = ("tokens.css", "parts.css", f"{cls.stem}.css")
            cls._css = "".join((FOLDER / name).read_text("utf-8") for name in sheets)
        super().__init_subclass__(**kwargs)

    @traitlets.validate("name")
    def _plain_name(self, proposal: Any) -> str:
        if not re.fullmatch(r"[a-z][a-z0-9-]*", proposal["value"]):
            raise traitlets.TraitError(
                f"{proposal['value']!r} cannot be the name of a widget; use small letters, digits and hyphens."
            )
        return str(proposal["value"])

    def __init__(self, **state: Any) -> None:
        super().__init__(**state)
        self.markup = MARKUP.get_template(f"{self.stem}.html").render(name=self.name, **self.content())

    def content(self) -> dict[str, Any]:
        """What the markup template needs besides `name`."""
        raise NotImplementedError(f"{type(self).__name__} must say what its markup shows")

    def every_state(self) -> list[str]:
        """Every state in a line of small rounded text, for reviewers and for nbval."""
        raise NotImplementedError(f"{type(self).__name__} must list its states as text")

    def choices(self) -> list[str]:
        """The names of the traits that the reader sets."""
        return sorted(self.traits(choice=True))

    def html(self) -> str:
        """The widget as a page carries it: its markup, and its state as JSON for the module that makes it answer."""
        state = {"name": self.name, "states": self.states, **{trait: getattr(self, trait) for trait in self.choices()}}
        if self.plan_title:
            state |= {"plan_title": self.plan_title, "plan": self.plan}
        # What a reader chose before this widget got other states may no longer exist; another language has the same.
        shape = json.dumps([*sorted(self.states), *self.choices()]).encode()
        state["edition"] = self.edition or hashlib.sha256(shape).hexdigest()[:8]
        # "<" could end or change the script element; JSON may write it as a number.
        data = json.dumps(state, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        return (
            f'<div class="ns-widget" data-widget="{self.stem}" id="{self.name}">'
            f'{self.markup}<script type="application/json" class="ns-state">{data}</script></div>'
        )

    def __repr__(self) -> str:
        return "\n".join([f"{type(self).__name__} {self.name}", *self.every_state()])

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle
        return {**data, "text/html": self.html(), "text/plain": repr(self)}, metadata
