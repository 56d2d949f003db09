//! Values as serde sees them, by the types of the IR: what rmp-serde writes and reads, without the codec and its plan.

use std::fmt;

use contractc::ir::{Contract, Scalar, Type, TypeKind};
use contractc::wire::Value;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, SerializeMap, SerializeSeq};
use serde::{Deserialize, Serialize, Serializer};

/// A value of a type, to be written.
pub struct Typed<'a>(pub &'a Contract, pub &'a Type, pub &'a Value);

/// A type, to read a value of.
#[derive(Clone, Copy)]
pub struct Of<'a>(pub &'a Contract, pub &'a Type);

impl Serialize for Typed<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self(contract, ty, value) = *self;
        match (ty, value) {
            (Type::Optional(_), Value::None) => to.serialize_none(),
            (Type::Optional(inner), value) => to.serialize_some(&Typed(contract, inner, value)),
            (Type::Scalar(scalar), value) => self.scalar(*scalar, value, to),
            (Type::List(item), Value::List(items)) => {
                let mut list = to.serialize_seq(Some(items.len()))?;
                items.iter().try_for_each(|i| list.serialize_element(&Typed(contract, item, i)))?;
                list.end()
            }
            (Type::Map(key, of), Value::Map(entries)) => {
                let key_ty = key.ty();
                let mut sorted: Vec<_> = entries.iter().collect();
                sorted.sort_by_key(|e| rmp_serde::to_vec(&Typed(contract, &key_ty, &e.0)).unwrap());
                let mut map = to.serialize_map(Some(sorted.len()))?;
                for (key, value) in sorted {
                    map.serialize_entry(
                        &Typed(contract, &key_ty, key),
                        &Typed(contract, of, value),
                    )?;
                }
                map.end()
            }
            (Type::Named(id), value) => match (&contract.get(*id).kind, value) {
                (TypeKind::Struct(fields), Value::Record(values)) => {
                    let mut map = to.serialize_map(Some(fields.len()))?;
                    for (field, value) in fields.iter().zip(values) {
                        map.serialize_entry(&field.name, &Typed(contract, &field.ty, value))?;
                    }
                    map.end()
                }
                (TypeKind::Enum(values), Value::Enum(at)) => to.serialize_i32(values[*at].number),
                (TypeKind::Union(members), Value::Union(at, value)) => {
                    let mut map = to.serialize_map(Some(1))?;
                    let member = &members[*at];
                    map.serialize_entry(&member.name, &Typed(contract, &member.ty, value))?;
                    map.end()
                }
                _ => Err(S::Error::custom("a value of another type")),
            },
            _ => Err(S::Error::custom("a value of another type")),
        }
    }
}

impl Typed<'_> {
    fn scalar<S: Serializer>(&self, ty: Scalar, value: &Value, to: S) -> Result<S::Ok, S::Error> {
        match (ty, value) {
            (Scalar::I8 | Scalar::I16 | Scalar::I32 | Scalar::I64, Value::Int(value)) => {
                to.serialize_i64(*value as i64)
            }
            (_, Value::Int(value)) => to.serialize_u64(*value as u64),
            (Scalar::F32, Value::Float(value)) if value.is_nan() => to.serialize_f32(f32::NAN),
            (Scalar::F32, Value::Float(value)) => to.serialize_f32(*value as f32),
            (_, Value::Float(value)) if value.is_nan() => to.serialize_f64(f64::NAN),
            (_, Value::Float(value)) => to.serialize_f64(*value),
            (_, Value::Bool(value)) => to.serialize_bool(*value),
            (_, Value::String(value)) => to.serialize_str(value),
            (_, Value::Bytes(value)) => to.serialize_bytes(value),
            (_, Value::DateTime(seconds, nanos)) => to.serialize_str(&text(*seconds, *nanos)),
            (_, Value::Raw(value)) => rmp_serde::from_slice::<serde_json::Value>(value)
                .map_err(S::Error::custom)?
                .serialize(to),
            _ => Err(S::Error::custom("a value of another type")),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Of<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        let Self(contract, ty) = self;
        match ty {
            Type::Optional(_) => from.deserialize_option(self),
            Type::List(_) => from.deserialize_seq(self),
            Type::Map(..) => from.deserialize_map(self),
            Type::Named(id) => match &contract.get(*id).kind {
                TypeKind::Enum(values) => {
                    let number = i32::deserialize(from)?;
                    let at = values.iter().position(|value| value.number == number);
                    at.map(Value::Enum).ok_or_else(|| D::Error::custom("an unknown value"))
                }
                _ => from.deserialize_map(self),
            },
            Type::Scalar(scalar) => Ok(match scalar {
                Scalar::I8 => Value::Int(i8::deserialize(from)?.into()),
                Scalar::I16 => Value::Int(i16::deserialize(from)?.into()),
                Scalar::I32 => Value::Int(i32::deserialize(from)?.into()),
                Scalar::I64 => Value::Int(i64::deserialize(from)?.into()),
                Scalar::U8 => Value::Int(u8::deserialize(from)?.into()),
                Scalar::U16 => Value::Int(u16::deserialize(from)?.into()),
                Scalar::U32 => Value::Int(u32::deserialize(from)?.into()),
                Scalar::U64 => Value::Int(u64::deserialize(from)?.into()),
                Scalar::F32 => Value::Float(f32::deserialize(from)?.into()),
                Scalar::F64 => Value::Float(f64::deserialize(from)?),
                Scalar::Bool => Value::Bool(bool::deserialize(from)?),
                Scalar::String => Value::String(String::deserialize(from)?),
                Scalar::Bytes => Value::Bytes(serde_bytes::ByteBuf::deserialize(from)?.into_vec()),
                Scalar::DateTime => {
                    let (seconds, nanos) = instant(&String::deserialize(from)?);
                    Value::DateTime(seconds, nanos)
                }
                Scalar::Raw | Scalar::Value => {
                    let any = serde_json::Value::deserialize(from)?;
                    Value::Raw(rmp_serde::to_vec(&any).map_err(D::Error::custom)?)
                }
            }),
        }
    }
}

