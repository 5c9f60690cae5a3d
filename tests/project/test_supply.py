"""Whose work the lessons bring along: every file and package known by version, licence and hash, and nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "pages/static/vendor"
sys.path.insert(0, str(ROOT / "upkeep"))

import audit  # noqa: E402  found only now
import canary  # noqa: E402
import notices  # noqa: E402
import sbom  # noqa: E402
import vendored  # noqa: E402
from locked import pins  # noqa: E402


def test_a_script_that_readers_run_is_the_one_its_maker_published() -> None:
    assert list(vendored.differences(VENDOR)) == []


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(VENDOR, tmp_path / "vendor"))


def test_one_changed_byte_in_a_script_of_others_is_found(copy: Path) -> None:
    script = copy / "plotly-basic.min.js"
    script.write_bytes(script.read_bytes() + b" ")
    assert [s.split(":")[0] for s in vendored.differences(copy)] == [
        "plotly-basic.min.js is not the file of the manifest"
    ]


def test_a_file_that_nobody_vouches_for_and_a_lost_licence_are_found(copy: Path) -> None:
    (copy / "tracker.js").write_text("watch();", "utf-8")
    (copy / "source-serif.LICENSE").unlink()
    found = "\n".join(vendored.differences(copy))
    assert "tracker.js is in no entry" in found
    assert "source-serif.LICENSE is missing" in found


def test_an_entry_without_a_licence_is_refused(copy: Path) -> None:
    manifest = copy / "vendor.toml"
    lines = manifest.read_text("utf-8").splitlines()
    manifest.write_text("\n".join(line for line in lines if not line.startswith('"plotly-basic.LICENSE"')), "utf-8")
    with pytest.raises(vendored.VendorError, match=r"\[plotly-basic\]: it brings no licence"):
        list(vendored.differences(copy))


def test_the_notices_name_everything_that_is_served_and_installed_today() -> None:
    assert notices.PATH.read_text("utf-8") == notices.text(), "run python upkeep/notices.py"


def test_the_bill_of_materials_is_valid_and_names_every_locked_package_with_its_hashes() -> None:
    bill = sbom.bill()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill) is None
    components = {c["purl"]: c for c in json.loads(bill)["components"]}
    for pin in pins():
        hashes = {h["content"] for h in components[f"pkg:pypi/{pin.name}@{pin.version}"]["hashes"]}
        assert hashes == set(pin.hashes) != set()
    assert "pkg:npm/plotly.js-basic-dist-min@4.1.1" in components
    assert bill == sbom.bill(), "the same materials must give the same bill"


def test_every_pin_of_the_lock_is_read() -> None:
    lock = (ROOT / "requirements/serve.txt").read_text("utf-8")
    assert len(pins()) == sum("==" in line and not line.startswith(" ") for line in lock.splitlines())
    assert {p.name for p in pins() if p.elsewhere} >= {"appnope", "colorama", "pywinpty"}


def test_an_audit_that_nobody_answered_never_passes_as_clean() -> None:
    silent = {"dependencies": [{"name": "voila", "version": "0.5.13", "skip_reason": "not found"}]}
    assert audit.python_verdict(json.dumps(silent)) == (
        audit.UNKNOWN,
        "Python: nobody answered for 1 of 1 packages, so nothing is known of them.",
    )
    assert audit.python_verdict("")[0] == audit.UNKNOWN
    assert audit.npm_verdict('{"error": {"code": "ENOAUDIT"}}')[0] == audit.UNKNOWN


def test_an_audit_names_the_package_its_weakness_and_the_version_that_mends_it() -> None:
    weak = {
        "dependencies": [
            {"name": "tornado", "version": "6.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["6.6.1"]}]},
            {"name": "voila", "version": "0.5.13", "vulns": []},
        ]
    }
    verdict, said = audit.python_verdict(json.dumps(weak))
    assert verdict == audit.WEAK
    assert "tornado 6.0: PYSEC-1, mended in 6.6.1" in said
    assert "voila" not in said
    assert audit.npm_verdict('{"vulnerabilities": {"a": {"severity": "high"}}}')[0] == audit.WEAK
    assert audit.npm_verdict('{"vulnerabilities": {}}')[0] == audit.CLEAN


def test_the_canary_says_which_newer_release_broke_which_promise() -> None:
    output = "FAILED tests/unit/test_a.py::test_the_menu - AssertionError\n1 failed, 3 passed in 2.0s\n"
    report = canary.report({"voila": ("0.5.13", "0.6.0"), "plotly": ("7.1.0", "7.1.0")}, 1, output)
    assert "voila 0.6.0 (we pin 0.5.13)" in report
    assert "plotly" not in report
    # With hashes, as our lock has it, or without, as the newest is worked out: the version is the same.
    lines = ["anywidget==1", "jupyterlab==2 \\\n    --hash=x", "plotly==3 ; os_name != 'nt'", "voila==4"]
    versions = canary.locked_versions("\n".join(lines) + "\n")
    assert versions == {"anywidget": "1", "jupyterlab": "2", "plotly": "3", "voila": "4"}
    assert "FAILED tests/unit/test_a.py::test_the_menu" in report


@pytest.mark.parametrize("script", ["vendored.py", "notices.py", "sbom.py", "audit.py", "canary.py"])
def test_every_tool_of_upkeep_says_what_it_is_for(script: str) -> None:
    told = subprocess.run([sys.executable, ROOT / "upkeep" / script, "--help"], capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert script in told.stdout
