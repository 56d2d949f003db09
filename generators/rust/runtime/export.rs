//! From an implementation to a module.

/// Exports an actor or a provider: `actor!(Counter: httpserver::Actor)`, with its other roles after commas. It is made by
/// `Default` at the first call. Outside WebAssembly nothing is exported, and only the types are checked.
macro_rules! actor {
    ($instance:ty: $first:path $(, $role:path)* $(,)?) => {
        const _: () = {
            fn implements<T: ::core::default::Default + $first $(+ $role)*>() {}
            let _: fn() = implements::<$instance>;
            <dyn $first>::__assert_distinct(&[
                (::core::stringify!($first), <dyn $first>::OPERATIONS),
                $((::core::stringify!($role), <dyn $role>::OPERATIONS),)*
            ]);
        };

        #[cfg(target_arch = "wasm32")]
        const _: () = {
            struct Instance(::core::cell::OnceCell<$instance>);
            // SAFETY: a waPC module has one thread.
            unsafe impl ::core::marker::Sync for Instance {}
            static INSTANCE: Instance = Instance(::core::cell::OnceCell::new());

            #[unsafe(no_mangle)]
            extern "C" fn __guest_call(operation: usize, payload: usize) -> i32 {
                <dyn $first>::__guest_call(operation, payload, |origin, operation, payload| {
                    let instance = INSTANCE.0.get_or_init(::core::default::Default::default);
                    $(if <dyn $role>::__answers(operation) {
                        return <dyn $role>::__dispatch(instance, origin, operation, payload);
                    })*
                    <dyn $first>::__dispatch(instance, origin, operation, payload)
                })
            }
        };
    };
}

pub(crate) use actor;
pub(crate) use actor as provider;

/// Fails, at compile time, if two of the roles have an operation in common.
#[doc(hidden)]
pub const fn assert_distinct(roles: &[(&str, &[&str])]) {
    let mut first = 0;
    while first < roles.len() {
        let mut second = first + 1;
        while second < roles.len() {
            let mut at = 0;
            while at < roles[first].1.len() {
                let operation = roles[first].1[at];
                if contains(roles[second].1, operation) {
                    let parts = [roles[first].0, " and ", roles[second].0, " both export ", operation];
                    let (text, length) = concat(&parts);
                    let (text, _) = text.split_at(length);
                    match core::str::from_utf8(text) {
                        Ok(text) => panic!("{}", text),
                        Err(_) => panic!("two roles export the same operation"),
                    }
                }
                at += 1;
            }
            second += 1;
        }
        first += 1;
    }
}

const fn contains(names: &[&str], name: &str) -> bool {
    let mut at = 0;
    while at < names.len() {
        if equal(names[at].as_bytes(), name.as_bytes()) {
            return true;
        }
        at += 1;
    }
    false
}

const fn equal(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

const fn concat(parts: &[&str]) -> ([u8; 512], usize) {
    let (mut text, mut length, mut part) = ([0; 512], 0, 0);
    while part < parts.len() {
        let (bytes, mut at) = (parts[part].as_bytes(), 0);
        while at < bytes.len() && length < text.len() {
            text[length] = bytes[at];
            length += 1;
            at += 1;
        }
        part += 1;
    }
    (text, length)
}
