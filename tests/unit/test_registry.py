"""What the registry gives to lessons, what it keeps from them, and that every real record has its papers."""

import dataclasses
import datetime
import re
import tomllib

import pytest

from nextsteps.evidence import Comparison, EvidenceError, Measurement, Registry, claim
from nextsteps.evidence.registry import FOLDER
from pages.chrome import chrome

REAL = Registry.read()
PAIR = "tms.sham-trials-response"


@pytest.fixture
def known() -> Registry:
    """The real registry, read anew, so that nothing was asked of it yet."""
    return Registry.read()


def with_claim(**changes) -> tuple[Registry, str]:
    """A registry of one real claim with these changes."""
    changed = dataclasses.replace(REAL.record(PAIR), **changes)
    return Registry({changed.id: changed}, REAL.sources, {}), changed.id


def test_a_lesson_gets_the_number_as_its_source_printed_it():
    table = tomllib.loads((FOLDER / "claims/tms.toml").read_text("utf-8"))[PAIR]
    assert claim(PAIR).value == table["value"]
    assert claim(PAIR).compared_with.measured.value == table["compared_with"]["value"]


def test_a_mistyped_id_is_answered_with_the_one_that_was_meant(known):
    with pytest.raises(EvidenceError, match=rf"no claim 'tms.sham-trial-response'.*; did you mean .*{re.escape(PAIR)}"):
        known.claim("tms.sham-trial-response")


def test_an_id_like_no_other_is_answered_with_where_to_add_it(known):
    with pytest.raises(EvidenceError, match=r"'zzzz' .*; add it under nextsteps/evidence/claims\.$"):
        known.record("zzzz")


def test_a_number_only_remembered_is_kept_from_lessons_but_a_reviewer_sees_it():
    known, id = with_claim(verification="recalled")
    with pytest.raises(EvidenceError, match=r"claims/tms\.toml, .* only recalled.*; read its source"):
        known.claim(id)
    assert known.record(id).verification == "recalled"


def test_a_number_with_a_question_open_is_kept_from_lessons_with_the_question():
    known, id = with_claim(open="the table was not read")
    with pytest.raises(
        EvidenceError, match=r"claims/tms\.toml, .*still open \(the table was not read\).*; close it first"
    ):
        known.claim(id)
    assert known.record(id).open == "the table was not read"


WITHHELD = [c.id for c in REAL if c.open or c.verification == "recalled"]


@pytest.mark.parametrize("id", WITHHELD)
def test_what_is_open_or_only_remembered_can_never_be_drawn(known, id):
    with pytest.raises(EvidenceError, match=re.escape(id)):
        known.claim(id)
    assert known.asked == {}, "a refused claim would be listed among the sources of the page"


def test_the_registry_names_what_it_withholds():
    assert WITHHELD, "the test above would then test nothing; remove it with the last open claim"


def test_the_page_can_list_what_it_showed_because_each_request_is_remembered(known):
    known.record("tms.nih-trial-remission")
    known.claim(PAIR)
    known.claim(PAIR)
    assert list(known.asked) == [PAIR]


def test_people_are_those_of_both_groups_together():
    groups = {"measured": Measurement(count=13, of=92), "n": None}
    sham = Comparison("sham (dummy) treatment", Measurement(count=5, of=98))
    known, id = with_claim(**groups, compared_with=sham)
    assert known.claim(id).people == 190


def test_people_are_unknown_where_the_size_of_one_group_is_unknown():
    sham = Comparison("sham (dummy) treatment", Measurement(value=0.05))
    known, id = with_claim(measured=Measurement(count=13, of=92), n=None, compared_with=sham)
    assert known.claim(id).people is None


def test_people_as_the_source_counts_them_win_over_our_sum():
    known, id = with_claim(measured=Measurement(count=13, of=92), n=199, compared_with="no comparison group")
    assert known.claim(id).people == 199


def test_a_number_given_only_as_counts_has_their_share_as_its_value():
    known, id = with_claim(measured=Measurement(count=1, of=4))
    assert known.claim(id).value == 0.25


def test_a_printed_number_is_not_replaced_by_our_own_division():
    known, id = with_claim(measured=Measurement(value=0.33, count=1, of=3))
    assert known.claim(id).value == 0.33


def test_every_number_has_a_source_and_a_day_on_which_it_was_checked():
    # Read from the files themselves, not through the records that this rule is built into.
    sources = tomllib.loads((FOLDER / "sources.toml").read_text("utf-8"))
    entries = {
        id: entry
        for path in (FOLDER / "claims").glob("*.toml")
        for id, entry in tomllib.loads(path.read_text("utf-8")).items()
    }
    assert len(entries) == len(list(REAL))
    assert [id for id, e in entries.items() if e.get("source") not in sources] == []
    assert [id for id, e in entries.items() if not isinstance(e.get("checked"), datetime.date)] == []


def test_every_crisis_line_of_the_page_is_one_that_may_be_shown_and_is_shown(monkeypatch):
    lines = []
    ask = Registry.crisis_line
    monkeypatch.setattr(Registry, "crisis_line", lambda self, id: lines.append(ask(self, id)) or lines[-1])
    shown = " ".join(line["html"] for line in chrome()["help_at_the_foot"]["lines"])
    assert {"911", "988-call-en", "988-text-en"} <= {line.id for line in lines}
    for line in lines:
        assert not line.open
        assert line.verification in ("primary", "secondary")
        assert re.search(rf'href="(tel:|sms:|https://){line.number}[/?"]', shown), f"{line.id} has no link"


CRISIS = tomllib.loads((FOLDER / "crisis.toml").read_text("utf-8"))


@pytest.mark.parametrize("id", [id for id, entry in CRISIS.items() if "open" in entry])
def test_a_crisis_line_that_has_ended_or_has_no_number_is_never_shown(known, id):
    with pytest.raises(EvidenceError, match=rf"crisis\.toml, {id}: .*; call it"):
        known.crisis_line(id)


def test_a_mistyped_crisis_line_is_answered_with_those_there_are(known):
    with pytest.raises(EvidenceError, match=r"no crisis line '989'.*; use one of: .*988-call-en"):
        known.crisis_line("989")
