"""A clinic's file changes who a reader may call, and nothing else; what is wrong in it is said at once and plainly."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from pages.clinic import CONTRAST, KEYS, LOGO_BYTES, ClinicError, backgrounds, contrast, read_clinic
from pages.course import course
from pages.surround import PLACES, Site

ROOT = Path(__file__).parents[2]
NEEDED = 'name = "North Clinic"\nphone = "505-555-0142"\ndisclosure = "This clinic offers TMS."\n'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 64">{}</svg>'


def written(folder: Path, text: str = NEEDED, **files: str | bytes) -> Path:
    for name, body in files.items():
        (folder / name.replace("_", ".")).write_bytes(body if isinstance(body, bytes) else body.encode())
    path = folder / "clinic.toml"
    path.write_text(text, "utf-8")
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(ClinicError) as refused:
        read_clinic(path)
    assert refused.value.authored, "the server must stop at the start and say so"
    assert str(refused.value).splitlines() == [f"{path}: {problem}" for problem in refused.value.problems]
    assert all(problem.endswith(".") for problem in refused.value.problems)
    return refused.value.problems


def png(width: int, height: int) -> bytes:
    """A whole grey picture, by the PNG specification."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x88" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_the_example_can_be_used_as_it_is_and_nobody_is_called_by_it() -> None:
    text = (ROOT / "clinic.example.toml").read_text("utf-8")
    clinic = read_clinic(ROOT / "clinic.example.toml")
    assert "EVERYTHING BELOW IS MADE UP" in text
    assert "made up" in clinic.name
    # 555-0100 to 555-0199 are kept for fiction, and .example can never be somebody's domain.
    assert clinic.dialled.startswith("+1505555" + "01")
    assert clinic.host.endswith(".example")
    assert "Santa Fe, New Mexico" in clinic.address


def test_the_guide_names_every_key() -> None:
    guide = (ROOT / "docs/clinic.md").read_text("utf-8")
    assert [key for key in KEYS if f"`{key}`" not in guide] == []


def test_a_phone_dials_the_clinic_from_anywhere(tmp_path: Path) -> None:
    assert read_clinic(written(tmp_path)).dialled == "+15055550142"
    abroad = read_clinic(written(tmp_path, NEEDED.replace("505-555-0142", "+44 20 7946 0000")))
    assert abroad.dialled == "+442079460000"


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    found = problems(written(tmp_path, 'name = 7\nphone = "988"\nlink = "http://x.example/"\nslogan = "We cure"\n'))
    assert len(found) == 5
    for part in (
        "slogan is not a key",
        "name must be text",
        "disclosure is missing",
        "'988' is not a phone",
        "'http://",
    ):
        assert any(part in problem for problem in found), part


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('phone = "five five five"', "not a phone number with its area code"),
        ('phone = "911"', "not a phone number with its area code"),
        ('link = "javascript:alert(1)"', "not a secure web address"),
        ('link = "https://user:pass@x.example/"', "not a secure web address"),
        ('link = "https://x.example/\\" onclick=\\"x"', "not a secure web address"),
        ('link = "//x.example/"', "not a secure web address"),
        ('name = "<script>alert(1)</script>"', "write plain words"),
        ('name = ""', "name is empty"),
        (f'name = "{"n" * 81}"', "name has 81 characters; 80 are the most"),
        ('disclosure = ["a"]', "disclosure must be text"),
        ('colours = "teal"', "colours needs both of its lines"),
        ('colours = {light = "#0c6a66"}', "colours needs both of its lines"),
        ('colours = {light = "teal", dark = "#74cdc4"}', "is not a colour like"),
        ('colours = {light = "#777777", dark = "#74cdc4"}', "choose a darker one"),
        ('colours = {light = "#0c6a66", dark = "#666666"}', "choose a lighter one"),
        ('logo = "https://cdn.example/logo.svg"', "would tell that host who reads"),
        ('logo = "//cdn.example/logo.svg"', "would tell that host who reads"),
        ('logo = "data:image/png;base64,AAAA"', "would tell that host who reads"),
        ('logo = "../logo.svg"', "lies outside the folder"),
        ('logo = "/etc/hostname.png"', "lies outside the folder"),
        ('logo = "none.svg"', "check that the file is there"),
        ('logo = "clinic.toml"', "neither an SVG nor a PNG"),
    ],
)
def test_a_mistake_is_told_in_one_sentence_with_its_mend(tmp_path: Path, line: str, said: str) -> None:
    key = line.split(" ")[0]
    rest = "".join(f"{kept}\n" for kept in NEEDED.splitlines() if not kept.startswith(f"{key} "))
    found = problems(written(tmp_path, f"{line}\n{rest}"))
    assert len(found) == 1
    assert said in found[0]


