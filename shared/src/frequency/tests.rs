use proptest::prelude::*;

use super::*;

const HOUR_SECS: u32 = 3_600;

fn hours(count: i64) -> Timestamp {
    Timestamp::from_unix_millis(1_760_000_000_000 + count * 3_600_000)
}

fn touched_at_hours(times: &[i64]) -> TouchLog {
    let mut log = TouchLog::default();
    for time in times {
        log.record(Class::Marketing, hours(*time));
    }
    log
}

fn two_a_day() -> FrequencyRule {
    FrequencyRule::new(Class::Marketing, 2, 24 * HOUR_SECS).unwrap()
}

#[test]
fn the_third_of_a_day_waits_for_the_first_to_leave_the_window() {
    let verdict = two_a_day().check(Class::Marketing, &touched_at_hours(&[0, 5]), hours(6));
    assert_eq!(verdict, Verdict::Blocked { until: hours(24) });
}

#[test]
fn a_touch_exactly_one_window_old_no_longer_counts() {
    let log = touched_at_hours(&[0, 5]);
    assert_eq!(two_a_day().check(Class::Marketing, &log, hours(24)), Verdict::Allowed);
}

#[test]
fn a_touch_from_the_future_silences_us() {
    let log = touched_at_hours(&[50, 51]);
    assert!(matches!(two_a_day().check(Class::Marketing, &log, hours(0)), Verdict::Blocked { .. }));
}

#[test]
fn answers_to_questions_do_not_use_up_the_marketing_promise() {
    let log = touched_at_hours(&[0, 1]);
    assert_eq!(two_a_day().check(Class::Service, &log, hours(2)), Verdict::Allowed);
}

#[test]
fn a_window_of_a_second_is_refused_with_the_bound() {
    let error = FrequencyRule::new(Class::Marketing, 1, 1).unwrap_err();
    assert_eq!(error.to_string(), "window_secs is 1, not 60 to 7776000");
}

proptest! {
    #[test]
    fn no_day_ever_holds_a_third_message(mut tries in proptest::collection::vec(0_i64..400, 1..60)) {
        tries.sort_unstable();
        let (rule, mut log, mut sent) = (two_a_day(), TouchLog::default(), Vec::new());
        for hour in tries {
            if rule.check(Class::Marketing, &log, hours(hour)) == Verdict::Allowed {
                log.record(Class::Marketing, hours(hour));
                sent.push(hour);
            }
        }
        for three in sent.windows(3) {
            prop_assert!(24 <= three[2] - three[0]);
        }
    }
}
