//! From tokens to text, as a person would set it.

use proc_macro2::TokenStream;
use quote::quote;

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
        Ok(file) => hugged(&collapsed(&chained(&prettyplease::unparse(&file)))),
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

/// The width of a line.
const WIDTH: usize = 100;

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Puts a method behind the lone name it is called on: `reader` and `.record(` in one line.
fn chained(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut at = 0;
    while at + 1 < lines.len() {
        let deeper = indent(&lines[at]) + 4;
        let end = call_end(&lines, at + 1, deeper);
        let is_name = lines[at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        match end {
            Some(end) if is_name && lines[at + 1].trim_start().starts_with('.') => {
                let call = lines.remove(at + 1);
                lines[at].push_str(call.trim_start());
                for line in &mut lines[at + 1..end - 1] {
                    line.drain(..4.min(indent(line)));
                }
            }
            _ => at += 1,
        }
    }
    joined(&lines)
}

/// The line after a call that begins at a line with this indentation, if nothing else is called on it.
fn call_end(lines: &[String], start: usize, depth: usize) -> Option<usize> {
    if indent(&lines[start]) != depth {
        return None;
    }
    let mut end = start + 1;
    if lines[start].ends_with('(') {
        let inside = |line: &String| line.is_empty() || indent(line) > depth;
        end += lines[end..].iter().take_while(|line| inside(line)).count() + 1;
    }
    let next = lines.get(end).is_some_and(|line| line.trim_start().starts_with('.'));
    (!next).then_some(end)
}

/// Puts calls, lists and parameters in one line if that is wide enough for them.
fn collapsed(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    // From the end, so that what is inside goes first.
    for at in (0..lines.len()).rev() {
        if !lines[at].ends_with(['(', '[']) {
            continue;
        }
        let depth = indent(&lines[at]);
        let inside = |line: &String| indent(line) == depth + 4 && line.ends_with(',');
        let count = lines[at + 1..].iter().take_while(|line| inside(line)).count();
        let end = at + 1 + count;
        let closes =
            |line: &String| indent(line) == depth && line.trim_start().starts_with([')', ']']);
        if count == 0 || !lines.get(end).is_some_and(closes) {
            continue;
        }
        let arguments: Vec<&str> = lines[at + 1..end].iter().map(|line| line.trim()).collect();
        let arguments = arguments.join(" ");
        let tail = lines[end].trim_start();
        let line = format!("{}{}{tail}", lines[at], arguments.trim_end_matches(','));
        if line.len() <= WIDTH {
            lines.splice(at..=end, [line]);
        }
    }
    joined(&lines)
}

/// Lets the last argument of a call, a closure or a block, begin in the line of the call.
fn hugged(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut at = 0;
    while at < lines.len() {
        if let Some((last, end)) = hugging(&lines, at) {
            let arguments: Vec<&str> =
                lines[at + 1..=last].iter().map(|line| line.trim()).collect();
            let head = format!("{}{}", lines[at], arguments.join(" "));
            if head.len() <= WIDTH {
                let tail = lines.remove(end);
                let body = lines[end - 1].trim_end_matches(',').to_owned();
                lines[end - 1] = format!("{body}{}", tail.trim_start());
                lines.splice(at..=last, [head]);
                for line in &mut lines[at + 1..end - (last - at)] {
                    line.drain(..4.min(indent(line)));
                }
                continue;
            }
        }
        at += 1;
    }
    joined(&lines)
}

/// For a line that opens a call: the line in which its last argument begins, and the line that closes the call; if the
/// arguments before the last one take a line each, and the last one several.
fn hugging(lines: &[String], at: usize) -> Option<(usize, usize)> {
    if !lines[at].ends_with('(') || lines[at].contains("fn ") {
        return None;
    }
    let (depth, mut last) = (indent(&lines[at]), at + 1);
    while lines.get(last).is_some_and(|line| indent(line) == depth + 4 && line.ends_with(',')) {
        last += 1;
    }
    let open = lines.get(last)?;
    if indent(open) != depth + 4
        || !(open.ends_with('{') || open.ends_with('(') && open.trim_start().starts_with('|'))
    {
        return None;
    }
    let body =
        lines[last + 1..].iter().take_while(|line| line.is_empty() || indent(line) > depth + 4);
    let close = last + 1 + body.count();
    let closes =
        lines.get(close)?.trim_start().starts_with(['}', ')']) && lines[close].ends_with(',');
    let end = lines.get(close + 1)?;
    (closes && indent(end) == depth && end.trim_start().starts_with(')'))
        .then_some((last, close + 1))
}

fn joined(lines: &[String]) -> String {
    lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}
