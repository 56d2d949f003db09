//! The client of a role, for the side that calls it, and the adapter between the two.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::decode::{self, Form};
use super::docs;
use super::encode;
use super::names::{OperationNames, ident};
use crate::ir::{Implementer, Operation, Role};
use crate::wire::plan::TopLevel;
use crate::wire::{OperationPlan, Request, Response};

/// The client of the role at a position, if its side is generated, and the adapter, if both are.
pub fn items(context: &Context<'_>, at: usize) -> Vec<TokenStream> {
    let role = &context.contract.roles[at];
    if !context.side.calls(role.implementer) {
        return Vec::new();
    }
    let mut items = match role.implementer {
        Implementer::Provider => of_provider(context, at, role),
        Implementer::Actor => of_actor(context, at, role),
    };
    items.push(methods(context, at, role));
    if context.side.implements(role.implementer) {
        items.extend(adapter(context, at, role));
    }
    items
}

/// A client that calls under a binding.
fn of_provider(context: &Context<'_>, at: usize, role: &Role) -> Vec<TokenStream> {
    let name = ident(&context.names.roles[at].client);
    let attributes = attributes(role, "a provider");
    let (cow, into, default) = (context.our("Cow"), context.our("Into"), context.our("Default"));
    vec![
        quote! {
            #attributes
            #[derive(Clone, Debug)]
            pub struct #name<T = wapc::Host> {
                transport: T,
                binding: #cow<'static, str>,
            }
        },
        quote! {
            impl #name {
                #[doc = " Calls over this module's host, under the binding `default`."]
                #[must_use]
                pub const fn new() -> Self {
                    Self::over(wapc::Host)
                }
            }
        },
        quote! {
            impl<T: #default> #default for #name<T> {
                fn default() -> Self {
                    Self::over(T::default())
                }
            }
        },
        quote! {
            impl<T> #name<T> {
                #[doc = " Calls over `transport`, under the binding `default`."]
                pub const fn over(transport: T) -> Self {
                    Self { transport, binding: #cow::Borrowed(wapc::DEFAULT_BINDING) }
                }

                #[doc = " The same client under another binding."]
                #[must_use]
                pub fn bound_to(mut self, binding: impl #into<#cow<'static, str>>) -> Self {
                    self.binding = wapc::named_binding(binding.into());
                    self
                }
            }
        },
    ]
}

/// A client that calls an actor by its id.
fn of_actor(context: &Context<'_>, at: usize, role: &Role) -> Vec<TokenStream> {
    let name = ident(&context.names.roles[at].client);
    let attributes = attributes(role, "an actor");
    let (cow, into) = (context.our("Cow"), context.our("Into"));
    vec![
        quote! {
            #attributes
            #[derive(Clone, Debug)]
            pub struct #name<T = wapc::Host> {
                transport: T,
                actor: #cow<'static, str>,
            }
        },
        quote! {
            impl #name {
                #[doc = " Calls the actor with this id over this module's host."]
                pub fn to(actor: impl #into<#cow<'static, str>>) -> Self {
                    Self::over(wapc::Host, actor)
                }
            }
        },
        quote! {
            impl<T> #name<T> {
                #[doc = " Calls the actor with this id over `transport`."]
                pub fn over(transport: T, actor: impl #into<#cow<'static, str>>) -> Self {
                    Self { transport, actor: actor.into() }
                }
            }
        },
    ]
}

fn attributes(role: &Role, implementer: &str) -> TokenStream {
    let mut lines = role.docs.clone();
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(format!("Calls {implementer}."));
    docs::attributes(&lines, role.deprecated.as_deref())
}

