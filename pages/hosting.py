"""What a host must say of the files because no page can say it for itself, and copies it need not compress."""

from __future__ import annotations

import os

from pages.assets import Served
from pages.render import RenderError
from pages.server import A_YEAR, HEADERS, POLICY, policy

#: The name under which the common hosts look for headers (Netlify, Cloudflare Pages).
HEADERS_FILE = "_headers"
#: A folder of files has one file more than the server, which names the site to a phone's home screen.
FILES_POLICY = POLICY + "; manifest-src 'self'"
#: What a compressed copy makes much smaller; the rest is a few lines, or a picture that is compressed already.
WORTH_COMPRESSING = (".html", ".js", ".css", ".svg")


def host_headers() -> dict[str, dict[str, str]]:
    """The headers by the paths that they are for, as the server sends them.

    Raises RenderError if the variable NEXTSTEPS_FRAME_ANCESTORS names no place that may frame a lesson.
    """
    try:
        framed = policy(os.environ.get("NEXTSTEPS_FRAME_ANCESTORS", "'self'"), FILES_POLICY)
    except ValueError as error:
        raise RenderError(str(error), authored=True) from error
    # Where two rules fit, hosts join what both say of one header: so pages get no Cache-Control of ours. These hosts
    # let a browser ask again each time, unless told otherwise.
    return {
        "/*": {"Content-Security-Policy": framed, **HEADERS},
        "/assets/*": {"Cache-Control": f"public, max-age={A_YEAR}, immutable"},
    }


def headers_file(headers: dict[str, dict[str, str]]) -> bytes:
    """The headers in the form that the common hosts read."""
    blocks = [
        f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in said.items()) for path, said in headers.items()
    ]
    return "\n".join(blocks).encode()


def with_compressed(made: dict[str, bytes]) -> dict[str, bytes]:
    """The files, and beside each that shrinks its brotli and gzip copies, for nginx's brotli_static and gzip_static."""
    found = dict(made)
    for path, body in made.items():
        if path.endswith(WORTH_COMPRESSING):
            copies = Served(body, "").encodings
            found |= {f"{path}.br": copies["br"], f"{path}.gz": copies["gzip"]}
    return found
