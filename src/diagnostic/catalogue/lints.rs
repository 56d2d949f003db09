//! `C09xx`: lints, where code can still be generated.

codes! {
    NO_NAMESPACE = C0901 Warning "no namespace";
    LATE_NAMESPACE = C0902 Warning "a namespace behind types or roles";
    SECOND_NAMESPACE = C0903 Warning "a second namespace";
    INFERRED_IMPLEMENTER = C0904 Warning "a role without a side";
    SYNONYM = C0905 Warning "another word for a builtin type";
    TYPE_CASE = C0906 Warning "a type in lower case";
    SHARED_OPERATION = C0907 Warning "roles with an operation in common";
    UNUSED_IMPORT = C0908 Warning "an import that is not used";
    HIDDEN_IMPORT = C0909 Warning "a definition that hides an import";
    UNKNOWN_ANNOTATION = C0910 Warning "an annotation that looks misspelt";
    VERSION_FORM = C0911 Warning "a version that is not semantic";
    IDLE_ANNOTATION = C0912 Warning "an annotation without effect";
    IDLE_DEFAULT = C0913 Warning "a default without effect";
    NOVISIT_USED = C0914 Warning "a type in use that is to be left out";
    CASE_CLASH = C0915 Warning "names that differ in case only";
}
