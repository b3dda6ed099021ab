//! An OAuth client of an app version, as the server describes it. Only create and list exist at Evotor: a client that is there
//! can be neither changed nor deleted, and every list brings every client's secret again.

use std::collections::BTreeMap;

use serde_json::Value;

use super::jwt;
use super::scope::Scope;
use super::secret::Secret;

/// One client. What the server left out is empty or none.
#[derive(Clone, Debug)]
pub struct OauthClient {
    /// A UUID or 32 hexadecimal digits; opaque.
    pub client_id: String,
    /// In clear in every answer; kept in memory only.
    pub client_secret: Option<Secret>,
    /// The rights it may ask a user for.
    pub scope: Vec<Scope>,
    /// `authorization_code`, `refresh_token`, `implicit`, …
    pub authorized_grant_types: Vec<String>,
    /// Where a user may be sent back to; the server compares sign by sign.
    pub registered_redirect_uri: Vec<String>,
    /// How long an access token lives, in seconds.
    pub access_token_validity: Option<u64>,
    /// Whose client it is.
    pub publisher_id: Option<String>,
    /// The app it belongs to.
    pub app_id: Option<String>,
    /// The version it belongs to: an id or a number, Evotor's own sample answers with a number.
    pub version_id: Option<String>,
    /// Fields that nobody here knows, by name.
    pub extra: BTreeMap<String, ExtraValue>,
}

/// What a client is for. The server does not return it, it is inferred.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ClientKind {
    /// With a server of the publisher's own, which keeps the secret.
    Web,
    /// Without one: the secret may be shipped in the app, so it is no secret.
    Standalone,
}

impl OauthClient {
    /// Its kind, derived from its grants: Evotor gives `refresh_token` to web clients only.
    #[must_use]
    pub fn kind(&self) -> ClientKind {
        let refreshes = self.authorized_grant_types.iter().any(|grant| grant.eq_ignore_ascii_case("refresh_token"));
        if refreshes { ClientKind::Web } else { ClientKind::Standalone }
    }

    /// Whether both say the same in every field: the same client, come twice.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        let same_secret = match (&self.client_secret, &other.client_secret) {
            (Some(ours), Some(theirs)) => ours.same_as(theirs),
            (ours, theirs) => ours.is_none() && theirs.is_none(),
        };
        let same_extra = self.extra.len() == other.extra.len()
            && self.extra.iter().zip(&other.extra).all(|((name, ours), (other_name, theirs))| name == other_name && ours.same_as(theirs));
        self.client_id == other.client_id
            && same_secret
            && same_extra
            && self.scope == other.scope
            && self.authorized_grant_types == other.authorized_grant_types
            && self.registered_redirect_uri == other.registered_redirect_uri
            && self.access_token_validity == other.access_token_validity
            && self.publisher_id == other.publisher_id
            && self.app_id == other.app_id
            && self.version_id == other.version_id
    }
}

impl ClientKind {
    /// The value of `type` in a request to create one [Evotor documents both].
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Standalone => "standalone",
        }
    }
}

/// The value of a field that nobody here knows.
#[derive(Clone, Debug)]
pub enum ExtraValue {
    /// To be shown as it came.
    Plain(String),
    /// To be masked: by its name or its looks it may be a secret.
    Hidden(Secret),
}

impl ExtraValue {
    /// The value of a field: a string as it is, anything else as JSON. It is hidden when its own name, or that of a field inside
    /// it, speaks of a secret, and when it is a JWT; a number that says how long a token lives is not.
    #[must_use]
    pub fn of(name: &str, value: &Value) -> Self {
        let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
        if smells_of_secret(name, value) { Self::Hidden(Secret::from(text)) } else { Self::Plain(text) }
    }

    fn same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Plain(ours), Self::Plain(theirs)) => ours == theirs,
            (Self::Hidden(ours), Self::Hidden(theirs)) => ours.same_as(theirs),
            _ => false,
        }
    }
}

fn smells_of_secret(name: &str, value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) => false,
        Value::Number(_) => names_a_secret(name) && !names_a_duration(name),
        Value::String(text) => names_a_secret(name) || jwt::read(text).is_some(),
        Value::Array(items) => items.iter().any(|item| smells_of_secret(name, item)),
        Value::Object(fields) => names_a_secret(name) || fields.iter().any(|(name, value)| smells_of_secret(name, value)),
    }
}

fn names_a_secret(name: &str) -> bool {
    let name = name.to_lowercase();
    ["secret", "token", "passw", "passphrase", "credential", "private", "api_key", "apikey", "api-key", "cookie", "session"]
        .iter()
        .any(|part| name.contains(part))
}

