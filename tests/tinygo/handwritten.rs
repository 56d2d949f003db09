//! Generated code beside what was written by hand for the same contracts: `benches/handwritten`.

use std::fs;
use std::path::{Path, PathBuf};

use contractc::targets::Side;

use crate::go::Project;
use crate::schemas;

/// The files of the hand-written project but for its contracts, or those too.
fn copy(project: &Project, with_contracts: bool) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/handwritten/go");
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if with_contracts || name != "contracts" {
                    folders.push(path);
                }
            } else {
                project.write(&name, &fs::read(&path).unwrap());
            }
        }
    }
}

fn size(project: &Project) -> u64 {
    project.build("actor", "actor.wasm");
    fs::metadata(project.folder.join("actor.wasm")).unwrap().len()
}

/// The nanoseconds of the fastest of several runs.
fn time(project: &Project) -> f64 {
    let output = project.go("test -run ^$ -bench . -count 6 ./counter", &[]);
    let times = output.lines().filter_map(|line| {
        let mut words = line.split_whitespace().rev().skip_while(|word| *word != "ns/op");
        words.nth(1)?.parse().ok()
    });
    times.min_by(f64::total_cmp).unwrap_or_else(|| panic!("no times in:\n{output}"))
}

#[test]
fn handwritten_code_is_not_smaller() {
    let Some(by_hand) = Project::named("handwritten", "example.com/counter") else { return };
    let Some(generated) = Project::named("generated", "example.com/counter") else { return };
    copy(&by_hand, true);
    copy(&generated, false);
    let contracts = ["keyvalue", "httpserver"]
        .map(|name| schemas::file(&format!("benches/handwritten/{name}.widl")));
    generated.generate(&contracts, Side::Both);
    generated.lint();
    generated.go("test ./counter", &[]);

    let (theirs, ours) = (size(&by_hand), size(&generated));
    println!("size in bytes: by hand {theirs}, generated {ours}");
    assert!(ours <= 2_100_000, "six clients and the HTTP handler have {ours} bytes");
    assert!(ours * 100 <= theirs * 105, "{ours} bytes generated, {theirs} by hand");
    if std::env::var_os("CONTRACTC_BENCH").is_some() {
        let (theirs, ours) = (time(&by_hand), time(&generated));
        println!("time in ns: by hand {theirs}, generated {ours}, ratio {:.3}", ours / theirs);
    }
}
