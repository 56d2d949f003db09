//! Generated code in the place of what was written by hand for the same contracts: `benches/handwritten`.

use std::fs;
use std::path::{Path, PathBuf};

use contractc::targets::Side;

use crate::go::Project;
use crate::schemas;

/// The files of the hand-written project but for its contracts.
fn copy(project: &Project) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/handwritten/go");
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if name != "contracts" {
                    folders.push(path);
                }
            } else {
                project.write(&name, &fs::read(&path).unwrap());
            }
        }
    }
}

#[test]
fn what_was_written_for_handwritten_code_works_with_generated_code() {
    let Some(project) = Project::named("generated", "example.com/counter") else { return };
    copy(&project);
    let contracts = ["keyvalue", "httpserver"]
        .map(|name| schemas::file(&format!("benches/handwritten/{name}.widl")));
    project.generate(&contracts, Side::Both);
    project.lint();
    project.go("test ./counter", &[]);
}
