//! Reading: every form that some peer writes, and an exact error for the rest.

use super::datetime;
use super::fault::{Fault, key_text, quoted};
use super::plan::{Codec, EnumPlan, Missing, Plan, RecordPlan, TypePlan, UnionPlan};
use super::token::{Cursor, Head};
use super::value::Value;

/// Reads one payload.
pub(super) struct Decoder<'p, 'b> {
    plan: &'p Plan,
    from: Cursor<'b>,
}

type Read<T = Value> = Result<T, Fault>;

impl<'p, 'b> Decoder<'p, 'b> {
    pub(super) const fn new(plan: &'p Plan, payload: &'b [u8]) -> Self {
        Self { plan, from: Cursor::new(payload) }
    }

    pub(super) fn value(&mut self, codec: &Codec) -> Read {
        let plan = self.plan;
        match codec {
            Codec::Optional(inner) => {
                if self.from.at_nil() {
                    self.from.head()?;
                    return Ok(Value::None);
                }
                self.value(inner)
            }
            Codec::Bool => match self.from.head()? {
                Head::Bool(value) => Ok(Value::Bool(value)),
                head => unexpected("bool", head),
            },
            Codec::Signed(bits) => self.integer(&format!("i{bits}"), codec),
            Codec::Unsigned(bits) => self.integer(&format!("u{bits}"), codec),
            Codec::F32 => self.float("f32", |value| value as f32 as f64),
            Codec::F64 => self.float("f64", |value| value),
            Codec::String => {
                let text = self.text("string")?;
                let text = std::str::from_utf8(text).map_err(|_| Fault::new("invalid UTF-8"))?;
                Ok(Value::String(text.to_owned()))
            }
            Codec::Bytes | Codec::BytesAsArray => self.bytes(),
            Codec::DateTime => self.datetime(),
            Codec::Raw => self.from.skip().map(|bytes| Value::Raw(bytes.to_owned())),
            Codec::List(item) => {
                let mut items = Vec::new();
                for index in 0..self.list()? {
                    items.push(self.value(item).map_err(|fault| fault.at_index(index))?);
                }
                self.leave(items.len());
                Ok(Value::List(items))
            }
            Codec::Map(key, value) => self.map(key, value),
            Codec::Struct(id) => match plan.get(*id) {
                TypePlan::Struct(plan) => self.record(plan),
                other => Err(Fault::new(format!("no struct: {other:?}"))),
            },
            Codec::Enum(id) => match plan.get(*id) {
                TypePlan::Enum(plan) => self.variant(plan),
                other => Err(Fault::new(format!("no enum: {other:?}"))),
            },
            Codec::Union(id) => match plan.get(*id) {
                TypePlan::Union(plan) => self.union(plan),
                other => Err(Fault::new(format!("no union: {other:?}"))),
            },
        }
    }

    /// A struct or arguments: by key, or by position from a list.
    pub(super) fn record(&mut self, plan: &RecordPlan) -> Read {
        let mut values: Vec<Option<Value>> = vec![None; plan.fields.len()];
        match self.from.head()? {
            Head::Map(count) => {
                self.from.enter(count, 2)?;
                for _ in 0..count {
                    let key = self.text("string")?;
                    let known = plan.fields.iter().position(|f| f.key.as_bytes() == key);
                    let Some(at) = known else {
                        self.from.skip()?;
                        continue;
                    };
                    if values[at].is_some() {
                        return Err(Fault::new(format!("duplicate key {}", quoted(key))));
                    }
                    values[at] = Some(self.field(plan, at)?);
                }
            }
            Head::List(count) => {
                self.from.enter(count, 1)?;
                for at in 0..count {
                    if at < values.len() {
                        values[at] = Some(self.field(plan, at)?);
                    } else {
                        self.from.skip()?;
                    }
                }
            }
            head => return unexpected("map", head),
        }
        self.from.leave();
        let values = values.into_iter().zip(&plan.fields).map(|(value, field)| {
            value.map_or_else(
                || match &field.missing {
                    Missing::Error => Err(Fault::new("missing field").at_field(&field.key)),
                    Missing::None => Ok(Value::None),
                    Missing::Default(literal) => Ok(Value::from(literal)),
                },
                Ok,
            )
        });
        Ok(Value::Record(values.collect::<Result<_, _>>()?))
    }

