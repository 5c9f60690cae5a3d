"""What reviewers type: each claim that waits is listed, each changed number is told, each mistake is one sentence."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from small_evidence import HEADER, SOURCES, change, small_evidence, written

from nextsteps.evidence import EvidenceError, Registry
from nextsteps.review import Ledger
from nextsteps.review.__main__ import main
from nextsteps.review.counting import cannot_come_from
from nextsteps.review.lessons import lessons_with
from nextsteps.review.listing import due_csv, due_text, report_text
from nextsteps.review.revision import claims_at
from nextsteps.review.signing import sign
from nextsteps.review.standing import Standing, line_standings, standings, year_before

DAY = datetime.date(2026, 2, 3)


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    return small_evidence(tmp_path / "evidence")


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str], evidence: Path):
    """Run a command on the folder: what it printed, and the sentence it ended with, or "" if all was well."""

    def run(*arguments: str) -> tuple[str, str]:
        ended: object = "."
        try:
            main([arguments[0], "--evidence", str(evidence), *arguments[1:]])
        except SystemExit as end:
            ended = end.code
        assert isinstance(ended, str), "a sentence makes the exit code 1; a number says nothing"
        assert "\n" not in ended
        assert ended.endswith(".")
        return capsys.readouterr().out, ended.removeprefix(".")

    return run


def standing_on(folder: Path, today: datetime.date) -> list[Standing]:
    known = Registry.read(folder)
    return standings(known, Ledger.read(known, folder), today)


def sign_here(folder: Path, reviewer: str, *ids: str) -> None:
    known = Registry.read(folder)
    sign([known.record(id) for id in ids], reviewer, known, folder, DAY)


def group(text: str, title: str) -> list[str]:
    """The lines below one heading of the list, single-spaced."""
    block = next(b for b in text.split("\n\n") if b.startswith(title))
    return [" ".join(line.split()) for line in block.strip().split("\n")]


# sign


def test_a_reviewer_sees_what_was_signed(told, evidence: Path) -> None:
    said, ended = told("sign", "--reviewer", "AB", "tms.first", "trd.told")
    assert said == (
        "Signed by AB:\n"
        "  tms.first: With it, 3 of 10 people got better.\n"
        "  trd.told: With it, 3 of 10 people got better.\n"
    )
    assert ended == ""
    again, _ = told("sign", "--reviewer", "AB", "tms.first", "tms.second")
    assert again == (
        "Signed by AB:\n"
        "  tms.second: With it, 3 of 10 people got better.\n"
        "Already signed by AB today:\n"
        "  tms.first: With it, 3 of 10 people got better.\n"
    )


def test_a_pattern_first_shows_what_it_would_sign(told, evidence: Path) -> None:
    said, ended = told("sign", "--reviewer", "AB", "tms.*")
    assert said == (
        "To sign:\n"
        "  tms.first: With it, 3 of 10 people got better.\n"
        "  tms.second: With it, 3 of 10 people got better.\n"
    )
    assert ended == "Nothing is signed yet; to sign these 2 as AB, repeat the command with --yes."
    assert (evidence / "signoffs.toml").read_text("utf-8") == HEADER
    told("sign", "--reviewer", "AB", "--yes", "tms.*")
    assert (evidence / "signoffs.toml").read_text("utf-8").count("[[signoff]]") == 2


def test_a_pattern_leaves_out_what_was_only_recalled_and_says_so(told) -> None:
    said, ended = told("sign", "--reviewer", "AB", "--yes", "trd.*")
    assert "Left out, because only recalled:\n  trd.remembered: " in said
    assert "trd.waiting:" in said
    assert ended == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--reviewer", "AB"], "There is nothing to sign"),
        (["tms.first"], "No reviewer is named"),
        (["--reviewer", " ", "tms.first"], "No reviewer is named"),
        (["--reviewer", "test", "tms.first"], "The reviewer 'test' names nobody"),
        (["--reviewer", "AB", "tms.frist"], "There is no claim 'tms.frist' in the registry; did you mean tms.first"),
        (["--reviewer", "AB", "tms.first", "nothing"], "There is no claim 'nothing'"),
        (["--reviewer", "AB", "--yes", "tsm.*"], "No claim matches the pattern 'tsm.*'; the topics are tms.*, trd.*."),
        (["--reviewer", "AB", "trd.remembered"], "this claim was only recalled"),
        (["--reviewer", "AB", "--yes", "trd.rem*"], "There is nothing to sign"),
        (["--reviewer", "AB", "--yes", "tms.*", "trd.remembered"], "this claim was only recalled"),
    ],
)
def test_a_mistake_signs_nothing(told, evidence: Path, arguments: list[str], words: str) -> None:
    said, ended = told("sign", *arguments)
    assert words in ended
    assert said == ""
    assert (evidence / "signoffs.toml").read_text("utf-8") == HEADER


def test_a_broken_registry_signs_nothing(told, evidence: Path) -> None:
    change(evidence / "claims" / "tms.toml", "count = 3", "count = 30")
    _, ended = told("sign", "--reviewer", "AB", "tms.second")
    assert ended.startswith("claims/tms.toml, tms.first: count 30 is more than of 10")
    assert (evidence / "signoffs.toml").read_text("utf-8") == HEADER


@pytest.mark.parametrize("command", ["sign", "due", "report"])
def test_a_damaged_ledger_ends_every_command_with_its_line(told, evidence: Path, command: str) -> None:
    sign_here(evidence, "AB", "tms.first")
    change(evidence / "signoffs.toml", '"AB"', '"CD"')
    before = (evidence / "signoffs.toml").read_bytes()
    said, ended = told(command, *(["--reviewer", "AB"] if command == "sign" else []), "tms.second")
    assert ended.startswith("signoffs.toml, line 4: the entry for tms.first was changed after it was signed")
    assert said == ""
    assert (evidence / "signoffs.toml").read_bytes() == before


def test_a_mistake_ends_the_program_with_an_exit_code_and_no_traceback(evidence: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "nextsteps.review",
        "sign",
        "--evidence",
        str(evidence),
        "--reviewer",
        "AB",
        "no.such",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("There is no claim 'no.such'")
    assert done.stderr.count("\n") == 1


# due and report


def test_what_waits_for_a_reviewer_is_listed_by_reason_with_counts(evidence: Path) -> None:
    sign_here(evidence, "AB", "tms.first", "trd.told", "tms.second")
    change(evidence / "claims" / "tms.toml", 'caveat = "Small."', 'caveat = "Very small."')
    text = due_text(standing_on(evidence, DAY), DAY)
    assert text.startswith("4 of 5 claims are due on 2026-02-03.\n\n")
    assert group(text, "Not checked within 12 months") == ["Not checked within 12 months (0)"]
    assert group(text, "Changed after") == [
        "Changed after it was signed (1)",
        "tms.first signed by AB on 2026-02-03, changed since",
    ]
    assert group(text, "Never signed") == ["Never signed (1)", "trd.waiting checked 2026-01-15, primary"]
    assert group(text, "Read in reports")[0].endswith("(1)")
    assert group(text, "Read in reports")[1].startswith("trd.told ")
    assert group(text, "Open") == [
        "Open: not shown to readers (2)",
        "trd.waiting interval not read",
        "trd.remembered source not read",
    ]
    assert "tms.second" not in text


@pytest.mark.parametrize(
    ("today", "due"),
    [("2027-01-15", False), ("2027-01-16", True), ("2026-02-03", False)],
)
def test_a_claim_waits_again_the_day_after_its_check_is_a_year_old(evidence: Path, today: str, due: bool) -> None:
    found = standing_on(evidence, datetime.date.fromisoformat(today))
    assert [("overdue" in s.reasons) for s in found] == [due] * 5
    if due:
        assert found[0].reasons["overdue"] == "last checked 2026-01-15"


def test_a_year_before_a_leap_day_is_a_day() -> None:
    assert year_before(datetime.date(2028, 2, 29)) == datetime.date(2027, 2, 28)


def test_a_claim_that_another_reviewer_signed_anew_does_not_wait_but_keeps_both_on_record(evidence: Path) -> None:
    sign_here(evidence, "AB", "tms.first")
    change(evidence / "claims" / "tms.toml", "abstract", "page 7")
    sign_here(evidence, "CD", "tms.first")
    first = standing_on(evidence, DAY)[0]
    assert first.reasons == {}
    assert first.signed == "signed by CD on 2026-02-03; signed by AB on 2026-02-03, changed since"
    sign_here(evidence, "AB", "tms.first")
    assert standing_on(evidence, DAY)[0].signed == "signed by AB on 2026-02-03; signed by CD on 2026-02-03"


def test_the_list_opens_in_a_spreadsheet_with_a_row_for_each_reason(evidence: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(due_csv(standing_on(evidence, DAY)))))
    assert [(r["reason"], r["claim"]) for r in rows] == [
        ("unsigned", "tms.first"),
        ("unsigned", "tms.second"),
        ("unsigned", "trd.told"),
        ("unsigned", "trd.waiting"),
        ("secondary", "trd.told"),
        ("open", "trd.waiting"),
        ("open", "trd.remembered"),
    ]
    assert rows[0]["file"] == "claims/tms.toml"
    assert rows[0]["statement"] == "With it, 3 of 10 people got better."


def test_a_crisis_line_waits_as_a_claim_does_because_a_dead_number_leaves_a_caller_alone(told, evidence: Path) -> None:
    (evidence / "crisis.toml").write_text(
        line("old", 'checked = 2024-01-15\nverification = "primary"')
        + line("told", f'checked = {datetime.date.today()}\nverification = "secondary"')
        + line("waiting", f'checked = {datetime.date.today()}\nverification = "primary"\nopen = "not called"')
        + line("well", f'checked = {datetime.date.today()}\nverification = "primary"'),
        "utf-8",
    )
    said, ended = told("due")
    assert ended == ""
    assert "of 5 claims and 3 of 4 crisis lines are due on" in said.partition("\n")[0]
    assert group(said, "Not checked within 12 months")[-1] == "crisis line old last checked 2024-01-15"
    assert group(said, "Read in reports")[-1] == f"crisis line told {SOURCES[0]}: A helpline"
    assert group(said, "Open")[-1] == "crisis line waiting not called"
    assert "crisis line well" not in said
    rows = csv.DictReader(io.StringIO(told("due", "--format", "csv")[0]))
    assert [(r["reason"], r["claim"], r["statement"]) for r in rows if r["file"] == "crisis.toml"] == [
        ("overdue", "old", "A helpline: call 988"),
        ("secondary", "told", "A helpline: call 988"),
        ("open", "waiting", "A helpline: call 988"),
    ]
    alone, ended = told("due", "waiting")
    assert ended == ""
    assert alone.startswith("1 of 1 crisis lines are due on")
    assert "tms." not in alone


@pytest.mark.parametrize(("today", "due"), [("2027-01-15", False), ("2027-01-16", True)])
def test_a_crisis_line_waits_again_the_day_after_its_check_is_a_year_old(evidence: Path, today: str, due: bool) -> None:
    (evidence / "crisis.toml").write_text(line("one", 'checked = 2026-01-15\nverification = "primary"'), "utf-8")
    (found,) = line_standings(Registry.read(evidence).crisis_lines, datetime.date.fromisoformat(today))
    assert ("overdue" in found.reasons) is due


def line(id: str, more: str) -> str:
    return (
        f'["{id}"]\nservice = "A helpline"\naudience = "anyone"\nway = "call"\nnumber = "988"\nhours = "24 hours"\n'
        f'language = "English"\nsource = "{SOURCES[0]}"\n{more}\n\n'
    )


def one_group(value: str, n: int, more: str = "") -> str:
    return written("tms.first", more=f"n = {n}\n{more}").replace("value = 0.3\ncount = 3\nof = 10", f"value = {value}")


@pytest.mark.parametrize(
    ("value", "n", "impossible"),
    [
        ("0.415", 307, True),  # 127 of 307 is 0.414, 128 is 0.417
        ("0.414", 307, False),
        ("0.35", 144, False),  # 50 of 144
        ("0.346", 144, True),
        ("0.3", 7, True),  # "30%": 2 of 7 is 29%
        ("0.5", 7, True),
        ("0.29", 7, False),
        ("0", 7, False),
        ("1", 7, False),
    ],
)
def test_a_percentage_that_no_count_of_its_people_gives_is_found_by_the_machine(
    told, evidence: Path, value: str, n: int, impossible: bool
) -> None:
    claim = one_group(value, n).replace('{ what = "sham", count = 1, of = 10 }', '"no comparison group"')
    (evidence / "claims" / "tms.toml").write_text(claim, "utf-8")
    due, report = told("due")[0], told("report")[0]
    rows = group(due, "The percentage cannot come from the people counted")
    words = f"no whole count of {n} people is {value}"
    assert rows[1:] == ([f"tms.first {words}"] if impossible else [])
    assert (words in report) is impossible
    assert (words in told("report", "--format", "csv")[0]) is impossible


def test_a_percentage_of_one_of_two_groups_or_with_counts_is_left_alone(evidence: Path) -> None:
    (evidence / "claims" / "tms.toml").write_text(one_group("0.346", 144), "utf-8")
    assert cannot_come_from(Registry.read(evidence).record("tms.first")) is None
    assert cannot_come_from(Registry.read(evidence).record("trd.told")) is None


def test_the_five_percentages_of_this_registry_that_cannot_be_are_the_ones_a_person_found() -> None:
    assert {c.id for c in Registry.read() if cannot_come_from(c)} == {
        "tms.clinics-remission-other-scale",
        "tms.clinics-response-other-scale",
        "tms.uk-clinic-remission",
        "tms.uk-clinic-response",
        "tms.va-clinics-response",
    }


def test_the_report_says_how_each_claim_stands(evidence: Path) -> None:
    sign_here(evidence, "AB", "tms.first", "tms.second")
    change(evidence / "claims" / "tms.toml", "abstract", "page 7")
    text = report_text(standing_on(evidence, DAY))
    assert text.startswith("1 of 5 claims are signed as they are today.\n\n")
    assert group(text, "claims/tms.toml") == [
        "claims/tms.toml (2)",
        "tms.first primary checked 2026-01-15 signed by AB on 2026-02-03, changed since",
        "tms.second primary checked 2026-01-15 signed by AB on 2026-02-03",
    ]
    assert group(text, "claims/trd.toml") == [
        "claims/trd.toml (3)",
        "trd.told secondary checked 2026-01-15 never signed",
        "trd.waiting primary checked 2026-01-15 never signed; open: interval not read",
        "trd.remembered recalled checked 2026-01-15 recalled, so nobody can sign it; open: source not read",
    ]


def test_columns_stand_below_each_other(evidence: Path) -> None:
    lines = report_text(standing_on(evidence, DAY)).split("\n")
    places = {line.index("checked 2026") for line in lines if line.startswith("  trd.")}
    assert len(places) == 1


@pytest.mark.parametrize("command", ["due", "report"])
@pytest.mark.parametrize("form", ["text", "csv"])
def test_a_topic_can_be_listed_alone_and_a_list_is_no_failure(told, command: str, form: str) -> None:
    said, ended = told(command, "--format", form, "tms.*")
    assert ended == ""
    assert "tms.first" in said
    assert "trd.told" not in said


def test_a_list_that_is_cut_short_by_another_program_ends_quietly(evidence: Path) -> None:
    command = [sys.executable, "-m", "nextsteps.review", "report", "--evidence", str(evidence)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 0
    process.stderr.close()


# diff


@pytest.fixture
def checkout(tmp_path: Path, evidence: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git checkout around the evidence folder with one lesson, and the tag `start` before anything changed."""
    for name in [key for key in os.environ if key.startswith("GIT_")]:  # a git hook may be what runs these tests
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    lesson(tmp_path / "notebooks" / "tms.ipynb", "About [3 of 10](#tms.first). See tms.second.")
    lesson(tmp_path / "notebooks" / "es" / "tms.ipynb", "Unas [3 de 10](#tms.first).")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, "start")
    return tmp_path


