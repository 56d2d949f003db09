//! `contractc descriptor`.

use std::io::IsTerminal as _;
use std::path::Path;

use super::args::{Descriptor as Args, Encoding};
use super::load::load;
use super::{Failure, Outcome, Result, report};
use crate::disk;
use crate::ir::version::is_semantic;
use crate::targets::descriptor::Descriptor;

pub(super) fn run(args: &Args) -> Result {
    if let Some(version) = args.version.as_deref().filter(|version| !is_semantic(version)) {
        return Err(Failure::new(format!("`--provider-version {version}` is no semantic version"))
            .help("write three numbers, as in `--provider-version 1.2.0`"));
    }
    let loaded = load(&args.schema, &args.input, "descriptor {}")?;
    let Some(contract) = &loaded.checked.contract else {
        report::schemas(&[loaded], args.input.format)?;
        return Ok(Outcome::Findings);
    };
    let mut descriptor = Descriptor { revision: args.revision, ..Descriptor::of(contract) };
    for (wanted, field) in [
        (&args.name, &mut descriptor.name),
        (&args.version, &mut descriptor.version),
        (&args.description, &mut descriptor.long_description),
    ] {
        if let Some(wanted) = wanted {
            field.clone_from(wanted);
        }
    }
    let bytes = match args.encoding {
        Encoding::Json => descriptor.to_json().into_bytes(),
        Encoding::Msgpack => descriptor.to_msgpack(),
    };
    match &args.out {
        Some(path) => disk::write_file(Path::new(path), &bytes)?,
        None if args.encoding == Encoding::Msgpack && std::io::stdout().is_terminal() => {
            return Err(Failure::new("MessagePack is not text, and the output is a terminal")
                .help("write it to a file: `-o descriptor.msgpack`"));
        }
        None => super::print(&bytes)?,
    }
    Ok(Outcome::Fine)
}
