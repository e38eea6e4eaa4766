# Bare `make` prints this help. Needs Debian's python3 with venv; uv and all else come from PyPI into .venv.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
UV := $(VENV)/bin/uv
RUN := $(VENV)/bin
T ?= tests
# Hundreds of processes load the same code: what one compiled is kept, even where the machine says not to.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo setup test check bench soak docs format translations clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(UV):
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check "uv>=0.9,<1"

$(VENV)/.demo: $(UV) pyproject.toml uv.lock
	$(UV) sync --quiet --frozen --inexact --no-dev --extra pg
	@touch $@

$(VENV)/.dev: $(UV) pyproject.toml uv.lock
	$(UV) sync --quiet --frozen --inexact --all-extras
	@touch $@

demo: $(VENV)/.demo ## install and serve the product with demo data (http://127.0.0.1:8000)
	$(RUN)/tanlab demo

setup: $(VENV)/.dev ## install everything a developer needs

test: $(VENV)/.dev ## every test, on SQLite and PostgreSQL (T=tests/market narrows)
	$(RUN)/pytest -n 3 --dist loadfile --no-loadscope-reorder $(T)

check: $(VENV)/.dev ## lint, format, types, import contracts, spelling, translations
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(RUN)/codespell
	$(RUN)/python -m web.translations

bench: $(VENV)/.dev ## benchmarks, each as a ratio to a peer in the same run
	$(RUN)/python -m benchmarks.bench_book
	$(RUN)/python -m benchmarks.bench_ledger
	$(RUN)/python -m benchmarks.bench_simulation
	$(RUN)/python -m benchmarks.bench_simulation_years
	$(RUN)/python -m benchmarks.bench_simulation_growth
	$(RUN)/python -m benchmarks.bench_ensemble
	$(RUN)/python -m benchmarks.bench_methodologies
	$(RUN)/python -m benchmarks.bench_trips
	$(RUN)/python -m benchmarks.bench_data

soak: $(VENV)/.dev ## long state-machine and concurrency runs
	$(RUN)/pytest -m soak $(T)

docs: $(VENV)/.dev ## write the pages of docs/ that are made from the code
	$(RUN)/python -m market.checks > docs/checks.md
	$(RUN)/tanlab rules document > docs/rules.md
	$(RUN)/python -m methodologies.document docs/methodologies
	$(RUN)/python -m docs.validation_page
	$(RUN)/python -m docs.scenario_reference
	$(RUN)/python -m docs.calibration_tables cn-guangdong cn-hubei cn-national-2021-2024
	$(RUN)/python -m docs.price_levels_page
	$(RUN)/python -m docs.experiments_page
	$(RUN)/python -m docs.module_tables
	$(RUN)/python -m docs.run_tables_page
	$(RUN)/python -m docs.research_tutorial_page

format: $(VENV)/.dev ## format and mend what ruff can mend
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .

translations: $(VENV)/.dev ## collect new texts into the catalogue and compile it
	$(RUN)/python -m web.translations --update

clean: ## remove the environment, caches and the demo's data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache instance
