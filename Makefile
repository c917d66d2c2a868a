# Everything runs in .venv/; `make demo` and `make test` make it first.
.PHONY: demo test quick quick-tests verify verify-more check environment build image kill-matrix docs clean
.DEFAULT_GOAL := demo

PYTHON ?= python3
BIN := .venv/bin
export OMP_NUM_THREADS ?= 1
# One more than there are cores: many tests wait for a limit to be met, a server or a container.
TEST_PROCESSES ?= $(shell echo $$(( $$(nproc) + 1 )))
# Such as --afresh, which asks all known submissions; else unchanged ones are remembered.
VERIFY ?=
# What has to be there for the tests besides, such as the image for those in containers.
BEFORE_TESTS ?=

demo: environment  ## a small class from templates to feedback, in demo/
	@$(BIN)/autograder demo pixelcnn

test: environment check verify $(BEFORE_TESTS)  ## lint, types, known submissions, every test
	$(BIN)/python -m pytest --numprocesses $(TEST_PROCESSES) --maxprocesses 8 --dist loadgroup \
		--durations 30 --durations-min 5

# Two cores are enough; a third of their time goes into importing, so more processes cost more.
quick: .venv/.installed  ## lint, types and the tests that need nothing and take moments: under a minute
	@$(MAKE) --no-print-directory --jobs 2 --output-sync check quick-tests

quick-tests: .venv/.installed
	$(BIN)/python -m pytest -q -m quick --numprocesses 2 --dist worksteal --durations 5 --durations-min 1

verify: environment  ## the grader graded: every submission with a known verdict
	$(BIN)/autograder verify $(VERIFY)

verify-more: environment  ## before a release: those in tests/submissions_more, too
	set -e; for one in $(notdir $(wildcard tests/submissions_more/*)); do \
		$(BIN)/autograder verify $$one --submissions tests/submissions_more --write verified/more $(VERIFY); \
	done

kill-matrix: environment  ## the same, into docs/
	$(BIN)/autograder verify --afresh --write docs
	$(BIN)/python -m benchmarks.spread --write

check: .venv/.installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo

docs: .venv/.installed  ## the documentation as a site, in build/site/
	@$(BIN)/python -m tools.site

build: environment  ## templates + solutions → release/
	$(BIN)/autograder build

image: environment  ## the grading image, for `autograder grade --sandbox docker`
	@$(BIN)/autograder image

environment: .venv/.installed
	@tools/system-packages

.venv/.installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@

clean:
	rm -rf .venv build demo .mypy_cache .ruff_cache .pytest_cache
