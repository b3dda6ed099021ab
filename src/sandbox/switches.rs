//! The guesses of EVOTOR.md about sign-in, renewal, list and create, one switch each: nobody outside knows which
//! reading of the documents is right, so the sandbox can be any of these clouds and the program must work with all.
//!
//! README lists them under "What nobody knows about the server", each under its field's name.

use super::error_bodies::ErrorBodies;

/// A set of readings. `Default` is the most likely one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Switches {
    /// How a sign-in without a code is answered when a code is wanted.
    pub code_demand: CodeDemand,
    /// Where the typed code is looked for.
    pub code_place: CodePlace,
    /// What makes the cloud mail a code.
    pub code_mail: CodeMail,
    /// How a locked account is refused.
    pub locked_account: LockedAccount,
    /// What session tokens look like.
    pub session_tokens: TokenForm,
    /// How `token_type` is written.
    pub token_type: TokenType,
    /// How `expires_in` is written.
    pub expires_in: ExpiresIn,
    /// What happens to `grant_type=refresh_token` on the dev host.
    pub renewal: Renewal,
    /// What a renewal's answer holds.
    pub renewed_fields: RenewedFields,
    /// Which forms of the `Authorization` header the list takes.
    pub list_header: ListHeader,
    /// Which form of the header create takes.
    pub create_header: CreateHeader,
    /// What `{version-id}` must be in the list's path.
    pub list_wants: VersionWanted,
    /// What `{version-id}` must be in the path of create.
    pub create_wants: VersionWanted,
    /// What a version's number meets where the id is wanted.
    pub number_for_id: NumberForId,
    /// The status of a created client.
    pub created_status: CreatedStatus,
    /// How clients name their version, in the list and when created.
    pub version_named: VersionNamed,
    /// How the fields of a client are written, in the list and when created.
    pub client_fields: ClientFields,
    /// What the last page of a list says of further pages.
    pub last_page: LastPage,
    /// How refusals are written.
    pub error_bodies: ErrorBodies,
}

/// How the cloud asks for the mailed code. Nothing is published.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CodeDemand {
    /// 400 whose words name the code.
    #[default]
    SaysSo,
    /// 403 with an empty body.
    Silent,
    /// 400 in words that nobody knows.
    UnknownWords,
}

/// Evotor's example sends `2fa_confirmation` in the body, its prose says header.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CodePlace {
    /// In either; in both, if they agree.
    #[default]
    Either,
    /// In the form only: one in a header is not seen.
    Body,
    /// In a header only: one in the form is not seen.
    Header,
}

/// No call is documented that sends a code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CodeMail {
    /// The attempt without a code mails one.
    #[default]
    ByAttempt,
    /// Only signing in at the portal mails one, see [`Sandbox::mail_code`](super::Sandbox::mail_code).
    ByPortal,
}

/// What a locked account meets. Nothing is published; all of these are ways of Spring Security and of RFC 4918.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LockedAccount {
    /// 400 `invalid_grant`, whose words name the lock.
    #[default]
    SaysSo,
    /// The refusal of a wrong password, as a server does that hides which accounts there are.
    AsWrongPassword,
    /// 423 with the same words.
    Status423,
}

/// The sample answer of sign-in is a JWT, the samples of later calls carry bare UUIDs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum TokenForm {
    /// Signed claims.
    #[default]
    Jwt,
    /// An opaque UUID.
    Uuid,
}

/// Documented as "bearer"; its case does not matter (RFC 6749, section 5.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum TokenType {
    /// `"bearer"`
    #[default]
    Lower,
    /// `"Bearer"`
    Capital,
    /// The field is missing.
    Absent,
}

/// Documented as a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ExpiresIn {
    /// `1799`
    #[default]
    Number,
    /// `"1799"`
    Text,
    /// `1799.0`
    Float,
    /// The field is missing.
    Absent,
}

