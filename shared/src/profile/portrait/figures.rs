//! The figures of a portrait, one function each.

use alloc::{format, vec, vec::Vec};

use super::{Figure, Light, Term};
use crate::{
    profile::{
        Profile,
        hesitation::FORGOTTEN_AFTER,
        hours::SIGNS_MIN,
        lifecycle,
        power::{Basis, LOOKS_MIN, Level},
        preference::Preferences,
        rfm::Rfm,
        satisfaction::{PRIOR, PRIOR_WEIGHT},
    },
    text::{LocalText, Locale},
};

/// Lines shown of a preference.
const PREFERENCES_SHOWN: usize = 5;

/// What preferences are made of.
const SHOPPING: [&str; 3] = ["Product Viewed", "Product Added", "Order Completed"];

pub(super) fn stage(profile: &Profile, light: Light<'_>) -> Figure {
    let figure = Figure::new(
        "lifecycle_stage",
        ("生命周期阶段", "Lifecycle stage"),
        &["*", "Order Completed"],
    );
    if profile.visits.count == 0 {
        return figure.without(0, ("还没有到访", "no visit yet"));
    }
    let settings = &light.settings.lifecycle;
    let stage = lifecycle::stage(profile, settings, light.now);
    let mut figure = figure.with(stage.as_str(), profile.visits.count, profile.active_at());
    figure.words = Some(LocalText::both(stage.title(Locale::ZhCn), stage.title(Locale::En)));
    figure.changes_at = lifecycle::next_transition_at(profile, settings, light.now);
    figure
}

pub(super) fn visits(profile: &Profile) -> Figure {
    Figure::new("visits", ("到访次数", "Visits"), &["*"]).with(
        profile.visits.count,
        profile.visits.count,
        profile.last_seen,
    )
}

pub(super) fn orders(profile: &Profile) -> Figure {
    let orders = &profile.orders;
    let last_at = orders.last_at.unwrap_or_default();
    Figure::new("orders", ("订单数", "Orders"), &["Order Completed"]).with(
        orders.count,
        orders.count,
        last_at,
    )
}

pub(super) fn spend(profile: &Profile, light: Light<'_>) -> Figure {
    let orders = &profile.orders;
    let source = ["Order Completed", "Order Refunded", "Order Cancelled"];
    let amount = orders.net_minor().to_major(light.settings.currency);
    Figure::new("spend", ("累计消费（减退款）", "Spend, less refunds"), &source).with(
        amount,
        orders.count,
        orders.last_at.unwrap_or_default(),
    )
}

pub(super) fn purchasing_power(profile: &Profile, light: Light<'_>) -> Figure {
    let title = ("购买力", "Purchasing power");
    let Some(worth) = profile.power.order_value() else {
        let (zh_cn, en) = (
            format!("没有订单，看过的有价商品不足 {LOOKS_MIN} 次"),
            format!("no order, and fewer than {LOOKS_MIN} looks at products with a price"),
        );
        return Figure::new("purchasing_power", title, &["Order Completed", "Product Viewed"])
            .without(profile.power.looks(), (&zh_cn, &en));
    };
    let source = match worth.basis {
        Basis::Orders => "Order Completed",
        Basis::Looks => "Product Viewed",
    };
    let level = Level::of(
        worth.amount,
        light.cuts,
        crate::money::Minor::new(light.settings.high_value_minor),
    );
    let mut figure = Figure::new("purchasing_power", title, &[source]).with(
        level.as_str(),
        worth.n,
        worth.as_of,
    );
    let currency = light.settings.currency;
    let amount = worth.amount.to_major(currency);
    let words = |locale| format!("{} · {} {amount:.2}", level.title(locale), currency.as_str());
    figure.words = Some(LocalText::both(&words(Locale::ZhCn), &words(Locale::En)));
    figure
}

pub(super) fn rfm(profile: &Profile, light: Light<'_>) -> Figure {
    let figure = Figure::new(
        "rfm",
        ("RFM（最近、频次、金额）", "RFM (recency, frequency, money)"),
        &["Order Completed"],
    );
    let orders = &profile.orders;
    let rfm = match Rfm::of(orders, light.cuts, light.now) {
        Ok(rfm) => rfm,
        Err(none) => {
            let reason = none.reason();
            return figure
                .without(orders.count, (reason.get(Locale::ZhCn), reason.get(Locale::En)));
        }
    };
    let mut figure =
        figure.with(format!("{rfm}"), orders.count, orders.last_at.unwrap_or_default());
    figure.words = Some(rfm.class().title());
    figure.terms = [
        ("recency", ("最近一次购买", "Recency"), rfm.recency),
        ("frequency", ("购买频次", "Frequency"), rfm.frequency),
        ("monetary", ("消费金额", "Money"), rfm.monetary),
    ]
    .map(|(name, title, score)| term(name, title, f64::from(score), 1.0, f64::from(score)))
    .into();
    figure
}

pub(super) fn category(profile: &Profile) -> Figure {
    preference("category", ("偏好品类", "Preferred category"), &profile.interests.categories)
}

pub(super) fn brand(profile: &Profile) -> Figure {
    preference("brand", ("偏好品牌", "Preferred brand"), &profile.interests.brands)
}

