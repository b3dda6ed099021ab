//! What is told of a session that could not be renewed: nobody is signed out by that, and it is said once, in one place.

use std::sync::Arc;

use super::App;
use super::desk::Desk;
use crate::evotor::session::SessionEvent;
use crate::net::{ApiError, Purpose};
use crate::screens::Screen;

/// A renewal that failed: the person is still signed in, and the program tries again by itself.
pub struct RenewalTrouble {
    /// Why, the last time.
    pub error: ApiError,
    /// Another message has said it, or the person has closed this one.
    pub is_told: bool,
    /// The person has asked to try again, and the answer has not come.
    pub is_tried: bool,
}

impl Desk {
    /// What the session tells of itself.
    pub fn hear(&mut self, event: &SessionEvent) {
        match event {
            SessionEvent::RenewalFailed { session, error } if *session == self.session.id() => {
                let is_told = self.renewal.as_ref().is_some_and(|trouble| trouble.is_told);
                self.renewal = Some(RenewalTrouble { error: error.clone(), is_told, is_tried: false });
            }
            SessionEvent::RenewalFailed { .. } => {}
            SessionEvent::Renewed { .. } | SessionEvent::Expired { .. } => self.renewal = None,
        }
    }

    /// The failed renewal, when there is nothing else to tell on this screen: one message at a time.
    #[must_use]
    pub fn renewal_to_tell(&self, screen: Screen) -> Option<&RenewalTrouble> {
        let tells_itself = match screen {
            Screen::Clients => self.open_list().is_some_and(|list| list.request.failure().is_some() || list.was_asked_to_wait()),
            Screen::NewClient => self.create.refused.is_some() || self.create.unsettled.is_some() || self.create.lost,
            _ => false,
        };
        self.renewal.as_ref().filter(|trouble| !trouble.is_told && !tells_itself)
    }

    /// A call has failed, and its message is shown: what has failed for the same reason needs no message of its own.
    pub fn failure_is_told(&mut self, error: &ApiError) {
        let is_renewal = error.purpose() == Purpose::Renewal;
        if is_renewal && self.renewal.is_none() {
            self.renewal = Some(RenewalTrouble { error: error.clone(), is_told: true, is_tried: false });
        }
        if let Some(trouble) = &mut self.renewal {
            trouble.is_told |= is_renewal || trouble.error.kind() == error.kind();
        }
    }
}

impl App {
    /// A person wants to know whether the renewal works now.
    pub(super) fn renew_now(&mut self) {
        if let Some(desk) = &mut self.work.desk
            && let Some(trouble) = &mut desk.renewal
        {
            trouble.is_tried = true;
            self.worker.spawn_task(Arc::clone(&desk.session).renew_now());
        }
    }

    /// A person has read it.
    pub(super) fn dismiss_renewal(&mut self) {
        if let Some(trouble) = self.work.desk.as_mut().and_then(|desk| desk.renewal.as_mut()) {
            trouble.is_told = true;
        }
    }
}
