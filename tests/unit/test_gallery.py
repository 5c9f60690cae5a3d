"""The gallery shows every widget as it is today: its pictures were drawn from the sources that are here."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
GALLERY = ROOT / "docs/gallery"
AGAIN = "run `python -m pages site notebooks --to site`, then `python docs/gallery/make_gallery.py site`"


def maker() -> ModuleType:
    found = importlib.util.spec_from_file_location("make_gallery", GALLERY / "make_gallery.py")
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_no_picture_in_the_gallery_is_older_than_its_widget():
    drawn, today = json.loads((GALLERY / "manifest.json").read_text("utf-8")), maker().sources()
    assert drawn.keys() == today.keys(), f"a widget has no picture, or a picture has no widget; {AGAIN}"
    changed = sorted(stem for stem in today if drawn[stem] != today[stem])
    assert not changed, f"{changed} changed since the gallery was made; {AGAIN}"


def test_every_widget_is_shown_in_every_theme_and_the_whole_gallery_is_small_enough_to_keep():
    made = maker()
    page = (GALLERY / "README.md").read_text("utf-8")
    for stem in made.sources():
        for theme in made.THEMES:
            picture = GALLERY / f"{stem}-{theme.replace(' ', '-')}.jpg"
            assert picture.exists()
            assert f"]({picture.name})" in page
    assert sum(path.stat().st_size for path in GALLERY.glob("*.jpg")) < 2_000_000
