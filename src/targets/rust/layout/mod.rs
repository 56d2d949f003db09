//! From lines to text, as rustfmt sets it.
//!
//! The generator writes one line a statement, a field, an arm, a signature, however long, and indents nothing. Here each gets its
//! indentation, and what is too long, or holds what rustfmt always breaks, is set in several lines by rustfmt's own rules: its
//! default configuration, as far as generated code needs it. All is done in one pass.

mod chain;
mod list;
mod node;
mod parser;
mod place;
mod scan;
mod shape;
mod tree;

use parser::Parser;
pub use shape::WIDTH;
use shape::{Shape, break_line, push_indent};
pub use tree::LIST;

/// How wide the arguments of an attribute may be, if it is no `derive`.
const ATTRIBUTE: usize = 70;

/// No line up to this width is broken, unless it holds a struct literal or a block.
const SHORT: usize = 60;

/// The text of these lines.
pub fn set(lines: &str) -> String {
    let mut out = String::with_capacity(lines.len() * 5 / 4);
    let mut indent = 0;
    for line in lines.lines() {
        let line = line.trim_start();
        if line.is_empty() {
            // No blank line after one that opens, or after another.
            if !out.ends_with("\n\n") && !out.ends_with("{\n") {
                out.push('\n');
            }
            continue;
        }
        let comment = line.starts_with("//");
        if !comment && line.starts_with(['}', ')', ']']) {
            indent -= 4;
            if out.ends_with("\n\n") {
                out.pop();
            }
        }
        push_indent(&mut out, indent);
        if comment || !broken(&mut out, line, indent) {
            out.push_str(line);
        }
        if !comment && line.ends_with(['{', '(', '[']) {
            indent += 4;
        }
        out.push('\n');
    }
    out
}

/// Sets a line in several, if it needs that.
fn broken(out: &mut String, line: &str, indent: usize) -> bool {
    let fits = indent + scan::width(line) <= WIDTH;
    if fits && line.len() <= SHORT && !scan::opens_inside(line) {
        return false;
    }
    if let Some(attribute) = line.strip_prefix("#[") {
        return broken_attribute(out, attribute, indent, fits);
    }
    if ["fn ", "pub fn ", "pub const fn "].iter().any(|head| line.starts_with(head)) {
        return signature(out, line, indent);
    }
    if line.ends_with('{') {
        return false;
    }
    if let Some((pattern, body)) = scan::arm(line) {
        let body = body.strip_suffix(',').and_then(Parser::whole);
        return body.map(|body| place::arm(out, pattern, &body, indent)).is_some();
    }
    let (place, value, end) = statement(line);
    let Some(value) = Parser::whole(value) else { return false };
    let column = if place.is_empty() { indent } else { indent + scan::width(place) + 1 };
    if value.fits(Shape::at(indent, column, end.len())) {
        return false;
    }
    if !place.is_empty() {
        place::assignment(out, place, &value, indent, end.len());
    } else if !value.set(out, Shape::at(indent, indent, end.len())) {
        return false;
    }
    out.push_str(end);
    true
}

/// What stands before the expression of a line, the expression, and what stands behind it.
fn statement(line: &str) -> (&str, &str, &str) {
    let end = line.len() - usize::from(line.ends_with([';', ',']));
    let (line, end) = line.split_at(end);
    match scan::assignment(line) {
        Some((place, value)) => (place, value, end),
        None => ("", line, end),
    }
}

/// A function's head that is too long, each parameter in a line of its own.
fn signature(out: &mut String, line: &str, indent: usize) -> bool {
    let width = indent + scan::width(line);
    if width < WIDTH || width == WIDTH && !line.ends_with(';') {
        return false;
    }
    let Some(open) = scan::parameters(line) else { return false };
    let Some(close) = scan::closing(line, open) else { return false };
    if width == WIDTH {
        // As if there were room to be left for a brace.
        out.push_str(&line[..=close]);
        break_line(out, indent);
        out.push_str(line[close + 1..].trim_start());
        return true;
    }
    out.push_str(&line[..=open]);
    entries(out, &line[open + 1..close], indent, ",");
    out.push_str(&line[close..]);
    true
}

/// An attribute that is a list, each entry in a line of its own.
fn broken_attribute(out: &mut String, text: &str, indent: usize, fits: bool) -> bool {
    let Some((name, list)) = text.split_once('(') else { return false };
    let Some(list) = list.strip_suffix(")]").filter(|list| scan::split(list).count() > 1) else {
        return false;
    };
    let derives = name == "derive";
    if fits && (derives || scan::width(list) <= ATTRIBUTE) {
        return false;
    }
    out.extend(["#[", name, "("]);
    entries(out, list, indent, if derives { "," } else { "" });
    out.push_str(")]");
    true
}

/// A list's entries, each in a line of its own, the last with `end` behind it, and a new line.
fn entries(out: &mut String, list: &str, indent: usize, end: &str) {
    for (at, entry) in scan::split(list).enumerate() {
        if at > 0 {
            out.push(',');
        }
        break_line(out, indent + 4);
        out.push_str(entry);
    }
    out.push_str(end);
    break_line(out, indent);
}
