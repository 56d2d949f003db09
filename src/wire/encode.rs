//! Writing: one canonical form for each value.

use super::datetime;
use super::fault::Fault;
use super::plan::{Codec, Plan, RecordPlan, TypePlan};
use super::token::Cursor;
use super::value::Value;

/// Writes one payload.
pub(super) struct Encoder<'p> {
    plan: &'p Plan,
    bytes: Vec<u8>,
    depth: usize,
}

impl<'p> Encoder<'p> {
    pub(super) const fn new(plan: &'p Plan) -> Self {
        Self { plan, bytes: Vec::new(), depth: 0 }
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.bytes
    }

    pub(super) fn value(&mut self, codec: &Codec, value: &Value) -> Result<(), Fault> {
        match (codec, value) {
            (Codec::Optional(_), Value::None) => self.bytes.push(0xc0),
            (Codec::Optional(inner), value) => self.value(inner, value)?,
            (Codec::Bool, Value::Bool(value)) => self.bytes.push(0xc2 + u8::from(*value)),
            (Codec::Signed(_), Value::Int(value)) => self.signed(*value),
            (Codec::Unsigned(_), Value::Int(value)) => self.unsigned(*value),
            (Codec::F32, Value::Float(value)) => {
                #[allow(clippy::cast_possible_truncation, reason = "it is one that f32 holds")]
                let bits = if value.is_nan() { 0x7fc0_0000 } else { (*value as f32).to_bits() };
                self.marked(0xca, &bits.to_be_bytes());
            }
            (Codec::F64, Value::Float(value)) => {
                let bits = if value.is_nan() { 0x7ff8 << 48 } else { value.to_bits() };
                self.marked(0xcb, &bits.to_be_bytes());
            }
            (Codec::String, Value::String(value)) => self.string(value),
            (Codec::Bytes, Value::Bytes(value)) => {
                self.length(value.len(), None, [Some(0xc4), Some(0xc5), Some(0xc6)]);
                self.bytes.extend_from_slice(value);
            }
            (Codec::BytesAsArray, Value::Bytes(value)) => {
                self.list_head(value.len())?;
                value.iter().for_each(|byte| self.unsigned(i128::from(*byte)));
                self.depth -= 1;
            }
            (Codec::DateTime, Value::DateTime(seconds, nanos)) => {
                let Some(text) = datetime::format(*seconds, *nanos) else {
                    return Err(Fault::new(format!("invalid datetime \"{seconds}\"")));
                };
                self.string(&text);
            }
            (Codec::Raw, Value::Raw(value)) if value.is_empty() => self.bytes.push(0xc0),
            (Codec::Raw, Value::Raw(value)) => {
                Cursor::within(value, self.depth).skip()?;
                self.bytes.extend_from_slice(value);
            }
            (Codec::List(codec), Value::List(items)) => {
                self.list_head(items.len())?;
                items.iter().try_for_each(|item| self.value(codec, item))?;
                self.depth -= 1;
            }
            (Codec::Map(key, of), Value::Map(entries)) => self.map(key, of, entries)?,
            (Codec::Struct(id), value) => match self.plan.get(*id) {
                TypePlan::Struct(plan) => self.record(plan, value)?,
                _ => return Err(mismatch(codec, value)),
            },
            (Codec::Enum(id), Value::Enum(position)) => match self.plan.get(*id) {
                TypePlan::Enum(plan) if *position < plan.values.len() => {
                    self.signed(plan.values[*position].1.into());
                }
                _ => return Err(mismatch(codec, value)),
            },
            (Codec::Union(id), Value::Union(position, member)) => match self.plan.get(*id) {
                TypePlan::Union(plan) if *position < plan.members.len() => {
                    let (name, codec) = &plan.members[*position];
                    self.map_head(1)?;
                    self.string(name);
                    self.value(codec, member)?;
                    self.depth -= 1;
                }
                _ => return Err(mismatch(codec, value)),
            },
            (codec, value) => return Err(mismatch(codec, value)),
        }
        Ok(())
    }

