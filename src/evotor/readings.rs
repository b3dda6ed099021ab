//! Where the documents contradict themselves: the table of what is tried first, and the memory of what has worked.
//!
//! Nothing of this is certain, so all of it can be changed here in one place, is learnt from answers, and can be set by hand.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::model::app_version::{AppVersion, VersionForm};
use crate::net::HeaderForm;

/// A call whose reading of the documents is in doubt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Endpoint {
    /// `GET …/oauth-apps`
    ListClients,
    /// `POST …/oauth-apps`
    CreateClient,
}

impl Endpoint {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::ListClients, Self::CreateClient];

    /// How the token stands in its header, at first. For the list the only sample has no scheme word, taken for a slip (guess);
    /// create is as documented.
    const fn first_header(self) -> HeaderForm {
        match self {
            Self::ListClients | Self::CreateClient => HeaderForm::Bearer,
        }
    }

    /// What a read tries when the first is refused with 401.
    const fn other_header(self) -> HeaderForm {
        match self {
            Self::ListClients | Self::CreateClient => HeaderForm::Bare,
        }
    }

    /// The forms of a version, the documented one first: the list is documented with the number, create with the id.
    const fn version_forms(self) -> [VersionForm; 2] {
        match self {
            Self::ListClients => [VersionForm::Number, VersionForm::Id],
            Self::CreateClient => [VersionForm::Id, VersionForm::Number],
        }
    }
}

/// The header form of one endpoint.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum HeaderChoice {
    /// The one of the table; another one may be tried.
    #[default]
    Table,
    /// The one that has worked; another one may be tried.
    Learnt(HeaderForm),
    /// Set by the person: no other one is tried.
    Fixed(HeaderForm),
}

/// What is known of one endpoint.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Reading {
    /// How the token stands in its header.
    pub header: HeaderChoice,
    /// The form of a version that has worked.
    pub version: Option<VersionForm>,
}

/// What is known of a cloud, to be kept in the settings.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Readings {
    /// Of the call that lists clients.
    pub list_clients: Reading,
    /// Of the call that creates one.
    pub create_client: Reading,
}

impl Readings {
    /// What is known of an endpoint.
    #[must_use]
    pub const fn of(self, endpoint: Endpoint) -> Reading {
        match endpoint {
            Endpoint::ListClients => self.list_clients,
            Endpoint::CreateClient => self.create_client,
        }
    }

    const fn of_mut(&mut self, endpoint: Endpoint) -> &mut Reading {
        match endpoint {
            Endpoint::ListClients => &mut self.list_clients,
            Endpoint::CreateClient => &mut self.create_client,
        }
    }

    /// The header form to send first.
    pub(super) const fn header(self, endpoint: Endpoint) -> HeaderForm {
        match self.of(endpoint).header {
            HeaderChoice::Table => endpoint.first_header(),
            HeaderChoice::Learnt(form) | HeaderChoice::Fixed(form) => form,
        }
    }

    /// The header form to try once when that one is refused, unless the person has set one.
    pub(super) fn other_header(self, endpoint: Endpoint) -> Option<HeaderForm> {
        let (first, other) = (endpoint.first_header(), endpoint.other_header());
        match self.of(endpoint).header {
            HeaderChoice::Fixed(_) => None,
            HeaderChoice::Learnt(learnt) if learnt != first => Some(first),
            HeaderChoice::Table | HeaderChoice::Learnt(_) => Some(other),
        }
    }

    /// The form in which this call names a version: one that has worked, else the documented one, else the only one known.
    pub(super) fn version(self, endpoint: Endpoint, version: &AppVersion) -> Option<(&str, VersionForm)> {
        self.of(endpoint).version.into_iter().chain(endpoint.version_forms()).find_map(|form| version.form(form).map(|text| (text, form)))
    }
}

/// The readings of a cloud, shared by all calls.
pub(super) struct Memory {
    readings: Mutex<Readings>,
    on_learnt: Arc<dyn Fn(Readings) + Send + Sync>,
}

impl Memory {
    pub(super) fn new(readings: Readings, on_learnt: Arc<dyn Fn(Readings) + Send + Sync>) -> Self {
        Self { readings: Mutex::new(readings), on_learnt }
    }

    pub(super) fn readings(&self) -> Readings {
        *self.lock()
    }

    /// A token in this form was accepted.
    pub(super) fn header_works(&self, endpoint: Endpoint, form: HeaderForm) {
        self.learn(|readings| {
            let header = &mut readings.of_mut(endpoint).header;
            if !matches!(header, HeaderChoice::Fixed(_)) {
                *header = HeaderChoice::Learnt(form);
            }
        });
    }

    /// A version in this form was found. That is a lesson when nothing is known yet, or when the other form was refused: a call
    /// that takes both is not learnt anew with every version that is known in one form only.
    pub(super) fn version_works(&self, endpoint: Endpoint, form: VersionForm, other_was_refused: bool) {
        self.learn(|readings| {
            let version = &mut readings.of_mut(endpoint).version;
            if other_was_refused || version.is_none() {
                *version = Some(form);
            }
        });
    }

