"""What is served is made before anyone asks: a reader's first view waits for nothing."""

from __future__ import annotations

from pathlib import Path

from conftest import ROOT

from pages.library import Library


def test_no_reader_waits_while_the_chart_library_is_compressed(tmp_path: Path) -> None:
    (tmp_path / "lesson.ipynb").write_bytes((ROOT / "notebooks/tms_outcomes.ipynb").read_bytes())
    library = Library(tmp_path)
    try:
        library.render_all()
        page = library.ready("lesson.ipynb")
        assert page and page.served
        made = {"the page": page.served, **library.assets.files}
        assert [name for name, served in made.items() if not served._made] == []
        assert any("plotly" in name for name in made)
    finally:
        library.close()
