//! The goldens: `fixtures/golden/rust/VARIANT/`, each holding all schemas in one directory, without the runtime.

#[path = "support/goldens.rs"]
mod goldens;
#[path = "support/random_schema.rs"]
mod random_schema;
#[path = "support/schemas.rs"]
#[allow(dead_code, reason = "other tests use more of it")]
mod schemas;
#[path = "support/toolchain.rs"]
mod toolchain;

use std::fs;
use std::path::PathBuf;

use contractc::generate::{Unit, Wanted, generate};
use contractc::targets::rust::Rust;
use contractc::targets::{Files, Side};
use toolchain::RUSTFMT;

/// What is generated in each variant.
fn variants() -> Vec<(&'static str, Wanted)> {
    let side = |side| Wanted { side: Some(side), ..Wanted::default() };
    vec![
        ("both", side(Side::Both)),
        ("guest", side(Side::Guest)),
        ("host", side(Side::Host)),
        ("serde", Wanted { serde: Some(true), ..Wanted::default() }),
        ("views", Wanted { views: Some(true), ..Wanted::default() }),
    ]
}

/// All files of a variant.
fn files(wanted: &Wanted) -> Files {
    let contracts = schemas::all();
    let unit = |(schema, contract)| Unit { contract, schema, module: None };
    let units: Vec<Unit<'_>> =
        contracts.iter().map(|(schema, contract)| unit((schema.clone(), contract))).collect();
    match generate(&Rust, &units, wanted, &Files::new()) {
        Ok(generated) => generated.files,
        Err(problem) => panic!("{problem:?}"),
    }
}

/// What rustfmt, with its default configuration in the 2024 style, would change in some files.
fn reformatted(test: &str, files: impl IntoIterator<Item = PathBuf>) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("rustfmt.toml"), "").expect("an empty configuration");
    let mut rustfmt = RUSTFMT.find(test)?;
    rustfmt.args(["--check", "--style-edition", "2024", "--edition", "2021", "--config-path"]);
    let output = rustfmt.arg(folder.path()).args(files).output().expect("rustfmt");
    let text = [output.stdout, output.stderr].concat();
    (!output.status.success()).then(|| String::from_utf8_lossy(&text).into_owned())
}

#[test]
fn goldens_are_what_rustfmt_prints() {
    let goldens = variants().into_iter().flat_map(|(variant, _)| {
        let entries =
            fs::read_dir(goldens::folder("rust", variant)).expect("the goldens").flatten();
        entries.map(|entry| entry.path()).filter(|path| !path.ends_with("mod.rs"))
    });
    let changed = reformatted("goldens_are_what_rustfmt_prints", goldens);
    assert!(changed.is_none(), "{}", changed.unwrap_or_default());
}

#[test]
fn random_contracts_are_what_rustfmt_prints() {
    let out = tempfile::tempdir().expect("a folder");
    let mut paths = Vec::new();
    for seed in 0..100 {
        let contract = schemas::checked("random.widl", &random_schema::schema(seed)).unwrap();
        for (variant, wanted) in variants() {
            let unit = Unit {
                contract: &contract,
                schema: "random.widl".into(),
                module: Some("it".into()),
            };
            let generated = generate(&Rust, &[unit], &wanted, &Files::new()).expect("bindings");
            let path = out.path().join(format!("{seed}-{variant}.rs"));
            fs::write(&path, generated.files.get("it.rs").expect("a module")).expect("a file");
            paths.push(path);
        }
    }
    let changed = reformatted("random_contracts_are_what_rustfmt_prints", paths);
    assert!(changed.is_none(), "{}", changed.unwrap_or_default());
}

#[test]
fn goldens_are_what_is_generated() {
    let variants = variants().into_iter().map(|(variant, wanted)| (variant, files(&wanted)));
    let variants: Vec<_> = variants.collect();
    for (at, (variant, files)) in variants.iter().enumerate() {
        let like = |(_, other): &(_, Files)| other.get("wire.rs") == files.get("wire.rs");
        assert!(!variants[..at].iter().any(like), "{variant} is like another variant");
    }
    goldens::hold("rust", variants);
}
