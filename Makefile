# Two commands: `make assess` and `make test`. Each sets itself up in .venv, once.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3,11) <= sys.version_info[:2] < (3,14))' \
	2>/dev/null && echo $$p && break; done)
UV := $(shell command -v uv 2>/dev/null)
ifneq ($(UV),)
MAKE_VENV = $(UV) venv -q --allow-existing --python $(PYTHON) $(VENV)
INSTALL = $(UV) pip install -q --python $(BIN)/python
else
MAKE_VENV = $(PYTHON) -m venv $(VENV)
INSTALL = $(BIN)/python -m pip install -q --disable-pip-version-check --no-input
endif

.PHONY: assess test check types lint docs prove lock clean help
.DEFAULT_GOAL := help

help:
	@echo "make assess   assess the reference service: the whole harness, end to end"
	@echo "make test     the project's own tests"
	@echo "make check    lint, types, generated pages"
	@echo "make prove    run every known-bad candidate"

# The gate is not met while requirements are untested: status 1. That is a finding, not a failure of the harness,
# so it does not fail this target; a wrong request (2) or a broken harness (3) does.
assess: $(VENV)/run.stamp
	@$(BIN)/cpcs assess $(ARGS) || [ $$? -eq 1 ]

test: $(VENV)/dev.stamp
	@$(BIN)/python -m pytest -c tests/pytest.toml --rootdir . $(ARGS) tests

check: lint types docs

lint: $(VENV)/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	@$(BIN)/mypy
	@$(BIN)/mypy --explicit-package-bases mocks
	@$(BIN)/mypy --explicit-package-bases reference

docs: $(VENV)/dev.stamp
	@$(BIN)/cpcs coverage --check

prove: $(VENV)/dev.stamp
	@$(BIN)/cpcs prove

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | python
	@echo "setting up $(VENV) (once)"
	@$(MAKE_VENV)
	@$(INSTALL) --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@echo "adding what the tests need to $(VENV) (once)"
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

.PHONY: python
python:
	@[ -n "$(PYTHON)" ] || { echo "make: Python 3.11, 3.12 or 3.13 is needed, and none was found on PATH"; exit 2; }

# Pinned, hashed, and without addresses; needs uv.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url pyproject.toml requirements/build.in -o requirements/run.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url -c requirements/run.txt pyproject.toml requirements/build.in --group dev \
		-o requirements/dev.txt

clean:
	rm -rf $(VENV) out dist
