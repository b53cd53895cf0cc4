# Everything a person types. What each target does stands in tooling/.

PYTHON ?= python3
VENV := .venv/bin/python
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test test-faults bench check format messages schema lock

help:  ## Say what can be done
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup:  ## Install what running needs into this folder
	@$(PYTHON) -m tooling.setup runtime

setup-dev:  ## Install what checks and tests need as well
	@$(PYTHON) -m tooling.setup dev

run: setup  ## Start web, worker and scheduler; PORT, HOST and AFTERSALES_DATA come from the environment
	@$(VENV) -m tooling.run --end-with-parent

test: setup-dev  ## Run the suite on SQLite, then on PostgreSQL with Redis; ARGS="-k word" picks tests
	@$(VENV) -m tooling.test $(ARGS)

test-faults: setup-dev  ## Run the long fault tests on both databases
	@$(VENV) -m tooling.test --faults $(ARGS)

bench: setup-dev  ## Measure, in bench/
	@$(VENV) -m bench $(ARGS)

check: setup-dev  ## Run every static check, stop at the first that fails
	@$(VENV) -m tooling.check

format: setup-dev  ## Put code and templates into house form
	@$(VENV) -m tooling.check --fix

messages: setup-dev  ## Collect the texts to translate (needs gettext)
	@$(VENV) -m tooling.texts

schema: setup-dev  ## Write openapi.yaml anew
	@$(VENV) manage.py spectacular --file openapi.yaml --lang en --validate

lock: setup-dev  ## Pin requirements/*.in and package.json anew, without addresses; ARGS=--upgrade takes newer ones
	@$(VENV) -m tooling.lock $(ARGS)
