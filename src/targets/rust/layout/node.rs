//! Where lines break: rustfmt's decisions, in its terms.
//!
//! Every function appends to a text and says whether the expression could be set there; where it could not, nothing is appended.

use super::chain::chain;
use super::list::{invocation, list};
use super::parser::Parser;
use super::place::{arm, assignment};
use super::scan::width;
use super::shape::{Shape, break_line};
use super::tree::{Kind, Node, Statement};

/// Items up to this width stand side by side even in a list of several lines.
const SHORT_ITEM: usize = 10;

/// Appends what a function does, or nothing if it says no.
pub fn attempt(out: &mut String, does: impl FnOnce(&mut String) -> bool) -> bool {
    let start = out.len();
    let done = does(out);
    if !done {
        out.truncate(start);
    }
    done
}

impl Node<'_> {
    /// Sets the expression.
    pub fn set(&self, out: &mut String, shape: Shape) -> bool {
        if self.fits(shape) {
            out.push_str(self.text);
            return true;
        }
        attempt(out, |out| match &self.kind {
            Kind::Short => Parser::whole(self.text).is_some_and(|node| node.set(out, shape)),
            // A string is never broken.
            Kind::Atom => {
                let is_string = self.text.starts_with('"');
                if is_string {
                    out.push_str(self.text);
                }
                is_string
            }
            Kind::Prefix(prefix, inner) => {
                out.push_str(prefix);
                inner.set(out, shape.moved(prefix.len()))
            }
            Kind::Suffix(inner, suffix) => {
                let done = inner.set(out, shape.short_of(suffix.len()));
                out.push_str(suffix);
                done
            }
            Kind::List(items) => {
                let close = if self.text.starts_with('(') { ')' } else { ']' };
                out.push_str(&self.text[..1]);
                list(out, 0, items, close, shape.moved(1))
            }
            Kind::Call(callee, arguments) => {
                out.push_str(callee);
                out.push('(');
                let after = shape.moved(width(callee) + 1);
                if callee.ends_with('!') {
                    invocation(out, arguments, after)
                } else {
                    list(out, callee.len(), arguments, ')', after)
                }
            }
            Kind::Struct(path, fields) => literal(out, path, fields, shape),
            Kind::Closure(head, body) => closure(out, head, body, shape),
            Kind::Block(statements) => block(out, statements, shape),
            Kind::Match(subject, arms) => choice(out, subject, arms, shape),
            Kind::Chain(root, links) => chain(out, root, links, shape),
        })
    }

    /// Whether it can be set in one line. What ends with question marks needs room for them three times: so rustfmt counts.
    pub fn fits(&self, shape: Shape) -> bool {
        let tries = match &self.kind {
            Kind::Chain(_, links) => links.last().map_or(0, |link| 2 * link.tries.len()),
            _ => 0,
        };
        self.flat && shape.has(self.width() + tries)
    }

    /// Sets the expression where it stands alone, even if it is too long for it.
    pub fn set_or_keep(&self, out: &mut String, shape: Shape) {
        if !self.set(out, shape) {
            out.push_str(self.text);
        }
    }

    /// Whether it may begin in a line of arguments and end in another.
    pub fn can_overflow(&self, items: usize) -> bool {
        match &self.kind {
            Kind::Short if self.is_closure() => true,
            Kind::Short => self.is_read(|node| node.can_overflow(items)),
            Kind::Closure(..) | Kind::Block(_) => true,
            Kind::Match(..) | Kind::List(_) | Kind::Struct(..) | Kind::Call(..) => items == 1,
            Kind::Chain(_, links) => {
                items == 1 && matches!(links.as_slice(), [it] if it.arguments.is_some())
            }
            Kind::Prefix(_, inner) | Kind::Suffix(inner, _) => inner.can_overflow(items),
            Kind::Atom => false,
        }
    }

    /// Whether it is a closure.
    pub fn is_closure(&self) -> bool {
        self.text.starts_with('|')
    }

    /// What a short text is, once it is read.
    fn is_read(&self, test: impl FnOnce(&Node<'_>) -> bool) -> bool {
        Parser::whole(self.text).is_some_and(|node| test(&node))
    }

    /// Whether it may be the body of a closure in several lines without braces.
    fn is_block_like(&self) -> bool {
        match &self.kind {
            Kind::Match(..) | Kind::Block(_) | Kind::Struct(..) => true,
            Kind::Prefix(_, inner) | Kind::Suffix(inner, _) => inner.is_block_like(),
            _ => false,
        }
    }

    /// Whether it is a call, perhaps behind a sign.
    pub fn is_nested_call(&self) -> bool {
        match &self.kind {
            Kind::Short => self.is_read(|node| node.is_nested_call()),
            Kind::Call(..) => true,
            Kind::Prefix(_, inner) | Kind::Suffix(inner, _) => inner.is_nested_call(),
            _ => false,
        }
    }

    /// Whether it may share a line with others of its kind.
    pub fn is_short(&self) -> bool {
        fn is_simple(node: &Node<'_>) -> bool {
            match &node.kind {
                Kind::Short => node.is_read(is_simple),
                Kind::Atom => !node.text.contains("::"),
                Kind::Prefix(_, inner) | Kind::Suffix(inner, _) => is_simple(inner),
                _ => false,
            }
        }
        self.width() <= SHORT_ITEM && is_simple(self)
    }
}

