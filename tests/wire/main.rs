//! The oracle, held against tables of bytes and against rmp-serde.

mod bridge;
mod peer;
mod random;
mod schema;
mod tables;
