//! Nothing of a call is kept once it is answered. (Modules, whose memory only ever grows: `tests/languages`.)

use contractc::targets::Side;

use crate::go::Project;
use crate::schemas;

#[test]
fn nothing_of_a_call_is_kept() {
    let Some(project) = Project::new("memory") else { return };
    project.generate(&[schemas::file("fixtures/languages/deep.widl")], Side::Both);
    project.copy("tinygo/memory/memory_test.go", "memory_test.go");
    project.lint();
    project.go("test .", &[]);
}
