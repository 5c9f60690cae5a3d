"""The clinic that shows these lessons, from one file: how to reach it, and what it earns by. It changes no lesson.

Everything that is wrong with the file is said at once, each in one sentence. Nothing in it can load from another host
or run: a logo is a small local picture that the pages serve themselves, and colours are checked as WCAG 2.2 asks.
"""

from __future__ import annotations

import re
import struct
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from pages.assets import WIDGETS, Assets
from pages.render import RenderError

#: WCAG 2.2, success criterion 1.4.3: text beside its background.
CONTRAST = 4.5
#: The most bytes of a logo: it comes with the first page that a phone opens on a weak signal.
LOGO_BYTES = 30_000
#: The box, in CSS pixels, that a logo is drawn to fit.
LOGO_BOX = (200, 64)
#: Every key that the file may hold, and the most characters of those that are text.
TEXTS = {"name": 80, "address": 160, "disclosure": 300, "disclosure_es": 300}
KEYS = (*TEXTS, "phone", "link", "logo", "colours")


class ClinicError(RenderError):
    """Everything that is wrong with a clinic's file, one sentence a line."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        super().__init__("\n".join(f"{path}: {problem}" for problem in problems), authored=True)
        self.problems = problems


@dataclass(frozen=True)
class Logo:
    """A picture that was looked through: what it is served as, and its size in CSS pixels, so that nothing jumps."""

    suffix: str
    body: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Clinic:
    """Who shows the lessons. `colours` are by scheme, "light" and "dark"; what is not given is empty or None."""

    name: str
    disclosure: dict[str, str]
    address: str = ""
    phone: str = ""
    link: str = ""
    logo: Logo | None = None
    colours: dict[str, str] | None = None

    @property
    def dialled(self) -> str:
        """The phone number as a link dials it: a North American one of ten digits with its country's 1."""
        digits = re.sub(r"\D", "", self.phone)
        return f"+1{digits}" if len(digits) == 10 and not self.phone.startswith("+") else f"+{digits}"

    @property
    def host(self) -> str:
        """The place that its link leads to, as a reader should see it."""
        return urlsplit(self.link).netloc.removeprefix("www.")

    def lend_logo(self, assets: Assets) -> None:
        """Have its logo served, if it has one, to pages that name it (`asset:logo`)."""
        if self.logo:
            assets.names["logo"] = assets.add(f"logo{self.logo.suffix}", self.logo.body)


def read_clinic(path: Path) -> Clinic:
    """The clinic of the file at `path`. Raises ClinicError with every problem in it."""
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ClinicError(path, ["There is no such file; copy clinic.example.toml and fill it in."]) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ClinicError(path, [f"This cannot be read as TOML ({error}); compare it with clinic.example.toml."]) from (
            None
        )
    problems: list[str] = []
    for key in sorted(set(said) - set(KEYS)):
        problems.append(f"{key} is not a key of this file; use {', '.join(KEYS)}.")
    texts = {key: _text(said, key, most, problems) for key, most in TEXTS.items()}
    for key, why in (
        ("name", "so that readers know whom they call"),
        ("disclosure", "to say what the clinic earns by"),
    ):
        if key not in said:
            problems.append(f"{key} is missing; it is needed {why}.")
    if "phone" not in said and "link" not in said:
        problems.append("phone and link are both missing; readers need one of them to reach the clinic.")
    clinic = Clinic(
        name=texts["name"],
        disclosure={"en": texts["disclosure"], "es": texts["disclosure_es"]},
        address=texts["address"],
        phone=_checked(said, "phone", _phone_problem, problems),
        link=_checked(said, "link", _link_problem, problems),
        logo=_logo(said, path.parent, problems),
        colours=_colours(said, problems),
    )
    if problems:
        raise ClinicError(path, problems)
    return clinic


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours "#rrggbb", 1 to 21, by WCAG 2.2's formulas of relative luminance and ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def backgrounds() -> dict[str, dict[str, str]]:
    """The colours that the pages put behind text, by scheme and token, as tokens.css gives them."""
    # Light comes first, then dark; what follows are colours of the reader's own, and paper.
    light, dark = (WIDGETS / "tokens.css").read_text("utf-8").split("@media", 2)[:2]
    return {
        scheme: dict(re.findall(r"--ns-(paper|card): (#[0-9a-f]{6});", part))
        for scheme, part in (("light", light), ("dark", dark))
    }


