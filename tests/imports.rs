//! Imports over the file system: where files are looked for, which of them are one, and what cannot be read.

use std::fs;
use std::path::Path;

use contractc::diagnostic::Code;
use contractc::loader::{self, FileLoader, ReadError};
use contractc::source::Loader;
use contractc::{Checked, check};
use tempfile::TempDir;

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    folder
}

fn at(folder: &Path, path: &str) -> String {
    folder.join(path).to_str().expect("UTF-8").replace('\\', "/")
}

/// Checks `main.widl` of a folder.
fn check_main(folder: &Path, loader: &FileLoader) -> Checked {
    let path = at(folder, "main.widl");
    let text = loader::read(Path::new(&path)).expect("it is there");
    check(&path, text, loader)
}

fn types(checked: &Checked) -> Vec<&str> {
    let contract =
        checked.contract.as_ref().unwrap_or_else(|| panic!("{:#?}", checked.diagnostics));
    contract.types.iter().map(|ty| ty.name.as_str()).collect()
}

fn codes(checked: &Checked) -> Vec<Code> {
    checked.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

const HEAD: &str = "namespace \"test:main\"\n";

#[test]
fn relative_to_the_importing_file_first() {
    let files = folder(&[
        ("main.widl", &format!("{HEAD}import * from \"sub/a.widl\"\ntype Main {{ a: A }}")),
        (
            "sub/a.widl",
            "import { B } from \"./b.widl\" import * from \"../up.widl\" type A { b: B up: Up }",
        ),
        ("sub/b.widl", "type B { text: string }"),
        ("b.widl", "type B { wrong: string }"),
        ("up.widl", "type Up { a: u8 }"),
    ]);
    let checked = check_main(files.path(), &FileLoader::default());
    assert_eq!(types(&checked), ["Main", "A", "B", "Up"]);
    let paths: Vec<&str> = checked.sources.iter().map(|source| source.path.as_str()).collect();
    let expected: Vec<String> = ["main.widl", "sub/a.widl", "sub/b.widl", "up.widl"]
        .iter()
        .map(|path| at(files.path(), path))
        .collect();
    assert_eq!(paths, expected);
}

#[test]
fn then_in_the_given_folders_in_their_order() {
    let files = folder(&[
        ("main.widl", &format!("{HEAD}import * from \"lib/a.widl\"\ntype Main {{ a: A }}")),
        ("second/lib/a.widl", "type A { second: u8 }"),
        ("first/lib/a.widl", "type A { first: u8 }"),
    ]);
    let folders = ["none", "first", "second"].map(|name| files.path().join(name));
    let checked = check_main(files.path(), &FileLoader::new(folders));
    let contract = checked.contract.as_ref().expect("it resolves");
    assert_eq!(contract.types[1].fields().expect("a struct")[0].name, "first");

    let checked = check_main(files.path(), &FileLoader::default());
    assert_eq!(codes(&checked), [Code::IMPORT_NOT_FOUND]);
    assert_eq!(
        checked.diagnostics[0].notes,
        [format!("looked at {}", at(files.path(), "lib/a.widl"))]
    );
}

#[test]
fn then_among_the_embedded_ones_but_a_file_comes_first() {
    let main =
        format!("{HEAD}import {{ Response }} from \"httpserver\"\ntype Main {{ a: Response }}");
    let files = folder(&[("main.widl", &main)]);
    let checked = check_main(files.path(), &FileLoader::default());
    assert_eq!(types(&checked), ["Main", "Response"]);
    let embedded: Vec<bool> = checked.sources.iter().map(|source| source.embedded).collect();
    assert_eq!(embedded, [false, true]);

    let files = folder(&[("main.widl", &main), ("httpserver.widl", "type Response { own: u8 }")]);
    let checked = check_main(files.path(), &FileLoader::default());
    assert!(checked.sources.iter().all(|source| !source.embedded));
}

#[test]
fn one_file_is_one_whatever_ways_lead_to_it() {
    let files = folder(&[
        (
            "main.widl",
            &format!(
                "{HEAD}import {{ A }} from \"a.widl\" import {{ B }} from \"./x/../b.widl\" type Main {{ a: A b: B }}"
            ),
        ),
        ("a.widl", "import { B } from \"b.widl\" type A { b: B }"),
        ("b.widl", "type B { text: string }"),
        ("x/y.widl", ""),
    ]);
    let checked = check_main(files.path(), &FileLoader::default());
    assert_eq!(types(&checked), ["Main", "A", "B"]);
    assert_eq!(checked.sources.iter().count(), 3);
}

#[cfg(unix)]
#[test]
fn a_link_is_the_file_that_it_leads_to() {
    let files = folder(&[
        (
            "main.widl",
            &format!(
                "{HEAD}import * from \"a.widl\" import * from \"link.widl\" type Main {{ a: A }}"
            ),
        ),
        ("a.widl", "type A { text: string }"),
    ]);
    std::os::unix::fs::symlink(files.path().join("a.widl"), files.path().join("link.widl"))
        .expect("a link");
    let checked = check_main(files.path(), &FileLoader::default());
    assert_eq!(types(&checked), ["Main", "A"]);
}

#[test]
fn types_do_not_meet_under_one_name() {
    let files = folder(&[
        (
            "main.widl",
            &format!(
                "{HEAD}import {{ A as B, Both }} from \"a.widl\" type Main {{ b: B both: Both }}"
            ),
        ),
        ("a.widl", "type A { a: u8 } type B { b: u8 } type Both { a: A b: B }"),
    ]);
    let checked = check_main(files.path(), &FileLoader::default());
    assert_eq!(codes(&checked), [Code::TYPES_MEET]);
    assert_eq!(
        checked.diagnostics[0].message,
        "two different types named `B` meet in this contract"
    );

    let files = folder(&[
        ("main.widl", &format!("{HEAD}import {{ A as B }} from \"a.widl\" type B {{ b: u8 }}")),
        ("a.widl", "type A { a: u8 }"),
    ]);
    assert_eq!(codes(&check_main(files.path(), &FileLoader::default())), [Code::DUPLICATE_IMPORT]);
}

/// As the help about a name that two imports bring says.
#[test]
fn a_name_that_is_asked_for_comes_before_what_a_star_brings() {
    let parts = [("a.widl", "type A { a: u8 }\ntype B { a: u8 }"), ("b.widl", "type A { b: u8 }")];
    let stars = "import * from \"a.widl\"\nimport * from \"b.widl\"\n";
    let named = "import { A } from \"b.widl\"\n";
    for imports in [format!("{stars}{named}"), format!("{named}{stars}")] {
        let main = format!("{HEAD}{imports}type Main {{ a: A b: B }}");
        let files = folder(&[("main.widl", &main), parts[0], parts[1]]);
        let checked = check_main(files.path(), &FileLoader::default());
        assert_eq!(codes(&checked), []);
        let contract = checked.contract.expect("a contract");
        let a = contract.types.iter().find(|ty| ty.name == "A").expect("it is used");
        assert_eq!(a.fields().expect("a structure")[0].name, "b");
    }
}

#[test]
fn a_cycle_is_reported_once_with_its_path_and_nothing_else() {
    let files = folder(&[
        ("main.widl", &format!("{HEAD}import * from \"a.widl\"\ntype Main {{ a: A b: B }}")),
        ("a.widl", "import * from \"b.widl\" type A { b: B }"),
        ("b.widl", "import * from \"main.widl\" type B { main: Main? }"),
    ]);
    let checked = check_main(files.path(), &FileLoader::default());
    assert!(checked.contract.is_none());
    assert_eq!(codes(&checked), [Code::IMPORT_CYCLE]);
    let [main, a, b] = ["main.widl", "a.widl", "b.widl"].map(|path| at(files.path(), path));
    let message = &checked.diagnostics[0].message;
    assert!(message.ends_with(&format!("{main} → {a} → {b} → {main}")), "{message}");
    assert_eq!(checked.diagnostics[0].secondary.len(), 2);
}

#[test]
fn the_schema_itself_is_known_whatever_its_path_looks_like() {
    let files = folder(&[
        ("main.widl", &format!("{HEAD}import * from \"x/a.widl\"\ntype Main {{ a: A }}")),
        ("x/a.widl", "import * from \"../main.widl\" type A { b: u8 }"),
    ]);
    let path = at(files.path(), "x/.././main.widl");
    let text = loader::read(Path::new(&path)).expect("it is there");
    let checked = check(&path, text, &FileLoader::default());
    assert_eq!(codes(&checked), [Code::IMPORT_CYCLE]);
    assert_eq!(checked.sources.iter().count(), 2);
}

#[test]
fn what_cannot_be_read_says_why() {
    let files = folder(&[("folder.widl/file", ""), ("binary.widl", "")]);
    fs::write(files.path().join("binary.widl"), b"type A\xff").expect("it can be written");
    let large = fs::File::create(files.path().join("large.widl")).expect("it can be made");
    large.set_len(100 << 20).expect("it can be long");

    let reason = |path: &str| match loader::read(&files.path().join(path)) {
        Ok(text) => format!("read {} bytes", text.len()),
        Err(error) => error.to_string(),
    };
    assert_eq!(reason("missing.widl"), "no such file");
    assert_eq!(reason("folder.widl"), "it is a folder, not a schema");
    assert_eq!(reason("binary.widl"), "it is not UTF-8 text (byte 6 is not valid)");
    assert_eq!(reason("large.widl"), "it is larger than 16 MB, the most that is read");
    assert!(matches!(loader::read(Path::new("binary.widl/x")), Err(ReadError::Missing)));

    let error =
        FileLoader::default().load("", "folder/keyvalue.widl").expect_err("it is not there");
    assert_eq!(error.reason, "no such file");
    let help = error.help.expect("a guess");
    assert_eq!(help, "did you mean `wasmcloud:keyvalue`, which contractc ships?");
}

#[test]
fn mistakes_of_an_imported_file_are_reported_there() {
    let files = folder(&[
        ("main.widl", &format!("{HEAD}import * from \"a.widl\"\ntype Main {{ a: A }}")),
        ("a.widl", "type A { text: strng }\ntype lower { a: any }"),
    ]);
    let checked = check_main(files.path(), &FileLoader::default());
    assert_eq!(codes(&checked), [Code::UNKNOWN_TYPE]);
    let place = checked.diagnostics[0].primary.as_ref().expect("a place").span;
    assert_eq!(
        checked.sources.get(place.source).map(|source| &*source.text),
        Some("type A { text: strng }\ntype lower { a: any }")
    );
}

#[test]
fn a_large_schema_takes_time_by_its_size() {
    let schema = |count: usize| {
        let mut text = HEAD.to_owned();
        for at in 0..count {
            let next = (at + 1) % count;
            text += &format!(
                "\"Some words about it.\"\ntype Type{at} {{ name: string = \"a\" next: Type{next}? list: [Type{next}] }}\n"
            );
        }
        for role in 0..count / 100 {
            text += &format!("role Role{role} @provider {{\n");
            for at in 0..200 {
                let ty = role * 100 + at / 2;
                text += &format!(
                    "  \"What it does.\" Operation{role}x{at}(one: Type{ty}, two: u32): Type{ty}\n"
                );
            }
            text += "}\n";
        }
        text
    };
    let time = |text: &str| {
        let start = std::time::Instant::now();
        let checked = check("large.widl", text, &FileLoader::default());
        assert!(checked.contract.is_some(), "{:?}", checked.diagnostics.first());
        start.elapsed()
    };
    let least = |text: &str| (0..3).map(|_| time(text)).min().expect("three of them");
    let (small, large) = (least(&schema(300)), least(&schema(1_200)));
    // Four times the size: the square of that would be sixteen times the time. The rest is for a machine that is busy.
    assert!(large < small * 12, "{small:?}, {large:?}");
}
