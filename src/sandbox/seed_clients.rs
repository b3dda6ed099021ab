//! The invented OAuth clients: three tidy ones to look at, awkward ones to fall over, and thousands from a sequence.

use serde_json::{Value, json};
use uuid::Uuid;

use super::random::Sequence;
use super::seed::Of;

/// The lifetime that Evotor's sample shows, in seconds.
pub(super) const VALIDITY: u64 = 604_800;

const RIGHTS: [&str; 15] = [
    "store:read",
    "employee:read",
    "device:read",
    "device.imei:read",
    "device.location:read",
    "device.firmware:read",
    "product:read",
    "product:write",
    "product.quantity:read",
    "product.quantity:write",
    "document:read",
    "product-group:read",
    "product-group:write",
    "product-image:read",
    "product-image:write",
];
const SHOPS: [&str; 10] =
    ["romashka", "lavka", "kassa-plus", "bonus-klub", "sklad24", "pekarnya", "uchet", "chek-online", "rynok", "тёплый-хлеб"];
const PLACES: [&str; 6] = ["/oauth", "/oauth/", "/oauth/callback", "/evotor/return", "/", "/kabinet/вход"];

/// The type of a client. It is never returned: the grants tell it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Web,
    Standalone,
}

impl Kind {
    /// The grants that come with it, as Evotor documents them.
    pub(super) const fn grants(self) -> &'static [&'static str] {
        match self {
            Self::Web => &["authorization_code", "refresh_token", "implicit"],
            Self::Standalone => &["authorization_code", "implicit"],
        }
    }
}

/// An id or a secret: UUIDs and 32 hex digits take turns, for both occur.
pub(super) fn opaque(id: Uuid, nth: usize) -> String {
    if nth.is_multiple_of(2) { id.to_string() } else { id.simple().to_string() }
}

/// Three clients as a careful publisher would have them.
pub(super) fn tidy(of: &Of) -> Vec<Value> {
    let mut chance = Sequence::new(seed_of(of));
    let wanted: [(Kind, &[&str], &[&str]); 3] = [
        (Kind::Web, &["https://romashka.example/oauth"], &["store:read", "employee:read", "device:read"]),
        (Kind::Standalone, &["http://127.0.0.1:8765/callback"], &["product:read", "product:write", "product.quantity:read"]),
        (Kind::Web, &["https://test.romashka.example/oauth", "https://romashka.example/oauth/"], &["document:read"]),
    ];
    let clients = wanted.into_iter().enumerate();
    clients.map(|(nth, (kind, addresses, scope))| client(of, &mut chance, nth, kind, &json!(addresses), &json!(scope))).collect()
}

/// `count` clients as a sequence makes them, all valid.
pub(super) fn many(of: &Of, count: usize) -> Vec<Value> {
    let mut chance = Sequence::new(seed_of(of));
    (0..count).map(|nth| made(of, &mut chance, nth)).collect()
}

/// Awkward clients first, then made ones up to `count`.
pub(super) fn assorted(of: &Of, count: usize) -> Vec<Value> {
    let mut clients = awkward(of);
    let missing = count.saturating_sub(clients.len());
    clients.extend(many(of, missing));
    clients
}

