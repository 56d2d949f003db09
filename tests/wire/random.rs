//! Random contracts and values of them, the same for the same seed.

use contractc::ir::{Contract, Key, Scalar, Type, TypeId, TypeKind};
use contractc::wire::Value;

use crate::schema::{self, def, field, list, map, member, optional, s, values};

/// splitmix64
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// An enum, a struct of every scalar, and structs and unions of random types, the recursive ones included.
pub fn contract(random: &mut Random) -> Contract {
    let numbers: [i32; 4] = [random.pick(&[0, 127, 128, -1]), 7, -40000, i32::MAX];
    let names = ["one", "two", "a longer name than fits a fixstr", "ünï"];
    let mut types = vec![
        def("Kind", values(&[0, 1, 2, 3].map(|at| (names[at], numbers[at])))),
        def(
            "Leaf",
            TypeKind::Struct(
                Scalar::ALL.iter().map(|scalar| field(scalar.name(), s(*scalar))).collect(),
            ),
        ),
    ];
    for number in 2..7 {
        let name = format!("T{number}");
        let count = 1 + random.below(if number == 2 { 20 } else { 5 });
        let at = |at: usize, random: &mut Random| (format!("m{at}"), ty(random, number, 0));
        let parts: Vec<_> = (0..count).map(|index| at(index, random)).collect();
        types.push(def(
            &name,
            if number % 2 == 0 {
                TypeKind::Struct(parts.into_iter().map(|(name, ty)| field(&name, ty)).collect())
            } else {
                TypeKind::Union(parts.into_iter().map(|(name, ty)| member(&name, ty)).collect())
            },
        ));
    }
    Contract { types, roles: Vec::new(), ..schema::contract() }
}

/// A type: by value only of types before `below`, so that every value ends.
fn ty(random: &mut Random, below: usize, depth: usize) -> Type {
    match random.below(if depth > 2 { 4 } else { 8 }) {
        0..3 => s(random.pick(&Scalar::ALL)),
        3 => Type::Named(TypeId(random.below(below))),
        4 => match ty(random, 7, depth + 1) {
            Type::Optional(inner) => Type::Optional(inner),
            // Some(nil) reads as None.
            Type::Scalar(Scalar::Raw | Scalar::Value) => optional(s(Scalar::Bytes)),
            inner => optional(inner),
        },
        5 | 6 => list(ty(random, 7, depth + 1)),
        _ => {
            let key = match random.below(11) {
                0..=7 => Key::Scalar(Scalar::ALL[random.below(8)]),
                8 => Key::Scalar(Scalar::Bool),
                9 => Key::Scalar(Scalar::String),
                _ => Key::Enum(TypeId(0)),
            };
            map(key, ty(random, 7, depth + 1))
        }
    }
}

/// Makes values of a contract.
pub struct Values<'a> {
    pub contract: &'a Contract,
    pub random: &'a mut Random,
    /// Whether signed integers stay below 128, where rmp-serde's form is the canonical one.
    pub narrow: bool,
    /// How many values of each kind were made.
    pub kinds: &'a mut std::collections::BTreeMap<String, usize>,
}

