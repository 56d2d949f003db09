//! Names in a target language: first the language's case, then its keywords, then what is taken already.
//!
//! The wire name is never touched: it is a separate string of the plan.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use heck::{ToLowerCamelCase, ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

use crate::ir::Contract;

/// How a language writes a kind of name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `StoreClient`
    Pascal,
    /// `storeClient`
    Camel,
    /// `store_client`
    Snake,
    /// `STORE_CLIENT`
    Shouty,
}

impl Case {
    /// The name in this case: an identifier in every language, though perhaps a keyword. A name without letters or digits
    /// stays as it is.
    #[must_use]
    pub fn apply(self, name: &str) -> String {
        if is_plain(name) {
            return self.plain(name);
        }
        let cased = match self {
            Self::Pascal => name.to_pascal_case(),
            Self::Camel => name.to_lower_camel_case(),
            Self::Snake => name.to_snake_case(),
            Self::Shouty => name.to_shouty_snake_case(),
        };
        match cased.chars().next() {
            None => name.to_owned(),
            Some(first) if first.is_ascii_digit() => format!("_{cased}"),
            Some(_) => cased,
        }
    }

    /// What `heck` says of a plain name, many times as fast: nearly all names are plain.
    fn plain(self, name: &str) -> String {
        let words = name.bytes().skip(1).filter(u8::is_ascii_uppercase).count();
        let mut cased = String::with_capacity(name.len() + words);
        for (at, letter) in name.chars().enumerate() {
            if at > 0 && letter.is_ascii_uppercase() && matches!(self, Self::Snake | Self::Shouty) {
                cased.push('_');
            }
            cased.push(match self {
                Self::Snake => letter.to_ascii_lowercase(),
                Self::Shouty => letter.to_ascii_uppercase(),
                Self::Camel if at == 0 => letter.to_ascii_lowercase(),
                Self::Pascal if at == 0 => letter.to_ascii_uppercase(),
                Self::Camel | Self::Pascal => letter,
            });
        }
        cased
    }
}

/// Whether a name consists of letters, and each capital among them begins a word.
fn is_plain(name: &str) -> bool {
    let name = name.as_bytes();
    !name.is_empty()
        && name.iter().all(u8::is_ascii_alphabetic)
        && !name.windows(2).any(|pair| pair.iter().all(u8::is_ascii_uppercase))
}

/// The names of one scope, such as the types of a file or the fields of a struct.
///
/// A clone shares what the scope began with, so that scopes within scopes cost no more than the names that they add.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// A few words of ours, in lists.
    words: &'static [&'static [&'static str]],
    reserved: Arc<HashSet<String>>,
    taken: BTreeSet<String>,
}

impl Scope {
    /// A scope in which these names are taken from the start.
    pub fn with(reserved: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let reserved = reserved.into_iter().map(Into::into).collect();
        Self { reserved: Arc::new(reserved), ..Self::default() }
    }

    /// A scope in which a few words of ours are taken from the start.
    #[must_use]
    pub fn of(words: &'static [&'static [&'static str]]) -> Self {
        Self { words, ..Self::default() }
    }

    /// Whether a name is taken.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.words.iter().any(|words| words.contains(&name))
            || self.reserved.contains(name)
            || self.taken.contains(name)
    }

    /// Takes `wanted`, or, while that is taken, the same with a `_` behind it.
    pub fn take(&mut self, wanted: impl Into<String>) -> String {
        let name = self.free(wanted);
        self.taken.insert(name.clone());
        name
    }

    /// What [`Self::take`] would give.
    pub fn free(&self, wanted: impl Into<String>) -> String {
        let mut name = wanted.into();
        while self.contains(&name) {
            name.push('_');
        }
        name
    }

    /// The same names, all taken from the start: cheap to clone, for the scopes within.
    #[must_use]
    pub fn closed(mut self) -> Self {
        let taken = std::mem::take(&mut self.taken);
        Arc::make_mut(&mut self.reserved).extend(taken);
        self
    }
}

/// The words of a contract's module name: what follows the last `:` of its id, other characters than letters and digits
/// as word breaks, in lower case and with `_` between them. Never empty, and never begins with a digit.
#[must_use]
pub fn module_words(contract: &Contract) -> String {
    let last = contract.id.rsplit(':').next().unwrap_or_default();
    let words: Vec<&str> =
        last.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let words = words.join("_").to_ascii_lowercase();
    match words.chars().next() {
        None => "contract".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("_{words}"),
        Some(_) => words,
    }
}

/// The names that no contract's module may have in any language, because files of our own bear them.
pub const RESERVED_MODULES: [&str; 6] = ["wapc", "mod", "index", "contracts", "lib", "exports"];

/// Whether Windows keeps a name for a device: it has no files of that name, and Go no packages anywhere.
#[must_use]
pub fn is_device(name: &str) -> bool {
    let port = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    matches!(name, "con" | "prn" | "aux" | "nul")
        || port.is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']))
}

#[cfg(test)]
mod tests {
    use super::{Case, is_device, is_plain};
    use heck::{ToLowerCamelCase, ToPascalCase, ToShoutySnakeCase, ToSnakeCase};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn plain_names_are_cased_as_all_are(name in "[A-Za-z]([a-z]{0,3}[A-Z]?){0,4}") {
            prop_assume!(is_plain(&name));
            prop_assert_eq!(Case::Pascal.apply(&name), name.to_pascal_case());
            prop_assert_eq!(Case::Camel.apply(&name), name.to_lower_camel_case());
            prop_assert_eq!(Case::Snake.apply(&name), name.to_snake_case());
            prop_assert_eq!(Case::Shouty.apply(&name), name.to_shouty_snake_case());
        }
    }

    #[test]
    fn devices_are_told_from_words() {
        assert!(["con", "nul", "com1", "lpt9"].into_iter().all(is_device));
        assert!(!["com", "com10", "comx", "lpt", "console"].into_iter().any(is_device));
    }

    #[test]
    fn other_names_are_cased_by_their_words() {
        assert_eq!(Case::Snake.apply("HTTPServer"), "http_server");
        assert_eq!(Case::Camel.apply("utf8_text"), "utf8Text");
        assert_eq!(Case::Pascal.apply("9lives"), "_9lives");
        assert_eq!(Case::Pascal.apply("_"), "_");
    }
}
