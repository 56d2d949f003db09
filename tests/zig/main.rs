//! The Zig target: goldens, and what Zig makes of them.

mod compilers;
mod counter;
mod goldens;
mod reached;
mod wire;
