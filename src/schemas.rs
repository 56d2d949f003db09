//! The schemas that are part of the compiler: the known contracts, in our own words.

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shipped {
    /// Its contract id.
    pub id: &'static str,
    /// Its short name: that of its file in `schemas/`, without `.widl`.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

macro_rules! schemas {
    ($($name:literal is $id:literal;)*) => {
        &[$(Shipped {
            id: $id,
            name: $name,
            text: include_str!(concat!("../schemas/", $name, ".widl")),
        },)*]
    };
}

static ALL: &[Shipped] = schemas! {
    "core" is "core";
    "blobstore" is "wasmcloud:blobstore";
    "eventstreams" is "wasmcloud:eventstreams";
    "extras" is "wasmcloud:extras";
    "graphdb" is "wasmcloud:graphdb";
    "httpclient" is "wasmcloud:httpclient";
    "httpserver" is "wasmcloud:httpserver";
    "keyvalue" is "wasmcloud:keyvalue";
    "logging" is "wasmcloud:logging";
    "messaging" is "wasmcloud:messaging";
    "telnet" is "wasmcloud:telnet";
};

/// All of them.
#[must_use]
pub fn all() -> &'static [Shipped] {
    ALL
}

/// The schema of that contract id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Shipped> {
    ALL.iter().find(|schema| schema.id == id)
}

/// The schema that a name on the command line or in an import means: an exact contract id, or else its short name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Shipped> {
    by_id(name).or_else(|| {
        let mut short = ALL.iter().filter(|schema| schema.name == name);
        short.next().filter(|_| short.next().is_none())
    })
}

/// The schema that the path of a file that does not exist may mean: `some/folder/keyvalue.widl`.
#[must_use]
pub fn like(path: &str) -> Option<&'static Shipped> {
    let file = path.rsplit(['/', '\\']).next()?;
    find(file.strip_suffix(".widl").unwrap_or(file))
}
