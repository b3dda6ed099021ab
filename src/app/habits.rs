//! What answers have taught about a cloud's habits, and what the person has set by hand, as the settings keep it: so that the
//! next start asks rightly at once.
//!
//! Both are kept by the call and the cloud, not by the app: a call is one piece of the server, and where an app is an exception a
//! read finds the other form by itself and create asks. What was learnt stays in the file beside what was set, so that "by itself"
//! goes on from there.

use crate::desktop::settings::CloudSettings;
use crate::evotor::readings::{Endpoint, HeaderChoice, Reading, Readings};
use crate::model::app_version::VersionForm;
use crate::net::HeaderForm;

const ENDPOINTS: [(&str, Endpoint); 2] = [("list-clients", Endpoint::ListClients), ("create-client", Endpoint::CreateClient)];
const HEADER_FORMS: [(&str, HeaderForm); 3] =
    [("bearer", HeaderForm::Bearer), ("bare", HeaderForm::Bare), ("x-bearer", HeaderForm::XBearer)];
const VERSION_FORMS: [(&str, VersionForm); 2] = [("number", VersionForm::Number), ("id", VersionForm::Id)];

/// What is known of one call.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Habit {
    /// The header form that has worked.
    pub learnt: Option<HeaderForm>,
    /// The header form that the person has set.
    pub by_hand: Option<HeaderForm>,
    /// The form of a version that has worked.
    pub version: Option<VersionForm>,
}

/// What the settings say of one call; names that this program does not know say nothing.
pub fn of(endpoint: Endpoint, cloud: &CloudSettings) -> Habit {
    let name = name_of(endpoint, &ENDPOINTS);
    let header = |kept: Option<&String>| value_of(kept?, &HEADER_FORMS);
    Habit {
        learnt: header(cloud.header_forms.get(name)),
        by_hand: header(cloud.header_forms_by_hand.get(name)),
        version: cloud.version_forms.get(name).and_then(|kept| value_of(kept, &VERSION_FORMS)),
    }
}

/// All of it, to make calls with.
pub fn readings(cloud: &CloudSettings) -> Readings {
    Readings { list_clients: reading(Endpoint::ListClients, cloud), create_client: reading(Endpoint::CreateClient, cloud) }
}

fn reading(endpoint: Endpoint, cloud: &CloudSettings) -> Reading {
    let Habit { learnt, by_hand, version } = of(endpoint, cloud);
    let learnt = learnt.map_or(HeaderChoice::Table, HeaderChoice::Learnt);
    Reading { header: by_hand.map_or(learnt, HeaderChoice::Fixed), version }
}

/// Puts what was learnt into the settings; what is not known here stays in them.
pub fn keep(readings: Readings, cloud: &mut CloudSettings) {
    for (name, endpoint) in ENDPOINTS {
        let Reading { header, version } = readings.of(endpoint);
        if let HeaderChoice::Learnt(form) = header {
            cloud.header_forms.insert(name.to_owned(), name_of(form, &HEADER_FORMS).to_owned());
        }
        if let Some(form) = version {
            cloud.version_forms.insert(name.to_owned(), name_of(form, &VERSION_FORMS).to_owned());
        }
    }
}

/// Sets a header form by hand; none is "by itself" again.
pub fn set(endpoint: Endpoint, form: Option<HeaderForm>, cloud: &mut CloudSettings) {
    let name = name_of(endpoint, &ENDPOINTS);
    match form {
        Some(form) => cloud.header_forms_by_hand.insert(name.to_owned(), name_of(form, &HEADER_FORMS).to_owned()),
        None => cloud.header_forms_by_hand.remove(name),
    };
}

/// Forgets what answers have taught about these calls. What was set by hand stays.
pub fn forget(cloud: &mut CloudSettings) {
    for (name, _) in ENDPOINTS {
        cloud.header_forms.remove(name);
        cloud.version_forms.remove(name);
    }
}

