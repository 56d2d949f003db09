//! A fifth language, added by the steps of `generators/README.md`; and those steps name only what is there.

#![cfg(feature = "cli")]

#[path = "fifth_language/python.rs"]
mod python;

use std::path::Path;
use std::{env, fs};

use contractc::generate::{Unit, Wanted, generate};
use contractc::loader::FileLoader;
use contractc::targets::Files;

#[test]
fn the_steps_make_a_language() {
    let golden = Path::new("tests/fifth_language/golden");
    let mut checked = Vec::new();
    for schema in
        ["schemas/core.widl", "schemas/keyvalue.widl", "fixtures/schemas/kitchen-sink.widl"]
    {
        let text = fs::read_to_string(schema).expect("a schema");
        checked.push(contractc::check(schema, text, &FileLoader::new([""; 0])));
    }
    let units: Vec<Unit<'_>> = checked
        .iter()
        .map(|checked| {
            let contract = checked.contract.as_ref().expect("a sound schema");
            Unit { contract, schema: contract.source.clone(), module: None }
        })
        .collect();
    let generated = generate(&python::Python, &units, &Wanted::default(), &Files::new());
    let files = generated.expect("a language").files;
    for (path, content) in files.iter() {
        let expected = golden.join(path);
        if env::var_os("BLESS").is_some() {
            fs::create_dir_all(expected.parent().expect("a folder")).expect("a folder");
            fs::write(&expected, content).expect("to write");
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default();
        let found = String::from_utf8_lossy(content);
        assert!(
            found == expected,
            "{path} is not as expected; BLESS=1 rewrites it\n{}",
            similar::TextDiff::from_lines(&*expected, &*found).unified_diff()
        );
    }
}

#[test]
fn the_steps_name_what_is_there() {
    let text = fs::read_to_string("generators/README.md").expect("the steps");
    let mut checked = 0;
    for path in text.split('`').skip(1).step_by(2) {
        let is_path = path.contains('/') && !path.contains(['{', ' ', '*']);
        if !is_path {
            continue;
        }
        // What a new language brings is looked at in one that is there.
        for language in ["tinygo", "assemblyscript", "zig"] {
            let path = path.replace("LANG", language);
            let below = Path::new("generators").join(&path);
            assert!(
                Path::new(&path).exists() || below.exists(),
                "generators/README.md names {path}, which is not there"
            );
            checked += 1;
        }
    }
    assert!(checked > 20, "the steps name few paths: {checked}");
}
