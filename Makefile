# `make run` serves, `make test` tests; `make` alone lists the rest.

SWIFT      ?= swift
ARGS       ?=
BENCH_ARGS ?=

# Without symbols the program is half as large; `swift build -c release` keeps them, for a profiler.
RELEASE := -c release --static-swift-stdlib --product letterbox -Xlinker -s

.PHONY: help run test bench build format check clean

help:
	@echo 'make run     build what is not built, and serve        ARGS="--port 9000"'
	@echo 'make test    all tests'
	@echo 'make bench   measure the server beside its peers       BENCH_ARGS="--help"'
	@echo 'make build   the release build alone: .build/release/letterbox'
	@echo 'make format  format the Swift sources in place'
	@echo 'make check   formatting, import rules, unsafe constructs'
	@echo 'make clean   remove what was built; databases stay'

run: build
	@exec .build/release/letterbox serve $(ARGS)

build:
	@scripts/install-packages run
	$(SWIFT) build $(RELEASE)

test:
	@scripts/install-packages test
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --parallel
	Tests/Schemathesis/run

bench: build
	@scripts/install-packages bench
	Benchmarks/run $(BENCH_ARGS)

format:
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests

check:
	@scripts/install-packages run
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests
	scripts/check-imports
	scripts/check-unsafe

clean:
	$(SWIFT) package clean
