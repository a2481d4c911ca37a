# Two commands matter: `make run` and `make test`. Everything else is a part of them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test check lint types imports fast faults search foreign bench docs

help: ## what each command does
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

$(VENV)/run.stamp: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the dashboard needs (about a minute, once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: $(VENV)/run.stamp ## install, migrate, seed the demonstration if empty, serve on localhost
	@$(BIN)/python -m dashboard serve

test: $(VENV)/dev.stamp lint types imports ## everything: lint, types, import rule, unit, database and browser tests
	@$(BIN)/python -m pytest -n 2 --dist worksteal

check: $(VENV)/dev.stamp lint types imports fast ## lint, types, import rule and the fast tests

lint: $(VENV)/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	@$(BIN)/mypy

imports: $(VENV)/dev.stamp
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

fast: $(VENV)/dev.stamp
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not browser and not postgres and not peers and not real and not slow"

faults: $(VENV)/dev.stamp ## 10,000 tamperings, 1,000 histories of decisions, 1,000 killed writers, 50 killed servers, 50 at once
	@DASHBOARD_TAMPERINGS=10000 DASHBOARD_HISTORIES=1000 DASHBOARD_KILLS=1000 DASHBOARD_SERVER_KILLS=50 \
		DASHBOARD_CROWD=50 $(BIN)/python -m pytest -q -m faults

SEED ?= $(shell date +%s)
search: $(VENV)/dev.stamp ## properties held against other examples than those of `make test`: SEED=N for the same again
	@echo "SEED=$(SEED)"
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal --hypothesis-profile=search --hypothesis-seed=$(SEED) \
		$$(grep -rl "@given" tests)

foreign: ## environments of MLflow and Aequitas for the tests that use the real ones (about two minutes, once)
	@for one in mlflow==3.17.2 aequitas==1.1.0; do name=$${one%%=*}; test -e build/$$name/built || { \
		$(PYTHON) -m venv build/$$name && build/$$name/bin/python -m pip install --quiet $$one && \
		touch build/$$name/built; } || exit 1; done

bench: $(VENV)/dev.stamp ## speed as ratios measured in one run
	@$(BIN)/python -m bench

docs: $(VENV)/run.stamp ## write the generated parts of docs/ again
	@$(BIN)/python -m dashboard docs
