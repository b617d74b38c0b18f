# Every command of the house; `make` alone lists them. Nothing but Python ≥ 3.11, git and make is needed.
VENV := .venv
PY := $(VENV)/bin/python

.PHONY: help run test bench check fix lock
help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-6s %s\n", $$1, $$2}' Makefile

# Python: the first of 3.11 or later that really starts; PYTHON=/path/to/python takes another.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
find_python = for python in $(or $(PYTHON),python3 python3.13 python3.12 python3.11); do \
	  "$$python" -c '$(NEW_ENOUGH)' 2>/dev/null && break; python=; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "Python 3.11 or later is needed; found here: $$($(or $(PYTHON),python3) --version 2>&1 | head -n 1)."; \
	  echo "Install one, or name it: make PYTHON=/path/to/python3.12 $@"; exit 1; \
	fi

# $(call install,LOCKS): a virtual environment with the packages of the first lock file. What it already
# holds stands in .venv/installed, by content, so that a later run starts no pip.
install = @set -e; \
	if ! $(PY) -c '$(NEW_ENOUGH)' 2>/dev/null $(if $(PYTHON),|| [ "$$($(PY) -V)" != "$$($(PYTHON) -V 2>&1)" ]); then \
	  $(find_python); \
	  echo "Making $(VENV) with $$("$$python" -V)"; rm -rf $(VENV); \
	  "$$python" -m venv $(VENV) || { echo "On Debian or Ubuntu: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }; \
	fi; \
	want="$$(git hash-object $(1))"; \
	if [ "$$(cat $(VENV)/installed 2>/dev/null | grep -cxF "$$want")" -lt $(words $(1)) ]; then \
	  echo "Installing the packages of $(firstword $(1))"; \
	  $(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r $(firstword $(1)); \
	  echo "$$want" > $(VENV)/installed; \
	fi
RUNTIME := requirements.lock
TOOLS := requirements-dev.lock requirements.lock

run: ## install what is needed and serve http://127.0.0.1:8000/ with demo content (PORT=9000 for another port)
	$(call install,$(RUNTIME))
	@grep -qs '^DEBUG=' .env || export DEBUG="$${DEBUG-1}"; exec $(PY) manage.py serve

test: ## every test, on SQLite and on PostgreSQL (ARGS="-k park" for some, CHROMIUM= for another browser)
	$(call install,$(TOOLS))
	DATABASE_URL=sqlite://:memory: $(PY) -m pytest -n 2 $(ARGS)
	@# What a browser sees does not depend on the database: once is enough.
	$(PY) -m tests.postgres $(PY) -m pytest -n 2 -m "not browser" $(ARGS)

bench: ## measure what is claimed, and write bench/report.md (ARGS="--scale 10k --only pages --into /tmp" for less)
	$(call install,$(TOOLS))
	$(PY) -m bench $(ARGS)

PRODUCTION := SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))') ALLOWED_HOSTS=example.com DEBUG=0
check: ## style, templates, migrations, deployment settings
	$(call install,$(TOOLS))
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	find templates -name '*.html' -exec $(VENV)/bin/djade --target-version 5.2 --check {} +
	@export $(PRODUCTION) DATABASE_URL=sqlite://:memory:; set -ex; \
	  $(PY) manage.py makemigrations --check --dry-run; \
	  $(PY) manage.py check --deploy --fail-level WARNING

fix: ## mend what a machine can mend
	$(call install,$(TOOLS))
	git ls-files -co --exclude-standard '*.py' | xargs $(PY) -m django_upgrade --target-version 5.2
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	find templates -name '*.html' -exec $(VENV)/bin/djade --target-version 5.2 {} +

COMPILE = $(PY) -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'
lock: ## work out the lock files again after a change of requirements*.txt (UPGRADE=1 for newer versions underneath)
	$(call install,$(TOOLS))
	$(COMPILE) $(if $(UPGRADE),--upgrade) requirements.txt -o requirements.lock
	$(COMPILE) $(if $(UPGRADE),--upgrade) requirements-dev.txt -c requirements.lock -o requirements-dev.lock
