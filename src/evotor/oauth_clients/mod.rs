//! The OAuth clients of an app's version: list and create. Nothing else is known to exist.

pub mod read;

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::{MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::Value;
use thiserror::Error;

use super::Evotor;
use super::address::address;
use super::readings::Endpoint;
use super::session::SessionId;
use crate::model::app_version::{AppVersion, VersionForm, looks_like_id};
use crate::model::oauth_client::{ClientKind, OauthClient};
use crate::model::scope::Scope;
use crate::net::{ApiAnswer, ApiError, ApiRequest, ErrorKind, Purpose};

/// The documented media type, capital letter included.
const V2: &str = "Application/vnd.evotor.v2+json";
/// Up to a thousand clients come in a page.
const LIST_CAP: usize = 8 << 20;

/// The calls about OAuth clients.
pub struct OauthClients<'a> {
    evotor: &'a Evotor,
}

/// One page of a version's clients.
#[derive(Clone, Debug)]
pub struct ClientsPage {
    /// The session that asked: the page of another one is of the past.
    pub session: SessionId,
    /// In the server's order.
    pub clients: Vec<OauthClient>,
    /// How many items could not be read as a client.
    pub unreadable: usize,
    /// Where the next page begins; none on the last one.
    pub next_cursor: Option<String>,
    /// There is something in the cursor's place that is none: more may follow, and nobody can ask for it.
    pub cursor_is_unreadable: bool,
    /// What this page taught about the version.
    pub learnt: Learnt,
}

/// What answers have taught about a version: only what was not known before.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Learnt {
    /// Its id.
    pub version_id: Option<String>,
    /// Its number.
    pub version_number: Option<String>,
}

impl Learnt {
    /// Adds what another answer taught; what was learnt first stays.
    pub fn add(&mut self, later: Self) {
        self.version_id = self.version_id.take().or(later.version_id);
        self.version_number = self.version_number.take().or(later.version_number);
    }
}

/// A client to be created.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewClient {
    /// Decides its grants.
    pub kind: ClientKind,
    /// At least one.
    pub redirect_uris: Vec<String>,
    /// The rights it may ask for.
    pub scope: Vec<Scope>,
}

/// A client that the server says it has created.
#[derive(Clone, Debug)]
pub struct Created {
    /// The session that asked.
    pub session: SessionId,
    /// The client, as the server describes it.
    pub client: OauthClient,
    /// What the answer taught about the version.
    pub learnt: Learnt,
}

/// Why no client is known to be created. With [`ApiError::outcome_unknown`] there may be one all the same.
#[derive(Clone, Debug, Error)]
pub enum CreateError {
    /// 404, or 400 to a number: nothing was created. This call may want the version in the other form.
    #[error("the version may be wanted as its {wanted:?}: {error}")]
    NeedsOtherVersionForm {
        /// The form that was not tried.
        wanted: VersionForm,
        /// The server's answer.
        error: ApiError,
    },
    /// Anything else.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// Versions, each by app and by the form it was named in, that a create did not find.
pub(super) type RefusedVersions = HashSet<(String, String)>;

#[derive(Serialize)]
struct CreateBody<'a> {
    registered_redirect_uri: &'a [String],
    scope: &'a [Scope],
}

impl<'a> OauthClients<'a> {
    pub(super) const fn new(evotor: &'a Evotor) -> Self {
        Self { evotor }
    }

    /// Reads one page: the first without a cursor, each further one with the cursor of the page before.
    ///
    /// The version is named by the form that has worked, else by its number, as documented. When the first page is answered
    /// with 404, the other form is tried, if it is known; so it is after a 400 to a number that has never worked.
    ///
    /// # Errors
    /// [`ApiError`]; a page that is not a list is [`ErrorKind::Unreadable`].
    pub async fn page(&self, version: &AppVersion, cursor: Option<&str>) -> Result<ClientsPage, ApiError> {
        let memory = &self.evotor.0.memory;
        let Some((text, form)) = memory.readings().version(Endpoint::ListClients, version) else {
            return Err(self.no_address(Purpose::Read));
        };
        match self.page_of(version, (text, form), cursor, false).await {
            Err(error) if cursor.is_none() && (is_not_found(&error) || self.may_be_no_id(Endpoint::ListClients, form, &error)) => {
                let Some((other, other_form)) = version.other_than(form) else { return Err(error) };
                match self.page_of(version, (other, other_form), cursor, true).await {
                    // Neither is found: the first form's answer says so best.
                    Err(second) if is_not_found(&second) => Err(error),
                    page => page,
                }
            }
            page => page,
        }
    }

