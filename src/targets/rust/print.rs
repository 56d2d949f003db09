//! From tokens to text, as a person would set it.

use proc_macro2::TokenStream;
use quote::quote;

use super::layout::tidied;

/// A module: its description, its imports, its items with a blank line between them.
pub fn module(docs: &str, imports: Vec<TokenStream>, items: Vec<TokenStream>) -> String {
    let mut text = format!("{docs}\n");
    text.push_str(&item(quote!(
        extern crate alloc;
    )));
    text.push('\n');
    for import in imports {
        text.push_str(&item(import));
    }
    for tokens in items {
        text.push('\n');
        text.push_str(&spaced(&item(tokens)));
    }
    text
}

/// One item, as prettyplease sets it.
pub fn item(tokens: TokenStream) -> String {
    match syn::parse2::<syn::File>(tokens.clone()) {
        Ok(file) => tidied(&prettyplease::unparse(&file)),
        // Only a fault of the generator comes here; the compiler then shows it in its place.
        Err(_) => format!("{tokens}\n"),
    }
}

/// Blank lines between the members of an `impl`, a `trait` or a `mod`.
fn spaced(text: &str) -> String {
    let mut out = String::new();
    let (mut within, mut last) = (false, "");
    for line in text.lines() {
        if !line.starts_with(' ') && !line.is_empty() {
            let opens = ["impl", "pub trait", "pub mod"].iter().any(|word| line.starts_with(word));
            within = opens && line.ends_with('{');
            last = "";
        } else if within && line.starts_with("    ") && !line.starts_with("     ") {
            let ended = last.ends_with(['}', ';']);
            let starts = !line.trim_start().starts_with(['}', ')']);
            if ended && starts && !(is_constant(last) && is_constant(line)) {
                out.push('\n');
            }
            last = line;
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// Whether a line is a plain constant; those stand together.
fn is_constant(line: &str) -> bool {
    line.starts_with("    pub const ") && line.ends_with(';')
}