/// Renewal is not documented on the dev host.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Renewal {
    /// A new pair; the old refresh token is dead.
    #[default]
    Rotates,
    /// A new access token; the answer repeats the refresh token, which stays good.
    RepeatsTheOld,
    /// A new access token, no refresh token in the answer, the old one stays good.
    KeepsTheOld,
    /// 400: the grant is not allowed.
    Refused,
    /// 401: the client must prove itself, which Evo-UI cannot.
    WantsAProof,
}

/// Only `access_token` and `token_type` must be there (RFC 6749, section 5.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum RenewedFields {
    /// All that the answer to a sign-in has.
    #[default]
    All,
    /// Only the tokens and their type: no `expires_in`.
    Tokens,
}

/// The only sample of the list sends the bare token; every other call sends `Bearer`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ListHeader {
    /// `Bearer <token>` and `<token>`.
    #[default]
    Either,
    /// `Bearer <token>` only.
    Bearer,
    /// `<token>` only.
    Bare,
    /// `X-Authorization: Bearer <token>` only, as personal tokens want it. No document says so of the list: a person has to find it
    /// out, so it is none of [`ListHeader::ALL`].
    XBearer,
}

/// Documented as `Bearer <token>`. The other two are found out by a person: a write tries nothing by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CreateHeader {
    /// `Bearer <token>` only.
    #[default]
    Bearer,
    /// `<token>` only.
    Bare,
    /// `X-Authorization: Bearer <token>` only.
    XBearer,
}

/// The documentation names the version's number for the list and its id for create.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum VersionWanted {
    /// Both are found.
    #[default]
    Either,
    /// `0.1`; the id is a 404.
    Number,
    /// A UUID; the number is refused, see [`NumberForId`].
    Id,
}

/// Nothing is published.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum NumberForId {
    /// 404: no such version.
    #[default]
    NotFound,
    /// 400: no UUID, as Spring answers where the variable of a path is one.
    BadRequest,
}

/// The documentation shows the created client and no status.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CreatedStatus {
    /// 200
    #[default]
    Ok,
    /// 201
    Created,
}

/// The sample of create names the version by its id in the path and answers with a `version_id` of "0.1".
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum VersionNamed {
    /// `"version_id":"0.1"`, as in the sample.
    #[default]
    Number,
    /// A UUID, as the field's name says.
    Id,
    /// The field is missing.
    Absent,
}

/// How a client's fields come. Documented by one sample; Spring's own reader of clients takes looser ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ClientFields {
    /// As in the sample.
    #[default]
    Documented,
    /// Only `client_id`, `client_secret`, `scope` and `registered_redirect_uri`.
    Few,
    /// Lists as one text with spaces, the lifetime as text.
    Texts,
}

/// The sample of the documentation is `"paging":{}`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LastPage {
    /// `"paging":{}`
    #[default]
    Empty,
    /// The field is missing.
    Absent,
    /// `"paging":null`
    Null,
    /// `"paging":{"next_cursor":null}`
    NullCursor,
    /// `"paging":{"next_cursor":""}`
    EmptyCursor,
}

macro_rules! all {
    ($($name:ident: $($variant:ident),+;)+) => { $(
        impl $name {
            /// Every reading that the documents leave open, the likeliest first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
        }
    )+ };
}

all! {
    CodeDemand: SaysSo, Silent, UnknownWords;
    CodePlace: Either, Body, Header;
    CodeMail: ByAttempt, ByPortal;
    LockedAccount: SaysSo, AsWrongPassword, Status423;
    TokenForm: Jwt, Uuid;
    TokenType: Lower, Capital, Absent;
    ExpiresIn: Number, Text, Float, Absent;
    Renewal: Rotates, RepeatsTheOld, KeepsTheOld, Refused, WantsAProof;
    RenewedFields: All, Tokens;
    ListHeader: Either, Bearer, Bare;
    VersionWanted: Either, Number, Id;
    NumberForId: NotFound, BadRequest;
    CreatedStatus: Ok, Created;
    VersionNamed: Number, Id, Absent;
    ClientFields: Documented, Few, Texts;
    LastPage: Empty, Absent, Null, NullCursor, EmptyCursor;
    ErrorBodies: Usual, Oauth, V2, Boot, Empty;
}
