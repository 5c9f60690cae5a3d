"""One stylesheet for everything: a widget's rule must not reach into another widget, where it could hide a curve."""

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

import widgets
from widgets.lesson_widget import LessonWidget

ROOT = Path(__file__).parents[2]
#: Every stylesheet by its name: each widget's, and the page's own, which are all joined into one.
SHEETS = {
    path.stem: path
    for path in [*sorted((ROOT / "widgets").glob("*.css")), ROOT / "pages/static/page.css"]
    if path.stem != "tokens"
}
#: What the page lays out, prints or hides, and a widget dresses.
OF_BOTH = {"ns-controls", "ns-group", "ns-widget", "ns-wrap"}


def selectors(css: str) -> list[str]:
    """Every selector of a stylesheet, one by one, without comments and at-rules."""
    plain = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return [s.strip() for group in re.findall(r"([^{}]+)\{", plain) for s in group.split(",") if "@" not in group]


def rules(name: str) -> dict[str, set[str]]:
    """What each selector of a stylesheet is given outside of at-rules."""
    css = re.sub(r"/\*.*?\*/", "", SHEETS[name].read_text("utf-8"), flags=re.DOTALL)
    css = re.sub(r"@[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", css)
    found: dict[str, set[str]] = {}
    for group, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        for selector in group.split(","):
            found.setdefault(selector.strip(), set()).update(one.strip() for one in body.split(";") if one.strip())
    return found


def reaching(name: str) -> set[str]:
    """The classes that a stylesheet styles wherever they stand: alone, below no class of its own."""
    found = (re.match(r"\.(ns-[\w-]+)[^ >+~]*(?:[ >+~].*)?$", s) for s in selectors(SHEETS[name].read_text("utf-8")))
    return {match[1] for match in found if match}


@pytest.mark.parametrize(("one", "other"), list(combinations(SHEETS, 2)))
def test_a_class_has_one_owner_so_that_no_widget_hides_or_moves_a_part_of_another(one: str, other: str):
    both = (reaching(one) & reaching(other)) - (OF_BOTH if other == "page" else set())
    assert not both, f"{one}.css and {other}.css both style {sorted(both)} anywhere; put the root's class before it"


def test_the_stylesheets_are_read_as_a_browser_would():
    assert selectors("/* a */ .ns-a, .ns-b p { x: y } @media print { .ns-c { x: y } }") == [".ns-a", ".ns-b p", ".ns-c"]


def test_a_rule_of_all_widgets_has_one_home_so_that_no_copy_of_it_grows_old():
    parts = rules("parts")
    copied = {
        name: [selector for selector in parts.keys() & rules(name).keys() if selector != ".ns-widget"]
        for name in SHEETS
        if name not in ("parts", "page")
    }
    assert not {name: found for name, found in copied.items() if found}
    told = [
        f"{name}.css: {selector}"
        for name in SHEETS
        if name not in ("parts", "page")
        for selector, body in rules(name).items()
        for shared, same in parts.items()
        if len(body) > 5 and body <= same and shared != ".ns-widget"
    ]
    assert not told, f"parts.css says this for every widget already: {told}"


def test_colours_are_named_once_in_the_tokens_and_nowhere_else():
    wild = {
        name: found
        for name, path in SHEETS.items()
        if (
            found := re.findall(
                r":[^;{}]*#[0-9a-f]{3,8}\b", re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
            )
        )
        if name != "page"
    }
    assert not wild
    assert re.findall(r"#[0-9a-f]{3,8}\b", SHEETS["page"].read_text("utf-8")) == ["#fff"], "only the paper below a logo"


def test_every_widget_brings_the_shared_parts_to_jupyterlab_where_the_page_is_not():
    shared = (ROOT / "widgets/tokens.css").read_text("utf-8") + SHEETS["parts"].read_text("utf-8")
    siblings = [one for one in vars(widgets).values() if isinstance(one, type) and issubclass(one, LessonWidget)]
    assert len(siblings) > 8
    for one in siblings:
        if one is not LessonWidget:
            assert one._css.startswith(shared), one.__name__


def test_a_filled_button_has_words_in_forced_colours_where_an_accent_behind_them_would_hide_them():
    filled = {name: path.read_text("utf-8") for name, path in SHEETS.items()}
    assert not [name for name, css in filled.items() if re.search(r"background(-color)?: var\(--ns-accent\)", css)]
    forced = (ROOT / "widgets/tokens.css").read_text("utf-8").split("forced-colors: active")[1]
    assert "--ns-fill: ButtonFace;" in forced
    assert "--ns-on-fill: ButtonText;" in forced


