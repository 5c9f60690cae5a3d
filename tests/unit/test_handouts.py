"""The sheets that people take home: one page, read in order, with the help lines, by whoever opens the file."""

from __future__ import annotations

import io
import re
import shutil
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from pages.course import course
from pages.guides import read_guides
from pages.handouts import PAPERS, handouts, sheet
from pages.render import RenderError

ROOT = Path(__file__).parents[2]
GUIDES, NOTEBOOKS = ROOT / "docs/guides", ROOT / "notebooks"
ADDRESS = "https://www.clinic.example/lessons/"
#: Width and height in points.
SIZES = {"a4": (595, 842), "letter": (612, 792)}


@pytest.fixture(scope="module")
def made() -> dict[str, PdfReader]:
    """Every sheet in English, as a reader of PDF sees it."""
    return {name: PdfReader(io.BytesIO(body)) for name, body in handouts(GUIDES, NOTEBOOKS, ADDRESS).items()}


def text_of(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def tags(node: Any) -> Iterator[tuple[str, str]]:
    """Each tag below the node in reading order, with its text for a picture."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from tags(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"]), str(node.get("/Alt", ""))
        if "/K" in node:
            yield from tags(node["/K"])


def test_each_lesson_has_one_sheet_for_each_paper(made: dict[str, PdfReader]) -> None:
    lessons = [guide.lesson for guide in read_guides(GUIDES)]
    assert set(made) == {f"{lesson}-{paper}.pdf" for lesson in lessons for paper in PAPERS}
    for name, pdf in made.items():
        (page,) = pdf.pages
        assert (round(page.mediabox.width), round(page.mediabox.height)) == SIZES[name.split("-")[1][:-4]], name


def test_each_sheet_gives_the_help_lines_first_then_what_to_know_what_to_ask_and_where_the_lesson_is(
    made: dict[str, PdfReader],
) -> None:
    lessons = {lesson.stem: lesson for lesson in course(NOTEBOOKS) if lesson.language == "en"}
    for guide in read_guides(GUIDES):
        text = text_of(made[f"{guide.lesson}-letter.pdf"])
        plain = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line) for line in [*guide.sentences, *guide.questions]]
        order = [
            "Call 988 or text 988, day or night.",
            "Call 911.",
            "call 988 and press 1, or text 838255.",
            "llame al 988 y oprima 2, o envíe AYUDA al 988.",
            lessons[guide.lesson].title,
            *plain,
            "www.clinic.example/lessons",
            "It is not medical advice.",
        ]
        places = [text.find(part) for part in order]
        assert -1 not in places, f"{guide.lesson}: {order[places.index(-1)]!r} is not on the sheet"
        assert places == sorted(places), guide.lesson


def test_a_spanish_sheet_is_one_page_too_and_gives_the_lines_that_answer_in_spanish_first() -> None:
    for name, body in handouts(GUIDES, NOTEBOOKS, ADDRESS, "es").items():
        pdf = PdfReader(io.BytesIO(body))
        root: Any = pdf.trailer["/Root"]
        assert (len(pdf.pages), root["/Lang"]) == (1, "es"), name
        text = text_of(pdf)
        assert -1 < text.find("Llame al 988 y oprima 2, o envíe AYUDA al 988") < text.find("call 988"), name


def test_a_screen_reader_is_told_the_language_the_title_the_order_and_what_each_picture_shows(
    made: dict[str, PdfReader],
) -> None:
    for name, pdf in made.items():
        root: Any = pdf.trailer["/Root"]
        assert root["/Lang"] == "en" and root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert pdf.metadata and pdf.metadata.title and pdf.metadata.title.endswith("· Next Steps"), name
        found = list(tags(root["/StructTreeRoot"]))
        kinds = [kind for kind, _ in found]
        assert kinds.count("/H1") == 1 and kinds.index("/P") < kinds.index("/H1") < kinds.index("/H2"), name
        assert all(alt for kind, alt in found if kind == "/Figure"), f"{name}: a picture says nothing"
    found = list(tags(made["tms_outcomes-a4.pdf"].trailer["/Root"]["/StructTreeRoot"]))  # type: ignore[index]
    assert [alt for kind, alt in found if kind == "/Figure"] == [
        "People who had TMS: 29 of 100",
        "People who had sham: 10 of 100",
        f"Square code that leads to {ADDRESS}tms_outcomes.html",
    ]


def test_a_sheet_looks_the_same_on_every_printer_because_its_fonts_are_in_it(made: dict[str, PdfReader]) -> None:
    for name, pdf in made.items():
        fonts: Any = pdf.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
        for font in (font.get_object() for font in fonts.values()):
            described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described), f"{name}: {font['/BaseFont']}"


def test_a_number_on_paper_has_its_comparison_its_study_and_the_day_of_its_last_check(
    made: dict[str, PdfReader],
) -> None:
    for lesson, numbers in {
        "tms_outcomes": ("29 of 100", "10 of 100"),
        "breakthrough_depression": ("39", "56"),
    }.items():
        text = text_of(made[f"{lesson}-a4.pdf"])
        assert all(number in text for number in numbers)
        for part in (
            "Who was in it:",
            "How many people:",
            "Compared with:",
            "Who rated it:",
            "doi:",
            "last checked on",
        ):
            assert part in text, f"{lesson}: {part}"


def drawing(guide: str) -> list[str]:
    lessons = course(NOTEBOOKS)
    page = sheet(next(g for g in read_guides(GUIDES) if g.lesson == guide), lessons, "A4", ADDRESS)
    return [b64decode(found).decode() for found in re.findall(r"data:image/svg\+xml;base64,([^\"]+)", page)]


def test_the_dots_on_paper_are_as_many_as_the_words_beside_them_say() -> None:
    treated, compared = drawing("tms_outcomes")
    assert [treated.count("<circle"), treated.count('fill="none"')] == [100, 71]
    assert [compared.count("<circle"), compared.count('fill="none"')] == [100, 90]


def test_without_an_address_the_sheet_says_whom_to_ask_and_shows_no_code() -> None:
    (guide,) = (guide for guide in read_guides(GUIDES) if guide.lesson == "trd_criteria")
    page = sheet(guide, course(NOTEBOOKS), "A4")
    assert "ask whoever gave you this sheet" in page
    assert "Square code" not in page and "point a phone" not in page


def longer_by(words: int, tmp_path: Path) -> Path:
    """A folder with the guide to the questions alone, whose sheet has so many words more."""
    for name in ("questions.md", "a-safe-room.md"):
        shutil.copy(GUIDES / name, tmp_path)
    path = tmp_path / "questions.md"
    more = path.read_text("utf-8").replace("There are no silly", "There are no silly" + " silly" * words)
    path.write_text(more, "utf-8")
    return tmp_path


def test_a_sheet_with_a_few_words_more_is_set_smaller_and_stays_one_page(tmp_path: Path) -> None:
    def largest_type(words: int) -> float:
        folder = tmp_path / str(words)
        folder.mkdir()
        (body, *_) = handouts(longer_by(words, folder), NOTEBOOKS, ADDRESS).values()
        (page,) = PdfReader(io.BytesIO(body)).pages
        sizes: list[float] = []
        page.extract_text(visitor_text=lambda text, _cm, _tm, _font, size: sizes.append(size if text.strip() else 0))
        return max(sizes)

    assert largest_type(300) < largest_type(0)


def test_a_sheet_that_would_spill_over_to_a_second_page_is_refused(tmp_path: Path) -> None:
    folder = longer_by(900, tmp_path)
    with pytest.raises(RenderError, match="of questions takes 2 pages instead of one, even in type of 9 points"):
        handouts(folder, NOTEBOOKS, ADDRESS)
