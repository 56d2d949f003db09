//! The interface of a role with its dispatch, for the side that implements it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::context::Context;
use super::decode::{self, Form};
use super::encode;
use super::names::{OperationNames, ident};
use super::{docs, views};
use crate::ir::{Implementer, Operation, Role, Scalar, Type};
use crate::targets::naming::Scope;
use crate::wire::plan::TopLevel;
use crate::wire::{OperationPlan, Request, Response};

/// The interface of the role at a position, if its side is generated.
pub fn items(context: &Context<'_>, at: usize) -> Vec<TokenStream> {
    let role = &context.contract.roles[at];
    if !context.side.implements(role.implementer) {
        return Vec::new();
    }
    vec![interface(context, at, role), export(context, at, role)]
}

const fn is_provider(role: &Role) -> bool {
    matches!(role.implementer, Implementer::Provider)
}

const fn form(context: &Context<'_>) -> Form {
    if context.options.views { Form::Deep } else { Form::Shallow }
}

fn interface(context: &Context<'_>, at: usize, role: &Role) -> TokenStream {
    let names = &context.names.roles[at];
    let name = ident(&names.interface);
    let mut lines = role.docs.clone();
    if !lines.is_empty() {
        lines.push(String::new());
    }
    let (implementer, caller) =
        if is_provider(role) { ("providers", "actors") } else { ("actors", "providers") };
    lines.push(if context.side.calls(role.implementer) {
        format!("Implemented by {implementer}; {caller} call it through `{}`.", names.client)
    } else {
        format!("Implemented by {implementer}.")
    });
    let attributes = docs::attributes(&lines, role.deprecated.as_deref());
    let parent = is_provider(role).then(|| quote!(: wapc::Provider));
    let methods = role.operations.iter().zip(&names.operations).map(|(operation, names)| {
        let docs = docs::attributes(&operation.docs, operation.deprecated.as_deref());
        let signature = signature(context, role, operation, names);
        quote!(#docs #signature;)
    });
    let dispatch = dispatch(context, at, role);
    quote! {
        #attributes
        pub trait #name #parent {
            #(#methods)*

            #dispatch
        }
    }
}

