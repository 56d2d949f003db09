//! Calls upon calls.

use super::list::list;
use super::place::hugs;
use super::scan::width;
use super::shape::{Shape, WIDTH, break_line, count_lines, first_line};
use super::tree::{LIST, Link, Node};

/// A value and what is asked of it.
pub fn chain(out: &mut String, root: &Node<'_>, links: &[Link<'_>], shape: Shape) -> bool {
    let start = out.len();
    if !root.set(out, shape) {
        return false;
    }
    let mut left = links;
    // What is as short as the indentation keeps its first call with it.
    while let Some((first, rest)) = left.split_first() {
        let text = &out[start..];
        if text.contains('\n') || width(text) + shape.column > 4 + shape.indent {
            break;
        }
        let after = shape.moved(width(text));
        if !link(out, first, after) {
            return false;
        }
        left = rest;
    }
    let Some((last, middle)) = left.split_last() else {
        return true;
    };
    let begun = out.len();
    if !out[start..].contains('\n') && middle.iter().all(Link::is_flat) {
        middle.iter().for_each(|link| out.push_str(link.text));
        let head = width(&out[start..]);
        let budget = if links.len() == 1 { shape.width() } else { shape.width().min(LIST) };
        if head <= budget && overflows(out, last, shape, head, budget - head) {
            return true;
        }
        out.truncate(begun);
    }
    let own = shape.inner(WIDTH - shape.right);
    for link_ in left {
        break_line(out, own.indent);
        let is_last = std::ptr::eq(link_, last);
        if !link(out, link_, if is_last { own } else { shape.inner(0) }) {
            return false;
        }
    }
    true
}

/// The last call of a chain in the line of all that is before it, if that is no worse than a line for each.
fn overflows(out: &mut String, last: &Link<'_>, shape: Shape, head: usize, budget: usize) -> bool {
    let start = out.len();
    if !link(out, last, shape.moved(head)) {
        return false;
    }
    let text = &out[start..];
    let lines = count_lines(text);
    if width(first_line(text)) > budget {
        return false;
    }
    if lines == 1 || lines >= 5 || hugs(text) && !last.is_flat() {
        return true;
    }
    let mut alone = String::new();
    let own = shape.inner(WIDTH - shape.right);
    !link(&mut alone, last, own) || count_lines(&alone) >= lines
}

fn link(out: &mut String, link: &Link<'_>, shape: Shape) -> bool {
    if link.is_flat() && shape.has(width(link.text)) {
        out.push_str(link.text);
        return true;
    }
    let Some(items) = &link.arguments else {
        return false;
    };
    out.push_str(link.name);
    out.push('(');
    let after = shape.moved(link.name.len() + 1).short_of(link.tries.len());
    let done = list(out, link.name.len(), items, ')', after);
    out.push_str(link.tries);
    done
}
