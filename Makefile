# Targets of the suite; `make help` lists them.
SHELL := /bin/sh
PY := .odoo/venv/bin/python
DB ?= suite
EXAMPLE ?= 1
STORY ?= 1
A ?=
B ?=
K ?=
LONG ?=
.DEFAULT_GOAL := help
.PHONY: help setup run test lint bench db shell backup restore i18n pictures clean
export DB EXAMPLE STORY BRIDGE LONG TEST_WORKERS PORT HTTP_INTERFACE ODOO_SRC DEBIAN_MIRROR

help: ## this list
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: ## fetch Odoo 19, PostgreSQL, Python packages, browser and PDF tools into .odoo/
	@python3 tools/bootstrap.py

run: setup ## the example company: one day played through, then the web client on 127.0.0.1:8069 (STORY=0, DB=name EXAMPLE=0, PORT=, BRIDGE=1)
	@$(PY) tools/run.py

test: setup ## all tests; A=addon for one addon, K=expression to choose, LONG=1 for the long ones
	@$(PY) tools/test.py $(if $(A),--addons $(A)) $(if $(LONG),--long) $(if $(K),-k "$(K)")

lint: setup ## ruff, pylint-odoo, core's test_lint, install log, Russian terms
	@$(PY) tools/lint.py

bench: setup ## measure against stock Odoo; B=name for one bench
	@$(PY) tools/bench.py $(B)

db: setup ## DB=name: a fresh database with the whole suite, from a template
	@$(PY) tools/db.py make $(DB)

shell: setup ## DB=name: Odoo's Python shell
	@tools/odoo shell -d $(DB)

backup: setup ## DB=name: database and files into one archive under .odoo/backups (TO=folder)
	@$(PY) tools/backup.py backup $(DB) $(TO)

restore: setup ## DB=new: the newest backup (or FROM=archive) into a database of a new name
	@$(PY) tools/backup.py restore $(DB) $(FROM)

i18n: setup ## A=addon: bring i18n/ru.po up to date with the terms of the addon
	@$(PY) tools/i18n.py suite_built $(A)

pictures: setup ## take the pictures of docs/guides anew from the example company
	@$(PY) tools/pictures.py

clean: ## stop PostgreSQL and remove .odoo/ with everything in it, databases included
	@python3 tools/clean.py
