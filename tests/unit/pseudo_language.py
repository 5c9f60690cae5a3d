"""A made-up language: the catalogue with every text changed by one rule, and every lesson, slide and notice made in it.

No kernel runs: a lesson's cells are run here, with each widget asked for in the made-up language.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from babel.messages.pofile import write_po

import nextsteps.wording.language as language
from nextsteps.wording import words
from pages.assets import Assets
from pages.catalogue import sentences
from pages.chrome import chrome
from pages.course import course
from pages.deck import deck_words
from pages.guides import markdown
from pages.render import number_references, read_notebook, template_folders
from pages.siblings import in_language
from pages.surround import Site

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LESSONS = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
#: Esperanto's code, for Babel must know how the language writes numbers and dates.
CODE = "eo"
Rule = Callable[[str], str]


@contextmanager
def spoken(folder: Path, rule: Rule) -> Iterator[None]:
    """While this lasts, there is a catalogue of the made-up language in `folder`: each text as `rule` changes it."""
    template = sentences()
    template.locale = CODE
    template.fuzzy = False
    for message in template:
        if message.id:
            texts = (message.id,) if isinstance(message.id, str) else message.id
            said = tuple(rule(text) for text in texts)
            if message.context and " (" in texts[0]:  # a medicine's name is also shown without its form
                said = (" (".join(map(rule, texts[0].split(" (", 1))),)
            message.string = said[0] if len(said) == 1 else said
    with (folder / f"{CODE}.po").open("wb") as file:
        write_po(file, template)
    before, language.CATALOGUES = language.CATALOGUES, folder
    words.cache_clear()
    try:
        yield
    finally:
        language.CATALOGUES = before
        words.cache_clear()


def page(stem: str, rule: Rule) -> str:
    """The page of a lesson, its prose changed by `rule` as well, with its assets by name."""
    english = [lesson for lesson in course(NOTEBOOKS) if not lesson.folder]
    own = [
        replace(one, name=f"{CODE}/{one.name}", language=CODE, title=rule(one.title), description=rule(one.description))
        for one in english
    ]
    html = number_references(_rendered("index.html.j2", stem, rule, {"chrome": chrome(CODE)}))
    return Site((*english, *own), address=lambda name: f"https://x.example/{name}").surround(
        html, f"{CODE}/{stem}.ipynb"
    )


def deck(stem: str, rule: Rule) -> str:
    """What a lesson's slides are dealt from, and what stands around them."""
    return _rendered("deck.html.j2", stem, rule, {"chrome": chrome(CODE), "deck": deck_words(CODE)})


def written(html: str, assets: Assets, to: Path) -> Path:
    """A page as a file that a browser can open, with its scripts beside it."""
    to.write_text(assets.fill_in(html, "assets/", "index.html"), "utf-8")
    (to.parent / "assets").mkdir(exist_ok=True)
    for name, served in assets.files.items():
        (to.parent / "assets" / name).write_bytes(served.body)
    return to


def _rendered(name: str, stem: str, rule: Rule, said: dict[str, Any]) -> str:
    notebook = read_notebook(NOTEBOOKS / f"{stem}.ipynb")
    about = {key: rule(notebook.metadata.get(key, "")) for key in ("title", "description")}
    notebook.metadata |= {"lang": CODE, **about}
    shown = iter(_shown(stem, rule))
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [{"output_type": "execute_result", "data": {"text/html": next(shown)}}]
    loader = jinja2.Environment(loader=jinja2.FileSystemLoader(template_folders()), extensions=["jinja2.ext.do"])
    loader.filters["markdown2html"] = lambda text: re.sub(
        r"(?<=>)[^<>]*\w[^<>]*(?=<)", lambda prose: rule(prose[0]), markdown(text, "")
    )
    return loader.get_template(name).render(
        nb=notebook,
        resources={"metadata": {"name": stem}, "nextsteps": said},
        kernel_start=lambda _: "",
        notebook_execute=lambda *_: "",
    )


@cache
def _shown(stem: str, rule: Rule) -> list[str]:
    """What each cell of code of a lesson shows, as HTML. The words that it hands to a widget are a writer's too."""
    space: dict[str, Any] = {}
    return [
        _run(ast.parse(in_language(cell.source, CODE)), rule, space)
        for cell in read_notebook(NOTEBOOKS / f"{stem}.ipynb").cells
        if cell.cell_type == "code"
    ]


def _run(tree: ast.Module, rule: Rule, space: dict[str, Any]) -> str:
    """What a cell shows when it is run in `space`, as its kernel would run it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            node.value = rule(node.value)
    last = tree.body.pop()
    exec(compile(tree, "a cell", "exec"), space)
    if not isinstance(last, ast.Expr):
        exec(compile(ast.Module([last], []), "a cell", "exec"), space)
        return ""
    shown = eval(compile(ast.Expression(last.value), "a cell", "eval"), space)
    return str(shown.html() if hasattr(shown, "html") else shown._repr_mimebundle_()["text/html"])