impl<'de> Visitor<'de> for Of<'_> {
    type Value = Value;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{:?}", self.1)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::None)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::None)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        Of(self.0, self.1.required()).deserialize(from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let Type::List(item) = self.1 else { return Err(A::Error::custom("a list")) };
        let mut items = Vec::new();
        while let Some(item) = from.next_element_seed(Of(self.0, item))? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let Self(contract, ty) = self;
        match ty {
            Type::Map(key, of) => {
                let key = key.ty();
                let mut entries = Vec::new();
                while let Some(key) = from.next_key_seed(Of(contract, &key))? {
                    entries.push((key, from.next_value_seed(Of(contract, of))?));
                }
                Ok(Value::Map(entries))
            }
            Type::Named(id) => match &contract.get(*id).kind {
                TypeKind::Struct(fields) => {
                    let mut values = Vec::new();
                    for field in fields {
                        if from.next_key::<String>()?.as_deref() != Some(field.name.as_str()) {
                            return Err(A::Error::custom("another key"));
                        }
                        values.push(from.next_value_seed(Of(contract, &field.ty))?);
                    }
                    if from.next_key::<String>()?.is_some() {
                        return Err(A::Error::custom("one key more"));
                    }
                    Ok(Value::Record(values))
                }
                TypeKind::Union(members) => {
                    let name = from.next_key::<String>()?.unwrap_or_default();
                    let at = members.iter().position(|member| member.name == name);
                    let at = at.ok_or_else(|| A::Error::custom("an unknown member"))?;
                    let value = from.next_value_seed(Of(contract, &members[at].ty))?;
                    Ok(Value::Union(at, Box::new(value)))
                }
                TypeKind::Enum(_) => Err(A::Error::custom("a map")),
            },
            _ => Err(A::Error::custom("a map")),
        }
    }
}

const CENTURIES: i64 = 146_097 * 86_400;

/// RFC 3339, by counting: slow, and unlike the codec's.
fn text(seconds: i64, nanos: u32) -> String {
    // 400 years are always as long, so the days can be counted within 2000 to 2399.
    let since = seconds - 946_684_800;
    let (era, mut left) = (since.div_euclid(CENTURIES), since.rem_euclid(CENTURIES));
    let (mut year, mut month) = (2000, 1);
    while left >= days(year, month) * 86_400 {
        left -= days(year, month) * 86_400;
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    let fraction = match nanos {
        0 => String::new(),
        nanos => format!(".{nanos:09}").trim_end_matches('0').to_owned(),
    };
    format!(
        "{:04}-{month:02}-{:02}T{:02}:{:02}:{:02}{fraction}Z",
        year + era * 400,
        left / 86_400 + 1,
        left / 3600 % 24,
        left / 60 % 60,
        left % 60
    )
}

fn days(year: i64, month: usize) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    [31, 28 + i64::from(leap), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
}

/// The instant of a text as [`text`] gives it.
fn instant(text: &str) -> (i64, u32) {
    let number = |from: usize, to: usize| text[from..to].parse::<i64>().unwrap();
    let (year, month) = (number(0, 4), number(5, 7) as usize);
    // Counted within 2000 to 2399, too.
    let (era, of_era) = ((year - 2000).div_euclid(400), (year - 2000).rem_euclid(400));
    let mut passed = number(8, 10) - 1;
    for year in 2000..2000 + of_era {
        passed += (1..=12).map(|month| days(year, month)).sum::<i64>();
    }
    passed += (1..month).map(|month| days(2000 + of_era, month)).sum::<i64>();
    let time = number(11, 13) * 3600 + number(14, 16) * 60 + number(17, 19);
    let fraction = text[19..].trim_start_matches('.').trim_end_matches('Z');
    let nanos = format!("{fraction:0<9}").parse().unwrap();
    (era * CENTURIES + passed * 86_400 + time + 946_684_800, nanos)
}
