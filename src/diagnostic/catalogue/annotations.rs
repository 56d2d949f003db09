//! `C04xx`: annotations and directives.

codes! {
    UNKNOWN_ARGUMENT = C0401 Error "an argument that is not declared";
    MISSING_ARGUMENT = C0402 Error "a missing argument";
    DUPLICATE_ARGUMENT = C0403 Error "an argument given twice";
    DIRECTIVE_LOCATION = C0404 Error "an annotation in the wrong place";
    ARGUMENT_VALUE = C0405 Error "an argument of the wrong kind";
    MISSING_REQUIREMENT = C0406 Error "an annotation that requires another";
    DUPLICATE_DIRECTIVE = C0407 Error "two directives of one name";
    UNKNOWN_LOCATION = C0408 Error "an unknown place for annotations";
    UNKNOWN_DIRECTIVE = C0409 Error "a required directive that is not declared";
    REPEATED_ANNOTATION = C0410 Error "an annotation twice";
}
