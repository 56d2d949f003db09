//! Advice: what code can be generated for, though it might be better.

use std::collections::{HashMap, HashSet};

use heck::{ToPascalCase, ToSnakeCase};

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::version::is_semantic;
use crate::ir::{Input, Role, Scalar, Type, TypeKind};
use crate::source::Span;
use crate::syntax::ast::{self, Name};

use super::Resolver;
use super::load::imports;
use super::scope::{Origin, Target, builtin};

impl<'a> Resolver<'a> {
    /// Types are written in Pascal case.
    pub(super) fn lint_type_case(&mut self, unit: usize, name: &Name) {
        // A builtin type's name is an error of its own.
        let pascal = name.value.starts_with(|first: char| first.is_ascii_uppercase());
        if unit != 0 || pascal || builtin(&name.value).is_some() {
            return;
        }
        let better = name.value.to_pascal_case();
        let report =
            Diagnostic::new(Code::TYPE_CASE, format!("`{}` does not look like a type", name.value));
        self.lint(
            unit,
            report
                .at(name.span, "types begin with a capital letter")
                .help(format!("call it `{better}`")),
        );
    }

    /// Names that differ in their case only become one in languages that write them another way.
    pub(super) fn lint_case(&mut self, unit: usize, names: Vec<&Name>, what: &str) {
        if unit != 0 || names.len() < 2 || all_distinct(&names) {
            return;
        }
        let mut seen: HashMap<String, &Name> = HashMap::with_capacity(names.len());
        let mut declared: HashSet<&str> = HashSet::with_capacity(names.len());
        for name in names {
            if !declared.insert(&name.value) {
                continue; // Reported as declared twice.
            }
            let Some(first) = seen.insert(name.value.to_snake_case(), name) else { continue };
            let report = Diagnostic::new(
                Code::CASE_CLASH,
                format!("the {what} `{}` and `{}` differ in case only", first.value, name.value),
            );
            self.lint(
                unit,
                report
                    .at(name.span, "gets a `_` in languages where both look alike")
                    .and(first.span, "the other")
                    .help("give one of them a name of its own"),
            );
        }
    }

    pub(super) fn lint_version(&mut self, unit: usize, version: &str, span: Span) {
        if is_semantic(version) {
            return;
        }
        let report =
            Diagnostic::new(Code::VERSION_FORM, format!("\"{version}\" is no semantic version"));
        self.lint(
            unit,
            report
                .at(span, "three numbers are expected")
                .help("write it as in `@version(\"1.2.0\")`"),
        );
    }

    pub(super) fn lint_unary_default(&mut self, unit: usize, parameter: &ast::Field) {
        let Some(default) = &parameter.default else { return };
        let report = Diagnostic::new(
            Code::IDLE_DEFAULT,
            format!("the default of `{}` has no effect", parameter.name.value),
        );
        self.lint(
            unit,
            report
                .at(default.span, "never missing: in braces, the value itself is what is sent")
                .help("take it away, or write the parameter in parentheses"),
        );
    }

    /// `@bytesAsArray` is about a whole payload that is `bytes`.
    pub(super) fn lint_bytes(
        &mut self,
        unit: usize,
        operation: &ast::Operation,
        input: Option<&Input>,
        output: Option<&Option<Type>>,
    ) {
        // What could not be resolved was reported.
        let (Some(input), Some(output)) = (input, output) else { return };
        let bytes = |ty: &Type| *ty.required() == Type::Scalar(Scalar::Bytes);
        let sent = matches!(input, Input::Value(field) if bytes(&field.ty));
        if sent || output.as_ref().is_some_and(bytes) {
            return;
        }
        let written = operation.annotations.iter();
        for annotation in written.filter(|annotation| annotation.name.value == "bytesAsArray") {
            let report = Diagnostic::new(
                Code::IDLE_ANNOTATION,
                format!("`@bytesAsArray` has no effect on `{}`", operation.name.value),
            );
            let report = report
                .at(annotation.span, "neither its result nor a value in braces is `bytes`")
                .help("take it away: inside of other values, bytes are never written as an array");
            self.lint(unit, report);
        }
    }

    /// Two roles of one side that answer the same operation cannot be exported from one module.
    pub(super) fn lint_shared(&mut self, roles: &[Role]) {
        let mut seen = HashMap::new();
        for role in roles {
            for operation in &role.operations {
                let key = (role.implementer, operation.wire_name.as_str());
                let Some((other, first)) = seen.insert(key, (&role.name, operation.span)) else {
                    continue;
                };
                let report = Diagnostic::new(
                    Code::SHARED_OPERATION,
                    format!(
                        "`{other}` and `{}` both have an operation `{}`",
                        role.name, operation.wire_name
                    ),
                );
                self.lint(
                    0,
                    report
                        .at(operation.span, "so one module cannot export both roles")
                        .and(first, "the other")
                        .help("give one of them another name, with `@operation(name: \"…\")` if the method's is to stay"),
                );
            }
        }
    }

