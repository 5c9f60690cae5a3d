# Two commands: `make serve` runs the lessons, `make test` passes every test. See README.md.
PYTHON ?= python3
PORT ?= 8866
BIN := .venv/bin
# Some systems set LANGUAGE themselves, to en_US:en for example; only a language of lessons is meant here.
IN := $(if $(filter en es,$(LANGUAGE)),--language $(LANGUAGE))
# In a checkout, Jupyter reads the template and the configuration from here, so that edits show at once.
export JUPYTER_PATH := $(CURDIR)/jupyter/share
export JUPYTER_CONFIG_PATH := $(CURDIR)/jupyter/etc
# Nothing below needs another machine while it runs.
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: serve present decks site handouts kit lab test notebooks lint lock bench container-check clean

serve: .venv/serve ## the lessons at http://localhost:8866/
	$(BIN)/python -m pages serve notebooks --port $(PORT) $(if $(LIVE),--live)

present: .venv/serve ## a lesson as slides; LESSON=tms_outcomes LANGUAGE=es, AUDIENCE=1 lets phones guess
	$(BIN)/python -m pages present notebooks $(if $(LESSON),--lesson $(LESSON)) $(IN) $(if $(AUDIENCE),--audience)

decks: .venv/serve ## the slides of every lesson as files
	$(BIN)/python -m pages deck notebooks --to decks

site: .venv/serve ## the lessons as files in site/; ADDRESS=https://… adds a sitemap, OFFLINE=1 keeps opened lessons
	$(BIN)/python -m pages site notebooks --to site $(if $(ADDRESS),--address $(ADDRESS)) $(if $(OFFLINE),--offline) $(if $(COMPRESSED),--compressed)

handouts: .venv/develop ## one sheet of paper for each lesson, as PDF; ADDRESS=https://… puts its QR code on it
	$(BIN)/python -m pages handouts notebooks --to handouts $(if $(ADDRESS),--address $(ADDRESS)) $(IN)

kit: .venv/develop ## lessons, slides, guides and handouts in one zip, for a workshop without a network
	$(BIN)/python -m pages kit notebooks --to next-steps-kit.zip $(if $(ADDRESS),--address $(ADDRESS))

lab: .venv/develop ## JupyterLab with the same widgets
	$(BIN)/jupyter lab --notebook-dir=notebooks

test: .venv/develop ## every test; gets a browser and Java where there are none
	$(BIN)/python tests/browser/find_browser.py --install
	$(BIN)/python tests/browser/check_markup.py --install
	$(BIN)/python -m pytest -n 2 --dist loadfile
	$(BIN)/python -m pytest -n 2 --dist loadfile --nbval notebooks

notebooks: .venv/develop ## run the lessons and keep what they say, as reviewers read it
	$(BIN)/python -m pages execute notebooks

lint: .venv/develop ## every number that a lesson shows, held to its claim
	$(BIN)/python -m pages.lint notebooks

bench: .venv/develop ## our page beside stock Voila, in one run
	$(BIN)/python bench/measure.py

container-check: .venv/develop ## follow the Dockerfile line by line where no engine runs
	$(BIN)/python deploy/follow_dockerfile.py

lock: .venv/develop ## pin every dependency anew
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --quiet pyproject.toml --extra build -o requirements/serve.txt
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --quiet pyproject.toml --all-extras -c requirements/serve.txt -o requirements/develop.txt
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --quiet pyproject.toml --extra lab --extra build deploy/jupyterhub/requirements.in -c requirements/develop.txt -o deploy/jupyterhub/requirements.txt

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Next Steps needs Python 3.11 or newer; run make with PYTHON=python3.11, for example.")'
	$(PYTHON) -m venv .venv

# Hashes are checked; the project itself is installed last, from this folder, with the pinned build backend.
.venv/serve: requirements/serve.txt pyproject.toml $(shell find jupyter -type f) | .venv/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/serve.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

.venv/develop: requirements/develop.txt pyproject.toml $(shell find jupyter -type f) | .venv/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/develop.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@ .venv/serve

clean:
	rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
