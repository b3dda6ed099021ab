//! What a program of before has left behind: its write comes back as the form that it was, and the list says what became of it.

use super::App;
use crate::jobs::create_client::Unsettled;
use crate::jobs::left_behind;
use crate::screens::Screen;
use crate::screens::client_form::{self, Draft};
use crate::screens::event::ClientOrder;
use crate::worker::{Failure, Outcome};

impl App {
    /// Asks the journal, once for each desk.
    pub(super) fn look_for_left_behind(&mut self) {
        let worker = &self.worker;
        if let Some(desk) = &mut self.work.desk {
            desk.left_behind.start_read(worker, left_behind::left_behind(desk.services.clone()));
        }
    }

    pub(super) fn take_in_left_behind(&mut self) {
        let Some(desk) = &mut self.work.desk else { return };
        match desk.left_behind.poll() {
            None => {}
            Some(Outcome::Ready) => {
                if let Some(unsettled) = desk.left_behind.take().flatten() {
                    self.bring_back(unsettled);
                }
            }
            Some(Outcome::Failed) => {
                if let Some(Failure::Job(error)) = desk.left_behind.take_failure() {
                    tracing::warn!("whether a write was left behind is not known: {error}");
                }
            }
        }
    }

    /// Opens the version and the form of a write that was left behind, and looks at the list. Whoever has begun something else
    /// by now is not interrupted: the next start finds it again.
    fn bring_back(&mut self, unsettled: Unsettled) {
        let is_free = self.work.form.is_none() && self.work.desk.as_ref().is_some_and(|desk| !desk.create.is_open());
        if !is_free {
            return;
        }
        let order = &unsettled.order;
        let order = ClientOrder {
            version: order.version.clone(),
            kind: order.client.kind,
            redirect_addresses: order.client.redirect_uris.clone(),
            scope: order.client.scope.clone(),
        };
        // The version that was open last may be just that one, and is being read already.
        let is_open = self.work.desk.as_ref().and_then(|desk| desk.open.as_ref()).is_some_and(|open| open.is_same_version(&order.version));
        if !is_open {
            self.open_version(order.version.clone());
        }
        self.work.form = Some(client_form::State::new(Draft::of(&order)));
        self.work.screen = Screen::NewClient;
        if let Some(desk) = &mut self.work.desk {
            desk.create.unsettled = Some(unsettled);
        }
        self.look_again();
    }
}
