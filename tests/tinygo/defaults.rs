//! Defaults that are structs and unions, and values that are read in their place.

use contractc::targets::Side;

use crate::go::Project;
use crate::schemas::checked;

const SCHEMA: &str = r#"
namespace "contractc:defaults"
role Keeper @provider { Keep{outer: Outer}: Outer }
type Inner { name: string = ""  size: i32? }
union Either = Inner | string
type Outer {
  inner: Inner = {name: "default", size: 5}
  either: Either = {Inner: {name: "a", size: 5}}
  maybe: Inner?
}
"#;

#[test]
fn nothing_of_a_default_shines_through() {
    let Some(project) = Project::new("defaults") else { return };
    let contract = checked("defaults.widl", SCHEMA).unwrap();
    project.generate(&[("defaults.widl".to_owned(), contract)], Side::Both);
    project.copy("tinygo/defaults/defaults_test.go", "defaults_test.go");
    project.lint();
    project.go("test .", &[]);
}
