//! Descriptions as gofmt leaves them, and a role without operations.

use contractc::targets::Side;

use crate::go::Project;
use crate::schemas::checked;

const SCHEMA: &str = r#"
namespace "contractc:docs"
"""
Steps:
- one
  - nested
1. a number
2. another

- again
"""
role Keeper @provider {
  """
  Does it:
  - first
  """
  Keep("The name." name: string, "How many." count: u32): string
}
"Does nothing."
role Idle @provider {}
"#;

#[test]
fn gofmt_changes_nothing() {
    let Some(project) = Project::new("docs") else { return };
    let contract = checked("docs.widl", SCHEMA).unwrap();
    project.generate(&[("docs.widl".to_owned(), contract)], Side::Both);
    project.lint();
}
