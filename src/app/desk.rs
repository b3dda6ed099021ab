//! All that is known for the signed-in account: its lists by version with their age, and its write under way.
//!
//! Screens read it and keep only what is typed, ticked and selected. It is dropped whole on sign-out, and kept when a session expires.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::renewal::RenewalTrouble;
use crate::desktop::files::FileError;
use crate::evotor::session::Session;
use crate::jobs::Services;
use crate::jobs::create_client::{self, Finished, Refused, Unsettled};
use crate::jobs::list_clients::{Completeness, Listed, Page, Progress};
use crate::jobs::stored_sign_in::Keeper;
use crate::model::app_version::{AppVersion, VersionForm};
use crate::model::listed_client::ListedClient;
use crate::net::ApiError;
use crate::screens::event::ClientOrder;
use crate::worker::Request;

/// Which desk a piece of news is for: another sign-in is another desk, and what comes for an older one is dropped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DeskNumber(pub u64);

/// The desk.
pub struct Desk {
    /// Its number.
    pub number: DeskNumber,
    /// What the account is called: its e-mail, or the name given with a pasted token.
    pub account: String,
    /// The session, which outlives a renewed sign-in.
    pub session: Arc<Session>,
    /// What jobs need.
    pub services: Services,
    /// The version that is open.
    pub open: Option<AppVersion>,
    /// What is known of each version that was opened.
    lists: Vec<ClientList>,
    /// The session could not be renewed, and was not since.
    pub renewal: Option<RenewalTrouble>,
    /// The one create under way, or the last one whose outcome was not seen yet.
    pub create: CreateSlot,
    /// The search for a write that a program of before has left behind.
    pub left_behind: Request<Option<Unsettled>, FileError>,
    /// Where the sign-in is kept beyond this process; none without a keychain.
    pub keeper: Option<Arc<Keeper>>,
    next_list: u64,
}

/// The create of this desk.
#[derive(Default)]
pub struct CreateSlot {
    /// The write.
    pub request: Request<Finished, Refused>,
    /// What was sent, while it is under way; none while the list is only read once more.
    pub order: Option<ClientOrder>,
    /// An outcome that nobody knows.
    pub unsettled: Option<Unsettled>,
    /// The server said no.
    pub refused: Option<ApiError>,
    /// The job ended without an answer.
    pub lost: bool,
    /// It may want the version in this form.
    pub wants_form: Option<VersionForm>,
}

/// What is known of one version's clients. Another version is another one of these, so A's rows never show under B.
pub struct ClientList {
    /// Tells this list's pages from another's.
    pub number: u64,
    /// Whose clients.
    pub version: AppVersion,
    /// The reading, and the last whole answer.
    pub request: Request<Listed, ApiError>,
    /// What has come of a reading that is not finished, for a list that has no whole answer yet.
    arriving: Vec<Arc<ListedClient>>,
    /// How many pages of it.
    pub pages: u32,
    /// When the reading under way began.
    pub started: Timestamp,
    /// The server has asked to wait until then.
    waits_until: Option<Timestamp>,
    /// When the whole answer came.
    pub read_at: Option<Timestamp>,
    /// The person stopped the first reading: what has come stays, and is not all.
    pub stopped: bool,
    /// Moves whenever the rows are others.
    pub revision: u64,
}

impl CreateSlot {
    /// Something about it is not known yet: the request is on its way, or its answer was lost.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.request.is_pending() || self.unsettled.is_some() || self.lost
    }
}

impl Desk {
    /// An empty desk.
    #[must_use]
    pub fn new(number: DeskNumber, session: Arc<Session>, services: Services, keeper: Option<Arc<Keeper>>) -> Self {
        let account = services.account.clone();
        Self {
            number,
            account,
            session,
            services,
            open: None,
            lists: Vec::new(),
            renewal: None,
            create: CreateSlot::default(),
            left_behind: Request::idle(),
            keeper,
            next_list: 0,
        }
    }

    /// The list of the open version.
    #[must_use]
    pub fn open_list(&self) -> Option<&ClientList> {
        let open = self.open.as_ref()?;
        self.lists.iter().find(|list| list.version.is_same_version(open))
    }

    /// The same, to be changed.
    pub fn open_list_mut(&mut self) -> Option<&mut ClientList> {
        let open = self.open.as_ref()?;
        self.lists.iter_mut().find(|list| list.version.is_same_version(open))
    }

