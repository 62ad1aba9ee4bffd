//! What the engine was worth.

use serde_json::Value;
use shared::report::{Arm, Day, Funnel, Lift, Overview, RuleReport, SuppressionCount};

use crate::api::json::{count, currency, id, id_if_any, list, minor, number, owned, small, text};

/// Reads the overview.
pub(crate) fn overview(value: &Value) -> Option<Overview> {
    Some(Overview {
        days: small(value, "days")?,
        currency: currency(value, "currency")?,
        funnel: funnel(value.get("funnel")?)?,
        by_day: list(value, "by_day", day)?,
        treated: arm(value.get("treated")?)?,
        holdout: arm(value.get("holdout")?)?,
        lift: lift(value.get("lift")?)?,
        rules: list(value, "rules", rule)?,
        suppressions: list(value, "suppressions", suppression)?,
    })
}

fn funnel(value: &Value) -> Option<Funnel> {
    Some(Funnel {
        visits: count(value, "visits")?,
        intents: count(value, "intents")?,
        offers: count(value, "offers")?,
        clicks: count(value, "clicks")?,
        orders: count(value, "orders")?,
    })
}

fn day(value: &Value) -> Option<Day> {
    Some(Day {
        date: owned(value, "date")?,
        funnel: funnel(value.get("funnel")?)?,
        revenue_minor: minor(value, "revenue_minor")?,
        attributed_minor: minor(value, "attributed_minor")?,
    })
}

fn arm(value: &Value) -> Option<Arm> {
    Some(Arm {
        people: count(value, "people")?,
        buyers: count(value, "buyers")?,
        orders: count(value, "orders")?,
        revenue_minor: minor(value, "revenue_minor")?,
    })
}

fn lift(value: &Value) -> Option<Lift> {
    match text(value, "lift")? {
        "too_few" => Some(Lift::TooFew { people_min: count(value, "people_min")? }),
        "per_person" => Some(Lift::PerPerson {
            difference_minor: number(value, "difference_minor")?,
            low_minor: number(value, "low_minor")?,
            high_minor: number(value, "high_minor")?,
        }),
        _ => None,
    }
}

fn rule(value: &Value) -> Option<RuleReport> {
    Some(RuleReport {
        rule: id(value, "rule")?,
        offer: id_if_any(value, "offer")?,
        delivered: count(value, "delivered")?,
        clicked: count(value, "clicked")?,
        orders: count(value, "orders")?,
        revenue_minor: minor(value, "revenue_minor")?,
    })
}

fn suppression(value: &Value) -> Option<SuppressionCount> {
    Some(SuppressionCount { reason: owned(value, "reason")?, count: count(value, "count")? })
}

#[cfg(test)]
mod tests {
    use shared::money::{Currency, Minor};

    use super::*;

    #[test]
    fn an_overview_is_read_as_the_edge_wrote_it() {
        let steps = Funnel { visits: 9, intents: 7, offers: 5, clicks: 3, orders: 1 };
        let side = Arm { people: 40, buyers: 2, orders: 3, revenue_minor: Minor::new(-5) };
        let report = |offer: Option<&str>| RuleReport {
            rule: "r1".parse().unwrap(),
            offer: offer.map(|id| id.parse().unwrap()),
            delivered: 4,
            clicked: 3,
            orders: 2,
            revenue_minor: Minor::new(1),
        };
        for lift in [
            Lift::TooFew { people_min: 30 },
            Lift::PerPerson { difference_minor: 1.5, low_minor: -2.0, high_minor: 5.25 },
        ] {
            let known = Overview {
                days: 7,
                currency: Currency::CNY,
                funnel: steps,
                by_day: vec![Day {
                    date: "2026-01-05".into(),
                    funnel: steps,
                    revenue_minor: Minor::new(10),
                    attributed_minor: Minor::new(4),
                }],
                treated: side,
                holdout: Arm::default(),
                lift,
                rules: vec![report(None), report(Some("o1"))],
                suppressions: vec![SuppressionCount { reason: "holdout".into(), count: 3 }],
            };
            assert_eq!(overview(&serde_json::to_value(&known).unwrap()), Some(known));
        }
    }
}