def lesson(path: Path, text: str, output: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    outputs = [{"output_type": "execute_result", "data": {"text/plain": [output]}}] if output else []
    cells = [{"cell_type": "markdown", "source": ["# A lesson\n", text]}, {"cell_type": "code", "outputs": outputs}]
    path.write_text(json.dumps({"cells": cells}), "utf-8")


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def commit(folder: Path, tag: str) -> None:
    git(folder, "add", ".")
    git(folder, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", tag)
    git(folder, "tag", tag)


@pytest.fixture
def changed(told, checkout: Path):
    """What `diff REV` prints, and the sentence it ended with."""
    return lambda revision: told("diff", "--notebooks", str(checkout / "notebooks"), revision)


def test_a_changed_number_is_told_with_the_old_the_new_and_its_lessons(changed, evidence: Path) -> None:
    change(evidence / "claims" / "tms.toml", "value = 0.3\ncount = 3\nof = 10", "value = 0.4\ncount = 4\nof = 10")
    said, ended = changed("start")
    assert said.startswith("### Numbers that changed since start (")
    assert said.partition("\n\n")[2] == (
        "**Changed (1)**\n\n"
        "- `tms.first`\n"
        "  - number: 0.3, 3 of 10 → 0.4, 4 of 10\n"
        "  - lessons: es/tms.ipynb, tms.ipynb\n"
    )
    assert ended == ""


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("value = 0.3\n", "value = 0.3\ninterval = [0.1, 0.6]\n", "interval: not reported → 0.1 to 0.6"),
        ("count = 1, of", "count = 2, of", "compared with: sham: 1 of 10 → sham: 2 of 10"),
        (
            '{ what = "sham", count = 1, of = 10 }',
            '"no comparison group"',
            "compared with: sham: 1 of 10 → no comparison group",
        ),
        ('"primary"', '"secondary"', "verification: primary → secondary"),
        ('"Small."', '"Small and short."', "caveat: Small. → Small and short."),
        ('caveat = "Small."\n', "", "caveat: Small. → none"),
        ("value = 0.3\n", "value = 0.3\nn = 12\n", "people: not given → 12"),
        ("value = 0.3\n", 'value = 0.3\nopen = "not read"\n', "open: no → not read"),
        ("value = 0.3\n", "value = 0.3\nrange = [0.2, 0.5]\n", "number: 0.3, 3 of 10 → 0.3, 3 of 10, from 0.2 to 0.5"),
        ("value = 0.3\n", "value = 0.3\nat_least = 0.2\n", "number: 0.3, 3 of 10 → 0.3, 3 of 10, at least 0.2"),
        ('"proportion"', '"sensitivity"', "unit: proportion → sensitivity"),
    ],
)
def test_every_part_of_a_claim_that_bears_on_its_number_is_told(
    changed, evidence: Path, old: str, new: str, line: str
) -> None:
    change(evidence / "claims" / "tms.toml", old, new)
    said, _ = changed("start")
    assert f"- `tms.first`\n  - {line}\n  - lessons:" in said


