//! Finds the write that a program of before has left behind, when it ended in the middle of it: by a crash, or because somebody did
//! not want to wait. Nothing is sent again; the list is looked at, as after every lost answer.

use std::sync::Arc;

use super::Services;
use super::create_client::{Happened, Order, Step, Unsettled};
use crate::desktop::files::FileError;
use crate::desktop::journal::{Action, Begun};
use crate::evotor::oauth_clients::NewClient;

/// The newest write of this account that was begun by another program and has no end that is known.
///
/// # Errors
/// The journal cannot be read.
pub async fn left_behind(services: Services) -> Result<Option<Unsettled>, FileError> {
    let (journal, seen) = (Arc::clone(&services.journal), Arc::clone(&services.first_seen));
    let (cloud, account, now) = (services.cloud.clone(), services.account.clone(), services.clock.now());
    let look = move || {
        let newest = journal.left_behind(&cloud, &account)?.pop();
        Ok(newest.map(|begun| {
            // The ids from before went with the program. What this computer had seen by then is as good.
            let known = seen.until(begun.at);
            let Begun { id, at, action: Action::CreateClient { version, kind, redirect_uris, scope }, .. } = begun;
            let order = Order { version, client: NewClient { kind, redirect_uris, scope }, known: Some(known) };
            let steps = vec![Step { at, what: Happened::Sent }, Step { at: now, what: Happened::ProgramEnded }];
            Unsettled { order, record: id, steps }
        }))
    };
    tokio::task::spawn_blocking(look).await.unwrap_or(Ok(None))
}
