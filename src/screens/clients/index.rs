//! Which clients are shown, and in which order: computed when the list or the question changes, never in a frame at rest.

use std::sync::Arc;

use jiff::Timestamp;

use crate::model::listed_client::ListedClient;
use crate::model::oauth_client::ClientKind;
use crate::model::scope::Scope;

/// A column that can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    /// The client id.
    Id,
    /// Web or standalone.
    Kind,
    /// How many rights, then their names.
    Rights,
    /// The first redirect address.
    Address,
    /// When this computer first saw the client.
    FirstSeen,
}

/// What a person wants to see.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Query {
    /// Must occur in some field but the secrets.
    pub text: String,
    /// Only this kind.
    pub kind: Option<ClientKind>,
    /// Only those with this right.
    pub right: Option<Scope>,
    /// The order.
    pub sort: Column,
    /// The other way round.
    pub descending: bool,
}

impl Default for Query {
    fn default() -> Self {
        // The newest first: who has just created a client looks for it.
        Self { text: String::new(), kind: None, right: None, sort: Column::FirstSeen, descending: false }
    }
}

impl Query {
    /// Whether it hides anything.
    #[must_use]
    pub fn filters(&self) -> bool {
        !self.text.trim().is_empty() || self.kind.is_some() || self.right.is_some()
    }

    /// Sorts by a column; by the one in use, the other way round.
    pub fn sort_by(&mut self, column: Column) {
        self.descending = self.sort == column && !self.descending;
        self.sort = column;
    }
}

/// When this computer first saw a client, by its client id.
pub type FirstSeen<'a> = dyn Fn(&str) -> Option<Timestamp> + 'a;

/// The rows that are shown, as places in the list.
#[derive(Default)]
pub struct Index {
    rows: Vec<usize>,
    rights: Vec<Scope>,
    made_for: Option<(u64, Query)>,
    /// Who was looked for last, and where that is.
    found: Option<(String, Option<Found>)>,
}

/// Where a client is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found {
    /// Its place in the list.
    pub place: usize,
    /// Its row; none while a filter hides it.
    pub row: Option<usize>,
}

impl Index {
    /// The rows in their order.
    #[must_use]
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// Every right that occurs in the list, sorted.
    #[must_use]
    pub fn rights(&self) -> &[Scope] {
        &self.rights
    }

    /// Makes it anew when the list (by its revision) or the question is another one.
    pub fn refresh(&mut self, clients: &[Arc<ListedClient>], seen: &FirstSeen<'_>, revision: u64, query: &Query) {
        if self.made_for.as_ref().is_some_and(|(made, asked)| *made == revision && asked == query) {
            return;
        }
        if self.made_for.as_ref().is_none_or(|(made, _)| *made != revision) {
            self.rights = clients.iter().flat_map(|c| c.client.scope.iter().cloned()).collect();
            self.rights.sort();
            self.rights.dedup();
        }
        let wanted = query.text.trim().to_lowercase();
        let shown = |c: &ListedClient| {
            query.kind.is_none_or(|kind| c.kind == kind)
                && query.right.as_ref().is_none_or(|right| c.client.scope.contains(right))
                && (wanted.is_empty() || c.matches(&wanted))
        };
        self.rows.clear();
        self.rows.extend(clients.iter().enumerate().filter(|(_, c)| shown(c)).map(|(place, _)| place));
        sort(&mut self.rows, clients, seen, query.sort);
        if query.descending {
            self.rows.reverse();
        }
        self.made_for = Some((revision, query.clone()));
        self.found = None;
    }

    /// Where the client with this key is, if it is in the list at all. It is looked for once: a frame at rest has the answer.
    pub fn find(&mut self, clients: &[Arc<ListedClient>], key: &str) -> Option<Found> {
        if let Some((known, found)) = &self.found
            && known == key
        {
            return *found;
        }
        let place = clients.iter().position(|listed| listed.key() == key);
        let found = place.map(|place| Found { place, row: self.rows.iter().position(|row| *row == place) });
        self.found = Some((key.to_owned(), found));
        found
    }
}

