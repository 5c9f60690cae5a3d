"""What `voila` reads when this project is installed: our template, our pages, nothing from anyone else."""

from pages.server import configure

configure(get_config())  # noqa: F821  Jupyter gives the file this name
