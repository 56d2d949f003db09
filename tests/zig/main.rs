//! The Zig target: goldens, and what Zig makes of them.

mod compilers;
mod counter;
mod goldens;
mod limits;
mod mistakes;
mod reached;
mod wire;
