//! What schemas resolve to: each `fixtures/ir/NAME.widl` against `NAME.json` and its lints against\n//! `NAME.lints`, and each shipped schema against
//! `fixtures/ir/schemas/NAME.json`. `BLESS=1 cargo test --test ir` rewrites the expectations.

use std::fs;
use std::path::{Path, PathBuf};

use contractc::loader::{self, FileLoader};
use contractc::{Checked, ir, schemas};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The `.widl` files of a folder, in the order of their names.
fn schemas_in(folder: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(root().join(folder))
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "widl"))
        .collect();
    paths.sort();
    paths
}

fn stem(path: &Path) -> &str {
    path.file_stem().and_then(|stem| stem.to_str()).expect("a UTF-8 name")
}

/// Checks a schema under a path relative to the root, so that no machine's paths are in the expectation.
fn check(path: &Path) -> Checked {
    let text = loader::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let shown = path.strip_prefix(root()).expect("inside the package").to_str().expect("UTF-8");
    contractc::check(&shown.replace('\\', "/"), text, &FileLoader::new(Vec::<PathBuf>::new()))
}

/// All reports, one a line.
fn reports(checked: &Checked) -> String {
    let lines = checked.diagnostics.iter().map(|diagnostic| {
        let place = diagnostic.primary.as_ref().and_then(|label| {
            let source = checked.sources.get(label.span.source)?;
            let position = source.position(label.span.start);
            Some(format!("{}:{}:{}", source.path, position.line, position.column))
        });
        format!("{} {} {}\n", diagnostic.code, place.unwrap_or_default(), diagnostic.message)
    });
    lines.collect()
}

fn compare(path: &Path, actual: &str) -> Result<(), String> {
    if std::env::var_os("BLESS").is_some() {
        if actual.is_empty() {
            // No reports, no file.
            let _ = fs::remove_file(path);
            return Ok(());
        }
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, actual).expect("the expectation can be written");
        return Ok(());
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == actual {
        return Ok(());
    }
    let line = expected.lines().zip(actual.lines()).take_while(|(a, b)| a == b).count();
    Err(format!(
        "{} differs from line {} on; `BLESS=1 cargo test --test ir` rewrites it\n  expected: {}\n  actual:   {}",
        path.display(),
        line + 1,
        expected.lines().nth(line).unwrap_or("(nothing)"),
        actual.lines().nth(line).unwrap_or("(nothing)"),
    ))
}

/// Compares the contract and its reports with the expectations beside the schema.
fn hold(schema: &Path, expectation: &Path) -> Result<(), String> {
    let checked = check(schema);
    let reports = reports(&checked);
    let Some(contract) = &checked.contract else {
        return Err(format!("{} gives no contract:\n{reports}", schema.display()));
    };
    let lints = compare(&expectation.with_extension("lints"), &reports);
    compare(expectation, &ir::export::json(contract)).and(lints)
}

fn passed(results: Vec<Result<(), String>>) {
    assert!(!results.is_empty(), "there are fixtures");
    let failures: Vec<String> = results.into_iter().filter_map(Result::err).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn fixtures() {
    let schemas = schemas_in("fixtures/ir");
    passed(schemas.iter().map(|path| hold(path, &path.with_extension("json"))).collect());
}

#[test]
fn shipped_schemas() {
    let folder = root().join("fixtures/ir/schemas");
    let all = schemas_in("schemas");
    passed(
        all.iter()
            .map(|path| hold(path, &folder.join(stem(path)).with_extension("json")))
            .collect(),
    );
    let names: Vec<&str> = all.iter().map(|path| stem(path)).collect();
    let mut embedded: Vec<&str> = schemas::all().iter().map(|schema| schema.name).collect();
    embedded.sort_unstable();
    assert_eq!(embedded, names, "every schema of the folder is embedded");
}

#[test]
fn shipped_schemas_have_no_lints_and_their_ids() {
    for schema in schemas::all() {
        let checked = contractc::check(schema.id, schema.text, &FileLoader::default());
        assert_eq!(reports(&checked), "", "{} is clean", schema.name);
        let contract = checked.contract.expect("it resolves");
        assert_eq!(contract.id, schema.id);
        assert_eq!(contract.source, schema.id);
        assert!(contract.roles.iter().all(|role| role.annotated), "{}", schema.name);
        assert_eq!(schemas::find(schema.name).map(|found| found.id), Some(schema.id));
        assert!(checked.sources.iter().all(|source| source.embedded));
    }
}

#[test]
fn the_same_schema_gives_the_same_contract_and_reports() {
    let folders = ["fixtures/ir", "fixtures/schemas", "fixtures/ui"];
    for path in folders.iter().flat_map(|folder| schemas_in(folder)) {
        let (first, second) = (check(&path), check(&path));
        assert_eq!(first.contract, second.contract, "{}", path.display());
        assert_eq!(first.diagnostics, second.diagnostics, "{}", path.display());
    }
}

#[test]
fn large_fixtures_resolve() {
    for path in schemas_in("fixtures/schemas") {
        let checked = check(&path);
        assert!(checked.contract.is_some(), "{}:\n{}", path.display(), reports(&checked));
    }
}
