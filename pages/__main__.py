"""`python -m pages serve [FOLDER] [--port N]`: the lessons in Voila, with one clear sentence where something is wrong."""

from __future__ import annotations

import argparse
import socket
import sys
from pathlib import Path

from nextsteps.evidence import EvidenceError, Registry
from pages.render import RenderError, read_notebook


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m pages", description=__doc__)
    commands = parser.add_subparsers(required=True)
    serve = commands.add_parser("serve", help="serve the lessons with Voila")
    serve.add_argument("notebooks", nargs="?", default="notebooks", type=Path, help="a folder of lessons, or one of them")
    serve.add_argument("--port", type=int, default=8866)
    serve.add_argument("--ip", default="localhost", help="0.0.0.0 lets other machines in")
    serve.set_defaults(run=_serve)
    chosen = parser.parse_args(arguments)
    try:
        chosen.run(chosen)
    except (EvidenceError, RenderError) as error:
        sys.exit(f"The lessons cannot be served. {error}")


def _serve(chosen: argparse.Namespace) -> None:
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

    Voila.launch_instance([str(chosen.notebooks), f"--port={chosen.port}", f"--Voila.ip={chosen.ip}"])


if __name__ == "__main__":
    main()
