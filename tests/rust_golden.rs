//! The goldens: `fixtures/golden/rust/VARIANT/`, each holding all schemas in one directory, without the runtime.

#[path = "support/random_schema.rs"]
mod random_schema;
#[path = "support/toolchain.rs"]
mod toolchain;

use std::fs;
use std::path::{Path, PathBuf};

use contractc::generate::{Unit, Wanted, generate};
use contractc::ir::Contract;
use contractc::loader::FileLoader;
use contractc::targets::rust::Rust;
use contractc::targets::{Files, Side};
use toolchain::RUSTFMT;

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

/// All schemas of the project: the shipped ones, and those with every construct, every keyword and every form.
fn contracts() -> Vec<(String, Contract)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = vec![root.join("fixtures/wire/schema.widl")];
    for folder in ["schemas", "fixtures/schemas"] {
        let entries = fs::read_dir(root.join(folder)).expect("a folder of schemas");
        paths.extend(entries.flatten().map(|entry| entry.path()));
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "widl"));
    paths.sort();
    paths.iter().map(|path| (relative(path, root), contract(path))).collect()
}

fn relative(path: &Path, root: &Path) -> String {
    let path = path.strip_prefix(root).expect("a path in the project");
    format!("../../../../{}", path.display())
}

/// A schema, which has no errors.
pub fn contract(path: &Path) -> Contract {
    let text = fs::read_to_string(path).expect("a schema");
    let loader = FileLoader::new([] as [&str; 0]);
    let checked = contractc::check(&path.to_string_lossy(), text, &loader);
    checked.contract.unwrap_or_else(|| panic!("{}: {:#?}", path.display(), checked.diagnostics))
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
        let entries = fs::read_dir(folder(variant)).expect("the goldens").flatten();
        entries.map(|entry| entry.path()).filter(|path| !path.ends_with("mod.rs"))
    });
    let changed = reformatted("goldens_are_what_rustfmt_prints", goldens);
    assert!(changed.is_none(), "{}", changed.unwrap_or_default());
}

#[test]
fn random_contracts_are_what_rustfmt_prints() {
    let out = tempfile::tempdir().expect("a folder");
    let loader = FileLoader::new([] as [&str; 0]);
    let mut paths = Vec::new();
    for seed in 0..100 {
        let checked = contractc::check("random.widl", random_schema::schema(seed), &loader);
        let contract = checked.contract.as_ref().expect("a valid schema");
        for (variant, wanted) in variants() {
            let unit = Unit { contract, schema: "random.widl".into(), module: Some("it".into()) };
            let generated = generate(&Rust, &[unit], &wanted, &Files::new()).expect("bindings");
            let path = out.path().join(format!("{seed}-{variant}.rs"));
            fs::write(&path, generated.files.get("it.rs").expect("a module")).expect("a file");
            paths.push(path);
        }
    }
    let changed = reformatted("random_contracts_are_what_rustfmt_prints", paths);
    assert!(changed.is_none(), "{}", changed.unwrap_or_default());
}

fn folder(variant: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/golden/rust").join(variant)
}

#[test]
fn goldens_are_what_is_generated() {
    let bless = std::env::var_os("BLESS").is_some();
    let (mut wrong, mut texts) = (Vec::new(), Vec::new());
    for (variant, wanted) in variants() {
        let folder = folder(variant);
        let files = files(&wanted);
        let text = files.get("wire.rs").map(<[u8]>::to_vec);
        assert!(!texts.contains(&text), "{variant} is like another variant");
        texts.push(text);
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