fn sort(rows: &mut [usize], clients: &[Arc<ListedClient>], seen: &FirstSeen<'_>, column: Column) {
    let client = |place: &usize| &clients[*place].client;
    match column {
        Column::Id => rows.sort_by(|a, b| client(a).client_id.cmp(&client(b).client_id)),
        Column::Kind => rows.sort_by_key(|place| (clients[*place].kind == ClientKind::Standalone, *place)),
        Column::Rights => rows.sort_by(|a, b| {
            let (a, b) = (&client(a).scope, &client(b).scope);
            b.len().cmp(&a.len()).then_with(|| a.cmp(b))
        }),
        Column::Address => rows.sort_by(|a, b| {
            let host = |place| client(place).registered_redirect_uri.first().map(|address| address.trim_start_matches("https://"));
            // A client without an address comes last.
            (host(a).is_none(), host(a)).cmp(&(host(b).is_none(), host(b)))
        }),
        // The latest first; within one reading the server's order stays.
        Column::FirstSeen => rows.sort_by_cached_key(|place| std::cmp::Reverse(seen(&client(place).client_id))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::oauth_client::OauthClient;

    fn client(id: &str, scope: &[&str], address: &str, grants: &[&str]) -> Arc<ListedClient> {
        Arc::new(ListedClient::new(OauthClient {
            client_id: id.into(),
            client_secret: Some("marker-of-a-secret".into()),
            scope: scope.iter().map(|s| Scope::verbatim((*s).to_owned())).collect(),
            authorized_grant_types: grants.iter().map(|g| (*g).to_owned()).collect(),
            registered_redirect_uri: vec![address.to_owned()],
            access_token_validity: None,
            publisher_id: None,
            app_id: None,
            version_id: None,
            extra: std::collections::BTreeMap::new(),
        }))
    }

    fn three() -> Vec<Arc<ListedClient>> {
        vec![
            client("b", &["store:read"], "https://касса.example/x", &["refresh_token"]),
            client("c", &["store:read", "product:write"], "http://127.0.0.1:1/", &[]),
            client("a", &["device:read"], "https://a.example/Return", &["refresh_token"]),
        ]
    }

    fn ids(query: &Query, seen: &FirstSeen<'_>) -> String {
        let clients = three();
        let mut index = Index::default();
        index.refresh(&clients, seen, 1, query);
        index.rows().iter().map(|row| clients[*row].client.client_id.as_str()).collect()
    }

    #[test]
    fn search_looks_at_every_field_but_the_secret() {
        let find = |text: &str| ids(&Query { text: text.into(), sort: Column::Id, ..Query::default() }, &|_| None);
        assert_eq!(find("  КАССА "), "b");
        assert_eq!(find("return"), "a");
        assert_eq!(find("product:"), "c");
        assert_eq!(find("refresh"), "ab");
        assert_eq!(find("marker"), "");
    }

    #[test]
    fn filters_join() {
        let query = Query { kind: Some(ClientKind::Web), right: Some(Scope::verbatim("store:read".into())), ..Query::default() };
        assert_eq!(ids(&query, &|_| None), "b");
    }

    #[test]
    fn each_column_sorts_and_sorts_back() {
        let seen = |id: &str| {
            Timestamp::from_second(match id {
                "a" => 3,
                "b" => 1,
                _ => 2,
            })
            .ok()
        };
        for (column, order) in
            [(Column::Id, "abc"), (Column::Kind, "bac"), (Column::Rights, "cab"), (Column::Address, "acb"), (Column::FirstSeen, "acb")]
        {
            let mut query = Query { sort: Column::Id, descending: true, ..Query::default() };
            query.sort_by(column);
            assert_eq!(ids(&query, &seen), order, "{column:?}");
            query.sort_by(column);
            assert_eq!(ids(&query, &seen), order.chars().rev().collect::<String>(), "{column:?} back");
        }
    }

    #[test]
    fn a_client_is_found_in_the_list_and_among_the_rows_as_they_are_now() {
        let clients = three();
        let mut index = Index::default();
        let by_id = Query { sort: Column::Id, ..Query::default() };
        index.refresh(&clients, &|_| None, 1, &by_id);
        assert_eq!(index.find(&clients, "c"), Some(Found { place: 1, row: Some(2) }));
        assert_eq!(index.find(&clients, "a"), Some(Found { place: 2, row: Some(0) }), "another one is another question");
        assert_eq!(index.find(&clients, "d"), None);
        index.refresh(&clients, &|_| None, 1, &Query { text: "store".into(), ..by_id.clone() });
        assert_eq!(index.find(&clients, "a"), Some(Found { place: 2, row: None }), "a filter hides it");
        index.refresh(&clients[..1], &|_| None, 2, &by_id);
        assert_eq!(index.find(&clients[..1], "a"), None, "the list is another one");
    }

    #[test]
    fn a_client_is_looked_for_once() {
        let mut index = Index::default();
        index.refresh(&three(), &|_| None, 1, &Query::default());
        let found = index.find(&three(), "b");
        assert_eq!(index.find(&[], "b"), found, "the list is not gone through again");
    }

    #[test]
    fn nothing_is_computed_twice_for_the_same_question() {
        let mut index = Index::default();
        index.refresh(&three(), &|_| None, 1, &Query::default());
        index.refresh(&[], &|_| None, 1, &Query::default());
        assert_eq!(index.rows().len(), 3, "the same revision is not looked at again");
        index.refresh(&[], &|_| None, 2, &Query::default());
        assert_eq!(index.rows().len(), 0);
    }
}
