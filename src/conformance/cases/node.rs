//! Payloads in pieces: one piece at a time is replaced by another form of it, or by something wrong.

/// A value in MessagePack, of which any part can be something else.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Bytes as they are.
    Bytes(Vec<u8>),
    /// A list, in the shortest form.
    List(Vec<Node>),
    /// A map, in the shortest form, in this order.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write(&mut bytes);
        bytes
    }

    fn write(&self, to: &mut Vec<u8>) {
        match self {
            Self::Bytes(bytes) => to.extend_from_slice(bytes),
            Self::List(items) => {
                to.extend(head(items.len(), 0x90, 0xdc));
                items.iter().for_each(|item| item.write(to));
            }
            Self::Map(entries) => {
                to.extend(head(entries.len(), 0x80, 0xde));
                for (key, value) in entries {
                    key.write(to);
                    value.write(to);
                }
            }
        }
    }
}

/// The shortest head of a list or map.
#[allow(clippy::cast_possible_truncation, reason = "each cast stands behind its range")]
fn head(count: usize, short: u8, wide: u8) -> Vec<u8> {
    match count {
        0..=15 => vec![short | count as u8],
        16..=0xffff => with(wide, &(count as u16).to_be_bytes()),
        _ => with(wide + 1, &(count as u32).to_be_bytes()),
    }
}

/// A marker and what follows it.
#[must_use]
pub fn with(marker: u8, rest: &[u8]) -> Vec<u8> {
    let mut bytes = vec![marker];
    bytes.extend_from_slice(rest);
    bytes
}

/// Any node of these bytes.
#[must_use]
pub fn raw(bytes: impl Into<Vec<u8>>) -> Node {
    Node::Bytes(bytes.into())
}

/// A string, in the shortest form.
#[must_use]
pub fn text(text: &str) -> Node {
    raw(blob(text.as_bytes(), text.len() < 32, 0xd9))
}

/// Bytes, in the shortest form.
#[must_use]
pub fn bin(bytes: &[u8]) -> Node {
    raw(blob(bytes, false, 0xc4))
}

/// A string or bytes: `fix` for the length in the marker, otherwise after the first of three markers in which it fits.
#[allow(clippy::cast_possible_truncation, reason = "each cast stands behind its range")]
fn blob(content: &[u8], fix: bool, marker: u8) -> Vec<u8> {
    let length = content.len();
    let mut bytes = match length {
        _ if fix => vec![0xa0 | length as u8],
        0..=0xff => vec![marker, length as u8],
        0x100..=0xffff => with(marker + 1, &(length as u16).to_be_bytes()),
        _ => with(marker + 2, &(length as u32).to_be_bytes()),
    };
    bytes.extend_from_slice(content);
    bytes
}

/// All forms of an integer with their names, the shortest unsigned and signed one first and second.
#[must_use]
pub fn integer_forms(value: i128) -> Vec<(&'static str, Node)> {
    fn add<T: TryFrom<i128>>(
        forms: &mut Vec<(&'static str, Node)>,
        value: i128,
        name: &'static str,
        form: impl Fn(T) -> Vec<u8>,
    ) {
        if let Ok(value) = T::try_from(value) {
            forms.push((name, raw(form(value))));
        }
    }
    let mut forms = Vec::new();
    if (-32..128).contains(&value) {
        add(&mut forms, value, "fixint", |value: i8| value.to_be_bytes().to_vec());
    }
    add(&mut forms, value, "uint 8", |value: u8| with(0xcc, &value.to_be_bytes()));
    add(&mut forms, value, "uint 16", |value: u16| with(0xcd, &value.to_be_bytes()));
    add(&mut forms, value, "uint 32", |value: u32| with(0xce, &value.to_be_bytes()));
    add(&mut forms, value, "uint 64", |value: u64| with(0xcf, &value.to_be_bytes()));
    add(&mut forms, value, "int 8", |value: i8| with(0xd0, &value.to_be_bytes()));
    add(&mut forms, value, "int 16", |value: i16| with(0xd1, &value.to_be_bytes()));
    add(&mut forms, value, "int 32", |value: i32| with(0xd2, &value.to_be_bytes()));
    add(&mut forms, value, "int 64", |value: i64| with(0xd3, &value.to_be_bytes()));
    forms
}

/// The shortest signed or unsigned form of an integer.
#[must_use]
pub fn integer(value: i128, signed: bool) -> Node {
    let forms = integer_forms(value);
    let wanted = if signed { "int" } else { "uint" };
    let form = forms.iter().find(|(name, _)| *name == "fixint" || name.starts_with(wanted));
    form.map_or_else(|| raw([0xc1]), |(_, node)| node.clone())
}

/// A string, bytes, a list or a map with its length in another form: after a marker, in so many bytes.
#[must_use]
pub fn wide(marker: u8, width: usize, length: u32, content: &[u8]) -> Node {
    let mut bytes = vec![marker];
    bytes.extend_from_slice(&length.to_be_bytes()[4 - width.min(4)..]);
    bytes.extend_from_slice(content);
    raw(bytes)
}
