//! Random values of any type, and smaller ones of the same type.

use crate::conformance::random::Random;
use crate::wire::{Codec, FieldPlan, Plan, TypePlan, Value, datetime};

/// How many entries of lists and maps a value may have.
const ENTRIES: usize = 300;

/// Makes random values.
pub struct Values<'p> {
    plan: &'p Plan,
    random: Random,
    /// Entries that may still be made.
    left: usize,
}

impl<'p> Values<'p> {
    /// Values of the types of a plan.
    #[must_use]
    pub const fn new(plan: &'p Plan, random: Random) -> Self {
        Self { plan, random, left: ENTRIES }
    }

    /// Arguments.
    pub fn record(&mut self, fields: &[FieldPlan]) -> Value {
        Value::Record(fields.iter().map(|field| self.value(&field.codec, 0)).collect())
    }

    /// A value, `depth` containers down.
    pub fn value(&mut self, codec: &Codec, depth: usize) -> Value {
        let random = &mut self.random;
        match codec {
            Codec::Bool => Value::Bool(random.below(2) == 0),
            Codec::Signed(bits) => {
                let value = self.integer();
                Value::Int(value.clamp(-1 << (bits - 1), (1 << (bits - 1)) - 1))
            }
            Codec::Unsigned(bits) => {
                let value = self.integer().abs();
                Value::Int(value.min((1 << bits) - 1))
            }
            #[allow(clippy::cast_possible_truncation, reason = "any bits are a float")]
            Codec::F32 => Value::Float(f32::from_bits(random.next() as u32).into()),
            Codec::F64 => Value::Float(f64::from_bits(random.next())),
            Codec::String => Value::String(self.text()),
            Codec::Bytes | Codec::BytesAsArray => {
                let length = self.length();
                Value::Bytes((0..length).map(|_| self.random.next().to_be_bytes()[0]).collect())
            }
            Codec::DateTime => {
                let (first, last) = datetime::SECONDS.into_inner();
                let span = usize::try_from(last - first).unwrap_or(usize::MAX);
                let seconds = first + i64::try_from(random.below(span + 1)).unwrap_or_default();
                let nanos = [0, 1, 500_000_000, 999_999_999, 120_000_000, 1000];
                Value::DateTime(seconds, *random.pick(&nanos))
            }
            Codec::Raw => Value::Raw(self.raw(0)),
            Codec::Optional(inner) => {
                if random.below(3) == 0 || depth > 8 {
                    return Value::None;
                }
                match self.value(inner, depth) {
                    // Some of nil reads as None.
                    Value::Raw(bytes) if bytes == [0xc0] => Value::None,
                    value => value,
                }
            }
            Codec::List(item) => {
                let count = self.count(depth);
                Value::List((0..count).map(|_| self.value(item, depth + 1)).collect())
            }
            Codec::Map(key, value) => {
                let mut entries: Vec<(Value, Value)> = Vec::new();
                for _ in 0..self.count(depth) {
                    let key = self.value(key, depth + 1);
                    let value = self.value(value, depth + 1);
                    if entries.iter().all(|entry| entry.0 != key) {
                        entries.push((key, value));
                    }
                }
                Value::Map(entries)
            }
            Codec::Struct(id) | Codec::Enum(id) | Codec::Union(id) => match self.plan.get(*id) {
                TypePlan::Struct(plan) => Value::Record(
                    plan.fields.iter().map(|f| self.value(&f.codec, depth + 1)).collect(),
                ),
                TypePlan::Enum(plan) => Value::Enum(self.random.below(plan.values.len())),
                TypePlan::Union(plan) => {
                    // Far down, the first member that is a leaf, so that recursive unions end.
                    let leaf = plan.members.iter().position(|(_, codec)| {
                        !matches!(codec, Codec::Struct(_) | Codec::Union(_))
                    });
                    let any = self.random.below(plan.members.len());
                    let at = if depth > 8 { leaf.unwrap_or(any) } else { any };
                    let value = self.value(&plan.members[at].1, depth + 1);
                    Value::Union(at, Box::new(value))
                }
            },
        }
    }

    /// Numbers around powers of two.
    fn integer(&mut self) -> i128 {
        let edge = 1_i128 << self.random.below(65);
        let near = edge + i128::from(self.random.next() % 3) - 1;
        if self.random.below(2) == 0 { near } else { -near }
    }

    fn length(&mut self) -> usize {
        match self.random.below(20) {
            0 => 250 + self.random.below(12),
            1 => 30 + self.random.below(4),
            _ => self.random.below(24),
        }
    }

    fn text(&mut self) -> String {
        let letters = ['a', 'Z', '0', ' ', '"', '\\', '\0', 'é', '日', '😀', '\u{301}'];
        (0..self.length()).map(|_| *self.random.pick(&letters)).collect()
    }

    fn count(&mut self, depth: usize) -> usize {
        let wanted = match self.random.below(16) {
            _ if depth > 8 => 0,
            0 => 14 + self.random.below(6),
            few => few % 4,
        };
        let count = wanted.min(self.left);
        self.left -= count;
        count
    }

