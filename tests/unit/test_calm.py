"""What a tired or frightened reader must not meet: red for people, movement, a clock, words too faint to read."""

import colorsys
import re
from itertools import product
from pathlib import Path

import pytest

from nextsteps.charts.forest import OTHER
from nextsteps.charts.out_of_100 import BOTH, SHAM, TMS
from pages.clinic import contrast

ROOT = Path(__file__).parents[2]
STYLES = [*sorted((ROOT / "widgets").glob("*.css")), ROOT / "pages/static/page.css"]
SCRIPTS = [*sorted((ROOT / "widgets").glob("*.mjs")), ROOT / "pages/static/page.mjs"]
#: The colours that stand for people and for what happened to them.
PEOPLE = ("treated", "compared")


def schemes() -> dict[str, dict[str, str]]:
    """The colours of each scheme by token: in light, in dark (over light), and on paper (over light)."""
    css = (ROOT / "widgets/tokens.css").read_text("utf-8")

    def of(part: str) -> dict[str, str]:
        colours = dict(re.findall(r"--ns-([a-z-]+): (#[0-9a-f]{3,6});", part))
        return {name: "#" + "".join(2 * c for c in v[1:]) if len(v) == 4 else v for name, v in colours.items()}

    light = of(css.split("@media")[0])
    dark = of(css.split("prefers-color-scheme: dark")[1].split("@media")[0])
    paper = of(css.split("@media print")[1])
    return {"light": light, "dark": light | dark, "paper": light | paper}


SCHEMES = schemes()


def red(colour: str) -> bool:
    """Whether people would call the colour red or pink: its hue within 25 degrees of red, and not nearly grey."""
    r, g, b = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, _, saturation = colorsys.rgb_to_hls(r, g, b)
    return saturation > 0.2 and (hue * 360 < 25 or hue * 360 > 335)


def test_no_person_and_no_part_of_a_reader_is_ever_red():
    assert red("#c0392b")
    assert red("#ff8a80")
    assert not red("#5a6aa3")
    for scheme, colours in SCHEMES.items():
        # The focus is a place on the page, not a person; it is a warm orange-brown.
        for name in (*PEOPLE, "help", "help-edge", "accent", "accent-soft", "edge"):
            assert not red(colours[name]), f"{name} in {scheme} is red"
    for colour in (TMS, SHAM, BOTH, OTHER):
        assert not red(colour), f"a chart draws people in {colour}"


@pytest.mark.parametrize(("scheme", "word"), [*product(SCHEMES, ("ink", "soft", "accent"))])
def test_words_can_be_read_on_everything_behind_them_at_night_and_on_paper(scheme: str, word: str):
    colours = SCHEMES[scheme]
    for behind in ("paper", "card", "accent-soft", "help"):
        ratio = contrast(colours[word], colours[behind])
        assert ratio >= 4.5, f"{word} on {behind} in {scheme}: {ratio:.2f}"
    # A filled button: its words have the colour of the card.
    assert contrast(colours["card"], colours["accent"]) >= 4.5


@pytest.mark.parametrize(("scheme", "mark"), [*product(SCHEMES, ("edge", "treated", "compared", "focus", "help-edge"))])
def test_marks_can_be_seen_on_everything_behind_them_at_night_and_on_paper(scheme: str, mark: str):
    for behind in ("paper", "card"):
        ratio = contrast(SCHEMES[scheme][mark], SCHEMES[scheme][behind])
        assert ratio >= 3, f"{mark} on {behind} in {scheme}: {ratio:.2f}"


@pytest.mark.parametrize("colour", [TMS, SHAM, BOTH, OTHER])
def test_the_middle_colours_of_a_chart_can_be_seen_in_light_and_in_dark_for_a_chart_takes_no_tokens(colour: str):
    for scheme in SCHEMES.values():
        assert contrast(colour, scheme["paper"]) >= 3


def test_a_chart_gives_the_groups_the_hues_that_dots_give_them():
    def hue(colour: str) -> float:
        return colorsys.rgb_to_hls(*(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)))[0] * 360

    for token, colour in zip(PEOPLE, (TMS, SHAM), strict=True):
        for scheme, colours in SCHEMES.items():
            assert abs(hue(colours[token]) - hue(colour)) < 20, f"{token} in {scheme}"


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_nothing_moves_unless_a_reader_has_not_asked_for_less_motion(path: Path):
    css = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    calm = re.sub(r"@media \(prefers-reduced-motion: no-preference\) \{(?:[^{}]*\{[^{}]*\})*\s*\}", "", css)
    assert not re.findall(r"@keyframes|(?:^|[\s;{])(?:animation|transition)[\w-]*\s*:", calm)
    assert not re.findall(r"animation[\w-]*\s*:[^;]*infinite|blink", css), "nothing flashes, in no setting"


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_link_to_a_part_of_a_page_leads_there_at_once(path: Path):
    # A smooth way makes some people ill, and ends wherever a key or a card that grows interrupts it.
    assert not re.search(r"scroll-behavior:\s*smooth", path.read_text("utf-8"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_nothing_counts_down_and_no_key_is_taken_from_a_reader(path: Path):
    script = re.sub(r"(?m)//.*$|/\*.*?\*/", "", path.read_text("utf-8"))
    assert not re.findall(r"\bsetInterval\b|requestAnimationFrame|\.animate\(|\baccesskey\b", script)
    assert not re.findall(r"autoplay|<marquee|<blink", script)
