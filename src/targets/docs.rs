//! Descriptions, whatever comments look like in a language.

use crate::ir::Operation;
use std::borrow::Cow;

/// The description of an operation, and behind it what `item` makes of each parameter that has one.
pub fn of_operation<'a>(
    operation: &'a Operation,
    parameters: &[String],
    item: impl Fn(&str, &str) -> String,
) -> Cow<'a, [String]> {
    let fields = operation.input.parameters();
    if fields.iter().all(|field| field.docs.is_empty()) {
        return Cow::Borrowed(&operation.docs);
    }
    let mut lines = operation.docs.clone();
    if !lines.is_empty() {
        lines.push(String::new());
    }
    let described = parameters.iter().zip(fields).filter(|(_, field)| !field.docs.is_empty());
    let items = described.map(|(name, field)| item(name, &field.docs.join(" ")));
    let items: Vec<String> = items.collect();
    if items.iter().any(|line| is_item(line)) && ends_in_list(&operation.docs) {
        // Else the two lists would become one.
        lines.extend(["Parameters:".to_owned(), String::new()]);
    }
    lines.extend(items);
    Cow::Owned(lines)
}

fn ends_in_list(docs: &[String]) -> bool {
    docs.iter().rev().take_while(|line| !line.trim().is_empty()).any(|line| is_item(line))
}

/// Whether a line begins an item of a list.
fn is_item(line: &str) -> bool {
    let Some((mark, _)) = line.trim_start().split_once(' ') else { return false };
    let number = mark.strip_suffix(['.', ')']).unwrap_or_default();
    matches!(mark, "-" | "*" | "+")
        || !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}
