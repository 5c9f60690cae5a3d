"""Pictures of every widget as readers meet it: in light, in dark, in forced colours, and on paper.

    python -m pages site notebooks --to site
    python docs/gallery/make_gallery.py site

It writes the pictures, `README.md` that shows them, and `manifest.json` with what each was drawn from. A test compares
the manifest with the sources of today, so that no picture outlives its widget.
"""

import hashlib
import json
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
THEMES = {
    "light": {"media": "screen", "color_scheme": "light", "forced_colors": "none"},
    "dark": {"media": "screen", "color_scheme": "dark", "forced_colors": "none"},
    "forced colours": {"media": "screen", "color_scheme": "light", "forced_colors": "active"},
    "paper": {"media": "print", "color_scheme": "light", "forced_colors": "none"},
}
#: The width of a small phone, and the most of a widget that is shown, in pixels.
WIDTH, HEIGHT = 360, 640
#: Parts that have no module of their own, by the selector that finds one.
PARTS = {
    "both_groups": ".ns-both-groups",
    "way_to_visit": ".ns-way",
    "people_side_by_side": ".ns-side-by-side",
    "session_steps": "main figure.ns-group svg[style*='currentColor']",
    "four_steps": "main svg[viewBox='0 0 100 100'][role='img']",
}


def sources() -> dict[str, str]:
    """What each widget is drawn from, as a hash: its markup and stylesheet, the tokens and the shared parts."""
    shared = [ROOT / "widgets/tokens.css", ROOT / "widgets/parts.css", ROOT / "pages/static/page.css"]
    stems = sorted(path.stem for path in (ROOT / "widgets").glob("*.html") if path.with_suffix(".py").exists())
    shown = [stem for stem in stems if (ROOT / f"widgets/{stem}.css").exists() or stem in PARTS]
    return {stem: _hash(*shared, ROOT / f"widgets/{stem}.html", ROOT / f"widgets/{stem}.css") for stem in shown}


def _hash(*paths: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths if path.exists())).hexdigest()[:16]


def _picture(page: Page, selector: str, to: Path) -> None:
    """The top of what the selector finds first, as wide as the phone."""
    top, height = page.evaluate(
        """(selector) => {
          const shown = document.querySelector(selector);
          const folds = [...document.querySelectorAll("details")].filter((fold) => fold.contains(shown));
          for (const fold of folds) fold.open = true;
          scrollTo({ top: shown.getBoundingClientRect().top + scrollY - 8, behavior: "instant" });
          const box = shown.getBoundingClientRect();
          return [box.top, box.height];
        }""",
        selector,
    )
    clip = {"x": 0, "y": max(0, top - 8), "width": WIDTH, "height": min(HEIGHT, height + 16)}
    page.screenshot(path=to, type="jpeg", quality=50, clip=clip)  # type: ignore[arg-type]


def make(site: Path, chromium: str) -> None:
    """Write the gallery from the pages in `site`. Raises SystemExit if a widget stands on none of them."""
    waiting = set(sources())
    rows: dict[str, str] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(viewport={"width": WIDTH, "height": 780}, offline=True).new_page()
        for lesson in sorted(site.glob("*.html")):
            page.goto(lesson.as_uri())
            found = {
                stem: selector
                for stem in sorted(waiting)
                if page.locator(selector := PARTS.get(stem, f"[data-widget={stem}]")).count()
            }
            for theme, media in THEMES.items() if found else ():
                page.emulate_media(**media)  # type: ignore[arg-type]
                for stem, selector in found.items():
                    _picture(page, selector, HERE / f"{stem}-{theme.replace(' ', '-')}.jpg")
            waiting -= found.keys()
            rows |= dict.fromkeys(found, lesson.stem)
        browser.close()
    if waiting:
        sys.exit(f"No page of {site} shows {sorted(waiting)}.")
    (HERE / "README.md").write_text(_page(rows), "utf-8")
    (HERE / "manifest.json").write_text(json.dumps(sources(), indent=2) + "\n", "utf-8")


def _page(rows: dict[str, str]) -> str:
    head = "| " + " | ".join(THEMES) + " |\n|" + "---|" * len(THEMES)
    parts = [
        "# Gallery: every widget in every theme\n",
        "Made by `python docs/gallery/make_gallery.py site`; do not edit. Each picture is the top of a widget",
        "on a small phone (360 pixels), as its lesson opens. A test fails when a widget has changed.\n",
    ]
    for stem, lesson in sorted(rows.items()):
        name = stem.replace("_", " ")
        pictures = " | ".join(f"![{name}, {theme}]({stem}-{theme.replace(' ', '-')}.jpg)" for theme in THEMES)
        parts.append(f"## {name}\n\nIn the lesson `{lesson}`.\n\n{head}\n| {pictures} |\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "tests/browser"))
    from find_browser import find_browser

    make(Path(sys.argv[1]), find_browser() or "chromium")
