"""What `voila` reads when this project is installed: our template, our pages, nothing from anyone else."""

# Jupyter logs a configuration that fails and goes on without it: Voila would then serve with everything open.
try:
    from pages.server import configure
except Exception as error:
    raise SystemExit(f"The lessons cannot be served. Their settings do not load: {error}") from error

configure(get_config())  # noqa: F821  Jupyter gives the file this name
