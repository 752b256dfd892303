# The commands of the project; `make help` lists them.
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help run test story faults bench format protocol docs lock clean

help: ## List the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: ## Prepare what is missing and serve on http://localhost:8080
	@tools/python tools/prepare.py run
	@$(BIN)/hagukumi db upgrade
	@$(BIN)/hagukumi demo
	@exec $(BIN)/hagukumi serve

test: ## Prepare what is missing and run every check
	@tools/python tools/prepare.py test
	@exec $(BIN)/python tools/check.py

story: ## Play the whole story in real browsers; leaves artefacts/story.json and screenshots
	@tools/python tools/prepare.py test
	@tools/python tools/prepare.py build
	@exec $(BIN)/python tools/check.py --only story

faults: ## Break servers, database, Redis and lines while 100,000 messages are written and a call goes on; nothing may be lost
	@tools/python tools/prepare.py test
	@tools/python tools/prepare.py build
	@$(BIN)/python -m tests.faults
	@cd tests/browser && HAGUKUMI_FAULTS=1 exec npx --no-install playwright test --project=long --workers=1

bench: ## Measure the paths that people wait for
	@tools/python tools/prepare.py test
	@exec $(BIN)/python -m bench

format: ## Put every source file into the one format
	@tools/python tools/prepare.py test --only python web
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .
	@cd clients/web && npx --no-install biome check --write --log-level=warn --config-path=. . ../../tests/browser

protocol: ## Generate the web client's types from the socket protocol and the OpenAPI document
	@tools/python tools/prepare.py test --only python web
	@exec $(BIN)/python tools/generate_types.py

docs: ## Write the table of settings into docs/operations.md
	@tools/python tools/prepare.py test --only python
	@exec $(BIN)/python tools/document_settings.py

lock: ## Resolve the Python dependencies anew into the lock files
	@tools/python tools/prepare.py test --only python
	@exec $(BIN)/python tools/lock.py

clean: ## Remove what was built; keeps var/ (the development database)
	rm -rf .venv build dist artefacts clients/web/dist clients/web/node_modules tests/browser/node_modules
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