@pytest.mark.parametrize(
    ("old", "new", "told_as"),
    [
        ('press = "2"', 'press = "3"', ["- `988-call-es`", "  - press: 2 → 3"]),
        ('number = "911"', 'number = "912"', ["- `911`", "  - number: 911 → 912"]),
        ('word = "AYUDA"', 'word = "HOLA"', ["- `988-text-es`", "  - word: AYUDA → HOLA"]),
        ('hours = "24 hours"', 'hours = "9 to 5"', ["- `988-call-en`", "  - hours: 24 hours → 9 to 5"]),
        ('press = "2"\n', "", ["- `988-call-es`", "  - press: 2 → none"]),
        ('note = "Put first on every page."', 'note = "First."', ["- `988-call-en`", "  - note"]),
    ],
)
def test_a_changed_crisis_line_comes_first(changed, evidence: Path, old: str, new: str, told_as: list[str]) -> None:
    change(evidence / "crisis.toml", old, new)
    change(evidence / "claims" / "tms.toml", "abstract", "page 7")
    said, ended = changed("start")
    assert ended == ""
    assert said.partition("\n\n")[2].startswith("**Crisis lines (1)**\n\n" + "\n".join(told_as) + "\n\n**Changed in")


def test_a_new_and_a_removed_crisis_line_are_told_whole(changed, evidence: Path) -> None:
    change(evidence / "crisis.toml", '["911"]', '["112"]')
    said, _ = changed("start")
    whole = "  - service: Emergency services\n  - way: call\n  - number: 911\n  - language: English\n"
    assert f"- `112`\n  - new\n{whole}- `911`\n  - removed\n{whole}" in said