/// Clients that a server may well answer with, though no form of ours would make them.
pub(super) fn awkward(of: &Of) -> Vec<Value> {
    let mut chance = Sequence::new(seed_of(of) ^ 0xA1);
    let long = format!("https://romashka.example/oauth/{}?tail={}", "very-long-folder/".repeat(60), "0123456789".repeat(80));
    let addresses_20: Vec<String> = (1..=20).map(|n| format!("https://shop-{n:02}.romashka.example/oauth")).collect();
    let wanted: [(Kind, Value, Value); 12] = [
        (Kind::Web, json!([long]), json!(["store:read"])),
        // A right-to-left override turns what follows around: "exe.kcabllac" reads as "callback.exe".
        (Kind::Web, json!(["https://romashka.example/\u{202E}kcabllac/\u{200F}"]), json!(["device:read"])),
        (
            Kind::Web,
            json!(["https://romashka.example/oauth"]),
            json!(["supplier:read", "supplier:write", "profile:read", "складской-учёт:read"]),
        ),
        (Kind::Standalone, json!(["http://127.0.0.1:8765/callback", "http://localhost:3000/"]), json!(["product:read"])),
        (Kind::Standalone, json!(["example.romashka.desk:/oauth"]), json!(["product:read", "document:read"])),
        (Kind::Web, json!(["https://ромашка.example/возврат", "https://xn--80aa1aj5bb.example/oauth"]), json!(RIGHTS)),
        (Kind::Web, json!(addresses_20), json!(["employee:read"])),
        (Kind::Web, json!(["https://romashka.example/<b>bold</b>&amp;\u{0007}"]), json!(["device.imei:read"])),
        // Twins: the same data under two ids.
        (Kind::Web, json!(["https://twins.romashka.example/oauth"]), json!(["store:read", "document:read"])),
        (Kind::Web, json!(["https://twins.romashka.example/oauth"]), json!(["store:read", "document:read"])),
        (Kind::Web, json!([]), json!([])),
        (Kind::Standalone, json!(["https://romashka.example/later"]), json!(["store:read"])),
    ];
    let mut clients: Vec<Value> = wanted
        .into_iter()
        .enumerate()
        .map(|(nth, (kind, addresses, scope))| client(of, &mut chance, nth, kind, &addresses, &scope))
        .collect();
    edit(&mut clients, 2, |fields| {
        fields.insert("authorized_grant_types".to_owned(), json!(["authorization_code", "urn:ietf:params:oauth:grant-type:device_code"]));
    });
    edit(&mut clients, 4, |fields| {
        fields.insert("additional_information".to_owned(), json!({ "note": "Заведён для пробы, не удалять", "created_by": "поддержка" }));
        fields.insert("auto_approve".to_owned(), json!(false));
        fields.insert("refresh_token_validity".to_owned(), Value::Null);
        fields.insert("previous_client_secret".to_owned(), json!("old-invented-secret-of-a-client"));
    });
    edit(&mut clients, 10, |fields| {
        fields.remove("scope");
        fields.insert("registered_redirect_uri".to_owned(), Value::Null);
    });
    edit(&mut clients, 11, |fields| {
        fields.remove("access_token_validity");
        fields.remove("client_secret");
    });
    clients
}

fn edit(clients: &mut [Value], nth: usize, change: impl FnOnce(&mut serde_json::Map<String, Value>)) {
    if let Some(fields) = clients.get_mut(nth).and_then(Value::as_object_mut) {
        change(fields);
    }
}

fn made(of: &Of, chance: &mut Sequence, nth: usize) -> Value {
    let kind = if chance.below(4) == 0 { Kind::Standalone } else { Kind::Web };
    let addresses: Vec<String> = (0..=chance.below(3))
        .map(|_| match kind {
            Kind::Standalone if chance.below(2) == 0 => format!("http://127.0.0.1:{}/callback", 8_000 + chance.below(1_000)),
            _ => format!("https://{}-{}.example{}", chance.pick(&SHOPS), chance.below(500), chance.pick(&PLACES)),
        })
        .collect();
    let first = chance.below(RIGHTS.len());
    let scope: Vec<&str> = RIGHTS.iter().copied().cycle().skip(first).take(1 + chance.below(5)).collect();
    client(of, chance, nth, kind, &json!(addresses), &json!(scope))
}

fn client(of: &Of, chance: &mut Sequence, nth: usize, kind: Kind, addresses: &Value, scope: &Value) -> Value {
    json!({
        "client_id": opaque(chance.uuid(), nth),
        "client_secret": opaque(chance.uuid(), nth + 1),
        "scope": scope,
        "authorized_grant_types": kind.grants(),
        "registered_redirect_uri": addresses,
        "access_token_validity": VALIDITY,
        "publisher_id": of.publisher,
        "app_id": of.app,
        "version_id": of.version,
    })
}

/// Every version has a sequence of its own.
fn seed_of(of: &Of) -> u64 {
    of.app
        .bytes()
        .chain(of.version.bytes())
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}
