# Everything a person or a build server does here. Each target is a script of its own in scripts/.

.DEFAULT_GOAL := help
.PHONY: help setup build run test lint openapi format lab bench-smpp clean

help: ## this list
	@sed -n 's/^\([a-z-]*\): ## \(.*\)/  make \1	\2/p' Makefile

setup: ## bring packages and the PostgreSQL programs
	@scripts/setup.sh

build: ## build the web app and the server
	@scripts/build.sh

run: ## start everything with the demo on http://127.0.0.1:8080 (CHASQUI_PORT changes the port)
	@scripts/run.sh

test: ## pass everything there is: lint, C# tests, web tests, browser tests
	@scripts/test.sh || kill -PIPE $$PPID # the sum is the last line: make, ended so, adds no word of its own

lint: ## check style and types without running tests
	@scripts/lint.sh

openapi: ## write the API description and the browser's types from the server
	@scripts/openapi.sh

format: ## put the sources into shape
	@scripts/format.sh

lab: ## run a simulated carrier by hand: make lab KIND=twilio
	@scripts/lab.sh "$(KIND)"

bench-smpp: ## SMPP messages a second of our client and server beside npm smpp
	@scripts/bench-smpp.sh

clean: ## remove what was built and installed; the data folder stays
	@scripts/clean.sh
