.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.installed
# Three workers keep two cores busy, for many tests wait for a terminal; more can be asked for: make test WORKERS=8
WORKERS ?= 3
MINUTES ?= 1
# Their tests have to reach the branches of the rooms that hold the rules; measuring is slow, so the others run unmeasured
MEASURED := $(addprefix tests/,model forms journeys client text plain)

.PHONY: help demo test torture fast lint lint-style lint-types lint-rooms lint-messages lint-openapi lint-pages \
	lint-pictures format messages openapi pages contrast snapshots keys screenshots bench bench-load lock hooks clean \
	system-packages

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS='	' read -r name text; do \
		printf '  make %-13s%s\n' "$$name" "$$text"; done

$(READY): requirements.lock pyproject.toml tools/make-venv.sh
	@tools/make-venv.sh $(VENV)

demo: $(READY) ## the wizard on the bundled insurer
	@$(BIN)/omi demo

test: $(READY) system-packages lint ## every check and every test, as CI runs them
	$(BIN)/pytest -q -n $(WORKERS) --dist worksteal --cov --cov-report= $(MEASURED)
	$(BIN)/python -m tools.check_coverage
	$(BIN)/pytest -q -n $(WORKERS) --dist worksteal $(addprefix --ignore=,$(MEASURED))

torture: $(READY) system-packages ## the sweeps in full: kills, faults, the state machine (make test runs a sample)
	OMI_SWEEP=full $(BIN)/pytest -q -s $$(grep -rl OMI_SWEEP tests --include='test_*.py' | sort)

fast: $(READY) ## unit tests only
	$(BIN)/pytest -q -m "not contract and not end_to_end and not snapshot"

lint: lint-style lint-types lint-rooms lint-messages lint-openapi lint-pages lint-pictures ## style, types, rooms, catalogues, made documents

lint-style: $(READY)
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .

lint-types: $(READY)
	$(BIN)/mypy

lint-rooms: $(READY)
	@$(BIN)/lint-imports >$(VENV)/.rooms 2>&1 || { cat $(VENV)/.rooms; exit 1; }

lint-messages: $(READY)
	$(BIN)/python -m tools.check_catalogues

lint-openapi: $(READY)
	$(BIN)/python -m tools.openapi --check

lint-pages: $(READY)
	$(BIN)/python -m tools.fake_server_page --check
	$(BIN)/python -m tools.fault_matrix --check
	$(BIN)/python -m tools.contrast_page --check

lint-pictures: $(READY)
	$(BIN)/python -m tools.screenshots --check

format: $(READY) ## put style right where a tool can
	$(BIN)/ruff check --quiet --fix .
	$(BIN)/ruff format --quiet .

messages: $(READY) ## gather the texts into locales/ and compile the catalogues
	$(BIN)/python -m tools.messages

openapi: $(READY) ## write docs/openapi.json from the bundled insurer
	$(BIN)/python -m tools.openapi

pages: $(READY) ## write the documents that are made from data
	$(BIN)/python -m tools.fake_server_page
	$(BIN)/python -m tools.fault_matrix
	$(BIN)/python -m tools.contrast_page

contrast: $(READY) ## measure the contrast of every cell of every screen in every theme, and write it down
	$(BIN)/python -m tools.contrast_page --measure

snapshots: $(READY) ## accept the screens as they are drawn now
	$(BIN)/pytest -q -m snapshot --snapshot-update

keys: $(READY) ## count the keys of every common way anew, and write docs/keys.md
	$(BIN)/pytest -q tests/end_to_end/test_keys.py --snapshot-update

screenshots: $(READY) ## remake the pictures of the README from the snapshots
	$(BIN)/python -m tools.screenshots

bench: $(READY) ## the measured numbers, as ratios
	$(BIN)/python -m benchmarks

bench-load: $(READY) ## 200 desks at the bundled insurer for a minute: make bench-load MINUTES=30
	$(BIN)/python -m benchmarks.load --minutes $(MINUTES)

# --upgrade takes the newest versions that pyproject.toml allows, for every supported Python at once.
lock: $(READY) ## remake requirements.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate \
		--no-emit-index-url --custom-compile-command "make lock" \
		--extra server --extra dev --output-file requirements.lock pyproject.toml

hooks: $(READY) ## run the checks before each commit
	$(BIN)/pre-commit install

system-packages:
	@tools/test-system-packages.sh

clean: ## remove the environment and everything made
	rm -rf $(VENV) build dist .coverage .coverage.* coverage.json .hypothesis .mypy_cache .pytest_cache .ruff_cache \
		.import_linter_cache .schemathesis schemathesis-report snapshot_report.html
	find omi_tui tests tools benchmarks -name __pycache__ -prune -exec rm -rf {} +
