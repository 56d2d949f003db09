//! `C03xx`: roles and operations.

codes! {}
