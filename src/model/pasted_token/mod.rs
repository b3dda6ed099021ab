//! A token that a person copied in a browser: out of the portal's network panel, a header, a JSON view. Whatever form it comes
//! in is understood, and what is plainly no token is refused with the reason, before it is sent anywhere.

mod answer;
mod bare;

use jiff::Timestamp;
use thiserror::Error;

use super::jwt;
use super::secret::Secret;

/// The longest text that is looked at, in bytes; the field takes no more either.
pub const MAX_LEN: usize = 16 * 1024;

/// Shorter is no token: a UUID without dashes has 32 characters. A guess.
const SHORTEST: usize = 16;

/// From this length on nobody has made it up: a strange sign in it is a slip of copying and not a password. A guess.
const LONGER_THAN_PASSWORDS: usize = 64;

/// In which form the token came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PastedForm {
    /// The token alone, and it is a JWT.
    Jwt,
    /// The token alone, and it says nothing about itself.
    Opaque,
    /// The JSON answer of the sign-in, with the token in it.
    Answer,
}

/// What was pasted.
#[derive(Clone, Debug)]
pub struct Pasted {
    /// In which form it came.
    pub form: PastedForm,
    /// The access token.
    pub access: Secret,
    /// The refresh token, when the answer had one.
    pub refresh: Option<Secret>,
    /// How long the access token lives from the moment of the answer, in seconds; when that was, the answer does not say.
    pub expires_in: Option<u64>,
    /// When the access token ends, if it is a JWT that says so.
    pub exp: Option<Timestamp>,
    /// Whose it is, if it is a JWT with an e-mail in it.
    pub email: Option<String>,
}

/// Why what was pasted is not taken. Nothing of the text is repeated: it may be a password.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum PastedProblem {
    /// Nothing but white space, quotes or the word Bearer.
    #[error("nothing was pasted")]
    Empty,
    /// Longer than [`MAX_LEN`].
    #[error("longer than {MAX_LEN} bytes")]
    TooLong,
    /// White space in the middle: a piece too much, or a line that was broken.
    #[error("white space inside the token, at position {at}")]
    InnerWhiteSpace {
        /// Where in the token, counting characters from 1.
        at: usize,
    },
    /// A sign that no token holds (RFC 6750, section 2.1).
    #[error("a sign inside the token that no token holds, at position {at}")]
    StrangeSign {
        /// Where in the token, counting characters from 1.
        at: usize,
    },
    /// Dots or an ellipsis in place of signs: the browser showed it shortened or masked, and so it was copied.
    #[error("the token is shortened or masked")]
    Shortened,
    /// Short, or with signs that people put into passwords.
    #[error("this looks like a password")]
    LooksLikePassword,
    /// An e-mail address.
    #[error("this looks like an e-mail address")]
    LooksLikeEmail,
    /// The address of a page or a request.
    #[error("this looks like the address of a page")]
    LooksLikeAddress,
    /// A page in place of an answer.
    #[error("this looks like a page")]
    LooksLikeHtml,
    /// A header of another kind, such as `Basic`.
    #[error("this header does not hold a bearer token")]
    NotBearer,
    /// JSON that was cut off or damaged in copying.
    #[error("the JSON is not whole")]
    BrokenJson,
    /// Whole JSON, but no `access_token` text in it: the answer of another request, or of a refused sign-in.
    #[error("the JSON holds no access_token")]
    NoAccessToken,
    /// It begins like a JWT and cannot be read as one: cut off in copying.
    #[error("the token is cut off")]
    CutJwt,
}

/// Reads what was pasted.
///
/// # Errors
/// [`PastedProblem`], the most telling one.
pub fn read(text: &str) -> Result<Pasted, PastedProblem> {
    if text.len() > MAX_LEN {
        return Err(PastedProblem::TooLong);
    }
    let text = bare::trim(text);
    if text.starts_with('<') {
        return Err(PastedProblem::LooksLikeHtml);
    }
    match answer::json_in(text) {
        Some(json) => from_answer(&json),
        None => from_token(text),
    }
}

fn from_answer(json: &str) -> Result<Pasted, PastedProblem> {
    let answer = answer::read(json)?;
    let access = match bare::token(answer.access.expose()) {
        Err(PastedProblem::Empty) => return Err(PastedProblem::NoAccessToken),
        access => access?,
    };
    if let Some(problem) = damage(access) {
        return Err(problem);
    }
    let refresh = answer.refresh.and_then(|refresh| bare::token(refresh.expose()).ok().map(Secret::from));
    Ok(Pasted { form: PastedForm::Answer, refresh, expires_in: answer.expires_in, ..described(access)? })
}

fn from_token(text: &str) -> Result<Pasted, PastedProblem> {
    let token = bare::token(bare::without_header(text))?;
    let length = token.chars().count();
    // `.` and `/` together: a JWT has no `/`, and nothing else that is a token has dots.
    if token.contains("://") || (token.contains('/') && token.contains('.')) {
        return Err(PastedProblem::LooksLikeAddress);
    }
    match damage(token) {
        Some(PastedProblem::StrangeSign { .. }) if looks_like_email(token) => Err(PastedProblem::LooksLikeEmail),
        Some(PastedProblem::StrangeSign { .. }) if length < LONGER_THAN_PASSWORDS => Err(PastedProblem::LooksLikePassword),
        Some(problem) => Err(problem),
        None if length < SHORTEST => Err(PastedProblem::LooksLikePassword),
        None => described(token),
    }
}

/// What cannot be in a token.
fn damage(token: &str) -> Option<PastedProblem> {
    if token.contains(['…', '•', '●']) || token.contains("...") || token.chars().all(|c| c == '*') {
        return Some(PastedProblem::Shortened);
    }
    token.chars().position(|c| !is_token_sign(c)).map(|before| PastedProblem::StrangeSign { at: before + 1 })
}

/// A good token with what it says about itself.
fn described(token: &str) -> Result<Pasted, PastedProblem> {
    let claims = jwt::read(token);
    // A JWT begins with `{"` in base64url. One that is encrypted has five parts and says nothing.
    if claims.is_none() && token.starts_with("eyJ") && token.split('.').count() != 5 {
        return Err(PastedProblem::CutJwt);
    }
    let form = if claims.is_some() { PastedForm::Jwt } else { PastedForm::Opaque };
    let claims = claims.unwrap_or_default();
    let email = claims.user_name.filter(|name| looks_like_email(name));
    Ok(Pasted { form, access: Secret::from(token), refresh: None, expires_in: None, exp: claims.exp, email })
}

/// `b64token` of RFC 6750, section 2.1.
const fn is_token_sign(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | '+' | '/' | '=')
}

fn looks_like_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'))
}

#[cfg(test)]
mod tests;
