//! What is known of an actor, for its providers.

/// What the host knows of an actor, usually from its signed token. Its providers get it with `BindActor`, under the names that
/// waSCC hosts use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// Who vouches for it: `__wascc_issuer`.
    pub issuer: String,
    /// Its name for people: `__wascc_name`.
    pub name: String,
    /// The contracts it may use: `__wascc_capabilities`, separated by commas.
    pub capabilities: Vec<String>,
    /// When that ends, in seconds since 1970: `__wascc_expires`; 0 for never.
    pub expires: u64,
    /// Words to find it by: `__wascc_tags`, separated by commas.
    pub tags: Vec<String>,
}

impl Claims {
    pub(super) fn values(&self) -> Vec<(String, String)> {
        let values = [
            ("__wascc_issuer", self.issuer.clone()),
            ("__wascc_name", self.name.clone()),
            ("__wascc_capabilities", self.capabilities.join(",")),
            ("__wascc_expires", self.expires.to_string()),
            ("__wascc_tags", self.tags.join(",")),
        ];
        values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
    }
}
