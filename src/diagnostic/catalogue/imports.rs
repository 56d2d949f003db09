//! `C02xx`: imports.

codes! {}
