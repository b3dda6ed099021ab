//! How the sandbox makes its secrets: by chance, or, for tests that look for leaks, by chance with a marker in each, so that one
//! search finds every secret wherever it has got to.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use uuid::Uuid;

use super::random;
use super::state::App;

/// Signs that every secret of a marked sandbox begins and ends with: hexadecimal, so that UUIDs can hold them. Two, so that a
/// secret is known by its beginning as well as by its end, for a leak may be cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Marker {
    head: u32,
    tail: u64,
}

impl Marker {
    /// `head` becomes the first 8 digits of a secret, the lower 48 bits of `tail` its last 12.
    #[must_use]
    pub const fn new(head: u32, tail: u64) -> Self {
        Self { head, tail: tail & 0xFFFF_FFFF_FFFF }
    }

    /// What stands at the beginning: 8 digits in small letters.
    #[must_use]
    pub fn head(self) -> String {
        format!("{:08x}", self.head)
    }

    /// What stands at the end: 12 digits in small letters.
    #[must_use]
    pub fn tail(self) -> String {
        format!("{:012x}", self.tail)
    }

    /// Any text with the marker around it.
    #[must_use]
    pub fn around(self, text: &str) -> String {
        format!("{}{text}{}", self.head(), self.tail())
    }

    /// The first four and the last six bytes are the marker's.
    fn in_uuid(self, uuid: Uuid) -> Uuid {
        let (_, middle, version, last) = uuid.as_fields();
        let mut last = *last;
        for (byte, of_marker) in last.iter_mut().skip(2).zip(self.tail.to_be_bytes().into_iter().skip(2)) {
            *byte = of_marker;
        }
        Uuid::from_fields(self.head, middle, version, &last)
    }
}

/// Makes secrets; with a marker, if it was given one.
#[derive(Clone, Copy, Default)]
pub(super) struct Mint(pub(super) Option<Marker>);

impl Mint {
    /// An opaque token, a client's secret, a fingerprint.
    pub(super) fn uuid(self) -> Uuid {
        self.marked_uuid(Uuid::new_v4())
    }

    fn marked_uuid(self, uuid: Uuid) -> Uuid {
        self.0.map_or(uuid, |marker| marker.in_uuid(uuid))
    }

    /// A JWT's header. The marker stands as a key's id, and only its base64 is seen from outside.
    pub(super) fn jwt_header(self) -> String {
        let key = self.0.map(|marker| format!(r#","kid":"{}""#, marker.head())).unwrap_or_default();
        URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"HS256","typ":"JWT"{key}}}"#))
    }

    /// A JWT's signature: chance, for nobody but the sandbox could check it, and it looks tokens up.
    pub(super) fn signature(self) -> String {
        self.text(&URL_SAFE_NO_PAD.encode(random::bytes::<32>()))
    }

    /// The code of a mail.
    pub(super) fn code(self) -> String {
        self.text(&random::six_digits())
    }

    /// A password, or any other text.
    pub(super) fn text(self, text: &str) -> String {
        self.0.map_or_else(|| text.to_owned(), |marker| marker.around(text))
    }

    /// Puts the marker into the secrets of the clients that are there from the beginning; each keeps its form.
    pub(super) fn mark_clients(self, mut apps: Vec<App>) -> Vec<App> {
        if self.0.is_some() {
            for version in apps.iter_mut().flat_map(|app| &mut app.versions) {
                let clients = version.clients.iter().cloned().map(|client| self.marked_client(client));
                version.clients = clients.collect::<Vec<_>>().into();
            }
        }
        apps
    }

    fn marked_client(self, mut client: Value) -> Value {
        for field in ["client_secret", "previous_client_secret"] {
            let Some(Value::String(secret)) = client.get_mut(field) else { continue };
            *secret = match secret.parse::<Uuid>() {
                Ok(uuid) if secret.contains('-') => self.marked_uuid(uuid).to_string(),
                Ok(uuid) => self.marked_uuid(uuid).simple().to_string(),
                Err(_) => self.text(secret),
            };
        }
        client
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARKER: Marker = Marker::new(0x00c0_ffee, 0x0bad_cafe_babe);

    #[test]
    fn a_marked_uuid_is_still_one_and_begins_and_ends_with_the_marker() {
        let (one, other) = (Mint(Some(MARKER)).uuid(), Mint(Some(MARKER)).uuid());
        for uuid in [one, other] {
            let text = uuid.to_string();
            assert!(text.starts_with("00c0ffee-") && text.ends_with("-0badcafebabe"), "{text}");
            assert_eq!((uuid.get_version_num(), uuid.get_variant()), (4, uuid::Variant::RFC4122));
        }
        assert_ne!(one, other, "the rest is chance");
    }

    #[test]
    fn without_a_marker_nothing_is_marked() {
        let mint = Mint::default();
        assert_eq!((mint.text("пароль").as_str(), mint.code().len()), ("пароль", 6));
        assert!(!mint.uuid().to_string().ends_with(&MARKER.tail()));
        assert_eq!(URL_SAFE_NO_PAD.decode(mint.jwt_header()).unwrap(), br#"{"alg":"HS256","typ":"JWT"}"#);
    }

    #[test]
    fn a_clients_secret_keeps_its_form() {
        let mint = Mint(Some(MARKER));
        let marked = |secret: &str| mint.marked_client(serde_json::json!({ "client_secret": secret }))["client_secret"].to_string();
        assert_eq!(marked("11111111-2222-4333-8444-555555555555"), r#""00c0ffee-2222-4333-8444-0badcafebabe""#);
        assert_eq!(marked("11111111222243338444555555555555"), r#""00c0ffee2222433384440badcafebabe""#);
        assert_eq!(marked("old"), r#""00c0ffeeold0badcafebabe""#);
    }
}
