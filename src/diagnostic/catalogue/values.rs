//! `C05xx`: values and defaults.

codes! {}