    async fn page_of(
        &self,
        version: &AppVersion,
        (text, form): (&str, VersionForm),
        cursor: Option<&str>,
        other_was_refused: bool,
    ) -> Result<ClientsPage, ApiError> {
        let request = self.request(Purpose::Read, version, text, cursor.map(|cursor| ("cursor", cursor)))?;
        let request = request.header("accept", V2).header("content-type", "application/json").cap(LIST_CAP);
        let answered = self.evotor.send_authorized(Endpoint::ListClients, request).await?;
        let list = read::list(&answered.answer.json()?).map_err(|place| answered.answer.unreadable(place))?;
        if !list.clients.is_empty() {
            // An empty list proves nothing: a server may not know the version and not say so.
            self.evotor.0.memory.version_works(Endpoint::ListClients, form, other_was_refused);
        }
        Ok(ClientsPage {
            session: answered.session,
            learnt: learnt(version, text, form, &list.clients),
            clients: list.clients,
            unreadable: list.unreadable,
            next_cursor: list.next_cursor,
            cursor_is_unreadable: list.cursor_is_unreadable,
        })
    }

    /// Creates a client. It is sent once; only after a 401 in mid-session, when it was not carried out, once more.
    ///
    /// The version is named by the form that has worked, else by its id, as documented, but not by a form that was not found
    /// while the other is known.
    ///
    /// # Errors
    /// [`CreateError`]; an answer that is lost or cannot be read has [`ApiError::outcome_unknown`].
    pub async fn create(&self, version: &AppVersion, client: &NewClient) -> Result<Created, CreateError> {
        let Some((text, form)) = self.version_for_create(version) else { return Err(self.no_address(Purpose::Write).into()) };
        let kind = Some(("type", client.kind.as_str()));
        let body = CreateBody { registered_redirect_uri: &client.redirect_uris, scope: &client.scope };
        let request = self.request(Purpose::Write, version, text, kind)?;
        let Ok(body) = serde_json::to_vec(&body) else { return Err(self.no_address(Purpose::Write).into()) };
        let request = request.header("accept", "application/json, text/plain, */*").json(body);

        let answered = match self.evotor.send_authorized(Endpoint::CreateClient, request).await {
            Ok(answered) => answered,
            Err(error) if is_not_found(&error) => return Err(self.not_found(version, text, form, error)),
            Err(error) if says_no_id(&error) && self.may_be_no_id(Endpoint::CreateClient, form, &error) => {
                return Err(self.not_found(version, text, form, error));
            }
            Err(error) => return Err(error.into()),
        };
        let other_was_refused = version.other_than(form).is_some_and(|(other, _)| self.was_refused(version, other));
        // What works is remembered; a cloud that changes its mind later may be asked for the other form anew.
        let forms = [VersionForm::Number, VersionForm::Id].map(|form| version.form(form));
        self.refused_versions().retain(|(app_id, form)| *app_id != version.app_id || !forms.contains(&Some(form)));
        self.evotor.0.memory.version_works(Endpoint::CreateClient, form, other_was_refused);
        let created = created(&answered.answer)?;
        let learnt = learnt(version, text, form, std::slice::from_ref(&created));
        Ok(Created { session: answered.session, client: created, learnt })
    }

