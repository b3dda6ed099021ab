//! What answers have taught about a cloud's habits, as the settings keep it: so that the next start asks rightly at once.

use std::collections::BTreeMap;

use crate::evotor::readings::{HeaderChoice, Readings};
use crate::net::HeaderForm;

const LIST_CLIENTS: &str = "list-clients";
const CREATE_CLIENT: &str = "create-client";
const FORMS: [(&str, HeaderForm); 3] = [("bearer", HeaderForm::Bearer), ("bare", HeaderForm::Bare), ("x-bearer", HeaderForm::XBearer)];

/// What the settings say; names that this program does not know say nothing.
pub fn from_settings(kept: &BTreeMap<String, String>) -> Readings {
    let learnt = |endpoint: &str| {
        let name = kept.get(endpoint)?;
        FORMS.iter().find(|(known, _)| known == name).map(|(_, form)| HeaderChoice::Learnt(*form))
    };
    let mut readings = Readings::default();
    readings.list_clients.header = learnt(LIST_CLIENTS).unwrap_or_default();
    readings.create_client.header = learnt(CREATE_CLIENT).unwrap_or_default();
    readings
}

/// Puts what was learnt into the settings; what is not known here stays in them.
pub fn keep(readings: Readings, kept: &mut BTreeMap<String, String>) {
    for (endpoint, header) in [(LIST_CLIENTS, readings.list_clients.header), (CREATE_CLIENT, readings.create_client.header)] {
        let (HeaderChoice::Learnt(learnt) | HeaderChoice::Fixed(learnt)) = header else { continue };
        if let Some((name, _)) = FORMS.iter().find(|(_, form)| *form == learnt) {
            kept.insert(endpoint.to_owned(), (*name).to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_learnt_comes_back_and_what_is_unknown_stays() {
        let mut readings = Readings::default();
        readings.list_clients.header = HeaderChoice::Learnt(HeaderForm::Bare);
        let mut kept = BTreeMap::from([("other-call".to_owned(), "odd".to_owned())]);
        keep(readings, &mut kept);
        assert_eq!(kept.len(), 2, "nothing is noted of a call that nothing is known of");
        assert_eq!(from_settings(&kept), readings);
        kept.insert(LIST_CLIENTS.to_owned(), "a form of tomorrow".to_owned());
        assert_eq!(from_settings(&kept), Readings::default());
    }
}
