"""Serve the lessons with Voila, write them as files, or run them anew; say what is wrong in one clear sentence."""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import sys
from pathlib import Path

from jupyter_core.paths import jupyter_path

from nextsteps.evidence import EvidenceError, Registry
from pages.operations import release
from pages.render import RenderError, read_notebook


def main(arguments: list[str] | None = None) -> None:
    # Installed, the same commands are called next-steps.
    prog = "next-steps" if Path(sys.argv[0]).stem == "next-steps" else "python -m pages"
    parser = argparse.ArgumentParser(prog=prog, description=__doc__)
    parser.add_argument("--version", action="version", version=f"Next Steps {release()}")
    commands = parser.add_subparsers(required=True)
    serve = commands.add_parser("serve", help="serve the lessons with Voila")
    serve.add_argument("notebooks", nargs="?", default=None, type=Path, help="a folder of lessons, or one of them")
    serve.add_argument("--port", type=int, default=8866)
    serve.add_argument("--ip", default="localhost", help="0.0.0.0 lets other machines in")
    serve.add_argument("--live", action="store_true", help="let lessons that ask for it run with a kernel per reader")
    serve.set_defaults(run=_serve)
    run = commands.add_parser("execute", help="run the lessons and keep their outputs, as they are committed")
    run.add_argument("notebooks", nargs="?", default="notebooks", type=Path, help="a folder of lessons, or one of them")
    run.set_defaults(run=_execute)
    site = commands.add_parser("site", help="write the lessons as files, for a web server or a USB stick")
    site.add_argument("notebooks", nargs="?", default=None, type=Path, help="the folder of lessons")
    site.add_argument("--to", default="site", type=Path, help="the folder to write; it is made anew")
    site.add_argument("--address", default="", help="where the site will be, for its sitemap: https://…/")
    site.add_argument("--offline", action="store_true", help="let a reader's browser keep the lessons they opened")
    site.add_argument("--compressed", action="store_true", help="brotli and gzip copies too, for your own web server")
    site.add_argument("--clinic", type=Path, default=os.environ.get("NEXTSTEPS_CLINIC") or None, help="its clinic.toml")
    site.set_defaults(run=_site)
    new = commands.add_parser("new-lesson", help="begin a lesson: short, with one claim and its papers")
    new.add_argument("name", help="what its file and its address are called, such as sleep_and_mood")
    new.add_argument("--title", default="", help="its title; otherwise the name in words")
    new.add_argument("--claim", default="", help="the id of the claim that it starts from")
    new.add_argument("--to", default="notebooks", type=Path, help="the folder of the lessons")
    new.set_defaults(run=_new_lesson)
    decks = commands.add_parser("deck", help="write the lessons as slides, which also open from a stick")
    decks.add_argument("notebooks", nargs="?", default="notebooks", type=Path, help="the folder of lessons")
    decks.add_argument("--to", default="decks", type=Path, help="the folder to write; it is made anew")
    decks.add_argument(
        "--lesson", action="append", default=[], help="only this one, such as es/index.ipynb; may repeat"
    )
    decks.set_defaults(run=_decks)
    show = commands.add_parser("present", help="show a room the slides, and take its guesses if asked to")
    show.add_argument("notebooks", nargs="?", default="notebooks", type=Path, help="the folder of lessons")
    show.add_argument("--lesson", default="", help="one lesson, such as tms_outcomes; without it, all of them")
    show.add_argument("--language", default="", help="its two letters, such as es; without it, English")
    show.add_argument("--port", type=int, default=8867)
    show.add_argument("--audience", action="store_true", help="let phones on this network send guesses")
    show.add_argument("--ip", default="", help="this machine's address on its network, if the one found is wrong")
    show.set_defaults(run=_present)
    sheets = commands.add_parser("handouts", help="write one sheet of paper for each lesson, as PDF")
    sheets.add_argument("notebooks", nargs="?", default="notebooks", type=Path, help="the folder of lessons")
    sheets.add_argument("--to", default="handouts", type=Path, help="the folder to write them to")
    sheets.add_argument("--language", default="en", help="its two letters, such as es")
    stick = commands.add_parser("kit", help="write all that a workshop needs as one zip, for a USB stick")
    stick.add_argument("notebooks", nargs="?", default="notebooks", type=Path, help="the folder of lessons")
    stick.add_argument("--to", default="next-steps-kit.zip", type=Path, help="the file to write")
    for made in (sheets, stick):
        made.add_argument("--guides", default="docs/guides", type=Path, help="the folder of the guides")
        made.add_argument("--address", default="", help="where phones find the lessons: https://…/")
        made.add_argument(
            "--clinic", type=Path, default=os.environ.get("NEXTSTEPS_CLINIC") or None, help="its clinic.toml"
        )
    sheets.set_defaults(run=_handouts)
    stick.set_defaults(run=_kit)
    catalogue = commands.add_parser("catalogue", help="bring a language's catalogue up to date with the code")
    catalogue.add_argument("language", help="its two letters, such as es")
    catalogue.set_defaults(run=_catalogue)
    sibling = commands.add_parser("sibling", help="begin a lesson in another language beside its English one")
    sibling.add_argument("language", help="its two letters, such as es")
    sibling.add_argument("lesson", type=Path, help="the English lesson")
    sibling.set_defaults(run=_sibling)
    confirm = commands.add_parser("confirm", help="say that a lesson in another language fits its English of today")
    confirm.add_argument("lesson", type=Path, help="the lesson, such as notebooks/es/index.ipynb")
    confirm.add_argument("cells", nargs="*", help="only these; “lesson” stands for its title and description")
    confirm.set_defaults(run=_confirm)
    chosen = parser.parse_args(arguments)
    try:
        chosen.run(chosen)
    except (EvidenceError, RenderError) as error:
        sys.exit(str(error))


