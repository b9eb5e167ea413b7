PYTHON ?= python3

.PHONY: run test bench setup format lock

run:
	$(PYTHON) bootstrap.py run

test:
	$(PYTHON) bootstrap.py test

bench:
	$(PYTHON) bootstrap.py bench

setup:
	$(PYTHON) bootstrap.py setup

format: setup
	.venv/bin/ruff check --fix . && .venv/bin/ruff format .

# needs uv on the path; writes hashes and no index address
LOCK = uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock"

lock:
	$(LOCK) --group build -o requirements.txt
	$(LOCK) --group dev -o requirements-dev.txt