#: What has its own measure, with the reason. Everything else that is said of type and of space is a step of a scale.
OWN_MEASURE = {
    ("page", "main a[data-source]::after"): "the number of a source is smaller than whatever sentence it ends",
    ("deck", ".ns-deck .reveal section:not(.ns-slide-widget) .ns-fit"): "a slide of prose enlarges all that it holds",
    ("deck", "html"): "the screen's own size, which every rem follows",
    ("deck", "html.reveal-print"): "the same on paper",
    ("deck", ".ns-speaker"): "the speaker's window is read beside the wall, at its own distance",
    ("how_common", ".ns-common-at"): "half of the dot's own width, so that it stands on its number",
    ("parts", ".ns-legend"): "as high as the room that a drawn chart leaves for it, which is in pixels",
}
#: What is said of type and of space, and the steps of both scales in tokens.css.
MEASURED = re.compile(
    r"(?:font(?:-size)?|margin|padding|(?:row-|column-)?gap)(?:-(?:left|right|top|bottom|block|inline))?$"
)
STEP = re.compile(r"var\(--(?:ns-(?:text|fine|small|sentence|heading|title|space-[1-7])|side|room)\)")


def unlike_any_step(name: str, css: str) -> list[str]:
    """Each font size, margin, padding or gap of a stylesheet that has a length of its own, with its selector."""
    found = []
    for group, body in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        drawn = re.search(r"svg|text|-tick|-drawing", group)
        for one, value in re.findall(r"([a-z-]+):\s*([^;]+);", body):
            own = re.findall(r"(?<![\w.#-])-?(?:\d*\.)?\d+(?:rem|em|px|pt|mm|vw|vh|%)", STEP.sub("", value))
            # A hairline is no space, and a share of the room that is there is no measure.
            own = [length for length in own if not re.fullmatch(r"-?(?:1px|100%|6vw|100vw)", length)]
            own = [length for length in own if not (length.endswith("mm") or (drawn and length.endswith("px")))]
            if MEASURED.match(one) and own and not any((name, s.strip()) in OWN_MEASURE for s in group.split(",")):
                found.append(f"{name}.css: {group.strip()} {{ {one}: {value} }}")
    return found


def test_type_and_space_have_few_steps_so_that_every_page_has_the_same_calm_rhythm():
    sheets = {name: path.read_text("utf-8") for name, path in SHEETS.items()}
    sheets["deck"] = (ROOT / "pages/static/deck.css").read_text("utf-8")
    for name in ("guess", "live"):
        template = (ROOT / f"jupyter/share/voila/templates/nextsteps/{name}.html.j2").read_text("utf-8")
        sheets[name] = template.partition("<style>")[2].partition("</style>")[0].removeprefix("{{ style }}")
    wild = [said for name, css in sheets.items() for said in unlike_any_step(name, css)]
    assert not wild, "use a step of widgets/tokens.css: " + "; ".join(wild)
    assert unlike_any_step("x", ".ns-a { margin: 0 0.7rem; } .ns-b { font: 600 17px/1.2 serif; } .ns-c { gap: 3px; }")
    assert not unlike_any_step(
        "x", ".ns-a { margin: 0 auto -1px; } .ns-a svg { font: 14px serif; } .ns-b { gap: 3mm; }"
    )


def test_a_live_lesson_is_as_large_as_the_others_though_voila_brings_the_sizes_of_a_notebook():
    page = SHEETS["page"].read_text("utf-8")
    assert re.findall(r":root \{\s*--ns-text: ([^;]+);", page) == ["1.125rem", "11pt"]
    assert "--ns-text: var(--jp-content-font-size1, 1.125rem);" in (ROOT / "widgets/tokens.css").read_text("utf-8")


def test_no_step_of_type_or_space_is_missing_or_out_of_order():
    css = (ROOT / "widgets/tokens.css").read_text("utf-8").split("@media")[0]
    sizes = [
        float(n) for n in re.findall(r"--ns-(?:fine|small|sentence|heading): calc\(var\(--ns-text\) \* ([\d.]+)\)", css)
    ]
    assert len(sizes) == 4
    assert sizes == sorted(sizes)
    assert sizes[1] < 1 < sizes[2]
    spaces = [float(n) for n in re.findall(r"--ns-space-\d: ([\d.]+)rem;", css)]
    assert len(spaces) == 7
    assert all(one < other for one, other in pairwise(spaces))
    # A small phone's sharpest reader still has the smallest words at 14 pixels.
    assert sizes[0] * 1.125 * 16 >= 14
