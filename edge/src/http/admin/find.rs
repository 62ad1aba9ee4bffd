//! `GET /v1/admin/visitors?find=…`: the people who have exactly this id, whenever they were here.

use shared::{
    id::ProfileId,
    identity::external::{ExternalId, IdKind},
    wire::admin::Visitors,
};
use worker::Env;

use super::Caller;
use crate::{
    clock,
    durable::{
        directory,
        visitor::{self, Call, Detailed},
    },
    error::{self, Answer, ApiError},
};

/// The kinds of id that an operator types without naming them; the others need their system.
const TYPED: [IdKind; 3] = [IdKind::UserId, IdKind::Email, IdKind::Phone];

/// Finds people by our own id, the shop's, an address of mail or a telephone. Nobody is made by being looked for.
pub(super) async fn answer(env: &Env, caller: &Caller, id: &str) -> Answer {
    let mut names: Vec<ProfileId> = id.parse().into_iter().collect();
    for kind in TYPED {
        let Ok(external) = ExternalId::new(kind.as_str(), id) else { continue };
        let key = directory::id_key(&external);
        names.extend(directory::find(env, &caller.workspace, &key).await?);
    }
    names.sort();
    names.dedup();
    let mut found = Visitors { visitors: Vec::new(), as_of: clock::now() };
    for name in names {
        let detail: Answer<Detailed> =
            visitor::ask(env, &caller.workspace, &name, Call::Detail).await;
        match detail {
            Ok(detail) => found.visitors.push(detail.summary),
            Err(ApiError::Relayed(problem)) if problem.status == 404 => {}
            Err(other) => return Err(other),
        }
    }
    found.visitors.dedup_by(|one, other| one.profile == other.profile);
    Ok(error::json(&found)?)
}
