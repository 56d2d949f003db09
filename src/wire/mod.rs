//! What goes over the wire, decided once for all languages.

pub mod plan;

pub use plan::{
    Codec, FieldPlan, Missing, OperationPlan, Plan, RecordPlan, Request, Response, TypePlan,
};
