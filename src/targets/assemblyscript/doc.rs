//! A pretty printer with the rules of prettier's, so that what is printed is what prettier would print.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

const WIDTH: usize = 80;

/// A piece of code that may stand on one line or on several.
#[derive(Clone, Debug)]
pub(super) enum Doc<'a> {
    Text(Cow<'a, str>),
    /// A space, or a new line where the group around it is broken.
    Line,
    /// Nothing, or a new line.
    Soft,
    /// What stands here only where the group is broken.
    IfBroken(&'static str),
    Concat(Vec<Doc<'a>>),
    Indent(Box<Doc<'a>>),
    /// Indented where the group before it was broken.
    IndentIfBroken(Box<Doc<'a>>),
    /// On one line if it fits.
    Group(Box<Doc<'a>>),
    /// The same; whether it is broken is remembered for [`Doc::IndentIfBroken`].
    Marked(Box<Doc<'a>>),
}

use Doc::{Concat, Group, IfBroken, Indent, IndentIfBroken, Line, Marked, Soft, Text};

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Flat,
    Broken,
}

type Command<'a> = (usize, Mode, &'a Doc<'a>);

impl Doc<'_> {
    /// Adds its lines to a text that ends where a line begins; none is indented less than this.
    pub(super) fn print(&self, out: &mut String, indent: usize) {
        let begin = out.len();
        spaces(out, indent);
        // What is short enough as it is need not be looked at twice.
        self.flat(out);
        if width(&out[begin..]) > WIDTH {
            out.truncate(begin);
            self.lines(out, indent);
        }
        out.push('\n');
    }

    /// On one line.
    pub(super) fn flat(&self, out: &mut String) {
        match self {
            Text(text) => out.push_str(text),
            Line => out.push(' '),
            Soft | IfBroken(_) => {}
            Concat(docs) => docs.iter().for_each(|doc| doc.flat(out)),
            Indent(doc) | IndentIfBroken(doc) | Group(doc) | Marked(doc) => doc.flat(out),
        }
    }

    fn lines(&self, out: &mut String, indent: usize) {
        let mut begin = out.len();
        spaces(out, indent);
        let mut marked = Mode::Flat;
        let mut rest: Vec<Command<'_>> = vec![(indent, Mode::Broken, self)];
        while let Some((indent, mode, doc)) = rest.pop() {
            match doc {
                Text(text) => out.push_str(text),
                Concat(docs) => rest.extend(docs.iter().rev().map(|doc| (indent, mode, doc))),
                Indent(doc) => rest.push((indent + 2, mode, doc)),
                IndentIfBroken(doc) => {
                    let indent = if marked == Mode::Broken { indent + 2 } else { indent };
                    rest.push((indent, mode, doc));
                }
                Group(inner) | Marked(inner) => {
                    let column = width(&out[begin..]);
                    let flat = mode == Mode::Flat || fits((Mode::Flat, inner), &rest, column);
                    let mode = if flat { Mode::Flat } else { Mode::Broken };
                    if matches!(doc, Marked(_)) {
                        marked = mode;
                    }
                    rest.push((indent, mode, inner));
                }
                IfBroken(text) if mode == Mode::Broken => out.push_str(text),
                Line if mode == Mode::Flat => out.push(' '),
                IfBroken(_) | Soft if mode == Mode::Flat => {}
                IfBroken(_) => {}
                Line | Soft => {
                    out.truncate(begin + out[begin..].trim_end().len());
                    out.push('\n');
                    begin = out.len();
                    spaces(out, indent);
                }
            }
        }
    }
}

fn spaces(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}

/// Whether a piece fits on the line, up to the first place where what follows may be broken.
fn fits<'a>(first: (Mode, &'a Doc<'a>), rest: &[Command<'a>], mut column: usize) -> bool {
    let mut rest = rest.iter().rev().map(|(_, mode, doc)| (*mode, *doc));
    let mut stack = vec![first];
    while column <= WIDTH {
        let Some((mode, doc)) = stack.pop().or_else(|| rest.next()) else { return true };
        match doc {
            Text(text) => column += width(text),
            Concat(docs) => stack.extend(docs.iter().rev().map(|doc| (mode, doc))),
            Indent(doc) | IndentIfBroken(doc) | Group(doc) | Marked(doc) => stack.push((mode, doc)),
            IfBroken(text) if mode == Mode::Broken => column += text.len(),
            IfBroken(_) => {}
            Line | Soft if mode == Mode::Broken => return true,
            Line => column += 1,
            Soft => {}
        }
    }
    false
}

fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

pub(super) fn text<'a>(text: impl Into<Cow<'a, str>>) -> Doc<'a> {
    Text(text.into())
}

pub(super) fn concat<'a>(docs: impl Into<Vec<Doc<'a>>>) -> Doc<'a> {
    Concat(docs.into())
}

pub(super) fn group<'a>(docs: impl Into<Vec<Doc<'a>>>) -> Doc<'a> {
    Group(Box::new(concat(docs)))
}

pub(super) fn indent<'a>(docs: impl Into<Vec<Doc<'a>>>) -> Doc<'a> {
    Indent(Box::new(concat(docs)))
}

/// Items with a comma between them, each on a line of its own where they do not fit.
pub(super) fn listed(items: Vec<Doc<'_>>, trailing: bool) -> Doc<'_> {
    let mut inner = vec![Soft];
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            inner.extend([text(","), Line]);
        }
        inner.push(item);
    }
    concat([indent(inner), IfBroken(if trailing { "," } else { "" }), Soft])
}

/// The same with spaces inside the braces around them.
pub(super) fn spaced(items: Vec<Doc<'_>>) -> Doc<'_> {
    let Concat(mut parts) = listed(items, true) else { return concat([]) };
    for part in &mut parts {
        if let Indent(inner) = part
            && let Concat(inner) = inner.as_mut()
        {
            inner[0] = Line;
        }
        if matches!(part, Soft) {
            *part = Line;
        }
    }
    concat(parts)
}

/// `callee(arguments)`
pub(super) fn call<'a>(callee: impl Into<Cow<'a, str>>, arguments: Vec<Doc<'a>>) -> Doc<'a> {
    if arguments.is_empty() {
        return concat([text(callee), text("()")]);
    }
    concat([text(callee), text("("), group([listed(arguments, true)]), text(")")])
}

/// How what is assigned can be broken.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Right {
    /// Not at all, nor before it: a number, `true`, `false`.
    Never,
    /// Only before it: a text, a chain of members, a call without arguments.
    Before,
    /// Inside it, and else before it: a call.
    Inside,
}

/// `left = right`
pub(super) fn assign<'a>(left: Doc<'a>, left_breaks: bool, right: Doc<'a>, how: Right) -> Doc<'a> {
    let left = Group(Box::new(left));
    match how {
        Right::Never => group([left, text(" = "), right]),
        Right::Before => group([left, text(" ="), group([indent([Line, right])])]),
        Right::Inside if left_breaks => group([left, text(" = "), group([right])]),
        Right::Inside => group([
            left,
            text(" ="),
            Marked(Box::new(indent([Line]))),
            IndentIfBroken(Box::new(group([right]))),
        ]),
    }
}

/// With the `;`.
pub(super) fn statement(doc: Doc<'_>) -> Doc<'_> {
    concat([doc, text(";")])
}
