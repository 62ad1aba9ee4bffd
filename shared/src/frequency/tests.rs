use proptest::prelude::*;

use super::*;

const HOUR_SECS: u32 = 3_600;
const MARKETING: Contact = Contact { class: Class::Marketing, channel: Channel::Widget };
const SERVICE: Contact = Contact { class: Class::Service, channel: Channel::Widget };

fn hours(count: i64) -> Timestamp {
    Timestamp::from_unix_millis(1_760_000_000_000 + count * 3_600_000)
}

fn touched_at_hours(times: &[i64]) -> TouchLog {
    let mut log = TouchLog::default();
    for time in times {
        log.record(MARKETING, hours(*time));
    }
    log
}

fn two_a_day() -> FrequencyRule {
    FrequencyRule::new(Class::Marketing, 2, 24 * HOUR_SECS).unwrap()
}

#[test]
fn the_third_of_a_day_waits_for_the_first_to_leave_the_window() {
    let verdict = two_a_day().check(MARKETING, &touched_at_hours(&[0, 5]), hours(6));
    assert_eq!(verdict, Verdict::Blocked { until: hours(24) });
}

#[test]
fn a_touch_exactly_one_window_old_no_longer_counts() {
    let log = touched_at_hours(&[0, 5]);
    assert_eq!(two_a_day().check(MARKETING, &log, hours(24)), Verdict::Allowed);
}

#[test]
fn a_touch_from_the_future_silences_us() {
    let log = touched_at_hours(&[50, 51]);
    assert!(matches!(two_a_day().check(MARKETING, &log, hours(0)), Verdict::Blocked { .. }));
}

#[test]
fn answers_to_questions_do_not_use_up_the_marketing_promise() {
    let log = touched_at_hours(&[0, 1]);
    assert_eq!(two_a_day().check(SERVICE, &log, hours(2)), Verdict::Allowed);
}

#[test]
fn a_window_of_a_second_is_refused_with_the_bound() {
    let error = FrequencyRule::new(Class::Marketing, 1, 1).unwrap_err();
    assert_eq!(error.to_string(), "window_secs is 1, not 60 to 7776000");
}

#[test]
fn a_promise_over_all_channels_counts_every_channel() {
    let by_sms = Contact { class: Class::Marketing, channel: Channel::Sms };
    let mut log = touched_at_hours(&[0]);
    log.record(by_sms, hours(1));
    assert!(matches!(two_a_day().check(MARKETING, &log, hours(2)), Verdict::Blocked { .. }));
    assert_eq!(two_a_day().over(Channel::Sms).check(by_sms, &log, hours(2)), Verdict::Allowed);
    assert_eq!(two_a_day().over(Channel::Email).check(by_sms, &log, hours(2)), Verdict::Allowed);
}

#[test]
fn a_promise_over_all_classes_counts_answers_too() {
    let mut log = touched_at_hours(&[0]);
    log.record(SERVICE, hours(1));
    let all = FrequencyRule::new(None, 2, 24 * HOUR_SECS).unwrap();
    assert!(matches!(all.check(SERVICE, &log, hours(2)), Verdict::Blocked { .. }));
}

#[test]
fn a_promise_written_before_there_were_channels_is_read_as_it_was() {
    let old = r#"{"class":"marketing","touches_max":2,"window_secs":86400}"#;
    let rule: FrequencyRule = serde_json::from_str(old).unwrap();
    assert_eq!(rule, two_a_day());
    assert_eq!(serde_json::to_string(&rule).unwrap(), old);
}

proptest! {
    #[test]
    fn no_day_ever_holds_a_third_message(mut tries in proptest::collection::vec(0_i64..400, 1..60)) {
        tries.sort_unstable();
        let (rule, mut log, mut sent) = (two_a_day(), TouchLog::default(), Vec::new());
        for hour in tries {
            if rule.check(MARKETING, &log, hours(hour)) == Verdict::Allowed {
                log.record(MARKETING, hours(hour));
                sent.push(hour);
            }
        }
        for three in sent.windows(3) {
            prop_assert!(24 <= three[2] - three[0]);
        }
    }
}
