# `make` lists what can be done. Everything else sets up first, when that is needed.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.SECONDEXPANSION:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
NODE_PACKAGES := sandbox/node app/graphiql
CLIENTS := tests/clients tests/sandbox/network/clients
SYSTEM_READY := $(VENV)/.system-ready
PYTHON_READY := $(VENV)/.python-ready
NODE_READY := $(NODE_PACKAGES:%=%/dist/.ready)
TESTS_READY := $(VENV)/.tests-ready $(CLIENTS:%=%/node_modules/.ready)
CACHES := .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

FOLDER ?= .catalogue-report

SINCE = $(shell git log -2 --format=%h -- schema/schema.graphql | tail -1)

unbuilt = find $(1) \( -name node_modules -o -name dist -o -name __pycache__ \) -prune -o -type f
sources = $(shell $(call unbuilt,$(1)) ! -name '*.py' -print)

.PHONY: help setup run test test-plugins attacks check bench catalogue-report fuzz faults schema breaking lock clean

help: ## List what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(PYTHON_READY) $(NODE_READY) ## Install everything (PYTHON=... chooses the interpreter)
	@echo "Ready: make run, make test"

run: $(PYTHON_READY) $(NODE_READY) ## Start the server; Ctrl-C stops it
	@exec $(BIN)/one-graph serve

test: $(PYTHON_READY) $(NODE_READY) $(TESTS_READY) ## Run every test (TESTS=... chooses some)
	@$(BIN)/python -m pytest $(TESTS)

test-plugins: $(PYTHON_READY) $(NODE_READY) $(TESTS_READY) ## Prove real plugins against stand-ins for their services
	@$(BIN)/python -m pytest -q tests/plugins

attacks: $(PYTHON_READY) $(NODE_READY) ## Try every attack without each layer of isolation and gateway
	@ATTACKS=all $(BIN)/python -m pytest -q tests/attacks

check: $(PYTHON_READY) $(NODE_READY) ## Check style, types, imports and the JavaScript
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@scripts/check-javascript $(BIN)/node $(NODE_PACKAGES) $(CLIENTS)

bench: $(PYTHON_READY) $(NODE_READY) ## Measure against named baselines
	@$(BIN)/python -m benchmarks

catalogue-report: $(PYTHON_READY) $(NODE_READY) ## Install and load every plugin (FOLDER=... keeps what was tried)
	@$(BIN)/python -m benchmarks.catalogue_report $(FOLDER)

fuzz: $(PYTHON_READY) $(NODE_READY) ## Send generated requests (COUNT=100000, SEED=1)
	@$(BIN)/python -m tests.fuzz

faults: $(PYTHON_READY) $(NODE_READY) ## Execute real plugins with faults put in (COUNT=10000, SEED=1)
	@$(BIN)/python -m tests.faults

schema: $(PYTHON_READY) ## Write schema/schema.graphql anew
	@$(BIN)/python -m schema.export > schema/schema.graphql

breaking: $(PYTHON_READY) ## Name what breaks clients of the schema before (SINCE=... of another commit)
	@git show $(SINCE):schema/schema.graphql | $(BIN)/python -m schema.compare

lock: ## Choose the newest allowed Python packages anew (needs uv)
	uv pip compile pyproject.toml --group weights --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade --quiet \
	  -o requirements.lock

clean: ## Remove what was installed and built; data stays
	rm -rf $(VENV) $(CACHES) $(NODE_PACKAGES:%=%/dist)
	rm -rf $(NODE_PACKAGES:%=%/node_modules) $(CLIENTS:%=%/node_modules)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(SYSTEM_READY): scripts/system-packages scripts/find-python
	@scripts/system-packages
	@test -x $(BIN)/python || { echo "Creating $(VENV)"; "$$(scripts/find-python)" -m venv $(VENV); }
	@touch $@

$(VENV)/.tests-ready: scripts/system-packages scripts/find-chromium | $(SYSTEM_READY)
	@scripts/system-packages tests
	@touch $@

$(PYTHON_READY): requirements.lock pyproject.toml $(SYSTEM_READY)
	@echo "Installing Python packages (a minute or two the first time)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --root-user-action ignore \
	  --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --root-user-action ignore \
	  --no-deps --no-build-isolation -e .
	@touch $@

.PRECIOUS: %/node_modules/.ready
%/node_modules/.ready: %/package-lock.json %/package.json %/.npmrc | $(PYTHON_READY)
	@echo "Installing Node packages of $*"
	@cd $* && PATH="$(BIN):$$PATH" npm ci --loglevel=error
	@touch $@

%/dist/.ready: %/node_modules/.ready $$(call sources,$$*)
	@echo "Building $*"
	@cd $* && $(BIN)/node build.mjs
	@touch $@
