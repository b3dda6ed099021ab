//! The guesses of EVOTOR.md about sign-in, renewal, list and create, one switch each: nobody outside knows which
//! reading of the documents is right, so the sandbox can be either cloud and the program must work with all.

/// A set of readings. `Default` is the most likely one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Switches {
    /// How a sign-in without a code is answered when a code is wanted.
    pub code_demand: CodeDemand,
    /// What session tokens look like.
    pub session_tokens: TokenForm,
    /// What happens to `grant_type=refresh_token` on the dev host.
    pub renewal: Renewal,
    /// How `expires_in` is written.
    pub expires_in: ExpiresIn,
    /// What the last page of a list says of further pages.
    pub last_page: LastPage,
    /// Which forms of the `Authorization` header the list takes.
    pub list_header: ListHeader,
    /// What `{version-id}` must be in the list's path.
    pub list_wants: VersionWanted,
    /// What `{version-id}` must be in the path of create.
    pub create_wants: VersionWanted,
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

/// The sample answer of sign-in is a JWT, the samples of later calls carry bare UUIDs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum TokenForm {
    /// Signed claims.
    #[default]
    Jwt,
    /// An opaque UUID.
    Uuid,
}

/// Renewal is not documented on the dev host.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Renewal {
    /// A new pair; the old refresh token is dead.
    #[default]
    Rotates,
    /// A new access token, no refresh token in the answer, the old one stays good.
    KeepsTheOld,
    /// 400: the grant is not allowed.
    Refused,
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
}

/// The documentation names the version's number for the list and its id for create.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum VersionWanted {
    /// Both are found.
    #[default]
    Either,
    /// `0.1`; the id is a 404.
    Number,
    /// A UUID; the number is a 404.
    Id,
}

macro_rules! all {
    ($($name:ident: $($variant:ident),+;)+) => { $(
        impl $name {
            /// Every reading, the likeliest first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
        }
    )+ };
}

all! {
    CodeDemand: SaysSo, Silent, UnknownWords;
    TokenForm: Jwt, Uuid;
    Renewal: Rotates, KeepsTheOld, Refused;
    ExpiresIn: Number, Text, Float, Absent;
    LastPage: Empty, Absent, Null;
    ListHeader: Either, Bearer, Bare;
    VersionWanted: Either, Number, Id;
}
