#!/usr/bin/env bash
# Installs what the tests need and is not there, and runs every test.
#
#   tests/run.sh          needs Rust, Node and Python; installs Zig, AssemblyScript, Go and the Rust target for WebAssembly
#   tests/run.sh --all    the browser, old peers and older compilers too
#
# CONTRACTC_REQUIRE=rust,go,assemblyscript,zig turns the skip of one of these into a failure.
# CONTRACTC_CORPUS=DIR adds schemas from outside to the tests that take any.
set -eu
cd "$(dirname "$0")/.."

all=no
for argument in "$@"; do
  case $argument in
    --all) all=yes ;;
    *) echo "tests/run.sh: unknown argument $argument" >&2; exit 2 ;;
  esac
done

step() { printf '\n== %s\n' "$*"; }

if ! command -v cargo >/dev/null 2>&1; then
  echo "tests/run.sh: cargo is missing; install Rust with rustup, https://rustup.rs" >&2
  exit 2
fi

step "Format and lints"
cargo fmt --check
cargo clippy --locked --all-targets -- -D warnings

step "The compiler alone, as a build script has it"
cargo check --locked --no-default-features

step "Toolchains"
cargo build --locked
export CONTRACTC="$PWD/target/debug/contractc"

step "Tests"
if [ "$all" = yes ]; then export CONTRACTC_ALL=1; fi
cargo test --locked
