//! `C04xx`: annotations and directives.

codes! {}