fn literal(out: &mut String, path: &str, fields: &[(&str, Node<'_>)], shape: Shape) -> bool {
    if !shape.has(path.len() + 2) {
        return false;
    }
    let inner = shape.inner(1);
    out.push_str(path);
    out.push_str(" {");
    for (name, value) in fields {
        break_line(out, inner.indent);
        out.push_str(name);
        out.push(':');
        let same = attempt(out, |out| {
            out.push(' ');
            value.set(out, inner.moved(name.len() + 2))
        });
        if !same {
            break_line(out, inner.indent + 4);
            value.set_or_keep(out, inner.inner(1));
        }
        out.push(',');
    }
    break_line(out, shape.indent);
    out.push('}');
    true
}

fn closure(out: &mut String, head: &str, body: &Node<'_>, shape: Shape) -> bool {
    let after = shape.moved(head.len() + 1);
    out.push_str(head);
    out.push(' ');
    if let Kind::Block(statements) = &body.kind {
        return after.has(1) && block(out, statements, shape);
    }
    let start = out.len();
    if body.set(out, after) {
        if body.is_block_like() || !out[start..].contains('\n') {
            return true;
        }
        out.truncate(start);
    }
    let inner = shape.inner(0);
    out.push('{');
    break_line(out, inner.indent);
    let done = after.has(1) && body.set(out, inner);
    break_line(out, shape.indent);
    out.push('}');
    done
}

/// Statements in braces.
pub fn block(out: &mut String, statements: &[Statement<'_>], shape: Shape) -> bool {
    let inner = shape.inner(1);
    out.push('{');
    for Statement { prefix, value, ends } in statements {
        break_line(out, inner.indent);
        match *prefix {
            "" => value.set_or_keep(out, inner),
            prefix => assignment(out, prefix, value, inner.indent, 1),
        }
        out.push_str(if *ends { ";" } else { "" });
    }
    break_line(out, shape.indent);
    out.push('}');
    true
}

fn choice(out: &mut String, subject: &str, arms: &[(&str, Node<'_>)], shape: Shape) -> bool {
    out.push_str("match ");
    out.push_str(subject);
    out.push_str(" {");
    for (pattern, body) in arms {
        break_line(out, shape.indent + 4);
        arm(out, pattern, body, shape.indent + 4);
    }
    break_line(out, shape.indent);
    out.push('}');
    true
}