    /// The form for a create: as for any call, but one that was not refused before goes first.
    fn version_for_create<'v>(&self, version: &'v AppVersion) -> Option<(&'v str, VersionForm)> {
        let (text, form) = self.evotor.0.memory.readings().version(Endpoint::CreateClient, version)?;
        let other = version.other_than(form).filter(|(other, _)| self.was_refused(version, text) && !self.was_refused(version, other));
        Some(other.unwrap_or((text, form)))
    }

    /// A create did not find the version: the other form may be wanted, unless that was refused as well.
    fn not_found(&self, version: &AppVersion, text: &str, form: VersionForm, error: ApiError) -> CreateError {
        let mut refused = self.refused_versions();
        refused.insert((version.app_id.clone(), text.to_owned()));
        let wanted = match form {
            VersionForm::Id => VersionForm::Number,
            VersionForm::Number => VersionForm::Id,
        };
        let other_was_refused = version.form(wanted).is_some_and(|other| refused.contains(&(version.app_id.clone(), other.to_owned())));
        if other_was_refused { CreateError::Api(error) } else { CreateError::NeedsOtherVersionForm { wanted, error } }
    }

    fn request(&self, purpose: Purpose, version: &AppVersion, text: &str, parameter: Option<(&str, &str)>) -> Result<ApiRequest, ApiError> {
        let segments =
            ["api", "v1", "publisher", "app", "oauth", "public", "apps", version.app_id.as_str(), "versions", text, "oauth-apps"];
        let address = address(&self.evotor.0.addresses.dev, &segments, parameter).ok_or_else(|| self.no_address(purpose))?;
        Ok(if purpose == Purpose::Read { ApiRequest::get(address) } else { ApiRequest::post(address, purpose) })
    }

    /// The error of a version that no address can be made of.
    fn no_address(&self, purpose: Purpose) -> ApiError {
        let request = ApiRequest::post(self.evotor.0.addresses.dev.clone(), purpose);
        self.evotor.0.transport.not_sent(&request, ErrorKind::CannotBeSent, "an id of the app or the version is missing or is a dot")
    }

    /// A 400 may be about a number where an id belongs: so Spring answers where a path wants a UUID (guess). A number that has
    /// worked is not the cause, nor are fields that are named.
    fn may_be_no_id(&self, endpoint: Endpoint, form: VersionForm, error: &ApiError) -> bool {
        let has_worked = self.evotor.0.memory.readings().of(endpoint).version == Some(form);
        let is_400 = *error.kind() == ErrorKind::Refused(400) && error.purpose() != Purpose::Renewal;
        form == VersionForm::Number && is_400 && error.violations().is_empty() && !has_worked
    }

    fn was_refused(&self, version: &AppVersion, text: &str) -> bool {
        self.refused_versions().contains(&(version.app_id.clone(), text.to_owned()))
    }

    fn refused_versions(&self) -> MutexGuard<'a, RefusedVersions> {
        self.evotor.0.refused_versions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the call itself was answered with 404, and not a renewal on its way.
fn is_not_found(error: &ApiError) -> bool {
    *error.kind() == ErrorKind::Refused(404) && error.purpose() != Purpose::Renewal
}

/// Whether a 400 speaks of the version, or of nothing: with other words it is about what was sent.
fn says_no_id(error: &ApiError) -> bool {
    error.server_message().is_none_or(|words| {
        let words = words.to_lowercase();
        ["uuid", "version", "верси"].iter().any(|word| words.contains(word))
    })
}

/// The client of a create's answer. One that cannot be read leaves the outcome unknown.
fn created(answer: &ApiAnswer) -> Result<OauthClient, ApiError> {
    let value = answer.json()?;
    // Some APIs wrap what they have created.
    let wrapped = ["item", "data"].iter().find_map(|name| value.get(name).filter(|item| item.is_object()));
    let client = read::client(&value).or_else(|| wrapped.and_then(read::client)).or_else(|| first_item(&value));
    client.ok_or_else(|| answer.incomplete("no client_id"))
}

/// The only item of a list.
fn first_item(value: &Value) -> Option<OauthClient> {
    match value.get("items").unwrap_or(value).as_array()?.as_slice() {
        [only] => read::client(only),
        _ => None,
    }
}

/// What answers say about a version that was named by `text`: when all of them name it otherwise, that is its other form.
fn learnt(version: &AppVersion, text: &str, form: VersionForm, clients: &[OauthClient]) -> Learnt {
    let mut named = clients.iter().map(|client| client.version_id.as_deref());
    let Some(Some(first)) = named.next() else { return Learnt::default() };
    let first_form = if looks_like_id(first) { VersionForm::Id } else { VersionForm::Number };
    let is_news = first != text && first_form != form && version.form(first_form).is_none();
    if !is_news || !named.all(|name| name == Some(first)) {
        return Learnt::default();
    }
    let first = Some(first.to_owned());
    match first_form {
        VersionForm::Id => Learnt { version_id: first, version_number: None },
        VersionForm::Number => Learnt { version_id: None, version_number: first },
    }
}
