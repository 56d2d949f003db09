//! Types, as what is read and written.

use super::effect::{Flow, Whom};
use super::{Comparison, Level, Place, Version};
use crate::ir::TypeKind;
use crate::wire::Codec;

/// How much of what one writes another reads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reads {
    All,
    Some,
    Nothing,
}

impl Comparison<'_> {
    /// Two types at one place, called `path`.
    pub(super) fn codecs(
        &mut self,
        path: &str,
        old: &Codec,
        new: &Codec,
        place: Place,
        flow: Flow,
    ) {
        match (old, new) {
            (Codec::Optional(old), Codec::Optional(new)) => {
                self.codecs(path, old, new, place, flow);
            }
            (Codec::Optional(old), new) => {
                let message = format!("`{path}` is not optional any more");
                self.nullable(message, new, Level::Breaking, Whom::NewRefusesOld, place, flow);
                self.codecs(path, old, new, place, flow);
            }
            (old, Codec::Optional(new)) => {
                let message = format!("`{path}` is optional now");
                self.nullable(message, old, Level::Careful, Whom::OldRefusesNew, place, flow);
                self.codecs(path, old, new, place, flow);
            }
            (Codec::List(old), Codec::List(new)) => {
                self.codecs(&format!("{path}[]"), old, new, place, flow);
            }
            (Codec::Map(old_key, old), Codec::Map(new_key, new)) => {
                self.codecs(&format!("{path}{{}} (key)"), old_key, new_key, place, flow);
                self.codecs(&format!("{path}{{}}"), old, new, place, flow);
            }
            (Codec::Struct(old), Codec::Struct(new)) => {
                if !self.seen.insert((*old, *new, flow)) {
                    return;
                }
                if let (Some(old), Some(new)) = (self.old.structure(*old), self.new.structure(*new))
                {
                    self.records(&new.0.root, old, new, flow);
                }
            }
            (Codec::Enum(old), Codec::Enum(new)) => {
                if self.seen.insert((*old, *new, flow)) {
                    self.enums(*old, *new, flow);
                }
            }
            (Codec::Union(old), Codec::Union(new)) => {
                if self.seen.insert((*old, *new, flow)) {
                    self.unions(*old, *new, flow);
                }
            }
            (old, new) => self.kinds(path, old, new, place, flow),
        }
    }

    /// Nil may come, or does not any more; `reader` is the type that is not optional.
    fn nullable(
        &mut self,
        message: String,
        reader: &Codec,
        level: Level,
        whom: Whom,
        place: Place,
        flow: Flow,
    ) {
        // They take nil for empty.
        let reads_nil = matches!(
            reader,
            Codec::Bytes | Codec::BytesAsArray | Codec::List(_) | Codec::Map(..) | Codec::Raw
        );
        if reads_nil {
            self.note(Level::Compatible, message, place, flow, &[]);
        } else {
            self.note(level, message, place, flow, &[whom]);
        }
    }

    /// Types of different kinds, or scalars.
    fn kinds(&mut self, path: &str, old: &Codec, new: &Codec, place: Place, flow: Flow) {
        let (was, is) = (self.old.shown(old), self.new.shown(new));
        if old == new {
            return;
        }
        let new_reads_old = reads((self.new, new), (self.old, old));
        let old_reads_new = reads((self.old, old), (self.new, new));
        let level = match (new_reads_old, old_reads_new) {
            (Reads::All, Reads::All) => Level::Compatible,
            (Reads::All, Reads::Some) => Level::Careful,
            _ => Level::Breaking,
        };
        let mut whom = Vec::new();
        if new_reads_old != Reads::All {
            whom.push(Whom::NewRefusesOld);
        }
        if old_reads_new != Reads::All {
            whom.push(Whom::OldRefusesNew);
        }
        let message = format!("`{path}` is {is} now, and was {was}");
        self.note(level, message, place, flow, &whom);
    }
}

/// How much of what `writer` writes `reader` reads.
fn reads((at, reader): (Version<'_>, &Codec), (from, writer): (Version<'_>, &Codec)) -> Reads {
    use Codec::{
        Bytes, BytesAsArray, DateTime, Enum, F32, F64, List, Raw, Signed, String, Unsigned,
    };
    let bytes = Unsigned(8);
    match (reader, writer) {
        (Raw, _)
        | (F32 | F64, F32 | F64)
        | (Bytes | BytesAsArray, Bytes | BytesAsArray | String)
        | (String, DateTime) => Reads::All,
        (Bytes | BytesAsArray, List(item)) if **item == bytes => Reads::All,
        (List(item), BytesAsArray) if **item == bytes => Reads::All,
        (_, Raw) | (String, Bytes) | (DateTime | Enum(_), String) => Reads::Some,
        (Enum(_), Signed(_) | Unsigned(_)) => Reads::Some,
        (F32 | F64, writer) => {
            let exact = 1_i128 << if *reader == F32 { 24 } else { 53 };
            range(from, writer).map_or(Reads::Nothing, |range| within(range, (-exact, exact)))
        }
        (reader, writer) => match (range(at, reader), range(from, writer)) {
            (Some(reader), Some(writer)) => within(writer, reader),
            _ => Reads::Nothing,
        },
    }
}

/// How much of a range lies within another.
fn within((low, high): (i128, i128), (least, most): (i128, i128)) -> Reads {
    if least <= low && high <= most { Reads::All } else { Reads::Some }
}

/// The integers that a type writes.
fn range(version: Version<'_>, codec: &Codec) -> Option<(i128, i128)> {
    match codec {
        Codec::Enum(id) => {
            let TypeKind::Enum(values) = &version.contract.get(*id).kind else { return None };
            let numbers = values.iter().map(|value| i128::from(value.number));
            numbers.clone().min().zip(numbers.max())
        }
        _ => codec.integer_range(),
    }
}

impl Version<'_> {
    /// A type as a schema has it.
    fn shown(self, codec: &Codec) -> String {
        match codec {
            Codec::Bool => "bool".to_owned(),
            Codec::Signed(bits) => format!("i{bits}"),
            Codec::Unsigned(bits) => format!("u{bits}"),
            Codec::F32 => "f32".to_owned(),
            Codec::F64 => "f64".to_owned(),
            Codec::String => "string".to_owned(),
            Codec::Bytes | Codec::BytesAsArray => "bytes".to_owned(),
            Codec::DateTime => "datetime".to_owned(),
            Codec::Raw => "raw".to_owned(),
            Codec::Optional(inner) => format!("{}?", self.shown(inner)),
            Codec::List(item) => format!("[{}]", self.shown(item)),
            Codec::Map(key, value) => format!("{{{}: {}}}", self.shown(key), self.shown(value)),
            Codec::Struct(id) | Codec::Enum(id) | Codec::Union(id) => {
                format!("`{}`", self.contract.get(*id).name)
            }
        }
    }
}
