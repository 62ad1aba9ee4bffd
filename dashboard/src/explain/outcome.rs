//! What came of a rule, of a decision and of a delivery, in words.

use shared::{
    decision::{Suppression, Verdict},
    delivery::DeliveryState,
    text::Locale,
    time::Timestamp,
};

use super::Figures;
use crate::i18n::{Text, facts};

/// Why something was held back: the reason, and what more there is to say; may be empty.
pub(crate) fn held(suppression: &Suppression, figures: &dyn Figures) -> (Text, String) {
    let locale = figures.locale();
    let until =
        |at: &Timestamp| facts::HELD_UNTIL.fill(locale, &[("moment", &figures.moment(*at))]);
    match suppression {
        Suppression::NoConsent => (facts::HELD_NO_CONSENT, String::new()),
        Suppression::FrequencyCap { until: at } => (facts::HELD_FREQUENCY, until(at)),
        Suppression::Cooldown { until: at } => (facts::HELD_COOLDOWN, until(at)),
        Suppression::TimesUsedUp { times_max } => {
            let times = facts::HELD_TIMES_MAX.fill(locale, &[("n", &times_max.to_string())]);
            (facts::HELD_TIMES, times)
        }
        Suppression::OutsideSchedule => (facts::HELD_SCHEDULE, String::new()),
        Suppression::Holdout => (facts::HELD_HOLDOUT, String::new()),
        Suppression::ScenarioHoldout { scenario } => (facts::HELD_SCENARIO, scenario.to_string()),
        Suppression::Control { experiment } => {
            let name = facts::HELD_EXPERIMENT.fill(locale, &[("name", experiment.as_str())]);
            (facts::HELD_CONTROL, name)
        }
        Suppression::NotLive => (facts::HELD_NOT_LIVE, String::new()),
        Suppression::NothingToRecommend => (facts::HELD_NOTHING, String::new()),
        Suppression::OfferMissing => (facts::HELD_OFFER_MISSING, String::new()),
        Suppression::OfferOpen { .. } => (facts::HELD_OFFER_OPEN, String::new()),
        Suppression::PersonalisationOff => (facts::HELD_PERSONALISATION, String::new()),
        Suppression::WithHuman => (facts::HELD_WITH_HUMAN, String::new()),
        Suppression::Muted { .. } => (facts::HELD_MUTED, String::new()),
        Suppression::Paused { until: at } => (facts::HELD_PAUSED, until(at)),
        Suppression::PersonalLimit { until: at } => (facts::HELD_PERSONAL_LIMIT, until(at)),
        Suppression::QuietHours { until: at } => (facts::HELD_QUIET, until(at)),
        Suppression::SoldOut { .. } => (facts::HELD_SOLD_OUT, String::new()),
        Suppression::BudgetSpent { .. } => (facts::HELD_BUDGET, String::new()),
    }
}

/// A reason as a report counts it, in words; one we do not know stays as it is.
pub(crate) fn held_name(reason: &str, locale: Locale) -> String {
    let text = match reason {
        "no_consent" => facts::HELD_NO_CONSENT,
        "frequency_cap" => facts::HELD_FREQUENCY,
        "cooldown" => facts::HELD_COOLDOWN,
        "times_used_up" => facts::HELD_TIMES,
        "outside_schedule" => facts::HELD_SCHEDULE,
        "holdout" => facts::HELD_HOLDOUT,
        "scenario_holdout" => facts::HELD_SCENARIO,
        "control" => facts::HELD_CONTROL,
        "not_live" => facts::HELD_NOT_LIVE,
        "nothing_to_recommend" => facts::HELD_NOTHING,
        "offer_missing" => facts::HELD_OFFER_MISSING,
        "offer_open" => facts::HELD_OFFER_OPEN,
        "personalisation_off" => facts::HELD_PERSONALISATION,
        "with_human" => facts::HELD_WITH_HUMAN,
        "muted" => facts::HELD_MUTED,
        "paused" => facts::HELD_PAUSED,
        "personal_limit" => facts::HELD_PERSONAL_LIMIT,
        "quiet_hours" => facts::HELD_QUIET,
        "sold_out" => facts::HELD_SOLD_OUT,
        "budget_spent" => facts::HELD_BUDGET,
        other => return other.to_owned(),
    };
    text.say(locale).to_owned()
}

/// What came of a decision, in a word or two.
pub(crate) const fn verdict(verdict: &Verdict) -> Text {
    match verdict {
        Verdict::Delivered { .. } => facts::VERDICT_DELIVERED,
        Verdict::Held { .. } => facts::VERDICT_HELD,
        Verdict::Nothing => facts::VERDICT_NOTHING,
    }
}

/// How far a delivery came.
pub(crate) const fn state(state: &DeliveryState) -> Text {
    match state {
        DeliveryState::Queued => facts::STATE_QUEUED,
        DeliveryState::Skipped { .. } => facts::STATE_SKIPPED,
        DeliveryState::Sent => facts::STATE_SENT,
        DeliveryState::Opened { .. } => facts::STATE_OPENED,
        DeliveryState::Dismissed { .. } => facts::STATE_DISMISSED,
        DeliveryState::Clicked { .. } => facts::STATE_CLICKED,
        DeliveryState::Converted { .. } => facts::STATE_CONVERTED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::PlainFigures;

    fn every() -> Vec<Suppression> {
        let at = Timestamp::from_unix_millis(0);
        vec![
            Suppression::NoConsent,
            Suppression::FrequencyCap { until: at },
            Suppression::Cooldown { until: at },
            Suppression::TimesUsedUp { times_max: 2 },
            Suppression::OutsideSchedule,
            Suppression::Holdout,
            Suppression::ScenarioHoldout { scenario: "cart".parse().unwrap() },
            Suppression::Control { experiment: "e1".parse().unwrap() },
            Suppression::NotLive,
            Suppression::NothingToRecommend,
            Suppression::OfferMissing,
            Suppression::OfferOpen { delivery: "d1".parse().unwrap() },
            Suppression::PersonalisationOff,
            Suppression::WithHuman,
            Suppression::Muted { channel: shared::channel::Channel::Sms },
            Suppression::Paused { until: at },
            Suppression::PersonalLimit { until: at },
            Suppression::QuietHours { until: at },
            Suppression::SoldOut { offer: "o1".parse().unwrap() },
            Suppression::BudgetSpent { offer: "o1".parse().unwrap() },
        ]
    }

    #[test]
    fn a_report_and_an_explanation_call_a_reason_the_same() {
        for suppression in every() {
            let written = serde_json::to_value(&suppression).unwrap();
            let reason = written["reason"].as_str().unwrap();
            for locale in [Locale::ZhCn, Locale::En] {
                let (text, _) = held(&suppression, &PlainFigures(locale));
                assert_eq!(held_name(reason, locale), text.say(locale), "{reason}");
            }
        }
    }

    #[test]
    fn a_cap_says_until_when() {
        let cap = Suppression::FrequencyCap { until: Timestamp::from_unix_millis(0) };
        let (_, more) = held(&cap, &PlainFigures(Locale::En));
        assert_eq!(more, "may be contacted again after 1970-01-01T00:00:00Z");
    }
}
