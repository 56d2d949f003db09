//! Names that mean something to Go's tools, and that the keywords schema does not have.

use contractc::targets::Side;

use crate::go::Project;
use crate::schemas::checked;

const SCHEMA: &str = r#"
namespace "contractc:2nd.names"

role Store @provider {
  bind(key: string): string
  Health(): u8
  Seek(offset: i64): i64
  ReadByte(): u8
  MarshalJSON(): bytes
  read_value(readValue: Value, writeValue: Value, c: u8, listOfValue: [Value], time: datetime): [Value]
}
role error @provider { log(text: string): string  Log(text: string): string }
role Value @actor { string(error: string): string }

"Held by nothing but lists."
type Value { value: [Value]  Value: u8 = 1  _: i8  __: string  x1: f32 = -0.0  X1: {u8: Value?} }
type value_ { a: Value = {value: [], Value: 2, _: 1, __: "x", x1: 0.5, X1: {}} }
type ListOfValue { url: string  userID: string  http_url: [ListOfValue?]? }
type Nothing { }
union Either = Value | value_ | string | Maybe
alias Maybe = [string?]
role Other @provider { go(either: Either?, nothing: Nothing, list: ListOfValue): {string: Either} }
"#;

#[test]
fn awkward_names_compile() {
    let Some(project) = Project::new("names") else { return };
    let contract = checked("names.widl", SCHEMA).unwrap();
    project.generate(&[("names.widl".to_owned(), contract)], Side::Both);
    project.lint();
    project.staticcheck("awkward names in Go");
}