    /// Imports nobody uses.
    pub(super) fn lint_imports(&mut self) {
        // What uses an import may be what is broken.
        if self.units[0].broken {
            return;
        }
        let mut stars: Vec<(bool, bool)> =
            vec![(false, false); imports(&self.units[0].file).count()];
        for (_, binding) in self.scopes[0].iter() {
            match binding.origin {
                Origin::Own | Origin::Named => {}
                // Which import is to stay is for the writer to say; the name is reported as ambiguous.
                Origin::Star(_) if matches!(binding.target, Target::Ambiguous(_)) => {
                    for (_, used) in &mut stars {
                        *used |= binding.used;
                    }
                }
                Origin::Star(import) => {
                    if let Some((seen, used)) = stars.get_mut(import) {
                        *seen = true;
                        *used |= binding.used;
                    }
                }
            }
        }
        let root = &self.units[0];
        let mut whole: HashMap<usize, Span> = HashMap::new();
        for ((import, target), (seen, used)) in imports(&root.file).zip(&root.imports).zip(stars) {
            let (from, place) = (&import.from.value, import.from.span);
            let nothing =
                || Diagnostic::new(Code::UNUSED_IMPORT, format!("nothing of \"{from}\" is used"));
            match &import.names {
                Some(names) => {
                    let unused: Vec<&Name> = self.unused_names(names);
                    if unused.len() > 1 && unused.len() == names.len() {
                        self.lint(0, nothing().at(place, "").help("take the import away"));
                        continue;
                    }
                    for name in unused {
                        let message = format!("`{}` is imported and not used", name.value);
                        let report =
                            Diagnostic::new(Code::UNUSED_IMPORT, message).at(name.span, "");
                        self.lint(
                            0,
                            report.help(match names.len() {
                                1 => "take the import away".to_owned(),
                                _ => format!("take `{}` out of the braces", name.value),
                            }),
                        );
                    }
                }
                None => {
                    let first = target.and_then(|target| whole.insert(target, place));
                    let declares =
                        target.is_some_and(|target| self.directives.come_from(0, target));
                    if let Some(first) = first {
                        let message = format!("\"{from}\" is imported twice");
                        let report = Diagnostic::new(Code::UNUSED_IMPORT, message);
                        let report = report.at(place, "the second").and(first, "the first");
                        self.lint(0, report.help("take one of them away"));
                    } else if seen && !used && !declares {
                        self.lint(0, nothing().at(place, "").help("take the import away"));
                    }
                }
            }
        }
    }

    /// The names of an import that nobody uses, as they are called here.
    fn unused_names(&self, names: &'a [ast::ImportName]) -> Vec<&'a Name> {
        let locals = names.iter().map(|import| import.alias.as_ref().unwrap_or(&import.name));
        let unused = locals.filter(|local| {
            self.scopes[0].get(&local.value).is_some_and(|binding| {
                binding.origin == Origin::Named && binding.span == local.span && !binding.used
            })
        });
        unused.collect()
    }

    /// What is used cannot be left out: `@novisit` then has no effect.
    pub(super) fn check_visits(&mut self, roles: &[Role]) {
        if !self.types.iter().any(|ty| ty.novisit) {
            return;
        }
        let mut needed = vec![false; self.types.len()];
        let mut open: Vec<(&Type, Span)> = Vec::new();
        for operation in roles.iter().flat_map(|role| &role.operations) {
            let parameters = match &operation.input {
                Input::Nothing => &[][..],
                input => input.parameters(),
            };
            open.extend(parameters.iter().map(|parameter| (&parameter.ty, parameter.span)));
            open.extend(operation.output.iter().map(|output| (output, operation.span)));
        }
        let members = |at: usize| -> Vec<(&Type, Span)> {
            match &self.types[at].kind {
                TypeKind::Struct(fields) => fields.iter().map(|f| (&f.ty, f.span)).collect(),
                TypeKind::Union(members) => members.iter().map(|m| (&m.ty, m.span)).collect(),
                TypeKind::Enum(_) => Vec::new(),
            }
        };
        for at in (0..self.types.len()).filter(|&at| !self.types[at].novisit) {
            needed[at] = true;
            open.extend(members(at));
        }
        let mut found: Vec<(usize, Span)> = Vec::new();
        while let Some((ty, span)) = open.pop() {
            match ty {
                Type::Scalar(_) => {}
                Type::Optional(inner) | Type::List(inner) => open.push((inner, span)),
                Type::Map(key, inner) => {
                    open.push((inner, span));
                    if let crate::ir::Key::Enum(id) = key
                        && !std::mem::replace(&mut needed[id.0], true)
                    {
                        found.push((id.0, span));
                    }
                }
                Type::Named(id) => {
                    if !std::mem::replace(&mut needed[id.0], true) {
                        found.push((id.0, span));
                        open.extend(members(id.0));
                    }
                }
            }
        }
        found.sort_unstable_by_key(|(at, _)| *at);
        for (at, span) in found {
            self.types[at].novisit = false;
            let (name, place, imported) =
                (self.types[at].name.clone(), self.types[at].span, self.types[at].imported);
            let report = Diagnostic::new(
                Code::NOVISIT_USED,
                format!("`{name}` is used, so `@novisit` cannot leave it out"),
            );
            let report = report
                .at(place, "is generated like any other type")
                .and(span, "used here")
                .help("take `@novisit` away, or the use");
            self.lint(usize::from(imported), report);
        }
    }
}

/// Whether no two names have the same letters and digits, upper or lower case. Nearly always that is so, and their words need
/// not be looked at.
fn all_distinct(names: &[&Name]) -> bool {
    // FNV-1a. Two names that share a hash by chance are told apart by what follows.
    let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let letters = |name: &&Name| {
        let letters = name.value.bytes().filter(|byte| *byte != b'_');
        letters.map(|byte| byte.to_ascii_lowercase()).fold(0xcbf2_9ce4_8422_2325, hash)
    };
    let mut hashes: Vec<u64> = names.iter().map(letters).collect();
    hashes.sort_unstable();
    hashes.windows(2).all(|pair| pair[0] != pair[1])
}
