"""A language with longer words than English fits an old phone: nothing is cut off, and no page scrolls sideways."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from playwright.sync_api import Page, expect
from test_accessibility import CUT, USE

from nextsteps.evidence import registry
from pages.assets import Assets

sys.path.insert(0, str(ROOT / "tests/unit"))
from pseudo_language import LESSONS, page, spoken, written

#: Words in a drawing that its edge cuts off, or that lie on each other.
IN_DRAWINGS = """() => [...document.querySelectorAll("main svg text")].flatMap((text) => {
  if (!text.checkVisibility() || !text.textContent.trim()) return [];
  const [own, all] = [text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()];
  const cuts = getComputedStyle(text.ownerSVGElement).overflow !== "visible";
  const out = own.left < (cuts ? all.left : 0) || own.right > (cuts ? all.right : innerWidth);
  const on = [...text.ownerSVGElement.querySelectorAll("text")].find((other) => {
    const box = other.getBoundingClientRect();
    const across = Math.min(own.right, box.right) - Math.max(own.left, box.left);
    const down = Math.min(own.bottom, box.bottom) - Math.max(own.top, box.top);
    const after = text.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
    return after && other.textContent.trim() && across > 2 && down > own.height / 3;
  });
  return [...(out ? ["cut off: " + text.textContent] : []), ...(on ? [text.textContent + " / " + on.textContent] : [])];
})"""

#: What medicines, and what the body makes of them, are called.
MEDICINES = {
    part for drug in registry().drugs.values() for part in re.split(r" \(", f"{drug.generic} ({drug.active_metabolite}")
}


def longer(text: str) -> str:
    """The text with each word about two fifths longer; a medicine is called much the same everywhere."""
    if text in MEDICINES:
        return text
    return re.sub(
        r"\{\w*\}|\(#[^)]*\)|\S*\.(?:com|org|gov)\S*|&\w+;|([aeiournst])", lambda m: m[0] + (m[1] or ""), text
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every lesson in the longer language, as a file."""
    folder, assets = tmp_path_factory.mktemp("longer"), Assets.collect()
    with spoken(folder, longer):
        made = {stem: page(stem, longer) for stem in LESSONS}
    return {stem: written(html, assets, folder / f"{stem}.html") for stem, html in made.items()}


def test_on_a_small_phone_nothing_of_a_longer_language_is_cut_off(
    pages: dict[str, Path], open_page: Callable[..., Page]
) -> None:
    said = "Talk with whoever prescribes your medicine."
    assert len(longer(said)) > 1.4 * len(said)
    shown, faults = open_page(viewport={"width": 320, "height": 640}), []
    for stem, path in pages.items():
        shown.goto(path.as_uri())
        expect(shown.locator("[data-widget]:not([data-ready])")).to_have_count(0)
        shown.evaluate(USE)
        wide = shown.evaluate("document.documentElement.scrollWidth")
        faults += [f"{stem} is {wide} wide"] * (wide > 320)
        faults += [f"{stem}: {fault}" for script in (CUT, IN_DRAWINGS) for fault in shown.evaluate(script)]
    assert faults == []
