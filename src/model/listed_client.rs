//! A client as a list holds it: beside the client, what searching and sorting need, prepared once where the list is read and
//! not in a frame.

use std::borrow::Cow;

use super::oauth_client::{ClientKind, ExtraValue, OauthClient};

/// A client with its search text.
#[derive(Clone, Debug)]
pub struct ListedClient {
    /// What the server sent.
    pub client: OauthClient,
    /// Inferred once: see [`OauthClient::kind`].
    pub kind: ClientKind,
    /// How many other clients with the same id stand before it in its list: a server that gives an id twice must not make one
    /// of them disappear.
    pub namesakes: usize,
    /// Every field but the secrets, in lower case, a line each.
    search_text: String,
}

impl ListedClient {
    /// Prepares a client for a list.
    #[must_use]
    pub fn new(client: OauthClient) -> Self {
        let mut text = String::new();
        let mut add = |part: &str| {
            text.extend(part.chars().flat_map(char::to_lowercase));
            text.push('\n');
        };
        add(&client.client_id);
        client.scope.iter().for_each(|scope| add(scope.as_str()));
        client.registered_redirect_uri.iter().for_each(|address| add(address));
        client.authorized_grant_types.iter().for_each(|grant| add(grant));
        [&client.publisher_id, &client.app_id, &client.version_id].into_iter().flatten().for_each(|id| add(id));
        if let Some(seconds) = client.access_token_validity {
            add(&seconds.to_string());
        }
        for (name, value) in &client.extra {
            add(name);
            if let ExtraValue::Plain(value) = value {
                add(value);
            }
        }
        Self { kind: client.kind(), client, namesakes: 0, search_text: text }
    }

    /// What tells it from every other client of its list: its id, and for the second of that id a number beside it.
    #[must_use]
    pub fn key(&self) -> Cow<'_, str> {
        let id = self.client.client_id.as_str();
        if self.namesakes == 0 { Cow::Borrowed(id) } else { Cow::Owned(format!("{id} {}", self.namesakes + 1)) }
    }

    /// Whether any field but the secrets holds `wanted`, which is in lower case.
    #[must_use]
    pub fn matches(&self, wanted: &str) -> bool {
        self.search_text.contains(wanted)
    }
}
