//! Creates a client exactly once, and finds out what happened when the answer is lost.
//!
//! Two clients with the same data are legal (EVOTOR.md, section 2). So after a lost answer only a client whose id was not in the
//! list before counts as ours, and a list without one proves nothing: it may lag behind.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::Services;
use super::list_clients::{self, Listed, Patience};
use crate::desktop::files::FileError;
use crate::desktop::journal::{Action, Begun, Ended, Journal, Outcome as Record, Record as Line, ServerWords, UnknownWhy, WriteId};
use crate::evotor::oauth_clients::{CreateError, Created, NewClient};
use crate::model::app_version::{AppVersion, VersionForm};
use crate::model::listed_client::ListedClient;
use crate::model::safe_address::without_secrets;
use crate::net::{ApiError, ErrorKind};

/// A client that a person wants.
#[derive(Clone, Debug)]
pub struct Order {
    /// Where it will belong.
    pub version: AppVersion,
    /// What it will be.
    pub client: NewClient,
    /// The ids in the list before, if the whole list was read.
    pub known: Option<HashSet<String>>,
}

/// One thing that happened, for the message about an unknown outcome.
#[derive(Clone, Debug)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: Happened,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Happened {
    /// The request went out.
    Sent,
    /// Its answer was lost.
    NoAnswer(ApiError),
    /// The program ended, and with it whatever was known of an answer.
    ProgramEnded,
    /// The list was read: how many there are, and how many of them were not there before.
    Listed {
        /// All clients.
        all: usize,
        /// Those with an id that was not there before (`None`: the ids from before are not known).
        new: Option<usize>,
        /// Those of the new ones that are what was asked for: none, or too many to tell which is ours.
        fitting: usize,
    },
    /// Only a part of the list came, and the client is not in it, which proves nothing.
    ListedPart {
        /// The clients that came.
        all: usize,
    },
    /// The list could not be read, which proves nothing.
    NotListed(ApiError),
}

/// A write whose outcome is not known. It can be looked for again.
#[derive(Clone, Debug)]
pub struct Unsettled {
    /// What was sent.
    pub order: Order,
    /// The journal's number of this write.
    pub record: WriteId,
    /// What happened so far, oldest first.
    pub steps: Vec<Step>,
}

impl Unsettled {
    /// The last look at the list found the session ended: it was not refused, and goes on in the next session.
    #[must_use]
    pub fn was_cut_off(&self) -> bool {
        matches!(self.steps.last(), Some(Step { what: Happened::NotListed(error), .. }) if *error.kind() == ErrorKind::NotSignedIn)
    }

    /// The whole list was read, the ids from before are known, and nothing that was asked for is among the new ones.
    #[must_use]
    pub fn is_not_seen(&self) -> bool {
        matches!(self.steps.last(), Some(Step { what: Happened::Listed { new: Some(_), fitting: 0, .. }, .. }))
    }
}

/// What is known in the end.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The server said so.
    Created(Created),
    /// The answer was lost, and the list shows one new client with just this data.
    Settled {
        /// The new client.
        client: Arc<ListedClient>,
        /// The list that showed it.
        listed: Listed,
    },
    /// Nobody knows: not seen in the list, or the list could not be read.
    Unknown {
        /// What can be looked for again.
        unsettled: Unsettled,
        /// The list, when it could be read.
        listed: Option<Listed>,
    },
}

/// What became of a create.
#[derive(Clone, Debug)]
pub struct Finished {
    /// What is known.
    pub outcome: Outcome,
    /// The journal could not be written; the write itself went on.
    pub journal_failed: bool,
}

/// Why nothing was created.
#[derive(Clone, Debug)]
pub enum Refused {
    /// The server said no; nothing has changed.
    Refused(ApiError),
    /// 404, and this call may want the version in its other form, which is not known yet.
    WantsOtherForm {
        /// The form it may want.
        wanted: VersionForm,
        /// The server's answer.
        error: ApiError,
    },
}

/// Sends the order once.
///
/// # Errors
/// [`Refused`] when it is certain that nothing was created.
pub async fn create_client(services: Services, mut order: Order) -> Result<Finished, Refused> {
    if order.known.is_none() {
        // Without the ids from before, a lost answer could never be settled. A list that cannot be read is no reason to refuse.
        // Nobody sees this reading, nor the look after a lost answer: neither waits for minutes when the server asks to.
        let before = list_clients::list_clients(&services, &order.version, Patience::None, |_| {}).await.ok();
        order.known = before.filter(|listed| !listed.is_cut()).map(|listed| ids(&listed));
    }
    let sent_at = services.clock.now();
    let record = WriteId::fresh();
    let begun =
        Begun { id: record.clone(), at: sent_at, cloud: services.cloud.clone(), account: services.account.clone(), action: action(&order) };
    let mut journal_failed = !write(&services.journal, Line::Begun(begun)).await;
    let mut end = async |outcome: Record| {
        journal_failed |= !write(&services.journal, Line::Ended(Ended { id: record.clone(), at: services.clock.now(), outcome })).await;
    };
    let outcome = match services.evotor.oauth_clients().create(&order.version, &order.client).await {
        Ok(created) => {
            end(Record::Done { client_id: created.client.client_id.clone() }).await;
            list_clients::note_first_seen(&services, vec![created.client.client_id.clone()]).await;
            Outcome::Created(created)
        }
        Err(CreateError::Api(error)) if error.outcome_unknown() => {
            end(Record::Unknown { why: why_unknown(&error) }).await;
            let steps =
                vec![Step { at: sent_at, what: Happened::Sent }, Step { at: services.clock.now(), what: Happened::NoAnswer(error) }];
            look(&services, Unsettled { order, record: record.clone(), steps }).await
        }
        Err(CreateError::Api(error)) => {
            end(refused(&error)).await;
            return Err(Refused::Refused(error));
        }
        Err(CreateError::NeedsOtherVersionForm { wanted, error }) => {
            end(refused(&error)).await;
            return Err(Refused::WantsOtherForm { wanted, error });
        }
    };
    if let Some(settled) = settled(&outcome) {
        end(settled).await;
    }
    Ok(Finished { outcome, journal_failed })
}