impl Values<'_> {
    pub fn of(&mut self, ty: &Type, depth: usize) -> Value {
        let kind = match ty {
            Type::Scalar(scalar) => scalar.name(),
            Type::Optional(_) => "optional",
            Type::List(_) => "list",
            Type::Map(..) => "map",
            Type::Named(id) => match self.contract.get(*id).kind {
                TypeKind::Struct(_) => "struct",
                TypeKind::Enum(_) => "enum",
                TypeKind::Union(_) => "union",
            },
        };
        *self.kinds.entry(kind.to_owned()).or_default() += 1;
        match ty {
            Type::Scalar(scalar) => self.scalar(*scalar),
            Type::Optional(_) if depth > 6 || self.random.below(3) == 0 => Value::None,
            Type::Optional(inner) => self.of(inner, depth + 1),
            Type::List(item) => {
                Value::List((0..self.count(depth)).map(|_| self.of(item, depth + 1)).collect())
            }
            Type::Map(key, of) => {
                let mut entries: Vec<(Value, Value)> = Vec::new();
                for _ in 0..self.count(depth) {
                    let key = self.of(&key.ty(), depth + 1);
                    let value = self.of(of, depth + 1);
                    if entries.iter().all(|entry| entry.0 != key) {
                        entries.push((key, value));
                    }
                }
                Value::Map(entries)
            }
            Type::Named(id) => match &self.contract.get(*id).kind {
                TypeKind::Struct(fields) => Value::Record(
                    fields.iter().map(|field| self.of(&field.ty, depth + 1)).collect(),
                ),
                TypeKind::Enum(values) => loop {
                    let at = self.random.below(values.len());
                    if !self.narrow || values[at].number < 128 {
                        break Value::Enum(at);
                    }
                },
                TypeKind::Union(members) => {
                    let at = self.random.below(members.len());
                    Value::Union(at, Box::new(self.of(&members[at].ty, depth + 1)))
                }
            },
        }
    }

    fn count(&mut self, depth: usize) -> usize {
        match self.random.below(40) {
            _ if depth > 6 => 0,
            0 if depth < 2 => 16 + self.random.below(300),
            small => small % 4,
        }
    }

    fn scalar(&mut self, scalar: Scalar) -> Value {
        let random = &mut *self.random;
        if let Some((min, max)) = scalar.integer_range() {
            let edge = 1_i128 << random.below(65);
            let near = edge + random.below(3) as i128 - 1;
            let value = if random.below(2) == 0 { near } else { -near };
            let value = value.clamp(min, max);
            return Value::Int(if self.narrow && min < 0 { value.min(127) } else { value });
        }
        match scalar {
            Scalar::Bool => Value::Bool(random.below(2) == 0),
            Scalar::F32 => Value::Float(f32::from_bits(random.next() as u32).into()),
            Scalar::F64 => Value::Float(match random.below(8) {
                0 => f64::NAN,
                1 => -0.0,
                2 => f64::INFINITY,
                _ => f64::from_bits(random.next()),
            }),
            Scalar::String => Value::String(text(random)),
            Scalar::Bytes => {
                let length = length(random);
                Value::Bytes((0..length).map(|_| random.next() as u8).collect())
            }
            Scalar::DateTime => {
                let range = contractc::wire::datetime::SECONDS;
                let span = (range.end() - range.start()) as u64;
                let seconds = range.start() + (random.next() % (span + 1)) as i64;
                Value::DateTime(seconds, random.pick(&[0, 1, 500_000_000, 999_999_999, 120_000]))
            }
            _ => Value::Raw(rmp_serde::to_vec(&any(random, 0)).unwrap()),
        }
    }
}

fn length(random: &mut Random) -> usize {
    match random.below(150) {
        0..5 => 250 + random.below(10),
        5 => 65_530 + random.below(10),
        _ => random.below(40),
    }
}

fn text(random: &mut Random) -> String {
    let length = length(random);
    (0..length).map(|_| random.pick(&['a', 'Z', '0', ' ', '"', '\0', 'é', '日', '😀'])).collect()
}

/// What a `raw` can hold.
fn any(random: &mut Random, depth: usize) -> serde_json::Value {
    match random.below(if depth > 3 { 5 } else { 7 }) {
        0 => serde_json::Value::Null,
        1 => (random.below(2) == 0).into(),
        2 => random.next().into(),
        3 => (random.next() as i64 as f64 / 3.0).into(),
        4 => text(random).into(),
        5 => (0..random.below(4)).map(|_| any(random, depth + 1)).collect(),
        _ => serde_json::Value::Object(
            (0..random.below(4)).map(|at| (at.to_string(), any(random, depth + 1))).collect(),
        ),
    }
}
