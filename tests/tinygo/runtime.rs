//! The runtime's own tests, and its own files under Go's tools.

use std::path::Path;

use crate::go::Project;

#[test]
fn the_runtime_holds_its_tests() {
    let Some(project) = Project::named("runtime", "contracts/wapc") else { return };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("generators/tinygo/runtime");
    for file in std::fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        project.write(&name, &std::fs::read(&path).unwrap());
    }
    project.lint();
    project.go("test .", &[]);
}
