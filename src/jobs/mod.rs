//! What a person can ask for, a file each: async functions over the services below. The only place that joins evotor and desktop.

pub mod create_client;
pub mod files;
pub mod forget_everything;
pub mod left_behind;
pub mod list_clients;
pub mod network;
pub mod stored_sign_in;

use std::sync::Arc;

use crate::desktop::first_seen::FirstSeen;
use crate::desktop::journal::Journal;
use crate::evotor::Evotor;
use crate::model::clock::SharedClock;

/// What the jobs of one account are done with. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    /// The cloud, through the account's session.
    pub evotor: Evotor,
    /// Where every write is recorded.
    pub journal: Arc<Journal>,
    /// When this computer first saw each client.
    pub first_seen: Arc<FirstSeen>,
    /// The time of records.
    pub clock: SharedClock,
    /// What the account is called in records.
    pub account: String,
    /// The cloud's key in records.
    pub cloud: String,
}
