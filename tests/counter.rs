//! The counters of `fixtures/counter`, from their sources to their answers: the actor and the store of every language against each
//! other, and those in Rust more closely.

#![cfg(feature = "conformance")]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use contractc::conformance::toolchain::Kind;
use contractc::engine::{Engine, Module};
use contractc::generate::{Unit, Wanted, generate};
use contractc::loader::FileLoader;
use contractc::schemas;
use contractc::targets::Files;
use contractc::targets::rust::Rust;

#[path = "counter/guests.rs"]
mod guests;
#[path = "counter/pairs.rs"]
mod pairs;
#[path = "../fixtures/counter/rust/running.rs"]
#[allow(dead_code)]
mod running;
#[path = "support/toolchain.rs"]
mod toolchain;

use running::contracts::keyvalue::{self, Store as _};
use running::contracts::wapc;
use running::{ACTOR, Memory, Running, build};

/// The modules of the actor and the store in Rust, if they can be built.
fn modules(test: &str) -> Option<[Module; 2]> {
    guests::toolchain(Kind::Rust, test)?;
    let engine = Engine::new().expect("an engine");
    Some(["counter", "memory"].map(|name| {
        let bytes = build(name).expect("it compiles");
        Module::named(&engine, name, &bytes).expect("a module")
    }))
}

fn text(response: &running::contracts::httpserver::Response) -> String {
    String::from_utf8_lossy(&response.body).into_owned()
}

#[test]
fn counts_with_a_native_provider() {
    let Some([counter, _]) = modules("counts_with_a_native_provider") else { return };
    let store = Arc::new(Memory::default());
    let running = Running::natively(&counter, &store).expect("a host");
    let hits = ["/a", "/b", "/a"].map(|path| running.get(path).expect("a response"));
    assert_eq!(hits.each_ref().map(text), ["1", "1", "2"]);
    assert_eq!(hits[0].header.get("content-type").map(String::as_str), Some("text/plain"));
    assert!(hits.iter().all(|response| response.status_code == 200 && response.status == "OK"));
    let origin = wapc::Origin::new(ACTOR, "");
    assert_eq!(store.get(&origin, "/a").expect("a value").value, "2");
    assert_eq!(store.get(&origin, "/b").expect("a value").value, "1");
    let line = |path: &str| format!("info counter of {ACTOR}: {path}");
    assert_eq!(running.lines.all(), [line("/a 1"), line("/b 1"), line("/a 2")]);

    store.set(&origin, "/a", "a text", 0).expect("a value");
    let response = running.get("/a").expect("a response");
    assert_eq!(response.status_code, 500);
    assert_eq!(text(&response), "/a holds no number");
    assert_eq!(text(&running.get("/b").expect("a response")), "2");
}

#[test]
fn counts_with_the_same_provider_as_a_module() {
    let test = "counts_with_the_same_provider_as_a_module";
    let Some([counter, memory]) = modules(test) else { return };
    let running = Running::as_modules(&counter, &memory).expect("a host");
    let hits = ["/a", "/b", "/a"].map(|path| text(&running.get(path).expect("a response")));
    assert_eq!(hits, ["1", "1", "2"]);

    let outward = running.host.clone();
    let client =
        keyvalue::StoreClient::over(wapc::transport(move |binding, id, operation, payload| {
            let reply = outward.call_as(ACTOR, binding, id, operation, payload);
            reply.map(|reply| reply.to_vec()).map_err(|error| error.to_string())
        }));
    assert_eq!(client.get("/a").expect("a value").value, "2");
    client.set("/a", "a text", 0).expect("a value");
    let response = running.get("/a").expect("a response");
    assert_eq!(response.status_code, 500);
    assert_eq!(text(&response), "/a holds no number");

    let provider = running.host.get("store").expect("the provider");
    let health = provider.call("HealthRequest", &[]).expect("health");
    assert_eq!(&health[..], b"\x82\xa7healthy\xc3\xa7message\xa0");
    let health = running.actor.call("HealthRequest", b"\x81\xabplaceholder\xc3").expect("health");
    assert_eq!(&health[..], b"\x82\xa7healthy\xc3\xa7message\xa8counting");
}

/// The actor's own tests, which need neither WebAssembly nor a host.
#[test]
fn the_actor_s_unit_tests_pass() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/counter/rust/actor");
    let status = Command::new(env!("CARGO"))
        .args(["test", "--quiet", "--target-dir"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("target/counter/tests"))
        .env("RUSTFLAGS", "-D warnings")
        .current_dir(folder)
        .status();
    assert!(status.expect("cargo").success());
}

#[test]
fn the_bindings_are_what_is_generated() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/counter/rust/contracts");
    let loader = FileLoader::new([] as [&str; 0]);
    let contracts = guests::CONTRACTS.map(|id| {
        let schema = schemas::by_id(id).expect("a shipped schema");
        contractc::check(id, schema.text, &loader).contract.expect("a contract")
    });
    let units: Vec<Unit<'_>> = contracts
        .iter()
        .map(|contract| Unit { contract, schema: contract.id.clone(), module: None })
        .collect();
    let wanted = Wanted { allocator: Some(true), ..Wanted::default() };
    let generated = generate(&Rust, &units, &wanted, &Files::new());
    let Ok(generated) = generated else { panic!("nothing was generated") };
    for (path, content) in generated.files.iter() {
        let path = folder.join(path);
        if std::env::var_os("BLESS").is_some() {
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(&path, content).expect("a file");
        }
        let found = fs::read(&path).unwrap_or_default();
        assert!(found == content, "{} differs (BLESS=1 rewrites it)", path.display());
    }
}