fn name_of<T: PartialEq + Copy>(value: T, names: &[(&'static str, T)]) -> &'static str {
    names.iter().find(|(_, known)| *known == value).map_or("", |(name, _)| name)
}

fn value_of<T: Copy>(name: &str, names: &[(&'static str, T)]) -> Option<T> {
    names.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use proptest::option;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    fn habit() -> impl Strategy<Value = Habit> {
        let header = || option::of(select(HEADER_FORMS.map(|(_, form)| form).to_vec()));
        let version = option::of(select(VERSION_FORMS.map(|(_, form)| form).to_vec()));
        (header(), header(), version).prop_map(|(learnt, by_hand, version)| Habit { learnt, by_hand, version })
    }

    /// As answers and the person would put them there.
    fn put(endpoint: Endpoint, habit: Habit, cloud: &mut CloudSettings) {
        let mut learnt = Readings::default();
        let reading = Reading { header: habit.learnt.map_or(HeaderChoice::Table, HeaderChoice::Learnt), version: habit.version };
        match endpoint {
            Endpoint::ListClients => learnt.list_clients = reading,
            Endpoint::CreateClient => learnt.create_client = reading,
        }
        keep(learnt, cloud);
        set(endpoint, habit.by_hand, cloud);
    }

    proptest! {
        #[test]
        fn what_is_kept_comes_back_through_the_file_and_is_forgotten_in_part(
            list in habit(), create in habit(), stranger in "[a-z][a-z-]{0,12}x", odd in "\\PC{0,20}", agent in option::of("[ -~]{0,40}"),
        ) {
            let mut cloud = CloudSettings::default();
            cloud.set_user_agent(agent.clone());
            for map in [&mut cloud.header_forms, &mut cloud.header_forms_by_hand, &mut cloud.version_forms] {
                map.insert(stranger.clone(), odd.clone());
            }
            let strangers = cloud.clone();
            put(Endpoint::ListClients, list, &mut cloud);
            put(Endpoint::CreateClient, create, &mut cloud);
            let text = toml::to_string(&cloud).unwrap();
            let mut again: CloudSettings = toml::from_str(&text).unwrap();
            prop_assert_eq!(&again, &cloud);
            prop_assert_eq!((of(Endpoint::ListClients, &again), of(Endpoint::CreateClient, &again)), (list, create));
            prop_assert_eq!(again.user_agent(), agent.as_deref().map(str::trim).filter(|agent| !agent.is_empty()));
            forget(&mut again);
            let left = |habit: Habit| Habit { by_hand: habit.by_hand, ..Habit::default() };
            prop_assert_eq!((of(Endpoint::ListClients, &again), of(Endpoint::CreateClient, &again)), (left(list), left(create)));
            set(Endpoint::ListClients, None, &mut again);
            set(Endpoint::CreateClient, None, &mut again);
            prop_assert_eq!(again, strangers, "what is not known here stays");
        }
    }

    #[test]
    fn an_old_file_has_only_learnt_forms() {
        let cloud: CloudSettings = toml::from_str("[header_forms]\nlist-clients = \"bare\"\n").unwrap();
        let learnt = Reading { header: HeaderChoice::Learnt(HeaderForm::Bare), version: None };
        assert_eq!(readings(&cloud), Readings { list_clients: learnt, ..Readings::default() });
    }

    #[test]
    fn a_form_set_by_hand_goes_before_what_was_learnt_and_stands_beside_it_in_the_file() {
        let mut cloud = CloudSettings::default();
        put(Endpoint::ListClients, Habit { learnt: Some(HeaderForm::Bare), by_hand: None, version: Some(VersionForm::Id) }, &mut cloud);
        set(Endpoint::ListClients, Some(HeaderForm::XBearer), &mut cloud);
        let text = toml::to_string(&cloud).unwrap();
        let tables = "[header_forms]\nlist-clients = \"bare\"\n\n[header_forms_by_hand]\nlist-clients = \"x-bearer\"\n\n[version_forms]\nlist-clients = \"id\"\n";
        assert!(text.contains(tables), "{text}");
        let header = |cloud: &CloudSettings| readings(cloud).list_clients.header;
        assert_eq!(header(&cloud), HeaderChoice::Fixed(HeaderForm::XBearer));
        // What is learnt while it stands does not touch it.
        keep(readings(&cloud), &mut cloud);
        assert_eq!(toml::to_string(&cloud).unwrap(), text);
        set(Endpoint::ListClients, None, &mut cloud);
        assert_eq!(header(&cloud), HeaderChoice::Learnt(HeaderForm::Bare));
    }

    #[test]
    fn names_of_tomorrow_say_nothing() {
        let text = "[header_forms]\nlist-clients = \"signed\"\n[header_forms_by_hand]\ncreate-client = \"signed\"\n[version_forms]\nlist-clients = \"date\"\n";
        let cloud: CloudSettings = toml::from_str(text).unwrap();
        assert_eq!(readings(&cloud), Readings::default());
    }

    #[test]
    fn a_user_agent_that_cannot_be_sent_is_none_and_stays_in_the_file() {
        let text = "user_agent = \"Токендеск\"\n";
        let cloud: CloudSettings = toml::from_str(text).unwrap();
        assert_eq!(cloud.user_agent(), None);
        assert!(toml::to_string(&cloud).unwrap().contains(text));
    }
}
