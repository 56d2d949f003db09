//! The functions that read and write lists and maps.

use crate::ir::Contract;
use crate::targets::text::Text;
use crate::wire::{Codec, TypePlan};

use super::code::{Code, Place, nilable};
use super::helpers::Direction;
use super::types::begin;

/// Whether a value can hold one of a recursive type.
fn recursive(contract: &Contract, codec: &Codec) -> bool {
    match codec {
        Codec::Optional(inner) | Codec::List(inner) | Codec::Map(_, inner) => {
            recursive(contract, inner)
        }
        Codec::Struct(id) | Codec::Union(id) => contract.get(*id).recursive,
        _ => false,
    }
}

/// Prints the function that reads or writes a list or a map.
pub(super) fn collection(
    out: &mut Text,
    code: &Code<'_>,
    contract: &Contract,
    codec: &Codec,
    direction: Direction,
) {
    let names = code.helpers.get(codec);
    let deep = recursive(contract, codec);
    out.blank();
    if deep {
        out.line("//go:noinline");
    }
    let ty = code.ty(codec);
    let head = match direction {
        Direction::Read => format!("func {}(r *wapc.Reader, v *{ty}) {{", names.read),
        Direction::Write => format!("func {}(w *wapc.Writer, v {ty}) {{", names.write),
    };
    out.block(head, "}", |out| match (codec, direction) {
        (Codec::List(item), Direction::Read) => read_list(out, code, item),
        (Codec::List(item), Direction::Write) => write_list(out, code, item, deep),
        (Codec::Map(key, value), Direction::Read) => read_map(out, code, key, value, deep),
        (Codec::Map(key, value), Direction::Write) => write_map(out, code, key, value, deep),
        _ => {}
    });
}

fn read_list(out: &mut Text, code: &Code<'_>, item: &Codec) {
    let hint = 1024 / size(code, item);
    out.line("l := r.List()");
    out.line(format_args!("*v = make([]{}, 0, l.Hint({}))", code.ty(item), hint.clamp(8, 256)));
    out.block("for r.NextItem(&l) {", "}", |out| {
        if matches!(item, Codec::Optional(_)) {
            out.line("item := wapc.Append(v)");
            code.read(out, "r", item, &Place::Pointer("item".to_owned()), false);
        } else {
            code.read(out, "r", item, &Place::Pointer("wapc.Append(v)".to_owned()), false);
        }
    });
}

fn write_list(out: &mut Text, code: &Code<'_>, item: &Codec, deep: bool) {
    begin(out, "w.List(len(v))", deep);
    if matches!(item, Codec::Struct(_) | Codec::Union(_)) {
        out.block("for i := range v {", "}", |out| {
            code.write(out, "w", item, &Place::Variable("v[i]".to_owned()));
        });
    } else {
        out.block("for _, item := range v {", "}", |out| {
            code.write(out, "w", item, &Place::Variable("item".to_owned()));
        });
    }
    out.line("w.End()");
}

fn read_map(out: &mut Text, code: &Code<'_>, key: &Codec, value: &Codec, deep: bool) {
    let hint = 1024 / (size(code, key) + size(code, value));
    match key {
        Codec::Enum(id) => out.line(format_args!("m := r.MapOf({})", code.names.types[id.0].table)),
        _ => out.line("m := r.Map()"),
    }
    let (key_type, value_type) = (code.ty(key), code.ty(value));
    out.line(format_args!(
        "*v = make(map[{key_type}]{value_type}, m.Hint({}))",
        hint.clamp(8, 256)
    ));
    let heap = deep && matches!(value, Codec::Struct(_) | Codec::Union(_));
    out.block("for r.NextEntry(&m, len(*v)) {", "}", |out| {
        out.line(format_args!("var key {key_type}"));
        code.read(out, "r", key, &Place::Variable("key".to_owned()), false);
        out.line("r.Value(&m)");
        if heap {
            out.line(format_args!("value := new({value_type})"));
            code.read(out, "r", value, &Place::Pointer("value".to_owned()), false);
            out.line("wapc.Put(*v, key, value)");
        } else {
            out.line(format_args!("var value {value_type}"));
            code.read(out, "r", value, &Place::Variable("value".to_owned()), false);
            out.line("(*v)[key] = value");
        }
    });
}

fn write_map(out: &mut Text, code: &Code<'_>, key: &Codec, value: &Codec, deep: bool) {
    begin(out, "w.Map(len(v))", deep);
    let heap = deep && matches!(value, Codec::Struct(_) | Codec::Union(_));
    let head = if heap { "for key := range v {" } else { "for key, value := range v {" };
    out.block(head, "}", |out| {
        out.line("w.Entry()");
        code.write(out, "w", key, &Place::Variable("key".to_owned()));
        let place = if heap {
            Place::Pointer("wapc.At(v, key)".to_owned())
        } else {
            Place::Variable("value".to_owned())
        };
        code.write(out, "w", value, &place);
    });
    out.line("w.EndMap(len(v))");
}

/// About how many bytes a value takes where it is stored, in a module.
fn size(code: &Code<'_>, codec: &Codec) -> usize {
    match codec {
        Codec::Struct(id) => match code.plan.get(*id) {
            TypePlan::Struct(plan) => {
                let fields = plan.fields.iter().map(|field| match &field.codec {
                    Codec::Struct(_) => 32, // a guess, for an end
                    codec => size(code, codec),
                });
                fields.sum::<usize>().max(1)
            }
            _ => 4,
        },
        Codec::Union(id) => match code.plan.get(*id) {
            TypePlan::Union(plan) => 4 * plan.members.len(),
            _ => 4,
        },
        Codec::Bool | Codec::Signed(8) | Codec::Unsigned(8) => 1,
        Codec::Signed(64) | Codec::Unsigned(64) | Codec::F64 | Codec::String => 8,
        Codec::Bytes | Codec::BytesAsArray | Codec::Raw | Codec::List(_) => 12,
        Codec::DateTime => 20,
        Codec::Optional(inner) if nilable(inner) => 12,
        _ => 4,
    }
}
