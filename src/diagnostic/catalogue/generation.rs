//! `C06xx`: what stops generation.

codes! {}