def test_a_revision_whose_crisis_lines_cannot_be_read_is_one_sentence(changed, checkout: Path, evidence: Path) -> None:
    file = evidence / "crisis.toml"
    sound = file.read_bytes()
    file.write_bytes(b'["911"]\nnumber = \n')
    commit(checkout, "broken")
    file.write_bytes(sound)
    said, ended = changed("broken")
    assert said == ""
    assert "crisis.toml, line 2: this cannot be read as TOML" in ended
    assert ended.endswith("; name a revision whose crisis lines can be read.")


def test_a_revision_before_there_were_crisis_lines_tells_each_as_new(changed, checkout: Path, evidence: Path) -> None:
    git(checkout, "rm", "--quiet", "--cached", "evidence/crisis.toml")
    git(checkout, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "none")
    assert "- `988-call-en`\n  - new\n" in changed("HEAD")[0]


def test_new_and_removed_claims_are_told_and_a_lesson_that_still_mentions_one(changed, evidence: Path) -> None:
    file = evidence / "claims" / "tms.toml"
    file.write_text(written("tms.second") + written("tms.third", more="range = [0.2, 0.5]\n"), "utf-8")
    said, _ = changed("start")
    number = "says: With it, 3 of 10 people got better.\n  - number: 0.3, 3 of 10"
    assert "**Changed" not in said
    assert f"**New (1)**\n\n- `tms.third`\n  - {number}, from 0.2 to 0.5\n  - unit: proportion\n" in said
    assert f"**Removed (1)**\n\n- `tms.first`\n  - {number}\n" in said
    assert "  - lessons: es/tms.ipynb, tms.ipynb\n" in said
    assert "  - lessons: none\n" in said


