# Everything a newcomer types; `make help` prints it. Recipes `exec` the program, so that Ctrl-C is its alone.

SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
IN := $(VENV)/bin
RUN := $(IN)/python
# Servers of the home for what is no manage.py command.
WITH_SERVERS := $(RUN) -m bzpeer.embedded
# Type checks read the settings, which ask for servers and use none.
NOWHERE := DATABASE_URL=postgresql:///nowhere BROKER_URL=redis://127.0.0.1:1/0
TESTS ?= tests
SCALE ?=
GOLD ?=
KILLS ?=
export SCALE GOLD KILLS

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev setup-browser demo serve test lint bench lock clean

help: ## print this
	@echo "make TARGET [PORT=8000] [BZPEER_HOME=.bzpeer] [PYTHON=python3.11]"
	@sed -n 's/^\([a-z-]*\):.*## /  \1|/p' Makefile | while IFS='|' read -r name line; do printf '%-16s %s\n' "$$name" "$$line"; done

setup: ## the virtual environment .venv/ from requirements.lock (again only when the lock changed)
	@$(call install,requirements.lock)

setup-dev: ## the same with what tests, lint and benchmarks need (requirements-dev.lock)
	@$(call install,requirements-dev.lock)

setup-browser: ## Chromium for the browser tests, by apt, if it is missing
	@$(CHROMIUM) >/dev/null && exit; \
	command -v apt-get >/dev/null || { echo "There is no Chromium and no apt-get; install Chromium and put it on PATH."; exit 1; }; \
	as_root=$$([ "$$(id -u)" = 0 ] || command -v sudo); \
	echo "Installing Chromium"; \
	$$as_root apt-get update -qq && $$as_root apt-get install -qq -y --no-install-recommends chromium >/dev/null; \
	$(CHROMIUM) >/dev/null || { echo "Chromium could not be installed; install it and put it on PATH."; exit 1; }

demo: setup ## the site with the sample record: servers, worker, web; Ctrl-C stops it all
	@exec $(RUN) manage.py demo

serve: setup ## the same without the sample
	@exec $(RUN) manage.py serve

test: setup-dev setup-browser lint ## lint and the whole suite: unit, journeys, browser, accessibility
	@exec $(RUN) -m pytest -n 2 --dist loadgroup $(TESTS)

lint: setup-dev ## ruff, mypy, the layers (import-linter), migrations
	$(IN)/ruff check .
	$(IN)/ruff format --check .
	$(NOWHERE) $(IN)/mypy bzpeer works graph profiles
	$(IN)/lint-imports
	$(RUN) manage.py makemigrations --check --dry-run

bench: setup-dev ## the benchmarks; SCALE= sets their size, GOLD= names a folder of labelled signatures, KILLS= how many
	@exec $(WITH_SERVERS) $(RUN) -m benchmarks

lock: ## both locks anew from pyproject.toml, with hashes and no address of any index
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/pip install --quiet pip-tools
	$(COMPILE) --output-file requirements.lock pyproject.toml
	$(COMPILE) --output-file requirements-dev.lock --extra dev --constraint requirements.lock pyproject.toml

clean: ## remove the virtual environments and caches (not the data in .bzpeer/)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

CHROMIUM := command -v chromium || command -v chromium-browser || command -v google-chrome
COMPILE := $(VENV)/lock/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	--annotation-style line --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

# The lock last installed lies in the environment: a lock that is the same, or a part of it, needs nothing.
define install
test -x $(RUN) && $(RUN) -c 'import sys' && cmp -s $(1) $(VENV)/$(1) && exit 0; \
test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "bzpeer needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }; \
echo "Setting up $(VENV) from $(1)"; \
test -x $(RUN) && $(RUN) -c 'import sys' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV) || exit 1; \
$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1) || exit 1; \
cp $(1) $(VENV)/$(1); test $(1) = requirements.lock || cp requirements.lock $(VENV)/
endef
