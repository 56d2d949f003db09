//! From an implementation to a module.

/// Exports an actor or a provider: `actor!(Counter: httpserver::Actor)`, with its other roles after commas. It is made by
/// `Default` at the first call. Outside WebAssembly nothing is exported, and only the types are checked.
macro_rules! actor {
    ($instance:ty: $first:path $(, $role:path)* $(,)?) => {
        const _: () = {
            fn implements<T: ::core::default::Default + $first $(+ $role)*>() {}
            let _: fn() = implements::<$instance>;
            <dyn $first>::ROLE.assert_distinct(&[
                (::core::stringify!($first), <dyn $first>::ROLE),
                $((::core::stringify!($role), <dyn $role>::ROLE),)*
            ]);
        };

        #[cfg(target_arch = "wasm32")]
        const _: () = {
            struct Instance(::core::cell::Cell<::core::option::Option<&'static $instance>>);
            // SAFETY: a waPC module has one thread.
            unsafe impl ::core::marker::Sync for Instance {}
            static INSTANCE: Instance = Instance(::core::cell::Cell::new(::core::option::Option::None));

            #[unsafe(no_mangle)]
            extern "C" fn __guest_call(operation: usize, payload: usize) -> i32 {
                let dispatch = |instance: &$instance, origin: &_, operation: &_, payload: &_| {
                    $(if <dyn $role>::ROLE.answers(operation) {
                        return <dyn $role>::call(instance, origin, operation, payload);
                    })*
                    <dyn $first>::call(instance, origin, operation, payload)
                };
                <dyn $first>::ROLE.guest_call(&INSTANCE.0, operation, payload, dispatch)
            }
        };
    };
}

pub(crate) use actor;
pub(crate) use actor as provider;
