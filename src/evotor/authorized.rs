//! Sends a call with the session's token, and knows what a 401 means: the session's end, the wrong header form, or the
//! endpoint's own refusal. Never a loop: at most one renewal and one other form a call.

use super::Evotor;
use super::readings::Endpoint;
use super::session::{Held, Renewal, SessionId};
use crate::model::origin::Origin;
use crate::net::{ApiAnswer, ApiError, ApiRequest, ErrorKind, HeaderForm, Purpose};

/// An answer, and the session that had asked.
pub(super) struct Answered {
    pub(super) session: SessionId,
    pub(super) answer: ApiAnswer,
}

impl Evotor {
    /// Sends a request, as it is but for what the session adds: token, User-Agent, Origin.
    ///
    /// In mid-session a 401 brings one renewal and one replay, of writes too: a write refused with 401 was not carried out.
    /// With tokens less than a minute old it belongs to the endpoint. A read then tries the other header form, once.
    pub(super) async fn send_authorized(&self, endpoint: Endpoint, request: ApiRequest) -> Result<Answered, ApiError> {
        let session = &self.0.session;
        let readings = self.0.memory.readings();
        // Both are chosen now: a call beside this one may learn, and its lesson must not send the refused form once more.
        let (form, other) = (readings.header(endpoint), readings.other_header(endpoint));
        let Some(mut held) = session.held() else { return Err(self.not_signed_in(&request)) };

        if held.must_be_renewed() {
            match session.renew(held.generation()).await {
                Renewal::Done => held = session.held_if_still(&held).ok_or_else(|| self.not_signed_in(&request))?,
                Renewal::Failed(error) => return Err(error),
                Renewal::NothingToRenewWith | Renewal::Refused | Renewal::Over => return Err(self.not_signed_in(&request)),
            }
        }
        let mut result = self.send_with(&held, form, request.clone()).await;
        let mut could_not_renew = false;
        if is_401(&result) && session.may_renew_after(&held) {
            match session.renew(held.generation()).await {
                Renewal::Done => {
                    held = session.held_if_still(&held).ok_or_else(|| self.not_signed_in(&request))?;
                    result = self.send_with(&held, form, request.clone()).await;
                }
                Renewal::NothingToRenewWith => could_not_renew = true,
                Renewal::Refused | Renewal::Over => return Err(self.not_signed_in(&request)),
                Renewal::Failed(error) => return Err(error),
            }
        }
        let mut is_in_no_form = false;
        if result.is_ok() {
            self.0.memory.header_works(endpoint, form);
        }
        if is_401(&result)
            && request.purpose() == Purpose::Read
            && let Some(other) = other
        {
            // Before that, the token may have gone together with its session.
            held = session.held_if_still(&held).ok_or_else(|| self.not_signed_in(&request))?;
            let second = self.send_with(&held, other, request.clone()).await;
            if is_accepted(&second) {
                self.0.memory.header_works(endpoint, other);
            }
            is_in_no_form = is_401(&second);
            if !is_in_no_form {
                result = second;
            }
        }
        if is_accepted(&result) {
            session.proven(&held);
        }
        // A pasted token that was never taken is no session whose end would have to be doubted.
        let was_never_taken = is_in_no_form && !held.is_proven();
        let answer = match result {
            Err(error) if *error.kind() == ErrorKind::Refused(401) && (could_not_renew || was_never_taken) => {
                session.expire(held.generation(), error);
                return Err(self.not_signed_in(&request));
            }
            result => result?,
        };
        if request.purpose() == Purpose::Read && session.id() != held.session() {
            return Err(self.not_signed_in(&request));
        }
        Ok(Answered { session: held.session(), answer })
    }

    async fn send_with(&self, held: &Held, form: HeaderForm, request: ApiRequest) -> Result<ApiAnswer, ApiError> {
        let request = request
            .header("origin", Origin::of(&self.0.addresses.dev).to_string())
            .header("user-agent", held.user_agent())
            .token(held.access(), form);
        self.0.transport.send(request).await
    }

    fn not_signed_in(&self, request: &ApiRequest) -> ApiError {
        self.0.transport.not_sent(request, ErrorKind::NotSignedIn, "")
    }
}

fn is_401(result: &Result<ApiAnswer, ApiError>) -> bool {
    matches!(result, Err(error) if *error.kind() == ErrorKind::Refused(401))
}

/// Whether the server took the token, even if it refused the rest.
fn is_accepted(result: &Result<ApiAnswer, ApiError>) -> bool {
    match result {
        Ok(_) => true,
        Err(error) => matches!(error.kind(), ErrorKind::Refused(400 | 403 | 404 | 409 | 422)),
    }
}
