# The commands everybody relies on. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?=
PORT ?= 8000
ARGS ?=
BIN := .venv/bin
export PORT

define find_python
python="$$(PYTHON='$(PYTHON)' local/find-python)" || exit 1
endef

.PHONY: help run test lint format dev bench manage messages requirements clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## The whole site at http://127.0.0.1:8000/ (PORT=8000); Ctrl-C stops all of it
	@$(find_python); "$$python" local/install.py requirements-local.txt
	@exec $(BIN)/python -m local.site

dev: ## The same database with debug pages and automatic reload
	@$(find_python); "$$python" local/install.py requirements-dev.txt
	@exec $(BIN)/python -m local.site --dev

test: ## Every test, with the browser and the servers they need (ARGS="tests/news -k listing")
	@$(find_python); "$$python" local/install.py requirements-dev.txt
	@$(BIN)/python -m local.packages
	@exec $(BIN)/python -m pytest $(ARGS)

lint: ## Every check that needs no running site
	@$(find_python); "$$python" local/install.py requirements-dev.txt
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --check --quiet
	$(BIN)/lint-imports
	$(BIN)/python -m local.messages
	DJANGO_SETTINGS_MODULE=coalition.settings.test $(BIN)/mypy .
	DJANGO_SETTINGS_MODULE=coalition.settings.test $(BIN)/python manage.py check --fail-level WARNING
	DJANGO_SETTINGS_MODULE=coalition.settings.test $(BIN)/python manage.py makemigrations --check --dry-run

format: ## Format Python and templates
	@$(find_python); "$$python" local/install.py requirements-dev.txt
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .
	-$(BIN)/djlint templates --reformat --quiet

bench: ## The figures of the design into var/bench.json
	@$(find_python); "$$python" local/install.py requirements-dev.txt
	@$(BIN)/python -m local.packages
	@exec $(BIN)/python -m bench

manage: ## A management command on the site's database (ARGS="load_bulk --news 10000")
	@$(find_python); "$$python" local/install.py requirements-local.txt
	@eval "$$($(BIN)/python -m local.environment)" && exec $(BIN)/python manage.py $(ARGS)

messages: ## Take the code's new texts into locale/, compile the translations and say what is missing (needs GNU gettext)
	@$(find_python); "$$python" local/install.py requirements-dev.txt
	@exec $(BIN)/python -m local.messages update

requirements: ## Compile the requirements files again, with hashes
	@$(BIN)/python -m pip install --quiet uv
	@for name in requirements requirements-local requirements-dev; do \
	  UV_CUSTOM_COMPILE_COMMAND="make requirements" $(BIN)/python -m uv pip compile --quiet --universal --python-version 3.12 \
	  --generate-hashes --no-emit-index-url $$name.in -o $$name.txt || exit 1; done

clean: ## Remove everything that can be made again, the private database included
	@-$(BIN)/python -m local.postgres stop; $(BIN)/python -m local.postgres stop --test
	rm -rf var .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
