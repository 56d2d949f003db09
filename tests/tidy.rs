//! Who may import whom, who may touch files, and how long a file may be.

use std::fs;
use std::path::{Path, PathBuf};

/// For each part of `src/`, the parts it may name after `crate::`; the façade's own functions are listed as `*`.
const IMPORTS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diagnostic", &["source"]),
    ("syntax", &["source", "diagnostic"]),
    ("ir", &["source"]),
    ("resolve", &["source", "diagnostic", "syntax", "ir", "wire"]),
    ("wire", &["ir"]),
    ("loader", &["source", "diagnostic", "schemas", "syntax"]),
    ("schemas", &[]),
    ("disk", &["targets"]),
    ("targets", &["source", "diagnostic", "ir", "wire"]),
    ("compare", &["source", "ir", "wire"]),
    ("generate", &["source", "diagnostic", "ir", "wire", "targets"]),
    ("engine", &[]),
    ("buildscript", &["*", "source", "diagnostic", "disk", "ir", "targets", "generate", "loader"]),
    (
        "conformance",
        &[
            "*",
            "source",
            "diagnostic",
            "ir",
            "wire",
            "targets",
            "generate",
            "loader",
            "schemas",
            "engine",
        ],
    ),
    (
        "cli",
        &[
            "*",
            "source",
            "diagnostic",
            "disk",
            "ir",
            "compare",
            "targets",
            "generate",
            "loader",
            "schemas",
            "conformance",
        ],
    ),
];

/// The parts that may use `std::fs`, print, and end the process.
const OUTWARD: &[&str] = &["cli", "buildscript", "disk", "conformance"];

/// The parts that may read files, and no more.
const READERS: &[&str] = &["loader"];

/// Files that hold data rather than code.
const DATA: &[&str] = &[];

#[test]
fn parts_import_only_what_lies_below_them() {
    let mut faults = Vec::new();
    for (path, text) in sources("src", "rs") {
        let part = part(&path);
        if ["lib", "main"].contains(&part.as_str()) {
            continue;
        }
        let Some((_, allowed)) = IMPORTS.iter().find(|(name, _)| *name == part) else {
            faults.push(format!("{}: the part `{part}` is not in the table", path.display()));
            continue;
        };
        for (line, name) in crate_paths(&text) {
            let known = IMPORTS.iter().any(|(part, _)| *part == name);
            let fine = name == part
                || allowed.contains(&name.as_str())
                || (!known && allowed.contains(&"*"));
            if !fine {
                faults.push(format!("{}:{line}: `{part}` may not import `{name}`", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn languages_do_not_import_each_other() {
    let mut faults = Vec::new();
    let languages = ["rust", "tinygo", "assemblyscript", "zig"];
    for (path, text) in sources("src/targets", "rs") {
        for own in languages {
            if !path.starts_with(format!("src/targets/{own}")) {
                continue;
            }
            for other in languages.iter().filter(|other| **other != own) {
                if text.contains(&format!("targets::{other}")) {
                    faults.push(format!("{}: names `targets::{other}`", path.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn only_the_outward_parts_touch_the_world() {
    let mut faults = Vec::new();
    for (path, text) in sources("src", "rs") {
        let part = part(&path);
        if OUTWARD.contains(&part.as_str()) || part == "main" {
            continue;
        }
        for (number, line) in code_lines(&text) {
            let reads = line.contains("std::fs") || line.contains("fs::read");
            let acts = line.contains("println!")
                || line.contains("print!(")
                || line.contains("process::exit")
                || line.contains("fs::write");
            if acts || (reads && !READERS.contains(&part.as_str())) {
                faults.push(format!("{}:{number}: {}", path.display(), line.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn files_are_short() {
    let mut faults = Vec::new();
    let mut check = |path: &Path, text: &str, most: usize| {
        let lines = text.lines().count();
        if lines > most && !DATA.iter().any(|data| path.ends_with(data)) {
            faults.push(format!("{}: {lines} lines, {most} at most", path.display()));
        }
    };
    for (path, text) in sources("src", "rs") {
        check(&path, &text, 400);
    }
    for ending in ["rs", "go", "ts", "zig"] {
        for (path, text) in sources("generators", ending) {
            check(&path, &text, 700);
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn the_command_line_is_thin() {
    let main = fs::read_to_string("src/main.rs").expect("src/main.rs");
    assert!(main.lines().count() <= 40, "src/main.rs is for the call of the library alone");
}

/// Cargo leaves a folder with a manifest of its own out of the package, and what is embedded from it could not be built.
#[test]
fn what_is_embedded_is_packaged() {
    for folder in ["src", "schemas", "generators"] {
        let manifests = sources(folder, "toml").into_iter().map(|(path, _)| path);
        let own = manifests.filter(|path| path.ends_with("Cargo.toml")).collect::<Vec<_>>();
        assert!(own.is_empty(), "{own:?} would not be in the package");
    }
}

/// The first folder or file below `src/`.
fn part(path: &Path) -> String {
    let below = path.strip_prefix("src").expect("below src");
    let first = below.components().next().expect("a name").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// All files of an ending below a folder, by path.
fn sources(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == ending) {
                let text = fs::read_to_string(&path).expect("a text");
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

/// Lines of code, before a file's unit tests, with their numbers.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| !line.contains("#[cfg(test)]"))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(number, line)| (number + 1, line))
}

/// The names after `crate::`, those of a group included.
fn crate_paths(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in code_lines(text) {
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            if let Some(group) = rest.strip_prefix('{') {
                let group = group.split('}').next().unwrap_or_default();
                let mut depth = 0;
                let mut word = String::new();
                for c in group.chars().chain([',']) {
                    match c {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        ',' if depth == 0 => {
                            let name = word.trim().split("::").next().unwrap_or_default();
                            if !name.is_empty() {
                                found.push((number, name.to_owned()));
                            }
                            word.clear();
                        }
                        c => word.push(c),
                    }
                }
            } else {
                let name: String =
                    rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                found.push((number, name));
            }
        }
    }
    found
}