fn names_a_duration(name: &str) -> bool {
    let name = name.to_lowercase();
    ["validity", "lifetime", "expires", "expiry", "ttl", "seconds", "count"].iter().any(|part| name.contains(part))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Makes another client of one.
    type Change = fn(&mut OauthClient);

    fn client(grants: &[&str]) -> OauthClient {
        OauthClient {
            client_id: "7f3c9a1e52d04b7e9c410f6a2d18b2d4".into(),
            client_secret: Some(Secret::from("MARKER")),
            scope: vec![],
            authorized_grant_types: grants.iter().map(ToString::to_string).collect(),
            registered_redirect_uri: vec![],
            access_token_validity: None,
            publisher_id: None,
            app_id: None,
            version_id: None,
            extra: BTreeMap::from([("spare_secret".into(), ExtraValue::of("spare_secret", &json!("MARKER")))]),
        }
    }

    fn extra(name: &str, value: ExtraValue) -> BTreeMap<String, ExtraValue> {
        BTreeMap::from([(name.to_owned(), value)])
    }

    fn hidden(name: &str, value: &Value) -> bool {
        matches!(ExtraValue::of(name, value), ExtraValue::Hidden(_))
    }

    #[test]
    fn a_client_that_may_refresh_is_a_web_client() {
        assert_eq!(client(&["authorization_code", "refresh_token", "implicit"]).kind(), ClientKind::Web);
        assert_eq!(client(&["authorization_code", "implicit"]).kind(), ClientKind::Standalone);
        assert_eq!(client(&["REFRESH_TOKEN"]).kind(), ClientKind::Web);
        assert_eq!(client(&[]).kind(), ClientKind::Standalone);
    }

    #[test]
    fn a_client_come_twice_is_the_same_and_one_other_field_makes_another() {
        let known = client(&["implicit"]);
        assert!(known.same_as(&client(&["implicit"])));
        let changes: [(&str, Change); 14] = [
            ("client_id", |c| c.client_id.push('x')),
            ("client_secret", |c| c.client_secret = Some(Secret::from("other"))),
            ("no client_secret", |c| c.client_secret = None),
            ("scope", |c| c.scope.push(Scope::parse("read").unwrap())),
            ("authorized_grant_types", |c| c.authorized_grant_types.clear()),
            ("registered_redirect_uri", |c| c.registered_redirect_uri.push("https://kassa.example/".into())),
            ("access_token_validity", |c| c.access_token_validity = Some(1_800)),
            ("publisher_id", |c| c.publisher_id = Some("p".into())),
            ("app_id", |c| c.app_id = Some("a".into())),
            ("version_id", |c| c.version_id = Some("v".into())),
            ("no extra", |c| c.extra.clear()),
            ("name of extra", |c| c.extra = extra("other_secret", ExtraValue::Hidden(Secret::from("MARKER")))),
            ("value of extra", |c| c.extra = extra("spare_secret", ExtraValue::Hidden(Secret::from("other")))),
            ("kind of extra", |c| c.extra = extra("spare_secret", ExtraValue::Plain("MARKER".into()))),
        ];
        for (what, change) in changes {
            let mut other = client(&["implicit"]);
            change(&mut other);
            assert!(!known.same_as(&other) && !other.same_as(&known), "{what}");
            let mut again = client(&["implicit"]);
            change(&mut again);
            assert!(other.same_as(&again), "{what}, twice");
        }
        let mut plain = client(&[]);
        plain.extra = extra("note", ExtraValue::Plain("a".into()));
        let mut other = plain.clone();
        assert!(plain.same_as(&other));
        other.extra = extra("note", ExtraValue::Plain("b".into()));
        assert!(!plain.same_as(&other));
    }

    #[test]
    fn debug_shows_no_secret_of_a_client() {
        let words = format!("{:?}", client(&[]));
        assert!(words.contains("7f3c9a1e") && !words.contains("MARKER"), "{words}");
    }

    #[test]
    fn unknown_fields_are_kept_as_they_came() {
        let plain = |value: &Value| match ExtraValue::of("note", value) {
            ExtraValue::Plain(text) => text,
            ExtraValue::Hidden(_) => panic!("hidden: {value}"),
        };
        assert_eq!(plain(&json!("<b>да</b>")), "<b>да</b>");
        assert_eq!(plain(&json!(null)), "null");
        assert_eq!(plain(&json!({"a": [1, true]})), r#"{"a":[1,true]}"#);
    }

    #[test]
    fn what_smells_of_a_secret_is_hidden() {
        let jwt = "eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln";
        for (name, value) in [
            ("webhook_Secret", json!("x")),
            ("previous_token", json!("x")),
            ("password", json!(1234)),
            ("tokens", json!(["x"])),
            ("settings", json!({"inner": {"db_password": "x"}})),
            ("note", json!(jwt)),
            ("notes", json!(["x", jwt])),
        ] {
            assert!(hidden(name, &value), "{name}: {value}");
        }
    }

    #[test]
    fn what_only_sounds_like_one_is_not() {
        for (name, value) in [
            ("refresh_token_validity", json!(2_592_000)),
            ("token_ttl", json!(5)),
            ("secret_known", json!(true)),
            ("client_secret_hint", json!(null)),
            ("note", json!("a.b.c")),
        ] {
            assert!(!hidden(name, &value), "{name}: {value}");
        }
    }
}
