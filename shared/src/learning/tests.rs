use alloc::vec;

use super::*;
use crate::{
    consent::{Answer, ConsentSource},
    intent::IntentReading,
    limits::{DRIFT_MESSAGES_MIN, LABEL_QUEUE_MAX, MODEL_WEEKS},
    text::Locale,
};

/// Monday 2026-01-05, at noon.
const NOW: Timestamp = Timestamp::from_unix_millis(1_767_614_400_000);

fn reading(label: &str, score: f64, second: f64, flags: &str) -> IntentReading {
    serde_json::from_str(&format!(
        r#"{{"label":"{label}","score":{score},"alternatives":[{{"label":"other.oos","score":{second}}}],"flags":[{flags}],"lang":"zh","source":"model","model":"m1"}}"#
    ))
    .unwrap()
}

fn message(from: Speaker, text: &str) -> Message {
    serde_json::from_value(serde_json::json!({
        "seq": 1, "id": "m-1", "from": from, "text": text, "at": NOW,
        "intent": reading("marketing.discount", 0.93, 0.04, ""),
    }))
    .unwrap()
}

/// What a visitor said to being remembered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Yes,
    No,
}

fn agreed(said: Said) -> Consents {
    let mut consents = Consents::default();
    let answer = Answer {
        purpose: Purpose::Analytics,
        granted: said == Said::Yes,
        notice: NoticeVersion::new(1),
        locale: Locale::ZhCn,
        source: ConsentSource::Widget,
        at: NOW,
        confirmed_at: NOW,
        chosen_at: None,
    };
    consents.record(answer, NOW);
    consents
}

fn heard(consents: &Consents) -> Utterance {
    let said = message(Speaker::Visitor, "太贵了，打13812345678");
    Utterance::heard(&"a-1".parse().unwrap(), &said, consents, NoticeVersion::new(1)).unwrap()
}

fn cell(weeks_ago: i64, label: Label, corrected: Option<Label>, count: u64) -> Cell {
    Cell {
        week: week(NOW) - weeks_ago,
        label,
        rejected: false,
        source: Source::Model,
        model: "m1".into(),
        bin: 9,
        corrected,
        count,
    }
}

fn utterance(text: &str, score: f64, margin: f64, at: i64) -> Utterance {
    Utterance {
        key: text.into(),
        at: Timestamp::from_unix_millis(at),
        score: Score::saturating(score),
        margin: Score::saturating(margin),
        words: Some(Words {
            profile: "a-1".parse().unwrap(),
            message: "m-1".parse().unwrap(),
            text: text.into(),
        }),
        ..heard(&agreed(Said::Yes))
    }
}

fn texts(queue: Vec<Utterance>) -> Vec<String> {
    queue.into_iter().filter_map(|utterance| Some(utterance.words?.text)).collect()
}

#[test]
fn a_question_without_a_rule_or_an_article_is_unanswered_and_a_complaint_is_none() {
    let asked = heard(&agreed(Said::Yes));
    let passed_on = message(Speaker::Assistant, "已转给人工客服");
    assert!(asked.clone().replied(Some(&passed_on)).unanswered);
    let source = crate::knowledge::Source {
        article: "a".parse().unwrap(),
        title: "A".into(),
        url: String::new(),
    };
    let answered = Message { source: Some(source), ..passed_on.clone() };
    let asked_back = Message { choices: vec!["A".into()], ..passed_on.clone() };
    for reply in [Some(&answered), Some(&asked_back), None] {
        assert!(!asked.clone().replied(reply).unanswered);
    }
    let complaint = Utterance { label: Label::ComplaintService, ..asked };
    assert!(!complaint.replied(Some(&passed_on)).unanswered);
}

#[test]
fn words_are_kept_masked_and_only_after_a_yes() {
    let yes = heard(&agreed(Said::Yes));
    assert_eq!(yes.words.unwrap().text, "太贵了，打138****5678");
    for silent in [Consents::default(), agreed(Said::No)] {
        let no = heard(&silent);
        assert_eq!(no.words, None);
        let kept = serde_json::to_string(&no).unwrap();
        assert!(!kept.contains("a-1") && !kept.contains("m-1") && !kept.contains("太贵"), "{kept}");
    }
}

#[test]
fn a_yes_to_an_older_notice_keeps_no_words() {
    let said = message(Speaker::Visitor, "太贵了");
    let later = NoticeVersion::new(2);
    let kept = Utterance::heard(&"a-1".parse().unwrap(), &said, &agreed(Said::Yes), later).unwrap();
    assert_eq!(kept.words, None);
}

#[test]
fn only_what_a_visitor_says_is_learnt_from() {
    for from in [Speaker::Assistant, Speaker::Agent] {
        let said = message(from, "您好");
        let profile = "a-1".parse().unwrap();
        assert_eq!(
            Utterance::heard(&profile, &said, &agreed(Said::Yes), NoticeVersion::new(1)),
            None
        );
    }
}

#[test]
fn the_same_message_has_the_same_key_and_another_persons_has_not() {
    let key_of =
        |profile: &str, message: &str| key(&profile.parse().unwrap(), &message.parse().unwrap());
    assert_eq!(heard(&agreed(Said::Yes)).key, heard(&agreed(Said::No)).key);
    assert_ne!(key_of("a-1", "m-1"), key_of("a-2", "m-1"));
    assert_ne!(key_of("a-1", "m-1"), key_of("a-1", "m-2"));
}

