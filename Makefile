# From an empty clone: `make record` builds the record of raw/, `make test` runs the tests.
RAW ?= raw
OUT ?= warehouse/data
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help record test check bench fuzz schedule clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 16

$(INSTALLED): requirements.lock pyproject.toml .ci/setup
	@sh .ci/setup $(VENV)
	@touch $@

record: $(INSTALLED) ## builds the record of RAW (raw) in OUT (warehouse/data), prints the account and an answer
	@$(BIN)/cooperation build "$(RAW)" --out "$(OUT)"
	@echo
	@echo "Who met whom? (cooperation questions who_met_whom)"
	@echo
	@$(BIN)/cooperation questions who_met_whom --out "$(OUT)" --max-rows 10

test: $(INSTALLED) ## all tests
	@$(BIN)/python -m pytest

check: $(INSTALLED) ## style and types
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m mypy

bench: $(INSTALLED) ## speed against the bare model and the bare libraries, cost of an unchanged run, peak memory
	@$(BIN)/python -m tests.benchmark

fuzz: $(INSTALLED) ## broken files for every reader, ten minutes in all; what fails is kept in fuzz-failures/
	@$(BIN)/python -m tests.fuzz_readers --seconds 600

schedule: $(INSTALLED) ## Prefect server, deployment and worker until Ctrl-C: builds the record every day
	@sh .ci/schedule $(BIN)

clean: ## removes what was built; the environment stays
	rm -rf warehouse/data .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find flows transforms warehouse tests -name __pycache__ -type d -prune -exec rm -rf {} +
