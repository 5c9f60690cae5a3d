"""A medicine, a next step or an item of the PHQ-9 goes stale as a claim does, and a reviewer hears of it."""

import csv
import dataclasses
import datetime
import io
import os
import subprocess
import tomllib

import pytest
from small_evidence import change, small_evidence

from nextsteps.evidence import Registry
from nextsteps.evidence.registry import FOLDER
from nextsteps.review.__main__ import main
from nextsteps.review.beside import FILES, beside_changes, beside_standings

REAL = Registry.read()
AS = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
DAY = datetime.date(2026, 11, 25)


def reasons(day: datetime.date = DAY) -> dict[str, dict[str, str]]:
    return {s.id: s.reasons for s in beside_standings([], REAL, day)}


def test_everything_waits_again_once_a_year_has_passed_since_its_check():
    checked = {r.checked for r in (*REAL.drugs.values(), *REAL.next_steps.values(), *REAL.phq9.values())}
    year_after = max(checked).replace(year=max(checked).year + 1)
    assert not any("overdue" in r for r in reasons(min(checked)).values())
    assert all("overdue" in r for r in reasons(year_after + datetime.timedelta(days=1)).values())


def test_what_no_lesson_may_show_is_what_reviewers_are_told_is_open():
    told = {id for id, r in reasons().items() if "open" in r}
    hidden = {f"drug.{d.id}" for d in REAL.drugs.values() if d.half_life_h is None}
    assert told == {*hidden, "drug.fluoxetine", "step.iv-ketamine"}
    assert reasons()["drug.fluoxetine"]["open"] == "time to steady state: only recalled"


def test_a_number_read_in_reports_about_the_label_is_named_among_the_second_hand_ones():
    assert reasons()["drug.bupropion-xl"]["secondary"] == "label-bupropion-xl: doses, time to steady state"
    assert "secondary" not in reasons()["drug.duloxetine"]
    for id, drug in REAL.drugs.items():
        if "secondary" in (drug.verification_half_life, drug.verification_dose):
            assert "secondary" in reasons()[f"drug.{id}"]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]):
    def run(*arguments: str) -> str:
        main(list(arguments))
        return capsys.readouterr().out

    return run


def test_due_lists_them_after_the_claims_and_alone_where_they_are_asked_for(said):
    everything = said("due")
    assert " claims and " in everything.partition("\n")[0]
    assert "medicines, next steps and parts of the PHQ-9 are due." in everything
    assert "drug.trazodone" in everything
    alone = said("due", "drug.traz*")
    assert alone.startswith("1 of 1 medicines")
    assert "sources disagree" in alone
    assert "tms." not in alone
    rows = list(csv.DictReader(io.StringIO(said("due", "--format", "csv", "step.iv-ketamine"))))
    assert [(r["reason"], r["claim"], r["file"]) for r in rows] == [("open", "step.iv-ketamine", "next_steps.toml")]


def test_an_unknown_medicine_is_refused_in_one_sentence():
    with pytest.raises(SystemExit, match=r"^There is no record 'drug\.sertralin' beside the claims; "):
        main(["due", "drug.sertralin"])


def test_a_changed_half_life_is_told_with_the_old_and_the_new():
    old = tomllib.loads((FOLDER / "drugs.toml").read_text("utf-8"))
    new = {id: dict(table) for id, table in old.items()}
    assert beside_changes("drugs.toml", old, new) == []
    new["sertraline"]["half_life"] = 27
    new["sertraline"]["half_life_range"] = [22, 36]
    new["added"] = {"generic": "a new one"}
    del new["trazodone"]
    added, changed, removed = beside_changes("drugs.toml", old, new)
    assert added == "- `drug.added`\n  - new\n  - generic: a new one"
    assert changed == "- `drug.sertraline`\n  - half_life: 26 → 27\n  - half_life_range: 26 to 26 → 22 to 36"
    assert removed.startswith("- `drug.trazodone`\n  - removed\n")


def test_a_reworded_item_of_the_phq9_is_told_because_the_form_is_word_for_word():
    old = {"item-9": {"en": "Thoughts", "es": "Pensamientos"}}
    assert beside_changes("phq9.toml", old, {"item-9": {"en": "Ideas", "es": "Pensamientos"}}) == [
        "- `form.item-9`\n  - en: Thoughts → Ideas"
    ]


def test_the_changelog_tells_of_every_such_file(said, tmp_path, monkeypatch):
    for name in [key for key in os.environ if key.startswith("GIT_")]:  # a git hook may be what runs these tests
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    evidence = small_evidence(tmp_path / "evidence")
    for arguments in (["init"], ["add", "."], [*AS, "commit", "-m", "start"], ["tag", "start"]):
        subprocess.run(["git", "-C", str(tmp_path), *arguments], check=True, capture_output=True)
    change(evidence / "drugs.toml", "half_life = 26", "half_life = 26.0")
    change(evidence / "drugs.toml", "starting_mg = 50", "starting_mg = 25")
    change(evidence / "phq9.toml", "Not at all", "Never")
    told = said("diff", "--evidence", str(evidence), "--notebooks", str(tmp_path), "start")
    assert "**Medicines (1)**\n\n- `drug.sertraline`\n  - starting_mg: 50 → 25\n" in told
    assert "**PHQ-9 (1)**\n\n- `form.answer-0`\n  - en: Not at all → Never\n" in told
    assert list(FILES) == ["drugs.toml", "next_steps.toml", "phq9.toml"]


@pytest.mark.parametrize(
    ("take", "id"), [("next_step", "iv-ketamine"), ("next_step", "nothing"), ("form_text", "item-10")]
)
def test_what_may_not_be_shown_or_is_not_there_is_refused_in_one_sentence(take, id):
    with pytest.raises(Exception, match=r"so no lesson may show it; |There is no next step|has no part") as caught:
        getattr(REAL, take)(id)
    assert type(caught.value).__name__ == "EvidenceError"
    assert "\n" not in str(caught.value)


def test_the_phq9_is_whole_in_both_languages_and_in_no_third():
    assert len(REAL.phq9) == 20
    assert REAL.form_text("item-9").text("es").startswith("Pensamientos de que")
    with pytest.raises(Exception, match="the form was not read in 'fr'"):
        REAL.form_text("item-9").text("fr")


def test_a_recalled_item_is_refused(tmp_path):
    part = dataclasses.replace(REAL.phq9["item-1"], verification="recalled")
    known = Registry({}, {}, {}, phq9={"item-1": part})
    with pytest.raises(Exception, match=r"^phq9\.toml, item-1: this part of the form was only recalled"):
        known.form_text("item-1")
    assert Registry.read(small_evidence(tmp_path / "evidence")).next_steps == {}
