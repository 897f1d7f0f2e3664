# koopsim: every target sets itself up; only Python 3.11+ and make are needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SCENARIO ?= baseline
MONTHS ?= 24
REPLICATIONS ?= 5
SEED ?= 1
LANGUAGE ?= de
OUT ?= results/$(SCENARIO)
FIGURES ?= docs/performance.json
PACKAGES := koopsim.model koopsim.scenarios koopsim.simulation koopsim.analysis koopsim.app
SITE := build/wheel-site

.PHONY: help run test lint types unit slow mutants bench docs clean
.DELETE_ON_ERROR:

help:
	@echo "make run    set up, simulate the baseline, write report.html (SCENARIO, MONTHS, REPLICATIONS, SEED, LANGUAGE, OUT)"
	@echo "make test   set up, lint, types on the built wheel, tests"
	@echo "make slow   the tests that take minutes"
	@echo "make mutants  try all systematic changes of the model"
	@echo "make bench  time table, explorer, both engines, other tools, the country (FIGURES); make docs shows them"
	@echo "make docs   renew the generated parts of the documentation"
	@echo "make clean  remove environments and build products"

$(VENV)/run.stamp: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("koopsim needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	touch $@

$(VENV)/checkers.stamp: scripts/install-checkers $(VENV)/test.stamp
	./scripts/install-checkers $(VENV)
	touch $@

run: $(VENV)/run.stamp
	$(BIN)/koopsim run $(SCENARIO) --months $(MONTHS) --replications $(REPLICATIONS) --seed $(SEED) --lang $(LANGUAGE) --out $(OUT)

test: lint types unit

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/test.stamp
	rm -rf build dist $(SITE)
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation -w dist .
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target $(SITE) dist/koopsim-*.whl
	MYPYPATH=$(SITE) $(BIN)/mypy $(addprefix -p ,$(PACKAGES))

unit: $(VENV)/checkers.stamp
	$(BIN)/python -m pytest -n 2

slow: $(VENV)/checkers.stamp
	$(BIN)/python -m pytest -n 2 -m slow

mutants: $(VENV)/test.stamp
	$(BIN)/koopsim check --mutants

bench: $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python benchmarks/run_all.py --json $(FIGURES)

docs: $(VENV)/run.stamp
	$(BIN)/python docs/generate.py
	$(BIN)/koopsim diagram docs/koopsim-en.svg --lang en
	$(BIN)/koopsim diagram docs/koopsim-de.svg --lang de

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