/// One method an operation.
fn methods(context: &Context<'_>, at: usize, role: &Role) -> TokenStream {
    let names = &context.names.roles[at];
    let name = ident(&names.client);
    let vec = context.our("Vec");
    let (binding, namespace) = match role.implementer {
        Implementer::Provider => (quote!(&self.binding), quote!(NAMESPACE)),
        Implementer::Actor => (quote!(""), quote!(&self.actor)),
    };
    let operations = role.operations.iter().zip(&names.operations).zip(&context.plan.roles[at]);
    let methods =
        operations.map(|((operation, names), plan)| method(context, operation, names, plan));
    quote! {
        impl<T: wapc::Transport> #name<T> {
            #(#methods)*

            fn call(
                &self,
                operation: &str,
                request: wapc::Result<#vec<u8>>,
            ) -> wapc::Result<#vec<u8>> {
                self.transport.call(#binding, #namespace, operation, &request?)
            }
        }
    }
}

fn method(
    context: &Context<'_>,
    operation: &Operation,
    names: &OperationNames,
    plan: &OperationPlan,
) -> TokenStream {
    let docs = docs::attributes(&operation.docs, operation.deprecated.as_deref());
    let method = ident(&names.method);
    let w = ident(&names.writer);
    let parameters: Vec<_> = names.parameters.iter().map(|name| ident(name)).collect();
    let fields = operation.input.parameters();
    let types = fields.iter().map(|field| context.argument(&field.ty));
    let output = match &operation.output {
        Some(ty) => context.owned(ty, false),
        None => quote!(()),
    };
    let form = encode::Form::Argument;
    let (request, payload) = match &plan.request {
        Request::Empty => {
            let vec = context.our("Vec");
            (TokenStream::new(), quote!(Ok(#vec::new())))
        }
        Request::Arguments(plan) => {
            let root = &plan.root;
            let count = proc_macro2::Literal::usize_unsuffixed(plan.fields.len());
            let writes = plan.fields.iter().zip(&parameters).map(|(field, name)| {
                let key = &field.key;
                let value =
                    encode::statement(context, &w, &field.codec, &quote!(#name), form, false);
                quote!(#w.key(#key); #value;)
            });
            let request = quote! {
                let request = wapc::arguments(#root, #count, |#w| {
                    #(#writes)*
                });
            };
            (request, quote!(request))
        }
        Request::Value(TopLevel { root, codec }) => {
            let name = &parameters[0];
            let value = encode::statement(context, &w, codec, &quote!(#name), form, false);
            (quote!(let request = wapc::encode(#root, |#w| #value);), quote!(request))
        }
    };
    let wire = &plan.name;
    let reply = match &plan.response {
        Response::Void => quote!(self.call(#wire, #payload).map(drop)),
        Response::Value(TopLevel { root, codec }) => {
            let read = match codec {
                crate::wire::Codec::Optional(inner) => {
                    let inner = decode::function(context, inner, Form::Owned);
                    quote!(|r| r.optional_reply(#inner))
                }
                codec => decode::function(context, codec, Form::Owned),
            };
            quote! {
                let reply = self.call(#wire, #payload)?;
                wapc::decode(&reply, #root, #read)
            }
        }
    };
    quote! {
        #docs
        pub fn #method(&self, #(#parameters: #types),*) -> wapc::Result<#output> {
            #request
            #reply
        }
    }
}

/// What makes an implementation a transport.
fn adapter(context: &Context<'_>, at: usize, role: &Role) -> Vec<TokenStream> {
    let names = &context.names.roles[at];
    let (name, interface) = (ident(&names.transport), ident(&names.interface));
    let vec = context.our("Vec");
    let doc = format!(
        " A [`{}`] as a transport for its client, in one process: for tests, and for embedders.",
        names.interface
    );
    let (binding, origin) = match role.implementer {
        Implementer::Provider => (quote!(binding), Some(quote!(&wapc::Origin::new("", binding),))),
        Implementer::Actor => (quote!(_), None),
    };
    vec![
        quote! {
            #[doc = #doc]
            #[derive(Clone, Copy, Debug, Default)]
            pub struct #name<T>(pub T);
        },
        quote! {
            impl<T: #interface> wapc::Transport for #name<T> {
                fn call(
                    &self,
                    #binding: &str,
                    _: &str,
                    operation: &str,
                    payload: &[u8],
                ) -> wapc::Result<#vec<u8>> {
                    #interface::dispatch(&self.0, #origin operation, payload).map_err(wapc::Error::into_remote)
                }
            }
        },
    ]
}