def test_a_claim_changed_in_other_parts_is_named_and_one_moved_or_reformatted_is_not(changed, evidence: Path) -> None:
    change(evidence / "claims" / "tms.toml", '"4 weeks"', '"6 weeks"')
    change(evidence / "claims" / "trd.toml", "value = 0.3\n", "# as printed\nvalue = 3e-1\n")
    said, _ = changed("start")
    assert said.partition("\n\n")[2] == (
        "**Changed in other parts (1)**\n\n- `tms.first`\n  - follow_up\n  - lessons: es/tms.ipynb, tms.ipynb\n"
    )


def test_the_same_thing_written_in_two_ways_is_no_change(changed, evidence: Path) -> None:
    change(evidence / "claims" / "tms.toml", "value = 0.3\n", 'value = 0.3\ninterval = "not reported"\n')
    change(evidence / "claims" / "tms.toml", "of = 10 }", 'of = 10, interval = "not reported" }')
    said, ended = changed("start")
    assert said.startswith("No claim and no crisis line has changed since start (")
    assert ended == ""


def test_a_revision_from_the_middle_is_compared_with_the_folder_not_with_the_last_commit(
    changed, checkout: Path, evidence: Path
) -> None:
    change(evidence / "claims" / "tms.toml", "value = 0.3\ncount = 3", "value = 0.4\ncount = 4")
    commit(checkout, "middle")
    change(evidence / "claims" / "tms.toml", "value = 0.4\ncount = 4", "value = 0.5\ncount = 5")
    assert "0.4, 4 of 10 → 0.5, 5 of 10" in changed("middle")[0]
    assert "0.3, 3 of 10 → 0.5, 5 of 10" in changed("start")[0]


