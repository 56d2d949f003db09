//! The goldens: `fixtures/golden/tinygo/SIDE/`, each holding all schemas in one directory, without the runtime.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use contractc::targets::Side;

use crate::go::{Project, WASM, generated};
use crate::schemas;

const SIDES: [Side; 3] = [Side::Guest, Side::Host, Side::Both];

fn paths(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for module in fs::read_dir(folder).into_iter().flatten().flatten() {
        for file in fs::read_dir(module.path()).into_iter().flatten().flatten() {
            let (module, file) = (module.file_name(), file.file_name());
            found.insert(format!("{}/{}", module.to_string_lossy(), file.to_string_lossy()));
        }
    }
    found
}

#[test]
fn goldens_are_what_is_generated() {
    let bless = std::env::var_os("BLESS").is_some();
    let contracts = schemas::all();
    let mut different = Vec::new();
    for side in SIDES {
        let files = generated(&contracts, side, "example.com/golden/contracts");
        let folder =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/golden/tinygo").join(side.name());
        let mut left = paths(&folder);
        for (path, content) in files.iter().filter(|(path, _)| !path.starts_with("wapc/")) {
            left.remove(path);
            let file = folder.join(path);
            if fs::read(&file).is_ok_and(|found| found == content) {
                continue;
            }
            if bless {
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(&file, content).unwrap();
            } else {
                different.push(format!("{}/{path}", side.name()));
            }
        }
        for path in left {
            if bless {
                fs::remove_file(folder.join(path)).unwrap();
            } else {
                different.push(format!("{}/{path}, which is not generated any more", side.name()));
            }
        }
    }
    assert!(
        different.is_empty(),
        "these goldens differ; BLESS=1 rewrites them:\n{}",
        different.join("\n")
    );
}

#[test]
fn goldens_compile() {
    let contracts = schemas::all();
    for side in SIDES {
        let Some(project) = Project::new(&format!("golden-{}", side.name())) else { return };
        project.generate(&contracts, side);
        project.check_format();
        project.go("vet ./...", WASM);
        if side == Side::Both {
            project.go("vet ./...", &[]);
            project.staticcheck("Go goldens");
        }
    }
}
