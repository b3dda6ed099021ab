//! Reads clients out of an answer leniently: what can be read is kept, what is unknown is kept as it came, and one bad item does
//! not lose a list. Public for `benches/desk`, which times it without a server.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::evotor::session::{seconds, text};
use crate::model::oauth_client::{ExtraValue, OauthClient};
use crate::model::scope::Scope;
use crate::model::secret::Secret;

/// A page of a list.
pub struct List {
    /// In the server's order.
    pub clients: Vec<OauthClient>,
    /// How many items could not be read as a client.
    pub unreadable: usize,
    /// Where the next page begins; none on the last one.
    pub next_cursor: Option<String>,
    /// There is something in the cursor's place that is none.
    pub cursor_is_unreadable: bool,
}

/// Reads `{"items":[…],"paging":{…}}`, or a bare list. A list that is not there is an error with its place: an empty list is
/// something else.
///
/// # Errors
/// What is not there, in technical words.
pub fn list(value: &Value) -> Result<List, &'static str> {
    let items = value.as_array().or_else(|| value.get("items")?.as_array()).ok_or("no list of items")?;
    let clients: Vec<OauthClient> = items.iter().filter_map(client).collect();
    let cursor = value.get("paging").and_then(|paging| paging.get("next_cursor")).unwrap_or(&Value::Null);
    let next_cursor = text(cursor);
    let is_last = cursor.is_null() || cursor.as_str().is_some_and(str::is_empty);
    Ok(List { unreadable: items.len() - clients.len(), clients, cursor_is_unreadable: next_cursor.is_none() && !is_last, next_cursor })
}

/// Reads one client; nothing when it has no id.
pub(super) fn client(item: &Value) -> Option<OauthClient> {
    let mut fields = Fields { given: item.as_object()?, extra: BTreeMap::new() };
    let client_id = fields.given.get("client_id").and_then(text).filter(|id| !id.trim().is_empty())?;
    let client = OauthClient {
        client_id,
        client_secret: fields.take("client_secret", text).map(Secret::from),
        scope: fields.take_list("scope").into_iter().map(Scope::verbatim).collect(),
        authorized_grant_types: fields.take_list("authorized_grant_types"),
        registered_redirect_uri: fields.take_list("registered_redirect_uri"),
        access_token_validity: fields.take("access_token_validity", seconds),
        publisher_id: fields.take("publisher_id", text),
        app_id: fields.take("app_id", text),
        version_id: fields.take("version_id", text),
        extra: BTreeMap::new(),
    };
    Some(OauthClient { extra: fields.rest(), ..client })
}

/// The names that a client is known to have.
const KNOWN: [&str; 9] = [
    "client_id",
    "client_secret",
    "scope",
    "authorized_grant_types",
    "registered_redirect_uri",
    "access_token_validity",
    "publisher_id",
    "app_id",
    "version_id",
];

struct Fields<'a> {
    given: &'a Map<String, Value>,
    extra: BTreeMap<String, ExtraValue>,
}

impl Fields<'_> {
    /// A known field. Of another kind than expected it is not lost: it stands among the unknown ones.
    fn take<T>(&mut self, name: &str, read: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        let value = self.given.get(name)?;
        let taken = read(value);
        if taken.is_none() && !is_nothing(value) {
            self.extra.insert(name.to_owned(), ExtraValue::of(name, value));
        }
        taken
    }

    /// A known list of texts; or one text with white space between them, as OAuth writes scopes (RFC 6749, section 3.3). When
    /// something else is among them, they are taken, and all of it also stands among the unknown fields.
    fn take_list(&mut self, name: &str) -> Vec<String> {
        let Some(value) = self.given.get(name) else { return Vec::new() };
        let taken = match value {
            Value::Array(items) => items.iter().filter_map(text_of_list).collect(),
            Value::String(words) => words.split_whitespace().map(ToOwned::to_owned).collect(),
            _ => Vec::new(),
        };
        let is_all = value.is_string() || value.as_array().is_some_and(|items| items.len() == taken.len());
        if !is_all && !is_nothing(value) {
            self.extra.insert(name.to_owned(), ExtraValue::of(name, value));
        }
        taken
    }

    /// All that nobody here knows.
    fn rest(mut self) -> BTreeMap<String, ExtraValue> {
        let unknown = self.given.iter().filter(|(name, _)| !KNOWN.contains(&name.as_str()));
        self.extra.extend(unknown.map(|(name, value)| (name.clone(), ExtraValue::of(name, value))));
        self.extra
    }
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(str::is_empty)
}

fn text_of_list(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        other => text(other),
    }
}
