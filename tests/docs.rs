//! What the documentation shows is sound.

use contractc::loader::FileLoader;
use std::fs;
use std::path::Path;

#[test]
fn schemas_in_the_documentation_are_sound() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for path in ["README.md", "docs/widl.md"] {
        let text = fs::read_to_string(root.join(path)).expect("a document");
        for schema in text.split("```widl\n").skip(1) {
            let (schema, _) = schema.split_once("```").expect("an end");
            let checked = contractc::check("shown.widl", schema, &FileLoader::default());
            assert!(checked.diagnostics.is_empty(), "{path}: {:#?}", checked.diagnostics);
            seen += 1;
        }
    }
    assert_eq!(seen, 2);
}
