//! What is to be sent, said in words that the transport can check: every secret carries the origins that may see it, and the
//! purpose decides what may be repeated.

use std::borrow::Cow;

use reqwest::Method;
use url::Url;

use crate::model::origin::Origin;
use crate::model::secret::Secret;

/// The cap of a body, in bytes after decompression, unless the request says otherwise.
const USUAL_CAP: usize = 1 << 20;

/// What a request is for; this alone decides what is sent again by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// Changes nothing: sent up to twice more after a connect error, a lost connection, 500, 502, 503 or 504.
    Read,
    /// Changes something: never sent again; without a whole answer its outcome is unknown.
    Write,
    /// Shows a password or a code, and may mail one: never sent again.
    SignIn,
    /// Exchanges a refresh token, which may be good for one use: once more after a connect error, when nothing was sent.
    Renewal,
}

/// A secret together with the only servers that may see it. The transport sends it nowhere else.
#[derive(Clone, Debug)]
pub struct BoundSecret {
    secret: Secret,
    origins: Vec<Origin>,
}

impl BoundSecret {
    /// A secret of these origins: usually one; some providers have several.
    #[must_use]
    pub const fn new(secret: Secret, origins: Vec<Origin>) -> Self {
        Self { secret, origins }
    }

    pub(super) fn belongs_to(&self, origin: &Origin) -> bool {
        self.origins.contains(origin)
    }

    pub(super) const fn secret(&self) -> &Secret {
        &self.secret
    }
}

/// How a token stands in a request's headers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum HeaderForm {
    /// `Authorization: Bearer <token>`
    Bearer,
    /// `Authorization: <token>`, without a scheme word.
    Bare,
    /// `X-Authorization: Bearer <token>`
    XBearer,
}

impl HeaderForm {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Bearer | Self::Bare => "authorization",
            Self::XBearer => "x-authorization",
        }
    }

    pub(super) const fn scheme(self) -> &'static str {
        match self {
            Self::Bearer | Self::XBearer => "Bearer ",
            Self::Bare => "",
        }
    }
}

/// One request to an API.
#[derive(Clone, Debug)]
pub struct ApiRequest {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) purpose: Purpose,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) token: Option<(BoundSecret, HeaderForm)>,
    pub(super) secret_headers: Vec<(&'static str, BoundSecret)>,
    pub(super) body: Body,
    pub(super) cap: usize,
}

#[derive(Clone, Debug)]
pub(super) enum Body {
    None,
    Json(Vec<u8>),
    Form(Vec<(Cow<'static, str>, Field)>),
}

#[derive(Clone, Debug)]
pub(super) enum Field {
    Plain(String),
    Secret(BoundSecret),
}

impl ApiRequest {
    /// A `GET`, which is a read.
    #[must_use]
    pub const fn get(url: Url) -> Self {
        Self::new(Method::GET, url, Purpose::Read)
    }

    /// A `POST`.
    #[must_use]
    pub const fn post(url: Url, purpose: Purpose) -> Self {
        Self::new(Method::POST, url, purpose)
    }

    /// Any other method.
    #[must_use]
    pub const fn new(method: Method, url: Url, purpose: Purpose) -> Self {
        Self { method, url, purpose, headers: Vec::new(), token: None, secret_headers: Vec::new(), body: Body::None, cap: USUAL_CAP }
    }

    /// What it is for.
    #[must_use]
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Adds a header that is no secret. A value that cannot stand in a header is found when the request is sent.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Adds a header that is a secret.
    #[must_use]
    pub fn secret_header(mut self, name: &'static str, value: BoundSecret) -> Self {
        self.secret_headers.push((name, value));
        self
    }

    /// Sets the token and its form.
    #[must_use]
    pub fn token(mut self, token: BoundSecret, form: HeaderForm) -> Self {
        self.token = Some((token, form));
        self
    }

    /// Adds a field to the form that is the body; fields go out in the order in which they were added.
    #[must_use]
    pub fn field(self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.any_field(name.into(), Field::Plain(value.into()))
    }

    /// Adds a secret field to the form that is the body.
    #[must_use]
    pub fn secret_field(self, name: impl Into<Cow<'static, str>>, value: BoundSecret) -> Self {
        self.any_field(name.into(), Field::Secret(value))
    }

    fn any_field(mut self, name: Cow<'static, str>, value: Field) -> Self {
        match &mut self.body {
            Body::Form(fields) => fields.push((name, value)),
            body => *body = Body::Form(vec![(name, value)]),
        }
        self
    }

    /// Sets a JSON body, already written.
    #[must_use]
    pub fn json(mut self, body: Vec<u8>) -> Self {
        self.body = Body::Json(body);
        self
    }

    /// Sets the cap of the answer's body, in bytes after decompression; 1 MiB otherwise.
    #[must_use]
    pub const fn cap(mut self, bytes: usize) -> Self {
        self.cap = bytes;
        self
    }

    /// Every secret that would leave with this request.
    pub(super) fn secrets(&self) -> impl Iterator<Item = &BoundSecret> {
        let fields: &[_] = if let Body::Form(fields) = &self.body { fields } else { &[] };
        let in_fields = fields.iter().filter_map(|(_, field)| if let Field::Secret(secret) = field { Some(secret) } else { None });
        let in_headers = self.secret_headers.iter().map(|(_, secret)| secret);
        self.token.iter().map(|(token, _)| token).chain(in_headers).chain(in_fields)
    }
}