/// Reads the list once more for a create whose outcome is unknown. Nothing is sent again.
///
/// # Errors
/// None: a list that cannot be read is one more step of the story.
pub async fn look_again(services: Services, unsettled: Unsettled) -> Result<Finished, Refused> {
    let record = unsettled.record.clone();
    let outcome = look(&services, unsettled).await;
    let mut journal_failed = false;
    if let Some(outcome) = settled(&outcome) {
        journal_failed = !write(&services.journal, Line::Ended(Ended { id: record, at: services.clock.now(), outcome })).await;
    }
    Ok(Finished { outcome, journal_failed })
}

/// What a look at the list says to the journal.
fn settled(outcome: &Outcome) -> Option<Record> {
    match outcome {
        Outcome::Settled { client, .. } => Some(Record::SettledAs { client_id: client.client.client_id.clone() }),
        Outcome::Unknown { unsettled, .. } if unsettled.is_not_seen() => Some(Record::NotSeen),
        Outcome::Unknown { .. } | Outcome::Created(_) => None,
    }
}

fn action(order: &Order) -> Action {
    Action::CreateClient {
        version: order.version.clone(),
        kind: order.client.kind,
        redirect_uris: order.client.redirect_uris.iter().map(|address| without_secrets(address)).collect(),
        scope: order.client.scope.clone(),
    }
}

fn refused(error: &ApiError) -> Record {
    Record::Refused {
        status: error.status(),
        code: error.server_code().map(ServerWords::from),
        message: error.server_message().map(ServerWords::from),
    }
}

fn why_unknown(error: &ApiError) -> UnknownWhy {
    match (*error.kind(), error.status()) {
        (ErrorKind::Timeout, _) => UnknownWhy::TimedOut,
        (_, Some(status)) if status >= 500 => UnknownWhy::ServerError { status },
        (ErrorKind::ConnectionLost | ErrorKind::Offline | ErrorKind::Proxy | ErrorKind::Tls, _) => UnknownWhy::ConnectionLost,
        _ => UnknownWhy::IncompleteAnswer,
    }
}

async fn look(services: &Services, mut unsettled: Unsettled) -> Outcome {
    let read = list_clients::list_clients(services, &unsettled.order.version, Patience::None, |_| {}).await;
    let at = services.clock.now();
    let listed = match read {
        Ok(listed) => listed,
        Err(error) => {
            unsettled.steps.push(Step { at, what: Happened::NotListed(error) });
            return Outcome::Unknown { unsettled, listed: None };
        }
    };
    let known = unsettled.order.known.as_ref();
    let new: Option<Vec<_>> = known.map(|known| listed.clients.iter().filter(|c| !known.contains(&c.client.client_id)).collect());
    let ours: Vec<_> = new.iter().flatten().filter(|c| is_what_was_asked(c, &unsettled.order.client)).collect();
    if let [only] = ours.as_slice() {
        return Outcome::Settled { client: Arc::clone(only), listed };
    }
    let all = listed.clients.len();
    let what = if listed.is_cut() {
        Happened::ListedPart { all }
    } else {
        Happened::Listed { all, new: new.as_ref().map(Vec::len), fitting: ours.len() }
    };
    unsettled.steps.push(Step { at, what });
    Outcome::Unknown { unsettled, listed: Some(listed) }
}

/// The same kind, addresses and rights; the server may give them in another order. A list without grants says nothing of the kind.
fn is_what_was_asked(listed: &ListedClient, asked: &NewClient) -> bool {
    // What the journal has brought back has no values in its queries.
    let bare = |addresses: &[String]| addresses.iter().map(|address| without_secrets(address)).collect::<HashSet<_>>();
    let addresses = bare(&listed.client.registered_redirect_uri);
    let scope: HashSet<_> = listed.client.scope.iter().collect();
    let is_of_the_kind = listed.client.authorized_grant_types.is_empty() || listed.kind == asked.kind;
    is_of_the_kind && addresses == bare(&asked.redirect_uris) && scope == asked.scope.iter().collect()
}

/// The ids of a list.
#[must_use]
pub fn ids(listed: &Listed) -> HashSet<String> {
    listed.clients.iter().map(|c| c.client.client_id.clone()).collect()
}

/// Disk is waited for on a thread of its own; whether it worked.
async fn write(journal: &Arc<Journal>, line: Line) -> bool {
    let journal = Arc::clone(journal);
    let written: Result<Result<(), FileError>, _> = tokio::task::spawn_blocking(move || journal.append(&line)).await;
    match written {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            tracing::error!("the journal was not written: {error}");
            false
        }
        Err(_) => false,
    }
}
