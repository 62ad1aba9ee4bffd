//! `POST /v1/decide`: an app asks what to show now.

use shared::{
    delivery::{Card, Content},
    id::{ProfileId, WorkspaceId},
    limits::EVENT_NAME_LEN_MAX,
    text::Locale,
    wire::widget::{DecideAnswer, DecideRequest},
};
use worker::{Env, Request};

use super::{
    body, boot,
    click::{self, Link},
};
use crate::{
    address, auth,
    durable::visitor::{self, Asked, Call},
    error::{self, Answer, ApiError},
};

/// Decides for one person, with the explanation where it is asked for.
///
/// Products in the answer lead through `/c/…`, so that an app need not report clicks itself.
pub(crate) async fn decide(req: &mut Request, env: &Env) -> Answer {
    let asked: DecideRequest = body::json(req).await?;
    let (workspace, config) = auth::site(env, &asked.write_key).await?;
    let chars = asked.trigger.chars().count();
    if chars == 0 || EVENT_NAME_LEN_MAX < chars {
        return Err(ApiError::Invalid {
            code: "invalid_trigger",
            path: "$.trigger".into(),
            detail: format!("trigger has {chars} characters, not 1 to {EVENT_NAME_LEN_MAX}"),
        });
    }
    let call = Call::Ask {
        trigger: asked.trigger,
        intent: asked.intent,
        locale: asked.locale.as_deref().map(Locale::closest),
        explain: asked.explain,
    };
    let profile = boot::profile_of(&asked.anonymous_id)?;
    let Asked { card, decision } = visitor::ask(env, &workspace, &profile, call).await?;
    let own = req.inner().url();
    let shop =
        config.config.settings.allowed_origins.iter().find_map(|origin| address::absolute(origin));
    let place = Place { own: &own, shop: shop.as_deref().unwrap_or(&own) };
    let card = match card {
        Some(card) => Some(with_links(env, card, (&workspace, &profile), &place)?),
        None => None,
    };
    Ok(error::json(&DecideAnswer { card, decision })?)
}

/// Where relative addresses of the catalog and our own links belong.
struct Place<'a> {
    own: &'a str,
    shop: &'a str,
}

fn with_links(
    env: &Env,
    mut card: Card,
    (workspace, profile): (&WorkspaceId, &ProfileId),
    place: &Place<'_>,
) -> Answer<Card> {
    if let Content::Products { products, .. } = &mut card.content {
        for product in products {
            let Some(url) = address::join(place.shop, &product.url) else {
                // What leads to no page is no link.
                product.url.clear();
                continue;
            };
            let link = Link {
                workspace: workspace.clone(),
                profile: profile.clone(),
                delivery: card.delivery.clone(),
                url,
            };
            let path = format!("/c/{}", click::token(env, &link)?);
            if let Some(absolute) = address::join(place.own, &path) {
                product.url = absolute;
            }
        }
    }
    Ok(card)
}