    pub(super) fn record(&mut self, plan: &RecordPlan, value: &Value) -> Result<(), Fault> {
        let Value::Record(values) = value else {
            return Err(Fault::new(format!("the value is no record: {value:?}")));
        };
        if values.len() != plan.fields.len() {
            return Err(Fault::new(format!("{} values for {}", values.len(), plan.fields.len())));
        }
        self.map_head(values.len())?;
        for (field, value) in plan.fields.iter().zip(values) {
            self.string(&field.key);
            self.value(&field.codec, value)?;
        }
        self.depth -= 1;
        Ok(())
    }

    fn map(&mut self, key: &Codec, of: &Codec, entries: &[(Value, Value)]) -> Result<(), Fault> {
        self.map_head(entries.len())?;
        let mut sorted = Vec::new();
        for (name, value) in entries {
            let mut encoder = Self { plan: self.plan, bytes: Vec::new(), depth: self.depth };
            encoder.value(key, name)?;
            sorted.push((encoder.finish(), value));
        }
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        for (name, value) in sorted {
            self.bytes.extend_from_slice(&name);
            self.value(of, value)?;
        }
        self.depth -= 1;
        Ok(())
    }

    fn marked(&mut self, marker: u8, bytes: &[u8]) {
        self.bytes.push(marker);
        self.bytes.extend_from_slice(bytes);
    }

    #[allow(clippy::cast_possible_truncation, reason = "each cast stands behind its range")]
    fn signed(&mut self, value: i128) {
        match value {
            -32..=0x7f => self.bytes.push(value as u8),
            -0x80..=0x7f => self.marked(0xd0, &(value as i8).to_be_bytes()),
            -0x8000..=0x7fff => self.marked(0xd1, &(value as i16).to_be_bytes()),
            -0x8000_0000..=0x7fff_ffff => self.marked(0xd2, &(value as i32).to_be_bytes()),
            _ => self.marked(0xd3, &(value as i64).to_be_bytes()),
        }
    }

    #[allow(clippy::cast_possible_truncation, reason = "each cast stands behind its range")]
    #[allow(clippy::cast_sign_loss, reason = "it is not negative")]
    #[allow(clippy::match_overlapping_arm, reason = "the first that holds it is the shortest")]
    fn unsigned(&mut self, value: i128) {
        match value {
            0..=0x7f => self.bytes.push(value as u8),
            0..=0xff => self.marked(0xcc, &(value as u8).to_be_bytes()),
            0..=0xffff => self.marked(0xcd, &(value as u16).to_be_bytes()),
            0..=0xffff_ffff => self.marked(0xce, &(value as u32).to_be_bytes()),
            _ => self.marked(0xcf, &(value as u64).to_be_bytes()),
        }
    }

    fn string(&mut self, text: &str) {
        self.length(text.len(), Some((0xa0, 32)), [Some(0xd9), Some(0xda), Some(0xdb)]);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn list_head(&mut self, count: usize) -> Result<(), Fault> {
        self.length(count, Some((0x90, 16)), [None, Some(0xdc), Some(0xdd)]);
        self.enter()
    }

    fn map_head(&mut self, count: usize) -> Result<(), Fault> {
        self.length(count, Some((0x80, 16)), [None, Some(0xde), Some(0xdf)]);
        self.enter()
    }

    /// The shortest form of a length: in the marker (which one, and below what), or after a marker for 8, 16 and 32 bits.
    fn length(&mut self, length: usize, short: Option<(u8, usize)>, markers: [Option<u8>; 3]) {
        if let Some((marker, below)) = short
            && length < below
        {
            return self.bytes.push(marker | u8::try_from(length).unwrap_or_default());
        }
        match (u8::try_from(length), u16::try_from(length), markers) {
            (Ok(length), _, [Some(marker), ..]) => self.marked(marker, &[length]),
            (_, Ok(length), [_, Some(marker), _]) => self.marked(marker, &length.to_be_bytes()),
            (.., [.., marker]) => {
                let length = u32::try_from(length).unwrap_or(u32::MAX);
                self.marked(marker.unwrap_or(0xc1), &length.to_be_bytes());
            }
        }
    }

    fn enter(&mut self) -> Result<(), Fault> {
        if self.depth == super::fault::DEPTH {
            return Err(Fault::too_deep());
        }
        self.depth += 1;
        Ok(())
    }
}

/// A value that is not of its type: a mistake of the caller, never of a payload.
fn mismatch(codec: &Codec, value: &Value) -> Fault {
    Fault::new(format!("{value:?} is not of {codec:?}"))
}
