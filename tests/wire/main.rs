//! The oracle, held against tables of bytes and against rmp-serde.

mod schema;
mod tables;