/// The method of an operation.
pub fn signature(
    context: &Context<'_>,
    role: &Role,
    operation: &Operation,
    names: &OperationNames,
) -> TokenStream {
    let method = ident(&names.method);
    let origin = ident(&names.origin);
    let origin = is_provider(role).then(|| quote!(#origin: &wapc::Origin,));
    let parameters = operation.input.parameters().iter().zip(&names.parameters);
    let parameters = parameters.map(|(field, name)| {
        let (name, ty) = (ident(name), views::parameter(context, &field.ty, form(context)));
        quote!(#name: #ty)
    });
    let output = match &operation.output {
        Some(ty) => context.owned(ty, false),
        None => quote!(()),
    };
    quote!(fn #method(&self, #origin #(#parameters),*) -> wapc::Result<#output>)
}

fn dispatch(context: &Context<'_>, at: usize, role: &Role) -> TokenStream {
    let names = &context.names.roles[at];
    let vec = context.our("Vec");
    let plans = &context.plan.roles[at];
    let parameters = names.operations.iter().flat_map(|names| &names.parameters);
    let mut scope = Scope::with(parameters);
    let locals =
        Locals { reader: ident(&scope.take("reader")), origin: ident(&scope.take("origin")) };
    let origin = &locals.origin;
    let arms = role.operations.iter().zip(&names.operations).zip(plans).map(
        |((operation, names), plan)| {
            let wire = &plan.name;
            let body = arm(context, role, operation, names, plan, &locals);
            quote!(#wire => #body)
        },
    );
    let parameter = is_provider(role).then(|| quote!(#origin: &wapc::Origin,));
    let rest = if is_provider(role) {
        quote!(wapc::answer_as_provider(self, #origin, operation, payload, || DESCRIPTOR))
    } else {
        quote!(wapc::answer_as_actor(operation))
    };
    let body = if role.operations.is_empty() {
        let ignored = (!is_provider(role)).then(|| quote!(let _ = payload;));
        quote!(#ignored #rest)
    } else {
        quote!(match operation { #(#arms)* _ => #rest, })
    };
    quote! {
        #[doc = " Answers one call: reads the payload, runs the operation, returns its reply."]
        fn dispatch(
            &self,
            #parameter
            operation: &str,
            payload: &[u8],
        ) -> wapc::Result<#vec<u8>> {
            #body
        }
    }
}

/// What a dispatch calls its own, chosen against the names of all parameters.
struct Locals {
    reader: Ident,
    origin: Ident,
}

/// Reads the parameters, runs the operation, writes the result.
fn arm(
    context: &Context<'_>,
    role: &Role,
    operation: &Operation,
    names: &OperationNames,
    plan: &OperationPlan,
    locals: &Locals,
) -> TokenStream {
    let Locals { reader, origin } = locals;
    let form = form(context);
    let parameters: Vec<_> = names.parameters.iter().map(|name| ident(name)).collect();
    let start = |read: TokenStream, root: &str| {
        let ty = context.our("Reader");
        quote! {
            let mut #reader = #ty::new(payload);
            #read
            #reader.end(#root)?;
        }
    };
    let read = match &plan.request {
        Request::Empty => TokenStream::new(),
        Request::Arguments(plan) => {
            let keys = plan.fields.iter().map(|field| &field.key);
            let reads: Vec<_> = plan
                .fields
                .iter()
                .zip(operation.input.parameters())
                .map(|(plan, field)| decode::field(context, plan, &field.ty, false, form))
                .collect();
            let (pattern, values) = match (parameters.as_slice(), reads.as_slice()) {
                ([name], [read]) => (quote!(#name), quote!(#read)),
                (names, reads) => (quote!((#(#names),*)), quote!((#(#reads),*))),
            };
            let read = quote!(#reader.record(&[#(#keys),*], |fields| #values));
            start(quote!(let #pattern = #read;), &plan.root)
        }
        Request::Value(TopLevel { root, codec }) => {
            let (receiver, borrowed) = (quote!(#reader), quote!(&mut #reader));
            let read = decode::call_from(context, codec, form, &receiver, &borrowed);
            start(quote!(let #(#parameters)* = #read;), root)
        }
    };
    let passed =
        operation.input.parameters().iter().zip(&parameters).map(|(field, name)| match &field.ty {
            Type::Scalar(Scalar::Bytes) => quote!(&#name),
            Type::Optional(inner) if **inner == Type::Scalar(Scalar::Bytes) => {
                quote!(#name.as_deref())
            }
            _ => quote!(#name),
        });
    let method = ident(&names.method);
    let origin = is_provider(role).then(|| quote!(#origin,));
    let call = quote!(self.#method(#origin #(#passed),*)?);
    match &plan.response {
        Response::Void => {
            let vec = context.our("Vec");
            quote!({ #read #call; Ok(#vec::new()) })
        }
        Response::Value(TopLevel { root, codec }) => {
            let w = ident("w");
            let place = encode::Form::Place;
            let write = encode::statement(context, &w, codec, &quote!(result), place, false);
            quote!({ #read let result = #call; wapc::encode(#root, |w| #write) })
        }
    }
}

/// What the macros need of the role, which they know by its path only.
fn export(context: &Context<'_>, at: usize, role: &Role) -> TokenStream {
    let names = &context.names.roles[at];
    let name = ident(&names.interface);
    let vec = context.our("Vec");
    let operations = names.operations.iter().map(|names| ident(&names.constant));
    let (kind, origin) = if is_provider(role) {
        (quote!(provider), quote!(origin))
    } else {
        (quote!(actor), quote!(_))
    };
    let passed = is_provider(role).then(|| quote!(origin,));
    quote! {
        impl dyn #name {
            #[doc = " What the role answers."]
            pub const ROLE: wapc::Role = wapc::Role::#kind(&[#(operation::#operations),*]);

            #[doc(hidden)]
            pub fn call<T: #name>(
                instance: &T,
                #origin: &wapc::Origin,
                operation: &str,
                payload: &[u8],
            ) -> wapc::Result<#vec<u8>> {
                #name::dispatch(instance, #passed operation, payload)
            }
        }
    }
}

/// What providers of the contract say of themselves, if there can be any.
pub fn descriptor(context: &Context<'_>) -> Vec<TokenStream> {
    let provided = context
        .contract
        .roles
        .iter()
        .any(|role| is_provider(role) && context.side.implements(role.implementer));
    if !provided {
        return Vec::new();
    }
    let version = context.contract.version.as_deref().unwrap_or("0.0.0");
    let text = context.contract.docs.join("\n");
    let operations =
        context.contract.roles.iter().zip(&context.names.roles).flat_map(|(role, names)| {
            let direction =
                if is_provider(role) { ident("to_provider") } else { ident("to_actor") };
            role.operations.iter().zip(&names.operations).map(move |(operation, names)| {
                let (name, docs) = (ident(&names.constant), operation.docs.join("\n"));
                quote!(wapc::Operation::#direction(operation::#name, #docs))
            })
        });
    vec![quote! {
        #[doc = " What a provider of this contract says of itself."]
        pub const DESCRIPTOR: wapc::Descriptor =
            wapc::Descriptor::new(NAMESPACE, #version, #text, &[#(#operations),*]);
    }]
}
