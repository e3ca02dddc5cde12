# Two commands: `make assess` and `make test`. Each sets itself up in .venv, once: with uv where it is on PATH,
# otherwise with Python's own venv and pip. `make assess PYTHON=/path/to/python3.12` chooses a Python; `UV=` does without uv.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
TESTS ?= tests
STATUS ?= /dev/null
SUITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))
# Each on PATH is tried, not only looked for: the first may be a shim that leads nowhere.
PYTHON ?= $(shell IFS=:; for name in python3.11 python3.12 python3.13 python3 python; do for folder in $$PATH; do \
	[ -x "$$folder/$$name" ] && "$$folder/$$name" -c '$(SUITS)' >/dev/null 2>&1 && echo "$$folder/$$name" && exit; \
	done; done)
UV ?= $(shell uv --version >/dev/null 2>&1 && command -v uv)
MAKE_VENV = $(if $(UV),'$(UV)' venv -q --clear --python '$(PYTHON)' $(VENV),'$(PYTHON)' -m venv --clear $(VENV))
INSTALL = $(if $(UV),'$(UV)' pip install -q --python $(BIN)/python,$(BIN)/python -m pip install -q --no-input)
USABLE = $(if $(UV),,import pip; )$(SUITS)

.PHONY: assess test test-deep bench check types lint contracts docs released prove slips outcomes lock clean help
.DEFAULT_GOAL := help

help:
	@echo "make assess     assess the reference service: the whole harness, end to end"
	@echo "make test       the project's own tests (TESTS=tests/package: only some)"
	@echo "make test-deep  the same, with explorations ten times as long, and all wrong settings"
	@echo "make bench      measure everything, some 12 minutes (ARGS=--write: and write the page)"
	@echo "make check      lint with the import rules, types, generated pages"
	@echo "make contracts  the import rules alone (contracts.importlinter)"
	@echo "make released   fail where a tag stands here and the list of releases does not name this"
	@echo "make prove      run every known-bad candidate"
	@echo "make slips      draw one-line slips of the reference service, and say which a must catches (ARGS=\"--count 60\")"
	@echo "make outcomes   list which outcomes the reference service's conditions never had in a run of all journeys"
	@echo "make lock       pin and hash the requirements anew (needs uv)"
	@echo "make clean      remove .venv, out and dist"

# Fails as `cpcs assess` does, and names its status: 1 the gate is not met, 2 a wrong request, 3 a broken harness. make
# itself ends with 2 whatever failed, so CI has the status written to STATUS.
assess: $(VENV)/run.stamp
	@$(BIN)/cpcs assess $(ARGS) || { status=$$?; echo $$status >$(STATUS); exit $$status; }

test: $(VENV)/dev.stamp
	@$(BIN)/python -m pytest -c tests/pytest.toml --rootdir . $(ARGS) $(TESTS)

test-deep: $(VENV)/dev.stamp
	@$(BIN)/python -m pytest -c tests/pytest.toml --rootdir . --hypothesis-profile=deep $(ARGS) $(TESTS)

bench: $(VENV)/dev.stamp
	@$(BIN)/python bench $(ARGS)

# What the project ruled on of its reference service holds for one build: said here, and not failed (a test does that), so
# that whoever changes the service is told and goes on; who has the last word refreshes it.
check: lint types docs released
	@$(BIN)/cpcs rulings --check || true

lint: $(VENV)/dev.stamp contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

contracts: $(VENV)/dev.stamp
	@PYTHONPATH=. $(BIN)/lint-imports contracts.importlinter --no-logo --no-cache

types: $(VENV)/dev.stamp
	@$(BIN)/mypy

docs: $(VENV)/dev.stamp
	@$(BIN)/cpcs coverage --check
	@$(BIN)/cpcs requirements --check
	@$(BIN)/cpcs journeys --check
	@$(BIN)/python -m docs.drawing --check

# A tag says that this is a release, so the published list has to name it.
released: $(VENV)/dev.stamp
	@test -z "$$(git tag --points-at HEAD 2>/dev/null)" || $(BIN)/cpcs releases $(ARGS)

prove: $(VENV)/dev.stamp
	@$(BIN)/cpcs prove

slips: $(VENV)/dev.stamp
	@PYTHONPATH=tests/support $(BIN)/python -m slips $(ARGS)

outcomes: $(VENV)/dev.stamp
	@PYTHONPATH=tests/support $(BIN)/python -m outcomes $(ARGS)

$(VENV)/run.stamp: requirements/run.txt pyproject.toml
	@'$(PYTHON)' -c '$(SUITS)' 2>/dev/null || { \
		echo "make: Python 3.11, 3.12 or 3.13 is needed; $(if $(PYTHON),$(PYTHON) is not one,none was found on PATH)" >&2; exit 2; }
	@echo "setting up $(VENV) (once) with $(PYTHON) and $(or $(UV),pip)"
	@$(BIN)/python -c '$(USABLE)' 2>/dev/null || $(MAKE_VENV)
	@$(INSTALL) --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@echo "adding what the tests need to $(VENV) (once)"
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

# Pinned, hashed, and without addresses; needs uv.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url pyproject.toml requirements/build.in -o requirements/run.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url -c requirements/run.txt pyproject.toml requirements/build.in --group dev \
		-o requirements/dev.txt

clean:
	rm -rf $(VENV) out dist
