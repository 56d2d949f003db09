//! The goldens: `fixtures/golden/assemblyscript/SIDE/`, each holding all schemas in one directory, without the runtime.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use contractc::targets::Side;

use crate::project::generated;
use crate::schemas;

const SIDES: [Side; 3] = [Side::Guest, Side::Host, Side::Both];

fn paths(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn goldens_are_what_is_generated() {
    let bless = std::env::var_os("BLESS").is_some();
    let contracts = schemas::all();
    let mut different = Vec::new();
    for side in SIDES {
        let files = generated(&contracts, side);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures/golden/assemblyscript")
            .join(side.name());
        let mut left = paths(&folder);
        for (path, content) in files.iter().filter(|(path, _)| !path.starts_with("wapc/")) {
            left.remove(path);
            let file = folder.join(path);
            if fs::read(&file).is_ok_and(|found| found == content) {
                continue;
            }
            if bless {
                fs::create_dir_all(&folder).unwrap();
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
