# Two commands matter: `make` opens the book, `make test` checks it. `make help` lists the rest.

PYTHON ?= python3
PORT ?= 8000
SEED ?= 7
VENV ?= .venv
PY := $(VENV)/bin/python
# Tests run on two cores; conftest.py says which of them in one process.
TOGETHER := -n 2 --no-loadscope-reorder
# Its figures are those of two cores; all other timings are of one thread.
MNIST := docs/part-2/16-mnist.md
CHAPTER = $(wildcard docs/part-*/[0-9]*$(C)*.md)

# Small matrices run slower, not faster, on several threads (and a loaded machine makes it far worse).
export OPENBLAS_NUM_THREADS := 1
# Silences a banner about a version of MkDocs that this book does not use.
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := book
.PHONY: book port site pdf serve test notebooks planted quick chapter outputs results bench mutants live pyodide js editor witness ask newest starts links clean help

book: port site ## set up, build the book and open it on http://127.0.0.1:8000 (PORT=… for another port)
	@$(PY) -m literate.serve $(PORT) site

port: $(VENV)/.ready
	@$(PY) -m literate.serve $(PORT)

site: $(VENV)/.ready ## build the book into site/, every warning an error (PYODIDE=folder: with Python for its pages in it)
	@$(PY) -m literate.notebooks
	@$(PY) -m literate.live
	@$(PY) -m mkdocs build --strict

pdf: site ## print the book as one PDF into site/, and offer it on the landing page (needs Chromium)
	@$(PY) -m literate.pdf site

serve: port ## build, serve, and build again whenever a page changes
	@$(PY) -m literate.notebooks
	@$(PY) -m literate.live
	@$(PY) -m mkdocs serve --dev-addr 127.0.0.1:$(PORT) $(addprefix --watch ,literate nnscratch overrides records)

test: $(VENV)/.ready ## run the checks: chapters, docstrings, module, mirror, exercises, site (in a browser and as notebooks: a sample)
	@$(PY) -m pytest $(TOGETHER) -m "not live and not notebook and not planted"

notebooks: $(VENV)/.ready ## run the notebook of each chapter
	@$(PY) -m pytest tests/literate/test_notebooks.py

planted: $(VENV)/.ready ## plant a sample of mistakes of each kind, and every one in the comments of shapes, and count what no check notices
	@$(PY) -m pytest -m planted

live: $(VENV)/.ready ## run every fence, exercise and widget of the site in real browsers
	@$(PY) -m pytest $(TOGETHER) -m live tests/live

quick: $(VENV)/.ready ## run the checks that take seconds: all but site, notebooks, wheel and browser
	@$(PY) -m pytest $(TOGETHER) -m "not slow and not live"

chapter: $(VENV)/.ready ## run one chapter: make chapter C=the-loss (or C=04)
	@test -n "$(C)" || { echo "make chapter: say which, for example C=the-loss or C=04"; exit 1; }
	@test -n "$(CHAPTER)" || { echo "make chapter: no chapter docs/part-*/[0-9]*$(C)*.md"; exit 1; }
	@$(PY) -m pytest $(CHAPTER)

outputs: $(VENV)/.ready ## write what the fences print and draw into the pages (then read the difference)
	@$(PY) -m pytest docs --update-outputs

results: $(VENV)/.ready ## make all recorded runs again (timings, long training)
	@$(PY) -m literate.records $$(grep -rlE '^(\w+ = )?recorded\(' docs --include=*.md | grep -v $(MNIST))
	@OPENBLAS_NUM_THREADS=2 $(PY) -m literate.records $(MNIST)

bench: $(VENV)/.ready ## measure the network of the book against its peers, each in an environment of its own (half an hour, quiet machine)
	@$(PY) -m benchmarks

mutants: $(VENV)/.ready ## plant false statements and count what no check notices: make mutants SEED=7 (half an hour at most)
	@$(PY) -m tests.mutants $(SEED)

pyodide: $(VENV)/.ready ## download Python for the browser into .cache/pyodide, for make live and make site PYODIDE=.cache/pyodide
	@$(PY) -m literate.pyodide fetch .cache/pyodide

js: $(VENV)/.ready ## check the JavaScript of live/: types, lint, unit tests (needs node and npm)
	@$(PY) -m pytest tests/live/test_javascript.py

editor: live/node_modules/.package-lock.json ## bundle the editor of the fences from its locked packages (needs node and npm)
	@node live/editor/build.js

live/node_modules/.package-lock.json: live/package-lock.json
	@cd live && npm ci --silent

witness: ## ask PyTorch as well about every derived gradient, and tqdm for a bar, in an environment of their own
	@$(MAKE) --no-print-directory VENV=.venv-witness ask

ask: $(VENV)/.ready
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-build-isolation -e ".[witness,progress]"
	@$(PY) -m pytest tests/witnesses tests/nnscratch/test_training.py

newest: ## run every check with the newest releases of all that the book is built with, in an environment of their own (needs a network)
	@$(PYTHON) -m venv --clear .venv-newest
	@.venv-newest/bin/python -m pip install --quiet --disable-pip-version-check $$($(PYTHON) -m literate.newest)
	@.venv-newest/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@.venv-newest/bin/python -m pip list --disable-pip-version-check
	@touch .venv-newest/.ready
	@$(MAKE) --no-print-directory VENV=.venv-newest test notebooks planted

starts: site ## time the first Run of a page in a browser, and record it: make starts PYODIDE=folder (a few minutes, quiet machine)
	@$(PY) tests/live/starts.py site

links: $(VENV)/.ready ## check the links to other sites (needs a network; no part of make test)
	@test -x .venv-links/bin/linkchecker || { $(PYTHON) -m venv .venv-links \
		&& .venv-links/bin/python -m pip install --quiet --disable-pip-version-check LinkChecker==10.6.0; } \
		|| { echo "make links: LinkChecker could not be installed, so no link was checked"; exit 1; }
	@$(PY) -c 'import urllib.request as web; web.urlopen("https://doi.org", timeout=30)' 2>/dev/null \
		|| { echo "make links: https://doi.org does not answer, so there is no network here, and no link was checked"; exit 1; }
	@mkdir -p .cache
	@$(PY) -m literate.links > .cache/links.html
	@.venv-links/bin/linkchecker --config=literate/linkchecker.ini .cache/links.html

$(VENV)/.ready: requirements.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "nnscratch needs Python 3.11 or newer, and there is no $(PYTHON) here: make PYTHON=python3.12, say"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "nnscratch needs Python 3.11 or newer, and this is $$($(PYTHON) --version 2>&1): make PYTHON=python3.12, say"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "this Python has no venv module: install it (on Debian and Ubuntu: apt install python3-venv)"; exit 1; }
	@echo "Setting up $(VENV) (about a minute, once)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

clean: ## remove all that make has made: the site, the notebooks, the environment, caches
	rm -rf site docs/notebooks dist live/node_modules .venv .venv-* .pytest_cache .mypy_cache .hypothesis .cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' Makefile