    fn raw(&mut self, depth: usize) -> Vec<u8> {
        use super::node::{bin, integer, text};
        match self.random.below(if depth > 3 { 5 } else { 7 }) {
            0 => vec![0xc0],
            1 => vec![0xc2],
            2 => integer(self.integer().clamp(i64::MIN.into(), i64::MAX.into()), true).bytes(),
            3 => text(&self.text()).bytes(),
            4 => bin(self.text().as_bytes()).bytes(),
            5 => [vec![0x92], self.raw(depth + 1), self.raw(depth + 1)].concat(),
            _ => [vec![0x81], self.raw(4), self.raw(depth + 1)].concat(),
        }
    }
}

/// Values that are a little smaller, the smallest first: what still fails among them is easier to understand.
#[must_use]
pub fn smaller(plan: &Plan, codec: &Codec, value: &Value) -> Vec<Value> {
    match (codec, value) {
        (Codec::Optional(_), Value::None) => Vec::new(),
        (Codec::Optional(inner), value) => {
            let mut values = vec![Value::None];
            values.extend(smaller(plan, inner, value));
            values
        }
        (_, Value::Bool(true)) => vec![Value::Bool(false)],
        (_, Value::Int(value)) => {
            let mut values = vec![0, value / 2, value - value.signum()];
            if *value < 0 && !matches!(codec, Codec::Unsigned(_)) && *value != i128::from(i64::MIN)
            {
                values.insert(1, -value);
            }
            values.retain(|smaller| smaller.unsigned_abs() < value.unsigned_abs());
            values.dedup();
            values.into_iter().map(Value::Int).collect()
        }
        (_, Value::Float(value)) if value.to_bits() != 0 => {
            let mut values = vec![0.0, 1.0];
            values.retain(|smaller| smaller != value);
            if *value == 1.0 {
                values.truncate(1);
            }
            values.into_iter().map(Value::Float).collect()
        }
        (_, Value::String(text)) => {
            let letters: Vec<char> = text.chars().collect();
            let mut values: Vec<String> =
                parts(&letters).into_iter().map(|part| part.into_iter().collect()).collect();
            let plain = "a".repeat(letters.len());
            if *text != plain {
                values.push(plain);
            }
            values.into_iter().map(Value::String).collect()
        }
        (_, Value::Bytes(bytes)) => parts(bytes).into_iter().map(Value::Bytes).collect(),
        (_, Value::DateTime(seconds, nanos)) if (*seconds, *nanos) != (0, 0) => {
            let mut values = vec![Value::DateTime(0, 0)];
            if *nanos != 0 && *seconds != 0 {
                values.push(Value::DateTime(*seconds, 0));
                values.push(Value::DateTime(0, *nanos));
            }
            values
        }
        (_, Value::Raw(bytes)) if *bytes != [0xc0] => vec![Value::Raw(vec![0xc0])],
        (Codec::List(item), Value::List(items)) => {
            let mut values: Vec<Value> = parts(items).into_iter().map(Value::List).collect();
            for (at, one) in items.iter().enumerate() {
                for smaller in smaller(plan, item, one) {
                    let mut items = items.clone();
                    items[at] = smaller;
                    values.push(Value::List(items));
                }
            }
            values
        }
        (Codec::Map(key, of), Value::Map(entries)) => {
            let mut values: Vec<Value> = parts(entries).into_iter().map(Value::Map).collect();
            for (at, (name, one)) in entries.iter().enumerate() {
                for name in smaller(plan, key, name) {
                    if entries.iter().all(|entry| entry.0 != name) {
                        let mut entries = entries.clone();
                        entries[at].0 = name;
                        values.push(Value::Map(entries));
                    }
                }
                for one in smaller(plan, of, one) {
                    let mut entries = entries.clone();
                    entries[at].1 = one;
                    values.push(Value::Map(entries));
                }
            }
            values
        }
        (Codec::Struct(id), Value::Record(values)) => match plan.get(*id) {
            TypePlan::Struct(record) => smaller_record(plan, &record.fields, values),
            _ => Vec::new(),
        },
        (Codec::Enum(_), Value::Enum(at)) if *at > 0 => vec![Value::Enum(0)],
        (Codec::Union(id), Value::Union(at, value)) => match plan.get(*id) {
            TypePlan::Union(union) => smaller(plan, &union.members[*at].1, value)
                .into_iter()
                .map(|value| Value::Union(*at, Box::new(value)))
                .collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// As [`smaller`], for arguments.
#[must_use]
pub fn smaller_record(plan: &Plan, fields: &[FieldPlan], values: &[Value]) -> Vec<Value> {
    let mut records = Vec::new();
    for (at, (field, value)) in fields.iter().zip(values).enumerate() {
        for smaller in smaller(plan, &field.codec, value) {
            let mut values = values.to_vec();
            values[at] = smaller;
            records.push(Value::Record(values));
        }
    }
    records
}

/// Nothing, either half, and all but one.
fn parts<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    let mut parts = Vec::new();
    if items.is_empty() {
        return parts;
    }
    parts.push(Vec::new());
    if items.len() > 2 {
        let (first, second) = items.split_at(items.len() / 2);
        parts.push(first.to_vec());
        parts.push(second.to_vec());
    }
    if items.len() > 1 {
        for at in 0..items.len().min(24) {
            let mut items = items.to_vec();
            items.remove(at);
            parts.push(items);
        }
    }
    parts
}
