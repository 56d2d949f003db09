//! Structs, arguments, enums and unions.

use super::effect::{Flow, Whom};
use super::operations::Fields;
use super::{Comparison, Level, Place};
use crate::ir::{EnumValue, Literal, TypeId, TypeKind};
use crate::wire::{Missing, TypePlan};

impl Comparison<'_> {
    /// Structs, or the arguments of an operation; `root` is how errors call them.
    pub(super) fn records(&mut self, root: &str, old: Fields<'_>, new: Fields<'_>, flow: Flow) {
        for (plan, field) in new.0.fields.iter().zip(new.1) {
            let (path, place) = (format!("{root}.{}", plan.key), Place::New(field.span));
            let Some(before) = old.0.fields.iter().find(|old| old.key == plan.key) else {
                let (level, text, whom): (_, _, &[_]) = match plan.missing {
                    Missing::Error => {
                        (Level::Breaking, "is new, and has no default", &[Whom::NewRefusesOld])
                    }
                    _ => (Level::Compatible, "is new, and may be absent", &[]),
                };
                self.note(level, format!("`{path}` {text}"), place, flow, whom);
                continue;
            };
            self.codecs(&path, &before.codec, &plan.codec, place, flow);
            let message = match (&before.missing, &plan.missing) {
                (Missing::Default(old), Missing::Default(new)) if !self.alike(old, new) => {
                    format!("the default of `{path}` is another")
                }
                (Missing::Default(_), Missing::Error) => {
                    format!("`{path}` has no default any more")
                }
                (Missing::Error, Missing::Default(_)) => format!("`{path}` has a default now"),
                _ => continue,
            };
            // Those who write always write it, so that the default is for others.
            self.note(Level::Compatible, message, place, flow, &[]);
        }
        for (plan, field) in old.0.fields.iter().zip(old.1) {
            if new.0.fields.iter().any(|new| new.key == plan.key) {
                continue;
            }
            let message = format!("`{root}.{}` is gone", plan.key);
            let (level, whom): (_, &[_]) = match plan.missing {
                Missing::Error => (Level::Breaking, &[Whom::OldRefusesNew]),
                _ => (Level::Compatible, &[]),
            };
            self.note(level, message, Place::Old(field.span), flow, whom);
        }
    }

    /// Whether two defaults are the same. The types of the two versions have numbers of their own.
    fn alike(&self, old: &Literal, new: &Literal) -> bool {
        let all = |old: &[Literal], new: &[Literal]| {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| self.alike(old, new))
        };
        match (old, new) {
            (Literal::Enum(_, old), Literal::Enum(_, new)) => old == new,
            (Literal::List(old), Literal::List(new))
            | (Literal::Struct(_, old), Literal::Struct(_, new)) => all(old, new),
            (Literal::Map(old), Literal::Map(new)) => {
                let pairs = |(old, new): (&(Literal, Literal), &(Literal, Literal))| {
                    self.alike(&old.0, &new.0) && self.alike(&old.1, &new.1)
                };
                old.len() == new.len() && old.iter().zip(new).all(pairs)
            }
            (Literal::Union(_, at, old), Literal::Union(_, now, new)) => {
                at == now && self.alike(old, new)
            }
            (old, new) => old == new,
        }
    }

    /// Enums: on the wire, their numbers.
    pub(super) fn enums(&mut self, old: TypeId, new: TypeId, flow: Flow) {
        let (before, after) = (self.old.contract.get(old), self.new.contract.get(new));
        let (TypeKind::Enum(before), TypeKind::Enum(values)) = (&before.kind, &after.kind) else {
            return;
        };
        let name = &after.name;
        let find = |values: &[EnumValue], number| {
            values.iter().find(|value| value.number == number).map(|value| value.name.clone())
        };
        let has = |values: &[EnumValue], name: &str| values.iter().any(|it| it.name == name);
        for value in values {
            let place = Place::New(value.span);
            let (level, message, whom) = match find(before, value.number) {
                Some(old) if old == value.name => continue,
                Some(old) if has(values, &old) || has(before, &value.name) => (
                    Level::Breaking,
                    format!(
                        "{} of `{name}` is `{}` now, and was `{old}`",
                        value.number, value.name
                    ),
                    vec![Whom::Mistaken],
                ),
                Some(old) => (
                    Level::Compatible,
                    format!("`{name}.{old}` is called `{}` now", value.name),
                    vec![],
                ),
                None if has(before, &value.name) => continue,
                None => (
                    Level::Careful,
                    format!("`{name}` has a new value, `{}`", value.name),
                    vec![Whom::OldRefusesNew],
                ),
            };
            self.note(level, message, place, flow, &whom);
        }
        for value in before {
            if find(values, value.number).is_some() {
                continue;
            }
            let (message, place) = match values.iter().find(|it| it.name == value.name) {
                Some(now) => (
                    format!(
                        "`{name}.{}` is {} now, and was {}",
                        value.name, now.number, value.number
                    ),
                    Place::New(now.span),
                ),
                None => (format!("`{name}.{}` is gone", value.name), Place::Old(value.span)),
            };
            let mut whom = vec![Whom::NewRefusesOld];
            if matches!(place, Place::New(_)) {
                whom.push(Whom::OldRefusesNew);
            }
            self.note(Level::Breaking, message, place, flow, &whom);
        }
    }

    /// Unions: on the wire, the names of their members.
    pub(super) fn unions(&mut self, old: TypeId, new: TypeId, flow: Flow) {
        let (TypePlan::Union(before), TypePlan::Union(after)) =
            (self.old.plan.get(old), self.new.plan.get(new))
        else {
            return;
        };
        let span = self.new.contract.get(new).span;
        for (member, codec) in &after.members {
            match before.members.iter().find(|(old, _)| old == member) {
                Some((_, old)) => {
                    let path = format!("{}.{member}", after.root);
                    self.codecs(&path, old, codec, Place::New(span), flow);
                }
                None => self.note(
                    Level::Careful,
                    format!("`{}` has a new member, `{member}`", after.root),
                    Place::New(span),
                    flow,
                    &[Whom::OldRefusesNew],
                ),
            }
        }
        for (member, _) in &before.members {
            if !after.members.iter().any(|(new, _)| new == member) {
                self.note(
                    Level::Breaking,
                    format!("`{}` has no member `{member}` any more", after.root),
                    Place::New(span),
                    flow,
                    &[Whom::NewRefusesOld],
                );
            }
        }
    }
}
