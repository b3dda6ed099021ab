//! What a person can ask for: a screen draws and answers with one of these, `app::commands` does it.

use std::path::PathBuf;

use jiff::Timestamp;
use url::Url;

use crate::desktop::settings::Theme;
use crate::i18n::Lang;
use crate::model::app_version::AppVersion;
use crate::model::oauth_client::ClientKind;
use crate::model::scope::Scope;
use crate::model::secret::Secret;

use super::settings::{Advanced, Computer, Network, Preference};
use super::{Screen, keychain_notice};

/// One thing that a person asked for.
#[derive(Debug)]
pub enum Event {
    /// Show another screen.
    Go(Screen),
    /// Speak another language, now and at the next start.
    SetLanguage(Lang),
    /// Another theme, now and at the next start.
    SetTheme(Theme),
    /// Remember the e-mail for the next sign-in, or forget it.
    RememberEmail(bool),
    /// How the program talks to this cloud.
    Advanced(Advanced),
    /// How the program goes out.
    Network(Network),
    /// Something is preferred from now on.
    Prefer(Preference),
    /// What lies on this computer.
    Computer(Computer),
    /// Back from the settings to the page to sign in on.
    LeaveSettings,

    /// Sign in with what was typed; the code is sent only when there is one.
    SignIn(Attempt),
    /// Sign in with a token from elsewhere.
    SignInWithToken(TokenAttempt),
    /// Stop waiting for the sign-in under way.
    CancelSignIn,
    /// Forget the password that was kept to sign in by itself.
    ForgetPassword,
    /// Wipe the session and the desk of the account in front; asked first while a write is under way.
    SignOut,
    /// The same for the account of this name.
    SignOutOf(String),
    /// The same for all.
    SignOutOfAll,
    /// Another account comes in front.
    SwitchTo(String),
    /// A page to sign in on, beside the accounts that are signed in.
    AddAccount,
    /// Back from that page.
    BackToWork,
    /// Keep sign-ins in the system's keychain from now on, or take them out of it.
    StaySignedIn(bool),
    /// Something about the keychain that does not answer.
    Keychain(keychain_notice::Asked),

    /// Open a version of an app and read its clients.
    OpenVersion(AppVersion),
    /// Take a version off the list of recent ones; the server is not asked.
    ForgetVersion(AppVersion),
    /// A person has given a version's other form.
    LearnVersion(AppVersion),
    /// Read the open version's clients again.
    Refresh,
    /// Stop reading; what has come stays.
    StopReading,
    /// Close the message about the settings file.
    DismissNotice,
    /// Close the message about the last failed reading.
    DismissProblem,

    /// Renew the session's tokens at once: the last attempt has failed.
    RenewNow,
    /// Close the message about the failed renewal.
    DismissRenewal,

    /// Start an empty form for a new client of the open version.
    NewClient,
    /// Start a form filled from the client with this id.
    NewClientLike(String),
    /// The form's client is to belong to this version.
    ChooseVersion(AppVersion),
    /// Send the form.
    CreateClient(ClientOrder),
    /// Read the list once more to learn whether the client was created.
    LookAgain,
    /// The outcome of a create was seen: the form may be left or sent again.
    CloseForm,
    /// Show a client in the list of its version.
    ShowClient {
        /// Where.
        version: AppVersion,
        /// Which.
        client_id: String,
    },

    /// Copy something that is no secret.
    Copy(String),
    /// Copy a secret; the clipboard is cleared of it later.
    CopySecret {
        /// Whose: the client id, so that the countdown stands at its row.
        of: String,
        /// The secret.
        secret: Secret,
    },
    /// Show what there is to hand over of the client with this key.
    HandOver(String),
    /// Close that.
    CloseHandOver,
    /// Files: to save one, to take one in, to see where one is.
    File(FileEvent),
    /// Put the newest mailed code of the sandbox into the sign-in form.
    UseMailedCode,
    /// Put the cover in front of the work.
    Cover,
    /// Take it away.
    Uncover,
    /// Open an address in the system's browser.
    OpenInBrowser(Url),

    /// Answer to "a write is under way": go on nevertheless.
    LeaveAnyway,
    /// Answer to "a write is under way": stay.
    Stay,
}

/// What is asked for with files. No secret is written to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileEvent {
    /// Ask where, and write it there.
    Save(FileToSave),
    /// It is to be written to this path, as typed.
    SaveAt {
        /// As typed.
        path: String,
        /// A file that is there may go.
        replace: bool,
    },
    /// This one is to be read, as typed.
    ReadAt(String),
    /// No file after all.
    Cancel,
    /// Show it in the file manager.
    Show(PathBuf),
    /// Save the list of versions.
    ExportVersions,
    /// Take versions from a file.
    ImportVersions,
    /// Take those that were shown.
    AddVersions,
}

/// A file to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileToSave {
    /// The name that is offered.
    pub name: String,
    /// What is in it.
    pub text: String,
    /// The key of its kind's name, and its extension.
    pub kind: (&'static str, &'static str),
}

impl FileToSave {
    /// Text.
    pub const TEXT: (&'static str, &'static str) = ("file-text", "txt");
    /// A list of versions.
    pub const JSON: (&'static str, &'static str) = ("file-json", "json");
}

/// What was typed into the sign-in form.
#[derive(Debug)]
pub struct Attempt {
    /// The publisher's e-mail, trimmed.
    pub email: String,
    /// Kept longer than the attempt only if `keep_password` says so.
    pub password: Secret,
    /// Only when one was typed.
    pub code: Option<Secret>,
    /// The person wants to be signed in by the program from now on, until the window closes.
    pub keep_password: bool,
}

impl Attempt {
    /// The same, and the password is kept in memory when it fits, or not.
    #[must_use]
    pub fn keeping(self, keep_password: bool) -> Self {
        Self { keep_password, ..self }
    }
}

/// What was pasted in place of a password.
#[derive(Debug)]
pub struct TokenAttempt {
    /// The access token.
    pub access: Secret,
    /// The refresh token, if there is one.
    pub refresh: Option<Secret>,
    /// Seconds that the answer promised, if it was pasted whole.
    pub expires_in: Option<u64>,
    /// When a JWT says that it ends.
    pub exp: Option<Timestamp>,
    /// Under which name the account stands: its e-mail, or what the person typed.
    pub name: String,
    /// The User-Agent that obtained the token, when the person gave one.
    pub user_agent: Option<String>,
}

/// A filled form of a new client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientOrder {
    /// The version that it will belong to.
    pub version: AppVersion,
    /// Web or standalone.
    pub kind: ClientKind,
    /// At least one, as typed.
    pub redirect_addresses: Vec<String>,
    /// The ticked and typed rights, in the table's order.
    pub scope: Vec<Scope>,
}
