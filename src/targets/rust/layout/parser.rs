//! From a text of one line to its tree.

use super::scan::{closing, literal_end, short_entry, top_level, width};
use super::tree::{FIELDS, Kind, LIST, Link, Node, Statement, is_flat};

/// Reads a text of one line.
pub struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    /// A text that is one expression.
    pub fn whole(text: &'a str) -> Option<Node<'a>> {
        let mut parser = Self { text, at: 0 };
        let node = parser.expression(true)?;
        (parser.at == text.len()).then_some(node)
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        self.at += if found { text.len() } else { 0 };
        found
    }

    fn spaces(&mut self) {
        while self.peek() == b' ' {
            self.at += 1;
        }
    }

    fn node(&self, start: usize, kind: Kind<'a>, flat: bool) -> Node<'a> {
        Node { text: &self.text[start..self.at], kind, flat }
    }

    /// An entry of a list, or the value of a field.
    fn entry(&mut self) -> Option<Node<'a>> {
        match short_entry(self.rest()) {
            Some(text) => {
                self.at += text.len();
                Some(Node { text, kind: Kind::Short, flat: true })
            }
            None => self.expression(true),
        }
    }

    /// `literals` says whether a struct literal may stand here.
    fn expression(&mut self, literals: bool) -> Option<Node<'a>> {
        let start = self.at;
        for prefix in ["&mut ", "&", "*", "-"] {
            if self.eat(prefix) {
                let inner = self.expression(literals)?;
                let flat = inner.flat;
                let prefix = &self.text[start..start + prefix.len()];
                return Some(self.node(start, Kind::Prefix(prefix, Box::new(inner)), flat));
            }
        }
        match self.peek() {
            b'|' => {
                self.at += 1;
                self.at += self.rest().find('|')? + 1;
                let head = &self.text[start..self.at];
                self.spaces();
                let body = self.expression(true)?;
                let flat = body.flat;
                return Some(self.node(start, Kind::Closure(head, Box::new(body)), flat));
            }
            b'{' => return self.block(),
            _ if self.eat("match ") => return self.choice(start),
            _ => {}
        }
        let mut value = self.primary(literals)?;
        loop {
            let (text, at) = (self.rest(), self.at);
            if text.starts_with('.') && !text.starts_with("..") {
                value = self.chain(start, value)?;
            } else if self.eat("?") {
                let flat = value.flat;
                value =
                    self.node(start, Kind::Suffix(Box::new(value), &self.text[at..self.at]), flat);
            } else if self.eat(" as ") {
                self.path();
                let flat = value.flat;
                value =
                    self.node(start, Kind::Suffix(Box::new(value), &self.text[at..self.at]), flat);
            } else if text.starts_with('[') {
                self.at += closing(text, 0)? + 1;
                let flat = value.flat;
                value =
                    self.node(start, Kind::Suffix(Box::new(value), &self.text[at..self.at]), flat);
            } else {
                return Some(value);
            }
        }
    }

    /// A literal, a list, a path, a call, a struct literal.
    fn primary(&mut self, literals: bool) -> Option<Node<'a>> {
        let start = self.at;
        if matches!(self.peek(), b'(' | b'[') {
            let items = self.list()?;
            let flat = is_flat(&items);
            return Some(self.node(start, Kind::List(items), flat));
        }
        if self.eat("b\"") || self.peek() == b'"' {
            let quote = if self.peek() == b'"' && self.at == start { self.at } else { self.at - 1 };
            self.at = literal_end(self.text.as_bytes(), quote);
            return Some(self.node(start, Kind::Atom, true));
        }
        if self.peek().is_ascii_digit() {
            let bytes = self.text.as_bytes();
            let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
            while is_digit(self.at) || self.peek() == b'.' && is_digit(self.at + 1) {
                self.at += 1;
            }
            return Some(self.node(start, Kind::Atom, true));
        }
        self.path();
        let path = &self.text[start..self.at];
        if path.is_empty() {
            return None;
        }
        if self.peek() == b'(' {
            let arguments = self.list()?;
            let flat = is_flat(&arguments);
            return Some(self.node(start, Kind::Call(path, arguments), flat));
        }
        if literals && self.rest().starts_with(" {") {
            return self.literal(start, path);
        }
        Some(self.node(start, Kind::Atom, true))
    }

    /// `name::Name::<T>`, `<dyn Name>::NAME`, `name!`.
    fn path(&mut self) {
        loop {
            let byte = self.peek();
            if byte == b'<' {
                let close = self.rest().find('>').map_or(self.rest().len(), |at| at + 1);
                self.at += close;
            } else if byte.is_ascii_alphanumeric() || b"_:#!".contains(&byte) || byte >= 0x80 {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// Entries in brackets.
    fn list(&mut self) -> Option<Vec<Node<'a>>> {
        let close = if self.peek() == b'(' { ")" } else { "]" };
        self.at += 1;
        let mut items = Vec::new();
        while !self.eat(close) {
            items.push(self.entry()?);
            if self.eat(",") {
                self.spaces();
            } else if !self.rest().starts_with(close) {
                return None;
            }
        }
        Some(items)
    }

    fn literal(&mut self, start: usize, path: &'a str) -> Option<Node<'a>> {
        self.eat(" {");
        self.spaces();
        let (first, mut fields) = (self.at, Vec::new());
        while !self.eat("}") {
            let name = self.at;
            self.at += self.rest().find(": ")?;
            let name = &self.text[name..self.at];
            self.eat(": ");
            fields.push((name, self.entry()?));
            self.eat(",");
            self.spaces();
        }
        let inner = self.text[first..self.at - 1].trim_end();
        let flat = width(inner) <= FIELDS && fields.iter().all(|(_, value)| value.flat);
        Some(self.node(start, Kind::Struct(path, fields), flat))
    }

    fn chain(&mut self, start: usize, root: Node<'a>) -> Option<Node<'a>> {
        let mut links = Vec::new();
        while self.peek() == b'.' {
            let begin = self.at;
            self.at += 1;
            self.path();
            let name = &self.text[begin..self.at];
            let arguments = if self.peek() == b'(' { Some(self.list()?) } else { None };
            let tries = self.at;
            while self.eat("?") {}
            let (text, tries) = (&self.text[begin..self.at], &self.text[tries..self.at]);
            links.push(Link { text, name, arguments, tries });
        }
        let fits = links.len() == 1 || width(&self.text[start..self.at]) <= LIST;
        let flat = fits && root.flat && links.iter().all(Link::is_flat);
        Some(self.node(start, Kind::Chain(Box::new(root), links), flat))
    }

    fn block(&mut self) -> Option<Node<'a>> {
        let start = self.at;
        self.eat("{");
        self.spaces();
        let mut statements = Vec::new();
        while !self.eat("}") {
            let begin = self.at;
            let mut prefix = "";
            if self.eat("let ") {
                self.at += top_level(self.rest(), " = ")? + 2;
                prefix = &self.text[begin..self.at];
                self.spaces();
            }
            let mut value = self.expression(true)?;
            if prefix.is_empty() && self.eat(" = ") {
                prefix = &self.text[begin..self.at - 1];
                value = self.expression(true)?;
            }
            statements.push(Statement { prefix, value, ends: self.eat(";") });
            self.spaces();
        }
        let flat = statements.is_empty();
        Some(self.node(start, Kind::Block(statements), flat))
    }

    fn choice(&mut self, start: usize) -> Option<Node<'a>> {
        let subject = self.expression(false)?.text;
        self.eat(" {");
        self.spaces();
        let mut arms = Vec::new();
        while !self.eat("}") {
            let pattern = self.at;
            self.at += top_level(self.rest(), " => ")?;
            let pattern = &self.text[pattern..self.at];
            self.eat(" => ");
            arms.push((pattern, self.expression(true)?));
            self.eat(",");
            self.spaces();
        }
        Some(self.node(start, Kind::Match(subject, arms), false))
    }
}
