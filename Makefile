# Two commands: `make run` starts Dateline, `make test` runs every test. Both install what they need.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test setup tools check fix lock audit bench clean help

run: setup              ## install, fetch the models, load the sample articles, open the web app
	$(BIN)/python -m rag serve --open --samples

setup: $(VENV)/run.stamp  ## install what Dateline needs to run
	@$(BIN)/python -m models.kernels

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Dateline needs Python 3.11 or newer: make PYTHON=/path/to/python3.11' >&2; exit 1; }
	@# A half-made environment would look finished to the next run.
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/run.stamp: requirements.txt requirements.lock | $(VENV)/bin/python
	@# Exact versions, each file checked by its hash. Then what the lock leaves out on purpose:
	@# torch, whose file differs by machine (CPU, CUDA, ROCm), and the GPU libraries it brings.
	$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet -r requirements.txt
	@touch $@

tools: $(VENV)/tools.stamp  ## install what the tests and checks need, too

$(VENV)/tools.stamp: tests/requirements.txt $(VENV)/run.stamp
	$(BIN)/pip install --quiet -r tests/requirements.txt
	@touch $@

test: setup tools       ## every tier: unit, real models, browser
	$(BIN)/python -m tests.prepare
	$(BIN)/python -m pytest

check: tools            ## style, types, docstrings, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: tools              ## put style right where a machine can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# What torch brings for a GPU; it comes with torch, not from the lock.
GPU := torch triton cuda-bindings cuda-pathfinder cuda-toolkit nvidia-cublas nvidia-cuda-cupti \
  nvidia-cuda-nvrtc nvidia-cuda-runtime nvidia-cudnn-cu13 nvidia-cufft nvidia-cufile \
  nvidia-curand nvidia-cusolver nvidia-cusparse nvidia-cusparselt-cu13 nvidia-nccl-cu13 \
  nvidia-nvjitlink nvidia-nvshmem-cu13 nvidia-nvtx

lock: tools             ## write requirements.lock anew from requirements.txt; versions that fit stay
	$(BIN)/uv pip compile requirements.txt --quiet --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links \
	  $(addprefix --no-emit-package ,$(GPU)) -o requirements.lock

audit: tools            ## look up every locked version in the database of known weaknesses; fails if it cannot
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements.lock

bench: tools            ## the figures that the README quotes; takes hours, see benchmarks/README.md
	$(BIN)/python -m benchmarks.all

clean:                  ## remove the environment and caches; libraries and models stay
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

help:                   ## list these targets
	@sed -n 's/^\([a-z]*\):.*##/\1\t/p' $(MAKEFILE_LIST)
