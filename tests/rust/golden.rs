//! The goldens: `fixtures/golden/rust/VARIANT/`, each holding all schemas in one directory, without the runtime.

use std::fs;
use std::path::{Path, PathBuf};

use contractc::generate::{Unit, Wanted, generate};
use contractc::ir::Contract;
use contractc::targets::rust::Rust;
use contractc::targets::{Files, Side};

#[path = "../wire/schema.rs"]
mod schema;

/// What is generated in each variant.
pub fn variants() -> Vec<(&'static str, Wanted)> {
    let side = |side| Wanted { side: Some(side), ..Wanted::default() };
    vec![
        ("both", side(Side::Both)),
        ("guest", side(Side::Guest)),
        ("host", side(Side::Host)),
        ("serde", Wanted { serde: true, ..Wanted::default() }),
        ("views", Wanted { views: true, ..Wanted::default() }),
    ]
}

/// The schemas.
fn contracts() -> Vec<(String, Contract)> {
    let mut wire = schema::contract();
    if let contractc::ir::TypeKind::Struct(fields) = &mut wire.types[4].kind {
        fields[0].boxed = true;
    }
    vec![("schema.widl".to_owned(), wire)]
}

/// All files of a variant.
pub fn files(wanted: &Wanted) -> Files {
    let contracts = contracts();
    let unit = |(schema, contract)| Unit { contract, schema, module: None };
    let units: Vec<Unit<'_>> =
        contracts.iter().map(|(schema, contract)| unit((schema.clone(), contract))).collect();
    match generate(&Rust, &units, wanted, &Files::new()) {
        Ok(generated) => generated.files,
        Err(problem) => panic!("{problem:?}"),
    }
}

fn folder(variant: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/golden/rust").join(variant)
}

#[test]
fn goldens_are_what_is_generated() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for (variant, wanted) in variants() {
        let folder = folder(variant);
        let files = files(&wanted);
        let expected = files.iter().filter(|(path, _)| !path.starts_with("wapc/"));
        let mut paths = Vec::new();
        for (path, content) in expected {
            let golden = folder.join(path);
            paths.push(path.to_owned());
            if fs::read(&golden).ok().as_deref() == Some(content) {
                continue;
            }
            if bless {
                fs::create_dir_all(&folder).expect("a folder");
                fs::write(&golden, content).expect("a golden");
            } else {
                wrong.push(format!("{variant}/{path}"));
            }
        }
        for entry in fs::read_dir(&folder).expect("the goldens").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if paths.contains(&name) {
            } else if bless {
                fs::remove_file(entry.path()).expect("a golden less");
            } else {
                wrong.push(format!("{variant}/{name}, which is no longer generated"));
            }
        }
    }
    assert!(wrong.is_empty(), "differ (BLESS=1 rewrites them): {}", wrong.join(", "));
}

#[test]
fn options_make_a_difference() {
    let texts: Vec<Vec<u8>> = variants()
        .iter()
        .map(|(_, wanted)| files(wanted).get("wire.rs").map(<[u8]>::to_vec).unwrap_or_default())
        .collect();
    for (at, text) in texts.iter().enumerate() {
        assert!(!texts[..at].contains(text), "{} is like another", variants()[at].0);
    }
}
