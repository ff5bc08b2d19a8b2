# Lookout: every task a person or a machine runs here. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help

ARCH := $(shell uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
RID  ?= linux-$(ARCH)
OUT  ?= $(CURDIR)/out/lookout
ARGS ?=
# The image that the laboratory's VM starts with.
export LOOKOUT_IMAGE_TAR = $(CURDIR)/out/lab/image.tar

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Install what is missing: packages, models, demo clips (says what)
	@tools/setup/packages.sh run
	tools/setup/packages.sh build
	tools/setup/models.sh
	tools/setup/media.sh

.PHONY: publish
publish: ## Write out/lookout: one NativeAOT executable and what lies beside it
	@tools/setup/packages.sh build
	tools/build/publish.sh "$(RID)" "$(OUT)"

.PHONY: run
run: setup publish ## Install, build, start; Ctrl-C stops everything (ARGS="--config FILE")
	@exec "$(OUT)/lookout" run $(ARGS)

.PHONY: test
test: ## Run every test against the published binary; closes with "N passed, N failed"
	@tools/setup/packages.sh test
	tools/setup/models.sh
	tools/setup/media.sh test
	tools/setup/peers.sh
	tools/build/publish.sh "$(RID)" "$(OUT)"
	tools/build/test.sh

.PHONY: unit
unit: ## Run the unit tests only (no browser, no publish)
	@tools/build/test.sh unit

.PHONY: fuzz
fuzz: ## Feed mutated bytes to every parser and to whole sessions (ARGS="--minutes 10 --seed N --target NAME")
	@dotnet run --project test/Lookout.Fuzz -c Release --verbosity quiet -- $(ARGS)

.PHONY: image
image: ## Build the container's image, lookout:dev, with the laboratory's Docker engine
	@test/lab/docker/image.sh lookout:dev

.PHONY: sbom
sbom: image ## Write what the image is made of to out/sbom, as CycloneDX
	@eval "$$(test/lab/docker/engine.sh env)"
	tools/image/sbom.sh lookout:dev "$(CURDIR)/out/sbom"

.PHONY: test-container
test-container: ## Build the image and prove it on a real Docker engine, with a real browser (needs root; 10 minutes)
	@tools/setup/packages.sh test
	tools/build/test.sh container

.PHONY: test-network
test-network: ## Watch the product in a real Chromium behind 5 % packet loss, a flood, a pulled cable (needs root; 8 minutes)
	@tools/setup/packages.sh test
	tools/setup/packages.sh network
	tools/build/publish.sh "$(RID)" "$(OUT)"
	tools/build/test.sh network

.PHONY: test-netem
test-netem: publish ## Watch the product in a VM behind netem's delay and loss with a real Chromium (needs root; 8 minutes)
	@tools/setup/packages.sh test
	test/lab/vm/parts.sh >/dev/null
	dotnet build test/lab/Lookout.Network.Tests -c Release --nologo -v quiet
	test/lab/vm/own-network.sh python3 test/lab/vm/netem.py

.PHONY: acceptance
acceptance: lab-parts ## Move a box from the old daemon to the container and back, in a VM (needs root; half an hour)
	@test/lab/vm/own-network.sh python3 test/lab/vm/acceptance.py

.PHONY: powercut
powercut: lab-parts ## Cut that VM's power at 20 moments of the move (needs root; two hours; ARGS="--cuts N --seed N")
	@test/lab/vm/own-network.sh python3 test/lab/vm/powercut.py $(ARGS)

.PHONY: lab-parts
lab-parts: publish image
	@mkdir -p out/lab
	eval "$$(test/lab/docker/engine.sh env)"
	docker save --output out/lab/image.tar lookout:dev
	# What must be fetched is fetched before the network is taken away.
	test/lab/vm/parts.sh >/dev/null

.PHONY: lint
lint: ## Check formats, analyzers, scripts and the page's types
	@tools/setup/packages.sh lint
	tools/build/lint.sh

.PHONY: bench
bench: ## Measure start, join, latency, CPU, memory and preprocess; prints a table
	@tools/setup/packages.sh test
	tools/setup/models.sh
	tools/setup/media.sh
	tools/build/publish.sh "$(RID)" "$(OUT)"
	bench/run.sh

.PHONY: bench-vision
bench-vision: ## Measure the vision chain (stages, 1 to 4 cameras), the tracker, and preprocessing beside libyuv and OpenCV
	@tools/setup/packages.sh build
	tools/setup/packages.sh test
	tools/setup/models.sh
	tools/setup/media.sh
	tools/build/publish.sh "$(RID)" "$(OUT)"
	bench/vision.sh
	bench/preprocess.sh

.PHONY: bench-webrtc
bench-webrtc: ## Measure sending to viewers beside Pion, Janus, webrtcbin, aiortc and bare C (ARGS="--quick fanout join"; 27 minutes, a quiet machine)
	@tools/setup/packages.sh bench
	tools/build/publish.sh "$(RID)" "$(OUT)"
	bench/webrtc.sh $(ARGS)

.PHONY: screenshot
screenshot: ## Take docs/page.png anew from the running product
	@tools/build/publish.sh "$(RID)" "$(OUT)"
	test/e2e/screenshot.sh

.PHONY: clean
clean: ## Remove what was built here
	@rm -rf out web/dist web/node_modules
	find src test bench -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
