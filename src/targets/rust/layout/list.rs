//! Arguments, and the items of tuples and arrays.

use super::node::attempt;
use super::scan::width;
use super::shape::{Shape, WIDTH, break_line, count_lines, first_line};
use super::tree::{LIST, Node};

/// The entries of brackets, behind the opening one of a callee, which is that long.
pub fn list(
    out: &mut String,
    callee: usize,
    items: &[Node<'_>],
    close: char,
    shape: Shape,
) -> bool {
    let Some((last, others)) = items.split_last() else {
        return false;
    };
    // Of several closures, none is begun in the line of the others.
    let closures = items.iter().filter(|item| item.is_closure()).count();
    let combines = items.len() == 1 && callee < 4;
    let overflows = combines || last.can_overflow(items.len()) && closures < 2;
    if overflows
        && others.iter().all(|item| item.flat)
        && attempt(out, |out| hugged(out, last, others, shape.short_of(1)))
    {
        out.push(close);
        return true;
    }
    let inner = shape.inner(1);
    if items.len() > 1 && items.iter().all(Node::is_short) {
        packed(out, items, inner);
    } else {
        for item in items {
            break_line(out, inner.indent);
            if !item.set(out, inner) {
                return false;
            }
            out.push(',');
        }
    }
    break_line(out, shape.indent);
    out.push(close);
    true
}

/// Entries in one line, but for the last one, which ends in another.
fn hugged(out: &mut String, last: &Node<'_>, others: &[Node<'_>], shape: Shape) -> bool {
    let offset: usize = others.iter().map(|item| item.width() + 2).sum();
    let mut room = shape;
    if !others.is_empty() || last.is_nested_call() {
        room.right = room.right.min(room.column + LIST);
    }
    for item in others {
        out.push_str(item.text);
        out.push_str(", ");
    }
    let start = out.len();
    if !last.set(out, room.moved(offset)) {
        return false;
    }
    let text = &out[start..];
    let begins = offset + width(first_line(text)) <= room.width().min(LIST);
    // What fits in the next line is not broken in two.
    let inner = shape.inner(1);
    let alone = others.is_empty() && last.flat && inner.has(last.width());
    begins && !(alone && count_lines(text) == 2)
}

/// What a macro gets, which may not know what to do with a comma at the end.
pub fn invocation(out: &mut String, arguments: &[Node<'_>], shape: Shape) -> bool {
    if arguments.len() > 1 && arguments.iter().all(Node::is_short) {
        packed(out, arguments, shape.inner(1));
        break_line(out, shape.indent);
        out.push(')');
        return true;
    }
    for (at, item) in arguments.iter().enumerate() {
        out.push_str(if at == 0 { "" } else { "," });
        break_line(out, shape.indent + 4);
        item.set_or_keep(out, shape.inner(1));
    }
    break_line(out, shape.indent);
    out.push(')');
    true
}

/// Short items, as many to a line as fit.
fn packed(out: &mut String, items: &[Node<'_>], shape: Shape) {
    let mut column = WIDTH;
    for item in items {
        let width = item.width() + 1;
        if column + 1 + width > WIDTH {
            break_line(out, shape.indent);
            column = shape.indent;
        } else {
            out.push(' ');
            column += 1;
        }
        out.push_str(item.text);
        out.push(',');
        column += width;
    }
}
