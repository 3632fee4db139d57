# What a person types. `make help` lists it; CI calls `check` and `test`, nothing else.

PYTHON ?= python3
PORT ?= 8000
STORE ?=
JOBS ?= 2
ARGS ?=

VENV := .venv
PY := $(VENV)/bin/python
RUN := $(VENV)/.installed-run
DEV := $(VENV)/.installed-dev
PACKAGING := pyproject.toml constraints.txt hatch_build.py scripts/setup-venv.sh

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help demo test check generate bench constraints clean explorer system check-python check-contracts check-web \
	test-web test-python

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "Settings: PORT=8000  STORE=sqlite:///path.db  PYTHON=python3  JOBS=2 (test processes)  ARGS=… (for pytest, bench)"

demo: $(RUN) explorer  ## England's map with its answers in the terminal, then the explorer (PORT, STORE)
	@exec $(VENV)/bin/graphmap demo --port $(PORT) $(if $(STORE),--store '$(STORE)')

test: system test-web test-python  ## every test; installs what the tests need, system packages included

check: check-python check-contracts check-web  ## lint, layout, types, layers, dead code, drift of generated contracts
	@echo "· all checks passed"

generate: $(DEV)  ## write the generated contracts in schema/ anew
	@$(PY) -m graphmap.cli.contracts

bench: $(DEV)  ## the benchmark suite (ARGS are handed on)
	@$(PY) -m bench $(ARGS)

constraints:  ## move every pinned Python package to the newest version that pyproject.toml allows
	@PYTHON=$(PYTHON) scripts/update-constraints.sh

clean:  ## remove everything that these commands made, stores excepted
	rm -rf $(VENV) graphmap/api/static web/node_modules web/test-results dist build
	rm -rf .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN): $(PACKAGING)
	@scripts/setup-venv.sh $(VENV) '$(PYTHON)' run
	@touch $@

$(DEV): $(PACKAGING)
	@scripts/setup-venv.sh $(VENV) '$(PYTHON)' dev
	@touch $(RUN) $@

explorer: | $(RUN)
	@$(PY) scripts/explorer.py build

system:
	@scripts/setup-system.sh

check-python: $(DEV)
	@echo "· ruff"
	@$(VENV)/bin/ruff check --quiet
	@$(VENV)/bin/ruff format --check --quiet
	@echo "· mypy"
	@$(VENV)/bin/mypy --no-error-summary
	@echo "· import-linter"
	@log=$$(mktemp); $(VENV)/bin/lint-imports >"$$log" 2>&1 || { cat "$$log"; rm "$$log"; exit 1; }; rm "$$log"
	@echo "· vulture"
	@$(PY) scripts/dead_code.py

check-contracts: $(DEV)
	@echo "· generated contracts"
	@$(PY) -m graphmap.cli.contracts --check

check-web: $(DEV)
	@echo "· web"
	@$(PY) scripts/explorer.py run check

test-web: $(DEV)
	@echo "· web unit tests"
	@$(PY) scripts/explorer.py run test

test-python: $(DEV) explorer system
	@$(PY) -m tests.neo4j_server
	@echo "· pytest"
	@$(PY) -m pytest --numprocesses $(JOBS) --dist loadscope --no-loadscope-reorder $(ARGS)
