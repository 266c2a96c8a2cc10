# Everything runs in .venv, which the first target sets up; nothing is installed elsewhere.
#
#   make demo         take a difficult message of corpus/ apart
#   make test         the whole suite
#   make pure         the tests of what is native, without it
#   make sanitize     the native twin's tests under the address and undefined-behaviour sanitizers
#   make check        format, lint, types, layers and tests: what every commit must pass
#   make docs         write the reference pages anew from the docstrings
#   make pythons      the suite on Python 3.12 and 3.13, where they are installed
#   make conformance  score against other projects' expectations, where the data are
#   make attacks      run the attack generators, where they are
#   make bench        the table of docs/benchmarks.md
#   make fuzz         every fuzz target, FUZZ_SECONDS each
#   make soak         the suite SOAK_ROUNDS times with other examples, and long fuzzing
#   make clean        take away all that these made, the native library too

SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
JOBS ?= 2
FUZZ_SECONDS ?= 30
SOAK_ROUNDS ?= 20
UV := $(or $(shell command -v uv 2>/dev/null),.tools/bin/uv)
RUN := $(VENV)/bin/python
READY := $(VENV)/.ready
# Other projects' data, never part of this one; docs/conformance.md says more.
DATA := $(or $(MIMEKIT_CONFORMANCE),$(wildcard ../shared))
DEMO := corpus/demo.eml
PLUGINS := $(patsubst %/pyproject.toml,%,$(wildcard plugins/*/pyproject.toml))

.PHONY: demo test pure sanitize check format lint types layers docs pythons conformance attacks bench fuzz soak clean

demo: $(READY)
	$(VENV)/bin/mimekit tree $(DEMO)
	$(VENV)/bin/mimekit show $(DEMO)
	$(VENV)/bin/mimekit trace $(DEMO)

test: $(READY)
	$(RUN) -m pytest -n $(JOBS) --dist worksteal

# What the native twin stands in for, and what stands on that.
pure: $(READY)
	MIMEKIT_NATIVE=0 $(RUN) -m pytest -q -n $(JOBS) --dist worksteal \
	  tests/structure tests/message tests/jmap tests/test_corpus.py tests/test_differential.py

# In a copy of the package, so that nothing else meets a library that needs the sanitizer; without
# the plugin of pytest, which would load the original first.
sanitize: $(READY)
	rm -rf build/sanitize && mkdir -p build/sanitize && cp -r mimekit build/sanitize/
	$(CC) -shared -fPIC -g -O1 -Wall -Wextra -Wconversion -fsanitize=address,undefined \
	  -fno-sanitize-recover=all \
	  -I"$$($(RUN) -c 'import sysconfig; print(sysconfig.get_path("include"))')" \
	  -o build/sanitize/mimekit/structure/native.abi3.so mimekit/structure/native.c
	LD_PRELOAD="$$($(CC) -print-file-name=libasan.so)" ASAN_OPTIONS=detect_leaks=0 \
	  PYTHONMALLOC=malloc $(RUN) -m pytest -q -p no:cacheprovider -p no:mimekit \
	  -o pythonpath="build/sanitize ." tests/structure tests/message

check: format lint types layers test pure

format: $(READY)
	$(RUN) -m ruff format --check

lint: $(READY)
	$(RUN) -m ruff check

types: $(READY)
	$(RUN) -m mypy

layers: $(READY)
	$(VENV)/bin/lint-imports

docs: $(READY)
	$(RUN) docs/reference.py

# The last of them builds the native library anew; the oldest must be able to use that.
pythons: $(READY)
	for version in 3.12 3.13; do \
	  for python in python$$version $$HOME/.pyenv/versions/$$version*/bin/python; do \
	    if $$python -c pass 2>/dev/null; then \
	      $(MAKE) test PYTHON=$$python VENV=.venv-$$version || exit 1; \
	      break; \
	    fi; \
	  done; \
	done
	$(RUN) -m pytest -q tests/structure

conformance: $(READY)
	$(RUN) tests/conformance/run.py "$(DATA)"
	$(RUN) tests/conformance/edits.py corpus $(if $(DATA),"$(DATA)/bulk" "$(DATA)/conformance")

attacks: $(READY)
	$(RUN) tests/conformance/run.py --attacks "$(DATA)"

bench: $(READY)
	$(RUN) benchmarks/run.py

fuzz: $(READY)
	$(UV) pip install -q -p $(VENV) -c constraints.txt --group fuzz
	$(RUN) tests/fuzz/run.py --seconds $(FUZZ_SECONDS)

soak: $(READY)
	for round in $$(seq $(SOAK_ROUNDS)); do \
	  CI= $(RUN) -m pytest -q -n $(JOBS) --hypothesis-seed=$$RANDOM$$round || exit 1; \
	done
	CI= MIMEKIT_COMPOSITIONS=2000 $(RUN) -m pytest -q -n $(JOBS) tests/composition
	$(MAKE) fuzz FUZZ_SECONDS=600

$(READY): pyproject.toml constraints.txt hatch_build.py mimekit/structure/native.c $(PLUGINS:%=%/pyproject.toml)
	test -x "$(UV)" || $(PYTHON) -m pip install --quiet --target .tools uv
	test -x $(RUN) || $(UV) venv --quiet --python $(PYTHON) $(VENV)
	$(UV) pip install --quiet --python $(VENV) -c constraints.txt -b constraints.txt \
	  -e '.[cli]' $(PLUGINS:%=-e %) --group dev --group bench
	touch $@

clean:
	rm -rf .venv .venv-* .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
	rm -f mimekit/structure/native*.so mimekit/structure/native*.pyd
