//! Every reading rule and every error text, held by generated code.

use contractc::targets::Side;

use crate::go::Project;
use crate::schemas;

#[test]
fn generated_code_holds_the_tables() {
    let Some(project) = Project::new("wiretest") else { return };
    project.generate(&[schemas::file("fixtures/wire/schema.widl")], Side::Both);
    project.copy("tinygo/wire/wire_test.go", "wire_test.go");
    for table in ["reading", "results"] {
        project.copy(&format!("wire/{table}.json"), &format!("{table}.json"));
    }
    project.lint();
    project.go("test .", &[]);
}
