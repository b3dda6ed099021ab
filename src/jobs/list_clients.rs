//! Reads every page of a version's clients, tells of each page as it comes, and waits when the server asks to.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::Services;
use crate::evotor::oauth_clients::{ClientsPage, Learnt};
use crate::model::app_version::AppVersion;
use crate::model::listed_client::ListedClient;
use crate::model::oauth_client::OauthClient;
use crate::net::ApiError;

/// A publisher with more pages than this has met a server that never ends; at 1,000 a page that is a million clients.
const MOST_PAGES: u32 = 1_000;

/// One reading waits so often for a server that has had too many requests; then its answer is an error like any other.
const MOST_WAITS: u32 = 3;
/// So often a wait looks at the clock: the computer may sleep, or somebody may set the clock, and no timer knows of it.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// What a reading does when the server asks for patience (429).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Patience {
    /// Waits as long as the server asks, at most three times, and asks for the same page again: for a person who sees the countdown.
    Waits,
    /// Gives up: for a reading on the way to something else, which nobody sees.
    None,
}

/// What there is to tell of a reading before its end.
#[derive(Clone, Debug)]
pub enum Progress {
    /// A page has come.
    Page(Page),
    /// The server asks to wait: the next page is asked for at this moment, by the clock of [`Services`].
    Waiting {
        /// At most five minutes away.
        until: Timestamp,
    },
}

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
pub async fn list_clients(
    services: &Services,
    version: &AppVersion,
    patience: Patience,
    tell: impl Fn(Progress),
) -> Result<Listed, ApiError> {
    let mut waits = if patience == Patience::Waits { MOST_WAITS } else { 0 };
    let mut listed = Listed { clients: Vec::new(), unreadable: 0, completeness: Completeness::Whole, learnt: Learnt::default() };
    let mut seen = HashSet::new();
    let mut named = HashMap::new();
    let mut cursor: Option<String> = None;
    for number in 1..=MOST_PAGES {
        let page = page(services, version, cursor.as_deref(), &mut waits, &tell).await?;
        listed.unreadable += page.unreadable;
        listed.learnt.add(page.learnt);
        let come = listed.clients.len();
        page.clients.into_iter().for_each(|client| take(&mut listed.clients, &mut named, client));
        let clients: Vec<Arc<ListedClient>> = listed.clients.iter().skip(come).cloned().collect();
        note_first_seen(services, clients.iter().map(|listed| listed.client.client_id.clone()).collect()).await;
        tell(Progress::Page(Page { number, clients }));
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

/// One page; after 429 the same one again when its time has come, as long as there are waits left.
async fn page(
    services: &Services,
    version: &AppVersion,
    cursor: Option<&str>,
    waits: &mut u32,
    tell: &impl Fn(Progress),
) -> Result<ClientsPage, ApiError> {
    loop {
        let error = match services.evotor.oauth_clients().page(version, cursor).await {
            Ok(page) => return Ok(page),
            Err(error) => error,
        };
        let Some(until) = error.retry_at().filter(|_| *waits > 0) else { return Err(error) };
        *waits -= 1;
        wait(services, error.details().at, until, tell).await;
    }
}

/// Waits until a moment of the wall clock. A clock that was set back makes nobody wait longer: the moment moves with it.
async fn wait(services: &Services, asked_at: Timestamp, mut until: Timestamp, tell: &impl Fn(Progress)) {
    // As long as the server has asked for, whatever has become of the clock since then.
    let mut left = until.duration_since(asked_at);
    tell(Progress::Waiting { until });
    while left.is_positive() {
        tokio::time::sleep(left.unsigned_abs().min(LOOK_EVERY)).await;
        let now = services.clock.now();
        let was_left = std::mem::replace(&mut left, until.duration_since(now));
        if left > was_left {
            left = was_left;
            until = now.checked_add(left).unwrap_or(now);
            tell(Progress::Waiting { until });
        }
    }
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
