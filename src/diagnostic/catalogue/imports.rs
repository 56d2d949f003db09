//! `C02xx`: imports.

codes! {
    IMPORT_NOT_FOUND = C0201 Error "an import that cannot be read";
    IMPORT_CYCLE = C0202 Error "files that import each other";
    UNKNOWN_IMPORT = C0203 Error "an imported name that does not exist";
    DUPLICATE_IMPORT = C0204 Error "a name that comes in twice";
    AMBIGUOUS_NAME = C0205 Error "a name that two imports bring";
    TYPES_MEET = C0206 Error "two types of one name in a contract";
    IMPORTED_ROLE = C0207 Error "an imported role";
}
