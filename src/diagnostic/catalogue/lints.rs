//! `C09xx`: lints, where code can still be generated.

codes! {}