pub(super) fn price_band(profile: &Profile) -> Figure {
    preference("price_band", ("偏好价格带", "Preferred price band"), &profile.interests.bands)
}

fn preference(name: &str, title: (&str, &str), preferences: &Preferences) -> Figure {
    let figure = Figure::new(name, title, &SHOPPING);
    let Some(top) = preferences.top() else {
        return figure.without(0, ("还没有浏览商品", "no product looked at yet"));
    };
    let mut figure = figure.with(top.name, preferences.n(), preferences.last_at());
    figure.terms = preferences
        .best(PREFERENCES_SHOWN)
        .into_iter()
        .map(|known| {
            term(known.name, (known.name, known.name), f64::from(known.n), 1.0, known.share)
        })
        .collect();
    figure
}

pub(super) fn hesitation(profile: &Profile, light: Light<'_>) -> Figure {
    let signs = profile.hesitation.terms();
    let source =
        ["Product Compared", "Price Rechecked", "Cart Lingered", "Policy Read", "Coupon Hunted"];
    let n = signs.iter().map(|sign| sign.count).fold(0, u32::saturating_add);
    let last_at = profile.hesitation.last_at();
    let mut figure = Figure::new("hesitation", ("犹豫分", "Hesitation"), &source).with(
        profile.hesitation.score(light.now),
        n,
        last_at,
    );
    let is_over = profile.hesitation.is_forgotten(light.now);
    figure.changes_at = (!is_over && 0 < n).then(|| last_at.saturating_add(FORGOTTEN_AFTER));
    figure.terms = signs
        .iter()
        .map(|sign| Term {
            most: Some(f64::from(sign.points_max)),
            ..term(
                sign.name,
                (sign.zh_cn, sign.en),
                f64::from(sign.count),
                f64::from(sign.points),
                if is_over { 0.0 } else { f64::from(sign.contribution()) },
            )
        })
        .collect();
    figure
}

pub(super) fn satisfaction(profile: &Profile) -> Figure {
    let figure = Figure::new(
        "satisfaction",
        ("满意度", "Satisfaction"),
        &["message", "Order Refunded", "Order Cancelled", "Product Reviewed", "Conversation Rated"],
    );
    let Some(score) = profile.satisfaction.score() else {
        return figure.without(0, ("还没有留言、评价或退款", "no message, rating or refund yet"));
    };
    let mut figure = figure.with(score.score, score.n, score.as_of);
    let part = |value: f64, weight: f64| value * weight / (score.weight + PRIOR_WEIGHT) * 100.0;
    figure.terms = vec![
        term(
            "signs",
            ("客户的表现", "What they said and did"),
            score.mean,
            score.weight,
            part(score.mean, score.weight),
        ),
        term(
            "prior",
            ("未知时的平均水平", "What an unknown person is taken for"),
            PRIOR,
            PRIOR_WEIGHT,
            part(PRIOR, PRIOR_WEIGHT),
        ),
    ];
    figure
}

pub(super) fn channel(profile: &Profile) -> Figure {
    let figure = Figure::new(
        "best_channel",
        ("最常响应的渠道", "Channel they answer on"),
        &["Offer Clicked", "Email Link Clicked", "Push Notification Tapped", "SMS Link Clicked"],
    );
    let Some((name, _)) = profile.channels.best() else {
        return figure.without(0, ("还没有触达过", "never reached yet"));
    };
    let terms: Vec<Term> = profile
        .channels
        .iter()
        .map(|(name, contact)| {
            let (reached, responded) = (f64::from(contact.reached), f64::from(contact.responded));
            term(name, (name, name), responded, reached, contact.affinity())
        })
        .collect();
    let last_at = profile.channels.iter().map(|(_, contact)| contact.last_at).max();
    let mut figure = figure.with(name, profile.channels.reached(), last_at.unwrap_or_default());
    figure.terms = terms;
    figure
}

pub(super) fn hour(profile: &Profile, light: Light<'_>) -> Figure {
    let figure = Figure::new(
        "best_hour",
        ("最佳时段", "Best hour"),
        &["*", "Order Completed", "Offer Clicked", "Email Link Clicked"],
    );
    let n = profile.hours.n();
    let Some(offset) = light.offset_minutes else {
        return figure.without(n, ("不知道客户的时区", "their time zone is not known"));
    };
    let Some(best) = profile.hours.best(offset) else {
        let (zh_cn, en) = (
            format!("到访、响应和订单共不足 {SIGNS_MIN} 次"),
            format!("fewer than {SIGNS_MIN} visits, responses and orders"),
        );
        return figure.without(n, (&zh_cn, &en));
    };
    let mut figure = figure.with(best.hour, best.n, best.as_of);
    let words = format!("{:02}:00–{:02}:59", best.hour, best.hour);
    figure.words = Some(LocalText::both(&words, &words));
    figure
}

pub(super) fn term(
    name: &str,
    (zh_cn, en): (&str, &str),
    value: f64,
    weight: f64,
    contribution: f64,
) -> Term {
    Term {
        name: name.into(),
        title: LocalText::both(zh_cn, en),
        value,
        weight,
        most: None,
        contribution,
    }
}
