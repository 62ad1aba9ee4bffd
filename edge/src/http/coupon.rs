//! `GET /v1/coupons/{code}?site=…`: what a code typed at the checkout is worth.

use serde::Serialize;
use shared::{
    id::{CouponCode, WriteKey},
    money::Minor,
    offer::{Benefit, Coupon},
    time::Timestamp,
};
use worker::{Env, Request};

use crate::{
    auth,
    durable::{
        directory,
        visitor::{self, Call},
    },
    error::{self, Answer, ApiError},
};

/// What the shop needs to know of a coupon; nothing of whose it is.
#[derive(Debug, Serialize)]
struct CouponAnswer {
    code: CouponCode,
    valid: bool,
    benefit: Benefit,
    min_spend_minor: Minor,
    expires_at: Timestamp,
}

/// Looks a coupon up. One that does not exist, has ended or was used is not found: the
/// answers are the same, so codes cannot be sounded out.
pub(crate) async fn look_up(req: &Request, env: &Env, code: &str) -> Answer {
    let url = req.url()?;
    let key: WriteKey = url
        .query_pairs()
        .find_map(|(name, value)| (name == "site").then(|| value.parse().ok())?)
        .ok_or(ApiError::Unauthenticated("send the write key as ?site="))?;
    let (workspace, _) = auth::site(env, &key).await?;
    let code: CouponCode = code.to_ascii_uppercase().parse().ok().ok_or(ApiError::NotFound)?;
    let holder = directory::find(env, &workspace, &directory::coupon_key(&code))
        .await?
        .ok_or(ApiError::NotFound)?;
    let coupon: Coupon = visitor::ask(env, &workspace, &holder, Call::Coupon { code }).await?;
    Ok(error::json(&CouponAnswer {
        code: coupon.code,
        valid: true,
        benefit: coupon.benefit,
        min_spend_minor: coupon.min_spend_minor,
        expires_at: coupon.expires_at,
    })?)
}
