//! A recursive type of 45 fields, by every edge, to the limit of depth.

use std::fmt::Write as _;

use contractc::targets::Side;

use crate::go::Project;
use crate::schemas::checked;

/// A type of 45 fields, three of which hold others of it.
fn schema() -> String {
    let mut text = String::from(
        "namespace \"contractc:deep\"\nrole Keeper @provider { Keep{node: Node}: Node }\n",
    );
    text.push_str("type Node {\n  next: Node?\n  items: [Node]\n  named: {string: Node}\n");
    for at in 0..42 {
        let ty =
            ["string", "i64", "bytes?", "[string]", "datetime?", "f64", "{string: i32}"][at % 7];
        let _ = writeln!(text, "  field{at}: {ty}");
    }
    text.push_str("}\n");
    text
}

#[test]
fn recursive_types_reach_the_limit_on_little_stack() {
    let Some(project) = Project::new("deep") else { return };
    let contract = checked("deep.widl", &schema()).unwrap();
    project.generate(&[("deep.widl".to_owned(), contract)], Side::Both);
    project.copy("tinygo/deep/deep_test.go", "deep_test.go");
    project.lint();
    project.go("test .", &[]);
}
