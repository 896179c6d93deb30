# Set-up needs only python3 (3.11 or newer) and make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.ready

.PHONY: run demo test simulate bench mutate clean

demo: $(STAMP)
	@$(BIN)/drillroom demo $(ARGS)

# A live room with a demo game day that is already playing; ARGS="--lan" lets phones in.
run: $(VENV)/.ready-reports
	@$(BIN)/drillroom serve --demo $(ARGS)

# The screens keep one browser open to the end, and where one is open no other test can run an
# event loop: so they are on their own.  Neighbours stay together, for a server or a browser is
# that of a whole module.  Hundreds of servers and commands are started: what is compiled is kept.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(BIN)/pytest -n auto --dist worksteal -q

test: $(VENV)/.ready-test $(VENV)/.ready-system
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/drillroom check
	$(PYTEST) --ignore tests/screens
	$(PYTEST) tests/screens

# Bad days, simulated: kills, torn writes, a full disk, a bad network.  See tests/simulation.
SEEDS ?= 10000
FIRST ?= 0
simulate: $(VENV)/.ready-test
	@$(BIN)/python -m tests.simulation --seeds $(SEEDS) --first $(FIRST)

bench: $(VENV)/.ready-test
	$(BIN)/python -m benchmarks

# Change the code in one place and see whether a test notices: make mutate WHAT=metrics
WHAT ?= metrics
mutate: $(VENV)/.ready-test
	$(BIN)/python -m mutation $(WHAT)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

# Pictures in the report, PDF and XLSX: a first exercise should end in the whole document.
$(VENV)/.ready-reports: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[reports]"
	@touch $@

# The names of the test tools stand once, in pyproject.toml; pip 25.1 and newer reads them there.
$(VENV)/.ready-test: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[postgres,reports]" --group test
	@touch $@

# A browser for the tests of the pages, what PDF reports are set with, and a database server that
# tests start and stop: Debian would otherwise start one of its own.
SYSTEM  := chromium libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core postgresql
NO_MAIN := /etc/postgresql-common/createcluster.d/drillroom.conf

$(VENV)/.ready-system: $(STAMP)
	@if command -v chromium >/dev/null && ldconfig -p | grep -q libpangoft2 && \
		{ command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1; then touch $@; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		mkdir -p $(dir $(NO_MAIN)) && echo "create_main_cluster = false" > $(NO_MAIN); \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends $(SYSTEM) >/dev/null && touch $@; } \
		|| echo "Skipped: apt-get could not install $(SYSTEM)"; rm -f $(NO_MAIN); \
	else echo "Skipped: tests that need what is not here; install $(SYSTEM) to run them all"; fi

clean:
	rm -rf $(VENV)
