# Everything runs in .venv/; `make demo` and `make test` make it first.
.PHONY: demo test check environment build clean
.DEFAULT_GOAL := demo

PYTHON ?= python3
BIN := .venv/bin
export OMP_NUM_THREADS ?= 1

demo: environment  ## a small class from templates to feedback, in demo/
	@$(BIN)/autograder demo

test: environment check  ## lint, types, and every test
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 8 --dist loadgroup

check: environment
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

build: environment  ## templates + solutions → release/
	$(BIN)/autograder build

environment: .venv/.installed
	@tools/system-packages

.venv/.installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@

clean:
	rm -rf .venv demo .mypy_cache .ruff_cache .pytest_cache
