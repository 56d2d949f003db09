//! Which functions a file needs.

use crate::ir::{Contract, Input, Type, TypeKind};
use crate::targets::Job;

/// Which types are read, and which are written.
pub(super) struct Uses {
    pub(super) read: Vec<bool>,
    pub(super) written: Vec<bool>,
}

impl Uses {
    pub(super) fn of(job: &Job<'_>) -> Self {
        let contract = job.contract;
        let none = vec![false; contract.types.len()];
        let mut uses = Self { read: none.clone(), written: none };
        for role in &contract.roles {
            let (implements, calls) =
                (job.side.implements(role.implementer), job.side.calls(role.implementer));
            for operation in &role.operations {
                let inputs: Vec<&Type> = match &operation.input {
                    Input::Nothing => Vec::new(),
                    input => input.parameters().iter().map(|field| &field.ty).collect(),
                };
                for ty in inputs {
                    reach(contract, ty, implements, &mut uses.read);
                    reach(contract, ty, calls, &mut uses.written);
                }
                if let Some(ty) = &operation.output {
                    reach(contract, ty, calls, &mut uses.read);
                    reach(contract, ty, implements, &mut uses.written);
                }
            }
        }
        uses
    }
}

fn reach(contract: &Contract, ty: &Type, wanted: bool, reached: &mut [bool]) {
    if !wanted {
        return;
    }
    match ty {
        Type::Scalar(_) => {}
        Type::Optional(inner) | Type::List(inner) => reach(contract, inner, wanted, reached),
        Type::Map(key, value) => {
            reach(contract, &key.ty(), wanted, reached);
            reach(contract, value, wanted, reached);
        }
        Type::Named(id) if reached[id.0] => {}
        Type::Named(id) => {
            reached[id.0] = true;
            match &contract.get(*id).kind {
                TypeKind::Enum(_) => {}
                TypeKind::Struct(fields) => {
                    fields.iter().for_each(|field| reach(contract, &field.ty, wanted, reached));
                }
                TypeKind::Union(members) => {
                    members.iter().for_each(|member| reach(contract, &member.ty, wanted, reached));
                }
            }
        }
    }
}
