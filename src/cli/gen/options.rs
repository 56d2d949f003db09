//! The options of `gen`: what they ask for, and how they are typed again.

use std::path::Path;

use super::go_package;
use crate::cli::Failure;
use crate::cli::args::{Gen, SideArg};
use crate::generate::Wanted;
use crate::targets::{self, Side, Target};

/// What is asked for in this output directory.
pub(super) fn wanted(args: &Gen, directory: &Path) -> Wanted {
    Wanted {
        side: args.side.map(side),
        serde: switch(args.serde, args.no_serde),
        views: switch(args.views, args.no_views),
        allocator: switch(args.allocator, args.no_allocator),
        go_package: args.go_package.clone().or_else(|| go_package::find(directory)),
        prune: args.prune,
    }
}

/// Two options that take each other back; the last one given is set.
fn switch(on: bool, off: bool) -> Option<bool> {
    (on || off).then_some(on)
}

fn side(side: SideArg) -> Side {
    match side {
        SideArg::Guest => Side::Guest,
        SideArg::Host => Side::Host,
        SideArg::Both => Side::Both,
    }
}

/// The options of single languages that were given, each with the target's name for it.
fn given(args: &Gen) -> Vec<(&'static str, &'static str)> {
    let all = [
        (args.serde, "--serde", "serde"),
        (args.no_serde, "--no-serde", "serde"),
        (args.views, "--views", "views"),
        (args.no_views, "--no-views", "views"),
        (args.allocator, "--allocator", "allocator"),
        (args.no_allocator, "--no-allocator", "allocator"),
        (args.go_package.is_some(), "--go-package", "go-package"),
    ];
    all.into_iter().filter(|it| it.0).map(|(_, typed, option)| (typed, option)).collect()
}

/// An option that none of the languages takes was meant for another one.
pub(super) fn check(args: &Gen, languages: &[&dyn Target]) -> Result<(), Failure> {
    for (typed, option) in given(args) {
        let takes = |target: &&dyn Target| target.options().contains(&option);
        if languages.iter().any(takes) {
            continue;
        }
        let theirs: Vec<_> = targets::ALL.iter().copied().filter(takes).map(Target::id).collect();
        return Err(Failure::new(format!("`{typed}` says nothing to {}", args.lang.join(", ")))
            .help(format!("it is an option of {}", theirs.join(", "))));
    }
    Ok(())
}

/// The options that decide what is generated, as they can be typed again.
pub(super) fn again(args: &Gen) -> String {
    let mut words = vec!["--lang".to_owned(), args.lang.join(",")];
    let mut option = |name: &str, value: &str| words.extend([name.to_owned(), word(value)]);
    if let Some(it) = args.side {
        option("--side", side(it).name());
    }
    if args.out != "contracts" {
        option("-o", &args.out);
    }
    args.input.include.iter().for_each(|folder| option("-I", folder));
    args.name.iter().for_each(|name| option("--name", name));
    if let Some(package) = &args.go_package {
        option("--go-package", package);
    }
    if args.prune {
        words.push("--prune".to_owned());
    }
    words.extend(given(args).iter().filter(|it| it.0 != "--go-package").map(|it| it.0.to_owned()));
    words.join(" ")
}

/// A word as a shell takes it.
pub(super) fn word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=,@+%~\\".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}
