# make run: starts the advisor. make test: runs every check. Both set up what is missing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

export CI
# Python keeps what it compiles, and pytest what it rewrites the tests to, whoever runs them.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test lint pytest format bench load scaling quality faults vectors lock clean

run: $(VENV)/run.stamp
	$(BIN)/advisor serve

test: lint pytest

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Neighbours share fixtures: each worker begins with half of them, and who is done takes from others.
pytest: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n auto --dist worksteal

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.matching
	$(BIN)/python -m benchmarks.scale

# The server under load, a thousand people at once, and a log of a million (4 GB in .cache).
load: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.load --people 1000 --logged 1000000 --write

# SQLite and PostgreSQL, one server and several; writes docs/scaling.md.
scaling: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.scaling

# make quality CLINC=clinc.json takes the CLINC150 figures from there; else the last ones stay.
quality: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.quality $(if $(CLINC),--clinc $(CLINC))

# make faults NAMES="kills term" tries only those; all of them take half an hour.
faults: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.faults $(NAMES)

# Learns the word vectors anew from the frameworks' documentation, which their sources carry.
vectors: $(VENV)/dev.stamp
	$(BIN)/python -m pip --disable-pip-version-check download --quiet --no-deps --no-binary :all: --dest build/sources \
	  "django<6" djangorestframework fastapi flask falcon sanic starlette uvicorn gunicorn hypercorn channels sanic-ext
	$(BIN)/python -m benchmarks.vectors build/sources

# The tool itself comes from the registry of the day; what it writes carries hashes, no addresses.
lock: $(VENV)/dev.stamp
	$(PIP) uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	  pyproject.toml --group build -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	  pyproject.toml --group build --group dev -o requirements-dev.lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; try: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
# The pip of the lock first: it takes half as long for the rest as the one that comes with Python.
	sed -n '/^pip==/,/[^\\]$$/p' requirements.lock > $(VENV)/pip.lock
	$(PIP) --require-hashes -r $(VENV)/pip.lock

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# All of requirements.lock stands in requirements-dev.lock too.
$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) --require-hashes -r requirements-dev.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $(VENV)/run.stamp $@

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache
