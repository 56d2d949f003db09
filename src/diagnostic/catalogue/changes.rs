//! `C07xx`: what changed between two versions of a contract.

codes! {
    BREAKING_CHANGE = C0701 Error "a change that breaks what is deployed";
    NEW_TO_OLD = C0702 Warning "something that the old version does not understand";
}
