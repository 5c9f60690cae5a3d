"""A sign-off speaks for what a claim says today, or is not given. The ledger loses nothing and believes no damage."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_evidence import HEADER, SOURCES, change, small_evidence, written

from nextsteps.evidence import Claim, EvidenceError, Registry, Source, registry
from nextsteps.evidence.registry import FOLDER
from nextsteps.review import Ledger, signoffs
from nextsteps.review.fingerprint import digest, fingerprint
from nextsteps.review.ledger import SignOff, latest_day_on_earth, reviewer_name
from nextsteps.review.signing import sign

DAY = datetime.date(2026, 2, 3)


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    return small_evidence(tmp_path / "evidence")


def sign_here(folder: Path, reviewer: str, *ids: str, day: datetime.date = DAY) -> list[SignOff]:
    known = Registry.read(folder)
    return sign([known.record(id) for id in ids], reviewer, known, folder, day)


def who_signed(folder: Path, id: str) -> list[tuple[str, datetime.date]]:
    known = Registry.read(folder)
    return [(s.reviewer, s.date) for s in Ledger.read(known, folder).valid(known.record(id))]


# What is signed


def test_a_sign_off_names_the_reviewer_and_the_day(evidence: Path) -> None:
    sign_here(evidence, "AB", "tms.first")
    assert who_signed(evidence, "tms.first") == [("AB", DAY)]


def test_a_claim_that_nobody_signed_is_not_said_to_be_reviewed(evidence: Path) -> None:
    sign_here(evidence, "AB", "tms.first")
    assert who_signed(evidence, "tms.second") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value = 0.3", "value = 0.30000001"),
        ("count = 3\nof = 10", "count = 30\nof = 100"),
        ("count = 1, of = 10", "count = 2, of = 10"),
        ('"With it, 3 of 10', '"With it, 3 in 10'),
        ('caveat = "Small."', 'caveat = "Small. Open."'),
        ('caveat = "Small."\n', ""),
        ('locator = "abstract"', 'locator = "table 2"'),
        ("checked = 2026-01-15", "checked = 2026-01-16"),
        (f'also = ["{SOURCES[1]}"]', "also = []"),
    ],
)
def test_a_changed_claim_is_no_longer_reviewed(evidence: Path, old: str, new: str) -> None:
    sign_here(evidence, "AB", "tms.first", "tms.second")
    change(evidence / "claims" / "tms.toml", old, new)
    assert who_signed(evidence, "tms.first") == []
    assert who_signed(evidence, "tms.second") == [("AB", DAY)]


@pytest.mark.parametrize("source", SOURCES)
def test_a_changed_source_voids_what_rests_on_it_even_where_it_only_agrees(evidence: Path, source: str) -> None:
    sign_here(evidence, "AB", "tms.first")
    file = evidence / "sources.toml"
    url = Registry.read(evidence).sources[source].url
    before, heading, rest = file.read_text("utf-8").partition(f'["{source}"]\n')
    file.write_text(before + heading + rest.replace(f'"{url}"', f'"{url}#results"', 1), "utf-8")
    assert who_signed(evidence, "tms.first") == []


def test_a_claim_put_back_as_it_was_is_reviewed_again(evidence: Path) -> None:
    sign_here(evidence, "AB", "tms.first")
    change(evidence / "claims" / "tms.toml", "abstract", "page 7")
    change(evidence / "claims" / "tms.toml", "page 7", "abstract")
    assert who_signed(evidence, "tms.first") == [("AB", DAY)]


def test_the_form_of_the_file_is_not_what_a_reviewer_signs(evidence: Path) -> None:
    sign_here(evidence, "AB", "tms.first")
    first = written("tms.first").strip().split("\n")
    shuffled = [first[0], "# a comment", *reversed(first[1:])]
    text = "\r\n".join(shuffled).replace("value = 0.3", "value   =   3.0e-1   # as printed") + "\r\n"
    (evidence / "claims" / "tms.toml").write_bytes((written("tms.second") + text).encode())
    assert who_signed(evidence, "tms.first") == [("AB", DAY)]


def altered(value: object) -> object:
    """Another value of the same kind, for a record whose fields this test does not know."""
    match value:
        case str():
            return value + "x"
        case datetime.date():
            return value - datetime.timedelta(days=1)
        case int() | float():
            return value + 1
        case tuple():
            return (*value, "more")
        case None:
            return "something"
    field = dataclasses.fields(value)[0].name  # type: ignore[arg-type]
    return dataclasses.replace(value, **{field: altered(getattr(value, field))})  # type: ignore[type-var]


@pytest.mark.parametrize("field", [f.name for f in dataclasses.fields(Claim) if f.name != "file"])
def test_nothing_that_a_claim_says_is_left_out_of_what_is_signed(evidence: Path, field: str) -> None:
    known = Registry.read(evidence)
    claim = known.record("tms.first")
    value = SOURCES[1] if field == "source" else SOURCES[:1] if field == "also" else altered(getattr(claim, field))
    changed = dataclasses.replace(claim, **{field: value})
    assert fingerprint(changed, known.sources) != fingerprint(claim, known.sources)


@pytest.mark.parametrize("field", [f.name for f in dataclasses.fields(Source)])
def test_nothing_that_a_source_says_is_left_out_of_what_is_signed(evidence: Path, field: str) -> None:
    known = Registry.read(evidence)
    claim, source = known.record("tms.first"), known.sources[SOURCES[0]]
    changed = dataclasses.replace(source, **{field: altered(getattr(source, field))})
    assert fingerprint(claim, {**known.sources, source.id: changed}) != fingerprint(claim, known.sources)


def test_a_claim_moved_to_another_file_is_still_reviewed(evidence: Path) -> None:
    known = Registry.read(evidence)
    claim = known.record("tms.first")
    moved = dataclasses.replace(claim, file="claims/elsewhere.toml")
    assert fingerprint(moved, known.sources) == fingerprint(claim, known.sources)


def test_the_hash_is_the_same_on_every_python_and_every_year() -> None:
    content = {"b": [0.1, 12, None, {"day": datetime.date(2026, 2, 3)}], "a": "Größe", "empty": "", "none": None}
    text = rb'{"a":"Gr\u00f6\u00dfe","b":[0.1,12,null,{"day":"2026-02-03"}]}'
    assert digest(content) == "sha256:" + hashlib.sha256(text).hexdigest()


def test_a_new_field_voids_no_sign_off_until_something_stands_in_it() -> None:
    assert digest({"a": 1, "new": "", "also": (), "other": None, "inner": {"x": None}}) == digest({"a": 1})
    assert digest({"a": 1, "n": 0}) != digest({"a": 1})


def test_content_without_a_canonical_form_is_refused_rather_than_hashed_by_chance() -> None:
    with pytest.raises(TypeError, match="set has no canonical form"):
        digest({"a": {1, 2}})


# Signing


def test_signing_again_the_same_day_adds_nothing(evidence: Path) -> None:
    sign_here(evidence, "AB", "tms.first", "tms.first")
    before = (evidence / "signoffs.toml").read_bytes()
    assert sign_here(evidence, "AB", "tms.first") == []
    assert (evidence / "signoffs.toml").read_bytes() == before
    assert before.count(b"[[signoff]]") == 1


def test_signing_again_after_a_change_on_the_same_day_counts(evidence: Path) -> None:
    sign_here(evidence, "AB", "tms.first")
    change(evidence / "claims" / "tms.toml", "abstract", "page 7")
    assert len(sign_here(evidence, "AB", "tms.first")) == 1
    assert who_signed(evidence, "tms.first") == [("AB", DAY)]


def test_several_reviewers_may_sign_a_claim_and_each_is_named_once_by_the_latest_day(evidence: Path) -> None:
    sign_here(evidence, "AB", "tms.first")
    sign_here(evidence, "María-José O’Neill, MD", "tms.first", day=DAY + datetime.timedelta(days=1))
    sign_here(evidence, "AB", "tms.first", day=DAY + datetime.timedelta(days=2))
    assert who_signed(evidence, "tms.first") == [
        ("María-José O’Neill, MD", datetime.date(2026, 2, 4)),
        ("AB", datetime.date(2026, 2, 5)),
    ]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_what_stood_in_the_ledger_stays_byte_for_byte(evidence: Path, end: bytes) -> None:
    ledger = evidence / "signoffs.toml"
    sign_here(evidence, "AB", "tms.first")
    kept = ledger.read_bytes().replace(b"[[signoff]]", b"# a word of mine\n[[signoff]]  # kept") + b"# the end"
    ledger.write_bytes(kept.replace(b"\n", end))
    kept = ledger.read_bytes()
    sign_here(evidence, "CD", "tms.first")
    after = ledger.read_bytes()
    assert after.startswith(kept)
    assert after.replace(b"\r\n", b"").count(b"\n") == (0 if end == b"\r\n" else after.count(b"\n"))
    assert [name for name, _ in who_signed(evidence, "tms.first")] == ["AB", "CD"]


def test_the_ledger_keeps_its_permissions(evidence: Path) -> None:
    (evidence / "signoffs.toml").chmod(0o664)
    sign_here(evidence, "AB", "tms.first")
    assert (evidence / "signoffs.toml").stat().st_mode & 0o777 == 0o664


def test_a_claim_that_was_only_recalled_cannot_be_signed_nor_what_was_asked_with_it(evidence: Path) -> None:
    with pytest.raises(EvidenceError, match=r"trd\.remembered: this claim was only recalled, so nobody can sign it"):
        sign_here(evidence, "AB", "tms.first", "trd.remembered")
    assert (evidence / "signoffs.toml").read_text("utf-8") == HEADER


SILLY = [
    "",
    "   ",
    "\t\n",
    "A",
    "?",
    "--",
    "12",
    "A1",
    'A"B',
    "A\\B",
    "<b>AB</b>",
    "A\u202eB",
    "A\x00B",
    "a@b.org",
    "aaa",
]
SILLY += ["X.X.X.", "test", "Anonymous", "n.a.", "Your name", "the  reviewer", "me", "B" + "a" * 60]


@pytest.mark.parametrize("name", SILLY)
def test_a_name_that_nobody_could_be_asked_by_signs_nothing(evidence: Path, name: str) -> None:
    with pytest.raises(EvidenceError) as refused:
        sign_here(evidence, name, "tms.first")
    assert "\n" not in str(refused.value)
    assert (evidence / "signoffs.toml").read_text("utf-8") == HEADER


@pytest.mark.parametrize(
    "name", ["AB", "AA", "Ng", "A. B.", "Anna-Lena Müller", "O'Hara", "मोहन", "王芳", "Dr. A. Ortiz"]
)
def test_initials_and_names_of_every_script_can_sign(evidence: Path, name: str) -> None:
    sign_here(evidence, f"  {name.replace(' ', '   ')} ", "tms.first")
    assert who_signed(evidence, "tms.first") == [(name, DAY)]


def test_one_name_typed_with_two_kinds_of_accent_is_one_reviewer() -> None:
    assert reviewer_name("Jose\u0301") == reviewer_name("Jos\u00e9")


def test_a_full_disk_leaves_the_ledger_as_it_was(evidence: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = {p.name for p in evidence.iterdir()}
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EvidenceError, match=r"cannot be written \(No space left on device\), so nothing was signed"):
        sign_here(evidence, "AB", "tms.first")
    assert (evidence / "signoffs.toml").read_text("utf-8") == HEADER
    assert not [p.name for p in evidence.iterdir() if p.name not in before]


def test_a_second_signer_is_told_to_wait(evidence: Path) -> None:
    (evidence / "signoffs.toml.new").write_bytes(b"half")
    with pytest.raises(EvidenceError, match="somebody is signing now or was cut off, and nothing was signed"):
        sign_here(evidence, "AB", "tms.first")
    assert (evidence / "signoffs.toml").read_text("utf-8") == HEADER
    assert (evidence / "signoffs.toml.new").read_bytes() == b"half"


def test_of_many_who_sign_at_once_none_is_lost_in_silence(evidence: Path) -> None:
    names = ["AB", "CD", "EF", "GH"]
    command = [sys.executable, "-m", "nextsteps.review", "sign", "--evidence", str(evidence), "tms.first", "--reviewer"]
    running = {name: subprocess.Popen([*command, name], stderr=subprocess.DEVNULL) for name in names}
    signed = {name for name, process in running.items() if process.wait() == 0}
    assert signed
    assert {name for name, _ in who_signed(evidence, "tms.first")} == signed


# A damaged ledger


def test_the_ledger_of_this_repository_can_be_read() -> None:
    ledger = Ledger.read(registry())
    assert all(signoffs(claim.id) == ledger.valid(claim) for claim in registry())


OTHER = '[[signoff]]\nclaim = "tms.second"\n'
DAMAGE = {
    "another reviewer": (
        'reviewer = "AB"',
        'reviewer = "CD"',
        4,
        "the entry for tms.first was changed after it was signed",
    ),
    "another day": ("date = 2026-02-03", "date = 2026-02-02", 4, "was changed after it was signed"),
    "another claim": ('claim = "tms.first"', 'claim = "tms.second"', 4, "was changed after it was signed"),
    "another hash": ("sha256:", "sha256:0", 8, "content is not a hash"),
    "another digit": ('seal = "', 'seal = "0', 4, "was changed after it was signed"),
    "a short hash": ('content = "sha256:', 'content = "', 8, "content is not a hash"),
    "another hash kind": ("sha256:", "md5:", 8, "content is not a hash"),
    "an unknown claim": ("tms.first", "tms.frist", 5, "there is no claim 'tms.frist' in the registry"),
    "an unknown key": ("reviewer =", "reviewers =", 6, "the key 'reviewers' is unknown; did you mean 'reviewer'"),
    "a second unknown key": ("reviewer =", 'mood = "good"\nreviewer =', 6, "the key 'mood' is unknown; take it out"),
    "a missing key": ("date = 2026-02-03\n", "", 4, "date is missing"),
    "a number for a name": ('reviewer = "AB"', "reviewer = 7", 6, "reviewer = 7 is not text"),
    "a silly name": ('reviewer = "AB"', 'reviewer = "??"', 6, "the reviewer '??' has signs that no name has"),
    "an empty name": ('reviewer = "AB"', 'reviewer = ""', 6, "the reviewer '' names nobody"),
    "a day in quotation marks": ("2026-02-03", '"2026-02-03"', 7, "is not a day"),
    "a day with an hour": ("2026-02-03", "2026-02-03T10:00:00", 7, "is not a day"),
    "a day that is none": ("2026-02-03", "2026-02-30", 7, "this cannot be read as TOML"),
    "a day to come": ("2026-02-03", "2999-02-03", 7, "the date 2999-02-03 lies in the future"),
    "a misspelt heading": ("[[signoff]]", "[[signof]]", 4, "'signof' is unknown here; did you mean 'signoff'"),
    "a stray table": ("[[signoff]]", "[mood]\na = 1\n[[signoff]]", 4, "'mood' is unknown here; take it out"),
    "a single heading": ("[[signoff]]", "[signoff]", 4, "an entry does not begin with [[signoff]]"),
    "a list instead": ("[[signoff]]", "signoff = [{}]\n[x]", 5, "'x' is unknown here"),
    "an entry in a text": (
        "[[signoff]]\n",
        '[[signoff]]\nclaim = """\n[[signoff]]\n"""\n[[signoff]]\n',
        4,
        "does not begin",
    ),
    "a key given twice": ('reviewer = "AB"', 'reviewer = "AB"\nreviewer = "CD"', 7, "this cannot be read as TOML"),
    "marks of a merge": ("[[signoff]]", "<<<<<<< HEAD\n[[signoff]]", 4, "this cannot be read as TOML"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_an_entry_changed_by_hand_is_told_with_its_line_and_nothing_is_lost(evidence: Path, name: str) -> None:
    old, new, line, words = DAMAGE[name]
    sign_here(evidence, "AB", "tms.first")
    change(evidence / "signoffs.toml", old, new)
    refused_with(evidence, line, words)


def refused_with(evidence: Path, line: int, words: str) -> None:
    """Reading and signing both refuse, in the same one sentence, and leave the ledger as it was."""
    before = (evidence / "signoffs.toml").read_bytes()
    with pytest.raises(EvidenceError) as reading:
        who_signed(evidence, "tms.first")
    with pytest.raises(EvidenceError) as signing:
        sign_here(evidence, "AB", "tms.second")
    said = str(reading.value)
    assert said == str(signing.value)
    assert said.startswith(f"signoffs.toml, line {line}: ")
    assert words in said
    assert said.endswith(".")
    assert "\n" not in said
    assert (evidence / "signoffs.toml").read_bytes() == before
    assert not (evidence / "signoffs.toml.new").exists()


def test_an_entry_that_stands_twice_is_told_with_both_lines(evidence: Path) -> None:
    sign_here(evidence, "AB", "tms.first")
    ledger = evidence / "signoffs.toml"
    text = ledger.read_text("utf-8")
    ledger.write_text(text + text.removeprefix(HEADER), "utf-8")
    refused_with(evidence, 11, "this entry stands at line 4 too")


def test_a_second_entry_that_is_damaged_is_told_with_its_own_line(evidence: Path) -> None:
    sign_here(evidence, "AB", "tms.first", "tms.second")
    change(evidence / "signoffs.toml", '"tms.second"\nreviewer = "AB"', '"tms.second"\nreviewer = "CD"')
    refused_with(evidence, 11, "the entry for tms.second was changed after it was signed")


def test_a_ledger_cut_off_in_the_middle_is_told(evidence: Path) -> None:
    sign_here(evidence, "AB", "tms.first")
    ledger = evidence / "signoffs.toml"
    text = ledger.read_text("utf-8")
    ledger.write_text(text[: text.index("seal =") + 3], "utf-8")
    refused_with(evidence, 9, "this cannot be read as TOML")
    ledger.write_text(text[: text.index("sha256:") + 9], "utf-8")
    refused_with(evidence, 8, "this cannot be read as TOML")
    ledger.write_text(text[: text.index("seal =")], "utf-8")
    refused_with(evidence, 4, "seal is missing")


def test_a_ledger_in_another_encoding_is_told(evidence: Path) -> None:
    sign_here(evidence, "José", "tms.first")
    ledger = evidence / "signoffs.toml"
    ledger.write_bytes(ledger.read_text("utf-8").encode("latin-1"))
    refused_with(evidence, 6, "this is not UTF-8 text; save the file as UTF-8")


def test_a_ledger_that_is_gone_is_not_begun_anew(evidence: Path) -> None:
    (evidence / "signoffs.toml").unlink()
    with pytest.raises(EvidenceError, match=r"signoffs\.toml is missing in .*; restore it from the repository"):
        sign_here(evidence, "AB", "tms.first")
    assert not (evidence / "signoffs.toml").exists()
    assert not (evidence / "signoffs.toml.new").exists()


@given(at=st.integers(0, 10_000), digit=st.sampled_from('0aZ9é\n"#[=-\x00'))
def test_no_single_slip_of_the_hand_turns_into_another_sign_off(at: int, digit: str) -> None:
    known = registry()
    claim = next(iter(known))
    entry = SignOff(claim.id, "AB", DAY, fingerprint(claim, known.sources))
    text = (
        f'[[signoff]]\nclaim = "{entry.claim}"\nreviewer = "{entry.reviewer}"\ndate = {entry.date}\n'
        f'content = "{entry.content}"\nseal = "{entry.seal}"\n'
    )
    at %= len(text)
    slip = text[:at] + digit + text[at + 1 :]
    try:
        found = Ledger.of(slip.encode(), known).entries
    except EvidenceError as error:
        assert "\n" not in str(error)  # noqa: PT017 - reading it whole is the other good end
    else:
        assert found in ([entry], [])


def test_a_reviewer_where_the_day_begins_first_is_not_in_the_future(evidence: Path) -> None:
    sign_here(evidence, "AB", "tms.first", day=latest_day_on_earth())
    assert who_signed(evidence, "tms.first") == [("AB", latest_day_on_earth())]


# As a reviewer and a page use it


def test_a_page_is_given_exactly_the_sign_offs_that_reviewers_typed(tmp_path: Path) -> None:
    shutil.copytree(FOLDER.parent, tmp_path / "nextsteps", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "nextsteps" / "evidence" / "signoffs.toml").write_text(HEADER, "utf-8")
    ids = [claim.id for claim in registry() if claim.verification != "recalled"][:2]

    def python(*arguments: str) -> str:
        done = subprocess.run([sys.executable, *arguments], cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stdout

    python("-m", "nextsteps.review", "sign", "--reviewer", "AB", ids[0])
    ask = f"from nextsteps.review import signoffs; print([[s.reviewer for s in signoffs(id)] for id in {ids}])"
    assert python("-c", ask) == "[['AB'], []]\n"
