//! One account's place in the window: its desk, what is open and typed there, and its way in. A switch of accounts puts another
//! place in front, whole, so that nothing of one account can show under the other.

use eframe::egui::Id;
use jiff::Timestamp;

use super::desk::Desk;
use super::leaving::Loss;
use super::unattended::Unattended;
use crate::evotor::session::{SignInError, SignedIn};
use crate::screens::{Screen, client_form, clients, hand_over, paste_token, sign_in};
use crate::worker::Request;

/// A place. Without a desk nobody has signed in there yet.
pub(super) struct Work {
    /// All that is known for the account.
    pub desk: Option<Desk>,
    /// What is open.
    pub screen: Screen,
    /// What is searched, sorted and selected in the list of clients.
    pub clients: clients::State,
    /// The form of a new client.
    pub form: Option<client_form::State>,
    /// The client that is being handed over.
    pub hand_over: Option<hand_over::State>,
    /// The form that signs in, before the desk or over it.
    pub sign_in: sign_in::State,
    /// The form of a pasted token, until the server has taken it: one that it refuses comes back as it was.
    pub pasted: Option<paste_token::State>,
    /// The sign-in under way.
    pub signing_in: Request<SignedIn, SignInError>,
    /// When an attempt without a code was sent last: each may mail one.
    pub mailed_at: Option<Timestamp>,
    /// The same before the attempt under way: one that never reaches the cloud mails nothing.
    pub mailed_before: Option<Timestamp>,
    /// Signing in without anybody.
    pub unattended: Unattended,
    /// What had the focus when the session ended: it has it again when the work goes on.
    pub focus_behind: Option<Id>,
    /// Somebody has looked at it in this run: its session is kept alive.
    pub has_begun: bool,
}

impl Work {
    /// A place at which nobody has signed in; `email` stands in the form.
    pub fn new(email: String) -> Self {
        Self {
            desk: None,
            screen: Screen::Clients,
            clients: clients::State::default(),
            form: None,
            hand_over: None,
            sign_in: sign_in::State::new(email),
            pasted: None,
            signing_in: Request::idle(),
            mailed_at: None,
            mailed_before: None,
            unattended: Unattended::default(),
            focus_behind: None,
            has_begun: false,
        }
    }

    /// Who is signed in here, or was until the session ended.
    pub fn account(&self) -> Option<&str> {
        self.desk.as_ref().map(|desk| desk.account.as_str())
    }

    /// Another account comes in front: nobody waits for the reads of this one, and what it shows is hidden.
    pub fn came_behind(&mut self) {
        if let Some(desk) = &mut self.desk {
            desk.lists_mut().for_each(|list| list.request.cancel());
        }
        self.clients.hide();
    }

    /// What would be lost if this place were given up now.
    pub fn loss(&self) -> Option<Loss> {
        let desk = self.desk.as_ref()?;
        if desk.create.request.is_writing() {
            return Some(Loss::Answer);
        }
        if desk.create.unsettled.is_some() || desk.create.lost {
            return Some(Loss::Unknown);
        }
        self.form.as_ref().is_some_and(|form| !form.draft.is_untouched()).then_some(Loss::Typed)
    }

    /// Whether the sign-in outlives the program.
    pub fn is_kept(&self) -> bool {
        self.desk.as_ref().and_then(|desk| desk.keeper.as_ref()).is_some_and(|keeper| keeper.is_kept())
    }
}
