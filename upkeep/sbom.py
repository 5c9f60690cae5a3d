"""A software bill of materials in CycloneDX: everything that serving the lessons brings, with versions and hashes.

    python upkeep/sbom.py --to dist/sbom.cdx.json

It holds no date and no chance number, so the same lock gives the same file.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from pathlib import Path

import vendored
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from locked import ROOT, licence, pins
from packageurl import PackageURL


def bill() -> str:
    """The bill as JSON. Raises VendorError if the manifest of vendored files is not complete."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    bom = Bom()
    ours = Component(
        type=ComponentType.APPLICATION, name=project["name"], version=project["version"], bom_ref="next-steps"
    )
    bom.metadata.component = ours
    used = []
    for pin in pins():
        url = PackageURL("pypi", None, pin.name, pin.version)
        said = licence(pin.name)
        used.append(
            Component(
                type=ComponentType.LIBRARY,
                name=pin.name,
                version=pin.version,
                purl=url,
                bom_ref=url.to_string(),
                licenses=[DisjunctiveLicense(name=said)] if said else [],
                # Of each archive that the lock accepts: one for every system and Python.
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=sha256) for sha256 in pin.hashes],
            )
        )
    for entry in vendored.read():
        url = PackageURL("npm", None, entry.package, entry.version)
        files = [
            Component(
                type=ComponentType.FILE,
                name=here,
                bom_ref=f"{url.to_string()}#{here}",
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=sha256)],
            )
            for here, (_, sha256) in entry.files.items()
        ]
        used.append(
            Component(
                type=ComponentType.LIBRARY,
                name=entry.package,
                version=entry.version,
                purl=url,
                bom_ref=url.to_string(),
                licenses=[DisjunctiveLicense(id=entry.licence)],
                components=files,
            )
        )
    for component in used:
        bom.components.add(component)
    bom.register_dependency(ours, used)
    made = json.loads(JsonV1Dot6(bom).output_as_string())
    # Both change with every run; a reader of a diff is to see only what changed in the materials.
    made.pop("serialNumber", None)
    made["metadata"].pop("timestamp", None)
    return json.dumps(made, indent=1, sort_keys=True) + "\n"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", default="dist/sbom.cdx.json", type=Path, help="the file to write")
    to = parser.parse_args(arguments).to
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(bill(), "utf-8")
    print(f"Wrote {to}.")


if __name__ == "__main__":
    main()
