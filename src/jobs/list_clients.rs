//! Reads every page of a version's clients, and tells of each page as it comes.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Services;
use crate::evotor::oauth_clients::Learnt;
use crate::model::app_version::AppVersion;
use crate::model::listed_client::ListedClient;
use crate::model::oauth_client::OauthClient;
use crate::net::ApiError;

/// A publisher with more pages than this has met a server that never ends; at 1,000 a page that is a million clients.
const MOST_PAGES: u32 = 1_000;

/// One page that has come.
#[derive(Clone, Debug)]
pub struct Page {
    /// 1 for the first.
    pub number: u32,
    /// Its clients, in the server's order.
    pub clients: Vec<Arc<ListedClient>>,
}

/// How the reading ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Completeness {
    /// The server said that this was the last page.
    Whole,
    /// The server gave a cursor twice, or pages without end: stopped, something may be missing.
    Cut,
}

/// A list that was read.
#[derive(Clone, Debug)]
pub struct Listed {
    /// All clients, in the server's order.
    pub clients: Vec<Arc<ListedClient>>,
    /// Items that could not be read as a client.
    pub unreadable: usize,
    /// Whether that is all.
    pub completeness: Completeness,
    /// What the answers taught about the version.
    pub learnt: Learnt,
}

impl Listed {
    /// Whether something may be missing.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.completeness == Completeness::Cut
    }
}

/// Reads all pages.
///
/// # Errors
/// [`ApiError`] of the first page that failed: a list with a hole would hide clients, so what came before is not an answer.
pub async fn list_clients(services: &Services, version: &AppVersion, on_page: impl Fn(Page)) -> Result<Listed, ApiError> {
    let mut listed = Listed { clients: Vec::new(), unreadable: 0, completeness: Completeness::Whole, learnt: Learnt::default() };
    let mut seen = HashSet::new();
    let mut named = HashMap::new();
    let mut cursor: Option<String> = None;
    for number in 1..=MOST_PAGES {
        let page = services.evotor.oauth_clients().page(version, cursor.as_deref()).await?;
        listed.unreadable += page.unreadable;
        listed.learnt.add(page.learnt);
        let come = listed.clients.len();
        page.clients.into_iter().for_each(|client| take(&mut listed.clients, &mut named, client));
        let clients: Vec<Arc<ListedClient>> = listed.clients.iter().skip(come).cloned().collect();
        note_first_seen(services, clients.iter().map(|listed| listed.client.client_id.clone()).collect()).await;
        on_page(Page { number, clients });
        match page.next_cursor {
            None if page.cursor_is_unreadable => break,
            None => return Ok(listed),
            Some(next) if !seen.insert(next.clone()) => break,
            Some(next) => cursor = Some(next),
        }
    }
    listed.completeness = Completeness::Cut;
    Ok(listed)
}

/// Adds a client to those that have come; `named` are their places by id. A page that comes twice brings the same clients again:
/// they are one each. Another client under the same id is a client of its own.
fn take(come: &mut Vec<Arc<ListedClient>>, named: &mut HashMap<String, Vec<usize>>, client: OauthClient) {
    let namesakes = named.entry(client.client_id.clone()).or_default();
    if namesakes.iter().filter_map(|place| come.get(*place)).any(|known| known.client.same_as(&client)) {
        return;
    }
    let mut listed = ListedClient::new(client);
    listed.namesakes = namesakes.len();
    namesakes.push(come.len());
    come.push(Arc::new(listed));
}

/// Notes the clients that this computer has never seen, before they are shown. Disk is waited for on a thread of its own.
pub(super) async fn note_first_seen(services: &Services, ids: Vec<String>) {
    let (first_seen, now) = (Arc::clone(&services.first_seen), services.clock.now());
    let noted = tokio::task::spawn_blocking(move || first_seen.note(ids.iter().map(String::as_str), now)).await;
    if let Ok(Err(error)) = noted {
        tracing::warn!("the dates of first sight were not kept: {error}");
    }
}
