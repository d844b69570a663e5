# Two commands on a fresh machine (Python 3.11 with venv, and make): `make plan` and `make test`.
PYTHON ?= python3.11
ifeq (, $(shell command -v $(PYTHON) 2>/dev/null))
PYTHON := python3
endif
BIN := .venv/bin
TESTS ?= tests
LIMIT ?= 60

.PHONY: plan install test test-public test-long lint docs bench clean

plan: install  ## plan the reference case, with and without the incentive, LIMIT seconds a search, and write the reports
	$(BIN)/python -m benchmarks.reference --out out --time-limit $(LIMIT)

install: .venv/installed

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Two workers on two cores: threads of their own would only wait for each other.
test: export POLARS_MAX_THREADS = 1
test: install lint  ## everything that needs nothing outside the repository
	$(BIN)/python -m pytest -m "not public and not long" -n 2 --dist worksteal $(TESTS)

test-public: install  ## public cases, in the folder that ONSHORE_BENCH names
	@test -d "$(ONSHORE_BENCH)" || { echo "ONSHORE_BENCH must name the folder of public cases"; exit 1; }
	$(BIN)/python -m pytest -m public $(TESTS)

test-long: install
	$(BIN)/python -m pytest -m long $(TESTS)

docs: install  ## write the pages that are generated from the schema and the rules
	$(BIN)/python -m onshore.docs docs

bench: install
	$(BIN)/python -m benchmarks.run

clean:
	rm -rf .venv out
