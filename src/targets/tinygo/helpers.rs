//! Which functions a package needs: for types, lists and maps, in which direction.
//!
//! Go's linters report functions that nothing calls, so just what the clients and handlers use is printed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::ir::TypeId;
use crate::wire::{Codec, Plan, TypePlan};

use super::names::Names;

/// A direction of a codec.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Direction {
    Read,
    Write,
}

/// The names of the functions for a list or a map.
pub(super) struct Helper {
    pub read: String,
    pub write: String,
}

/// The functions that a package needs.
#[derive(Default)]
pub(super) struct Helpers {
    types: BTreeSet<(TypeId, Direction)>,
    /// Lists and maps, in the order in which they were first needed.
    pub collections: Vec<(Codec, Direction)>,
    seen: HashSet<(Codec, Direction)>,
    names: HashMap<Codec, Helper>,
    /// Whether a datetime is read.
    pub times: bool,
}

impl Helpers {
    /// What is needed to read and write these, with all that they hold.
    pub fn of<'a>(
        plan: &Plan,
        names: &mut Names,
        needed: impl Iterator<Item = (&'a Codec, Direction)>,
    ) -> Self {
        let mut helpers = Self::default();
        for (codec, direction) in needed {
            helpers.need(plan, codec, direction);
        }
        let mut labels = BTreeMap::new();
        for (codec, _) in &helpers.collections {
            labels.entry(label(names, codec)).or_insert_with(Vec::new).push(codec.clone());
        }
        for (label, codecs) in labels {
            for codec in codecs {
                helpers.names.entry(codec).or_insert_with(|| {
                    let (read, write) = names.helpers(&label);
                    Helper { read, write }
                });
            }
        }
        helpers
    }

    fn need(&mut self, plan: &Plan, codec: &Codec, direction: Direction) {
        match codec {
            Codec::Optional(inner) => self.need(plan, inner, direction),
            Codec::List(item) if self.collection(codec, direction) => {
                self.need(plan, item, direction);
            }
            Codec::Map(key, value) if self.collection(codec, direction) => {
                self.need(plan, key, direction);
                self.need(plan, value, direction);
            }
            Codec::Struct(id) | Codec::Union(id) | Codec::Enum(id) => {
                if !self.types.insert((*id, direction)) {
                    return;
                }
                match plan.get(*id) {
                    TypePlan::Struct(record) => {
                        record.fields.iter().for_each(|it| self.need(plan, &it.codec, direction));
                    }
                    TypePlan::Union(union) => {
                        union.members.iter().for_each(|(_, it)| self.need(plan, it, direction));
                    }
                    TypePlan::Enum(_) => {}
                }
            }
            Codec::DateTime => self.times |= direction == Direction::Read,
            _ => {}
        }
    }

    fn collection(&mut self, codec: &Codec, direction: Direction) -> bool {
        let new = self.seen.insert((codec.clone(), direction));
        if new {
            self.collections.push((codec.clone(), direction));
        }
        new
    }

    /// Whether a type's function of this direction is needed.
    pub fn needs(&self, id: TypeId, direction: Direction) -> bool {
        self.types.contains(&(id, direction))
    }

    /// The names of the functions of a list or a map that is needed.
    pub fn get(&self, codec: &Codec) -> &Helper {
        &self.names[codec]
    }
}

/// What a list or a map is called in the names of its functions.
fn label(names: &Names, codec: &Codec) -> String {
    match codec {
        Codec::Bool => "Bool".to_owned(),
        Codec::Signed(bits) => format!("Int{bits}"),
        Codec::Unsigned(bits) => format!("Uint{bits}"),
        Codec::F32 => "Float32".to_owned(),
        Codec::F64 => "Float64".to_owned(),
        Codec::String => "String".to_owned(),
        Codec::Bytes | Codec::BytesAsArray => "Bytes".to_owned(),
        Codec::DateTime => "Time".to_owned(),
        Codec::Raw => "Raw".to_owned(),
        Codec::Optional(inner) => format!("Optional{}", label(names, inner)),
        Codec::List(item) => format!("ListOf{}", label(names, item)),
        Codec::Map(key, value) => format!("MapOf{}To{}", label(names, key), label(names, value)),
        Codec::Struct(id) | Codec::Enum(id) | Codec::Union(id) => names.types[id.0].name.clone(),
    }
}
