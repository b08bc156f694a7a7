# Everything a newcomer and a machine run. `make help` says what there is; only Python >= 3.11, Node >= 20.19 and make are needed.
# Each step leaves a stamp in .stamps/, so nothing is done twice.

PYTHON ?= python3
NPM ?= npm
BIN := .venv/bin
STAMPS := .stamps
PYTEST := $(BIN)/python -m pytest
# The lock is complete: exactly what it names is installed, and nothing is resolved on this machine.
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# One test process more than there are processors, at most four (tests/conftest.py).
JOBS ?= auto
OXLINT := frontend/node_modules/.bin/oxlint
FRONTEND_SOURCES := $(shell find frontend/src frontend/vite.config.js -type f 2>/dev/null)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run test e2e soak lint format bench docs routes lock clean

help: ## shows this list
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: $(STAMPS)/venv $(STAMPS)/frontend ## makes the Python environment and builds the front end

run: setup ## starts everything with a demonstration office and prints the address and the accounts
	@$(BIN)/motcua up

test: setup ## runs all tests; suites that need a server or a browser are named when they are skipped
	$(PYTEST) -n $(JOBS) --maxprocesses 4 --dist worksteal

e2e: setup ## runs only the stories in a browser and over HTTP
	$(PYTEST) -m e2e

soak: setup ## runs the suite on other dates and in other zones, and the long runs; PART=name one of them, PART=list names them
	$(BIN)/python -m tests.soak $(PART)

lint: $(STAMPS)/venv $(STAMPS)/modules ## checks style, types, imports, dependencies and the shipped procedures
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry --no-ansi .
	$(OXLINT) --config frontend/.oxlintrc.json --deny-warnings frontend tests
	$(BIN)/motcua lint bpmn/procedures

format: $(STAMPS)/venv ## formats the Python sources
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup ## measures; nothing here passes or fails
	$(BIN)/motcua bench feel
	$(BIN)/motcua bench clock
	$(BIN)/motcua bench engine
	$(BIN)/motcua bench steps
	$(BIN)/motcua bench queue
	$(BIN)/motcua bench workers

docs: setup ## writes the pages that are generated from the code
	$(BIN)/motcua docs

routes: setup ## writes the list of routes that tests/rules compares
	$(BIN)/python -m tests.support.routes

lock: $(STAMPS)/packages ## locks the dependencies of pyproject.toml with their hashes
	$(BIN)/uv pip compile -q $(LOCK) pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile -q $(LOCK) --group dev pyproject.toml -o requirements/dev.txt
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock"

clean: ## removes what was built; the data folder stays
	rm -rf .venv $(STAMPS) frontend/node_modules frontend/dist build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

.PHONY: again

# A package that left the lock leaves the environment, too: a changed lock is installed into an empty one.
$(STAMPS)/packages: requirements/dev.txt $(shell $(BIN)/python -c '' 2>/dev/null || echo again)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed. Name it: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
	  || { echo "This Python has no venv module. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(PIP) install --require-hashes --no-deps --only-binary :all: -r requirements/dev.txt
	@mkdir -p $(STAMPS) && touch $@

# Apart from the packages, so that `make lock` can mend a lock that lacks what pyproject.toml asks for.
$(STAMPS)/venv: $(STAMPS)/packages pyproject.toml
	$(PIP) install --no-build-isolation --no-deps -e .
	$(PIP) check
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/modules: frontend/package-lock.json $(if $(wildcard frontend/node_modules/.bin),,again)
	@node -e 'const [a, b] = process.versions.node.split("."); process.exit((a == 20 && b >= 19) || (a == 22 && b >= 12) || a > 22 ? 0 : 1)' 2>/dev/null \
	  || { echo "Node 20.19, 22.12 or newer is needed to build the front end." >&2; exit 1; }
	cd frontend && $(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/frontend: $(STAMPS)/modules $(FRONTEND_SOURCES) $(if $(wildcard frontend/dist/assets),,again)
	cd frontend && node_modules/.bin/vite build --logLevel warn
	@mkdir -p $(STAMPS) && touch $@
