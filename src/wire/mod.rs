//! What goes over the wire, decided once for all languages.
//!
//! [`Plan`] says for each operation what is written and how it is read; the generators print it. The same plan drives the
//! oracle ([`Plan::encode_request`] and its siblings, over [`Value`]): it shares no code with what is generated, and judges it.

pub mod datetime;
mod decode;
mod encode;
mod fault;
mod oracle;
pub mod plan;
mod token;
mod value;

pub use oracle::unknown_operation;
pub use plan::{
    Codec, EnumPlan, FieldPlan, Missing, OperationPlan, Plan, RecordPlan, Request, Response,
    TopLevel, TypePlan, UnionPlan,
};
pub use value::Value;
