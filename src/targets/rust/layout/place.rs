//! A value behind what it belongs to, or in the line below.

use super::node::block;
use super::scan::{split, width};
use super::shape::{Shape, WIDTH, break_line, count_lines, first_line};
use super::tree::{Kind, Node};

/// An arm of a match.
pub fn arm(out: &mut String, pattern: &str, body: &Node<'_>, indent: usize) {
    out.push_str(pattern);
    out.push_str(" =>");
    if let Kind::Block(statements) = &body.kind {
        out.push(' ');
        block(out, statements, Shape::at(indent, indent, 0));
        return;
    }
    let same = Shape::at(indent, indent + width(pattern) + 4, 1);
    match placed(body, same, Shape::at(indent + 4, indent + 4, 0)) {
        Placed::Same(text) => {
            out.push(' ');
            out.push_str(&text);
            out.push(',');
        }
        Placed::Next(text) => {
            out.push_str(" {");
            break_line(out, indent + 4);
            out.push_str(&text);
            break_line(out, indent);
            out.push('}');
        }
    }
}

/// `place = value` without its end, which takes that much room.
pub fn assignment(out: &mut String, place: &str, value: &Node<'_>, indent: usize, tail: usize) {
    let names = place.strip_prefix("let (").and_then(|rest| rest.strip_suffix(") ="));
    if let Some(names) = names.filter(|_| indent + width(place) + 1 > WIDTH) {
        out.push_str("let (");
        for name in split(names) {
            break_line(out, indent + 4);
            out.push_str(name);
            out.push(',');
        }
        break_line(out, indent);
        return assignment(out, ") =", value, indent, tail);
    }
    out.push_str(place);
    let same = Shape::at(indent, indent + width(place) + 1, tail);
    match placed(value, same, Shape::at(indent + 4, indent + 4, tail)) {
        Placed::Same(text) => {
            out.push(' ');
            out.push_str(&text);
        }
        Placed::Next(text) => {
            break_line(out, indent + 4);
            out.push_str(&text);
        }
    }
}

/// A value behind what it belongs to, or in the next line.
enum Placed {
    Same(String),
    Next(String),
}

/// Sets a value in the better one of two places.
fn placed(value: &Node<'_>, same: Shape, next: Shape) -> Placed {
    if value.fits(next) && !value.fits(same) {
        return Placed::Next(value.text.to_owned());
    }
    let mut here = String::new();
    let sets_here = value.set(&mut here, same);
    if sets_here && (!here.contains('\n') || hugs(&here)) {
        return Placed::Same(here);
    }
    let mut there = String::new();
    match (sets_here, value.set(&mut there, next)) {
        (true, true) if !prefers_next(&here, &there) => Placed::Same(here),
        (true, false) => Placed::Same(here),
        (_, true) => Placed::Next(there),
        (false, false) => Placed::Same(value.text.to_owned()),
    }
}

/// Whether a value stands better in the next line than behind what it belongs to.
fn prefers_next(same: &str, next: &str) -> bool {
    let ends = |text: &str, c| first_line(text).ends_with(c);
    !next.contains('\n')
        || count_lines(same) > count_lines(next) + 1
        || ['(', '{', '['].into_iter().any(|c| ends(same, c) && !ends(next, c))
}

/// Whether the last argument ends where its call does: `})` and not `)` alone. No other place can make that shorter.
pub fn hugs(text: &str) -> bool {
    let last = text.rsplit('\n').next().unwrap_or_default();
    last.trim_start().trim_end_matches('?').len() > 1
}
