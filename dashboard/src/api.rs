//! What is asked of the edge: one function a request, in the types of `shared::wire::admin`.

pub(crate) mod failure;
pub(crate) mod live;
pub(crate) mod remote;
mod request;

use serde_json::Value;
use shared::{
    config::{Config, HoldoutSettings},
    decision::Decision,
    offer::Offer,
    report::Overview,
    rule::Rule,
    wire::admin::{
        MatchAnswer, MatchRequest, PublishedConfig, Session, Setup, SetupState, SignIn,
        VisitorDetail, Visitors,
    },
};

use self::request::{Method, ask, send};
pub(crate) use self::{
    failure::Failure,
    remote::{Remote, Stage, remote},
};
use crate::state::route::encode;

/// How many people the list of visitors asks for.
const VISITORS_ASKED: u16 = 100;

/// Whether the first operator has to be made.
pub(crate) async fn setup_state() -> Result<SetupState, Failure> {
    ask("setup").await
}

/// Makes the first operator, who is then signed in.
pub(crate) async fn set_up(setup: &Setup) -> Result<Session, Failure> {
    send(Method::Post, "setup", setup).await
}

/// Signs an operator in.
pub(crate) async fn sign_in(sign_in: &SignIn) -> Result<Session, Failure> {
    send(Method::Post, "sign-in", sign_in).await
}

/// Signs the operator out.
pub(crate) async fn sign_out() -> Result<(), Failure> {
    request::send_raw(Method::Post, "sign-out", "{}".to_owned()).await.map(drop)
}

/// Who is signed in.
pub(crate) async fn session() -> Result<Session, Failure> {
    ask("session").await
}

/// The figures of the last `days` days.
pub(crate) async fn overview(days: u16) -> Result<Overview, Failure> {
    ask(&format!("overview?days={days}")).await
}

/// Who was here lately.
pub(crate) async fn visitors() -> Result<Visitors, Failure> {
    ask(&format!("visitors?limit={VISITORS_ASKED}")).await
}

/// One person in full.
pub(crate) async fn visitor(profile: &str) -> Result<VisitorDetail, Failure> {
    ask(&format!("visitors/{}", encode(profile))).await
}

/// The explanation of one decision.
pub(crate) async fn decision(profile: &str, decision: &str) -> Result<Decision, Failure> {
    ask(&format!("visitors/{}/decisions/{}", encode(profile), encode(decision))).await
}

/// What is published.
pub(crate) async fn config() -> Result<PublishedConfig, Failure> {
    ask("config").await
}

/// Publishes a whole config.
pub(crate) async fn publish(config: &Config) -> Result<PublishedConfig, Failure> {
    send(Method::Put, "config", config).await
}

/// Publishes one rule, new or changed.
pub(crate) async fn put_rule(rule: &Rule) -> Result<PublishedConfig, Failure> {
    send(Method::Put, &format!("rules/{}", encode(rule.id.as_str())), rule).await
}

/// Takes a rule out.
pub(crate) async fn delete_rule(id: &str) -> Result<PublishedConfig, Failure> {
    request::delete(&format!("rules/{}", encode(id))).await
}

/// Publishes one offer, new or changed.
pub(crate) async fn put_offer(offer: &Offer) -> Result<PublishedConfig, Failure> {
    send(Method::Put, &format!("offers/{}", encode(offer.id.as_str())), offer).await
}

/// Takes an offer out.
pub(crate) async fn delete_offer(id: &str) -> Result<PublishedConfig, Failure> {
    request::delete(&format!("offers/{}", encode(id))).await
}

/// Publishes who is held out of marketing.
pub(crate) async fn put_holdout(holdout: &HoldoutSettings) -> Result<PublishedConfig, Failure> {
    send(Method::Put, "holdout", holdout).await
}

/// Who matches a condition right now.
pub(crate) async fn matching(condition: Value) -> Result<MatchAnswer, Failure> {
    send(Method::Post, "match", &MatchRequest { condition }).await
}
