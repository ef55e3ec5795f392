# Two commands do all the set-up: `make run` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8501
REQUIREMENTS ?= requirements.txt
LOCKS  := requirements-light.lock requirements.lock requirements-dev.lock
UV     ?= uv
SLOW   := "browser or faults or heavy"
FAST   := "not browser and not faults and not heavy and not law"
YARDSTICK ?= ../shared/data/yardstick

# Compiled modules are kept, whatever the machine says: each server that a test starts would compile them anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test check fast bench screenshots clean browser restore lock

run: $(VENV)/.run ## Create the environment, install, start the app
	@PORT=$(PORT) $(BIN)/python app.py

restore: $(VENV)/.run ## Put a copy in the place of the data: make restore FILE=/media/key/recolte-….sqlite
	$(BIN)/python -m facilitation.restore $(if $(FILE),"$(FILE)")

# What fails beside others on two busy cores is tried once more, alone; both outcomes are printed.
test: $(VENV)/.dev browser check fast ## Install what the tests need, then run everything
	$(BIN)/python -m pytest -q -m $(SLOW) -n 2 --dist worksteal || \
	$(BIN)/python -m pytest -q -m $(SLOW) --last-failed --last-failed-no-failures none

fast: $(VENV)/.dev ## The tests without browser, faults and large models
	$(BIN)/python -m pytest -q -m $(FAST) -n 2 --dist worksteal

check: $(VENV)/.dev ## Style, types, imports, and that what is cited of the method exists
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/oxlint --deny-warnings pages phone web
	$(BIN)/oxfmt --check 'pages/**/*.js' 'phone/**/*.js' 'web/**/*.js'
	test ! -x $(BIN)/biome || $(BIN)/biome lint --error-on-warnings # there is one for Linux only
	$(BIN)/python -m pytest -q tests/test_law.py tests/test_covered.py tests/test_unlinted.py tests/test_privacy.py

bench: $(VENV)/.dev ## Print the tables of bench/
	$(BIN)/python -m bench.votes
	$(BIN)/python -m bench.projector
	$(BIN)/python -m bench.first_tap
	$(BIN)/python -m bench.board
	$(BIN)/python -m bench.board_acts
	$(BIN)/python -m bench.console_memory
	$(BIN)/python -m bench.starting
	$(BIN)/python -m bench.grouping --data $(YARDSTICK)
	$(BIN)/python -m bench.twins --data $(YARDSTICK)
	$(BIN)/python -m bench.large
	$(BIN)/python -m bench.backups
	$(BIN)/python -m bench.live --rows 100,300,1000,2000
	$(BIN)/python -m bench.hostile

screenshots: $(VENV)/.dev browser ## Pictures of every screen, from the finished example
	$(BIN)/python -m bench.screenshots

browser: ## A Chromium for the browser tests: the system's, Debian's package, or Playwright's own
	@sh deploy/install-chromium.sh $(BIN)

lock: ## Write the locks anew after a change of requirements*.txt (needs uv)
	for name in $(LOCKS:.lock=); do $(UV) pip compile --quiet $$name.txt --output-file $$name.lock; done

# Twice: all that a lock holds, checked by its hash; then torch, which it leaves to each system (pyproject.toml).
$(VENV)/.run: requirements.txt requirements-light.txt $(LOCKS)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r $(REQUIREMENTS:.txt=.lock)
	$(BIN)/python -m pip install --quiet -r $(REQUIREMENTS)
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
