//! From tokens to text, as a person would set it.

use proc_macro2::TokenStream;
use quote::quote;

/// A module: its description, its imports, its items with a blank line between them.
pub fn module(docs: &str, imports: Vec<TokenStream>, items: Vec<TokenStream>) -> String {
    let mut text = format!("{docs}\n");
    text.push_str(&item(quote!(extern crate alloc;)));
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
        Ok(file) => prettyplease::unparse(&file),
        // Only a fault of the generator comes here; the compiler then shows it in its place.
        Err(_) => format!("{tokens}\n"),
    }
}

/// Blank lines between the members of an `impl`, a `trait` or a `mod`, and before one that has a description.
fn spaced(text: &str) -> String {
    let mut out = String::new();
    let (mut within, mut ended, mut described) = (false, false, false);
    for line in text.lines() {
        if !line.starts_with(' ') && !line.is_empty() {
            within = line.ends_with('{')
                && ["impl", "pub trait", "pub mod"].iter().any(|word| line.starts_with(word));
            ended = false;
        } else if within && line.starts_with("    ") && !line.starts_with("     ") {
            let starts = !line.starts_with("    }") && !line.starts_with("    )");
            if ended && starts && (described || line != "") && !constants(&out, line) {
                out.push('\n');
            }
            ended = line.ends_with('}') || line.ends_with(';');
            described = line.trim_start().starts_with("///");
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// Whether a line and the one before it are both plain constants, which stand together.
fn constants(before: &str, line: &str) -> bool {
    let is_constant = |line: &str| line.starts_with("    pub const ") && line.ends_with(';');
    is_constant(line) && before.lines().last().is_some_and(is_constant)
}
