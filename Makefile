# make setup   an environment in .venv, from requirements.lock (uv if it runs, else pip)
# make demo    the invented world, several nights, leads at the end
# make test    lint, then the default tests; FININTEL_EXTERNAL_DATA=/folder adds those on external data
# make lint    ruff, mypy, import contracts
# make bench   the measurements of benchmarks/
# make clean   removes the environment, the caches and the demo workspace

.PHONY: setup demo test lint bench clean FORCE
.DEFAULT_GOAL := setup

# Nothing leaves the machine.
export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export GX_ANALYTICS_ENABLED := false
# Without bytecode every process compiles its imports again: two to three times slower.
unexport PYTHONDONTWRITEBYTECODE
# Another project's modules are not ours.
unexport PYTHONPATH
unexport PYTHONHOME

# Relative, so that the folder's own path may hold spaces.
python := .venv/bin/python

# ── setup ───────────────────────────────────────────────────────────────────────────────────────

# Two steps: the libraries, made anew when the lock changes; the package, put in again when
# pyproject.toml does. Each leaves a stamp.
libraries := .venv/.libraries
package := .venv/.package

# An environment names its folder and its interpreter. One that was moved, copied, or whose
# interpreter is gone is made anew.
ifneq ($(shell $(python) -c 'print(open("$(libraries)").read().strip())' 2>/dev/null),$(CURDIR))
$(libraries): FORCE
endif

setup: $(package)
	@:

$(libraries): requirements.lock
	rm -rf .venv
	@set -eu; \
	interpreter=$$(.ci/python); \
	if uv --version >/dev/null 2>&1; then \
	    echo "uv, $$interpreter"; \
	    uv venv --quiet --no-project --python "$$interpreter" .venv; \
	    uv pip install --quiet --python $(python) --no-deps --require-hashes -r requirements.lock; \
	    uv pip check --quiet --python $(python); \
	else \
	    echo "pip, $$interpreter"; \
	    "$$interpreter" -m venv .venv; \
	    $(python) -m pip install --quiet --disable-pip-version-check --no-compile --no-deps \
	        --require-hashes -r requirements.lock; \
	    $(python) -m pip check --disable-pip-version-check; \
	fi; \
	echo "compiling"; \
	$(python) -m compileall -qq -j 0 .venv/lib >/dev/null 2>&1 || true; \
	pwd -P >$@

$(package): $(libraries) pyproject.toml
	@set -eu; \
	if uv --version >/dev/null 2>&1; then \
	    uv pip install --quiet --python $(python) --no-deps --no-build-isolation -e .; \
	else \
	    $(python) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	fi; \
	touch $@

# ── what a reader runs ──────────────────────────────────────────────────────────────────────────

demo: setup
	$(python) flows/nightly.py demo

bench: setup
	$(python) -m benchmarks

# ── what a contributor runs ─────────────────────────────────────────────────────────────────────

test: lint
	$(python) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: setup
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy $(wildcard src flows tests)
	.venv/bin/lint-imports --no-logo

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist \
	    .coverage htmlcov demo_workspace
	find src flows tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
