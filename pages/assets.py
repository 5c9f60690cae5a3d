"""Styles, scripts and the chart library as files with their hash in the name, compressed once, kept in memory."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

# brotli: the compression that saves a phone the most; the reference implementation's own binding.
import brotli

import widgets

STATIC = Path(__file__).parent / "static"
WIDGETS = Path(widgets.__file__).parent
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True)
class Served:
    """Bytes ready to be sent, in every encoding a browser may ask for."""

    body: bytes
    content_type: str

    @cached_property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'

    @cached_property
    def encodings(self) -> dict[str, bytes]:
        """The body by content coding, smallest first."""
        return {
            "br": brotli.compress(self.body, quality=11),
            "gzip": gzip.compress(self.body, 9, mtime=0),
        }


@dataclass(frozen=True)
class Assets:
    """The files a page needs: `files` by served name, and the addresses that the template writes into the page."""

    files: dict[str, Served]
    names: dict[str, str]

    @classmethod
    def collect(cls, keep: Assets | None = None) -> Assets:
        """Read all assets from disk: the page's own, each widget's module, and one stylesheet for everything.

        What `keep` held is served on, for pages that name it; unchanged files keep their compressed copies.
        """
        stems = sorted(path.stem for path in WIDGETS.glob("*.mjs"))
        style = "\n".join(
            path.read_text("utf-8")
            for path in [WIDGETS / "tokens.css", STATIC / "page.css", *(WIDGETS / f"{stem}.css" for stem in stems)]
        )
        parts = {
            "style": ("page.css", style.encode()),
            "script": ("page.mjs", (STATIC / "page.mjs").read_bytes()),
            "icon": ("icon.svg", (STATIC / "icon.svg").read_bytes()),
            "plotly": ("plotly-basic.js", (STATIC / "vendor/plotly-basic.min.js").read_bytes()),
            **{f"widget {stem}": (f"{stem}.mjs", (WIDGETS / f"{stem}.mjs").read_bytes()) for stem in stems},
        }
        files = dict(keep.files) if keep else {}
        names = {}
        for key, (name, body) in parts.items():
            stem, suffix = name.rsplit(".", 1)
            names[key] = f"{stem}.{hashlib.sha256(body).hexdigest()[:12]}.{suffix}"
            files.setdefault(names[key], Served(body, TYPES[f".{suffix}"]))
        return cls(files, names)

    def addresses(self, base_url: str) -> dict[str, str]:
        """What the template writes: each asset's address below `base_url`, the start page, and the modules as JSON."""
        at = {key: f"{base_url}assets/{name}" for key, name in self.names.items()}
        modules = {key.removeprefix("widget "): at[key] for key in at if key.startswith("widget ")}
        return {
            "style": at["style"],
            "script": at["script"],
            "icon": at["icon"],
            "home": base_url,
            "modules": json.dumps({"plotly": at["plotly"], "modules": modules}),
        }
