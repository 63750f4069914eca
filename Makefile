# Two commands: `make run` starts Dateline, `make test` runs every test. Both install what they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test setup tools check fix bench clean

run: setup              ## install, fetch the models, load the sample articles, open the web app
	$(BIN)/python -m rag serve --open --samples

setup: $(VENV)/run.stamp

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet -r requirements.txt
	touch $@

tools: $(VENV)/tools.stamp

$(VENV)/tools.stamp: tests/requirements.txt $(VENV)/run.stamp
	$(BIN)/pip install --quiet -r tests/requirements.txt
	touch $@

test: tools             ## every tier: unit, real models, browser
	$(BIN)/python -m tests.prepare
	$(BIN)/python -m pytest

check: tools            ## style, types, docstrings, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: tools
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: tools            ## the figures that the README quotes; takes hours, see benchmarks/README.md
	$(BIN)/python -m benchmarks.all

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