def _luminance(colour: str) -> float:
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _text(said: dict[str, Any], key: str, most: int, problems: list[str]) -> str:
    value = said.get(key, "")
    if not isinstance(value, str):
        problems.append(f"{key} must be text in quotation marks.")
        return ""
    value = " ".join(value.split())
    if key in said and not value:
        problems.append(f"{key} is empty; fill it in, or take the line out.")
    if len(value) > most:
        problems.append(f"{key} has {len(value)} characters; {most} are the most that fit on a phone.")
    if re.search(r"[<>]|[^\x20-\x7e\u00a0-\uffff]", value):
        problems.append(f"{key} holds markup or characters that do not print; write plain words.")
    return value


def _checked(said: dict[str, Any], key: str, problem: Callable[[str], str], problems: list[str]) -> str:
    if key not in said:
        return ""
    value = said[key]
    wrong = problem(value.strip()) if isinstance(value, str) else "is not text in quotation marks"
    if wrong:
        problems.append(f"{key} {wrong}.")
    return value.strip() if isinstance(value, str) else ""


def _phone_problem(value: str) -> str:
    digits = re.sub(r"\D", "", value)
    if not re.fullmatch(r"\+?[0-9 ().-]+", value) or not 10 <= len(digits) <= 15:
        return f"{value!r} is not a phone number with its area code; write it like 505-555-0142 or +1 505 555 0142"
    return ""


def _link_problem(value: str) -> str:
    example = "write the whole address of a page, like https://www.clinic.example/"
    try:
        parts = urlsplit(value)
        odd = parts.scheme != "https" or not parts.hostname or "@" in parts.netloc or parts.port == 0
    except ValueError:
        odd = True
    # Only https: anything else either runs (javascript:), or lets the network between read along.
    return f"{value!r} is not a secure web address; {example}" if odd or re.search(r"[\s<>\"'\\]", value) else ""


def _colours(said: dict[str, Any], problems: list[str]) -> dict[str, str] | None:
    if "colours" not in said:
        return None
    given = said["colours"]
    if not isinstance(given, dict) or set(given) != {"light", "dark"}:
        problems.append('colours needs both of its lines, light = "#rrggbb" and dark = "#rrggbb", and no other.')
        return None
    found = {}
    for scheme, behind in backgrounds().items():
        colour = given[scheme]
        if not isinstance(colour, str) or not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
            problems.append(f'colours.{scheme} {colour!r} is not a colour like "#0c6a66".')
            continue
        found[scheme] = colour.lower()
        worst = min(behind.values(), key=lambda background: contrast(colour, background))
        ratio = contrast(colour, worst)
        if ratio < CONTRAST:
            change = "darker" if scheme == "light" else "lighter"
            problems.append(
                f"colours.{scheme} {colour} has a contrast of {int(ratio * 10) / 10} to 1 on our {scheme} background "
                f"{worst}; readers need {CONTRAST} to 1, so choose a {change} one."
            )
    return found


