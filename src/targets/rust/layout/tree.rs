//! Expressions of one line as trees: as much of Rust as is generated.

use super::scan::width;

/// What rustfmt lets stand in one line: arguments, items of arrays, chains of calls.
pub const LIST: usize = 60;
/// The same for the fields of a struct literal.
pub const FIELDS: usize = 18;

/// An expression.
pub struct Node<'a> {
    /// All of it, in one line.
    pub text: &'a str,
    /// What it is.
    pub kind: Kind<'a>,
    /// Whether it may stand in one line, if that is wide enough.
    pub flat: bool,
}

/// What an expression is.
pub enum Kind<'a> {
    /// Something short and without braces, which is only read when it has to be broken.
    Short,
    /// A literal or a path.
    Atom,
    /// `&value`.
    Prefix(&'a str, Box<Node<'a>>),
    /// `value?`, `value as u8`.
    Suffix(Box<Node<'a>>, &'a str),
    /// A tuple or an array.
    List(Vec<Node<'a>>),
    /// `callee(arguments)`.
    Call(&'a str, Vec<Node<'a>>),
    /// `Path { field: value }`.
    Struct(&'a str, Vec<(&'a str, Node<'a>)>),
    /// `|parameters| body`.
    Closure(&'a str, Box<Node<'a>>),
    /// `{ statement; value }`.
    Block(Vec<Statement<'a>>),
    /// `match subject { pattern => body, … }`.
    Match(&'a str, Vec<(&'a str, Node<'a>)>),
    /// `root.field.method(arguments)?`.
    Chain(Box<Node<'a>>, Vec<Link<'a>>),
}

/// What is asked of a value in a chain.
pub struct Link<'a> {
    /// All of it.
    pub text: &'a str,
    /// `.name`.
    pub name: &'a str,
    /// The arguments of a method.
    pub arguments: Option<Vec<Node<'a>>>,
    /// The question marks behind it.
    pub tries: &'a str,
}

impl Link<'_> {
    /// Whether it may stand in one line, if that is wide enough.
    pub fn is_flat(&self) -> bool {
        self.arguments.as_ref().is_none_or(|arguments| is_flat(arguments))
    }
}

/// A statement of a block.
pub struct Statement<'a> {
    /// `let name =`, or nothing.
    pub prefix: &'a str,
    /// The expression.
    pub value: Node<'a>,
    /// Whether a semicolon follows.
    pub ends: bool,
}

impl Node<'_> {
    /// Its width in one line.
    pub fn width(&self) -> usize {
        width(self.text)
    }
}

/// Whether arguments or items may stand in one line: a single one always may.
pub fn is_flat(items: &[Node<'_>]) -> bool {
    let inside: usize = items.iter().map(Node::width).sum::<usize>() + 2 * items.len();
    items.iter().all(|item| item.flat) && (items.len() < 2 || inside - 2 <= LIST)
}
