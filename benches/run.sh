#!/usr/bin/env bash
# Runs the benchmarks and prints a table of figures; each also goes to target/bench/NAME.json as rows of
# {name, unit, ours, peer, limit}. Where there is a peer, `limit` is the most that ours may be, divided by the peer's.
#
#   benches/run.sh             all of them
#   benches/run.sh engine      the engine against its peers
#   benches/run.sh engine STEP one of its steps: echo, host-call, creation, offsets, scaling, tracing, typed
#   benches/run.sh compiler    the compiler
#   benches/run.sh conform     the conformance harness, warm; from an empty cache, too, where CONTRACTC_COLD is set
#   benches/run.sh languages   the languages against each other, against old peers, and against code written by hand
#
# engine: built in a package of its own, benches/engine, with the peers: `wapc` with `wasmtime-provider`, and the component model;
# in cargo's release profile as it is, without LTO. Ours and a peer take turns, 1 to 3 ms each, in 101 rounds; the ratio is the median
# of the rounds' ratios. Times are those of the thread on its processor, except where there are two threads.
#   echo …, against wapc                 a call with a payload that comes back, through Host::add_actor as a user has it (pool,
#                                        deadline, limits), against WapcHost with deadlines
#                                        a bare guest's echo is the host's work; one with the crate wapc-guest spends most of the
#                                        time in itself, under any host, so that it has no limit against another host
#   echo …, against a minimal host       against benches/engine/src/minimal.rs, the least that works
#   echo …, against its two copies alone a payload goes into the guest and comes out: two copies, which no host of this ABI can
#                                        save; that far ours is from doing nothing else
#   guest, host call, guest              a call in which the guest calls a native provider, through bindings and policy
#   instance and first call              of a compiled module
#   slowest of 64 offsets                whether it matters where buffers lie; copies in pieces are what makes it not matter
#   two threads against one              wall time a call; one half would be perfect
#   tracing unheard, against none        what the `tracing` crate costs while nobody listens
#   typed: …, against components         generated Rust on both sides, against wit-bindgen and wasmtime's component host
#
# languages: modules of all languages under the same host; benches/languages/guests has the actors, fixtures/peers the old ones.
# languages-size: the same actors, generated and by hand, in bytes
# languages-time:
#   Get, …, against Rust         a request whose actor asks a native Rust provider for a value
#   Get, …, against as-guest …   the same with the same actor on the old bindings, where CONTRACTC_PEERS names their npm packages
#   six clients, …               the actors of benches/handwritten, on generated bindings and on those written by hand
#
# Needs a Rust target for WebAssembly: rustup's, or Debian's rustc-web.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
what=${1:-all}
step=${2:-}
case $what in all | engine | compiler | conform | languages) ;; *) echo "benches/run.sh: unknown benchmark $what" >&2; exit 2 ;; esac
mkdir -p target/bench

# cargo for WebAssembly: wasm_build DIR TARGET_DIR [ARGUMENT...]
wasm_build() {
  local directory=$1 target=$2
  shift 2
  if [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ]; then
    (cd "$directory" && CARGO_TARGET_DIR=$target cargo build --release --target wasm32-unknown-unknown "$@")
  elif [ -x /usr/bin/cargo ] && [ -d /usr/lib/rustlib/src/rust ] && command -v wasm-ld-22 >/dev/null; then
    (cd "$directory" && CARGO_TARGET_DIR=$target CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-22 RUSTC_BOOTSTRAP=1 \
      RUSTC=/usr/bin/rustc /usr/bin/cargo build -Z build-std=std,panic_abort --target wasm32-unknown-unknown --release "$@")
  else
    echo "benches/run.sh: no Rust target for WebAssembly; run: rustup target add wasm32-unknown-unknown" >&2
    exit 2
  fi
}

if [ "$what" = all ] || [ "$what" = compiler ]; then
  cargo bench --bench compiler --bench rust
fi

if [ "$what" = all ] || [ "$what" = conform ]; then
  cargo bench --bench conform
fi

if [ "$what" = all ] || [ "$what" = languages ]; then
  mkdir -p target/bench/languages
  # Sizes need no optimised engine.
  cargo bench --profile dev --bench languages
  (cd benches/engine && CARGO_TARGET_DIR=$root/target/bench/build cargo build --release --bin contractc-bench-languages)
  target/bench/build/release/contractc-bench-languages "$root" "$root/target/bench/languages" "$root/target/bench/languages-time.json"
fi

if [ "$what" = all ] || [ "$what" = engine ]; then
  guests=$root/target/bench/guests
  wasm=${CONTRACTC_BENCH_WASM_TARGET:-$root/target/bench/wasm}
  mkdir -p "$guests"
  cargo build --quiet --no-default-features --features cli
  gen() { target/debug/contractc gen benches/engine/typed/bench.widl --lang rust --format json --out "$@" >/dev/null; }
  gen benches/engine/typed/guest/src/owned
  gen benches/engine/typed/guest/src/views --views
  gen benches/engine/src/contracts
  built=$wasm/wasm32-unknown-unknown/release
  wasm_build benches/engine/typed/guest "$wasm"
  cp "$built/bench_guest.wasm" "$guests/owned.wasm"
  wasm_build benches/engine/typed/guest "$wasm" --features views
  cp "$built/bench_guest.wasm" "$guests/views.wasm"
  wasm_build benches/engine/typed/component "$wasm"
  cp "$built/bench_component.wasm" "$guests/component.wasm"

  cd benches/engine
  export CARGO_TARGET_DIR=$root/target/bench/build
  cargo build --release --features untraced --bin contractc-bench-engine
  cp "$CARGO_TARGET_DIR/release/contractc-bench-engine" "$root/target/bench/untraced"
  cargo build --release --bin contractc-bench-engine
  # One step alone leaves the report of all of them as it is.
  json=$root/target/bench/engine${step:+-$step}.json
  "$CARGO_TARGET_DIR/release/contractc-bench-engine" "$guests" "$root/target/bench/untraced" "$json" $step
fi