def _logo(said: dict[str, Any], folder: Path, problems: list[str]) -> Logo | None:
    if "logo" not in said:
        return None
    name = said["logo"]
    if not isinstance(name, str) or re.match(r"[A-Za-z][\w+.-]*:|//", name):
        problems.append(
            f"logo {name!r} is not a file beside this one; copy the picture here, because a page that loads it from "
            "another host would tell that host who reads."
        )
        return None
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        problems.append(f"logo {name!r} lies outside the folder of this file; copy the picture beside it.")
        return None
    reader = {".png": _png_size, ".svg": _svg_size}.get(path.suffix.lower())
    if reader is None:
        problems.append(f"logo {name!r} is neither an SVG nor a PNG picture; save it as one of these.")
        return None
    try:
        body = path.read_bytes()
    except OSError:
        problems.append(f"logo {name!r} cannot be read; check that the file is there.")
        return None
    if len(body) > LOGO_BYTES:
        problems.append(
            f"logo {name!r} has {len(body):,} bytes; the most is {LOGO_BYTES:,}, so that it opens on a weak signal."
        )
        return None
    try:
        width, height = reader(body)
    except ValueError as error:
        problems.append(f"logo {name!r} {error}.")
        return None
    scale = min(LOGO_BOX[0] / width, LOGO_BOX[1] / height)
    return Logo(path.suffix.lower(), body, max(1, round(width * scale)), max(1, round(height * scale)))


def _png_size(body: bytes) -> tuple[float, float]:
    # The signature and the first chunk, as the PNG specification lays them out.
    if body[:8] != b"\x89PNG\r\n\x1a\n" or body[12:16] != b"IHDR" or len(body) < 33:
        raise ValueError("is called .png but holds no PNG picture; save it anew")
    width, height = struct.unpack(">II", body[16:24])
    if not width or not height:
        raise ValueError("has no size; save it anew")
    return float(width), float(height)


def _svg_size(body: bytes) -> tuple[float, float]:
    if re.search(rb"<!(?:DOCTYPE|ENTITY)|<\?xml-stylesheet", body, re.IGNORECASE):
        raise ValueError("holds a document type or a stylesheet of another file; save it as plain SVG")
    try:
        # Parsed as text, so that no other encoding hides what was looked for above; without a DTD nothing can expand.
        root = ElementTree.fromstring(body.decode("utf-8"))  # noqa: S314
    except (ElementTree.ParseError, ValueError) as error:
        raise ValueError(f"cannot be read as SVG ({error}); save it anew") from None
    if _local(root.tag) != "svg":
        raise ValueError("is called .svg but holds no SVG picture; save it anew")
    for element in root.iter():
        tag = _local(element.tag)
        if tag not in _DRAWN:
            raise ValueError(f"holds <{tag}>, which is not a drawing; export it as a plain drawing")
        for key, value in element.attrib.items():
            _refuse_what_runs_or_loads(_local(key), value)
        if tag == "style":
            _refuse_what_runs_or_loads("style", element.text or "")
    box = re.fullmatch(r"\s*\S+[\s,]+\S+[\s,]+([\d.]+)[\s,]+([\d.]+)\s*", root.get("viewBox", ""))
    sizes = box.groups() if box else [re.sub(r"px$", "", root.get(key, "")) for key in ("width", "height")]
    try:
        width, height = (float(size) for size in sizes)
    except ValueError:
        width = height = 0.0
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise ValueError('says no size; give its <svg> a viewBox, like viewBox="0 0 200 64"')
    return width, height


#: The elements of a drawing. What is not named may run, load, or show another page.
_DRAWN = set(
    "svg g defs symbol use title desc metadata path rect circle ellipse line polyline polygon text tspan style "
    "linearGradient radialGradient stop clipPath mask pattern".split()
)


def _refuse_what_runs_or_loads(key: str, value: str) -> None:
    if key.lower().startswith("on"):
        raise ValueError(f"holds a script ({key}); export it as a plain drawing")
    loads = key in ("href", "src") and not value.startswith("#")
    loads = loads or re.search(r"url\(\s*['\"]?\s*[^#'\"\s]|@import|\\|image-set", value, re.IGNORECASE)
    if loads or re.match(r"\s*(?:javascript|data):", value, re.IGNORECASE):
        raise ValueError(f"loads something from elsewhere ({key}); put everything into the one file")


def _local(tag: Any) -> str:
    return str(tag).rsplit("}", 1)[-1]