#[test]
fn a_week_begins_on_monday() {
    let day = |text| Timestamp::parse_rfc3339(text).unwrap();
    let (sunday, next) = (day("2026-01-04T23:59:59Z"), day("2026-01-05T00:00:00Z"));
    assert_eq!(week(next) - week(sunday), 1);
    assert_eq!(monday(week(next)), "2026-01-05");
    assert_eq!(monday(week(sunday)), "2025-12-29");
}

#[test]
fn confidence_falls_into_tenths_and_certainty_into_the_last() {
    let bin = |score| utterance("x", score, 0.0, 0).bin();
    assert_eq!([bin(0.0), bin(0.0999), bin(0.1), bin(0.95), bin(1.0)], [0, 0, 1, 9, 9]);
}

#[test]
fn the_matrix_counts_what_a_person_looked_at_and_nothing_else() {
    let (discount, price) = (Label::MarketingDiscount, Label::PreSalesPrice);
    let report = ModelReport::of(
        &[
            cell(0, discount, None, 7),
            cell(0, discount, Some(price), 2),
            cell(1, discount, Some(price), 1),
            cell(0, price, Some(price), 4),
        ],
        NOW,
    );
    let pair = |said, corrected, count| Confusion { said, corrected, count };
    assert_eq!(report.confusion, [pair(price, price, 4), pair(discount, price, 3)]);
    assert_eq!((report.messages, report.corrected, report.right), (14, 7, 4));
    assert_eq!(report.histogram.len(), usize::from(CONFIDENCE_BINS));
    assert_eq!(report.histogram.last(), Some(&Bin { all: 14, corrected: 7, right: 4 }));
}

#[test]
fn every_week_is_there_and_older_ones_are_not() {
    let weeks = i64::from(MODEL_WEEKS);
    let report = ModelReport::of(
        &[
            cell(0, Label::Chitchat, None, 1),
            cell(weeks - 1, Label::Chitchat, None, 2),
            cell(weeks, Label::Chitchat, None, 4),
            cell(-1, Label::Chitchat, None, 8),
        ],
        NOW,
    );
    let counts: Vec<u64> = report.weeks.iter().map(|week| week.messages).collect();
    assert_eq!(counts, [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(report.weeks[11].monday, "2026-01-05");
    assert_eq!(report.messages, 3);
}

#[test]
fn a_week_like_the_one_before_is_steady_and_another_mix_has_shifted() {
    let enough = DRIFT_MESSAGES_MIN;
    let of = |label| {
        let cells = [cell(1, Label::Chitchat, None, enough), cell(0, label, None, enough)];
        ModelReport::of(&cells, NOW).weeks[11].drift
    };
    let Drift::Steady { index } = of(Label::Chitchat) else { panic!("the same, but not steady") };
    assert!(index.abs() < 1e-9);
    let Drift::Shifted { index } = of(Label::OutOfScope) else { panic!("another, but steady") };
    // (100.5 / 107 - 0.5 / 107) · ln(100.5 / 0.5), for the label that went and for the one that came.
    let expected = 2.0 * (100.0 / 107.0) * (201.0_f64).ln();
    assert!((index - expected).abs() < 1e-9, "{index} {expected}");
}

#[test]
fn a_few_messages_say_nothing_about_drift() {
    let few = DRIFT_MESSAGES_MIN - 1;
    for (before, now) in [(few, DRIFT_MESSAGES_MIN), (DRIFT_MESSAGES_MIN, few)] {
        let cells = [cell(1, Label::Chitchat, None, before), cell(0, Label::OutOfScope, None, now)];
        let drift = ModelReport::of(&cells, NOW).weeks[11].drift;
        assert_eq!(drift, Drift::TooFew { messages_min: DRIFT_MESSAGES_MIN });
    }
}

#[test]
fn readers_are_told_apart_and_the_keyword_list_is_counted() {
    let by_words = Cell {
        source: Source::Keywords,
        model: "words-1".into(),
        rejected: true,
        ..cell(0, Label::Chitchat, None, 3)
    };
    let report = ModelReport::of(&[by_words, cell(0, Label::Chitchat, None, 9)], NOW);
    assert_eq!((report.keywords, report.unknown), (3, 3));
    let named: Vec<_> =
        report.readers.iter().map(|reader| (reader.model.as_str(), reader.unknown)).collect();
    assert_eq!(named, [("m1", 0), ("words-1", 3)]);
}

#[test]
fn the_queue_begins_with_what_was_refused_then_with_the_closest_call() {
    let refused = Utterance { rejected: true, ..utterance("refused", 0.5, 0.4, 1) };
    let order = queue(vec![
        utterance("sure", 0.99, 0.98, 9),
        utterance("older", 0.6, 0.1, 1),
        utterance("newer", 0.6, 0.1, 2),
        utterance("weak", 0.5, 0.1, 1),
        refused,
    ]);
    assert_eq!(texts(order), ["refused", "weak", "newer", "older", "sure"]);
}

#[test]
fn a_text_is_asked_about_once_and_words_that_are_not_kept_never() {
    let mut many: Vec<Utterance> =
        (0..100).map(|number| utterance(&format!("t{number}"), 0.5, 0.1, number)).collect();
    many.push(utterance(" t1 ", 0.5, 0.0, 1));
    many.push(heard(&agreed(Said::No)));
    let queue = texts(queue(many));
    assert_eq!(queue.len(), LABEL_QUEUE_MAX);
    assert_eq!(queue[0], " t1 ");
    assert!(!queue.contains(&"t1".into()));
}