    /// The list of a version, made if it is new.
    pub fn list_mut(&mut self, version: &AppVersion, now: Timestamp) -> &mut ClientList {
        let place = self.lists.iter().position(|list| list.version.is_same_version(version)).unwrap_or_else(|| {
            self.next_list += 1;
            self.lists.push(ClientList::new(self.next_list, version.clone(), now));
            self.lists.len() - 1
        });
        &mut self.lists[place]
    }

    /// Every list.
    pub fn lists_mut(&mut self) -> impl Iterator<Item = &mut ClientList> {
        self.lists.iter_mut()
    }

    /// What answers have taught about a version: both its forms.
    pub fn learn(&mut self, version: &AppVersion) {
        for known in self.open.iter_mut().chain(self.lists.iter_mut().map(|list| &mut list.version)) {
            known.learn(version);
        }
        // What was opened by its id and by its number turns out to be one version: the list that was read last stays.
        let mut lists: Vec<ClientList> = Vec::new();
        for list in self.lists.drain(..) {
            match lists.iter_mut().find(|known| known.version.is_same_version(&list.version)) {
                Some(known) if known.read_at < list.read_at => *known = list,
                Some(_) => {}
                None => lists.push(list),
            }
        }
        self.lists = lists;
    }
}

impl ClientList {
    fn new(number: u64, version: AppVersion, now: Timestamp) -> Self {
        Self {
            number,
            version,
            request: Request::idle(),
            arriving: Vec::new(),
            pages: 0,
            started: now,
            waits_until: None,
            read_at: None,
            stopped: false,
            revision: number << 32,
        }
    }

    /// The rows to show: the last whole answer, or what has come of the first.
    #[must_use]
    pub fn clients(&self) -> &[Arc<ListedClient>] {
        self.request.value().map_or(&self.arriving, |listed| &listed.clients)
    }

    /// A reading has begun.
    pub fn began(&mut self, now: Timestamp) {
        self.started = now;
        self.waits_until = None;
        self.pages = 0;
        self.stopped = false;
        if !self.arriving.is_empty() {
            self.arriving.clear();
            self.revision += 1;
        }
    }

    /// The reading under way has gone on, or waits. What comes late from one that was stopped is dropped.
    pub fn progress(&mut self, progress: Progress) {
        match progress {
            _ if !self.request.is_pending() => {}
            Progress::Page(page) => self.page(page),
            Progress::Waiting { until } => self.waits_until = Some(until),
        }
    }

    /// The server has asked the reading under way to wait, and no page has come since.
    #[must_use]
    pub fn was_asked_to_wait(&self) -> bool {
        self.waits_until.is_some() && self.request.is_pending()
    }

    /// Until when the reading under way waits because the server asked for it.
    #[must_use]
    pub fn waits_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.waits_until.filter(|until| *until > now && self.request.is_pending())
    }

    fn page(&mut self, page: Page) {
        self.waits_until = None;
        if page.number != self.pages + 1 {
            return;
        }
        self.pages = page.number;
        if self.request.value().is_none() {
            self.arriving.extend(page.clients);
            self.revision += 1;
        }
    }

    /// The whole answer is in place.
    pub fn finished(&mut self, now: Timestamp) {
        self.arriving.clear();
        self.read_at = Some(now);
        self.stopped = false;
        self.revision += 1;
    }

    /// A list that a job has read on its way. It is newer than a reading that is still under way.
    pub fn replace(&mut self, listed: Listed, now: Timestamp) {
        self.request.cancel();
        self.request.put(listed);
        self.request.take_failure();
        self.finished(now);
    }

    /// A client that was created just now; the next reading will bring it too.
    pub fn add(&mut self, client: Arc<ListedClient>) {
        let rows = match self.request.value_mut() {
            Some(listed) => &mut listed.clients,
            None => &mut self.arriving,
        };
        // A reading at the same time may have brought it already.
        match rows.iter_mut().find(|known| known.client.client_id == client.client.client_id) {
            Some(known) => *known = client,
            None => rows.push(client),
        }
        self.revision += 1;
    }

    /// Stops the reading under way.
    pub fn stop(&mut self) {
        self.stopped = self.request.value().is_none() && self.request.is_pending();
        self.request.cancel();
    }

    /// The ids of a whole list, to tell a new client from an old one.
    #[must_use]
    pub fn known_ids(&self) -> Option<HashSet<String>> {
        self.request.value().filter(|listed| listed.completeness == Completeness::Whole).map(create_client::ids)
    }
}
