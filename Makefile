# Thin calls of `casus`. STUDY=folder names the study; there is no default.
PYTHON ?= python3
BIN := .venv/bin
CASUS := $(BIN)/casus
DEMO := demo/run/study

# Resemblyzer without what it asks for: we read its weights and never import it (docs/decisions/010).
SPEAKERS := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --no-deps resemblyzer

.DEFAULT_GOAL := help
.PHONY: help setup speakers demo init run intake transcribe redact review release status report pack forms archive withdraw retention sign audit evaluate bench test check docs clean study

help: ## What there is to make
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "With STUDY=folder: init run intake transcribe redact review release status report forms archive sign retention"
	@echo "With STUDY and more: pack ROLE=leraar (or CASE=casus-04), withdraw CASE= PERSON=, audit KEY=casus.pub"

setup: .venv/.ready ## The environment, once (about a minute)
.venv/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' || \
	 { echo "casus needs Python 3.11 or 3.12; name it: make setup PYTHON=python3.12"; exit 5; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	$(SPEAKERS)
	@touch $@

speakers: setup ## The network that tells voices apart, if it is not there yet
	$(SPEAKERS)

demo: setup ## Four made-up cases through the whole pipeline, offline
	@$(BIN)/python -m demo.prepare demo/run
	@CASUS_PASSPHRASE='alleen voor de demo' $(CASUS) run --study $(DEMO)
	@$(CASUS) audit $(DEMO) --key demo/run/sleutel.pem.pub

study:
	@test -n "$(STUDY)" || { echo "Name the study: make $(MAKECMDGOALS) STUDY=/path/of/study"; exit 2; }

init: setup study ## A new study folder
	@$(CASUS) init "$(STUDY)"
run: setup study ## Everything that can be done now
	@$(CASUS) run --study "$(STUDY)"
intake: setup study ## Empty the inbox into the vault
	@$(CASUS) intake --study "$(STUDY)"
transcribe: setup study ## Write down what consent allows
	@$(CASUS) transcribe --study "$(STUDY)"
redact: setup study ## Take names out
	@$(CASUS) redact --study "$(STUDY)"
review: setup study ## What a person must still look at
	@$(CASUS) review list --study "$(STUDY)"
release: setup study ## Write out what was reviewed and may leave
	@$(CASUS) release --study "$(STUDY)"
status: setup study ## Where every recording stands
	@$(CASUS) status --study "$(STUDY)"

report: setup study ## The whole study on one page
	@$(CASUS) report --study "$(STUDY)"
pack: setup study ## Transcripts of a ROLE, or of a CASE, in one file for paper
	@$(CASUS) pack $(if $(ROLE),--role "$(ROLE)") $(if $(CASE),--case "$(CASE)") --study "$(STUDY)"
forms: setup study ## Information letters, consent forms and a DPIA, as Word and PDF
	@for form in ouders volwassenen jongeren kinderen dpia; do $(CASUS) consent form $$form --study "$(STUDY)" || exit; done
archive: setup study ## What everybody lets go to an archive, as one zip
	@$(CASUS) archive --study "$(STUDY)"
withdraw: setup study ## Delete what consent no longer allows of a PERSON of a CASE
	@$(CASUS) consent withdraw "$(CASE)" "$(PERSON)" --study "$(STUDY)"
retention: setup study ## Delete what may be kept no longer
	@$(CASUS) retention --study "$(STUDY)"
sign: setup study ## Sign the consent log
	@$(CASUS) log sign --study "$(STUDY)"
audit: setup study ## Check the log and the release with the public KEY
	@$(CASUS) audit "$(STUDY)" --key "$(KEY)"

evaluate: setup ## How well the demo went: words, names, coverage
	@$(BIN)/python -m benchmarks.evaluate
	@$(BIN)/python -m benchmarks.names
bench: setup ## Speed, memory, speakers, side by side with peers
	@$(BIN)/python -m benchmarks.transcribe
	@$(BIN)/python -m benchmarks.redact
	@$(BIN)/python -m benchmarks.long
	@$(BIN)/python -m benchmarks.speakers
	@$(BIN)/python -m benchmarks.ledger
	@$(BIN)/python -m benchmarks.study
test: setup ## All tests, two files at a time
	@$(BIN)/python -m pytest -n 2 --dist loadfile
check: setup ## Style, types, import rules, docs up to date
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m docs.generate --check
docs: setup ## Write the generated pages again
	@$(BIN)/python -m docs.generate
clean: ## Remove the demo's run and all caches; the environment and your studies stay
	rm -rf demo/run build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
