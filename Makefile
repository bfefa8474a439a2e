# Needs only Python 3.11+ and make. `make demo` tries it, `make test` checks it.
PORT ?= 8000
# The first Python that is new enough; PYTHON=... names another.
PYTHON := $(shell for p in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
RUN := .venv/bin/python
UV := $(shell command -v uv || ls .venv/bin/uv 2>/dev/null)

.PHONY: install demo test browser heavy check lock

install:
	@if [ -z "$(PYTHON)" ]; then echo "Samspil needs Python 3.11 or newer, which was not found. \
	Install it, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; fi
	@$(PYTHON) -m backend.management.install $(ONLY)

# Without the tools of tests and checks.
demo: ONLY := --demo
demo: install
	@SAMSPIL_MODE=demo SAMSPIL_SECRET_KEY_FILE=.data/demo.secret PORT=$(PORT) \
	SAMSPIL_PUBLIC_URL=http://127.0.0.1:$(PORT) $(RUN) manage.py demo

# Side by side on all cores, a module's tests together.
test: install
	@$(RUN) -m pytest -n auto --dist worksteal

# Refuses to skip: Chromium must be there.
browser: install
	@SAMSPIL_BROWSER=required $(RUN) -m pytest -m browser

# Measures the promises of docs/figures.json; RUNS=3 does it three times and says how often they held,
# PROMISES="P5 P24" only those.
RUNS ?= 1
heavy: install
	@$(RUN) -m tests.heavy $(RUNS) $(PROMISES)

check: install
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy .
	.venv/bin/lint-imports
	find api backend institutions volunteers -path '*/templates/*.html' -print0 | xargs -0 -r .venv/bin/djade --check
	find api backend institutions volunteers -path '*/templates/*.html' -print0 | xargs -0 -r .venv/bin/djhtml --check --tabwidth 2
	SAMSPIL_MODE=test $(RUN) manage.py makemigrations --check --dry-run

# The locks: every version with its hashes, and no addresses. The demo's is a part of the whole.
LOCKED := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	--no-header
lock: install
	@[ -n "$(UV)" ] || { echo "uv was not found; it makes the lock: pip install uv" >&2; exit 1; }
	$(UV) pip compile pyproject.toml --group pyproject.toml:demo --group pyproject.toml:dev \
	$(LOCKED) -o requirements.lock
	$(UV) pip compile pyproject.toml --group pyproject.toml:demo --constraint requirements.lock \
	$(LOCKED) -o requirements-demo.lock

# The matching against its bound, a naive loop and simple rules (docs/matching-measured.md), pages
# beside a plain view, and a country's figures in small (docs/performance.md). About an hour on a
# quiet machine; BENCH names a part, as in `make bench BENCH="--suite tick"`.
.PHONY: bench
bench: install
	@$(RUN) -c "import numba, scipy" 2>/dev/null || $(RUN) -m pip install --quiet \
	--require-hashes -r requirements-fast.lock || $(UV) pip install --quiet --python $(RUN) \
	--require-hashes -r requirements-fast.lock
	@nice -n 10 $(RUN) -m tests.bench $(BENCH)
