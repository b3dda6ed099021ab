//! What is told to a person who has just started the sandbox: with whom to sign in and what to open.

use super::seed::MAIN_EMAIL;
use super::state::Cloud;

/// What a person needs to look around: an invented publisher and its versions.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The e-mail to sign in with.
    pub email: String,
    /// The password, which is no secret.
    pub password: String,
    /// What there is to open.
    pub versions: Vec<InvitedVersion>,
}

impl Invitation {
    /// The main publisher's.
    pub(super) fn to(cloud: &Cloud) -> Self {
        let [dev, ..] = &cloud.addresses;
        let state = cloud.state();
        let password = state.publishers.iter().find(|publisher| publisher.email == MAIN_EMAIL).map(|publisher| publisher.password.clone());
        let apps = state.apps.iter().filter(|app| app.publisher == MAIN_EMAIL);
        let versions = apps.flat_map(|app| {
            app.versions.iter().map(|version| InvitedVersion {
                app_name: app.name.to_owned(),
                app_id: app.id.to_owned(),
                number: version.number.to_owned(),
                id: version.id.to_owned(),
                clients: version.clients.len(),
                portal_address: format!("{dev}/#/apps/{}/versions/{}", app.id, version.id),
            })
        });
        Self { email: MAIN_EMAIL.to_owned(), password: password.unwrap_or_default(), versions: versions.collect() }
    }
}

/// A version of an invented app.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InvitedVersion {
    /// The app's name.
    pub app_name: String,
    /// The app's id, a UUID.
    pub app_id: String,
    /// The version's number, as the portal shows it.
    pub number: String,
    /// The version's id, a UUID.
    pub id: String,
    /// How many clients it has now.
    pub clients: usize,
    /// An address that holds both ids, as a portal's address bar would. It opens the sandbox's first page.
    pub portal_address: String,
}