def test_a_claim_that_todays_rules_refuse_can_still_be_compared(changed, checkout: Path, evidence: Path) -> None:
    change(evidence / "claims" / "tms.toml", "count = 3\n", "count = 30\n")
    commit(checkout, "wrong")
    change(evidence / "claims" / "tms.toml", "count = 30\n", "count = 3\n")
    assert "number: 0.3, 30 of 10 → 0.3, 3 of 10" in changed("wrong")[0]


@pytest.mark.parametrize("revision", ["nowhere", "", "start:evidence/claims/tms.toml", "start..start", "HEAD~99"])
def test_an_unknown_revision_is_one_sentence(changed, revision: str) -> None:
    said, ended = changed(revision)
    assert said == ""
    assert ended == f"There is no revision {revision!r} in this checkout; name a tag, a branch or a commit."


@pytest.mark.parametrize("revision", ["--all", "-n1", "--git-dir"])
def test_a_revision_is_never_an_option_for_git(checkout: Path, evidence: Path, revision: str) -> None:
    with pytest.raises(EvidenceError, match=f"There is no revision '{revision}' in this checkout"):
        claims_at(revision, evidence)


def test_a_folder_outside_git_is_one_sentence(told, evidence: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    _, ended = told("diff", "HEAD")
    assert ended.startswith(f"git cannot read {evidence} (fatal: not a git repository")
    assert ended.endswith("; run this in a git checkout of the project.")


def test_a_machine_without_git_is_one_sentence(changed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    _, ended = changed("start")
    assert ended == "git is not installed here, so no older revision can be read; install git and try again."


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (b'["tms.first"]\nvalue = \n', "claims/tms.toml, line 2: this cannot be read as TOML"),
        (b'["tms.first"]\nvalue = "\xff"\n', "claims/tms.toml, line 2: this is not UTF-8 text"),
        (b"value = 3\n", "claims/tms.toml, value: this stands outside any claim"),
    ],
)
def test_a_revision_whose_claims_cannot_be_read_is_one_sentence(
    changed, checkout: Path, evidence: Path, broken: bytes, words: str
) -> None:
    file = evidence / "claims" / "tms.toml"
    sound = file.read_bytes()
    file.write_bytes(broken)
    commit(checkout, "broken")
    file.write_bytes(sound)
    said, ended = changed("broken")
    assert said == ""
    assert ended.startswith(f"At 'broken', {words}")
    assert ended.endswith("; name a revision whose claims can be read.")