    /// The person has decided; what was learnt of this header goes or comes back.
    pub(super) fn set_header(&self, endpoint: Endpoint, header: HeaderChoice) {
        self.lock().of_mut(endpoint).header = header;
    }

    /// Back to the table, but for what was set by hand.
    pub(super) fn forget(&self) {
        let mut readings = self.lock();
        for endpoint in Endpoint::ALL {
            let reading = readings.of_mut(endpoint);
            let by_hand = Some(reading.header).filter(|header| matches!(header, HeaderChoice::Fixed(_)));
            *reading = Reading { header: by_hand.unwrap_or_default(), version: None };
        }
    }

    fn learn(&self, lesson: impl FnOnce(&mut Readings)) {
        let learnt = {
            let mut readings = self.lock();
            let before = *readings;
            lesson(&mut readings);
            (*readings != before).then_some(*readings)
        };
        if let Some(readings) = learnt {
            (self.on_learnt)(readings);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Readings> {
        self.readings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_header(header: HeaderChoice) -> Readings {
        Readings { list_clients: Reading { header, version: None }, ..Readings::default() }
    }

    #[test]
    fn each_choice_has_a_first_form_and_perhaps_another() {
        let forms = |header| {
            let readings = with_header(header);
            (readings.header(Endpoint::ListClients), readings.other_header(Endpoint::ListClients))
        };
        assert_eq!(forms(HeaderChoice::Table), (HeaderForm::Bearer, Some(HeaderForm::Bare)));
        assert_eq!(forms(HeaderChoice::Learnt(HeaderForm::Bare)), (HeaderForm::Bare, Some(HeaderForm::Bearer)));
        assert_eq!(forms(HeaderChoice::Learnt(HeaderForm::Bearer)), (HeaderForm::Bearer, Some(HeaderForm::Bare)));
        assert_eq!(forms(HeaderChoice::Fixed(HeaderForm::XBearer)), (HeaderForm::XBearer, None));
    }

    #[test]
    fn a_version_is_named_as_documented_until_something_else_has_worked() {
        let version = AppVersion { app_id: "a".into(), version_id: Some("id".into()), version_number: Some("2.4.0".into()), name: None };
        let mut readings = Readings::default();
        assert_eq!(readings.version(Endpoint::ListClients, &version), Some(("2.4.0", VersionForm::Number)));
        assert_eq!(readings.version(Endpoint::CreateClient, &version), Some(("id", VersionForm::Id)));
        readings.list_clients.version = Some(VersionForm::Id);
        assert_eq!(readings.version(Endpoint::ListClients, &version), Some(("id", VersionForm::Id)));
        let only_number = AppVersion { version_id: None, ..version };
        assert_eq!(readings.version(Endpoint::ListClients, &only_number), Some(("2.4.0", VersionForm::Number)));
        assert_eq!(readings.version(Endpoint::CreateClient, &only_number), Some(("2.4.0", VersionForm::Number)));
    }

    #[test]
    fn news_is_told_once_and_a_form_set_by_hand_stays() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&told);
        let memory = Memory::new(Readings::default(), Arc::new(move |readings| sink.lock().unwrap().push(readings)));
        for _ in 0..2 {
            memory.header_works(Endpoint::ListClients, HeaderForm::Bare);
            memory.version_works(Endpoint::CreateClient, VersionForm::Number, false);
        }
        assert_eq!(told.lock().unwrap().len(), 2);
        assert_eq!(memory.readings().list_clients.header, HeaderChoice::Learnt(HeaderForm::Bare));

        let memory = Memory::new(with_header(HeaderChoice::Fixed(HeaderForm::Bearer)), Arc::new(|_| panic!("nothing was learnt")));
        memory.header_works(Endpoint::ListClients, HeaderForm::Bare);
    }

    #[test]
    fn a_form_of_a_version_is_learnt_anew_only_from_a_refusal() {
        let memory = Memory::new(Readings::default(), Arc::new(|_| {}));
        let lessons = [
            (VersionForm::Number, false, VersionForm::Number),
            (VersionForm::Id, false, VersionForm::Number),
            (VersionForm::Id, true, VersionForm::Id),
            (VersionForm::Number, false, VersionForm::Id),
        ];
        for (form, other_was_refused, known) in lessons {
            memory.version_works(Endpoint::ListClients, form, other_was_refused);
            assert_eq!(memory.readings().list_clients.version, Some(known), "{form:?} {other_was_refused}");
        }
    }

    #[test]
    fn what_was_learnt_is_forgotten_and_what_was_set_by_hand_is_not() {
        let memory = Memory::new(with_header(HeaderChoice::Fixed(HeaderForm::XBearer)), Arc::new(|_| {}));
        for endpoint in Endpoint::ALL {
            memory.header_works(endpoint, HeaderForm::Bare);
            memory.version_works(endpoint, VersionForm::Id, false);
        }
        memory.forget();
        assert_eq!(memory.readings(), with_header(HeaderChoice::Fixed(HeaderForm::XBearer)));
        memory.set_header(Endpoint::ListClients, HeaderChoice::Table);
        assert_eq!(memory.readings(), Readings::default());
    }
}