    fn field(&mut self, plan: &RecordPlan, at: usize) -> Read {
        let field = &plan.fields[at];
        self.value(&field.codec).map_err(|fault| fault.at_field(&field.key))
    }

    fn integer(&mut self, name: &str, codec: &Codec) -> Read {
        let fits =
            |value| codec.integer_range().is_some_and(|(min, max)| min <= value && value <= max);
        match self.from.head()? {
            Head::Int(value) if fits(value) => Ok(Value::Int(value)),
            Head::Int(value) => Err(Fault::new(format!("{value} does not fit {name}"))),
            head => unexpected(name, head),
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "whether it is exact is what is asked")]
    #[allow(clippy::cast_possible_truncation, reason = "saturation is ruled out by the range")]
    fn float(&mut self, name: &str, round: impl Fn(f64) -> f64) -> Read {
        match self.from.head()? {
            Head::F32(value) => Ok(Value::Float(value.into())),
            Head::F64(value) => Ok(Value::Float(round(value))),
            Head::Int(value) => {
                let float = round(value as f64);
                if float as i128 == value {
                    return Ok(Value::Float(float));
                }
                Err(Fault::new(format!("{value} does not fit {name}")))
            }
            head => unexpected(name, head),
        }
    }

    /// The contents of a string, or of bytes in the place of one.
    fn text(&mut self, expected: &str) -> Read<&'b [u8]> {
        match self.from.head()? {
            Head::Str(length) | Head::Bin(length) => self.from.take(length),
            head => unexpected(expected, head),
        }
    }

    fn bytes(&mut self) -> Read {
        match self.from.head()? {
            Head::Nil => Ok(Value::Bytes(Vec::new())),
            Head::Str(length) | Head::Bin(length) => {
                Ok(Value::Bytes(self.from.take(length)?.to_owned()))
            }
            Head::List(count) => {
                self.from.enter(count, 1)?;
                let mut bytes = Vec::new();
                for index in 0..count {
                    let byte =
                        self.integer("u8", &Codec::Unsigned(8)).map_err(|f| f.at_index(index))?;
                    if let Value::Int(byte) = byte {
                        bytes.push(u8::try_from(byte).unwrap_or_default());
                    }
                }
                self.from.leave();
                Ok(Value::Bytes(bytes))
            }
            head => unexpected("bytes", head),
        }
    }

    fn datetime(&mut self) -> Read {
        let unreadable = || Fault::unexpected("datetime", "extension");
        match self.from.head()? {
            Head::Str(length) | Head::Bin(length) => {
                let text = self.from.take(length)?;
                let known = std::str::from_utf8(text).is_ok().then(|| datetime::parse(text));
                let Some((seconds, nanos)) = known.flatten() else {
                    return Err(Fault::new(format!("invalid datetime {}", quoted(text))));
                };
                Ok(Value::DateTime(seconds, nanos))
            }
            Head::Ext(kind, length) => {
                let content = self.from.take(length)?;
                let (seconds, nanos) =
                    timestamp(content).filter(|_| kind == -1).ok_or_else(unreadable)?;
                if !datetime::SECONDS.contains(&seconds) || nanos >= 1_000_000_000 {
                    return Err(unreadable());
                }
                Ok(Value::DateTime(seconds, nanos))
            }
            head => unexpected("datetime", head),
        }
    }

    /// Goes into a list, and returns how many items it has. Nil is an empty one; it is not gone into.
    fn list(&mut self) -> Read<usize> {
        match self.from.head()? {
            Head::Nil => Ok(0),
            Head::List(count) => {
                self.from.enter(count, 1)?;
                if count == 0 {
                    self.from.leave();
                }
                Ok(count)
            }
            head => unexpected("list", head),
        }
    }

    /// After a list or map of so many.
    const fn leave(&mut self, count: usize) {
        if count > 0 {
            self.from.leave();
        }
    }

    fn map(&mut self, key: &Codec, value: &Codec) -> Read {
        let count = match self.from.head()? {
            Head::Nil => return Ok(Value::Map(Vec::new())),
            Head::Map(count) => count,
            head => return unexpected("map", head),
        };
        self.from.enter(count, 2)?;
        let mut entries: Vec<(Value, Value)> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..count {
            let name = self.value(key)?;
            let text = self.key_text(key, &name);
            // The text in an error is cut short, so it does not tell keys apart.
            if !seen.insert(format!("{name:?}")) {
                return Err(Fault::new(format!("duplicate key {text}")));
            }
            let value = self.value(value).map_err(|fault| fault.at_key(&text))?;
            entries.push((name, value));
        }
        self.from.leave();
        Ok(Value::Map(entries))
    }

    fn key_text(&self, codec: &Codec, key: &Value) -> String {
        key_text(key, |position| match codec {
            Codec::Enum(id) => match self.plan.get(*id) {
                TypePlan::Enum(plan) => plan.values.get(position).map_or(0, |value| value.1),
                _ => 0,
            },
            _ => 0,
        })
    }

    fn variant(&mut self, plan: &EnumPlan) -> Read {
        let unknown = |value: String| {
            Fault::new(format!("unknown value {value}, expected one of {}", plan.expected))
        };
        let position = |found: Option<usize>, value: String| {
            found.map(Value::Enum).ok_or_else(|| unknown(value))
        };
        match self.from.head()? {
            Head::Int(number) => {
                let found = plan.values.iter().position(|value| i128::from(value.1) == number);
                position(found, number.to_string())
            }
            Head::Str(length) | Head::Bin(length) => {
                let name = self.from.take(length)?;
                let found = plan.values.iter().position(|value| value.0.as_bytes() == name);
                position(found, quoted(name))
            }
            head @ Head::Map(count) => {
                self.from.enter(count, 2)?;
                if count != 1 {
                    return unexpected("enum", head);
                }
                let (Head::Int(index), Head::Nil) = (self.from.head()?, self.from.head()?) else {
                    return unexpected("enum", head);
                };
                self.from.leave();
                let found = usize::try_from(index).ok().filter(|at| *at < plan.values.len());
                position(found, index.to_string())
            }
            head => unexpected("enum", head),
        }
    }

    fn union(&mut self, plan: &UnionPlan) -> Read {
        let head = self.from.head()?;
        let Head::Map(count) = head else { return unexpected("map", head) };
        self.from.enter(count, 2)?;
        if count != 1 {
            return unexpected("map", head);
        }
        let key = self.text("string")?;
        let found = plan.members.iter().position(|member| member.0.as_bytes() == key);
        let Some(at) = found else {
            return Err(Fault::new(format!(
                "unknown member {}, expected one of {}",
                quoted(key),
                plan.expected
            )));
        };
        let (name, codec) = &plan.members[at];
        let value = self.value(codec).map_err(|fault| fault.at_field(name))?;
        self.from.leave();
        Ok(Value::Union(at, Box::new(value)))
    }
}

fn unexpected<T>(expected: &str, found: Head) -> Read<T> {
    Err(Fault::unexpected(expected, found.kind()))
}

/// The contents of the timestamp extension, in one of its three lengths.
fn timestamp(content: &[u8]) -> Option<(i64, u32)> {
    Some(match content.len() {
        4 => (u32::from_be_bytes(content.try_into().ok()?).into(), 0),
        8 => {
            let both = u64::from_be_bytes(content.try_into().ok()?);
            let seconds = both & 0x3_ffff_ffff;
            (i64::try_from(seconds).ok()?, u32::try_from(both >> 34).ok()?)
        }
        12 => {
            let (nanos, seconds) = content.split_at(4);
            let nanos = u32::from_be_bytes(nanos.try_into().ok()?);
            (i64::from_be_bytes(seconds.try_into().ok()?), nanos)
        }
        _ => return None,
    })
}