def _lessons() -> Path:
    """The lessons to use if none are named: those of this folder, or else those that were installed with the pages."""
    here = Path("notebooks")
    installed = (Path(path) for path in jupyter_path("nextsteps", "lessons"))
    return here if here.is_dir() else next((folder for folder in installed if folder.is_dir()), here)


def _serve(chosen: argparse.Namespace) -> None:
    chosen.notebooks = chosen.notebooks or _lessons()
    if not chosen.notebooks.is_dir():
        read_notebook(chosen.notebooks)
    Registry.read()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((chosen.ip, chosen.port))
        except OSError:
            sys.exit(
                f"Port {chosen.port} is already in use; stop the program that holds it, or choose another: "
                f"make serve PORT={chosen.port + 1}."
            )
    from voila.app import Voila  # late: it takes a second, and a mistake should be told at once

    options = [
        f"--port={chosen.port}",
        f"--Voila.ip={chosen.ip}",
        *(["--Readers.allow_live=True"] if chosen.live else []),
    ]
    Voila.launch_instance([str(chosen.notebooks), *options])


def _execute(chosen: argparse.Namespace) -> None:
    from pages.course import lesson_names
    from pages.execute import execute  # late, like Voila

    folder = chosen.notebooks
    paths = [folder / name for name in lesson_names(folder)] if folder.is_dir() else [folder]
    for path in paths:
        execute(path)
        print(f"Ran {path.name}")


def _site(chosen: argparse.Namespace) -> None:
    chosen.notebooks = chosen.notebooks or _lessons()
    if not chosen.notebooks.is_dir():
        raise RenderError(f"There is no folder {chosen.notebooks}; name the folder of the lessons.", authored=True)
    Registry.read()
    from pages.site import build  # late, like Voila

    build(chosen.notebooks, chosen.to, chosen.address, chosen.offline, chosen.clinic, chosen.compressed)


def _new_lesson(chosen: argparse.Namespace) -> None:
    from pages import new_lesson  # late, because no page needs it
    from pages.execute import execute

    path = new_lesson.begin(chosen.to, chosen.name, chosen.title, chosen.claim or new_lesson.CLAIM)
    execute(path)
    print(
        f"Wrote {path}. Open it in JupyterLab and write on; python -m pages.lint {path} checks its numbers. "
        "In this course its place is given by the list ORDER in pages/course.py; elsewhere lessons follow their names."
    )


def _decks(chosen: argparse.Namespace) -> None:
    Registry.read()
    from pages.deck import build  # late, like Voila

    build(chosen.notebooks, chosen.to, chosen.lesson)


def _present(chosen: argparse.Namespace) -> None:
    Registry.read()
    from pages.present import present  # late, like Voila

    with contextlib.suppress(KeyboardInterrupt):
        present(chosen.notebooks, chosen.lesson, chosen.language, chosen.port, chosen.audience, chosen.ip)


def _handouts(chosen: argparse.Namespace) -> None:
    Registry.read()
    from pages.handouts import build  # late, like Voila

    build(chosen.guides, chosen.notebooks, chosen.to, chosen.address, chosen.language, chosen.clinic)


def _kit(chosen: argparse.Namespace) -> None:
    Registry.read()
    from pages.kit import build  # late, like Voila

    build(chosen.notebooks, chosen.guides, chosen.to, chosen.address, chosen.clinic)


def _catalogue(chosen: argparse.Namespace) -> None:
    from pages import catalogue  # late, because no page needs it

    path = catalogue.CATALOGUES / f"{chosen.language}.po"
    path.write_text(catalogue.brought_up_to_date(chosen.language, catalogue.sentences()), "utf-8")
    missing = catalogue.untranslated(chosen.language)
    print(f"Wrote {path}. {len(missing)} texts wait for their translation." + "".join(f"\n  {m}" for m in missing))


def _sibling(chosen: argparse.Namespace) -> None:
    from pages.siblings import begin  # late, like Voila

    path = begin(chosen.lesson, chosen.language)
    print(f"Wrote {path}. Write its prose, run python -m pages execute {path}, then python -m pages confirm {path}.")


def _confirm(chosen: argparse.Namespace) -> None:
    from pages.siblings import confirm  # late, like Voila

    print(f"{chosen.lesson} fits the English of today: {', '.join(confirm(chosen.lesson, chosen.cells))}.")


if __name__ == "__main__":
    main()
