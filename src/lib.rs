//! The compiler for WIDL contracts between WebAssembly actors and capability providers.