def test_a_revision_before_there_were_claims_is_one_sentence(changed, checkout: Path, evidence: Path) -> None:
    git(checkout, "rm", "-r", "--quiet", "--cached", "evidence/claims")
    git(checkout, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "none")
    _, ended = changed("HEAD")
    assert ended == f"There are no claims in {evidence} at 'HEAD'; name a later revision."


# Which lessons


def test_an_id_inside_a_longer_id_is_another_claim(tmp_path: Path) -> None:
    lesson(tmp_path / "a.ipynb", "[1](#accelerated-tms.first) and [2](#tms.first-week)")
    assert lessons_with({"tms.first"}, tmp_path) == {"tms.first": []}


def test_a_claim_that_only_an_output_shows_counts_as_used(tmp_path: Path) -> None:
    lesson(tmp_path / "a.ipynb", "nothing", output="Sources [tms.first, tms.second]")
    lesson(tmp_path / ".ipynb_checkpoints" / "a.ipynb", "tms.first")
    assert lessons_with({"tms.first"}, tmp_path) == {"tms.first": ["a.ipynb"]}


def test_a_lesson_that_cannot_be_read_is_one_sentence(changed, checkout: Path, evidence: Path) -> None:
    change(evidence / "claims" / "tms.toml", "abstract", "page 7")
    (checkout / "notebooks" / "tms.ipynb").write_text('{"cells": [', "utf-8")
    said, ended = changed("start")
    assert said == ""
    assert ended == "The lesson tms.ipynb is not a notebook that can be read; restore it from git."


def test_a_folder_of_lessons_that_is_not_there_is_one_sentence(told, checkout: Path) -> None:
    _, ended = told("diff", "--notebooks", str(checkout / "elsewhere"), "start")
    assert ended == f"There is no folder of lessons at {checkout / 'elsewhere'}; name it with --notebooks."
