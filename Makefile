# Anju: everything a newcomer or a server needs. `make help` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.ONESHELL:
.SHELLFLAGS := -eu -o pipefail -c

VENV := .venv
PY := $(VENV)/bin/python
UV := .make/uv/bin/uv
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export TF_CPP_MIN_LOG_LEVEL := 3
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: help run test unit check train env lock bench bench-screening shell clean system screenshots

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

run: env ## start the assistant and print the address of the chat page
	@exec $(PY) -m anju run

test: env system ## all tests, as .ci/run does
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(PY) -m anju train
	@$(PY) -W ignore -m pytest -q

unit: env ## the tests that need no model, in seconds
	@$(PY) -m pytest -q -m "not rasa and not browser and not processes"

check: env ## what is wrong with the data: facts, domain, stories
	@$(PY) -m anju facts check
	@$(VENV)/bin/rasa data validate --fail-on-warnings

train: env ## train a model for the present data
	@$(PY) -m anju train

shell: env train ## talk in the terminal (the action server has to run)
	@$(VENV)/bin/rasa shell --model "$$($(PY) -m anju train | tail -n 1)"

bench: env ## all benchmarks (an hour); tables go to docs/benchmarks.md
	@for script in intents dialogue lexicon thresholds screening; do PYTHONPATH=. $(PY) bench/$$script.py; done
	@PYTHONPATH=. $(PY) bench/report.py

bench-screening: env ## quality and speed of the screening (half an hour); the table of examples
	@PYTHONPATH=. $(PY) -W ignore bench/screening.py
	@PYTHONPATH=. $(PY) -W ignore bench/screening_grid.py
	@PYTHONPATH=. $(PY) bench/report.py

screenshots: env system ## the pictures of the documents, made by the browser test
	@$(PY) -W ignore -m pytest -q tests/browser
	@mkdir -p docs/images && cp tests/browser/screenshots/*.png docs/images/

env: .make/env.stamp ## the Python environment of requirements.lock

lock: .make/uv.stamp ## write requirements.lock anew from requirements.in
	@$(UV) pip compile requirements.in --override requirements-override.txt --python-version 3.10 --generate-hashes --no-header \
	  --no-emit-index-url --no-annotate -q -o requirements.lock

system: ## Chromium and fonts for the browser test (installs them when root)
	@bash deploy/system-packages.sh

clean: ## remove environment, models and conversations
	@rm -rf $(VENV) .make models var .rasa

.make/uv.stamp: requirements-uv.lock
	@bash deploy/install-uv.sh
	@touch $@

.make/env.stamp: .make/uv.stamp requirements.lock .python-version pyproject.toml
	@bash deploy/install-python.sh
	@$(UV) pip install -q --compile-bytecode --no-deps --python $(PY) --require-hashes -r requirements.lock
	@$(UV) pip install -q --python $(PY) --no-deps --no-build-isolation --offline -e .
	@touch $@