def test_a_file_that_is_missing_or_no_toml_says_where_to_start(tmp_path: Path) -> None:
    assert "copy clinic.example.toml" in problems(tmp_path / "none.toml")[0]
    assert "cannot be read as TOML" in problems(written(tmp_path, 'name = "North'))[0]
    assert "cannot be read as TOML" in problems(tmp_path)[0]


def test_a_clinic_that_cannot_be_reached_or_hides_what_it_earns_by_is_refused(tmp_path: Path) -> None:
    assert "phone and link are both missing" in problems(written(tmp_path, 'name = "N"\ndisclosure = "TMS."\n'))[0]
    assert "disclosure is missing" in problems(written(tmp_path, 'name = "N"\nphone = "505-555-0142"\n'))[0]


@pytest.mark.parametrize(
    "drawn",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)" width="1" height="1"/>',
        '<image href="https://cdn.example/x.png"/>',
        "<foreignObject><p/></foreignObject>",
        '<a href="javascript:alert(1)"><rect/></a>',
        '<use href="https://cdn.example/x.svg#a"/>',
        '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="data:image/svg+xml,x"/>',
        '<rect fill="url(https://cdn.example/x.svg#a)"/>',
        "<rect style=\"fill: url( '//cdn.example/a' )\"/>",
        "<style>@import 'https://cdn.example/x.css';</style>",
        "<style>rect { fill: u\\72l(https://cdn.example/x) }</style>",
        '<animate attributeName="href" to="https://cdn.example/"/>',
    ],
)
def test_a_logo_that_runs_or_loads_anything_is_refused(tmp_path: Path, drawn: str) -> None:
    found = problems(written(tmp_path, f'{NEEDED}logo = "logo.svg"\n', logo_svg=SVG.format(drawn)))
    assert len(found) == 1
    assert any(why in found[0] for why in ("holds", "loads something from elsewhere"))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("<title>&a;</title>"), "holds a document type"),
        (
            ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE svg []>' + SVG.format("")).encode("utf-16"),
            "cannot be read",
        ),
        ("<svg", "cannot be read as SVG"),
        ("<html/>", "holds no SVG picture"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "says no size"),
        (SVG.format("x" * LOGO_BYTES), "the most is 30,000"),
    ],
)
def test_a_logo_that_is_no_small_plain_drawing_is_refused(tmp_path: Path, body: str | bytes, said: str) -> None:
    assert said in problems(written(tmp_path, f'{NEEDED}logo = "logo.svg"\n', logo_svg=body))[0]


def test_a_logo_called_png_must_be_one(tmp_path: Path) -> None:
    said = problems(written(tmp_path, f'{NEEDED}logo = "logo.png"\n', logo_png=SVG.format("")))[0]
    assert "holds no PNG picture" in said


def test_a_logo_keeps_its_shape_and_its_room_so_that_nothing_jumps(tmp_path: Path) -> None:
    wide = read_clinic(written(tmp_path, f'{NEEDED}logo = "logo.svg"\n', logo_svg=SVG.format('<rect width="4"/>'))).logo
    assert wide and (wide.suffix, wide.width, wide.height) == (".svg", 200, 32)
    tall = read_clinic(written(tmp_path, f'{NEEDED}logo = "logo.png"\n', logo_png=png(64, 128))).logo
    assert tall and (tall.suffix, tall.width, tall.height) == (".png", 32, 64)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_is_what_wcag_says_it_is(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


def test_colours_are_held_to_what_the_pages_put_behind_text() -> None:
    behind = backgrounds()
    assert {scheme: sorted(tokens) for scheme, tokens in behind.items()} == {
        "light": ["card", "paper"],
        "dark": ["card", "paper"],
    }
    assert contrast(behind["light"]["paper"], behind["dark"]["paper"]) > CONTRAST


def test_a_clinic_changes_its_own_part_of_a_page_and_no_word_or_number_of_the_lesson(tmp_path: Path) -> None:
    lessons = tuple(course(ROOT / "notebooks"))
    places = [f"<!-- site:{place} -->\n" for place in PLACES]
    shell = "".join([*places[:2], "<main>29 of 100</main>\n", *places[2:]])
    without = Site(lessons).surround(shell, lessons[0].name)
    clinic = read_clinic(written(tmp_path, NEEDED.replace("North Clinic", "North & Sons' Clinic")))
    shown = Site(lessons, clinic).surround(shell, lessons[0].name)
    assert "North &amp; Sons&#39; Clinic" in shown
    assert "This clinic offers TMS." in shown
    part = lambda html: html[html.index('<section class="ns-contact"') : html.index("</section>")]  # noqa: E731
    assert shown.replace(part(shown), part(without)) == without


def test_without_a_clinic_a_reader_is_pointed_to_the_one_who_prescribes() -> None:
    said = Site().surround("<!-- site:contact -->\n")
    assert "Your prescriber" in said
    assert "Contact this clinic" not in said
    assert "tel:" not in said
