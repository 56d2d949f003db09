#!/usr/bin/env bash
# Installs what the tests need and is not there, and runs every test.
#
#   tests/run.sh          needs Rust (rustup), Node 20 and Python 3; brings the target for WebAssembly, Zig, AssemblyScript and Go
#   tests/run.sh --all    the oldest Rust, older Zigs, linters, a browser, a validator of XML and the old peers too
#
# Everything is installed without root into $CONTRACTC_CACHE, by default a folder of the user's cache. Only Rust's target, where
# rustup cannot bring it, comes from the system's packages, and that only for root on Debian.
#
# CONTRACTC_REQUIRE=rust,go,assemblyscript,zig turns the skip of one of these into a failure.
# CONTRACTC_CORPUS=DIR adds schemas from outside to the tests that take any.
set -eu
cd "$(dirname "$0")/.."

all=no
for argument in "$@"; do
  case $argument in
    --all) all=yes ;;
    *) echo "tests/run.sh: unknown argument $argument; there is --all" >&2; exit 2 ;;
  esac
done

step() { printf '\n== %s\n' "$*"; }
have() { command -v "$1" >/dev/null 2>&1; }

if ! have cargo; then
  echo "tests/run.sh: cargo is missing; install Rust with rustup (rustup.rs)" >&2
  exit 2
fi

step "Build"
# As the tests are built, so that nothing is compiled twice.
cargo build --locked --profile test
contractc=$PWD/target/debug/contractc

step "Toolchains"
"$contractc" toolchain install all || echo "some toolchains are missing; their tests are skipped by name"
"$contractc" toolchain list

# Names a tool for the tests if there is such a toolchain.
name() { # VARIABLE TOOLCHAIN
  words=$("$contractc" toolchain path "$2" 2>/dev/null) || return 0
  export "$1=$words"
}
name CONTRACTC_ASC assemblyscript
name CONTRACTC_ZIG zig
name CONTRACTC_GO go
if [ -n "${CONTRACTC_GO:-}" ]; then
  root=$("$CONTRACTC_GO" env GOROOT)
  export CONTRACTC_GOFMT="$root/bin/gofmt"
fi

cache=${CONTRACTC_CACHE:-}
if [ -z "$cache" ]; then
  case $(uname) in
    Darwin) cache=$HOME/Library/Caches/contractc ;;
    *) cache=${XDG_CACHE_HOME:-$HOME/.cache}/contractc ;;
  esac
fi
tools=$cache/test-tools
mkdir -p "$tools"

if have npm; then
  if [ ! -x "$tools/node_modules/.bin/prettier" ] || [ ! -x "$tools/node_modules/.bin/tsc" ] ||
    [ ! -d "$tools/node_modules/ajv-formats" ]; then
    npm install --no-fund --no-audit --silent --prefix "$tools" prettier@3 typescript@5 ajv@8 ajv-formats@3 || true
  fi
  if [ -x "$tools/node_modules/.bin/prettier" ]; then export CONTRACTC_PRETTIER="$tools/node_modules/.bin/prettier"; fi
  if [ -x "$tools/node_modules/.bin/tsc" ]; then export CONTRACTC_TSC="$tools/node_modules/.bin/tsc"; fi
  if [ -d "$tools/node_modules/ajv-formats" ]; then export CONTRACTC_AJV="env NODE_PATH=$tools/node_modules node"; fi
fi

if [ "$all" = yes ]; then
  export CONTRACTC_ALL=1
  "$contractc" toolchain install zig@0.16.0 zig@0.15.2 || true
  name CONTRACTC_ZIG16 zig@0.16.0
  name CONTRACTC_ZIG15 zig@0.15.2
  if have rustup; then
    rustup toolchain install 1.82.0 --profile minimal >/dev/null 2>&1 || true
    if rustup run 1.82.0 rustc --version >/dev/null 2>&1; then export CONTRACTC_RUST_FLOOR="rustup run 1.82.0 cargo"; fi
  fi
  peers=$tools/peers
  if have npm && ! cmp -s fixtures/peers/assemblyscript/package-lock.json "$peers/package-lock.json"; then
    mkdir -p "$peers"
    cp fixtures/peers/assemblyscript/package.json fixtures/peers/assemblyscript/package-lock.json "$peers"
    npm ci --no-fund --no-audit --silent --prefix "$peers" || rm -f "$peers/package-lock.json"
  fi
  if [ -d "$peers/node_modules" ]; then export CONTRACTC_PEERS="$peers"; fi
  if [ ! -x "$tools/bin/staticcheck" ] && [ -n "${CONTRACTC_GO:-}" ]; then
    GOBIN=$tools/bin "$CONTRACTC_GO" install honnef.co/go/tools/cmd/staticcheck@v0.8.2 >/dev/null 2>&1 || true
  fi
  if [ -x "$tools/bin/staticcheck" ]; then export CONTRACTC_STATICCHECK="$tools/bin/staticcheck"; fi
  if [ ! -x "$tools/chromium/chromium" ] && have npm; then
    npm install --no-fund --no-audit --silent --prefix "$tools/chromium" @sparticuz/chromium@147 &&
      node tests/chromium.mjs "$tools/chromium/node_modules/@sparticuz/chromium" "$tools/chromium" &&
      rm -rf "$tools/chromium/node_modules" || true
  fi
  if [ -x "$tools/chromium/chromium" ]; then export CONTRACTC_CHROMIUM="$tools/chromium/chromium"; fi
  if [ ! -x "$tools/python/bin/xmlschema-validate" ] && have python3; then
    python3 -m pip install --quiet --target "$tools/python" "xmlschema==4.*" >/dev/null 2>&1 || true
  fi
  if [ -x "$tools/python/bin/xmlschema-validate" ]; then
    export CONTRACTC_XML_SCHEMA="env PYTHONPATH=$tools/python $tools/python/bin/xmlschema-validate"
  fi
fi

step "Format and lints"
cargo fmt --check
for package in fixtures/build-script fixtures/counter/rust/actor fixtures/counter/rust/provider tests/fuzz; do
  cargo fmt --check --manifest-path "$package/Cargo.toml"
done
cargo clippy --locked --all-targets -- -D warnings
cargo check --locked --no-default-features
cargo check --locked --no-default-features --features cli

step "Tests"
CONTRACTC_SKIPS=$PWD/target/skips.txt
export CONTRACTC_SKIPS
rm -f "$CONTRACTC_SKIPS"
cargo test --locked --no-fail-fast

step "Skipped"
if [ -s "$CONTRACTC_SKIPS" ]; then
  sort -u "$CONTRACTC_SKIPS"
  echo "$(sort -u "$CONTRACTC_SKIPS" | wc -l | tr -d ' ') skipped"
else
  echo "nothing"
fi
