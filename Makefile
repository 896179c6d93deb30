# Set-up needs only python3 (3.11 or newer) and make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.ready

.PHONY: run demo test bench clean

demo: $(STAMP)
	@$(BIN)/drillroom demo

run: $(STAMP)
	@echo "The web server comes next; until then, 'make demo' plays a whole exercise here."

test: $(VENV)/.ready-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/drillroom check
	$(BIN)/pytest -n auto -q

bench: $(VENV)/.ready-test
	$(BIN)/python -m benchmarks

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

# The names of the test tools stand once, in pyproject.toml; pip 25.1 and newer reads them there.
$(VENV)/.ready-test: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[reports,postgres]" --group test
	@touch $@

clean:
	rm -rf $(VENV)
